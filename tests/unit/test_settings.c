/* tests/unit/test_settings.c: what is set for a context, to JSON and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "context/settings.h"
#include "core/limits.h"

static struct arena *a;
static struct err e;

static int set_up(void **state)
{
    (void)state;
    a = arena_new(MIB(4));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct settings parse(const char *json)
{
    struct settings st;
    assert_int_equal(settings_parse(str_from(json), a, &st, &e), ERR_OK);
    return st;
}

static const char *written(const struct settings *st)
{
    struct str json;
    if (settings_write(st, a, &json, &e))
        fail_msg("%s", e.msg);
    return json.p;
}

static void all_of_it_comes_back(void **state)
{
    (void)state;
    static const char json[] =
        "{\"use\":[\"we\"],\"avoid\":[\"cheap\",\"best ever\"],\"formality\":\"formal\","
        "\"languages\":\"en,de\",\"emoji\":0,\"promotion\":0.20,\"guard\":\"hold\","
        "\"later\":{\"x\":[1,\"zwölf\",true,null]},\"n\":1e3}";
    struct settings st = parse(json);
    assert_true(st.voice.n_use == 1 && st.voice.n_avoid == 2);
    assert_true(str_is(st.voice.avoid[1], "best ever"));
    assert_true(st.voice.formality == FORMALITY_FORMAL && st.guard == GUARD_HOLD);
    assert_true(st.voice.limits_emoji && st.voice.emoji == 0);
    assert_true(st.voice.promotion > 0.19 && st.voice.promotion < 0.21);
    assert_true(str_is(st.voice.languages, "en,de"));
    assert_string_equal(written(&st), json);
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    struct settings st = parse("");
    assert_int_equal(st.guard, GUARD_TELL);
    assert_string_equal(written(&st), "");
    st = parse(" {} ");
    assert_string_equal(written(&st), "");
}

static void impossible_values_are_as_if_they_were_not_there(void **state)
{
    (void)state;
    struct settings st = parse(
        "{\"use\":[1,\" \",null],\"avoid\":7,\"formality\":\"stiff\",\"languages\":\"eng\","
        "\"emoji\":-3,\"promotion\":7,\"guard\":\"shout\"}");
    assert_string_equal(written(&st), "");
    assert_int_equal(settings_parse(STR("[1]"), a, &st, &e), ERR_PARSE);
    assert_int_equal(settings_parse(STR("{"), a, &st, &e), ERR_PARSE);
    assert_int_equal(st.guard, GUARD_TELL);
}

static void what_may_not_be_is_said(void **state)
{
    (void)state;
    struct str json;
    struct settings st = SETTINGS_NONE;
    st.voice.languages = STR("english");
    assert_int_equal(settings_write(&st, a, &json, &e), ERR_INVALID);
    assert_non_null(strstr(e.msg, "english"));
    st = SETTINGS_NONE;
    st.voice.promotion = 1.5;
    assert_int_equal(settings_write(&st, a, &json, &e), ERR_INVALID);
    st = SETTINGS_NONE;
    st.voice.limits_emoji = true;
    st.voice.emoji = 1000;
    assert_int_equal(settings_write(&st, a, &json, &e), ERR_INVALID);
}

static void lists_are_cleaned(void **state)
{
    (void)state;
    const struct str *word;
    size_t n;
    struct str topics;
    assert_int_equal(settings_words(STR(" we,, We , our team,"), a, &word, &n, &e), ERR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(settings_join(word, n, a).p, "we, our team");
    assert_int_equal(settings_words(STR("\xff"), a, &word, &n, &e), ERR_INVALID);
    char *many = arena_alloc(a, 1000);
    for (int i = 0; i < 250; i++) {
        many[4 * i] = (char)('a' + i % 26);
        many[4 * i + 1] = (char)('a' + i / 26);
        many[4 * i + 2] = 'x';
        many[4 * i + 3] = ',';
    }
    assert_int_equal(settings_words(str_of(many, 1000), a, &word, &n, &e), ERR_INVALID);
    memset(many, 'a', 1000);
    assert_int_equal(settings_words(str_of(many, 1000), a, &word, &n, &e), ERR_INVALID);
    assert_int_equal(settings_topics(STR("Pets, family ,pets"), a, &topics, &e), ERR_OK);
    assert_string_equal(topics.p, "family,pets");
    assert_int_equal(settings_topics(STR(""), a, &topics, &e), ERR_OK);
    assert_int_equal(topics.n, 0);
    assert_int_equal(settings_topics(STR("pets,cars"), a, &topics, &e), ERR_INVALID);
    assert_non_null(strstr(e.msg, "cars"));
    assert_non_null(strstr(e.msg, "nightlife"));
}

static void guards_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < GUARD_COUNT; i++) {
        enum context_guard g;
        assert_true(guard_find(guard_name((enum context_guard)i), &g));
        assert_int_equal((int)g, i);
        assert_true(*guard_phrase(g) != '\0');
    }
    enum context_guard none;
    assert_false(guard_find(STR("never"), &none));
}

static void corrections_in_plain_words(void **state)
{
    (void)state;
    static const struct {
        enum correction_kind kind;
        const char *typed, *context, *says;
    } cases[] = {
        {CORRECTION_IS,    "Pets",         "",         "is about pets"                       },
        {CORRECTION_ISNT,  "politics",     "",         "is not about politics"               },
        {CORRECTION_ISNT,  "hostile",      "",         "does not have a hostile tone"        },
        {CORRECTION_IS,    "work",         "",         "is about work"                       },
        {CORRECTION_FINE,  "topic:humour", "personal", "a joke is fine in personal"          },
        {CORRECTION_NEVER, "politics",     "",         "politics never goes anywhere"        },
        {CORRECTION_NEVER, "profane",      "company",  "a profane tone never goes to company"}
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct correction c = {.kind = cases[i].kind,
                               .fact = correction_fact(str_from(cases[i].typed), a),
                               .context = str_from(cases[i].context)};
        assert_int_equal(correction_valid(c.kind, c.fact, &e), ERR_OK);
        assert_string_equal(correction_say(&c, a).p, cases[i].says);
    }
    assert_string_equal(correction_fact(STR("RULE:w-vent"), a).p, "rule:w-vent");
    assert_string_equal(correction_fact(STR("phone"), a).p, "phone");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_of_it_comes_back),      TEST(nothing_is_nothing),
        TEST(what_may_not_be_is_said),   TEST(impossible_values_are_as_if_they_were_not_there),
        TEST(lists_are_cleaned),         TEST(guards_have_names),
        TEST(corrections_in_plain_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
