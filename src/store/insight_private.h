/* store/insight_private.h: what counting and labelling share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_INSIGHT_PRIVATE_H
#define STORE_INSIGHT_PRIVATE_H

#include "store/insight.h"
#include "store/timeline_private.h"

enum {
    LABELLED_BYTES = 8192 /* of a text: what it is about stands there */
};

/* Fills b, which is empty, with the newest ids of the owner's own posts there, newest first. */
MUST_CHECK enum err_code store__newest_own(struct store *s, int64_t account_id,
                                           struct store__best *b, struct err *e);

/* Posts of one text on several accounts, found anew; within a transaction. */
MUST_CHECK enum err_code store__find_twins(struct store *s, struct err *e);

#endif
