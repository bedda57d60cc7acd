/* classifier/train_heads.c: trains the topics, tones and context heads and writes the model. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */

/* Standard input: lines "subreddit TAB text". Arguments: the folder of the corpora,
 * words.bin of
 * "tact-train words", our own posts, the model to write, and perhaps what to leave out:
 * --without-xtopic for figures across sources, --fold=N to hold out one fifth of X-Topic. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/learn.h"
#include "classifier/programs.h"
#include "core/mem.h"

enum {
    FOLDS = 5,
    PER_TOPIC = 6000,
    GOEMOTIONS_MAX = 50000
};

struct options {
    const char *dir, *words, *posts, *model;
    bool without_xtopic, without_posts;
    int fold;
};

static bool parse(int argc, char **argv, struct options *o)
{
    const char **place[] = {&o->dir, &o->words, &o->posts, &o->model};
    size_t n = 0;
    o->fold = -1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--without-xtopic") == 0)
            o->without_xtopic = true;
        else if (strcmp(argv[i], "--without-posts") == 0)
            o->without_posts = true;
        else if (strncmp(argv[i], "--fold=", 7) == 0)
            o->fold = argv[i][7] - '0';
        else if (n < 4)
            *place[n++] = argv[i];
        else
            return false;
    }
    return n == 4;
}

static void add_and_free(struct samples *s, struct examples *x, const struct words *w,
                         int times, bool folded)
{
    samples_add(s, x, w, times, folded);
    fprintf(stderr, "%zu samples\n", s->n);
    examples_free(x);
}

static void load(const struct options *o, const struct words *w, struct samples *s)
{
    struct examples x = examples_new();
    corpora_reddit(&x, stdin, o->dir, PER_TOPIC);
    add_and_free(s, &x, w, 1, false);

    x = examples_new();
    corpora_goemotions(&x, o->dir, "goemotions/data_original_train.tsv", GOEMOTIONS_MAX);
    add_and_free(s, &x, w, 1, false);

    x = examples_new();
    corpora_toxicity(&x, o->dir);
    add_and_free(s, &x, w, 5, false); /* half of it is toxic: no sample to calibrate on */

    x = examples_new();
    corpora_profanity(&x, o->dir);
    add_and_free(s, &x, w, 1, false);

    x = examples_new();
    corpora_isarcasm(&x, o->dir);
    add_and_free(s, &x, w, 1, false);

    x = examples_new();
    corpora_seeds(&x, o->dir);
    add_and_free(s, &x, w, 8, true);

    if (!o->without_posts) {
        x = examples_new();
        corpora_posts(&x, o->posts);
        add_and_free(s, &x, w, 8, true);
    }

    if (o->without_xtopic)
        return;
    x = examples_new();
    corpora_xtopic(&x, o->dir, "tweet_topicXL/data_en_en_1000.jsonl");
    size_t kept = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (x.list[i].fold == o->fold)
            continue;
        x.list[i].known &= ~HEAD_BIT(TOPIC_FEELINGS); /* half of them are "daily life" */
        x.list[kept++] = x.list[i];
    }
    x.n = kept;
    add_and_free(s, &x, w, 2, false);
}

/* Scores each folded sample by a model that has not seen it, and fits p to what came out. */
static void calibrate(const struct samples *s, struct model_head *heads)
{
    float *scores = mem_calloc(s->n * HEAD_COUNT, sizeof *scores);
    for (int fold = 0; fold < FOLDS; fold++) {
        struct weights w = {0};
        learn(s, fold, &w);
        for (size_t i = 0; i < s->n; i++) {
            if (s->list[i].fold == fold)
                learn_scores(&w, &s->list[i], scores + i * HEAD_COUNT);
        }
        weights_free(&w);
        fprintf(stderr, "calibration %d of %d\n", fold + 1, FOLDS);
    }
    float *one = mem_calloc(s->n, sizeof *one);
    unsigned char *yes = mem_calloc(s->n, 1);
    for (int h = 0; h < HEAD_COUNT; h++) {
        size_t n = 0;
        for (size_t i = 0; i < s->n; i++) {
            if (s->list[i].fold < 0 || (s->list[i].known & HEAD_BIT(h)) == 0)
                continue;
            one[n] = scores[i * HEAD_COUNT + (size_t)h];
            yes[n++] = (s->list[i].yes & HEAD_BIT(h)) != 0;
        }
        heads[h].slope = 1;
        if (n > 0)
            platt_fit(one, yes, n, &heads[h].slope, &heads[h].shift);
    }
    mem_free(one);
    mem_free(yes);
    mem_free(scores);
}

