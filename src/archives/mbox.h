/* archives/mbox.h: e-mail by the file: mailboxes split into messages, messages into records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_MBOX_H
#define ARCHIVES_MBOX_H

#include "archives/mail.h"
#include "archives/reader.h"
#include "core/map.h"

/* What a run over somebody's mail knows: first whose it is, then who is in it. */
struct mailbox {
    struct map *sent;    /* address → messages that it sent, by their label or folder */
    struct map *met;     /* address → how often it is where the owner's would be */
    struct map *people;  /* identities pushed already; 2: with a name */
    struct map *threads; /* threads pushed already */
    struct str owner;    /* the account's address, "" unknown */
    struct str told;     /* the same by Tact itself, see MAILBOX_FETCHED */
    bool named;          /* the owner's name was pushed */
};

/* The name of a file that Tact made of what a mail server gave (networks/mail.c): each message begins
 * with fields of Tact's own, Delivered-To and X-Gmail-Labels, which are true whatever stands below. */
#define MAILBOX_FETCHED "tact-mail.mbox"

void mailbox_done(struct mailbox *box);

/* First pass over a file: counts what tells the owner. */
MUST_CHECK enum err_code mailbox_look(struct reading *r, struct mailbox *box, struct stream *in,
                                      struct err *e);
/* Between the passes: the owner is chosen and the account pushed. */
MUST_CHECK enum err_code mailbox_account(struct reading *r, struct mailbox *box, struct err *e);
/* Second pass: pushes all that is in a file. */
MUST_CHECK enum err_code mailbox_read(struct reading *r, struct mailbox *box, struct stream *in,
                                      struct err *e);

/* Pushes somebody where that, or the name, is new. */
MUST_CHECK enum err_code mailbox_person(struct reading *r, struct mailbox *box,
                                        const struct mail_address *who, struct err *e);

/* Where messages come from one by one: an mbox of any size, or a file that is one message. */
typedef enum err_code mbox_message(void *ctx, struct str message, struct err *e);
struct mbox_each {
    mbox_message *message;
    void *ctx;
    bool headers_only; /* the words are passed over */
    bool single;       /* the file is one message, whatever lines are in it */
};
/* Calls for each message: \n as line ends, quoted "From " lines as they were, runs of base64 cut
 * to LIMIT_MAIL_BASE64 lines, all of it to LIMIT_MAIL. The line "From …" is its first. */
MUST_CHECK enum err_code mbox_walk(struct stream *in, const struct mbox_each *each,
                                   struct err *e);
/* "From ana@example.org Tue Nov 14 22:13:20 2023": the line that begins a message. */
bool mbox_is_from(struct str line);

/* What a folder or a Gmail label says of the messages in it, in many languages. */
enum mail_role {
    MAIL_PLAIN,
    MAIL_SENT,
    MAIL_DRAFT,
    MAIL_SPAM
};
enum mail_role mail_role_of(struct str word);
/* By the labels of a message, else by the folder that its file lies in. */
enum mail_role mail_role(const struct mail *m, struct str file, struct arena *a);

#endif
