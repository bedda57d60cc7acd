/* store/since.c: an import held against the one before it: counts, and what they count. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/since.h"
#include "store/reminder.h"
#include "store/since_sql.h"
#include "store/store_private.h"
#include "store/timeline_private.h"

#include "core/attr.h"

static const char *const names[SINCE_COUNT] = {
    [SINCE_FRESH] = "new",      [SINCE_GONE] = "gone",         [SINCE_PEOPLE] = "people",
    [SINCE_WORK] = "work",      [SINCE_HEADLINE] = "headline", [SINCE_NAME] = "name",
    [SINCE_POSTS] = "posts",    [SINCE_MESSAGES] = "messages", [SINCE_EDITED] = "edited",
    [SINCE_DELETED] = "deleted"};

const char *since_name(enum since_what w)
{
    return names[w];
}

bool since_from(struct str name, enum since_what *out)
{
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!str_is(name, names[i]))
            continue;
        *out = (enum since_what)i;
        return true;
    }
    return false;
}

bool since_is_posts(enum since_what w)
{
    return w >= SINCE_POSTS && w < SINCE_COUNT;
}

/* The former one -------------------------------------------------------------------------- */

/* The day it was made, as reminders see it. */
static int64_t day_of(const struct import *all, size_t at)
{
    bool any = false, newer = false;
    for (size_t i = 0; i < at; i++) {
        if (all[i].account_id != all[at].account_id || !str_is(all[i].state, "done"))
            continue;
        any = true;
        newer |= all[i].taken_ms > all[at].taken_ms + ARCHIVE_LAG_MS;
    }
    return store_archive_day(&all[at], any && !newer);
}

static const struct import *former_of(const struct import *all, size_t n, size_t at,
                                      int64_t *day)
{
    const struct import *best = NULL, *large = NULL;
    int64_t best_day = 0, large_day = 0, mine = day_of(all, at);
    int64_t wanted = all[at].count[RECORD_CONNECTION];
    for (size_t i = 0; i < n; i++) {
        const struct import *im = &all[i];
        if (i == at || im->account_id != all[at].account_id || !str_is(im->state, "done"))
            continue;
        int64_t its = day_of(all, i);
        if (its > mine || (its == mine && i > at))
            continue;
        if (!best || its >= best_day) {
            best = im;
            best_day = its;
        }
        if (im->count[RECORD_CONNECTION] * 2 >= wanted && (!large || its >= large_day)) {
            large = im;
            large_day = its;
        }
    }
    *day = large ? large_day : best_day;
    return large ? large : best;
}

static enum err_code find_former(struct store *s, struct arena *a, struct since *o,
                                 struct err *e)
{
    struct import *all;
    size_t n, at = 0;
    enum err_code rc = store_imports(s, a, &all, &n, e);
    if (rc)
        return rc;
    while (at < n && all[at].id != o->import_id)
        at++;
    if (at == n)
        return err_set(e, ERR_NOT_FOUND, "there is no import %lld", (long long)o->import_id);
    if (!str_is(all[at].state, "done") || all[at].account_id == 0)
        return ERR_OK;
    const struct import *former = former_of(all, n, at, &o->former_day_ms);
    if (former) {
        o->former_id = former->id;
        o->former_archive = former->archive;
    }
    return ERR_OK;
}

/* Counting -------------------------------------------------------------------------------- */

static enum err_code take_part(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct since_part *p = store__push(l);
    *p = (struct since_part){.account_id = sql_i64(k, 0),
                             .kind = sql_copy(k, 1, l->a),
                             .now = sql_i64(k, 2),
                             .then = sql_i64(k, 3),
                             .fresh = sql_i64(k, 4),
                             .gone = sql_i64(k, 5)};
    p->fewer = p->now * 2 < p->then;
    if (p->fewer)
        p->fresh = p->gone = 0;
    if (p->then == 0) /* the former had none of this kind: they need not be new */
        p->fresh = 0;
    return ERR_OK;
}

static enum err_code take_two(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    int64_t **to = ctx;
    *to[0] = sql_i64(k, 0);
    *to[1] = sql_i64(k, 1);
    return ERR_OK;
}

