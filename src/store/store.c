/* store/store.c: opening a home: its folder, its lock, its database; settling what a crash left. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store_private.h"

#include "core/buf.h"
#include "core/hash.h"
#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *path_in(const char *dir, const char *name)
{
    struct buf b;
    buf_init(&b, 8192);
    buf_printf(&b, "%s%s%s", dir, str_ends(str_from(dir), STR("/")) ? "" : "/", name);
    char *p = mem_alloc(b.n + 1);
    memcpy(p, buf_cstr(&b), b.n + 1);
    buf_free(&b);
    return p;
}

/* The folder and those above it, readable by nobody else. */
static enum err_code make_folder(const char *dir, struct err *e)
{
    struct buf b;
    buf_init(&b, 8192);
    struct str rest = str_from(dir), part;
    enum err_code rc = ERR_OK;
    if (str_starts(rest, STR("/")))
        buf_char(&b, '/');
    while (rc == ERR_OK && str_cut(&rest, '/', &part)) {
        if (part.n == 0)
            continue;
        buf_str(&b, part);
        if (mkdir(buf_cstr(&b), 0700) != 0 && errno != EEXIST)
            rc = err_set(e, ERR_IO, "the folder %s can't be made: %s", buf_cstr(&b),
                         strerror(errno));
        buf_char(&b, '/');
    }
    buf_free(&b);
    struct stat st;
    if (rc == ERR_OK && stat(dir, &st) == 0 && !S_ISDIR(st.st_mode))
        rc = err_set(e, ERR_IO, "%s is a file, not a folder", dir);
    return rc;
}

/* Locks: a file of the home in SQLite; in PostgreSQL advisory locks, which end with their
 * connection. Their numbers are "TACT", and the owner's or those of store__name. */
#define LOCK_OWNERS (INT64_C(0x54414354) << 32)
#define LOCK_NAMES  (INT64_C(0x54414355) << 32)

static bool try_name(struct store *s, int64_t name, struct err *e)
{
    bool got = false;
    if (s->lock >= 0)
        return flock(s->lock, LOCK_EX | LOCK_NB) == 0;
    return s->sql.engine->try_lock(s->sql.db, name, &got, e) == ERR_OK && got;
}

static enum err_code wait_for_name(struct store *s, int64_t name, struct err *e)
{
    struct err why = {.code = ERR_OK};
    for (int tries = 0; tries < 150 && why.code == ERR_OK; tries++) {
        if (try_name(s, name, &why))
            return ERR_OK;
        if (why.code == ERR_OK)
            usleep(tries < 10 ? 10000 : 100000);
    }
    if (why.code) {
        *e = why;
        return why.code;
    }
    return err_set(e, ERR_CONFLICT,
                   "something else is being written to this home, an import perhaps; "
                   "try again when it is done");
}

static void give_name(struct store *s, int64_t name)
{
    if (s->lock >= 0)
        flock(s->lock, LOCK_UN);
    else
        s->sql.engine->unlock(s->sql.db, name);
}

bool store__try_lock(struct store *s)
{
    struct err ignored;
    s->writing = try_name(s, LOCK_OWNERS | s->sql.owner, &ignored);
    return s->writing;
}

enum err_code store__lock(struct store *s, struct err *e)
{
    enum err_code rc = wait_for_name(s, LOCK_OWNERS | s->sql.owner, e);
    s->writing = rc == ERR_OK;
    return rc;
}

void store__unlock(struct store *s)
{
    s->writing = s->seen.there = false;
    give_name(s, LOCK_OWNERS | s->sql.owner);
}

enum err_code store__hold(struct store *s, enum store__name what, struct err *e)
{
    return wait_for_name(s, LOCK_NAMES | (int64_t)what, e);
}

bool store__try_hold(struct store *s, enum store__name what)
{
    struct err ignored;
    return try_name(s, LOCK_NAMES | (int64_t)what, &ignored);
}

void store__let_go(struct store *s, enum store__name what)
{
    give_name(s, LOCK_NAMES | (int64_t)what);
}

enum err_code store__write(struct store *s, struct err *e)
{
    enum err_code rc = store__lock(s, e);
    if (rc == ERR_OK && (rc = sql_begin(&s->sql, e)) != ERR_OK)
        store__unlock(s);
    return rc;
}

enum err_code store__written(struct store *s, enum err_code rc, struct err *e)
{
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    store__unlock(s);
    return rc;
}

enum err_code store__note(struct store *s, struct err *e)
{
    return sql_begin(&s->sql, e);
}

enum err_code store__noted(struct store *s, enum err_code rc, struct err *e)
{
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    s->seen.there = false;
    return rc;
}

bool store_is_busy(struct store *s)
{
    if (s->lock < 0)
        return false;
    bool free = store__try_lock(s);
    if (free)
        store__unlock(s);
    return !free;
}

struct settle {
    void (*told)(void *ctx, const char *say);
    void *ctx;
};

static enum err_code tell(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct settle *st = ctx;
    char say[512];
    struct str name = sql_text(k, 1);
    bool kept = sql_text(k, 2).n > 0;
    snprintf(say, sizeof say, "Import %lld (" STRF ") was interrupted%s",
             (long long)sql_i64(k, 0), (int)(name.n > 300 ? 300 : name.n), name.p,
             kept ? "; import it again and it goes on from where it stood, or undo it."
                  : " and nothing of it was kept; import it again.");
    if (st->told)
        st->told(st->ctx, say);
    return ERR_OK;
}

