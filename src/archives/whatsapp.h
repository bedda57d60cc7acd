/* archives/whatsapp.h: what the files of the WhatsApp reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_WHATSAPP_H
#define ARCHIVES_WHATSAPP_H

#include "archives/reader.h"
#include "core/map.h"

/* Which of a date's three numbers is what. */
enum whatsapp_order {
    ORDER_DAY_FIRST,
    ORDER_MONTH_FIRST,
    ORDER_YEAR_FIRST
};

/* What stands before a message: "[04/03/25, 14:05:09] ", "3/4/25, 2:05 PM - ". */
struct whatsapp_stamp {
    int date[3];
    int hour, minute, second;
    char separator; /* of the date */
    bool bracket;   /* as iPhones write it */
    bool has_second, year_first;
    bool has_half; /* AM or PM was said, and counted */
    bool big_half; /* in capitals, as only American English writes it */
};

/* Takes the stamp off the front of a line; false, and *line as it was, where there is none. */
bool whatsapp__stamp(struct str *line, struct whatsapp_stamp *out);
/* The stamps of one file are written alike; a line of another look belongs to a message. */
bool whatsapp__alike(const struct whatsapp_stamp *a, const struct whatsapp_stamp *b);
/* A local time; WHEN_NONE for a day that is none. */
struct when whatsapp__when(const struct whatsapp_stamp *s, enum whatsapp_order order);

/* s without the marks that say which way to write, and with plain spaces. */
struct str whatsapp__plain(struct str s, struct arena *a);

/* One message as the file has it; all of it lives until the call returns. */
struct whatsapp_message {
    struct whatsapp_stamp stamp;
    struct str author; /* "" for what WhatsApp itself says */
    struct str text;   /* still with its marks */
    bool cut;          /* it was longer than LIMIT_CHAT_MESSAGE */
};
struct whatsapp_chat_walk {
    enum err_code (*message)(void *ctx, const struct whatsapp_message *m, struct err *e);
    void *ctx;
};
/* Calls back for each message, r->piece empty each time. *is_chat false, and nothing called,
 * for a text that does not begin with a stamp. */
MUST_CHECK enum err_code whatsapp__walk(struct reading *r, struct stream *in,
                                        const struct whatsapp_chat_walk *w, bool *is_chat,
                                        struct err *e);

/* What the words of a message are. */
struct whatsapp_text {
    bool system;   /* an event of the chat, no message */
    bool by_owner; /* says "you" of its author */
    bool notice;   /* about encryption: its author is the chat's name */
    bool deleted, edited;
    struct str text; /* without all that */
    struct str file; /* name of what was attached, "" none */
    bool omitted;    /* attached, and not in the export */
    enum attachment_kind kind;
    struct str poll; /* its answers, one a line */
};
void whatsapp__read_text(const struct whatsapp_message *m, struct arena *a,
                         struct whatsapp_text *out);

/* "WhatsApp Chat with Ana.txt" → "Ana"; "" where the name says nothing. */
struct str whatsapp__name_in(struct str file);

enum {
    WHATSAPP_AUTHORS = 3 /* more than two make a group */
};

/* What the first look at a file found out. */
struct whatsapp_chat {
    bool is_chat, group;
    enum whatsapp_order order;
    struct str name, key;
    struct str author[WHATSAPP_AUTHORS]; /* the first who wrote something */
    size_t authors;
    struct str notice;     /* who "said" the line about encryption: the chat itself */
    struct str says_you;   /* whom a line called "you" */
    int64_t over[3];       /* how often each number of a date was beyond 12 */
    int64_t back[2];       /* how often time went back, by day first and by month first */
    struct when before[2]; /* the last time, likewise */
    bool american, dotted;
};

/* One run. */
struct whatsapp {
    struct map *chats; /* path → where it stands in `chat` */
    struct whatsapp_chat **chat;
    size_t n, cap;
    struct str owner;   /* the name that the owner's messages have; "" unknown */
    struct map *people; /* identities pushed already */
};

/* The first look at a file: fills one more chat of the state. */
enum err_code whatsapp__read_look(struct reading *r, struct stream *in, struct err *e);

#endif
