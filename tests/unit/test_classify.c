/* tests/unit/test_classify.c: the shipped model tells topics, tones and work apart. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context/classify.h"
#include "context/hashtag.h"
#include "context/logistic.h"

static unsigned char *bytes;
static size_t size;
static struct classifier *model;
static struct arena *arena;

static struct facts judge(const char *text)
{
    struct facts f;
    struct err e = {0};
    arena_reset(arena);
    assert_int_equal(classify(model, str_from(text), arena, &f, &e), ERR_OK);
    return f;
}

static void expect_topic(const char *text, enum topic want)
{
    struct facts f = judge(text);
    if (f.topics[0].label != (int)want)
        fail_msg("%s instead of %s: %s", topic_name((enum topic)f.topics[0].label).p,
                 topic_name(want).p, text);
}

static void test_plain_topics(void **state)
{
    (void)state;
    expect_topic("My cat sleeps on the keyboard again", TOPIC_PETS);
    expect_topic("The recipe needs two onions and a lot of butter", TOPIC_FOOD);
    expect_topic("What a goal in the last minute of the match!", TOPIC_SPORTS);
    expect_topic("The senate votes on the new law before the election", TOPIC_POLITICS);
    expect_topic("We are hiring a senior developer, apply until Friday", TOPIC_CAREER);
    expect_topic("Our son said his first word today", TOPIC_FAMILY);
}

static void test_work_and_private_life(void **state)
{
    (void)state;
    assert_true(
        judge("Our new B2B platform cuts procurement costs, book a demo").p_professional > 0.7);
    assert_true(judge("Cuddling with my kids on the sofa, movie night").p_professional < 0.3);
}

static void test_tones(void **state)
{
    (void)state;
    assert_true(judge("Buy now and save 20 %, free shipping with this code!")
                    .tones[TONE_PROMOTIONAL]
                    .p > 0.5);
    assert_true(judge("Thank you so much for your help").tones[TONE_GRATEFUL].p > 0.5);
    assert_true(judge("You are a disgusting idiot, shut up").tones[TONE_HOSTILE].p > 0.5);
    assert_true(judge("what the fuck").tones[TONE_PROFANE].p > 0.9);
    assert_true(judge("a classic assessment of shiitake").tones[TONE_PROFANE].p < FACT_LIKELY);
}

static void test_words_carry_the_verdict(void **state)
{
    (void)state;
    static const char text[] = "Yesterday I baked sourdough bread for the neighbours";
    struct facts f = judge(text);
    assert_int_equal(f.topics[0].label, TOPIC_FOOD);
    assert_true(f.topics[0].n_words > 0);
    const struct fact_word *w = &f.topics[0].words[0];
    assert_true(str_is(w->text, "baked") || str_is(w->text, "sourdough") ||
                str_is(w->text, "bread"));
    assert_memory_equal(text + w->from, w->text.p, w->text.n);
    for (size_t i = 1; i < f.topics[0].n_words; i++)
        assert_true(f.topics[0].words[i].weight <= w->weight);
}

static void test_says_how_well_it_reads(void **state)
{
    (void)state;
    assert_true(str_is(judge("This is what we have been waiting for").language, "en"));
    struct facts f = judge("Wir haben heute nicht sehr viel zu tun und gehen nach Hause");
    assert_true(str_is(f.language, "de"));
    assert_int_equal(f.judged, JUDGED_TOPICS);
    assert_true(
        str_is(judge("Nous avons une maison dans le sud avec les enfants").language, "fr"));
    assert_true(str_is(
        judge("Hoy tengo mucho trabajo y no sé qué hacer con los niños").language, "es"));
    assert_int_equal(judge("").judged, JUDGED_NOT);
    assert_int_equal(judge("?!? 123").judged, JUDGED_NOT);
}

static void expect_split(const char *tag, const char *words)
{
    uint8_t cut[HASHTAG_WORDS];
    char said[128] = "";
    struct str s = str_from(tag);
    size_t n = hashtag_split(classifier_words(model), s, cut);
    size_t at = 0;
    for (size_t i = 0; i < n; at += cut[i++]) {
        strncat(said, i > 0 ? " " : "", sizeof said - strlen(said) - 1);
        strncat(said, s.p + at, cut[i]);
    }
    assert_string_equal(said, words);
}

static void test_hashtags_written_as_one(void **state)
{
    (void)state;
    expect_split("mondaymotivation", "monday motivation");
    expect_split("womenintech", "women in tech");
    expect_split("smallbusiness", "small business");
    expect_split("climatechange", "climate change");
    expect_split("gratitude", "gratitude");
    assert_int_equal(hashtag_split(NULL, STR("smallbusiness"), (uint8_t[HASHTAG_WORDS]){0}), 0);
}

static void test_german_french_spanish_topics(void **state)
{
    (void)state;
    assert_int_equal(
        judge("Unser Hund hat heute die Katze vom Nachbarn gejagt").topics[0].label,
        TOPIC_PETS);
    assert_int_equal(
        judge("Nous recrutons une infirmière, envoyez votre candidature").topics[0].label,
        TOPIC_CAREER);
    assert_int_equal(judge("Mi abuela y mis primos en la boda de mi hermana").topics[0].label,
                     TOPIC_FAMILY);
}

/* Against known values; the same on every machine is what it is for. */
static void test_logistic(void **state)
{
    (void)state;
    assert_true(fabs(logistic(0) - 0.5) < 1e-12);
    assert_true(fabs(logistic(1) - 0.7310585786300049) < 1e-9);
    assert_true(fabs(logistic(-7.25) - 0.0007096703991005881) < 1e-9);
    assert_true(logistic(800) == 1 && logistic(-800) == 0);
    assert_true(fabs(log_odds(0.7310585786300049) - 1) < 1e-9);
    assert_true(log_odds(0) < -13 && log_odds(1) > 13);
}

