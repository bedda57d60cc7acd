/* tests/unit/test_network_feed.c: feeds at a double: found, asked only for what is new, moved, gone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"

static void open_feed(struct at_double *t, const char *scenario)
{
    at_double_open_file(t, "feed", "web", "feed", scenario);
    t->s.secret = (struct api_secret){0};
    t->s.facts = arena_printf(t->a, "{\"feed\": \"%s/feed\"}", double_base(t->d));
}

static struct api_page poll(struct at_double *t, struct str mark, enum err_code rc)
{
    struct api_page page = {0};
    t->e = (struct err){0};
    assert_rc(t, t->s.row->stream->page(&t->s, mark, &t->c.sink, &page, &t->e), rc);
    return page;
}

static void test_who(void **state)
{
    static const struct {
        const char *scenario, *key, *feed;
    } rows[] = {
        {"page names it", "kim.example/blog", "/feed/"},
        {"feed itself",   "ana.example",      "/"     },
        {"json feed",     "bo.example",       "/"     }
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct at_double t;
        open_feed(&t, rows[i].scenario);
        t.s.server = arena_printf(t.a, "%s/", double_base(t.d));
        assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
        if (!str_is(t.s.key, rows[i].key))
            fail_msg(STRF, STRA(t.s.key));
        assert_true(str_ends(api_fact(&t.s, "feed"), str_from(rows[i].feed)));
        at_double_close(&t);
    }
    struct at_double t;
    open_feed(&t, "no feed");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_NOT_FOUND);
    assert_says(&t, "give the address of the feed itself");
    at_double_close(&t);
}

static void test_follow(void **state)
{
    struct at_double t;
    (void)state;
    at_double_open_file(&t, "feed", "web", "follow", "feed itself");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "follows:ana.example"));
    assert_line(&t.c, "connection http");
    assert_line(&t.c, "Ana writes");
    at_double_close(&t);
    at_double_open_file(&t, "feed", "web", "follow", "page");
    t.s.facts = arena_printf(
        t.a, "{\"feed\": \"%s/feed\", \"author\": \"https://a.example/f\"}", double_base(t.d));
    assert_true(str_is(poll(&t, STR_NONE, ERR_OK).file_author, "https://a.example/f"));
    at_double_close(&t);
}

static void test_only_what_is_new(void **state)
{
    struct at_double t;
    (void)state;
    open_feed(&t, "three polls");
    struct api_page p = poll(&t, STR_NONE, ERR_OK);
    assert_int_equal(p.items, 2);
    assert_true(p.file.n > 0);
    assert_true(str_is(p.file_name, "feed.rss"));
    p = poll(&t, p.mark, ERR_OK);
    assert_int_equal(p.items, 0);
    assert_int_equal(p.file.n, 0);
    p = poll(&t, p.mark, ERR_OK); /* the same bytes, told as new */
    assert_int_equal(p.items, 0);
    assert_int_equal(p.file.n, 0);
    assert_true(str_find(p.mark, STR("\\\"b\\\"")) > 0);
    at_double_close(&t);
}

static void test_moved_and_gone(void **state)
{
    struct at_double t;
    (void)state;
    open_feed(&t, "moved");
    struct api_page p = poll(&t, STR_NONE, ERR_OK);
    assert_int_equal(t.kept, 1);
    assert_true(str_ends(api_fact(&t.s, "feed"), STR("/new.xml")));
    p = poll(&t, p.mark, ERR_OK); /* for now only: the address stays */
    assert_int_equal(p.items, 1);
    assert_int_equal(t.kept, 1);
    poll(&t, p.mark, ERR_NOT_FOUND);
    at_double_close(&t);
    open_feed(&t, "gone");
    poll(&t, STR_NONE, ERR_DENIED);
    assert_says(&t, "gone for good");
    at_double_close(&t);
    open_feed(&t, "missing");
    poll(&t, STR_NONE, ERR_NOT_FOUND);
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_feed, "feed");
    open_feed(&t, "page");
    at_double_cut_page(&t, "feed");
    at_double_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who),
        cmocka_unit_test(test_follow),
        cmocka_unit_test(test_only_what_is_new),
        cmocka_unit_test(test_moved_and_gone),
        cmocka_unit_test(test_goes_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
