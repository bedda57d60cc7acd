/* context/hashtag.h: parts the words of a hashtag that is written as one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_HASHTAG_H
#define CONTEXT_HASHTAG_H

#include "context/words.h"

enum {
    HASHTAG_WORDS = 32
};

/* The likeliest words of `tag` (lower case, without the #): how many, and the bytes of each in
 * `cut`. 0 where there is no vocabulary or the tag is longer than 64 bytes. Unigram model, found
 * by Viterbi's method (Norvig, "Natural Language Corpus Data", 2009). */
size_t hashtag_split(const struct words *vocabulary, struct str tag,
                     uint8_t cut[HASHTAG_WORDS]);

#endif
