/* store/owner_delete.c: every row of an owner in one transaction, their files after it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/owner_delete.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/files.h"
#include "store/store_private.h"
#include "store/tables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Finding ------------------------------------------------------------------------------- */

static enum err_code take_owner(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct owner_going *g = store__push(l);
    g->id = sql_i64(k, 0);
    g->name = sql_copy(k, 1, l->a);
    g->email = sql_copy(k, 2, l->a);
    g->is_company = str_is(sql_text(k, 3), "company");
    return ERR_OK;
}

static enum err_code count_rows(struct store *s, struct owner_going *g, struct err *e)
{
    struct {
        const char *table;
        int64_t *n;
    } told[] = {
        {"imports",    &g->imports   },
        {"posts",      &g->posts     },
        {"identities", &g->identities},
        {"drafts",     &g->drafts    },
        {"media",      &g->files     }
    };
    enum err_code rc = ERR_OK;
    for (const struct store__table *t = store__table_list; t->name && rc == ERR_OK; t++) {
        int64_t n = 0;
        if (!t->owned)
            continue;
        rc = sql_one(&s->sql, t->owned, VALUES(I64(g->id)), &n, e);
        g->rows += n;
        for (size_t i = 0; i < COUNT_OF(told); i++)
            if (strcmp(told[i].table, t->name) == 0)
                *told[i].n = n;
    }
    return rc;
}

enum err_code store_owner_going(struct store *s, struct str which, struct arena *a,
                                struct owner_going *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct owner_going)};
    int64_t id = 0;
    if (!str_i64(which, &id))
        id = 0;
    enum err_code rc = store__each(&s->sql,
                                   "SELECT owner_id, name, email, kind "
                                   "FROM owners "
                                   "WHERE owner_id = $1 OR (email <> '' AND email = lower($2)) "
                                   "OR (name <> '' AND name = $2) "
                                   "ORDER BY owner_id",
                                   VALUES(I64(id), TXT(which)), take_owner, &l, e);
    if (rc)
        return rc;
    if (l.n == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no owner \"" STRF "\"", STRA(which));
    if (l.n > 1)
        return err_set(e, ERR_CONFLICT,
                       "several owners are called \"" STRF "\"; name one by e-mail address or "
                       "number",
                       STRA(which));
    *out = *(struct owner_going *)l.v;
    return count_rows(s, out, e);
}

/* Files --------------------------------------------------------------------------------- */

/* HOME/forgetting says whose files are to go: the number of the owner, when their row was made,
 * then a line for each archive that waits. It is written before the rows go. Where that row is
 * still there the deletion came to nothing, and so do the files' end. */
static struct str note_path(const struct store *s, struct arena *a)
{
    return arena_printf(a, "%sforgetting", s->home);
}

static enum err_code note_archive(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct buf *b = ctx;
    struct str path = sql_text(k, 0);
    if (path.n && str_chr(path, '\n') < 0) {
        buf_str(b, path);
        buf_char(b, '\n');
    }
    return ERR_OK;
}

static enum err_code write_note(struct store *s, int64_t owner, int64_t created_ms,
                                struct err *e)
{
    struct buf b;
    struct arena *a = arena_new(KIB(64));
    buf_init(&b, MIB(16));
    buf_printf(&b, "%lld %lld\n", (long long)owner, (long long)created_ms);
    enum err_code rc = store__each(
        &s->sql, "SELECT path FROM jobs WHERE owner_id = $1 AND ended_ms = 0 ORDER BY id",
        VALUES(I64(owner)), note_archive, &b, e);
    const char *path = note_path(s, a).p;
    int fd = rc ? -1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (rc == ERR_OK && fd < 0)
        rc = err_set(e, ERR_IO, "%s can't be made: %s", path, strerror(errno));
    if (rc == ERR_OK)
        rc = files_put(fd, b.p, b.n, path, e);
    if (rc == ERR_OK && fsync(fd) != 0)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    buf_free(&b);
    arena_free(a);
    return rc;
}

/* An archive in the folder where they wait, and nowhere else. */
static enum err_code remove_archive(struct store *s, struct str path, struct arena *a,
                                    struct err *e)
{
    if (!str_starts(path, STR("incoming/")) || str_find(path, STR("..")) >= 0)
        return ERR_OK;
    struct str full = arena_printf(a, "%s" STRF, s->home, STRA(path));
    enum err_code rc = files_remove_tree(full.p, e);
    struct str folder = files_folder(full, a);
    if (!str_ends(folder, STR("/incoming")))
        rmdir(folder.p);
    return rc;
}

static enum err_code remove_files(struct store *s, int64_t owner, struct str archives,
                                  struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    int64_t before = s->sql.owner;
    struct str line;
    enum err_code rc = ERR_OK;
    if (owner == FIRST_OWNER) {
        store_act_for(s, owner);
        rc = store__media_sweep_all(s, e);
        store_act_for(s, before);
    } else {
        rc =
            files_remove_tree(arena_printf(a, "%sowners/%lld", s->home, (long long)owner).p, e);
    }
    while (rc == ERR_OK && str_cut(&archives, '\n', &line)) {
        rc = remove_archive(s, line, a, e);
        arena_reset(a);
    }
    arena_free(a);
    return rc;
}

