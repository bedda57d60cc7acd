/* tests/unit/test_tiktok.c: TikTok's archives of both layouts, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

static void read_json(struct collect *c, const char *name, const char *json)
{
    const struct collect_file files[] = {
        {name, json},
        {NULL, NULL}
    };
    collect_folder(c, "tiktok", files);
}

#define SHARE "https://www.tiktokv.com/share/video/"

static void test_old(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c, "user_data.json",
        "{\"Activity\":{\"Follower List\":{\"FansList\":[{\"Date\":\"2023-05-01 09:00:00\","
        "\"UserName\":\"Ana_K\"}]},\"Following List\":{\"Following\":[{\"Date\":"
        "\"2023-06-01 09:00:00 UTC\",\"UserName\":\"bo\"}]},\"Like List\":{"
        "\"ItemFavoriteList\":[{\"Date\":\"2024-01-06 08:00:00\",\"Link\":\"" SHARE "71/\"}]},"
        "\"Favorite Videos\":{\"FavoriteVideoList\":null},\"Block List\":{\"BlockList\":[{"
        "\"Date\":\"2024-01-07 08:00:00\",\"UserName\":\"troll\"}]},\"Video Browsing "
        "History\":{\"VideoList\":[{\"Date\":\"2024-03-10 20:14:07\",\"Link\":\"x\"}]}},"
        "\"Comment\":{\"Comments\":{\"CommentsList\":[{\"Date\":\"2024-01-08 08:00:00\","
        "\"Comment\":\"nice\"}]}},\"Direct Messages\":{\"Chat History\":{\"ChatHistory\":{"
        "\"Chat History with ana_k:\":[{\"Date\":\"2024-01-09 08:00:00\",\"From\":\"ana_k\","
        "\"Content\":\"hej\"},{\"Date\":\"2024-01-09 08:00:00\",\"From\":\"Kim_Ek\","
        "\"Content\":\"hej\"}]}}},\"Profile\":{\"Profile Information\":{\"ProfileMap\":{"
        "\"userName\":\"Kim_Ek\",\"emailAddress\":\"kim@mail.example\",\"telephoneNumber\":"
        "\"None\",\"bioDescription\":\"tea\",\"birthDate\":\"03-Mar-1988\"}}},\"Video\":{\"Videos\":{\"VideoList\":[{"
        "\"Date\":\"2023-08-05 12:00:00\",\"Link\":\"" SHARE "72/\",\"Likes\":\"3\","
        "\"WhoCanView\":\"Friends\"}]}}}");
    assert_line(&c, "account key=\"kim_ek\" handle=\"Kim_Ek\"");
    assert_line(&c, "email value=\"kim@mail.example\"");
    assert_line(&c, "birthday value=\"1988-03-03\"");
    assert_lines(&c, " phone value=", 0);
    assert_line(&c, "connection ana_k followed_by at=1682931600000~");
    assert_line(&c, "connection bo follows at=1685610000000\n"); /* the zone was said */
    assert_line(&c, "connection troll blocked");
    assert_line(&c, "reaction like own at=1704528000000~ post=\"video:71\"");
    assert_line(&c, "post comment own at=1704700800000~ text=\"nice\"");
    assert_line(&c, "post post own at=1691236800000~ url=\"" SHARE "72/\" connections likes=3 "
                    "key=\"post:1691236800\"");
    assert_line(&c, "attachment 0 video uri=\"" SHARE "72/\"");
    assert_line(&c, "thread chat:ana_k title=\"ana_k\"");
    assert_line(&c, "message author=\"ana_k\" at=1704787200000~ text=\"hej\"");
    assert_line(&c, "message own at=1704787200000~ text=\"hej\"");
    assert_int_equal(c.messages, 2); /* the same words in one second are two */
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* Since 2024 other roots, and members in small letters. */
static void test_new(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c, "user_data_tiktok.json",
        "{\"Profile And Settings\":{\"Profile Info\":{\"ProfileMap\":{\"userName\":\"kim_ek\","
        "\"displayName\":\"Kim\"}},\"Follower\":{\"FansList\":[{\"date\":\"2025-05-01 09:00:00\","
        "\"userName\":\"ana_k\"}]},\"Block List\":{\"BlockList\":[{\"UserName\":\"troll\"}]}},"
        "\"Likes and Favorites\":{\"Like List\":{\"ItemFavoriteList\":[{\"date\":"
        "\"2025-09-01 12:00:00\",\"link\":\"" SHARE "74/\"}]},\"Favorite Videos\":{"
        "\"FavoriteVideoList\":[{\"Date\":\"2025-09-02 12:00:00\",\"Link\":\"" SHARE
        "75/\"}]}},"
        "\"Comment\":{\"Comments\":{\"CommentsList\":[{\"date\":\"2025-09-03 13:00:00\","
        "\"comment\":\"wow\",\"photo\":\"N/A\",\"url\":\"\"}]}},\"Post\":{\"Posts\":{"
        "\"VideoList\":[{\"Date\":\"2025-08-05 12:00:00\",\"Link\":\"https://v16.example/"
        "d.mp4\",\"Likes\":\"3\",\"WhoCanView\":\"Public\",\"Title\":\"bread\",\"AlternateText\":"
        "\"a loaf\"}]}},\"Direct Message\":{\"Direct Messages\":{\"ChatHistory\":{"
        "\"Chat History with ana_k:\":[{\"Date\":\"2025-01-07 10:00:00\",\"From\":\"ana_k\","
        "\"Content\":\"" SHARE "76/\"}],\"Chat History with a club:\":[{\"From\":\"bo\","
        "\"Content\":\"x\"},{\"From\":\"kim_ek\",\"Content\":\"y\"}]}}}}");
    assert_line(&c, "account key=\"kim_ek\" handle=\"kim_ek\" name=\"Kim\"");
    assert_line(&c, "connection ana_k followed_by at=1746090000000~");
    assert_line(&c, "connection troll blocked");
    assert_line(&c, "reaction like own at=1756728000000~ post=\"video:74\"");
    assert_line(&c, "reaction bookmark own");
    assert_line(&c, "post comment own at=1756904400000~ text=\"wow\"");
    assert_line(&c, "text=\"bread\" public likes=3 key=\"post:1754395200\"");
    assert_line(&c, "attachment 0 video uri=\"https://v16.example/d.mp4\" alt=\"a loaf\"");
    assert_lines(&c, "attachment", 1); /* N/A is no picture */
    assert_line(&c, "link=\"" SHARE "76/\"");
    assert_line(&c, "thread chat:a club group");
    collect_done(&c);
}

/* Lists that are null, not there or of another kind; the rest is cut off. */
static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c, "user_data.json",
        "{\"Activity\":{\"Follower List\":null,\"Following List\":{\"Following\":[7,{\"Date\":"
        "\"x\",\"UserName\":\"bo\"},{},{bad},{\"UserName\":\"cy\"}]}},\"Comment\":{\"Comments\":{"
        "\"CommentsList\":[{\"Com");
    assert_line(&c, "account\n"); /* it does not say whose it is */
    assert_lines(&c, "connection", 2);
    assert_lines(&c, "unread", 4);
    collect_done(&c);
}

static void test_text(void **state)
{
    (void)state;
    const struct collect_file files[] = {
        {"TikTok/Your Activity/Watch History.txt", "Date: 2024-05-01 12:00:00 UTC\nLink: x\n"},
        {NULL,                                     NULL                                      }
    };
    collect_refused(files, "text version of the TikTok archive");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_old), cmocka_unit_test(test_new),
                                       cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
