/* tests/unit/test_rules.c: the rule table is read, refused with a reason, and applied. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "context/rules.h"

static struct arena *arena;

static enum err_code parse(const char *text, struct rules *out, struct err *e)
{
    arena_reset(arena);
    return rules_parse(str_from(text), arena, out, e);
}

static void refuse(const char *text, const char *part)
{
    struct rules r;
    struct err e = {0};
    assert_int_equal(parse(text, &r, &e), ERR_PARSE);
    if (strstr(e.msg, part) == NULL)
        fail_msg("\"%s\" doesn't say \"%s\"", e.msg, part);
}

static void test_reads_a_row(void **state)
{
    (void)state;
    struct rules r;
    struct err e = {0};
    assert_int_equal(
        parse("# note\n[each]\nhot | any | tone hostile/profane 0.7 and not work | "
              "keep_out | friends- family- clients+ | it's {topic}\n[first]\nrest | "
              "personal, company | always | fits | - | fine\n",
              &r, &e),
        ERR_OK);
    assert_int_equal(r.n_each, 1);
    assert_int_equal(r.n_first, 1);
    assert_true(str_is(r.each[0].id, "hot"));
    assert_int_equal(r.each[0].line, 3);
    assert_int_equal(r.each[0].n_when, 2);
    assert_true(r.each[0].when[1].negated);
    assert_int_equal(r.each[0].verdict, VERDICT_KEEP_OUT);
    assert_int_equal(r.each[0].effect[GROUP_FRIENDS], EFFECT_REPEL);
    assert_int_equal(r.each[0].effect[GROUP_CLIENTS], EFFECT_ATTRACT);
    assert_int_equal(r.each[0].effect[GROUP_PROSPECTS], EFFECT_NONE);
    assert_int_equal(r.first[0].mindsets, 1u << MINDSET_PERSONAL | 1u << MINDSET_COMPANY);
}

static void test_errors_name_line_and_remedy(void **state)
{
    (void)state;
    refuse("a | any | always | fits | - | x\n", "begin with [each]");
    refuse("[each]\n\na | any | always | maybe | - | x\n", "line 3");
    refuse("[each]\na | any | topic prodct | fits | - | x\n", "prodct");
    refuse("[each]\na | any | tone angry | fits | - | x\n", "angry");
    refuse("[each]\na | any | topic food 7 | fits | - | x\n", "0 to 1");
    refuse("[each]\na | home | always | fits | - | x\n", "personal, professional");
    refuse("[each]\na | any | always | fits | - \n", "six columns");
    refuse("[each]\na | any | always | fits | aunts+ | x\n", "aunts");
    refuse("[each]\na | any | always | fits | - | x\na | any | always | fits | - | x\n",
           "second row");
    refuse("[last]\n", "[each], [first] or [words]");
    refuse("[each]\na | any | gives phone sometimes | fits | - | x\n", "info, warn or stop");
}

static struct facts facts_of(enum topic topic, double work)
{
    struct facts f = {0};
    for (int i = 0; i < TOPIC_COUNT; i++)
        f.topics[i].label = (i + (int)topic) % TOPIC_COUNT;
    for (int i = 0; i < TONE_COUNT; i++)
        f.tones[i].label = i;
    f.topics[0].p = 0.8;
    f.p_professional = work;
    f.judged = JUDGED_WELL;
    return f;
}

static bool holds(const char *when, const struct situation *s)
{
    struct rules r;
    struct err e = {0};
    char row[200];
    snprintf(row, sizeof row, "[each]\na | personal | %s | fits | - | x\n", when);
    assert_int_equal(parse(row, &r, &e), ERR_OK);
    return rule_holds(&r.each[0], s);
}

static void test_conditions(void **state)
{
    (void)state;
    struct facts f = facts_of(TOPIC_FOOD, 0.3);
    f.tones[TONE_JOKING].p = 0.6;
    const struct sensitive phone = {.kind = SENSITIVE_PHONE, .severity = SEVERITY_WARN};
    struct situation s = {.facts = &f,
                          .mindset = MINDSET_PERSONAL,
                          .others = 0.4,
                          .finding = -1,
                          .findings = &phone,
                          .n_findings = 1,
                          .unwelcome = 1u << TOPIC_FOOD};
    assert_true(holds("main food/travel", &s));
    assert_false(holds("main travel", &s));
    assert_false(holds("not topic food", &s));
    assert_true(holds("tone joking", &s));
    assert_false(holds("tone joking 0.7", &s));
    assert_true(holds("private 0.6", &s));
    assert_false(holds("work", &s));
    assert_true(holds("others 0.4", &s));
    assert_true(holds("gives phone warn", &s));
    assert_false(holds("gives phone stop", &s));
    assert_true(holds("unwelcome", &s));
    assert_false(holds("welcome", &s));
    assert_false(holds("unread", &s));
    s.mindset = MINDSET_COMPANY;
    assert_false(holds("always", &s));
}

static void test_shipped_table_parses(void **state)
{
    (void)state;
    FILE *f = fopen("src/context/rules.txt", "rb");
    if (f == NULL) {
        puts("SKIP not run from the root of the project");
        skip();
    }
    static char text[200000];
    size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    struct rules r;
    struct err e = {0};
    if (parse(text, &r, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_true(r.n_each > 10 && r.n_first > 20);
    for (size_t i = 0; i < r.n_first; i++)
        assert_true(r.first[i].sentence.n > 0);
}

static int start(void **state)
{
    (void)state;
    arena = arena_new(64 << 20);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_a_row),
        cmocka_unit_test(test_errors_name_line_and_remedy),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_shipped_table_parses),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
