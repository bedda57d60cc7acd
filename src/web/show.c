/* web/show.c: values into pages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/show.h"

#include "core/attr.h"

#include <stdio.h>
#include <time.h>

void show__cstr(struct buf *out, const char *s)
{
    html_escape(out, str_from(s));
}

void show__int(struct buf *out, int64_t n)
{
    buf_i64(out, n);
}

void show__size(struct buf *out, size_t n)
{
    buf_i64(out, (int64_t)n);
}

void show__part(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            buf_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

void show__part_cstr(struct buf *out, const char *s)
{
    show__part(out, str_from(s));
}

void show_html(struct buf *out, struct safe_html h)
{
    buf_str(out, h.s);
}

void show_url(struct buf *out, struct str url)
{
    html_escape(out, html_url_ok(url) ? url : STR("#"));
}

void show_name(struct buf *out, struct str s)
{
    buf_lit(out, "<bdi>");
    html_escape_name(out, s);
    buf_lit(out, "</bdi>");
}

void show_number(struct buf *out, int64_t n)
{
    buf_number(out, n);
}

void show_count(struct buf *out, int64_t n, const char *one, const char *many)
{
    show_number(out, n);
    buf_char(out, ' ');
    buf_lit(out, n == 1 ? one : many);
}

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* As the owner's clock has it; a local time without a zone stays as it was written. */
static struct tm clock_of(int64_t ms, enum time_sure sure)
{
    struct tm tm = {0};
    time_t t = (time_t)(ms >= 0 ? ms / 1000 : -((999 - ms) / 1000));
    if (sure == TIME_EXACT)
        localtime_r(&t, &tm);
    else
        gmtime_r(&t, &tm);
    return tm;
}

static void put_date(struct buf *out, const struct tm *tm, enum time_sure sure)
{
    if (sure >= TIME_DAY) {
        buf_i64(out, tm->tm_mday);
        buf_char(out, ' ');
    }
    if (sure >= TIME_MONTH) {
        buf_lit(out, months[tm->tm_mon]);
        buf_char(out, ' ');
    }
    buf_i64(out, tm->tm_year + 1900);
}

void show_time(struct buf *out, int64_t ms, enum time_sure sure)
{
    if (sure == TIME_NONE) {
        buf_lit(out, "at an unknown time");
        return;
    }
    struct tm tm = clock_of(ms, sure);
    buf_lit(out, "<time datetime=\"");
    time_put_iso(out, ms);
    buf_lit(out, "\">");
    put_date(out, &tm, sure);
    if (sure >= TIME_LOCAL)
        buf_printf(out, ", %02d:%02d", tm.tm_hour, tm.tm_min);
    buf_lit(out, "</time>");
}

void show_day(struct buf *out, int64_t ms)
{
    struct tm tm = clock_of(ms, TIME_EXACT);
    put_date(out, &tm, TIME_DAY);
}

void show_date(struct buf *out, struct when w)
{
    if (w.sure == TIME_NONE)
        return;
    struct tm tm = clock_of(w.ms, w.sure);
    put_date(out, &tm, w.sure);
}

void show_ago(struct buf *out, int64_t ms, int64_t now_ms)
{
    static const struct {
        int64_t s;
        const char *one, *many;
    } units[] = {
        {INT64_C(365) * 86400, "year",   "years"  },
        {INT64_C(30) * 86400,  "month",  "months" },
        {INT64_C(7) * 86400,   "week",   "weeks"  },
        {86400,                "day",    "days"   },
        {3600,                 "hour",   "hours"  },
        {60,                   "minute", "minutes"}
    };
    int64_t s = (now_ms - ms) / 1000;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (s >= units[i].s) {
            show_count(out, s / units[i].s, units[i].one, units[i].many);
            buf_lit(out, " ago");
            return;
        }
    }
    buf_lit(out, "just now");
}

void show_line(struct buf *out, struct str s, size_t most)
{
    struct buf b;
    buf_init(&b, most + 16);
    bool space = false, cut = false;
    for (size_t i = 0; i < s.n && !cut; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20) {
            space = b.n > 0;
            continue;
        }
        cut = b.n >= most && (c & 0xC0) != 0x80;
        if (cut)
            break;
        if (space)
            buf_char(&b, ' ');
        space = false;
        buf_char(&b, (char)c);
    }
    html_escape_name(out, buf_view(&b));
    if (cut)
        buf_lit(out, " …");
    buf_free(&b);
}
