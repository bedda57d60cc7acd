/* archives/table.h: CSV files that are known by their header row, whatever they are called. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_TABLE_H
#define ARCHIVES_TABLE_H

#include "archives/reader.h"
#include "core/csv.h"

/* A kind of table: the columns that give it away and what to do with a row. */
struct table_kind {
    const char *const *needs; /* ends with NULL; all must be there */
    enum err_code (*row)(struct reading *r, const struct csv_row *header,
                         const struct csv_row *row, struct err *e);
};

/* Looks for the header of one of the kinds in the first records (LinkedIn puts sentences in
 * front) and gives each row behind it to that kind's function. Cells are valid UTF-8 without
 * spaces at their ends. `kinds` ends with a row of NULL. A table of no kind is left unread. */
MUST_CHECK enum err_code table_read(struct reading *r, struct stream *in,
                                    const struct table_kind *kinds, struct err *e);

/* Makes each cell valid UTF-8 (Windows-1252 where it is none) without spaces at its ends. */
void table_clean(struct csv_row *row, struct arena *a);

/* True where `head` (the first bytes of a file) has the header of such a table. */
bool table_head_has(struct str head, const char *const *needs);

#endif
