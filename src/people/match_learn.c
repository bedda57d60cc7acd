/* people/match_learn.c: how telling each answer is, learned from the entries themselves. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/mem.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

/* u, how often strangers agree, is counted on pairs drawn at random. m, how often two entries of
 * one person agree, is learned by expectation and maximisation over pairs of one block (Dempster,
 * Laird and Rubin, 1977; for linkage Winkler, 1988), with one turn: an answer's m is counted with
 * what all *other* answers say of a pair, so that being found by an agreement does not speak for
 * it. Both lean on the table of match_kinds.c where the data is thin. */
enum {
    STRANGERS = 120000,
    LOOKED_AT = 100000, /* pairs to learn m from */
    ROUNDS = 8,
    LEAN_M = 30, /* the table counts as so many pairs */
    LEAN_U = 300
};

static double likely(double bits)
{
    return bits > 60 ? 1 : bits < -60 ? 0 : 1 / (1 + exp2(-bits));
}

static void weigh(struct match *m)
{
    for (size_t i = 0; i < m->questions; i++) {
        struct match_question *q = &m->question[i];
        for (size_t l = 1; l <= q->kind->levels; l++)
            q->bits[l] = (float)log2(q->m[l] / q->u[l]);
        for (size_t l = 2; l <= q->kind->levels; l++) /* agreeing more never says less */
            if (q->bits[l] < q->bits[l - 1])
                q->bits[l] = q->bits[l - 1];
    }
}

static void normalise(double *v, size_t levels)
{
    double sum = 0;
    for (size_t l = 1; l <= levels; l++)
        sum += v[l];
    for (size_t l = 1; l <= levels && sum > 0; l++)
        v[l] = fmax(v[l] / sum, 1e-9);
}

static void start(struct match *m)
{
    for (size_t i = 0; i < m->questions; i++) {
        struct match_question *q = &m->question[i];
        for (size_t l = 1; l <= q->kind->levels; l++) {
            q->m[l] = (double)q->kind->m[l];
            q->u[l] = (double)q->kind->u[l];
        }
        normalise(q->m, q->kind->levels);
        normalise(q->u, q->kind->levels);
    }
}

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* With some weights at hand, pairs that are likely one person are no strangers. */
static void learn_u(struct match *m, bool weighed)
{
    uint64_t state = 2026;
    size_t most = m->n * (m->n - 1) / 2 * 4;
    size_t pairs = most < STRANGERS ? most : STRANGERS;
    struct match_answers v;
    double(*seen)[LEVELS_MOST + 1] = mem_calloc(m->questions, sizeof *seen);
    for (size_t i = 0; i < pairs; i++) {
        uint32_t a = (uint32_t)(draw(&state) % m->n), b = (uint32_t)(draw(&state) % m->n);
        if (a == b)
            continue;
        match__compare(m, a, b, &v);
        if (weighed && match__bits(m, &v) > 0)
            continue;
        for (size_t q = 0; q < m->questions; q++)
            seen[q][v.level[q]]++;
    }
    for (size_t i = 0; i < m->questions; i++) {
        struct match_question *q = &m->question[i];
        for (size_t l = 1; l <= q->kind->levels; l++)
            q->u[l] = seen[i][l] + LEAN_U * (double)q->kind->u[l];
        normalise(q->u, q->kind->levels);
    }
    mem_free(seen);
}

struct sample {
    struct match_answers *v;
    size_t n, cap;
    double part; /* of all pairs within blocks */
};

static struct sample take_sample(const struct match *m)
{
    struct sample s = {.part = 1};
    uint32_t *seen = mem_calloc(m->n, sizeof *seen), *out = mem_alloc(m->n * sizeof *out);
    size_t entries = 0, step = 7919 % m->n ? 7919 : 1, at = 0;
    while (m->n % step == 0 && step > 1)
        step++;
    for (; entries < m->n && s.n < LOOKED_AT; entries++, at = (at + step) % m->n) {
        size_t n = match__candidates(m, (uint32_t)at, seen, out, false);
        s.v = mem_grow(s.v, &s.cap, s.n + n, sizeof *s.v);
        for (size_t i = 0; i < n; i++)
            match__compare(m, (uint32_t)at, out[i], &s.v[s.n++]);
    }
    s.part = 2.0 * (double)entries / (double)m->n; /* each pair has two ends */
    mem_free(seen);
    mem_free(out);
    return s;
}

