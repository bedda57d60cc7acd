/* core/time.c: the formats that instants come in, read by one small scanner. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/time.h"

#include <time.h>

#define DAY_MS INT64_C(86400000)

struct when when_ms(int64_t ms)
{
    return (struct when){ms, TIME_EXACT};
}

struct when when_s(int64_t seconds)
{
    if (seconds > INT64_MAX / 1000 || seconds < INT64_MIN / 1000)
        return WHEN_NONE;
    return when_ms(seconds * 1000);
}

const char *time_sure_name(enum time_sure sure)
{
    static const char *const names[] = {"none", "year", "month", "day", "local", "exact"};
    return names[sure];
}

int64_t time_days(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void time_date(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

/* What has been read of one instant. */
struct parts {
    int64_t year;
    int month, day, hour, minute, second, ms;
    int offset_min;
    bool clock, zone;
    bool bad;
};

/* Up to `max` digits at the front of *s; how many there were. */
static int digits(struct str *s, int max, int *out)
{
    int n = 0, v = 0;
    while (n < max && s->n && ascii_is_digit((unsigned char)s->p[0])) {
        v = v * 10 + (s->p[0] - '0');
        *s = str_after(*s, 1);
        n++;
    }
    *out = v;
    return n;
}

static bool take(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_after(*s, 1);
    return true;
}

/* Spaces, commas and the narrow no-break space U+202F that newer Java puts before AM. */
static void gap(struct str *s)
{
    for (;;) {
        if (s->n && (s->p[0] == ' ' || s->p[0] == ','))
            *s = str_after(*s, 1);
        else if (str_starts(*s, STR("\xE2\x80\xAF")))
            *s = str_after(*s, 3);
        else if (str_starts(*s, STR("\xC2\xA0")))
            *s = str_after(*s, 2);
        else
            return;
    }
}

static int month_name(struct str *s)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int m = 0; s->n >= 3 && m < 12; m++) {
        if (!str_eq_ci(str_sub(*s, 0, 3), str_of(names + 3 * m, 3)))
            continue;
        while (s->n && ascii_is_alpha((unsigned char)s->p[0]))
            *s = str_after(*s, 1);
        take(s, '.');
        return m + 1;
    }
    return 0;
}

/* Z, UTC, GMT, +01:00, +0100 or nothing. */
static void zone(struct str *s, struct parts *t)
{
    gap(s);
    if (take(s, 'Z') || take(s, 'z')) {
        t->zone = true;
        return;
    }
    if (str_starts(*s, STR("UTC")) || str_starts(*s, STR("GMT"))) {
        *s = str_after(*s, 3);
        t->zone = true;
        return;
    }
    if (s->n && (s->p[0] == '+' || s->p[0] == '-')) {
        int sign = s->p[0] == '-' ? -1 : 1, h, m = 0;
        *s = str_after(*s, 1);
        t->bad |= digits(s, 2, &h) != 2;
        take(s, ':');
        digits(s, 2, &m);
        t->offset_min = sign * (h * 60 + m);
        t->zone = true;
    }
}

/* 19:34, 19:34:31, 19:34:31.123, 2:37 PM */
static void clock_time(struct str *s, struct parts *t)
{
    int n = 0;
    t->clock = true;
    t->bad |= digits(s, 2, &t->hour) == 0 || !take(s, ':') || digits(s, 2, &t->minute) != 2;
    if (take(s, ':'))
        t->bad |= digits(s, 2, &t->second) != 2;
    if (take(s, '.') || take(s, ',')) {
        n = digits(s, 3, &t->ms);
        for (int i = n; i < 3; i++)
            t->ms *= 10;
        while (s->n && ascii_is_digit((unsigned char)s->p[0]))
            *s = str_after(*s, 1);
    }
    gap(s);
    if (str_starts_ci(*s, STR("am")) || str_starts_ci(*s, STR("pm"))) {
        bool pm = ascii_lower(s->p[0]) == 'p';
        t->bad |= t->hour < 1 || t->hour > 12;
        t->hour = t->hour % 12 + (pm ? 12 : 0);
        *s = str_after(*s, 2);
    }
    zone(s, t);
}

