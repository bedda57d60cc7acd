/* store/lanes.c: which posts pass a filter, newest first: one walk an account and kind, merged. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include "core/limits.h"

#include <stdlib.h>

/* A million posts and any filter: each lane (account, kind, the owner's or not; author, account,
 * kind) is a range of a covering index in the order of ids. As soon as the heap is full, its
 * oldest id bounds the lanes that follow, so that most of them read a row or none. */

/* The newest ---------------------------------------------------------------------------- */

struct store__best store__best_of(size_t cap, struct arena *a)
{
    return (struct store__best){ARENA_ARRAY(a, int64_t, cap), 0, cap};
}

static void sink_down(int64_t *v, size_t n, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && v[child + 1] < v[child])
            child++;
        if (v[i] <= v[child])
            return;
        int64_t t = v[i];
        v[i] = v[child];
        v[child] = t;
    }
}

bool store__best_offer(struct store__best *b, int64_t id)
{
    if (b->n == b->cap && id <= b->id[0])
        return false;
    for (size_t i = 0; i < b->n; i++)
        if (b->id[i] == id)
            return true;
    if (b->n == b->cap) {
        b->id[0] = id;
        sink_down(b->id, b->n, 0);
        return true;
    }
    b->id[b->n++] = id;
    if (b->n == b->cap)
        for (size_t i = b->n / 2; i-- > 0;)
            sink_down(b->id, b->n, i);
    return true;
}

static int newer(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x < *y) - (*x > *y);
}

void store__best_sort(struct store__best *b)
{
    if (b->n)
        qsort(b->id, b->n, sizeof *b->id, newer);
}

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    store__best_offer(ctx, sql_i64(k, 0));
    return ERR_OK;
}

enum err_code store__lane(struct sql *q, const char *text, const struct sql_value *v, size_t n,
                          struct store__best *b, struct err *e)
{
    return sql_gather(q, text, v, n, take_id, b, e);
}

enum err_code store__best_settle(struct sql *q, struct store__best *b, struct err *e)
{
    enum err_code rc = sql_settle(q, e);
    store__best_sort(b);
    return rc;
}

/* What a lane must lie above to matter. */
static int64_t floor_of(const struct store__best *b, int64_t above)
{
    return b->n == b->cap && b->id[0] > above ? b->id[0] : above;
}

/* Filters ------------------------------------------------------------------------------- */

static enum err_code take_author(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct store__author *who = store__push(l);
    *who = (struct store__author){sql_i64(k, 0), sql_copy(k, 1, l->a)};
    return ERR_OK;
}

enum err_code store__authors(struct store *s, int64_t person_id, struct arena *a,
                             struct store__author **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct store__author)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT i.id, i.network "
                    "FROM person_identities p "
                    "JOIN identities i ON i.owner_id = $1 AND i.id = "
                    "p.identity_id "
                    "WHERE p.owner_id = $1 AND p.person_id = $2 "
                    "ORDER BY i.id",
                    VALUES(I64(s->sql.owner), I64(person_id)), take_author, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* The owner as a person is whoever wrote the owner's posts. */
static enum err_code scope_person(struct store *s, int64_t person_id, struct arena *a,
                                  struct store__scope *c, struct err *e)
{
    int64_t is_owner = -1;
    enum err_code rc =
        sql_one(&s->sql, "SELECT is_owner FROM persons WHERE owner_id = $1 AND id = $2",
                VALUES(I64(s->sql.owner), I64(person_id)), &is_owner, e);
    if (rc)
        return rc;
    if (is_owner == 1) {
        c->own = true;
        return ERR_OK;
    }
    c->by_person = true;
    rc = store__authors(s, person_id, a, &c->author, &c->authors, e);
    c->nothing |= c->authors == 0 || c->own || c->topic.n;
    return rc;
}

