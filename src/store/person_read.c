/* store/person_read.c: people by filter, page by page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/person_private.h"

#include "core/limits.h"
#include "core/mem.h"

#include <stdlib.h>

/* A page walks people strongest first and stops when it is full. The first who are met are
 * asked one by one whether they pass; where that goes on, the filter is common to nobody here,
 * and all who pass are fetched at once: a walk over 100,000 then costs no probes. */
enum {
    PROBES_MOST = 2000,
    PROBES_FAR = 60, /* where each is a journey to another process */
    SKIP_MOST = 1000000,
    FEW_MOST = 1000 /* so many are looked up instead of walking past everybody */
};

/* One thing that a filter asks: of one person ($2, the value is $3), and who all pass it ($2). */
struct facet {
    const char *one, *all;
    struct sql_value value;
    int64_t *id; /* who pass, sorted; NULL while they are asked one by one */
    size_t n, cap;
    bool not_in;  /* those of the list do not pass */
    bool decided; /* those of whom the owner decided it pass too */
    bool few;     /* never many: fetched before anybody is asked */
};

#define OF_PERSON                                                                              \
    "FROM person_identities p CROSS JOIN identities i "                                        \
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id AND i.id = "       \
    "p.identity_id "
#define CONNECTION_WORD                                                                        \
    "CASE c.kind WHEN 'friend' THEN 'friend' WHEN 'connected' THEN 'connection' WHEN "         \
    "'followed_by' THEN 'follower' WHEN 'follows' THEN 'followed' WHEN 'contact' THEN "        \
    "'contact' ELSE '' END = "
#define REACHED "c.kind IN ('connected', 'friend', 'followed_by') "

static const struct facet on_network = {
    .one = "SELECT 1 " OF_PERSON "AND i.network = $3 LIMIT 1",
    .all = "SELECT p.person_id FROM identities i CROSS JOIN person_identities p "
           "WHERE i.owner_id = $1 AND i.network = $2 AND p.owner_id = i.owner_id AND "
           "p.identity_id = i.id"};

/* + 0: the planner would rather walk all connections of the account */
static const struct facet of_account = {
    .one = "SELECT 1 FROM person_identities p CROSS JOIN connections c "
           "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id AND "
           "c.identity_id = p.identity_id AND c.account_id + 0 = $3 AND " REACHED "LIMIT 1",
    .all = "SELECT p.person_id FROM connections c CROSS JOIN person_identities p "
           "WHERE c.owner_id = $1 AND c.account_id = $2 AND " REACHED
           "AND p.owner_id = c.owner_id AND p.identity_id = c.identity_id"};

static const struct facet of_world = {
    .one = "SELECT 1 FROM known_through k "
           "WHERE k.owner_id = $1 AND k.person_id = $2 AND k.mindset = $3",
    .all = "SELECT person_id FROM known_through WHERE owner_id = $1 AND mindset = $2"};

/* The same sources as a person's list of relations (person.c). Decisions know their people by
 * natural key; connections say but a few words. */
#define ONE_RELATED                                                                            \
    "SELECT 1 FROM person_identities p CROSS JOIN relations r "                                \
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND r.owner_id = p.owner_id AND "              \
    "r.identity_id = p.identity_id AND r.kind = $3 "                                           \
    "UNION ALL "                                                                               \
    "SELECT 1 FROM person_identities p CROSS JOIN identities i CROSS JOIN decisions d "        \
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id AND i.id = "       \
    "p.identity_id AND d.owner_id = p.owner_id AND d.verb = 'person.relation' AND "            \
    "d.subject = i.network || ':' || i.key AND d.value = $3 AND d.revoked_ms = 0 "
#define ALL_RELATED                                                                            \
    "SELECT p.person_id FROM relations r CROSS JOIN person_identities p "                      \
    "WHERE r.owner_id = $1 AND r.kind = $2 AND p.owner_id = r.owner_id AND "                   \
    "p.identity_id = r.identity_id "

static const struct facet related = {
    .one = ONE_RELATED "LIMIT 1", .all = ALL_RELATED, .decided = true};
