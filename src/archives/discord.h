/* archives/discord.h: what the files of the Discord reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_DISCORD_H
#define ARCHIVES_DISCORD_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"

/* One run. */
struct discord {
    struct str id, user, name, email, phone; /* the owner's */
    struct map *titles;                      /* a channel's number → which of `title` */
    struct str *title;                       /* of messages/index.json */
    size_t titles_n, titles_cap;
    struct map *direct; /* numbers of channels that are */
    struct map *people; /* identities pushed, by name (1) or without one (0) */
};

bool discord__is_number(struct str s);
/* A number holds the millisecond that it was given out. */
struct when discord__when_of(struct str id);
/* The key of somebody, introduced where it is new, once more where the name comes later. */
MUST_CHECK enum err_code discord__person(struct reading *r, struct str id, struct str name,
                                         struct str user, struct str *key, struct err *e);

/* Walks a document with r as the context. */
typedef enum err_code discord_value(void *ctx, struct str path, const struct json *v,
                                    struct str raw, struct err *e);
typedef enum err_code discord_bad(void *ctx, struct str path, struct str raw, const char *why,
                                  struct err *e);
MUST_CHECK enum err_code discord__walk(struct reading *r, struct stream *in,
                                       const char *const *into, discord_value *value,
                                       discord_bad *bad, struct err *e);
discord_bad discord__say_bad; /* keeps it as unread */

/* The handlers of the rows. */
enum err_code discord__read_titles(struct reading *r, struct stream *in, struct err *e);
enum err_code discord__read_channel(struct reading *r, struct stream *in, struct err *e);
enum err_code discord__read_json(struct reading *r, struct stream *in, struct err *e);
enum err_code discord__read_csv(struct reading *r, struct stream *in, struct err *e);

#endif
