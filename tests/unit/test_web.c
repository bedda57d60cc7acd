/* tests/unit/test_web.c: the table of routes and its description, fields, values in pages, colours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/json.h"
#include "core/limits.h"
#include "text/utf8.h"
#include "web/colour.h"
#include "web/marks.h"
#include "web/request.h"
#include "web/templates.h"

extern const unsigned char asset_openapi[];
extern const uint64_t asset_openapi_size;

static struct arena *a;
static struct err e;

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

/* "/people/:id" as OpenAPI writes it: "/people/{id}" */
static struct str described_path(const char *pattern)
{
    struct buf b;
    struct str rest = str_from(pattern), piece;
    buf_init(&b, 200);
    if (str_is(rest, "/"))
        return STR("/overview");
    while (str_cut(&rest, '/', &piece))
        if (piece.n)
            buf_printf(&b, piece.p[0] == ':' ? "/{" STRF "}" : "/" STRF,
                       STRA(piece.p[0] == ':' ? str_after(piece, 1) : piece));
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static const struct json *description(void)
{
    struct json *j;
    assert_int_equal(json_parse(str_of((const char *)asset_openapi, asset_openapi_size),
                                utf8_clean, a, &j, &e),
                     ERR_OK);
    return j;
}

static bool names_parameter(const struct json *op, const char *name)
{
    const struct json *list = json_get(op, "parameters");
    for (const struct json *p = list ? list->first : NULL; p; p = p->next)
        if (str_is(json_get_str(p, "name"), name) && str_is(json_get_str(p, "in"), "query"))
            return true;
    return false;
}

static const struct json *body_properties(const struct json *op)
{
    const struct json *content = json_get(json_get(op, "requestBody"), "content");
    return content ? json_get(json_get(content->first, "schema"), "properties") : NULL;
}

static void check_described(const struct json *op, const struct route *row)
{
    size_t fields = 0, described = 0;
    const struct json *body = body_properties(op), *params = json_get(op, "parameters");
    for (const struct field *f = row->fields; f && f->name; f++, fields++) {
        if (row->method == METHOD_GET ? !names_parameter(op, f->name)
                                      : !json_get(body, f->name))
            fail_msg("%s: the field %s is not described", row->pattern, f->name);
    }
    if (row->method == METHOD_GET) {
        for (const struct json *p = params ? params->first : NULL; p; p = p->next)
            described += str_is(json_get_str(p, "in"), "query");
    } else {
        described = body ? body->count : 0;
    }
    if (described != fields)
        fail_msg("%s: %zu fields are described, %zu taken", row->pattern, described, fields);
}

static void every_route_of_the_api_is_described_and_none_besides(void **state)
{
    (void)state;
    size_t n, described = 0, api = 0;
    const struct route *row = route_list(&n);
    const struct json *paths = json_get(description(), "paths");
    for (size_t i = 0; i < n; i++) {
        if (!row[i].api)
            continue;
        api++;
        const struct json *path = json_get(paths, described_path(row[i].pattern).p);
        const struct json *op = json_get(path, row[i].method == METHOD_GET ? "get" : "post");
        if (!op)
            fail_msg("docs/openapi.json lacks %s", row[i].pattern);
        check_described(op, &row[i]);
    }
    for (const struct json *p = paths->first; p; p = p->next)
        described += p->count;
    assert_int_equal(described, api);
}

static void every_reference_of_the_description_leads_somewhere(void **state)
{
    (void)state;
    struct str all = str_of((const char *)asset_openapi, asset_openapi_size);
    const struct json *schemas = json_at(description(), "components/schemas");
    const struct str mark = STR("#/components/schemas/");
    for (ptrdiff_t at; (at = str_find(all, mark)) >= 0;) {
        all = str_after(all, (size_t)at + mark.n);
        struct str name = str_sub(all, 0, (size_t)str_chr(all, '"'));
        assert_non_null(json_get(schemas, arena_cstr(a, name)));
    }
}

static void what_changes_something_wants_an_owner(void **state)
{
    (void)state;
    size_t n;
    const struct route *row = route_list(&n);
    for (size_t i = 0; i < n; i++) {
        bool door = strstr(row[i].pattern, "sign-in") || strstr(row[i].pattern, "/join/") ||
                    strcmp(row[i].pattern, "/first") == 0;
        assert_non_null(row[i].answer);
        assert_non_null(row[i].fields);
        if (row[i].method == METHOD_POST && !door)
            assert_int_not_equal(row[i].access, FOR_ANYBODY);
    }
}

static void paths_are_matched_whole(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        const char *pattern; /* NULL: nothing */
        int64_t id;
    } rows[] = {
        {"/",                               "/",               0 },
        {"/people/12",                      "/people/:id",     12},
        {"/people/12/",                     NULL,              0 },
        {"/people/",                        NULL,              0 },
        {"/people/x",                       NULL,              0 },
        {"/people/-1",                      NULL,              0 },
        {"/people/99999999999999999999999", NULL,              0 },
        {"/people//",                       NULL,              0 },
        {"//people",                        NULL,              0 },
        {"/media/../tact.db",               NULL,              0 },
        {"/networks/linkedin",              "/networks/:name", 0 },
        {"/timeline",                       "/timeline",       0 },
        {"timeline",                        NULL,              0 },
        {"",                                NULL,              0 }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t id = 0;
        struct str name = STR_NONE;
        bool wrong;
        const struct route *r =
            route_find(METHOD_GET, str_from(rows[i].path), &id, &name, &wrong);
        if ((r != NULL) != (rows[i].pattern != NULL) ||
            (r && strcmp(r->pattern, rows[i].pattern) != 0))
            fail_msg("%s leads to %s", rows[i].path, r ? r->pattern : "nothing");
        if (rows[i].id)
            assert_int_equal(id, rows[i].id);
    }
}

