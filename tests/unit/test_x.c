/* tests/unit/test_x.c: the archives of X and Twitter of every era, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

static const char account[] =
    "window.YTD.account.part0 = [{\"account\":{\"email\":\"kim@mail.example\",\"username\":"
    "\"Kim_K\",\"accountId\":\"500\",\"createdAt\":\"2011-06-23T13:04:14.000Z\","
    "\"accountDisplayName\":\"Kim\"}}]";

#define TWEETS(body) "window.YTD.tweets.part0 = [" body "]"
#define TWEET(body)  "{\"tweet\":{" body "}}"

static void read_tweets(struct collect *c, const char *tweets, const char *notes)
{
    const struct collect_file files[] = {
        {"data/account.js",                   account},
        {"data/tweets.js",                    tweets },
        {notes ? "data/note-tweet.js" : NULL, notes  },
        {NULL,                                NULL   }
    };
    collect_folder(c, "x", files);
}

static void test_account(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"x/data/account.js",            account                                       },
        {"x/data/manifest.js",
         "window.__THAR_CONFIG = {\"userInfo\":{\"accountId\":\"500\",\"userName\":\"Kim_K\","
         "\"displayName\":\"Kim\"},\"archiveInfo\":{}}"                                },
        {"x/data/profile.js",
         "window.YTD.profile.part0 = [{\"profile\":{\"description\":{\"bio\":\"a &amp; b\","
         "\"website\":\"https://t.co/w\",\"location\":\"Turku\"}}}]"                   },
        {"x/data/screen-name-change.js",
         "window.YTD.screen_name_change.part0 = [{\"screenNameChange\":{\"accountId\":\"500\","
         "\"screenNameChange\":{\"changedAt\":\"2015-08-12T17:10:37.000Z\",\"changedFrom\":"
         "\"kimmy\",\"changedTo\":\"Kim_K\"}}}]"                                       },
        {"x/data/phone-number.js",
         "window.YTD.phone_number.part0 = [{\"device\":{\"phoneNumber\":\"+358401\"}}]"},
        {NULL,                           NULL                                          }
    };
    collect_folder(&c, "x", files);
    assert_lines(
        &c, "account key=\"id:500\" handle=\"Kim_K\" name=\"Kim\" url=\"https://x.com/Kim_K\"",
        2);
    assert_line(&c, "email value=\"kim@mail.example\"");
    assert_line(&c, "bio value=\"a & b\"");
    assert_line(&c, "location value=\"Turku\"");
    assert_line(&c, "phone value=\"+358401\"");
    assert_line(&c, "name value=\"kimmy\" label=\"former handle\" until=1439399437000");
    collect_done(&c);
}

/* Ids only, and larger than a double holds. */
static void test_people(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"data/account.js",       account                                                               },
        {"data/follower.js",
         "window.YTD.follower.part0 = [{\"follower\":{\"accountId\":\"1400000000000000001\","
         "\"userLink\":\"https://twitter.com/intent/user?user_id=1400000000000000001\"}},"
         "{\"follower\":{\"accountId\":\"12\"}}]"                                                       },
        {"data/following.js",
         "window.YTD.following.part0 = [{\"following\":{\"accountId\":\"12\"}}]"                        },
        {"data/block.js",         "window.YTD.block.part0 = [{\"blocking\":{\"accountId\":\"13\"}}]"    },
        {"data/mute.js",          "window.YTD.mute.part0 = [{\"muting\":{\"accountId\":\"14\"}}]"       },
        {"data/contact.js",
         "window.YTD.contact.part0 = [{\"contact\":{\"id\":\"1\",\"emails\":[\"bo@e.example\"],"
         "\"phoneNumbers\":[\"+1555\"],\"firstName\":\"Bo\",\"lastName\":\"Ek\"}}]"                     },
        {"data/lists-created.js",
         "window.YTD.lists_created.part0 = [{\"userListInfo\":{\"urls\":"
         "[\"https://twitter.com/kim/lists/a\",\"https://twitter.com/kim/lists/b\"]}}]"                 },
        {"data/lists-member.js",  "window.YTD.lists_member.part0 = [{\"userListInfo\":{\"url\":"
                                 "\"https://twitter.com/bo/lists/c\"}}]"},
        {"data/like.js",
         "window.YTD.like.part0 = [{\"like\":{\"tweetId\":\"9007199254740993\",\"fullText\":"
         "\"a &gt; b\",\"expandedUrl\":\"https://twitter.com/i/web/status/1\"}}]"                       },
        {"data/like-part1.js",    "window.YTD.like.part1 = [{\"like\":{\"tweetId\":\"2\"}}]"            },
        {NULL,                    NULL                                                                  }
    };
    collect_folder(&c, "x", files);
    assert_line(&c, "connection id:1400000000000000001 followed_by\n");
    assert_line(&c, "connection id:12 followed_by\n");
    assert_line(&c, "connection id:12 follows\n");
    assert_lines(&c, "identity id:12 ", 1);
    assert_line(&c, "connection id:13 blocked");
    assert_line(&c, "connection id:14 muted");
    assert_line(&c, "name=\"Bo Ek\"");
    assert_line(&c, " contact\n");
    assert_line(&c, "email value=\"bo@e.example\"");
    assert_line(&c, "phone value=\"+1555\"");
    assert_lines(&c, "follows note=\"own list\"", 2);
    assert_line(&c, "identity list:c group");
    assert_line(&c, "reaction like own post=\"9007199254740993\" "
                    "url=\"https://twitter.com/i/web/status/1\" text=\"a > b\"");
    assert_line(&c, "reaction like own post=\"2\"");
    collect_done(&c);
}

