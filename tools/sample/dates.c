/* tools/sample/dates.c: days and clocks, and the ten ways in which archives write them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/time.h"

const char *const month_names[12] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
const char *const month_short[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
const char *const weekday_names[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                      "Thursday", "Friday", "Saturday"};

struct date date_of(int64_t ms)
{
    struct date d = {0};
    int64_t days = ms / DAY_MS, rest = ms % DAY_MS;
    time_date(days, &d.year, &d.month, &d.day);
    d.hour = (int)(rest / 3600000);
    d.minute = (int)(rest / 60000 % 60);
    d.second = (int)(rest / 1000 % 60);
    d.weekday = (int)((days + 4) % 7); /* 1 January 1970 was a Thursday */
    return d;
}

/* Summer time runs from the end of March to the end of October; a day's error hurts nobody. */
static int64_t offset_of(int64_t ms)
{
    struct date d = date_of(ms);
    bool summer = (d.month > 3 && d.month < 11) && !(d.month == 10 && d.day > 27);
    return summer ? 7200000 : 3600000;
}

struct date date_local(int64_t ms)
{
    return date_of(ms + offset_of(ms));
}

int64_t date_day(int year, int month, int day)
{
    return time_days(year, month, day) * DAY_MS;
}

int64_t date_at(int64_t day_ms, int hour, int minute, int second)
{
    int64_t day = day_ms - day_ms % DAY_MS;
    return day + (int64_t)hour * 3600000 + minute * 60000 + second * 1000 - offset_of(day);
}

void put_date(struct buf *b, enum date_form form, int64_t ms)
{
    struct date d = date_of(ms);
    int y = (int)d.year, h12 = d.hour % 12 == 0 ? 12 : d.hour % 12;
    const char *mon = month_short[d.month - 1], *half = d.hour < 12 ? "AM" : "PM";
    const char *wd = weekday_names[d.weekday];
    switch (form) {
    case DATE_ISO:
        buf_printf(b, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", y, d.month, d.day, d.hour,
                   d.minute, d.second, (int)(ms % 1000));
        break;
    case DATE_ISO_S:
        buf_printf(b, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, d.month, d.day, d.hour, d.minute,
                   d.second);
        break;
    case DATE_PLAIN:
    case DATE_UTC:
        buf_printf(b, "%04d-%02d-%02d %02d:%02d:%02d%s", y, d.month, d.day, d.hour, d.minute,
                   d.second, form == DATE_UTC ? " UTC" : "");
        break;
    case DATE_SLASH:
        buf_printf(b, "%04d/%02d/%02d %02d:%02d:%02d UTC", y, d.month, d.day, d.hour, d.minute,
                   d.second);
        break;
    case DATE_DAY:
        buf_printf(b, "%02d %s %04d", d.day, mon, y);
        break;
    case DATE_US:
        buf_printf(b, "%d/%d/%02d, %d:%02d %s", d.month, d.day, y % 100, h12, d.minute, half);
        break;
    case DATE_US_LONG:
        buf_printf(b, "%02d/%02d/%02d, %02d:%02d %s", d.month, d.day, y % 100, h12, d.minute,
                   half);
        break;
    case DATE_JAVA:
        buf_printf(b, "%.3s %s %02d %02d:%02d:%02d UTC %04d", wd, mon, d.day, d.hour, d.minute,
                   d.second, y);
        break;
    case DATE_X:
        buf_printf(b, "%.3s %s %02d %02d:%02d:%02d +0000 %04d", wd, mon, d.day, d.hour,
                   d.minute, d.second, y);
        break;
    }
}
