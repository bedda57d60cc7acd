/* tests/unit/test_sensitive.c: what the scanners find, and what they leave alone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "context/check.h"
#include "core/embed.h"

static struct sensitive *list;
static size_t count;
static struct arena *arena, *table;
static struct judges judges;

static void scan_bytes(struct str text)
{
    struct err e = {0};
    struct check c;
    arena_reset(arena);
    assert_int_equal(check_facts(&judges, NULL, text, arena, &c, &e), ERR_OK);
    list = c.sensitive;
    count = c.n_sensitive;
}

static void scan(const char *text)
{
    scan_bytes(str_from(text));
}

static const struct sensitive *found(const char *text, enum sensitive_kind kind)
{
    scan(text);
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind == kind)
            return &list[i];
    }
    return NULL;
}

/* The same where it has to be there. */
static const struct sensitive *must_find(const char *text, enum sensitive_kind kind)
{
    static const struct sensitive none;
    const struct sensitive *f = found(text, kind);
    if (f)
        return f;
    fail_msg("nothing found in: %s", text);
    return &none;
}

static void expect(const char *text, enum sensitive_kind kind, const char *words)
{
    const struct sensitive *f = must_find(text, kind);
    if (f->to - f->from != strlen(words) || memcmp(text + f->from, words, strlen(words)) != 0)
        fail_msg("\"%.*s\" instead of \"%s\"", (int)(f->to - f->from), text + f->from, words);
    assert_non_null(f->why);
}

static void nothing(const char *text)
{
    scan(text);
    if (count > 0)
        fail_msg("found %s in: %s", sensitive_name(list[0].kind).p, text);
}

static void test_phone(void **state)
{
    (void)state;
    expect("text me on +43 664 1234567 tonight", SENSITIVE_PHONE, "+43 664 1234567");
    expect("ring 01 84 17 61 18 if late", SENSITIVE_PHONE, "01 84 17 61 18");
    expect("(602) 272-9781 is my new one", SENSITIVE_PHONE, "(602) 272-9781");
    assert_int_equal(must_find("my cell: 0664/1234567", SENSITIVE_PHONE)->severity,
                     SEVERITY_WARN);
}

static void test_numbers_that_do_not_ring(void **state)
{
    (void)state;
    nothing("Order 4711-2233-99 is on its way");
    nothing("Version 10.12.2001.4 is out since 2019-2024");
    nothing("We turned over 1,250,000 euros, 12 500 000 $ next year");
    nothing("The meeting moved from 14.03.2026 to 2026-04-01 at 10:30");
    nothing("firmware 192.168.100.200 is out");
    nothing("ISBN 978-3-16-148410-0");
}

static void test_precedence(void **state)
{
    (void)state;
    assert_null(found("card 4111 1111 1111 1111", SENSITIVE_PHONE));
    expect("card 4111 1111 1111 1111 please", SENSITIVE_CARD, "4111 1111 1111 1111");
    assert_null(found("card 4111 1111 1111 1112", SENSITIVE_CARD));
    expect("to DE89 3704 0044 0532 0130 00 today", SENSITIVE_IBAN,
           "DE89 3704 0044 0532 0130 00");
    assert_null(found("to DE89 3704 0044 0532 0130 01", SENSITIVE_IBAN));
    expect("mine is 514-69-0360", SENSITIVE_ID_NUMBER, "514-69-0360");
    assert_null(found("mine is 514-69-0360", SENSITIVE_PHONE));
}

static void test_addresses(void **state)
{
    (void)state;
    expect("I moved to 24 Clarke Avenue last week", SENSITIVE_ADDRESS, "24 Clarke Avenue");
    expect("wir wohnen Lindenstraße 12b", SENSITIVE_ADDRESS, "Lindenstraße 12b");
    expect("au 36 rue de Pologne demain", SENSITIVE_ADDRESS, "36 rue de Pologne");
    expect("en la Calle Mayor 12 hay fiesta", SENSITIVE_ADDRESS, "Calle Mayor 12");
    expect("write to PO Box 4471", SENSITIVE_ADDRESS, "PO Box 4471");
    nothing("the shelter on Mill Street collects until Friday");
}

static void test_business_contact_is_intended(void **state)
{
    (void)state;
    const struct sensitive *f = must_find("Call our office: 01 2345678", SENSITIVE_PHONE);
    assert_true(f->intended);
    assert_int_equal(f->severity, SEVERITY_INFO);
    assert_true(must_find("write to jobs@firm.example", SENSITIVE_EMAIL)->intended);
    assert_false(must_find("write to ann.lee@mail.example", SENSITIVE_EMAIL)->intended);
}

static void test_children(void **state)
{
    (void)state;
    const struct sensitive *f =
        must_find("my daughter Anna Berg starts at Linden primary school", SENSITIVE_CHILD);
    assert_non_null(f);
    assert_int_equal(f->severity, SEVERITY_STOP);
    f = must_find("my son Max loves trains", SENSITIVE_CHILD);
    assert_non_null(f);
    assert_int_equal(f->severity, SEVERITY_INFO);
    nothing("our little one took her first steps today");
}

