/* core/time.h: instants as Unix milliseconds, how sure they are, and the formats they come in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_TIME_H
#define CORE_TIME_H

#include "core/buf.h"
#include "core/str.h"

/* How much of an instant was really given. A zone is never invented: a local time without one
 * is kept as if it were UTC and says so. */
enum time_sure {
    TIME_NONE,  /* nothing known; ms is 0 */
    TIME_YEAR,  /* a year */
    TIME_MONTH, /* year and month */
    TIME_DAY,   /* a date */
    TIME_LOCAL, /* date and clock without a zone */
    TIME_EXACT  /* an instant */
};

struct when {
    int64_t ms; /* Unix milliseconds UTC; negative before 1970 */
    enum time_sure sure;
};

#define WHEN_NONE ((struct when){0, TIME_NONE})

struct when when_ms(int64_t ms); /* an exact one */
struct when when_s(int64_t seconds);
const char *time_sure_name(enum time_sure sure);

/* Reads any of the forms below and answers WHEN_NONE for anything else. Month names are English
 * in every export seen (FORMATS.md 1.1).
 *   2024-04-06T19:34:31.123Z, with or without a fraction, an offset, seconds; T may be a space
 *   2024-04-06 19:34:31 UTC | 2024/02/01 15:02:55 UTC | 2016-03-01 12:00:00 +0000
 *   2024-04-06 | 2024-04 | 2024 | 20240406 | 20240406T193431Z
 *   08 Feb 2026 | Feb 8, 2026 | Jan 2021
 *   Sat Sep 05 08:12:14 UTC 2026 | Sat Feb 18 12:33:11 +0000 2023
 *   1/29/26, 2:37 PM | 08/19/24, 11:04 PM (month first) */
struct when when_parse(struct str s);

/* Days since 1970-01-01 of a proleptic Gregorian date, and back (Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). month and day count from 1. */
int64_t time_days(int64_t year, int month, int day);
void time_date(int64_t days, int64_t *year, int *month, int *day);

/* "2026-02-08T19:34:31.000Z"; a buf for JSON. "2026-02-08 19:34" for people. */
void time_put_iso(struct buf *b, int64_t ms);
void time_put_plain(struct buf *b, int64_t ms);

/* What this machine's clock is ahead of UTC at an instant, in ms (tzdata; summer time too). */
int64_t time_ahead_ms(int64_t ms);
/* The instant at which this machine's clock shows that: `wall_ms` is what it shows, as if it were UTC.
 * Of an hour that comes twice the first is meant, one that is skipped is as much later. */
int64_t time_of_clock(int64_t wall_ms);

int64_t time_now_ms(void);
/* A clock that never goes back, for measuring; seconds. */
double time_clock_s(void);

#endif
