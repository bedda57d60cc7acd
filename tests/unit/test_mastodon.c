/* tests/unit/test_mastodon.c: the archive and lists of Mastodon, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define ACTOR                                                                                  \
    "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"https://"                \
    "home.example/users/Kim\",\"type\":\"Person\",\"followers\":\"https://home.example/users/" \
    "Kim/followers\",\"preferredUsername\":\"Kim\",\"name\":\"Kim Å\",\"summary\":\"<p>Tea "  \
    "&amp; type</p>\",\"url\":\"https://home.example/@Kim\",\"published\":"                    \
    "\"2019-05-01T00:00:00Z\",\"attachment\":[{\"type\":\"PropertyValue\",\"name\":\"Web\","   \
    "\"value\":\"<a href=\\\"https://kim.example\\\"><span class=\\\"invisible\\\">https://"   \
    "</span>kim.example</a>\"},{\"type\":\"PropertyValue\",\"name\":\"Likes\",\"value\":"      \
    "\"rain\"}],\"alsoKnownAs\":[\"https://old.example/users/kim\"]}"

#define PUBLIC    "\"https://www.w3.org/ns/activitystreams#Public\""
#define FOLLOWERS "\"https://home.example/users/Kim/followers\""

static const char outbox[] =
    "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"outbox.json\","
    "\"type\":\"OrderedCollection\",\"totalItems\":99,\"orderedItems\":["
    /* public, edited, a picture with words and a focus */
    "{\"id\":\"https://home.example/users/Kim/statuses/1/activity\",\"type\":\"Create\","
    "\"to\":[" PUBLIC "],\"cc\":[" FOLLOWERS "],\"object\":{"
    "\"id\":\"https://home.example/users/Kim/statuses/1\",\"type\":\"Note\",\"summary\":"
    "\"soup\",\"inReplyTo\":null,\"published\":\"2024-01-02T03:04:05Z\",\"updated\":"
    "\"2024-01-02T04:00:00Z\",\"url\":\"https://home.example/@Kim/1\",\"to\":[" PUBLIC "],"
    "\"cc\":[" FOLLOWERS "],\"conversation\":\"tag:home.example,2024:c1\",\"content\":"
    "\"<p>one</p><p>two &lt;3</p>\",\"contentMap\":{\"en\":\"<p>one</p><p>two &lt;3</p>\"},"
    "\"attachment\":[{\"type\":\"Document\",\"mediaType\":\"image/png\",\"url\":"
    "\"/system/media_attachments/files/1/original/a.png\",\"name\":\"a bowl\",\"focalPoint\":"
    "[0.5,-0.25]}],\"tag\":[],\"likes\":{\"totalItems\":3},\"shares\":{\"totalItems\":1}}},"
    /* unlisted reply that names a local and a remote account */
    "{\"id\":\"https://home.example/users/Kim/statuses/2/activity\",\"type\":\"Create\","
    "\"object\":{\"id\":\"https://home.example/users/Kim/statuses/2\",\"type\":\"Note\","
    "\"inReplyTo\":\"https://other.example/users/ana/statuses/9\",\"published\":"
    "\"2024-01-03T00:00:01Z\",\"to\":[" FOLLOWERS "],\"cc\":[\"as:Public\"],\"content\":"
    "\"<p>hi</p>\",\"contentMap\":{\"sv\":\"<p>hej</p>\",\"en\":\"<p>hi</p>\"},\"tag\":["
    "{\"type\":\"Mention\",\"href\":\"https://other.example/users/ana\",\"name\":"
    "\"@Ana@Other.example\"},{\"type\":\"Mention\",\"href\":\"https://home.example/users/bo\","
    "\"name\":\"@bo\"},{\"type\":\"Hashtag\",\"name\":\"#x\"}],\"attachment\":[]}},"
    /* followers only, a poll */
    "{\"id\":\"https://home.example/users/Kim/statuses/3/activity\",\"type\":\"Create\","
    "\"object\":{\"id\":\"https://home.example/users/Kim/statuses/3\",\"type\":\"Question\","
    "\"published\":\"2024-01-04T00:00:01Z\",\"to\":[" FOLLOWERS "],\"cc\":[],\"content\":"
    "\"<p>Tea?</p>\",\"oneOf\":[{\"type\":\"Note\",\"name\":\"Yes\",\"replies\":"
    "{\"totalItems\":3}},{\"type\":\"Note\",\"name\":\"No\",\"replies\":{\"totalItems\":1}}]}},"
    /* direct */
    "{\"id\":\"https://home.example/users/Kim/statuses/4/activity\",\"type\":\"Create\","
    "\"object\":{\"id\":\"https://home.example/users/Kim/statuses/4\",\"type\":\"Note\","
    "\"published\":\"2024-01-05T00:00:01Z\",\"to\":[\"https://other.example/users/ana\"],"
    "\"cc\":[],\"conversation\":\"tag:home.example,2024:c4\",\"content\":\"<p>psst</p>\","
    "\"tag\":[{\"type\":\"Mention\",\"href\":\"https://other.example/users/ana\",\"name\":"
    "\"@ana@other.example\"}]}},"
    /* a boost, and one of an own private post that comes inlined */
    "{\"id\":\"https://home.example/users/Kim/statuses/5/activity\",\"type\":\"Announce\","
    "\"published\":\"2024-01-06T00:00:01Z\",\"to\":[" PUBLIC "],\"cc\":[" FOLLOWERS "],"
    "\"object\":\"https://other.example/users/ana/statuses/7\"},"
    "{\"id\":\"https://home.example/users/Kim/statuses/6/activity\",\"type\":\"Announce\","
    "\"published\":\"2024-01-07T00:00:01Z\",\"to\":[" FOLLOWERS "],\"object\":{\"id\":"
    "\"https://home.example/users/Kim/statuses/3\",\"type\":\"Note\"}},"
    /* a quote, and what nobody knows */
    "{\"id\":\"https://home.example/users/Kim/statuses/8/activity\",\"type\":\"Create\","
    "\"object\":{\"id\":\"https://home.example/users/Kim/statuses/8\",\"type\":\"Note\","
    "\"published\":\"2024-01-08T00:00:01Z\",\"to\":\"Public\",\"content\":\"<p>so true</p>\","
    "\"quoteUri\":\"https://other.example/users/ana/statuses/10\"}},"
    "{\"type\":\"Dance\",\"object\":{}}]}";

