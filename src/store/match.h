/* store/match.h: who is one person: what people/ reads and writes, the owner's words, questions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include "store/store.h"

/* What speaks for or against two identities being one person, as it was when they were matched. */
struct reason {
    struct str what;        /* "the same e-mail address" */
    struct str left, right; /* the values */
    double bits;            /* above 0 for, below against */
};
struct pair_known {
    int64_t a_id, b_id;
    double bits, proof, own; /* as people/cluster.h has them */
    int clash;
    struct str kept;       /* its reasons, as they stand there */
    struct reason *reason; /* strongest first */
    size_t reasons;
};

/* The pairs within one person that were found alike, strongest first; also those that a word of
 * the owner made, with no reasons. */
MUST_CHECK enum err_code store_person_pairs(struct store *s, int64_t person_id, struct arena *a,
                                            struct pair_known **out, size_t *n, struct err *e);

/* Two people who may be one. */
struct question {
    struct person a, b;
    struct pair_known why; /* the strongest pair of identities between them */
    double bits;
};
/* The surest first, from `from` on, at most `limit`; *all is how many there are. */
MUST_CHECK enum err_code store_questions(struct store *s, int64_t from, int64_t limit,
                                         struct arena *a, struct question **out, size_t *n,
                                         int64_t *all, struct err *e);
/* Those of one person. */
MUST_CHECK enum err_code store_person_questions(struct store *s, int64_t person_id,
                                                struct arena *a, struct question **out,
                                                size_t *n, struct err *e);

/* What the owner said that concerns a person: person.same, person.apart, person.me. */
struct word {
    int64_t id, made_ms;
    struct str verb;
    struct str others; /* the names of who else it was about, comma-joined */
};
MUST_CHECK enum err_code store_person_words(struct store *s, int64_t person_id, struct arena *a,
                                            struct word **out, size_t *n, struct err *e);

#endif
