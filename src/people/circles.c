/* people/circles.c: communities among people by Leiden's method (Traag, Waltman and van Eck, 2019), as
 * igraph has it; and those that the owner named, which stay. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"

#include "core/mem.h"
#include "people/igraph_use.h"

#include <math.h>
#include <stdlib.h>

/* As modularity's, but of a fixed size, so that circles do not change with how many people there are
 * beside them. By trial on sample lives: at a third of it firms and choirs run into each other, at
 * three times they fall apart. */
#define RESOLUTION 0.007
#define SAME       0.5 /* two circles with this much in common are one (Jaccard) */

enum {
    ITERATIONS = 8,
    KEPT_IDS = 1000000000
};

/* Which node each igraph vertex is, and back: only who is tied to somebody. */
struct vertices {
    size_t *node; /* of a vertex */
    size_t *of;   /* vertex of a node, SIZE_MAX none */
    size_t n;
};

static void number_vertices(const struct net *n, struct vertices *v)
{
    const size_t nodes = n->persons + n->groups;
    v->n = 0;
    v->of = mem_calloc(nodes + 1, sizeof *v->of);
    v->node = mem_calloc(nodes + 1, sizeof *v->node);
    for (size_t i = 0; i < nodes; i++)
        v->of[i] = SIZE_MAX;
    for (size_t i = 0; i < n->ties; i++) {
        v->of[n->tie[i].a] = 0;
        v->of[n->tie[i].b] = 0;
    }
    for (size_t i = 0; i < nodes; i++)
        if (v->of[i] == 0) {
            v->of[i] = v->n;
            v->node[v->n++] = i;
        }
}

/* community[node], SIZE_MAX for who is tied to nobody; *found many. */
static enum err_code partition(const struct net *n, size_t *community, size_t *found,
                               struct err *e)
{
    const size_t nodes = n->persons + n->groups;
    struct vertices v;
    *found = 0;
    for (size_t i = 0; i < nodes; i++)
        community[i] = SIZE_MAX;
    if (n->ties == 0)
        return ERR_OK;
    number_vertices(n, &v);
    struct use_edge *edge = mem_calloc(n->ties, sizeof *edge);
    size_t *part = mem_calloc(v.n, sizeof *part);
    for (size_t i = 0; i < n->ties; i++)
        edge[i] = (struct use_edge){v.of[n->tie[i].a], v.of[n->tie[i].b], n->tie[i].weight};
    enum err_code rc = use_leiden(v.n, edge, n->ties, RESOLUTION, ITERATIONS, part, found, e);
    for (size_t i = 0; i < v.n && rc == ERR_OK; i++)
        community[v.node[i]] = part[i];
    mem_free(part);
    mem_free(edge);
    mem_free(v.node);
    mem_free(v.of);
    return rc;
}

