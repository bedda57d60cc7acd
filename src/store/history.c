/* store/history.c: what the owner really posts on an account, and what became of it; derived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/history.h"

#include "core/limits.h"
#include "store/store_private.h"

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    TOPICS_MOST = 64 /* labels that a model has: beyond these they are not counted */
};

/* Counting ------------------------------------------------------------------------------ */

struct tally {
    struct str topic; /* "" all posts */
    int64_t posts, deleted, edited, answered, answers;
};

/* One account under way: rows come newest post first, one for each of its topics. */
struct counting {
    struct arena *a;
    struct tally tally[TOPICS_MOST]; /* the first is that of all */
    size_t n;
    int64_t last_id;
    bool reacted; /* the archive knows who reacted: then no reaction is none */
    int64_t recent[HISTORY_RECENT];
    size_t n_recent;
};

static struct tally *tally_of(struct counting *c, struct str topic)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->tally[i].topic, topic))
            return &c->tally[i];
    if (c->n == TOPICS_MOST)
        return NULL;
    c->tally[c->n] = (struct tally){.topic = arena_str(c->a, topic)};
    return &c->tally[c->n++];
}

/* id, deleted_ms, edited within a day, likes, reshares, reactions of others, topic */
static void add_to(struct tally *t, struct sql_query *k, bool reacted)
{
    int64_t likes = sql_i64(k, 3), reshares = sql_i64(k, 4);
    t->posts++;
    t->deleted += sql_i64(k, 1) > 0;
    t->edited += sql_i64(k, 2) != 0;
    if (likes < 0 && reshares < 0 && !reacted)
        return;
    t->answered++;
    t->answers += likes < 0 && reshares < 0
                      ? sql_i64(k, 5)
                      : (likes > 0 ? likes : 0) + (reshares > 0 ? reshares : 0);
}

static enum err_code take_labelled(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct counting *c = ctx;
    int64_t id = sql_i64(k, 0);
    struct str topic = sql_text(k, 6);
    if (id != c->last_id) {
        add_to(&c->tally[0], k, c->reacted);
        if (sql_i64(k, 1) == 0 && c->n_recent < HISTORY_RECENT)
            c->recent[c->n_recent++] = id;
    }
    c->last_id = id;
    struct tally *t = topic.n ? tally_of(c, topic) : NULL;
    if (t)
        add_to(t, k, c->reacted);
    return ERR_OK;
}

/* As a multiple of what all posts get here. */
static double answer_of(const struct tally *t, const struct tally *all)
{
    if (t->answered < HISTORY_ANSWERED || all->answers == 0)
        return 0;
    return ((double)t->answers / (double)t->answered) /
           ((double)all->answers / (double)all->answered);
}

static enum err_code put_counted(struct sql *q, int64_t account_id, const struct counting *c,
                                 struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->n && rc == ERR_OK && c->tally[0].posts; i++) {
        const struct tally *t = &c->tally[i];
        rc = sql_later(
            q,
            "INSERT INTO topic_history (owner_id, account_id, topic, posts, deleted, "
            "edited, answer) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            VALUES(I64(q->owner), I64(account_id), TXT(t->topic), I64(t->posts),
                   I64(t->deleted), I64(t->edited), F64(i ? answer_of(t, &c->tally[0]) : 0)),
            NULL, NULL, 0, e);
    }
    for (size_t i = 0; i < c->n_recent && rc == ERR_OK; i++)
        rc = sql_later(
            q,
            "INSERT INTO recent_posts (owner_id, account_id, position, post_id) "
            "VALUES ($1, $2, $3, $4)",
            VALUES(I64(q->owner), I64(account_id), I64((int64_t)i), I64(c->recent[i])), NULL,
            NULL, 0, e);
    return rc;
}

/* Labels are of the newest posts only (insight.h), so this is bounded however many there are. A
 * post that an edit replaced is kept as deleted when the edit came: it is none of its own. */
