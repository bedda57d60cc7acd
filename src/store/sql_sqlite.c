/* store/sql_sqlite.c: SQLite behind the seam; the only file that knows it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search.h"

#include "core/mem.h"
#include "core/time.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct sql_db {
    sqlite3 *h;
};

struct sql_stmt {
    sqlite3_stmt *s;
    bool in_order; /* $1 $2 … appear in this order, so that a number is its own index */
};

/* One at a time writes. Another waits this long, asking every so often, then says so. */
enum {
    BUSY_MS = 15000,
    RETRY_MS = 5
};

/* When somebody of this program last asked in vain: a long import looks at it (lite_awaited). */
static _Atomic int64_t asked_ms;

static void nap(int ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

static int ask_again(void *ctx, int asked)
{
    (void)ctx;
    atomic_store(&asked_ms, time_now_ms());
    if (asked >= BUSY_MS / RETRY_MS)
        return 0;
    nap(RETRY_MS);
    return 1;
}

static enum err_code fail(sqlite3 *h, struct err *e)
{
    int code = sqlite3_errcode(h);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return err_set(e, ERR_IO, "the disk is full; nothing of this was kept");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, ERR_CONFLICT,
                       "something else is being written to this home, an import perhaps; "
                       "try again when it is done");
    case SQLITE_READONLY:
        return err_set(e, ERR_DENIED, "the home can't be written to");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return err_set(e, ERR_DB, "the database is damaged (%s); restore it from a backup",
                       sqlite3_errmsg(h));
    default:
        return err_set(e, ERR_DB, "database: %s", sqlite3_errmsg(h));
    }
}

/* How well one match fits: term frequency damped as in BM25 (Robertson, Zaragoza 2009; k1 1.2,
 * b 0.75) without the inverse document frequency, which would cost a walk over every post that
 * has the word. Search asks it about a bounded number of candidates only (search_sqlite.c). */
static void rank(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *ctx, int n,
                 sqlite3_value **v)
{
    (void)n;
    (void)v;
    int words = 0, hits = 0, phrases = api->xPhraseCount(fts);
    int count[16] = {0};
    if (api->xColumnSize(fts, 0, &words) != SQLITE_OK ||
        api->xInstCount(fts, &hits) != SQLITE_OK)
        hits = 0;
    for (int i = 0; i < hits && i < 256; i++) {
        int phrase = 0, column = 0, offset = 0;
        if (api->xInst(fts, i, &phrase, &column, &offset) == SQLITE_OK && phrase < 16)
            count[phrase]++;
    }
    double score = 0, length = 0.25 + 0.75 * (double)words / 30.0;
    for (int p = 0; p < phrases && p < 16; p++)
        score += (double)count[p] * 2.2 / ((double)count[p] + 1.2 * length);
    sqlite3_result_double(ctx, score);
}

static int add_rank(sqlite3 *h)
{
    fts5_api *api = NULL;
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(h, "SELECT fts5(?1)", -1, &s, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_pointer(s, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(s);
    }
    sqlite3_finalize(s);
    if (!api)
        return SQLITE_ERROR;
    return api->xCreateFunction(api, "tact_rank", NULL, rank, NULL);
}

static enum err_code lite_exec(struct sql_db *db, const char *sql, struct err *e)
{
    return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? ERR_OK : fail(db->h, e);
}

static void lite_close(struct sql_db *db)
{
    sqlite3_close(db->h);
    mem_free(db);
}

/* WAL: readers never wait for the writer. NORMAL: a power cut may lose the last commits, never
 * the database. Temporary sorting stays in memory up to the cache, then goes to a file. */
static const char settings[] = "PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=NORMAL;"
                               "PRAGMA foreign_keys=ON;"
                               "PRAGMA trusted_schema=OFF;"
                               "PRAGMA cache_size=-24576;"
                               "PRAGMA journal_size_limit=67108864;"
                               "PRAGMA wal_autocheckpoint=4000;";

static enum err_code lite_open(const char *where, bool read_only, struct sql_db **out,
                               struct err *e)
{
    struct sql_db *db = mem_calloc(1, sizeof *db);
    int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    enum err_code rc = ERR_OK;
    if (sqlite3_open_v2(where, &db->h, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        rc = err_set(e, ERR_IO, "%s can't be opened: %s", where, sqlite3_errmsg(db->h));
    } else {
        sqlite3_extended_result_codes(db->h, 1);
        sqlite3_busy_handler(db->h, ask_again, NULL);
        sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        if (read_only)
            rc = lite_exec(db, "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;", e);
        else
            rc = lite_exec(db, settings, e);
        if (rc == ERR_OK && add_rank(db->h) != SQLITE_OK)
            rc = err_set(e, ERR_UNSUPPORTED, "this SQLite was built without FTS5");
    }
    if (rc) {
        lite_close(db);
        return rc;
    }
    *out = db;
    return ERR_OK;
}

static bool is_in_order(sqlite3_stmt *s)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(s); i++) {
        const char *name = sqlite3_bind_parameter_name(s, i);
        int64_t n = 0;
        if (!name || !str_i64(str_from(name + 1), &n) || n != i)
            return false;
    }
    return true;
}

