/* store/second_factor.h: what an owner shows beside the password: codes of a device, and some on
 * paper. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SECOND_FACTOR_H
#define STORE_SECOND_FACTOR_H

#include "store/store.h"

struct second_factor {
    struct str secret; /* sealed; "" none is set up */
    int64_t made_ms;
    int64_t confirmed_ms; /* 0: shown, but no code of it has come yet */
    int64_t last_step;    /* of the last code that was taken */
};
/* An empty one where there is none. */
MUST_CHECK enum err_code store_second_factor(struct store *s, struct arena *a,
                                             struct second_factor *out, struct err *e);
/* A new one that waits for its first code. ERR_CONFLICT where one holds. */
MUST_CHECK enum err_code store_second_factor_begin(struct store *s, struct str sealed,
                                                   struct err *e);
/* It holds from now on; with the digests of the codes on paper, which replace older ones. */
MUST_CHECK enum err_code store_second_factor_confirm(struct store *s, int64_t step,
                                                     const struct str *digest, size_t n,
                                                     struct err *e);
/* A code of that step came. ERR_DENIED where one of it, or of a later one, came before. */
MUST_CHECK enum err_code store_second_factor_step(struct store *s, int64_t step, struct err *e);
/* ERR_DENIED for one that there is not, or that was used. */
MUST_CHECK enum err_code store_recovery_use(struct store *s, struct str digest, int64_t now_ms,
                                            struct err *e);
MUST_CHECK enum err_code store_recovery_left(struct store *s, int64_t *n, struct err *e);
MUST_CHECK enum err_code store_second_factor_drop(struct store *s, struct err *e);

#endif
