/* context/hours.c: when something may go out in a context: days, from and to, by a clock of its own. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/hours.h"

#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"

#include <stdlib.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
enum {
    DAYS = 7,         /* of a week */
    WEEKDAY_1970 = 3, /* that 1 January was a Thursday */
    MARCH = 3,
    OCTOBER = 10,
    NOVEMBER = 11
};

static const struct {
    const char *name, *label;
} summers[SUMMER_COUNT] = {
    {"none",   ""                                },
    {"europe", ", with the summer time of Europe"},
    {"us",     ", with the summer time of the US"}
};
static const struct {
    const char *name, *label;
} days[DAYS] = {
    {"mon", "Monday"   },
    {"tue", "Tuesday"  },
    {"wed", "Wednesday"},
    {"thu", "Thursday" },
    {"fri", "Friday"   },
    {"sat", "Saturday" },
    {"sun", "Sunday"   }
};

const char *summer_name(enum summer s)
{
    return summers[s].name;
}

bool summer_find(struct str name, enum summer *out)
{
    for (int i = 0; i < SUMMER_COUNT; i++) {
        if (str_is(name, summers[i].name)) {
            *out = (enum summer)i;
            return true;
        }
    }
    return false;
}

bool hours_day_find(struct str name, int *day)
{
    for (int i = 0; i < DAYS; i++) {
        if (str_is(name, days[i].name)) {
            *day = i;
            return true;
        }
    }
    return false;
}

const char *hours_day_name(int day)
{
    return days[day].name;
}

/* Reading and writing --------------------------------------------------------------------- */

bool hours_clock_parse(struct str s, int *minutes)
{
    int64_t h, m = 0;
    struct str rest = str_trim(s), front;
    if (!str_cut(&rest, ':', &front) || front.n == 0 || front.n > 2 || !str_i64(front, &h))
        return false;
    if (rest.n != 0 && (rest.n != 2 || !str_i64(rest, &m)))
        return false;
    if (h < 0 || m < 0 || m > 59 || h * 60 + m > DAY_MINUTES)
        return false;
    *minutes = (int)(h * 60 + m);
    return true;
}

struct str hours_clock(int minutes, struct arena *a)
{
    return arena_printf(a, "%d:%02d", minutes / 60, minutes % 60);
}

static enum err_code valid(const struct hours *h, struct err *e)
{
    if (h->days >= 1u << DAYS)
        return err_set(e, ERR_INVALID, "A week has seven days.");
    if (h->from < 0 || h->to > DAY_MINUTES || h->from >= h->to)
        return err_set(e, ERR_INVALID,
                       "The hours begin before they end, on one day: 9:00 to 17:00.");
    if (h->utc < -HOURS_UTC_MOST || h->utc > HOURS_UTC_MOST)
        return err_set(e, ERR_INVALID,
                       "A clock is at most 14 hours ahead of UTC, or behind it.");
    return ERR_OK;
}

struct hours hours_parse(struct str json, struct arena *a)
{
    struct json *j = NULL;
    struct err quiet;
    struct hours h = HOURS_ALWAYS;
    int day;
    if (json.n == 0 || json_parse(json, NULL, a, &j, &quiet) || j->type != JSON_OBJECT)
        return HOURS_ALWAYS;
    const struct json *list = json_get(j, "days");
    for (const struct json *d = list ? list->first : NULL; d; d = d->next)
        if (hours_day_find(json_str(d), &day))
            h.days |= 1u << day;
    h.from = (int)json_i64(json_get(j, "from"), -1);
    h.to = (int)json_i64(json_get(j, "to"), -1);
    h.utc = (int)json_i64(json_get(j, "utc"), 0);
    if (!summer_find(json_get_str(j, "summer"), &h.summer))
        h.summer = SUMMER_NONE;
    return h.days && valid(&h, &quiet) == ERR_OK ? h : HOURS_ALWAYS;
}

enum err_code hours_write(const struct hours *h, struct arena *a, struct str *json,
                          struct err *e)
{
    struct buf b;
    struct json_out o;
    *json = STR_NONE;
    if (h->days == 0)
        return ERR_OK;
    enum err_code rc = valid(h, e);
    if (rc)
        return rc;
    buf_init(&b, KIB(1));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_key(&o, "days");
    json_out_open(&o, '[');
    for (int d = 0; d < DAYS; d++)
        if (h->days >> d & 1)
            json_out_str(&o, str_from(days[d].name));
    json_out_close(&o, ']');
    json_out_ki64(&o, "from", h->from);
    json_out_ki64(&o, "to", h->to);
    json_out_ki64(&o, "utc", h->utc);
    json_out_kstr(&o, "summer", str_from(summers[h->summer].name));
    json_out_close(&o, '}');
    *json = arena_str(a, buf_view(&b));
    buf_free(&b);
    return ERR_OK;
}

/* The clock ------------------------------------------------------------------------------- */

static int64_t day_of(int64_t ms)
{
    return ms >= 0 ? ms / DAY : -((-ms + DAY - 1) / DAY);
}

/* 0 is Monday. */
static int weekday(int64_t day)
{
    return (int)(((day + WEEKDAY_1970) % DAYS + DAYS) % DAYS);
}

