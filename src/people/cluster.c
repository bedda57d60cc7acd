/* people/cluster.c: average-linkage clustering under cannot-links. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/cluster.h"
#include "people/joined.h"

#include "core/attr.h"
#include "core/mem.h"

#include <stdlib.h>

/* A cluster's members, and the entries that the owner keeps apart from it. */
struct list {
    uint32_t *v;
    size_t n, cap;
};

struct clusters {
    const struct cluster_input *in;
    const struct cluster_rules *rules;
    size_t *start; /* pairs of entry a: [start[a], start[a + 1]) */
    uint32_t *root;
    struct list *member, *apart;
};

static void list_put(struct list *l, uint32_t value)
{
    l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
    l->v[l->n++] = value;
}

static void list_move(struct list *to, struct list *from)
{
    for (size_t i = 0; i < from->n; i++)
        list_put(to, from->v[i]);
    mem_free(from->v);
    *from = (struct list){NULL, 0, 0};
}

static uint32_t root_of(const struct clusters *c, uint32_t i)
{
    return joined_root(c->root, i);
}

static size_t *pair_starts(const struct cluster_input *in)
{
    size_t *start = mem_calloc((size_t)in->n + 1, sizeof *start);
    for (size_t i = 0; i < in->pairs; i++)
        start[in->pair[i].a + 1]++;
    for (uint32_t i = 0; i < in->n; i++)
        start[i + 1] += start[i];
    return start;
}

static const struct match_pair *pair_of(const struct cluster_input *in, const size_t *start,
                                        uint32_t a, uint32_t b)
{
    if (a > b) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    size_t lo = start[a], hi = start[a + 1];
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (in->pair[mid].b < b)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < start[a + 1] && in->pair[lo].b == b ? &in->pair[lo] : NULL;
}

/* What all pairs between two lists say together. Of long lists every k-th member is heard. */
struct between {
    float bits, proof, own, best;
    uint32_t a, b; /* of the best */
    uint8_t clash;
};

static struct between compare(const struct cluster_input *in, const size_t *start,
                              const struct list *x, const struct list *y)
{
    enum {
        HEARD = 16
    };
    static const float most = 20; /* no single pair outvotes a cluster */
    struct between out = {.best = CLUSTER_NO_BITS, .a = x->v[0], .b = y->v[0]};
    size_t step_x = (x->n + HEARD - 1) / HEARD, step_y = (y->n + HEARD - 1) / HEARD, n = 0;
    double sum = 0;
    for (size_t i = 0; i < x->n; i += step_x)
        for (size_t k = 0; k < y->n; k += step_y, n++) {
            const struct match_pair *p = pair_of(in, start, x->v[i], y->v[k]);
            float bits = p && p->bits > CLUSTER_NO_BITS ? p->bits : CLUSTER_NO_BITS;
            sum += (double)(bits > most ? most : bits);
            if (!p)
                continue;
            out.clash |= p->clash;
            out.own = p->own > out.own ? p->own : out.own;
            out.proof = p->proof > out.proof ? p->proof : out.proof;
            if (bits > out.best) {
                out.best = bits;
                out.a = x->v[i];
                out.b = y->v[k];
            }
        }
    out.bits = (float)(sum / (double)n);
    return out;
}

static bool kept_apart(const struct clusters *c, uint32_t a, uint32_t b)
{
    const struct list *l = c->apart[a].n < c->apart[b].n ? &c->apart[a] : &c->apart[b];
    uint32_t other = l == &c->apart[a] ? b : a;
    for (size_t i = 0; i < l->n; i++)
        if (root_of(c, l->v[i]) == other)
            return true;
    return false;
}

static bool one_source(const struct clusters *c, uint32_t a, uint32_t b)
{
    const uint32_t *source = c->in->source;
    for (size_t i = 0; source && i < c->member[a].n; i++)
        for (size_t k = 0; k < c->member[b].n; k++)
            if (source[c->member[a].v[i]] &&
                source[c->member[a].v[i]] == source[c->member[b].v[k]])
                return true;
    return false;
}

/* Whether the evidence makes one of two clusters, all else aside. */
static bool is_enough(const struct cluster_rules *r, const struct between *v)
{
    if (v->best < r->bits || v->bits < r->mean || v->proof < r->proof)
        return false;
    return !r->strict || v->clash == 0 || (v->clash == CLASH_NAME && v->own >= r->proof);
}

static void unite(struct clusters *c, uint32_t a, uint32_t b)
{
    if (b < a) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    list_move(&c->member[a], &c->member[b]);
    list_move(&c->apart[a], &c->apart[b]);
    c->root[b] = a;
}

/* The latest word first: an earlier one that it contradicts counts for nothing. */
static void hear_owner(struct clusters *c)
{
    for (size_t i = c->in->saids; i-- > 0;) {
        const struct match_said *s = &c->in->said[i];
        uint32_t a = root_of(c, s->a), b = root_of(c, s->b);
        if (a == b)
            continue;
        if (s->same) {
            if (!kept_apart(c, a, b))
                unite(c, a, b);
        } else {
            list_put(&c->apart[a], s->b);
            list_put(&c->apart[b], s->a);
        }
    }
}

