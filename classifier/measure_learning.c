/* classifier/measure_learning.c: what an owner's corrections change, and what they leave alone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "classifier/measure.h"
#include "core/mem.h"

enum {
    CORRECTIONS = 20, /* texts; two words on each: what it isn't, what it is */
    CONFUSIONS = 8
};

struct looked {
    const struct examples *x;
    struct features *features;
    float (*mean)[WORDS_DIMS];
    int *first; /* the model's first topic */
    int *gold;
};

/* The first topic by the model's log odds and what was learned. */
static int first_topic(const struct judges *j, const struct learned *l,
                       const struct features *f, const float *mean)
{
    const struct model *m = classifier_model(j->model);
    float scores[HEAD_COUNT];
    float shift[HEAD_COUNT];
    int best = 0;
    double top = -1e9;
    model_scores(m, f, scores, NULL, NULL);
    learned_shifts(l, f, mean, shift);
    for (int t = 0; t < TOPIC_COUNT; t++) {
        double odds = (double)(m->heads[t].slope * scores[t] + m->heads[t].shift + shift[t]);
        if (odds > top) {
            top = odds;
            best = t;
        }
    }
    return best;
}

static int gold_of(uint64_t yes)
{
    for (int t = 0; t < TOPIC_COUNT; t++) {
        if ((yes & HEAD_BIT(t)) != 0)
            return t;
    }
    return -1;
}

static void judge_all(const struct judges *j, struct arena *a, struct looked *out)
{
    size_t n = out->x->n;
    out->features = ARENA_ARRAY(a, struct features, n);
    out->mean = arena_calloc(a, n, sizeof *out->mean);
    out->first = ARENA_ARRAY(a, int, n);
    out->gold = ARENA_ARRAY(a, int, n);
    for (size_t i = 0; i < n; i++) {
        struct err e = {0};
        if (features_extract(classifier_words(j->model), out->x->list[i].text, a,
                             &out->features[i], &e) != ERR_OK)
            exit(70);
        words_mean(classifier_words(j->model), &out->features[i], out->mean[i]);
        out->first[i] = first_topic(j, NULL, &out->features[i], out->mean[i]);
        out->gold[i] = gold_of(out->x->list[i].yes);
    }
}

static struct correction about(struct arena *a, enum correction_kind kind, int topic,
                               struct str text)
{
    return (struct correction){
        .kind = kind,
        .fact = arena_printf(a, "topic:" STRF, STRA(topic_name((enum topic)topic))),
        .text = text};
}

/* One mistake: texts about `gold` that are taken for `said`. The first CORRECTIONS of them are
 * corrected; the others and all other texts are looked at again. */
struct outcome {
    size_t left, still, others, right_before, right_after;
};

static struct outcome correct(const struct judges *j, const struct looked *d, int gold,
                              int said)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct correction *c = ARENA_ARRAY(a, struct correction, 2 * CORRECTIONS);
    struct learned *l = NULL;
    struct outcome o = {0};
    struct err e = {0};
    size_t n = 0;
    size_t from = 0;
    for (; from < d->x->n && n < 2 * CORRECTIONS; from++) {
        if (d->gold[from] != gold || d->first[from] != said)
            continue;
        c[n++] = about(a, CORRECTION_ISNT, said, d->x->list[from].text);
        c[n++] = about(a, CORRECTION_IS, gold, d->x->list[from].text);
    }
    if (learned_build(j->model, c, n, a, &l, &e) != ERR_OK)
        exit(70);
    for (size_t i = 0; i < d->x->n; i++) {
        bool same = d->gold[i] == gold && d->first[i] == said;
        if (same && i < from)
            continue;
        int now = first_topic(j, l, &d->features[i], d->mean[i]);
        if (same) {
            o.left++;
            o.still += now == said;
            continue;
        }
        o.others++;
        o.right_before += d->first[i] == d->gold[i];
        o.right_after += now == d->gold[i];
    }
    arena_free(a);
    return o;
}

void measure_learning(const struct judges *j, const char *dir)
{
    struct examples x = examples_new();
    struct arena *a = arena_new((size_t)4 << 30);
    struct looked d = {.x = &x};
    size_t count[TOPIC_COUNT][TOPIC_COUNT] = {0};
    struct outcome sum = {0};
    corpora_happydb(&x, dir);
    judge_all(j, a, &d);
    for (size_t i = 0; i < x.n; i++) {
        if (d.gold[i] >= 0 && d.gold[i] != d.first[i])
            count[d.gold[i]][d.first[i]]++;
    }
    for (int k = 0; k < CONFUSIONS; k++) {
        int gold = 0;
        int said = 0;
        for (int g = 0; g < TOPIC_COUNT; g++)
            for (int s = 0; s < TOPIC_COUNT; s++)
                if (count[g][s] > count[gold][said]) {
                    gold = g;
                    said = s;
                }
        count[gold][said] = 0;
        struct outcome o = correct(j, &d, gold, said);
        printf("20 corrections, " STRF " taken for " STRF
               " | still wrong so %.3f of %zu, right first elsewhere %.3f before, %.3f after | "
               "%zu\n",
               STRA(topic_name((enum topic)gold)), STRA(topic_name((enum topic)said)),
               (double)o.still / (double)o.left, o.left,
               (double)o.right_before / (double)o.others,
               (double)o.right_after / (double)o.others, o.others);
        sum.left += o.left;
        sum.still += o.still;
        sum.others += o.others;
        sum.right_before += o.right_before;
        sum.right_after += o.right_after;
    }
    printf("20 corrections, the %d most frequent mistakes | still wrong so %.3f, right first "
           "elsewhere %.3f before, %.3f after | %zu\n",
           CONFUSIONS, (double)sum.still / (double)sum.left,
           (double)sum.right_before / (double)sum.others,
           (double)sum.right_after / (double)sum.others, sum.others);
    arena_free(a);
    examples_free(&x);
}