static enum err_code lite_prepare(struct sql_db *db, const char *sql, struct sql_stmt **out,
                                  struct err *e)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
        return fail(db->h, e);
    struct sql_stmt *made = mem_alloc(sizeof *made);
    *made = (struct sql_stmt){s, is_in_order(s)};
    *out = made;
    return ERR_OK;
}

static void lite_finish(struct sql_stmt *s)
{
    sqlite3_finalize(s->s);
    mem_free(s);
}

/* SQLite numbers parameters by first appearance; where that is not their own number they are
 * looked up by name. */
static int index_of(struct sql_stmt *s, int at)
{
    if (s->in_order)
        return at;
    char name[8] = {'$'};
    if (at >= 10) {
        name[1] = (char)('0' + at / 10);
        name[2] = (char)('0' + at % 10);
    } else {
        name[1] = (char)('0' + at);
    }
    return sqlite3_bind_parameter_index(s->s, name);
}

static void lite_bind_null(struct sql_stmt *s, int at)
{
    sqlite3_bind_null(s->s, index_of(s, at));
}

static void lite_bind_i64(struct sql_stmt *s, int at, int64_t v)
{
    sqlite3_bind_int64(s->s, index_of(s, at), v);
}

static void lite_bind_f64(struct sql_stmt *s, int at, double v)
{
    sqlite3_bind_double(s->s, index_of(s, at), v);
}

static void lite_bind_text(struct sql_stmt *s, int at, struct str v)
{
    sqlite3_bind_text64(s->s, index_of(s, at), v.n ? v.p : "", v.n, SQLITE_STATIC, SQLITE_UTF8);
}

static enum err_code lite_step(struct sql_stmt *s, bool *row, struct err *e)
{
    int rc = sqlite3_step(s->s);
    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return ERR_OK;
    return fail(sqlite3_db_handle(s->s), e);
}

static void lite_reset(struct sql_stmt *s)
{
    sqlite3_reset(s->s);
    sqlite3_clear_bindings(s->s);
}

static int64_t lite_i64(struct sql_stmt *s, int at)
{
    return sqlite3_column_int64(s->s, at);
}

static double lite_f64(struct sql_stmt *s, int at)
{
    return sqlite3_column_double(s->s, at);
}

static struct str lite_text(struct sql_stmt *s, int at)
{
    const unsigned char *p = sqlite3_column_text(s->s, at);
    return p ? (struct str){(const char *)p, (size_t)sqlite3_column_bytes(s->s, at)} : STR_NONE;
}

static enum err_code lite_set_cache(struct sql_db *db, int kib, struct err *e)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA cache_size=-%d", kib);
    return lite_exec(db, pragma, e);
}

static int64_t lite_changed(struct sql_stmt *s)
{
    return sqlite3_changes64(sqlite3_db_handle(s->s));
}

static enum err_code lite_send(struct sql_stmt *s, enum sql_how how, struct err *e)
{
    (void)s; /* stepping is all there is to it */
    (void)how;
    (void)e;
    return ERR_OK;
}

