/* store/post.c: ids of posts, and the rows of posts with their attachments in an import. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"

#include <string.h>

/* 42 bits of milliseconds from 1940 on reach the year 2079; 21 bits tell apart what was posted
 * in the same millisecond. Times outside are held at the ends. */
#define ID_EPOCH_MS    INT64_C(-946771200000)
#define ID_TIME_BITS   42
#define ID_DIGEST_BITS 21

int64_t store__post_id(int64_t at_ms, int64_t digest, int64_t probe)
{
    const int64_t most = (INT64_C(1) << ID_TIME_BITS) - 1;
    int64_t t = most;
    if (at_ms <= ID_EPOCH_MS)
        t = 0;
    else if (at_ms < most + ID_EPOCH_MS)
        t = at_ms - ID_EPOCH_MS;
    return t << ID_DIGEST_BITS | ((digest + probe) & ((INT64_C(1) << ID_DIGEST_BITS) - 1));
}

int64_t store__post_ms(int64_t id)
{
    return (id >> ID_DIGEST_BITS) + ID_EPOCH_MS;
}

/* What is there under this digest: *id 0 for nothing. */
static enum err_code find_post(struct importer *im, int64_t digest, int64_t *id,
                               int64_t *import_id, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *id = 0;
    enum err_code rc = sql_ask(im->q, &k,
                               "SELECT id, import_id "
                               "FROM posts "
                               "WHERE owner_id = $1 AND digest = $2",
                               VALUES(I64(im->q->owner), I64(digest)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        *id = sql_i64(&k, 0);
        *import_id = sql_i64(&k, 1);
    }
    sql_done(&k);
    return rc;
}

/* How what comes differs from what is there of the post. */
struct difference {
    bool matters; /* words that nobody had, or it was deleted */
    bool any;   /* that, or a deletion that is not known here, or there are versions already */
    bool first; /* there are none yet */
};

static enum err_code compare(struct importer *im, int64_t id, const struct record_post *p,
                             struct str text, int64_t deleted, struct difference *d,
                             struct err *e)
{
    struct sql_query k;
    bool row = false;
    bool words = deleted == 0 || text.n || p->title.n || p->summary.n;
    *d = (struct difference){false, false, false};
    enum err_code rc = sql_ask(
        im->q, &k,
        "SELECT CASE WHEN text <> $3 OR title <> $4 OR summary <> $5 THEN 1 ELSE 0 END, "
        "deleted_ms, (SELECT count(*) FROM post_versions v WHERE v.owner_id = $1 AND "
        "v.post_id = $2), (SELECT count(*) FROM post_versions w WHERE w.owner_id = $1 AND "
        "w.post_id = $2 AND w.text = $3 AND w.title = $4 AND w.summary = $5 AND "
        "w.deleted_ms = $6) "
        "FROM posts "
        "WHERE owner_id = $1 AND id = $2",
        VALUES(I64(im->q->owner), I64(id), TXT(text), TXT(p->title), TXT(p->summary),
               I64(deleted)),
        e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        int64_t known = sql_i64(&k, 1);
        d->first = sql_i64(&k, 2) == 0;
        bool differs = (words && sql_i64(&k, 0)) || (deleted && deleted != known);
        d->matters =
            differs && sql_i64(&k, 3) == 0; /* an older archive again changes nothing */
        d->any = differs || deleted != known || !d->first;
    }
    sql_done(&k);
    return rc;
}

/* Until now all who saw it saw the same. */
static enum err_code put_first_versions(struct importer *im, int64_t id, struct err *e)
{
    enum err_code rc =
        sql_run(im->q,
                "INSERT INTO post_versions (owner_id, post_id, import_id, edited_ms, text, "
                "title, summary, deleted_ms) "
                "SELECT owner_id, id, import_id, edited_ms, text, title, summary, deleted_ms "
                "FROM posts "
                "WHERE owner_id = $1 AND id = $2 "
                "ON CONFLICT DO NOTHING",
                VALUES(I64(im->q->owner), I64(id)), NULL, e);
    return rc ? rc
              : sql_run(im->q,
                        "INSERT INTO post_versions (owner_id, post_id, import_id, edited_ms, "
                        "text, title, summary, deleted_ms) "
                        "SELECT p.owner_id, p.id, g.import_id, p.edited_ms, p.text, p.title, "
                        "p.summary, p.deleted_ms "
                        "FROM posts p "
                        "JOIN sightings g ON g.owner_id = p.owner_id AND g.kind = $3 AND "
                        "g.row_id = p.id AND g.import_id <> $4 "
                        "WHERE p.owner_id = $1 AND p.id = $2 "
                        "ON CONFLICT DO NOTHING",
                        VALUES(I64(im->q->owner), I64(id), I64(RECORD_POST), I64(im->id)), NULL,
                        e);
}

/* A post that was known already has another text now, or was deleted: what each import saw is
 * kept, and which is shown is chosen when the import ends (versions.c). A deletion may come
 * without the words. */
enum err_code importer__post_version(struct importer *im, int64_t id,
                                     const struct record_post *p, struct err *e)
{
    struct difference d;
    int64_t deleted = p->deleted.sure ? p->deleted.ms : 0;
    struct str text = str_sub(p->text, 0, LIMIT_POST_TEXT);
    enum err_code rc = compare(im, id, p, text, deleted, &d, e);
    if (rc == ERR_OK && d.any && d.first)
        rc = put_first_versions(im, id, e);
    if (rc || !d.any)
        return rc;
    im->changed += d.matters;
    /* an archive says one thing of a post; a server may say another tomorrow */
    static const char once[] =
        "INSERT INTO post_versions (owner_id, post_id, import_id, edited_ms, text, title, "
        "summary, deleted_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    static const char again[] =
        "INSERT INTO post_versions (owner_id, post_id, import_id, edited_ms, text, title, "
        "summary, deleted_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (owner_id, post_id, import_id) DO UPDATE SET edited_ms = $4, text = $5, "
        "title = $6, summary = $7, deleted_ms = $8";
    return sql_run(im->q, im->live ? again : once,
                   VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(p->edited.ms), TXT(text),
                          TXT(p->title), TXT(p->summary), I64(deleted)),
                   NULL, e);
}

