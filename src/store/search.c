/* store/search.c: posts and messages by their words: which match says the engine's index, the rows
 * behind them are the same everywhere. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include <stdlib.h>

enum err_code store__search_add(struct sql *q, int64_t post_id, struct str title,
                                struct str summary, struct str text, struct err *e)
{
    return q->engine->search->add(q, post_id, title, summary, text, e);
}

enum err_code store__search_remove(struct sql *q, int64_t post_id, struct str title,
                                   struct str summary, struct str text, struct err *e)
{
    return q->engine->search->remove(q, post_id, title, summary, text, e);
}

enum err_code store__search_import(struct sql *q, int64_t import_id, int64_t first,
                                   int64_t last, struct err *e)
{
    return q->engine->search->import(q, import_id, first, last, e);
}

enum err_code store__search_each(struct sql *q, const struct store__search *w, struct arena *a,
                                 struct err *e)
{
    return q->engine->search->each(q, w, a, e);
}

enum err_code store_rebuild_search(struct store *s, struct err *e)
{
    enum err_code rc = store__none_stopped(&s->sql, 0, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    return rc ? rc : store__written(s, s->sql.engine->search->rebuild(&s->sql, e), e);
}

struct match {
    int64_t id;
    double score;
};
struct matches {
    struct match *v;
    size_t n, most;
};

static enum err_code take_match(void *ctx, int64_t id, double score, bool *stop, struct err *e)
{
    (void)e;
    struct matches *m = ctx;
    m->v[m->n++] = (struct match){id, score};
    *stop = m->n == m->most;
    return ERR_OK;
}

static int better(const void *a, const void *b)
{
    const struct match *x = a, *y = b;
    if (x->score < y->score || x->score > y->score)
        return x->score < y->score ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

/* The rows of a page of matches, each to its place. */
struct page {
    struct arena *a;
    const struct match *match;
    size_t n;
    struct post *post; /* id 0: gone */
};

static enum err_code take_post(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct page *p = ctx;
    int64_t id = sql_i64(k, 0);
    for (size_t i = 0; i < p->n; i++)
        if (p->match[i].id == id)
            p->post[i] = (struct post){.id = id,
                                       .account_id = sql_i64(k, 1),
                                       .author_id = sql_i64(k, 2),
                                       .at_ms = sql_i64(k, 3),
                                       .at_sure = (enum time_sure)sql_i64(k, 4),
                                       .network = sql_copy(k, 5, p->a),
                                       .kind = sql_copy(k, 6, p->a),
                                       .author = sql_copy(k, 7, p->a),
                                       .text = sql_copy(k, 8, p->a),
                                       .title = sql_copy(k, 9, p->a),
                                       .url = sql_copy(k, 10, p->a),
                                       .thread = sql_copy(k, 11, p->a)};
    return ERR_OK;
}

static const char posts_sql[] =
    "SELECT p.id, p.account_id, p.author_id, p.at_ms, p.at_sure, c.network, p.kind, "
    "CASE WHEN p.author_id = 0 THEN coalesce(nullif(c.name, ''), c.handle) ELSE "
    "coalesce(nullif(i.name, ''), i.handle, '') END, p.text, p.title, "
    "p.url, coalesce(t.title, '') "
    "FROM posts p "
    "JOIN accounts c ON c.owner_id = p.owner_id AND c.id = p.account_id "
    "LEFT JOIN identities i ON p.author_id > 0 AND i.owner_id = p.owner_id AND "
    "i.id = p.author_id "
    "LEFT JOIN threads t ON p.thread_id <> 0 AND t.owner_id = p.owner_id AND t.id = "
    "p.thread_id "
    "WHERE p.owner_id = $1 AND p.id IN " STORE__IN;

static enum err_code load(struct sql *q, const struct matches *m, struct arena *a,
                          struct post *out, size_t *n, struct err *e)
{
    enum err_code rc = ERR_OK;
    *n = 0;
    for (size_t at = 0; at < m->n && rc == ERR_OK; at += STORE__CHUNK) {
        int64_t id[STORE__CHUNK];
        struct post post[STORE__CHUNK] = {{.id = 0}};
        struct page p = {a, m->v + at, m->n - at < STORE__CHUNK ? m->n - at : STORE__CHUNK,
                         post};
        for (size_t i = 0; i < p.n; i++)
            id[i] = p.match[i].id;
        rc = store__each_in(q, posts_sql, id, p.n, take_post, &p, e);
        for (size_t i = 0; i < p.n && rc == ERR_OK; i++)
            if (post[i].id)
                out[(*n)++] = post[i];
    }
    return rc;
}

/* Ranking every match of a common word takes half a second in a million posts; the newest few
 * thousand hold whatever anybody will look at. */
enum err_code store_search(struct store *s, struct str query, enum search_order order,
                           int64_t limit, struct arena *a, struct post **out, size_t *n,
                           struct err *e)
{
    if (limit < 1 || limit > 10000)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to 10000");
    struct matches m = {.most = order == SEARCH_BEST ? SEARCH_CANDIDATES : (size_t)limit};
    m.v = ARENA_ARRAY(a, struct match, m.most);
    const struct store__search w = {.typed = query,
                                    .ranked = order == SEARCH_BEST,
                                    .above = -1,
                                    .below = INT64_MAX,
                                    .most = m.most,
                                    .found = take_match,
                                    .ctx = &m};
    enum err_code rc = store__search_each(&s->sql, &w, a, e);
    if (order == SEARCH_BEST)
        qsort(m.v, m.n, sizeof *m.v, better);
    if (m.n > (size_t)limit)
        m.n = (size_t)limit;
    *out = ARENA_ARRAY(a, struct post, m.n + 1);
    return rc ? rc : load(&s->sql, &m, a, *out, n, e);
}