/* What a note asks for; the lock is held. */
static enum err_code follow_note(struct store *s, struct str note, struct err *e)
{
    struct str first = STR_NONE, id;
    int64_t owner = 0, created_ms = 0, there = 0;
    bool whole = str_cut(&note, '\n', &first) && str_cut(&first, ' ', &id) &&
                 str_i64(id, &owner) && str_i64(first, &created_ms) && owner > 0;
    if (!whole)
        return ERR_OK; /* cut off before any row went */
    enum err_code rc =
        sql_one(&s->sql, "SELECT count(*) FROM owners WHERE owner_id = $1 AND created_ms = $2",
                VALUES(I64(owner), I64(created_ms)), &there, e);
    return rc || there ? rc : remove_files(s, owner, note, e);
}

static enum err_code settle(struct store *s, struct err *e)
{
    struct arena *a = arena_new(MIB(32));
    const char *path = note_path(s, a).p;
    enum err_code rc = ERR_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        char *note = arena_alloc(a, MIB(16));
        size_t n = 0;
        rc = files_get(fd, note, MIB(16), &n, e);
        close(fd);
        if (rc == ERR_OK)
            rc = follow_note(s, str_of(note, n), e);
        if (rc == ERR_OK)
            unlink(path);
    }
    arena_free(a);
    return rc;
}

enum err_code store__settle_forgotten(struct store *s, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    bool noted = access(note_path(s, a).p, F_OK) == 0;
    arena_free(a);
    if (!noted || !store__try_lock(s))
        return ERR_OK;
    int hold = store__hold_files(s);
    enum err_code rc = hold < 0 ? ERR_OK : settle(s, e); /* a backup is made: the next time */
    if (hold >= 0)
        close(hold);
    store__unlock(s);
    return rc;
}

/* Rows ---------------------------------------------------------------------------------- */

static enum err_code forget_post(void *ctx, struct sql_query *k, struct err *e)
{
    struct sql *q = ctx;
    return store__search_remove(q, sql_i64(k, 0), sql_text(k, 1), sql_text(k, 2),
                                sql_text(k, 3), e);
}

static enum err_code delete_rows(struct store *s, int64_t owner, int64_t created_ms,
                                 struct err *e)
{
    struct sql *q = &s->sql;
    int64_t others = 0, now = time_now_ms(), acts_for = q->owner;
    q->owner = owner; /* the index of words asks whose they are */
    enum err_code rc =
        store__walk(q, "SELECT id, title, summary, text FROM posts WHERE owner_id = $1",
                    VALUES(I64(owner)), forget_post, q, e);
    q->owner = acts_for;
    for (const struct store__table *t = store__table_list; t->name && rc == ERR_OK; t++)
        if (t->drop)
            rc = sql_run(q, t->drop, VALUES(I64(owner)), NULL, e);
    if (rc || owner != FIRST_OWNER)
        return rc;
    rc = sql_one(q, "SELECT count(*) FROM owners", NULL, 0, &others, e);
    /* another moment than before, by which the two are told apart */
    return rc ? rc
              : store__first_owner(q, now > created_ms ? now : created_ms + 1, others == 0, e);
}

static enum err_code delete_all(struct store *s, int64_t owner, struct err *e)
{
    struct sql *q = &s->sql;
    int64_t created_ms = -1;
    enum err_code rc = sql_one(q, "SELECT created_ms FROM owners WHERE owner_id = $1",
                               VALUES(I64(owner)), &created_ms, e);
    if (rc == ERR_OK && created_ms < 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no owner %lld", (long long)owner);
    if (rc == ERR_OK)
        rc = store__may_go(q, owner, false, e);
    if (rc == ERR_OK)
        rc = settle(s, e); /* of one who went before */
    if (rc == ERR_OK)
        rc = write_note(s, owner, created_ms, e);
    if (rc == ERR_OK && q->engine->overwrite)
        rc = q->engine->overwrite(q->db, true, e);
    if (rc == ERR_OK && (rc = sql_begin(q, e)) == ERR_OK) {
        rc = delete_rows(s, owner, created_ms, e);
        if (rc == ERR_OK)
            rc = sql_commit(q, e);
        if (rc)
            sql_rollback(q);
    }
    if (rc == ERR_OK && q->engine->overwrite)
        rc = q->engine->overwrite(q->db, false, e);
    /* where nothing was deleted this only takes the note away */
    struct err unheard;
    enum err_code settled = settle(s, rc ? &unheard : e);
    return rc ? rc : settled;
}

enum err_code store_owner_delete(struct store *s, int64_t owner, struct err *e)
{
    /* their lock: an import of theirs ends first */
    int64_t acts_for = s->sql.owner;
    s->sql.owner = owner;
    enum err_code rc = store__lock(s, e);
    s->sql.owner = acts_for;
    if (rc)
        return rc;
    int hold = store__hold_files(s);
    if (hold < 0) {
        rc = err_set(e, ERR_CONFLICT, "a backup is being made; try again when it is done");
    } else {
        store__drop_snapshot(s);
        rc = delete_all(s, owner, e);
        close(hold);
    }
    s->sql.owner = owner;
    store__unlock(s);
    s->sql.owner = acts_for;
    return rc;
}
