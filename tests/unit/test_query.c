/* tests/unit/test_query.c: what is typed into the search box is understood, or says why not. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"

#include "core/limits.h"
#include "core/time.h"
#include "people/people.h"
#include "reading/query.h"
#include "store/store.h"

static char home[] = "/tmp/tact-test-XXXXXX";
static struct store *s;
static struct arena *a;
static struct err e;
static struct query q;

#define OK(call)                                                                               \
    do {                                                                                       \
        if (call)                                                                              \
            fail_msg("%s: %s", #call, e.msg);                                                  \
    } while (0)

static void put_friend(struct importer *im, const char *key, const char *name)
{
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){.key = str_from(key), .name = str_from(name)};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
}

/* One account on X and three people, two of them called Ana. */
static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(home));
    a = arena_new(MIB(256));
    place_begin();
    if (store_open(PLACE(home), NULL, NULL, &s, &e))
        return -1;
    struct importer *im = NULL;
    OK(store_import_begin(s, STR("x.zip"), STR("digest"), 1, STR("x"), STR("x"), &im, &e));
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){
        .network = STR("x"), .key = STR("id:1"), .handle = STR("me"), .name = STR("Me Myself")};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
    put_friend(im, "id:2", "Ana Kovač");
    put_friend(im, "id:3", "Ana Kovač-Horvat");
    put_friend(im, "id:4", "Bo");
    OK(store_import_commit(im, 0.1, &e));
    OK(people_rebuild(s, &e));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const files[] = {"tact.db", "tact.db-wal", "tact.db-shm", "lock"};
    store_close(s);
    arena_free(a);
    place_end();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", home, files[i]);
        unlink(path);
    }
    rmdir(home);
    return 0;
}

static void ask(const char *typed, const char *words, size_t chips)
{
    OK(query_parse(s, str_from(typed), a, &q, &e));
    if (!str_is(q.words, words))
        fail_msg("the words of %s are \"" STRF "\"", typed, STRA(q.words));
    assert_int_equal(q.chips, chips);
}

/* One filter that finds nothing, and says why. */
static void ask_nothing(const char *typed, const char *why)
{
    ask(typed, "", 1);
    if (str_find(q.chip[0].problem, str_from(why)) < 0)
        fail_msg("%s says \"" STRF "\"", typed, STRA(q.chip[0].problem));
    assert_int_equal(q.filter.account_id, QUERY_NOTHING);
}

static int64_t day(int64_t year, int month, int d)
{
    return time_days(year, month, d) * 86400000;
}

static void test_words(void **state)
{
    (void)state;
    ask("", "", 0);
    ask("  two   words ", "two words", 0);
    ask("a \"phrase of: words\" begin*", "a \"phrase of: words\" begin*", 0);
    ask("“curly quotes” x", "\"curly quotes\" x", 0);
    ask("\"never closed", "\"never closed\"", 0);
    ask("https://a.example 10:30 re: foo:bar", "https://a.example 10:30 re: foo:bar", 0);
    ask("\"\"\"\"", "\"\" \"\"", 0);
    assert_int_equal(q.filter.account_id, 0);
}

static void test_from(void **state)
{
    (void)state;
    ask("tea from:me", "tea", 1);
    assert_true(q.filter.own);
    ask("FROM:bo tea", "tea", 1);
    assert_true(q.filter.person_id > 0 && !q.filter.own);
    assert_true(str_is(q.chip[0].key, "from") && str_is(q.chip[0].value, "bo"));
    assert_true(str_is(q.chip[0].means, "Bo") && str_is(q.chip[0].rest, "tea"));
    int64_t bo = q.filter.person_id;
    char by_id[32];
    snprintf(by_id, sizeof by_id, "from:#%lld", (long long)bo);
    ask(by_id, "", 1);
    assert_int_equal(q.filter.person_id, bo);
    ask("a from:\"ana kovac\" b", "a b", 1); /* the one who is called just so */
    assert_true(str_is(q.chip[0].means, "Ana Kovač") && str_is(q.chip[0].rest, "a b"));
    ask("from:“ana”", "", 1);
    assert_true(str_ends(q.chip[0].means, STR(", the closest of 2")));
    ask_nothing("from:zoe", "there is nobody called \"zoe\"");
    ask_nothing("from:#999", "no person 999");
    ask_nothing("from:", "nothing stands behind");
    ask("from:me from:bo", "", 2);
    assert_true(q.chip[0].problem.n == 0 && q.chip[1].problem.n > 0);
}

