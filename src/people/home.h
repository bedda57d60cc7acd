/* people/home.h: the identities of a home in memory, while people are made of them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_HOME_H
#define PEOPLE_HOME_H

#include "core/map.h"
#include "people/match.h"
#include "store/match_source.h"

/* One identity. */
struct member {
    int64_t id;
    struct str network, key, name, handle, url, kind;
    struct match_fact *fact;
    size_t facts;
    uint32_t source; /* for cluster.h */
    int rank;        /* whose name is shown: the address book's before a nick */
    bool is_owner;
};

struct home {
    struct arena *a;
    struct member *member; /* by id */
    uint32_t n;
    size_t cap;
    struct map *by_key; /* "network:key" → index */
    struct match_fact *fact;
    size_t facts, fact_cap;

    struct match_pair *pair; /* of members, as cluster.h wants them */
    struct str *reasons;     /* beside them; empty where nobody will ask */
    size_t pairs, pair_cap, reason_cap;
    struct match_said *said;
    size_t saids, said_cap;
    uint32_t *least; /* by member: the least of its person */
};

/* Everything that was received, and the owner's words. The home is home_free's in every case. */
MUST_CHECK enum err_code home_load(struct store *s, struct home *h, struct err *e);
void home_free(struct home *h);

/* Pairs: found anew by the matcher, or as they are kept. */
void home_match(struct home *h);
MUST_CHECK enum err_code home_read_pairs(struct store *s, struct home *h, struct err *e);

/* Its persons, by pairs and words. */
struct cluster_input home_input(const struct home *h);

#endif
