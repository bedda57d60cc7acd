/* people/match.h: who is one person, over any list of fields: the matcher by itself. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_MATCH_H
#define PEOPLE_MATCH_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* Record linkage after Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969), in five
 * steps, each a file: values are brought into one spelling (match_prepare.c), pairs worth a look
 * are found (match_block.c), compared field by field (match_compare.c), weighed by what the data
 * itself teaches about each kind of agreement (match_learn.c), and made clusters in which nothing
 * contradicts (match_cluster.c). It knows no database, no network and no data set: what a field
 * means is its role. Nothing in it is random from run to run: the same entries in the same order
 * give the same clusters. */

/* What a field holds, and so how two values of it are compared. */
enum match_role {
    MATCH_NAME,     /* a whole name, in any order */
    MATCH_GIVEN,    /* where the parts stand apart */
    MATCH_SURNAME,
    MATCH_HANDLE,
    MATCH_EMAIL,
    MATCH_PHONE,
    MATCH_PROFILE,  /* the address of the entry's own page */
    MATCH_LINK,     /* pages that it points to */
    MATCH_BIRTHDAY, /* any date, also without its year, or the year alone */
    MATCH_PLACE,
    MATCH_ADDRESS,
    MATCH_CODE,     /* postcode: near ones begin alike */
    MATCH_EMPLOYER,
    MATCH_TITLE,
    MATCH_CATEGORY, /* one of a few words */
    MATCH_NUMBER,   /* given to one person only: typing errors are possible */
    MATCH_TEXT,     /* sentences in their own words */
    MATCH_CONTACTS, /* one value an acquaintance */
    MATCH_SOURCE,   /* where the entry stands: two of one source are two people */
    MATCH_ROLES
};
const char *match_role_name(enum match_role r); /* "given name" */
bool match_role_from(struct str name, enum match_role *out);

struct match_field {
    struct str name;
    enum match_role role;
};

enum {
    MATCH_FIELDS_MOST = 48,
    MATCH_VALUE_BYTES = 2000 /* of a longer value the rest is not looked at */
};

struct match;

/* `fields` must outlive the match. At most MATCH_FIELDS_MOST. */
struct match *match_new(const struct match_field *fields, size_t n);
void match_free(struct match *m); /* NULL is fine */

/* The next entry, from 0; then its values, any number a field. Empty ones are left out. */
uint32_t match_add(struct match *m);
void match_value(struct match *m, size_t field, struct str value);

/* What the owner said of two entries: it stands above all evidence, the later above the earlier. */
void match_say(struct match *m, uint32_t a, uint32_t b, bool same);

/* Two entries that were found alike: in bits, how much likelier one person is than two. */
struct match_pair {
    uint32_t a, b;
    float bits;
};

/* Finds pairs, learns, clusters. */
void match_run(struct match *m);

/* After match_run: the cluster of an entry is its least entry; pairs by a, then b. */
uint32_t match_cluster(const struct match *m, uint32_t entry);
const struct match_pair *match_pairs(const struct match *m, size_t *n);

#endif
