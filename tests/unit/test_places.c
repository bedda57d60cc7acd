/* tests/unit/test_places.c: accounts as places, with all that is known of them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "context/places.h"
#include "store/correction.h"
#include "store/history.h"

static void set(const char *context, const char *welcome, const char *unwelcome,
                const char *voice)
{
    struct context c;
    OK(store_context_find(s, str_from(context), a, &c, &e));
    c.welcome = str_from(welcome);
    c.unwelcome = str_from(unwelcome);
    c.voice = str_from(voice);
    OK(store_context_save(s, &c, &e));
}

static void correct(const char *kind, const char *fact)
{
    struct correction_row row = {.kind = str_from(kind), .fact = str_from(fact)};
    OK(store_correction_add(s, &row, &e));
}

static void fill(void)
{
    struct importer *im = begin("linkedin", "in/me");
    put_identity(im, "in/ann", "Ann Client");
    put_connection(im, "in/ann", CONNECTION_CONNECTED);
    struct record r = {.kind = RECORD_RELATION};
    r.as.relation = (struct record_relation){STR("in/ann"), STR("client")};
    put(im, &r);
    put_post(im, POST_POST, "p1", NULL, 1640995200000, "the puppy", NULL);
    commit(im);
    derive();
    struct unlabelled *u;
    size_t n;
    OK(store_unlabelled(s, a, &u, &n, &e));
    assert_int_equal(n, 1);
    struct post_label l[] = {
        {u[0].post_id, u[0].account_id, STR("pets"),    true},
        {u[0].post_id, u[0].account_id, STR("dragons"), true}  /* of another model */
    };
    OK(store_put_labels(s, l, COUNT_OF(l), &e));
    OK(store_count_history(s, &e));
}

static void a_place_has_all_that_is_known(void **state)
{
    (void)state;
    struct place_source from;
    struct account acc;
    struct check_place p;
    fill();
    set("professional", "career,industry", "politics,dragons",
        "{\"avoid\":[\"cheap\"],\"guard\":\"ask\"}");
    correct("isnt", "topic:politics");
    correct("sometimes", "topic:politics"); /* a kind of a later version */
    OK(places_open(s, a, &from, &e));
    assert_int_equal(from.n_corrections, 1);
    assert_int_equal(from.corrections[0].kind, CORRECTION_ISNT);
    OK(store_account_find(s, STR("linkedin"), a, &acc, &e));
    OK(place_make(&from, &acc, a, &p, &e));
    assert_true(str_is(p.account, "linkedin:in/me") && str_is(p.network_name, "LinkedIn"));
    assert_true(p.n_welcome == 2 && p.welcome[0] == TOPIC_CAREER);
    assert_true(p.n_unwelcome == 1 && p.unwelcome[0] == TOPIC_POLITICS);
    assert_true(p.voice.n_avoid == 1 && str_is(p.voice.avoid[0], "cheap"));
    assert_int_equal(places_context(&from, p.context)->settings.guard, GUARD_ASK);
    assert_true(p.corrections == from.corrections && p.n_corrections == 1);
    assert_int_equal(p.audience.people, 1);
    assert_int_equal(p.audience.group[GROUP_CLIENTS], 1);
    assert_int_equal(p.audience.group[GROUP_FAMILY], 0);
    assert_true(str_is(p.audience.named[GROUP_CLIENTS][0], "Ann Client"));
    assert_int_equal(p.audience.named[GROUP_CLIENTS][1].n, 0);
    assert_int_equal(p.history.posts, 1);
    assert_int_equal(p.history.about[TOPIC_PETS], 1);
    assert_true(p.history.n_recent == 1 && p.history.recent[0].promotional);
    assert_int_equal(p.history.recent[0].topics, 1u << TOPIC_PETS);
    struct check_place same;
    OK(place_of_account(s, &acc, a, &same, &e));
    assert_true(same.n_corrections == 1 && same.audience.group[GROUP_CLIENTS] == 1);
}

static void what_is_not_known_is_unknown(void **state)
{
    (void)state;
    struct place_source from;
    struct account acc;
    struct check_place p;
    struct importer *im = begin("x", "id:1");
    commit(im);
    derive();
    set("personal", "", "", "{broken");
    OK(places_open(s, a, &from, &e));
    assert_true(from.corrections == NULL && from.n_corrections == 0);
    OK(store_account_find(s, STR("x"), a, &acc, &e));
    OK(place_make(&from, &acc, a, &p, &e));
    assert_int_equal(p.audience.people, -1);
    assert_int_equal(p.audience.group[GROUP_FRIENDS], -1);
    assert_true(p.history.posts == 0 && p.history.n_recent == 0);
    assert_int_equal(places_context(&from, STR("personal"))->settings.guard, GUARD_TELL);
    assert_int_equal(places_context(&from, STR("elsewhere"))->settings.guard, GUARD_TELL);
    assert_int_equal(places_context(&from, STR("elsewhere"))->n_welcome, 0);
    p = place_typical_of(&from, network_find(STR("linkedin")));
    assert_true(str_is(p.account, "linkedin") && p.audience.people == -1);
}

static void a_context_that_is_gone_is_not_saved(void **state)
{
    (void)state;
    struct context c = {.id = 77, .name = STR("gone")};
    assert_int_equal(store_context_save(s, &c, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.msg, "gone"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_place_has_all_that_is_known),
                                       TEST(what_is_not_known_is_unknown),
                                       TEST(a_context_that_is_gone_is_not_saved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
