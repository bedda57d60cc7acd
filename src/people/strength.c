/* people/strength.c: how strong each tie is, how regular, and in which layer; in words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"
#include "people/standing.h"

#include "core/mem.h"

#include <math.h>
#include <stdlib.h>

/* What tells strong ties from weak ones, by Gilbert and Karahalios (2009): all logarithms, each held
 * against the owner's own network. Days and both ways are ours: what goes back and forth on many
 * days says more than its amount. */
enum feature {
    SINCE_LAST,
    SINCE_FIRST,
    WORDS,
    STARTS,
    INTIMACY,
    MUTUAL,
    BOTH_WAYS,
    DAYS,
    CHANNELS,
    FEATURES
};
#define STEEP 0.7 /* so that the strongest differ too */
static const double weights[FEATURES] = {
    [SINCE_LAST] = -0.76, [SINCE_FIRST] = 0.755, [WORDS] = 0.30,
    [STARTS] = 0.15,      [INTIMACY] = 0.11,     [MUTUAL] = 0.26,
    [BOTH_WAYS] = 0.50,   [DAYS] = 0.50,         [CHANNELS] = 0.20};
enum {
    ROUNDS = 3,    /* until the strength of mutual contacts moves no more */
    GAP_LEAST = 7, /* days: whoever writes daily is not lost after a holiday */
    GAP_MOST = 365,
    GAP_UNKNOWN = 90, /* of those who met on one day only */
    HALF_LIFE = 4     /* of their own gaps */
};

/* What somebody wrote, or liked, or said among others. */
static bool has_exchange(const struct net_person *p)
{
    return p->counts && (p->from_them + p->from_owner + p->reactions > 0 || p->light > 0);
}

static bool is_real(const struct net_person *p)
{
    return p->counts && p->from_them > 0 && p->from_owner > 0;
}

static double gap_days(const struct net_person *p)
{
    return p->days >= 2 ? (double)(p->last_day - p->first_day) / (double)(p->days - 1) : 0;
}

static void features_of(const struct net *n, const struct net_person *p, double f[FEATURES])
{
    const double both = (double)(p->from_them < p->from_owner ? p->from_them : p->from_owner);
    /* somebody with whom no word was dated stands where those do who were silent longest */
    double last = 3650, first = 0;
    if (p->last_ms) {
        last = (double)(n->seen_day - p->last_day);
        first = (double)(n->seen_day - p->first_day);
    }
    unsigned bits = p->networks;
    int networks = 0;
    for (; bits; bits &= bits - 1)
        networks++;
    f[SINCE_LAST] = log1p(last > 0 ? last : 0);
    f[SINCE_FIRST] = log1p(first > 0 ? first : 0);
    f[WORDS] = log1p((double)p->words);
    f[STARTS] = log1p((double)p->from_owner);
    /* a message is closer than a comment, a comment than a like */
    f[INTIMACY] = log1p(3 * (double)p->messages + (double)p->answers + p->light +
                        0.2 * (double)p->reactions);
    f[MUTUAL] = p->mutual;
    f[BOTH_WAYS] = log1p(2 * both);
    f[DAYS] = log1p((double)p->days);
    f[CHANNELS] = log1p((double)networks);
}

/* Mean strength of those in the same group threads. */
static void mutual_strengths(struct net *n)
{
    double *sum = mem_calloc(n->persons + 1, sizeof *sum);
    size_t *threads = mem_calloc(n->persons + 1, sizeof *threads);
    for (size_t g = 0; g < n->groups; g++) {
        const struct net_group *group = &n->group[g];
        double all = 0;
        if (group->kind != BOND_THREAD)
            continue;
        for (size_t i = 0; i < group->n; i++)
            all += n->person[n->bond[group->first + i].person].strength;
        for (size_t i = 0; i < group->n; i++) {
            size_t p = n->bond[group->first + i].person;
            sum[p] += (all - n->person[p].strength) / (double)(group->n - 1);
            threads[p]++;
        }
    }
    for (size_t i = 0; i < n->persons; i++)
        n->person[i].mutual = threads[i] ? sum[i] / (double)threads[i] : 0;
    mem_free(sum);
    mem_free(threads);
}

/* One round: everybody's features against the mean and spread of all who have any. */
static void score(struct net *n)
{
    double mean[FEATURES] = {0}, spread[FEATURES] = {0}, f[FEATURES];
    double people = 0;
    for (size_t i = 0; i < n->persons; i++) {
        if (!has_exchange(&n->person[i]))
            continue;
        features_of(n, &n->person[i], f);
        people++;
        for (int k = 0; k < FEATURES; k++) {
            const double before = f[k] - mean[k];
            mean[k] += before / people;
            spread[k] += before * (f[k] - mean[k]);
        }
    }
    for (int k = 0; k < FEATURES; k++)
        spread[k] = people > 1 ? sqrt(spread[k] / people) : 0;
    for (size_t i = 0; i < n->persons; i++) {
        struct net_person *p = &n->person[i];
        p->strength = 0;
        if (!has_exchange(p))
            continue;
        double sum = 0;
        features_of(n, p, f);
        for (int k = 0; k < FEATURES; k++)
            if (spread[k] > 1e-9)
                sum += weights[k] * (f[k] - mean[k]) / spread[k];
        p->strength = 1 / (1 + exp(-sum * STEEP));
    }
}