static const struct facet linked = {
    .one = ONE_RELATED "UNION ALL "
                       "SELECT 1 FROM person_identities p CROSS JOIN connections c "
                       "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id "
                       "AND c.identity_id = p.identity_id AND " CONNECTION_WORD "$3 LIMIT 1",
    .all = ALL_RELATED "UNION ALL "
                       "SELECT p.person_id FROM connections c CROSS JOIN person_identities p "
                       "WHERE c.owner_id = $1 AND " CONNECTION_WORD
                       "$2 AND p.owner_id = c.owner_id AND p.identity_id = c.identity_id",
    .decided = true};

/* One row of person_standing each. */
#define ONE_STANDS                                                                             \
    "SELECT 1 FROM person_standing t WHERE t.owner_id = $1 AND t.person_id = $2 AND "
#define ALL_STAND "SELECT t.person_id FROM person_standing t WHERE t.owner_id = $1 AND "

static const struct facet in_context = {.one = ONE_STANDS "t.context = $3",
                                        .all = ALL_STAND "t.context = $2"};
static const struct facet of_kinds = {.one = ONE_STANDS "(t.kinds & $3) <> 0",
                                      .all = ALL_STAND "(t.kinds & $2) <> 0"};
static const struct facet in_layer = {.one = ONE_STANDS "t.layer > 0 AND t.layer <= $3",
                                      .all = ALL_STAND "t.layer > 0 AND t.layer <= $2"};
static const struct facet silent = {.one = ONE_STANDS "t.last_ms > 0 AND t.last_ms < $3",
                                    .all = ALL_STAND "t.last_ms > 0 AND t.last_ms < $2"};
static const struct facet due = {.one = ONE_STANDS "t.due_ms > 0 AND t.due_ms <= $3",
                                 .all = ALL_STAND "t.due_ms > 0 AND t.due_ms <= $2",
                                 .few = true};
static const struct facet in_circle = {
    .one = "SELECT 1 FROM circle_members m WHERE m.owner_id = $1 AND m.circle_id = $3 AND "
           "m.person_id = $2",
    .all = "SELECT m.person_id FROM circle_members m WHERE m.owner_id = $1 AND m.circle_id = "
           "$2",
    .few = true};

static bool is_link(struct str relation)
{
    static const char *const words[] = {"friend", "connection", "follower", "followed",
                                        "contact"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_is(relation, words[i]))
            return true;
    return false;
}

/* A page under way. */
struct page {
    struct store *s;
    struct str word[PEOPLE_WORDS];
    size_t words;
    struct str kind;
    double least_strength;
    bool fetched; /* a list was, so that few may be left */
    struct facet facet[12];
    size_t facets;
    size_t probes;
};

static void add_facet(struct page *p, const struct facet *f, struct sql_value value)
{
    struct facet *mine = &p->facet[p->facets++];
    *mine = *f;
    mine->value = value;
}

static enum err_code add_world(struct page *p, struct str world, struct err *e)
{
    const bool both = str_is(world, "both"), personal = str_is(world, "personal");
    if (!both && !personal && !str_is(world, "professional"))
        return err_set(e, ERR_INVALID, "a world is personal, professional or both");
    add_facet(p, &of_world, TXT(STR("personal")));
    p->facet[p->facets - 1].not_in = !both && !personal;
    add_facet(p, &of_world, TXT(STR("professional")));
    p->facet[p->facets - 1].not_in = !both && personal;
    return ERR_OK;
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct facet *f = ctx;
    f->id = mem_grow(f->id, &f->cap, f->n + 1, sizeof *f->id);
    f->id[f->n++] = sql_i64(k, 0);
    return ERR_OK;
}

struct decided_walk {
    struct sql *q;
    struct facet *f;
};

static enum err_code take_decided(void *ctx, struct sql_query *k, struct err *e)
{
    const struct decided_walk *w = ctx;
    return store__each(w->q,
                       "SELECT p.person_id "
                       "FROM identities i CROSS JOIN person_identities p "
                       "WHERE i.owner_id = $1 AND i.digest = $2 AND p.owner_id = i.owner_id "
                       "AND p.identity_id = i.id",
                       VALUES(I64(w->q->owner), I64(store__subject_digest(sql_text(k, 0)))),
                       take_id, w->f, e);
}