static enum err_code count_rest(struct sql *q, struct since *o, unsigned wanted, struct err *e)
{
    const struct sql_value own = I64(q->owner), x = I64(o->import_id), f = I64(o->former_id);
    int64_t *work[] = {&o->work, &o->headline}, *posts[] = {&o->posts, &o->messages},
            *versions[] = {&o->edited, &o->deleted};
    enum err_code rc = ERR_OK;
    if (wanted & (1u << SINCE_WORK | 1u << SINCE_HEADLINE))
        rc = store__each(q, since__count_work, VALUES(own, x, f, I64(RECORD_FACT)), take_two,
                         work, e);
    if (rc == ERR_OK && wanted & 1u << SINCE_NAME)
        rc = sql_one(q, since__count_names, VALUES(own, x, f), &o->name, e);
    if (rc == ERR_OK && wanted & 1u << SINCE_PEOPLE)
        rc = sql_one(q, since__count_people, VALUES(own, x, f, I64(RECORD_IDENTITY)),
                     &o->people, e);
    if (rc == ERR_OK && wanted & (1u << SINCE_POSTS | 1u << SINCE_MESSAGES))
        rc = store__each(q, since__count_posts, VALUES(own, x, f, I64(RECORD_POST)), take_two,
                         posts, e);
    if (rc == ERR_OK && wanted & (1u << SINCE_EDITED | 1u << SINCE_DELETED))
        rc = store__each(q, since__count_versions, VALUES(own, x, f), take_two, versions, e);
    return rc;
}

enum err_code store_since(struct store *s, int64_t import_id, unsigned wanted, struct arena *a,
                          struct since *out, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list parts = {a, NULL, 0, 0, sizeof(struct since_part)};
    *out = (struct since){.import_id = import_id, .former_archive = STR_NONE};
    enum err_code rc = find_former(s, a, out, e);
    if (rc || !out->former_id)
        return rc;
    if (wanted & (1u << SINCE_FRESH | 1u << SINCE_GONE))
        rc = store__each(
            q, since__count_connections,
            VALUES(I64(q->owner), I64(import_id), I64(out->former_id), I64(RECORD_CONNECTION)),
            take_part, &parts, e);
    if (rc == ERR_OK)
        rc = count_rest(q, out, wanted, e);
    out->part = parts.v;
    out->parts = parts.n;
    return rc;
}

/* People ---------------------------------------------------------------------------------- */

static enum err_code take_person(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct since_person *p = store__push(l);
    *p = (struct since_person){.identity_id = sql_i64(k, 0),
                               .person_id = sql_i64(k, 1),
                               .network = sql_copy(k, 2, l->a),
                               .name = sql_copy(k, 3, l->a)};
    if (sql_text(k, 4).n == 0)
        return ERR_OK;
    p->change = ARENA_NEW(l->a, struct since_change);
    p->changes = 1;
    *p->change = (struct since_change){STR("name"), sql_copy(k, 4, l->a), sql_copy(k, 3, l->a)};
    return ERR_OK;
}

/* The values of one person's facts in both, a row each. */
struct values {
    struct arena *a;
    struct store__list changes;
};

static void join(struct arena *a, struct str *to, struct str value)
{
    *to = to->n ? arena_printf(a, STRF ", " STRF, STRA(*to), STRA(value)) : value;
}

static enum err_code take_value(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct values *v = ctx;
    struct since_change *c = v->changes.v;
    size_t i = 0;
    struct str field = sql_text(k, 0);
    while (i < v->changes.n && !str_eq(c[i].field, field))
        i++;
    if (i == v->changes.n) {
        c = store__push(&v->changes);
        *c = (struct since_change){sql_copy(k, 0, v->a), STR_NONE, STR_NONE};
    } else {
        c += i;
    }
    if (sql_i64(k, 2))
        join(v->a, &c->now, sql_copy(k, 1, v->a));
    if (sql_i64(k, 3))
        join(v->a, &c->was, sql_copy(k, 1, v->a));
    return ERR_OK;
}

/* A field that stayed is kept without what it was: it says more about the one that did not. */
static enum err_code fill_changes(struct store *s, const struct since_query *w, struct arena *a,
                                  struct since_person *p, struct err *e)
{
    struct values v = {
        a, {a, NULL, 0, 0, sizeof(struct since_change)}
    };
    enum err_code rc = store__each(&s->sql, since__values,
                                   VALUES(I64(s->sql.owner), I64(w->import_id),
                                          I64(w->former_id), I64(RECORD_FACT),
                                          I64(p->identity_id), I64(w->what == SINCE_HEADLINE)),
                                   take_value, &v, e);
    p->change = v.changes.v;
    p->changes = v.changes.n;
    for (size_t i = 0; i < p->changes; i++)
        if (str_eq(p->change[i].was, p->change[i].now))
            p->change[i].was = STR_NONE;
    return rc;
}

