/* tests/unit/test_network_linkedin.c: LinkedIn at a double, as a member and as a page; its text and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"
#include "networks/linkedin.h"

static void open_member(struct at_double *t, const char *scenario)
{
    at_double_open(t, "linkedin", "api", scenario);
    t->s.remote = STR("urn:li:person:abc");
    t->s.key = STR("in/kim");
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

static void open_page(struct at_double *t, const char *scenario)
{
    at_double_open(t, "linkedin", "page", scenario);
    t->s.remote = STR("urn:li:organization:7");
    t->s.key = STR("company/tea-ltd");
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

/* Signing in -------------------------------------------------------------------------------- */

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("https://kim.example/cb")};
    struct str url;
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
    assert_true(str_find(url, STR("/oauth/v2/authorization?")) > 0);
    struct str query = arena_printf(t->a, "state=" STRF "&code=c1", STRA(trip.state));
    assert_rc(t, t->s.row->arrive(&t->s, &trip, query, &t->e), rc);
}

static void test_sign_in(void **state)
{
    struct at_double t;
    (void)state;
    open_member(&t, "accepted");
    go(&t, ERR_OK);
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.remote, "urn:li:person:abc"));
    assert_true(str_is(t.s.key, "in/kim")); /* known from the archive: it stays */
    assert_true(t.s.secret.until_ms > time_now_ms());
    at_double_close(&t);
    open_member(&t, "refused");
    go(&t, ERR_DENIED);
    assert_says(&t, "Client authentication failed");
    at_double_close(&t);
    open_member(&t, "ended");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_DENIED);
    assert_says(&t, "sign in again");
    at_double_close(&t);
}

static void test_renewed(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "renewed");
    t.s.secret.refresh = STR("r1");
    assert_rc(&t, at_double_page(&t, "own"), ERR_OK);
    assert_int_equal(t.kept, 1);
    assert_int_equal(t.kept_at, 2);
    assert_string_equal(t.kept_access, "t2");
    at_double_close(&t);
}

static void test_page_chosen(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "page chosen");
    t.s.remote = t.s.key = STR_NONE;
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "company/tea-ltd"));
    assert_true(str_is(t.s.remote, "urn:li:organization:7"));
    assert_true(str_find(t.s.facts, STR("urn:li:organization:8")) > 0);
    assert_line(&t.c, "identity company/tea-ltd organisation name=\"Tea Ltd\"");
    at_double_close(&t);
    open_page(&t, "no page");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_DENIED);
    assert_says(&t, "no page");
    at_double_close(&t);
}

/* Reading ------------------------------------------------------------------------------------- */

static void test_three_pages(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "three pages");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, NULL), 3);
    assert_int_equal(t.c.n[RECORD_POST], 3);
    assert_line(&t.c,
                "post post own author=\"company/tea-ltd\" at=1705305600000 text=\"Tea (hot) "
                "by Ana Berg #tea\" url=\"https://www.linkedin.com/feed/update/"
                "urn:li:share:71\" public key=\"urn:li:share:71\"");
    assert_line(&t.c, "attachment 0 image uri=\"urn:li:image:a\" alt=\"a cup\"");
    assert_line(&t.c, "edited=1705305409000");
    assert_line(&t.c,
                "attachment 0 link uri=\"https://example.org/a\" alt=\"about\" note=\"A\"");
    assert_line(&t.c, "reshare_of=\"urn:li:share:5\"");
    at_double_close(&t);
}

static void test_comments(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "comments");
    assert_int_equal(at_double_read(&t, "comments", STR_NONE, NULL), 2);
    assert_line(&t.c, "post comment author=\"urn:li:person:9\" at=1705305700000 text=\"nice\"");
    assert_line(&t.c, "post comment own author=\"company/tea-ltd\"");
    assert_line(&t.c, "reply_to=\"urn:li:comment:(urn:li:activity:72,5)\"");
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_page, "own");
    open_page(&t, "version gone");
    assert_rc(&t, at_double_page(&t, "own"), ERR_UNSUPPORTED);
    assert_says(&t, "set a newer one");
    at_double_close(&t);
}

static void test_cut(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "page");
    at_double_cut_page(&t, "own");
    at_double_close(&t);
    open_member(&t, "publish words");
    at_double_cut_publish(&t, "hello");
    at_double_close(&t);
}

/* Publishing ---------------------------------------------------------------------------------- */

