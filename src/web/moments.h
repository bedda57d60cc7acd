/* web/moments.h: moments as a form has them and people say them, by the clock of this machine. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_MOMENTS_H
#define WEB_MOMENTS_H

#include "store/draft.h"

/* Summer time is the machine's own (tzdata): an hour that is skipped becomes the next, of one that
 * comes twice the first is meant. */

/* "2026-12-01T09:30", as a field of type datetime-local has it. ERR_INVALID in a sentence. */
MUST_CHECK enum err_code moment_parse(struct str s, int64_t *ms, struct err *e);
struct str moment_field(int64_t ms, struct arena *a);
/* "today 17:30", "tomorrow 9:00", "Thursday 17:30", "Thu 3 Dec 2026 17:30" */
struct str moment_say(int64_t ms, int64_t now_ms, struct arena *a);
/* "17:30" */
struct str moment_clock(int64_t ms, struct arena *a);

/* The next moment of a queue after now_ms; there is one at least. */
int64_t moment_slot(const struct slot *slot, size_t n, int64_t now_ms);
/* The next at which nothing of that account goes out yet. */
MUST_CHECK enum err_code moment_free_slot(struct store *s, int64_t account_id,
                                          const struct slot *slot, size_t n, int64_t now_ms,
                                          int64_t *ms, struct err *e);

/* "Thu 3 Dec" */
struct str moment_day_name(int64_t ms, struct arena *a);
/* Midnight of the day that `ms` is in, and of the day so many later. */
int64_t moment_day(int64_t ms, int days);
/* 0 Monday. */
int moment_weekday(int64_t ms);

#endif