static enum err_code fetch_all(struct page *p, struct facet *f, struct err *e)
{
    struct decided_walk w = {&p->s->sql, f};
    enum err_code rc =
        store__each(&p->s->sql, f->all, VALUES(I64(p->s->sql.owner), f->value), take_id, f, e);
    if (rc == ERR_OK && f->decided)
        rc = store__each(&p->s->sql,
                         "SELECT subject "
                         "FROM decisions "
                         "WHERE owner_id = $1 AND verb = 'person.relation' AND value = $2 AND "
                         "revoked_ms = 0",
                         VALUES(I64(p->s->sql.owner), f->value), take_decided, &w, e);
    p->fetched = true;
    if (!f->id)
        f->id = mem_calloc(1, sizeof *f->id);
    qsort(f->id, f->n, sizeof *f->id, ascending);
    return rc;
}

static enum err_code passes(struct page *p, int64_t person, bool *pass, struct err *e)
{
    enum err_code rc = ERR_OK;
    *pass = true;
    for (size_t i = 0; i < p->facets && *pass && rc == ERR_OK; i++) {
        struct facet *f = &p->facet[i];
        int64_t there = 0;
        if (!f->id && p->probes >= (p->s->sql.engine->gather ? PROBES_FAR : PROBES_MOST))
            rc = fetch_all(p, f, e);
        if (f->id) {
            there = bsearch(&person, f->id, f->n, sizeof person, ascending) != NULL;
        } else {
            p->probes++;
            rc = sql_one(&p->s->sql, f->one,
                         VALUES(I64(p->s->sql.owner), I64(person), f->value), &there, e);
        }
        *pass = (there != 0) != f->not_in;
    }
    return rc;
}

static bool fits(const struct page *p, const struct person *one, struct str folded)
{
    return !one->is_owner && one->strength >= p->least_strength &&
           (p->kind.n == 0 || str_eq(one->kind, p->kind)) &&
           store__has_words(folded, p->word, p->words);
}

/* One row of the walk: whether this one is of the page. */
static enum err_code look(struct page *p, struct sql_query *k, bool *pass, struct err *e)
{
    const struct person one = {
        .kind = sql_text(k, 2), .is_owner = sql_i64(k, 3) != 0, .strength = sql_f64(k, 4)};
    *pass = fits(p, &one, sql_text(k, 6));
    return *pass ? passes(p, sql_i64(k, 0), pass, e) : ERR_OK;
}

/* The shortest list of those who may pass, where it is short; NULL. */
static const struct facet *fewest(const struct page *p)
{
    const struct facet *best = NULL;
    for (size_t i = 0; i < p->facets; i++) {
        const struct facet *f = &p->facet[i];
        if (f->id && !f->not_in && f->n <= FEW_MOST && (!best || f->n < best->n))
            best = f;
    }
    return best;
}

/* Everybody, strongest first, until the page is full or few turn out to be left. */
static enum err_code walk(struct page *p, int64_t skip, int64_t limit, struct store__list *l,
                          bool *more, struct err *e)
{
    struct sql_query k;
    bool row = true, pass = false;
    int64_t met = 0;
    enum err_code rc = sql_ask_as(&p->s->sql, SQL_WALK, &k, store__people_sql,
                                  VALUES(I64(p->s->sql.owner)), e);
    while (rc == ERR_OK && (rc = sql_row(&k, &row, e)) == ERR_OK && row) {
        if (sql_f64(&k, 4) < p->least_strength)
            break; /* strongest first: nobody after this one */
        rc = look(p, &k, &pass, e);
        if (p->fetched && fewest(p))
            break;
        if (rc || !pass || met++ < skip)
            continue;
        if (met > skip + limit) {
            *more = true;
            break;
        }
        struct person *one = store__push(l);
        *one = store__person_of(&k, l->a);
    }
    sql_done(&k);
    return rc;
}

struct candidate {
    struct person person;
    struct str folded;
};

static enum err_code take_candidate(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct candidate *c = store__push(l);
    *c = (struct candidate){store__person_of(k, l->a), sql_copy(k, 6, l->a)};
    return ERR_OK;
}