static void test_archive(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"archive-1/actor.json",     ACTOR                                            },
        {"archive-1/outbox.json",    outbox                                           },
        {"archive-1/likes.json",
         "{\"@context\":\"x\",\"type\":\"OrderedCollection\",\"orderedItems\":[\"https://"
         "other.example/users/ana/statuses/1\",\"tag:old.example,2016-11-01:objectId=5:"
         "objectType=Status\"]}"                                                      },
        {"archive-1/bookmarks.json",
         "{\"type\":\"OrderedCollection\",\"orderedItems\":[\"https://o.example/1\"]}"},
        {NULL,                       NULL                                             }
    };
    collect_folder(&c, "mastodon", files);
    assert_line(&c,
                "account key=\"kim@home.example\" handle=\"kim@home.example\" name=\"Kim Å\" "
                "url=\"https://home.example/@Kim\"");
    assert_line(&c, "bio value=\"Tea & type\"");
    assert_line(&c, "url value=\"https://kim.example\" label=\"Web\"");
    assert_line(&c, "value=\"rain\" label=\"Likes\"");
    assert_line(&c, "value=\"https://old.example/users/kim\" label=\"also known as\"");
    assert_line(&c,
                "post post own at=1704164645000 edited=1704168000000 text=\"one\\n\\ntwo <3\" "
                "summary=\"soup\" url=\"https://home.example/@Kim/1\" language=\"en\" public "
                "thread=\"tag:home.example,2024:c1\" likes=3 "
                "key=\"https://home.example/users/Kim/statuses/1\"");
    assert_line(&c, "attachment 0 image uri=\"media_attachments/files/1/original/a.png\" "
                    "alt=\"a bowl\" note=\"focus 0.50,-0.25\"");
    assert_line(&c, "post reply own at=1704240001000 text=\"hi\" language=\"en\" unlisted "
                    "reply_to=\"https://other.example/users/ana/statuses/9\"");
    assert_line(&c, "identity ana@other.example person handle=\"ana@other.example\"");
    assert_line(&c, "identity bo@home.example person");
    assert_line(&c, "text=\"Tea?\" followers");
    assert_line(&c, "attachment 0 poll note=\"Yes: 3\\nNo: 1\"");
    assert_line(&c, "post message own at=1704412801000 text=\"psst\" direct "
                    "thread=\"tag:home.example,2024:c4\"");
    assert_line(&c, "member tag:home.example,2024:c4 ana@other.example");
    assert_line(&c, "post reshare own at=1704499201000 "
                    "link=\"https://other.example/users/ana/statuses/7\" public "
                    "reshare_of=\"https://other.example/users/ana/statuses/7\" "
                    "key=\"https://home.example/users/Kim/statuses/5\"");
    assert_line(&c, "followers reshare_of=\"https://home.example/users/Kim/statuses/3\"");
    assert_line(&c, "post reshare own at=1704672001000 text=\"so true\" public "
                    "reshare_of=\"https://other.example/users/ana/statuses/10\"");
    assert_line(&c, "unread why=\"an activity that is neither");
    assert_line(&c,
                "reaction like own post=\"https://other.example/users/ana/statuses/1\" url=");
    assert_line(&c, "reaction like own post=\"tag:old.example");
    assert_line(&c, "reaction bookmark own post=\"https://o.example/1\"");
    collect_done(&c);
}