static void heard(void *ctx, int64_t tag, int64_t changed)
{
    struct importer *im = ctx;
    struct sent_post *p = &im->posts[tag];
    p->again = changed == 0;
    if (p->again)
        return;
    im->fresh++;
    if (p->id < im->first_id || im->first_id == 0)
        im->first_id = p->id;
    if (p->id > im->last_id)
        im->last_id = p->id;
}

enum {
    POST_COLUMNS = 26,
    COPIES_MOST = 3 /* that may fail: this archive brings what is known */
};

/* The values of its row, in the order of the two statements below. */
static void values_of(void *ctx, size_t at, struct sql_value *v)
{
    const struct importer *im = ctx;
    const struct sent_post *o = &im->posts[at];
    const struct record_post *p = &o->record;
    const struct sql_value all[POST_COLUMNS] = {I64(im->q->owner),
                                                I64(o->id),
                                                I64(im->id),
                                                I64(o->account_id),
                                                I64(o->author),
                                                TXT(str_from(post_kind_name(p->kind))),
                                                TXT(p->key),
                                                I64(o->digest),
                                                I64(p->at.ms),
                                                I64(p->at.sure),
                                                I64(p->edited.sure ? p->edited.ms : 0),
                                                I64(p->deleted.sure ? p->deleted.ms : 0),
                                                TXT(str_sub(p->text, 0, LIMIT_POST_TEXT)),
                                                TXT(p->title),
                                                TXT(p->summary),
                                                TXT(p->url),
                                                TXT(p->link),
                                                TXT(p->language),
                                                TXT(p->place),
                                                TXT(str_from(visibility_name(p->visibility))),
                                                TXT(p->group),
                                                I64(o->reply_to),
                                                I64(o->reshare_of),
                                                I64(o->thread),
                                                I64(p->likes),
                                                I64(p->reshares)};
    memcpy(v, all, sizeof all);
}

#define POST_INTO                                                                              \
    "posts (owner_id, id, import_id, account_id, author_id, kind, key, digest, at_ms, "        \
    "at_sure, edited_ms, deleted_ms, text, title, summary, url, link, language, place, "       \
    "visibility, room, reply_to, reshare_of, thread_id, likes, reshares) "

