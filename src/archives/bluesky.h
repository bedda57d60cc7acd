/* archives/bluesky.h: what the files of the Bluesky reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_BLUESKY_H
#define ARCHIVES_BLUESKY_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"
#include "model/bluesky.h"

/* One account's repository, as far as its records need to know it. */
struct bluesky {
    struct str did;
    int64_t made_ms;    /* when it was exported: its last commit; nothing in it is younger */
    struct map *people; /* identities pushed already; 2: with their handle */
    struct map *lists;  /* at-uri of an own list → index in list_name */
    struct str *list_name;
    size_t list_cap;
    struct record_account account; /* of the arena */
    struct str bio, site, pronouns;
};

/* A record, in the form in which the protocol's API gives it too. */
struct bluesky_record {
    struct str uri; /* at://did/collection/rkey */
    struct str rkey;
    const struct json *v;
    struct when at; /* createdAt, or what stands for it */
};

typedef enum err_code bluesky_read(struct reading *r, struct bluesky *b,
                                   const struct bluesky_record *rec, struct err *e);
bluesky_read bluesky__profile, bluesky__list, bluesky__post, bluesky__like, bluesky__repost,
    bluesky__follow, bluesky__block, bluesky__listitem;

/* Pushes the account and what its profile says. */
MUST_CHECK enum err_code bluesky__account(struct reading *r, const struct bluesky *b,
                                          struct err *e);

/* Pushes somebody where that, or the handle ("" unknown), is new. */
MUST_CHECK enum err_code bluesky__person(struct reading *r, struct bluesky *b, struct str did,
                                         struct str handle, struct err *e);

#endif
