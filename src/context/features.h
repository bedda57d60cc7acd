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
    FEATURES_VERSION = 1,
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
    bool in_words; /* counts for the word vectors */
    bool caps;     /* four or more letters, all of them capitals */
};

struct feature {
    uint32_t bucket;      /* below FEATURES_BUCKETS */
    uint32_t first, last; /* tokens that it stems from */
};

struct features {
    struct token *tokens;
    size_t n_tokens;
    struct feature *list; /* each bucket once, in order of appearance */
    size_t n;
    bool cut; /* the text was longer than what is judged */
};

/* Only the tokens; out->list is NULL. ERR_LIMIT as below. */
MUST_CHECK enum err_code features_tokens(struct str text, struct arena *a, struct features *out,
                                         struct err *e);

/* Reads any bytes; a broken UTF-8 sequence ends a word and is otherwise skipped. Everything
 * that
 * is handed out belongs to the arena. Fails only with ERR_LIMIT, when the arena is full.
 * Word 1- and 2-grams and character 4- and 5-grams inside words, after "Bag of Tricks for
 * Efficient Text Classification" (Joulin et al., 2016); hashing after Weinberger et al.
 * (2009). */
MUST_CHECK enum err_code features_extract(struct str text, struct arena *a,
                                          struct features *out, struct err *e);

#endif
