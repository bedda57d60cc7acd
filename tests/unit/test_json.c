/* tests/unit/test_json.c: JSON as it is and as exports write it: trees, walks, damage, limits. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/json.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/utf8.h"

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new(LIMIT_JSON_TREE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct json *parse(const char *text)
{
    struct json *j = NULL;
    struct err e;
    return json_parse(str_from(text), utf8_clean, a, &j, &e) ? NULL : j;
}

static void values_are_what_they_say(void **state)
{
    (void)state;
    const struct json *j =
        parse(" {\"id\": 9007199254740993, \"n\": -1.5e2, \"t\": [true, false, "
              "null], \"o\": {\"x\": \"\\u00e9\\n\\ud83d\\ude00\"}} ");
    assert_non_null(j);
    assert_true(json_i64(json_get(j, "id"), 0) == INT64_C(9007199254740993));
    assert_true(str_is(json_get_str(j, "id"), "9007199254740993"));
    assert_true(json_f64(json_get(j, "n"), 0) == -150.0);
    assert_int_equal(json_get(j, "t")->count, 3);
    assert_true(json_true(json_at(j, "t/[]")));
    assert_true(str_is(json_str(json_at(j, "o/x")), "é\n😀"));
    assert_null(json_get(j, "missing"));
    assert_true(str_is(json_get_str(NULL, "x"), ""));
}

static void lone_surrogates_and_nul_cost_one_character(void **state)
{
    (void)state;
    const struct json *j =
        parse("[\"a\\ud83dx\", \"\\udc00\", \"n\\u0000l\", \"\\ud83d\\u0041\"]");
    assert_non_null(j);
    assert_true(str_is(j->first->s, "a\xEF\xBF\xBDx"));
    assert_true(str_is(j->first->next->s, "\xEF\xBF\xBD"));
    assert_true(str_is(j->first->next->next->s, "n\xEF\xBF\xBDl"));
    assert_true(str_is(j->first->next->next->next->s, "\xEF\xBF\xBD"
                                                      "A"));
}

static void bytes_that_are_not_utf8_are_replaced(void **state)
{
    (void)state;
    const struct json *j = parse("[\"caf\xE9\", \"\xF0\x9F\x98\"]");
    assert_non_null(j);
    assert_true(str_is(j->first->s, "caf\xEF\xBF\xBD"));
    assert_true(utf8_valid(j->first->next->s));
}

static void meta_strings_are_repaired(void **state)
{
    (void)state;
    struct json *j = NULL;
    struct err e;
    const char *text =
        "[\"Zo\\u00c3\\u00ab\", \"\\u00f0\\u009f\\u0098\\u0080\", \"na\\u00efve\", "
        "\"\\u2013 \\u00c3\\u00a9\"]";
    assert_int_equal(json_parse(str_from(text), utf8_unmojibake, a, &j, &e), ERR_OK);
    assert_true(str_is(j->first->s, "Zoë"));
    assert_true(str_is(j->first->next->s, "😀"));
    assert_true(str_is(j->first->next->next->s, "naïve"));      /* right already */
    assert_true(str_is(j->first->next->next->next->s, "– Ã©")); /* beyond Latin-1: untouched */
}

static void what_is_no_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "[",    "{\"a\"}",   "[1,]",     "{\"a\":1,}",
                                      "[01]",  "[1.]", "[\"\\x\"]", "[\"\t\"]", "tru",
                                      "[1 2]", "[1]x", "[-]",       "{a:1}",    "[\"\\u12g4\"]",
                                      "[nul]", "'a'"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(parse(bad[i]));
}

static void depth_has_a_ceiling(void **state)
{
    (void)state;
    char deep[4001];
    struct json *j = NULL;
    struct err e;
    memset(deep, '[', 4000);
    deep[4000] = '\0';
    assert_int_equal(json_parse(str_from(deep), NULL, a, &j, &e), ERR_LIMIT);
}

/* Collects what a walk gives, one line each. */
static struct buf seen;

static enum err_code on_value(void *ctx, struct str path, const struct json *v, struct str raw,
                              struct err *e)
{
    (void)ctx;
    (void)e;
    (void)v;
    buf_str(&seen, path);
    buf_char(&seen, '=');
    buf_str(&seen, raw);
    buf_char(&seen, '\n');
    return ERR_OK;
}

