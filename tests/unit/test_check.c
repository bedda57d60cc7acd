/* tests/unit/test_check.c: the verdicts that a person sees, and the reasons with them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context/check.h"
#include "core/attr.h"
#include "core/buf.h"

static struct judges judges;
static struct arena *arena, *table, *kept;

enum {
    LINKEDIN,
    FACEBOOK
};

static struct check_place places[2] = {
    {.account = {"1", 1},
     .network = {"linkedin", 8},
     .network_name = {"LinkedIn", 8},
     .context = {"Professional", 12},
     .mindset = MINDSET_PROFESSIONAL,
     .audience = {.people = -1, .personal = -1, .professional = -1, .both = -1}  },
    {.account = {"2", 1},
     .network = {"facebook", 8},
     .network_name = {"Facebook", 8},
     .context = {"Friends", 7},
     .mindset = MINDSET_PERSONAL,
     .audience = {.people = 210, .personal = 143, .professional = 80, .both = 13}}
};

static struct check run(struct str text)
{
    struct check c;
    struct err e = {0};
    arena_reset(arena);
    if (check_run(&judges, NULL, text, places, 2, arena, &c, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return c;
}

static void expect(const char *text, int place, enum verdict want)
{
    struct check c = run(str_from(text));
    const struct check_result *r = &c.results[place];
    if (r->verdict != want)
        fail_msg("%s instead of %s on %s by %s: %s", verdict_name(r->verdict).p,
                 verdict_name(want).p, r->network.p, r->rule.p, text);
}

static const char launch[] =
    "We are thrilled to announce version 4.2 of our analytics platform, with "
    "30 % faster dashboards! Book a demo today.";
static const char steps[] =
    "Our little one took her first steps today, so proud and a bit teary!";

static void test_product_news(void **state)
{
    (void)state;
    expect(launch, LINKEDIN, VERDICT_FITS);
    expect(launch, FACEBOOK, VERDICT_THINK_TWICE);
    struct check c = run(str_from(launch));
    const struct check_result *r = &c.results[FACEBOOK];
    assert_true(
        str_eq(r->sentence, STR("Think twice: this is product news, and 143 of the 210 people "
                                "here are family and friends.")));
    assert_true(r->findings[0].n_spans > 0);
    assert_true(r->change.n > 0);
    assert_int_equal(r->n_better, 1);
    assert_int_equal(r->better[0], LINKEDIN);
    assert_int_equal(c.results[LINKEDIN].n_better, 0);
    assert_int_equal(r->effects[GROUP_FAMILY], EFFECT_REPEL);
}

static void test_first_steps(void **state)
{
    (void)state;
    expect(steps, FACEBOOK, VERDICT_FITS);
    expect(steps, LINKEDIN, VERDICT_THINK_TWICE);
    struct check c = run(str_from(steps));
    assert_true(str_find(c.results[LINKEDIN].sentence, STR("people come here for work")) >= 0);
}

static void test_personal_touch(void **state)
{
    (void)state;
    expect("Finished restoring my old wooden canoe this weekend, varnish and all", LINKEDIN,
           VERDICT_TOUCH);
    expect("We collect blankets and toys for the children's hospice on Saturday, please bring "
           "some",
           LINKEDIN, VERDICT_TOUCH);
}

static void test_what_must_stay_out(void **state)
{
    (void)state;
    for (int p = LINKEDIN; p <= FACEBOOK; p++) {
        expect("My new card: 4111 1111 1111 1111, shop for me", p, VERDICT_KEEP_OUT);
        expect("Not yet announced, but we bought Hartwell Foods. Keep it to yourself.", p,
               VERDICT_KEEP_OUT);
        expect("My daughter Ida Holm started at Birch primary school", p, VERDICT_KEEP_OUT);
        expect("We fly out tomorrow until the 20th, nobody is home, the house is empty", p,
               VERDICT_THINK_TWICE);
    }
    expect("My boss is a liar and an idiot", LINKEDIN, VERDICT_THINK_TWICE);
    struct check c = run(STR("My new card: 4111 1111 1111 1111, shop for me"));
    assert_true(str_is(c.results[0].findings[0].kind, "card"));
    assert_true(str_is(c.results[0].rule, "card"));
    assert_int_equal(c.results[0].findings[0].severity, SEVERITY_STOP);
}

static void test_business_contact_data_is_fine(void **state)
{
    (void)state;
    expect("Our office hotline is open again, call us on 01 2345678 for orders and support",
           LINKEDIN, VERDICT_FITS);
}

static void test_every_verdict_names_its_row(void **state)
{
    (void)state;
    static const char *const texts[] = {launch, steps, "", "hm", "🍕", "Guten Morgen"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct check c = run(str_from(texts[i]));
        for (size_t p = 0; p < 2; p++) {
            assert_true(c.results[p].rule.n > 0);
            assert_true(c.results[p].sentence.n > 0);
            assert_int_equal(str_chr(c.results[p].sentence, '{'), -1);
        }
    }
}

static void test_owner_has_the_last_word(void **state)
{
    (void)state;
    struct correction mine[2] = {
        {.kind = CORRECTION_FINE,  .fact = STR("topic:family"), .context = STR("Professional")},
        {.kind = CORRECTION_NEVER, .fact = STR("topic:family"), .context = STR("Friends")     }
    };
    expect(steps, LINKEDIN, VERDICT_THINK_TWICE);
    for (int p = 0; p < 2; p++) {
        places[p].corrections = mine;
        places[p].n_corrections = 2;
    }
    expect(steps, LINKEDIN, VERDICT_FITS);
    expect(steps, FACEBOOK, VERDICT_KEEP_OUT);
    expect("My card is 4539 1488 0343 6467, with the little one at school", LINKEDIN,
           VERDICT_KEEP_OUT); /* never silenced */
    for (int p = 0; p < 2; p++)
        places[p].n_corrections = 0;
    expect(steps, LINKEDIN, VERDICT_THINK_TWICE);
}

