/* writing/poll.c: how long a poll is open, as one writes and reads it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/poll.h"

#include "core/attr.h"

enum {
    MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    YEAR = 366 * DAY
};

static const struct unit {
    char letter;
    int64_t s;
    const char *one, *several;
} units[] = {
    {'d', DAY,    "day",    "days"   },
    {'h', HOUR,   "hour",   "hours"  },
    {'m', MINUTE, "minute", "minutes"},
};

bool poll_open_parse(struct str typed, int64_t *s)
{
    int64_t n = 0;
    struct str t = str_trim(typed);
    *s = 0;
    if (t.n < 2 || t.n > 8 || !str_i64(str_trim(str_sub(t, 0, t.n - 1)), &n) || n < 1)
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (t.p[t.n - 1] == units[i].letter)
            *s = n * units[i].s;
    return *s > 0 && *s <= YEAR;
}

/* The largest unit that it is a whole number of. */
static const struct unit *unit_of(int64_t s)
{
    for (size_t i = 0; i + 1 < COUNT_OF(units); i++)
        if (s >= units[i].s && s % units[i].s == 0)
            return &units[i];
    return &units[COUNT_OF(units) - 1];
}

struct str poll_open_write(int64_t s, struct arena *a)
{
    const struct unit *u = unit_of(s);
    return arena_printf(a, "%lld%c", (long long)(s / u->s), u->letter);
}

struct str poll_open_say(int64_t s, struct arena *a)
{
    const struct unit *u = unit_of(s);
    int64_t n = s / u->s;
    return arena_printf(a, "%lld %s", (long long)n, n == 1 ? u->one : u->several);
}