static void test_publish(void **state)
{
    const struct outgoing_media m = {
        .bytes = STR("png"), .media_type = STR("image/png"), .alt = STR("a dot")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_member(&t, "publish");
    struct outgoing o = at_double_words(&t, "Tea (hot) #tea");
    o.media = &m;
    o.medias = 1;
    o.visibility = VISIBLE_CONNECTIONS;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "urn:li:share:71"));
    at_double_close(&t);
    open_member(&t, "publish refused");
    at_double_refused(&t, ERR_DENIED, "Not enough permissions");
    at_double_close(&t);
}

/* What has the same words is this publication, unless another is. */
static void test_twice(void **state)
{
    const struct str taken[] = {STR("urn:li:share:71")};
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_member(&t, "publish twice");
    out = at_double_publish(&t, "x");
    assert_true(str_is(out.key, "urn:li:share:71"));
    double_rewind(t.d);
    struct outgoing o = at_double_words(&t, "x");
    o.taken = taken;
    o.takens = 1;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_CONFLICT);
    assert_says(&t, "LinkedIn says it has that text already");
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_page(&t, "no answer");
    assert_true(str_is(at_double_no_answer(&t, "Tea (hot) #tea"), "urn:li:share:71"));
    at_double_close(&t);
}

static void test_comment(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_member(&t, "comment");
    struct outgoing o = at_double_words(&t, "nice (really)");
    o.reply_to.key = STR("urn:li:share:71");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "urn:li:comment:(urn:li:activity:72,5)"));
    assert_rc(&t, t.s.row->drop(&t.s, &out, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_edit_and_delete(void **state)
{
    const struct published what = {.remote = STR("urn:li:share:71")};
    struct at_double t;
    (void)state;
    open_member(&t, "edit and delete");
    struct outgoing o = at_double_words(&t, "new *words*");
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    at_double_close(&t);
}

/* Its text ------------------------------------------------------------------------------------ */

static void test_little(void **state)
{
    static const struct {
        const char *text, *little;
    } rows[] = {
        {"",                           ""                                              },
        {"plain, words.",              "plain, words."                                 },
        {"|{}@[]()<>#\\*_~",           "\\|\\{\\}\\@\\[\\]\\(\\)\\<\\>\\#\\\\\\*\\_\\~"},
        {"#tea and #Å_2!",            "{hashtag|\\#|tea} and {hashtag|\\#|Å\\_2}!"   },
        {"C# x#y # z",                 "C\\# x\\#y \\# z"                              },
        {"(#tea)",                     "\\({hashtag|\\#|tea}\\)"                       },
        {"a@b.example https://a.b/_c", "a\\@b.example https://a.b/\\_c"                },
    };
    struct arena *a = arena_new(MIB(16));
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str got = linkedin__little(str_from(rows[i].text), NULL, 0, a);
        if (!str_is(got, rows[i].little))
            fail_msg("%s: " STRF ", not %s", rows[i].text, STRA(got), rows[i].little);
        assert_true(str_is(linkedin__plain(got, a), rows[i].text));
    }
    arena_free(a);
}

static void test_mentions(void **state)
{
    const struct outgoing_mention m[] = {
        {3,  12, STR("urn:li:person:9"),       STR_NONE        },
        {17, 21, STR("urn:li:organization:7"), STR("Tea (Ltd)")},
        {22, 24, STR_NONE,                     STR("no urn")   },
    };
    struct arena *a = arena_new(MIB(16));
    (void)state;
    struct str got = linkedin__little(STR("hi @Ana Berg and @Tea @x"), m, COUNT_OF(m), a);
    assert_string_equal(arena_cstr(a, got),
                        "hi @[Ana Berg](urn:li:person:9) and @[Tea \\(Ltd\\)]("
                        "urn:li:organization:7) \\@x");
    assert_true(str_is(linkedin__plain(got, a), "hi Ana Berg and Tea (Ltd) @x"));
    /* what is cut off anywhere is read without harm */
    for (size_t n = 0; n < got.n; n++)
        assert_true(linkedin__plain(str_sub(got, 0, n), a).n <= n);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),     cmocka_unit_test(test_renewed),
        cmocka_unit_test(test_page_chosen), cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_comments),    cmocka_unit_test(test_goes_wrong),
        cmocka_unit_test(test_cut),         cmocka_unit_test(test_publish),
        cmocka_unit_test(test_twice),       cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_comment),     cmocka_unit_test(test_edit_and_delete),
        cmocka_unit_test(test_little),      cmocka_unit_test(test_mentions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