/* Links are found by their text: the indices are wrong on purpose. HTML comes after them. */
static void test_text(void **state)
{
    (void)state;
    struct collect c;
    read_tweets(
        &c,
        TWEETS(TWEET(
            "\"id_str\":\"1626922776130486272\",\"id\":\"1626922776130486272\",\"created_at\":"
            "\"Sat Feb 18 12:33:11 +0000 2023\",\"full_text\":\"\\ud83d\\ude00 &lt;3 "
            "https:\\/\\/t.co\\/ab https://t.co/abc &amp; https://t.co/pic\",\"lang\":\"en\","
            "\"favorite_count\":\"7\",\"retweet_count\":\"0\",\"entities\":{\"urls\":["
            "{\"url\":\"https://t.co/ab\",\"expanded_url\":\"https://one.example/?a=1&b=2\","
            "\"indices\":[\"0\",\"1\"]},{\"url\":\"https://t.co/abc\",\"expanded_url\":"
            "\"https://two.example/\",\"indices\":[\"90\",\"99\"]}],\"media\":[{\"url\":"
            "\"https://t.co/pic\",\"media_url_https\":\"https://pbs.twimg.com/media/P.jpg\","
            "\"type\":\"photo\",\"ext_alt_text\":\"a cat\"}]}")),
        NULL);
    assert_line(&c,
                "post post own at=1676723591250 text=\"😀 <3 https://one.example/?a=1&b=2 "
                "https://two.example/ &\" url=\"https://x.com/Kim_K/status/"
                "1626922776130486272\" link=\"https://one.example/?a=1&b=2\" language=\"en\" "
                "public likes=7 key=\"1626922776130486272\"");
    assert_line(&c,
                "attachment 0 image uri=\"https://pbs.twimg.com/media/P.jpg\" alt=\"a cat\"");
    collect_done(&c);
}

