/* context/model.h: the bytes of classifier/tact.model, for the trainer and for classify. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_MODEL_H
#define CONTEXT_MODEL_H

#include "context/labels.h"
#include "context/words.h"

/* The file, little-endian:
 *   "TACTMDL1"
 *   u32 features version, buckets' bits, topics, heads, word dimensions, words, bytes of labels
 *   label names, each with '\n' behind it; zeros up to a multiple of four
 *   for each head: f32 scale, bias, slope, shift, f32 x 64 weights for the mean word vector
 *   u32 x words: hashes, ascending
 *   u8 x words: how often each is written, as in struct words
 *   i8 x words x 64: vectors
 *   i8 x 2^bits x MODEL_ROW: weights, all heads of one bucket together, then zeros
 * score = bias + scale * (sum of weights) / sqrt(number of buckets) + mean . vector weights;
 * p = 1 / (1 + exp(-(slope * score + shift))), after Platt (1999). */
#define MODEL_MAGIC "TACTMDL1"

enum {
    MODEL_ROW = 48 /* bytes of one bucket's weights: a whole number of vector registers */
};
_Static_assert((int)HEAD_COUNT <= (int)MODEL_ROW, "the heads fit into a row");

struct model_head {
    float scale, bias, slope, shift;
    float vector[WORDS_DIMS];
};

struct model {
    struct model_head heads[HEAD_COUNT];
    float across[WORDS_DIMS][MODEL_ROW]; /* all heads' weights of one dimension together */
    struct words words;
    const signed char *weights;
};

/* The names that must stand in the file, into `out`; answers their length. */
size_t model_labels(char *out, size_t cap);

/* Checks every size; *out points into `bytes`. ERR_PARSE. */
MUST_CHECK enum err_code model_parse(const unsigned char *bytes, size_t size, struct model *out,
                                     struct err *e);

/* The scores of extracted features: HEAD_COUNT. `mean` (may be NULL) gets the mean vector and
 * *factor what one byte of a word's vector counted in it. */
void model_scores(const struct model *m, const struct features *f, float *scores, float *mean,
                  float *factor);

/* `shift` is added to the log odds. */
double model_probability(const struct model *m, int head, float score, float shift);

#endif
