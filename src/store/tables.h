/* store/tables.h: the list of all tables, for what must not forget one: counting all rows and
 * deleting an owner. Private to store. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include <stddef.h>

/* $1 is the owner. NULL where the table has no rows of an owner. */
struct store__table {
    const char *name;
    const char *all;   /* counts its rows */
    const char *owned; /* counts an owner's */
    const char *drop;  /* deletes an owner's */
};
/* In the order of deletion, ends with a NULL name. */
extern const struct store__table store__table_list[];

#endif