static enum err_code on_end(void *ctx, struct str path, struct err *e)
{
    (void)ctx;
    (void)e;
    buf_printf(&seen, "end " STRF "\n", STRA(path));
    return ERR_OK;
}

static enum err_code on_bad(void *ctx, struct str path, struct str raw, const char *why,
                            struct err *e)
{
    (void)ctx;
    (void)e;
    buf_printf(&seen, "bad " STRF " " STRF " (%s)\n", STRA(path), STRA(raw), why);
    return ERR_OK;
}

static enum err_code walk(struct str text, const char *const *into, struct err *e)
{
    struct stream_mem m;
    const struct json_walk w = {into, utf8_clean, on_value, on_end, on_bad, NULL};
    buf_init(&seen, MIB(1));
    return json_walk(stream_mem_init(&m, text), &w, e);
}

static void a_walk_goes_where_it_is_told(void **state)
{
    (void)state;
    struct err e;
    static const char *const into[] = {"", "/[]", "/[]/c", "/[]/c/messages", NULL};
    assert_int_equal(
        walk(
            STR("window.YTD.x.part0 = [ {\"c\": {\"id\": \"1\", \"messages\": [ {\"t\":1}, 2 ]}}]"),
            into, &e),
        ERR_OK);
    assert_string_equal(buf_cstr(&seen), "/[]/c/id=\"1\"\n"
                                         "/[]/c/messages/[]={\"t\":1}\n"
                                         "/[]/c/messages/[]=2\n"
                                         "end /[]/c/messages\n"
                                         "end /[]/c\nend /[]\nend \n");
    buf_free(&seen);
}

static void a_damaged_value_costs_only_itself(void **state)
{
    (void)state;
    struct err e;
    static const char *const into[] = {"", NULL};
    assert_int_equal(walk(STR("[{\"a\":1},{\"a\":tru, \"s\":\"]}\"},{\"a\":3}]"), into, &e),
                     ERR_OK);
    assert_non_null(strstr(buf_cstr(&seen), "/[]={\"a\":1}\nbad /[] {\"a\":tru"));
    assert_non_null(strstr(buf_cstr(&seen), "/[]={\"a\":3}\n"));
    buf_free(&seen);
}

static void a_cut_off_document_says_so(void **state)
{
    (void)state;
    struct err e;
    static const char *const into[] = {"", NULL};
    assert_int_equal(walk(STR("[{\"a\":1},{\"a\":"), into, &e), ERR_PARSE);
    assert_non_null(strstr(e.msg, "cut off"));
    buf_free(&seen);
    assert_int_equal(walk(STR("no json here"), into, &e), ERR_PARSE);
    buf_free(&seen);
}

/* A stream that gives few bytes at a time, so that values cross every boundary. */
struct drip {
    struct stream stream;
    struct str rest;
    size_t step;
};

static enum err_code drip_read(struct stream *s, void *p, size_t cap, size_t *got,
                               struct err *e)
{
    (void)e;
    struct drip *d = (struct drip *)s;
    size_t n = d->step < cap ? d->step : cap;
    if (n > d->rest.n)
        n = d->rest.n;
    memcpy(p, d->rest.p, n);
    d->rest = str_after(d->rest, n);
    *got = n;
    return ERR_OK;
}

static void boundaries_do_not_matter(void **state)
{
    (void)state;
    static const char *const into[] = {"", "/list", NULL};
    const struct str text =
        STR("{\"name\": \"\\ud83d\\ude00\", \"list\": [1234, true, \"x\\ny\", "
            "{\"k\": [null]}], \"n\": 12}");
    struct err e;
    assert_int_equal(walk(text, into, &e), ERR_OK);
    char *whole = strdup(buf_cstr(&seen));
    buf_free(&seen);
    for (size_t step = 1; step < 9; step++) {
        struct drip d = {{drip_read}, text, step};
        const struct json_walk w = {into, utf8_clean, on_value, on_end, on_bad, NULL};
        buf_init(&seen, MIB(1));
        assert_int_equal(json_walk(&d.stream, &w, &e), ERR_OK);
        assert_string_equal(buf_cstr(&seen), whole);
        buf_free(&seen);
    }
    free(whole);
}

