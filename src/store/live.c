/* store/live.c: pages from a network's server as pieces of one import that goes on for good. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/live.h"

#include "core/json.h"
#include "core/limits.h"
#include "core/mem.h"
#include "store/importer.h"

/* The row of the import: its digest says whose it is. *id 0: there is none that holds. */
static enum err_code find_row(struct importer *im, struct str digest, struct err *e)
{
    struct sql_query k;
    struct json *j = NULL;
    struct str counts = STR_NONE;
    bool row = false;
    enum err_code rc =
        sql_ask(im->q, &k,
                "SELECT id, counts, started_ms, taken_ms FROM imports "
                "WHERE owner_id = $1 AND digest = $2 AND state = 'done' ORDER BY id DESC",
                VALUES(I64(im->q->owner), TXT(digest)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        im->id = sql_i64(&k, 0);
        counts = sql_copy(&k, 1, im->a);
        im->started_ms = sql_i64(&k, 2);
        im->taken_ms = sql_i64(&k, 3);
    }
    sql_done(&k);
    if (rc || !row)
        return rc;
    rc = json_parse(counts, NULL, im->a, &j, e);
    if (rc == ERR_OK)
        importer__take_counts(im, j);
    return rc;
}

static enum err_code make_row(struct importer *im, struct str digest, struct str key,
                              struct err *e)
{
    enum err_code rc =
        sql_one(im->q, "SELECT coalesce(max(id), 0) + 1 FROM imports WHERE owner_id = $1",
                VALUES(I64(im->q->owner)), &im->id, e);
    im->archive = key;
    return rc ? rc
              : sql_run(im->q,
                        "INSERT INTO imports (owner_id, id, archive, digest, bytes, reader, "
                        "network, account_id, state, started_ms, ended_ms, taken_ms, seconds, "
                        "counts) "
                        "VALUES ($1, $2, $3, $4, 0, $5, $6, 0, 'done', $7, 0, 0, 0, '')",
                        VALUES(I64(im->q->owner), I64(im->id), TXT(key), TXT(digest),
                               TXT(im->reader), TXT(im->network), I64(im->started_ms)),
                        NULL, e);
}

enum err_code store_live_begin(struct store *s, struct str network, struct str key,
                               struct importer **out, struct err *e)
{
    enum err_code rc = store__lock(s, e);
    if (rc)
        return rc;
    struct importer *im = mem_calloc(1, sizeof *im);
    im->s = s;
    im->q = &s->sql;
    im->a = arena_new(MIB(64));
    im->live = true;
    im->reader = STR("live");
    im->archive = arena_str(im->a, key);
    im->network = im->first_network = arena_str(im->a, network);
    im->account_key = im->account = STR_NONE;
    im->identities = map_new();
    im->started_ms = time_now_ms();
    struct str digest = arena_printf(im->a, "live:" STRF ":" STRF, STRA(network), STRA(key));
    rc = store__none_stopped(im->q, 0, e);
    if (rc == ERR_OK)
        rc = sql_begin(im->q, e);
    if (rc == ERR_OK)
        rc = find_row(im, digest, e);
    if (rc == ERR_OK && im->id == 0)
        rc = make_row(im, digest, im->archive, e);
    if (rc == ERR_OK)
        rc = sql_one(im->q,
                     "SELECT coalesce(max(id), 0) + 1 FROM identities WHERE owner_id = $1",
                     VALUES(I64(im->q->owner)), &im->next_identity, e);
    im->fresh_before = im->fresh;
    im->people_before = im->next_identity;
    if (rc) {
        sql_rollback(im->q);
        importer__finish(im);
        return rc;
    }
    *out = im;
    return ERR_OK;
}

static enum err_code keep(struct importer *im, struct stream_row *row, struct err *e)
{
    struct buf counts;
    enum err_code rc = store_import_settle(im, e);
    buf_init(&counts, KIB(4));
    importer__put_counts(im, &counts);
    if (rc == ERR_OK)
        rc = sql_run(im->q,
                     "UPDATE imports SET ended_ms = $3, taken_ms = $4, counts = $5, "
                     "account_id = CASE WHEN $6 = 0 THEN account_id ELSE $6 END "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(im->q->owner), I64(im->id), I64(time_now_ms()),
                            I64(im->taken_ms), TXT(buf_view(&counts)), I64(im->first_account)),
                     NULL, e);
    buf_free(&counts);
    if (rc == ERR_OK && im->disputed)
        rc = store__settle_versions(im->q, im->id, e);
    if (row && row->account_id == 0)
        row->account_id = im->first_account;
    if (rc == ERR_OK && row)
        rc = store_stream_put(im->s, row, e);
    return rc;
}

