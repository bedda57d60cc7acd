/* store/match_source.h: what people/ matches identities by, and the result that it writes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_MATCH_SOURCE_H
#define STORE_MATCH_SOURCE_H

#include "store/match.h"

/* A fact, or somebody who is in a group thread with the identity (field "acquaintance"). */
struct match_fact {
    int64_t identity_id;
    struct str field, value;
};
/* All of them, in order of their identities. */
MUST_CHECK enum err_code store_each_match_fact(struct store *s,
                                               enum err_code (*each)(void *ctx,
                                                                     const struct match_fact *f,
                                                                     struct err *e),
                                               void *ctx, struct err *e);

/* One of the owner's words that holds, earliest first: keys are "network:key". */
enum said_verb {
    SAID_SAME,  /* all of `one` are one person */
    SAID_SPLIT, /* so are all of `one`, and all of `other`; but not each other */
    SAID_APART, /* none of `one` is any of `other` */
    SAID_ME     /* all of `one` are the owner */
};
struct said {
    int64_t id, made_ms;
    enum said_verb verb;
    struct str *one, *other;
    size_t ones, others;
};
MUST_CHECK enum err_code store_said(struct store *s, struct arena *a, struct said **out,
                                    size_t *n, struct err *e);
/* Writes one down; *id is its decision. */
MUST_CHECK enum err_code store_say(struct store *s, const struct said *said, int64_t *id,
                                   struct err *e);
/* ERR_NOT_FOUND where no such word holds. */
MUST_CHECK enum err_code store_unsay(struct store *s, int64_t id, struct err *e);

/* Pairs, by a_id, b_id. */
MUST_CHECK enum err_code
store_each_pair(struct store *s,
                enum err_code (*each)(void *ctx, const struct pair_known *p, struct err *e),
                void *ctx, struct err *e);

/* Replaces all people at once; with `pairs`, what they were found by too. Between begin and commit
 * only these are called. */
MUST_CHECK enum err_code store_people_begin(struct store *s, bool pairs, struct err *e);
MUST_CHECK enum err_code store_people_put(struct store *s, const struct person *p,
                                          struct str folded, struct err *e);
MUST_CHECK enum err_code store_people_evidence(struct store *s, int64_t person_id,
                                               int64_t position, const struct evidence *ev,
                                               struct err *e);
/* `reasons`: a line each: words, left, right, bits, by tabs. */
MUST_CHECK enum err_code store_people_pair(struct store *s, const struct pair_known *p,
                                           struct str reasons, struct err *e);
MUST_CHECK enum err_code store_people_question(struct store *s, int64_t a_id, int64_t b_id,
                                               double bits, struct err *e);
MUST_CHECK enum err_code store_people_commit(struct store *s, struct err *e);
void store_people_abort(struct store *s);

#endif