static void test_kinds(void **state)
{
    (void)state;
    struct collect c;
    read_tweets(
        &c,
        TWEETS(
            TWEET(
                "\"id_str\":\"11\",\"created_at\":\"Sat Feb 18 12:33:11 +0000 2010\","
                "\"full_text\":\"@Ana yes\",\"in_reply_to_status_id_str\":\"10\","
                "\"in_reply_to_user_id_str\":\"77\",\"in_reply_to_screen_name\":\"Ana\","
                "\"entities\":{\"user_mentions\":[{\"name\":\"Ana Ö\",\"screen_name\":\"Ana\","
                "\"id_str\":\"77\"},{\"name\":\"Gone\",\"screen_name\":\"Gone\",\"id_str\":"
                "\"-1\"}]}") ","
            /* the post that it answers was deleted before; so was who wrote it */
            TWEET(
                "\"id_str\":\"12\",\"full_text\":\"@Bo "
                "no\",\"in_reply_to_user_id_str\":\"78\"") "," TWEET("\"id_str\":\"13\","
                                                                     "\"full_text\":\"RT "
                                                                     "@Ana: a &amp; b and so "
                                                                     "on...\"") "," TWEET("\"id"
                                                                                          "_str"
                                                                                          "\":"
                                                                                          "\"14"
                                                                                          "\","
                                                                                          "\"fu"
                                                                                          "ll_"
                                                                                          "text"
                                                                                          "\":"
                                                                                          "\"lo"
                                                                                          "ok "
                                                                                          "http"
                                                                                          "s://"
                                                                                          "t."
                                                                                          "co/"
                                                                                          "q\","
                                                                                          "\"la"
                                                                                          "ng\""
                                                                                          ":\"u"
                                                                                          "nd\""
                                                                                          ","
                                                                                          "\"en"
                                                                                          "titi"
                                                                                          "es\""
                                                                                          ":{"
                                                                                          "\"ur"
                                                                                          "ls\""
                                                                                          ":[{"
                                                                                          "\"ur"
                                                                                          "l\":"
                                                                                          "\"ht"
                                                                                          "tps:"
                                                                                          "//"
                                                                                          "t."
                                                                                          "co/"
                                                                                          "q\","
                                                                                          "\"ex"
                                                                                          "pand"
                                                                                          "ed_"
                                                                                          "url"
                                                                                          "\":"
                                                                                          "\"ht"
                                                                                          "tps:"
                                                                                          "//"
                                                                                          "twit"
                                                                                          "ter."
                                                                                          "com/"
                                                                                          "Ana/"
                                                                                          "stat"
                                                                                          "us/"
                                                                                          "999?"
                                                                                          "s="
                                                                                          "20\""
                                                                                          "}]}") "," TWEET("\"id_str\":\"15\","
                                                                                                           "\"full_text\":"
                                                                                                           "\"mine\","
                                                                                                           "\"community_id_"
                                                                                                           "str\":\"333\"")),
        NULL);
    assert_line(&c, "post reply own at=1266496391000 text=\"@Ana yes\"");
    assert_line(&c, "reply_to=\"10\"");
    assert_line(&c, "identity id:77 person name=\"Ana Ö\" handle=\"Ana\"");
    assert_line(&c, "identity @gone person name=\"Gone\"");
    assert_line(&c, "post reply own text=\"@Bo no\"");
    assert_line(&c, "identity id:78 person\n");
    assert_line(&c, "post reshare own text=\"RT @Ana: a & b and so on...\"");
    assert_line(&c, "post reshare own text=\"look https://twitter.com/Ana/status/999?s=20\"");
    assert_line(&c, "reshare_of=\"999\"");
    assert_line(&c, "text=\"mine\" url=\"https://x.com/Kim_K/status/15\" group group=\"333\"");
    collect_done(&c);
}

/* Each edit is a post of its own; the last one counts. */
static void test_edits(void **state)
{
    (void)state;
    struct collect c;
#define IDS "\"editTweetIds\":[\"1630870492804022272\",\"1630875525968822272\"]"
    read_tweets(
        &c,
        TWEETS(TWEET(
            "\"id_str\":\"1630870492804022272\",\"full_text\":\"frist\","
            "\"edit_info\":{\"initial\":{" IDS
            "}}") "," TWEET("\"id_str\":\"1630875525968822272\",\"full_text\":\"first\","
                            "\"edit_info\":{\"edit\":{\"initialTweetId\":"
                            "\"1630870492804022272\",\"editControlInitial\":{" IDS "}}}")),
        NULL);
    assert_line(&c,
                "at=1677664800250 edited=1677666000250 deleted=1677666000250 text=\"frist\"");
    assert_line(&c, "at=1677664800250 edited=1677666000250 text=\"first\"");
    collect_done(&c);
}

