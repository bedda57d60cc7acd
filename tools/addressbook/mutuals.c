/* tools/addressbook/mutuals.c: acquaintances in common: colleagues, circles, kin, a few by chance. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include "core/hash.h"
#include "core/mem.h"

/* Members of groups, one group after the other: those of group g stand from start[g] on. */
struct groups {
    size_t *start, *member;
};
struct mutuals {
    const struct book *book;
    struct groups firms, former, circles, kin;
};

/* How many of a hundred know each other, and how many a network gives away. */
enum {
    KNOW_CIRCLE = 45,
    KNOW_FIRM = 40,
    KNOW_FORMER = 20,
    KNOW_KIN = 90,
    KNOWN_MOST = 128,
    BY_CHANCE = 3
};
static const struct {
    int list, each, group;
} given_away[AB_NETS] = {
    [AB_LINKEDIN] = {85, 42, 0 },
    [AB_FACEBOOK] = {85, 42, 40},
    [AB_MASTODON] = {45, 35, 6 },
    [AB_X] = {40, 30, 0 }
};

typedef size_t group_of(const struct book *b, const struct human *h, size_t i);

/* SIZE_MAX: in none. */
static size_t firm_of(const struct book *b, const struct human *h, size_t i)
{
    return i == 0 && h->firm ? (size_t)(h->firm - b->firms.firm) : SIZE_MAX;
}

static size_t former_of(const struct book *b, const struct human *h, size_t i)
{
    return i == 0 && h->former_firm ? (size_t)(h->former_firm - b->firms.firm) : SIZE_MAX;
}

static size_t circle_of(const struct book *b, const struct human *h, size_t i)
{
    (void)b;
    return i < CIRCLES ? h->circle[i] : SIZE_MAX;
}

/* A house is called by its first. */
static size_t house_of(const struct book *b, const struct human *h, size_t i)
{
    (void)b;
    return i > 0 ? SIZE_MAX : h->kind == KIND_RELATIVE ? h->like->n : h->n;
}

static struct groups groups_make(const struct book *b, size_t n, group_of *of)
{
    struct groups g = {mem_calloc(n + 2, sizeof(size_t)), NULL};
    for (size_t k = 0; k < b->n; k++)
        for (size_t i = 0; i < CIRCLES; i++)
            if (of(b, &b->human[k], i) != SIZE_MAX)
                g.start[of(b, &b->human[k], i) + 2]++;
    for (size_t k = 2; k < n + 2; k++)
        g.start[k] += g.start[k - 1];
    g.member = mem_calloc(g.start[n + 1] + 1, sizeof(size_t));
    for (size_t k = 0; k < b->n; k++)
        for (size_t i = 0; i < CIRCLES; i++)
            if (of(b, &b->human[k], i) != SIZE_MAX)
                g.member[g.start[of(b, &b->human[k], i) + 1]++] = k;
    return g;
}

struct mutuals *mutuals_new(const struct book *b)
{
    struct mutuals *m = mem_calloc(1, sizeof *m);
    m->book = b;
    m->firms = groups_make(b, b->firms.n, firm_of);
    m->former = groups_make(b, b->firms.n, former_of);
    m->circles = groups_make(b, b->n_circles, circle_of);
    m->kin = groups_make(b, b->n, house_of);
    return m;
}

void mutuals_free(struct mutuals *m)
{
    const struct groups all[] = {m->firms, m->former, m->circles, m->kin};
    for (size_t i = 0; i < LEN(all); i++) {
        mem_free(all[i].start);
        mem_free(all[i].member);
    }
    mem_free(m);
}

/* The same answer whoever of the two is asked. */
static bool know(const struct book *b, size_t x, size_t y, int percent)
{
    struct rng r;
    rng_init(&r, b->seed + (x < y ? x : y), "know", x < y ? y : x);
    return x != y && b->human[y].kind != KIND_IMPERSONATOR && rng_chance(&r, percent);
}

struct known {
    size_t who[KNOWN_MOST], n;
};

static void known_add(struct known *k, size_t who)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->who[i] == who)
            return;
    if (k->n < KNOWN_MOST)
        k->who[k->n++] = who;
}

static void add_group(const struct mutuals *m, const struct groups *g, size_t group,
                      const struct human *h, int percent, struct known *k)
{
    for (size_t i = group == SIZE_MAX ? 1 : g->start[group];
         group != SIZE_MAX && i < g->start[group + 1]; i++)
        if (know(m->book, h->n, g->member[i], percent))
            known_add(k, g->member[i]);
}

static void known_find(const struct mutuals *m, const struct human *h, struct known *k)
{
    const struct book *b = m->book;
    struct rng r;
    rng_init(&r, b->seed, "acquaintance", h->n);
    k->n = 0;
    for (size_t i = 0; i < CIRCLES; i++)
        add_group(m, &m->circles, circle_of(b, h, i), h, KNOW_CIRCLE, k);
    add_group(m, &m->firms, firm_of(b, h, 0), h, KNOW_FIRM, k);
    add_group(m, &m->former, firm_of(b, h, 0), h, KNOW_FORMER, k);
    add_group(m, &m->firms, former_of(b, h, 0), h, KNOW_FORMER, k);
    add_group(m, &m->kin, house_of(b, h, 0), h, KNOW_KIN, k);
    for (size_t i = 0; i < BY_CHANCE; i++)
        known_add(k, rng_below(&r, b->n));
}

/* The name that all networks know somebody by here; it is not the truth's. */
static const char *token(const struct book *b, char kind, size_t n, struct arena *a)
{
    const struct str parts[] = {str_from(say(a, "%c%zu", kind, n)),
                                str_from(say(a, "%llu", (unsigned long long)b->seed))};
    return say(a, "%c%09llx", kind,
               (unsigned long long)hash_key(parts, LEN(parts)) & 0xFFFFFFFFFULL);
}

void mutuals_show(const struct mutuals *m, struct shown *s, struct arena *a)
{
    struct rng r;
    struct known k;
    const struct human *h = s->who, *of = h->kind == KIND_IMPERSONATOR ? h->like : h;
    size_t most = h->kind == KIND_IMPERSONATOR ? 3 : SHOWN_CONTACTS;
    rng_init(&r, m->book->seed, "mutuals", h->n * AB_NETS + s->net);
    if (!rng_chance(&r, given_away[s->net].list))
        return;
    known_find(m, of, &k);
    for (size_t i = k.n; i > 1; i--) { /* in no order */
        size_t with = rng_below(&r, i), was = k.who[i - 1];
        k.who[i - 1] = k.who[with];
        k.who[with] = was;
    }
    for (size_t i = 0; i < CIRCLES && of == h; i++)
        if (rng_chance(&r, given_away[s->net].group))
            shown_add(&s->contacts, token(m->book, 'g', h->circle[i], a));
    for (size_t i = 0; i < k.n && s->contacts.n < most; i++)
        if (k.who[i] != h->n && human_on(&m->book->human[k.who[i]], s->net) &&
            rng_chance(&r, given_away[s->net].each))
            shown_add(&s->contacts, token(m->book, 'c', k.who[i], a));
}