/* 2024-04-06…, 2024/02/01…, 20240406, 2024 */
static void year_first(struct str s, struct parts *t)
{
    int y;
    digits(&s, 4, &y);
    t->year = y;
    bool dash = s.n && (s.p[0] == '-' || s.p[0] == '/');
    if (s.n == 0)
        return;
    if (dash)
        s = str_after(s, 1);
    t->bad |= digits(&s, 2, &t->month) == 0;
    if (s.n == 0)
        return;
    if (dash)
        t->bad |= !take(&s, '-') && !take(&s, '/');
    t->bad |= digits(&s, 2, &t->day) == 0;
    if (s.n == 0)
        return;
    if (!dash && take(&s, 'T')) { /* vCard's basic form 20240406T193431Z */
        t->clock = true;
        t->bad |= digits(&s, 2, &t->hour) != 2;
        digits(&s, 2, &t->minute);
        digits(&s, 2, &t->second);
        zone(&s, t);
    } else {
        if (!take(&s, 'T') && !take(&s, 't'))
            gap(&s);
        clock_time(&s, t);
    }
    t->bad |= s.n > 0;
}

/* 1/29/26, 2:37 PM: the month comes first, a year of two digits is of this century. */
static void slashes(struct str s, struct parts *t)
{
    int y;
    digits(&s, 2, &t->month);
    t->bad |= !take(&s, '/') || digits(&s, 2, &t->day) == 0 || !take(&s, '/');
    int n = digits(&s, 4, &y);
    t->bad |= n != 2 && n != 4;
    t->year = n == 2 ? 2000 + y : y;
    gap(&s);
    if (s.n && !t->bad)
        clock_time(&s, t);
    t->bad |= s.n > 0;
}

/* 08 Feb 2026 and what may follow */
static void day_month_year(struct str s, struct parts *t)
{
    int y;
    digits(&s, 2, &t->day);
    take(&s, '-');
    gap(&s);
    t->month = month_name(&s);
    take(&s, '-');
    gap(&s);
    int n = digits(&s, 4, &y);
    t->year = n == 2 ? 2000 + y : y;
    t->bad |= t->month == 0 || (n != 4 && n != 2);
    gap(&s);
    if (s.n && !t->bad)
        clock_time(&s, t);
    t->bad |= s.n > 0;
}

/* Jan 2021, Feb 8, 2026, Sat Sep 05 08:12:14 UTC 2026 */
static void named(struct str s, struct parts *t)
{
    int v, n;
    t->month = month_name(&s);
    if (t->month == 0) { /* a weekday */
        while (s.n && ascii_is_alpha((unsigned char)s.p[0]))
            s = str_after(s, 1);
        gap(&s);
        if (s.n && ascii_is_digit((unsigned char)s.p[0])) {
            day_month_year(s, t); /* Sat, 05 Sep 2026 08:12:14 +0000 */
            return;
        }
        t->month = month_name(&s);
    }
    gap(&s);
    n = digits(&s, 4, &v);
    if (n == 4) {
        t->year = v;
        t->bad |= s.n > 0 || t->month == 0;
        return;
    }
    t->day = v;
    t->bad |= n == 0 || t->month == 0;
    gap(&s);
    struct str rest = s;
    n = digits(&rest, 4, &v);
    if (n != 4) {
        clock_time(&s, t);
        gap(&s);
        n = digits(&s, 4, &v);
    } else {
        s = rest;
        gap(&s);
        if (s.n)
            clock_time(&s, t);
    }
    t->year = v;
    t->bad |= n != 4 || s.n > 0;
}