static void round_of(struct match *m, const struct sample *s)
{
    double(*got)[LEVELS_MOST + 1] = mem_calloc(m->questions, sizeof *got);
    double matches = 0;
    for (size_t i = 0; i < s->n; i++) {
        double bits = (double)match__bits(m, &s->v[i]);
        matches += likely(bits);
        for (size_t q = 0; q < m->questions; q++) {
            uint8_t level = s->v[i].level[q];
            if (level)
                got[q][level] += likely(bits - (double)match__question_bits(
                                                   &m->question[q], level, s->v[i].rare[q]));
        }
    }
    for (size_t i = 0; i < m->questions; i++) {
        struct match_question *q = &m->question[i];
        double lean[LEVELS_MOST + 1], sum = 0;
        for (size_t l = 1; l <= q->kind->levels; l++)
            sum += (double)q->kind->m[l];
        for (size_t l = 1; l <= q->kind->levels; l++)
            lean[l] = LEAN_M * (double)q->kind->m[l] / sum;
        for (size_t l = 1; l <= q->kind->levels; l++)
            q->m[l] = got[i][l] + lean[l];
        normalise(q->m, q->kind->levels);
    }
    double all = (double)m->n * (double)(m->n - 1) / 2;
    m->prior = log2(fmax(matches / s->part, 0.1 * (double)m->n) / all);
    weigh(m);
    mem_free(got);
}

/* All pairs of one block, weighed; by two workers. */
struct worker {
    const struct match *m;
    uint32_t from, step;
    struct match_pair *pair;
    size_t n, cap;
    pthread_t thread;
};

static void *weigh_pairs(void *arg)
{
    struct worker *w = arg;
    const struct match *m = w->m;
    uint32_t *seen = mem_calloc(m->n, sizeof *seen), *out = mem_alloc(m->n * sizeof *out);
    struct match_answers v;
    for (uint32_t a = w->from; a < m->n; a += w->step) {
        size_t n = match__candidates(m, a, seen, out, true);
        for (size_t i = 0; i < n; i++) {
            match__compare(m, a, out[i], &v);
            struct match_pair pair = {.a = a, .b = out[i]};
            match__weigh(m, &v, &pair);
            if (pair.bits < CLUSTER_NO_BITS)
                continue;
            w->pair = mem_grow(w->pair, &w->cap, w->n + 1, sizeof *w->pair);
            w->pair[w->n++] = pair;
        }
    }
    mem_free(seen);
    mem_free(out);
    return NULL;
}

static int by_ends(const void *a, const void *b)
{
    const struct match_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void find_pairs(struct match *m)
{
    struct worker w[2];
    for (uint32_t i = 0; i < COUNT_OF(w); i++) {
        w[i] = (struct worker){.m = m, .from = i, .step = COUNT_OF(w)};
        if (i && pthread_create(&w[i].thread, NULL, weigh_pairs, &w[i]) != 0) {
            weigh_pairs(&w[i]);
            w[i].from = 0; /* done: nobody to wait for */
        }
    }
    weigh_pairs(&w[0]);
    size_t all = 0;
    for (uint32_t i = 0; i < COUNT_OF(w); i++) {
        if (i && w[i].from)
            pthread_join(w[i].thread, NULL);
        all += w[i].n;
    }
    m->pair = mem_alloc((all + 1) * sizeof *m->pair);
    for (uint32_t i = 0; i < COUNT_OF(w); i++) {
        for (size_t k = 0; k < w[i].n; k++)
            m->pair[m->pairs++] = w[i].pair[k];
        mem_free(w[i].pair);
    }
    if (m->pairs)
        qsort(m->pair, m->pairs, sizeof *m->pair, by_ends);
}

void match__learn(struct match *m)
{
    start(m);
    m->prior = -log2((double)m->n + 1);
    if (m->n > 1) {
        weigh(m);
        struct sample s = take_sample(m);
        for (int i = 0; i < ROUNDS; i++) {
            if (i == 0 || i == ROUNDS / 2) {
                learn_u(m, i > 0);
                weigh(m);
            }
            round_of(m, &s);
        }
        mem_free(s.v);
        find_pairs(m);
    }
}