/* People of one circle, the strongest first. */
static int strongest_first(const void *a, const void *b, void *net)
{
    const struct net *n = net;
    const struct net_person *x = &n->person[*(const size_t *)a];
    const struct net_person *y = &n->person[*(const size_t *)b];
    if (x->strength != y->strength)
        return x->strength < y->strength ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

static int strongest_circle(const void *a, const void *b)
{
    const struct net_circle *x = a, *y = b;
    if ((x->decision != 0) != (y->decision != 0))
        return x->decision ? -1 : 1;
    if (x->strength != y->strength)
        return x->strength < y->strength ? 1 : -1;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

static void gather(struct net *n, const size_t *community, size_t found,
                   struct net_circles *out)
{
    size_t *size = mem_calloc(found + 1, sizeof *size);
    size_t *circle = mem_calloc(found + 1, sizeof *circle);
    for (size_t i = 0; i < n->persons; i++)
        if (community[i] != SIZE_MAX)
            size[community[i]]++;
    out->v = ARENA_ARRAY(n->a, struct net_circle, found + n->kepts + 1);
    for (size_t i = 0; i < found; i++) {
        circle[i] = SIZE_MAX;
        if (size[i] < CIRCLE_LEAST)
            continue;
        circle[i] = out->n;
        out->v[out->n++] = (struct net_circle){.person = ARENA_ARRAY(n->a, size_t, size[i]),
                                               .name = STR_NONE,
                                               .guess = "",
                                               .context = ""};
    }
    for (size_t i = 0; i < n->persons; i++) {
        if (community[i] == SIZE_MAX || circle[community[i]] == SIZE_MAX)
            continue;
        struct net_circle *c = &out->v[circle[community[i]]];
        if (c->n == 0)
            c->id = n->person[i].id; /* they come by id */
        c->person[c->n++] = i;
        c->strength += n->person[i].strength;
    }
    mem_free(size);
    mem_free(circle);
}

/* Kept circles ---------------------------------------------------------------------------- */

/* What two have in common; both ascending. */
static double jaccard(const size_t *a, size_t n, const size_t *b, size_t m)
{
    size_t both = 0, i = 0, k = 0;
    while (i < n && k < m) {
        if (a[i] == b[k]) {
            both++;
            i++;
            k++;
        } else if (a[i] < b[k]) {
            i++;
        } else {
            k++;
        }
    }
    return (double)both / (double)(n + m - both);
}

/* Each kept one names the circle that it has most in common with, or stays by itself. */
static void keep(struct net *n, struct net_circles *c)
{
    const size_t found = c->n;
    for (size_t k = 0; k < n->kepts; k++) {
        const struct net_kept *kept = &n->kept[k];
        double most = 0;
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < found; i++) {
            double j = c->v[i].decision
                           ? 0
                           : jaccard(kept->person, kept->n, c->v[i].person, c->v[i].n);
            if (j > most) {
                most = j;
                best = i;
            }
        }
        if (most < SAME) {
            best = c->n++;
            c->v[best] = (struct net_circle){.person = kept->person,
                                             .n = kept->n,
                                             .id = KEPT_IDS + kept->decision,
                                             .context = ""};
            for (size_t i = 0; i < kept->n; i++)
                c->v[best].strength += n->person[kept->person[i]].strength;
        }
        c->v[best].decision = kept->decision;
        c->v[best].name = kept->name;
        c->v[best].guess = "decided";
    }
}

/* How far somebody is on the private side: 1, or 0 for work, between for both; below 0 unknown. */
static double side_of(const struct net_person *p)
{
    if (p->decided_home || p->decided_work)
        return p->decided_home && p->decided_work ? 0.5 : p->decided_home ? 1 : 0;
    struct str context = str_from(p->context);
    if (context.n == 0)
        return -1;
    return str_is(context, "both") ? 0.5 : str_is(context, "personal") ? 1 : 0;
}

/* The context of most of them, and "both" where neither side has two thirds. */
static void colour(const struct net *n, struct net_circle *c)
{
    double home = 0, known = 0;
    for (size_t i = 0; i < c->n; i++) {
        const double side = side_of(&n->person[c->person[i]]);
        if (side < 0)
            continue;
        home += side;
        known++;
    }
    if (known > 0)
        c->context = home * 3 >= known * 2 ? "personal"
                     : home * 3 <= known   ? "professional"
                                           : "both";
}

enum err_code net_circles(struct net *n, struct net_circles *out, struct err *e)
{
    size_t found = 0;
    size_t *community = mem_calloc(n->persons + n->groups + 1, sizeof *community);
    *out = (struct net_circles){0};
    enum err_code rc = partition(n, community, &found, e);
    if (rc == ERR_OK) {
        gather(n, community, found, out);
        keep(n, out);
        if (out->n)
            qsort(out->v, out->n, sizeof *out->v, strongest_circle);
        if (out->n > CIRCLES_MOST)
            out->n = CIRCLES_MOST;
        /* where the map draws somebody: what was found before what is kept beside it */
        for (size_t i = 0; i < out->n; i++)
            for (size_t k = 0; k < out->v[i].n; k++) {
                struct net_person *p = &n->person[out->v[i].person[k]];
                if (p->circle == SIZE_MAX || out->v[p->circle].id > KEPT_IDS)
                    p->circle = i;
            }
        for (size_t i = 0; i < out->n; i++)
            qsort_r(out->v[i].person, out->v[i].n, sizeof *out->v[i].person, strongest_first,
                    n);
    }
    mem_free(community);
    return rc;
}

/* Names ----------------------------------------------------------------------------------- */

static struct str first_name(struct str name)
{
    struct str word, rest = name;
    while (str_cut(&rest, ' ', &word))
        if (word.n > 2 && word.p[word.n - 1] != '.')
            return word;
    return name;
}

/* "Ana, Marko and 7 others" */
static struct str by_people(const struct net *n, const struct net_circle *c)
{
    struct str a = first_name(n->person[c->person[0]].name), b = STR_NONE;
    for (size_t i = 1; i < c->n && (b.n == 0 || str_eq(a, b)); i++)
        b = first_name(n->person[c->person[i]].name);
    if (c->n < 2)
        return a;
    if (c->n == 3)
        return arena_printf(n->a, STRF ", " STRF " and " STRF, STRA(a), STRA(b),
                            STRA(first_name(n->person[c->person[2]].name)));
    if (c->n < 3)
        return arena_printf(n->a, STRF " and " STRF, STRA(a), STRA(b));
    return arena_printf(n->a, STRF ", " STRF " and %zu others", STRA(a), STRA(b), c->n - 2);
}

struct naming {
    double score;
    size_t group;
};

static bool may_name(const struct net_group *g)
{
    struct str rest = g->label, piece;
    size_t pieces = 0;
    if (g->kind == BOND_ANSWER || g->label.n == 0 || g->label.n > 60 ||
        (g->kind == BOND_SURNAME && g->n > NET_SURNAME_MOST))
        return false;
    while (str_cut(&rest, ',', &piece))
        pieces++;
    return g->kind != BOND_THREAD || pieces < 3; /* a list of names is none */
}

/* What most of them share, and few others do. */
static void best_names(const struct net *n, const struct net_circles *c, struct naming *best)
{
    static const double likes[BOND_KINDS] = {
        [BOND_LABEL] = 1.3,   [BOND_THREAD] = 1.2, [BOND_EMPLOYER] = 1.1,
        [BOND_SURNAME] = 1.0, [BOND_DOMAIN] = 0.8, [BOND_PLACE] = 0.5};
    size_t *in = mem_calloc(c->n + 1, sizeof *in);
    for (size_t g = 0; g < n->groups; g++) {
        const struct net_group *group = &n->group[g];
        if (group->n < 2 || !may_name(group))
            continue;
        for (size_t i = 0; i < group->n; i++) {
            size_t at = n->person[n->bond[group->first + i].person].circle;
            if (at == SIZE_MAX)
                continue;
            in[at]++;
            const double here = (double)in[at] / (double)c->v[at].n;
            const double only = (double)in[at] / (double)group->n;
            const double score = likes[group->kind] * here * (0.5 + 0.5 * only);
            if (here >= (group->kind == BOND_PLACE ? 0.7 : 0.5) && score > best[at].score)
                best[at] = (struct naming){score, g};
        }
        for (size_t i = 0; i < group->n; i++) {
            size_t at = n->person[n->bond[group->first + i].person].circle;
            if (at != SIZE_MAX)
                in[at] = 0;
        }
    }
    mem_free(in);
}

void net_name_circles(struct net *n, struct net_circles *c)
{
    static const char *const guesses[BOND_KINDS] = {
        [BOND_THREAD] = "thread",   [BOND_EMPLOYER] = "employer", [BOND_DOMAIN] = "domain",
        [BOND_SURNAME] = "surname", [BOND_LABEL] = "label",       [BOND_PLACE] = "place"};
    struct naming *best = mem_calloc(c->n + 1, sizeof *best);
    best_names(n, c, best);
    for (size_t i = 0; i < c->n; i++) {
        struct net_circle *circle = &c->v[i];
        colour(n, circle);
        if (circle->decision)
            continue;
        if (best[i].score <= 0) {
            circle->name = by_people(n, circle);
            circle->guess = "people";
            continue;
        }
        const struct net_group *g = &n->group[best[i].group];
        circle->guess = guesses[g->kind];
        circle->name = g->kind == BOND_SURNAME
                           ? arena_printf(n->a, STRF " family", STRA(g->label))
                           : g->label;
        for (size_t k = 0; k < i; k++)
            if (str_eq(c->v[k].name, circle->name)) {
                circle->name = arena_printf(n->a, STRF ": " STRF, STRA(circle->name),
                                            STRA(by_people(n, circle)));
                break;
            }
    }
    mem_free(best);
}
