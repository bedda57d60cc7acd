/* tests/unit/test_draft.c: drafts, the password and the sessions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/draft.h"
#include "store/session.h"

static void a_draft_is_kept_changed_and_dropped(void **state)
{
    (void)state;
    int64_t to[] = {3, 1};
    struct draft d = {.text = STR("first words"), .account = to, .accounts = 2}, other, *list;
    size_t n;
    OK(store_draft_put(s, &d, &e));
    assert_int_not_equal(d.id, 0);
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.text, "first words"));
    assert_int_equal(other.accounts, 2);
    assert_int_equal(other.account[0], 1);
    assert_int_equal(other.account[1], 3);
    d.text = STR("other words");
    d.accounts = 1;
    OK(store_draft_put(s, &d, &e));
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.text, "other words"));
    assert_int_equal(other.accounts, 1);
    assert_int_equal(other.created_ms, d.created_ms);
    struct draft second = {.text = STR("second")};
    OK(store_draft_put(s, &second, &e));
    assert_int_not_equal(second.id, d.id);
    OK(store_drafts(s, 10, a, &list, &n, &e));
    assert_int_equal(n, 2);
    OK(store_drafts(s, 1, a, &list, &n, &e));
    assert_int_equal(n, 1);
    OK(store_draft_drop(s, d.id, &e));
    assert_int_equal(store_draft(s, d.id, a, &other, &e), ERR_NOT_FOUND);
    assert_int_equal(store_draft_put(s, &d, &e), ERR_NOT_FOUND);
    assert_int_equal(store_draft_drop(s, d.id, &e), ERR_NOT_FOUND);
    assert_int_equal(count("SELECT count(*) FROM variants"), 0);
    char *large = arena_alloc(a, LIMIT_DRAFT + 1);
    memset(large, 'x', LIMIT_DRAFT + 1);
    second.text = str_of(large, LIMIT_DRAFT + 1);
    assert_int_equal(store_draft_put(s, &second, &e), ERR_LIMIT);
}

static void a_session_ends_by_time_and_by_hand(void **state)
{
    (void)state;
    struct session one = {STR("d1"), STR("Browser"), 100, 100, 1000, STR_NONE, 0}, got;
    OK(store_session_put(s, &one, &e));
    OK(store_session_find(s, STR("d1"), 500, a, &got, &e));
    assert_true(str_is(got.agent, "Browser"));
    assert_int_equal(store_session_find(s, STR("d1"), 1000, a, &got, &e), ERR_NOT_FOUND);
    OK(store_session_seen(s, STR("d1"), 900, 2000, &e));
    OK(store_session_find(s, STR("d1"), 1000, a, &got, &e));
    assert_int_equal(got.seen_ms, 900);
    struct session late = {STR("d2"), STR(""), 5000, 5000, 9000, STR_NONE, 0};
    OK(store_session_put(s, &late, &e)); /* sweeps the first one */
    assert_int_equal(count("SELECT count(*) FROM sessions"), 1);
    OK(store_session_drop(s, STR("d2"), &e));
    assert_int_equal(store_session_find(s, STR("d2"), 6000, a, &got, &e), ERR_NOT_FOUND);
    OK(store_session_put(s, &one, &e));
    OK(store_session_put(s, &late, &e));
    OK(store_sessions_drop_all(s, &e));
    assert_int_equal(count("SELECT count(*) FROM sessions"), 0);
}

static void a_password_is_set_and_set_again(void **state)
{
    (void)state;
    struct str hash;
    OK(store_password(s, a, &hash, &e));
    assert_int_equal(hash.n, 0);
    OK(store_password_set(s, STR("$argon2id$one"), &e));
    OK(store_password_set(s, STR("$argon2id$two"), &e));
    OK(store_password(s, a, &hash, &e));
    assert_true(str_is(hash, "$argon2id$two"));
    assert_int_equal(store_password_set(s, STR(""), &e), ERR_INVALID);
}

static enum err_code look_for_secret(void *ctx, struct str json, struct err *err)
{
    (void)ctx;
    (void)err;
    assert_true(str_find(json, STR("argon2id")) < 0);
    assert_true(str_find(json, STR("d1")) < 0);
    return ERR_OK;
}

static void secrets_are_never_exported(void **state)
{
    (void)state;
    struct session one = {STR("d1"), STR(""), 100, 100, 1000, STR_NONE, 0};
    OK(store_password_set(s, STR("$argon2id$one"), &e));
    OK(store_session_put(s, &one, &e));
    for (const char *const *t = store_tables(); *t; t++) {
        assert_string_not_equal(*t, "credentials");
        assert_string_not_equal(*t, "sessions");
        OK(store_export(s, *t, look_for_secret, NULL, &e));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draft_is_kept_changed_and_dropped), TEST(a_session_ends_by_time_and_by_hand),
        TEST(a_password_is_set_and_set_again), TEST(secrets_are_never_exported)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
