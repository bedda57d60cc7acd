/* context/sensitive_parts.h: what the scanners of one text share; private to sensitive*.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_SENSITIVE_PARTS_H
#define CONTEXT_SENSITIVE_PARTS_H

#include "context/features.h"
#include "context/sensitive.h"

/* What a word or phrase hints at. */
enum cue {
    CUE_BUSINESS = 1 << 0, /* contact data is meant to be seen */
    CUE_BIRTH = 1 << 1,
    CUE_AWAY = 1 << 2,
    CUE_HOUSE = 1 << 3, /* home, house, flat */
    CUE_UNTIL = 1 << 4, /* how long */
    CUE_CHILD = 1 << 5,
    CUE_SCHOOL = 1 << 6,
    CUE_PAY = 1 << 7,
    CUE_CONFIDENTIAL = 1 << 8,
    CUE_CLIENT = 1 << 9,
    CUE_EMPLOYER = 1 << 10,
    CUE_BAD = 1 << 11, /* strong words of displeasure */
    CUE_PASSWORD = 1 << 12,
    CUE_ID = 1 << 13,
    CUE_PHONE = 1 << 14,
    CUE_NOT_PHONE = 1 << 15, /* order, invoice, ticket: a number follows that is none */
    CUE_STREET = 1 << 16,    /* a word of streets on its own: street, rue, calle */
    CUE_LIVE = 1 << 17,      /* an address follows */
    CUE_UNIT = 1 << 18,      /* flat, suite, PO box */
    CUE_MONTH = 1 << 19,
    CUE_SSN = 1 << 20,
    CUE_EMPTY = 1 << 21 /* says by itself that nobody is in */
};

struct span {
    uint32_t from, to;
};

struct sensing {
    struct str text;
    struct features f;  /* tokens only */
    uint32_t *cues;     /* for each token, what starts there */
    uint8_t *cue_words; /* for each token, how many the longest such phrase has */
    uint32_t all_cues;
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
                  uint32_t cues);
/* Whether token i is written with a capital, and not only because a sentence begins there. */
bool sensing_is_name(const struct sensing *s, size_t i);

void sensing_cues(struct sensing *s);    /* fills cues */
void sensing_numbers(struct sensing *s); /* cards, IBANs, ids, dates, money, phones, e-mail */
void sensing_address(struct sensing *s);
void sensing_words(struct sensing *s); /* all that is told by words */

#endif