/* Sends it under its id; where a row of that id or of its key is there nothing happens. */
static enum err_code send_post(struct importer *im, size_t at, struct err *e)
{
    struct sql_value v[POST_COLUMNS];
    values_of(im, at, v);
    return sql_later(im->q,
                     "INSERT INTO " POST_INTO
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
                     "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) "
                     "ON CONFLICT DO NOTHING",
                     v, COUNT_OF(v), heard, im, (int64_t)at, e);
}

static bool copies(const struct importer *im)
{
    return im->q->engine->copy && im->copies_failed < COPIES_MOST;
}

/* All of a batch at once, where none of them is there; else one by one. */
static enum err_code send_posts(struct importer *im, struct err *e)
{
    const struct sql_rows rows = {.text = "COPY " POST_INTO "FROM STDIN (FORMAT binary)",
                                  .n = im->posts_n,
                                  .columns = POST_COLUMNS,
                                  .row = values_of,
                                  .ctx = im};
    if (im->posts_n == im->posts_sent)
        return ERR_OK;
    enum err_code rc = im->q->engine->copy(im->q->db, &rows, e);
    if (rc != ERR_OK && rc != ERR_CONFLICT && rc != ERR_DB)
        return rc;
    bool kept = rc == ERR_OK;
    rc = ERR_OK;
    im->copies_failed += !kept;
    for (size_t i = 0; i < im->posts_n && rc == ERR_OK; i++)
        if (kept)
            heard(im, (int64_t)i, 1);
        else
            rc = send_post(im, i, e);
    im->posts_sent = im->posts_n;
    return rc ? rc : sql_settle(im->q, e);
}

/* Two owners who import the same have ids of their own: an index of words may be one for all. */
static int64_t id_of(const struct importer *im, int64_t at_ms, int64_t digest, int64_t probe)
{
    const int64_t spread = 1046527; /* a prime of 20 bits */
    return store__post_id(at_ms, digest, probe + (im->q->owner - FIRST_OWNER) * spread);
}

static void count_post(struct importer *im, const struct record_post *p)
{
    if (p->kind == POST_MESSAGE)
        im->messages++;
    else
        im->count[RECORD_POST]++;
}

static enum err_code index_post(struct importer *im, const struct sent_post *o, struct err *e)
{
    const struct record_post *p = &o->record;
    return store__search_add(im->q, o->id, p->title, p->summary,
                             str_sub(p->text, 0, LIMIT_POST_TEXT), e);
}

/* A post that was there already: seen again, and perhaps with other words. */
static enum err_code meet_again(struct importer *im, const struct sent_post *o, int64_t id,
                                int64_t first, struct err *e)
{
    bool counts = false;
    enum err_code rc = importer__seen(im, RECORD_POST, id, first, &counts, e);
    if (rc == ERR_OK && counts)
        count_post(im, &o->record);
    if (rc == ERR_OK && im->live)
        return importer__post_now(im, id, &o->record, first == im->id, e);
    return rc || first == im->id ? rc : importer__post_version(im, id, &o->record, e);
}

/* Attachments were sent after their post, with the id that it should have had. */
static enum err_code move_attachments(struct importer *im, int64_t from, int64_t to,
                                      struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < im->moved_n && rc == ERR_OK; i++)
        if (im->moved[i].post_id == from)
            rc = sql_run(im->q,
                         "UPDATE attachments SET post_id = $3 "
                         "WHERE owner_id = $1 AND id = $2 AND import_id = $4",
                         VALUES(I64(im->q->owner), I64(im->moved[i].id), I64(to), I64(im->id)),
                         NULL, e);
    return rc;
}

/* Known by its key, or another post has its id: then the next id is tried. */
static enum err_code settle_post(struct importer *im, size_t at, struct err *e)
{
    int64_t id = 0, first = 0, meant = im->posts[at].id;
    enum err_code rc = find_post(im, im->posts[at].digest, &id, &first, e);
    for (int64_t probe = 1; rc == ERR_OK && id == 0 && im->posts[at].again; probe++) {
        struct sent_post *o = &im->posts[at];
        o->id = id_of(im, o->record.at.ms, o->digest, probe);
        rc = send_post(im, at, e);
        if (rc == ERR_OK)
            rc = sql_settle(im->q, e);
    }
    const struct sent_post *o = &im->posts[at];
    if (rc == ERR_OK && id == 0) {
        count_post(im, &o->record);
        rc = im->live ? index_post(im, o, e) : ERR_OK;
    } else if (rc == ERR_OK)
        rc = meet_again(im, o, id, first, e);
    int64_t real = id ? id : o->id;
    if (im->last_post == meant && im->last_post_digest == o->digest)
        im->last_post = real;
    return rc || real == meant ? rc : move_attachments(im, meant, real, e);
}

