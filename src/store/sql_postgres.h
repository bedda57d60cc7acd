/* store/sql_postgres.h: what the two files of the PostgreSQL engine share: the connection, which
 * carries many statements at once, and a statement on its way. Private to them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SQL_POSTGRES_H
#define STORE_SQL_POSTGRES_H

#include "store/search.h"

#include <libpq-fe.h>

enum {
    PG_PARAMS = 32
};

/* What the server's next answer is for. */
struct pg_wait {
    struct sql_stmt *stmt;      /* its rows; NULL: nobody reads them */
    struct sql_stmt *preparing; /* where it fails this one is not prepared */
    bool sync;                  /* the end of what went out together, no statement */
    bool nobodys;               /* an error of it is told by settle */
    sql_told *told;             /* sql_later */
    sql_take *take;             /* sql_gather */
    void *ctx;
    int64_t tag;
};

struct sql_db {
    PGconn *c;
    char *url;
    uint64_t generation; /* of the connection: a new one knows no statements */
    uint64_t names;      /* statements named so far */
    bool in_txn, looking, committing;
    int walks;             /* cursors in a transaction of their own */
    struct pg_wait *queue; /* answers that are still to come, in their order */
    size_t head, waiting, cap;
    size_t open;      /* statements that went out since the last end */
    struct err first; /* of what nobody waited for */
    struct err batch; /* what the rest of this batch was left out for */
};

struct sql_stmt {
    struct sql_db *db;
    const char *text;
    char name[24];
    uint64_t prepared_in; /* the connection that knows it; 0 none */
    int params;
    unsigned type[PG_PARAMS];
    const char *value[PG_PARAMS];
    int length[PG_PARAMS], format[PG_PARAMS];
    uint64_t number[PG_PARAMS]; /* what value points to for numbers, big-endian */
    struct arena *cleaned;      /* texts that had to be mended */
    PGresult *result;
    int row;
    bool waiting; /* its rows are on their way */
    struct err failed;
    bool walking, own_txn;
    int asked; /* rows of the piece at hand */
};

/* sql_postgres_link.c: the connection -------------------------------------------------------- */

enum err_code pg__open(const char *url, bool read_only, struct sql_db **out, struct err *e);
void pg__close(struct sql_db *db);
enum err_code pg__exec(struct sql_db *db, const char *sql, struct err *e);
/* Connected, anew where the connection was lost outside a transaction. */
enum err_code pg__ready(struct sql_db *db, struct err *e);
/* One more answer is waited for. What goes out until somebody waits for an answer goes together:
 * where a statement of it fails the rest of it is left out. */
enum err_code pg__sent(struct sql_db *db, struct pg_wait w, struct err *e);
/* A command without values whose outcome can wait. */
enum err_code pg__command(struct sql_db *db, const char *sql, struct err *e);
/* Reads until the rows of `s` are there. */
enum err_code pg__read(struct sql_stmt *s, struct err *e);
/* Reads every answer; the first error of those that nobody waited for. */
enum err_code pg__settle(struct sql_db *db, struct err *e);
void pg__drop(struct sql_db *db);
enum err_code pg__lost(struct sql_db *db, struct err *e);
enum err_code pg__copy(struct sql_db *db, const struct sql_rows *rows, struct err *e);
/* Cursors. */
enum err_code pg__fetch(struct sql_stmt *s, int rows, struct err *e);
void pg__end_walk(struct sql_stmt *s);

#endif
