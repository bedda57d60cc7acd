/* context/features.h: how a post becomes tokens and hashed features, to train and to judge. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_FEATURES_H
#define CONTEXT_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* The trainer and the judge share this file, so a change here needs a new model: raise the
 * version with it, and classify refuses a model of another one. */
enum {
    FEATURES_VERSION = 2,
    FEATURES_BITS = 16,
    FEATURES_BUCKETS = 1 << FEATURES_BITS,
    FEATURES_TOKENS_MAX = 6000 /* about 4,000 words; what follows is not judged */
};

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_URL,
    TOKEN_USER,  /* @name */
    TOKEN_EMAIL, /* name@host */
    TOKEN_TAG,   /* #hashtag as a whole; its words follow as tokens of their own */
    TOKEN_EMOJI, /* its keywords follow as words with the emoji's span */
    TOKEN_MARK   /* a run of ! and ? */
};

struct token {
    struct str norm;   /* lower case, "<url>" and the like for what is a class of things */
    uint32_t from, to; /* bytes in the original text */
    uint32_t hash;     /* fnv1a32 of norm: the key of the word table */
    enum token_kind kind;
    int word;      /* its number in the vocabulary, -1 where it isn't there or none was given */
    bool in_words; /* counts for the word vectors */
    bool caps;     /* four or more letters, all of them capitals */
    bool rare;     /* not in the vocabulary, or seldom: a name, if it has a capital */
    bool everyday; /* among the most frequent: no name, whatever its capital */
};

struct feature {
    uint32_t bucket;      /* below FEATURES_BUCKETS */
    uint32_t first, last; /* tokens that it stems from */
};

struct features {
    struct token *tokens;
    size_t n_tokens;
    const struct token *written; /* without what emoji stand for and the English of words */
    size_t n_written;
    struct str language;  /* as language_guess says */
    struct feature *list; /* each bucket once, in order of appearance */
    size_t n;
    bool cut; /* the text was longer than what is judged */
};

struct words;

/* Only the tokens; out->list is NULL. `vocabulary` (may be NULL) parts the words of hashtags that
 * are written as one. Reads any bytes; a broken UTF-8 sequence ends a word and is otherwise
 * skipped. German, French and Spanish words that tell a topic are followed by their English
 * (glossary.h), with the same span. All of it is of the arena. ERR_LIMIT when that is full. */
MUST_CHECK enum err_code features_tokens(const struct words *vocabulary, struct str text,
                                         struct arena *a, struct features *out, struct err *e);

/* Tokens and buckets: word 1- and 2-grams and character 4- and 5-grams inside words, after "Bag of
 * Tricks for Efficient Text Classification" (Joulin et al., 2016); hashing after Weinberger et
 * al. (2009). */
MUST_CHECK enum err_code features_extract(const struct words *vocabulary, struct str text,
                                          struct arena *a, struct features *out, struct err *e);

#endif
