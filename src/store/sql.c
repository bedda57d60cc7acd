/* store/sql.c: statements that are prepared once, bound, stepped and given back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sql.h"

#include <string.h>

enum err_code sql_open(struct sql *q, const struct sql_engine *engine, const char *where,
                       bool read_only, struct err *e)
{
    int64_t owner = q->owner;
    memset(q, 0, sizeof *q);
    q->engine = engine;
    q->owner = owner;
    return engine->open(where, read_only, &q->db, e);
}

void sql_close(struct sql *q)
{
    for (size_t i = 0; i < q->kept_n; i++)
        q->engine->finish(q->kept[i].stmt);
    q->kept_n = 0;
    if (q->db)
        q->engine->close(q->db);
    q->db = NULL;
}

enum err_code sql_exec(struct sql *q, const char *sql, struct err *e)
{
    return q->engine->exec(q->db, sql, e);
}

enum err_code sql_begin(struct sql *q, struct err *e)
{
    return q->engine->begin(q->db, SQL_CHANGE, e);
}

enum err_code sql_look(struct sql *q, struct err *e)
{
    return q->engine->begin(q->db, SQL_LOOK, e);
}

enum err_code sql_commit(struct sql *q, struct err *e)
{
    return q->engine->commit(q->db, e);
}

void sql_rollback(struct sql *q)
{
    q->engine->rollback(q->db);
}

bool sql_awaited(struct sql *q)
{
    return q->engine->awaited && q->engine->awaited(q->db);
}

void sql_make_way(struct sql *q)
{
    if (sql_awaited(q))
        q->engine->make_way(q->db);
}

static void bind(struct sql *q, struct sql_stmt *s, const struct sql_value *v, size_t n)
{
    const struct sql_engine *g = q->engine;
    for (size_t i = 0; i < n; i++) {
        int at = (int)i + 1;
        switch (v[i].type) {
        case SQL_I64:
            g->bind_i64(s, at, v[i].i);
            break;
        case SQL_F64:
            g->bind_f64(s, at, v[i].f);
            break;
        case SQL_TEXT:
            g->bind_text(s, at, v[i].s);
            break;
        case SQL_NULL:
            g->bind_null(s, at);
            break;
        }
    }
}

/* The statement of this text, prepared and bound; its number is looked for from where its address
 * would stand in a table. */
static enum err_code take(struct sql *q, struct sql_query *out, const char *text,
                          const struct sql_value *v, size_t n, struct err *e)
{
    struct sql_kept *kept = NULL;
    size_t first = (size_t)(((uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15)) >> 54);
    for (size_t i = 0; i < COUNT_OF(q->at) && !kept; i++) {
        size_t slot = (first + i) % COUNT_OF(q->at);
        if (q->at[slot] == 0)
            break;
        struct sql_kept *k = &q->kept[q->at[slot] - 1];
        if (k->text == text && !k->busy)
            kept = k;
    }
    *out = (struct sql_query){q, kept, kept ? kept->stmt : NULL};
    if (!kept) {
        enum err_code rc = q->engine->prepare(q->db, text, &out->stmt, e);
        if (rc)
            return rc;
        if (q->kept_n < COUNT_OF(q->kept)) {
            kept = &q->kept[q->kept_n++];
            *kept = (struct sql_kept){text, out->stmt, false};
            out->kept = kept;
            for (size_t i = 0; i < COUNT_OF(q->at); i++) {
                size_t slot = (first + i) % COUNT_OF(q->at);
                if (q->at[slot] == 0) {
                    q->at[slot] = (uint16_t)q->kept_n;
                    break;
                }
            }
        }
    }
    if (kept)
        kept->busy = true;
    bind(q, out->stmt, v, n);
    return ERR_OK;
}

enum err_code sql_ask_as(struct sql *q, enum sql_how how, struct sql_query *out,
                         const char *text, const struct sql_value *v, size_t n, struct err *e)
{
    enum err_code rc = take(q, out, text, v, n, e);
    if (how == SQL_KEPT && !out->kept)
        how = SQL_FRESH; /* there is no room to keep it */
    if (rc == ERR_OK && (rc = q->engine->send(out->stmt, how, e)) != ERR_OK)
        sql_done(out);
    return rc;
}

enum err_code sql_ask(struct sql *q, struct sql_query *out, const char *text,
                      const struct sql_value *v, size_t n, struct err *e)
{
    return sql_ask_as(q, SQL_KEPT, out, text, v, n, e);
}

enum err_code sql_row(struct sql_query *k, bool *row, struct err *e)
{
    *row = false;
    return k->q->engine->step(k->stmt, row, e);
}

int64_t sql_i64(struct sql_query *k, int at)
{
    return k->q->engine->col_i64(k->stmt, at);
}

double sql_f64(struct sql_query *k, int at)
{
    return k->q->engine->col_f64(k->stmt, at);
}

struct str sql_text(struct sql_query *k, int at)
{
    return k->q->engine->col_text(k->stmt, at);
}

struct str sql_copy(struct sql_query *k, int at, struct arena *a)
{
    return arena_str(a, sql_text(k, at));
}

void sql_done(struct sql_query *k)
{
    if (!k->stmt)
        return;
    if (k->kept) {
        k->q->engine->reset(k->stmt);
        k->kept->busy = false;
    } else {
        k->q->engine->finish(k->stmt);
    }
    k->stmt = NULL;
}

enum err_code sql_run(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                      int64_t *changed, struct err *e)
{
    struct sql_query k;
    bool row = true;
    enum err_code rc = sql_ask(q, &k, text, v, n, e);
    while (rc == ERR_OK && row)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && changed)
        *changed = q->engine->changed(k.stmt);
    sql_done(&k);
    return rc;
}

enum err_code sql_later(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                        sql_told *told, void *ctx, int64_t tag, struct err *e)
{
    struct sql_query k;
    enum err_code rc = take(q, &k, text, v, n, e);
    if (rc == ERR_OK)
        rc = q->engine->later(k.stmt, told, ctx, tag, e);
    sql_done(&k);
    return rc;
}

enum err_code sql_gather(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                         sql_take *row, void *ctx, struct err *e)
{
    struct sql_query k;
    enum err_code rc = take(q, &k, text, v, n, e);
    if (rc == ERR_OK && q->engine->gather) {
        rc = q->engine->gather(k.stmt, row, ctx, e);
    } else if (rc == ERR_OK) {
        bool more = false;
        while ((rc = sql_row(&k, &more, e)) == ERR_OK && more)
            if ((rc = row(ctx, &k, e)))
                break;
    }
    sql_done(&k);
    return rc;
}

enum err_code sql_settle(struct sql *q, struct err *e)
{
    return q->engine->settle(q->db, e);
}

enum err_code sql_one(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                      int64_t *out, struct err *e)
{
    struct sql_query k;
    bool row = false;
    enum err_code rc = sql_ask(q, &k, text, v, n, e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *out = sql_i64(&k, 0);
    sql_done(&k);
    return rc;
}