enum err_code store__scope_of(struct store *s, const struct post_filter *f, unsigned kinds_else,
                              struct arena *a, struct store__scope *out, struct err *e)
{
    *out = (struct store__scope){.kinds = f->kinds ? f->kinds : kinds_else,
                                 .own = f->own,
                                 .each = f->each,
                                 .media = f->media,
                                 .topic = f->topic,
                                 .above = -1,
                                 .below = INT64_MAX};
    enum err_code rc = store_accounts(s, a, &out->all.v, &out->all.n, e);
    if (rc)
        return rc;
    out->account = ARENA_ARRAY(a, struct account, out->all.n + 1);
    for (size_t i = 0; i < out->all.n; i++) {
        const struct account *acc = &out->all.v[i];
        if ((f->account_id == 0 || acc->id == f->account_id) &&
            (f->network.n == 0 || str_eq(acc->network, f->network)) &&
            (f->context.n == 0 || str_eq(acc->context, f->context)))
            out->account[out->accounts++] = *acc;
    }
    if (f->from_ms)
        out->above = store__post_id(f->from_ms, 0, 0) - 1;
    if (f->to_ms)
        out->below = store__post_id(f->to_ms, 0, 0);
    out->nothing = out->accounts == 0;
    int64_t seen = 0;
    rc = sql_one(&s->sql, "SELECT 1 FROM post_seen WHERE owner_id = $1 LIMIT 1",
                 VALUES(I64(s->sql.owner)), &seen, e);
    out->seen = seen && out->accounts < out->all.n; /* with all accounts nothing is missing */
    if (rc)
        return rc;
    return f->person_id ? scope_person(s, f->person_id, a, out, e) : ERR_OK;
}

static bool has_kind(unsigned kinds, struct str kind)
{
    enum post_kind k;
    return post_kind_from(kind, &k) && (kinds >> k & 1u) != 0;
}

bool store__scope_passes(const struct store__scope *c, const struct store__candidate *p)
{
    bool account = false, author = !c->by_person;
    if (c->nothing || p->id <= c->above || p->id >= c->below || (c->own && p->author_id != 0))
        return false;
    for (size_t i = 0; i < c->accounts && !account; i++)
        account = c->account[i].id == p->account_id;
    for (size_t i = 0; i < c->authors && !author; i++)
        author = c->author[i].id == p->author_id;
    return account && author && has_kind(c->kinds, p->kind);
}

#define KEPT_KINDS "('image', 'video', 'audio', 'file')"

enum err_code store__scope_probes(struct store *s, const struct store__scope *c, int64_t id,
                                  bool *passes, struct err *e)
{
    int64_t media = !c->media, topic = c->topic.n == 0;
    enum err_code rc = ERR_OK;
    if (c->media)
        rc = sql_one(&s->sql,
                     "SELECT 1 "
                     "FROM attachments "
                     "WHERE owner_id = $1 AND post_id = $2 AND kind IN " KEPT_KINDS " LIMIT 1",
                     VALUES(I64(s->sql.owner), I64(id)), &media, e);
    if (rc == ERR_OK && media && c->topic.n)
        rc = sql_one(&s->sql,
                     "SELECT 1 "
                     "FROM post_topics "
                     "WHERE owner_id = $1 AND post_id = $2 AND topic = $3",
                     VALUES(I64(s->sql.owner), I64(id), TXT(c->topic)), &topic, e);
    *passes = media && topic;
    return rc;
}

/* Lanes --------------------------------------------------------------------------------- */

static const char own_lane[] =
    "SELECT id FROM posts "
    "WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND author_id = 0 AND id < $4 AND "
    "id > $5 ORDER BY id DESC LIMIT $6";
static const char others_lane[] =
    "SELECT id FROM posts "
    "WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND author_id <> 0 AND id < $4 AND "
    "id > $5 ORDER BY id DESC LIMIT $6";
/* What another account brought first. */
static const char seen_lane[] =
    "SELECT post_id FROM post_seen "
    "WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND post_id < $4 AND "
    "post_id > $5 ORDER BY post_id DESC LIMIT $6";
static const char author_lane[] =
    "SELECT id FROM posts "
    "WHERE owner_id = $1 AND author_id = $2 AND author_id > 0 AND account_id = $3 AND kind = "
    "$4 AND id < $5 AND id > $6 ORDER BY id DESC LIMIT $7";

