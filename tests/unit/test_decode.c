/* tests/unit/test_decode.c: byte order marks, UTF-16, and what counts as UTF-8. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/json.h"
#include "core/limits.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Gives `most` bytes at a time, as a slow pipe does. */
struct drip {
    struct stream stream;
    struct str rest;
    size_t most;
};

static enum err_code drip_read(struct stream *s, void *p, size_t cap, size_t *got,
                               struct err *e)
{
    struct drip *d = (struct drip *)s;
    struct stream_mem m;
    size_t n = cap < d->most ? cap : d->most;
    enum err_code rc = stream_read(stream_mem_init(&m, d->rest), p, n, got, e);
    d->rest = str_after(d->rest, *got);
    return rc;
}

/* What comes out of `in` when it drips in and is taken in pieces of `cap`. */
static void decode_all(struct str in, size_t most, size_t cap, struct buf *out)
{
    struct drip drip = {{drip_read}, in, most};
    struct decode decode;
    struct err e = {0};
    struct stream *s = decode_init(&decode, &drip.stream);
    char piece[64];
    size_t got = 1;
    buf_init(out, KIB(64));
    while (got > 0) {
        assert_int_equal(stream_read(s, piece, cap, &got, &e), ERR_OK);
        assert_true(got <= cap);
        buf_put(out, piece, got);
    }
}

static void test_decode(void **state)
{
    (void)state;
    static const struct {
        struct str in, out;
    } cases[] = {
        {STR_INIT(""),                                  STR_INIT("")                },
        {STR_INIT("a"),                                 STR_INIT("a")               },
        {STR_INIT("plain \xE9 bytes"),                  STR_INIT("plain \xE9 bytes")},
        {STR_INIT("\xEF\xBB\xBF"
                  "caf\xC3\xA9"),
         STR_INIT("caf\xC3\xA9")                                                    },
        {STR_INIT("\xEF\xBB\xBF"),                      STR_INIT("")                },
        {STR_INIT("\xEF\xBB"),                          STR_INIT("\xEF\xBB")        },
        {STR_INIT("\xFF\xFE"
                  "c\0\xE9\0\xAC\x20"),
         STR_INIT("c\xC3\xA9\xE2\x82\xAC")                                          },
        {STR_INIT("\xFE\xFF"
                  "\0c\0\xE9\x20\xAC"),
         STR_INIT("c\xC3\xA9\xE2\x82\xAC")                                          },
        {STR_INIT("\xFF\xFE"),                          STR_INIT("")                },
        {STR_INIT("\xFF"),                              STR_INIT("\xFF")            },
 /* an odd byte at the end */
        {STR_INIT("\xFF\xFE"
                  "a\0b"),
         STR_INIT("a")                                                              },
 /* 😀, and halves of it: alone, turned round, before a letter, at the end */
        {STR_INIT("\xFF\xFE"
                  "\x3D\xD8\x00\xDE"),
         STR_INIT("\xF0\x9F\x98\x80")                                               },
        {STR_INIT("\xFE\xFF"
                  "\xD8\x3D\xDE\x00"),
         STR_INIT("\xF0\x9F\x98\x80")                                               },
        {STR_INIT("\xFE\xFF"
                  "\xDE\x00\xD8\x3D"),
         STR_INIT("\xEF\xBF\xBD\xEF\xBF\xBD")                                       },
        {STR_INIT("\xFE\xFF"
                  "\xD8\x3D\0a"),
         STR_INIT("\xEF\xBF\xBD"
                  "a")                                                              },
        {STR_INIT("\xFE\xFF"
                  "\xD8\x3D\xDE"),
         STR_INIT("\xEF\xBF\xBD")                                                   },
        {STR_INIT("\xFE\xFF"
                  "\xD8\x3D\xD8\x3D\xDE\x00"),
         STR_INIT("\xEF\xBF\xBD\xF0\x9F\x98\x80")                                   },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t most = 1; most <= 9; most++) {
            for (size_t cap = 1; cap <= 32; cap++) {
                struct buf out;
                decode_all(cases[i].in, most, cap, &out);
                if (!str_eq(buf_view(&out), cases[i].out))
                    fail_msg("case %zu by %zu into %zu: " STRF, i, most, cap,
                             STRA(buf_view(&out)));
                buf_free(&out);
            }
        }
    }
}

