/* store/person_private.h: what the files about people share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PERSON_PRIVATE_H
#define STORE_PERSON_PRIVATE_H

#include "store/person_read.h"
#include "store/store_private.h"

enum {
    PEOPLE_WORDS = 32 /* of a query; the others are not looked at */
};

/* All people (owner $1), strongest first; with `folded` as the seventh column. */
extern const char store__people_sql[];
struct person store__person_of(struct sql_query *k, struct arena *a);
/* Adds identities and relations. */
MUST_CHECK enum err_code store__fill_people(struct store *s, struct person *p, size_t n,
                                            struct arena *a, struct err *e);

/* The digest of the identity that a decision is about: "network:key". */
int64_t store__subject_digest(struct str subject);

/* Counts one person again, after a decision about them: the same as store__count_audiences would,
 * which was right before. Within a transaction. */
MUST_CHECK enum err_code store__count_person(struct store *s, int64_t person_id, struct err *e);

/* The same for the groups of audiences (audience_groups.c): everybody, and one person. Within a
 * transaction. */
MUST_CHECK enum err_code store__count_groups(struct sql *q, struct err *e);
MUST_CHECK enum err_code store__count_groups_of(struct sql *q, int64_t person_id,
                                                struct err *e);

/* What is typed, as `folded` is searched: every word must stand in it. */
size_t store__search_words(struct str query, struct arena *a, struct str word[PEOPLE_WORDS]);
bool store__has_words(struct str folded, const struct str *word, size_t n);

/* Words by which somebody belongs to work; any other relation is private. English as archives
 * and owners write them, and what address books of other tongues have. */
#define STORE__WORK                                                                            \
    "('colleague', 'colleagues', 'coworker', 'coworkers', 'work', 'client', 'clients', "       \
    "'customer', 'customers', 'prospect', 'prospects', 'supplier', 'suppliers', "              \
    "'business', 'business partner', 'employee', 'employer', 'boss', 'manager', "              \
    "'mentor', 'investor', 'recruiter', 'candidate', 'freelancer', 'vendor', 'kunde', "        \
    "'kunden', 'kollege', 'kollegin')"

#endif
