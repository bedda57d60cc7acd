/* tests/unit/test_core.c: slices, buffers, arenas, maps, hashes: what everything stands on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"
#include "core/map.h"
#include "core/mem.h"

static void slices_are_cut_and_compared(void **state)
{
    (void)state;
    struct str rest = STR("a,,b,"), piece;
    assert_true(str_cut(&rest, ',', &piece) && str_is(piece, "a"));
    assert_true(str_cut(&rest, ',', &piece) && str_is(piece, ""));
    assert_true(str_cut(&rest, ',', &piece) && str_is(piece, "b"));
    assert_false(str_cut(&rest, ',', &piece));
    assert_true(str_eq_ci(STR("HeLLo"), STR("hello")));
    assert_false(str_eq_ci(STR("hello"), STR("hell")));
    assert_true(str_is(str_trim(STR(" \t x y\n")), "x y"));
    assert_int_equal(str_find(STR("needle in hay"), STR("in")), 7);
    assert_int_equal(str_rchr(STR("a/b/c"), '/'), 3);
    assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
}

static void numbers_are_whole_or_nothing(void **state)
{
    (void)state;
    int64_t v = 7;
    assert_true(str_i64(STR("-9223372036854775807"), &v));
    assert_true(v == -INT64_MAX);
    assert_false(str_i64(STR("9223372036854775808"), &v));
    assert_false(str_i64(STR("12x"), &v));
    assert_false(str_i64(STR(""), &v));
    assert_false(str_i64(STR("99999999999999999999"), &v));
    assert_true(v == -INT64_MAX); /* left as it was */
}

static void numbers_are_written_as_printf_would(void **state)
{
    (void)state;
    static const int64_t numbers[] = {0, 7, -7, 10, 999, 1000, -1234567, INT64_MAX, INT64_MIN};
    static const char *const grouped[] = {"0", "7", "-7", "10", "999", "1,000", "-1,234,567"};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        char want[32];
        struct buf b;
        buf_init(&b, 64);
        snprintf(want, sizeof want, "%lld", (long long)numbers[i]);
        buf_i64(&b, numbers[i]);
        assert_string_equal(buf_cstr(&b), want);
        buf_clear(&b);
        buf_number(&b, numbers[i]);
        if (i < COUNT_OF(grouped))
            assert_string_equal(buf_cstr(&b), grouped[i]);
        buf_free(&b);
    }
}

static void a_page_that_changed_has_another_tag(void **state)
{
    (void)state;
    char page[100];
    memset(page, 'a', sizeof page);
    uint64_t before = hash_quick(str_of(page, sizeof page));
    for (size_t i = 0; i < sizeof page; i++) {
        page[i] = 'b';
        assert_true(hash_quick(str_of(page, sizeof page)) != before);
        page[i] = 'a';
    }
    assert_true(hash_quick(str_of(page, 99)) != before);
    assert_true(hash_quick(str_of(page, sizeof page)) == before);
}

static void a_buf_keeps_its_ceiling(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    buf_lit(&b, "12345678");
    assert_false(b.over);
    buf_lit(&b, "9abc");
    assert_true(b.over);
    assert_true(str_is(buf_view(&b), "123456789a"));
    assert_string_equal(buf_cstr(&b), "123456789a");
    buf_clear(&b);
    assert_false(b.over);
    buf_free(&b);
    buf_init(&b, 4096);
    char long_text[1500];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    buf_printf(&b, "%s!", long_text); /* longer than its first try on the stack */
    assert_int_equal(b.n, sizeof long_text);
    buf_free(&b);
}

static void an_arena_gives_zeroed_memory_again_and_again(void **state)
{
    (void)state;
    struct arena *a = arena_new((size_t)1 << 20);
    for (int round = 0; round < 3; round++) {
        char *big = arena_alloc(a, 100000);
        for (size_t i = 0; i < 100000; i++)
            assert_int_equal(big[i], 0);
        memset(big, 'x', 100000);
        struct str s = arena_str(a, STR("copied"));
        assert_string_equal(s.p, "copied");
        assert_true(arena_used(a) >= 100007);
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    assert_true(str_is(arena_printf(a, "%d-%s", 7, "x"), "7-x"));
    arena_free(a);
}

static void a_map_finds_what_was_put(void **state)
{
    (void)state;
    struct map *m = map_new();
    char key[32];
    bool made;
    for (int i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "key %d", i);
        map_put(m, str_of(key, (size_t)n), i, &made);
        assert_true(made);
    }
    assert_int_equal(map_count(m), 5000);
    map_put(m, STR("key 17"), 99, &made);
    assert_false(made);
    assert_int_equal(*map_find(m, STR("key 17")), 17);
    assert_null(map_find(m, STR("key 5000")));
    size_t at = 0, n = 0;
    struct str k;
    int64_t v, sum = 0;
    while (map_each(m, &at, &k, &v)) {
        n++;
        sum += v;
    }
    assert_int_equal(n, 5000);
    assert_int_equal(sum, 5000 * 4999 / 2);
    map_free(m);
}

static void digests_tell_pieces_apart(void **state)
{
    (void)state;
    const struct str one[] = {STR("ab"), STR("c")}, two[] = {STR("a"), STR("bc")};
    assert_true(hash_key(one, 2) != hash_key(two, 2));
    assert_true(hash_key(one, 2) == hash_key(one, 2));
    assert_true(hash_key(one, 2) >= 0);
    assert_int_equal(fnv1a32("", 0), FNV1A32_START);
    assert_int_equal(fnv1a32("a", 1), 0xE40C292Cu); /* draft-eastlake-fnv, appendix C */
    char hex[65];
    struct hash_stream *h = hash_stream_new();
    hash_stream_put(h, "abc", 3);
    hash_stream_end(h, hex);
    assert_string_equal(hex,
                        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void errors_say_where_on_the_way_up(void **state)
{
    (void)state;
    struct err e = {0};
    assert_int_equal(err_set(&e, ERR_PARSE, "line %d is none", 3), ERR_PARSE);
    assert_int_equal(err_wrap(&e, "import %s", "x.zip"), ERR_PARSE);
    assert_string_equal(e.msg, "import x.zip: line 3 is none");
    assert_int_equal(err_set(NULL, ERR_IO, "nobody listens"), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_are_cut_and_compared),
        cmocka_unit_test(numbers_are_whole_or_nothing),
        cmocka_unit_test(numbers_are_written_as_printf_would),
        cmocka_unit_test(a_page_that_changed_has_another_tag),
        cmocka_unit_test(a_buf_keeps_its_ceiling),
        cmocka_unit_test(an_arena_gives_zeroed_memory_again_and_again),
        cmocka_unit_test(a_map_finds_what_was_put),
        cmocka_unit_test(digests_tell_pieces_apart),
        cmocka_unit_test(errors_say_where_on_the_way_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
