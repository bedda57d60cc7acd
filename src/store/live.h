/* store/live.h: what comes from a network's server, page by page: an import that never ends. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LIVE_H
#define STORE_LIVE_H

#include "store/sign_in.h"

/* Everything that an account's server ever said is one import (reader "live"), so that it can be
 * taken back like any other: `tact undo` of it takes back all that was read, and a later sync begins
 * anew. Differences to an archive: what it brought before may have changed (edits, counts, names),
 * and then the row is as the server has it now; what one import says against another is decided as
 * always (versions.c). */

/* Begins a page: an importer as store_import_begin gives, for store_import_put. `key` is the
 * account's (struct record_account). */
MUST_CHECK enum err_code store_live_begin(struct store *s, struct str network, struct str key,
                                          struct importer **out, struct err *e);
/* Ends it, with the stream's new mark (`row` NULL: none; its account_id is filled in where it is 0).
 * Both are kept or neither. The importer is gone in every case. *fresh and *people (may be NULL) are
 * how many rows nobody had brought before, and how many of them are people. */
MUST_CHECK enum err_code store_live_commit(struct importer *im, struct stream_row *row,
                                           int64_t *fresh, int64_t *people, struct err *e);

/* Nothing of the page was. */
void store_live_abort(struct importer *im);

/* Posts of this account that are worth another look: those since `from_ms` that are not deleted, the
 * newest first, at most `most`, with both of their names. `own`: the owner's, else others'. */
struct live_post {
    int64_t id;
    struct str key, also;
};
struct live_wanted {
    int64_t account_id, from_ms, most;
    bool own;
};
MUST_CHECK enum err_code store_live_posts(struct store *s, const struct live_wanted *w,
                                          struct arena *a, struct live_post **out, size_t *n,
                                          struct err *e);
/* One post: where it is, and its names. ERR_NOT_FOUND. */
struct live_where {
    int64_t account_id;
    struct str network, key, also, root_key, root_also, url, text, title;
    struct str author; /* their handle there; of a mail their address; "" the owner's own */
};
MUST_CHECK enum err_code store_live_where(struct store *s, int64_t post_id, struct arena *a,
                                          struct live_where *out, struct err *e);

#endif
