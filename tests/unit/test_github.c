/* tests/unit/test_github.c: the export of a GitHub account. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define GH "https://github.com/"

static void test_export(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"x/repositories_000001.json",
         "[{\"type\":\"repository\",\"url\":\"" GH "Kim/soup\",\"owner\":\"" GH
         "Kim\",\"private\":"
         "false},{\"url\":\"" GH "Kim/diary\",\"owner\":\"" GH "Kim\",\"private\":true}]"        },
        {"x/users_000001.json",
         "[{\"url\":\"" GH
         "Kim\",\"login\":\"Kim\",\"name\":\"Kim Å\",\"bio\":\"Tea\"},{\"url\":\"" GH
         "ana\",\"name\":\"Ana\",\"company\":\"Soup & co\"},{\"name\":\"?\"}]"                   },
        {"x/issues_000001.json",
         "[{\"url\":\"" GH "Kim/soup/issues/1\",\"repository\":\"" GH
         "Kim/soup\",\"user\":\"" GH
         "ana\",\"title\":\"Salt\",\"body\":\"more\",\"created_at\":\"2024-01-02T03:04:05Z\"},7]"},
        {"x/pull_requests_000001.json",
         "[{\"url\":\"" GH "Kim/diary/pull/2\",\"base\":{\"repo\":\"" GH
         "Kim/diary\"},\"user\":\"" GH
         "kim\",\"title\":\"Words\",\"body\":\"mine\",\"created_at\":\"2024-01-03T03:04:05Z\"}]" },
        {"x/issue_comments_000001.json",
         "[{\"url\":\"" GH "Kim/soup/issues/1#issuecomment-7\",\"issue\":\"" GH
         "Kim/soup/issues/1\","
         "\"user\":\"" GH
         "Kim\",\"body\":\"done\",\"created_at\":\"2024-01-04T03:04:05Z\"},{\"url\":"
         "\"" GH "Kim/soup/pull/3#issuecomment-8\",\"pull_request\":\"" GH "Kim/soup/pull/3\","
         "\"user\":\"" GH "bo\",\"body\":\"hi\"},{\"body\":\"no address\"}]"                     },
        {"x/pull_request_reviews_000001.json", "[{\"url\":\"" GH "x\",\"body\":null}]"           },
        {NULL,                                 NULL                                              }
    };
    collect_folder(&c, "github", files);
    assert_line(&c, "account key=\"kim\" handle=\"kim\"");
    assert_line(&c, "identity kim person name=\"Kim Å\"");
    assert_line(&c, "identity ana person name=\"Ana\"");
    assert_line(&c, "fact ana company value=\"Soup & co\"");
    assert_line(&c, "post post author=\"ana\" at=1704164645000 text=\"more\" title=\"Salt\" "
                    "url=\"" GH "Kim/soup/issues/1\" public group=\"Kim/soup\"");
    assert_line(&c, "post post own at=1704251045000 text=\"mine\" title=\"Words\"");
    assert_line(&c, "group group=\"Kim/diary\""); /* a private one */
    assert_line(&c, "post comment own at=1704337445000 text=\"done\"");
    assert_line(&c, "reply_to=\"" GH "Kim/soup/issues/1\"");
    assert_line(&c, "post comment author=\"bo\" text=\"hi\"");
    assert_line(&c, "identity bo person");
    assert_line(&c, "unread why=\"a user without an address\"");
    assert_line(&c, "unread why=\"something written without an address\"");
    assert_line(&c, "unread why=\"an entry that is no object\"");
    assert_lines(&c, "unread", 3);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_export)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
