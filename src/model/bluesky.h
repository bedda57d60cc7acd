/* model/bluesky.h: names and records of Bluesky's protocol, as archives and the API have them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BLUESKY_H
#define MODEL_BLUESKY_H

#include "core/json.h"
#include "model/record.h"

/* The syntax of names (atproto.com/specs). */
bool bluesky_is_did(struct str s);
bool bluesky_is_handle(struct str s);
bool bluesky_is_rkey(struct str s);
/* "3k…", 13 digits that say a time; false for another key. */
bool bluesky_tid(struct str s, int64_t *ms);
/* at://did/collection/rkey; false for what names no record of a DID. */
bool bluesky_uri(struct str s, struct str *did, struct str *collection, struct str *rkey);

/* When a record was made: createdAt, which is the client's word, unless it is none or lies before
 * 1990 or behind last_ms; then the time in its key, where that is one. */
struct when bluesky_when(const struct json *v, struct str rkey, int64_t last_ms);

/* The page that shows a post, and who wrote it; "" for what is none. */
struct str bluesky_page(struct str uri, struct arena *a);
struct str bluesky_author(struct str uri);

/* What a part of a text stands for: a link, or somebody's DID. */
struct bluesky_facet {
    int64_t from, to; /* bytes of the text */
    struct str shown, uri, did;
};
/* False for one that makes no sense: it alone is dropped. */
bool bluesky_facet(struct str text, const struct json *facet, struct bluesky_facet *out);

/* The name of a blob, which is wherever it is. */
struct str bluesky_blob(const struct json *blob);
/* Pictures, a video or a link, beside a quote or alone. */
const struct json *bluesky_media(const struct json *embed);

/* Fills *p from the record of a post (app.bsky.feed.post) but for who wrote it and when. Strings are
 * of `a` and of the record. */
void bluesky_post_read(const struct json *v, struct str uri, struct arena *a,
                       struct record_post *p);

#endif
