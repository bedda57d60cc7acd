/* store/draft.h: what the owner writes, kept until it is thrown away. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "store/store.h"

struct draft {
    int64_t id, created_ms, changed_ms;
    struct str text;
    int64_t *account; /* where it is meant to go */
    size_t accounts;
};
/* Latest change first, at most `limit`. */
MUST_CHECK enum err_code store_drafts(struct store *s, int64_t limit, struct arena *a,
                                      struct draft **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_draft(struct store *s, int64_t id, struct arena *a,
                                     struct draft *out, struct err *e);
/* Keeps text and accounts; d->id 0 makes a new one and sets it. ERR_NOT_FOUND for an id that is
 * not there. */
MUST_CHECK enum err_code store_draft_put(struct store *s, struct draft *d, struct err *e);
MUST_CHECK enum err_code store_draft_drop(struct store *s, int64_t id, struct err *e);

#endif