/* A note has no id of its post: time and beginning tell. */
static void test_notes(void **state)
{
    (void)state;
    struct collect c;
    read_tweets(
        &c,
        TWEETS(TWEET("\"id_str\":\"1870419487749046272\",\"created_at\":"
                     "\"Sat Dec 21 10:42:11 +0000 2024\",\"full_text\":"
                     "\"Long &amp; wind\xE2\x80\xA6 https://t.co/more\"")),
        "window.YTD.note_tweet.part0 = [{\"noteTweet\":{\"noteTweetId\":\"1\",\"createdAt\":"
        "\"2024-12-21T10:42:11.174Z\",\"core\":{\"text\":\"Short one\",\"urls\":[]}}},"
        "{\"noteTweet\":{\"noteTweetId\":\"2\",\"createdAt\":\"2024-12-21T10:42:11.174Z\","
        "\"core\":{\"text\":\"Long & winding https://t.co/x road\",\"urls\":[{\"shortUrl\":"
        "\"https://t.co/x\",\"expandedUrl\":\"https://e.example/\"}]}}},"
        "{\"noteTweet\":{\"noteTweetId\":\"3\",\"createdAt\":\"2020-01-01T00:00:00.000Z\","
        "\"core\":{\"text\":\"Long & winding elsewhere\"}}}]");
    assert_line(&c, "text=\"Long & winding https://e.example/ road\"");
    assert_line(&c, "key=\"1870419487749046272\"");
    assert_line(&c, "text=\"Short one\""); /* posts that the archive lacks */
    assert_line(&c, "key=\"note:3\"");
    assert_lines(&c, "post ", 3);
    collect_done(&c);
}

static void test_media_in_archive(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"data/account.js",            account        },
        {"data/tweets_media/21-P.jpg", "x"            },
        {"data/tweets_media/5-V.mp4",  "x"            },
        {"data/deleted-tweets.js",
         "window.YTD.deleted_tweets.part0 = [{\"tweet\":{\"id_str\":\"21\",\"full_text\":"
         "\"bye\",\"deleted_at\":\"Sat Feb 18 12:33:11 +0000 2023\",\"extended_entities\":"
         "{\"media\":[{\"type\":\"photo\",\"media_url_https\":\"https://pbs.twimg.com/media/"
         "P.jpg\"},{\"type\":\"video\",\"source_status_id_str\":\"5\",\"media_url_https\":"
         "\"https://pbs.twimg.com/T.jpg\",\"video_info\":{\"variants\":[{\"bitrate\":\"1\","
         "\"content_type\":\"video/mp4\",\"url\":\"https://v.example/L.mp4?tag=1\"},"
         "{\"content_type\":\"application/x-mpegURL\",\"url\":\"https://v.example/V.m3u8\"},"
         "{\"bitrate\":\"9\",\"content_type\":\"video/mp4\",\"url\":"
         "\"https://v.example/V.mp4?tag=12\"}]}}]}}}]"},
        {NULL,                         NULL           }
    };
    collect_folder(&c, "x", files);
    assert_line(&c, "deleted=1676723591000 text=\"bye\"");
    assert_line(&c, "attachment 0 image uri=\"data/tweets_media/21-P.jpg\"");
    assert_line(&c, "attachment 1 video uri=\"data/tweets_media/5-V.mp4\"");
    collect_done(&c);
}

