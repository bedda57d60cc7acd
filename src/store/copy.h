/* store/copy.h: a whole home from one place to another, whichever engine keeps it there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/store.h"

struct copied_table {
    const char *name;
    int64_t rows;
    int64_t mended;  /* texts with bytes that PostgreSQL can't keep: they became U+FFFD */
    char digest[65]; /* BLAKE2b-256 of all rows, the same read back from where they went */
};
struct copied {
    struct copied_table *table;
    size_t n;
    int64_t rows, mended, files,
        missing; /* kept files; those that were not there to be copied */
};

/* Everything of every owner, from `from` to `to`, which must be new: ERR_CONFLICT where it holds
 * something. All of it or nothing; every row is read back and compared. `told` (may be NULL)
 * hears of each table. Lists are of `a`. */
MUST_CHECK enum err_code store_copy(const struct place *from, const struct place *to,
                                    void (*told)(void *ctx, const struct copied_table *t),
                                    void *ctx, struct arena *a, struct copied *out,
                                    struct err *e);

#endif
