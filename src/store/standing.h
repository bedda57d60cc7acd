/* store/standing.h: how people stand to the owner: strength, context, circles, the map. Derived by
 * people/standing.h; this reads it, and is what pages and commands ask. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STANDING_H
#define STORE_STANDING_H

#include "store/store.h"

/* How somebody may stand to the owner, several at once. The last two are no groups that a check
 * speaks of. */
enum relation_kind {
    RELATION_FAMILY,
    RELATION_FRIEND,
    RELATION_COLLEAGUE,
    RELATION_CLIENT,
    RELATION_PROSPECT,
    RELATION_SUPPLIER,
    RELATION_COMMUNITY, /* neighbours, a choir, a school, a club */
    RELATION_KINDS
};
const char *relation_kind_name(enum relation_kind k);
bool relation_kind_from(struct str name, enum relation_kind *out);
/* "Schwiegermutter", "Kunde", "Neighbours" as a kind; false for what is none of them. */
bool relation_kind_of(struct str relation, enum relation_kind *out);

enum {
    STANDING_LAYERS = 5, /* 5, 15, 50, 150, 500 */
    CIRCLES_MOST = 60,
    CIRCLE_LEAST = 3, /* people; fewer are no circle */
    CIRCLE_NAME_MOST = 120,
    STANDING_FADES = 8 /* silent for so many of their own gaps, a tie fades */
};

/* A row of person_standing (migrations/0006_standing.sql says what each is). */
struct person_standing {
    int64_t person_id, first_ms, last_ms, from_them, from_owner, reactions, words, days_active;
    int64_t gap_ms, networks;
    double strength;
    int64_t layer, due_ms;
    unsigned kinds; /* 1 << enum relation_kind */
    struct str context, context_why;
    double context_p;
    unsigned guess_kinds;
    struct str guess, guess_why;
    double guess_p, asks;
    int64_t circle_id;
    double x, y;
};
/* All zero, and with empty strings, for somebody who has none yet. */
MUST_CHECK enum err_code store_standing(struct store *s, int64_t person_id, struct arena *a,
                                        struct person_standing *out, struct err *e);
/* The same of several at once: out[i] is of id[i]. */
MUST_CHECK enum err_code store_standings(struct store *s, const int64_t *id, size_t n,
                                         struct arena *a, struct person_standing *out,
                                         struct err *e);

struct circle {
    int64_t id, size, decision; /* decision: that named it, 0 none */
    struct str name, guess, context;
    double strength, x, y, radius;
};
/* The strongest first. */
MUST_CHECK enum err_code store_circles(struct store *s, struct arena *a, struct circle **out,
                                       size_t *n, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_circle(struct store *s, int64_t id, struct arena *a,
                                      struct circle *out, struct err *e);
/* Those that this person is in. */
MUST_CHECK enum err_code store_person_circles(struct store *s, int64_t person_id,
                                              struct arena *a, struct circle **out, size_t *n,
                                              struct err *e);
/* Who is in it, strongest first: an audience. */
MUST_CHECK enum err_code store_circle_people(struct store *s, int64_t circle_id,
                                             struct arena *a, struct person **out, size_t *n,
                                             struct err *e);
/* The owner's word: from now on it is called this, and stays, with these people, also where
 * nothing would find it any more. ERR_NOT_FOUND; ERR_INVALID for an empty or too long name. */
MUST_CHECK enum err_code store_circle_rename(struct store *s, int64_t circle_id,
                                             struct str name, struct err *e);
/* Takes that word back: what it was named from shows again with the next rebuild. */
MUST_CHECK enum err_code store_circle_release(struct store *s, int64_t circle_id,
                                              struct err *e);

/* The map: the strongest people first, and the ties between them. */
struct map_node {
    int64_t person_id, circle_id;
    struct str name, context;
    double strength, x, y;
};
struct map_edge {
    int64_t a, b; /* persons, both among the nodes */
    double weight;
};
struct people_map {
    struct map_node *node;
    size_t nodes;
    struct map_edge *edge;
    size_t edges;
};
enum {
    MAP_NODES_MOST = 5000,
    MAP_EDGES_MOST = 20000,
    MAP_EDGES_EACH = 4
};
/* limit: 1 to MAP_NODES_MOST people. Those of whom nothing is known but a name are left out. */
MUST_CHECK enum err_code store_people_map(struct store *s, int64_t limit, struct arena *a,
                                          struct people_map *out, struct err *e);

/* People about whom the owner's word would settle most others; at most five per hundred whose
 * context is open, and `limit`. */
struct open_question {
    int64_t person_id;
    struct str name, guess, guess_why;
    double asks;
};
MUST_CHECK enum err_code store_open_questions(struct store *s, int64_t limit, struct arena *a,
                                              struct open_question **out, size_t *n,
                                              struct err *e);

#endif
