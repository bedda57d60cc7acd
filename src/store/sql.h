/* store/sql.h: the seam to a database engine: one row of functions an engine. Private to store. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "core/arena.h"
#include "core/err.h"

/* The same SQL text serves every engine: parameters are $1 $2 …, times INT64 milliseconds,
 * booleans 0 and 1, ids made by us. Values are always bound, never formatted into the text (a
 * script checks that sql_prepare is given a literal or a table's text). What really differs,
 * full-text search and a few words of the migrations, is in the engine's own files. */
struct sql_db;   /* each engine's own */
struct sql_stmt; /* each engine's own */

/* How a statement is asked. SQLite does them all alike. */
enum sql_how {
    SQL_KEPT,  /* planned once; all its rows come at once */
    SQL_FRESH, /* planned for these very values: where a plan depends on them */
    SQL_WALK   /* many rows, fetched as they are read; it may be left early */
};
enum sql_txn {
    SQL_CHANGE, /* a transaction that will write */
    SQL_LOOK    /* one that only reads, and sees one state of everything */
};
typedef void sql_told(void *ctx, int64_t tag, int64_t changed);
struct sql_query;
typedef enum err_code sql_take(void *ctx, struct sql_query *k, struct err *e);

struct sql_rows;
struct sql_engine {
    const char *name;
    enum err_code (*open)(const char *where, bool read_only, struct sql_db **out,
                          struct err *e);
    void (*close)(struct sql_db *db);
    enum err_code (*exec)(struct sql_db *db, const char *sql, struct err *e);
    enum err_code (*prepare)(struct sql_db *db, const char *sql, struct sql_stmt **out,
                             struct err *e);
    void (*finish)(struct sql_stmt *s);
    void (*bind_null)(struct sql_stmt *s, int at);
    void (*bind_i64)(struct sql_stmt *s, int at, int64_t v);
    void (*bind_f64)(struct sql_stmt *s, int at, double v);
    void (*bind_text)(struct sql_stmt *s, int at, struct str v);
    /* On its way. What is asked before a first row is read is on its way together. */
    enum err_code (*send)(struct sql_stmt *s, enum sql_how how, struct err *e);
    /* *row says whether there is a row to look at; at the end the statement is ready again. */
    enum err_code (*step)(struct sql_stmt *s, bool *row, struct err *e);
    void (*reset)(struct sql_stmt *s);
    int64_t (*col_i64)(struct sql_stmt *s, int at); /* columns count from 0 */
    double (*col_f64)(struct sql_stmt *s, int at);
    struct str (*col_text)(struct sql_stmt *s, int at); /* until the next step */
    enum err_code (*set_cache)(struct sql_db *db, int kib, struct err *e);
    int64_t (*changed)(struct sql_stmt *s); /* rows that it changed */
    enum err_code (*begin)(struct sql_db *db, enum sql_txn how, struct err *e);
    enum err_code (*commit)(struct sql_db *db, struct err *e);
    void (*rollback)(struct sql_db *db);
    /* True where somebody of this program waits to write until this one has committed. NULL:
     * several write at once. */
    bool (*awaited)(struct sql_db *db);
    /* Between two transactions: lets one who waits go first. NULL where `awaited` is. */
    void (*make_way)(struct sql_db *db);
    /* A statement whose outcome can wait: `told` (may be NULL) hears it until settle returns. An
     * error is answered by settle, or by whatever comes before it. */
    enum err_code (*later)(struct sql_stmt *s, sql_told *told, void *ctx, int64_t tag,
                           struct err *e);
    enum err_code (*settle)(struct sql_db *db, struct err *e);
    /* Nobody is left who wants what is still to come, or what went wrong of it. NULL: nothing is
     * ever to come. */
    void (*drop)(struct sql_db *db);
    /* A question whose rows can wait: each is given to `take` until settle returns. NULL: it
     * is answered where it is asked. */
    enum err_code (*gather)(struct sql_stmt *s, sql_take *take, void *ctx, struct err *e);
    /* Many new rows of one table at once, within a transaction: ERR_CONFLICT, and none of them
     * kept, where a row of a key is there already. NULL: there is no such way. */
    enum err_code (*copy)(struct sql_db *db, const struct sql_rows *rows, struct err *e);
    /* So many rows came that plans may be bad until somebody looks at them; NULL: they are not. */
    enum err_code (*grown)(struct sql_db *db, int64_t rows, struct err *e);
    /* The same for an owner's people, within the transaction that wrote so many; or NULL. */
    enum err_code (*peopled)(struct sql_db *db, int64_t rows, struct err *e);
    /* A lock of this name that ends with the connection; NULL where a file does it. */
    enum err_code (*try_lock)(struct sql_db *db, int64_t name, bool *got, struct err *e);
    void (*unlock)(struct sql_db *db, int64_t name);
    const struct search_engine *search; /* search.h */
    /* A consistent copy into a new file while others write; NULL: another program makes it. */
    enum err_code (*backup)(struct sql_db *db, const char *path, struct err *e);
    /* From now on what is deleted is overwritten; with false no more, and what was left of it
     * elsewhere goes. NULL where the engine does it by itself. */
    enum err_code (*overwrite)(struct sql_db *db, bool on, struct err *e);
    /* Migrations: the engine's words for INT64, REAL64, BYTES, TABLE_END and what else it calls
     * by another name. Then what only this engine has; it is run at every migration. */
    const char *const *words; /* pairs, ends with NULL */
    const char *own_schema;
    /* Makes the tables fit for a second owner, any number of times; NULL: they are. */
    const char *many_owners;
};

