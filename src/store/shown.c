/* store/shown.c: the rows of a page of posts, with all that a page shows, in few statements. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include <string.h>

/* Rows that are loaded together: at most STORE__CHUNK, and the posts that they answer. */
struct chunk {
    struct store *s;
    struct arena *a;
    const struct account *account;
    size_t accounts;
    struct loaded {
        struct shown_post *post; /* NULL: gone */
        int64_t id, digest, answers_to, leader;
        bool reshares;
        struct store__list attachments, twins;
        int64_t reacted_ms;
    } v[STORE__CHUNK];
    size_t n;
    struct shown_post *parent; /* by number */
    int64_t parent_digest[STORE__CHUNK];
    size_t parents;
    struct store__list parent_attachments[STORE__CHUNK];
};

#define POST_ROW                                                                               \
    "SELECT p.id, p.account_id, p.author_id, p.at_ms, p.at_sure, p.kind, p.text, p.title, "    \
    "p.url, p.summary, p.link, p.place, p.visibility, p.room, p.edited_ms, p.deleted_ms, "     \
    "p.likes, p.reshares, p.thread_id, p.reply_to, p.reshare_of, p.digest, "                   \
    "coalesce(nullif(i.name, ''), i.handle, ''), coalesce(i.handle, ''), "                     \
    "coalesce(w.person_id, 0), "                                                               \
    "coalesce(t.title, '') "                                                                   \
    "FROM posts p "                                                                            \
    "LEFT JOIN identities i ON p.author_id > 0 AND i.owner_id = p.owner_id AND i.id = "        \
    "p.author_id "                                                                             \
    "LEFT JOIN person_identities w ON p.author_id > 0 AND w.owner_id = p.owner_id AND "        \
    "w.identity_id = p.author_id "                                                             \
    "LEFT JOIN threads t ON p.thread_id <> 0 AND t.owner_id = p.owner_id AND t.id = "          \
    "p.thread_id "

/* One row of POST_ROW. */
static void read_post(struct chunk *c, struct sql_query *k, struct shown_post *o)
{
    struct arena *a = c->a;
    *o = (struct shown_post){
        .post = {.id = sql_i64(k, 0),
                 .account_id = sql_i64(k, 1),
                 .author_id = sql_i64(k, 2),
                 .at_ms = sql_i64(k, 3),
                 .at_sure = (enum time_sure)sql_i64(k, 4),
                 .network = STR_NONE,
                 .kind = sql_copy(k, 5, a),
                 .author = sql_copy(k, 22, a),
                 .text = sql_copy(k, 6, a),
                 .title = sql_copy(k, 7, a),
                 .url = sql_copy(k, 8, a),
                 .thread = sql_copy(k, 25, a)},
        .handle = sql_copy(k, 23, a),
        .summary = sql_copy(k, 9, a),
        .link = sql_copy(k, 10, a),
        .place = sql_copy(k, 11, a),
        .visibility = sql_copy(k, 12, a),
        .room = sql_copy(k, 13, a),
        .context = STR_NONE,
        .author_person = sql_i64(k, 24),
        .edited_ms = sql_i64(k, 14),
        .deleted_ms = sql_i64(k, 15),
        .likes = sql_i64(k, 16),
        .reshares = sql_i64(k, 17),
        .thread_id = sql_i64(k, 18),
        .my_reaction = STR_NONE
    };
    for (size_t i = 0; i < c->accounts; i++) {
        const struct account *acc = &c->account[i];
        if (acc->id != o->post.account_id)
            continue;
        o->post.network = acc->network;
        o->context = acc->context;
        if (o->post.author_id != 0)
            return;
        o->post.author = acc->name.n ? acc->name : acc->handle;
        o->handle = acc->handle;
        o->author_person = acc->person_id;
        return;
    }
}

static enum err_code take_row(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    int64_t id = sql_i64(k, 0);
    struct loaded *l = c->v;
    while (l < c->v + c->n && l->id != id)
        l++;
    if (l == c->v + c->n || l->post)
        return ERR_OK;
    l->post = ARENA_NEW(c->a, struct shown_post);
    l->digest = sql_i64(k, 21);
    l->answers_to = sql_i64(k, 19);
    if (l->answers_to == 0) {
        l->answers_to = sql_i64(k, 20);
        l->reshares = true;
    }
    read_post(c, k, l->post);
    return ERR_OK;
}

static enum err_code take_parent(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    c->parent_digest[c->parents] = sql_i64(k, 21);
    read_post(c, k, &c->parent[c->parents++]);
    return ERR_OK;
}

/* What they answer or pass on. */
static enum err_code ask_parents(struct chunk *c, struct err *e)
{
    int64_t digest[STORE__CHUNK];
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].post && c->v[i].answers_to)
            digest[n++] = c->v[i].answers_to;
    if (n)
        c->parent = ARENA_ARRAY(c->a, struct shown_post, STORE__CHUNK);
    return store__gather_in(&c->s->sql,
                            POST_ROW "WHERE p.owner_id = $1 AND p.digest IN " STORE__IN, digest,
                            n, take_parent, c, e);
}

