/* context/sensitive_parts.h: what the scanners of one text share; private to sensitive*.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_SENSITIVE_PARTS_H
#define CONTEXT_SENSITIVE_PARTS_H

#include "context/lexicon.h"
#include "context/sensitive.h"

struct span {
    uint32_t from, to;
};

struct sensing {
    struct str text;
    const struct token *tokens; /* as written */
    size_t n_tokens;
    uint64_t *cues;     /* for each token, what starts there (lexicon.h) */
    uint8_t *cue_words; /* for each token, how many the longest such phrase has */
    uint64_t all_cues;
    struct span dates[SENSITIVE_MAX];
    size_t n_dates;
    struct span amounts[SENSITIVE_MAX]; /* of money */
    size_t n_amounts;
    struct sensitive *list;
    size_t n;
};

void sensing_add(struct sensing *s, enum sensitive_kind kind, enum severity severity,
                 size_t from, size_t to, const char *why);

/* The index of the token that holds or follows byte `at`. */
size_t sensing_token_at(const struct sensing *s, size_t at);
/* Whether one of `cues` starts within `before` tokens before or `after` tokens after token
 * i. */
bool sensing_near(const struct sensing *s, size_t i, size_t before, size_t after,
                  uint64_t cues);
/* The tokens of the sentence that token i stands in: *first to *last, both included. */
void sensing_sentence(const struct sensing *s, size_t i, size_t *first, size_t *last);
/* The first token from `first` to `last` where one of `cues` begins; s->n_tokens: none. */
size_t sensing_find(const struct sensing *s, size_t first, size_t last, uint64_t cues);
/* The last token of the phrase that begins at token i. */
size_t sensing_phrase_end(const struct sensing *s, size_t i);
/* The first run of names from `first` to `last`: how many words, and where in *at. At the start of
 * a sentence only a rare word or a run of two counts. */
size_t sensing_names(const struct sensing *s, size_t first, size_t last, size_t *at);
void sensing_add_tokens(struct sensing *s, enum sensitive_kind kind, enum severity severity,
                        size_t first, size_t last, const char *why);
/* How many digits the token has. */
size_t sensing_digits(const struct sensing *s, size_t i);

/* Whether token i is written with a capital, and not only because a sentence begins there. */
bool sensing_is_name(const struct sensing *s, size_t i);

void sensing_numbers(struct sensing *s); /* cards, IBANs, ids, dates, money, phones, e-mail */
void sensing_address(struct sensing *s);
void sensing_secrets(struct sensing *s); /* identity numbers, passwords, IP addresses */
void sensing_words(struct sensing *s);   /* birth dates, absence, places, pay */
void sensing_people(struct sensing *s);  /* children, health, other people's secrets */
void sensing_work(struct sensing *s);    /* what is confidential, clients, employers */

#endif
