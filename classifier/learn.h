/* classifier/learn.h: averaged stochastic gradient descent for all heads at once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLASSIFIER_LEARN_H
#define CLASSIFIER_LEARN_H

#include "classifier/corpora.h"
#include "context/model.h"

/* An example as numbers. */
struct sample {
    const uint16_t *buckets;
    uint32_t n;
    uint64_t known, yes;
    int times; /* how often it is shown in an epoch */
    int fold;  /* -1: never held out */
    float mean[WORDS_DIMS];
};

struct samples {
    struct sample *list;
    size_t n, cap;
    struct arena *arena;
};

/* Adds every example of x with the given repetition; folds count only if `folded`. */
void samples_add(struct samples *s, const struct examples *x, const struct words *w, int times,
                 bool folded);

struct weights {
    float *row; /* FEATURES_BUCKETS x HEAD_COUNT */
    float bias[HEAD_COUNT];
    float vector[HEAD_COUNT][WORDS_DIMS];
};

/* Learns from all samples but those of `held_out` (-1: from all). */
void learn(const struct samples *s, int held_out, struct weights *out);
void weights_free(struct weights *w);

void learn_scores(const struct weights *w, const struct sample *s, float *scores);

/* Platt's slope and shift for one head from scores and truths (Platt 1999, with his smoothed
 * targets; Newton's method after Lin, Lin and Weng 2007). */
void platt_fit(const float *score, const unsigned char *yes, size_t n, float *slope,
               float *shift);

/* words.bin as "tact-train words" writes it, into the arena; false, with a message, where it can't be
 * read. */
bool learn_words(const char *path, struct arena *a, struct words *out);

#endif
