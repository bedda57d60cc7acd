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

static unsigned char *bytes;
static struct classifier *model;
static struct rules rules;
static struct arena *arena, *table;

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
     .audience = {-1, -1, -1, -1}  },
    {.account = {"2", 1},
     .network = {"facebook", 8},
     .network_name = {"Facebook", 8},
     .context = {"Friends", 7},
     .mindset = MINDSET_PERSONAL,
     .audience = {210, 143, 80, 13}}
};

static struct check run(struct str text)
{
    struct check c;
    struct err e = {0};
    arena_reset(arena);
    if (check_run(model, &rules, text, places, 2, arena, &c, &e) != ERR_OK)
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
    const struct check_overlay mine = {
        .label = TOPIC_FAMILY, .has_verdict = true, .verdict = VERDICT_TOUCH};
    struct check_place kept = places[LINKEDIN];
    places[LINKEDIN].overlay = &mine;
    places[LINKEDIN].n_overlay = 1;
    expect(steps, LINKEDIN, VERDICT_TOUCH);
    places[LINKEDIN] = kept;
    const struct check_overlay less = {.label = TOPIC_FAMILY, .delta = -8};
    places[FACEBOOK].overlay = &less;
    places[FACEBOOK].n_overlay = 1;
    struct check c = run(str_from(steps));
    assert_int_not_equal(c.results[FACEBOOK].topics[0].label, TOPIC_FAMILY);
    places[FACEBOOK].overlay = NULL;
    places[FACEBOOK].n_overlay = 0;
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

static size_t slurp(const char *path, unsigned char *to, size_t max)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return 0;
    size_t n = fread(to, 1, max, f);
    fclose(f);
    return n;
}

static int start(void **state)
{
    (void)state;
    struct err e = {0};
    bytes = malloc(8 << 20);
    table = arena_new(4 << 20);
    arena = arena_new(16 << 20);
    size_t n = slurp("src/context/rules.txt", bytes, 8 << 20);
    if (rules_parse(str_of((const char *)bytes, n), table, &rules, &e) != ERR_OK)
        return -1;
    n = slurp("classifier/tact.model", bytes, 8 << 20);
    return classifier_new(bytes, n, &model, &e) == ERR_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    classifier_free(model);
    arena_free(arena);
    arena_free(table);
    free(bytes);
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
        cmocka_unit_test(test_unwelcome_topic),
        cmocka_unit_test(test_long_and_broken_texts),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