static enum err_code count_account(struct sql *q, int64_t account_id, struct arena *a,
                                   struct err *e)
{
    struct counting *c = ARENA_NEW(a, struct counting);
    int64_t reacted = 0;
    c->a = a;
    c->n = 1;
    c->last_id = -1;
    enum err_code rc =
        sql_one(q,
                "SELECT 1 "
                "FROM post_topics t CROSS JOIN posts p CROSS JOIN reactions r "
                "WHERE t.owner_id = $1 AND t.account_id = $2 AND p.owner_id = t.owner_id AND "
                "p.id = t.post_id AND r.owner_id = p.owner_id AND r.post = p.digest AND "
                "r.author_id <> 0 LIMIT 1",
                VALUES(I64(q->owner), I64(account_id)), &reacted, e);
    c->reacted = reacted != 0;
    if (rc == ERR_OK)
        rc = store__each(
            q,
            "SELECT p.id, p.deleted_ms, CASE WHEN (p.edited_ms > 0 AND p.edited_ms <= p.at_ms + "
            "$3) OR EXISTS (SELECT 1 FROM post_versions v WHERE v.owner_id = p.owner_id AND "
            "v.post_id = p.id AND v.edited_ms > 0 AND v.edited_ms <= p.at_ms + $3) THEN 1 "
            "ELSE 0 END, p.likes, p.reshares, (SELECT count(*) FROM reactions r WHERE "
            "r.owner_id = p.owner_id AND r.post = p.digest AND r.author_id <> 0), t.topic "
            "FROM post_topics t CROSS JOIN posts p "
            "WHERE t.owner_id = $1 AND t.account_id = $2 AND p.owner_id = t.owner_id AND p.id "
            "= t.post_id AND p.author_id = 0 AND p.kind IN ('post', 'article') AND "
            "(p.deleted_ms = 0 OR p.deleted_ms <> p.edited_ms) "
            "ORDER BY p.id DESC, t.topic",
            VALUES(I64(q->owner), I64(account_id), I64(DAY_MS)), take_labelled, c, e);
    return rc ? rc : put_counted(q, account_id, c, e);
}