enum err_code store_since_people(struct store *s, const struct since_query *w, int64_t skip,
                                 int64_t limit, struct arena *a, struct since_person **out,
                                 size_t *n, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list l = {a, NULL, 0, 0, sizeof(struct since_person)};
    const struct sql_value o = I64(q->owner), x = I64(w->import_id), f = I64(w->former_id);
    enum err_code rc = ERR_OK;
    bool facts = w->what == SINCE_WORK || w->what == SINCE_HEADLINE;
    if (w->what == SINCE_FRESH || w->what == SINCE_GONE)
        rc = store__each(q, since__list_connections,
                         VALUES(o, x, f, I64(RECORD_CONNECTION), TXT(w->kind),
                                I64(w->account_id), I64(w->what == SINCE_FRESH), I64(limit),
                                I64(skip)),
                         take_person, &l, e);
    else if (w->what == SINCE_PEOPLE)
        rc = store__each(q, since__list_people,
                         VALUES(o, x, f, I64(RECORD_IDENTITY), I64(limit), I64(skip)),
                         take_person, &l, e);
    else if (w->what == SINCE_NAME)
        rc = store__each(q, since__list_names, VALUES(o, x, f, I64(limit), I64(skip)),
                         take_person, &l, e);
    else if (facts)
        rc = store__each(q, since__list_work,
                         VALUES(o, x, f, I64(RECORD_FACT), I64(w->what == SINCE_HEADLINE),
                                I64(limit), I64(skip)),
                         take_person, &l, e);
    for (size_t i = 0; facts && i < l.n && rc == ERR_OK; i++)
        rc = fill_changes(s, w, a, (struct since_person *)l.v + i, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Posts ----------------------------------------------------------------------------------- */

struct seen_post {
    int64_t id;
    struct str was;
};

static enum err_code take_post(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct seen_post *p = store__push(l);
    *p = (struct seen_post){sql_i64(k, 0), sql_copy(k, 1, l->a)};
    return ERR_OK;
}

enum err_code store_since_posts(struct store *s, const struct since_query *w, int64_t before,
                                int64_t limit, struct arena *a, struct post_page *out,
                                struct str **was, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list l = {a, NULL, 0, 0, sizeof(struct seen_post)};
    struct store__accounts accounts = {NULL, 0};
    const struct sql_value o = I64(q->owner), x = I64(w->import_id);
    const struct sql_value below = I64(before ? before : INT64_MAX), most = I64(limit + 1);
    bool versions = w->what == SINCE_EDITED || w->what == SINCE_DELETED;
    *out = (struct post_page){.n = 0};
    enum err_code rc = versions
                           ? store__each(q, since__list_versions,
                                         VALUES(o, x, I64(w->former_id),
                                                I64(w->what == SINCE_DELETED), below, most),
                                         take_post, &l, e)
                           : store__each(q, since__list_posts,
                                         VALUES(o, x, I64(w->former_id), I64(RECORD_POST),
                                                below, I64(w->what == SINCE_MESSAGES), most),
                                         take_post, &l, e);
    if (rc == ERR_OK)
        rc = store_accounts(s, a, &accounts.v, &accounts.n, e);
    if (rc)
        return rc;
    const struct seen_post *seen = l.v;
    size_t n = l.n > (size_t)limit ? (size_t)limit : l.n;
    int64_t *id = ARENA_ARRAY(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = seen[i].id;
    rc = store__show(s, &accounts, id, n, a, &out->post, &out->n, e);
    out->next = n && l.n > n ? id[n - 1] : 0;
    *was = ARENA_ARRAY(a, struct str, out->n + 1);
    for (size_t i = 0, at = 0; i < out->n; i++) {
        while (seen[at].id != out->post[i].post.id)
            at++;
        (*was)[i] = str_eq(seen[at].was, out->post[i].post.text) ? STR_NONE : seen[at].was;
    }
    return rc;
}
