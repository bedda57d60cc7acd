/* store/copy.c: every row read from one database, written into another, and read back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/copy.h"

#include "core/hash.h"
#include "core/limits.h"
#include "store/copy_tables.h"
#include "store/files.h"
#include "store/media.h"
#include "store/search.h"
#include "store/store_private.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    COLUMNS_MOST = 32,
    ROWS_AT_ONCE = 2000
};

struct copy {
    struct store *from, *to;
    const struct copy_table *t;
    bool mends; /* the target keeps nothing but UTF-8 without NUL */
    struct copied_table *now;
    struct hash_stream *hash;
    struct arena *a; /* of the rows at hand */
    struct sql_value *row;
    size_t columns, rows;
};

/* Rows as they are compared ---------------------------------------------------------------- */

static void hash_value(struct hash_stream *h, const struct sql_value *v)
{
    if (v->type == SQL_TEXT) {
        uint64_t n = v->s.n;
        hash_stream_put(h, &n, sizeof n);
        hash_stream_put(h, v->s.p, v->s.n);
    } else {
        hash_stream_put(h, &v->i, sizeof v->i);
    }
}

static struct sql_value fraction(double f)
{
    struct sql_value v = F64(f);
    memcpy(&v.i, &f, sizeof f); /* compared, and sent at once with others, bit by bit */
    return v;
}

static struct sql_value value_of(struct sql_query *k, int at, char type)
{
    return type == 't'   ? TXT(sql_text(k, at))
           : type == 'f' ? fraction(sql_f64(k, at))
                         : I64(sql_i64(k, at));
}

/* As PostgreSQL's side of the seam does it (sql_postgres.c). */
static struct str mend(struct copy *c, struct str s)
{
    if (!c->mends || (!memchr(s.p, 0, s.n) && utf8_valid(s)))
        return s;
    struct buf b;
    buf_init(&b, s.n * 3 + 1);
    for (struct str rest = s; rest.n;) {
        uint32_t point = utf8_next(&rest);
        utf8_put(&b, point ? point : UTF8_BAD);
    }
    c->now->mended++;
    s = arena_str(c->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* Writing ------------------------------------------------------------------------------- */

static void row_of(void *ctx, size_t at, struct sql_value *v)
{
    struct copy *c = ctx;
    memcpy(v, c->row + at * c->columns, c->columns * sizeof *v);
}

static enum err_code write_rows(struct copy *c, struct err *e)
{
    struct sql *q = &c->to->sql;
    const struct sql_rows rows = {
        .text = c->t->copy, .n = c->rows, .columns = c->columns, .row = row_of, .ctx = c};
    enum err_code rc = ERR_OK;
    if (c->rows && q->engine->copy)
        rc = q->engine->copy(q->db, &rows, e);
    for (size_t i = 0; i < c->rows && rc == ERR_OK && !q->engine->copy; i++)
        rc = sql_run(q, c->t->insert, c->row + i * c->columns, c->columns, NULL, e);
    c->rows = 0;
    arena_reset(c->a);
    c->row = ARENA_ARRAY(c->a, struct sql_value, ROWS_AT_ONCE * c->columns);
    return rc;
}

static enum err_code take_row(void *ctx, struct sql_query *k, struct err *e)
{
    struct copy *c = ctx;
    struct sql_value *v = c->row + c->rows * c->columns;
    for (size_t i = 0; i < c->columns; i++) {
        v[i] = value_of(k, (int)i, c->t->types[i]);
        if (v[i].type == SQL_TEXT) {
            struct str mended = mend(c, v[i].s);
            v[i].s = mended.p == v[i].s.p ? arena_str(c->a, mended) : mended;
        }
        hash_value(c->hash, &v[i]);
    }
    c->now->rows++;
    c->rows++;
    return c->rows == ROWS_AT_ONCE || arena_left(c->a) < MIB(64) ? write_rows(c, e) : ERR_OK;
}

static enum err_code compare_row(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct copy *c = ctx;
    for (size_t i = 0; i < c->columns; i++) {
        struct sql_value v = value_of(k, (int)i, c->t->types[i]);
        hash_value(c->hash, &v);
    }
    c->rows++;
    return ERR_OK;
}

static enum err_code copy_table(struct copy *c, struct err *e)
{
    char back[65];
    *c->now = (struct copied_table){.name = c->t->name};
    c->columns = strlen(c->t->types);
    c->rows = 0;
    c->hash = hash_stream_new();
    arena_reset(c->a);
    c->row = ARENA_ARRAY(c->a, struct sql_value, ROWS_AT_ONCE * c->columns);
    enum err_code rc = store__walk(&c->from->sql, c->t->read, NULL, 0, take_row, c, e);
    if (rc == ERR_OK)
        rc = write_rows(c, e);
    hash_stream_end(c->hash, c->now->digest);
    c->hash = hash_stream_new();
    c->rows = 0;
    if (rc == ERR_OK)
        rc = store__walk(&c->to->sql, c->t->read, NULL, 0, compare_row, c, e);
    hash_stream_end(c->hash, back);
    if (rc == ERR_OK && ((int64_t)c->rows != c->now->rows || strcmp(back, c->now->digest) != 0))
        rc = err_set(e, ERR_DB, "%s did not come back as it was sent; nothing was kept",
                     c->t->name);
    return rc ? err_wrap(e, "%s", c->t->name) : ERR_OK;
}

/* A home that has but what every home has from the start. */
static enum err_code is_new(struct store *s, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct copy_table *t = copy_tables; t->name && rc == ERR_OK; t++) {
        int64_t n = 0;
        bool first = strcmp(t->name, "owners") == 0, second = strcmp(t->name, "contexts") == 0;
        rc = sql_one(&s->sql, t->count, NULL, 0, &n, e);
        if (rc == ERR_OK && n > (first ? 1 : second ? 3 : 0))
            rc = err_set(e, ERR_CONFLICT,
                         "the place to copy to holds something already (%s); give an empty one",
                         t->name);
    }
    return rc;
}

static enum err_code clear(struct sql *q, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct copy_table *t = copy_tables; t->name && rc == ERR_OK; t++)
        rc = sql_run(q, t->clear, NULL, 0, NULL, e);
    return rc;
}

