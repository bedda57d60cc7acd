/* tests/unit/test_safe_html.c: texts from outside become harmless markup, linearly. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/limits.h"
#include "core/time.h"
#include "text/safe_html.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define REL "\" rel=\"noopener noreferrer nofollow ugc\">"

static void check_escape(void (*escape)(struct buf *, struct str), struct str s,
                         const char *want)
{
    struct buf b;
    buf_init(&b, KIB(64));
    escape(&b, s);
    if (!str_is(buf_view(&b), want))
        fail_msg("\"" STRF "\" gives \"%s\", not \"%s\"", STRA(s), buf_cstr(&b), want);
    buf_free(&b);
}

static void test_escape(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *html;
    } cases[] = {
        {STR_INIT(""),                                          ""                                    },
        {STR_INIT("<a href=\"x\" title='y'>&amp;"),
         "&lt;a href=&#34;x&#34; title=&#39;y&#39;&gt;&amp;amp;"                                      },
        {STR_INIT("a\0b\x01\x1F\x7F\xC2\x80"
                  "c"),
         "abc"                                                                                        },
        {STR_INIT("one\r\ntwo\rthree\n\tfour"),                 "one\ntwo\nthree\n\tfour"             },
        {STR_INIT("\xFF\xC0\xAF"),                              "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {STR_INIT("\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBFx"), "x"                                   }, /* noncharacters */
        {STR_INIT("\xE2\x80\xAE"
                  "abc"),
         "\xE2\x80\xAE"
         "abc"                                                                                        }, /* a value stays what it is */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_escape(html_escape, cases[i].text, cases[i].html);
}

static void test_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html;
    } cases[] = {
        {"Ana\nKovač\t!",                               "Ana Kovač !"                          },
        {"<b>\u202Egnp.exe\u2066\u061C",                 "&lt;b&gt;gnp.exe"                      },
        {"pay\u200Bpal\u200D \uFEFF\u00ADx\u2060\u3164", "paypal x"                              },
        {"می\u200Cخواهم",                         "می\u200Cخواهم"                  },
        {"क्\u200Dष",                              "क्\u200Dष"                       },
        {"👩\u200D🚀 👩🏽\u200D⚖\uFE0F",       "👩\u200D🚀 👩🏽\u200D⚖\uFE0F"},
        {"👩\u200D",                                   "👩"                                  },
        {"🏴\U000E0067\U000E0062\U000E007F",           "🏴\U000E0067\U000E0062\U000E007F"    },
        {"a\U000E0067\U000E0062",                        "a"                                     },
        {"\u202E\u200B",                                 ""                                      },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_escape(html_escape_name, str_from(cases[i].text), cases[i].html);
}

static void check_text(const char *text, const char *want)
{
    struct arena *a = arena_new(MIB(1));
    bool cut = true;
    struct safe_html got = html_from_text(str_from(text), NULL, 0, 0, a, &cut);
    if (!str_is(got.s, want))
        fail_msg("\"%s\" gives \"" STRF "\", not \"%s\"", text, STRA(got.s), want);
    assert_false(cut);
    arena_free(a);
}

/* `link` is what of text[0, …) is a link, after `before`; the rest follows as text. */
static void check_link(const char *before, const char *link, const char *after)
{
    struct buf text, want;
    buf_init(&text, KIB(64));
    buf_init(&want, KIB(64));
    buf_printf(&text, "%s%s%s", before, link, after);
    html_escape(&want, str_from(before));
    if (*link) {
        buf_lit(&want, "<a href=\"");
        html_escape(&want, str_from(link));
        buf_lit(&want, REL);
        html_escape(&want, str_from(link));
        buf_lit(&want, "</a>");
    }
    html_escape(&want, str_from(after));
    check_text(buf_cstr(&text), buf_cstr(&want));
    buf_free(&text);
    buf_free(&want);
}