static void give(struct request *r, const char *name, const char *value)
{
    r->field[r->fields].name = str_from(name);
    r->field[r->fields++].value = str_from(value);
}

static void fields_are_held_against_the_row(void **state)
{
    (void)state;
    static const struct field fields[] = {
        {"q",    10, FIELD_LINE, false},
        {"id",   20, FIELD_ID,   true },
        {"file", 99, FIELD_FILE, false},
        {NULL,   0,  FIELD_TEXT, false}
    };
    const struct route row = {"/x", fields, NULL, METHOD_POST, FOR_WRITER, true};
    struct request *r = ARENA_NEW(a, struct request);
    int64_t ids[4];
    r->a = a;
    r->method = METHOD_POST;
    give(r, "q", "  hello ");
    give(r, "id", "7");
    give(r, "id", "8");
    give(r, "token", "x");
    assert_int_equal(fields_check(r, &row, &e), ERR_OK);
    assert_true(str_is(field_str(r, "q"), "hello"));
    assert_int_equal(field_ids(r, "id", ids, 4), 2);
    r->fields = 0;
    give(r, "q", "much too long a value");
    assert_int_equal(fields_check(r, &row, &e), ERR_LIMIT);
    r->fields = 0;
    give(r, "q", "a");
    give(r, "q", "b");
    assert_int_equal(fields_check(r, &row, &e), ERR_INVALID);
    r->fields = 0;
    give(r, "id", "seven");
    assert_int_equal(fields_check(r, &row, &e), ERR_INVALID);
    r->fields = 0;
    give(r, "other", "1");
    assert_int_equal(fields_check(r, &row, &e), ERR_INVALID);
    r->fields = 0;
    give(r, "file", "/etc/passwd"); /* a text is never a file of this machine */
    assert_int_equal(fields_check(r, &row, &e), ERR_INVALID);
    r->field[0].uploaded = true;
    assert_int_equal(fields_check(r, &row, &e), ERR_OK);
    r->fields = 0;
    r->field[0].uploaded = false;
    give(r, "q", "a");
    r->field[0].value = str_of("a\0b", 3);
    assert_int_equal(fields_check(r, &row, &e), ERR_OK);
    assert_true(str_is(field_str(r, "q"), "a b"));
    r->method = METHOD_GET; /* an address may carry what others added to it */
    r->fields = 0;
    give(r, "other", "1");
    assert_int_equal(fields_check(r, &row, &e), ERR_OK);
    assert_int_equal(r->fields, 0);
}