/* As store__people_sql orders them. */
static int in_order(const void *a, const void *b)
{
    const struct person *x = a, *y = b;
    if (x->strength != y->strength)
        return x->strength < y->strength ? 1 : -1;
    const int names = str_cmp(x->name, y->name);
    return names ? names : (x->id > y->id) - (x->id < y->id);
}

/* The few who may pass, looked up. */
static enum err_code look_up(struct page *p, const struct facet *f, int64_t skip, int64_t limit,
                             struct store__list *l, bool *more, struct err *e)
{
    struct store__list all = {l->a, NULL, 0, 0, sizeof(struct candidate)};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < f->n && rc == ERR_OK; i++)
        if (i == 0 || f->id[i] != f->id[i - 1])
            rc = sql_gather(&p->s->sql,
                            "SELECT id, name, kind, is_owner, strength, last_ms, folded "
                            "FROM persons "
                            "WHERE owner_id = $1 AND id = $2",
                            VALUES(I64(p->s->sql.owner), I64(f->id[i])), take_candidate, &all,
                            e);
    if (rc == ERR_OK)
        rc = sql_settle(&p->s->sql, e);
    const struct candidate *c = all.v;
    for (size_t i = 0; i < all.n && rc == ERR_OK; i++) {
        bool pass = fits(p, &c[i].person, c[i].folded);
        if (pass)
            rc = passes(p, c[i].person.id, &pass, e);
        if (rc == ERR_OK && pass)
            *(struct person *)store__push(l) = c[i].person;
    }
    if (rc)
        return rc;
    if (l->n)
        qsort(l->v, l->n, sizeof(struct person), in_order);
    const size_t from = l->n < (size_t)skip ? l->n : (size_t)skip;
    *more = l->n - from > (size_t)limit;
    l->v = (struct person *)l->v + from;
    l->n = *more ? (size_t)limit : l->n - from;
    return ERR_OK;
}

static enum err_code find(struct page *p, int64_t skip, int64_t limit, struct store__list *l,
                          bool *more, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < p->facets && rc == ERR_OK; i++)
        if (p->facet[i].few)
            rc = fetch_all(p, &p->facet[i], e);
    if (rc == ERR_OK && !fewest(p))
        rc = walk(p, skip, limit, l, more, e);
    const struct facet *few = fewest(p);
    if (rc || !few)
        return rc;
    l->n = 0;
    return look_up(p, few, skip, limit, l, more, e);
}

static enum err_code set_up(struct page *p, const struct people_filter *f, struct arena *a,
                            struct err *e)
{
    p->words = store__search_words(f->query, a, p->word);
    if (f->account_id)
        add_facet(p, &of_account, I64(f->account_id));
    if (f->relation.n)
        add_facet(p, is_link(f->relation) ? &linked : &related, TXT(f->relation));
    if (f->network.n)
        add_facet(p, &on_network, TXT(f->network));
    if (f->circle_id)
        add_facet(p, &in_circle, I64(f->circle_id));
    if (f->context.n)
        add_facet(p, &in_context, TXT(f->context));
    if (f->kinds)
        add_facet(p, &of_kinds, I64(f->kinds));
    if (f->layer)
        add_facet(p, &in_layer, I64(f->layer));
    if (f->silent_since)
        add_facet(p, &silent, I64(f->silent_since));
    if (f->due_by)
        add_facet(p, &due, I64(f->due_by));
    return f->world.n ? add_world(p, f->world, e) : ERR_OK;
}

enum err_code store_people_page(struct store *s, const struct people_filter *f, int64_t skip,
                                int64_t limit, struct arena *a, struct people_page *out,
                                struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct person)};
    struct page p = {.s = s, .kind = f->kind, .least_strength = f->least_strength};
    *out = (struct people_page){NULL, 0, false};
    if (limit < 1 || limit > 500 || skip < 0 || skip > SKIP_MOST)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to 500");
    enum err_code rc = set_up(&p, f, a, e);
    if (rc == ERR_OK)
        rc = find(&p, skip, limit, &l, &out->more, e);
    for (size_t i = 0; i < p.facets; i++)
        mem_free(p.facet[i].id);
    if (rc == ERR_OK)
        rc = store__fill_people(s, l.v, l.n, a, e);
    out->person = l.v;
    out->n = l.n;
    return rc;
}