static struct check run_learned(const struct learned *l, const char *text)
{
    struct check c;
    struct err e = {0};
    arena_reset(arena);
    assert_int_equal(check_run(&judges, l, str_from(text), places, 2, arena, &c, &e), ERR_OK);
    return c;
}

static double p_of(const struct check *c, enum topic t)
{
    for (int i = 0; i < TOPIC_COUNT; i++) {
        if (c->facts.topics[i].label == (int)t)
            return c->facts.topics[i].p;
    }
    return -1;
}

static void test_learns_what_a_text_is_not_about(void **state)
{
    (void)state;
    static const char post[] =
        "The penguins took first place again, what a derby for our chess club";
    static const char like[] = "Another derby for the penguins, our chess club has a chance";
    static const char other[] = "Voted this morning, the government needs a new parliament";
    struct check before = run_learned(NULL, post);
    enum topic said = (enum topic)before.facts.topics[0].label;
    const struct correction c[2] = {
        {.kind = CORRECTION_ISNT,
         .fact = arena_printf(kept, "topic:" STRF,       STRA(topic_name(said))),
         .text = str_from(post)},
        {.kind = CORRECTION_IS,  .fact = STR("topic:hobby"),  .text = str_from(post)}
    };
    double like_before = p_of((struct check[]){run_learned(NULL, like)}, TOPIC_HOBBY);
    double other_before = p_of((struct check[]){run_learned(NULL, other)}, TOPIC_POLITICS);
    struct learned *l, *again;
    struct err e = {0};
    assert_int_equal(learned_build(judges.model, c, 2, kept, &l, &e), ERR_OK);
    assert_int_equal(learned_build(judges.model, c, 2, kept, &again, &e), ERR_OK);
    struct check after = run_learned(l, post);
    assert_int_equal(after.facts.topics[0].label, TOPIC_HOBBY);
    assert_true(after.facts.taught != 0);
    assert_true(p_of((struct check[]){run_learned(l, like)}, TOPIC_HOBBY) > like_before);
    double shift = p_of((struct check[]){run_learned(l, other)}, TOPIC_POLITICS) - other_before;
    assert_true(shift < 0.05 && shift > -0.05);
    struct check twin = run_learned(again, post);
    assert_true(twin.facts.topics[0].p == after.facts.topics[0].p);
}

static void test_what_is_given_away_cannot_be_unlearned(void **state)
{
    (void)state;
    struct err e = {0};
    assert_int_equal(correction_valid(CORRECTION_FINE, STR("phone"), &e), ERR_INVALID);
    assert_int_equal(correction_valid(CORRECTION_FINE, STR("topic:nonsense"), &e), ERR_INVALID);
    assert_int_equal(correction_valid(CORRECTION_ISNT, STR("rule:w-vent"), &e), ERR_INVALID);
    assert_int_equal(correction_valid(CORRECTION_FINE, STR("rule:w-vent"), &e), ERR_OK);
    assert_int_equal(correction_valid(CORRECTION_IS, STR("tone:hostile"), &e), ERR_OK);
}

