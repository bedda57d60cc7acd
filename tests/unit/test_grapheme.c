/* tests/unit/test_grapheme.c: clusters as Unicode's own test wants them, and what is an emoji. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/limits.h"
#include "core/time.h"
#include "text/grapheme.h"
#include "text/utf8.h"

static void test_graphemes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"",                 0},
        {"abc",              3},
        {"a\r\nb",           3},
        {"e\u0301",          1},
        {"🇸🇪🇸🇪", 2},
        {"👩\u200D🚀x",  2},
        {"각",              1},
        {"\xFF\xFE",         2},
        {"🙋🏽",         1},
        {"हि",           1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(utf8_graphemes(str_from(cases[i].text)), cases[i].n);
}

static void test_emoji(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t rest; /* bytes behind the emoji */
    } cases[] = {
        {"😀",                               0},
        {"❤\uFE0F",                          0},
        {"☺",                                0},
        {"🙋🏽",                           0},
        {"🇸🇪",                           0},
        {"1\uFE0F\u20E3",                      0},
        {"#\u20E3",                            0},
        {"👩\u200D🚀",                     0},
        {"👩🏽\u200D⚖\uFE0F",            0},
        {"😀\u0301",                         2},
        {"©\uFE0F",                           0},
        {"🏴\U000E0067\U000E0062\U000E007F", 0},
        {"👩\u200D",                         3},
    };
    static const char *const none[] = {"a", "1", "©", "é", "字", "🇸", "", "☺\uFE0E", "\u200D"};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(utf8_emoji(str_from(cases[i].text)),
                         strlen(cases[i].text) - cases[i].rest);
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_int_equal(utf8_emoji(str_from(none[i])), 0);
}

static void test_composed(void **state)
{
    (void)state;
    uint32_t point[GRAPHEME_POINTS];
    assert_int_equal(utf8_composed(STR("e\u0301"), point, COUNT_OF(point)), 1);
    assert_int_equal(point[0], 0xE9);
    assert_int_equal(utf8_composed(STR("\uFB2C"), point, COUNT_OF(point)), 3);
    assert_int_equal(utf8_composed(STR("\u212B"), point, COUNT_OF(point)), 1);
    assert_int_equal(point[0], 0xC5);
    assert_int_equal(utf8_composed(STR("\xFFx"), point, COUNT_OF(point)), 2);
    struct buf b;
    buf_init(&b, KIB(1));
    for (int i = 0; i < 100; i++)
        buf_lit(&b, "\u0316\u0301");
    assert_int_equal(utf8_composed(buf_view(&b), point, COUNT_OF(point)), GRAPHEME_POINTS);
    assert_int_equal(utf8_composed(buf_view(&b), point, 1), 1);
    buf_free(&b);
}

/* "÷ 0020 × 0308 ÷ # …": each ÷ but the first ends a cluster. */
static void check_line(char *line, size_t nr)
{
    struct buf text;
    size_t want[64], clusters = 0;
    buf_init(&text, KIB(1));
    line[strcspn(line, "#\n")] = '\0';
    for (char *save = NULL, *word = strtok_r(line, " \t", &save); word;
         word = strtok_r(NULL, " \t", &save)) {
        if (strcmp(word, "÷") == 0 && text.n)
            want[clusters++] = text.n;
        else if (strcmp(word, "÷") != 0 && strcmp(word, "×") != 0)
            utf8_put(&text, (uint32_t)strtoul(word, NULL, 16));
    }
    struct str rest = buf_view(&text);
    for (size_t i = 0; i < clusters; i++) {
        if (rest.n)
            utf8_next_grapheme(&rest);
        if (text.n - rest.n != want[i])
            fail_msg("line %zu of GraphemeBreakTest.txt: cluster %zu", nr, i + 1);
    }
    assert_int_equal(rest.n, 0);
    buf_free(&text);
}

static void test_unicode_suite(void **state)
{
    (void)state;
    char path[1024], line[4096];
    const char *shared = getenv("TACT_SHARED");
    snprintf(path, sizeof path, "%s/data/suites/unicode/GraphemeBreakTest.txt",
             shared ? shared : "");
    FILE *f = shared && *shared ? fopen(path, "r") : NULL;
    if (!f) {
        print_message("SKIP Unicode's grapheme test: TACT_SHARED names no folder with it\n");
        skip();
    }
    size_t nr = 0, checked = 0;
    while (fgets(line, sizeof line, f)) {
        nr++;
        if (strncmp(line, "÷", strlen("÷")) == 0) {
            check_line(line, nr);
            checked++;
        }
    }
    fclose(f);
    assert_true(checked > 500);
}

static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\u0301", "\u0316\u0301", "\u200D", "👩\u200D",
                                         "🇸",      "\u0600",       "\r",     "\xFF"};
    for (size_t k = 0; k < COUNT_OF(pieces); k++) {
        size_t len = strlen(pieces[k]), n = MIB(1) / len;
        char *text = malloc(n * len + 1);
        assert_non_null(text);
        for (size_t i = 0; i < n; i++)
            memcpy(text + i * len, pieces[k], len);
        double start = time_clock_s();
        struct str rest = str_of(text, n * len);
        while (rest.n) {
            uint32_t point[GRAPHEME_POINTS];
            struct str cluster = utf8_next_grapheme(&rest);
            utf8_emoji(cluster);
            utf8_composed(cluster, point, COUNT_OF(point));
        }
        if (time_clock_s() - start > 2.0)
            fail_msg("piece %zu takes too long", k);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graphemes), cmocka_unit_test(test_emoji),
        cmocka_unit_test(test_composed), cmocka_unit_test(test_unicode_suite),
        cmocka_unit_test(test_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
