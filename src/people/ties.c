/* people/ties.c: who is tied to whom, from what they share. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"

#include "core/mem.h"

#include <math.h>
#include <stdlib.h>

/* What sharing something comes to for each who shares it, spread over all others who do: few people
 * who share a thread are closer than many. */
static const double weight_of[BOND_KINDS] = {
    [BOND_THREAD] = 2.0, [BOND_EMPLOYER] = 0.7, [BOND_DOMAIN] = 0.8, [BOND_SURNAME] = 1.0,
    [BOND_LABEL] = 2.5,  [BOND_ANSWER] = 0.4,   [BOND_PLACE] = 0};

struct ties {
    struct net_tie *v;
    size_t n, cap;
};

static void put(struct ties *t, size_t a, size_t b, double weight)
{
    t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof *t->v);
    t->v[t->n++] = (struct net_tie){a < b ? a : b, a < b ? b : a, weight};
}

/* Were both there at one time? As far as that is known. */
static bool overlap(const struct bond *x, const struct bond *y)
{
    if (x->until_ms && y->since_ms && x->until_ms < y->since_ms)
        return false;
    return !(y->until_ms && x->since_ms && y->until_ms < x->since_ms);
}

/* Many share a surname and are nobody's kin: it ties those of the owner's family, and those who live
 * in one place. */
static bool may_be_kin(const struct net *n, const struct net_group *g, size_t a, size_t b)
{
    const size_t place = n->person[a].place;
    return g->kind != BOND_SURNAME || g->family ||
           (place != SIZE_MAX && place == n->person[b].place);
}

static void tie_group(const struct net *n, size_t at, struct ties *t)
{
    const struct net_group *g = &n->group[at];
    const struct bond *b = n->bond + g->first;
    /* a firm that the owner knows from within is more than a line on a profile */
    const double weight = weight_of[g->kind] * (g->kind == BOND_EMPLOYER && g->owner ? 3 : 1);
    if (g->n < 2 || g->n > NET_GROUP_MOST || weight <= 0 ||
        (g->kind == BOND_SURNAME && g->n > NET_SURNAME_MOST))
        return;
    if (g->n > NET_PAIRS_MOST) {
        const double each = weight * sqrt((double)NET_PAIRS_MOST / (double)g->n);
        for (size_t i = 0; i < g->n; i++)
            put(t, b[i].person, n->persons + at, each);
        return;
    }
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = i + 1; k < g->n; k++)
            if (overlap(&b[i], &b[k]) && may_be_kin(n, g, b[i].person, b[k].person))
                put(t, b[i].person, b[k].person, weight / (double)(g->n - 1));
}

static int by_ends(const void *a, const void *b)
{
    const struct net_tie *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

void net_ties(struct net *n)
{
    struct ties t = {0};
    size_t kept = 0;
    for (size_t i = 0; i < n->groups; i++)
        tie_group(n, i, &t);
    for (size_t i = 0; i < n->talks; i++)
        put(&t, n->talked[i].a, n->talked[i].b, n->talked[i].weight);
    if (t.n)
        qsort(t.v, t.n, sizeof *t.v, by_ends);
    for (size_t i = 0; i < t.n; i++) {
        if (kept && t.v[kept - 1].a == t.v[i].a && t.v[kept - 1].b == t.v[i].b)
            t.v[kept - 1].weight += t.v[i].weight;
        else
            t.v[kept++] = t.v[i];
    }
    n->tie = t.v;
    n->ties = kept;
}
