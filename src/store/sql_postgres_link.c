/* store/sql_postgres_link.c: the connection to PostgreSQL: made, lost and made again; statements go
 * out without waiting, answers come in their order. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sql_postgres.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SERVER_LEAST = 150000,
    WAITING_MOST = 1024,
    RETRY_AFTER_S = 2
};

/* Errors ------------------------------------------------------------------------------- */

static enum err_code unreachable(struct err *e)
{
    err_set(
        e, ERR_UNAVAILABLE,
        "the database can't be reached just now; nothing was changed, try again in a moment");
    if (e)
        e->retry_after_s = RETRY_AFTER_S;
    return ERR_UNAVAILABLE;
}

/* Classes and codes of errors (PostgreSQL documentation, appendix A) that somebody can do
 * something about. */
static const struct {
    const char *state; /* its start */
    enum err_code code;
    const char *say;
} known[] = {
    {"53100", ERR_IO,          "the disk of the database is full; nothing of this was kept"   },
    {"53200", ERR_IO,          "the database is out of memory; nothing of this was kept"      },
    {"53300", ERR_UNAVAILABLE, "the database has no connection left; try again in a moment"   },
    {"40",    ERR_CONFLICT,    "somebody else was writing the same; try again"                },
    {"23505", ERR_CONFLICT,    "something of this is there already"                           },
    {"55P03", ERR_CONFLICT,    "somebody else was writing the same; try again"                },
    {"25006", ERR_DENIED,      "the database can only be read"                                },
    {"42501", ERR_DENIED,      "the database's user may not do this"                          },
    {"57P",   ERR_UNAVAILABLE, "the database is being restarted; try again in a moment"       },
    {"08",    ERR_UNAVAILABLE, "the database can't be reached just now; try again in a moment"}
};

static void fail(struct err *e, const PGresult *r)
{
    struct str state = str_from(PQresultErrorField(r, PG_DIAG_SQLSTATE));
    const char *say = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (e->code != ERR_OK)
        return; /* what follows from the first says nothing new */
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_starts(state, str_from(known[i].state))) {
            err_set(e, known[i].code, "%s", known[i].say);
            e->retry_after_s = known[i].code == ERR_UNAVAILABLE ? RETRY_AFTER_S : 0;
            return;
        }
    err_set(e, ERR_DB, "database: %s", say ? say : "it gave no reason");
}

/* Connecting ---------------------------------------------------------------------------- */

static void quiet(void *ctx, const PGresult *r)
{
    (void)ctx; /* notices are for whoever types SQL */
    (void)r;
}

/* jit: these statements end before a compiler would have begun. Pages are mostly in memory, so
 * that a random one costs little more than the next. Whoever asked may have died in the middle of
 * a long statement, whose locks are to end with them. */
static const char settings[] = "SET jit = off; SET random_page_cost = 1.1; "
                               "SET cursor_tuple_fraction = 0.01; "
                               "SET client_min_messages = warning; "
                               "SET client_connection_check_interval = '2s'; "
                               "SET gin_pending_list_limit = 65536; "
                               "SET plan_cache_mode = force_generic_plan";

static enum err_code connect_to(struct sql_db *db, struct err *e)
{
    /* what the address itself says comes last, and holds */
    const char *key[] = {"connect_timeout",
                         "keepalives_idle",
                         "tcp_user_timeout",
                         "client_encoding",
                         "application_name",
                         "dbname",
                         NULL};
    const char *value[] = {"5", "10", "15000", "UTF8", "tact", db->url, NULL};
    db->c = PQconnectdbParams(key, value, 1);
    db->generation++;
    db->in_txn = db->looking = false;
    db->walks = 0;
    if (PQstatus(db->c) != CONNECTION_OK)
        return unreachable(e);
    if (PQserverVersion(db->c) < SERVER_LEAST)
        return err_set(e, ERR_UNSUPPORTED, "this is PostgreSQL %d; Tact wants 15 or newer",
                       PQserverVersion(db->c) / 10000);
    PQsetNoticeReceiver(db->c, quiet, NULL);
    PQclear(PQexec(db->c, settings));
    if (PQsetnonblocking(db->c, 1) != 0 || !PQenterPipelineMode(db->c))
        return unreachable(e);
    return ERR_OK;
}

enum err_code pg__open(const char *url, bool read_only, struct sql_db **out, struct err *e)
{
    (void)read_only;
    struct sql_db *db = mem_calloc(1, sizeof *db);
    size_t n = strlen(url) + 1;
    db->url = mem_alloc(n);
    memcpy(db->url, url, n);
    enum err_code rc = connect_to(db, e);
    if (rc == ERR_UNAVAILABLE) { /* at the start the reason helps: no such host, a wrong word */
        struct str why = str_trim(str_from(PQerrorMessage(db->c)));
        ptrdiff_t line = str_chr(why, '\n');
        why = line > 0 ? str_sub(why, 0, (size_t)line) : why;
        err_set(e, ERR_UNAVAILABLE, "the database can't be reached: " STRF, STRA(why));
    }
    if (rc) {
        pg__close(db);
        return rc;
    }
    *out = db;
    return ERR_OK;
}

