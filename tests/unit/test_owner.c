/* tests/unit/test_owner.c: several owners in one database: nothing of one is another's. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/attempt.h"
#include "store/audit.h"
#include "store/invitation.h"
#include "store/owner.h"
#include "store/second_factor.h"
#include "store/session.h"
#include "store/timeline.h"
#include "store/token.h"

#define DAY INT64_C(86400000)
#define T0  INT64_C(1600000000000)

static int64_t add(enum owner_kind kind, const char *email, const char *name)
{
    struct owner o;
    OK(store_owner_add(s, kind, str_from(email), str_from(name), a, &o, &e));
    return o.id;
}

static void a_home_begins_with_one_who_is_the_host(void **state)
{
    (void)state;
    struct owner *o;
    size_t n;
    OK(store_owners(s, a, &o, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(o[0].id, FIRST_OWNER);
    assert_true(o[0].is_host);
    assert_int_equal(o[0].kind, OWNER_PERSON);
    assert_int_equal(o[0].email.n, 0);
    assert_int_equal(store_owner_close(s, FIRST_OWNER, &e), ERR_CONFLICT);
}

static void owners_are_found_by_id_and_email(void **state)
{
    (void)state;
    struct owner o;
    int64_t ann = add(OWNER_PERSON, " Ann@Example.ORG ", "Ann");
    OK(store_owner_find(s, STR("ann@example.org"), a, &o, &e));
    assert_int_equal(o.id, ann);
    assert_true(str_is(o.email, "ann@example.org"));
    assert_false(o.is_host);
    OK(store_owner_find(s, STR("2"), a, &o, &e));
    assert_int_equal(o.id, ann);
    assert_int_equal(store_owner_find(s, STR("nobody@example.org"), a, &o, &e), ERR_NOT_FOUND);
    assert_int_equal(store_owner_find(s, STR(""), a, &o, &e), ERR_NOT_FOUND);
    assert_int_equal(
        store_owner_add(s, OWNER_PERSON, STR("ANN@example.org"), STR("Other"), a, &o, &e),
        ERR_CONFLICT);
    static const char *const wrong[] = {"",          "ann",       "@x",
                                        "ann@",      "a b@x.org", "a@.org",
                                        "<a@x.org>", "a@x\n.org", "a@x.org,b@x.org"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(
            store_owner_add(s, OWNER_PERSON, str_from(wrong[i]), STR("X"), a, &o, &e),
            ERR_INVALID);
    assert_int_equal(store_owner_add(s, OWNER_PERSON, STR("b@x.org"), STR(" "), a, &o, &e),
                     ERR_INVALID);
}

static void a_new_owner_has_contexts_and_nothing_else(void **state)
{
    (void)state;
    struct context *c;
    struct account *acc;
    size_t n;
    int64_t ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    store_act_for(s, ann);
    OK(store_contexts(s, a, &c, &n, &e));
    assert_int_equal(n, 3);
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_int_equal(n, 0);
}

static void a_closed_owner_is_signed_out(void **state)
{
    (void)state;
    struct session v = {.digest = STR("d"), .until_ms = INT64_MAX, .remote = STR("192.0.2.1")};
    struct session *all;
    struct owner o;
    size_t n;
    int64_t ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    store_act_for(s, ann);
    OK(store_session_put(s, &v, &e));
    v.digest = STR("other");
    OK(store_session_put(s, &v, &e));
    OK(store_sessions(s, 0, a, &all, &n, &e));
    assert_int_equal(n, 2);
    assert_true(str_is(all[0].remote, "192.0.2.1"));
    OK(store_sessions_drop_others(s, STR("d"), &e));
    store_act_for(s, FIRST_OWNER);
    assert_int_equal(store_session_find(s, STR("d"), 1, a, &v, &e), ERR_NOT_FOUND);
    OK(store_owner_close(s, ann, &e));
    assert_int_equal(store_owner_close(s, ann, &e), ERR_NOT_FOUND);
    store_act_for(s, ann);
    assert_int_equal(store_session_find(s, STR("d"), 1, a, &v, &e), ERR_NOT_FOUND);
    OK(store_owner_get(s, ann, a, &o, &e));
    assert_true(o.closed_ms > 0);
    OK(store_owner_reopen(s, ann, &e));
    assert_int_equal(store_owner_reopen(s, ann, &e), ERR_NOT_FOUND);
}

static void a_company_has_members_with_roles(void **state)
{
    (void)state;
    struct membership *m;
    enum role role;
    size_t n;
    int64_t ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    int64_t acme = add(OWNER_COMPANY, "", "Fernlight");
    assert_int_equal(store_membership_set(s, acme, ann, ROLE_WRITER, &e), ERR_CONFLICT);
    OK(store_membership_set(s, acme, FIRST_OWNER, ROLE_ADMIN, &e));
    OK(store_membership_set(s, acme, ann, ROLE_WRITER, &e));
    OK(store_role(s, acme, ann, &role, &e));
    assert_int_equal(role, ROLE_WRITER);
    OK(store_role(s, ann, acme, &role, &e));
    assert_int_equal(role, ROLE_NONE);
    OK(store_members_of(s, acme, a, &m, &n, &e));
    assert_int_equal(n, 2);
    OK(store_memberships_of(s, ann, a, &m, &n, &e));
    assert_int_equal(n, 1);
    assert_true(str_is(m[0].company, "Fernlight"));
    assert_int_equal(store_membership_set(s, acme, FIRST_OWNER, ROLE_WRITER, &e), ERR_CONFLICT);
    assert_int_equal(store_membership_drop(s, acme, FIRST_OWNER, &e), ERR_CONFLICT);
    assert_int_equal(store_membership_set(s, ann, FIRST_OWNER, ROLE_ADMIN, &e), ERR_INVALID);
    assert_int_equal(store_membership_set(s, acme, acme, ROLE_ADMIN, &e), ERR_INVALID);
    OK(store_membership_drop(s, acme, ann, &e));
    assert_int_equal(store_membership_drop(s, acme, ann, &e), ERR_NOT_FOUND);
    OK(store_owner_close(s, acme, &e));
    OK(store_role(s, acme, FIRST_OWNER, &role, &e));
    assert_int_equal(role, ROLE_NONE);
}

/* The same archive for whoever the store acts for. */
static int64_t same_archive(void)
{
    struct importer *im = begin("mastodon", "me");
    struct import about;
    put_identity(im, "bea", "Bea Quill");
    put_connection(im, "bea", CONNECTION_FOLLOWED_BY);
    for (int i = 0; i < 40; i++) {
        char key[16];
        snprintf(key, sizeof key, "p%d", i);
        put_post(im, POST_POST, key, i % 2 ? NULL : "bea", T0 + i * DAY, "a lantern walk",
                 NULL);
    }
    store_import_about(im, a, &about);
    commit(im);
    derive();
    return about.id;
}

