/* tests/unit/test_network_threads.c: Threads at a double. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/meta_key.h"
#include "network.h"

static void open_as_kim(struct at_double *t, const char *scenario)
{
    at_double_open(t, "threads", "api", scenario);
    t->s.remote = STR("42");
    t->s.key = STR("kim.a");
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("https://kim.example/cb")};
    struct str url;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_starts(url, STR("https://threads.net/oauth/authorize?")));
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1", STRA(trip.state));
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "accepted");
    go(&t, ERR_OK);
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "kim.a"));
    assert_line(&t.c, "fact kim.a bio value=\"Tea\"");
    at_double_close(&t);
    open_as_kim(&t, "soon ended");
    t.s.secret.until_ms = time_now_ms() - 1000;
    assert_rc(&t, at_double_page(&t, "own"), ERR_OK);
    assert_int_equal(t.kept_at, 1);
    assert_string_equal(t.kept_access, "t2");
    at_double_close(&t);
}

static void test_three_pages(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, NULL), 3);
    assert_int_equal(at_double_read(&t, "replies", STR_NONE, NULL), 1);
    assert_int_equal(at_double_read(&t, "mentions", STR_NONE, NULL), 1);
    assert_line(&t.c, "post post own author=\"kim.a\" at=1705305600000 text=\"Tea 🙂\" "
                      "url=\"https://www.threads.com/@kim.a/post/a\" "
                      "link=\"https://example.org\" public key=\"id:900\"");
    assert_line(&t.c, "post reshare own");
    assert_line(&t.c, "reshare_of=\"id:55\"");
    assert_line(&t.c, "post reply own");
    assert_line(&t.c, "reply_to=\"id:77\"");
    assert_line(&t.c, "post post author=\"ana\"");
    /* archives give no ids and have it under this key: both are one post */
    assert_true(at_double_also(&t, meta_timed_key("post", 1705305600, STR("Tea 🙂"), t.a)));
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_as_kim, "own");
    open_as_kim(&t, "page");
    at_double_cut_page(&t, "own");
    at_double_close(&t);
}

static void test_publish(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish");
    struct outgoing o = at_double_words(&t, "Tea");
    o.reply_to.key = STR("id:77");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "id:900"));
    assert_string_equal(t.note, "13");
    at_double_close(&t);
    open_as_kim(&t, "who may answer");
    o = at_double_words(&t, "Tea");
    o.answering = ANSWERING_MENTIONED;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
    open_as_kim(&t, "publish refused");
    at_double_refused(&t, ERR_INVALID, "at most 500 characters");
    at_double_close(&t);
    open_as_kim(&t, "container failed");
    at_double_refused(&t, ERR_INVALID, "FAILED_DOWNLOADING_VIDEO");
    at_double_close(&t);
    open_as_kim(&t, "expired");
    o = at_double_words(&t, "Tea");
    o.progress = STR("12");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
}

/* The last step alone, cut off anywhere: the container is there already. */
static void test_cut(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish words");
    struct outgoing o = at_double_words(&t, "Tea");
    o.progress = STR("13");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    bool looked = false; /* the look at the container got through: then it was sent */
    for (long at = 0; at < 200; at++) {
        double_rewind(t.d);
        double_cut(t.d, at);
        enum err_code rc = t.s.row->publish(&t.s, &o, &out, &t.e);
        looked |= rc != ERR_UNAVAILABLE && rc != ERR_PARSE;
        if (rc != ERR_OK && rc != ERR_UNCERTAIN && looked)
            fail_msg("cut at %ld: %d %s", at, (int)rc, t.e.msg);
    }
    assert_true(looked);
    double_cut(t.d, -1);
    double_rewind(t.d);
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "no answer");
    struct outgoing o = at_double_words(&t, "Tea");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    /* without what was noted nothing can have been published */
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    o.progress = str_from(t.note);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "id:900"));
    at_double_close(&t);
}

static void test_delete(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "delete");
    assert_rc(&t, t.s.row->drop(&t.s, &(struct published){.remote = STR("900")}, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_by_hand(void **state)
{
    static const struct {
        const char *id, *url;
    } rows[] = {
        {"x",         "https://x.com/intent/post?text=Tea%20%26%20%23a"                      },
        {"threads",   "https://www.threads.net/intent/post?text=Tea%20%26%20%23a"            },
        {"linkedin",  "https://www.linkedin.com/feed/?shareActive=true&text=Tea%20%26%20%23a"},
        {"facebook",  "https://www.facebook.com/"                                            },
        {"instagram", "https://www.instagram.com/"                                           },
    };
    struct arena *a = arena_new(MIB(1));
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct network_api *row = api_find(str_from(rows[i].id), STR("hand"));
        assert_non_null(row);
        assert_int_equal(row->can, API_HANDS_OFF);
        assert_string_equal(arena_cstr(a, row->compose(STR("Tea & #a"), a)), rows[i].url);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),    cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_goes_wrong), cmocka_unit_test(test_publish),
        cmocka_unit_test(test_cut),        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_delete),     cmocka_unit_test(test_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