enum err_code store_live_commit(struct importer *im, struct stream_row *row, int64_t *fresh,
                                int64_t *people, struct err *e)
{
    enum err_code rc = keep(im, row, e);
    if (rc == ERR_OK)
        rc = sql_commit(im->q, e);
    if (rc)
        sql_rollback(im->q);
    if (fresh)
        *fresh = rc ? 0 : im->fresh - im->fresh_before;
    if (people)
        *people = rc ? 0 : im->next_identity - im->people_before;
    importer__finish(im);
    return rc;
}

void store_live_abort(struct importer *im)
{
    sql_rollback(im->q);
    importer__finish(im);
}

/* A post that this import, or another, brought before ----------------------------------------- */

/* What is there of it that a server may say otherwise now. */
struct known {
    bool there, differs, gone, shared; /* shared: other imports have a say */
};

static enum err_code compare(struct importer *im, int64_t id, const struct record_post *p,
                             struct known *k, struct err *e)
{
    struct sql_query q;
    enum err_code rc = sql_ask(
        im->q, &q,
        "SELECT CASE WHEN text <> $3 OR title <> $4 OR summary <> $5 THEN 1 ELSE 0 END, "
        "deleted_ms, (SELECT count(*) FROM sightings g WHERE g.owner_id = $1 AND g.kind = $6 "
        "AND g.row_id = $2) + (SELECT count(*) FROM post_versions v WHERE v.owner_id = $1 AND "
        "v.post_id = $2) FROM posts WHERE owner_id = $1 AND id = $2",
        VALUES(I64(im->q->owner), I64(id), TXT(str_sub(p->text, 0, LIMIT_POST_TEXT)),
               TXT(p->title), TXT(p->summary), I64(RECORD_POST)),
        e);
    if (rc == ERR_OK)
        rc = sql_row(&q, &k->there, e);
    if (rc == ERR_OK && k->there) {
        k->differs = sql_i64(&q, 0) != 0;
        k->gone = sql_i64(&q, 1) != 0;
        k->shared = sql_i64(&q, 2) != 0;
    }
    sql_done(&q);
    return rc;
}

/* It is this import's alone: the row is as the server has it now. */
static enum err_code rewrite(struct importer *im, int64_t id, const struct record_post *p,
                             struct err *e)
{
    enum err_code rc = store__post_index(im->q, id, false, e);
    if (rc == ERR_OK)
        rc = sql_run(im->q,
                     "UPDATE posts SET text = $3, title = $4, summary = $5, edited_ms = $6, "
                     "deleted_ms = 0 WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(im->q->owner), I64(id),
                            TXT(str_sub(p->text, 0, LIMIT_POST_TEXT)), TXT(p->title),
                            TXT(p->summary), I64(p->edited.sure ? p->edited.ms : 0)),
                     NULL, e);
    if (rc == ERR_OK)
        rc = store__post_unlabel(im->q, id, e);
    return rc ? rc : store__post_index(im->q, id, true, e);
}

static enum err_code say_gone(struct importer *im, int64_t id, const struct record_post *p,
                              struct err *e)
{
    return sql_run(im->q, "UPDATE posts SET deleted_ms = $3 WHERE owner_id = $1 AND id = $2",
                   VALUES(I64(im->q->owner), I64(id), I64(p->deleted.ms)), NULL, e);
}

