/* tests/unit/test_network_x.c: X at a double: signing in, reading, publishing, and what goes wrong. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"
#include "networks/same.h"

static void open_as_kim(struct at_double *t, const char *scenario)
{
    at_double_open(t, "x", "api", scenario);
    t->s.remote = STR("42");
    t->s.key = STR("id:42");
    t->s.handle = STR("Kim");
    t->s.secret.client_id = STR("app");
    t->s.secret.refresh = STR("r1");
}

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb")};
    struct str url;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_starts(url, STR("https://x.com/i/oauth2/authorize?")));
    assert_true(str_find(url, STR("code_challenge_method=S256")) > 0);
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1", STRA(trip.state));
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "refused");
    t.s.secret = (struct api_secret){.client_id = STR("app")};
    go(&t, ERR_DENIED);
    assert_says(&t, "was invalid");
    at_double_close(&t);
    open_as_kim(&t, "accepted");
    t.s.secret = (struct api_secret){.client_id = STR("app"), .client_secret = STR("shh")};
    go(&t, ERR_OK);
    assert_true(str_is(t.s.secret.refresh, "r1"));
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "id:42"));
    assert_line(&t.c, "identity id:42 person name=\"Kim & Co\" handle=\"Kim\"");
    assert_line(&t.c, "fact id:42 url value=\"https://kim.example\"");
    at_double_close(&t);
}

static void test_session_ended(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "session ended");
    assert_rc(&t, at_double_page(&t, "own"), ERR_OK);
    assert_int_equal(t.kept, 1);
    assert_int_equal(t.kept_at, 2);
    assert_string_equal(t.kept_access, "t2");
    assert_true(str_is(t.s.secret.refresh, "r2"));
    at_double_close(&t);
}

static void test_three_pages(void **state)
{
    struct at_double t;
    struct str mark;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, &mark), 3);
    assert_int_equal(t.s.quota.left, 899);
    assert_lines(&t.c, "post post own author=\"id:42\"", 2);
    assert_line(&t.c, "text=\"Soup & tea https://example.org/a\" "
                      "url=\"https://x.com/Kim/status/1746806432563200001\" "
                      "link=\"https://example.org/a\" language=\"en\" public likes=5 "
                      "key=\"1746806432563200001\"");
    assert_line(&t.c, "attachment 0 image uri=\"https://pbs.example/1.jpg\" alt=\"a bowl\"");
    assert_line(&t.c, "text=\"long, not cut https://example.org/b\"");
    assert_line(&t.c, "post reply own");
    assert_line(&t.c, "reply_to=\"1746806432563100000\"");
    assert_line(&t.c, "post reshare own");
    assert_line(&t.c, "author=\"id:7\"");
    assert_int_equal(t.c.n[RECORD_POST], 5);
    /* the next walk asks for what is newer than where this one began */
    assert_int_equal(at_double_read(&t, "own", mark, NULL), 1);
    at_double_close(&t);
}

static void test_refusals(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "all failed");
    assert_rc(&t, at_double_page(&t, "own"), ERR_NOT_FOUND);
    assert_says(&t, "Could not find user");
    at_double_close(&t);
    open_as_kim(&t, "no credits");
    assert_rc(&t, at_double_page(&t, "own"), ERR_RATE_LIMITED);
    assert_says(&t, "does not have any credits");
    at_double_close(&t);
    at_double_reads_badly(open_as_kim, "own");
}

static void test_people(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "people");
    assert_int_equal(at_double_read(&t, "followers", STR_NONE, NULL), 2);
    assert_line(&t.c, "connection id:7 followed_by");
    assert_line(&t.c, "fact id:7 bio value=\"Baker\"");
    at_double_close(&t);
}

static void test_again(void **state)
{
    const struct api_post posts[] = {
        {STR("1746806432563200001"), STR_NONE},
        {STR("5"),                   STR_NONE},
        {STR("6"),                   STR_NONE},
        {STR("note:1"),              STR_NONE}
    };
    struct at_double t;
    (void)state;
    open_as_kim(&t, "again");
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 1);
    assert_line(&t.c, "likes=9");
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
    static const char png[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0abcd";
    const struct outgoing_media m = {
        .bytes = str_of(png, 33), .media_type = STR("image/png"), .alt = STR("a dot")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish");
    struct outgoing o = at_double_words(&t, "Hello");
    o.media = &m;
    o.medias = 1;
    o.reply_to.key = STR("5");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "1746806432563200001"));
    assert_true(str_is(out.url, "https://x.com/Kim/status/1746806432563200001"));
    at_double_close(&t);
    open_as_kim(&t, "publish refused");
    at_double_refused(&t, ERR_DENIED, "not permitted");
    at_double_close(&t);
    open_as_kim(&t, "publish twice");
    at_double_refused(&t, ERR_CONFLICT, "X says it has that text already");
    at_double_close(&t);
}

static void test_poll(void **state)
{
    const struct str choice[] = {STR_INIT("Tea"), STR_INIT("Coffee")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "poll");
    struct outgoing o = at_double_words(&t, "Which one?");
    o.choice = choice;
    o.choices = COUNT_OF(choice);
    o.poll_s = 21600;
    o.answering = ANSWERING_FOLLOWED;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "no answer");
    struct str key = at_double_no_answer(&t, "Tea & example.org");
    assert_true(str_is(key, "1746806432563200001"));
    at_double_close(&t);
    open_as_kim(&t, "not there");
    struct outgoing o = at_double_words(&t, "x");
    struct published out = {0};
    const struct str taken[] = {STR("1746806432563200001")};
    o.taken = taken;
    o.takens = 1; /* another publication is that post */
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    at_double_close(&t);
}

static void test_delete(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "delete");
    assert_rc(
        &t,
        t.s.row->drop(&t.s, &(struct published){.remote = STR("1746806432563200001")}, &t.e),
        ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &(struct published){.remote = STR("5")}, &t.e), ERR_OK);
    at_double_close(&t);
}

/* Nothing is sent again because it was not on the first page: of any network. */
static void test_further_down(void **state)
{
    struct arena *a = arena_new(MIB(1));
    struct err e;
    const struct api s = {
        .row = api_find(STR("x"), STR_NONE), .server = STR("https://api.x.com"), .a = a};
    const struct outgoing o = {.at_ms = 1700000000000};
    const int64_t newer = o.at_ms + 1, older = o.at_ms - SAME_CLOCKS_MS - 1;
    (void)state;
    assert_int_equal(same_missing(&s, &o, newer, true, &e), ERR_UNCERTAIN);
    assert_int_equal(same_missing(&s, &o, INT64_MAX, true, &e), ERR_UNCERTAIN);
    assert_int_equal(same_missing(&s, &o, newer, false, &e), ERR_NOT_FOUND);
    assert_int_equal(same_missing(&s, &o, older, true, &e), ERR_NOT_FOUND);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),     cmocka_unit_test(test_session_ended),
        cmocka_unit_test(test_three_pages), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_people),      cmocka_unit_test(test_again),
        cmocka_unit_test(test_cut),         cmocka_unit_test(test_publish),
        cmocka_unit_test(test_poll),        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_delete),      cmocka_unit_test(test_further_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
