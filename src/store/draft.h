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
    int64_t by;         /* who writes it now: for store_draft_put; 0 the owner */
    int64_t author_id;  /* the member who began it; 0 the owner */
    int64_t changed_by; /* the member whose words and places they are now; 0 the owner */
    struct str author;  /* name of the one who began it */
    struct str about;   /* JSON: what it was made of (writing/taken.h); "" nothing */
};
/* Latest change first, at most `limit`. */
MUST_CHECK enum err_code store_drafts(struct store *s, int64_t limit, struct arena *a,
                                      struct draft **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_draft(struct store *s, int64_t id, struct arena *a,
                                     struct draft *out, struct err *e);
/* Keeps text and accounts; d->id 0 makes a new one, about d->about, and sets it. What was asked or
 * approved of other words or places is void then. ERR_NOT_FOUND for an id that is not there. */
MUST_CHECK enum err_code store_draft_put(struct store *s, struct draft *d, struct err *e);
MUST_CHECK enum err_code store_draft_drop(struct store *s, int64_t id, struct err *e);

#endif
