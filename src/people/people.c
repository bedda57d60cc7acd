/* people/people.c: the first step of matching: union by sure keys, with evidence. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/people.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"
#include "core/time.h"
#include "core/url.h"
#include "model/network.h"
#include "text/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    PEOPLE_SHARED_MOST = 6
};

/* One identity while people are made. */
struct member {
    int64_t id;
    struct str name, handle, kind;
    struct str addresses; /* e-mail addresses, for search */
    unsigned networks;    /* of its cluster, a bit each, on the cluster's root */
    int rank;             /* whose name is shown: the address book's before a nick */
    size_t root;          /* union by this */
    bool is_owner;
    double strength;
    int64_t last_ms;
};

struct claim {
    size_t key, member;
};

struct match {
    struct arena *a;
    struct member *member;
    size_t n, cap;
    struct map *by_id, *keys; /* identity id → index; key → number */
    struct claim *claim;
    size_t claims, claim_cap;
    struct str *key; /* by number: kind, a space, value */
    size_t key_cap;
    struct joined {
        size_t a, b, key; /* key SIZE_MAX: both are the owner's accounts */
    } * joined;
    size_t joins, join_cap;
};

/* Hosts whose pages are one person's: by what their path must look like. */
static bool is_profile(struct str key)
{
    static const struct str hosts[] = {
        STR_INIT("linkedin.com/in/"), STR_INIT("x.com/"),        STR_INIT("facebook.com/"),
        STR_INIT("instagram.com/"),   STR_INIT("threads.net/@"), STR_INIT("bsky.app/profile/"),
        STR_INIT("github.com/"),      STR_INIT("keybase.io/"),   STR_INIT("about.me/")};
    static const struct str pages[] = {STR_INIT("profile.php"), STR_INIT("pages/"),
                                       STR_INIT("groups/"),     STR_INIT("intent/"),
                                       STR_INIT("hashtag/"),    STR_INIT("share")};
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        if (!str_starts(key, hosts[i]))
            continue;
        struct str rest = str_after(key, hosts[i].n);
        for (size_t k = 0; k < COUNT_OF(pages); k++)
            if (str_starts(rest, pages[k]))
                return false;
        return rest.n > 0 && str_chr(rest, '/') < 0;
    }
    ptrdiff_t at = str_find(key, STR("/@")); /* Mastodon and its kin */
    return at > 0 && str_chr(str_after(key, (size_t)at + 2), '/') < 0;
}

static bool is_role(struct str email)
{
    static const struct str roles[] = {
        STR_INIT("info@"),    STR_INIT("office@"),  STR_INIT("sales@"),   STR_INIT("contact@"),
        STR_INIT("hello@"),   STR_INIT("mail@"),    STR_INIT("support@"), STR_INIT("admin@"),
        STR_INIT("noreply@"), STR_INIT("team@"),    STR_INIT("kontakt@"), STR_INIT("service@"),
        STR_INIT("post@"),    STR_INIT("help@"),    STR_INIT("jobs@"),    STR_INIT("hr@"),
        STR_INIT("press@"),   STR_INIT("no-reply@")};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (str_starts(email, roles[i]))
            return true;
    return false;
}

struct str people_key(struct str kind, struct str value, struct arena *a)
{
    if (str_is(kind, "email")) {
        struct str v = fold_email(value, a);
        return is_role(v) ? STR_NONE : v;
    }
    if (str_is(kind, "phone"))
        return fold_phone(value, a);
    struct str key = fold_case(url_key(value, a), a);
    if (str_starts(key, STR("twitter.com/")))
        key = arena_printf(a, "x.com/" STRF, STRA(str_after(key, 12)));
    return is_profile(key) ? key : STR_NONE;
}

static unsigned network_bit(struct str id)
{
    size_t n;
    const struct network *list = network_list(&n);
    /* one person may well have several cards and several addresses */
    if (str_is(id, "contacts") || str_is(id, "email"))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].id, id))
            return 1u << i;
    return 0;
}

static int name_rank(struct str network)
{
    static const char *const best[] = {"contacts", "linkedin", "facebook", "mastodon", "x"};
    for (size_t i = 0; i < COUNT_OF(best); i++)
        if (str_is(network, best[i]))
            return (int)i;
    return (int)COUNT_OF(best);
}

static struct str number(int64_t v, char text[24])
{
    int n = snprintf(text, 24, "%lld", (long long)v);
    return str_of(text, (size_t)n);
}