static enum err_code count_again(struct importer *im, int64_t id, const struct record_post *p,
                                 struct err *e)
{
    if (p->likes < 0 && p->reshares < 0)
        return ERR_OK;
    return sql_run(im->q,
                   "UPDATE posts SET likes = CASE WHEN $3 < 0 THEN likes ELSE $3 END, reshares "
                   "= CASE WHEN $4 < 0 THEN reshares ELSE $4 END "
                   "WHERE owner_id = $1 AND id = $2 AND (likes <> $3 OR reshares <> $4)",
                   VALUES(I64(im->q->owner), I64(id), I64(p->likes), I64(p->reshares)), NULL,
                   e);
}

/* It came to another account before: it is on this one's timeline too. */
static enum err_code see(struct importer *im, int64_t id, struct err *e)
{
    return sql_run(im->q,
                   "INSERT INTO post_seen (owner_id, account_id, kind, post_id, import_id) "
                   "SELECT owner_id, $3, kind, id, $4 FROM posts "
                   "WHERE owner_id = $1 AND id = $2 AND account_id <> $3 "
                   "ON CONFLICT DO NOTHING",
                   VALUES(I64(im->q->owner), I64(id), I64(im->account_id), I64(im->id)), NULL,
                   e);
}

/* Another account of the owner's saw it first, as somebody's: it is the owner's own, and of this one. */
static enum err_code own_it(struct importer *im, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = sql_run(
        im->q,
        "INSERT INTO post_seen (owner_id, account_id, kind, post_id, import_id) "
        "SELECT owner_id, account_id, kind, id, $4 FROM posts "
        "WHERE owner_id = $1 AND id = $2 AND account_id <> $3 AND author_id <> 0 "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(im->q->owner), I64(id), I64(im->account_id), I64(im->id)), &changed, e);
    if (rc == ERR_OK && changed)
        rc = sql_run(im->q,
                     "UPDATE posts SET account_id = $3, author_id = 0 "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(im->q->owner), I64(id), I64(im->account_id)), NULL, e);
    return rc;
}

/* Deleted from here: lists of some servers have it for a while, or for ever. */
static enum err_code is_erased(struct importer *im, const struct record_post *p, bool *out,
                               struct err *e)
{
    int64_t n = 0;
    enum err_code rc = sql_one(
        im->q,
        "SELECT count(*) FROM publications d JOIN publications o ON o.owner_id = d.owner_id "
        "AND o.id = d.about_id WHERE d.owner_id = $1 AND d.what = 'drop' AND d.state = 'sent' "
        "AND o.account_id = $2 AND o.remote_key = $3",
        VALUES(I64(im->q->owner), I64(im->account_id), TXT(p->key)), &n, e);
    *out = n > 0;
    return rc;
}

enum err_code importer__post_now(struct importer *im, int64_t id, const struct record_post *p,
                                 bool mine, struct err *e)
{
    struct known k = {0};
    bool gone = p->deleted.sure != TIME_NONE, erased = false;
    enum err_code rc = compare(im, id, p, &k, e);
    if (rc == ERR_OK && !gone && k.gone)
        rc = is_erased(im, p, &erased, e);
    if (rc || erased)
        return rc;
    if (!gone)
        rc = count_again(im, id, p, e);
    if (rc == ERR_OK && !gone)
        rc = p->own ? own_it(im, id, e) : see(im, id, e);
    if (rc || !k.there || (!gone && !k.differs && !k.gone) || (gone && k.gone))
        return rc;
    im->changed++;
    if (!mine || k.shared) { /* others have a say: versions.c decides */
        im->disputed = true;
        return importer__post_version(im, id, p, e);
    }
    return gone ? say_gone(im, id, p, e) : rewrite(im, id, p, e);
}

/* Posts to look at again --------------------------------------------------------------------- */

