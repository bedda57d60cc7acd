/* model/batch.h: records in one piece of memory, as they go from one process to another. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "core/buf.h"
#include "model/record.h"

/* Filled by whoever reads an archive. In `record` a string's place is counted from the beginning
 * of `text`, not an address: it is to be read by somebody else. Both ends are the same program,
 * so a record goes as it lies in memory. */
struct batch {
    struct record *record; /* LIMIT_BATCH_RECORDS of them */
    size_t n;
    struct buf text;
};

void batch_init(struct batch *b);
void batch_free(struct batch *b);
void batch_clear(struct batch *b);
/* True where another record should begin a new batch. */
bool batch_is_full(const struct batch *b, const struct record *next);
/* Copies it in. ERR_LIMIT: no batch is that large. */
MUST_CHECK enum err_code batch_put(struct batch *b, const struct record *r, struct err *e);

/* The other end: nothing of it is trusted. Every kind, number and place is checked, strings are
 * valid UTF-8, and afterwards point into `text`, which must live as long as they. ERR_PARSE. */
MUST_CHECK enum err_code batch_open(struct record *record, size_t n, struct str text,
                                    struct err *e);

#endif
