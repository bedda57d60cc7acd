/* tests/unit/test_discover.c: relations of pages, and the discovery cases of webmention.rocks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/attr.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"
#include "net/discover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASSERT_STR(got, want)                                                                  \
    do {                                                                                       \
        struct str got_ = (got);                                                               \
        if (!str_is(got_, (want)))                                                             \
            fail_msg("\"" STRF "\" is not \"%s\"", STRA(got_), (want));                        \
    } while (0)

static struct http_answer page(const char *html)
{
    return (struct http_answer){
        .status = 200, .url = STR("https://a.example/d/e?f"), .body = str_from(html)};
}

static void a_page_says_what_it_is(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(16));
    struct discovered d;
    struct http_answer w =
        page("<!doctype html><title><link rel=micropub href=/wrong></title>"
             "<LINK REL='Micropub' HREF='/mp?a=1&amp;b=2'><link rel=indieauth-metadata href=m>"
             "<link rel=authorization_endpoint href=//b.example/auth>"
             "<a rel=token_endpoint href=/guest>x</a><link rel=token_endpoint href=/token />"
             "<link rel='https://api.w.org/' href='https://a.example/wp-json/'>"
             "<link rel=alternate type='application/rss+xml' title='A &amp; B' href=/rss>"
             "<link rel='alternate home' type='APPLICATION/ATOM+XML; x=y' href=atom>"
             "<link rel=alternate type='application/feed+json' href='javascript:1'>"
             "<link rel=alternate hreflang=de href=/de><link rel=stylesheet href=/css>"
             "<script>'<a rel=webmention href=/script>'</script>"
             "<a rel=\"nofollow webmention\" href='/wm#x'>");
    discover(&w, a, &d);
    ASSERT_STR(d.micropub, "https://a.example/mp?a=1&b=2");
    ASSERT_STR(d.indieauth_metadata, "https://a.example/d/m");
    ASSERT_STR(d.authorization_endpoint, "https://b.example/auth");
    ASSERT_STR(d.token_endpoint, "https://a.example/token");
    ASSERT_STR(d.wordpress, "https://a.example/wp-json/");
    ASSERT_STR(d.webmention, "https://a.example/wm#x");
    assert_int_equal(d.feeds, 2);
    ASSERT_STR(d.feed[0].url, "https://a.example/rss");
    ASSERT_STR(d.feed[0].type, "application/rss+xml");
    ASSERT_STR(d.feed[0].title, "A & B");
    ASSERT_STR(d.feed[1].url, "https://a.example/d/atom");
    arena_free(a);
}

static void pages_are_odd(void **state)
{
    (void)state;
    static const struct {
        const char *html, *target;
    } rows[] = {
        {"",                                                            ""                       },
        {"<link rel=webmention href>",                                  "https://a.example/d/e?f"},
        {"<link rel=webmention href=''>",                               "https://a.example/d/e?f"},
        {"<link rel=webmention><a href=x rel=webmention>",              "https://a.example/d/x"  },
        {"<base href='https://c.example/z/'><a rel=webmention href=x>",
         "https://c.example/z/x"                                                                 },
        {"<base href=/1/><base href=/2/><a rel=webmention href=x>",     "https://a.example/1/x"  },
        {"<base target=_top><base href=/2/><a rel=webmention href=x>",  "https://a.example/2/x"  },
        {"<a rel=webmention href=mailto:a@b><a rel=webmention href=y>",
         "https://a.example/d/y"                                                                 },
        {"<a rel=webmention href=1 href=2>",                            "https://a.example/d/1"  },
        {"<a rel=x rel=webmention href=1>",                             ""                       },
        {"<!-- <a rel=webmention href=1> --><a rel=webmention href=2>",
         "https://a.example/d/2"                                                                 },
        {"<textarea><a rel=webmention href=1></textarea>",              ""                       },
        {"<template><a rel=webmention href=1></template>",              ""                       },
        {"<area rel=webmention href=1>",                                ""                       },
        {"<a rel=webmention href=1",                                    "https://a.example/d/1"  },
        {"<a rel='webmention",                                          ""                       },
        {"< a rel=webmention href=1>",                                  ""                       },
        {"<<a rel=webmention href=1>",                                  "https://a.example/d/1"  }
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_answer w = page(rows[i].html);
        struct str got = discover_rel(&w, "webmention", true, a);
        if (!str_is(got, rows[i].target))
            fail_msg("%s: " STRF, rows[i].html, STRA(got));
    }
    struct http_header type = {STR("Content-Type"), STR("text/plain; charset=utf-8")};
    struct http_answer w = page("<link rel=webmention href=1>");
    w.header = &type;
    w.headers = 1;
    ASSERT_STR(discover_rel(&w, "webmention", true, a), "");
    type.value = STR("Text/HTML;charset=utf-8");
    ASSERT_STR(discover_rel(&w, "webmention", true, a), "https://a.example/d/1");
    arena_free(a);
}

/* A page of the largest size that holds nothing but what is looked at. */
static void a_page_is_read_once(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<a rel=x href=y>",
                                         "<a rel=webmention href=mailto:>",
                                         "<base href=x>",
                                         "<a ",
                                         "<!--",
                                         "<",
                                         "<title>",
                                         "<link rel=alternate type=application/rss+xml href=x>",
                                         "a=b "};
    struct arena *a = arena_new(MIB(64));
    struct buf b;
    buf_init(&b, LIMIT_HTML);
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        struct discovered d;
        struct http_answer w = page("");
        buf_clear(&b);
        if (i + 1 == COUNT_OF(pieces))
            buf_lit(&b, "<a ");
        while (!b.over)
            buf_lit(&b, pieces[i]);
        b.over = false;
        w.body = buf_view(&b);
        const double from = time_clock_s();
        discover(&w, a, &d);
        assert_true(time_clock_s() - from < 5);
        arena_reset(a);
    }
    buf_free(&b);
    arena_free(a);
}

