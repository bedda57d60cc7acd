/* tests/unit/test_guides.c: the guides of the program, and what their file may not be. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "archives/reader.h"
#include "core/attr.h"
#include "core/limits.h"
#include "model/network.h"
#include "store/reminder.h"
#include "web/guides.h"

static struct arena *a;
static struct err e;

static int set_up(void **state)
{
    (void)state;
    a = arena_new(MIB(16));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static struct guides ours(void)
{
    struct guides g;
    if (guides_load(a, &g, &e))
        fail_msg("%s", e.msg);
    return g;
}

static void those_of_the_program_are_whole(void **state)
{
    (void)state;
    struct guides g = ours();
    assert_true(g.n >= 25);
    for (size_t i = 0; i < g.n; i++) {
        const struct guide *x = &g.v[i];
        assert_true(x->group.n && x->name.n && x->id.n);
        assert_int_equal(str_chr(x->id, ' '), -1); /* it stands in an address */
        assert_int_equal(str_chr(x->id, '/'), -1);
        assert_int_equal(x->opens, i == 0 || !str_eq(x->group, g.v[i - 1].group));
        assert_int_equal(str_ends(x->asks, STR(".")), 0); /* "A fresh one takes …" goes on */
    }
    static const char *const wanted[] = {
        "linkedin", "facebook", "messenger", "instagram",      "threads", "x",
        "mastodon", "bluesky",  "whatsapp",  "telegram",       "tiktok",  "reddit",
        "discord",  "youtube",  "email",     "google-takeout", "signal",  "pinterest",
        "tumblr",   "github",   "feeds",     "wordpress",      "outlook", "phone-contacts"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!guide_find(&g, str_from(wanted[i])))
            fail_msg("there is no guide %s", wanted[i]);
}

/* Whatever a reader reads can be asked for, and what is read is not called unread. */
static void every_reader_has_its_guide(void **state)
{
    (void)state;
    struct guides g = ours();
    size_t n;
    const struct reader *const *list = reader_list(&n);
    for (size_t i = 0; i < n; i++)
        if (!guide_for(&g, str_from(list[i]->network), str_from(list[i]->id)))
            fail_msg("there is no guide for what %s reads", list[i]->id);
}

static const char *id_for(const struct guides *g, const char *network, const char *reader)
{
    const struct guide *x = guide_for(g, str_from(network), str_from(reader));
    return x ? arena_cstr(a, x->id) : "none";
}

static void an_account_is_led_to_the_guide_of_its_archive(void **state)
{
    (void)state;
    struct guides g = ours();
    assert_string_equal(id_for(&g, "contacts", "vcard"), "phone-contacts");
    assert_string_equal(id_for(&g, "contacts", "contacts"), "google-contacts");
    assert_string_equal(id_for(&g, "email", "mbox"), "email");
    assert_string_equal(id_for(&g, "email", "takeout"), "google-takeout");
    assert_string_equal(id_for(&g, "facebook", "facebook"), "facebook");
    assert_string_equal(id_for(&g, "linkedin", ""), "linkedin");
    assert_string_equal(id_for(&g, "signal", ""), "none");
}

#define HEAD "= Some\n[a] A\nnetwork x\nstate proven\n"
#define REST "wait w\nholds h\nlacks l\nstays s\noften o\nasks a\nstep one\n"

static void what_is_wrong_names_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"[a] A\n",                                                                                             "line 1: it stands in no group: \"a\""                      },
        {"= Some\n[a A\n",                                                                                      "line 2: a guide begins like \"[id] Name\", not \"[a A\""   },
        {"= Some\n[a]\n",                                                                                       "line 2: a guide begins"                                    },
        {"wait w\n",                                                                                            "line 1: it belongs to no guide: \"wait w\""                },
        {"= Some\n  more\n",                                                                                    "line 2: it goes on where nothing began: \"  more\""        },
        {HEAD "colour red\n",                                                                                   "line 5: there is no key \"colour\""                        },
        {HEAD "wait\n",                                                                                         "line 5: nothing stands behind \"wait\""                    },
        {HEAD "fresh soon\n",                                                                                   "line 5: fresh is a number of days, 0 to 3650, not \"soon\""},
        {HEAD "wait w\nwait w\n",                                                                               "line 6: it is said twice: \"wait\""                        },
        {HEAD "wait w\n",                                                                                       "line 2: there is no step in \"a\""                         },
        {HEAD "step one\nwait w\n",                                                                             "line 2: \"a\" has no holds"                                },
        {HEAD REST "[a] Again\n",                                                                               "line 12: there are two guides \"a\""                       },
        {"= Some\n[a] A\nnetwork nowhere\nstate proven\n",
         "line 2: there is no network \"nowhere\""                                                                                                                          },
        {"= Some\n[a] A\nnetwork x\nstate perhaps\n",                                                           "line 2: there is no state \"perhaps\""                     },
        {"= Some\n[a] A\nnetwork x\nstate unread\n",
         "line 2: it does not say why it is not proven: \"a\""                                                                                                              },
        {HEAD
         "step 1\nstep 2\nstep 3\nstep 4\nstep 5\nstep 6\nstep 7\nstep 8\nstep 9\nstep 10\nstep 11\n",
         "line 15: there are too many steps: \"11\""                                                                                                                        }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct guides g;
        assert_int_equal(guides_parse(str_from(rows[i].text), a, &g, &e), ERR_PARSE);
        if (!strstr(e.msg, rows[i].says))
            fail_msg("\"%s\" lacks \"%s\"", e.msg, rows[i].says);
    }
}

