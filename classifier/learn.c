/* classifier/learn.c: logistic heads over hashed features and a mean word vector. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "classifier/learn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/random.h"
#include "core/mem.h"

enum {
    EPOCHS = 4
};
static const float RATE = 2.0f;        /* of hashed features, falling to nothing */
static const float RATE_VECTOR = 1.0f; /* of the mean word vector */

void samples_add(struct samples *s, const struct examples *x, const struct words *w, int times,
                 bool folded)
{
    struct arena *scratch = arena_new(64 << 20);
    for (size_t i = 0; i < x->n; i++) {
        struct features f;
        struct err e = {0};
        if (features_extract(w, x->list[i].text, scratch, &f, &e) != ERR_OK || f.n == 0) {
            arena_reset(scratch);
            continue;
        }
        s->list = mem_grow(s->list, &s->cap, s->n + 1, sizeof *s->list);
        struct sample *one = &s->list[s->n++];
        uint16_t *b = ARENA_ARRAY(s->arena, uint16_t, f.n);
        for (size_t k = 0; k < f.n; k++)
            b[k] = (uint16_t)f.list[k].bucket;
        *one = (struct sample){.buckets = b,
                               .n = (uint32_t)f.n,
                               .known = x->list[i].known,
                               .yes = x->list[i].yes,
                               .times = times,
                               .fold = folded ? x->list[i].fold : -1};
        words_mean(w, &f, one->mean);
        arena_reset(scratch);
    }
    arena_free(scratch);
}

/* Each row holds the weights and, beside them, the sum that averaging needs. */
enum {
    ROW = 2 * HEAD_COUNT
};

struct state {
    float *rows;
    float bias[ROW];
    float vector[HEAD_COUNT][2 * WORDS_DIMS];
};

static void scores_of(const struct state *st, const struct sample *s, float *out)
{
    float norm = 1.0f / sqrtf((float)s->n);
    float sum[HEAD_COUNT] = {0};
    for (uint32_t i = 0; i < s->n; i++) {
        const float *row = st->rows + (size_t)s->buckets[i] * ROW;
        for (int h = 0; h < HEAD_COUNT; h++)
            sum[h] += row[h];
    }
    for (int h = 0; h < HEAD_COUNT; h++) {
        float v = 0;
        for (int d = 0; d < WORDS_DIMS; d++)
            v += st->vector[h][d] * s->mean[d];
        out[h] = st->bias[h] + sum[h] * norm + v;
    }
}

/* One step; `done` is the share of all steps that lie behind, for the average. */
static void step(struct state *st, const struct sample *s, float rate, float done)
{
    float score[HEAD_COUNT];
    float by[ROW];
    float norm = 1.0f / sqrtf((float)s->n);
    scores_of(st, s, score);
    for (int h = 0; h < HEAD_COUNT; h++) {
        bool known = (s->known & HEAD_BIT(h)) != 0;
        float want = (s->yes & HEAD_BIT(h)) != 0 ? 1.0f : 0.0f;
        float g = known ? rate * (want - 1.0f / (1.0f + expf(-score[h]))) : 0;
        st->bias[h] += 0.1f * g;
        st->bias[HEAD_COUNT + h] += 0.1f * g * done;
        /* Work or private is better told without the word vectors. */
        for (int d = 0; d < WORDS_DIMS && h != HEAD_PROFESSIONAL; d++) {
            float step_d = g * (RATE_VECTOR / RATE) * s->mean[d];
            st->vector[h][d] += step_d;
            st->vector[h][WORDS_DIMS + d] += step_d * done;
        }
        by[h] = g * norm;
        by[HEAD_COUNT + h] = g * norm * done;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        float *row = st->rows + (size_t)s->buckets[i] * ROW;
        for (int k = 0; k < ROW; k++)
            row[k] += by[k];
    }
}

/* The average of all states = the last one minus the sum of steps weighted by when they
 * came. */
