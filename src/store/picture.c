/* store/picture.c: rows about kept pictures, and the folder of their small copies. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/picture.h"

#include "core/limits.h"
#include "store/store_private.h"
#include "store/timeline.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* DIR/shown/ab/abcd….webp: derived, in no backup, made anew where it is missing. */

enum {
    NEW_MOST = 200
};

static struct str shown_path(const struct store *s, struct str digest, struct arena *a)
{
    return arena_printf(a, "%sshown/" STRF "/" STRF ".webp", s->dir,
                        STRA(str_sub(digest, 0, 2)), STRA(digest));
}

static enum err_code take_new(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct picture_new *p = store__push(ctx);
    p->digest = sql_copy(k, 0, ((struct store__list *)ctx)->a);
    return ERR_OK;
}

enum err_code store_pictures_new(struct store *s, struct arena *a, struct picture_new **out,
                                 size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct picture_new)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT m.digest FROM media m "
        "WHERE m.owner_id = $1 AND m.media_type LIKE 'image/%' AND NOT EXISTS (SELECT 1 FROM "
        "pictures p WHERE p.owner_id = m.owner_id AND p.digest = m.digest) "
        "ORDER BY m.digest LIMIT $2",
        VALUES(I64(s->sql.owner), I64(NEW_MOST)), take_new, &l, e);
    *out = l.v;
    *n = l.n;
    for (size_t i = 0; i < *n && rc == ERR_OK; i++) {
        struct str type;
        rc = store_media_path(s, (*out)[i].digest, a, &(*out)[i].path, &type, e);
    }
    return rc;
}

static enum err_code put_all(struct sql *q, const struct kept_picture *p, size_t n,
                             struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(q,
                     "INSERT INTO pictures (owner_id, digest, width, height, shown, has_place, "
                     "lat, lon, taken, device, serial, why) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(q->owner), TXT(p[i].digest), I64(p[i].width), I64(p[i].height),
                            I64(p[i].shown), I64(p[i].has_place), F64(p[i].lat), F64(p[i].lon),
                            TXT(p[i].taken), TXT(p[i].device), I64(p[i].has_serial),
                            TXT(p[i].why)),
                     NULL, e);
    return rc;
}

enum err_code store_pictures_put(struct store *s, const struct kept_picture *p, size_t n,
                                 struct err *e)
{
    enum err_code rc = store__write(s, e);
    return rc ? rc : store__written(s, put_all(&s->sql, p, n, e), e);
}

static enum err_code make_folder(const char *path, struct err *e)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return err_set(e, ERR_IO, "the folder %s can't be made: %s", path, strerror(errno));
    return ERR_OK;
}

enum err_code store_picture_place(struct store *s, struct str digest, struct arena *a,
                                  struct str *place, struct str *aside, struct err *e)
{
    *place = shown_path(s, digest, a);
    *aside = arena_printf(a, "%sshown/incoming-%d", s->dir, (int)getpid());
    enum err_code rc = make_folder(arena_printf(a, "%sshown", s->dir).p, e);
    return rc ? rc
              : make_folder(
                    arena_printf(a, "%sshown/" STRF, s->dir, STRA(str_sub(digest, 0, 2))).p, e);
}

enum err_code store_picture_shown(struct store *s, struct str digest, struct arena *a,
                                  struct str *path, bool *blind, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *path = STR_NONE;
    *blind = false;
    enum err_code rc =
        sql_ask(&s->sql, &k, "SELECT shown FROM pictures WHERE owner_id = $1 AND digest = $2",
                VALUES(I64(s->sql.owner), TXT(digest)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        *blind = sql_i64(&k, 0) == 0;
        *path = *blind ? STR_NONE : shown_path(s, digest, a);
        if (path->n && access(path->p, R_OK) != 0)
            *path = STR_NONE;
    }
    sql_done(&k);
    return rc;
}

static enum err_code take_missing(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct str digest = sql_copy(k, 0, l->a);
    *(struct str *)store__push(l) = digest;
    return ERR_OK;
}

static enum err_code forget_missing(struct store *s, const struct str *digest, size_t n,
                                    struct arena *a, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (access(shown_path(s, digest[i], a).p, R_OK) != 0)
            rc = sql_run(&s->sql, "DELETE FROM pictures WHERE owner_id = $1 AND digest = $2",
                         VALUES(I64(s->sql.owner), TXT(digest[i])), NULL, e);
    return rc;
}

enum err_code store_pictures_recheck(struct store *s, struct err *e)
{
    struct store__list l = {arena_new(MIB(1024)), NULL, 0, 0, sizeof(struct str)};
    enum err_code rc =
        store__each(&s->sql, "SELECT digest FROM pictures WHERE owner_id = $1 AND shown > 0",
                    VALUES(I64(s->sql.owner)), take_missing, &l, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    if (rc == ERR_OK)
        rc = store__written(s, forget_missing(s, l.v, l.n, l.a, e), e);
    arena_free(l.a);
    return rc;
}

static enum err_code take_told(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct picture_told *t = store__push(l);
    *t = (struct picture_told){
        .picture = {.digest = sql_copy(k, 0, l->a),
                    .width = sql_i64(k, 1),
                    .height = sql_i64(k, 2),
                    .shown = sql_i64(k, 3),
                    .has_place = sql_i64(k, 4) != 0,
                    .lat = sql_f64(k, 5),
                    .lon = sql_f64(k, 6),
                    .taken = sql_copy(k, 7, l->a),
                    .device = sql_copy(k, 8, l->a),
                    .has_serial = sql_i64(k, 9) != 0,
                    .why = STR_NONE},
        .post_id = sql_i64(k, 10),
        .at_ms = sql_i64(k, 11)
    };
    return ERR_OK;
}

enum err_code store_pictures_told(struct store *s, size_t limit, struct arena *a,
                                  struct picture_told **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct picture_told)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT p.digest, p.width, p.height, p.shown, p.has_place, p.lat, p.lon, p.taken, "
        "p.device, p.serial, o.id, o.at_ms "
        "FROM pictures p "
        "JOIN (SELECT t.media AS media, max(t.post_id) AS post_id FROM attachments t "
        "WHERE t.owner_id = $1 AND t.media <> '' GROUP BY t.media) x ON x.media = p.digest "
        "JOIN posts o ON o.owner_id = p.owner_id AND o.id = x.post_id "
        "WHERE p.owner_id = $1 AND (p.has_place = 1 OR p.serial = 1) "
        "ORDER BY o.id DESC LIMIT $2",
        VALUES(I64(s->sql.owner), I64((int64_t)limit)), take_told, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_counts(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(struct picture_counts *)ctx =
        (struct picture_counts){sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2), sql_i64(k, 3)};
    return ERR_OK;
}

enum err_code store_picture_counts(struct store *s, struct picture_counts *out, struct err *e)
{
    *out = (struct picture_counts){0, 0, 0, 0};
    return store__each(
        &s->sql,
        "SELECT count(*), coalesce(sum(has_place), 0), coalesce(sum(serial), 0), "
        "coalesce(sum(CASE WHEN shown = 0 THEN 1 ELSE 0 END), 0) "
        "FROM pictures WHERE owner_id = $1",
        VALUES(I64(s->sql.owner)), take_counts, out, e);
}

void store__picture_forget(struct store *s, struct str digest, struct arena *a)
{
    unlink(shown_path(s, digest, a).p);
}