static const char owners_sql[] = "SELECT owner_id FROM owners ORDER BY owner_id";

static enum err_code take_owner(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

/* The index of words is of the engine: it is made anew for each owner. */
static enum err_code make_search(struct store *s, struct arena *a, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(&s->sql, owners_sql, NULL, 0, take_owner, &l, e);
    int64_t before = s->sql.owner;
    if (s->sql.engine->many_owners && l.n > 1)
        l.n = 1; /* one index for all */
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        s->sql.owner = ((const int64_t *)l.v)[i];
        rc = s->sql.engine->search->rebuild(&s->sql, e);
    }
    s->sql.owner = before;
    return rc;
}

static enum err_code copy_rows(struct copy *c,
                               void (*told)(void *ctx, const struct copied_table *t), void *ctx,
                               struct arena *a, struct copied *out, struct err *e)
{
    struct sql *to = &c->to->sql;
    enum err_code rc = sql_look(&c->from->sql, e);
    if (rc)
        return rc;
    rc = sql_begin(to, e);
    if (rc == ERR_OK)
        rc = clear(to, e);
    for (c->t = copy_tables; c->t->name && rc == ERR_OK; c->t++) {
        c->now = &out->table[out->n++];
        rc = copy_table(c, e);
        out->rows += c->now->rows;
        out->mended += c->now->mended;
        if (rc == ERR_OK && told)
            told(ctx, c->now);
    }
    if (rc == ERR_OK)
        rc = make_search(c->to, a, e);
    if (rc == ERR_OK)
        rc = sql_commit(to, e);
    if (rc)
        sql_rollback(to);
    struct err ignored;
    if (sql_commit(&c->from->sql, &ignored)) {
        /* nothing was written there */
    }
    if (rc == ERR_OK && to->engine->grown)
        rc = to->engine->grown(to->db, out->rows, e);
    return rc;
}