static void average(const struct state *st, struct weights *out)
{
    out->row = mem_calloc((size_t)FEATURES_BUCKETS * HEAD_COUNT, sizeof(float));
    for (size_t b = 0; b < FEATURES_BUCKETS; b++) {
        for (size_t h = 0; h < HEAD_COUNT; h++)
            out->row[b * HEAD_COUNT + h] =
                st->rows[b * ROW + h] - st->rows[b * ROW + HEAD_COUNT + h];
    }
    for (int h = 0; h < HEAD_COUNT; h++) {
        out->bias[h] = st->bias[h] - st->bias[HEAD_COUNT + h];
        for (int d = 0; d < WORDS_DIMS; d++)
            out->vector[h][d] = st->vector[h][d] - st->vector[h][WORDS_DIMS + d];
    }
}

void learn(const struct samples *s, int held_out, struct weights *out)
{
    size_t n = 0;
    uint64_t seed = 3;
    for (size_t i = 0; i < s->n; i++)
        n += s->list[i].fold == held_out && held_out >= 0 ? 0 : (size_t)s->list[i].times;
    uint32_t *order = mem_calloc(n + 1, sizeof *order);
    n = 0;
    for (size_t i = 0; i < s->n; i++) {
        for (int k = 0; k < s->list[i].times; k++) {
            if (held_out < 0 || s->list[i].fold != held_out)
                order[n++] = (uint32_t)i;
        }
    }
    struct state *st = mem_calloc(1, sizeof *st);
    st->rows = mem_calloc((size_t)FEATURES_BUCKETS * ROW, sizeof(float));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = n - 1; i > 0; i--) {
            size_t j = random_below(&seed, (uint32_t)i + 1);
            uint32_t keep = order[i];
            order[i] = order[j];
            order[j] = keep;
        }
        for (size_t i = 0; i < n; i++) {
            float done = ((float)epoch + (float)i / (float)n) / EPOCHS;
            step(st, &s->list[order[i]], RATE * (1.0f - done), done);
        }
    }
    average(st, out);
    mem_free(st->rows);
    mem_free(st);
    mem_free(order);
}

void weights_free(struct weights *w)
{
    mem_free(w->row);
}

void learn_scores(const struct weights *w, const struct sample *s, float *scores)
{
    float norm = 1.0f / sqrtf((float)s->n);
    for (int h = 0; h < HEAD_COUNT; h++) {
        float sum = 0;
        for (uint32_t i = 0; i < s->n; i++)
            sum += w->row[(size_t)s->buckets[i] * HEAD_COUNT + (size_t)h];
        float v = 0;
        for (int d = 0; d < WORDS_DIMS; d++)
            v += w->vector[h][d] * s->mean[d];
        scores[h] = w->bias[h] + sum * norm + v;
    }
}

void platt_fit(const float *score, const unsigned char *yes, size_t n, float *slope,
               float *shift)
{
    double pos = 0;
    for (size_t i = 0; i < n; i++)
        pos += yes[i];
    double high = (pos + 1) / (pos + 2);
    double low = 1 / ((double)n - pos + 2);
    double a = 1;
    double b = 0;
    for (int round = 0; round < 100; round++) {
        double ga = 0, gb = 0, haa = 1e-3, hab = 0, hbb = 1e-3;
        for (size_t i = 0; i < n; i++) {
            double p = 1 / (1 + exp(-(a * (double)score[i] + b)));
            double d = p - (yes[i] != 0 ? high : low);
            double w = p * (1 - p);
            ga += d * (double)score[i];
            gb += d;
            haa += w * (double)score[i] * (double)score[i];
            hab += w * (double)score[i];
            hbb += w;
        }
        double det = haa * hbb - hab * hab;
        double da = (hbb * ga - hab * gb) / det;
        double db = (haa * gb - hab * ga) / det;
        double size = fabs(da) + fabs(db);
        double damp = size > 2 ? 2 / size : 1;
        a -= damp * da;
        b -= damp * db;
        if (size < 1e-6)
            break;
    }
    *slope = (float)a;
    *shift = (float)b;
}

bool learn_words(const char *path, struct arena *a, struct words *out)
{
    FILE *f = fopen(path, "rb");
    uint32_t n = 0;
    if (f == NULL || fread(&n, 4, 1, f) != 1 || n > 1u << 20) {
        perror(path);
        return false;
    }
    unsigned char *p = arena_alloc(a, (size_t)n * (5 + WORDS_DIMS));
    size_t got = fread(p, 5 + WORDS_DIMS, n, f);
    fclose(f);
    *out = (struct words){p, p + 4 * (size_t)n, (const signed char *)p + 5 * (size_t)n, n};
    return got == n;
}
