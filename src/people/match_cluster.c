/* people/match_cluster.c: pairs → clusters in which nothing contradicts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/mem.h"

#include <stdlib.h>

struct member_list {
    uint32_t *v;
    uint32_t n, cap;
};

struct clusters {
    const struct match *m;
    struct member_list *of; /* by the least entry */
    uint32_t *root;
};

struct edge {
    float bits;
    uint32_t a, b;
};

struct heap {
    struct edge *v;
    size_t n, cap;
};

static bool above(const struct edge *x, const struct edge *y)
{
    if (x->bits != y->bits)
        return x->bits > y->bits;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void heap_push(struct heap *h, struct edge e)
{
    h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof *h->v);
    size_t i = h->n++;
    while (i > 0 && above(&e, &h->v[(i - 1) / 2])) {
        h->v[i] = h->v[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->v[i] = e;
}

static struct edge heap_pop(struct heap *h)
{
    struct edge top = h->v[0], e = h->v[--h->n];
    size_t i = 0;
    for (;;) {
        size_t k = 2 * i + 1;
        if (k >= h->n)
            break;
        if (k + 1 < h->n && above(&h->v[k + 1], &h->v[k]))
            k++;
        if (!above(&h->v[k], &e))
            break;
        h->v[i] = h->v[k];
        i = k;
    }
    h->v[i] = e;
    return top;
}

static uint32_t root_of(struct clusters *c, uint32_t i)
{
    while (c->root[i] != i) {
        c->root[i] = c->root[c->root[i]];
        i = c->root[i];
    }
    return i;
}

static float env(const char *n, float d)
{
    const char *v = getenv(n);
    return v ? strtof(v, NULL) : d;
}

static float average(struct clusters *c, uint32_t a, uint32_t b)
{
    enum { MOST = 12 };
    const struct member_list *x = &c->of[a], *y = &c->of[b];
    uint32_t sx = (x->n + MOST - 1) / MOST, sy = (y->n + MOST - 1) / MOST;
    double sum = 0;
    size_t n = 0;
    float cap = env("CAP", 20);
    struct match_answers v;
    for (uint32_t i = 0; i < x->n; i += sx)
        for (uint32_t k = 0; k < y->n; k += sy) {
            match__compare(c->m, x->v[i], y->v[k], &v);
            float bits = match__bits(c->m, &v);
            sum += (double)(bits > cap ? cap : bits < -cap ? -cap : bits);
            n++;
        }
    return (float)(sum / (double)n);
}

static void unite(struct clusters *c, uint32_t a, uint32_t b)
{
    if (b < a) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    struct member_list *x = &c->of[a], *y = &c->of[b];
    for (uint32_t i = 0; i < y->n; i++) {
        size_t cap = x->cap;
        x->v = mem_grow(x->v, &cap, (size_t)x->n + 1, sizeof *x->v);
        x->cap = (uint32_t)cap;
        x->v[x->n++] = y->v[i];
    }
    mem_free(y->v);
    *y = (struct member_list){0};
    c->root[b] = a;
}

void match__cluster(struct match *m)
{
    struct clusters c = {m, mem_calloc(m->n + 1, sizeof *c.of),
                         mem_alloc((m->n + 1) * sizeof *c.root)};
    float t = env("T", 3), pt = env("PT", 4);
    struct heap h = {0};
    for (uint32_t i = 0; i < m->n; i++) {
        c.root[i] = i;
        size_t cap = 0;
        c.of[i].v = mem_grow(NULL, &cap, 1, sizeof *c.of[i].v);
        c.of[i].v[0] = i;
        c.of[i].n = 1;
        c.of[i].cap = (uint32_t)cap;
    }
    for (size_t i = 0; i < m->pairs; i++)
        if (m->pair[i].bits >= pt)
            heap_push(&h, (struct edge){m->pair[i].bits, m->pair[i].a, m->pair[i].b});
    while (h.n) {
        struct edge e = heap_pop(&h);
        uint32_t a = root_of(&c, e.a), b = root_of(&c, e.b);
        if (a == b)
            continue;
        float bits = c.of[a].n + c.of[b].n == 2 ? e.bits : average(&c, a, b);
        if (bits < t)
            continue;
        if (h.n && bits + 0.5F < e.bits && bits + 0.01F < h.v[0].bits) {
            heap_push(&h, (struct edge){bits, a, b});
            continue;
        }
        unite(&c, a, b);
    }
    m->cluster = mem_alloc((m->n + 1) * sizeof *m->cluster);
    for (uint32_t i = 0; i < m->n; i++)
        m->cluster[i] = root_of(&c, i);
    for (uint32_t i = 0; i < m->n; i++)
        mem_free(c.of[i].v);
    mem_free(c.of);
    mem_free(c.root);
    mem_free(h.v);
}
