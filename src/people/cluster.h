/* people/cluster.h: pairs that were found alike → people, in whom nothing contradicts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_CLUSTER_H
#define PEOPLE_CLUSTER_H

#include "core/str.h"

/* Two entries that were found alike. Pairs are sorted by a, then b; a < b. Of the bits, `proof` is
 * what nobody can copy off a page (no names, pictures, texts, places), and of that `own` what not
 * even a family shares (no mailbox, no phone, no firm). */
struct match_pair {
    uint32_t a, b;
    float bits; /* log2 of the odds that they are one person */
    float proof, own;
    uint8_t clash; /* enum match_clash */
};

/* What two entries say that can't both be of one person, or hardly. */
enum match_clash {
    CLASH_SURE = 1, /* two birthdays; another account on that network; a dressed-up handle */
    CLASH_NAME = 2  /* two whole names with unlike given names: `own` outweighs it */
};

/* What the owner said of two entries; the later stands above the earlier. */
struct match_said {
    uint32_t a, b;
    bool same;
};

struct cluster_rules {
    float bits;  /* two clusters are one where some pair has so much, … */
    float mean;  /* … all pairs have so much on average, … */
    float proof; /* … some pair has so much proof, … */
    bool strict; /* … and, if set, none clashes (but names, with proof that is `own`) */
};

/* A pair that is in no block counts as this; so does one below it. */
#define CLUSTER_NO_BITS (-6.0F)

struct cluster_input {
    uint32_t n;
    const struct match_pair *pair;
    size_t pairs;
    const uint32_t *source; /* by entry: no two of one are one person; 0 none. NULL: all 0 */
    const struct match_said *said; /* earliest first */
    size_t saids;
};

/* Average-linkage clustering, the strongest first: least[i] becomes the least entry of i's
 * cluster. What the owner said comes before everything, also before sources. Entries that no pair
 * above rules->bits nor a word of the owner connects never influence each other: a connected part
 * by itself gives the same clusters as within the whole. O(p log p) for p pairs. */
void cluster_run(const struct cluster_input *in, const struct cluster_rules *rules,
                 uint32_t *least);

/* Two clusters of which the evidence says neither: to be asked. */
struct cluster_question {
    uint32_t a, b; /* the entries of the strongest pair between them */
    float bits;    /* on average */
};

/* Those with at least `likely` bits on average, surest first, at most one a pair of clusters. What
 * the owner answered is not asked again. The result is the caller's (mem_free). */
struct cluster_question *cluster_ask(const struct cluster_input *in, const uint32_t *least,
                                     float likely, size_t *n);

#endif