static void lines_go_on(void **state)
{
    (void)state;
    struct guides g;
    struct str text = STR("# words\n" HEAD "step first\n  and on\n  and on\nfresh 90\n\n"
                          "wait w\nholds h\nlacks l\nstays s\noften o\nasks a\n"
                          "= Other\n[b] B\nnetwork x\nstate unread\nwhy it is so");
    if (guides_parse(text, a, &g, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(g.n, 2);
    assert_true(str_is(g.v[0].step[0], "first and on and on"));
    assert_int_equal(g.v[0].fresh_days, 90);
    assert_int_equal(g.v[1].state, GUIDE_UNREAD);
    assert_true(g.v[1].opens && str_is(g.v[1].group, "Other"));
    assert_true(str_is(g.v[1].why, "it is so")); /* the last line has no end */
    assert_null(guide_for(&g, STR("web"), STR_NONE));
}

#define DAY         INT64_C(86400000)
#define AT(y, m, d) (time_days(y, m, d) * DAY)

/* The date in a name counts where it fits; else what is in it, or when it came. */
static void the_day_of_an_archive(void **state)
{
    (void)state;
    const int64_t came = AT(2026, 11, 23), newest = AT(2026, 3, 8);
    const struct {
        const char *name;
        int64_t day;
    } rows[] = {
        {"Complete_LinkedInDataExport_03-09-2026.zip",  AT(2026,                                             3, 9)},
        {"Complete_LinkedInDataExport_03-09-2026 (1).zip",                                           AT(2026,                                                                                              3, 9)},
        {"instagram-mira-2026-04-02-Ab12.zip",AT(2026,4, 2)},
        {"archive-20260501101500-0123456789abcdef.zip",                                             AT(2026,                                                             5, 1)},
        {"takeout-20260612T101500Z-001.zip",                                            AT(2026,                                                                                                                                             6, 12)},
        {"export_mira_20260613.zip", AT(2026, 6, 13)},
        {"ChatExport_2026-07-01",                                           AT(2026,                                                                                              7, 1)},
        {"twitter-2026-08-02-77aa.zip",AT(2026,8, 2)},
        {"holiday-2019-07-01.zip",                                             newest                                                                      }, /* before what is in it */
        {"from-2031-01-01.zip",                                            newest                                                                                           }, /* after it came */
        {"13-45-2026.zip",                       newest                        },
        {"2026-02-30.zip",                                           newest                                                                                             },
        {"repo.car",                                            newest                                                                                                                                                                                             },
        {"900000017000000000000000000000012.zip",                                             newest                                                                        },
        {"",                                             newest     }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct import im = {
            .archive = str_from(rows[i].name), .started_ms = came, .taken_ms = newest};
        if (store_archive_day(&im, false) != rows[i].day)
            fail_msg("%s: day %lld", rows[i].name,
                     (long long)(store_archive_day(&im, false) / DAY));
    }
    const struct import again = {
        .archive = STR("repo.car"), .started_ms = came, .taken_ms = newest};
    assert_int_equal(store_archive_day(&again, true), came); /* fetched once more */
    const struct import book = {.archive = STR("phone.vcf"), .started_ms = came};
    assert_int_equal(store_archive_day(&book, false), came);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(those_of_the_program_are_whole),
                                       TEST(every_reader_has_its_guide),
                                       TEST(an_account_is_led_to_the_guide_of_its_archive),
                                       TEST(what_is_wrong_names_its_line),
                                       TEST(lines_go_on),
                                       TEST(the_day_of_an_archive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
