/* core/csv.h: comma-separated records from a stream, as they are really written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "core/arena.h"
#include "core/err.h"
#include "core/stream.h"

/* RFC 4180 with quoted line breaks, CRLF and LF mixed, records of any number of cells, and a
 * comma, semicolon or tab between them, found out from the first bytes. A quote inside a quoted
 * cell that closes nothing is taken as itself. */
struct csv;

/* The stream stays the caller's and must outlive the csv. */
struct csv *csv_new(struct stream *in);
void csv_free(struct csv *c); /* NULL is fine */

struct csv_row {
    struct str *cell;
    size_t n;
    struct str raw; /* the bytes of the record, good until the next call */
    size_t line;    /* where it starts, from 1 */
};

/* The next record; *got false at the end. Cells are of `a`. Lines that are empty are skipped.
 * ERR_LIMIT for a record beyond LIMIT_CSV_RECORD or LIMIT_CSV_CELLS. */
MUST_CHECK enum err_code csv_next(struct csv *c, struct arena *a, struct csv_row *row,
                                  bool *got, struct err *e);

/* The cell under the header that is `name` when letter case, spaces and underscores are left
 * out of account, or "" where there is none. */
struct str csv_cell(const struct csv_row *header, const struct csv_row *row, const char *name);
/* Its index, or -1. */
ptrdiff_t csv_column(const struct csv_row *header, const char *name);

/* Writes one cell with quotes where it needs them. */
struct buf;
void csv_put(struct buf *b, struct str cell);

#endif