static void test_messages(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"data/account.js",                    account                       },
        {"data/direct_messages_media/1-A.jpg", "x"                           },
        {"data/direct-messages.js",
         "window.YTD.direct_messages.part0 = "
         "[{\"dmConversation\":{\"conversationId\":\"500-600\","
         "\"messages\":[{\"messageCreate\":{\"id\":\"1\",\"senderId\":\"600\",\"recipientId\":"
         "\"500\",\"text\":\"see https://t.co/a "
         "&lt;\",\"createdAt\":\"2023-02-18T12:33:11.000Z\","
         "\"mediaUrls\":[\"https://ton.twitter.com/dm/1/2/A.jpg\"],\"urls\":[{\"url\":"
         "\"https://t.co/a\",\"expanded\":\"https://e.example/"
         "\"}],\"reactions\":[{\"senderId\":"
         "\"500\",\"reactionKey\":\"like\",\"createdAt\":\"2023-02-18T12:34:11.000Z\"}]}},"
         "{\"messageCreate\":{\"id\":\"2\",\"senderId\":\"500\",\"text\":\"ok\",\"createdAt\":"
         "\"2023-02-18T12:33:12.000Z\"}},{\"messageCreate\":{\"id\":\"2\",\"senderId\":\"500\","
         "\"text\":\"ok\",\"createdAt\":\"2023-02-18T12:33:12.000Z\"}},7]}}]"},
        {"data/direct-messages-group.js",
         "window.YTD.direct_messages_group.part0 = [{\"dmConversation\":{\"conversationId\":"
         "\"999\",\"messages\":[{\"conversationNameUpdate\":{\"name\":\"New\"}},"
         "{\"conversationNameUpdate\":{\"name\":\"Old\"}},{\"messageCreate\":{\"id\":\"3\","
         "\"senderId\":\"700\",\"text\":\"hi all\"}},{\"participantsLeave\":{\"userIds\":"
         "[\"701\"]}},{\"joinConversation\":{\"initiatingUserId\":\"700\","
         "\"participantsSnapshot\":[\"500\",\"700\",\"701\",\"702\"]}}]}}]"  },
        {NULL,                                 NULL                          }
    };
    collect_folder(&c, "x", files);
    assert_line(&c, "thread dm:500-600\n");
    assert_line(&c, "member dm:500-600 id:600");
    assert_line(&c, "post message author=\"id:600\" at=1676723591000 text=\"see "
                    "https://e.example/ <\" link=\"https://e.example/\" direct "
                    "thread=\"dm:500-600\" key=\"dm:1\"");
    assert_line(&c, "attachment 0 image uri=\"data/direct_messages_media/1-A.jpg\"");
    assert_line(&c, "reaction like own at=1676723651000 post=\"dm:1\"");
    assert_lines(&c, "post message own", 2);
    assert_int_equal(c.messages, 3); /* one came twice */
    assert_line(&c, "unread why=\"a message that is no object\"");
    assert_line(&c, "thread dm:999 group title=\"New\"");
    assert_lines(&c, "title=\"Old\"", 0);
    assert_lines(&c, "member dm:999", 3);
    collect_done(&c);
}

/* 2018: at the root. Until August 2019: without a wrapping. Later parts have a number. */
static void test_eras(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"account.js",           account                                                                           },
        {"tweet.js",             "window.YTD.tweet.part0 = [ {\"id_str\":\"1\",\"full_text\":\"bare\"}, "
                     "{\"tweet\":{\"id_str\":\"2\",\"full_text\":\"wrapped\"}} ]"              },
        {"tweet-part1.js",
         "window.YTD.tweet.part1 = [{\"tweet\":{\"id_str\":\"3\",\"full_text\":\"more\"}}]"                        },
        {"protected-history.js", "window.YTD.protected_history.part0 = "
                                 "[{\"protectedHistory\":{\"protectedAt\":\"x\"}}]"},
        {NULL,                   NULL                                                                              }
    };
    collect_folder(&c, "x", files);
    assert_line(&c, "text=\"bare\"");
    assert_line(&c, "text=\"wrapped\"");
    assert_line(&c, "text=\"more\"");
    assert_lines(&c, " public", 0);
    collect_done(&c);
}

