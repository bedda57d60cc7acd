/* tests/unit/test_features.c: how posts become tokens and buckets. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "context/features.h"

static struct features tokens(struct arena *a, const char *text)
{
    struct features f;
    struct err e = {0};
    assert_int_equal(features_extract(NULL, str_from(text), a, &f, &e), ERR_OK);
    return f;
}

static bool has(const struct features *f, const char *norm)
{
    for (size_t i = 0; i < f->n_tokens; i++) {
        if (str_is(f->tokens[i].norm, norm))
            return true;
    }
    return false;
}

static void test_classes_of_things(void **state)
{
    (void)state;
    struct arena *a = arena_new(16 << 20);
    struct features f =
        tokens(a, "See https://a.example/x?y=1, mail me@site.example. @you 42 7% 54k!");
    assert_true(has(&f, "<url>"));
    assert_true(has(&f, "<email>"));
    assert_true(has(&f, "<user>"));
    assert_true(has(&f, "<num>"));
    assert_true(has(&f, "<num>%"));
    assert_true(has(&f, "<num>k"));
    assert_true(has(&f, "!"));
    assert_true(has(&f, "see"));
    arena_free(a);
}

static void test_hashtag_is_split(void **state)
{
    (void)state;
    struct arena *a = arena_new(16 << 20);
    struct features f = tokens(a, "#BigNewsToday");
    assert_true(has(&f, "#bignewstoday") || has(&f, "bignewstoday"));
    assert_true(has(&f, "big"));
    assert_true(has(&f, "news"));
    assert_true(has(&f, "today"));
    arena_free(a);
}

static void test_emoji_speaks(void **state)
{
    (void)state;
    struct arena *a = arena_new(16 << 20);
    struct features f = tokens(a, "so 🍕");
    assert_true(has(&f, "🍕"));
    assert_true(has(&f, "pizza"));
    arena_free(a);
}

static void test_spans_point_into_the_text(void **state)
{
    (void)state;
    static const char text[] = "Grüße aus Köln, don’t panic";
    struct arena *a = arena_new(16 << 20);
    struct features f = tokens(a, text);
    assert_int_equal(f.n_tokens, 5);
    assert_memory_equal(text + f.tokens[2].from, "Köln", f.tokens[2].to - f.tokens[2].from);
    assert_true(str_is(f.tokens[0].norm, "grüße"));
    assert_true(str_is(f.tokens[3].norm, "don't"));
    arena_free(a);
}

static void test_buckets_are_distinct_and_stable(void **state)
{
    (void)state;
    struct arena *a = arena_new(16 << 20);
    struct features f = tokens(a, "the the the cat");
    struct features g = tokens(a, "the the the cat");
    assert_int_equal(f.n, g.n);
    for (size_t i = 0; i < f.n; i++) {
        assert_in_range(f.list[i].bucket, 0, FEATURES_BUCKETS - 1);
        assert_int_equal(f.list[i].bucket, g.list[i].bucket);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(f.list[i].bucket, f.list[k].bucket);
    }
    arena_free(a);
}

static void test_any_bytes(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct features f;
    struct err e = {0};
    char *junk = arena_alloc(a, 200000);
    for (size_t i = 0; i < 200000; i++)
        junk[i] = (char)(i * 7919 >> 3);
    assert_int_equal(features_extract(NULL, str_of(junk, 200000), a, &f, &e), ERR_OK);
    assert_true(f.cut);
    assert_int_equal(features_extract(NULL, STR_NONE, a, &f, &e), ERR_OK);
    assert_int_equal(f.n_tokens, 0);
    assert_int_equal(f.n, 0);
    arena_free(a);
}

static void test_small_arena_is_an_error(void **state)
{
    (void)state;
    struct arena *a = arena_new(2000);
    struct features f;
    struct err e = {0};
    char text[500];
    memset(text, 'x', sizeof text);
    assert_int_equal(features_extract(NULL, str_of(text, sizeof text), a, &f, &e), ERR_LIMIT);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes_of_things),
        cmocka_unit_test(test_hashtag_is_split),
        cmocka_unit_test(test_emoji_speaks),
        cmocka_unit_test(test_spans_point_into_the_text),
        cmocka_unit_test(test_buckets_are_distinct_and_stable),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_small_arena_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
