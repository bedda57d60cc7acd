/* tests/unit/test_reddit.c: the tables of Reddit, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define STATISTICS                                                                              \
    {                                                                                           \
        "statistics.csv",                                                                       \
            "statistic,value\naccount name,Kim_Ek\nregistration date,2018-01-02 03:04:05 UTC\n" \
    }

static void test_posts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        STATISTICS,
        {"posts.csv",
          "\xEF\xBB\xBFid,permalink,date,ip,subreddit,gildings,title,url,body\n"
         "1a,https://www.reddit.com/r/tea/comments/1a/t/,2024-01-02 03:04:05 UTC,,tea,0,Hello,"
         "https://www.reddit.com/r/tea/comments/1a/t/,\"two\n\nlines\"\n"},
        {"posts_1.csv",
          "id,permalink,date,ip,subreddit,gildings,title,url,body\r\n"
         "1b,https://www.reddit.com/r/tea/comments/1b/t/,2024-01-02 03:04:06 UTC,,tea,0,Look,"
         "https://i.example/a.jpg,\r\n,,,,tea,0,,,\r\n"                  },
        {"comments.csv",
          "id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
         "c1,https://www.reddit.com/r/tea/comments/1x/t/c1/,2024-01-03 03:04:05 UTC,,tea,0,"
         "https://www.reddit.com/r/tea/comments/1x/t/,,top,\n"
         "c2,https://www.reddit.com/r/tea/comments/1x/t/c2/,2024-01-03 03:04:06 UTC,,tea,0,"
         "https://www.reddit.com/r/tea/comments/1x/t/,c0,below,\n"       },
        {NULL,           NULL                                           }
    };
    collect_folder(&c, "reddit", files);
    assert_line(&c, "account key=\"kim_ek\" handle=\"Kim_Ek\" "
                    "url=\"https://www.reddit.com/user/Kim_Ek\"");
    assert_line(&c, "post post own at=1704164645000 text=\"two\\n\\nlines\" title=\"Hello\" "
                    "url=\"https://www.reddit.com/r/tea/comments/1a/t/\" public group=\"tea\" "
                    "key=\"t3_1a\"");
    assert_line(&c, "link=\"https://i.example/a.jpg\" public group=\"tea\" key=\"t3_1b\"");
    assert_line(&c, "attachment 0 image uri=\"https://i.example/a.jpg\"");
    assert_line(&c,
                "text=\"top\" url=\"https://www.reddit.com/r/tea/comments/1x/t/c1/\" public "
                "group=\"tea\" reply_to=\"t3_1x\" key=\"t1_c1\"");
    assert_line(&c, "reply_to=\"t1_c0\" key=\"t1_c2\"");
    assert_line(&c, "unread why=\"a post without its number\"");
    collect_done(&c);
}

static void test_messages(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        STATISTICS,
        {"messages.csv",
          "id,permalink,thread_id,date,ip,from,to,subject,body\n"
         "m1,https://r.example/m1,,2023-11-08 09:30:00 UTC,,Ana_K,Kim_Ek,tea,\"come \"\"now\"\"\"\n"
         "m2,https://r.example/m2,m1,2023-11-08 09:31:00 UTC,,Kim_Ek,Ana_K,re: tea,yes\n"
         "m3,,,2023-11-08 09:32:00 UTC,,Kim_Ek,/r/tea,hello,mods\n"},
        {"chat_history.csv",
          "message_id,created_at,updated_at,username,message,thread_parent_message_id,channel_url,"
         "subreddit,channel_name,conversation_type\n"
         "x1,2024-05-02 18:11:04 UTC,,ana_k,hej,,!a:reddit.com,,,direct\n"
         "x2,2024-05-02 18:11:05 UTC,2024-05-02 18:12:05 UTC,kim_ek,hi,x1,!b:reddit.com,,Club,group\n"
         ",2024-05-02 18:11:05 UTC,,ana_k,,,,,,\n"                 },
        {NULL,               NULL                                 }
    };
    collect_folder(&c, "reddit", files);
    assert_line(&c, "thread t4_m1 title=\"tea\"");
    assert_lines(&c, "member t4_m1 ana_k", 1);
    assert_line(&c, "message author=\"ana_k\" at=1699435800000 text=\"come \"now\"\"");
    assert_line(&c, "message own at=1699435860000 text=\"yes\" title=\"re: tea\"");
    assert_line(&c, "member t4_m3 r/tea");
    assert_line(&c, "identity r/tea group name=\"r/tea\"");
    assert_line(&c, "thread chat:!a:reddit.com\n");
    assert_line(&c, "thread chat:!b:reddit.com group title=\"Club\"");
    assert_line(&c, "message own at=1714673465000 edited=1714673525000 text=\"hi\" direct "
                    "reply_to=\"chat:x1\"");
    assert_lines(&c, "unread", 1);
    collect_done(&c);
}

/* Saved posts and comments have the same columns: the name decides. None of them has a day. */
static void test_lists(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"export_kim_20251122/friends.csv",               "username,note\nana_k,tea\n"                },
        {"export_kim_20251122/subscribed_subreddits.csv", "subreddit\nTea\n"                          },
        {"export_kim_20251122/moderated_subreddits.csv",  "subreddit\nr/Bread\n"                      },
        {"export_kim_20251122/saved_posts.csv",           "id,permalink\n1a,https://r.example/1a\n,\n"},
        {"export_kim_20251122/saved_comments.csv",        "id,permalink\nc1,https://r.example/c1\n"   },
        {"export_kim_20251122/post_votes.csv",
         "id,permalink,direction\n1a,x,up\n1b,x,down\n1c,x,none\n"                                    },
        {"export_kim_20251122/comment_votes_1.csv",       "id,permalink,direction\nc1,x,up\n"         },
        {"export_kim_20251122/birthdate.csv",             "birthdate\n1990-02-03 00:00:00 UTC\n"      },
        {"export_kim_20251122/ip_logs.csv",               "date,ip\n2024-01-01,192.0.2.1\n"           },
        {NULL,                                            NULL                                        }
    };
    collect_folder(&c, "reddit", files);
    assert_line(&c, "connection ana_k follows note=\"tea\"");
    assert_line(&c, "connection r/tea follows\n");
    assert_line(&c, "connection r/bread follows note=\"moderator\"");
    assert_line(&c, "identity r/bread group name=\"r/Bread\"");
    assert_line(&c, "reaction bookmark own post=\"t3_1a\" url=\"https://r.example/1a\"");
    assert_line(&c, "reaction bookmark own post=\"t1_c1\"");
    assert_line(&c, "reaction upvote own post=\"t3_1a\"");
    assert_line(&c, "reaction downvote own post=\"t3_1b\"");
    assert_line(&c, "reaction upvote own post=\"t1_c1\"");
    assert_line(&c, "birthday value=\"1990-02-03\"");
    assert_lines(&c, "reaction", 5);
    assert_lines(&c, "unread", 1);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_posts),
                                       cmocka_unit_test(test_messages),
                                       cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