/* The nth Sunday of a month, from 1 on. */
static int64_t sunday(int64_t year, int month, int nth)
{
    int64_t first = time_days(year, month, 1);
    return first + (DAYS - 1 - weekday(first)) + (int64_t)(nth - 1) * DAYS;
}

/* The last Sunday of a month that has 31 days. */
static int64_t last_sunday(int64_t year, int month)
{
    int64_t last = time_days(year, month, 31);
    return last - (weekday(last) + 1) % DAYS;
}

int hours_ahead(const struct hours *h, int64_t ms)
{
    int64_t year, begins = 0, ends = 0;
    int month, day;
    time_date(day_of(ms + h->utc * MINUTE), &year, &month, &day);
    if (h->summer == SUMMER_EUROPE) {
        begins = last_sunday(year, MARCH) * DAY + HOUR;
        ends = last_sunday(year, OCTOBER) * DAY + HOUR;
    } else if (h->summer ==
               SUMMER_US) { /* it ends at 2:00 of summer's clock: 1:00 of winter's */
        begins = sunday(year, MARCH, 2) * DAY + 2 * HOUR - h->utc * MINUTE;
        ends = sunday(year, NOVEMBER, 1) * DAY + HOUR - h->utc * MINUTE;
    }
    return h->utc + (ms >= begins && ms < ends ? 60 : 0);
}

static bool open_on(const struct hours *h, int64_t day)
{
    return h->days >> weekday(day) & 1;
}

bool hours_open(const struct hours *h, int64_t ms)
{
    if (h->days == 0)
        return true;
    int64_t local = ms + hours_ahead(h, ms) * MINUTE;
    int64_t of_day = local - day_of(local) * DAY;
    return open_on(h, day_of(local)) && of_day >= h->from * MINUTE && of_day < h->to * MINUTE;
}

/* A moment of the clock, which may be put forward or back that day. */
static int64_t moment(const struct hours *h, int64_t day, int minutes)
{
    int64_t local = day * DAY + minutes * MINUTE;
    return local - hours_ahead(h, local - h->utc * MINUTE) * MINUTE;
}

int64_t hours_next(const struct hours *h, int64_t ms)
{
    if (hours_open(h, ms))
        return ms;
    int64_t today = day_of(ms + hours_ahead(h, ms) * MINUTE);
    for (int64_t day = today; day <= today + DAYS; day++) {
        int64_t opens = moment(h, day, h->from);
        if (open_on(h, day) && opens > ms)
            return opens;
    }
    return ms;
}

int64_t hours_next_of_all(const struct hours *h, size_t n, int64_t ms)
{
    enum {
        TRIES = 64
    };
    int64_t first = ms, at = ms;
    for (size_t i = 0; i < n; i++) {
        int64_t opens = hours_next(&h[i], ms);
        first = opens > first ? opens : first;
    }
    at = first;
    for (int tries = 0; tries < TRIES; tries++) {
        int64_t later = at;
        for (size_t i = 0; i < n; i++)
            later = hours_next(&h[i], later);
        if (later == at)
            return at;
        at = later;
    }
    return first;
}

/* In words -------------------------------------------------------------------------------- */

struct str hours_say(const struct hours *h, int64_t ms, int64_t now_ms, struct arena *a)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int64_t local = ms + hours_ahead(h, ms) * MINUTE, year;
    int month, day;
    int64_t today = day_of(now_ms + hours_ahead(h, now_ms) * MINUTE);
    struct str clock = hours_clock((int)((local - day_of(local) * DAY) / MINUTE), a);
    const char *label = days[weekday(day_of(local))].label;
    if (day_of(local) >= today && day_of(local) < today + DAYS)
        return arena_printf(a, "%s " STRF, label, STRA(clock));
    time_date(day_of(local), &year, &month, &day);
    return arena_printf(a, "%s %d %s, " STRF, label, day, months[month - 1], STRA(clock));
}

/* "Monday to Friday", "Monday, Wednesday" */
static void put_days(struct buf *b, unsigned set)
{
    for (int d = 0; d < DAYS; d++) {
        int last = d;
        if (!(set >> d & 1))
            continue;
        while (last + 1 < DAYS && set >> (last + 1) & 1)
            last++;
        if (last - d < 2)
            last = d;
        buf_printf(b, "%s%s", b->n ? ", " : "", days[d].label);
        if (last > d)
            buf_printf(b, " to %s", days[last].label);
        d = last;
    }
}

struct str hours_words(const struct hours *h, struct arena *a)
{
    struct buf b;
    if (h->days == 0)
        return STR("at any time");
    buf_init(&b, KIB(1));
    put_days(&b, h->days);
    buf_printf(&b, ", " STRF " to " STRF " (UTC", STRA(hours_clock(h->from, a)),
               STRA(hours_clock(h->to, a)));
    if (h->utc)
        buf_printf(&b, "%s" STRF, h->utc < 0 ? "−" : "+", STRA(hours_clock(abs(h->utc), a)));
    buf_printf(&b, "%s)", summers[h->summer].label);
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}
