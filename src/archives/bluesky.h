/* archives/bluesky.h: what the files of the Bluesky reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_BLUESKY_H
#define ARCHIVES_BLUESKY_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"

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

/* When a record was made: createdAt, which is the client's word, unless it is none or lies before
 * 1990 or behind the export; then the time in its key, where that is one. */
struct when bluesky__when(const struct bluesky *b, const struct json *v, struct str rkey);

/* The syntax of names (atproto.com/specs). */
bool bluesky_is_did(struct str s);
bool bluesky_is_handle(struct str s);
bool bluesky_is_rkey(struct str s);
/* "3k…", 13 digits that say a time; false for another key. */
bool bluesky_tid(struct str s, int64_t *ms);
/* at://did/collection/rkey; false for what names no record of a DID. */
bool bluesky_uri(struct str s, struct str *did, struct str *collection, struct str *rkey);

#endif