static void test_grailbird(void **state)
{
    (void)state;
    struct collect c;
    static const char csv[] =
        "\"tweet_id\",\"in_reply_to_status_id\",\"in_reply_to_user_id\",\"timestamp\","
        "\"source\","
        "\"text\",\"retweeted_status_id\",\"retweeted_status_user_id\","
        "\"retweeted_status_timestamp\",\"expanded_urls\"\n"
        "\"7\",\"\",\"\",\"2016-02-17 16:53:04 +0000\",\"<a>\",\"a \"\"quoted\"\"\nsecond "
        "&amp; "
        "line\",\"\",\"\",\"\",\"https://e.example/,https://f.example/\"\n"
        "\"8\",\"\",\"\",\"2016-01-21 02:35:13 +0000\",\"\",\"RT @ana: "
        "hi\",\"5\",\"77\",\"\",\"\"\n"
        "\"9\",\"4\",\"78\",\"2016-01-21 02:35:13 +0000\",\"\",\"@bo hi\",\"\",\"\",\"\",\"\"\n"
        "nonsense\n";
    const struct collect_file rows[] = {
        {"tweets.csv", csv },
        {NULL,         NULL}
    };
    collect_folder(&c, "x", rows);
    assert_line(&c, "account\n");
    assert_line(&c, "post post own at=1455727984000 text=\"a \"quoted\"\\nsecond & line\"");
    assert_line(&c, "link=\"https://e.example/\"");
    assert_line(&c, "post reshare own at=1453343713000 text=\"RT @ana: hi\"");
    assert_line(&c, "reshare_of=\"5\"");
    assert_line(&c, "post reply own");
    assert_line(&c, "identity id:78");
    assert_line(&c, "unread");
    collect_done(&c);
    const struct collect_file months[] = {
        {"tweets.csv",                csv                                                     },
        {"data/js/user_details.js",
         "var user_details = {\"screen_name\":\"Kim_K\",\"location\":\"Turku\",\"full_name\":"
         "\"Kim\",\"bio\":\"hi\",\"id\":\"500\",\"created_at\":\"2011-06-23 13:04:14 +0000\"}"},
        {"data/js/tweets/2016_02.js",
         "Grailbird.data.tweets_2016_02 = \n [ {\"id\":7,\"id_str\":\"7\",\"text\":\"a\","
         "\"created_at\":\"2016-02-17 16:53:04 +0000\",\"user\":{\"id\":500}}, {\"id\":8,"
         "\"text\":\"RT @ana: hi\",\"retweeted_status\":{\"id\":5,\"id_str\":\"5\",\"text\":"
         "\"hi\"}} ]"                                                                         },
        {NULL,                        NULL                                                    }
    };
    collect_folder(&c, "x", months);
    assert_line(&c, "account key=\"id:500\" handle=\"Kim_K\" name=\"Kim\"");
    assert_lines(&c, "post ", 2); /* tweets.csv says the same */
    assert_line(&c, "post post own at=1455727984000 text=\"a\"");
    assert_line(&c, "reshare_of=\"5\" key=\"8\"");
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    read_tweets(
        &c,
        TWEETS(TWEET("\"id_str\":\"1\",\"full_text\":\"\\ud83d lone\"") ",{oops}," TWEET(
            "\"id_str\":\"2\",\"full_text\":\"fine\"") ",\"word\""),
        NULL);
    assert_line(&c, "text=\"\xEF\xBF\xBD lone\"");
    assert_line(&c, "text=\"fine\"");
    assert_lines(&c, "unread", 2);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_account),
                                       cmocka_unit_test(test_people),
                                       cmocka_unit_test(test_text),
                                       cmocka_unit_test(test_kinds),
                                       cmocka_unit_test(test_edits),
                                       cmocka_unit_test(test_notes),
                                       cmocka_unit_test(test_media_in_archive),
                                       cmocka_unit_test(test_messages),
                                       cmocka_unit_test(test_eras),
                                       cmocka_unit_test(test_grailbird),
                                       cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