static enum err_code account_lanes(struct store *s, const struct store__scope *c, int64_t below,
                                   struct store__best *b, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->accounts; i++)
        for (int kind = 0; kind < POST_KIND_COUNT; kind++) {
            if (!(c->kinds >> kind & 1u))
                continue;
            struct str name = str_from(post_kind_name((enum post_kind)kind));
            rc = store__lane(&s->sql, own_lane,
                             VALUES(I64(s->sql.owner), I64(c->account[i].id), TXT(name),
                                    I64(below), I64(floor_of(b, c->above)),
                                    I64((int64_t)b->cap)),
                             b, e);
            if (rc == ERR_OK && !c->own)
                rc = store__lane(&s->sql, others_lane,
                                 VALUES(I64(s->sql.owner), I64(c->account[i].id), TXT(name),
                                        I64(below), I64(floor_of(b, c->above)),
                                        I64((int64_t)b->cap)),
                                 b, e);
            if (rc == ERR_OK && c->seen && !c->own)
                rc = store__lane(&s->sql, seen_lane,
                                 VALUES(I64(s->sql.owner), I64(c->account[i].id), TXT(name),
                                        I64(below), I64(floor_of(b, c->above)),
                                        I64((int64_t)b->cap)),
                                 b, e);
            if (rc)
                return rc;
        }
    return rc;
}

enum err_code store__author_lanes(struct store *s, const struct store__scope *c,
                                  const struct store__author *who, unsigned kinds,
                                  int64_t below, struct store__best *b, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->accounts; i++) {
        if (!str_eq(c->account[i].network, who->network))
            continue; /* nobody writes on a network where they are not */
        for (int kind = 0; kind < POST_KIND_COUNT && rc == ERR_OK; kind++)
            if (kinds >> kind & 1u)
                rc = store__lane(&s->sql, author_lane,
                                 VALUES(I64(s->sql.owner), I64(who->id), I64(c->account[i].id),
                                        TXT(str_from(post_kind_name((enum post_kind)kind))),
                                        I64(below), I64(floor_of(b, c->above)),
                                        I64((int64_t)b->cap)),
                                 b, e);
    }
    return rc;
}

/* Labels are few (TOPICS_LOOKED_AT an account), so kinds are looked up. */
static enum err_code topic_lanes(struct store *s, const struct store__scope *c, int64_t below,
                                 struct store__best *b, struct err *e)
{
    for (size_t i = 0; i < c->accounts; i++) {
        struct sql_query k;
        bool more = false;
        enum err_code rc =
            sql_ask(&s->sql, &k,
                    "SELECT t.post_id, p.kind "
                    "FROM post_topics t CROSS JOIN posts p "
                    "WHERE t.owner_id = $1 AND t.account_id = $2 AND t.topic = $3 AND "
                    "t.post_id < $4 AND t.post_id > $5 AND p.owner_id = t.owner_id AND p.id = "
                    "t.post_id AND p.author_id = 0 "
                    "ORDER BY t.post_id DESC",
                    VALUES(I64(s->sql.owner), I64(c->account[i].id), TXT(c->topic), I64(below),
                           I64(floor_of(b, c->above))),
                    e);
        if (rc)
            return rc;
        while ((rc = sql_row(&k, &more, e)) == ERR_OK && more)
            if (has_kind(c->kinds, sql_text(&k, 1)) && !store__best_offer(b, sql_i64(&k, 0)))
                break;
        sql_done(&k);
        if (rc)
            return rc;
    }
    return ERR_OK;
}

static enum err_code all_lanes(struct store *s, const struct store__scope *c, int64_t below,
                               struct store__best *b, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (c->nothing)
        return ERR_OK;
    if (c->topic.n)
        rc = topic_lanes(s, c, below, b, e);
    else if (!c->by_person)
        rc = account_lanes(s, c, below, b, e);
    else
        for (size_t i = 0; i < c->authors && rc == ERR_OK; i++)
            rc = store__author_lanes(s, c, &c->author[i], c->kinds, below, b, e);
    return rc ? rc : store__best_settle(&s->sql, b, e);
}

/* Several rows a statement -------------------------------------------------------------- */

enum err_code store__each_in(struct sql *q, const char *text, const int64_t *id, size_t n,
                             enum err_code (*row)(void *ctx, struct sql_query *k,
                                                  struct err *e),
                             void *ctx, struct err *e)
{
    struct sql_value v[STORE__CHUNK + 1] = {I64(q->owner)};
    for (size_t i = 0; i < STORE__CHUNK; i++)
        v[i + 1] = I64(i < n ? id[i] : -1);
    return n ? store__each(q, text, v, COUNT_OF(v), row, ctx, e) : ERR_OK;
}

enum err_code store__gather_in(struct sql *q, const char *text, const int64_t *id, size_t n,
                               sql_take *row, void *ctx, struct err *e)
{
    struct sql_value v[STORE__CHUNK + 1] = {I64(q->owner)};
    for (size_t i = 0; i < STORE__CHUNK; i++)
        v[i + 1] = I64(i < n ? id[i] : -1);
    return n ? sql_gather(q, text, v, COUNT_OF(v), row, ctx, e) : ERR_OK;
}

