/* tests/unit/test_standing.c: strength, rhythm and layers; which side of life somebody is of. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "people/net.h"
#include "people/standing.h"
#include "store/person_read.h"
#include "store/standing_source.h"

#define DAY INT64_C(86400000)

static void stand(void)
{
    derive();
    OK(people_stand(s, &e));
}

static struct person_standing of(const char *network, const char *key)
{
    struct person_standing t;
    OK(store_standing(s, person_of(network, key), a, &t, &e));
    return t;
}

static bool is(struct str have, const char *want)
{
    if (!str_is(have, want))
        print_message("have \"" STRF "\", want \"%s\"\n", STRA(have), want);
    return str_is(have, want);
}

static void put_fact(struct importer *im, const char *who, enum fact_field field,
                     const char *value)
{
    struct record r = {.kind = RECORD_FACT};
    r.as.fact = (struct record_fact){
        .identity = str_from(who), .field = field, .value = str_from(value)};
    put(im, &r);
}

static void put_relation(struct importer *im, const char *who, const char *kind)
{
    struct record r = {.kind = RECORD_RELATION};
    r.as.relation = (struct record_relation){str_from(who), str_from(kind)};
    put(im, &r);
}

/* `n` words a side, one each `gap` days, the last `ago` days ago. */
static void talk(struct importer *im, const char *who, int n, int gap, int ago)
{
    char thread[64], key[64];
    snprintf(thread, sizeof thread, "t-%s", who);
    put_thread(im, thread, false, who);
    for (int i = 0; i < n; i++) {
        int64_t at = time_now_ms() - (ago + (int64_t)(n - 1 - i) * gap) * DAY;
        snprintf(key, sizeof key, "%s-mine-%d", who, i);
        put_message(im, thread, key, NULL, at - 1000, "how are you today");
        snprintf(key, sizeof key, "%s-theirs-%d", who, i);
        put_message(im, thread, key, who, at, "fine thank you");
    }
}

static void what_goes_back_and_forth_is_counted(void **state)
{
    (void)state;
    struct importer *im = begin("facebook", "name:me");
    put_identity(im, "name:ann", "Ann Often");
    put_identity(im, "name:bob", "Bob Seldom");
    put_identity(im, "name:cyd", "Cyd Gone");
    put_identity(im, "name:dan", "Dan Silent");
    put_connection(im, "name:dan", CONNECTION_FRIEND);
    talk(im, "name:ann", 14, 10, 5);
    talk(im, "name:bob", 2, 200, 30);
    talk(im, "name:cyd", 14, 10, 900);
    commit(im);
    stand();
    struct person_standing ann = of("facebook", "name:ann"), bob = of("facebook", "name:bob"),
                           cyd = of("facebook", "name:cyd"), dan = of("facebook", "name:dan");
    assert_int_equal(ann.from_owner, 14);
    assert_int_equal(ann.from_them, 14);
    assert_int_equal(ann.days_active, 14);
    assert_int_equal(ann.words, 14 * 4 + 14 * 3);
    assert_int_equal(ann.gap_ms, 10 * DAY);
    assert_int_equal(ann.networks, 1);
    assert_true(ann.strength > bob.strength && bob.strength > 0);
    assert_true(ann.strength > cyd.strength && cyd.strength < 0.01);
    assert_true(ann.strength <= 1);
    assert_true(dan.strength == 0 && dan.last_ms == 0 && dan.layer == 0);
    assert_int_equal(ann.layer, 5);
    assert_int_equal(ann.due_ms, ann.last_ms + 7 * DAY); /* weekly, sooner than four gaps */
    assert_true(
        is(people_strength_words(&ann, ann.last_ms + 21 * DAY, a),
           "you wrote 14 times, they wrote 14 times, last 3 weeks ago; usually every 10 "
           "days"));
    assert_true(is(people_strength_words(&dan, time_now_ms(), a), ""));
    assert_false(people_fades(&ann, ann.last_ms + 79 * DAY));
    assert_true(people_fades(&ann, ann.last_ms + 81 * DAY));
    struct person p; /* lists go by the same */
    OK(store_person(s, person_of("facebook", "name:ann"), a, &p, &e));
    assert_true(p.strength == ann.strength && p.last_ms == ann.last_ms);
}

