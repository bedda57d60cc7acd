/* tests/unit/test_count.c: texts are as long as each network says they are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"
#include "text/utf8.h"
#include "writing/address.h"
#include "writing/count.h"
#include "text/tlds.h"

static int64_t used(const char *network, const char *text)
{
    return text_count(str_from(network), str_from(text)).used;
}

static void check(const char *network, const char *text, int64_t want)
{
    int64_t got = used(network, text);
    if (got != want)
        fail_msg("%s counts %lld in \"%s\", not %lld", network, (long long)got, text,
                 (long long)want);
}

static void test_x(void **state)
{
    (void)state;
    check("x", "", 0);
    check("x", "Hello, world! 👋", 16);
    check("x", "cafe\u0301 — “x”…", 12);
    check("x", "日本語テスト한국어", 18);
    check("x", "👨\u200D👩\u200D👧\u200D👦🙋🏽🇸🇪❤\uFE0F", 8);
    check("x", "see https://example.com/a_(b)).", 4 + 23 + 2);
    check("x", "HTTP://EXAMPLE.COM?x=1, t.co", 23 + 2 + 23);
    check("x", "日本語example.comです", 6 + 23 + 4);
    check("x", "https://twitter.한국!", 24);
    check("x", "foo@example.com @example.com #example.com $a.com _a.com /a.com", 62);
    check("x", "http://localhost:8080/x 127.0.0.1 example.notatld", 49);
    check("x", "example.com-x a.b_c.com a-.com https://-a.com", 57);
    check("x", "\xFF\xFE", 4);
}

static void test_mastodon(void **state)
{
    (void)state;
    check("mastodon", "👨\u200D👩\u200D👧 e\u0301", 3);
    check("mastodon", "https://example.com/very/long/path?with=parameters&and=more", 23);
    check("mastodon", "example.com", 11);
    check("mastodon", "hi @ana@social.example!", 8);
    check("mastodon", "@ana@social.example.", 5);
    check("mastodon", "@ana @@ @ana@ ana@social.example /@ana@x.example", 48);
}

static void test_others(void **state)
{
    (void)state;
    check("bluesky", "👨\u200D👩\u200D👧 https://example.com", 21);
    check("threads", "é👋字", 6);
    check("linkedin", "a👋", 3);
    check("facebook", "line\nline", 9);
    check("contacts", "e\u0301x", 2);
}

static void test_limits(void **state)
{
    (void)state;
    static const struct {
        const char *network;
        int64_t most;
    } cases[] = {
        {"x",         280  },
        {"mastodon",  500  },
        {"bluesky",   300  },
        {"linkedin",  3000 },
        {"facebook",  63206},
        {"instagram", 2200 },
        {"threads",   500  },
        {"web",       0    },
        {"no such",   0    }
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text_count n = text_count(str_from(cases[i].network), STR("abc"));
        assert_int_equal(n.most, cases[i].most);
        assert_int_equal(n.used, 3);
        assert_string_equal(n.unit, "characters");
    }
}

static void test_bluesky_bytes(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, KIB(16));
    for (int i = 0; i < 130; i++)
        buf_lit(&b, "👨\u200D👩\u200D👧\u200D👦");
    struct text_count n = text_count(STR("bluesky"), buf_view(&b));
    assert_string_equal(n.unit, "bytes");
    assert_int_equal(n.used, 130 * 25);
    assert_int_equal(n.most, 3000);
    buf_free(&b);
}

/* The public vectors: TACT_SHARED names the folder that they are under. */
static char *read_shared(const char *name, size_t *n)
{
    char path[1024];
    const char *shared = getenv("TACT_SHARED");
    snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "", name);
    FILE *f = shared && *shared ? fopen(path, "rb") : NULL;
    if (!f) {
        print_message("SKIP vectors of twitter-text: TACT_SHARED names no folder with them\n");
        skip();
    }
    char *text = malloc(MIB(1));
    assert_non_null(text);
    *n = fread(text, 1, MIB(1), f);
    fclose(f);
    return text;
}

/* What twitter-text 3.1.0 said, asked with these texts. */
static void test_x_vectors(void **state)
{
    (void)state;
    size_t n = 0;
    char *text = read_shared("x/counting/twitter-text-vectors.json", &n);
    struct arena *a = arena_new(MIB(64));
    struct json *doc = NULL;
    struct err e = {0};
    assert_int_equal(json_parse(str_of(text, n), utf8_clean, a, &doc, &e), ERR_OK);
    const struct json *list = json_get(doc, "vectors");
    size_t seen = 0;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next, seen++) {
        struct str s = json_get_str(v, "text");
        int64_t want = json_i64(json_get(v, "weightedLength"), -1);
        int64_t got = text_count(STR("x"), s).used;
        if (str_find(s, STR("/a,https://")) >= 0)
            continue; /* two addresses in one, in which the library sees none */
        if (got != want)
            fail_msg("\"" STRF "\": %lld, not %lld", STRA(s), (long long)got, (long long)want);
    }
    assert_true(seen > 20);
    free(text);
    arena_free(a);
}

