/* tests/unit/test_html.c: HTML becomes the words that a browser would show. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/attr.h"
#include "core/limits.h"
#include "core/time.h"
#include "text/html.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static void check(const char *html, const char *text)
{
    struct arena *a = arena_new(MIB(1));
    struct str got = html_to_text(str_from(html), a);
    if (!str_is(got, text))
        fail_msg("%s gives \"" STRF "\", not \"%s\"", html, STRA(got), text);
    arena_free(a);
}

static void test_text(void **state)
{
    (void)state;
    static const struct {
        const char *html, *text;
    } cases[] = {
        {"",                                                       ""                                       },
        {"plain",                                                  "plain"                                  },
        {"<p>one</p><p>two</p>",                                   "one\n\ntwo"                             },
        {"<p>1. Sleep<br />2. Write<br>3. Rest</p>",               "1. Sleep\n2. Write\n3. Rest"            },
        {"a<br><br>b",                                             "a\n\nb"                                 },
        {"<ul><li>a</li><li>b</li></ul>",                          "a\nb"                                   },
        {"<h1>Title</h1>text<div>x</div><div>y</div>",             "Title\n\ntext\nx\ny"                    },
        {"  a \n\t b  ",                                           "a b"                                    },
        {"a <b> b </b> c",                                         "a b c"                                  },
        {"<pre>x\n  y</pre>z",                                     "x\n  y\n\nz"                            },
        {"R&amp;D &lt;3 &quot;q&quot; &#39;s&apos;",               "R&D <3 \"q\" 's'"                       },
        {"caf&eacute; &Aring;&#229;&#xE5; &hellip; &euro; &nbsp;", "café Ååå … € \xC2\xA0"          },
        {"&#x1F600;&#128512;",                                     "😀😀"                               },
        {"&#146;&#0;&#xD800;&#x110000;",                           "’\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&nosuch; &amp &; & &#; &#x;",                            "&nosuch; &amp &; & &#; &#x;"            },
        {"&amp;lt;",                                               "&lt;"                                   },
        {"1 < 2 <3 and a<",                                        "1 < 2 <3 and a<"                        },
        {"a<script>var x = '<p>';</script>b<STYLE>p{}</style>c",   "abc"                                    },
        {"<script>never closed",                                   ""                                       },
        {"<title>head</title>body",                                "body"                                   },
        {"a<!-- <p>no</p> -->b<!doctype html>c<?xml?>d",           "abcd"                                   },
        {"a<!-- never closed",                                     "a"                                      },
        {"a<p title=\"never closed",                               "a"                                      },
        {"<img alt='a > b'>x<a href=y>z</a>",                      "xz"                                     },
        {"<td>a</td><td>b</td>",                                   "a b"                                    },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check(cases[i].html, cases[i].text);
}

static void test_links(void **state)
{
    (void)state;
    check("see <a href=\"https://example.org/a/very/long/path?x=1&amp;y=2\" rel=\"nofollow\">"
          "<span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/a/very"
          "</span><span class=\"invisible\">/long/path?x=1&amp;y=2</span></a> now",
          "see https://example.org/a/very/long/path?x=1&y=2 now");
    check("<a href=\"https://example.org/\"><span class=\"invisible\">https://</span>"
          "<span class=\"\">example.org/</span><span class=\"invisible\"></span></a>",
          "https://example.org/");
    check("<a href=\"https://example.org/x\">my words</a>", "my words");
    check("<span class=\"h-card\"><a href=\"https://o.example/@ana\" class=\"u-url mention\">"
          "@<span>ana</span></a></span> hi <a href=\"https://m.example/tags/tea\""
          " class=\"mention hashtag\">#<span>tea</span></a>",
          "@ana hi #tea");
    check("<a href=\"javascript:alert(1)\"><span class=\"invisible\">x</span>y</a>", "xy");
    check("<p>a</p><p><a href=\"http://e.org\"><span class=\"invisible\">http://</span>e",
          "a\n\nhttp://e.org");
}

static void test_always_utf8(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(64));
    char bytes[512];
    srandom(7);
    for (int round = 0; round < 20000; round++) {
        static const char some[] = "<>&;/p abr#x1\"'=!-\xC3\xA9\xF0\x9F\x98\x80\xFF\n";
        size_t n = (size_t)random() % sizeof bytes;
        for (size_t i = 0; i < n; i++)
            bytes[i] = some[(size_t)random() % (sizeof some - 1)];
        struct str in = utf8_clean(str_of(bytes, n), a);
        struct str out = html_to_text(str_of(bytes, n), a);
        assert_true(utf8_valid(out));
        assert_true(out.n <= in.n);
        arena_reset(a);
    }
    arena_free(a);
}

/* What makes a tokenizer start again and again must not take the square of its length. */
static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<a href=\"", "<p",  "&",  "<!--",         "<script>",
        "<",          "&#1", "</", "<span class=", "<a href=x><span class=invisible>"};
    struct arena *a = arena_new(MIB(256));
    for (size_t k = 0; k < COUNT_OF(pieces); k++) {
        size_t len = strlen(pieces[k]), n = MIB(4) / len;
        char *html = malloc(n * len + 1);
        assert_non_null(html);
        for (size_t i = 0; i < n; i++)
            memcpy(html + i * len, pieces[k], len);
        double start = time_clock_s();
        html_to_text(str_of(html, n * len), a);
        if (time_clock_s() - start > 5.0)
            fail_msg("%s takes too long", pieces[k]);
        free(html);
        arena_reset(a);
    }
    arena_free(a);
}

static void test_unescape(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    assert_true(str_is(html_unescape(STR("a &amp; b &lt;3 &gt; &quot; &amp;lt; &"), a),
                       "a & b <3 > &quot; &lt; &"));
    struct str same = STR("nothing to do");
    assert_ptr_equal(html_unescape(same, a).p, same.p);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text), cmocka_unit_test(test_links),
        cmocka_unit_test(test_always_utf8), cmocka_unit_test(test_linear),
        cmocka_unit_test(test_unescape)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