static bool in_range(const struct parts *t)
{
    return !t->bad && t->year >= 1 && t->year <= 9999 && t->month >= 0 && t->month <= 12 &&
           t->day >= 0 && t->day <= 31 && t->hour <= 24 && t->minute < 60 && t->second <= 60;
}

struct when when_parse(struct str s)
{
    struct parts t = {0};
    s = str_trim(s);
    if (s.n == 0 || s.n > 64)
        return WHEN_NONE;
    size_t lead = 0;
    while (lead < s.n && ascii_is_digit((unsigned char)s.p[lead]))
        lead++;
    if (lead == 0)
        named(s, &t);
    else if (lead == 4 || lead == 8)
        year_first(s, &t);
    else if (lead <= 2 && lead < s.n && s.p[lead] == '/')
        slashes(s, &t);
    else if (lead <= 2)
        day_month_year(s, &t);
    else
        return WHEN_NONE;
    if (!in_range(&t))
        return WHEN_NONE;
    int64_t days = time_days(t.year, t.month ? t.month : 1, t.day ? t.day : 1);
    int64_t y;
    int m, d;
    time_date(days, &y, &m, &d);
    if (t.day && d != t.day)
        return WHEN_NONE; /* 31 February */
    struct when w = {days * DAY_MS, TIME_YEAR};
    if (t.month)
        w.sure = t.day ? TIME_DAY : TIME_MONTH;
    if (t.clock) {
        int64_t minutes = (int64_t)t.hour * 60 + t.minute - t.offset_min;
        w.ms += (minutes * 60 + t.second) * 1000 + t.ms;
        w.sure = t.zone ? TIME_EXACT : TIME_LOCAL;
    }
    return w;
}

static int64_t floor_days(int64_t ms)
{
    return (ms >= 0 ? ms : ms - (DAY_MS - 1)) / DAY_MS;
}

/* v in `digits` places, a separator behind it; pages are full of times. */
static char *put_part(char *to, int64_t v, int digits, char after)
{
    for (int i = digits; i-- > 0; v /= 10)
        to[i] = (char)('0' + v % 10);
    to[digits] = after;
    return to + digits + 1;
}

void time_put_iso(struct buf *b, int64_t ms)
{
    int64_t days = floor_days(ms), rest = ms - days * DAY_MS, y;
    int m, d;
    char text[32], *at = text;
    time_date(days, &y, &m, &d);
    if (y < 0 || y > 9999) { /* more digits, and a sign */
        buf_printf(b, "%04lld-", (long long)y);
    } else {
        at = put_part(at, y, 4, '-');
    }
    at = put_part(at, m, 2, '-');
    at = put_part(at, d, 2, 'T');
    at = put_part(at, rest / 3600000, 2, ':');
    at = put_part(at, rest / 60000 % 60, 2, ':');
    at = put_part(at, rest / 1000 % 60, 2, '.');
    at = put_part(at, rest % 1000, 3, 'Z');
    buf_put(b, text, (size_t)(at - text));
}

void time_put_plain(struct buf *b, int64_t ms)
{
    int64_t days = floor_days(ms), rest = ms - days * DAY_MS, y;
    int m, d;
    time_date(days, &y, &m, &d);
    buf_printf(b, "%04lld-%02d-%02d %02d:%02d", (long long)y, m, d, (int)(rest / 3600000),
               (int)(rest / 60000 % 60));
}

int64_t time_ahead_ms(int64_t ms)
{
    time_t s = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm t;
    localtime_r(&s, &t);
    return (int64_t)t.tm_gmtoff * 1000;
}

int64_t time_of_clock(int64_t wall_ms)
{
    const int64_t day = 86400000;
    int64_t before = time_ahead_ms(wall_ms - day), after = time_ahead_ms(wall_ms + day);
    if (time_ahead_ms(wall_ms - before) == before)
        return wall_ms - before;
    if (time_ahead_ms(wall_ms - after) == after)
        return wall_ms - after;
    return wall_ms - before; /* skipped that night */
}

int64_t time_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

double time_clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
