/* tests/unit/test_network_wordpress.c: the REST API of WordPress at a double. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"

static void open_site(struct at_double *t, const char *scenario)
{
    at_double_open_file(t, "wordpress", "web", "wordpress", scenario);
    t->s.secret = (struct api_secret){.name = STR("kim"), .password = STR("abcd efgh")};
    t->s.remote = STR("3");
    t->s.facts = arena_printf(t->a,
                              "{\"root\": \"%s/wp-json/\", \"home\": \"https://kim.example\", "
                              "\"moderates\": \"yes\"}",
                              double_base(t->d));
}

static void sign_in(struct at_double *t, enum err_code rc)
{
    assert_rc(t, t->s.row->enter(&t->s, &t->e), ERR_OK);
    assert_rc(t, t->s.row->who(&t->s, &t->c.sink, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_site(&t, "accepted");
    sign_in(&t, ERR_OK);
    assert_true(str_is(t.s.key, "kim.example"));
    assert_true(str_is(api_fact(&t.s, "home"), "https://www.kim.example"));
    assert_line(&t.c, "name=\"Kim & tea\"");
    at_double_close(&t);
    open_site(&t, "no pretty addresses");
    sign_in(&t, ERR_OK);
    assert_true(str_is(t.s.remote, "3"));
    at_double_close(&t);
    open_site(&t, "refused");
    sign_in(&t, ERR_DENIED);
    assert_says(&t, "application password");
    at_double_close(&t);
    open_site(&t, "no wordpress");
    sign_in(&t, ERR_NOT_FOUND);
    at_double_close(&t);
    open_site(&t, "led away");
    sign_in(&t, ERR_DENIED);
    assert_says(&t, "not encrypted");
    at_double_close(&t);
    open_site(&t, "session gone");
    assert_rc(&t, at_double_page(&t, "posts"), ERR_DENIED);
    assert_says(&t, "swallow the header");
    at_double_close(&t);
}

static void test_reads(void **state)
{
    struct at_double t;
    struct str mark;
    (void)state;
    open_site(&t, "three pages");
    assert_int_equal(at_double_read(&t, "posts", STR_NONE, &mark), 3);
    assert_int_equal(t.c.n[RECORD_POST], 2);
    assert_line(&t.c, "text=\"One\\n\\ntwo\\nthree\" title=\"Soup & tea\"");
    assert_line(&t.c, "attachment 40 image uri=\"https://kim.example/a.jpg\"");
    /* two hours before the newest */
    assert_true(str_is(mark, "{\"after_ms\": 1707976800000, \"page\": 1}"));
    at_double_close(&t);
    open_site(&t, "comments");
    assert_int_equal(at_double_read(&t, "comments", STR_NONE, NULL), 1);
    assert_line(&t.c, "identity ana@other.example");
    assert_line(&t.c, "text=\"Thanks\"");
    assert_int_equal(t.c.n[RECORD_POST], 2);
    at_double_close(&t);
}

static void test_again(void **state)
{
    const struct api_post posts[] = {
        {STR("https://kim.example/?p=12"),           STR_NONE},
        {STR("https://kim.example/?p=13"),           STR_NONE},
        {STR("https://kim.example/?p=14"),           STR_NONE},
        {STR("https://kim.example/?p=12#comment-7"), STR_NONE},
        {STR("https://other.example/?p=12"),         STR_NONE}
    };
    struct at_double t;
    (void)state;
    open_site(&t, "again");
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 2); /* one is a page */
    at_double_close(&t);
}

static void test_publish(void **state)
{
    const struct outgoing_media m[] = {
        {.bytes = STR("png"), .media_type = STR("image/png"),  .alt = STR("a \"dot\"")},
        {.bytes = STR("jpg"), .media_type = STR("image/jpeg"), .alt = STR_NONE        }
    };
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_site(&t, "publish");
    struct outgoing o =
        at_double_words(&t, "One <b>\ntwo\n\n\nSee https://a.example/?x=1&y=2, [gallery]\n");
    o.title = STR("Soup & tea");
    o.summary = STR("short");
    o.media = m;
    o.medias = COUNT_OF(m);
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "https://kim.example/?p=20"));
    assert_true(str_is(out.remote, "posts/20"));
    assert_int_equal(t.noted, 2);
    assert_string_equal(t.note, "40 https://kim.example/a.png\n41 https://kim.example/b.jpg\n");
    at_double_close(&t);
    open_site(&t, "publish words"); /* the pictures are there from an earlier try */
    o.progress = STR("40 https://kim.example/a.png\n41 https://kim.example/b.jpg\n");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
    open_site(&t, "publish refused");
    at_double_refused(&t, ERR_INVALID, "Content, title, and excerpt are empty");
    at_double_close(&t);
}

static void test_comment(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_site(&t, "comment");
    struct outgoing o = at_double_words(&t, "Thanks");
    o.reply_to.key = STR("https://kim.example/?p=12#comment-7");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "https://kim.example/?p=12#comment-9"));
    o.reply_to.key = STR("https://other.example/1");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_INVALID);
    at_double_close(&t);
    open_site(&t, "comment no answer");
    o.reply_to.key = STR("https://kim.example/?p=12");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.remote, "comments/9"));
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_site(&t, "no answer");
    assert_true(str_is(at_double_no_answer(&t, "hello"), "https://kim.example/?p=20"));
    at_double_close(&t);
    open_site(&t, "not there");
    struct outgoing o = at_double_words(&t, "hello");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    at_double_close(&t);
}

static void test_edit_and_delete(void **state)
{
    const struct published what = {.remote = STR("posts/20")};
    struct at_double t;
    (void)state;
    open_site(&t, "edit and delete");
    struct outgoing o = at_double_words(&t, "new words");
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_site, "posts");
    open_site(&t, "page");
    at_double_cut_page(&t, "posts");
    at_double_close(&t);
    open_site(&t, "publish words");
    at_double_cut_publish(&t, "hello");
    at_double_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),         cmocka_unit_test(test_reads),
        cmocka_unit_test(test_again),           cmocka_unit_test(test_publish),
        cmocka_unit_test(test_comment),         cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_edit_and_delete), cmocka_unit_test(test_goes_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
