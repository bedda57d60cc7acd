/* people/match.h: who is one person, over any list of fields: the matcher by itself. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_MATCH_H
#define PEOPLE_MATCH_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "people/cluster.h"

/* Record linkage after Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969), in five
 * steps, each a file: values are brought into one spelling (match_prepare.c), pairs worth a look
 * are found (match_block.c), compared field by field (match_compare.c), weighed by what the data
 * itself teaches about each kind of agreement (match_learn.c), and made clusters in which nothing
 * contradicts (cluster.c). It knows no database, no network and no data set: what a field
 * means is its role. Nothing in it is random from run to run: the same entries in the same order
 * give the same clusters. */

/* What a field holds, and so how two values of it are compared. */
enum match_role {
    MATCH_NAME,  /* a whole name, in any order */
    MATCH_GIVEN, /* where the parts stand apart */
    MATCH_SURNAME,
    MATCH_HANDLE,
    MATCH_EMAIL,
    MATCH_PHONE,
    MATCH_PROFILE,  /* the address of the entry's own page */
    MATCH_LINK,     /* pages that it points to */
    MATCH_BIRTHDAY, /* any date, also without its year, or the year alone */
    MATCH_PLACE,
    MATCH_ADDRESS,
    MATCH_CODE, /* postcode: near ones begin alike */
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

/* Finds pairs and learns what they are worth. */
void match_run(struct match *m);

/* After match_run: pairs with at least CLUSTER_NO_BITS, and the sources, as cluster.h wants them;
 * both are the match's. */
struct cluster_input match_found(const struct match *m);

/* When two clusters are one: sure enough to do it without a question, or likelier than not, which
 * is the best single answer where nobody can be asked. And from where on it is worth a question. */
extern const struct cluster_rules match_sure, match_likely;
extern const float match_asked;

/* What spoke for and against two entries being one person, strongest first: their bits and the
 * odds to begin with add up to the pair's. Values are the match's, as they were given. */
struct match_reason {
    enum match_role role;
    uint8_t level;
    struct str left, right;
    float bits;
};
size_t match_explain(const struct match *m, uint32_t a, uint32_t b, struct arena *arena,
                     struct match_reason **out);
/* "the same e-mail address" */
const char *match_words(enum match_role role, uint8_t level);

#endif