/* An import that still says "reading" while nobody holds the lock died: its transaction is gone
 * by itself, only the row is left to say so. */
static enum err_code settle(struct store *s, struct settle *st, struct err *e)
{
    int64_t left = 0;
    enum err_code rc = sql_one(&s->sql,
                               "SELECT count(*) "
                               "FROM imports "
                               "WHERE owner_id = $1 AND state = 'reading'",
                               VALUES(I64(s->sql.owner)), &left, e);
    if (rc || left == 0 || !store__try_lock(s))
        return rc;
    rc = store__each(
        &s->sql,
        "SELECT id, archive, mark FROM imports WHERE owner_id = $1 AND state = 'reading'",
        VALUES(I64(s->sql.owner)), tell, st, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE imports "
                     "SET state = 'interrupted' "
                     "WHERE owner_id = $1 AND state = 'reading'",
                     VALUES(I64(s->sql.owner)), NULL, e);
    store__unlock(s);
    return rc;
}

/* Files of the first owner stand where they always stood; those of others in a folder each, which
 * goes when they go. */
void store_act_for(struct store *s, int64_t owner)
{
    char part[48] = "";
    if (s->sql.engine && s->sql.engine->drop)
        s->sql.engine->drop(s->sql.db); /* a request that ended in the middle */
    s->seen.there = false;
    s->sql.owner = owner ? owner : FIRST_OWNER;
    if (s->sql.owner != FIRST_OWNER)
        snprintf(part, sizeof part, "owners/%lld/", (long long)owner);
    mem_free(s->dir);
    s->dir = path_in(s->home, part);
}

enum err_code store__own_folder(struct store *s, struct err *e)
{
    return make_folder(s->dir, e);
}

int64_t store_owner(const struct store *s)
{
    return s->sql.owner;
}

enum err_code store_open(const struct place *at, void (*told)(void *ctx, const char *say),
                         void *ctx, struct store **out, struct err *e)
{
    const char *dir = at->home;
    bool file = !at->db;
    enum err_code rc = make_folder(dir, e);
    if (rc)
        return rc;
    struct store *s = mem_calloc(1, sizeof *s);
    s->home = path_in(dir, "");
    store_act_for(s, at->owner);
    char *lock = path_in(dir, "lock"), *db = path_in(dir, "tact.db");
    s->lock = file ? open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file && s->lock < 0)
        rc = err_set(e, ERR_IO, "%s can't be opened: %s", lock, strerror(errno));
    mode_t before = umask(0077);
    /* two that make the same home at once: the second waits until the first has made it */
    bool fresh = file && access(db, F_OK) != 0;
    if (rc == ERR_OK && fresh)
        rc = store__lock(s, e);
    if (rc == ERR_OK)
        rc =
            sql_open(&s->sql, file ? &sql_sqlite : &sql_postgres, file ? db : at->db, false, e);
    if (rc == ERR_OK)
        rc = store__migrate(s, e);
    if (fresh && s->lock >= 0)
        store__unlock(s);
    umask(before);
    struct settle st = {told, ctx};
    if (rc == ERR_OK)
        rc = settle(s, &st, e);
    if (rc == ERR_OK)
        rc = store__settle_forgotten(s, e);
    if (rc)
        err_wrap(e, "%s", file ? dir : "postgres");
    mem_free(lock);
    mem_free(db);
    if (rc) {
        store_close(s);
        return rc;
    }
    *out = s;
    return ERR_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    sql_close(&s->sql);
    if (s->lock >= 0)
        close(s->lock);
    mem_free(s->home);
    mem_free(s->dir);
    arena_free(s->seen.a);
    mem_free(s);
}

enum err_code store_answers(struct store *s, struct err *e)
{
    int64_t one;
    return sql_one(&s->sql, "SELECT 1 FROM migrations LIMIT 1", NULL, 0, &one, e);
}

enum err_code store_set_cache(struct store *s, int kib, struct err *e)
{
    return s->sql.engine->set_cache(s->sql.db, kib, e);
}

int64_t store__digest(const char *kind, struct str network, struct str key)
{
    const struct str pieces[] = {str_from(kind), network, key};
    return hash_key(pieces, COUNT_OF(pieces));
}

static enum err_code each_as(struct sql *q, enum sql_how how, const char *text,
                             const struct sql_value *v, size_t n, store__row *row, void *ctx,
                             struct err *e)
{
    struct sql_query k;
    bool more = false;
    enum err_code rc = sql_ask_as(q, how, &k, text, v, n, e);
    if (rc)
        return rc;
    while ((rc = sql_row(&k, &more, e)) == ERR_OK && more)
        if ((rc = row(ctx, &k, e)))
            break;
    sql_done(&k);
    return rc;
}

enum err_code store__each(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                          store__row *row, void *ctx, struct err *e)
{
    return each_as(q, SQL_KEPT, text, v, n, row, ctx, e);
}

enum err_code store__walk(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                          store__row *row, void *ctx, struct err *e)
{
    return each_as(q, SQL_WALK, text, v, n, row, ctx, e);
}

void *store__push(struct store__list *l)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        void *v = arena_calloc(l->a, cap, l->size);
        if (l->n)
            memcpy(v, l->v, l->n * l->size);
        l->v = v;
        l->cap = cap;
    }
    return (char *)l->v + l->size * l->n++;
}