static enum err_code take_post(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct live_post *p = store__push(l);
    *p = (struct live_post){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

enum err_code store_live_posts(struct store *s, const struct live_wanted *w, struct arena *a,
                               struct live_post **out, size_t *n, struct err *e)
{
    static const char own_sql[] =
        "SELECT p.id, p.key, coalesce((SELECT max(m.name) FROM post_names m WHERE m.owner_id = "
        "$1 AND m.post = p.digest), '') FROM posts p WHERE p.owner_id = $1 AND p.account_id = "
        "$2 AND p.author_id = 0 AND p.id >= $3 AND p.deleted_ms = 0 ORDER BY p.id DESC LIMIT "
        "$4";
    static const char others_sql[] =
        "SELECT p.id, p.key, coalesce((SELECT max(m.name) FROM post_names m WHERE m.owner_id = "
        "$1 AND m.post = p.digest), '') FROM posts p WHERE p.owner_id = $1 AND p.account_id = "
        "$2 AND p.author_id <> 0 AND p.id >= $3 AND p.deleted_ms = 0 ORDER BY p.id DESC LIMIT "
        "$4";
    struct store__list l = {a, NULL, 0, 0, sizeof(struct live_post)};
    enum err_code rc = store__each(&s->sql, w->own ? own_sql : others_sql,
                                   VALUES(I64(s->sql.owner), I64(w->account_id),
                                          I64(store__post_id(w->from_ms, 0, 0)), I64(w->most)),
                                   take_post, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_where(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct live_where *w = store__push(l);
    *w = (struct live_where){.account_id = sql_i64(k, 0),
                             .network = sql_copy(k, 1, l->a),
                             .key = sql_copy(k, 2, l->a),
                             .also = sql_copy(k, 3, l->a),
                             .url = sql_copy(k, 4, l->a),
                             .text = sql_copy(k, 5, l->a),
                             .author = sql_copy(k, 6, l->a),
                             .title = sql_copy(k, 7, l->a),
                             .root_key = sql_copy(k, 8, l->a),
                             .root_also = sql_copy(k, 9, l->a)};
    return ERR_OK;
}

enum err_code store_live_where(struct store *s, int64_t post_id, struct arena *a,
                               struct live_where *out, struct err *e)
{
    /* the beginning of its thread, as far as it is here: at most so many steps up */
    static const char sql[] =
        "WITH RECURSIVE up (digest, reply_to, steps) AS (SELECT digest, reply_to, 0 FROM posts "
        "WHERE owner_id = $1 AND id = $2 UNION ALL SELECT p.digest, p.reply_to, u.steps + 1 "
        "FROM up u JOIN posts p ON p.owner_id = $1 AND p.digest = u.reply_to "
        "WHERE u.steps < 200), root (digest) AS (SELECT digest FROM up ORDER BY steps DESC "
        "LIMIT 1) SELECT p.account_id, c.network, p.key, coalesce((SELECT max(m.name) FROM "
        "post_names m WHERE m.owner_id = $1 AND m.post = p.digest), ''), p.url, p.text, "
        "coalesce((SELECT i.handle FROM identities i WHERE i.owner_id = $1 AND i.id = "
        "p.author_id), ''), p.title, coalesce((SELECT r.key FROM posts r, root o WHERE "
        "r.owner_id = $1 AND r.digest = o.digest), ''), coalesce((SELECT max(m.name) FROM "
        "post_names m, root o WHERE m.owner_id = $1 AND m.post = o.digest), '') "
        "FROM posts p JOIN accounts c ON c.owner_id = $1 AND c.id = p.account_id "
        "WHERE p.owner_id = $1 AND p.id = $2";
    struct store__list l = {a, NULL, 0, 0, sizeof(struct live_where)};
    enum err_code rc =
        store__each(&s->sql, sql, VALUES(I64(s->sql.owner), I64(post_id)), take_where, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return err_set(e, ERR_NOT_FOUND, "that post is not here any more");
    if (rc == ERR_OK)
        *out = *(const struct live_where *)l.v;
    return rc;
}
