/* people/people.h: who is one person: found from evidence, decided by the owner, taken back exactly. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "store/store.h"

/* Makes all people anew from their identities and the owner's words (people/match.h says how).
 * Never by name and picture alone. A person's id is the least of its identities', so it stays.
 * The same truth always gives the same rows. */
MUST_CHECK enum err_code people_rebuild(struct store *s, struct err *e);

/* The same from the pairs that the last rebuild kept: what a new word of the owner needs. The rows
 * are those that a rebuild would make. */
MUST_CHECK enum err_code people_regroup(struct store *s, struct err *e);

/* The owner's words. Each is one decision, answered in *decision, that is kept through imports and
 * rebuilds; people are made anew by it, to what a rebuild would make of them.
 * ERR_NOT_FOUND for somebody who is not there, ERR_INVALID for words that say nothing. */

/* They are all one person, *person afterwards. */
MUST_CHECK enum err_code people_merge(struct store *s, const int64_t *person, size_t n,
                                      int64_t *merged, int64_t *decision, struct err *e);
/* These identities of a person are somebody else; they stay together. */
MUST_CHECK enum err_code people_split(struct store *s, int64_t person, const int64_t *identity,
                                      size_t n, int64_t *decision, struct err *e);
/* Two people are not the same. */
MUST_CHECK enum err_code people_apart(struct store *s, int64_t a, int64_t b, int64_t *decision,
                                      struct err *e);
/* This is me. */
MUST_CHECK enum err_code people_me(struct store *s, int64_t person, int64_t *decision,
                                   struct err *e);
/* Takes one of these words back: everything is as if it had never been said. */
MUST_CHECK enum err_code people_take_back(struct store *s, int64_t decision, struct err *e);

/* A key in the one spelling in which it is compared; "" for one that proves nothing. */
struct str people_key(struct str kind, struct str value, struct arena *a);

#endif