static enum err_code lite_begin(struct sql_db *db, enum sql_txn how, struct err *e)
{
    return lite_exec(db, how == SQL_CHANGE ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

static enum err_code lite_commit(struct sql_db *db, struct err *e)
{
    return lite_exec(db, "COMMIT", e);
}

/* Who waits asks every RETRY_MS; one that last asked longer ago than this has gone. */
static bool lite_awaited(struct sql_db *db)
{
    (void)db;
    return time_now_ms() - atomic_load(&asked_ms) < (int64_t)10 * RETRY_MS;
}

static void lite_make_way(struct sql_db *db)
{
    (void)db;
    nap(3 * RETRY_MS);
}

static void lite_rollback(struct sql_db *db)
{
    struct err ignored;
    if (lite_exec(db, "ROLLBACK", &ignored)) {
        /* there was no transaction any more: SQLite has rolled it back itself */
    }
}

static enum err_code lite_later(struct sql_stmt *s, sql_told *told, void *ctx, int64_t tag,
                                struct err *e)
{
    bool row = true;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && row)
        rc = lite_step(s, &row, e);
    if (rc == ERR_OK && told)
        told(ctx, tag, lite_changed(s));
    return rc;
}

static enum err_code lite_settle(struct sql_db *db, struct err *e)
{
    (void)db; /* nothing waits */
    (void)e;
    return ERR_OK;
}

/* A read transaction holds the snapshot, so that pages are copied in steps with nobody waiting:
 * in WAL mode who reads keeps nobody from writing, and what is written meanwhile is not seen and
 * makes no step begin anew. */
static enum err_code copy_pages(struct sql_db *db, sqlite3 *to, struct err *e)
{
    enum {
        PAGES = 2048,
        REST_MS = 1
    };
    sqlite3_backup *b = sqlite3_backup_init(to, "main", db->h, "main");
    if (!b)
        return fail(to, e);
    int rc;
    while ((rc = sqlite3_backup_step(b, PAGES)) == SQLITE_OK)
        sqlite3_sleep(REST_MS);
    sqlite3_backup_finish(b);
    if (rc == SQLITE_DONE)
        return ERR_OK;
    return sqlite3_errcode(to) != SQLITE_OK ? fail(to, e) : fail(db->h, e);
}

static enum err_code lite_backup(struct sql_db *db, const char *path, struct err *e)
{
    sqlite3 *to = NULL;
    enum err_code rc = ERR_OK;
    if (sqlite3_open_v2(path, &to,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        rc = err_set(e, ERR_IO, "%s can't be made: %s", path, sqlite3_errmsg(to));
    if (rc == ERR_OK)
        rc = lite_exec(&(struct sql_db){to}, "PRAGMA synchronous=OFF", e);
    if (rc == ERR_OK) {
        rc = lite_exec(db, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", e);
        if (rc == ERR_OK)
            rc = copy_pages(db, to, e);
        sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
    }
    /* one file without another beside it */
    if (rc == ERR_OK)
        rc = lite_exec(&(struct sql_db){to}, "PRAGMA journal_mode=DELETE", e);
    sqlite3_close(to);
    return rc;
}

/* The index of words forgets only when its parts are merged, and the log keeps old pages until
 * it is emptied. Somebody who reads meanwhile keeps it; then the next one empties it. */
static enum err_code lite_overwrite(struct sql_db *db, bool on, struct err *e)
{
    if (on)
        return lite_exec(db, "PRAGMA secure_delete=ON", e);
    return lite_exec(db,
                     "INSERT INTO post_search (post_search) VALUES ('optimize');"
                     "PRAGMA secure_delete=OFF;"
                     "PRAGMA wal_checkpoint(TRUNCATE);",
                     e);
}

static const char *const words[] = {"INT64", "INTEGER",   "REAL64", "REAL", "BYTES",
                                    "BLOB",  "TABLE_END", "STRICT", NULL};

/* Contentless: the text stands in posts already. The rowid is the post's id, which grows with
 * its time, so that newest-first is the order of the index itself. */
static const char own_schema[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS post_search USING fts5(text, content='', "
    "tokenize='unicode61 remove_diacritics 2')";

/* The index knows posts by their id alone: no two owners' may share one. The import finds another
 * by itself where one is taken. */
static const char many_owners[] = "CREATE UNIQUE INDEX IF NOT EXISTS posts_by_id ON posts (id)";

const struct sql_engine sql_sqlite = {.name = "sqlite",
                                      .open = lite_open,
                                      .close = lite_close,
                                      .exec = lite_exec,
                                      .prepare = lite_prepare,
                                      .finish = lite_finish,
                                      .bind_null = lite_bind_null,
                                      .bind_i64 = lite_bind_i64,
                                      .bind_f64 = lite_bind_f64,
                                      .bind_text = lite_bind_text,
                                      .step = lite_step,
                                      .reset = lite_reset,
                                      .col_i64 = lite_i64,
                                      .col_f64 = lite_f64,
                                      .col_text = lite_text,
                                      .set_cache = lite_set_cache,
                                      .changed = lite_changed,
                                      .backup = lite_backup,
                                      .overwrite = lite_overwrite,
                                      .words = words,
                                      .own_schema = own_schema,
                                      .send = lite_send,
                                      .begin = lite_begin,
                                      .commit = lite_commit,
                                      .rollback = lite_rollback,
                                      .awaited = lite_awaited,
                                      .make_way = lite_make_way,
                                      .later = lite_later,
                                      .settle = lite_settle,
                                      .search = &search_sqlite,
                                      .many_owners = many_owners};
