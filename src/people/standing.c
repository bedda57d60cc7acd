/* people/standing.c: everybody's standing made anew, one contact placed, and what to ask. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/standing.h"

#include "core/limits.h"
#include "core/mem.h"
#include "people/net.h"
#include "store/person_read.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>

static int64_t networks_of(unsigned bits)
{
    int64_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static struct person_standing row_of(const struct net_circles *c, const struct net_person *p)
{
    return (struct person_standing){.person_id = p->id,
                                    .first_ms = p->first_ms,
                                    .last_ms = p->last_ms,
                                    .from_them = p->from_them,
                                    .from_owner = p->from_owner,
                                    .reactions = p->reactions,
                                    .words = p->words,
                                    .days_active = p->days,
                                    .gap_ms = p->gap_ms,
                                    .networks = networks_of(p->networks),
                                    .strength = p->strength,
                                    .layer = p->layer,
                                    .due_ms = p->due_ms,
                                    .kinds = p->kinds,
                                    .context = str_from(p->context),
                                    .context_why = str_from(p->why),
                                    .context_p = p->p,
                                    .guess_kinds = p->kinds,
                                    .guess = str_from(p->context),
                                    .guess_why = str_from(p->why),
                                    .guess_p = p->p,
                                    .asks = p->asks,
                                    .circle_id = p->circle == SIZE_MAX ? 0 : c->v[p->circle].id,
                                    .x = p->x,
                                    .y = p->y};
}

/* Ties for the map ------------------------------------------------------------------------ */

struct ends {
    double weight;
    size_t a, b;
};

static int heaviest_first(const void *a, const void *b)
{
    const struct ends *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Who hangs on a hub is tied to the strongest there. */
static size_t strongest_of(const struct net *n, const struct net_group *g)
{
    size_t best = n->bond[g->first].person;
    for (size_t i = 1; i < g->n; i++) {
        size_t p = n->bond[g->first + i].person;
        if (n->person[p].strength > n->person[best].strength)
            best = p;
    }
    return best;
}

/* The heaviest of each person, at most MAP_EDGES_MOST. */
static size_t map_ties(const struct net *n, struct map_edge *out)
{
    struct ends *v = mem_calloc(n->ties + 1, sizeof *v);
    unsigned char *has = mem_calloc(n->persons + 1, 1);
    size_t *star = mem_calloc(n->groups + 1, sizeof *star);
    size_t all = 0, kept = 0;
    for (size_t i = 0; i < n->ties; i++) {
        const struct net_tie *t = &n->tie[i];
        size_t b = t->b;
        double weight = t->weight;
        if (b >= n->persons) {
            const size_t g = b - n->persons;
            if (star[g] == 0)
                star[g] = strongest_of(n, &n->group[g]) + 1;
            b = star[g] - 1;
            weight /= (double)n->group[g].n;
        }
        if (t->a != b)
            v[all++] = (struct ends){round(weight * 1e4) / 1e4, t->a < b ? t->a : b,
                                     t->a < b ? b : t->a};
    }
    qsort(v, all, sizeof *v, heaviest_first);
    for (size_t i = 0; i < all && kept < MAP_EDGES_MOST; i++) {
        if (has[v[i].a] >= MAP_EDGES_EACH || has[v[i].b] >= MAP_EDGES_EACH)
            continue;
        has[v[i].a]++;
        has[v[i].b]++;
        out[kept++] =
            (struct map_edge){n->person[v[i].a].id, n->person[v[i].b].id, v[i].weight};
    }
    mem_free(v);
    mem_free(has);
    mem_free(star);
    return kept;
}

static int by_ids(const void *a, const void *b)
{
    const struct map_edge *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Two may be tied directly and through a hub: one row, the heavier. */
static size_t each_once(struct map_edge *v, size_t n)
{
    size_t kept = 0;
    qsort(v, n, sizeof *v, by_ids);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1].a != v[i].a || v[kept - 1].b != v[i].b)
            v[kept++] = v[i];
    return kept;
}

