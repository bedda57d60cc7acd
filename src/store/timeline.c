/* store/timeline.c: pages of posts: newest first by filter, and all between owner and person. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

enum {
    PAGE_MOST = 200,
    TWIN_BATCH = 20,        /* ids that are asked for again where twins were left out */
    BETWEEN_THREADS = 200,  /* conversations of two with one person */
    BETWEEN_ANSWERED = 2000 /* newest posts of theirs whose answers are looked for */
};

#define ALL_KINDS    ((1u << POST_KIND_COUNT) - 1)
#define NOT_MESSAGES (ALL_KINDS & ~(1u << POST_MESSAGE))

enum err_code store__look(struct store *s, struct err *e)
{
    return sql_look(&s->sql, e);
}

void store__looked(struct store *s)
{
    struct err ignored;
    if (sql_commit(&s->sql, &ignored)) {
        /* nothing was written: whatever it says, the look is over */
    }
}

static enum err_code check_limit(int64_t limit, struct err *e)
{
    if (limit < 1 || limit > PAGE_MOST)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to %d", PAGE_MOST);
    return ERR_OK;
}

/* Ids of a page, twins left out; ids->end as store__scope_ids has it. */
static enum err_code page_ids(struct store *s, const struct store__scope *c, struct arena *a,
                              struct store__ids *ids, struct err *e)
{
    enum err_code rc = ERR_OK;
    while (ids->end != 0 && ids->n < ids->most && rc == ERR_OK) {
        size_t want = ids->most - ids->n;
        if (want < TWIN_BATCH)
            want = TWIN_BATCH;
        struct store__ids some = {ARENA_ARRAY(a, int64_t, want), 0, want, ids->end};
        rc = store__scope_ids(s, c, a, &some, e);
        bool tired = some.n < want && some.end != 0;
        if (rc == ERR_OK)
            rc = store__hide_twins(s, c, some.id, &some.n, e);
        for (size_t i = 0; i < some.n && ids->n < ids->most && rc == ERR_OK; i++)
            ids->id[ids->n++] = some.id[i];
        ids->end = some.end;
        if (tired)
            break;
    }
    return rc;
}

/* The page of these ids, of which the one beyond the limit only says that there is more. */
static enum err_code show_page(struct store *s, const struct store__scope *c, const int64_t *id,
                               size_t n, size_t limit, struct arena *a, struct post_page *out,
                               struct err *e)
{
    size_t shown = n < limit ? n : limit;
    enum err_code rc = store__show_in(s, c, id, shown, a, out, e);
    out->next = n > limit ? id[limit - 1] : 0;
    return rc;
}

static enum err_code timeline(struct store *s, const struct post_filter *f, unsigned kinds,
                              int64_t before, size_t limit, struct arena *a,
                              struct post_page *out, struct err *e)
{
    struct store__scope c;
    struct store__ids ids = {ARENA_ARRAY(a, int64_t, limit + 1), 0, limit + 1,
                             before > 0 ? before : INT64_MAX};
    *out = (struct post_page){NULL, 0, 0, false};
    enum err_code rc = store__scope_of(s, f, kinds, a, &c, e);
    if (rc == ERR_OK)
        rc = page_ids(s, &c, a, &ids, e);
    if (rc == ERR_OK)
        rc = show_page(s, &c, ids.id, ids.n, limit, a, out, e);
    if (rc == ERR_OK && ids.n <= limit && ids.end != 0) {
        out->next = ids.end;
        out->cut = true;
    }
    return rc;
}

enum err_code store__timeline_of(struct store *s, const struct post_filter *f, bool messages,
                                 int64_t before, int64_t limit, struct arena *a,
                                 struct post_page *out, struct err *e)
{
    enum err_code rc = check_limit(limit, e);
    if (rc || (rc = store__look(s, e)))
        return rc;
    rc = timeline(s, f, messages ? ALL_KINDS : NOT_MESSAGES, before, (size_t)limit, a, out, e);
    store__looked(s);
    return rc;
}

enum err_code store_timeline(struct store *s, const struct post_filter *f, int64_t before,
                             int64_t limit, struct arena *a, struct post_page *out,
                             struct err *e)
{
    return store__timeline_of(s, f, false, before, limit, a, out, e);
}

enum err_code store_post(struct store *s, int64_t id, struct arena *a, struct shown_post *out,
                         struct err *e)
{
    struct store__accounts acc;
    struct shown_post *p = NULL;
    size_t n = 0;
    enum err_code rc = store__look(s, e);
    if (rc)
        return rc;
    rc = store_accounts(s, a, &acc.v, &acc.n, e);
    if (rc == ERR_OK)
        rc = store__show(s, &acc, &id, 1, a, &p, &n, e);
    store__looked(s);
    if (rc == ERR_OK && n == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no post %lld here", (long long)id);
    if (rc == ERR_OK)
        *out = *p;
    return rc;
}

/* Between the owner and a person -------------------------------------------------------- */

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

/* Messages of conversations of two that they are in. */
static enum err_code thread_lanes(struct store *s, const struct store__author *who,
                                  int64_t below, struct arena *a, struct store__best *b,
                                  struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT t.id "
        "FROM members m CROSS JOIN threads t "
        "WHERE m.owner_id = $1 AND m.identity_id = $2 AND t.owner_id = m.owner_id "
        "AND t.id = m.thread_id AND t.is_group = 0 "
        "LIMIT $3",
        VALUES(I64(s->sql.owner), I64(who->id), I64(BETWEEN_THREADS)), take_id, &l, e);
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++)
        rc =
            store__lane(&s->sql,
                        "SELECT id "
                        "FROM posts "
                        "WHERE owner_id = $1 AND thread_id = $2 AND thread_id <> 0 AND id < $3 "
                        "AND kind = 'message' "
                        "ORDER BY id DESC LIMIT $4",
                        VALUES(I64(s->sql.owner), I64(((const int64_t *)l.v)[i]), I64(below),
                               I64((int64_t)b->cap)),
                        b, e);
    return rc;
}

