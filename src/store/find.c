/* store/find.c: full-text search with filters: matches newest first, held against the filter. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include <stdlib.h>

#define ALL_KINDS ((1u << POST_KIND_COUNT) - 1)

struct hit {
    int64_t id;
    double score;
    bool passes;
};

/* Between two looks at where the filter's own posts go on: a filter that passes little is not
 * held against every match. */
enum {
    STRETCH = 400,
    FIRST_STRETCH = 60 /* where all of one is fetched before any is looked at */
};

/* A search under way: matches wait in a batch until they are held against the filter. */
struct find {
    struct store *s;
    const struct store__scope *c;
    struct arena *a;
    struct str words;
    bool trivial; /* the filter lets everything through */
    bool ranked;
    struct hit batch[STRETCH];
    size_t waiting,
        batch_most;  /* those that wait; how many are held against the filter at once */
    struct hit *hit; /* those that pass */
    size_t hits, most;
    size_t looked, looked_most, stretch, stretch_most;
    int64_t end; /* every match above it was looked at; 0: all were */
};

static struct hit *waiting_hit(struct find *f, int64_t id)
{
    for (size_t i = 0; i < f->waiting; i++)
        if (f->batch[i].id == id)
            return &f->batch[i];
    return NULL;
}

static enum err_code take_pictured(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct hit *h = waiting_hit(ctx, sql_i64(k, 0));
    if (h)
        h->passes = true;
    return ERR_OK;
}

static enum err_code take_candidate(void *ctx, struct sql_query *k, struct err *e)
{
    struct find *f = ctx;
    struct store__candidate p = {sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2), sql_text(k, 3)};
    struct hit *h = waiting_hit(f, p.id);
    if (!h || !store__scope_passes(f->c, &p))
        return ERR_OK;
    h->passes = true;
    return f->c->topic.n ? store__scope_probes(f->s, f->c, p.id, &h->passes, e) : ERR_OK;
}

/* Asks about all of these, in one journey where nothing is asked in between. */
static enum err_code ask(struct find *f, const char *text, const int64_t *id, size_t n,
                         sql_take *take, bool asks, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t at = 0; at < n && rc == ERR_OK; at += STORE__CHUNK) {
        size_t some = n - at < STORE__CHUNK ? n - at : STORE__CHUNK;
        rc = asks ? store__each_in(&f->s->sql, text, id + at, some, take, f, e)
                  : store__gather_in(&f->s->sql, text, id + at, some, take, f, e);
    }
    return rc || asks ? rc : sql_settle(&f->s->sql, e);
}

/* Holds the batch against the filter: pictures first, since few posts have any. */
static enum err_code judge(struct find *f, struct err *e)
{
    int64_t id[STRETCH];
    size_t n = 0;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < f->waiting; i++)
        id[n++] = f->batch[i].id;
    if (f->c->media) {
        rc = ask(f, store__pictured_sql, id, n, take_pictured, false, e);
        n = 0;
        for (size_t i = 0; i < f->waiting; i++) {
            if (f->batch[i].passes)
                id[n++] = f->batch[i].id;
            f->batch[i].passes = false;
        }
    }
    return rc ? rc
              : ask(f,
                    "SELECT id, account_id, author_id, kind "
                    "FROM posts "
                    "WHERE owner_id = $1 AND id IN " STORE__IN,
                    id, n, take_candidate, f->c->topic.n > 0, e);
}

/* Moves those of the batch that pass to the hits. */
static enum err_code sift(struct find *f, struct err *e)
{
    enum err_code rc = f->trivial ? ERR_OK : judge(f, e);
    for (size_t i = 0; i < f->waiting && f->hits < f->most && rc == ERR_OK; i++) {
        f->end = f->batch[i].id;
        if (f->batch[i].passes)
            f->hit[f->hits++] = f->batch[i];
    }
    f->waiting = 0;
    return rc;
}

static enum err_code take_match(void *ctx, int64_t id, double score, bool *stop, struct err *e)
{
    struct find *f = ctx;
    enum err_code rc = ERR_OK;
    if (f->waiting == f->batch_most)
        rc = sift(f, e);
    *stop = f->hits == f->most || f->looked == f->looked_most ||
            (f->stretch == f->stretch_most && !f->trivial);
    if (*stop)
        return rc;
    f->looked++;
    f->stretch++;
    f->batch[f->waiting++] = (struct hit){id, score, f->trivial};
    return rc;
}