static void test_probabilities_are_probabilities(void **state)
{
    (void)state;
    static char junk[100000];
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)(i * 2654435761u >> 7);
    struct facts f;
    struct err e = {0};
    arena_reset(arena);
    assert_int_equal(classify(model, str_of(junk, sizeof junk), arena, &f, &e), ERR_OK);
    for (int i = 0; i < TOPIC_COUNT; i++) {
        assert_true(f.topics[i].p >= 0 && f.topics[i].p <= 1);
        assert_true(i == 0 || f.topics[i].p <= f.topics[i - 1].p);
    }
}

static void test_bad_models_are_refused(void **state)
{
    (void)state;
    struct classifier *c = NULL;
    struct err e = {0};
    assert_int_equal(classifier_new(bytes, 0, &c, &e), ERR_PARSE);
    assert_int_equal(classifier_new(bytes, size - 1, &c, &e), ERR_PARSE);
    assert_int_equal(classifier_new(bytes, 40, &c, &e), ERR_PARSE);
    static const size_t places[] = {0, 8, 12, 28, 36};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        bytes[places[i]] ^= 0x55;
        assert_int_equal(classifier_new(bytes, size, &c, &e), ERR_PARSE);
        bytes[places[i]] ^= 0x55;
    }
    assert_null(c);
}

static int start(void **state)
{
    (void)state;
    struct err e = {0};
    FILE *f = fopen("classifier/tact.model", "rb");
    if (f == NULL)
        return -1;
    bytes = malloc(8 << 20);
    size = fread(bytes, 1, 8 << 20, f);
    fclose(f);
    arena = arena_new(16 << 20);
    return classifier_new(bytes, size, &model, &e) == ERR_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    classifier_free(model);
    arena_free(arena);
    free(bytes);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_topics),
        cmocka_unit_test(test_work_and_private_life),
        cmocka_unit_test(test_tones),
        cmocka_unit_test(test_words_carry_the_verdict),
        cmocka_unit_test(test_says_how_well_it_reads),
        cmocka_unit_test(test_hashtags_written_as_one),
        cmocka_unit_test(test_german_french_spanish_topics),
        cmocka_unit_test(test_logistic),
        cmocka_unit_test(test_probabilities_are_probabilities),
        cmocka_unit_test(test_bad_models_are_refused),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
