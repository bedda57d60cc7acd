/* tests/unit/test_double.c: the double notices what differs, and its own mistakes are loud. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/attr.h"
#include "core/json.h"
#include "core/limits.h"
#include "double.h"
#include "net/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a POST of `body` to `path` is told, and what the double says of it. */
static const char *told(struct double_server *d, const char *path, const char *type,
                        const char *body, int *status)
{
    struct arena *a = arena_new(MIB(16));
    struct http *h = http_new();
    struct http_answer w = {0};
    struct err e;
    const struct http_header header = {STR("Content-Type"), str_from(type)};
    const struct http_request q = {.method = "POST",
                                   .url = arena_printf(a, "%s%s", double_base(d), path),
                                   .header = &header,
                                   .headers = 1,
                                   .body = str_from(body),
                                   .named = str_from(double_base(d))};
    assert_int_equal(http_send(h, &q, a, &w, &e), ERR_OK);
    *status = w.status;
    http_free(h);
    arena_free(a);
    return double_wrong(d);
}

static void what_differs_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *expects, *path, *type, *body, *words; /* words "": it is the same */
    } rows[] = {
        {"> POST /a?x=1&y=*",                                   "/a?y=2&x=1", "a/b",                               "",                     ""                             },
        {"> POST /a?x=1",                                       "/a?x=2",     "a/b",                               "",                     "query: no x=1, but x=2"       },
        {"> POST /a?x=1",                                       "/a",         "a/b",                               "",                     "query: no x=1"                },
        {"> POST /a",                                           "/a?x=1",     "a/b",                               "",                     "x=1 was not expected"         },
        {"> POST /a?*",                                         "/a?x=1",     "a/b",                               "",                     ""                             },
        {"> GET /a",                                            "/a",         "a/b",                               "",                     "expected GET /a, came POST /a"},
        {"> POST /a/*/c",                                       "/a/b/c",     "a/b",                               "",                     ""                             },
        {"> POST /a/*/c",                                       "/a/b/d",     "a/b",                               "",                     "expected POST"                },
        {"> POST /a\n> X-A: *",                                 "/a",         "a/b",                               "",                     "the header X-A"               },
        {"> POST /a\n> no Content-Type",                        "/a",         "a/b",                               "",                     "Content-Type was not expected"},
        {"> POST /a\n> no body",                                "/a",         "a/b",                               "x",                    "a body of 1 bytes"            },
        {"> POST /a\n> body a*c",                               "/a",         "a/b",                               "abc",                  ""                             },
        {"> POST /a\n> body a*c",                               "/a",         "a/b",                               "abd",                  "expected the body"            },
        {"> POST /a\n> form a=1 b=*",                           "/a",         "application/x-www-form-urlencoded", "b=2&a=1",              ""                             },
        {"> POST /a\n> form a=1 a=2",                           "/a",         "application/x-www-form-urlencoded", "a=2&a=1",              ""                             },
        {"> POST /a\n> form a=1 a=1",                           "/a",         "application/x-www-form-urlencoded", "a=1",
         "form: no a=1"                                                                                                                                                   },
        {"> POST /a\n> form a=1",                               "/a",         "application/json",                  "a=1",                  "no form"                      },
        {"> POST /a\n> json {\"a\": [1, \"*\"], \"b\": {}}",    "/a",         "a/b",
         "{\"b\": {}, \"a\": [1, null]}",                                                                                                  ""                             },
        {"> POST /a\n> json {\"a\":\n>   \"x*\"}",              "/a",         "a/b",                               "{\"a\": \"xyz\"}",     ""                             },
        {"> POST /a\n> json {\"a\": 1}",                        "/a",         "a/b",                               "{\"a\": 2}",           "expected 1, came 2 in a"      },
        {"> POST /a\n> json {\"a\": 1}",                        "/a",         "a/b",                               "{\"a\": 1, \"b\": 2}",
         "\"b\" was not expected"                                                                                                                                         },
        {"> POST /a\n> json {\"a\": 1}",                        "/a",         "a/b",                               "{}",                   "1 is missing in a"            },
        {"> POST /a\n> json [1, 2]",                            "/a",         "a/b",                               "[1]",                  "2 is missing in []"           },
        {"> POST /a\n> json [1]",                               "/a",         "a/b",                               "[1, 2]",               "2 members, not 1"             },
        {"> POST /a\n> json {}",                                "/a",         "a/b",                               "{",                    "the body is no JSON"          },
        {"> POST /a\n> json {",                                 "/a",         "a/b",                               "{}",                   "is no JSON"                   },
        {"> POST /a\n> multipart a=1",                          "/a",         "a/b",                               "x",                    "Content-Type is \"a/b\""      },
        {"> POST /a\n> multipart a=1",                          "/a",         "multipart/form-data; boundary=x",   "--x",
         "between their boundaries"                                                                                                                                       },
        {">? POST /b\n< 200\n\n>* POST /c\n< 200\n\n> POST /a", "/a",         "a/b",                               "",                     ""                             },
        {"> POST /a\n< 200\n\n> POST /b",                       "/a",         "a/b",                               "",                     "POST /b never came"           }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[1024];
        int status = 0;
        snprintf(text, sizeof text, "= other\n> GET /\n< 200\n\n= this\n%s\n< 204\n",
                 rows[i].expects);
        struct double_server *d = double_start_text(text, "this");
        assert_non_null(d);
        const char *wrong = told(d, rows[i].path, rows[i].type, rows[i].body, &status);
        if (rows[i].words[0] ? !strstr(wrong, rows[i].words) : wrong[0] != '\0')
            fail_msg("%s: \"%s\"", rows[i].expects, wrong);
        if (!rows[i].words[0])
            assert_int_equal(status, 204);
        double_stop(d);
    }
}