static void test_words_that_give_away(void **state)
{
    (void)state;
    assert_non_null(
        found("We're away until the 20th, the house is all quiet", SENSITIVE_ABSENCE));
    assert_null(found("Our office is closed for holidays until 7 January", SENSITIVE_ABSENCE));
    assert_int_equal(
        must_find("not yet announced, so keep it to yourself", SENSITIVE_CONFIDENTIAL)
            ->severity,
        SEVERITY_STOP);
    expect("my salary is 4,200 € before tax", SENSITIVE_PAY, "4,200");
    assert_non_null(found("born on 2 May 1985 in Graz", SENSITIVE_BIRTH_DATE));
    assert_null(found("the fair opens on 2 May 2025", SENSITIVE_BIRTH_DATE));
    expect("new passport, number C01X00T47", SENSITIVE_ID_NUMBER, "C01X00T47");
    assert_non_null(found("wifi password: hunter22", SENSITIVE_PASSWORD));
    assert_null(found("I forgot my password again", SENSITIVE_PASSWORD));
    assert_non_null(found("my boss is an idiot", SENSITIVE_EMPLOYER));
    assert_non_null(found("this client, Vorbach, is a nightmare", SENSITIVE_CLIENT));
    assert_null(found("thank you to our client Vorbach", SENSITIVE_CLIENT));
}

/* [words] of the rules, as start() has them. */
static void test_own_words(void **state)
{
    (void)state;
    assert_int_equal(
        must_find("Beta of project falcon looks great", SENSITIVE_CONFIDENTIAL)->severity,
        SEVERITY_STOP);
    assert_null(found("A falcon on our project board", SENSITIVE_CONFIDENTIAL));
    assert_int_equal(must_find("Lunch with Vortan Foods", SENSITIVE_CLIENT)->severity,
                     SEVERITY_INFO);
    assert_int_equal(
        must_find("Vortan Foods are liars, never again", SENSITIVE_CLIENT)->severity,
        SEVERITY_WARN);
    assert_non_null(found("Idalein starts to swim", SENSITIVE_CHILD));
    assert_true(must_find("ring me: +49 30 901820", SENSITIVE_PHONE)->intended);
    assert_false(must_find("ring me: +49 30 901821", SENSITIVE_PHONE)->intended);
}

static void test_people_and_places(void **state)
{
    (void)state;
    assert_non_null(found("Psst: Karla told me she is getting divorced", SENSITIVE_THIRD));
    assert_null(found("Karla told me a great joke", SENSITIVE_THIRD));
    assert_int_equal(must_find("Dr Prout cheated half the town", SENSITIVE_THIRD)->severity,
                     SEVERITY_STOP);
    assert_non_null(found("My mother has her second chemo today", SENSITIVE_HEALTH));
    assert_null(found("The hero of the film has cancer", SENSITIVE_HEALTH));
    assert_non_null(found("home alone tonight at the cabin", SENSITIVE_LOCATION));
    assert_null(found("I was alone in a cabin once, years ago", SENSITIVE_LOCATION));
    assert_non_null(
        found("These immigrants should be sent home, send them back", SENSITIVE_CONTEMPT));
    assert_null(found("We teach immigrants to read on Tuesdays", SENSITIVE_CONTEMPT));
    assert_non_null(found("so lonely tonight", SENSITIVE_LOW));
}

static void test_machines_and_documents(void **state)
{
    (void)state;
    expect("ping 203.0.113.47 says no", SENSITIVE_IP, "203.0.113.47");
    expect("try 2001:db8::beef:21 now", SENSITIVE_IP, "2001:db8::beef:21");
    nothing("release 12.4.10.221 is out");
    assert_non_null(found("mi DNI es 12345678Z, creo", SENSITIVE_ID_NUMBER));
    assert_null(found("lot 12345678A of the series", SENSITIVE_ID_NUMBER));
    assert_non_null(found("token sk_live_51Hq8ZtRv0mW2y in the log", SENSITIVE_PASSWORD));
    assert_non_null(found("me (at) letters.example", SENSITIVE_EMAIL));
    assert_non_null(found("zero seven seven zero zero nine double zero one", SENSITIVE_PHONE));
    nothing("one two three four, we march");
    nothing("at the desk until Friday 🌴🏠, numbers all day"); /* no word says so */
}

static void test_any_bytes(void **state)
{
    (void)state;
    static char junk[100000];
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = "0123456789+-( )@.#/\xff\xc3xX"[i * 7919 % 23];
    scan_bytes(str_of(junk, sizeof junk));
    assert_in_range(count, 0, SENSITIVE_MAX);
    for (size_t i = 0; i < count; i++)
        assert_true(list[i].from < list[i].to && list[i].to <= sizeof junk);
    scan("");
    assert_int_equal(count, 0);
}

static int start(void **state)
{
    (void)state;
    static const char rules[] = "[each]\nx | any | always | fits | - | x\n[words]\n"
                                "confidential | Project Falcon\nclient | Vortan Foods\n"
                                "child | Idalein\nmine | +49 30 901820\n";
    struct err e = {0};
    arena = arena_new(64 << 20);
    table = arena_new(4 << 20);
    return judges_of(str_from(rules), embed_tact_model, embed_tact_model_size, table, &judges,
                     &e) == ERR_OK
               ? 0
               : -1;
}

static int stop(void **state)
{
    (void)state;
    judges_free(&judges);
    arena_free(arena);
    arena_free(table);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phone),
        cmocka_unit_test(test_numbers_that_do_not_ring),
        cmocka_unit_test(test_precedence),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_business_contact_is_intended),
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_words_that_give_away),
        cmocka_unit_test(test_own_words),
        cmocka_unit_test(test_people_and_places),
        cmocka_unit_test(test_machines_and_documents),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