static enum err_code take_identity(void *ctx, const struct identity *id, struct err *e)
{
    (void)e;
    struct match *m = ctx;
    char text[24];
    m->member = mem_grow(m->member, &m->cap, m->n + 1, sizeof *m->member);
    m->member[m->n] = (struct member){.id = id->id,
                                      .name = arena_str(m->a, id->name),
                                      .handle = arena_str(m->a, id->handle),
                                      .kind = arena_str(m->a, id->kind),
                                      .addresses = STR_NONE,
                                      .root = m->n,
                                      .networks = id->name_only ? 0 : network_bit(id->network),
                                      .rank = name_rank(id->network),
                                      .is_owner = id->is_owner};
    if (id->name.n == 0 && id->handle.n == 0)
        m->member[m->n].handle = arena_str(m->a, id->key);
    map_put(m->by_id, number(id->id, text), (int64_t)m->n, NULL);
    m->n++;
    return ERR_OK;
}

static enum err_code take_key(void *ctx, const struct sure_key *k, struct err *e)
{
    (void)e;
    struct match *m = ctx;
    char text[24];
    struct arena *a = arena_new(KIB(64));
    const int64_t *who = map_find(m->by_id, number(k->identity_id, text));
    struct str key = people_key(k->kind, str_sub(k->value, 0, KIB(4)), a);
    if (who && key.n) {
        bool made;
        struct str named = arena_printf(a, STRF " " STRF, STRA(k->kind), STRA(key));
        int64_t at = *map_put(m->keys, named, (int64_t)map_count(m->keys), &made);
        if (made) {
            m->key = mem_grow(m->key, &m->key_cap, (size_t)at + 1, sizeof *m->key);
            m->key[at] = arena_str(m->a, named);
        }
        m->claim = mem_grow(m->claim, &m->claim_cap, m->claims + 1, sizeof *m->claim);
        m->claim[m->claims++] = (struct claim){(size_t)at, (size_t)*who};
        struct member *b = &m->member[*who];
        if (str_is(k->kind, "email"))
            b->addresses = b->addresses.n ? arena_printf(m->a, STRF " " STRF,
                                                         STRA(b->addresses), STRA(key))
                                          : arena_str(m->a, key);
    }
    arena_free(a);
    return ERR_OK;
}

static size_t root_of(struct match *m, size_t i)
{
    while (m->member[i].root != i) {
        m->member[i].root = m->member[m->member[i].root].root; /* halve the path */
        i = m->member[i].root;
    }
    return i;
}

/* Makes one of two clusters, the lesser id on top, unless both are on one network. */
static void join(struct match *m, size_t a, size_t b, size_t key, bool sure)
{
    size_t ra = root_of(m, a), rb = root_of(m, b);
    struct member *v = m->member;
    if (ra == rb || (!sure && (v[ra].networks & v[rb].networks)))
        return;
    if (v[rb].id < v[ra].id) {
        size_t t = ra;
        ra = rb;
        rb = t;
    }
    v[rb].root = ra;
    v[ra].networks |= v[rb].networks;
    v[ra].is_owner |= v[rb].is_owner;
    m->joined = mem_grow(m->joined, &m->join_cap, m->joins + 1, sizeof *m->joined);
    m->joined[m->joins++] = (struct joined){a, b, key};
}

static int by_key(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

static void join_owner(struct match *m)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < m->n; i++) {
        if (!m->member[i].is_owner)
            continue;
        if (first == SIZE_MAX)
            first = i;
        else
            join(m, first, i, SIZE_MAX, true);
    }
}

static void join_by_keys(struct match *m)
{
    if (m->claims) /* no claims, no array */
        qsort(m->claim, m->claims, sizeof *m->claim, by_key);
    for (size_t i = 0, end; i < m->claims; i = end) {
        size_t distinct = 1;
        for (end = i + 1; end < m->claims && m->claim[end].key == m->claim[i].key; end++)
            distinct += m->claim[end].member != m->claim[end - 1].member;
        if (distinct > PEOPLE_SHARED_MOST)
            continue;
        for (size_t k = i + 1; k < end; k++)
            join(m, m->claim[i].member, m->claim[k].member, m->claim[i].key, false);
    }
}

/* 0 to 1: what goes both ways counts most (SCIENCE.md 6.1: an exchange weighs 50 to 150 likes),
 * and half as much after two years. */
static double strength_of(const struct exchange *x)
{
    const double both =
        x->from_them < x->from_owner ? (double)x->from_them : (double)x->from_owner;
    const double one_way = (double)(x->from_them + x->from_owner) - 2 * both;
    const double years = (double)(time_now_ms() - x->last_ms) / (365.25 * 86400e3);
    double v = log1p(2 * both + 0.3 * one_way) / log(1 + 1000.0);
    if (years > 0)
        v *= pow(0.5, years / 2);
    return v < 1 ? v : 1;
}

