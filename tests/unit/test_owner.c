/* tests/unit/test_owner.c: several owners in one database: nothing of one is another's. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/owner.h"
#include "store/session.h"
#include "store/timeline.h"

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
    assert_int_equal(count("SELECT count(DISTINCT id) FROM posts"),
                     place_is_file() ? 80 : 40); /* one index for all wants ids of their own */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_home_begins_with_one_who_is_the_host),
        TEST(owners_are_found_by_id_and_email),
        TEST(a_new_owner_has_contexts_and_nothing_else),
        TEST(a_closed_owner_is_signed_out),
        TEST(a_company_has_members_with_roles),
        TEST(two_with_the_same_archive_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
