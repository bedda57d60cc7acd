/* tests/unit/test_correction.c: what the owner said of the check, and what it said when the owner
 * went on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/check_log.h"
#include "store/correction.h"

static int64_t add(const char *kind, const char *fact, const char *context, struct str text)
{
    struct correction_row row = {.kind = str_from(kind),
                                 .fact = str_from(fact),
                                 .context = str_from(context),
                                 .text = text};
    OK(store_correction_add(s, &row, &e));
    assert_true(row.id > 0 && row.made_ms > 0);
    return row.id;
}

static int64_t mark(void)
{
    int64_t m = -1;
    OK(store_corrections_mark(s, &m, &e));
    return m;
}

static void corrections_are_kept_in_order_and_taken_back(void **state)
{
    (void)state;
    struct correction_row *row;
    size_t n;
    int64_t none = mark();
    int64_t first = add("isnt", "topic:politics", "", STR("the council met"));
    int64_t second = add("fine", "topic:humour", "professional", STR_NONE);
    int64_t two = mark();
    assert_int_not_equal(none, two);
    OK(store_corrections(s, false, a, &row, &n, &e));
    assert_int_equal(n, 2);
    assert_int_equal(row[0].id, first);
    assert_true(str_is(row[0].kind, "isnt") && str_is(row[0].fact, "topic:politics"));
    assert_true(str_is(row[0].text, "the council met") && row[0].context.n == 0);
    assert_true(str_is(row[1].context, "professional"));
    OK(store_correction_revoke(s, first, &e));
    assert_int_not_equal(mark(), two);
    OK(store_corrections(s, false, a, &row, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(row[0].id, second);
    OK(store_corrections(s, true, a, &row, &n, &e));
    assert_int_equal(n, 2);
    assert_true(row[0].revoked_ms > 0 && row[1].revoked_ms == 0);
    assert_int_equal(store_correction_revoke(s, first, &e), ERR_NOT_FOUND);
    assert_int_equal(store_correction_revoke(s, 99, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.msg, "99"));
    assert_int_equal(add("is", "topic:pets", "", STR("again")), second + 1);
}

static void a_correction_of_no_context_is_refused(void **state)
{
    (void)state;
    struct correction_row row = {
        .kind = STR("never"), .fact = STR("topic:pets"), .context = STR("party")};
    assert_int_equal(store_correction_add(s, &row, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.msg, "party"));
    assert_int_equal(row.id, 0);
    assert_int_equal(count("SELECT count(*) FROM corrections"), 0);
}

static void long_texts_are_cut_between_characters(void **state)
{
    (void)state;
    struct correction_row *row;
    size_t n;
    struct buf b;
    buf_init(&b, KIB(64));
    buf_char(&b, 'x');
    for (int i = 0; i < 5000; i++)
        buf_lit(&b, "ü"); /* two bytes each: the 4,000th byte begins one */
    add("is", "topic:pets", "", buf_view(&b));
    buf_free(&b);
    OK(store_corrections(s, false, a, &row, &n, &e));
    assert_int_equal(row[0].text.n, CORRECTION_TEXT_MOST - 1);
    assert_int_equal((unsigned char)row[0].text.p[row[0].text.n - 1], 0xBC);
}

static void checks_are_kept_with_their_findings(void **state)
{
    (void)state;
    struct check_log *c;
    size_t n;
    struct check_log_finding found[] = {
        {STR("phone"), STR("warn"), 3, 12, STR("a phone number")    },
        {STR("topic"), STR("warn"), 0, 0,  STR("this is about pets")}
    };
    struct check_log one = {.draft_id = 7,
                            .account_id = 2,
                            .verdict = STR("think_twice"),
                            .rule = STR("w-private"),
                            .sentence = STR("Think twice: …"),
                            .did = STR("went_on"),
                            .reason = STR("they asked for it"),
                            .finding = found,
                            .findings = 2};
    struct check_log other = {
        .draft_id = 8, .verdict = STR("keep_out"), .did = STR("waited"), .until_ms = 99};
    OK(store_check_keep(s, &one, &e));
    OK(store_check_keep(s, &other, &e));
    assert_true(one.id > 0 && other.id > one.id && one.at_ms > 0);
    OK(store_checks(s, 0, 10, a, &c, &n, &e));
    assert_int_equal(n, 2);
    assert_true(c[0].draft_id == 8 && c[0].until_ms == 99 && c[0].findings == 0);
    assert_true(str_is(c[1].reason, "they asked for it") && str_is(c[1].did, "went_on"));
    assert_int_equal(c[1].findings, 2);
    assert_true(str_is(c[1].finding[0].kind, "phone") && c[1].finding[0].to == 12);
    assert_true(str_is(c[1].finding[1].why, "this is about pets"));
    OK(store_checks(s, 7, 10, a, &c, &n, &e));
    assert_true(n == 1 && c[0].id == one.id);
    OK(store_checks(s, 0, 1, a, &c, &n, &e));
    assert_true(n == 1 && c[0].id == other.id);
    struct str novel = {ARENA_ARRAY(a, char, CHECK_REASON_MOST + 1), CHECK_REASON_MOST + 1};
    other.reason = novel;
    assert_int_equal(store_check_keep(s, &other, &e), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(corrections_are_kept_in_order_and_taken_back),
                                       TEST(a_correction_of_no_context_is_refused),
                                       TEST(long_texts_are_cut_between_characters),
                                       TEST(checks_are_kept_with_their_findings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
