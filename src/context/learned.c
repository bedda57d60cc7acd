/* context/learned.c: a small additive model beside the shipped one, made of corrections. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/learned.h"

#include <math.h>
#include <string.h>

#include "context/logistic.h"
#include "context/model.h"
#include "context/sensitive.h"

enum {
    CORRECTIONS_MOST = 5000, /* the newest count */
    SLOTS = 1 << 12,         /* buckets folded: a correction has about a hundred */
    ROUNDS = 100
};
/* How far: a corrected text shall be on the right side of one half by this, in log odds. */
#define MARGIN      1.0f
#define RATE        0.35f
#define RATE_VECTOR 0.1f
#define MOVED       0.5f
#define FAR         0.6f
#define NEAR        0.85f

/* The mean vector of a corrected text. */
struct example {
    float mean[WORDS_DIMS];
};

struct learned {
    float weight[SLOTS][HEAD_COUNT];
    float vector[HEAD_COUNT][WORDS_DIMS];
    uint64_t heads;                      /* those that were corrected */
    struct example *example[HEAD_COUNT]; /* what each head was corrected on */
    size_t n_examples[HEAD_COUNT];
};

static const char *const kinds[CORRECTION_KIND_COUNT] = {"is", "isnt", "fine", "never"};

struct str correction_kind_name(enum correction_kind k)
{
    return str_from(kinds[k]);
}

bool correction_kind_find(struct str name, enum correction_kind *out)
{
    for (int i = 0; i < CORRECTION_KIND_COUNT; i++) {
        if (str_is(name, kinds[i])) {
            *out = (enum correction_kind)i;
            return true;
        }
    }
    return false;
}

int correction_head(struct str fact)
{
    enum topic topic;
    enum tone tone;
    if (str_starts(fact, STR("topic:")) && topic_find(str_after(fact, 6), &topic))
        return (int)topic;
    if (str_starts(fact, STR("tone:")) && tone_find(str_after(fact, 5), &tone))
        return HEAD_TONES + (int)tone;
    return str_is(fact, "work") ? HEAD_PROFESSIONAL : -1;
}

enum err_code correction_valid(enum correction_kind kind, struct str fact, struct err *e)
{
    enum sensitive_kind gives;
    if (sensitive_find(fact, &gives))
        return err_set(e, ERR_INVALID,
                       "what a text gives away (\"" STRF
                       "\") is always told; post it anyway if you mean it",
                       STRA(fact));
    bool rule = str_starts(fact, STR("rule:")) && fact.n > 5 && kind == CORRECTION_FINE;
    if (rule || correction_head(fact) >= 0)
        return ERR_OK;
    return err_set(e, ERR_INVALID,
                   "\"" STRF "\" is no topic or tone; write for example topic:pets or "
                   "tone:hostile",
                   STRA(fact));
}

static size_t slot_of(uint32_t bucket)
{
    return (bucket ^ bucket >> 7) & (SLOTS - 1);
}

static float shift_of(const struct learned *l, int head, const struct features *f,
                      const float *mean)
{
    float sum = 0;
    float near = 0;
    for (size_t i = 0; i < f->n; i++)
        sum += l->weight[slot_of(f->list[i].bucket)][head];
    for (int d = 0; d < WORDS_DIMS; d++)
        near += l->vector[head][d] * mean[d];
    return f->n > 0 ? sum / sqrtf((float)f->n) + near : 0;
}

/* What was learned counts for texts like those that were corrected, and not for others: from 0 for
 * a text that is none of theirs to 1 for one that is close to one of them (by the cosine of their
 * mean word vectors). Without it twenty corrections on one topic cost the others six points. */
static float gate(const struct learned *l, int head, const float *mean)
{
    float nearest = 0;
    for (size_t i = 0; i < l->n_examples[head]; i++) {
        float cosine = 0;
        for (int d = 0; d < WORDS_DIMS; d++)
            cosine += l->example[head][i].mean[d] * mean[d];
        nearest = cosine > nearest ? cosine : nearest;
    }
    float share = (nearest - FAR) / (NEAR - FAR);
    return share < 0 ? 0 : (share > 1 ? 1 : share);
}

uint64_t learned_shifts(const struct learned *l, const struct features *f, const float *mean,
                        float *shift)
{
    uint64_t moved = 0;
    memset(shift, 0, HEAD_COUNT * sizeof *shift);
    for (int h = 0; l != NULL && h < HEAD_COUNT; h++) {
        if ((l->heads & 1ULL << h) == 0)
            continue;
        shift[h] = gate(l, h, mean) * shift_of(l, h, f, mean);
        moved |= fabsf(shift[h]) > MOVED ? 1ULL << h : 0;
    }
    return moved;
}

