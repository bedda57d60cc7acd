/* context/classify.c: turns a text into facts and says which words each fact rests on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/classify.h"

#include <math.h>
#include <string.h>

#include "context/learned.h"
#include "context/model.h"
#include "context/profanity.h"
#include "core/mem.h"

enum {
    EXPLAINED_TOPICS = 3,
    SHORT_WORDS = 3
};
#define EXPLAIN_FROM 0.3

struct classifier {
    struct model model;
};

enum err_code classifier_new(const unsigned char *bytes, size_t size, struct classifier **out,
                             struct err *e)
{
    struct model m;
    enum err_code code = model_parse(bytes, size, &m, e);
    if (code != ERR_OK)
        return code;
    *out = mem_calloc(1, sizeof **out);
    (*out)->model = m;
    return ERR_OK;
}

void classifier_free(struct classifier *c)
{
    mem_free(c);
}

const struct words *classifier_words(const struct classifier *c)
{
    return &c->model.words;
}

const struct model *classifier_model(const struct classifier *c)
{
    return &c->model;
}

struct judge {
    const struct model *m;
    const struct features *f;
    struct str text;
    float scores[HEAD_COUNT];
    float shifts[HEAD_COUNT]; /* of the log odds, by corrections */
    float factor;             /* of one byte of a word vector in the mean */
    bool explains;
    float *by_token;             /* scratch: what each token gave to a head */
    const signed char **vectors; /* of each token's word, or NULL */
};

/* A piece of evidence that is the same word again adds to the first one's weight. */
static void keep_best(struct fact_word *best, size_t *n, struct fact_word w)
{
    size_t at = *n;
    for (size_t i = 0; i < *n; i++) {
        if (str_eq_ci(best[i].text, w.text))
            return;
    }
    while (at > 0 && best[at - 1].weight < w.weight)
        at--;
    if (at >= FACT_WORDS)
        return;
    size_t last = *n < FACT_WORDS ? (*n)++ : FACT_WORDS - 1;
    memmove(best + at + 1, best + at, (last - at) * sizeof *best);
    best[at] = w;
}

/* What each token gave to the log odds of a head, into by_token. */
static void weigh(const struct judge *j, int head)
{
    const struct model_head *h = &j->m->heads[head];
    const struct features *f = j->f;
    float norm = f->n > 0 ? h->slope * h->scale / sqrtf((float)f->n) : 0;
    memset(j->by_token, 0, f->n_tokens * sizeof *j->by_token);
    for (size_t i = 0; i < f->n; i++) {
        const struct feature *x = &f->list[i];
        float w = norm * (float)j->m->weights[(size_t)x->bucket * MODEL_ROW + (size_t)head];
        float share = x->first == x->last ? w : w / 2;
        j->by_token[x->first] += share;
        if (x->first != x->last)
            j->by_token[x->last] += share;
    }
    for (size_t i = 0; i < f->n_tokens; i++) {
        const signed char *v = j->vectors[i];
        float sum = 0;
        for (int d = 0; v != NULL && d < WORDS_DIMS; d++)
            sum += (float)v[d] * h->vector[d];
        j->by_token[i] += h->slope * j->factor * sum;
    }
}

/* The words that spoke for the head just weighed, or against it with sign -1. */
static size_t strongest(const struct judge *j, float sign, struct fact_word *best)
{
    const struct features *f = j->f;
    size_t n = 0;
    for (size_t i = 0; i < f->n_tokens; i++) {
        const struct token *t = &f->tokens[i];
        float w = sign * j->by_token[i];
        /* The words of an emoji or a hashtag share its span: count them as one. */
        while (i + 1 < f->n_tokens && f->tokens[i + 1].from < t->to)
            w += sign * j->by_token[++i];
        bool says_little =
            t->kind == TOKEN_MARK || (t->kind == TOKEN_WORD && t->to - t->from < 3);
        if (w > 0.02f && !says_little)
            keep_best(best, &n,
                      (struct fact_word){str_sub(j->text, t->from, t->to), t->from, t->to, w});
    }
    return n;
}

static size_t explain(const struct judge *j, int head, struct fact_word *best)
{
    if (!j->explains)
        return 0;
    weigh(j, head);
    return strongest(j, 1, best);
}

static double probability(const struct judge *j, int head)
{
    return model_probability(j->m, head, j->scores[head], j->shifts[head]);
}

/* The facts of n heads from `first` on, likeliest first. */
static void rank(const struct judge *j, int first, int n, struct fact *list)
{
    for (int t = 0; t < n; t++) {
        struct fact f = {.label = t, .p = probability(j, first + t)};
        int at = t;
        for (; at > 0 && list[at - 1].p < f.p; at--)
            list[at] = list[at - 1];
        list[at] = f;
    }
}