void pg__close(struct sql_db *db)
{
    PQfinish(db->c);
    mem_free(db->queue);
    mem_free(db->url);
    mem_free(db);
}

/* Everything that was on its way is lost with the connection. */
enum err_code pg__lost(struct sql_db *db, struct err *e)
{
    for (; db->waiting > 0; db->waiting--, db->head++) {
        struct pg_wait *w = &db->queue[db->head % db->cap];
        struct sql_stmt *s = w->stmt ? w->stmt : w->preparing;
        if (w->stmt)
            w->stmt->waiting = false;
        if (s && s->failed.code == ERR_OK)
            unreachable(&s->failed);
        if (w->nobodys && db->first.code == ERR_OK)
            unreachable(&db->first);
    }
    db->open = 0;
    db->batch.code = ERR_OK;
    if (db->in_txn && db->first.code == ERR_OK)
        unreachable(&db->first);
    return unreachable(e);
}

/* The server said goodbye while nobody asked it anything: its bytes are there to be read. */
static bool was_left(struct sql_db *db)
{
    struct pollfd p = {.fd = PQsocket(db->c), .events = POLLIN};
    /* the last word is one look, the end of the connection behind it another */
    while (!db->waiting && poll(&p, 1, 0) > 0)
        if (!PQconsumeInput(db->c) || PQstatus(db->c) != CONNECTION_OK)
            return true;
    return false;
}

enum err_code pg__ready(struct sql_db *db, struct err *e)
{
    if (db->in_txn || db->walks)
        return PQstatus(db->c) == CONNECTION_OK ? ERR_OK : unreachable(e);
    if (PQstatus(db->c) == CONNECTION_OK && !was_left(db))
        return ERR_OK;
    struct err ignored;
    if (pg__lost(db, &ignored)) {
        /* what waited is told by whoever asked for it */
    }
    PQfinish(db->c);
    db->first.code = ERR_OK;
    return connect_to(db, e);
}

/* Out ----------------------------------------------------------------------------------- */

static void wait_for(struct sql_db *db, struct pg_wait w)
{
    if (db->waiting == db->cap) {
        size_t cap = db->cap ? db->cap * 2 : 64;
        struct pg_wait *q = mem_calloc(cap, sizeof *q);
        for (size_t i = 0; i < db->waiting; i++)
            q[i] = db->queue[(db->head + i) % db->cap];
        mem_free(db->queue);
        db->queue = q;
        db->cap = cap;
        db->head = 0;
    }
    db->queue[(db->head + db->waiting++) % db->cap] = w;
}

static void read_next(struct sql_db *db);

enum err_code pg__sent(struct sql_db *db, struct pg_wait w, struct err *e)
{
    wait_for(db, w);
    db->open++;
    while (db->waiting > WAITING_MOST)
        read_next(db);
    return PQstatus(db->c) == CONNECTION_OK ? ERR_OK : pg__lost(db, e);
}

/* What went out so far is answered up to here whatever becomes of it. */
static bool end_batch(struct sql_db *db)
{
    if (db->open == 0)
        return true;
    db->open = 0;
    if (!PQpipelineSync(db->c))
        return false;
    wait_for(db, (struct pg_wait){.sync = true});
    return true;
}

enum err_code pg__command(struct sql_db *db, const char *sql, struct err *e)
{
    if (!PQsendQueryParams(db->c, sql, 0, NULL, NULL, NULL, NULL, 0))
        return pg__lost(db, e);
    return pg__sent(db, (struct pg_wait){.nobodys = true}, e);
}

/* In ------------------------------------------------------------------------------------ */

/* Rows of a question of sql_gather, each as a statement shows its own. */
static void give_rows(struct sql_db *db, const struct pg_wait *w, PGresult *r)
{
    struct sql q = {.engine = &sql_postgres, .db = db};
    struct sql_stmt s = {.db = db, .result = r};
    struct sql_query k = {&q, NULL, &s};
    int rows = PQntuples(r);
    for (; s.row < rows && db->first.code == ERR_OK; s.row++)
        if (w->take(w->ctx, &k, &db->first))
            break;
}

