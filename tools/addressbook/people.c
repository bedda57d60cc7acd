/* tools/addressbook/people.c: the people: where they live, what they do, whom they are like. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include "core/limits.h"

#include <string.h>

const char *const net_names[AB_NETS] = {"linkedin", "facebook", "mastodon", "x", "contacts"};
const char *const kind_names[KIND_COUNT] = {"plain",        "namesake",     "relative",
                                            "impersonator", "changed_name", "transliterated"};

/* How many of a hundred are there: 3.6 of five in the mean, once those on one are left out. */
static const int presence[AB_NETS] = {77, 73, 55, 66, 79};

/* Of a thousand people. Impersonators, relatives and namesakes want somebody before them. */
static const struct {
    enum kind kind;
    size_t share;
} planted[] = {
    {KIND_IMPERSONATOR, 10 },
    {KIND_RELATIVE,     30 },
    {KIND_CHANGED_NAME, 50 },
    {KIND_NAMESAKE,     100}
};

const struct form *family_of(const struct human *h, bool former)
{
    const struct family *f = former ? &h->former : &h->family;
    return h->given.female ? &f->female : &f->male;
}

bool human_on(const struct human *h, enum net net)
{
    return (h->nets & 1U << net) != 0;
}

/* Each kind in equal steps through the book, so that small sets have their share as well. */
static enum kind kind_of(size_t n, size_t first)
{
    for (size_t i = 0; i < LEN(planted) && n >= first; i++) {
        size_t at = n + i * 7, share = planted[i].share;
        if ((at + 1) * share / 1000 != at * share / 1000)
            return planted[i].kind;
    }
    return KIND_PLAIN;
}

static unsigned nets_make(struct rng *r)
{
    for (;;) {
        unsigned nets = 0, many = 0;
        for (unsigned k = 0; k < AB_NETS; k++)
            if (rng_chance(r, presence[k])) {
                nets |= 1U << k;
                many++;
            }
        if (many >= 2)
            return nets;
    }
}

static void name_make(struct human *h, struct rng *r, struct arena *a)
{
    h->given = given_pick(h->culture, r, a);
    do
        h->middle = given_pick(h->culture, r, a);
    while (h->middle.female != h->given.female);
    h->family = family_pick(h->culture, r, a);
    h->second = family_pick(h->culture, r, a);
    h->has_middle = (h->culture->traits & CULTURE_MIDDLE) && rng_chance(r, 45);
    h->system = rng_range(r, 1, 2);
    if (h->kind == KIND_PLAIN && (h->culture->traits & CULTURE_SPELLINGS))
        h->kind = KIND_TRANSLITERATED;
    h->former = h->family;
    for (size_t i = 0; h->kind == KIND_CHANGED_NAME && i < 9; i++) {
        h->former = family_pick(h->culture, r, a);
        if (strcmp(h->former.male.as[0], h->family.male.as[0]) != 0)
            break;
    }
}

static bool named_before(const struct human *h, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(h->interest[k], h->interest[i]) == 0)
            return true;
    return false;
}

static void life_make(struct book *b, struct human *h, struct rng *r)
{
    h->year = rng_range(r, 1950, 2003);
    h->month = rng_range(r, 1, 12);
    h->day = rng_range(r, 1, 28);
    h->city = city_pick(h->culture->id, r);
    h->former_city = rng_chance(r, 14) ? city_pick(h->culture->id, r) : NULL;
    h->firm = rng_chance(r, 92) ? firm_pick(&b->firms, h->city, r) : NULL;
    h->former_firm = rng_chance(r, 35) ? firm_pick(&b->firms, h->city, r) : NULL;
    h->since = rng_range(r, h->year + 22 < 2025 ? h->year + 22 : 2025, 2026);
    h->job = &jobs[pick_skewed(r, jobs_count, 6)];
    for (size_t i = 0; i < INTERESTS; i++)
        do
            h->interest[i] = interest_pick(r);
        while (named_before(h, i));
    h->mobile = phone_make(h->city, false, r);
    if (rng_chance(r, 15))
        h->former_mobile = phone_make(h->city, false, r);
    if (rng_chance(r, 25))
        h->land = phone_make(h->city, true, r);
}

static void habits_make(struct book *b, struct human *h, struct rng *r)
{
    enum {
        TRIES = 24
    };
    h->pseudonymous = rng_chance(r, 14);
    h->reuses = rng_chance(r, 50);
    h->open = rng_chance(r, 59);
    h->links = rng_chance(r, 45);
    h->bio = rng_below(r, 1000);
    h->tag = pick_skewed(r, 20, 3);
    for (size_t i = 0; i < CIRCLES; i++)
        for (size_t k = 0; k < TRIES; k++) {
            h->circle[i] = rng_below(r, b->n_circles);
            if (b->circle[h->circle[i]] == h->city)
                break;
        }
}

static void human_make(struct book *b, size_t n)
{
    enum {
        FIRST = 20
    };
    struct rng r;
    struct human *h = &b->human[n];
    rng_init(&r, b->seed, "human", n);
    h->n = n;
    h->kind = kind_of(n, FIRST);
    h->culture = culture_pick(&r);
    kin_find(b, h, &r);
    h->nets = nets_make(&r);
    name_make(h, &r, b->a);
    life_make(b, h, &r);
    habits_make(b, h, &r);
    kin_apply(h, &r);
    handles_make(b, h, &r);
    handles_place(b, h);
}

void book_init(struct book *b, uint64_t seed, size_t people)
{
    enum {
        CIRCLE = 14
    };
    struct rng r;
    *b = (struct book){.seed = seed, .n = people};
    b->a = arena_new((size_t)GIB(64));
    b->taken = map_new();
    firms_make(&b->firms, seed, people, b->a);
    b->n_circles = people / CIRCLE + 3;
    b->circle = ARENA_ARRAY(b->a, const struct city *, b->n_circles);
    rng_init(&r, seed, "circles", 0);
    for (size_t i = 0; i < b->n_circles; i++)
        b->circle[i] = city_pick(culture_pick(&r)->id, &r);
    b->human = ARENA_ARRAY(b->a, struct human, people);
    for (size_t i = 0; i < people; i++)
        human_make(b, i);
}

void book_done(struct book *b)
{
    map_free(b->taken);
    arena_free(b->a);
}
