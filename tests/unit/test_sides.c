/* tests/unit/test_sides.c: a draft that goes to another context than it began in is asked about, once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "writing/send.h"
#include "writing/sides.h"

static int64_t there(const char *network)
{
    struct account *all;
    size_t n;
    OK(store_accounts(s, a, &all, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(all[i].network, network))
            return all[i].id;
    fail_msg("no account at %s", network);
    return 0;
}

/* LinkedIn is professional, the others are personal. */
static void meet(void)
{
    commit(begin("linkedin", "una"));
    commit(begin("mastodon", "kim"));
    commit(begin("facebook", "kim"));
}

static const char *asked(const struct draft *d)
{
    struct str question;
    OK(sides_ask(s, d, a, &question, &e));
    return arena_cstr(a, question);
}

static void a_draft_that_changes_its_context_is_asked_about_once(void **state)
{
    (void)state;
    meet();
    int64_t to[] = {there("linkedin"), there("mastodon"), there("facebook")};
    struct draft d = {.text = STR("words"), .account = to, .accounts = 1};
    OK(store_draft_put(s, &d, &e));
    assert_string_equal(asked(&d), "");
    d.accounts = 2;
    assert_string_equal(asked(&d), "This draft began in professional; it now also goes to "
                                   "personal: Mastodon kim.");
    OK(store_draft_put(s, &d, &e)); /* being kept is no answer */
    assert_int_equal(sides_answered(s, &d, &e), ERR_INVALID);
    OK(store_draft_agree(s, d.id, to, 2, &e));
    assert_string_equal(asked(&d), "");
    d.accounts = 3; /* another account of a context that was meant */
    assert_string_equal(asked(&d), "");
    d.accounts = 1;
    OK(store_draft_put(s, &d, &e));
    d.accounts = 2; /* back again */
    assert_string_equal(asked(&d), "");
    OK(store_draft_drop(s, d.id, &e));
    assert_int_equal(count("SELECT count(*) FROM draft_began"), 0);
}

static void a_draft_that_moves_is_asked_about_too(void **state)
{
    (void)state;
    meet();
    int64_t to[] = {there("mastodon")}, other[] = {there("linkedin")};
    struct draft d = {.text = STR("words")};
    OK(store_draft_put(s, &d, &e)); /* nowhere yet: it begins with the first that are chosen */
    assert_string_equal(asked(&d), "");
    d.account = to;
    d.accounts = 1;
    OK(store_draft_put(s, &d, &e));
    d.account = other;
    assert_string_equal(asked(&d), "This draft began in personal; it now goes to professional: "
                                   "LinkedIn una.");
    OK(store_draft_put(s, &d, &e));
    assert_int_equal(sides_answered(s, &d, &e), ERR_INVALID);
}

static void one_that_began_for_both_is_not(void **state)
{
    (void)state;
    meet();
    int64_t to[] = {there("linkedin"), there("mastodon")};
    struct draft d = {.text = STR("words"), .account = to, .accounts = 2};
    assert_string_equal(asked(&d), ""); /* not kept yet */
    OK(store_draft_put(s, &d, &e));
    OK(sides_answered(s, &d, &e));
}

static void an_answer_began_where_that_came(void **state)
{
    (void)state;
    meet();
    int64_t to[] = {there("linkedin")};
    struct draft d = {.text = STR("words"),
                      .account = to,
                      .accounts = 1,
                      .reply_to = 5,
                      .reply_from = there("mastodon")};
    const char *question = "This draft began in personal; it now goes to professional: "
                           "LinkedIn una.";
    assert_string_equal(asked(&d), question);
    OK(store_draft_put(s, &d, &e));
    assert_string_equal(asked(&d), question);
}

/* Whatever the page or the command line did: nothing gets into the outbox. */
static void it_does_not_go_out_before(void **state)
{
    (void)state;
    meet();
    int64_t to[] = {there("linkedin"), there("facebook")};
    struct draft d = {.text = STR("words"), .account = to, .accounts = 1};
    struct sends w;
    struct publication *p;
    size_t n;
    OK(store_draft_put(s, &d, &e));
    d.accounts = 2;
    OK(store_draft_put(s, &d, &e));
    OK(store_draft(s, d.id, a, &d, &e));
    OK(send_prepare(s, NULL, NULL, &d, a, &w, &e));
    assert_int_equal(send_all(s, &d, &w, 0, a, &p, &n, &e), ERR_INVALID);
    assert_non_null(strstr(e.msg, "began in professional"));
    assert_int_equal(count("SELECT count(*) FROM publications"), 0);
    OK(store_draft_agree(s, d.id, to, 2, &e));
    OK(send_all(s, &d, &w, 0, a, &p, &n, &e));
    assert_int_equal(n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draft_that_changes_its_context_is_asked_about_once),
        TEST(a_draft_that_moves_is_asked_about_too),
        TEST(one_that_began_for_both_is_not),
        TEST(an_answer_began_where_that_came),
        TEST(it_does_not_go_out_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