static enum err_code take_exchange(void *ctx, const struct exchange *x, struct err *e)
{
    (void)e;
    struct match *m = ctx;
    char text[24];
    const int64_t *who = map_find(m->by_id, number(x->identity_id, text));
    if (!who)
        return ERR_OK;
    struct member *v = &m->member[root_of(m, (size_t)*who)];
    double s = strength_of(x);
    v->strength = v->strength + s - v->strength * s; /* several networks add up, never past 1 */
    if (x->last_ms > v->last_ms)
        v->last_ms = x->last_ms;
    return ERR_OK;
}

static int by_root(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

/* One cluster as a person: the name that its best source gives. */
static enum err_code put_person(struct store *s, struct match *m, const struct claim *of,
                                size_t n, struct err *e)
{
    const struct member *top = &m->member[of[0].key];
    struct arena *a = arena_new(MIB(64));
    struct identity *ids = ARENA_ARRAY(a, struct identity, n);
    struct person p = {.id = top->id,
                       .name = STR_NONE,
                       .kind = top->kind,
                       .strength = top->strength,
                       .last_ms = top->last_ms,
                       .is_owner = top->is_owner,
                       .identity = ids,
                       .identities = n};
    struct buf folded;
    buf_init(&folded, MIB(1));
    int best = 1000;
    for (size_t i = 0; i < n; i++) {
        const struct member *v = &m->member[of[i].member];
        ids[i].id = v->id;
        if (v->name.n && v->rank < best) {
            best = v->rank;
            p.name = v->name;
        }
        buf_str(&folded, fold_search(v->name, a));
        buf_char(&folded, ' ');
        buf_str(&folded, fold_search(v->handle, a));
        buf_char(&folded, ' ');
        buf_str(&folded, v->addresses);
        buf_char(&folded, ' ');
    }
    for (size_t i = 0; i < n && p.name.n == 0; i++)
        p.name = m->member[of[i].member].handle;
    enum err_code rc = store_people_put(s, &p, buf_view(&folded), e);
    buf_free(&folded);
    arena_free(a);
    return rc;
}

static enum err_code put_evidence(struct store *s, struct match *m, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < m->joins && rc == ERR_OK; i++) {
        const struct joined *j = &m->joined[i];
        struct evidence ev = {m->member[j->a].id, m->member[j->b].id, STR("own account"),
                              STR_NONE};
        if (j->key != SIZE_MAX) {
            ptrdiff_t at = str_chr(m->key[j->key], ' ');
            ev.kind = str_sub(m->key[j->key], 0, (size_t)at);
            ev.value = str_after(m->key[j->key], (size_t)at + 1);
        }
        rc = store_people_evidence(s, m->member[root_of(m, j->a)].id, (int64_t)i, &ev, e);
    }
    return rc;
}

static enum err_code put_all(struct store *s, struct match *m, struct err *e)
{
    struct claim *order = mem_calloc(m->n, sizeof *order);
    for (size_t i = 0; i < m->n; i++)
        order[i] = (struct claim){root_of(m, i), i};
    qsort(order, m->n, sizeof *order, by_root);
    enum err_code rc = store_people_begin(s, e);
    bool begun = rc == ERR_OK;
    for (size_t i = 0, end; i < m->n && rc == ERR_OK; i = end) {
        for (end = i + 1; end < m->n && order[end].key == order[i].key;)
            end++;
        rc = put_person(s, m, order + i, end - i, e);
    }
    if (rc == ERR_OK)
        rc = put_evidence(s, m, e);
    if (rc == ERR_OK)
        rc = store_people_commit(s, e);
    else if (begun)
        store_people_abort(s);
    mem_free(order);
    return rc;
}

enum err_code people_rebuild(struct store *s, struct err *e)
{
    struct match m = {.a = arena_new(GIB(4)), .by_id = map_new(), .keys = map_new()};
    enum err_code rc = store_each_identity(s, take_identity, &m, e);
    if (rc == ERR_OK)
        rc = store_each_sure_key(s, take_key, &m, e);
    if (rc == ERR_OK) {
        join_owner(&m);
        join_by_keys(&m);
        rc = store_each_exchange(s, take_exchange, &m, e);
    }
    if (rc == ERR_OK)
        rc = put_all(s, &m, e);
    map_free(m.by_id);
    map_free(m.keys);
    mem_free(m.member);
    mem_free(m.claim);
    mem_free(m.key);
    mem_free(m.joined);
    arena_free(m.a);
    return rc;
}
