/* store/attempt.h: wrong passwords and codes in a row, counted for all processes together. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_ATTEMPT_H
#define STORE_ATTEMPT_H

#include "store/store.h"

/* Somebody is about to try. The try counts as a wrong one until store_attempt_right says that it
 * was right, so that many at once are counted too. ERR_RATE_LIMITED with the seconds to wait. */
struct attempt {
    struct str key; /* what is tried: an address, an account; kept as its digest */
    int64_t tries;  /* wrong ones in a row that are free; each further one costs a wait */
};
MUST_CHECK enum err_code store_attempt(struct store *s, const struct attempt *t, size_t n,
                                       int64_t now_ms, struct err *e);
MUST_CHECK enum err_code store_attempt_right(struct store *s, const struct attempt *t, size_t n,
                                             struct err *e);

#endif
