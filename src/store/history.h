/* store/history.h: what the owner really posts on an account, and what became of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "store/store.h"

enum {
    HISTORY_RECENT = 10,
    HISTORY_TOPICS = 3,   /* labels of one post at most */
    HISTORY_ANSWERED = 3, /* fewer posts with known reactions say nothing */
};

/* The owner's labelled posts of one topic: those that stand on the profile (posts and articles;
 * no answers, comments, messages or reshares). A state of a post that an edit replaced is none. */
struct history_topic {
    struct str topic;
    int64_t posts;
    int64_t deleted; /* of them, later */
    int64_t edited;  /* within a day after posting */
    double
        answer; /* their mean number of reactions, as a multiple of the account's; 0 unknown */
};

struct history_post {
    int64_t id, at_ms;
    struct str topic[HISTORY_TOPICS]; /* without those that are not sure */
    size_t topics;
    bool promotional;
};

struct history {
    int64_t posts;               /* all labelled ones, also those without a sure topic */
    struct history_topic *topic; /* most frequent first */
    size_t topics;
    struct history_post recent[HISTORY_RECENT]; /* newest first */
    size_t n_recent;
};

/* Counted when posts were labelled (store_count_history): asked on every keystroke. */
MUST_CHECK enum err_code store_history(struct store *s, int64_t account_id, struct arena *a,
                                       struct history *out, struct err *e);
/* For those who label: counts all accounts anew. */
MUST_CHECK enum err_code store_count_history(struct store *s, struct err *e);

/* A post of the owner's own, as it stands there. */
struct own_post {
    int64_t id, at_ms;
    struct str kind, text, title, url;
};
/* Every one on an account but messages and what was deleted: kind by kind, newest first. Its
 * strings live until `each` returns, and an error of it ends the walk. */
MUST_CHECK enum err_code
store_each_own_post(struct store *s, int64_t account_id,
                    enum err_code (*each)(void *ctx, const struct own_post *p, struct err *e),
                    void *ctx, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_own_post(struct store *s, int64_t id, struct arena *a,
                                        struct own_post *out, struct err *e);

#endif
