/* store/sql_postgres.c: PostgreSQL behind the seam, in libpq's pipeline mode; with
 * sql_postgres_link.c the only file that knows it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sql_postgres.h"

#include "core/limits.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Types of parameters (pg_type.h): each value is bound as what it is. */
enum {
    OID_I64 = 20,
    OID_TEXT = 25,
    OID_F64 = 701
};

enum {
    WALK_FIRST = 64, /* rows of a walk's first piece: most pages want no more */
    WALK_NEXT = 1000
};

static enum err_code pg_prepare(struct sql_db *db, const char *sql, struct sql_stmt **out,
                                struct err *e)
{
    (void)e; /* the server hears of it with its first values, whose types it then knows */
    struct sql_stmt *s = mem_calloc(1, sizeof *s);
    s->db = db;
    s->text = sql;
    snprintf(s->name, sizeof s->name, "s%llu", (unsigned long long)++db->names);
    *out = s;
    return ERR_OK;
}

/* Values ------------------------------------------------------------------------------- */

static void put_param(struct sql_stmt *s, int at, unsigned type, const void *p, size_t n)
{
    if (at > PG_PARAMS)
        abort(); /* a statement of ours with more parameters than any has */
    s->type[at - 1] = type;
    s->value[at - 1] = p;
    s->length[at - 1] = (int)n;
    s->format[at - 1] = 1; /* as bytes: texts are slices, without a NUL at the end */
    if (s->params < at)
        s->params = at;
}

static void pg_bind_null(struct sql_stmt *s, int at)
{
    put_param(s, at, OID_TEXT, NULL, 0);
}

static void pg_bind_i64(struct sql_stmt *s, int at, int64_t v)
{
    s->number[at - 1] = htobe64((uint64_t)v);
    put_param(s, at, OID_I64, &s->number[at - 1], sizeof s->number[0]);
}

static void pg_bind_f64(struct sql_stmt *s, int at, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    s->number[at - 1] = htobe64(bits);
    put_param(s, at, OID_F64, &s->number[at - 1], sizeof s->number[0]);
}

/* PostgreSQL keeps no NUL and nothing that is not UTF-8, as SQLite would: such bytes, of records
 * that could not be read, become U+FFFD. */
static struct str storable(struct sql_stmt *s, struct str v)
{
    bool fine = !memchr(v.p, 0, v.n) && utf8_valid(v);
    if (fine)
        return v;
    if (!s->cleaned)
        s->cleaned = arena_new(MIB(64));
    struct str clean = utf8_clean(v, s->cleaned);
    struct buf b;
    buf_init(&b, clean.n * 3 + 1);
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i])
            buf_char(&b, clean.p[i]);
        else
            utf8_put(&b, UTF8_BAD);
    clean = arena_str(s->cleaned, buf_view(&b));
    buf_free(&b);
    return clean;
}

static void pg_bind_text(struct sql_stmt *s, int at, struct str v)
{
    v = v.n ? storable(s, v) : STR("");
    put_param(s, at, OID_TEXT, v.p, v.n);
}

/* Sending ------------------------------------------------------------------------------ */

static bool put_prepare(struct sql_stmt *s, bool nobodys)
{
    if (s->prepared_in == s->db->generation)
        return true;
    s->prepared_in = s->db->generation;
    if (!PQsendPrepare(s->db->c, s->name, s->text, s->params, s->type))
        return false;
    struct err ignored; /* the statement that follows says it again */
    return pg__sent(s->db, (struct pg_wait){.preparing = s, .nobodys = nobodys}, &ignored) ==
           ERR_OK;
}

static bool put_kept(struct sql_stmt *s, bool nobodys)
{
    return put_prepare(s, nobodys) &&
           PQsendQueryPrepared(s->db->c, s->name, s->params, s->value, s->length, s->format, 0);
}