/* The strongest edge on top of a heap. ---------------------------------------------------------- */

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
    if (x->bits > y->bits || x->bits < y->bits)
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
    for (size_t k; (k = 2 * i + 1) < h->n; i = k) {
        if (k + 1 < h->n && above(&h->v[k + 1], &h->v[k]))
            k++;
        if (!above(&h->v[k], &e))
            break;
        h->v[i] = h->v[k];
    }
    h->v[i] = e;
    return top;
}

static struct clusters clusters_new(const struct cluster_input *in,
                                    const struct cluster_rules *rules)
{
    struct clusters c = {in,
                         rules,
                         pair_starts(in),
                         mem_alloc(((size_t)in->n + 1) * sizeof *c.root),
                         mem_calloc((size_t)in->n + 1, sizeof *c.member),
                         mem_calloc((size_t)in->n + 1, sizeof *c.apart)};
    for (uint32_t i = 0; i < in->n; i++) {
        c.root[i] = i;
        list_put(&c.member[i], i);
    }
    return c;
}

static void clusters_free(struct clusters *c)
{
    for (uint32_t i = 0; i < c->in->n; i++) {
        mem_free(c->member[i].v);
        mem_free(c->apart[i].v);
    }
    mem_free(c->member);
    mem_free(c->apart);
    mem_free(c->root);
    mem_free(c->start);
}

void cluster_run(const struct cluster_input *in, const struct cluster_rules *rules,
                 uint32_t *least)
{
    /* an edge whose clusters have grown is weighed anew; by less than this it need not wait */
    static const float slack = 0.5F;
    struct clusters c = clusters_new(in, rules);
    struct heap h = {NULL, 0, 0};
    hear_owner(&c);
    for (size_t i = 0; i < in->pairs; i++)
        if (in->pair[i].bits >= rules->bits)
            heap_push(&h, (struct edge){in->pair[i].bits, in->pair[i].a, in->pair[i].b});
    while (h.n) {
        struct edge e = heap_pop(&h);
        uint32_t a = root_of(&c, e.a), b = root_of(&c, e.b);
        if (a == b)
            continue;
        struct between v = compare(in, c.start, &c.member[a], &c.member[b]);
        if (!is_enough(rules, &v) || kept_apart(&c, a, b) || one_source(&c, a, b))
            continue;
        if (v.bits + slack < e.bits && h.n && v.bits < h.v[0].bits)
            heap_push(&h, (struct edge){v.bits, a, b});
        else
            unite(&c, a, b);
    }
    for (uint32_t i = 0; i < in->n; i++)
        least[i] = root_of(&c, i);
    mem_free(h.v);
    clusters_free(&c);
}

/* Questions ------------------------------------------------------------------------------------ */

static int by_clusters(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return 0;
}

static int surest_first(const void *a, const void *b)
{
    const struct cluster_question *x = a, *y = b;
    if (x->bits > y->bits || x->bits < y->bits)
        return x->bits > y->bits ? -1 : 1;
    return x->a != y->a ? (x->a < y->a ? -1 : 1) : (x->b > y->b) - (x->b < y->b);
}

struct cluster_question *cluster_ask(const struct cluster_input *in, const uint32_t *least,
                                     float likely, size_t *n)
{
    static const struct cluster_rules none = {0, 0, 0, false};
    struct clusters c = clusters_new(in, &none);
    struct cluster_question *out = NULL;
    struct edge *edge = NULL;
    size_t edges = 0, edge_cap = 0, cap = 0;
    *n = 0;
    hear_owner(&c); /* for who is kept apart; then as they were clustered */
    for (uint32_t i = 0; i < in->n; i++)
        if (root_of(&c, i) != root_of(&c, least[i]))
            unite(&c, root_of(&c, i), root_of(&c, least[i]));
    for (size_t i = 0; i < in->pairs; i++) {
        uint32_t a = least[in->pair[i].a], b = least[in->pair[i].b];
        if (a == b || in->pair[i].bits < likely)
            continue;
        edge = mem_grow(edge, &edge_cap, edges + 1, sizeof *edge);
        edge[edges++] = (struct edge){0, a < b ? a : b, a < b ? b : a};
    }
    if (edges)
        qsort(edge, edges, sizeof *edge, by_clusters);
    for (size_t i = 0; i < edges; i++) {
        uint32_t a = root_of(&c, edge[i].a), b = root_of(&c, edge[i].b);
        if ((i && by_clusters(&edge[i - 1], &edge[i]) == 0) || kept_apart(&c, a, b) ||
            one_source(&c, a, b))
            continue;
        struct between v = compare(in, c.start, &c.member[a], &c.member[b]);
        if (v.bits < likely)
            continue;
        out = mem_grow(out, &cap, *n + 1, sizeof *out);
        out[(*n)++] = (struct cluster_question){v.a, v.b, v.bits};
    }
    if (*n)
        qsort(out, *n, sizeof *out, surest_first);
    mem_free(edge);
    clusters_free(&c);
    return out;
}