/* A correction as the learner sees it. */
struct lesson {
    struct features f;
    float mean[WORDS_DIMS];
    float base; /* log odds without what is learned */
    int head;
    float want; /* 1 or -1 */
};

static enum err_code lesson_of(const struct classifier *c, const struct correction *x,
                               struct arena *a, struct lesson *out, struct err *e)
{
    const struct model *m = classifier_model(c);
    float scores[HEAD_COUNT];
    out->head = correction_head(x->fact);
    out->want = x->kind == CORRECTION_IS ? 1.0f : -1.0f;
    enum err_code code = features_extract(classifier_words(c), x->text, a, &out->f, e);
    if (code != ERR_OK)
        return code;
    model_scores(m, &out->f, scores, out->mean, NULL);
    out->base = m->heads[out->head].slope * scores[out->head] + m->heads[out->head].shift;
    return ERR_OK;
}

/* The sums of squared steps, of which AdaGrad makes each weight's own rate. */
struct pace {
    float weight[SLOTS][HEAD_COUNT];
    float vector[HEAD_COUNT][WORDS_DIMS];
};

static void step(float *weight, float *sum, float g, float rate)
{
    *sum += g * g;
    if (*sum > 0)
        *weight += rate * g / sqrtf(*sum);
}

/* Moves what is learned towards one lesson; answers whether there was anything left to learn. */
static bool teach(struct learned *l, struct pace *p, const struct lesson *x)
{
    float odds = x->base + shift_of(l, x->head, &x->f, x->mean);
    if (odds * x->want >= MARGIN || x->f.n == 0)
        return false;
    float g = x->want * (float)logistic(MARGIN - odds * x->want);
    float norm = 1.0f / sqrtf((float)x->f.n);
    l->heads |= 1ULL << x->head;
    for (size_t i = 0; i < x->f.n; i++) {
        size_t at = slot_of(x->f.list[i].bucket);
        step(&l->weight[at][x->head], &p->weight[at][x->head], g * norm, RATE * norm);
    }
    for (int d = 0; d < WORDS_DIMS; d++)
        step(&l->vector[x->head][d], &p->vector[x->head][d], g * x->mean[d],
             RATE_VECTOR * fabsf(x->mean[d]));
    return true;
}

static void keep_examples(struct learned *l, const struct lesson *lessons, size_t n,
                          struct arena *a)
{
    for (size_t i = 0; i < n; i++) {
        int h = lessons[i].head;
        if (l->example[h] == NULL)
            l->example[h] = ARENA_ARRAY(a, struct example, n);
        memcpy(l->example[h][l->n_examples[h]++].mean, lessons[i].mean, sizeof lessons[i].mean);
    }
}

enum err_code learned_build(const struct classifier *c, const struct correction *list, size_t n,
                            struct arena *a, struct learned **out, struct err *e)
{
    size_t from = n > CORRECTIONS_MOST ? n - CORRECTIONS_MOST : 0;
    *out = NULL;
    if (sizeof(struct learned) + n * sizeof(struct lesson) > arena_left(a))
        return err_set(e, ERR_LIMIT, "%zu corrections are too many", n);
    struct learned *l = ARENA_NEW(a, struct learned);
    struct lesson *lessons = ARENA_ARRAY(a, struct lesson, n - from + 1);
    struct arena *work = arena_new((size_t)1 << 30);
    struct pace *p = ARENA_NEW(work, struct pace);
    size_t n_lessons = 0;
    enum err_code code = ERR_OK;
    for (size_t i = from; i < n && code == ERR_OK; i++) {
        if (list[i].kind <= CORRECTION_ISNT && correction_head(list[i].fact) >= 0)
            code = lesson_of(c, &list[i], work, &lessons[n_lessons++], e);
    }
    if (code == ERR_OK)
        keep_examples(l, lessons, n_lessons, a);
    bool more = code == ERR_OK;
    for (int round = 0; round < ROUNDS && more; round++) {
        more = false;
        for (size_t i = 0; i < n_lessons; i++)
            more = teach(l, p, &lessons[i]) || more;
    }
    arena_free(work);
    if (code == ERR_OK)
        *out = l;
    return code;
}