static void test_what_the_owner_posts_here(void **state)
{
    (void)state;
    static const char dog[] = "Bruno the dog stole my sandwich again and fell asleep on it";
    struct check_history *h = &places[LINKEDIN].history;
    expect(dog, LINKEDIN, VERDICT_THINK_TWICE);
    h->posts = 80;
    h->about[TOPIC_PETS] = 40;
    expect(dog, LINKEDIN, VERDICT_TOUCH);
    h->about[TOPIC_PETS] = 7; /* seldom, and liked twice as much as the rest */
    h->answer[TOPIC_PETS] = 2;
    expect(dog, LINKEDIN, VERDICT_TOUCH);
    h->answer[TOPIC_PETS] = 1;
    expect(dog, LINKEDIN, VERDICT_THINK_TWICE);
    h->about[TOPIC_PETS] = 40;
    h->deleted[TOPIC_PETS] = 60;
    expect(dog, LINKEDIN, VERDICT_THINK_TWICE);
    *h = (struct check_history){0};
}

static void test_balance(void **state)
{
    (void)state;
    struct check_history *h = &places[LINKEDIN].history;
    h->posts = 10;
    h->n_recent = CHECK_RECENT;
    expect(launch, LINKEDIN, VERDICT_FITS);
    for (int i = 0; i < CHECK_RECENT; i++)
        h->recent[i] = (struct check_recent){1u << TOPIC_PRODUCT | 1u << TOPIC_INDUSTRY, i < 4};
    struct check c = run(str_from(launch));
    assert_true(str_find(c.results[LINKEDIN].sentence, STR("11th post about")) >= 0);
    for (int i = 0; i < CHECK_RECENT; i++)
        h->recent[i].promotional = true;
    expect(launch, LINKEDIN, VERDICT_THINK_TWICE);
    places[LINKEDIN].voice.promotion = 1;
    expect(launch, LINKEDIN, VERDICT_TOUCH);
    places[LINKEDIN].voice.promotion = 0;
    *h = (struct check_history){0};
}

static size_t voice_findings(const char *text)
{
    struct check c = run(str_from(text));
    size_t n = 0;
    for (size_t i = 0; i < c.results[LINKEDIN].n_findings; i++)
        n += str_is(c.results[LINKEDIN].findings[i].rule, "avoided");
    return n;
}

static void test_voice(void **state)
{
    (void)state;
    static const struct str avoid[] = {STR_INIT("game changer"), STR_INIT("synergy")};
    struct check_voice *v = &places[LINKEDIN].voice;
    assert_int_equal(voice_findings("Our new release is a real Game changer, folks!!! 🚀"), 0);
    *v = (struct check_voice){.avoid = avoid, .n_avoid = 2};
    assert_int_equal(voice_findings("Our new release is a real Game changer, folks!!! 🚀"), 1);
    v->formality = FORMALITY_FORMAL;
    assert_int_equal(voice_findings("Our new release is a real Game changer, folks!!! 🚀"), 3);
    v->limits_emoji = true;
    assert_int_equal(voice_findings("Our new release is a real Game changer, folks!!! 🚀"), 4);
    v->languages = STR("en,fr");
    assert_int_equal(voice_findings("Wir haben heute nicht viel zu tun"), 1);
    assert_int_equal(voice_findings("We have not much to do today"), 0);
    *v = (struct check_voice){.use = avoid, .n_use = 2};
    static const char without[] = "We have not much to do today, so we polish the windows";
    struct check c = run(str_from(without));
    bool told = false;
    for (size_t i = 0; i < c.results[LINKEDIN].n_findings; i++)
        told = told || str_is(c.results[LINKEDIN].findings[i].kind, "wording");
    assert_true(told);
    assert_true(c.results[LINKEDIN].verdict > VERDICT_FITS ||
                !str_is(c.results[LINKEDIN].findings[0].kind, "wording"));
    c = run(STR("We have some synergy with the windows that we polish today, friends"));
    for (size_t i = 0; i < c.results[LINKEDIN].n_findings; i++)
        assert_false(str_is(c.results[LINKEDIN].findings[i].kind, "wording"));
    *v = (struct check_voice){0};
}

