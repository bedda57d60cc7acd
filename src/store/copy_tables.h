/* store/copy_tables.h: the columns of every table; private to store. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_COPY_TABLES_H
#define STORE_COPY_TABLES_H

struct copy_table {
    const char *name;
    const char *types;   /* a letter each column: i whole number, f fraction, t text */
    const char *columns; /* in the order of the table */
    const char *read;    /* all rows, in the order of the key */
    const char *insert;
    const char *copy; /* the same for many rows at once */
    const char *clear;
    const char *count;
};
/* In the order in which they were made; ends with a NULL name. The search index is made anew, and
 * migrations are each database's own. */
extern const struct copy_table copy_tables[];

#endif