static void its_mistakes_are_loud(void **state)
{
    (void)state;
    static const char *const bad[] = {"= other\n> GET /\n< 200\n",
                                      "= this\n> GET\n< 200\n",
                                      "= this\n> GET path\n< 200\n",
                                      "= this\n> GET /\n",
                                      "= this\n< 200\n",
                                      "= this\n> GET /\n< two hundred\n",
                                      "= this\n> GET /\n> nonsense\n< 200\n",
                                      "= this\n> GET /\n> no body\n> body x\n< 200\n",
                                      "= this\n> GET /\n< delay soon\n< 200\n",
                                      "= this\nwhat\n> GET /\n< 200\n",
                                      "= this\n> GET /\n< 200\n= this\n> GET /\n< 200\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (double_start_text(bad[i], "this"))
            fail_msg("%s", bad[i]);
    assert_null(double_start("no-such-file", "this"));
}

static void requests_are_written_down(void **state)
{
    (void)state;
    char path[] = "/tmp/tact-double-XXXXXX", line[4096];
    struct arena *a = arena_new(MIB(1));
    struct json *j = NULL;
    int status;
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    setenv("TACT_DOUBLE_LOG", path, 1);
    struct double_server *d = double_start_text("= x\n>* POST *\n< 201\n", "x");
    told(d, "/a?b=1", "text/plain", "z\xC3\xB6\n", &status);
    told(d, "/a?b=1", "a/b", "\xFF", &status);
    unsetenv("TACT_DOUBLE_LOG");
    double_stop(d);
    FILE *f = fdopen(fd, "r");
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(json_parse(str_from(line), NULL, a, &j, NULL), ERR_OK);
    assert_true(str_is(json_get_str(j, "file"), "text"));
    assert_true(str_is(json_get_str(j, "scenario"), "x"));
    assert_true(str_is(json_get_str(j, "method"), "POST"));
    assert_true(str_is(json_get_str(j, "path"), "/a?b=1"));
    assert_true(str_is(json_at(j, "headers/Content-Type")->s, "text/plain"));
    assert_true(str_is(json_get_str(j, "body"), "z\xC3\xB6\n"));
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(json_parse(str_from(line), NULL, a, &j, NULL), ERR_OK);
    assert_true(str_is(json_get_str(j, "body_base64"), "/w=="));
    assert_null(fgets(line, sizeof line, f));
    fclose(f);
    unlink(path);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_differs_is_said),
        cmocka_unit_test(its_mistakes_are_loud),
        cmocka_unit_test(requests_are_written_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
