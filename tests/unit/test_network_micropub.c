/* tests/unit/test_network_micropub.c: Micropub and IndieAuth at a double. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"

static void open_site(struct at_double *t, const char *scenario)
{
    at_double_open_file(t, "micropub", "web", "micropub", scenario);
    t->s.secret.client_id = STR("http://127.0.0.1:8080/");
    t->s.facts =
        arena_printf(t->a,
                     "{\"me\": \"https://kim.example/\", \"micropub\": \"%s/micropub\", "
                     "\"media\": \"%s/media\", \"token\": \"%s/token\"}",
                     double_base(t->d), double_base(t->d), double_base(t->d));
}

static void go(struct at_double *t, const char *iss, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb")};
    struct str url;
    t->s.secret = (struct api_secret){0};
    t->s.facts = STR_NONE;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_find(url, STR("code_challenge_method=S256")) > 0);
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1%s", STRA(trip.state), iss);
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    char iss[100];
    (void)state;
    open_site(&t, "accepted");
    snprintf(iss, sizeof iss, "&iss=%s/", double_base(t.d));
    go(&t, iss, ERR_OK);
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_starts(t.s.key, STR("127.0.0.1:")));
    assert_true(str_ends(api_fact(&t.s, "media"), STR("/media")));
    assert_true(str_is(t.s.secret.refresh, "r1"));
    at_double_close(&t);
    open_site(&t, "somebody else");
    go(&t, "", ERR_DENIED);
    assert_says(&t, "another site");
    at_double_close(&t);
    open_site(&t, "refused");
    go(&t, "", ERR_DENIED);
    assert_says(&t, "That code was used already");
    at_double_close(&t);
}

static void test_no_sign_in(void **state)
{
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb")};
    struct at_double t;
    struct str url;
    (void)state;
    open_site(&t, "no micropub");
    assert_rc(&t, t.s.row->leave(&t.s, &trip, &url, &t.e), ERR_NOT_FOUND);
    at_double_close(&t);
    open_site(&t, "nowhere to sign in");
    assert_rc(&t, t.s.row->leave(&t.s, &trip, &url, &t.e), ERR_UNSUPPORTED);
    assert_says(&t, "micropub-token");
    at_double_close(&t);
    at_double_open_file(&t, "micropub", "web", "micropub-token", "token");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_ends(api_fact(&t.s, "micropub"), STR("/micropub?do=it")));
    at_double_close(&t);
}

static void test_session(void **state)
{
    struct at_double t;
    (void)state;
    open_site(&t, "session renewed");
    t.s.secret.refresh = STR("r1");
    assert_rc(&t, at_double_page(&t, "posts"), ERR_OK);
    assert_int_equal(t.kept_at, 2);
    assert_string_equal(t.kept_access, "t2");
    assert_true(str_is(t.s.secret.refresh, "r2"));
    at_double_close(&t);
    open_site(&t, "session gone");
    assert_rc(&t, at_double_page(&t, "posts"), ERR_DENIED);
    assert_says(&t, "sign in again");
    at_double_close(&t);
}

static void test_reads(void **state)
{
    const struct api_post posts[] = {
        {STR("https://kim.example/1"),   STR_NONE},
        {STR("https://kim.example/2"),   STR_NONE},
        {STR("https://kim.example/3"),   STR_NONE},
        {STR("https://other.example/1"), STR_NONE}
    };
    struct at_double t;
    (void)state;
    open_site(&t, "three pages");
    assert_int_equal(at_double_read(&t, "posts", STR_NONE, NULL), 3);
    assert_int_equal(t.c.n[RECORD_POST], 3);
    assert_line(&t.c, "post article own at=1709280000000 text=\"Soup & tea\" title=\"Soup\"");
    assert_line(&t.c, "post reply own at=1706774400000 text=\"hello\" ");
    assert_line(&t.c, "attachment 0 image uri=\"https://kim.example/a.jpg\" alt=\"a bowl\"");
    assert_line(&t.c, "attachment 1 image uri=\"https://kim.example/b.jpg\"");
    at_double_close(&t);
    open_site(&t, "no list");
    assert_rc(&t, at_double_page(&t, "posts"), ERR_UNSUPPORTED);
    at_double_close(&t);
    open_site(&t, "again");
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 1);
    assert_line(&t.c, "text=\"new words\"");
    at_double_close(&t);
}

static void test_publish(void **state)
{
    const struct outgoing_media m = {
        .bytes = STR("png"), .media_type = STR("image/png"), .alt = STR("a dot")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_site(&t, "publish");
    struct outgoing o = at_double_words(&t, "One #soup and #tea_time, #9");
    o.title = STR("Soup");
    o.media = &m;
    o.medias = 1;
    o.reply_to.key = STR("https://ana.example/1");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "https://kim.example/20"));
    assert_true(strstr(t.note, "/files/1.png\n") != NULL);
    o.reply_to.key = STR("id:7");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_INVALID);
    at_double_close(&t);
    open_site(&t, "publish refused");
    at_double_refused(&t, ERR_DENIED, "does not allow that");
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_site(&t, "no answer");
    assert_true(str_is(at_double_no_answer(&t, "hello"), "https://kim.example/20"));
    at_double_close(&t);
}

/* Lists that begin with the oldest, and that cannot be paged: nothing is left out where it can be had, and
 * what cannot be seen is never taken for missing. */
static void test_lists(void **state)
{
    struct at_double t;
    struct published out = {0};
    struct str mark;
    (void)state;
    open_site(&t, "oldest first");
    assert_int_equal(at_double_read(&t, "posts", STR_NONE, &mark), 3);
    assert_int_equal(t.c.n[RECORD_POST], 3);
    double_rewind(t.d);
    assert_int_equal(at_double_read(&t, "posts", mark, NULL), 3); /* the newest is at its end */
    struct outgoing o = at_double_words(&t, "third");
    double_rewind(t.d);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.url, "https://kim.example/3"));
    o = at_double_words(&t, "hello"); /* so was one of long ago */
    double_rewind(t.d);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    at_double_close(&t);
    open_site(&t, "no offset");
    assert_int_equal(at_double_read(&t, "posts", STR_NONE, NULL), 2);
    assert_int_equal(t.c.n[RECORD_POST], 2);
    o = at_double_words(&t, "seventh");
    o.at_ms = INT64_C(1705395600000); /* of 2024-01-16, 9 o'clock: eighth is older */
    double_rewind(t.d);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    o = at_double_words(&t, "seventh");
    double_rewind(t.d);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    at_double_close(&t);
}

static void test_edit_and_delete(void **state)
{
    struct published what = {.remote = STR("https://kim.example/20")};
    struct at_double t;
    (void)state;
    open_site(&t, "edit and delete");
    struct outgoing o = at_double_words(&t, "new words");
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_true(str_is(what.remote, "https://kim.example/20"));
    o.title = STR("A name"); /* an address may follow the words */
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_true(str_is(what.remote, "https://kim.example/a-name"));
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
        cmocka_unit_test(test_sign_in),    cmocka_unit_test(test_no_sign_in),
        cmocka_unit_test(test_session),    cmocka_unit_test(test_reads),
        cmocka_unit_test(test_publish),    cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_lists),      cmocka_unit_test(test_edit_and_delete),
        cmocka_unit_test(test_goes_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