static size_t found(const char *words)
{
    struct post *p;
    struct post_page page;
    size_t n, best;
    OK(store_search(s, str_from(words), SEARCH_NEWEST, 100, a, &p, &n, &e));
    for (size_t i = 0; i < n; i++)
        assert_int_equal(p[i].id != 0, 1);
    OK(store_search(s, str_from(words), SEARCH_BEST, 100, a, &p, &best, &e));
    assert_int_equal(best, n);
    const struct post_search q = {.words = str_from(words), .order = SEARCH_NEWEST};
    OK(store_find_posts(s, &q, 0, 100, a, &page, &e));
    assert_int_equal(page.n, n);
    return n;
}

static void two_with_the_same_archive_do_not_meet(void **state)
{
    (void)state;
    struct person *p;
    struct post_page page;
    size_t n;
    int64_t first = same_archive();
    int64_t ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    store_act_for(s, ann);
    assert_int_equal(found("lantern"), 0);
    int64_t second = same_archive();
    assert_int_equal(found("lantern"), 40);
    OK(store_rebuild_search(s, &e));
    assert_int_equal(found("lantern"), 40);
    store_act_for(s, FIRST_OWNER);
    assert_int_equal(found("lantern"), 40);
    assert_int_equal(count("SELECT count(DISTINCT id) FROM posts"), 80);
    OK(store_people(s, STR("bea"), 10, a, &p, &n, &e));
    assert_int_equal(n, 1);
    OK(store_import_undo(s, first, &e));
    derive();
    assert_int_equal(found("lantern"), 0);
    OK(store_people(s, STR("bea"), 10, a, &p, &n, &e));
    assert_int_equal(n, 0);
    store_act_for(s, ann);
    assert_int_equal(found("lantern"), 40);
    OK(store_people(s, STR("bea"), 10, a, &p, &n, &e));
    assert_int_equal(n, 1);
    const struct post_filter all = {0};
    OK(store_timeline(s, &all, 0, 100, a, &page, &e));
    assert_int_equal(page.n, 40);
    OK(store_import_undo(s, second, &e));
    assert_int_equal(count("SELECT count(*) FROM posts"), 0);
}

