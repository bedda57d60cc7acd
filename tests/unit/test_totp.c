/* tests/unit/test_totp.c: one-time codes against the examples of RFC 4226, RFC 6238, RFC 4648. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/limits.h"
#include "store/seal.h"
#include "web/totp.h"

#include <string.h>

static const struct str secret = STR_INIT("12345678901234567890");

static void codes_are_those_of_the_rfcs(void **state)
{
    (void)state;
    /* RFC 4226, appendix D */
    static const unsigned hotp[] = {755224, 287082, 359152, 969429, 338314,
                                    254676, 287922, 162583, 399871, 520489};
    for (size_t i = 0; i < COUNT_OF(hotp); i++)
        assert_int_equal(totp_code(secret, (int64_t)i), hotp[i]);
    /* RFC 6238, appendix B: the last six of its eight digits */
    static const struct {
        int64_t s;
        unsigned code;
    } totp[] = {
        {59,          287082},
        {1111111109,  81804 },
        {1111111111,  50471 },
        {1234567890,  5924  },
        {2000000000,  279037},
        {20000000000, 353130}
    };
    for (size_t i = 0; i < COUNT_OF(totp); i++)
        assert_int_equal(totp_code(secret, totp[i].s / TOTP_STEP_S), totp[i].code);
}

static void a_code_is_good_once_and_near_its_time(void **state)
{
    (void)state;
    int64_t step = 0;
    const int64_t at = 59000;
    assert_true(totp_check(secret, STR("287 082"), at, 0, &step));
    assert_int_equal(step, 1);
    assert_false(totp_check(secret, STR("287082"), at, step, &step));
    assert_true(totp_check(secret, STR("287082"), at + 30000, 0, &step));
    assert_false(totp_check(secret, STR("287082"), at + 90000, 0, &step));
    static const char *const wrong[] = {"",       "287083", "28708",   "2870822",
                                        "28708a", "-87082", "287082\n"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(totp_check(secret, str_from(wrong[i]), at, 0, &step));
}

static void a_phone_is_told_the_secret(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    struct buf b;
    assert_true(str_is(totp_words(secret, a), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"));
    struct str address = totp_address(secret, STR("ann+x@example.org"), a);
    assert_true(str_is(address, "otpauth://totp/Tact:ann%2Bx%40example.org?secret="
                                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tact"));
    buf_init(&b, MIB(1));
    assert_true(totp_picture(address, &b));
    assert_true(str_starts(buf_view(&b), STR("<svg ")));
    assert_false(b.over);
    buf_free(&b);
    arena_free(a);
}

static void what_is_sealed_opens_with_its_key_only(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    unsigned char key[SEAL_BYTES], other[SEAL_BYTES];
    struct str plain = STR_NONE;
    memset(key, 7, sizeof key);
    seal_derive(key, "another purpose", other);
    struct str sealed = seal_close(key, secret, a);
    assert_true(str_find(sealed, STR("1234")) != 0);
    assert_true(seal_open(key, sealed, a, &plain));
    assert_true(str_eq(plain, secret));
    assert_false(seal_open(other, sealed, a, &plain));
    assert_false(seal_open(key, str_sub(sealed, 0, sealed.n - 2), a, &plain));
    assert_false(seal_open(key, STR(""), a, &plain));
    assert_false(seal_open(key, STR("zz"), a, &plain));
    char *p = arena_cstr(a, sealed);
    p[60] = p[60] == 'a' ? 'b' : 'a';
    assert_false(seal_open(key, str_of(p, sealed.n), a, &plain));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_rfcs),
        cmocka_unit_test(a_code_is_good_once_and_near_its_time),
        cmocka_unit_test(a_phone_is_told_the_secret),
        cmocka_unit_test(what_is_sealed_opens_with_its_key_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