/* Cut where a character ends. */
static struct str short_name(struct str name)
{
    size_t n = name.n < CIRCLE_NAME_MOST ? name.n : CIRCLE_NAME_MOST;
    while (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(name, 0, n);
}

/* All of it ------------------------------------------------------------------------------- */

static enum err_code write_all(struct store *s, struct net *n, const struct net_circles *c,
                               struct err *e)
{
    size_t members = 0, m = 0, rows = 0;
    for (size_t i = 0; i < c->n; i++)
        members += c->v[i].n;
    struct person_standing *row = mem_calloc(n->persons + 1, sizeof *row);
    struct circle *circle = mem_calloc(c->n + 1, sizeof *circle);
    struct circle_member *member = mem_calloc(members + 1, sizeof *member);
    struct map_edge *tie = mem_calloc(MAP_EDGES_MOST + 1, sizeof *tie);
    for (size_t i = 0; i < n->persons; i++)
        if (!n->person[i].is_owner)
            row[rows++] = row_of(c, &n->person[i]);
    for (size_t i = 0; i < c->n; i++) {
        const struct net_circle *v = &c->v[i];
        circle[i] = (struct circle){.id = v->id,
                                    .size = (int64_t)v->n,
                                    .decision = v->decision,
                                    .name = short_name(v->name),
                                    .guess = str_from(v->guess),
                                    .context = str_from(v->context),
                                    .strength = round(v->strength * 1e6) / 1e6,
                                    .x = v->x,
                                    .y = v->y,
                                    .radius = v->radius};
        for (size_t k = 0; k < v->n; k++)
            member[m++] = (struct circle_member){v->id, n->person[v->person[k]].id};
    }
    size_t ties = each_once(tie, map_ties(n, tie));
    const struct standing_result r = {row, rows, circle, c->n, member, m, tie, ties};
    enum err_code rc = store_standing_write(s, &r, e);
    mem_free(row);
    mem_free(circle);
    mem_free(member);
    mem_free(tie);
    return rc;
}

enum err_code people_stand(struct store *s, struct err *e)
{
    struct net n;
    struct net_circles c = {0};
    enum err_code rc = net_load(&n, s, e);
    if (rc == ERR_OK) {
        net_strengths(&n);
        net_ties(&n);
        rc = net_circles(&n, &c, e);
    }
    if (rc == ERR_OK) {
        net_contexts(&n);
        net_name_circles(&n, &c);
        rc = net_places(&n, &c, e);
    }
    if (rc == ERR_OK)
        rc = write_all(s, &n, &c, e);
    net_free(&n);
    return rc;
}

/* Questions -------------------------------------------------------------------------------- */

enum err_code people_questions(struct store *s, int64_t limit, struct arena *a,
                               struct people_question **out, size_t *n, struct err *e)
{
    struct open_question *open;
    *out = NULL;
    *n = 0;
    enum err_code rc = store_open_questions(s, limit, a, &open, n, e);
    if (rc)
        return rc;
    *out = ARENA_ARRAY(a, struct people_question, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        const int64_t settles = (int64_t)round(open[i].asks);
        (*out)[i] = (struct people_question){
            .person_id = open[i].person_id,
            .name = open[i].name,
            .settles = settles,
            .words = arena_printf(
                a, "Do you know " STRF " privately, from work, or both?%s", STRA(open[i].name),
                settles > 1 ? " The answer says something about others too." : "")};
    }
    return ERR_OK;
}

enum err_code people_answer(struct store *s, int64_t person_id, struct str world, struct err *e)
{
    const bool both = str_is(world, "both");
    enum err_code rc = ERR_OK;
    if (!both && !str_is(world, "personal") && !str_is(world, "professional"))
        return err_set(e, ERR_INVALID, "a world is personal, professional or both");
    if (both || str_is(world, "personal"))
        rc = store_person_add_world(s, person_id, STR("personal"), e);
    if (rc == ERR_OK && (both || str_is(world, "professional")))
        rc = store_person_add_world(s, person_id, STR("professional"), e);
    return rc ? rc : people_stand(s, e);
}
