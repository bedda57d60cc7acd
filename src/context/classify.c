/* context/classify.c: turns a text into facts and says which words each fact rests on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/classify.h"

#include <math.h>
#include <string.h>

#include "context/language.h"
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

enum err_code classify_scores(const struct classifier *c, struct str text, struct arena *a,
                              float *scores, struct err *e)
{
    struct features f;
    enum err_code code = features_extract(text, a, &f, e);
    if (code == ERR_OK)
        model_scores(&c->model, &f, scores, NULL, NULL);
    return code;
}

struct judge {
    const struct model *m;
    const struct features *f;
    struct str text;
    float factor; /* of one byte of a word vector in the mean */
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

/* What each token gave to a head, into by_token. */
static void weigh(const struct judge *j, int head)
{
    const struct model_head *h = &j->m->heads[head];
    const struct features *f = j->f;
    float norm = f->n > 0 ? h->scale / sqrtf((float)f->n) : 0;
    memset(j->by_token, 0, f->n_tokens * sizeof *j->by_token);
    for (size_t i = 0; i < f->n; i++) {
        const struct feature *x = &f->list[i];
        float w = norm * (float)j->m->weights[(size_t)x->bucket * HEAD_COUNT + (size_t)head];
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
        j->by_token[i] += j->factor * sum;
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

static int by_p_down(const struct fact *a, const struct fact *b)
{
    return a->p > b->p ? -1 : a->p < b->p;
}

static void judge_topics(const struct judge *j, const float *scores, struct facts *out)
{
    for (int t = 0; t < TOPIC_COUNT; t++) {
        struct fact f = {.label = t, .p = model_probability(j->m, t, scores[t])};
        int at = t;
        for (; at > 0 && by_p_down(&out->topics[at - 1], &f) > 0; at--)
            out->topics[at] = out->topics[at - 1];
        out->topics[at] = f;
    }
    for (int i = 0; i < EXPLAINED_TOPICS; i++) {
        struct fact *f = &out->topics[i];
        f->n_words = explain(j, f->label, f->words);
    }
}

/* Swearing is looked up word by word; the strongest word decides. */
static void judge_profane(const struct judge *j, struct fact *out)
{
    out->label = TONE_PROFANE;
    for (size_t i = 0; i < j->f->n_tokens; i++) {
        const struct token *t = &j->f->tokens[i];
        int strength =
            t->kind == TOKEN_WORD || t->kind == TOKEN_TAG ? profanity_of(t->norm) : 0;
        if (strength == 0)
            continue;
        double p = strength == 2 ? 0.98 : 0.6;
        out->p = p > out->p ? p : out->p;
        keep_best(
            out->words, &out->n_words,
            (struct fact_word){str_sub(j->text, t->from, t->to), t->from, t->to, strength});
    }
}

static void judge_tones(const struct judge *j, const float *scores, struct facts *out)
{
    for (int t = 0; t < TONE_PROFANE; t++) {
        struct fact *f = &out->tones[t];
        int head = HEAD_TONES + t;
        f->label = t;
        f->p = model_probability(j->m, head, scores[head]);
        if (f->p >= EXPLAIN_FROM)
            f->n_words = explain(j, head, f->words);
    }
    judge_profane(j, &out->tones[TONE_PROFANE]);
}

static enum judged how_well(const struct facts *f)
{
    if (f->words == 0)
        return JUDGED_NOT;
    bool english = str_is(f->language, "en") || f->language.n == 0;
    return english && f->words >= SHORT_WORDS ? JUDGED_WELL : JUDGED_PARTLY;
}

static enum err_code judge(const struct classifier *c, struct str text, bool explains,
                           struct arena *a, struct facts *out, struct err *e)
{
    struct features f;
    float scores[HEAD_COUNT];
    float mean[WORDS_DIMS];
    enum err_code code = features_extract(text, a, &f, e);
    if (code != ERR_OK)
        return code;
    if ((f.n_tokens + 1) * (sizeof(float) + sizeof(void *)) + 64 > arena_left(a))
        return err_set(e, ERR_LIMIT,
                       "a text of %zu bytes needs more memory than this check has", text.n);
    struct judge j = {.m = &c->model, .f = &f, .text = text, .explains = explains};
    model_scores(&c->model, &f, scores, mean, &j.factor);

    memset(out, 0, sizeof *out);
    out->cut = f.cut;
    out->language = language_guess(&f);
    for (size_t i = 0; i < f.n_tokens; i++)
        out->words += f.tokens[i].kind == TOKEN_WORD && f.tokens[i].norm.n > 0;
    if (explains) {
        j.by_token = ARENA_ARRAY(a, float, f.n_tokens + 1);
        j.vectors = ARENA_ARRAY(a, const signed char *, f.n_tokens + 1);
        for (size_t i = 0; i < f.n_tokens; i++)
            j.vectors[i] =
                f.tokens[i].in_words ? words_find(&c->model.words, f.tokens[i].hash) : NULL;
        weigh(&j, HEAD_PROFESSIONAL);
        out->n_pro_words = strongest(&j, 1, out->pro_words);
        out->n_personal_words = strongest(&j, -1, out->personal_words);
    }
    judge_topics(&j, scores, out);
    judge_tones(&j, scores, out);
    out->p_professional =
        model_probability(&c->model, HEAD_PROFESSIONAL, scores[HEAD_PROFESSIONAL]);
    out->judged = how_well(out);
    return ERR_OK;
}

enum err_code classify(const struct classifier *c, struct str text, struct arena *a,
                       struct facts *out, struct err *e)
{
    return judge(c, text, true, a, out, e);
}

enum err_code classify_bare(const struct classifier *c, struct str text, struct arena *a,
                            struct facts *out, struct err *e)
{
    return judge(c, text, false, a, out, e);
}