/* With pictures ------------------------------------------------------------------------- */

/* No index knows which posts of a lane have pictures: ids are walked and looked up, this many
 * for one page; the next page goes on where it stopped. */
enum {
    MEDIA_CANDIDATES = 3000,
    MEDIA_BATCH = 100
};

const char store__pictured_sql[] =
    "SELECT DISTINCT post_id "
    "FROM attachments "
    "WHERE owner_id = $1 AND post_id IN " STORE__IN "AND kind IN " KEPT_KINDS;

struct pictured {
    int64_t id[STORE__CHUNK];
    size_t n;
};

static enum err_code take_pictured(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct pictured *p = ctx;
    if (p->n < COUNT_OF(p->id))
        p->id[p->n++] = sql_i64(k, 0);
    return ERR_OK;
}

/* Appends those of a batch that have pictures, until there are enough. */
static enum err_code keep_pictured(struct store *s, const struct store__best *batch,
                                   struct store__ids *ids, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t at = 0; at < batch->n && rc == ERR_OK && ids->n < ids->most;
         at += STORE__CHUNK) {
        struct pictured has = {.n = 0};
        size_t some = batch->n - at < STORE__CHUNK ? batch->n - at : STORE__CHUNK;
        rc = store__each_in(&s->sql, store__pictured_sql, batch->id + at, some, take_pictured,
                            &has, e);
        for (size_t i = 0; i < some && ids->n < ids->most; i++) {
            ids->end = batch->id[at + i];
            for (size_t k = 0; k < has.n; k++)
                if (has.id[k] == ids->end) {
                    ids->id[ids->n++] = ids->end;
                    break;
                }
        }
    }
    return rc;
}

static enum err_code pictured_ids(struct store *s, const struct store__scope *c,
                                  struct arena *a, struct store__ids *ids, struct err *e)
{
    struct store__best batch = store__best_of(MEDIA_BATCH, a);
    for (size_t looked = 0; looked < MEDIA_CANDIDATES && ids->n < ids->most;
         looked += batch.n) {
        /* on to the next post that has anything at all */
        int64_t next = -1;
        enum err_code rc = sql_one(&s->sql,
                                   "SELECT post_id "
                                   "FROM attachments "
                                   "WHERE owner_id = $1 AND post_id < $2 "
                                   "ORDER BY post_id DESC LIMIT 1",
                                   VALUES(I64(s->sql.owner), I64(ids->end)), &next, e);
        batch.n = 0;
        if (rc == ERR_OK && next > c->above)
            rc = all_lanes(s, c, next + 1, &batch, e);
        if (rc == ERR_OK && batch.n)
            rc = keep_pictured(s, &batch, ids, e);
        if (rc)
            return rc;
        if (batch.n == 0 || (batch.n < batch.cap && ids->end == batch.id[batch.n - 1])) {
            ids->end = 0;
            break;
        }
    }
    return ERR_OK;
}

enum err_code store__scope_ids(struct store *s, const struct store__scope *c, struct arena *a,
                               struct store__ids *ids, struct err *e)
{
    ids->n = 0;
    if (ids->end > c->below)
        ids->end = c->below;
    if (c->media)
        return pictured_ids(s, c, a, ids, e);
    struct store__best b = {ids->id, 0, ids->most};
    enum err_code rc = all_lanes(s, c, ids->end, &b, e);
    ids->n = b.n;
    ids->end = b.n == ids->most ? ids->id[b.n - 1] : 0;
    return rc;
}

/* Seen from a scope ------------------------------------------------------------------------ */

struct onlookers {
    const struct store__scope *c;
    const struct account *first;
};

static enum err_code take_onlooker(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct onlookers *w = ctx;
    for (size_t i = 0; i < w->c->accounts && !w->first; i++)
        if (w->c->account[i].id == sql_i64(k, 0))
            w->first = &w->c->account[i];
    return ERR_OK;
}

/* The account of the scope to which this came as well; NULL none. */
static enum err_code seen_by(struct store *s, const struct store__scope *c, int64_t id,
                             const struct account **out, struct err *e)
{
    struct onlookers w = {c, NULL};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id FROM post_seen "
                                   "WHERE owner_id = $1 AND post_id = $2 ORDER BY account_id",
                                   VALUES(I64(s->sql.owner), I64(id)), take_onlooker, &w, e);
    *out = w.first;
    return rc;
}

