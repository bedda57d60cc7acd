/* tests/unit/test_network_mastodon.c: the Mastodon API at a double, and servers that know less of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"

static void open_as_kim(struct at_double *t, const char *scenario)
{
    at_double_open(t, "mastodon", "api", scenario);
    t->s.remote = STR("7");
    t->s.key = arena_printf(t->a, "kim@%s", double_base(t->d) + sizeof "http://" - 1);
    t->s.secret.client_id = STR("app");
    t->s.secret.client_secret = STR("shh");
}

static struct str also(struct at_double *t, const char *id)
{
    return arena_printf(t->a, "id:%s/%s", double_base(t->d) + sizeof "http://" - 1, id);
}

static void go(struct at_double *t, enum err_code rc)
{
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb")};
    struct str url;
    t->s.secret = (struct api_secret){0};
    assert_rc(t, t->s.row->leave(&t->s, &trip, &url, &t->e), ERR_OK);
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
    assert_true(str_is(t.s.key, "kim@home.example"));
    struct network_limits l = api_limits(t.s.row, t.s.facts, t.a);
    assert_int_equal(l.most, 1000);
    assert_int_equal(l.media, 6);
    assert_int_equal(l.picture_bytes, 100);
    assert_string_equal(l.picture_types, "image/jpeg image/avif");
    at_double_close(&t);
    open_as_kim(&t, "refused");
    go(&t, ERR_DENIED);
    assert_says(&t, "invalid, expired, revoked");
    at_double_close(&t);
}

static void test_session(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "session gone");
    assert_rc(&t, at_double_page(&t, "home"), ERR_DENIED);
    assert_says(&t, "sign in again");
    at_double_close(&t);
    open_as_kim(&t, "session renewed");
    t.s.secret.refresh = STR("r1");
    assert_rc(&t, at_double_page(&t, "home"), ERR_OK);
    assert_int_equal(t.kept_at, 2);
    assert_string_equal(t.kept_access, "t2");
    assert_true(str_is(t.s.secret.refresh, "r2"));
    at_double_close(&t);
}

static void test_three_pages(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "home", STR_NONE, NULL), 3);
    assert_int_equal(t.s.quota.left, 299);
    assert_int_equal(t.c.n[RECORD_POST], 3);
    assert_int_equal(t.c.messages, 1);
    assert_line(&t.c,
                "post reply author=\"ana@other.example\" at=1705305600000 text=\"Soup & tea\" "
                "summary=\"food\" url=\"https://other.example/@ana/12\" language=\"en\" "
                "unlisted");
    assert_line(&t.c, "attachment 0 image uri=\"https://other.example/1.png\" alt=\"a bowl\"");
    assert_line(&t.c, "attachment 1 poll note=\"Yes: 3\\nNo: 1\"");
    assert_line(&t.c, "post reshare own");
    assert_line(&t.c, "reshare_of=\"https://other.example/users/ana/statuses/10\"");
    assert_line(&t.c, "thread with:ana@other.example");
    at_double_close(&t);
}

static void test_notifications(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "notifications");
    assert_int_equal(at_double_read(&t, "notifications", STR_NONE, NULL), 1);
    assert_line(&t.c, "reaction like author=\"ana@other.example\"");
    assert_line(&t.c, "connection ana@other.example followed_by");
    assert_line(&t.c, "post post own");
    at_double_close(&t);
}

static void test_people(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "people");
    assert_int_equal(at_double_read(&t, "followers", STR_NONE, NULL), 2);
    assert_lines(&t.c, "followed_by", 2);
    assert_int_equal(at_double_read(&t, "lists", STR_NONE, NULL), 1);
    assert_line(&t.c, "fact ana@other.example label value=\"Family\"");
    at_double_close(&t);
}

static void test_again(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "again");
    const struct api_post posts[] = {
        {STR("https://other.example/users/ana/statuses/12"), also(&t, "12")},
        {STR("https://other.example/users/ana/statuses/13"),                                                  also(&t,        "13")},
        {STR("https://other.example/users/ana/statuses/14"),                                             STR("id:elsewhere.example/14")                                            }
    };
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 1);
    assert_line(&t.c, "likes=9");
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    struct at_double t;
    (void)state;
    at_double_reads_badly(open_as_kim, "home");
    open_as_kim(&t, "page");
    at_double_cut_page(&t, "home");
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
    o.language = STR("en");
    o.visibility = VISIBLE_FOLLOWERS;
    o.reply_to = (struct api_post){STR("https://other.example/5"), also(&t, "5")};
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_ends(out.key, STR("/users/kim/statuses/20")));
    assert_true(str_eq(out.remote, also(&t, "20")));
    at_double_close(&t);
    open_as_kim(&t, "publish refused");
    at_double_refused(&t, ERR_INVALID, "Text character limit of 500 exceeded");
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "no answer");
    struct str key = at_double_no_answer(&t, "Hi @ana@other.example\ntea");
    assert_true(str_ends(key, STR("/statuses/20")));
    at_double_close(&t);
}

static void test_edit_and_delete(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "edit and delete");
    struct outgoing o = at_double_words(&t, "new words");
    const struct published what = {.remote = also(&t, "20")};
    assert_rc(&t, t.s.row->edit(&t.s, &what, &o, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    at_double_close(&t);
}

/* The choices go along; an edit keeps them and their votes, and never opens a poll that has ended. */
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
    o.poll_s = 86400;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    o.choices = 0;
    assert_rc(&t, t.s.row->edit(&t.s, &out, &o, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->edit(&t.s, &out, &o, &t.e), ERR_INVALID);
    assert_says(&t, "poll of this post has ended");
    at_double_close(&t);
}

