/* web/moments.c: the machine's clock, there and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/moments.h"

#include "core/time.h"
#include "store/publication.h"

#include <time.h>

#define DAY_MS INT64_C(86400000)

enum {
    WEEKS_LOOKED_AT = 26
};

static struct tm local(int64_t ms)
{
    time_t s = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm t;
    localtime_r(&s, &t);
    return t;
}

/* What the clock shows, as if it were UTC. */
static int64_t shown(int64_t ms)
{
    return ms + time_ahead_ms(ms);
}

enum err_code moment_parse(struct str s, int64_t *ms, struct err *e)
{
    struct when w = when_parse(str_trim(s));
    if (w.sure != TIME_LOCAL && w.sure != TIME_EXACT)
        return err_set(e, ERR_INVALID, "When? Write it as in 2026-12-01T09:30.");
    *ms = w.sure == TIME_LOCAL ? time_of_clock(w.ms) : w.ms;
    return ERR_OK;
}

/* strftime wants its format to be seen where it is used. */
#define FORM(how, t, a) arena_str((a), str_of(out, strftime(out, sizeof out, (how), (t))))

struct str moment_field(int64_t ms, struct arena *a)
{
    char out[80];
    struct tm t = local(ms);
    return FORM("%Y-%m-%dT%H:%M", &t, a);
}

struct str moment_clock(int64_t ms, struct arena *a)
{
    char out[80];
    struct tm t = local(ms);
    return FORM("%H:%M", &t, a);
}

struct str moment_day_name(int64_t ms, struct arena *a)
{
    char out[80];
    struct tm t = local(ms);
    return FORM("%a %e %b", &t, a);
}

int64_t moment_day(int64_t ms, int days)
{
    int64_t wall = shown(ms), day = wall / DAY_MS - (wall % DAY_MS < 0);
    return time_of_clock((day + days) * DAY_MS);
}

int moment_weekday(int64_t ms)
{
    return (local(ms).tm_wday + 6) % 7;
}

struct str moment_say(int64_t ms, int64_t now_ms, struct arena *a)
{
    char out[80];
    struct tm t = local(ms);
    if (ms >= moment_day(now_ms, 0) && ms < moment_day(now_ms, 1))
        return FORM("today %H:%M", &t, a);
    if (ms >= moment_day(now_ms, 1) && ms < moment_day(now_ms, 2))
        return FORM("tomorrow %H:%M", &t, a);
    if (ms >= now_ms && ms < moment_day(now_ms, 7))
        return FORM("%A %H:%M", &t, a);
    return FORM("%a %e %b %Y %H:%M", &t, a);
}

int64_t moment_slot(const struct slot *slot, size_t n, int64_t now_ms)
{
    int64_t best = INT64_MAX, wall = shown(now_ms);
    int64_t today = wall / DAY_MS - (wall % DAY_MS < 0);
    for (size_t i = 0; i < n; i++)
        for (int week = 0; week < 2; week++) {
            int64_t day = today + (slot[i].weekday - moment_weekday(now_ms) + 7) % 7 + week * 7;
            int64_t ms = time_of_clock(day * DAY_MS + slot[i].minute * INT64_C(60000));
            if (ms > now_ms && ms < best)
                best = ms;
        }
    return best;
}

enum err_code moment_free_slot(struct store *s, int64_t account_id, const struct slot *slot,
                               size_t n, int64_t now_ms, int64_t *ms, struct err *e)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct publication *p;
    size_t taken;
    const struct publication_filter f = {.account_id = account_id,
                                         .states = 1u << PUBLICATION_PENDING};
    enum err_code rc = store_publications(s, &f, 1000, a, &p, &taken, e);
    *ms = now_ms;
    for (int i = 0; i < WEEKS_LOOKED_AT * SLOTS_MOST && rc == ERR_OK; i++) {
        bool free = true;
        *ms = moment_slot(slot, n, *ms);
        for (size_t k = 0; k < taken; k++)
            free &= p[k].due_ms / 60000 != *ms / 60000;
        if (free)
            break;
    }
    arena_free(a);
    return rc;
}
