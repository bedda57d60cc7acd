/* tests/unit/test_csv.c: CSV with all its dialects, and text in all its encodings. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new(MIB(64));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* All records, cells parted by '|', each record by '\n'. */
static const char *rows(struct str text, struct buf *out)
{
    struct stream_mem m;
    struct decode d;
    struct csv *c = csv_new(decode_init(&d, stream_mem_init(&m, text)));
    struct csv_row row;
    bool got = true;
    struct err e;
    buf_init(out, MIB(1));
    while (csv_next(c, a, &row, &got, &e) == ERR_OK && got) {
        for (size_t i = 0; i < row.n; i++) {
            buf_lit(out, i ? "|" : "");
            buf_str(out, row.cell[i]);
        }
        buf_char(out, '\n');
    }
    csv_free(c);
    return buf_cstr(out);
}

static void check(struct str text, const char *expect)
{
    struct buf b;
    assert_string_equal(rows(text, &b), expect);
    buf_free(&b);
}

static void quotes_and_line_breaks(void **state)
{
    (void)state;
    check(STR("a,b\r\n\"x, y\",\"two\nlines\"\n\"say \"\"hi\"\"\",\n"),
          "a|b\nx, y|two\nlines\nsay \"hi\"|\n");
    check(STR("a,b\n1,2"), "a|b\n1|2\n");                     /* no line break at the end */
    check(STR("a,b\n\n\n1,2\n"), "a|b\n1|2\n");               /* empty lines */
    check(STR("a,b\n1\n1,2,3\n"), "a|b\n1\n1|2|3\n");         /* ragged */
    check(STR("n,q\n\"5\" pipe\",x\n"), "n|q\n5\" pipe|x\n"); /* a quote that closes nothing */
    check(STR(""), "");
    check(STR("\"never closed,\n1,2\n"), "never closed,\n1,2\n\n");
}

static void delimiters_are_found_out(void **state)
{
    (void)state;
    check(STR("Vorname;Nachname;Ort\nJörg;Groß;\"Köln; Mitte\"\n"),
          "Vorname|Nachname|Ort\nJörg|Groß|Köln; Mitte\n");
    check(STR("a\tb\n1,5\t2\n"), "a|b\n1,5|2\n");
}

static void encodings_become_utf8(void **state)
{
    (void)state;
    check(STR("\xEF\xBB\xBF"
              "a,b\n1,2\n"),
          "a|b\n1|2\n");
    static const char wide[] = "\xFF\xFE"
                               "a\0\t\0b\0\r\0\n\0\xE9\0\t\0\x3D\xD8\x00\xDE\n\0";
    check(str_of(wide, sizeof wide - 1), "a|b\né|😀\n");
    static const char big[] = "\xFE\xFF\0a\0,\0b\0\n\0\xE9\0,\xD8\x3D\xDE\0";
    check(str_of(big, sizeof big - 1), "a|b\né|😀\n");
    assert_true(str_is(utf8_or_cp1252(STR("Gr\xF6\xDF"
                                          "e \x96 \x80"),
                                      a),
                       "Größe – €"));
    assert_true(str_is(utf8_or_cp1252(STR("Größe"), a), "Größe"));
}

static void headers_match_whatever_their_spelling(void **state)
{
    (void)state;
    struct str names[] = {STR("First Name"), STR("E-mail 1 - Value"), STR("rich_media")};
    struct str cells[] = {STR("Ann"), STR("a@b.example")};
    const struct csv_row h = {names, 3, STR(""), 1}, r = {cells, 2, STR(""), 2};
    assert_true(str_is(csv_cell(&h, &r, "first_name"), "Ann"));
    assert_true(str_is(csv_cell(&h, &r, "FIRSTNAME"), "Ann"));
    assert_int_equal(csv_column(&h, "Rich Media"), 2);
    assert_true(str_is(csv_cell(&h, &r, "Rich Media"), "")); /* a short row */
    assert_int_equal(csv_column(&h, "First"), -1);
}

static void a_record_has_a_ceiling(void **state)
{
    (void)state;
    char *text = mem_alloc(LIMIT_CSV_RECORD + MIB(1));
    memset(text, 'x', LIMIT_CSV_RECORD + MIB(1));
    memcpy(text, "a,b\n\"", 5);
    struct stream_mem m;
    struct csv *c = csv_new(stream_mem_init(&m, str_of(text, LIMIT_CSV_RECORD + MIB(1))));
    struct csv_row row;
    bool got;
    struct err e;
    assert_int_equal(csv_next(c, a, &row, &got, &e), ERR_OK);
    assert_int_equal(csv_next(c, a, &row, &got, &e), ERR_LIMIT);
    csv_free(c);
    memset(text, ',', 10000);
    c = csv_new(stream_mem_init(&m, str_of(text, 10000)));
    assert_int_equal(csv_next(c, a, &row, &got, &e), ERR_LIMIT);
    csv_free(c);
    mem_free(text);
}

static void cells_are_written_so_that_they_read_back(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 4096);
    csv_put(&b, STR("plain"));
    buf_char(&b, ',');
    csv_put(&b, STR("a \"b\", c\nd"));
    buf_char(&b, '\n');
    check(buf_view(&b), "plain|a \"b\", c\nd\n");
    buf_free(&b);
}

static void names_fold_alike(void **state)
{
    (void)state;
    assert_true(str_is(fold_case(STR("  Ana   KOVAČ\n"), a), "ana kovač"));
    assert_true(
        str_eq(fold_case(STR("Kovac\xCC\x8C"), a), fold_case(STR("KOVAČ"), a))); /* NFD */
    assert_true(str_is(fold_search(STR("Łukasz Kovač Ångström"), a), "łukasz kovac angstrom"));
    assert_true(str_is(fold_case(STR("STRASSE"), a), "strasse"));
    assert_true(str_is(fold_case(STR("Straße"), a), "strasse"));
}

static void phones_and_addresses_fold_alike(void **state)
{
    (void)state;
    assert_true(str_is(fold_phone(STR("+49 (0) 1515 123-4567"), a), "+4915151234567"));
    assert_true(str_is(fold_phone(STR("0049 1515 1234567"), a), "+4915151234567"));
    assert_true(str_is(fold_phone(STR("tel:+46-70-000-00-00"), a), "+46700000000"));
    assert_true(str_is(fold_phone(STR("555 123"), a), ""));
    assert_true(str_is(fold_phone(STR("call me"), a), ""));
    assert_true(str_is(fold_phone(STR("1234567890123456"), a), ""));
    assert_true(str_is(fold_email(STR(" Mailto:Ann.B@Example.ORG "), a), "ann.b@example.org"));
    assert_true(str_is(fold_email(STR("no address"), a), ""));
    assert_true(str_is(fold_email(STR("a@b@c.example"), a), ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_line_breaks),
        cmocka_unit_test(delimiters_are_found_out),
        cmocka_unit_test(encodings_become_utf8),
        cmocka_unit_test(headers_match_whatever_their_spelling),
        cmocka_unit_test(a_record_has_a_ceiling),
        cmocka_unit_test(cells_are_written_so_that_they_read_back),
        cmocka_unit_test(names_fold_alike),
        cmocka_unit_test(phones_and_addresses_fold_alike)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