static void judge_topics(const struct judge *j, struct facts *out)
{
    rank(j, 0, TOPIC_COUNT, out->topics);
    for (int i = 0; i < EXPLAINED_TOPICS; i++) {
        struct fact *f = &out->topics[i];
        if (i == 0 || f->p >= EXPLAIN_FROM)
            f->n_words = explain(j, f->label, f->words);
    }
}

/* Swearing is also looked up word by word; the strongest word decides. */
static void judge_profane(const struct judge *j, struct fact *out)
{
    for (size_t i = 0; i < j->f->n_tokens; i++) {
        const struct token *t = &j->f->tokens[i];
        bool spoken = t->kind == TOKEN_WORD || t->kind == TOKEN_TAG;
        int strength = spoken && !t->everyday ? profanity_of(t->norm) : 0;
        if (strength == 0)
            continue;
        double p = strength == 2 ? 0.98 : 0.6;
        out->p = p > out->p ? p : out->p;
        keep_best(
            out->words, &out->n_words,
            (struct fact_word){str_sub(j->text, t->from, t->to), t->from, t->to, strength});
    }
}

static void judge_tones(const struct judge *j, struct facts *out)
{
    for (int t = 0; t < TONE_COUNT; t++) {
        struct fact *f = &out->tones[t];
        f->label = t;
        f->p = probability(j, HEAD_TONES + t);
        if (f->p >= EXPLAIN_FROM && t != TONE_PROFANE)
            f->n_words = explain(j, HEAD_TONES + t, f->words);
    }
    judge_profane(j, &out->tones[TONE_PROFANE]);
}

static enum judged how_well(const struct facts *f)
{
    if (f->words == 0)
        return JUDGED_NOT;
    if (f->words < SHORT_WORDS)
        return JUDGED_PARTLY;
    if (str_is(f->language, "en") || f->language.n == 0)
        return JUDGED_WELL;
    return str_is(f->language, "other") ? JUDGED_PARTLY : JUDGED_TOPICS;
}

static void look_at_vectors(struct judge *j, const struct words *w, struct arena *a)
{
    const struct features *f = j->f;
    j->by_token = ARENA_ARRAY(a, float, f->n_tokens + 1);
    j->vectors = ARENA_ARRAY(a, const signed char *, f->n_tokens + 1);
    for (size_t i = 0; i < f->n_tokens; i++) {
        int at = f->tokens[i].word;
        j->vectors[i] = at < 0 ? NULL : w->vectors + (size_t)at * WORDS_DIMS;
    }
}

enum err_code classify_features(const struct classifier *c, const struct learned *l,
                                struct str text, const struct features *f, bool explains,
                                struct arena *a, struct facts *out, struct err *e)
{
    float mean[WORDS_DIMS];
    if ((f->n_tokens + 1) * (sizeof(float) + sizeof(void *)) + 64 > arena_left(a))
        return err_set(e, ERR_LIMIT,
                       "a text of %zu bytes needs more memory than this check has", text.n);
    struct judge j = {.m = &c->model, .f = f, .text = text, .explains = explains};
    model_scores(&c->model, f, j.scores, mean, &j.factor);

    memset(out, 0, sizeof *out);
    out->taught = learned_shifts(l, f, mean, j.shifts);
    out->cut = f->cut;
    out->language = f->language;
    for (size_t i = 0; i < f->n_tokens; i++)
        out->words += f->tokens[i].kind == TOKEN_WORD && f->tokens[i].norm.n > 0;
    if (explains) {
        look_at_vectors(&j, &c->model.words, a);
        weigh(&j, HEAD_PROFESSIONAL);
        out->n_pro_words = strongest(&j, 1, out->pro_words);
        out->n_personal_words = strongest(&j, -1, out->personal_words);
    }
    judge_topics(&j, out);
    judge_tones(&j, out);
    rank(&j, HEAD_ACTS, ACT_COUNT, out->acts);
    out->p_professional = probability(&j, HEAD_PROFESSIONAL);
    out->suits_work = probability(&j, HEAD_SUITS_WORK);
    out->jars_work = probability(&j, HEAD_JARS_WORK);
    out->suits_home = probability(&j, HEAD_SUITS_HOME);
    out->jars_home = probability(&j, HEAD_JARS_HOME);
    out->judged = how_well(out);
    return ERR_OK;
}

enum err_code classify(const struct classifier *c, struct str text, struct arena *a,
                       struct facts *out, struct err *e)
{
    struct features f;
    enum err_code code = features_extract(classifier_words(c), text, a, &f, e);
    return code == ERR_OK ? classify_features(c, NULL, text, &f, true, a, out, e) : code;
}