static const char *shown(void (*show)(struct buf *b))
{
    struct buf b;
    buf_init(&b, KIB(4));
    show(&b);
    const char *s = arena_cstr(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static void show_attack(struct buf *b)
{
    show_value(b, STR("<a href='x' onclick=\"y\">&"));
}
static void show_script(struct buf *b)
{
    show_url(b, STR("javascript:alert(1)"));
}
static void show_away(struct buf *b)
{
    show_url(b, STR("//evil.example/x"));
}
static void show_piece(struct buf *b)
{
    show_part(b, STR("a b&c/ü\""));
}
static void show_million(struct buf *b)
{
    show_number(b, -1234567);
}
static void show_month(struct buf *b)
{
    show_date(b, (struct when){INT64_C(1709251200000), TIME_MONTH});
}
static void show_weeks(struct buf *b)
{
    show_ago(b, 0, INT64_C(15) * 86400000);
}

static void values_are_escaped_where_they_stand(void **state)
{
    (void)state;
    assert_null(strpbrk(shown(show_attack), "<>'\""));
    assert_string_equal(shown(show_script), "#");
    assert_string_equal(shown(show_away), "#");
    assert_string_equal(shown(show_piece), "a%20b%26c%2F%C3%BC%22");
    assert_string_equal(shown(show_million), "-1,234,567");
    assert_string_equal(shown(show_month), "Mar 2024");
    assert_string_equal(shown(show_weeks), "2 weeks ago");
}

static void any_colour_becomes_readable_on_both_grounds(void **state)
{
    (void)state;
    static const char *const colours[] = {"#ffff00", "#000000", "#ffffff",  "#b4532a",
                                          "#00ff00", "#0000ff", "nonsense", ""};
    for (size_t i = 0; i < COUNT_OF(colours); i++) {
        char light[8], dark[8];
        colour_readable(str_from(colours[i]), false, 4.5, light);
        colour_readable(str_from(colours[i]), true, 4.5, dark);
        assert_true(colour_contrast(str_from(light), STR("#ffffff")) >= 4.45);
        assert_true(colour_contrast(str_from(dark), STR("#1c1f24")) >= 4.45);
    }
    assert_float_equal((float)colour_contrast(STR("#000000"), STR("#ffffff")), 21.0f, 0.01f);
}

static void words_of_a_search_are_found_as_the_index_finds_them(void **state)
{
    (void)state;
    struct html_mark *m;
    struct str text = STR("Kovač baked; a KOVAC bakes. Backen.");
    assert_int_equal(marks_find(text, STR("kovac"), a, &m), 2);
    assert_true(str_is(str_sub(text, m[0].from, m[0].to), "Kovač"));
    assert_int_equal(marks_find(text, STR("bak*"), a, &m), 2);
    assert_int_equal(marks_find(text, STR("bak"), a, &m), 0);
    assert_int_equal(marks_find(text, STR("\"a kovac\""), a, &m), 3);
    assert_int_equal(marks_find(text, STR_NONE, a, &m), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_of_the_api_is_described_and_none_besides,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_reference_of_the_description_leads_somewhere,
                                        set_up, tear_down),
        cmocka_unit_test(what_changes_something_wants_an_owner),
        cmocka_unit_test_setup_teardown(paths_are_matched_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fields_are_held_against_the_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_are_escaped_where_they_stand, set_up, tear_down),
        cmocka_unit_test(any_colour_becomes_readable_on_both_grounds),
        cmocka_unit_test_setup_teardown(words_of_a_search_are_found_as_the_index_finds_them,
                                        set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
