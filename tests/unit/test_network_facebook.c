/* tests/unit/test_network_facebook.c: a page of Facebook at a double. */
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
    at_double_open(t, "facebook", "page", scenario);
    t->s.remote = STR("7");
    t->s.key = STR("page:tea ltd");
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("https://kim.example/cb")};
    struct str url;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_starts(url, STR("https://www.facebook.com/v23.0/dialog/oauth?")));
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1", STRA(trip.state));
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "accepted");
    t.s.remote = t.s.key = STR_NONE;
    go(&t, ERR_OK);
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.secret.access, "t1")); /* the page's */
    assert_true(str_is(t.s.secret.extra, "keeper"));
    assert_true(str_is(t.s.key, "page:tea ltd"));
    assert_true(str_find(t.s.facts, STR("Other")) > 0);
    assert_line(&t.c, "identity page:tea ltd organisation name=\"Tea Ltd\" handle=\"tealtd\"");
    at_double_close(&t);
    open_as_kim(&t, "refused");
    go(&t, ERR_DENIED);
    assert_says(&t, "has been used");
    at_double_close(&t);
    open_as_kim(&t, "ended");
    assert_rc(&t, at_double_page(&t, "own"), ERR_DENIED);
    assert_says(&t, "sign in again");
    at_double_close(&t);
}

static void test_three_pages(void **state)
{
    struct at_double t;
    char part[200];
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, NULL), 3);
    assert_int_equal(t.c.n[RECORD_POST], 3);
    assert_line(&t.c,
                "post post own author=\"page:tea ltd\" at=1705305600000 text=\"Tea today\" "
                "url=\"https://www.facebook.com/7/posts/100\" public likes=5 "
                "key=\"fbid:100\"");
    assert_line(&t.c, "attachment 1 image uri=\"https://cdn.example/2.jpg\"");
    assert_line(&t.c, "post post author=\"name:ana berg\"");
    assert_line(&t.c,
                "attachment 0 link uri=\"https://example.org/a\" alt=\"about\" note=\"A\"");
    assert_line(&t.c, "link=\"https://example.org/a\"");
    snprintf(part, sizeof part, "key=\"fbid:98\"");
    assert_line(&t.c, part);
    /* archives give no ids and have it under this key: both are one post */
    assert_true(
        at_double_also(&t, meta_post_key("post", 1705305600, STR("Tea today"), STR_NONE, t.a)));
    at_double_close(&t);
}

/* 60 of a hundred percent are left of the one that is used most. */
static void test_quota(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_rc(&t, at_double_page(&t, "own"), ERR_OK);
    assert_int_equal(t.s.quota.left, 60);
    double_rewind(t.d);
    at_double_read(&t, "own", STR_NONE, NULL);
    at_double_close(&t);
}

static void test_comments(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "comments");
    assert_int_equal(at_double_read(&t, "comments", STR_NONE, NULL), 1);
    assert_line(&t.c, "post comment author=\"name:ana berg\"");
    assert_line(&t.c, "post comment own author=\"page:tea ltd\"");
    assert_line(&t.c, "reply_to=\"comment:id:100_5\"");
    assert_line(&t.c, "text=\"hidden author\"");
    at_double_close(&t);
}

static void test_again(void **state)
{
    const struct api_post posts[] = {
        {STR("fbid:100"), STR_NONE},
        {STR("fbid:99"),  STR_NONE},
        {STR("post:abc"), STR_NONE}
    };
    struct at_double t;
    (void)state;
    open_as_kim(&t, "again");
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 1);
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_as_kim, "own");
    open_as_kim(&t, "too much");
    assert_rc(&t, at_double_page(&t, "own"), ERR_RATE_LIMITED);
    assert_int_equal(t.e.retry_after_s, 3600);
    at_double_close(&t);
}

static void test_cut(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "page");
    at_double_cut_page(&t, "own");
    at_double_close(&t);
    open_as_kim(&t, "publish words");
    at_double_cut_publish(&t, "hello");
    at_double_close(&t);
}

static void test_publish(void **state)
{
    const struct outgoing_media m = {
        .bytes = STR("png"), .media_type = STR("image/png"), .alt = STR("a dot")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish");
    struct outgoing o = at_double_words(&t, "Hello");
    o.media = &m;
    o.medias = 1;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "fbid:100"));
    assert_true(str_is(out.remote, "7_100"));
    at_double_close(&t);
    open_as_kim(&t, "comment");
    o = at_double_words(&t, "thanks");
    o.reply_to.key = STR("fbid:99");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "comment:id:99_5"));
    at_double_close(&t);
}

static void test_refused(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "publish refused");
    at_double_refused(&t, ERR_DENIED, "Requires pages_manage_posts");
    at_double_close(&t);
    open_as_kim(&t, "publish twice");
    at_double_refused(&t, ERR_CONFLICT, "has that text already");
    at_double_close(&t);
    open_as_kim(&t, "publish fails there");
    at_double_refused(&t, ERR_UNCERTAIN, "passing failure");
    at_double_close(&t);
}

/* Somebody else's of the same words is not it. */
static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "no answer");
    assert_true(str_is(at_double_no_answer(&t, "Hello"), "fbid:100"));
    at_double_close(&t);
}

static void test_edit_and_delete(void **state)
{
    const struct published what = {.key = STR("fbid:100"), .remote = STR("7_100")};
    struct at_double t;
    (void)state;
    open_as_kim(&t, "edit and delete");
    struct outgoing o = at_double_words(&t, "new words");
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    at_double_close(&t);
}

/* By which a post of the API and the same in an archive are one: archives/facebook_posts.c. */
static void test_archive_key(void **state)
{
    struct arena *a = arena_new(MIB(1));
    (void)state;
    assert_true(str_eq(meta_post_key("post", 1, STR("x"), STR("photos/a/1.jpg"), a),
                       meta_post_key("post", 1, STR("x"), STR("media/1.jpg"), a)));
    assert_false(str_eq(meta_post_key("post", 1, STR("x"), STR_NONE, a),
                        meta_post_key("post", 2, STR("x"), STR_NONE, a)));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),
        cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_quota),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_goes_wrong),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_publish),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_edit_and_delete),
        cmocka_unit_test(test_archive_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
