/* store/answers.h: when others answered the owner's posts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_ANSWERS_H
#define STORE_ANSWERS_H

#include "store/store.h"

/* One reaction or answer to a post of the account; who 0, at_ms the post's: it has none. */
struct answer_time {
    int64_t post_id, post_ms, at_ms;
    int64_t who; /* identity */
};
enum {
    ANSWER_TIMES = 20000
};
/* Those whose time is known to the second, to the newest posts, at most ANSWER_TIMES. */
MUST_CHECK enum err_code store_answer_times(struct store *s, int64_t account_id,
                                            struct arena *a, struct answer_time **out,
                                            size_t *n, struct err *e);

#endif