/* The suite ---------------------------------------------------------------------------------- */

/* NULL where TACT_SHARED names no folder with them. */
static FILE *samples(void)
{
    const char *shared = getenv("TACT_SHARED");
    char path[1024];
    snprintf(path, sizeof path, "%s/data/suites/webmention-rocks/tests.json",
             shared ? shared : "");
    return shared && *shared ? fopen(path, "rb") : NULL;
}

static bool has_samples(void)
{
    FILE *f = samples();
    if (f)
        fclose(f);
    return f != NULL;
}

static struct str load(struct arena *a)
{
    char part[4096];
    struct buf b;
    FILE *f = samples();
    assert_non_null(f);
    buf_init(&b, MIB(4));
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, n);
    fclose(f);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void put_links(const struct json *j, struct http_answer *w, const char *name)
{
    const struct json *one = j && j->type == JSON_ARRAY ? j->first : j;
    for (; one; one = j->type == JSON_ARRAY ? one->next : NULL)
        if (json_str(one).n)
            w->header[w->headers++] = (struct http_header){str_from(name), json_str(one)};
}

static void webmention_rocks(void **state)
{
    (void)state;
    if (!has_samples()) {
        print_message("SKIP webmention.rocks: TACT_SHARED names no folder with it\n");
        skip();
    }
    struct arena *a = arena_new(MIB(64));
    struct json *j = NULL;
    int cases = 0;
    assert_int_equal(json_parse(load(a), NULL, a, &j, NULL), ERR_OK);
    for (const struct json *t = json_get(j, "DiscoveryTestData")->first; t; t = t->next) {
        struct http_header header[8];
        struct http_answer w = {.status = 200, .header = header};
        struct str n = t->key, target = json_get_str(t, "target");
        w.url = target.n ? arena_printf(a, "http://BASE/test/23/page/xyz")
                         : arena_printf(a, "http://BASE/test/" STRF, STRA(n));
        const char *name = json_get_str(t, "link_header_name").n ? "LinK" : "Link";
        put_links(json_get(t, "link_header"), &w, name);
        w.body = arena_printf(a, "<!doctype html><html><head>" STRF "</head><body>" STRF,
                              STRA(json_get_str(t, "link_tag")),
                              STRA(json_get_str(t, "description")));
        if (target.n) /* its page is made by a template of the site; this is what it says */
            w.body = STR("<link rel=\"webmention\" href=\"webmention-endpoint/x\">");
        struct str want = arena_printf(a, "http://BASE/test/" STRF "/webmention", STRA(n));
        if (str_is(n, "15"))
            want = w.url;
        if (str_is(n, "21"))
            want = arena_printf(a, STRF "?query=yes", STRA(want));
        if (target.n)
            want = STR("http://BASE/test/23/page/webmention-endpoint/x");
        struct str got = discover_rel(&w, "webmention", true, a);
        if (!str_eq(got, want))
            fail_msg("case " STRF ": " STRF ", not " STRF, STRA(n), STRA(got), STRA(want));
        cases++;
    }
    assert_int_equal(cases, 23);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_says_what_it_is),
        cmocka_unit_test(pages_are_odd),
        cmocka_unit_test(a_page_is_read_once),
        cmocka_unit_test(webmention_rocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