static void wrong_tries_cost_a_wait_for_account_and_address(void **state)
{
    (void)state;
    const struct attempt both[] = {
        {STR("remote:192.0.2.1"), 5 },
        {STR("account:ann"),      10}
    };
    const struct attempt other[] = {
        {STR("remote:192.0.2.2"), 5 },
        {STR("account:ann"),      10}
    };
    for (int i = 0; i < 5; i++)
        OK(store_attempt(s, both, 2, T0, &e));
    assert_int_equal(store_attempt(s, both, 2, T0 + 1000, &e), ERR_RATE_LIMITED);
    assert_in_range(e.retry_after_s, 50, 60);
    OK(store_attempt(s, other, 2, T0 + 1000, &e));
    OK(store_attempt(s, both, 2, T0 + 61000, &e));
    assert_int_equal(store_attempt(s, both, 2, T0 + 62000, &e), ERR_RATE_LIMITED);
    assert_in_range(e.retry_after_s, 110, 120);
    for (int i = 0; i < 3; i++)
        OK(store_attempt(s, other, 2, T0 + 63000, &e));
    /* ten for the account by now, wherever they came from */
    const struct attempt third[] = {
        {STR("remote:192.0.2.3"), 5 },
        {STR("account:ann"),      10}
    };
    assert_int_equal(store_attempt(s, third, 2, T0 + 64000, &e), ERR_RATE_LIMITED);
    OK(store_attempt_right(s, third + 1, 1, &e));
    OK(store_attempt(s, third, 2, T0 + 64000, &e));
    OK(store_attempt(s, both, 2, T0 + 2 * DAY, &e));
    assert_int_equal(count("SELECT count(*) FROM attempts WHERE key LIKE '%ann%'"), 0);
}

static void an_invitation_is_good_once_and_for_a_week(void **state)
{
    (void)state;
    struct invitation v = {.digest = STR("d1"),
                           .email = STR("ann@example.org"),
                           .made_ms = T0,
                           .until_ms = T0 + INVITATION_MS},
                      out, *all;
    size_t n;
    OK(store_invitation_add(s, &v, &e));
    v.digest = STR("d2");
    OK(store_invitation_add(s, &v, &e));
    OK(store_invitations(s, -1, T0, a, &all, &n, &e));
    assert_int_equal(n, 1); /* the older one ended */
    assert_int_equal(store_invitation_find(s, STR("d1"), T0, a, &out, &e), ERR_NOT_FOUND);
    OK(store_invitation_find(s, STR("d2"), T0, a, &out, &e));
    assert_int_equal(store_invitation_find(s, STR("d2"), T0 + INVITATION_MS, a, &out, &e),
                     ERR_NOT_FOUND);
    assert_int_equal(store_invitation_drop(s, STR("d2"), 5, &e), ERR_NOT_FOUND);
    OK(store_invitation_use(s, STR("d2"), T0, &e));
    assert_int_equal(store_invitation_use(s, STR("d2"), T0, &e), ERR_NOT_FOUND);
    assert_int_equal(store_invitation_drop(s, STR("d2"), -1, &e), ERR_NOT_FOUND);
    add(OWNER_PERSON, "ann@example.org", "Ann");
    assert_int_equal(store_invitation_add(s, &v, &e), ERR_CONFLICT);
}