static void put_u32(FILE *f, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        fputc((int)(v >> (8 * i)) & 0xff, f);
}

static void put_f32(FILE *f, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    put_u32(f, bits);
}

static int by_float(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* One step of a head's weights: the few largest are cut so that the many keep their detail. */
static float scale_of(const struct weights *w, int head, float *scratch)
{
    for (size_t b = 0; b < FEATURES_BUCKETS; b++)
        scratch[b] = fabsf(w->row[b * HEAD_COUNT + (size_t)head]);
    qsort(scratch, FEATURES_BUCKETS, sizeof *scratch, by_float);
    float top = scratch[FEATURES_BUCKETS - FEATURES_BUCKETS / 5000];
    return top > 0 ? top / 127.0f : 1.0f;
}

static int write_model(const char *path, const struct words *words, const struct weights *w,
                       struct model_head *heads)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    char labels[1024];
    size_t n = model_labels(labels, sizeof labels);
    fwrite(MODEL_MAGIC, 1, 8, f);
    const uint32_t header[] = {FEATURES_VERSION, FEATURES_BITS,      TOPIC_COUNT, HEAD_COUNT,
                               WORDS_DIMS,       (uint32_t)words->n, (uint32_t)n};
    for (size_t i = 0; i < COUNT_OF(header); i++)
        put_u32(f, header[i]);
    fwrite(labels, 1, n, f);
    for (; n % 4 != 0; n++)
        fputc(0, f);
    float *scratch = mem_calloc(FEATURES_BUCKETS, sizeof *scratch);
    for (int h = 0; h < HEAD_COUNT; h++) {
        heads[h].scale = scale_of(w, h, scratch);
        put_f32(f, heads[h].scale);
        put_f32(f, w->bias[h]);
        put_f32(f, heads[h].slope);
        put_f32(f, heads[h].shift);
        for (int d = 0; d < WORDS_DIMS; d++)
            put_f32(f, w->vector[h][d]);
    }
    mem_free(scratch);
    fwrite(words->hashes, 4, words->n, f);
    fwrite(words->often, 1, words->n, f);
    fwrite(words->vectors, WORDS_DIMS, words->n, f);
    for (size_t b = 0; b < FEATURES_BUCKETS; b++) {
        signed char row[MODEL_ROW] = {0};
        for (size_t h = 0; h < HEAD_COUNT; h++) {
            float q = w->row[b * HEAD_COUNT + h] / heads[h].scale;
            row[h] = (signed char)lrintf(q > 127 ? 127 : (q < -127 ? -127 : q));
        }
        fwrite(row, 1, sizeof row, f);
    }
    return fclose(f) == 0 ? 0 : 1;
}

int train_heads_run(int argc, char **argv)
{
    struct options o = {0};
    if (!parse(argc, argv, &o)) {
        fprintf(
            stderr,
            "usage: tact-train heads [--without-xtopic] [--fold=N] CORPORA WORDS POSTS MODEL "
            "< subreddit-tab-title-lines\n");
        return 64;
    }
    struct samples s = {.arena = arena_new((size_t)4 << 30)};
    struct words words;
    struct weights w = {0};
    struct model_head heads[HEAD_COUNT] = {0};
    if (!learn_words(o.words, s.arena, &words))
        return 66;
    load(&o, &words, &s);
    calibrate(&s, heads);
    learn(&s, -1, &w);
    int status = write_model(o.model, &words, &w, heads);
    weights_free(&w);
    mem_free(s.list);
    arena_free(s.arena);
    return status;
}
