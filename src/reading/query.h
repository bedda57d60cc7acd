/* reading/query.h: what is typed into the search box: words, and filters such as from: and on:. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef READING_QUERY_H
#define READING_QUERY_H

#include "store/timeline.h"

/* One filter, for chips that can be taken away. */
struct query_chip {
    struct str key, value; /* "from", "ana kovac": as it was typed, without quotes */
    struct str means;   /* what it was taken for, where that says more: "Ana Kovač, the closest
                            * of 3"; "" */
    struct str rest;    /* the query without it */
    struct str problem; /* why it finds nothing: "there is nobody called …"; "" fine */
};
struct query {
    struct str words; /* what is left for the full text */
    struct post_filter filter;
    struct query_chip *chip;
    size_t chips;
};

enum {
    QUERY_MAX = 2048,   /* bytes typed */
    QUERY_FILTERS = 16, /* those behind have a problem */
    QUERY_NOTHING = -1  /* filter.account_id of a query that finds nothing */
};

/* from:NAME or from:"two words", from:me, from:#12 (a person by id), on:NETWORK, in:CONTEXT,
 * account:ID (or what store_account_find takes), kind:message (several: any of them), topic:food,
 * has:media, before:2024-05 (exclusive), after:2023 (from the start of it), year:2024.
 *
 * A name is looked up as store_people does; the one that is called just so comes first, else who is
 * closest to the owner. A filter that can find nothing has a problem, and the query then finds
 * nothing. Anything else with a colon is a word; a phrase stays in its quotes. Curly quotes are
 * quotes. Strings are of `a` or point into `typed`. ERR_LIMIT beyond QUERY_MAX; errors of the
 * store. */
MUST_CHECK enum err_code query_parse(struct store *s, struct str typed, struct arena *a,
                                     struct query *out, struct err *e);

#endif
