/* tests/unit/test_company.c: drafts that want approval: who may, what makes it void, when it goes out;
 * and posts that members take along. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "context/hours.h"
#include "context/places.h"
#include "core/time.h"
#include "store/approval.h"
#include "store/invitation.h"
#include "store/owner.h"
#include "writing/approve.h"
#include "writing/taken.h"

#define HOUR INT64_C(3600000)

static int64_t person(const char *email, const char *name)
{
    struct owner o;
    OK(store_owner_add(s, OWNER_PERSON, str_from(email), str_from(name), a, &o, &e));
    return o.id;
}

static int64_t firm(int64_t admin)
{
    struct owner o;
    OK(store_company_add(s, STR(" Fernlight "), admin, a, &o, &e));
    assert_true(str_is(o.name, "Fernlight"));
    return o.id;
}

/* The store ------------------------------------------------------------------------------- */

static void a_company_begins_with_its_admin_and_one_context(void **state)
{
    (void)state;
    struct context *c;
    struct place_source from;
    enum role role;
    struct owner o;
    size_t n;
    int64_t ada = person("ada@example.org", "Ada"), co = firm(ada);
    OK(store_role(s, co, ada, &role, &e));
    assert_int_equal(role, ROLE_ADMIN);
    store_act_for(s, co);
    OK(store_contexts(s, a, &c, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(c[0].mindset, MINDSET_COMPANY);
    OK(places_open(s, a, &from, &e));
    struct check_place typical = place_typical_of(&from, network_find(STR("facebook")));
    assert_true(str_is(typical.context, "company"));
    assert_int_equal(typical.mindset, MINDSET_COMPANY);
    assert_int_equal(store_company_add(s, STR(" "), ada, a, &o, &e), ERR_INVALID);
    assert_int_equal(store_company_add(s, STR("Two"), co, a, &o, &e), ERR_INVALID);
    assert_int_equal(store_company_add(s, STR("Two"), 99, a, &o, &e), ERR_INVALID);
    assert_int_equal(count("SELECT count(*) FROM owners WHERE kind = 'company'"), 1);
}

static void what_a_company_imports_is_of_its_context(void **state)
{
    (void)state;
    static const char *const networks[] = {"facebook", "linkedin", "x"};
    struct account *acc;
    size_t n;
    store_act_for(s, firm(person("ada@example.org", "Ada")));
    for (size_t i = 0; i < COUNT_OF(networks); i++)
        commit(begin(networks[i], "fernlight"));
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++) {
        assert_true(str_is(acc[i].context, "company"));
        assert_int_equal(acc[i].mindset, MINDSET_COMPANY);
    }
    OK(store_account_set_context(s, &acc[0], STR("jobs"), MINDSET_PROFESSIONAL, &e));
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_true(str_is(acc[0].context, "jobs"));
    store_act_for(s, FIRST_OWNER);
    commit(begin("facebook", "me"));
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_true(str_is(acc[0].context, "personal"));
}

static struct approval latest(int64_t draft)
{
    struct approval v;
    OK(store_approval_of(s, draft, a, &v, &e));
    return v;
}

static void an_approval_is_of_these_words_and_places(void **state)
{
    (void)state;
    int64_t to[] = {3, 12, 5}, n;
    int64_t ada = person("ada@example.org", "Ada"), ben = person("ben@example.org", "Ben");
    store_act_for(s, firm(ada));
    struct draft d = {.text = STR("hello"), .account = to, .accounts = 2, .by = ben};
    OK(store_draft_put(s, &d, &e));
    assert_int_equal(latest(d.id).state, APPROVAL_NONE);
    struct approval v = {.asked_by = ben, .verdict = STR("fits")};
    OK(store_approval_ask(s, &d, &v, &e));
    struct approval have = latest(d.id);
    assert_int_equal(have.state, APPROVAL_ASKED);
    assert_true(str_is(have.accounts, "3,12") && str_is(have.text, "hello"));
    assert_true(str_is(have.asker, "Ben"));
    OK(store_approvals_count(s, &n, &e));
    assert_int_equal(n, 1);
    OK(store_draft_put(s, &d, &e)); /* the same again */
    assert_int_equal(latest(d.id).state, APPROVAL_ASKED);
    v = (struct approval){.id = have.id,
                          .state = APPROVAL_APPROVED,
                          .decided_by = ada,
                          .due_ms = 77,
                          .note = STR("fine")};
    OK(store_approval_decide(s, &v, &e));
    assert_int_equal(store_approval_decide(s, &v, &e), ERR_CONFLICT);
    have = latest(d.id);
    assert_true(have.state == APPROVAL_APPROVED && have.due_ms == 77 &&
                str_is(have.decider, "Ada") && str_is(have.note, "fine"));
    d.accounts = 3; /* another place */
    d.by = ada;
    OK(store_draft_put(s, &d, &e));
    assert_int_equal(latest(d.id).state, APPROVAL_VOID);
    OK(store_draft(s, d.id, a, &d, &e));
    assert_int_equal(d.author_id, ben);
    assert_int_equal(d.changed_by, ada);
    assert_true(str_is(d.author, "Ben"));
    OK(store_approvals_count(s, &n, &e));
    assert_int_equal(n, 0);
}

static void what_was_changed_meanwhile_is_not_asked_for(void **state)
{
    (void)state;
    struct approval v = {.asked_by = 1, .verdict = STR("fits")}, *open;
    struct draft d = {.text = STR("one"), .by = 1}, stale;
    size_t n;
    store_act_for(s, firm(FIRST_OWNER));
    OK(store_draft_put(s, &d, &e));
    stale = d;
    d.text = STR("two");
    OK(store_draft_put(s, &d, &e));
    assert_int_equal(store_approval_ask(s, &stale, &v, &e), ERR_CONFLICT);
    OK(store_approval_ask(s, &d, &v, &e));
    v = (struct approval){.asked_by = 1, .verdict = STR("fits")};
    OK(store_approval_ask(s, &d, &v, &e)); /* asked anew: the older one is over */
    OK(store_approvals_open(s, 10, a, &open, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(open[0].id, v.id);
    OK(store_approval_withdraw(s, d.id, &e));
    assert_int_equal(store_approval_withdraw(s, d.id, &e), ERR_CONFLICT);
    v = (struct approval){.asked_by = 1, .decided_by = 1, .verdict = STR("fits")};
    OK(store_approval_ask(s, &d, &v, &e)); /* approved at once */
    assert_int_equal(latest(d.id).state, APPROVAL_APPROVED);
    OK(store_draft_drop(s, d.id, &e));
    assert_int_equal(latest(d.id).state, APPROVAL_WITHDRAWN);
}

static void whoever_is_here_may_be_invited_into_a_company(void **state)
{
    (void)state;
    int64_t ada = person("ada@example.org", "Ada"), co = firm(FIRST_OWNER);
    struct invitation v = {.digest = STR("d1"),
                           .email = STR("ada@example.org"),
                           .company_id = co,
                           .role = ROLE_WRITER,
                           .made_by = 1,
                           .made_ms = 1,
                           .until_ms = INT64_MAX};
    OK(store_invitation_add(s, &v, &e));
    v.digest = STR("d2");
    v.company_id = 0;
    assert_int_equal(store_invitation_add(s, &v, &e), ERR_CONFLICT);
    OK(store_membership_set(s, co, ada, ROLE_WRITER, &e));
    v.company_id = co;
    assert_int_equal(store_invitation_add(s, &v, &e), ERR_CONFLICT);
}

/* Four eyes ------------------------------------------------------------------------------- */

static void four_eyes_on_what_the_check_doubts(void **state)
{
    (void)state;
    static const struct {
        struct approving w;
        enum approve_answer answer;
    } rows[] = {
        {{ROLE_WRITER, true, false, VERDICT_FITS},           APPROVE_ROLE  },
        {{ROLE_WRITER, false, false, VERDICT_FITS},          APPROVE_ROLE  },
        {{ROLE_WRITER, true, true, VERDICT_THINK_TWICE},     APPROVE_ROLE  },
        {{ROLE_APPROVER, true, false, VERDICT_FITS},         APPROVE_YES   },
        {{ROLE_APPROVER, true, false, VERDICT_TOUCH},        APPROVE_YES   },
        {{ROLE_APPROVER, true, false, VERDICT_THINK_TWICE},  APPROVE_OWN   },
        {{ROLE_APPROVER, false, false, VERDICT_THINK_TWICE}, APPROVE_YES   },
        {{ROLE_APPROVER, false, false, VERDICT_KEEP_OUT},    APPROVE_ADMIN },
        {{ROLE_APPROVER, true, false, VERDICT_KEEP_OUT},     APPROVE_OWN   },
        {{ROLE_ADMIN, true, false, VERDICT_THINK_TWICE},     APPROVE_OWN   },
        {{ROLE_ADMIN, true, false, VERDICT_KEEP_OUT},        APPROVE_OWN   },
        {{ROLE_ADMIN, false, false, VERDICT_KEEP_OUT},       APPROVE_REASON},
        {{ROLE_ADMIN, true, true, VERDICT_FITS},             APPROVE_YES   },
        {{ROLE_ADMIN, true, true, VERDICT_THINK_TWICE},      APPROVE_REASON},
        {{ROLE_ADMIN, true, true, VERDICT_KEEP_OUT},         APPROVE_REASON}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (approve_may(&rows[i].w) != rows[i].answer)
            fail_msg("row %zu: %d", i, (int)approve_may(&rows[i].w));
}

/* Hours ----------------------------------------------------------------------------------- */

static int64_t at(const char *when)
{
    struct when w = when_parse(str_from(when));
    assert_int_not_equal(w.sure, TIME_NONE);
    return w.ms;
}

static const struct hours berlin = {0x1F, 9 * 60, 17 * 60, 60, SUMMER_EUROPE};

static void hours_follow_the_clock_of_summer(void **state)
{
    (void)state;
    const struct hours york = {0x7F, 9 * 60, 17 * 60, -300, SUMMER_US};
    const struct hours delhi = {0x7F, 9 * 60, 17 * 60, 330, SUMMER_NONE};
    static const struct {
        const char *when;
        int europe, us;
    } rows[] = {
        {"2026-01-15T12:00:00Z", 60,  -300},
        {"2026-03-08T06:59:59Z", 60,  -300},
        {"2026-03-08T07:00:00Z", 60,  -240},
        {"2026-03-29T00:59:59Z", 60,  -240},
        {"2026-03-29T01:00:00Z", 120, -240},
        {"2026-10-25T00:59:59Z", 120, -240},
        {"2026-10-25T01:00:00Z", 60,  -240},
        {"2026-11-01T05:59:59Z", 60,  -240},
        {"2026-11-01T06:00:00Z", 60,  -300},
        {"2024-03-31T01:00:00Z", 120, -240},
        {"2024-10-27T01:00:00Z", 60,  -240},
        {"2023-11-05T06:00:00Z", 60,  -300}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(hours_ahead(&berlin, at(rows[i].when)), rows[i].europe);
        assert_int_equal(hours_ahead(&york, at(rows[i].when)), rows[i].us);
        assert_int_equal(hours_ahead(&delhi, at(rows[i].when)), 330);
    }
}

static void the_next_opening_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *when, *opens;
    } rows[] = {
        {"2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z"}, /* Monday, ten o'clock there */
        {"2026-11-23T07:59:59Z", "2026-11-23T08:00:00Z"},
        {"2026-11-23T15:59:59Z", "2026-11-23T15:59:59Z"},
        {"2026-11-23T16:00:00Z", "2026-11-24T08:00:00Z"},
        {"2026-11-27T16:00:00Z", "2026-11-30T08:00:00Z"}, /* over the weekend */
        {"2026-03-27T17:00:00Z", "2026-03-30T07:00:00Z"}, /* and into summer */
        {"2026-10-23T20:00:00Z", "2026-10-26T08:00:00Z"},
        {"1969-12-27T12:00:00Z", "1969-12-29T08:00:00Z"}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t opens = hours_next(&berlin, at(rows[i].when));
        if (opens != at(rows[i].opens))
            fail_msg("%s: %lld", rows[i].when, (long long)(opens - at(rows[i].opens)));
        assert_true(hours_open(&berlin, opens));
    }
    const struct hours always = HOURS_ALWAYS;
    assert_int_equal(hours_next(&always, 5), 5);
    const struct hours both[] = {
        berlin, {1 << 2, 12 * 60, 13 * 60, 0, SUMMER_NONE},
         always
    };
    assert_int_equal(hours_next_of_all(both, 3, at("2026-11-23T09:00:00Z")),
                     at("2026-11-25T12:00:00Z"));
    const struct hours never[] = {
        {1, 0,   60,  0, SUMMER_NONE},
        {2, 120, 180, 0, SUMMER_NONE}
    };
    assert_int_equal(hours_next_of_all(never, 2, at("2026-11-25T09:00:00Z")),
                     at("2026-12-01T02:00:00Z"));
}

static void hours_are_kept_and_said(void **state)
{
    (void)state;
    struct str json;
    int m;
    OK(hours_write(&berlin, a, &json, &e));
    struct hours back = hours_parse(json, a);
    assert_memory_equal(&back, &berlin, sizeof back);
    assert_true(str_is(hours_words(&berlin, a),
                       "Monday to Friday, 9:00 to 17:00 (UTC+1:00, with the summer time of "
                       "Europe)"));
    int64_t monday = at("2026-11-30T08:00:00Z");
    assert_true(str_is(hours_say(&berlin, monday, monday - 60 * HOUR, a), "Monday 9:00"));
    assert_true(
        str_is(hours_say(&berlin, monday, monday - 200 * HOUR, a), "Monday 30 November, 9:00"));
    static const char *const wrong[] = {
        "",
        "x",
        "[]",
        "{}",
        "{\"days\":[\"mon\"],\"from\":600,\"to\":540}",
        "{\"days\":[\"mon\"],\"from\":0,\"to\":1441}",
        "{\"days\":[\"moon\"],\"from\":0,\"to\":9}",
        "{\"days\":[\"mon\"],\"from\":0,\"to\":9,\"utc\":100000}"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(hours_parse(str_from(wrong[i]), a).days, 0);
    assert_true(hours_clock_parse(STR("9:00"), &m) && m == 540);
    assert_true(hours_clock_parse(STR("24:00"), &m) && m == 1440);
    assert_true(hours_clock_parse(STR(" 09 "), &m) && m == 540);
    static const char *const no[] = {"",      ":",    "9:0",  "9:60", "24:01",
                                     "-1:00", "9:-1", "nine", "900"};
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (hours_clock_parse(str_from(no[i]), &m))
            fail_msg("%s is a clock", no[i]);
    back.from = back.to;
    assert_int_equal(hours_write(&back, a, &json, &e), ERR_INVALID);
}

/* Taken along ----------------------------------------------------------------------------- */

static void who_works_there_says_so_in_many_ways(void **state)
{
    (void)state;
    static const char *const says[] = {"I work at Fernlight.",
                                       "Disclosure: I work at Fernlight.",
                                       "I work for @Fernlight!",
                                       "Full disclosure – I work at fernlight, so I am biased",
                                       "I'm with Fernlight",
                                       "I’m at Fernlight these days",
                                       "We at Fernlight built it",
                                       "My employer made this",
                                       "Look what my colleagues at Fernlight did",
                                       "So good #employee",
                                       "Ich arbeite bei Fernlight.",
                                       "Wir bei Fernlight freuen uns",
                                       "Mein Arbeitgeber sagt",
                                       "Ich arbeite für Fernlight",
                                       "Unser Team bei Fernlight",
                                       "Je travaille chez Fernlight.",
                                       "Nous, chez Fernlight, y croyons",
                                       "Mon employeur",
                                       "Mon équipe chez Fernlight",
                                       "Trabajo en Fernlight.",
                                       "TRABAJO PARA FERNLIGHT",
                                       "Mi empresa lo ha hecho",
                                       "Mi equipo en Fernlight"};
    static const char *const silent[] = {"",
                                         "Fernlight has a new release.",
                                         "I work at Bramble and like Fernlight",
                                         "I don't work at Fernlight",
                                         "I worked in a garden",
                                         "Trabajo en Madrid",
                                         "Ich arbeite bei Nacht",
                                         "https://fernlight.example/i-work-at-fernlight?x",
                                         "I work at Fernlighting",
                                         "unemployed",
                                         "#employees"};
    for (size_t i = 0; i < COUNT_OF(says); i++)
        if (!disclosure_found(str_from(says[i]), STR("Fernlight"), a))
            fail_msg("not heard: %s", says[i]);
    for (size_t i = 0; i < COUNT_OF(silent); i++)
        if (disclosure_found(str_from(silent[i]), STR("Fernlight"), a))
            fail_msg("heard: %s", silent[i]);
    for (int i = 0; i < DISCLOSURES; i++)
        assert_true(disclosure_found(disclosure_offer(i, STR("Ölmühle & Co."), a),
                                     STR("Ölmühle & Co."), a));
    assert_false(disclosure_found(STR("I work at home"), STR(""), a));
}

static void own_words_are_told_from_the_companys(void **state)
{
    (void)state;
    const struct taken t = {
        7, 9, STR("Fern \"light\""), STR("https://x.example/1"),
        STR("Our new release makes reports twice as fast and half as long.\nTry it.")};
    struct taken back = taken_parse(taken_write(&t, a), a);
    assert_true(back.company == 7 && back.post_id == 9 && str_eq(back.name, t.name) &&
                str_eq(back.url, t.url) && str_eq(back.text, t.text));
    assert_int_equal(taken_parse(STR(""), a).company, 0);
    assert_int_equal(taken_parse(STR("{\"x\":"), a).company, 0);
    assert_int_equal(taken_parse(STR("[1]"), a).company, 0);
    assert_true(str_is(taken_start(&t, a), "\n\nhttps://x.example/1"));
    assert_int_equal(taken_overlap(&t, t.text, a), 100);
    assert_int_equal(taken_overlap(&t, taken_start(&t, a), a), 0);
    assert_true(taken_overlap(&t, STR("OUR NEW RELEASE makes reports twice as fast! Wow."), a) >
                TAKEN_MOST);
    assert_true(taken_overlap(&t,
                              STR("My report ran while I made tea: twice as fast, they say, "
                                  "and I believe it for once."),
                              a) < 30);
    struct taken quoted = t;
    quoted.url = STR_NONE;
    struct str start = taken_start(&quoted, a);
    assert_true(str_starts(start, STR("\n\n> Our new")) && str_ends(start, STR("\n> Try it.")));
    assert_int_equal(taken_overlap(&quoted, start, a), 0);
    assert_int_equal(taken_overlap(&quoted, STR("so"), a), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_company_begins_with_its_admin_and_one_context),
                                       TEST(what_a_company_imports_is_of_its_context),
                                       TEST(an_approval_is_of_these_words_and_places),
                                       TEST(what_was_changed_meanwhile_is_not_asked_for),
                                       TEST(whoever_is_here_may_be_invited_into_a_company),
                                       TEST(four_eyes_on_what_the_check_doubts),
                                       TEST(hours_follow_the_clock_of_summer),
                                       TEST(the_next_opening_is_found),
                                       TEST(hours_are_kept_and_said),
                                       TEST(who_works_there_says_so_in_many_ways),
                                       TEST(own_words_are_told_from_the_companys)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