static void a_key_is_its_owners_until_it_is_taken_back(void **state)
{
    (void)state;
    struct api_token t = {.digest = STR("d"),
                          .name = STR("script"),
                          .scopes = 1u << SCOPE_READ | 1u << SCOPE_IMPORT,
                          .made_ms = T0,
                          .until_ms = T0 + DAY},
                     out, *all;
    int64_t id = 0, ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    size_t n;
    store_act_for(s, ann);
    OK(store_token_add(s, &t, &id, &e));
    OK(store_token_find(s, STR("d"), T0, a, &out, &e));
    assert_int_equal(out.scopes, t.scopes);
    OK(store_token_seen(s, id, T0 + 5, &e));
    OK(store_tokens(s, T0, a, &all, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(all[0].seen_ms, T0 + 5);
    assert_int_equal(store_token_find(s, STR("d"), T0 + DAY, a, &out, &e), ERR_NOT_FOUND);
    store_act_for(s, FIRST_OWNER);
    assert_int_equal(store_token_find(s, STR("d"), T0, a, &out, &e), ERR_NOT_FOUND);
    assert_int_equal(store_token_revoke(s, id, T0, &e), ERR_NOT_FOUND);
    store_act_for(s, ann);
    OK(store_token_revoke(s, id, T0, &e));
    assert_int_equal(store_token_find(s, STR("d"), T0, a, &out, &e), ERR_NOT_FOUND);
}

static void a_second_step_takes_no_code_twice(void **state)
{
    (void)state;
    struct second_factor f;
    const struct str paper[] = {STR("one"), STR("two")};
    int64_t left;
    OK(store_second_factor(s, a, &f, &e));
    assert_int_equal(f.secret.n, 0);
    assert_int_equal(store_second_factor_confirm(s, 1, paper, 2, &e), ERR_CONFLICT);
    OK(store_second_factor_begin(s, STR("first"), &e));
    OK(store_second_factor_begin(s, STR("sealed"), &e));
    assert_int_equal(store_second_factor_step(s, 7, &e), ERR_DENIED);
    OK(store_second_factor_confirm(s, 7, paper, 2, &e));
    assert_int_equal(store_second_factor_begin(s, STR("other"), &e), ERR_CONFLICT);
    OK(store_second_factor(s, a, &f, &e));
    assert_true(str_is(f.secret, "sealed"));
    assert_int_equal(store_second_factor_step(s, 7, &e), ERR_DENIED);
    OK(store_second_factor_step(s, 8, &e));
    assert_int_equal(store_second_factor_step(s, 8, &e), ERR_DENIED);
    OK(store_recovery_use(s, STR("one"), T0, &e));
    assert_int_equal(store_recovery_use(s, STR("one"), T0, &e), ERR_DENIED);
    OK(store_recovery_left(s, &left, &e));
    assert_int_equal(left, 1);
    store_act_for(s, add(OWNER_PERSON, "ann@example.org", "Ann"));
    assert_int_equal(store_recovery_use(s, STR("two"), T0, &e), ERR_DENIED);
    store_act_for(s, FIRST_OWNER);
    OK(store_second_factor_drop(s, &e));
    OK(store_recovery_left(s, &left, &e));
    assert_int_equal(left, 0);
}

static void what_happened_is_told_to_whom_it_concerns(void **state)
{
    (void)state;
    struct audit *u;
    size_t n;
    int64_t ann = add(OWNER_PERSON, "ann@example.org", "Ann");
    OK(store_audit_add(s, FIRST_OWNER, "session.began", STR_NONE, STR_NONE, STR("192.0.2.1"),
                       &e));
    OK(store_audit_add(s, ann, "token.made", STR("script"), STR_NONE, STR_NONE, &e));
    OK(store_audit(s, 0, 10, a, &u, &n, &e));
    assert_int_equal(n, 2);
    assert_true(str_is(u[0].verb, "token.made"));
    assert_true(str_is(u[0].name, "Ann"));
    OK(store_audit(s, u[0].id, 10, a, &u, &n, &e));
    assert_int_equal(n, 1);
    store_act_for(s, ann);
    OK(store_audit(s, 0, 10, a, &u, &n, &e));
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_home_begins_with_one_who_is_the_host),
        TEST(owners_are_found_by_id_and_email),
        TEST(a_new_owner_has_contexts_and_nothing_else),
        TEST(a_closed_owner_is_signed_out),
        TEST(a_company_has_members_with_roles),
        TEST(two_with_the_same_archive_do_not_meet),
        TEST(wrong_tries_cost_a_wait_for_account_and_address),
        TEST(an_invitation_is_good_once_and_for_a_week),
        TEST(a_key_is_its_owners_until_it_is_taken_back),
        TEST(a_second_step_takes_no_code_twice),
        TEST(what_happened_is_told_to_whom_it_concerns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