static void a_rebuild_gives_the_same_rows(void **state)
{
    (void)state;
    struct importer *im = begin("facebook", "name:me");
    for (int i = 0; i < 40; i++) {
        char key[24], name[32];
        snprintf(key, sizeof key, "name:p%d", i);
        snprintf(name, sizeof name, "Person Number%c", 'a' + i % 26);
        put_identity(im, key, name);
        put_fact(im, key, FACT_COMPANY, i % 3 ? "Alder Works" : "Birch Mill");
        talk(im, key, 1 + i % 7, 3 + i % 5, i);
    }
    commit(im);
    stand();
    struct person_standing first[40];
    struct circle *c;
    size_t n, again;
    for (int i = 0; i < 40; i++) {
        char key[24];
        snprintf(key, sizeof key, "name:p%d", i);
        first[i] = of("facebook", key);
    }
    OK(store_circles(s, a, &c, &n, &e));
    assert_int_equal(n, 2);
    stand();
    for (int i = 0; i < 40; i++) {
        char key[24];
        snprintf(key, sizeof key, "name:p%d", i);
        struct person_standing now = of("facebook", key);
        assert_true(now.strength == first[i].strength && now.x == first[i].x &&
                    now.y == first[i].y && now.circle_id == first[i].circle_id &&
                    now.context_p == first[i].context_p && now.layer == first[i].layer);
    }
    OK(store_circles(s, a, &c, &again, &e));
    assert_int_equal(again, n);
    assert_int_equal(count("SELECT count(*) FROM person_standing WHERE layer = 5"), 5);
    assert_int_equal(count("SELECT count(*) FROM person_standing WHERE layer = 15"), 10);
}

static void fill_contexts(void)
{
    struct importer *im = begin("linkedin", "in/me");
    put_fact(im, "", FACT_EMAIL, "me@fern.example");
    put_fact(im, "", FACT_COMPANY, "Fern Light");
    put_identity(im, "in/lea", "Lea Stranger");
    put_connection(im, "in/lea", CONNECTION_CONNECTED);
    put_identity(im, "in/max", "Max Mate");
    put_connection(im, "in/max", CONNECTION_CONNECTED);
    put_fact(im, "in/max", FACT_COMPANY, "Fern Light");
    commit(im);
    im = begin("contacts", "google");
    put_identity(im, "card:col", "Col League");
    put_fact(im, "card:col", FACT_EMAIL, "col@fern.example");
    put_identity(im, "card:fre", "Fre Mail");
    put_fact(im, "card:fre", FACT_EMAIL, "fre@gmail.com");
    put_identity(im, "card:mum", "Eva Myself");
    put_identity(im, "card:cus", "Cus Tomer");
    put_relation(im, "card:cus", "client");
    put_identity(im, "card:nei", "Nei Bour");
    put_relation(im, "card:nei", "neighbours");
    commit(im);
    im = begin("facebook", "name:me");
    put_identity(im, "name:fay", "Fay Friendly");
    put_connection(im, "name:fay", CONNECTION_FRIEND);
    commit(im);
    stand();
}

static void evidence_says_which_side(void **state)
{
    (void)state;
    fill_contexts();
    static const struct {
        const char *network, *key, *context, *why;
        unsigned kinds;
    } want[] = {
        {"linkedin", "in/lea",   "professional", "network",  0                       },
        {"linkedin", "in/max",   "professional", "employer", 1u << RELATION_COLLEAGUE},
        {"contacts", "card:col", "professional", "domain",   1u << RELATION_COLLEAGUE},
        {"contacts", "card:fre", "",             "",         0                       },
        {"contacts", "card:mum", "personal",     "surname",  1u << RELATION_FAMILY   },
        {"contacts", "card:cus", "professional", "relation", 1u << RELATION_CLIENT   },
        {"contacts", "card:nei", "personal",     "relation", 1u << RELATION_COMMUNITY},
        {"facebook", "name:fay", "personal",     "network",  0                       }
    };
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        struct person_standing t = of(want[i].network, want[i].key);
        assert_true(is(t.context, want[i].context));
        assert_true(is(t.context_why, want[i].why));
        assert_int_equal(t.kinds, want[i].kinds);
        assert_true(want[i].context[0] ? t.context_p > 0.45 && t.context_p < 1
                                       : t.context_p == 0);
    }
    struct person_standing max = of("linkedin", "in/max");
    assert_true(max.context_p > of("linkedin", "in/lea").context_p);
}

