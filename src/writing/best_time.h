/* writing/best_time.h: when an account's audience answers, by the owner's own history; or that nobody
 * can say. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_BEST_TIME_H
#define WRITING_BEST_TIME_H

#include "store/answers.h"

/* SCIENCE.md 7.4 (Spasojevic, Li, Rao and Bhattacharyya, "When-To-Post on Social Networks", KDD 2015):
 * a schedule from one's own audience gains up to 17 % on Facebook and 4 % on Twitter; averages of
 * others mislead. */

struct best_time {
    bool clear;             /* false: there is no clear best time, and `hour` says nothing */
    int hour;               /* of the week, 0 Monday 0:00 by the owner's clock */
    double gain, low, high; /* over the owner's own habit, with its 80 % interval, held out */
    size_t posts, answers;  /* that it rests on */
};
/* Pure. `ahead_ms` is what the owner's clock is ahead of UTC. Answers in any order, and each post itself with who 0. Reaction times of
 * each person weigh alike, buckets of an hour of the week are shrunk to weekday and hour; the gain is
 * measured on the last eight weeks, which the schedule has not seen; without enough posts, or where
 * the interval of the gain includes none, it is not clear. Never more than 17 % is promised. */
struct best_time best_time_of(const struct answer_time *all, size_t n, int64_t ahead_ms,
                              int64_t now_ms);

/* For one account, in a sentence: "Most answer on Thursdays around 17:00: some 9 % more than when you
 * usually post." or "There is no clear best time: …". Of `a`. */
MUST_CHECK enum err_code best_time_say(struct store *s, int64_t account_id, int64_t now_ms,
                                       struct arena *a, struct str *out, struct err *e);

#endif