/* Longer than any buffer in between, with a pair on each side of every boundary. */
static void test_decode_long(void **state)
{
    (void)state;
    struct buf in, out, want;
    buf_init(&in, KIB(64));
    buf_init(&want, KIB(128));
    buf_put(&in, "\xFF\xFE", 2);
    for (int i = 0; i < 6000; i++) {
        if (i % 3 == 0) {
            buf_put(&in, "x\0", 2);
            buf_lit(&want, "x");
        }
        buf_put(&in, "\x3D\xD8\x00\xDE", 4);
        buf_lit(&want, "\xF0\x9F\x98\x80");
    }
    static const size_t most[] = {1, 7, 8191, 65536};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        decode_all(buf_view(&in), most[i], 61, &out);
        assert_true(str_eq(buf_view(&out), buf_view(&want)));
        buf_free(&out);
    }
    buf_free(&in);
    buf_free(&want);
}

static void test_valid(void **state)
{
    (void)state;
    static const struct {
        struct str s;
        bool valid;
    } cases[] = {
        {STR_INIT(""),                                                                         true },
        {STR_INIT("a\0b"),                                                                     true },
        {STR_INIT("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
         true                                                                                       },
        {STR_INIT("\x80"),                                                                     false}, /* a tail alone */
        {STR_INIT("\xC3"),                                                                     false}, /* cut off */
        {STR_INIT("\xE2\x82"),                                                                 false},
        {STR_INIT("\xC0\x80"),                                                                 false}, /* overlong */
        {STR_INIT("\xE0\x9F\xBF"),                                                             false},
        {STR_INIT("\xF0\x8F\xBF\xBF"),                                                         false},
        {STR_INIT("\xED\xA0\x80"),                                                             false}, /* a surrogate */
        {STR_INIT("\xF4\x90\x80\x80"),                                                         false}, /* beyond U+10FFFF */
        {STR_INIT("\xFF"),                                                                     false},
        {STR_INIT("12345678\xC3"),                                                             false}, /* behind a run of ASCII */
    };
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (utf8_valid(cases[i].s) != cases[i].valid)
            fail_msg("case %zu", i);
        assert_true(utf8_valid(utf8_clean(cases[i].s, a)));
        assert_true(utf8_valid(utf8_or_cp1252(cases[i].s, a)));
        assert_true(utf8_valid(utf8_unmojibake(cases[i].s, a)));
    }
    arena_free(a);
}

static void test_clean(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    struct str s = STR("caf\xC3\xA9");
    assert_ptr_equal(utf8_clean(s, a).p, s.p); /* no copy of what is well */
    assert_true(str_is(utf8_clean(STR("a\xE9"
                                      "b"),
                                  a),
                       "a\xEF\xBF\xBD"
                       "b"));
    assert_true(str_is(utf8_or_cp1252(STR("\x80 \x9F \xE9"), a), "€ Ÿ é"));
    assert_true(str_is(utf8_or_cp1252(STR("caf\xC3\xA9"), a), "café"));
    assert_true(str_is(utf8_unmojibake(STR("caf\xC3\x83\xC2\xA9"), a), "café"));
    assert_true(str_is(utf8_unmojibake(STR("café"), a), "café"));
    assert_true(str_is(utf8_unmojibake(STR("10 €"), a), "10 €"));
    assert_int_equal(utf8_count(STR("a€😀")), 3);
    arena_free(a);
}

/* Half of a pair at the very end of JSON's text is no reason to refuse it. */
static void test_json_half(void **state)
{
    (void)state;
    static const char *const texts[] = {"\"x\\ud83d\"", "\"x\\ude00\"", "\"x\\u0000\"",
                                        "\"x\\ud83d\\\"\"", "[\"x\\ud83d\"]"};
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct json *j = NULL;
        struct err e = {0};
        assert_int_equal(json_parse(str_from(texts[i]), utf8_clean, a, &j, &e), ERR_OK);
        struct str s = json_str(j->first ? j->first : j);
        assert_true(str_starts(s, STR("x\xEF\xBF\xBD")));
    }
    arena_free(a);
}

/* What is folded stays UTF-8, also where it is cut because no name is that long. */
static void test_fold_long(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(4));
    struct buf b;
    buf_init(&b, KIB(16));
    for (size_t lead = 0; lead < 3; lead++) {
        buf_clear(&b);
        for (size_t i = 0; i < lead; i++)
            buf_lit(&b, "X");
        while (b.n < 5000)
            buf_lit(&b, "€");
        struct str folded = fold_case(buf_view(&b), a);
        assert_true(utf8_valid(folded));
        assert_true(folded.n > 4000 && folded.n <= 4096);
        assert_true(lead == 0 || folded.p[0] == 'x');
        assert_true(utf8_valid(fold_search(buf_view(&b), a)));
    }
    buf_free(&b);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode),    cmocka_unit_test(test_decode_long),
        cmocka_unit_test(test_valid),     cmocka_unit_test(test_clean),
        cmocka_unit_test(test_fold_long), cmocka_unit_test(test_json_half)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
