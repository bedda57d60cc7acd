/* people/places.c: where everybody stands on the map: circles by forces, their people in a spiral. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"

#include "core/mem.h"
#include "people/igraph_use.h"

#include <math.h>
#include <stdlib.h>

#define GOLDEN 2.399963229728653 /* the angle of sunflowers: no two stand behind each other */
#define INNER  0.84              /* circles within, those of no circle around them */
#define OUTER  0.9

enum {
    ITERATIONS = 400,
    PUSHES = 300
};

/* What ties two circles: the sum of what ties their people. */
static size_t ties_between(const struct net *n, size_t circles, struct use_edge *edge)
{
    double *weight = mem_calloc(circles * circles + 1, sizeof *weight);
    size_t edges = 0;
    for (size_t i = 0; i < n->ties; i++) {
        const struct net_tie *t = &n->tie[i];
        if (t->b >= n->persons)
            continue;
        size_t a = n->person[t->a].circle, b = n->person[t->b].circle;
        if (a == SIZE_MAX || b == SIZE_MAX || a == b)
            continue;
        weight[a < b ? a * circles + b : b * circles + a] += t->weight;
    }
    for (size_t a = 0; a < circles; a++)
        for (size_t b = a + 1; b < circles; b++)
            if (weight[a * circles + b] > 0)
                edge[edges++] = (struct use_edge){a, b, log1p(weight[a * circles + b])};
    mem_free(weight);
    return edges;
}

/* The private side on the left, work on the right, what is both between; then the forces. */
static void first_places(const struct net_circles *c, double *xy)
{
    for (size_t i = 0; i < c->n; i++) {
        struct str context = str_from(c->v[i].context);
        double side = str_is(context, "personal")       ? -1
                      : str_is(context, "professional") ? 1
                                                        : 0;
        double at = (double)i * GOLDEN, far = sqrt((double)i + 0.5);
        xy[2 * i] = far * cos(at) + side * 4;
        xy[2 * i + 1] = far * sin(at);
    }
}

static void to_one(double *xy, size_t n)
{
    double x = 0, y = 0, far = 1e-9;
    for (size_t i = 0; i < n; i++) {
        x += xy[2 * i] / (double)n;
        y += xy[2 * i + 1] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        xy[2 * i] -= x;
        xy[2 * i + 1] -= y;
        double d = hypot(xy[2 * i], xy[2 * i + 1]);
        far = d > far ? d : far;
    }
    for (size_t i = 0; i < 2 * n; i++)
        xy[i] /= far;
}

/* Apart, until none covers another, and together again. */
static void pack(struct net_circles *c, double *xy)
{
    double area = 0;
    for (size_t i = 0; i < c->n; i++) {
        c->v[i].radius = sqrt((double)c->v[i].n + 1);
        area += c->v[i].radius * c->v[i].radius;
    }
    const double unit = 0.62 / sqrt(area > 0 ? area : 1);
    for (size_t i = 0; i < c->n; i++)
        c->v[i].radius *= unit;
    for (int round = 0; round < PUSHES; round++) {
        for (size_t i = 0; i < 2 * c->n; i++)
            xy[i] *= 0.995;
        for (size_t a = 0; a < c->n; a++)
            for (size_t b = a + 1; b < c->n; b++) {
                double dx = xy[2 * b] - xy[2 * a], dy = xy[2 * b + 1] - xy[2 * a + 1];
                double d = hypot(dx, dy), least = (c->v[a].radius + c->v[b].radius) * 1.08;
                if (d >= least)
                    continue;
                if (d < 1e-9) {
                    dx = cos((double)b * GOLDEN);
                    dy = sin((double)b * GOLDEN);
                    d = 1;
                }
                double push = (least - (d < least ? d : 0)) / 2 / d;
                xy[2 * a] -= dx * push;
                xy[2 * a + 1] -= dy * push;
                xy[2 * b] += dx * push;
                xy[2 * b + 1] += dy * push;
            }
    }
}

/* All of it within INNER. */
static void fit(struct net_circles *c, const double *xy)
{
    double far = 1e-9;
    for (size_t i = 0; i < c->n; i++) {
        double d = hypot(xy[2 * i], xy[2 * i + 1]) + c->v[i].radius;
        far = d > far ? d : far;
    }
    for (size_t i = 0; i < c->n; i++) {
        c->v[i].x = xy[2 * i] / far * INNER;
        c->v[i].y = xy[2 * i + 1] / far * INNER;
        c->v[i].radius = c->v[i].radius / far * INNER;
    }
}

static double short_of(double v)
{
    return round(v * 1e4) / 1e4;
}

/* The strongest in the middle. */
static void put_members(struct net *n, size_t at, const struct net_circle *c)
{
    size_t mine = 0, k = 0;
    for (size_t i = 0; i < c->n; i++)
        mine += n->person[c->person[i]].circle == at;
    for (size_t i = 0; i < c->n; i++) {
        struct net_person *p = &n->person[c->person[i]];
        if (p->circle != at)
            continue;
        double far = c->radius * 0.9 * sqrt(((double)k + (k ? 0.5 : 0)) / (double)mine);
        p->x = short_of(c->x + far * cos((double)k * GOLDEN));
        p->y = short_of(c->y + far * sin((double)k * GOLDEN));
        k++;
    }
}

static void put_others(struct net *n)
{
    size_t others = 0, k = 0;
    for (size_t i = 0; i < n->persons; i++)
        others +=
            n->person[i].counts && n->person[i].circle == SIZE_MAX && n->person[i].strength > 0;
    for (size_t i = 0; i < n->persons; i++) {
        struct net_person *p = &n->person[i];
        if (!p->counts || p->circle != SIZE_MAX || p->strength <= 0)
            continue;
        double share = ((double)k + 0.5) / (double)others;
        double far = sqrt(OUTER * OUTER + (1 - OUTER * OUTER) * share);
        p->x = short_of(far * cos((double)k * GOLDEN));
        p->y = short_of(far * sin((double)k * GOLDEN));
        k++;
    }
}

enum err_code net_places(struct net *n, struct net_circles *c, struct err *e)
{
    enum err_code rc = ERR_OK;
    double *xy = mem_calloc(2 * c->n + 2, sizeof *xy);
    struct use_edge *edge = mem_calloc(c->n * c->n + 1, sizeof *edge);
    first_places(c, xy);
    size_t edges = ties_between(n, c->n, edge);
    if (c->n > 1 && edges)
        rc = use_layout(c->n, edge, edges, ITERATIONS, xy, e);
    if (rc == ERR_OK) {
        to_one(xy, c->n);
        pack(c, xy);
        fit(c, xy);
        for (size_t i = 0; i < c->n; i++) {
            c->v[i].x = short_of(c->v[i].x);
            c->v[i].y = short_of(c->v[i].y);
            c->v[i].radius = short_of(c->v[i].radius);
            put_members(n, i, &c->v[i]);
        }
        put_others(n);
    }
    mem_free(edge);
    mem_free(xy);
    return rc;
}