extern const struct sql_engine sql_sqlite, sql_postgres;

/* An open database with its statements, each prepared once and kept. */
struct sql {
    const struct sql_engine *engine;
    struct sql_db *db;
    int64_t owner; /* whose rows are asked for: $1 of nearly every statement */
    struct sql_kept {
        const char *text; /* the literal's address is the key */
        struct sql_stmt *stmt;
        bool busy;
    } kept[384];
    size_t kept_n;
    uint16_t at[1024]; /* numbers of kept ones from 1 on, 0 free; found by the text's address */
};

MUST_CHECK enum err_code sql_open(struct sql *q, const struct sql_engine *engine,
                                  const char *where, bool read_only, struct err *e);
void sql_close(struct sql *q);
MUST_CHECK enum err_code sql_exec(struct sql *q, const char *sql, struct err *e);
MUST_CHECK enum err_code sql_begin(struct sql *q, struct err *e);
MUST_CHECK enum err_code sql_look(struct sql *q, struct err *e); /* ends with sql_commit */
MUST_CHECK enum err_code sql_commit(struct sql *q, struct err *e);
void sql_rollback(struct sql *q);
/* A long piece of work asks now and then; where it is awaited it commits, makes way, begins. */
bool sql_awaited(struct sql *q);
void sql_make_way(struct sql *q);

/* A value for a parameter. */
struct sql_value {
    enum {
        SQL_I64,
        SQL_F64,
        SQL_TEXT,
        SQL_NULL
    } type;
    int64_t i;
    double f;
    struct str s;
};
#define I64(v) ((struct sql_value){.type = SQL_I64, .i = (v)})
#define F64(v) ((struct sql_value){.type = SQL_F64, .f = (v)})
#define TXT(v) ((struct sql_value){.type = SQL_TEXT, .s = (v)})

/* Rows for engine->copy: `row` fills the values of one. */
struct sql_rows {
    const char *text; /* COPY table (columns) FROM STDIN (FORMAT binary), or text */
    size_t n, columns;
    bool as_text; /* one value a row: its line, with tabs and the newline */
    void (*row)(void *ctx, size_t at, struct sql_value *v);
    void *ctx;
};

/* One statement under way: sql_ask … sql_row … sql_done. `text` must be a string literal. */
struct sql_query {
    struct sql *q;
    struct sql_kept *kept;
    struct sql_stmt *stmt;
};
MUST_CHECK enum err_code sql_ask(struct sql *q, struct sql_query *out, const char *text,
                                 const struct sql_value *v, size_t n, struct err *e);
MUST_CHECK enum err_code sql_ask_as(struct sql *q, enum sql_how how, struct sql_query *out,
                                    const char *text, const struct sql_value *v, size_t n,
                                    struct err *e);
MUST_CHECK enum err_code sql_row(struct sql_query *k, bool *row, struct err *e);
int64_t sql_i64(struct sql_query *k, int at);
double sql_f64(struct sql_query *k, int at);
struct str sql_text(struct sql_query *k, int at); /* until the next row */
struct str sql_copy(struct sql_query *k, int at, struct arena *a);
void sql_done(struct sql_query *k);

/* A statement that gives no rows; *changed (may be NULL) says how many it changed. */
MUST_CHECK enum err_code sql_run(struct sql *q, const char *text, const struct sql_value *v,
                                 size_t n, int64_t *changed, struct err *e);
/* The same where the outcome can wait until sql_settle: many of them cost one journey. Not to be
 * used for what a following statement reads back in C. */
MUST_CHECK enum err_code sql_later(struct sql *q, const char *text, const struct sql_value *v,
                                   size_t n, sql_told *told, void *ctx, int64_t tag,
                                   struct err *e);
MUST_CHECK enum err_code sql_settle(struct sql *q, struct err *e);
/* Many small questions as one journey: the rows of each are given to `take` by sql_settle at the
 * latest, in the order in which they were asked. `take` asks nothing itself. */
MUST_CHECK enum err_code sql_gather(struct sql *q, const char *text, const struct sql_value *v,
                                    size_t n, sql_take *take, void *ctx, struct err *e);
/* The first column of the first row, *out as it was where there is none. */
MUST_CHECK enum err_code sql_one(struct sql *q, const char *text, const struct sql_value *v,
                                 size_t n, int64_t *out, struct err *e);

/* The values of a call: sql_run(q, "…", VALUES(I64(1), TXT(s)), &changed, e) */
#define VALUES(...)                                                                            \
    (const struct sql_value[]){__VA_ARGS__},                                                   \
        sizeof((const struct sql_value[]){__VA_ARGS__}) / sizeof(struct sql_value)

#endif
