/* context/hours.h: when something may go out in a context: days, from and to, by a clock of its own. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_HOURS_H
#define CONTEXT_HOURS_H

#include "core/arena.h"
#include "core/err.h"

/* Whose rule puts the clock an hour forward (docs/decisions/011-companies.md says why no names of
 * time zones). */
enum summer {
    SUMMER_NONE,
    SUMMER_EUROPE, /* last Sundays of March and October, 01:00 UTC everywhere */
    SUMMER_US,     /* second Sunday of March, first of November, 02:00 by its own clock */
    SUMMER_COUNT
};
const char *summer_name(enum summer s); /* "none", "europe", "us" */
bool summer_find(struct str name, enum summer *out);

enum {
    DAY_MINUTES = 1440,
    HOURS_UTC_MOST = 14 * 60 /* minutes that a clock may be ahead or behind */
};

struct hours {
    unsigned days; /* 1 << 0 is Monday; 0: always open, and nothing else counts */
    int from, to;  /* minutes of the day; from < to */
    int utc;       /* minutes that winter's clock is ahead of UTC */
    enum summer summer;
};
#define HOURS_ALWAYS ((struct hours){.days = 0})
/* "mon" … "sun"; false for anything else. */
bool hours_day_find(struct str name, int *day);
const char *hours_day_name(int day); /* 0: "mon" */

/* The JSON of a context (contexts.hours); "", and what can't be, is HOURS_ALWAYS. */
struct hours hours_parse(struct str json, struct arena *a);
/* The same back, "" for always. ERR_INVALID in a sentence for what can't be. */
MUST_CHECK enum err_code hours_write(const struct hours *h, struct arena *a, struct str *json,
                                     struct err *e);

/* "9:00", "09:30", "24:00" in minutes; false for anything else. */
bool hours_clock_parse(struct str s, int *minutes);
struct str hours_clock(int minutes, struct arena *a); /* "9:00" */

/* Minutes that the clock is ahead of UTC at that moment. */
int hours_ahead(const struct hours *h, int64_t ms);
bool hours_open(const struct hours *h, int64_t ms);
/* The first moment from `ms` on at which it is open: `ms` itself where it is. */
int64_t hours_next(const struct hours *h, int64_t ms);
/* The first at which all of them are; where they never meet, when the last of them opens. */
int64_t hours_next_of_all(const struct hours *h, size_t n, int64_t ms);

/* "Monday 9:00", or "Monday 30 November, 9:00" where it is not within six days of now_ms. */
struct str hours_say(const struct hours *h, int64_t ms, int64_t now_ms, struct arena *a);
/* "Monday to Friday, 9:00 to 17:00 (UTC+1, summer time of Europe)" or "at any time". */
struct str hours_words(const struct hours *h, struct arena *a);

#endif
