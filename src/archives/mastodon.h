/* archives/mastodon.h: what the files of the Mastodon reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_MASTODON_H
#define ARCHIVES_MASTODON_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"

/* One run. */
struct mastodon {
    bool said;            /* the account was pushed */
    struct str actor;     /* the account's URI, "" unknown */
    struct str followers; /* the URI that stands for its followers */
    struct str host, key; /* "mastodon.example", "mira@mastodon.example" */
    struct map *people;   /* identities pushed already */
};

enum err_code mastodon__read_outbox(struct reading *r, struct stream *in, struct err *e);
enum err_code mastodon__read_likes(struct reading *r, struct stream *in, struct err *e);
enum err_code mastodon__read_bookmarks(struct reading *r, struct stream *in, struct err *e);
enum err_code mastodon__read_csv(struct reading *r, struct stream *in, struct err *e);

/* Somebody by "@ana@other.example", with or without the first @; without a server that of
 * `url` counts, then the account's own. Gives the key, "" for nobody, and pushes who it is where that is new. */
MUST_CHECK enum err_code mastodon__person(struct reading *r, struct str address, struct str url,
                                          struct str *key, struct err *e);

/* Pushes what the owner did to a post that is known by its URI. */
MUST_CHECK enum err_code mastodon__reaction(struct reading *r, struct str uri, struct str kind,
                                            struct err *e);

/* How sure the name and the first bytes of a CSV make that it is Mastodon's; 0 to 90. */
int mastodon__csv_sure(const struct entry *en);

#endif