static void test_readers_are_named(void **state)
{
    (void)state;
    struct check_audience *a = &places[LINKEDIN].audience;
    struct check_audience kept_audience = *a;
    *a = (struct check_audience){.people = 300, .personal = 20, .professional = 280};
    a->group[GROUP_CLIENTS] = 12;
    a->named[GROUP_CLIENTS][0] = STR("Rolf Brandt");
    struct check c =
        run(STR("Vote them out, this government is a disgrace and so are its voters"));
    assert_true(
        str_find(c.results[LINKEDIN].readers, STR("Rolf Brandt and 11 other clients")) >= 0);
    *a = kept_audience;
}

static void test_tricks_do_not_hide(void **state)
{
    (void)state;
    /* fullwidth digits, zero-width joins inside a number, a Cyrillic o in a word */
    expect("my card: ４５３９ 1488 0343 6467", FACEBOOK, VERDICT_KEEP_OUT);
    expect("my card: 4539\xe2\x80\x8b 1488 0\xe2\x80\x8d"
           "343 6467",
           FACEBOOK, VERDICT_KEEP_OUT);
    static const char hidden[] = "\xe2\x80\x8b"
                                 "call me on +44 20 7946 0123 at home";
    struct check c = run(str_from(hidden));
    const struct check_finding *f = &c.results[FACEBOOK].findings[0];
    assert_true(str_is(f->kind, "phone"));
    assert_memory_equal(hidden + f->spans[0].from, "+44 20 7946 0123", 16);
}

static void test_unwelcome_topic(void **state)
{
    (void)state;
    const enum topic no[] = {TOPIC_FAMILY};
    places[FACEBOOK].unwelcome = no;
    places[FACEBOOK].n_unwelcome = 1;
    expect(steps, FACEBOOK, VERDICT_THINK_TWICE);
    places[FACEBOOK].n_unwelcome = 0;
}

static void test_long_and_broken_texts(void **state)
{
    (void)state;
    static char junk[100000];
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)(i * 2654435761u >> 9);
    run(str_of(junk, sizeof junk));
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = "launch our platform today "[i % 26];
    struct check c = run(str_of(junk, sizeof junk));
    assert_true(c.note.n > 0);
    c = run(STR_NONE);
    assert_int_equal(c.results[0].verdict, VERDICT_FITS);
    assert_int_equal(c.results[0].n_topics, 0);
}

/* A megabyte of one kind takes no longer than a few hundredths of a second; quadratic work would
 * take minutes, and the test's own time limit ends those. */
static void test_hostile_texts_take_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"word ",
                                         "1",
                                         "1 ",
                                         "a:",
                                         "+",
                                         "(0) ",
                                         "#tag",
                                         "#",
                                         "@a ",
                                         "😀",
                                         "\xff",
                                         "\xe2\x80\x8d",
                                         "\xd0\xbe"
                                         "a",
                                         "my daughter Ann ",
                                         "password: ",
                                         "passport ",
                                         "told me secret Ann ",
                                         "a.",
                                         "we're in Rome until ",
                                         "https://a.example/ ",
                                         "AAAA",
                                         "!?",
                                         "Mr Ann killed "};
    struct buf b;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        buf_init(&b, 2 << 20);
        while (b.n < 1 << 20)
            buf_lit(&b, pieces[i]);
        run(buf_view(&b));
        buf_free(&b);
    }
}

static int start(void **state)
{
    (void)state;
    struct err e = {0};
    table = arena_new(8 << 20);
    arena = arena_new(64 << 20);
    kept = arena_new(64 << 20);
    return judges_load(NULL, NULL, table, &judges, &e) == ERR_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    judges_free(&judges);
    arena_free(arena);
    arena_free(table);
    arena_free(kept);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product_news),
        cmocka_unit_test(test_first_steps),
        cmocka_unit_test(test_personal_touch),
        cmocka_unit_test(test_what_must_stay_out),
        cmocka_unit_test(test_business_contact_data_is_fine),
        cmocka_unit_test(test_every_verdict_names_its_row),
        cmocka_unit_test(test_owner_has_the_last_word),
        cmocka_unit_test(test_learns_what_a_text_is_not_about),
        cmocka_unit_test(test_what_is_given_away_cannot_be_unlearned),
        cmocka_unit_test(test_what_the_owner_posts_here),
        cmocka_unit_test(test_balance),
        cmocka_unit_test(test_voice),
        cmocka_unit_test(test_readers_are_named),
        cmocka_unit_test(test_tricks_do_not_hide),
        cmocka_unit_test(test_hostile_texts_take_linear_time),
        cmocka_unit_test(test_unwelcome_topic),
        cmocka_unit_test(test_long_and_broken_texts),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