static void keep_parents(struct chunk *c)
{
    for (size_t i = 0; i < c->n; i++) {
        struct loaded *l = &c->v[i];
        if (!l->post || !l->answers_to)
            continue;
        for (size_t k = 0; k < c->parents; k++)
            if (c->parent_digest[k] == l->answers_to)
                l->post->parent = &c->parent[k];
        l->post->parent_elsewhere = !l->post->parent && !l->reshares;
    }
}

static struct attachment attachment_of(struct sql_query *k, struct arena *a)
{
    return (struct attachment){sql_copy(k, 1, a), sql_copy(k, 2, a), sql_copy(k, 3, a),
                               sql_copy(k, 4, a), sql_copy(k, 5, a), sql_copy(k, 6, a)};
}

static enum err_code take_attachment(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    int64_t post = sql_i64(k, 0);
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].id == post)
            *(struct attachment *)store__push(&c->v[i].attachments) = attachment_of(k, c->a);
    return ERR_OK;
}

/* A list for itself: a parent may stand on the page too. */
static enum err_code take_of_parent(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    int64_t post = sql_i64(k, 0);
    for (size_t i = 0; i < c->parents; i++)
        if (c->parent[i].post.id == post)
            *(struct attachment *)store__push(&c->parent_attachments[i]) =
                attachment_of(k, c->a);
    return ERR_OK;
}

static const char attachments_sql[] =
    "SELECT post_id, kind, uri, media_type, alt, note, media "
    "FROM attachments "
    "WHERE owner_id = $1 AND post_id IN " STORE__IN "ORDER BY post_id, position";

static enum err_code ask_of_parents(struct chunk *c, struct err *e)
{
    int64_t parent[STORE__CHUNK];
    for (size_t i = 0; i < c->parents; i++)
        parent[i] = c->parent[i].post.id;
    return store__each_in(&c->s->sql, attachments_sql, parent, c->parents, take_of_parent, c,
                          e);
}

static void keep_attachments(struct chunk *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].post) {
            c->v[i].post->attachment = c->v[i].attachments.v;
            c->v[i].post->attachments = c->v[i].attachments.n;
        }
    for (size_t i = 0; i < c->parents; i++) {
        c->parent[i].attachment = c->parent_attachments[i].v;
        c->parent[i].attachments = c->parent_attachments[i].n;
    }
}

static enum err_code take_answers(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].post && c->v[i].digest == sql_i64(k, 0))
            c->v[i].post->answers = sql_i64(k, 1);
    return ERR_OK;
}

static enum err_code take_reaction(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    for (size_t i = 0; i < c->n; i++) {
        struct loaded *l = &c->v[i];
        if (!l->post || l->digest != sql_i64(k, 0))
            continue;
        if (l->post->my_reaction.n == 0 || sql_i64(k, 2) >= l->reacted_ms) {
            l->post->my_reaction = sql_copy(k, 1, c->a); /* the latest of them */
            l->reacted_ms = sql_i64(k, 2);
        }
    }
    return ERR_OK;
}

/* One probe for each: for a list of them PostgreSQL, which plans for an owner of average size, would
 * walk all answers that a large one has. */
#define ANSWERS(n)                                                                             \
    "SELECT $" #n ", count(*) FROM posts WHERE owner_id = $1 AND reply_to = $" #n              \
    " AND reply_to <> 0 "
#define AND_ANSWERS(n) "UNION ALL " ANSWERS(n)
static const char answers_sql[] = ANSWERS(2) AND_ANSWERS(3) AND_ANSWERS(4) AND_ANSWERS(5)
    AND_ANSWERS(6) AND_ANSWERS(7) AND_ANSWERS(8) AND_ANSWERS(9) AND_ANSWERS(10) AND_ANSWERS(11)
        AND_ANSWERS(12) AND_ANSWERS(13) AND_ANSWERS(14) AND_ANSWERS(15) AND_ANSWERS(16)
            AND_ANSWERS(17) AND_ANSWERS(18) AND_ANSWERS(19) AND_ANSWERS(20) AND_ANSWERS(21);

/* Answers to them, and what the owner pressed. */
static enum err_code ask_echo(struct chunk *c, struct err *e)
{
    int64_t digest[STORE__CHUNK];
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].post)
            digest[n++] = c->v[i].digest;
    enum err_code rc = store__gather_in(&c->s->sql, answers_sql, digest, n, take_answers, c, e);
    return rc ? rc
              : store__gather_in(&c->s->sql,
                                 "SELECT post, kind, at_ms "
                                 "FROM reactions "
                                 "WHERE owner_id = $1 AND post IN " STORE__IN
                                 "AND author_id = 0",
                                 digest, n, take_reaction, c, e);
}

