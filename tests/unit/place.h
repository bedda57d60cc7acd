/* tests/unit/place.h: where a test's database stands: in its home's folder, or, with TACT_TEST_DB (a
 * postgres:// address with a query), in a schema of its own there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PLACE_H
#define TESTS_PLACE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/sql.h"
#include "store/store.h"

static char place_schema[64], place_db[1024];

static inline void place_exec(const char *what, const char *how)
{
    char sql[128];
    struct sql q = {.owner = 0};
    struct err why = {.code = ERR_OK};
    const char *db = getenv("TACT_TEST_DB");
    if (!db || !*db)
        return;
    snprintf(sql, sizeof sql, "%s SCHEMA %s %s", what, place_schema, how);
    if (sql_open(&q, &sql_postgres, db, false, &why) || sql_exec(&q, sql, &why)) {
        fprintf(stderr, "%s: %s\n", sql, why.msg);
        abort();
    }
    sql_close(&q);
}

static inline void place_begin(void)
{
    static int n;
    const char *db = getenv("TACT_TEST_DB");
    if (!db || !*db)
        return;
    snprintf(place_schema, sizeof place_schema, "t%d_%d", (int)getpid(), n++);
    snprintf(place_db, sizeof place_db, "%s&options=-csearch_path%%3D%s", db, place_schema);
    place_exec("CREATE", "");
}

static inline void place_end(void)
{
    place_exec("DROP", "CASCADE");
}

/* Only SQLite has a file to look into. */
static inline bool place_is_file(void)
{
    return place_db[0] == '\0';
}
#define PLACE(home) (&(struct place){(home), place_db[0] ? place_db : NULL, 0})

#endif