/* A cursor is the only way to rows piece by piece; it wants a transaction. */
static enum err_code send_walk(struct sql_stmt *s, struct err *e)
{
    struct sql_db *db = s->db;
    enum err_code rc = ERR_OK;
    if (!db->in_txn && db->walks == 0)
        rc = pg__command(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", e);
    s->own_txn = !db->in_txn;
    db->walks += s->own_txn;
    s->walking = true;
    struct buf b;
    buf_init(&b, KIB(64));
    buf_printf(&b, "DECLARE %s NO SCROLL CURSOR FOR %s", s->name, s->text);
    if (rc == ERR_OK && !PQsendQueryParams(db->c, buf_cstr(&b), s->params, s->type, s->value,
                                           s->length, s->format, 0))
        rc = pg__lost(db, e);
    buf_free(&b);
    if (rc == ERR_OK)
        rc = pg__sent(db, (struct pg_wait){.preparing = s}, e);
    return rc ? rc : pg__fetch(s, WALK_FIRST, e);
}

/* Kept statements are planned once, for any values; this one for its own. */
static enum err_code send_fresh(struct sql_stmt *s, struct err *e)
{
    struct sql_db *db = s->db;
    struct err ignored;
    enum err_code rc = pg__command(db, "SET plan_cache_mode = force_custom_plan", e);
    if (rc == ERR_OK && !PQsendQueryParams(db->c, s->text, s->params, s->type, s->value,
                                           s->length, s->format, 0))
        rc = pg__lost(db, e);
    s->waiting = rc == ERR_OK;
    if (rc == ERR_OK)
        rc = pg__sent(db, (struct pg_wait){.stmt = s}, e);
    /* where the question fails this is left out, and the first is taken back with it */
    if (rc == ERR_OK && pg__command(db, "SET plan_cache_mode = force_generic_plan", &ignored))
        rc = pg__lost(db, e);
    return rc;
}

static enum err_code pg_send(struct sql_stmt *s, enum sql_how how, struct err *e)
{
    struct sql_db *db = s->db;
    enum err_code rc = pg__ready(db, e);
    if (rc)
        return rc;
    s->failed.code = ERR_OK;
    s->row = -1;
    s->waiting = false;
    if (how == SQL_WALK)
        return send_walk(s, e);
    if (how == SQL_FRESH)
        return send_fresh(s, e);
    if (!put_kept(s, false))
        return pg__lost(db, e);
    s->waiting = true;
    return pg__sent(db, (struct pg_wait){.stmt = s}, e);
}

static enum err_code pg_later(struct sql_stmt *s, sql_told *told, void *ctx, int64_t tag,
                              struct err *e)
{
    struct sql_db *db = s->db;
    enum err_code rc = pg__ready(db, e);
    if (rc)
        return rc;
    if (!put_kept(s, true))
        return pg__lost(db, e);
    return pg__sent(db, (struct pg_wait){.nobodys = true, .told = told, .ctx = ctx, .tag = tag},
                    e);
}

static enum err_code pg_gather(struct sql_stmt *s, sql_take *take, void *ctx, struct err *e)
{
    struct sql_db *db = s->db;
    enum err_code rc = pg__ready(db, e);
    if (rc == ERR_OK && !put_kept(s, true))
        rc = pg__lost(db, e);
    return rc ? rc
              : pg__sent(db, (struct pg_wait){.nobodys = true, .take = take, .ctx = ctx}, e);
}

/* Reading ------------------------------------------------------------------------------ */

static enum err_code pg_step(struct sql_stmt *s, bool *row, struct err *e)
{
    *row = false;
    enum err_code rc = pg__read(s, e);
    if (rc)
        return rc;
    s->row++;
    int rows = s->result ? PQntuples(s->result) : 0;
    if (s->walking && s->row == rows && rows == s->asked) { /* there may be more */
        rc = pg__fetch(s, WALK_NEXT, e);
        if (rc == ERR_OK)
            rc = pg__read(s, e);
        if (rc)
            return rc;
        s->row = 0;
        rows = PQntuples(s->result);
    }
    *row = s->row < rows;
    return ERR_OK;
}

static void pg_reset(struct sql_stmt *s)
{
    struct err ignored;
    while (s->waiting)
        if (pg__read(s, &ignored))
            break;
    if (s->walking)
        pg__end_walk(s);
    PQclear(s->result);
    s->result = NULL;
    s->params = 0;
    if (s->cleaned)
        arena_reset(s->cleaned);
}

static void pg_finish(struct sql_stmt *s)
{
    pg_reset(s);
    arena_free(s->cleaned);
    mem_free(s);
}

static struct str pg_text(struct sql_stmt *s, int at)
{
    return (struct str){PQgetvalue(s->result, s->row, at),
                        (size_t)PQgetlength(s->result, s->row, at)};
}

/* Sums come as numeric, which is written as a number all the same. */
static int64_t pg_i64(struct sql_stmt *s, int at)
{
    return strtoll(PQgetvalue(s->result, s->row, at), NULL, 10);
}

static double pg_f64(struct sql_stmt *s, int at)
{
    return strtod(PQgetvalue(s->result, s->row, at), NULL);
}

static int64_t pg_changed(struct sql_stmt *s)
{
    return s->result ? strtoll(PQcmdTuples(s->result), NULL, 10) : 0;
}

/* Transactions and locks ---------------------------------------------------------------- */

static enum err_code pg_begin(struct sql_db *db, enum sql_txn how, struct err *e)
{
    enum err_code rc = pg__ready(db, e);
    if (rc == ERR_OK)
        rc = pg__command(
            db, how == SQL_CHANGE ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            e);
    if (rc == ERR_OK) {
        db->in_txn = true;
        db->looking = how == SQL_LOOK;
    }
    return rc;
}

static enum err_code pg_commit(struct sql_db *db, struct err *e)
{
    enum err_code rc = db->looking ? ERR_OK : pg__settle(db, e);
    if (rc)
        return rc;
    bool looking = db->looking;
    db->in_txn = db->looking = false;
    db->committing = !looking;
    rc = pg__command(db, "COMMIT", e);
    if (rc == ERR_OK && !looking)
        rc = pg__settle(db, e);
    db->committing = false;
    if (rc == ERR_UNAVAILABLE && !looking)
        rc = err_set(e, ERR_UNCERTAIN,
                     "the database went away just when it was to keep this; look whether it is "
                     "there before you try again");
    return rc;
}

static void pg_rollback(struct sql_db *db)
{
    struct err ignored;
    if (!db->in_txn)
        return;
    db->in_txn = db->looking = false;
    /* errors are known; a connection that is lost has nothing left to take back */
    if (pg__settle(db, &ignored) == ERR_OK || PQstatus(db->c) == CONNECTION_OK)
        if (pg__command(db, "ROLLBACK", &ignored) == ERR_OK && pg__settle(db, &ignored))
            return;
}

static enum err_code pg_try_lock(struct sql_db *db, int64_t name, bool *got, struct err *e)
{
    struct sql_stmt *s = NULL;
    bool row = false;
    enum err_code rc =
        pg_prepare(db, "SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END", &s, e);
    pg_bind_i64(s, 1, name);
    rc = rc ? rc : pg_send(s, SQL_FRESH, e);
    if (rc == ERR_OK)
        rc = pg_step(s, &row, e);
    *got = rc == ERR_OK && row && pg_i64(s, 0) == 1;
    pg_finish(s);
    return rc;
}

static void pg_unlock(struct sql_db *db, int64_t name)
{
    struct sql_stmt *s = NULL;
    struct err ignored;
    bool row;
    if (pg_prepare(db, "SELECT CASE WHEN pg_advisory_unlock($1) THEN 1 ELSE 0 END", &s,
                   &ignored) == ERR_OK) {
        pg_bind_i64(s, 1, name);
        if (pg_send(s, SQL_FRESH, &ignored) || pg_step(s, &row, &ignored)) {
            /* a connection that is lost holds no lock */
        }
        pg_finish(s);
    }
}

static enum err_code pg_set_cache(struct sql_db *db, int kib, struct err *e)
{
    (void)db; /* the server's memory is the server's */
    (void)kib;
    (void)e;
    return ERR_OK;
}

/* Whether so many new rows are a tenth of what the server believes that a table has: autovacuum
 * would come by within a minute, which is after what follows. */
static enum err_code is_much(struct sql_db *db, const char *sql, int64_t rows, bool *much,
                             struct err *e)
{
    struct sql_stmt *s = NULL;
    bool row = false;
    enum err_code rc = pg_prepare(db, sql, &s, e);
    rc = rc ? rc : pg_send(s, SQL_FRESH, e);
    if (rc == ERR_OK)
        rc = pg_step(s, &row, e);
    *much = rc == ERR_OK && row && rows * 10 > pg_i64(s, 0);
    pg_finish(s);
    return rc;
}

/* The tables that an import fills. */
static enum err_code pg_grown(struct sql_db *db, int64_t rows, struct err *e)
{
    bool much;
    enum err_code rc =
        is_much(db,
                "SELECT CAST(greatest(reltuples, 0) AS bigint) FROM pg_class WHERE oid = "
                "CAST('posts' AS regclass)",
                rows, &much, e);
    if (rc || !much || rows <= 200)
        return rc;
    return pg__exec(
        db,
        "ANALYZE (SKIP_LOCKED) accounts, identities, facts, connections, relations, "
        "threads, members, posts, attachments, reactions, sightings, post_search",
        e);
}

/* Who is who, before it is counted by joins of six tables: what the server takes for empty it
 * walks again for every row of another. */
static enum err_code pg_peopled(struct sql_db *db, int64_t rows, struct err *e)
{
    bool much;
    enum err_code rc =
        is_much(db,
                "SELECT CAST(greatest(reltuples, 0) AS bigint) FROM pg_class WHERE oid = "
                "CAST('persons' AS regclass)",
                rows, &much, e);
    if (rc || !much || rows <= 50)
        return rc;
    return pg__exec(db,
                    "ANALYZE (SKIP_LOCKED) persons, person_identities, relations, "
                    "relation_parts, connections, accounts",
                    e);
}

/* Collation C: the order of bytes, as in SQLite. "both" is a word of SQL here. */
static const char *const words[] = {
    "INT64", "BIGINT",   "REAL64", "DOUBLE PRECISION",   "BYTES", "BYTEA", "TABLE_END", "",
    "both",  "\"both\"", "TEXT",   "TEXT COLLATE \"C\"", NULL};

/* Words of a post with their places, each with the owner in front of it (search_postgres.c): one
 * owner's words cost another nothing. An entry of an index has 2,700 bytes at most here, which
 * the names and addresses of some people pass. */
static const char own_schema[] =
    "CREATE TABLE IF NOT EXISTS post_search (owner_id BIGINT NOT NULL, id BIGINT NOT NULL, "
    "words TSVECTOR NOT NULL, PRIMARY KEY (owner_id, id));"
    "CREATE INDEX IF NOT EXISTS post_search_words ON post_search USING gin (words);"
    "DROP INDEX IF EXISTS persons_by_strength;"
    "CREATE INDEX IF NOT EXISTS persons_in_order ON persons (owner_id, strength DESC, name, id);";

const struct sql_engine sql_postgres = {.name = "postgres",
                                        .open = pg__open,
                                        .close = pg__close,
                                        .exec = pg__exec,
                                        .prepare = pg_prepare,
                                        .finish = pg_finish,
                                        .bind_null = pg_bind_null,
                                        .bind_i64 = pg_bind_i64,
                                        .bind_f64 = pg_bind_f64,
                                        .bind_text = pg_bind_text,
                                        .send = pg_send,
                                        .step = pg_step,
                                        .reset = pg_reset,
                                        .col_i64 = pg_i64,
                                        .col_f64 = pg_f64,
                                        .col_text = pg_text,
                                        .set_cache = pg_set_cache,
                                        .changed = pg_changed,
                                        .begin = pg_begin,
                                        .commit = pg_commit,
                                        .rollback = pg_rollback,
                                        .later = pg_later,
                                        .settle = pg__settle,
                                        .drop = pg__drop,
                                        .gather = pg_gather,
                                        .copy = pg__copy,
                                        .grown = pg_grown,
                                        .peopled = pg_peopled,
                                        .try_lock = pg_try_lock,
                                        .unlock = pg_unlock,
                                        .search = &search_postgres,
                                        .words = words,
                                        .own_schema = own_schema};