/* The text of a line `text: "…"`, which is JSON but for \U. */
static struct str quoted(struct str line, struct arena *a)
{
    struct json *v = NULL;
    struct err e;
    struct str s = str_trim(str_after(str_trim(line), strlen("text:")));
    if (json_parse(s, utf8_clean, a, &v, &e) || v->type != JSON_STRING)
        return STR_NONE;
    return v->s;
}

static void test_x_suite(void **state)
{
    (void)state;
    size_t n = 0, seen = 0;
    char *all = read_shared("suites/twitter-text/conformance/validate.yml", &n);
    struct arena *a = arena_new(MIB(64));
    struct str rest = str_of(all, n), line, text = STR_NONE;
    bool current = false; /* the section is of config v3 */
    while (str_cut(&rest, '\n', &line)) {
        struct str word = str_trim(line);
        int64_t want;
        if (line.n > 2 && line.p[2] != ' ')
            current = str_starts(word, STR("WeightedTweetsWithDiscountedEmoji")) ||
                      str_starts(word, STR("UnicodeDirectionalMarker"));
        else if (str_starts(word, STR("text:")))
            text = quoted(word, a);
        else if (current && text.n && str_starts(word, STR("weightedLength:")) &&
                 str_i64(str_trim(str_after(word, strlen("weightedLength:"))), &want)) {
            int64_t got = text_count(STR("x"), text).used;
            if (got != want)
                fail_msg("\"" STRF "\": %lld, not %lld", STRA(str_sub(text, 0, 400)),
                         (long long)got, (long long)want);
            seen++;
        }
    }
    assert_true(seen > 20);
    free(all);
    arena_free(a);
}

/* Each top-level domain of the suite makes an address. */
static void test_tlds(void **state)
{
    (void)state;
    assert_true(tld_is(STR("COM")) && tld_is(STR("xn--x")) && tld_is(STR("한국")));
    assert_false(tld_is(STR("")) || tld_is(STR("notatld")) || tld_is(STR("xn--")));
    size_t n = 0, seen = 0;
    char *all = read_shared("suites/twitter-text/conformance/tlds.yml", &n);
    struct str rest = str_of(all, n), line;
    while (str_cut(&rest, '\n', &line)) {
        struct str word = str_trim(line);
        if (!str_starts(word, STR("text: ")))
            continue;
        struct str address = str_after(word, strlen("text: "));
        if (address_at(address, 0, false) != address.n)
            fail_msg(STRF " is an address", STRA(address));
        seen++;
    }
    assert_true(seen > 1000);
    free(all);
}

static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"x",
                                         "http://",
                                         "http://a.co/",
                                         "a.co/(",
                                         "a.com,",
                                         "a.",
                                         "@a",
                                         "@",
                                         "@a@",
                                         "@a@b ",
                                         "\u0301",
                                         "👩\u200D",
                                         "http://日",
                                         "(",
                                         "?",
                                         "a.co?",
                                         "http://日.",
                                         "日.com日.com",
                                         "\u0316\u0301",
                                         "1\uFE0F",
                                         "-a.com-",
                                         ".",
                                         "http://a.co/@"};
    static const char *const networks[] = {"x", "mastodon", "threads", "bluesky"};
    for (size_t k = 0; k < COUNT_OF(pieces); k++) {
        size_t len = strlen(pieces[k]), n = MIB(1) / len;
        char *text = malloc(n * len + 1);
        assert_non_null(text);
        for (size_t i = 0; i < n; i++)
            memcpy(text + i * len, pieces[k], len);
        for (size_t w = 0; w < COUNT_OF(networks); w++) {
            double start = time_clock_s();
            text_count(str_from(networks[w]), str_of(text, n * len));
            double took = time_clock_s() - start;
            if (took > 5.0)
                fail_msg("%s takes too long on %s: %.1f s", networks[w], pieces[k], took);
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_x),
                                       cmocka_unit_test(test_mastodon),
                                       cmocka_unit_test(test_others),
                                       cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_bluesky_bytes),
                                       cmocka_unit_test(test_x_vectors),
                                       cmocka_unit_test(test_x_suite),
                                       cmocka_unit_test(test_tlds),
                                       cmocka_unit_test(test_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