/* What went wrong, to whoever waits for the statement; the rest of its batch is left out. */
static void give_failure(struct sql_db *db, const struct pg_wait *w, PGresult *r)
{
    struct sql_stmt *s = w->stmt ? w->stmt : w->nobodys ? NULL : w->preparing;
    struct err *to = s ? &s->failed : &db->first;
    if (w->preparing)
        w->preparing->prepared_in = 0;
    if (PQresultStatus(r) != PGRES_PIPELINE_ABORTED) {
        fail(to, r);
        fail(&db->batch, r);
    } else if (to->code == ERR_OK) {
        *to = db->batch;
    }
}

/* The server answers COMMIT of a transaction that failed with what it did. */
static bool was_rolled_back(const struct sql_db *db, PGresult *r)
{
    return db->committing && str_is(str_from(PQcmdStatus(r)), "ROLLBACK");
}

/* One answer has come: to whoever waits for it. */
static void give(struct sql_db *db, const struct pg_wait *w, PGresult *r)
{
    ExecStatusType how = PQresultStatus(r);
    if (how != PGRES_TUPLES_OK && how != PGRES_COMMAND_OK) {
        give_failure(db, w, r);
    } else if (was_rolled_back(db, r)) {
        if (db->first.code == ERR_OK)
            err_set(&db->first, ERR_DB, "the database kept nothing of this");
    } else if (w->told) {
        w->told(w->ctx, w->tag, strtoll(PQcmdTuples(r), NULL, 10));
    } else if (w->take) {
        give_rows(db, w, r);
    }
    if (!w->stmt) {
        PQclear(r);
        return;
    }
    PQclear(w->stmt->result);
    w->stmt->result = r;
}

/* Until the next answer is there. libpq alone would wait for room to write while the server waits
 * for somebody who reads. */
static void wait_for_answer(struct sql_db *db)
{
    while (PQstatus(db->c) == CONNECTION_OK && PQisBusy(db->c)) {
        int left = PQflush(db->c);
        struct pollfd p = {.fd = PQsocket(db->c),
                           .events = (short)(left > 0 ? POLLIN | POLLOUT : POLLIN)};
        if (left < 0 || (poll(&p, 1, -1) < 0 && errno != EINTR))
            return;
        if ((p.revents & ~POLLOUT) && !PQconsumeInput(db->c))
            return;
    }
}

/* The next answer; of a statement it ends with nothing, the end of a batch is one by itself. */
static void read_next(struct sql_db *db)
{
    PGresult *r;
    struct err ignored;
    bool more = end_batch(db);
    struct pg_wait w = db->queue[db->head % db->cap];
    while (more) {
        wait_for_answer(db);
        r = PQgetResult(db->c);
        if (PQstatus(db->c) != CONNECTION_OK) {
            PQclear(r);
            break;
        }
        more = r && !w.sync;
        if (w.sync) {
            PQclear(r);
            db->batch.code = ERR_OK;
        } else if (r) {
            give(db, &w, r);
        }
    }
    if (PQstatus(db->c) != CONNECTION_OK) {
        if (pg__lost(db, &ignored)) {
            /* told to all who wait */
        }
        return;
    }
    db->head = (db->head + 1) % db->cap;
    db->waiting--;
    if (w.stmt)
        w.stmt->waiting = false;
}

enum err_code pg__read(struct sql_stmt *s, struct err *e)
{
    struct sql_db *db = s->db;
    while (s->waiting)
        read_next(db);
    if (db->waiting && db->queue[db->head % db->cap].sync)
        read_next(db); /* it came with the answer */
    if (s->failed.code == ERR_OK)
        return ERR_OK;
    if (e)
        *e = s->failed;
    return s->failed.code;
}

enum err_code pg__settle(struct sql_db *db, struct err *e)
{
    while (db->waiting)
        read_next(db); /* the last is the end of the batch */
    enum err_code rc = db->first.code;
    if (rc && e)
        *e = db->first;
    db->first = (struct err){.code = ERR_OK};
    return rc;
}

void pg__drop(struct sql_db *db)
{
    struct err ignored;
    for (size_t i = 0; i < db->waiting; i++) {
        struct pg_wait *w = &db->queue[(db->head + i) % db->cap];
        w->told = NULL;
        w->take = NULL;
    }
    if (pg__settle(db, &ignored)) {
        /* whoever asked is gone */
    }
}

enum err_code pg__exec(struct sql_db *db, const char *sql, struct err *e)
{
    enum err_code rc = pg__ready(db, e);
    if (rc == ERR_OK)
        rc = pg__settle(db, e);
    if (rc)
        return rc;
    struct err failed = {.code = ERR_OK};
    PQexitPipelineMode(db->c);
    PGresult *r = PQexec(db->c, sql);
    ExecStatusType how = PQresultStatus(r);
    if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK)
        fail(&failed, r);
    PQclear(r);
    if (PQstatus(db->c) != CONNECTION_OK || !PQenterPipelineMode(db->c))
        return pg__lost(db, e);
    if (failed.code && e)
        *e = failed;
    return failed.code;
}