static enum err_code take_leader(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].id == sql_i64(k, 0))
            c->v[i].leader = sql_i64(k, 1);
    return ERR_OK;
}

static enum err_code take_twin(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct chunk *c = ctx;
    for (size_t i = 0; i < c->n; i++) {
        struct loaded *l = &c->v[i];
        if (!l->post || l->leader != sql_i64(k, 0) || l->id == sql_i64(k, 1))
            continue;
        struct twin *t = store__push(&l->twins);
        *t = (struct twin){sql_i64(k, 1), sql_i64(k, 2), STR_NONE, sql_i64(k, 3) != 0,
                           sql_copy(k, 4, c->a)};
        for (size_t j = 0; j < c->accounts; j++)
            if (c->account[j].id == t->account_id)
                t->network = c->account[j].network;
    }
    return ERR_OK;
}

static enum err_code ask_twins(struct chunk *c, struct err *e)
{
    int64_t leader[STORE__CHUNK];
    size_t leaders = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].leader)
            leader[leaders++] = c->v[i].leader;
    return store__gather_in(&c->s->sql,
                            "SELECT t.leader_id, t.post_id, t.account_id, "
                            "CASE WHEN p.kind = 'reshare' THEN 1 ELSE 0 END, "
                            "coalesce(nullif(i.name, ''), i.handle, '') "
                            "FROM post_twins t CROSS JOIN posts p "
                            "LEFT JOIN identities i ON p.author_id > 0 AND "
                            "i.owner_id = p.owner_id AND i.id = p.author_id "
                            "WHERE t.owner_id = $1 AND t.leader_id IN " STORE__IN
                            "AND p.owner_id = t.owner_id AND p.id = t.post_id "
                            "ORDER BY t.leader_id, t.post_id",
                            leader, leaders, take_twin, c, e);
}

static void keep_twins(struct chunk *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].post) {
            c->v[i].post->twin = c->v[i].twins.v;
            c->v[i].post->twins = c->v[i].twins.n;
        }
}

/* The rows, and what hangs on their ids. */
static enum err_code ask_rows(struct chunk *c, const int64_t *id, size_t n, struct err *e)
{
    struct sql *q = &c->s->sql;
    enum err_code rc = store__gather_in(
        q, POST_ROW "WHERE p.owner_id = $1 AND p.id IN " STORE__IN, id, n, take_row, c, e);
    if (rc == ERR_OK)
        rc = store__gather_in(q, attachments_sql, id, n, take_attachment, c, e);
    if (rc == ERR_OK)
        rc = store__gather_in(q,
                              "SELECT post_id, leader_id "
                              "FROM post_twins "
                              "WHERE owner_id = $1 AND post_id IN " STORE__IN,
                              id, n, take_leader, c, e);
    return rc ? rc : sql_settle(q, e);
}

static enum err_code load(struct chunk *c, const int64_t *id, size_t n, struct err *e)
{
    c->n = n;
    c->parents = 0;
    for (size_t i = 0; i < STORE__CHUNK; i++) {
        c->v[i] = (struct loaded){
            .id = i < n ? id[i] : -1,
            .attachments = {c->a, NULL, 0, 0, sizeof(struct attachment)},
            .twins = {c->a, NULL, 0, 0, sizeof(struct twin)      }
        };
        c->parent_attachments[i] = c->v[i].attachments;
    }
    /* two journeys, and a third where something is answered */
    enum err_code rc = ask_rows(c, id, n, e);
    if (rc == ERR_OK)
        rc = ask_parents(c, e);
    if (rc == ERR_OK)
        rc = ask_echo(c, e);
    if (rc == ERR_OK)
        rc = ask_twins(c, e);
    if (rc == ERR_OK)
        rc = sql_settle(&c->s->sql, e);
    keep_parents(c);
    keep_twins(c);
    if (rc == ERR_OK)
        rc = ask_of_parents(c, e);
    keep_attachments(c);
    return rc;
}

enum err_code store__show(struct store *s, const struct store__accounts *accounts,
                          const int64_t *id, size_t n, struct arena *a, struct shown_post **out,
                          size_t *out_n, struct err *e)
{
    struct chunk c = {.s = s, .a = a, .account = accounts->v, .accounts = accounts->n};
    enum err_code rc = ERR_OK;
    *out = ARENA_ARRAY(a, struct shown_post, n + 1);
    *out_n = 0;
    for (size_t at = 0; at < n && rc == ERR_OK; at += STORE__CHUNK) {
        rc = load(&c, id + at, n - at < STORE__CHUNK ? n - at : STORE__CHUNK, e);
        for (size_t i = 0; i < c.n && rc == ERR_OK; i++)
            if (c.v[i].post)
                (*out)[(*out_n)++] = *c.v[i].post;
    }
    return rc;
}