enum err_code store_count_history(struct store *s, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct account *acc;
    size_t n;
    enum err_code rc = store_accounts(s, a, &acc, &n, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    if (rc) {
        arena_free(a);
        return rc;
    }
    rc = sql_run(&s->sql, "DELETE FROM topic_history WHERE owner_id = $1",
                 VALUES(I64(s->sql.owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM recent_posts WHERE owner_id = $1",
                     VALUES(I64(s->sql.owner)), NULL, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = count_account(&s->sql, acc[i].id, a, e);
    rc = store__written(s, rc, e);
    arena_free(a);
    return rc;
}

/* Asking -------------------------------------------------------------------------------- */

struct asking {
    struct history *out;
    struct store__list topics;
};

static enum err_code take_topic(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct asking *to = ctx;
    struct str topic = sql_text(k, 0);
    if (topic.n == 0) {
        to->out->posts = sql_i64(k, 1);
        return ERR_OK;
    }
    struct history_topic *t = store__push(&to->topics);
    *t = (struct history_topic){arena_str(to->topics.a, topic), sql_i64(k, 1), sql_i64(k, 2),
                                sql_i64(k, 3), sql_f64(k, 4)};
    return ERR_OK;
}

static enum err_code take_recent(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct asking *to = ctx;
    struct history *h = to->out;
    int64_t id = sql_i64(k, 0);
    if (h->n_recent == 0 || h->recent[h->n_recent - 1].id != id) {
        if (h->n_recent == HISTORY_RECENT)
            return ERR_OK;
        h->recent[h->n_recent++] = (struct history_post){
            .id = id, .at_ms = store__post_ms(id), .promotional = sql_i64(k, 1) != 0};
    }
    struct history_post *p = &h->recent[h->n_recent - 1];
    struct str topic = sql_text(k, 2);
    if (topic.n && p->topics < HISTORY_TOPICS)
        p->topic[p->topics++] = arena_str(to->topics.a, topic);
    return ERR_OK;
}

enum err_code store_history(struct store *s, int64_t account_id, struct arena *a,
                            struct history *out, struct err *e)
{
    *out = (struct history){0};
    struct asking to = {
        out, {a, NULL, 0, 0, sizeof(struct history_topic)}
    };
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT topic, posts, deleted, edited, answer "
                    "FROM topic_history "
                    "WHERE owner_id = $1 AND account_id = $2 "
                    "ORDER BY posts DESC, topic",
                    VALUES(I64(s->sql.owner), I64(account_id)), take_topic, &to, e);
    out->topic = to.topics.v;
    out->topics = to.topics.n;
    if (rc == ERR_OK)
        rc = store__each(&s->sql,
                         "SELECT r.post_id, CASE WHEN EXISTS (SELECT 1 FROM post_tones o WHERE "
                         "o.owner_id = r.owner_id AND o.post_id = r.post_id AND o.tone = "
                         "'promotional') THEN 1 ELSE 0 END, t.topic "
                         "FROM recent_posts r CROSS JOIN post_topics t "
                         "WHERE r.owner_id = $1 AND r.account_id = $2 AND t.owner_id = "
                         "r.owner_id AND t.post_id = r.post_id "
                         "ORDER BY r.position, t.topic",
                         VALUES(I64(s->sql.owner), I64(account_id)), take_recent, &to, e);
    return rc;
}

/* Own posts ----------------------------------------------------------------------------- */

static struct own_post own_of(struct sql_query *k)
{
    return (struct own_post){.id = sql_i64(k, 0),
                             .at_ms = sql_i64(k, 1),
                             .kind = sql_text(k, 2),
                             .text = sql_text(k, 3),
                             .title = sql_text(k, 4),
                             .url = sql_text(k, 5)};
}

struct giving {
    enum err_code (*each)(void *ctx, const struct own_post *p, struct err *e);
    void *ctx;
};

static enum err_code give(void *ctx, struct sql_query *k, struct err *e)
{
    const struct giving *g = ctx;
    struct own_post p = own_of(k);
    return g->each(g->ctx, &p, e);
}

enum err_code store_each_own_post(struct store *s, int64_t account_id,
                                  enum err_code (*each)(void *ctx, const struct own_post *p,
                                                        struct err *e),
                                  void *ctx, struct err *e)
{
    struct giving g = {each, ctx};
    enum err_code rc = ERR_OK;
    for (int kind = 0; kind < POST_KIND_COUNT && rc == ERR_OK; kind++)
        if (kind != POST_MESSAGE)
            rc = store__walk(&s->sql,
                             "SELECT id, at_ms, kind, text, title, url "
                             "FROM posts "
                             "WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND "
                             "author_id = 0 AND deleted_ms = 0 "
                             "ORDER BY id DESC",
                             VALUES(I64(s->sql.owner), I64(account_id),
                                    TXT(str_from(post_kind_name((enum post_kind)kind)))),
                             give, &g, e);
    return rc;
}

struct one {
    struct own_post *out;
    struct arena *a;
    bool found;
};

static enum err_code take_one(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct one *o = ctx;
    struct own_post p = own_of(k);
    *o->out = (struct own_post){.id = p.id,
                                .at_ms = p.at_ms,
                                .kind = arena_str(o->a, p.kind),
                                .text = arena_str(o->a, p.text),
                                .title = arena_str(o->a, p.title),
                                .url = arena_str(o->a, p.url)};
    o->found = true;
    return ERR_OK;
}

enum err_code store_own_post(struct store *s, int64_t id, struct arena *a, struct own_post *out,
                             struct err *e)
{
    struct one o = {out, a, false};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT id, at_ms, kind, text, title, url "
                                   "FROM posts "
                                   "WHERE owner_id = $1 AND id = $2 AND author_id = 0",
                                   VALUES(I64(s->sql.owner), I64(id)), take_one, &o, e);
    if (rc == ERR_OK && !o.found)
        rc = err_set(e, ERR_NOT_FOUND, "there is no own post %lld any more", (long long)id);
    return rc;
}