static void test_text(void **state)
{
    (void)state;
    check_text("", "");
    check_text("a\nb\r\nc\rd\u2028e", "a<br>b<br>c<br>d<br>e");
    check_text("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    check_text("a\u202Eb\u2067c\u200Ed\uFEFF", "abcd");
    check_text("👨\u200D👩\u200D👧 x\u200Dy", "👨\u200D👩\u200D👧 xy");
    check_text("\xC3", "\xEF\xBF\xBD");
}

static void test_links(void **state)
{
    (void)state;
    check_link("", "https://a.example", "");
    check_link("see ", "HTTP://a.example/X?a=1&b='2'#c", " now");
    check_link("(see ", "https://a.example/x", ").");
    check_link("", "https://a.example/x_(y)", ", and");
    check_link("(", "https://a.example/x_(y)", ")");
    check_link("[", "https://a.example/[1]", "]]");
    check_link("", "https://a.example/x", ")))))");
    check_link("", "https://a.example/x", "(((");
    check_link("\"", "https://a.example/", "\"?!");
    check_link("<", "https://a.example/x", ">");
    check_link("", "https://a.example", "...");
    check_link("", "https://a.example:8080/x", ":");
    check_link("", "https://a.example", ":x");
    check_link("", "http://localhost:3000", "");
    check_link("見て", "https://例え.example/パス", "。次");
    check_link("", "https://ko.example/żółć_ž·x", "…");
    check_link(" ", "https://a.example/x*y_", "**");
}

static void test_no_links(void **state)
{
    (void)state;
    check_link("javascript:alert(1) data:text/html,x //a.example http:// https:///x", "", "");
    check_link("xhttps://a.example", "", "");
    check_link("https://bank.example@evil.example/", "", "");
    check_link("https://bank.example:80@evil.example/", "", "");
    check_link("http://.. http://<x> http://'x'", "", "");
    check_link("http://[::1]/", "", "");
}

/* What looks like a part of an address and is none ends it. */
static void test_spoofs(void **state)
{
    (void)state;
    check_link("", "https://good.example", "\u2215login.evil.example");
    check_link("", "https://good.example", "\uFF0Flogin.evil.example");
    check_link("", "https://good", "\u3002example");
    check_link("", "https://good.example", "\\@evil.example");
    check_text("https://good.example/\u202Egnp.exe",
               "<a href=\"https://good.example/" REL "https://good.example/</a>gnp.exe");
    check_text("https://good.example/\u200Bx",
               "<a href=\"https://good.example/" REL "https://good.example/</a>\u200Bx");
    check_link("", "https://аррӏе.example/", ""); /* Cyrillic: as it was typed */
}

static void test_shortened(void **state)
{
    (void)state;
    check_link("", "https://a.example/0123456789012345678901234567890123456789x2", "");
    check_text("https://a.example/01234567890123456789012345678901234567890123456789?a=1&b=2",
               "<a href=\"https://a.example/01234567890123456789012345678901234567890123456789"
               "?a=1&amp;b=2" REL
               "https://a.example/0123456789012345678901…90123456789?a=1&amp;b=2</a>");
    /* never its host */
    check_text(
        "https://www.bank.example.a-very-long-name-that-goes-on-and-on-and-on.evil.example"
        "/0123456789012345678901234567890123456789",
        "<a href=\"https://www.bank.example.a-very-long-name-that-goes-on-and-on-and-on."
        "evil.example/0123456789012345678901234567890123456789" REL
        "https://www.bank.example.a-very-long-name-that-goes-on-and-on-and-on.evil.example"
        "/…1234567890123456789</a>");
}

static void check_marks(const char *text, const struct html_mark *mark, size_t n,
                        const char *want)
{
    struct arena *a = arena_new(MIB(1));
    struct safe_html got = html_from_text(str_from(text), mark, n, 0, a, NULL);
    if (!str_is(got.s, want))
        fail_msg("\"%s\" gives \"" STRF "\", not \"%s\"", text, STRA(got.s), want);
    arena_free(a);
}
#define MARKS(...)                                                                             \
    (const struct html_mark[]){__VA_ARGS__},                                                   \
        sizeof((struct html_mark[]){__VA_ARGS__}) / sizeof(struct html_mark)

static void test_marks(void **state)
{
    (void)state;
    check_marks("one two", MARKS({0, 3}, {4, 7}), "<mark>one</mark> <mark>two</mark>");
    check_marks("a<b\nc", MARKS({1, 4}), "a<mark>&lt;b<br></mark>c");
    check_marks("abcdef", MARKS({1, 4}, {2, 3}, {3, 5}), "a<mark>bcde</mark>f");
    check_marks("abcdef", MARKS({4, 2}, {5, 99}, {99, 120}), "abcde<mark>f</mark>");
    check_marks("abcdef", MARKS({SIZE_MAX - 1, SIZE_MAX}, {3, 4}), "abcdef"); /* no order */
    check_marks("žž", MARKS({1, 4}), "ž<mark>ž</mark>");
    check_marks("žž", MARKS({1, 3}), "žž");
    check_marks("x\u202Ey", MARKS({1, 4}), "xy");
    check_marks("see https://a.example/tea now", MARKS({0, 13}, {22, 29}),
                "<mark>see </mark><a href=\"https://a.example/tea" REL
                "<mark>https://a</mark>.example/<mark>tea</mark></a><mark> now</mark>");
    check_marks(
        "https://a.example/01234567890123456789012345678901234567890123456789x",
        MARKS({44, 46}),
        "<a href=\"https://a.example/01234567890123456789012345678901234567890123456789x" REL
        "https://a.example/0123456789012345678901<mark>…</mark>"
        "234567890123456789x</a>");
}

static void check_cut(const char *text, size_t most, const char *want, bool is_cut)
{
    struct arena *a = arena_new(MIB(1));
    bool cut = !is_cut;
    struct safe_html got = html_from_text(str_from(text), NULL, 0, most, a, &cut);
    if (!str_is(got.s, want))
        fail_msg("\"%s\" gives \"" STRF "\", not \"%s\"", text, STRA(got.s), want);
    assert_int_equal(cut, is_cut);
    arena_free(a);
}

static void test_cut(void **state)
{
    (void)state;
    check_cut("abc", 3, "abc", false);
    check_cut("abc", 2, "ab", true);
    check_cut("až", 2, "a", true);
    check_cut("ž", 1, "", true);
    check_cut("xe\u0301y", 2, "x", true); /* an accent of its own */
    check_cut("x👩\u200D🚀", 6, "x", true);
    check_cut("x👩\u200D🚀", 9, "x", true);
    check_cut("a https://a.example/x b", 5,
              "a <a href=\"https://a.example/x" REL "https://a.example/x</a>", true);
    check_cut("a https://a.example/x", 5,
              "a <a href=\"https://a.example/x" REL "https://a.example/x</a>", false);
}

static void test_url_ok(void **state)
{
    (void)state;
    static const char *const good[] = {"http://a.example",     "HTTPS://a.example/x?y#z",
                                       "mailto:ana@a.example", "/",
                                       "/people/7?x=1",        "https://例え.example/"};
    static const char *const bad[] = {"",
                                      "x",
                                      "javascript:alert(1)",
                                      "JaVaScRiPt:alert(1)",
                                      "data:text/html,x",
                                      "//a.example",
                                      "/\\a.example",
                                      "http:a.example",
                                      "https://",
                                      "mailto:",
                                      " https://a.example",
                                      "https://a.example/ x",
                                      "/a\tb",
                                      "/a\nb",
                                      "\x01https://a.example",
                                      "https://a\u00A0b",
                                      "https://a\u202Eb",
                                      "https://a\\b",
                                      "vbscript:x",
                                      "/\xFF",
                                      "ftp://a.example",
                                      "blob:https://a.example/x",
                                      "https:/a.example",
                                      "/a\xC2\x85"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!html_url_ok(str_from(good[i])))
            fail_msg("%s is fine", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (html_url_ok(str_from(bad[i])))
            fail_msg("%s is not fine", bad[i]);
}

/* Texts that make a finder of addresses start again and again. */
static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "x",        "http://",    "http://a",       "http://a/",    "https://a.example/x ",
        "(",        ")",          "http://a(",      "http://a/)",   "&",
        "https://", "http://a@",  "\u200D",         "\u0301",       "http://a/\u0301",
        "hhhhhhh",  "http://a:1", "🏴\U000E0067", "http://a/?.,", "\n"};
    struct arena *a = arena_new(MIB(256));
    for (size_t k = 0; k < COUNT_OF(pieces); k++) {
        size_t len = strlen(pieces[k]), n = MIB(1) / len;
        char *text = malloc(n * len + 1);
        assert_non_null(text);
        for (size_t i = 0; i < n; i++)
            memcpy(text + i * len, pieces[k], len);
        struct html_mark *mark = calloc(n, sizeof *mark);
        assert_non_null(mark);
        for (size_t i = 0; i < n; i++)
            mark[i] = (struct html_mark){i * len, i * len + len};
        double start = time_clock_s();
        html_from_text(str_of(text, n * len), mark, n, 0, a, NULL);
        html_from_text(str_of(text, n * len), NULL, 0, 1000, a, NULL);
        if (time_clock_s() - start > 3.0)
            fail_msg("%s takes too long", pieces[k]);
        free(text);
        free(mark);
        arena_reset(a);
    }
    /* an address that nobody has is text */
    char *text = malloc(MIB(1));
    assert_non_null(text);
    memset(text, 'x', MIB(1));
    memcpy(text, "https://a/", 10);
    struct safe_html long_one = html_from_text(str_of(text, MIB(1)), NULL, 0, 0, a, NULL);
    assert_int_equal(long_one.s.n, MIB(1));
    free(text);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape),    cmocka_unit_test(test_name),
        cmocka_unit_test(test_text),      cmocka_unit_test(test_links),
        cmocka_unit_test(test_no_links),  cmocka_unit_test(test_spoofs),
        cmocka_unit_test(test_shortened), cmocka_unit_test(test_marks),
        cmocka_unit_test(test_cut),       cmocka_unit_test(test_url_ok),
        cmocka_unit_test(test_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