/* Many rows at once ---------------------------------------------------------------------- */

/* Binary COPY (PostgreSQL documentation, COPY, "Binary Format"): a header, then each row with the
 * number of its columns and the length of each. */
static const char copy_header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

static void put_number(struct buf *b, uint64_t v, int bytes)
{
    while (bytes-- > 0)
        buf_char(b, (char)(v >> (8 * bytes)));
}

static void put_row(struct buf *b, const struct sql_value *v, size_t n)
{
    put_number(b, n, 2);
    for (size_t i = 0; i < n; i++)
        if (v[i].type == SQL_TEXT) {
            put_number(b, v[i].s.n, 4);
            buf_str(b, v[i].s);
        } else {
            uint64_t bits = (uint64_t)v[i].i;
            if (v[i].type == SQL_F64)
                memcpy(&bits, &v[i].f, sizeof bits);
            put_number(b, 8, 4);
            put_number(b, bits, 8);
        }
}

static bool send_rows(struct sql_db *db, const struct sql_rows *rows)
{
    struct sql_value v[PG_PARAMS];
    struct buf b;
    bool ok = true;
    buf_init(&b, MIB(64));
    if (!rows->as_text)
        buf_put(&b, copy_header, sizeof copy_header);
    for (size_t i = 0; i < rows->n && ok; i++) {
        rows->row(rows->ctx, i, v);
        if (rows->as_text)
            buf_str(&b, v[0].s);
        else
            put_row(&b, v, rows->columns);
        if (b.n > KIB(256)) {
            ok = PQputCopyData(db->c, b.p, (int)b.n) == 1;
            buf_clear(&b);
        }
    }
    if (!rows->as_text)
        put_number(&b, 0xFFFF, 2);
    ok = ok && PQputCopyData(db->c, b.p, (int)b.n) == 1 && PQputCopyEnd(db->c, NULL) == 1;
    buf_free(&b);
    return ok;
}

static bool command_now(struct sql_db *db, const char *sql)
{
    PGresult *r = PQexec(db->c, sql);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    return ok;
}

static void copy_rows(struct sql_db *db, const struct sql_rows *rows, struct err *failed)
{
    PGresult *r = PQexec(db->c, rows->text);
    if (PQresultStatus(r) != PGRES_COPY_IN) {
        fail(failed, r);
        PQclear(r);
        return;
    }
    PQclear(r);
    bool sent = send_rows(db, rows);
    while ((r = PQgetResult(db->c))) {
        if (PQresultStatus(r) != PGRES_COMMAND_OK || !sent)
            fail(failed, r);
        PQclear(r);
    }
}

enum err_code pg__copy(struct sql_db *db, const struct sql_rows *rows, struct err *e)
{
    struct err failed = {.code = ERR_OK};
    enum err_code rc = pg__settle(db, e);
    if (rc)
        return rc;
    PQexitPipelineMode(db->c);
    PQsetnonblocking(db->c, 0);
    if (command_now(db, "SAVEPOINT rows")) {
        copy_rows(db, rows, &failed);
        if (!command_now(db, failed.code ? "ROLLBACK TO rows" : "RELEASE rows") &&
            failed.code == ERR_OK)
            unreachable(&failed);
    } else {
        unreachable(&failed);
    }
    PQsetnonblocking(db->c, 1);
    if (PQstatus(db->c) != CONNECTION_OK || !PQenterPipelineMode(db->c))
        return pg__lost(db, e);
    if (failed.code && e)
        *e = failed;
    return failed.code;
}

/* Cursors ------------------------------------------------------------------------------- */

enum err_code pg__fetch(struct sql_stmt *s, int rows, struct err *e)
{
    char sql[64];
    snprintf(sql, sizeof sql, "FETCH %d FROM %s", rows, s->name);
    if (!PQsendQueryParams(s->db->c, sql, 0, NULL, NULL, NULL, NULL, 0))
        return pg__lost(s->db, e);
    s->asked = rows;
    s->waiting = true;
    return pg__sent(s->db, (struct pg_wait){.stmt = s}, e);
}

void pg__end_walk(struct sql_stmt *s)
{
    struct sql_db *db = s->db;
    char sql[64];
    struct err ignored;
    bool open = s->failed.code == ERR_OK && PQstatus(db->c) == CONNECTION_OK;
    snprintf(sql, sizeof sql, "CLOSE %s", s->name);
    s->walking = false;
    if (open && pg__command(db, sql, &ignored))
        open = false;
    if (!s->own_txn)
        return;
    s->own_txn = false;
    if (db->walks > 0 && --db->walks == 0 && PQstatus(db->c) == CONNECTION_OK &&
        pg__command(db, open ? "COMMIT" : "ROLLBACK", &ignored)) {
        /* nothing was written */
    }
}