static void test_no_delete(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "a server that lets no program delete");
    const struct published what = {.remote = also(&t, "20")};
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_UNSUPPORTED);
    at_double_close(&t);
}

/* Connections that end by themselves, no v2/instance, lists without a Link, a Link that has another
 * scheme, no idempotency, <br> without <p>. */
static void test_snac(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "snac");
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_int_equal(api_limits(t.s.row, t.s.facts, t.a).most, 100000);
    assert_int_equal(at_double_read(&t, "notifications", STR_NONE, NULL), 1);
    assert_line(&t.c, "connection carol@127.0.0.1:8102 followed_by");
    assert_int_equal(at_double_read(&t, "home", STR_NONE, NULL), 2);
    assert_line(&t.c, "text=\"one\\ntwo\"");
    struct outgoing o = at_double_words(&t, "one\ntwo & three");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_ends(out.key, STR("/kim/p/2")));
    at_double_close(&t);
}

/* What real servers gave: nothing of it is left unread. */
static void test_real(void **state)
{
    static const struct {
        const char *file, *stream;
    } rows[] = {
        {"gts-v1_timelines_home_limit_20.json",  "home"         },
        {"snac-v1_timelines_home_limit_20.json", "home"         },
        {"gts-v1_notifications.json",            "notifications"},
        {"snac-v1_notifications.json",           "notifications"},
        {"gts-v1_lists.json",                    "lists"        },
        {"snac-v1_lists.json",                   "lists"        },
    };
    const char *shared = getenv("TACT_SHARED");
    (void)state;
    if (!shared) {
        fprintf(stderr, "SKIP: TACT_SHARED does not name the folder of samples\n");
        skip();
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char path[1024];
        struct buf text;
        struct at_double t;
        snprintf(path, sizeof path, "%s/data/suites/mastodon-api-live/%s", shared,
                 rows[i].file);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        buf_init(&text, MIB(4));
        buf_lit(&text, "= real\n>* GET /*?*\n< 200\n");
        for (int c; (c = fgetc(f)) != EOF;)
            buf_char(&text, (char)c);
        fclose(f);
        open_as_kim(&t, "page");
        double_stop(t.d);
        t.d = double_start_text(buf_cstr(&text), "real");
        t.s.server = t.s.named = str_from(double_base(t.d));
        assert_rc(&t, at_double_page(&t, rows[i].stream), ERR_OK);
        assert_int_equal(t.c.n[RECORD_UNREAD], 0);
        assert_true(i >= 4 || t.c.lines.n > 0);
        at_double_close(&t);
        buf_free(&text);
    }
}

static void test_withheld(void **state)
{
    struct arena *a = arena_new(MIB(1));
    const struct network_api *m = api_find(STR("mastodon"), STR_NONE);
    const struct network_api *l = api_find(STR("linkedin"), STR("api"));
    (void)state;
    assert_int_equal(api_withheld(m, STR_NONE, a).n, 0); /* it did not say */
    assert_int_equal(api_withheld(m, STR("write read follow"), a).n, 0);
    assert_true(str_is(api_withheld(m, STR("read write:media"), a), "write"));
    assert_true(str_is(api_withheld(l, STR("email,openid,profile"), a), "w_member_social"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),     cmocka_unit_test(test_session),
        cmocka_unit_test(test_three_pages), cmocka_unit_test(test_notifications),
        cmocka_unit_test(test_people),      cmocka_unit_test(test_again),
        cmocka_unit_test(test_goes_wrong),  cmocka_unit_test(test_publish),
        cmocka_unit_test(test_no_answer),   cmocka_unit_test(test_edit_and_delete),
        cmocka_unit_test(test_no_delete),   cmocka_unit_test(test_snac),
        cmocka_unit_test(test_poll),        cmocka_unit_test(test_real),
        cmocka_unit_test(test_withheld),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