static void test_where(void **state)
{
    (void)state;
    ask("on:LinkedIn", "", 1);
    assert_true(str_is(q.filter.network, "linkedin"));
    ask("on:twitter on:x", "", 2);
    assert_true(str_is(q.filter.network, "x") && q.filter.account_id == 0);
    ask_nothing("on:myspace", "there is no network \"myspace\"; there are: bluesky");
    ask("in:Personal", "", 1);
    assert_true(str_is(q.filter.context, "personal"));
    ask_nothing("in:school", "there is no context");
    ask("account:x:me", "", 1);
    assert_true(q.filter.account_id > 0 && q.chip[0].means.n == 0);
    ask("account:1", "", 1);
    assert_true(str_is(q.chip[0].means, "x:me"));
    ask_nothing("account:77", "");
    ask_nothing("account:-1", "");
    ask("on:x on:mastodon", "", 2);
    assert_int_equal(q.filter.account_id, QUERY_NOTHING);
}

static void test_what(void **state)
{
    (void)state;
    ask("kind:message kind:posts", "", 2);
    assert_int_equal(q.filter.kinds, 1u << POST_MESSAGE | 1u << POST_POST);
    ask_nothing("kind:poem", "there is no kind \"poem\"; there are: post");
    ask("topic:Food has:MEDIA", "", 2);
    assert_true(str_is(q.filter.topic, "food") && q.filter.media);
    ask_nothing("has:luck", "has:media");
}

static void test_when(void **state)
{
    (void)state;
    ask("after:2023 before:2024-05", "", 2);
    assert_true(q.filter.from_ms == day(2023, 1, 1) && q.filter.to_ms == day(2024, 5, 1));
    ask("year:2024", "", 1);
    assert_true(q.filter.from_ms == day(2024, 1, 1) && q.filter.to_ms == day(2025, 1, 1));
    ask("year:2024 after:2024-02-29", "", 2);
    assert_true(q.filter.from_ms == day(2024, 2, 29) && q.filter.to_ms == day(2025, 1, 1));
    ask("before:1970", "", 1);
    assert_true(q.filter.to_ms > 0);
    ask_nothing("year:soon", "a year reads");
    ask_nothing("before:yesterday", "a date reads");
    ask("after:2024 before:2023", "", 2);
    assert_true(q.chip[1].problem.n > 0 && q.filter.account_id == QUERY_NOTHING);
}

static void test_rest(void **state)
{
    (void)state;
    ask(" tea  from:me \"green tea\" on:x", "tea \"green tea\"", 2);
    assert_true(str_is(q.chip[0].rest, "tea \"green tea\" on:x"));
    assert_true(str_is(q.chip[1].rest, "tea from:me \"green tea\""));
}

static void test_limits(void **state)
{
    (void)state;
    char typed[QUERY_MAX + 2];
    memset(typed, 'x', sizeof typed);
    typed[QUERY_MAX + 1] = '\0';
    assert_int_equal(query_parse(s, str_from(typed), a, &q, &e), ERR_LIMIT);
    OK(query_parse(s, str_of(typed, QUERY_MAX), a, &q, &e));
    for (size_t i = 0; i < 20; i++)
        snprintf(typed + 5 * i, sizeof typed - 5 * i, "on:x ");
    OK(query_parse(s, str_from(typed), a, &q, &e));
    assert_int_equal(q.chips, 20);
    assert_true(q.chip[QUERY_FILTERS - 1].problem.n == 0 && q.chip[QUERY_FILTERS].problem.n);
}

/* Any bytes: pieces of queries in any order, and no row of memory too few. */
static void test_any(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"",    "“",         "”",     " ",    "a",
                                         "from:", "on:x",      "year:", "\xFF", ":",
                                         "2024",  "kind:post", "#",     "has:", "„"};
    srandom(5);
    for (int round = 0; round < 5000; round++) {
        struct arena *own = arena_new(MIB(8));
        struct buf b;
        buf_init(&b, 256);
        for (long n = random() % 24; n > 0; n--)
            buf_lit(&b, pieces[(size_t)random() % COUNT_OF(pieces)]);
        OK(query_parse(s, buf_view(&b), own, &q, &e));
        assert_true(q.words.n <= 2 * b.n + 2);
        buf_free(&b);
        arena_free(own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),  cmocka_unit_test(test_from),
        cmocka_unit_test(test_where),  cmocka_unit_test(test_what),
        cmocka_unit_test(test_when),   cmocka_unit_test(test_rest),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_any)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
