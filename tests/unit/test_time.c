/* tests/unit/test_time.c: every form of date that archives hold, and addresses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/time.h"
#include "core/url.h"

static void every_form_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso;
        enum time_sure sure;
    } forms[] = {
        {"08 Feb 2026",                     "2026-02-08T00:00:00.000Z", TIME_DAY  },
        {"2024-04-06 19:34:31 UTC",         "2024-04-06T19:34:31.000Z", TIME_EXACT},
        {"2025-11-19 09:59:30",             "2025-11-19T09:59:30.000Z", TIME_LOCAL},
        {"1/29/26, 2:37 PM",                "2026-01-29T14:37:00.000Z", TIME_LOCAL},
        {"1/29/26, 12:05\xE2\x80\xAF"
         "AM",                     "2026-01-29T00:05:00.000Z", TIME_LOCAL},
        {"08/19/24, 11:04 PM",              "2024-08-19T23:04:00.000Z", TIME_LOCAL},
        {"2024/02/01 15:02:55 UTC",         "2024-02-01T15:02:55.000Z", TIME_EXACT},
        {"Sat Sep 05 08:12:14 UTC 2026",    "2026-09-05T08:12:14.000Z", TIME_EXACT},
        {"Sat Feb 18 12:33:11 +0000 2023",  "2023-02-18T12:33:11.000Z", TIME_EXACT},
        {"Sat, 05 Sep 2026 08:12:14 +0200", "2026-09-05T06:12:14.000Z", TIME_EXACT},
        {"Jan 2021",                        "2021-01-01T00:00:00.000Z", TIME_MONTH},
        {"2021",                            "2021-01-01T00:00:00.000Z", TIME_YEAR },
        {"2011-06-23T13:04:14.000Z",        "2011-06-23T13:04:14.000Z", TIME_EXACT},
        {"2011-06-23T13:04:14.5+05:30",     "2011-06-23T07:34:14.500Z", TIME_EXACT},
        {"2016-03-01 12:00:00 +0000",       "2016-03-01T12:00:00.000Z", TIME_EXACT},
        {"2024-05-18 09:00",                "2024-05-18T09:00:00.000Z", TIME_LOCAL},
        {"19900517",                        "1990-05-17T00:00:00.000Z", TIME_DAY  },
        {"20240406T193431Z",                "2024-04-06T19:34:31.000Z", TIME_EXACT},
        {"June 3, 2021",                    "2021-06-03T00:00:00.000Z", TIME_DAY  },
        {"0001-01-01",                      "0001-01-01T00:00:00.000Z", TIME_DAY  }
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct when w = when_parse(str_from(forms[i].text));
        struct buf b;
        buf_init(&b, 64);
        time_put_iso(&b, w.ms);
        if (w.sure != forms[i].sure || strcmp(buf_cstr(&b), forms[i].iso) != 0)
            fail_msg("%s: %s (%s)", forms[i].text, buf_cstr(&b), time_sure_name(w.sure));
        buf_free(&b);
    }
}

static void what_is_no_date_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "yesterday",
                                      "31 Feb 2026",
                                      "2024-13-01",
                                      "13/45/26",
                                      "12:30",
                                      "2024-02-30",
                                      "Feb",
                                      "1/2",
                                      "99",
                                      "08 Fxb 2026",
                                      "2024-01-01T25:99",
                                      "Jan 2021 and more",
                                      "123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (when_parse(str_from(bad[i])).sure != TIME_NONE)
            fail_msg("\"%s\" was taken for a date", bad[i]);
}

static void dates_and_days_agree(void **state)
{
    (void)state;
    for (int64_t day = -800000; day < 800000; day += 997) {
        int64_t y;
        int m, d;
        time_date(day, &y, &m, &d);
        assert_true(time_days(y, m, d) == day);
    }
    assert_true(time_days(1970, 1, 1) == 0);
    assert_true(time_days(2000, 3, 1) == 11017);
    assert_true(when_s(INT64_MAX).sure == TIME_NONE);
}

static void addresses_of_one_page_have_one_key(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_true(str_is(url_key(STR("https://www.LinkedIn.com/in/zo%C3%AB-1/?trk=x#y"), a),
                       "linkedin.com/in/zoë-1"));
    assert_true(str_is(url_key(STR("www.linkedin.com/in/zoë-1"), a), "linkedin.com/in/zoë-1"));
    assert_true(str_is(url_key(STR("http://m.facebook.com/ann"), a), "facebook.com/ann"));
    assert_true(str_is(url_key(STR("https://user:pw@example.org"), a), "example.org"));
    assert_true(str_is(url_key(STR("javascript:alert(1)"), a), ""));
    assert_true(str_is(url_key(STR("ftp://example.org/x"), a), ""));
    assert_true(str_is(url_key(STR("no address"), a), ""));
    struct url u;
    assert_true(url_parse(STR("https://x.com/i/user?user_id=12&b=%41%zz"), &u));
    assert_true(str_is(url_query(&u, "user_id", a), "12"));
    assert_true(str_is(url_query(&u, "b", a), "A%zz"));
    assert_true(str_is(url_query(&u, "c", a), ""));
    arena_free(a);
}

/* Vienna puts its clock forward on 2026-03-29 at 2:00, back on 2026-10-25 at 3:00. */
static void the_clock_is_right_through_summer_time(void **state)
{
    (void)state;
    static const struct {
        const char *wall, *utc;
    } rows[] = {
        {"2026-01-15T09:30:00Z", "2026-01-15T08:30:00Z"},
        {"2026-07-15T09:30:00Z", "2026-07-15T07:30:00Z"},
        {"2026-03-29T01:59:00Z", "2026-03-29T00:59:00Z"},
        {"2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"}, /* there is none: it shows 3:30 */
        {"2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"},
        {"2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"}, /* twice: the first */
        {"2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
    };
    const char *old = getenv("TZ");
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t wall = when_parse(str_from(rows[i].wall)).ms;
        assert_int_equal(time_of_clock(wall), when_parse(str_from(rows[i].utc)).ms);
    }
    assert_int_equal(time_ahead_ms(when_parse(STR("2026-07-01T00:00:00Z")).ms), 7200000);
    if (old)
        setenv("TZ", old, 1);
    else
        unsetenv("TZ");
    tzset();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_form_is_read),
                                       cmocka_unit_test(what_is_no_date_is_none),
                                       cmocka_unit_test(dates_and_days_agree),
                                       cmocka_unit_test(the_clock_is_right_through_summer_time),
                                       cmocka_unit_test(addresses_of_one_page_have_one_key)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