/* Fills the hits from matches below f->end, until there are enough, or enough were looked at. */
static enum err_code gather(struct find *f, struct err *e)
{
    struct store__scope plain = *f->c;
    enum err_code rc = ERR_OK;
    plain.media = false;
    f->hits = 0;
    while (f->end != 0 && f->hits < f->most && f->looked < f->looked_most) {
        int64_t next = f->end - 1;
        struct store__ids first = {&next, 1, 1, f->end};
        if (!f->trivial)
            rc = store__scope_ids(f->s, &plain, f->a, &first, e);
        if (rc)
            return rc;
        size_t before = f->looked;
        f->end = 0;
        f->stretch = 0;
        if (first.n == 0)
            return ERR_OK;
        const struct store__search w = {.typed = f->words,
                                        .ranked = f->ranked,
                                        .above = f->c->above,
                                        .below = next + 1,
                                        .most = f->trivial ? f->most : f->stretch_most,
                                        .found = take_match,
                                        .ctx = f};
        rc = store__search_each(&f->s->sql, &w, f->a, e);
        bool all = f->looked == before || (f->hits < f->most && f->looked < f->looked_most &&
                                           (f->stretch < f->stretch_most || f->trivial));
        if (rc == ERR_OK)
            rc = sift(f, e);
        if (rc)
            return rc;
        if (all && f->hits < f->most)
            f->end = 0;
        f->stretch_most = 4 * f->stretch_most < STRETCH ? 4 * f->stretch_most : STRETCH;
    }
    return ERR_OK;
}

static int better(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->score < y->score || x->score > y->score)
        return x->score < y->score ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static enum err_code show(struct find *f, const int64_t *id, size_t n, size_t limit,
                          struct post_page *out, struct err *e)
{
    return store__show_in(f->s, f->c, id, n < limit ? n : limit, f->a, out, e);
}

static enum err_code find_best(struct find *f, size_t limit, struct post_page *out,
                               struct err *e)
{
    f->ranked = true;
    f->most = f->looked_most = f->trivial ? SEARCH_CANDIDATES : FILTER_CANDIDATES;
    f->hit = ARENA_ARRAY(f->a, struct hit, f->most);
    enum err_code rc = gather(f, e);
    if (rc)
        return rc;
    qsort(f->hit, f->hits, sizeof *f->hit, better);
    size_t n = f->hits < 2 * limit ? f->hits : 2 * limit; /* some may be twins */
    int64_t *id = ARENA_ARRAY(f->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = f->hit[i].id;
    if ((rc = store__hide_twins(f->s, f->c, id, &n, e)))
        return rc;
    out->cut = f->end != 0;
    out->next = f->end;
    return show(f, id, n, limit, out, e);
}

static enum err_code find_newest(struct find *f, size_t limit, struct post_page *out,
                                 struct err *e)
{
    int64_t *id = ARENA_ARRAY(f->a, int64_t, limit + 1);
    size_t n = 0;
    enum err_code rc = ERR_OK;
    f->most = limit + 1;
    f->looked_most = f->trivial ? SIZE_MAX : FILTER_CANDIDATES;
    f->hit = ARENA_ARRAY(f->a, struct hit, f->most);
    int64_t *some = ARENA_ARRAY(f->a, int64_t, f->most);
    /* again where twins were left out of what was found */
    while (f->end != 0 && n <= limit && f->looked < f->looked_most && rc == ERR_OK) {
        rc = gather(f, e);
        size_t got = f->hits;
        for (size_t i = 0; i < got; i++)
            some[i] = f->hit[i].id;
        if (rc == ERR_OK)
            rc = store__hide_twins(f->s, f->c, some, &got, e);
        for (size_t i = 0; i < got && n <= limit; i++)
            id[n++] = some[i];
    }
    if (rc)
        return rc;
    if (n > limit) {
        out->next = id[limit - 1];
    } else {
        out->cut = f->end != 0;
        out->next = f->end;
    }
    return show(f, id, n, limit, out, e);
}

static bool is_trivial(const struct store__scope *c)
{
    return c->accounts == c->all.n && c->kinds == ALL_KINDS && !c->own && !c->by_person &&
           !c->media && c->topic.n == 0;
}

enum err_code store_find_posts(struct store *s, const struct post_search *q, int64_t before,
                               int64_t limit, struct arena *a, struct post_page *out,
                               struct err *e)
{
    struct store__scope c;
    *out = (struct post_page){NULL, 0, 0, false};
    if (str_trim(q->words).n == 0)
        return store__timeline_of(s, &q->filter, true, before, limit, a, out, e);
    if (limit < 1 || limit > 200)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to 200");
    enum err_code rc = store__look(s, e);
    if (rc)
        return rc;
    rc = store__scope_of(s, &q->filter, ALL_KINDS, a, &c, e);
    struct find *under = ARENA_NEW(a, struct find);
    bool far = s->sql.engine->gather; /* a journey costs more than what it brings */
    *under = (struct find){.s = s,
                           .c = &c,
                           .a = a,
                           .words = q->words,
                           .trivial = is_trivial(&c),
                           .batch_most = far ? STRETCH : STORE__CHUNK,
                           .stretch_most = far ? FIRST_STRETCH : STRETCH,
                           .end = c.below};
    if (before > 0 && before < c.below)
        under->end = before;
    if (rc == ERR_OK && !c.nothing)
        rc = q->order == SEARCH_BEST ? find_best(under, (size_t)limit, out, e)
                                     : find_newest(under, (size_t)limit, out, e);
    store__looked(s);
    return rc;
}
