/* archives/telegram.h: what the files of the Telegram reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_TELEGRAM_H
#define ARCHIVES_TELEGRAM_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"

/* What kind of chat it is, by its type. */
struct telegram_type {
    struct str name;
    const char *prefix; /* of its key: users, groups and channels count for themselves */
    bool two;           /* the owner and one other, who has the chat's id */
    bool channel;       /* of which messages come as its own */
    enum visibility visibility;
};

/* The chat that is being read. */
struct telegram_chat {
    const struct telegram_type *type;
    struct str name, id, key;
    bool said;           /* the thread was pushed */
    struct map *members; /* pushed already */
};

/* One run. */
struct telegram {
    struct str owner; /* id of a user, "" unknown */
    struct str name, user, phone, bio;
    struct map *people;       /* identities pushed, by name (1) or without one (0) */
    struct arena *chat_names; /* of the chat that is being read */
    struct telegram_chat chat;
};

/* Whose "from_id" or "actor_id" it is: "user123", "channel456", or, until 2021, a number with the
 * kind in its upper half. *user is the number of a user. Gives the key; "" for none. */
struct str telegram__peer(const struct telegram_chat *c, const struct json *id,
                          struct str *user, struct arena *a);
/* Introduces somebody; once more where their name comes only later. */
MUST_CHECK enum err_code telegram__person(struct reading *r, struct str key, struct str name,
                                          struct err *e);
/* The time in UTC; else the local one, whose zone is not said. */
struct when telegram__when(const struct json *v, const char *local, const char *unix_time);
/* A string, or an array of strings and of objects with a text. *link is the first address that
 * the words hide. */
struct str telegram__text(const struct json *text, struct str *link, struct arena *a);

struct str telegram__full_name(const struct json *v, struct arena *a);
MUST_CHECK enum err_code telegram__fact(struct reading *r, struct str identity,
                                        enum fact_field field, struct str value, struct err *e);
MUST_CHECK enum err_code telegram__contact(struct reading *r, const struct json *v,
                                           struct err *e);
/* A picture of the profile, or a story: `file` is the member that names it. */
MUST_CHECK enum err_code telegram__picture(struct reading *r, const struct json *v,
                                           const char *file, struct str title, struct err *e);
MUST_CHECK enum err_code telegram__message(struct reading *r, const struct json *v,
                                           struct str raw, struct err *e);

#endif