struct answers {
    struct store__best *best;
    int64_t below;
};

static enum err_code take_answer(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct answers *w = ctx;
    if (sql_i64(k, 0) < w->below)
        store__best_offer(w->best, sql_i64(k, 0));
    return ERR_OK;
}

/* What the owner answered to the newest that they wrote. */
static enum err_code answer_lanes(struct store *s, const struct store__scope *c,
                                  const struct store__author *author, size_t authors,
                                  int64_t below, struct arena *a, struct store__best *b,
                                  struct err *e)
{
    struct store__best theirs = store__best_of(BETWEEN_ANSWERED, a);
    struct answers w = {b, below};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < authors && rc == ERR_OK; i++)
        rc = store__author_lanes(s, c, &author[i], NOT_MESSAGES, below, &theirs, e);
    if (rc == ERR_OK)
        rc = store__best_settle(&s->sql, &theirs, e);
    for (size_t at = 0; at < theirs.n && rc == ERR_OK; at += STORE__CHUNK)
        rc = store__each_in(&s->sql,
                            "SELECT r.id "
                            "FROM posts p CROSS JOIN posts r "
                            "WHERE p.owner_id = $1 AND p.id IN " STORE__IN
                            "AND r.owner_id = p.owner_id AND r.reply_to = p.digest AND "
                            "r.reply_to <> 0 AND r.author_id = 0",
                            theirs.id + at,
                            theirs.n - at < STORE__CHUNK ? theirs.n - at : STORE__CHUNK,
                            take_answer, &w, e);
    return rc;
}

/* Whoever pressed something below a post of a page. */
struct echo {
    struct post_page *page;
    const struct store__author *author;
    size_t authors;
    struct arena *a;
};

static enum err_code take_echo(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct echo *w = ctx;
    bool theirs = false;
    for (size_t i = 0; i < w->authors; i++)
        theirs |= w->author[i].id == sql_i64(k, 1);
    for (size_t i = 0; i < w->page->n && theirs; i++)
        if (w->page->post[i].post.id == sql_i64(k, 0))
            w->page->post[i].their_reaction = sql_copy(k, 2, w->a);
    return ERR_OK;
}

static enum err_code add_echo(struct store *s, const struct store__author *author,
                              size_t authors, struct arena *a, struct post_page *page,
                              struct err *e)
{
    struct echo w = {page, author, authors, a};
    int64_t id[STORE__CHUNK];
    enum err_code rc = ERR_OK;
    for (size_t at = 0, n = 0; at < page->n && rc == ERR_OK; at += n) {
        for (n = 0; n < STORE__CHUNK && at + n < page->n; n++)
            id[n] = page->post[at + n].post.id;
        rc = store__each_in(&s->sql,
                            "SELECT p.id, r.author_id, r.kind "
                            "FROM posts p CROSS JOIN reactions r "
                            "WHERE p.owner_id = $1 AND p.id IN " STORE__IN
                            "AND r.owner_id = p.owner_id AND r.post = p.digest AND "
                            "r.author_id > 0 ORDER BY p.id, r.at_ms",
                            id, n, take_echo, &w, e);
    }
    return rc;
}

static enum err_code between(struct store *s, int64_t person_id, int64_t below, size_t limit,
                             struct arena *a, struct post_page *out, struct err *e)
{
    static const struct post_filter everything = {.account_id = 0};
    struct store__scope c;
    struct store__author *author = NULL;
    size_t authors = 0;
    struct store__best b = store__best_of(limit + 1, a);
    *out = (struct post_page){NULL, 0, 0, false};
    enum err_code rc = store__scope_of(s, &everything, ALL_KINDS, a, &c, e);
    if (rc == ERR_OK)
        rc = store__authors(s, person_id, a, &author, &authors, e);
    for (size_t i = 0; rc == ERR_OK && i < authors; i++) {
        rc = store__author_lanes(s, &c, &author[i], ALL_KINDS, below, &b, e);
        if (rc == ERR_OK)
            rc = thread_lanes(s, &author[i], below, a, &b, e);
    }
    if (rc == ERR_OK)
        rc = answer_lanes(s, &c, author, authors, below, a, &b, e);
    if (rc == ERR_OK)
        rc = store__best_settle(&s->sql, &b, e);
    if (rc == ERR_OK)
        rc = show_page(s, &c, b.id, b.n, limit, a, out, e);
    return rc ? rc : add_echo(s, author, authors, a, out, e);
}

enum err_code store_between(struct store *s, int64_t person_id, int64_t before, int64_t limit,
                            struct arena *a, struct post_page *out, struct err *e)
{
    enum err_code rc = check_limit(limit, e);
    if (rc || (rc = store__look(s, e)))
        return rc;
    rc = between(s, person_id, before > 0 ? before : INT64_MAX, (size_t)limit, a, out, e);
    store__looked(s);
    return rc;
}