/* One endless string: the ceiling, not the memory, ends it. */
struct endless {
    struct stream stream;
    bool begun;
};

static enum err_code endless_read(struct stream *s, void *p, size_t cap, size_t *got,
                                  struct err *e)
{
    (void)e;
    struct endless *o = (struct endless *)s;
    memset(p, 'x', cap);
    if (!o->begun)
        memcpy(p, "[\"", 2);
    o->begun = true;
    *got = cap;
    return ERR_OK;
}

static void one_line_without_end_is_refused(void **state)
{
    (void)state;
    struct err e;
    static const char *const into[] = {"", NULL};
    struct endless o = {{endless_read}, false};
    const struct json_walk w = {into, NULL, on_value, NULL, on_bad, NULL};
    buf_init(&seen, MIB(1));
    assert_int_equal(json_walk(&o.stream, &w, &e), ERR_LIMIT);
    buf_free(&seen);
}

static void writing_and_reading_agree(void **state)
{
    (void)state;
    struct buf b;
    struct json_out o;
    buf_init(&b, 4096);
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "s", STR("q\"\\\n\t\x01 é"));
    json_out_ki64(&o, "n", INT64_MIN);
    json_out_key(&o, "list");
    json_out_open(&o, '[');
    json_out_bool(&o, true);
    json_out_null(&o);
    json_out_f64(&o, 0.25, 3);
    json_out_open(&o, '{');
    json_out_close(&o, '}');
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    assert_string_equal(buf_cstr(&b), "{\"s\":\"q\\\"\\\\\\n\\t\\u0001 é\",\"n\":"
                                      "-9223372036854775808,\"list\":[true,null,0.250,{}]}");
    const struct json *j = parse(buf_cstr(&b));
    assert_non_null(j);
    assert_true(str_is(json_get_str(j, "s"), "q\"\\\n\t\x01 é"));
    buf_free(&b);
}

/* The public test suite: y_ must be read, n_ must not. Ours is kinder on purpose in one respect:
 * bytes that are no UTF-8 cost a character, not the document. */
static void the_public_suite_agrees(void **state)
{
    (void)state;
    const char *shared = getenv("TACT_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/data/suites/json/test_parsing", shared ? shared : "");
    DIR *dir = shared && *shared ? opendir(path) : NULL;
    if (!dir) {
        printf("SKIP the public JSON suite is not here\n");
        skip();
    }
    int yes = 0, no = 0;
    for (struct dirent *d; (d = readdir(dir));) {
        if ((d->d_name[0] != 'y' && d->d_name[0] != 'n') || d->d_name[1] != '_')
            continue;
        char file[8192];
        snprintf(file, sizeof file, "%s/%s", path, d->d_name);
        FILE *f = fopen(file, "rb");
        assert_non_null(f);
        char *text = mem_alloc(MIB(1));
        size_t n = fread(text, 1, MIB(1), f);
        fclose(f);
        struct json *j = NULL;
        struct err e;
        arena_reset(a);
        bool ok = json_parse(str_of(text, n), utf8_clean, a, &j, &e) == ERR_OK;
        bool kind = !utf8_valid(str_of(text, n));
        mem_free(text);
        if (ok != (d->d_name[0] == 'y') && !kind)
            fail_msg("%s: %s", d->d_name, ok ? "was read" : e.msg);
        d->d_name[0] == 'y' ? yes++ : no++;
    }
    closedir(dir);
    if (yes + no == 0) {
        printf("SKIP the public JSON suite is packed\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_what_they_say),
        cmocka_unit_test(lone_surrogates_and_nul_cost_one_character),
        cmocka_unit_test(bytes_that_are_not_utf8_are_replaced),
        cmocka_unit_test(meta_strings_are_repaired),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(depth_has_a_ceiling),
        cmocka_unit_test(a_walk_goes_where_it_is_told),
        cmocka_unit_test(a_damaged_value_costs_only_itself),
        cmocka_unit_test(a_cut_off_document_says_so),
        cmocka_unit_test(boundaries_do_not_matter),
        cmocka_unit_test(one_line_without_end_is_refused),
        cmocka_unit_test(writing_and_reading_agree),
        cmocka_unit_test(the_public_suite_agrees)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
