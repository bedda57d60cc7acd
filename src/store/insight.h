/* store/insight.h: counts over everything, kept so that no page walks a million posts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_INSIGHT_H
#define STORE_INSIGHT_H

#include "store/store.h"

/* How many posts an account has in a month: its owner's own, or others'. */
struct month_count {
    int64_t account_id;
    int year, month; /* month 1 to 12; posts without a time are year 0 */
    enum post_kind kind;
    bool own;
    int64_t n;
};
/* In the order of time. */
MUST_CHECK enum err_code store_months(struct store *s, struct arena *a,
                                      struct month_count **out, size_t *n, struct err *e);

/* The first and the last year that posts are known of; 0 where there are none. */
MUST_CHECK enum err_code store_years(struct store *s, int *first, int *last, struct err *e);

struct topic_count {
    int64_t account_id;
    struct str topic;
    int64_t n;
};
/* Of the owner's newest own posts on each account (TOPICS_LOOKED_AT); most frequent first within
 * an account. */
enum {
    TOPICS_LOOKED_AT = 1000
};
MUST_CHECK enum err_code store_topics(struct store *s, struct arena *a,
                                      struct topic_count **out, size_t *n, struct err *e);

/* How people stand to the owner, each once. */
struct people_count {
    int64_t people;   /* all but the owner */
    int64_t personal; /* known from the personal side only */
    int64_t professional;
    int64_t both; /* stand in both worlds */
};
MUST_CHECK enum err_code store_people_count(struct store *s, struct people_count *out,
                                            struct err *e);
/* The same for the people of one network (friends, connections, followers of accounts there). */
struct network_people {
    struct str network;
    struct people_count count;
};
MUST_CHECK enum err_code store_network_people(struct store *s, struct arena *a,
                                              struct network_people **out, size_t *n,
                                              struct err *e);

/* For those who derive: counts and twins anew, for all posts. Taken by intake_derive. */
MUST_CHECK enum err_code store_count_posts(struct store *s, struct err *e);

/* For those who label: the owner's newest own posts of each account that have no labels yet (at
 * most TOPICS_LOOKED_AT an account); then their labels, all in one transaction. */
struct unlabelled {
    int64_t post_id, account_id;
    struct str text;
};
MUST_CHECK enum err_code store_unlabelled(struct store *s, struct arena *a,
                                          struct unlabelled **out, size_t *n, struct err *e);
struct post_label {
    int64_t post_id, account_id;
    struct str topic; /* "" : looked at, and nothing sure; counted by nobody */
    bool promotional; /* the post sells something: said with each of its labels */
};
MUST_CHECK enum err_code store_put_labels(struct store *s, const struct post_label *v, size_t n,
                                          struct err *e);
/* Whose labels they are: where another model made those that there are, they are forgotten.
 * `model` is a digest of it. Before store_unlabelled. */
MUST_CHECK enum err_code store_labels_by(struct store *s, int64_t model, struct err *e);
/* Forgets all labels, so that they are made anew. */
MUST_CHECK enum err_code store_forget_labels(struct store *s, struct err *e);

#endif
