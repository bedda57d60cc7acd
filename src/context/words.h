/* context/words.h: the table of word vectors and the mean vector of a text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_WORDS_H
#define CONTEXT_WORDS_H

#include "context/features.h"

enum {
    WORDS_DIMS = 64
};

/* Borrowed bytes, little-endian and of any alignment: `hashes` ascending; in the same order
 * `often`, how often a word is written (16 times the natural logarithm of its count), and
 * `vectors`, WORDS_DIMS signed bytes each. */
struct words {
    const unsigned char *hashes, *often;
    const signed char *vectors;
    size_t n;
};

/* The number of a word by its hash, or -1. */
int words_find(const struct words *w, uint32_t hash);

/* The mean of the vectors of a text's words (extracted with this vocabulary), scaled to length 1; zeros where no word is known.
 * Answers the factor by which one word's bytes went into the mean, for explanations. */
float words_mean(const struct words *w, const struct features *f, float mean[WORDS_DIMS]);

#endif
