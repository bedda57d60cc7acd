/* tests/unit/test_network_instagram.c: Instagram at a double: containers, and what it wants of pictures. */
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
    at_double_open(t, "instagram", "api", scenario);
    t->s.remote = STR("17841");
    t->s.key = STR("kim.a");
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("https://kim.example/cb")};
    struct str url;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_starts(url, STR("https://www.instagram.com/oauth/authorize?")));
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1", STRA(trip.state));
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static const struct outgoing_media pictures[] = {
    {.bytes = STR_INIT("1"),
     .media_type = STR_INIT("image/jpeg"),
     .alt = STR_INIT("a cup"),
     .url = STR_INIT("https://kim.example/1.jpg")},
    {.bytes = STR_INIT("2"),
     .media_type = STR_INIT("image/jpeg"),
     .url = STR_INIT("https://kim.example/2.jpg")},
};

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "accepted");
    go(&t, ERR_OK);
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "kim.a"));
    assert_true(str_is(t.s.remote, "17841"));
    assert_line(&t.c, "identity kim.a person name=\"Kim Å\" handle=\"Kim.A\"");
    at_double_close(&t);
    open_as_kim(&t, "refused");
    go(&t, ERR_DENIED);
    at_double_close(&t);
}

/* One that has ended can't be renewed: it is done before. */
static void test_renewed(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "soon ended");
    t.s.secret.until_ms = time_now_ms() - 1000;
    assert_rc(&t, at_double_page(&t, "own"), ERR_OK);
    assert_int_equal(t.kept, 1);
    assert_int_equal(t.kept_at, 1);
    assert_string_equal(t.kept_access, "t2");
    assert_true(t.s.secret.until_ms > time_now_ms());
    at_double_close(&t);
}

static void test_three_pages(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, NULL), 3);
    assert_line(&t.c, "post post own author=\"kim.a\" at=1705305600000 text=\"Tea #tea\" "
                      "url=\"https://www.instagram.com/p/a/\" public likes=4 key=\"id:900\"");
    assert_line(&t.c, "attachment 0 image uri=\"https://cdn.example/1.jpg\" alt=\"a cup\"");
    assert_line(&t.c, "attachment 1 video uri=\"https://cdn.example/2.mp4\"");
    assert_int_equal(t.c.n[RECORD_POST], 2);
    /* archives give no ids and have it under this key: both are one post */
    assert_true(at_double_also(&t, meta_timed_key("post", 1705305600, STR("Tea #tea"), t.a)));
    at_double_close(&t);
}

static void test_comments(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "comments");
    assert_int_equal(at_double_read(&t, "comments", STR_NONE, NULL), 1);
    assert_line(&t.c, "post comment author=\"ana\"");
    assert_line(&t.c, "post comment own author=\"kim.a\"");
    assert_line(&t.c, "reply_to=\"comment:5\"");
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
    o.media = pictures;
    o.medias = 2;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "id:900"));
    assert_true(str_is(out.url, "https://www.instagram.com/p/a/"));
    assert_int_equal(t.noted, 1); /* before it was published */
    assert_string_equal(t.note, "13");
    at_double_close(&t);
}

static void test_not_possible(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "no posts left");
    struct outgoing o = at_double_words(&t, "Tea");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_INVALID);
    assert_says(&t, "no post without a picture");
    struct outgoing_media hidden = pictures[0];
    hidden.url = STR_NONE;
    o.media = &hidden;
    o.medias = 1;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNSUPPORTED);
    assert_says(&t, "the internet can reach");
    o.media = pictures;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_RATE_LIMITED);
    at_double_close(&t);
    open_as_kim(&t, "refused by network");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_INVALID);
    assert_says(&t, "could not be fetched");
    at_double_close(&t);
}

/* A try without an answer: the container says that it was published, so it isn't once more. */
static void test_no_answer(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "no answer");
    struct outgoing o = at_double_words(&t, "Tea");
    o.media = pictures;
    o.medias = 1;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    o.progress = str_from(t.note);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "id:900"));
    out = (struct published){0};
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "id:900"));
    at_double_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),      cmocka_unit_test(test_renewed),
        cmocka_unit_test(test_three_pages),  cmocka_unit_test(test_comments),
        cmocka_unit_test(test_goes_wrong),   cmocka_unit_test(test_publish),
        cmocka_unit_test(test_not_possible), cmocka_unit_test(test_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