enum err_code importer__settle_posts(struct importer *im, struct err *e)
{
    enum err_code rc = send_posts(im, e);
    for (size_t i = 0; i < im->posts_n && rc == ERR_OK; i++)
        if (im->posts[i].again) {
            rc = settle_post(im, i, e);
        } else {
            count_post(im, &im->posts[i].record);
            if (im->live) /* a page at a time: the index learns them one by one */
                rc = index_post(im, &im->posts[i], e);
        }
    im->posts_n = im->posts_sent = im->moved_n = 0;
    return rc;
}

enum err_code importer__post(struct importer *im, const struct record_post *p, struct err *e)
{
    struct sent_post o = {
        .record = *p, .account_id = im->account_id, .author = p->own ? 0 : -1};
    enum err_code rc = importer__name_post(im, p, &o.digest, e);
    if (rc == ERR_OK && !p->own && p->author.n)
        rc = importer__identity_id(im, p->author, &o.author, e);
    if (rc == ERR_OK && p->thread.n)
        rc = importer__thread_id(im, p->thread, &o.thread, e);
    if (rc == ERR_OK)
        rc = importer__post_digest(im, p->reply_to, &o.reply_to, e);
    if (rc == ERR_OK)
        rc = importer__post_digest(im, p->reshare_of, &o.reshare_of, e);
    if (rc)
        return rc;
    o.id = id_of(im, p->at.ms, o.digest, 0);
    im->posts = mem_grow(im->posts, &im->posts_cap, im->posts_n + 1, sizeof *im->posts);
    size_t at = im->posts_n++;
    im->posts[at] = o;
    im->last_post = im->posts[at].id;
    im->last_post_digest = o.digest;
    if (p->at.sure >= TIME_DAY && p->at.ms > im->taken_ms)
        im->taken_ms = p->at.ms;
    if (copies(im))
        return ERR_OK; /* with all others of the batch */
    enum err_code rc_sent = send_post(im, at, e);
    im->posts_sent = im->posts_n;
    return rc_sent;
}

enum err_code importer__post_id(struct importer *im, struct str key, int64_t *id, struct err *e)
{
    int64_t digest = 0, import_id = 0;
    enum err_code rc = importer__post_digest(im, key, &digest, e);
    if (rc)
        return rc;
    if (digest == im->last_post_digest) { /* attachments follow their post */
        *id = im->last_post;
        return ERR_OK;
    }
    if (im->posts_sent < im->posts_n) { /* it may be among those that wait */
        rc = importer__settle_posts(im, e);
        if (rc)
            return rc;
    }
    return find_post(im, digest, id, &import_id, e);
}

enum err_code importer__attachment(struct importer *im, const struct record_attachment *t,
                                   struct err *e)
{
    int64_t post = 0;
    char position[24];
    snprintf(position, sizeof position, "%d", t->position);
    const struct str pieces[] = {STR("attachment"), im->network, t->post, str_from(position),
                                 t->uri};
    int64_t id = hash_key(pieces, COUNT_OF(pieces));
    enum err_code rc = importer__post_id(im, t->post, &post, e);
    if (rc)
        return rc;
    im->moved = mem_grow(im->moved, &im->moved_cap, im->moved_n + 1, sizeof *im->moved);
    im->moved[im->moved_n++] = (struct sent_attachment){id, post};
    return importer__put(im, RECORD_ATTACHMENT, id,
                         "INSERT INTO attachments (owner_id, id, import_id, post_id, position, "
                         "kind, uri, media_type, alt, note) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
                         "ON CONFLICT DO NOTHING",
                         VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(post),
                                I64(t->position), TXT(str_from(attachment_kind_name(t->kind))),
                                TXT(t->uri), TXT(t->media_type), TXT(t->alt), TXT(t->note)),
                         e);
}
