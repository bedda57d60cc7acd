/* store/timeline_private.h: ids of posts by filter, and the rows behind them; private to the
 * folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_TIMELINE_PRIVATE_H
#define STORE_TIMELINE_PRIVATE_H

#include "store/search.h"
#include "store/store_private.h"
#include "store/timeline.h"

/* Ids come first and rows after, since a row costs more than an id and most ids that are looked
 * at are not shown. */

/* The newest ids of all that were offered, none twice: a heap with the oldest on top. */
struct store__best {
    int64_t *id;
    size_t n, cap;
};
struct store__best store__best_of(size_t cap, struct arena *a);
/* False where it is full and everything in it is newer: whoever walks newest first may stop. */
bool store__best_offer(struct store__best *b, int64_t id);
void store__best_sort(struct store__best *b); /* newest first; no offers after it */

/* Offers every id that a statement answers: when store__best_settle is called, at the latest. A
 * statement is to answer no more ids than there is room for. */
MUST_CHECK enum err_code store__lane(struct sql *q, const char *text, const struct sql_value *v,
                                     size_t n, struct store__best *b, struct err *e);

MUST_CHECK enum err_code store__best_settle(struct sql *q, struct store__best *b,
                                            struct err *e); /* and sorts */

/* Every account, for the rows of posts. */
struct store__accounts {
    struct account *v;
    size_t n;
};

/* A filter with its names looked up. */
struct store__scope {
    struct store__accounts all;
    struct account *account; /* those that pass */
    size_t accounts;
    struct store__author {
        int64_t id;
        struct str network;
    } * author; /* identities of the person asked for */
    size_t authors;
    unsigned kinds;
    bool own, each, by_person, media, nothing; /* nothing: no post can pass */
    bool seen; /* posts that other accounts brought first may be wanted */
    struct str topic;
    int64_t above, below; /* ids between these, both excluded */
};
MUST_CHECK enum err_code store__scope_of(struct store *s, const struct post_filter *f,
                                         unsigned kinds_else, struct arena *a,
                                         struct store__scope *out, struct err *e);
/* Identities of a person; none for a person that is not there. */
MUST_CHECK enum err_code store__authors(struct store *s, int64_t person_id, struct arena *a,
                                        struct store__author **out, size_t *n, struct err *e);
/* All lanes of one identity on these accounts, of these kinds. */
MUST_CHECK enum err_code store__author_lanes(struct store *s, const struct store__scope *c,
                                             const struct store__author *who, unsigned kinds,
                                             int64_t below, struct store__best *b,
                                             struct err *e);

/* What of a post the filter looks at; topic and media cost a probe each. */
struct store__candidate {
    int64_t id, account_id, author_id;
    struct str kind;
};
bool store__scope_passes(const struct store__scope *c, const struct store__candidate *p);
MUST_CHECK enum err_code store__scope_probes(struct store *s, const struct store__scope *c,
                                             int64_t id, bool *passes, struct err *e);

/* Ids on their way to a page: room for `most`; those below `end` are wanted next. */
struct store__ids {
    int64_t *id;
    size_t n, most;
    int64_t end; /* where the walk stopped; 0: there is nothing more */
};
/* The newest ids that pass below ids->end. Fewer than `most` with an end that is not 0: it had
 * looked long enough. */
MUST_CHECK enum err_code store__scope_ids(struct store *s, const struct store__scope *c,
                                          struct arena *a, struct store__ids *ids,
                                          struct err *e);
/* Takes out those whose text is shown already as an earlier twin that passes too. */
MUST_CHECK enum err_code store__hide_twins(struct store *s, const struct store__scope *c,
                                           int64_t *id, size_t *n, struct err *e);

/* Several rows a statement: "IN" wants a fixed number, unused places are -1, which nobody is. */
#define STORE__CHUNK 20
#define STORE__IN                                                                              \
    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, " \
    "$21) "
/* Walks `text` (owner $1, STORE__IN) with up to STORE__CHUNK ids bound. */
MUST_CHECK enum err_code
store__each_in(struct sql *q, const char *text, const int64_t *id, size_t n,
               enum err_code (*row)(void *ctx, struct sql_query *k, struct err *e), void *ctx,
               struct err *e);

/* The same with sql_gather. */
MUST_CHECK enum err_code store__gather_in(struct sql *q, const char *text, const int64_t *id,
                                          size_t n, sql_take *row, void *ctx, struct err *e);

/* With STORE__IN: which of them have pictures, video, audio or files. */
extern const char store__pictured_sql[];

/* The posts of these ids in their order, with all that a page shows; ids that are gone are left
 * out. */
MUST_CHECK enum err_code store__show(struct store *s, const struct store__accounts *accounts,
                                     const int64_t *id, size_t n, struct arena *a,
                                     struct shown_post **out, size_t *out_n, struct err *e);
/* The same, each as the scope sees it: with the account there to which it came. */
MUST_CHECK enum err_code store__show_in(struct store *s, const struct store__scope *c,
                                        const int64_t *id, size_t n, struct arena *a,
                                        struct post_page *out, struct err *e);

/* One look at the database: what is written meanwhile is not seen between the two. */
MUST_CHECK enum err_code store__look(struct store *s, struct err *e);
void store__looked(struct store *s);

/* store_timeline; `messages` says whether they count where the filter names no kinds. */
MUST_CHECK enum err_code store__timeline_of(struct store *s, const struct post_filter *f,
                                            bool messages, int64_t before, int64_t limit,
                                            struct arena *a, struct post_page *out,
                                            struct err *e);

/* Full-text search: calls `found` with the ids between `above` and `below` that have what is
 * typed, newest first, until it says stop; `ranked` asks for scores too. */
struct store__search {
    struct str typed;
    bool ranked;
    int64_t above, below;
    size_t most; /* more are not wanted */
    enum err_code (*found)(void *ctx, int64_t id, double score, bool *stop, struct err *e);
    void *ctx;
};
MUST_CHECK enum err_code store__search_each(struct sql *q, const struct store__search *w,
                                            struct arena *a, struct err *e);

#endif