/* Files --------------------------------------------------------------------------------- */

static enum err_code copy_file(const char *from, const char *to, struct err *e)
{
    char block[65536];
    size_t got = 1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return err_set(e, ERR_NOT_FOUND, "%s can't be read: %s", from, strerror(errno));
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    enum err_code rc =
        out < 0 ? err_set(e, ERR_IO, "%s can't be written: %s", to, strerror(errno)) : ERR_OK;
    while (rc == ERR_OK && (rc = files_get(in, block, sizeof block, &got, e)) == ERR_OK && got)
        rc = files_put(out, block, got, to, e);
    close(in);
    if (out >= 0 && close(out) != 0 && rc == ERR_OK)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", to, strerror(errno));
    return rc;
}

struct copying {
    struct store *from, *to;
    struct arena *a;
    struct copied *out;
};

static enum err_code take_file(void *ctx, const struct media_kept *m, struct err *e)
{
    struct copying *c = ctx;
    struct str name = str_after(m->path, strlen(c->from->dir));
    struct str to = arena_printf(c->a, "%s" STRF, c->to->dir, STRA(name));
    enum err_code rc = files_make_folders(c->to->home, str_after(to, strlen(c->to->home)), e);
    if (rc == ERR_OK)
        rc = copy_file(arena_cstr(c->a, m->path), arena_cstr(c->a, to), e);
    c->out->files += rc == ERR_OK;
    if (rc == ERR_NOT_FOUND) { /* it was lost before: the rows still say what it was */
        c->out->missing++;
        rc = ERR_OK;
    }
    arena_reset(c->a);
    return rc;
}

static enum err_code copy_files(struct store *from, struct store *to, struct arena *a,
                                struct copied *out, struct err *e)
{
    struct store__list owners = {a, NULL, 0, 0, sizeof(int64_t)};
    struct copying c = {from, to, arena_new(MIB(1)), out};
    enum err_code rc = ERR_OK;
    if (strcmp(from->home, to->home) != 0) {
        rc = store__each(&to->sql, owners_sql, NULL, 0, take_owner, &owners, e);
        /* the key opens what the rows have sealed */
        struct str key = arena_printf(a, "%skey", from->home);
        if (rc == ERR_OK && access(key.p, R_OK) == 0)
            rc = copy_file(key.p, arena_printf(a, "%skey", to->home).p, e);
    }
    for (size_t i = 0; i < owners.n && rc == ERR_OK; i++) {
        store_act_for(from, ((const int64_t *)owners.v)[i]);
        store_act_for(to, ((const int64_t *)owners.v)[i]);
        rc = store_media_each(from, take_file, &c, e);
    }
    arena_free(c.a);
    return rc;
}

enum err_code store_copy(const struct place *from, const struct place *to,
                         void (*told)(void *ctx, const struct copied_table *t), void *ctx,
                         struct arena *a, struct copied *out, struct err *e)
{
    struct copy c = {.mends = to->db != NULL};
    size_t tables = 0;
    while (copy_tables[tables].name)
        tables++;
    *out = (struct copied){.table = ARENA_ARRAY(a, struct copied_table, tables)};
    enum err_code rc = store_open(from, NULL, NULL, &c.from, e);
    if (rc == ERR_OK)
        rc = store_open(to, NULL, NULL, &c.to, e);
    if (rc == ERR_OK)
        rc = is_new(c.to, e);
    /* ids of posts are an owner's own, but in an index for all (sql_sqlite.c) */
    if (rc == ERR_OK && c.to->sql.engine->many_owners)
        rc = sql_exec(&c.to->sql, c.to->sql.engine->many_owners, e);
    c.a = arena_new(GIB(1));
    if (rc == ERR_OK)
        rc = copy_rows(&c, told, ctx, a, out, e);
    if (rc == ERR_OK)
        rc = copy_files(c.from, c.to, a, out, e);
    arena_free(c.a);
    store_close(c.from);
    store_close(c.to);
    return rc;
}