/* Accounts made on Mastodon 4.5 have a number where the name was. */
static void test_numbered_actor(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"actor.json",
         "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"https://"
         "home.example/ap/users/1151\",\"type\":\"Person\",\"preferredUsername\":\"kim\"}"},
        {NULL,         NULL                                                               }
    };
    collect_folder(&c, "mastodon", files);
    assert_line(&c, "account key=\"kim@home.example\"");
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"actor.json",  ACTOR                                                           },
        {"outbox.json",
         "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"orderedItems\":[{\"type\":"
         "\"Announce\",\"id\":\"a\",\"object\":\"https://o.example/1\"},{bad},{\"type\":"
         "\"Announce\",\"id\":\"b\",\"object\":\"https://o.example/2\"},{\"type\":\"Ann"},
        {NULL,          NULL                                                            }
    };
    collect_folder(&c, "mastodon", files);
    assert_lines(&c, "post reshare", 2);
    assert_lines(&c, "unread", 2); /* the one in the middle, and that the rest is cut off */
    collect_done(&c);
}

static void test_lists(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"following_accounts.csv",
         "Account address,Show boosts,Notify on new posts,Languages\n"
         "Ana@other.example,true,false,\"sv, en\"\n\nbo@home.example,true,false,\n"           },
        {"muted_accounts.csv",     "Account address,Hide notifications\nloud@o.example,true\n"},
        {"blocked_accounts.csv",   "troll@bad.example\n"                                      },
        {"blocked_domains.csv",    "bad.example\n"                                            },
        {"lists.csv",              "\"Work, near\",ana@other.example\n#tea,bo@home.example\n" },
        {"bookmarks.csv",          "https://o.example/users/x/statuses/1\n"                   },
        {NULL,                     NULL                                                       }
    };
    collect_folder(&c, "mastodon", files);
    assert_lines(&c, "account\n", 1);
    assert_line(&c, "connection ana@other.example follows\n");
    assert_line(&c, "connection bo@home.example follows\n");
    assert_line(&c, "connection loud@o.example muted");
    assert_line(&c, "connection troll@bad.example blocked");
    assert_line(&c, "connection domain:bad.example blocked");
    assert_line(&c, "connection ana@other.example follows note=\"Work, near\"");
    assert_line(&c, "connection bo@home.example follows note=\"#tea\"");
    assert_line(&c, "reaction bookmark own");
    assert_lines(&c, "identity ana@other.example", 1);
    collect_done(&c);
}

/* Without a header, and with one under another name. */
static void test_old_lists(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file bare[] = {
        {"following_accounts (1).csv", "ana@other.example\nbo@home.example\nnobody\n"},
        {NULL,                         NULL                                          }
    };
    collect_folder(&c, "mastodon", bare);
    assert_lines(&c, "follows", 2);
    assert_line(&c, "unread why=\"an address without its server\"");
    collect_done(&c);
    const struct collect_file renamed[] = {
        {"quiet.csv", "Account address,Hide notifications\nloud@o.example,true\n"},
        {NULL,        NULL                                                       }
    };
    collect_folder(&c, "mastodon", renamed);
    assert_line(&c, "connection loud@o.example muted");
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_archive), cmocka_unit_test(test_numbered_actor),
        cmocka_unit_test(test_damaged), cmocka_unit_test(test_lists),
        cmocka_unit_test(test_old_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