enum err_code store__show_in(struct store *s, const struct store__scope *c, const int64_t *id,
                             size_t n, struct arena *a, struct post_page *out, struct err *e)
{
    enum err_code rc = store__show(s, &c->all, id, n, a, &out->post, &out->n, e);
    for (size_t i = 0; i < out->n && c->seen && rc == ERR_OK; i++) {
        struct shown_post *p = &out->post[i];
        const struct account *here = NULL;
        bool inside = false;
        for (size_t k = 0; k < c->accounts && !inside; k++)
            inside = c->account[k].id == p->post.account_id;
        if (!inside)
            rc = seen_by(s, c, p->post.id, &here, e);
        if (here) {
            p->post.account_id = here->id;
            p->post.network = here->network;
            p->context = here->context;
        }
    }
    return rc;
}

/* Twins --------------------------------------------------------------------------------- */

struct twin_row {
    int64_t post, leader;
};

static enum err_code take_twin(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct twin_row *t = store__push(ctx);
    *t = (struct twin_row){sql_i64(k, 0), sql_i64(k, 1)};
    return ERR_OK;
}

/* True where an earlier post of its group passes the filter as well: that one is shown. */
static enum err_code shown_earlier(struct store *s, const struct store__scope *c,
                                   const struct twin_row *t, bool *earlier, struct err *e)
{
    struct sql_query k;
    bool more = false;
    *earlier = false;
    enum err_code rc = sql_ask(&s->sql, &k,
                               "SELECT p.id, p.account_id, p.author_id, p.kind "
                               "FROM post_twins t CROSS JOIN posts p "
                               "WHERE t.owner_id = $1 AND t.leader_id = $2 AND t.post_id < $3 "
                               "AND p.owner_id = t.owner_id AND p.id = t.post_id "
                               "ORDER BY t.post_id",
                               VALUES(I64(s->sql.owner), I64(t->leader), I64(t->post)), e);
    if (rc)
        return rc;
    while (!*earlier && (rc = sql_row(&k, &more, e)) == ERR_OK && more) {
        struct store__candidate p = {sql_i64(&k, 0), sql_i64(&k, 1), sql_i64(&k, 2),
                                     sql_text(&k, 3)};
        const struct account *here = NULL;
        if (c->seen && p.author_id != 0 && (rc = seen_by(s, c, p.id, &here, e)) != ERR_OK)
            break;
        if (here)
            p.account_id = here->id;
        if (store__scope_passes(c, &p) &&
            (rc = store__scope_probes(s, c, p.id, earlier, e)) != ERR_OK)
            break;
    }
    sql_done(&k);
    return rc;
}

/* All that follow another one, in one journey. */
static enum err_code ask_twins(struct store *s, const int64_t *id, size_t n,
                               struct store__list *out, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t at = 0; at < n && rc == ERR_OK; at += STORE__CHUNK)
        rc = store__gather_in(
            &s->sql,
            "SELECT post_id, leader_id "
            "FROM post_twins "
            "WHERE owner_id = $1 AND post_id IN " STORE__IN "AND post_id <> leader_id",
            id + at, n - at < STORE__CHUNK ? n - at : STORE__CHUNK, take_twin, out, e);
    return rc ? rc : sql_settle(&s->sql, e);
}

enum err_code store__hide_twins(struct store *s, const struct store__scope *c, int64_t *id,
                                size_t *n, struct err *e)
{
    size_t kept = 0;
    if (c->each)
        return ERR_OK;
    struct store__list l = {arena_new(MIB(1)), NULL, 0, 0, sizeof(struct twin_row)};
    enum err_code rc = ask_twins(s, id, *n, &l, e);
    for (size_t i = 0; i < *n && rc == ERR_OK; i++) {
        const struct twin_row *t = l.v;
        bool hidden = false;
        for (size_t k = 0; k < l.n && rc == ERR_OK; k++)
            if (t[k].post == id[i])
                rc = shown_earlier(s, c, &t[k], &hidden, e);
        if (!hidden)
            id[kept++] = id[i];
    }
    arena_free(l.a);
    if (rc == ERR_OK)
        *n = kept;
    return rc;
}