static void the_owners_word_stands_above(void **state)
{
    (void)state;
    fill_contexts();
    int64_t lea = person_of("linkedin", "in/lea");
    struct person_standing before = of("linkedin", "in/lea");
    OK(store_person_add_world(s, lea, STR("personal"), &e));
    struct person_standing t = of("linkedin", "in/lea");
    assert_true(is(t.context, "personal"));
    assert_true(is(t.context_why, "decided"));
    assert_true(t.context_p == 1 && t.asks == 0);
    assert_true(is(t.guess, "professional"));
    stand(); /* it holds */
    assert_true(is(of("linkedin", "in/lea").context, "personal"));
    struct standing *v;
    size_t n;
    OK(store_person_worlds(s, lea, a, &v, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (v[i].decision)
            OK(store_person_revoke(s, lea, v[i].decision, &e));
    t = of("linkedin", "in/lea");
    assert_true(is(t.context, "professional"));
    assert_true(is(t.context_why, "network"));
    assert_true(t.context_p == before.context_p);
    /* a relation says its side beside what is likely, and its kind */
    OK(store_person_add_relation(s, lea, STR("friend"), &e));
    t = of("linkedin", "in/lea");
    assert_true(is(t.context, "both"));
    assert_int_equal(t.kinds, 1u << RELATION_FRIEND);
    assert_int_equal(store_person_add_world(s, lea, STR("company"), &e), ERR_INVALID);
}

static void a_new_contact_is_placed_at_once(void **state)
{
    (void)state;
    fill_contexts();
    struct importer *im = begin("contacts", "google");
    put_identity(im, "card:new", "New Mate");
    put_fact(im, "card:new", FACT_EMAIL, "new@fern.example");
    put_identity(im, "card:sis", "Sis Myself");
    commit(im);
    derive(); /* people, but no standing */
    OK(people_place_context(s, person_of("contacts", "card:new"), &e));
    OK(people_place_context(s, person_of("contacts", "card:sis"), &e));
    assert_true(is(of("contacts", "card:new").context, "professional"));
    assert_true(is(of("contacts", "card:new").context_why, "domain"));
    assert_true(is(of("contacts", "card:sis").context, "personal"));
    assert_int_equal(people_place_context(s, 99999, &e), ERR_NOT_FOUND);
    struct person_standing one = of("contacts", "card:new");
    stand();
    assert_true(is(of("contacts", "card:new").context, "professional"));
    assert_true(one.context_p > 0.7);
}

static enum err_code note_thread(void *ctx, int64_t thread_id, struct str text, struct err *why)
{
    (void)text, (void)why;
    *(int64_t *)ctx = thread_id;
    return ERR_OK;
}

static void messages_tell(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    put_identity(im, "id:2", "Two Words");
    talk(im, "id:2", 3, 10, 1);
    commit(im);
    derive();
    int64_t thread = 0;
    OK(store_each_talk(s, 100, 10, note_thread, &thread, &e));
    const struct source_talk say[] = {
        {thread, 200, 0.95}
    };
    OK(store_put_talk(s, say, 1, &e));
    OK(people_stand(s, &e));
    assert_true(is(of("x", "id:2").context, "professional"));
    assert_true(is(of("x", "id:2").context_why, "talk"));
}

static enum err_code take_talk(void *ctx, int64_t thread_id, struct str text, struct err *why)
{
    (void)why;
    assert_true(thread_id > 0);
    assert_true(str_find(text, STR("fine thank you")) >= 0);
    ++*(int *)ctx;
    return ERR_OK;
}

static void what_was_said_is_given_thread_by_thread(void **state)
{
    (void)state;
    int n = 0;
    struct importer *im = begin("x", "id:1");
    put_identity(im, "id:2", "Two Words");
    talk(im, "id:2", 3, 10, 1);
    commit(im);
    derive();
    OK(store_each_talk(s, 100, 10, take_talk, &n, &e));
    assert_int_equal(n, 1);
}

static size_t found(struct people_filter f)
{
    struct people_page p;
    OK(store_people_page(s, &f, 0, 100, a, &p, &e));
    return p.n;
}

static void people_are_found_by_how_they_stand(void **state)
{
    (void)state;
    fill_contexts();
    struct importer *im = begin("facebook", "name:me");
    talk(im, "name:fay", 8, 2, 40);
    commit(im);
    stand();
    struct person_standing fay = of("facebook", "name:fay");
    assert_int_equal(found((struct people_filter){.context = STR("professional")}), 4);
    assert_int_equal(found((struct people_filter){.context = STR("personal")}), 3);
    assert_int_equal(found((struct people_filter){.context = STR("both")}), 0);
    assert_int_equal(found((struct people_filter){.kinds = 1u << RELATION_COLLEAGUE}), 2);
    assert_int_equal(found((struct people_filter){.kinds = 1u << RELATION_CLIENT |
                                                           1u << RELATION_COMMUNITY}),
                     2);
    assert_int_equal(found((struct people_filter){.layer = 5}), 1);
    assert_int_equal(found((struct people_filter){.silent_since = fay.last_ms}), 0);
    assert_int_equal(found((struct people_filter){.silent_since = fay.last_ms + 1}), 1);
    assert_int_equal(found((struct people_filter){.due_by = fay.due_ms - 1}), 0);
    assert_int_equal(found((struct people_filter){.due_by = fay.due_ms}), 1);
    assert_int_equal(found((struct people_filter){.least_strength = fay.strength}), 1);
    assert_int_equal(found((struct people_filter){.context = STR("personal"), .layer = 5}), 1);
    assert_int_equal(found((struct people_filter){.context = STR("professional"), .layer = 5}),
                     0);
}

static void few_questions_settle_most(void **state)
{
    (void)state;
    struct importer *im = begin("linkedin", "in/me");
    struct people_question *q;
    size_t n;
    for (int i = 0; i < 60; i++) {
        char key[24], name[32];
        snprintf(key, sizeof key, "in/p%d", i);
        snprintf(name, sizeof name, "Person %c%c", 'A' + i % 26, 'a' + i / 26);
        put_identity(im, key, name);
        put_connection(im, key, CONNECTION_FOLLOWED_BY);
        put_thread(im, i < 6 ? "six" : "many", true, key);
        talk(im, key, 1, 1, i);
    }
    commit(im);
    stand();
    OK(people_questions(s, 20, a, &q, &n, &e));
    assert_true(n >= 1 && n <= 3); /* five per hundred */
    assert_true(q[0].settles > 1);
    assert_true(str_starts(q[0].words, STR("Do you know ")));
    OK(people_answer(s, q[0].person_id, STR("personal"), &e));
    struct person_standing t;
    OK(store_standing(s, q[0].person_id, a, &t, &e));
    assert_true(is(t.context, "personal"));
    assert_int_equal(people_answer(s, q[0].person_id, STR("secret"), &e), ERR_INVALID);
}

static void nobody_is_nothing(void **state)
{
    (void)state;
    struct people_question *q;
    size_t n;
    OK(people_stand(s, &e));
    assert_int_equal(count("SELECT count(*) FROM person_standing"), 0);
    OK(people_questions(s, 5, a, &q, &n, &e));
    assert_int_equal(n, 0);
}

static void surnames_and_domains_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *name, *surnames;
    } want[] = {
        {"Elin Lindqvist Sjöberg",  "sjoberg lindqvist "},
        {"Mara Lindqvist-Okafor",    "lindqvist okafor " },
        {"Ruben Van der Eecken",     "eecken "           },
        {"Dr. Wim Hazebeke, Ph.D.",  "hazebeke "         },
        {"Renée D.",                ""                  },
        {"Ngozi Okafor \U0001F33B",  "okafor "           },
        {"Xiang",                    ""                  },
        {"",                         ""                  },
        {"Ana KOVAČ (née Horvat)", "kovac "            }
    };
    static const struct {
        const char *mail, *domain;
    } mails[] = {
        {"Ann@Fern.Example", "fern.example"},
        {"ann@gmail.com",    ""            },
        {"a@yahoo.co.uk",    ""            },
        {"a@example.org",    ""            },
        {"nobody",           ""            }
    };
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        struct net_surname v[NET_SURNAMES];
        struct buf b;
        buf_init(&b, 200);
        size_t n = net_surnames(str_from(want[i].name), a, v);
        for (size_t k = 0; k < n; k++)
            buf_printf(&b, STRF " ", STRA(v[k].folded));
        assert_true(is(buf_view(&b), want[i].surnames));
        buf_free(&b);
    }
    for (size_t i = 0; i < COUNT_OF(mails); i++)
        assert_true(is(net_domain(str_from(mails[i].mail), a), mails[i].domain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_goes_back_and_forth_is_counted),
        TEST(a_rebuild_gives_the_same_rows),
        TEST(evidence_says_which_side),
        TEST(the_owners_word_stands_above),
        TEST(a_new_contact_is_placed_at_once),
        TEST(messages_tell),
        TEST(what_was_said_is_given_thread_by_thread),
        TEST(people_are_found_by_how_they_stand),
        TEST(few_questions_settle_most),
        TEST(nobody_is_nothing),
        TEST(surnames_and_domains_are_read_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