/* Silence beyond the tie's own rhythm halves it every four gaps. */
static void decay(const struct net *n, struct net_person *p)
{
    double gap = gap_days(p);
    double silent = p->last_ms ? (double)(n->seen_day - p->last_day) : 0;
    if (p->strength <= 0)
        return;
    gap = gap <= 0          ? GAP_UNKNOWN
          : gap < GAP_LEAST ? GAP_LEAST
          : gap > GAP_MOST  ? GAP_MOST
                            : gap;
    silent -= gap;
    if (silent > 0)
        p->strength *= exp2(-silent / (HALF_LIFE * gap));
    if (!is_real(p))
        p->strength *= 0.5; /* only one of the two ever wrote */
    p->strength = round(p->strength * 1e6) / 1e6;
}

struct ranked {
    double strength;
    size_t person;
};

static int strongest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->strength != y->strength)
        return x->strength < y->strength ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

/* Each layer about three times the last (Dunbar); a word is due by its cadence, sooner where two
 * are used to hear from each other more often. */
static void put_layers(struct net *n)
{
    static const struct {
        size_t rank;
        int64_t days;
    } layers[STANDING_LAYERS] = {
        {5,   7  },
        {15,  30 },
        {50,  182},
        {150, 365},
        {500, 0  }
    };
    struct ranked *r = mem_calloc(n->persons + 1, sizeof *r);
    size_t ranked = 0, layer = 0;
    for (size_t i = 0; i < n->persons; i++)
        if (is_real(&n->person[i]))
            r[ranked++] = (struct ranked){n->person[i].strength, i};
    qsort(r, ranked, sizeof *r, strongest_first);
    for (size_t i = 0; i < ranked; i++) {
        struct net_person *p = &n->person[r[i].person];
        while (layer < STANDING_LAYERS && i >= layers[layer].rank)
            layer++;
        if (layer == STANDING_LAYERS)
            break;
        p->layer = (int64_t)layers[layer].rank;
        int64_t wait = layers[layer].days * NET_DAY_MS;
        if (p->gap_ms && 4 * p->gap_ms < wait)
            wait = 4 * p->gap_ms;
        if (wait && p->last_ms)
            p->due_ms = p->last_ms + wait;
    }
    mem_free(r);
}

void net_strengths(struct net *n)
{
    for (int round = 0; round < ROUNDS; round++) {
        if (round)
            mutual_strengths(n);
        score(n);
    }
    for (size_t i = 0; i < n->persons; i++) {
        decay(n, &n->person[i]);
        n->person[i].gap_ms = (int64_t)(gap_days(&n->person[i]) * (double)NET_DAY_MS);
    }
    put_layers(n);
}

/* In words ------------------------------------------------------------------------------- */

static struct str times(int64_t n, struct arena *a)
{
    if (n == 1)
        return STR("once");
    return n == 2 ? STR("twice") : arena_printf(a, "%lld times", (long long)n);
}

/* "3 weeks" */
static struct str span(int64_t ms, struct arena *a)
{
    static const struct {
        int64_t days, from;
        const char *one, *many;
    } units[] = {
        {365, 700, "year",  "years" },
        {30,  60,  "month", "months"},
        {7,   14,  "week",  "weeks" },
        {1,   0,   "day",   "days"  }
    };
    int64_t days = (ms + NET_DAY_MS / 2) / NET_DAY_MS;
    size_t u = 0;
    while (days < units[u].from)
        u++;
    int64_t n = (days + units[u].days / 2) / units[u].days;
    return n == 1 ? str_from(units[u].one)
                  : arena_printf(a, "%lld %s", (long long)n, units[u].many);
}

struct str people_strength_words(const struct person_standing *p, int64_t now_ms,
                                 struct arena *a)
{
    static const char *const few[] = {"no", "one", "two", "three", "four", "five", "six"};
    struct str said;
    if (p->from_owner && p->from_them)
        said = arena_printf(a, "you wrote " STRF ", they wrote " STRF,
                            STRA(times(p->from_owner, a)), STRA(times(p->from_them, a)));
    else if (p->from_owner)
        said = arena_printf(a, "you wrote " STRF ", they never did",
                            STRA(times(p->from_owner, a)));
    else if (p->from_them)
        said =
            arena_printf(a, "they wrote " STRF ", you never did", STRA(times(p->from_them, a)));
    else if (p->reactions)
        return arena_printf(a, "no words, %lld %s", (long long)p->reactions,
                            p->reactions == 1 ? "reaction" : "reactions");
    else
        return STR_NONE;
    if (p->last_ms) {
        int64_t since = now_ms - p->last_ms;
        struct str ago = since < NET_DAY_MS ? STR("today")
                         : since < 2 * NET_DAY_MS
                             ? STR("yesterday")
                             : arena_printf(a, STRF " ago", STRA(span(since, a)));
        said = arena_printf(a, STRF ", last " STRF, STRA(said), STRA(ago));
    }
    if (p->networks > 1 && p->networks < (int64_t)COUNT_OF(few))
        said = arena_printf(a, STRF ", on %s networks", STRA(said), few[p->networks]);
    if (p->days_active >= 3 && p->gap_ms > 0)
        said =
            arena_printf(a, STRF "; usually every " STRF, STRA(said), STRA(span(p->gap_ms, a)));
    return said;
}

bool people_fades(const struct person_standing *p, int64_t now_ms)
{
    return p->days_active >= 3 && p->gap_ms > 0 &&
           now_ms - p->last_ms >
               STANDING_FADES *
                   (p->gap_ms < GAP_LEAST * NET_DAY_MS ? GAP_LEAST * NET_DAY_MS : p->gap_ms);
}
