/* tests/unit/test_instagram.c: Instagram's archives of every layout and Threads inside them, with
 * each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define LIST   "connections/followers_and_following/"
#define DID    "your_instagram_activity/"
#define PERSON "personal_information/personal_information/personal_information.json"

static const char profile[] =
    "{\"profile_user\":[{\"title\":\"User Information\",\"string_map_data\":{\"Email\":{\"value\":"
    "\"kim@mail.example\"},\"Phone Number\":{\"value\":\"+358401234567\"},\"Username\":{\"value\":"
    "\"Kim.Ek\"},\"Name\":{\"value\":\"Kim Caf\\u00c3\\u00a9\"},\"Bio\":{\"value\":\"tea\"},"
    "\"Date of birth\":{\"value\":\"1919-01-01\"},\"Private Account\":{\"value\":\"False\"},"
    "\"Website\":{\"value\":\"https://kim.example\"}}}]}";

static void test_profile(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON, profile},
        {NULL,   NULL   }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "account key=\"kim.ek\" handle=\"Kim.Ek\" name=\"Kim Café\" "
                    "url=\"https://www.instagram.com/Kim.Ek\"");
    assert_line(&c, "email value=\"kim@mail.example\"");
    assert_line(&c, "phone value=\"+358401234567\"");
    assert_line(&c, "bio value=\"tea\"");
    assert_line(&c, "url value=\"https://kim.example\"");
    assert_lines(&c, "birthday", 0); /* nobody is born on that day */
    assert_lines(&c, "threads", 0);
    collect_done(&c);
}

/* Labels in a language that is known, and in one that is not: an address is known by its shape. */
static void test_labels(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"personal_information/personal_information.json",
         "{\"profile_user\":[{\"string_map_data\":{\"Gebruikersnaam\":{\"value\":\"kim\"},"
         "\"Naam\":{\"value\":\"Kim Ek\"},\"Geboortedatum\":{\"value\":\"1990-02-03\"},"
         "\"Qqq\":{\"value\":\"kim@mail.example\"}}}]}"                              },
        {DID "comments/post_comments_1.json",
         "[{\"media_list_data\":[{\"uri\":\"\"}],\"string_map_data\":{\"Opmerking\":{\"value\":"
         "\"Leuk!\"},\"Media-eigenaar\":{\"value\":\"ana_k\"},\"Tijd\":{\"timestamp\":1710000000}}},"
         "{\"string_map_data\":{\"Xxx\":{\"value\":\"so nice\"},\"Yyy\":{\"value\":\"bo.x\"},"
         "\"Zzz\":{\"timestamp\":1710000001}}},{\"string_map_data\":{\"Media Owner\":{\"value\":"
         "\"cy\"},\"Time\":{\"timestamp\":1710000002}}}]"                            },
        {DID "saved/saved_posts.json",
         "{\"saved_saved_media\":[{\"title\":\"ana_k\",\"string_map_data\":{\"Opgeslagen op\":"
         "{\"href\":\"https://www.instagram.com/p/X/\",\"timestamp\":1710000000}}}]}"},
        {NULL,                                             NULL                      }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "account key=\"kim\" handle=\"kim\" name=\"Kim Ek\"");
    assert_line(&c, "birthday value=\"1990-02-03\"");
    assert_line(&c, "email value=\"kim@mail.example\"");
    assert_line(&c, "post comment own at=1710000000000 text=\"Leuk!\" "
                    "title=\"on a post of @ana_k\"");
    assert_line(&c, "post comment own at=1710000001000 text=\"so nice\" "
                    "title=\"on a post of @bo.x\"");
    assert_line(&c, "post comment own at=1710000002000 title=\"on a post of @cy\"");
    assert_line(&c, "reaction bookmark own at=1710000000000 "
                    "url=\"https://www.instagram.com/p/X/\" text=\"ana_k\"");
    collect_done(&c);
}

/* Who it is stands in the value; since October 2025 in the title, and in the address with _u. */
static void test_lists(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                                   profile                                        },
        {LIST "followers_1.json",
         "[{\"title\":\"\",\"media_list_data\":[],\"string_list_data\":[{\"href\":\"https://"
         "www.instagram.com/ana_k\",\"value\":\"ana_k\",\"timestamp\":1600000000}]},"
         "{\"title\":\"\",\"string_list_data\":[]}]"                                              },
        {LIST "followers_2.json",
         "[{\"string_list_data\":[{\"value\":\"Bo.X\",\"timestamp\":1600000001}]}]"               },
        {LIST "following.json",
         "{\"relationships_following\":[{\"title\":\"cy\",\"string_list_data\":[{\"href\":"
         "\"https://www.instagram.com/_u/cy\",\"timestamp\":1600000002}]},{\"title\":\"Dee D\","
         "\"string_list_data\":[{\"href\":\"https://www.instagram.com/_u/dee\"}]}]}"              },
        {LIST "close_friends.json",
         "{\"relationships_close_friends\":[{\"string_list_data\":[{\"value\":\"ana_k\","
         "\"timestamp\":1600000003}]}]}"                                                          },
        {LIST "pending_follow_requests.json",
         "{\"relationships_follow_requests_sent\":[{\"string_list_data\":[{\"value\":\"eve\"}]}]}"},
        {LIST "recently_unfollowed_profiles.json",
         "{\"relationships_unfollowed_users\":[{\"string_list_data\":[{\"value\":\"fay\"}]}]}"    },
        {LIST "blocked_profiles.json",
         "{\"relationships_blocked_users\":[{\"title\":\"gus\",\"string_list_data\":[{\"href\":"
         "\"https://www.instagram.com/gus\",\"timestamp\":1600000004}]}]}"                        },
        {LIST "restricted_profiles.json",
         "[{\"timestamp\":1600000005,\"label_values\":[{\"label\":\"URL\",\"value\":"
         "\"https://www.instagram.com/hal\"},{\"label\":\"Username\",\"value\":\"hal\"}]}]"       },
        {NULL,                                     NULL                                           }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "connection ana_k followed_by at=1600000000000");
    assert_line(&c, "connection bo.x followed_by at=1600000001000");
    assert_line(&c, "identity bo.x person handle=\"Bo.X\"");
    assert_line(&c, "connection cy follows at=1600000002000");
    assert_line(&c, "connection dee follows\n");
    assert_line(&c, "identity dee person name=\"Dee D\" handle=\"dee\"");
    assert_line(&c, "fact ana_k label value=\"Close friends\" since=1600000003000");
    assert_line(&c, "connection eve invited");
    assert_line(&c, "connection fay removed");
    assert_line(&c, "connection gus blocked");
    assert_line(&c, "connection hal muted at=1600000005000");
    assert_line(&c, "unread why=\"an entry without a user name\"");
    collect_done(&c);
}

/* Of one picture the words stand there, of several at the post; one post alone is no array. */
static void test_posts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                          profile                                          },
        {DID "media/posts_1.json",
         "[{\"media\":[{\"uri\":\"media/posts/1.jpg\",\"creation_timestamp\":1600000000,\"title\":"
         "\"fika \\u00e2\\u0098\\u0095\"}]},{\"media\":[{\"uri\":\"media/posts/2.jpg\",\"title\":"
         "\"\"},{\"uri\":\"media/posts/3.mp4\",\"title\":\"the sea\"}],\"title\":\"trip\","
         "\"creation_timestamp\":1600000100},{\"media\":[]},\"oops\"]"                     },
        {DID "media/posts_2.json",
         "{\"media\":[{\"uri\":\"a.jpg\",\"title\":\"\"},{\"uri\":\"b.jpg\"}],\"title\":\"alone\","
         "\"creation_timestamp\":1600000200}"                                              },
        {DID "media/stories.json",
         "{\"ig_stories\":[{\"uri\":\"s1.jpg\",\"creation_timestamp\":1600000300,\"title\":\"\"},"
         "{\"uri\":\"s2.jpg\",\"creation_timestamp\":1600000300,\"title\":\"\"}]}"         },
        {DID "media/reels.json",
         "{\"ig_reels_media\":[{\"media\":[{\"uri\":\"r\",\"creation_timestamp\":1600000400,"
         "\"title\":\"reel\",\"media_metadata\":{\"video_metadata\":{}}}]}]}"              },
        {DID "media/profile_photos.json",
         "{\"ig_profile_picture\":[{\"uri\":\"p.jpg\",\"creation_timestamp\":1600000500}]}"},
        {NULL,                            NULL                                             }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "post post own at=1600000000000 text=\"fika ☕\"");
    assert_line(&c, "post post own at=1600000100000 text=\"trip\"");
    assert_line(&c, "attachment 1 video uri=\"media/posts/3.mp4\" note=\"the sea\"");
    assert_line(&c, "post post own at=1600000200000 text=\"alone\"");
    assert_line(&c, "attachment 1 image uri=\"b.jpg\"");
    assert_lines(&c, "at=1600000300000 title=\"Story\"", 2);
    assert_int_equal(c.n[RECORD_POST], 7); /* each story has a key of its own */
    assert_line(&c, "text=\"reel\" title=\"Reel\"");
    assert_line(&c, "attachment 0 video uri=\"r\"");
    assert_line(&c, "title=\"Profile picture\"");
    assert_lines(&c, "unread", 2);
    collect_done(&c);
}

/* Likes of the old form, and of the new with the owner three dicts deep. */
static void test_likes(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                          profile                              },
        {DID "likes/liked_comments.json",
         "{\"likes_comment_likes\":[{\"title\":\"ana_k\",\"string_list_data\":[{\"href\":"
         "\"https://www.instagram.com/p/C0/\",\"value\":\"\\u00f0\\u009f\\u0091\\u008d\","
         "\"timestamp\":1600000000}]}]}"                                       },
        {DID "likes/liked_posts.json",
         "[{\"timestamp\":1600000001,\"media\":[],\"label_values\":[{\"label\":\"URL\",\"value\":"
         "\"https://www.instagram.com/p/C1/\",\"href\":\"https://www.instagram.com/p/C1/\"},"
         "{\"title\":\"Owner\",\"dict\":[{\"title\":\"\",\"dict\":[{\"label\":\"URL\",\"value\":"
         "\"https://www.instagram.com/bo/\"},{\"label\":\"Name\",\"value\":\"Bo Ek\"},{\"label\":"
         "\"Username\",\"value\":\"bo\"}]}]}],\"fbid\":\"17840000000000001\"}]"},
        {NULL,                            NULL                                 }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c,
                "reaction like own at=1600000000000 url=\"https://www.instagram.com/p/C0/\" "
                "text=\"ana_k\"");
    assert_line(&c,
                "reaction like own at=1600000001000 url=\"https://www.instagram.com/p/C1/\" "
                "text=\"bo\"");
    collect_done(&c);
}

/* Threads name people as their profiles do; the owner's profile may have another name since. */
static void test_messages(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                                              profile},
        {DID "messages/inbox/anak_101/message_1.json",
         "{\"participants\":[{\"name\":\"ana_k\"},{\"name\":\"Kim (old)\"}],\"messages\":[{"
         "\"sender_name\":\"Kim (old)\",\"timestamp_ms\":1600000000001,\"content\":\"hej\"},{"
         "\"sender_name\":\"ana_k\",\"timestamp_ms\":1600000000002,\"content\":\"hi "
         "\\u00c3\\u00a9\",\"reactions\":[{\"reaction\":\"\\u00e2\\u009d\\u00a4\",\"actor\":"
         "\"Kim (old)\"}]}],\"title\":\"ana_k\"}"                    },
        {DID "messages/inbox/instagramuser_9/message_1.json",
         "{\"participants\":[{\"name\":\"Instagram User\"},{\"name\":\"Kim (old)\"}],\"messages\":"
         "[{\"sender_name\":\"Instagram User\",\"timestamp_ms\":1600000000003,\"content\":\"bye\"}"
         "],\"title\":\"Instagram User\"}"                           },
        {DID "messages/inbox/bo_7/message_1.json",
         "{\"participants\":[{\"name\":\"Bo \\u00c3\\u0085\"},{\"name\":\"Kim (old)\"}],"
         "\"messages\":[{\"sender_name\":\"Bo \\u00c3\\u0085\",\"timestamp_ms\":1600000000004,"
         "\"content\":\"x\"}],\"title\":\"Bo \\u00c3\\u0085\"}"      },
        {NULL,                                                NULL   }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "message own at=1600000000001 text=\"hej\" direct thread=\"anak_101\"");
    assert_line(&c, "message author=\"ana_k\" at=1600000000002 text=\"hi é\"");
    assert_line(&c, "reaction ❤ own");
    assert_line(&c, "message at=1600000000003 text=\"bye\""); /* somebody who left */
    assert_line(&c, "message author=\"name:bo å\"");
    assert_line(&c, "identity name:bo å person name=\"Bo Å\"");
    collect_done(&c);
}

static void test_contacts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                                      profile},
        {"connections/contacts/synced_contacts.json",
         "{\"contacts_contact_info\":[{\"string_map_data\":{\"First Name\":{\"value\":\"Ana\"},"
         "\"Last Name\":{\"value\":\"K\"},\"Contact Information\":{\"value\":\"+358 40 1234567\"}}}"
         ",{\"string_map_data\":{\"Voornaam\":{\"value\":\"\"},\"Contactgegevens\":{\"value\":"
         "\"Bo@Mail.example\"}}}]}"                          },
        {NULL,                                        NULL   }
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "connection contact:+358401234567 contact");
    assert_line(&c, "identity contact:+358401234567 person name=\"Ana K\"");
    assert_line(&c, "fact contact:bo@mail.example email value=\"bo@mail.example\"");
    collect_done(&c);
}

#define THREADS_FILES                                                                              \
    {DID "threads/threads_and_replies.json",                                                       \
     "{\"text_post_app_text_posts\":[{\"media\":[{\"uri\":\"\",\"creation_timestamp\":"            \
     "1754000000,\"title\":\"hello\",\"text_app_post\":{\"is_reply\":false}}]},{\"media\":[{"      \
     "\"uri\":\"t.jpg\",\"creation_timestamp\":1754000001,\"title\":\"so\",\"text_app_post\":{"    \
     "\"is_reply\":true}}]}]}"},                                                                   \
        {DID "threads/followers.json",                                                             \
         "{\"text_post_app_text_post_app_followers\":[{\"title\":\"Ana K\",\"string_list_data\":[" \
         "{\"href\":\"https://www.threads.com/ana_k\",\"value\":\"ana_k\",\"timestamp\":"          \
         "1700000000}]}]}"},                                                                       \
        {DID "threads/blocked_profiles.json",                                                      \
         "{\"text_post_app_text_post_app_blocked_users\":[{\"title\":\"troll\","                   \
         "\"string_list_data\":[{\"value\":\"troll\"}]}]}"},                                       \
        {DID "threads/saved_threads.json",                                                         \
         "{\"text_post_app_text_post_app_saved_posts\":[{\"string_map_data\":{\"Author\":{"        \
         "\"value\":\"bo\"},\"URL\":{\"href\":\"https://www.threads.com/@bo/post/X1\"},\"Time\":{" \
         "\"timestamp\":1760000000}}}]}"},                                                         \
    {                                                                                              \
        DID "threads/personal_information.json",                                                   \
            "{\"text_post_app_text_post_app_profile\":[{\"string_map_data\":{\"Username\":{"       \
            "\"value\":\"kim.ek\"},\"Bio\":{\"value\":\"threading\"}}}]}"                          \
    }

/* An account of its own, and what comes after it belongs to it. */
static void test_threads(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                  profile                                           },
        {LIST "followers_1.json",
         "[{\"string_list_data\":[{\"value\":\"ana_k\",\"timestamp\":1600000000}]}]"},
        THREADS_FILES,
        {NULL,                    NULL                                              }
    };
    collect_folder(&c, "instagram", files);
    assert_lines(&c, "account key=\"kim.ek\"", 2);
    assert_line(&c, "account key=\"kim.ek\" handle=\"kim.ek\" name=\"Kim Café\" "
                    "url=\"https://www.threads.com/@kim.ek\"");
    assert_line(&c, "bio value=\"threading\"");
    assert_line(&c, "post post own at=1754000000000 text=\"hello\"");
    assert_line(&c, "post reply own at=1754000001000 text=\"so\"");
    assert_lines(&c, "attachment", 1); /* words alone have no picture */
    assert_lines(&c, "identity ana_k", 2);
    assert_line(&c, "identity ana_k person name=\"Ana K\"");
    assert_line(&c, "connection troll blocked");
    assert_line(&c, "reaction bookmark own at=1760000000000 "
                    "url=\"https://www.threads.com/@bo/post/X1\" text=\"bo\"");
    const char *all = buf_cstr(&c.lines);
    assert_true(strstr(all, "www.threads.com/@kim.ek") < strstr(all, "text=\"hello\""));
    assert_true(strstr(all, "connection ana_k followed_by at=16") <
                strstr(all, "www.threads.com/@kim.ek"));
    collect_done(&c);
}

static void test_only_threads(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        THREADS_FILES, {NULL, NULL}
    };
    collect_folder(&c, "instagram", files);
    assert_line(&c, "account key=\"kim.ek\"");
    assert_line(&c, "www.threads.com/@kim.ek");
    assert_lines(&c, "text=\"hello\"", 1);
    collect_done(&c);
}

/* One download of both: who has more files is read, and nothing of the other. */
static void test_with_facebook(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                                                      profile                           },
        {LIST "followers_1.json",
         "[{\"string_list_data\":[{\"value\":\"ana_k\",\"timestamp\":1600000000}]}]"                    },
        {LIST "following.json",                                       "{\"relationships_following\":[]}"},
        {"your_facebook_activity/messages/inbox/bo_1/message_1.json",
         "{\"participants\":[{\"name\":\"Bo\"},{\"name\":\"Kim\"}],\"messages\":[{\"sender_name\":"
         "\"Bo\",\"timestamp_ms\":1,\"content\":\"on Facebook\"}]}"                                     },
        {NULL,                                                        NULL                              }
    };
    collect_folder(&c, "instagram", files);
    assert_lines(&c, "message", 0);
    assert_line(&c, "connection ana_k followed_by");
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {PERSON,                   profile                 },
        {LIST "followers_1.json",
         "[{\"string_list_data\":[{\"value\":\"ana_k\"}]},{bad},{\"string_list_data\":[{\"value\":"
         "\"b\\u00ffo\"}]},7,{\"string_list_data\":[{\"val"},
        {DID "media/posts_1.json", ""                      },
        {NULL,                     NULL                    }
    };
    collect_folder(&c, "instagram", files);
    assert_lines(&c, "connection ana_k", 1);
    assert_lines(&c, "unread", 5); /* one no JSON, one no name, one a number, two cut off */
    collect_done(&c);
}

static void test_html(void **state)
{
    (void)state;
    const struct collect_file messages[] = {
        {DID "messages/inbox/ana_1/message_1.html", "<html>"},
        {NULL,                                      NULL    }
    };
    collect_refused(messages, "HTML version of the Instagram archive");
    const struct collect_file files[] = {
        {LIST "followers_1.html", "<html>"},
        {PERSON ".html",          "<html>"},
        {NULL,                    NULL    }
    };
    collect_refused(files, "HTML version of the Instagram archive; ask Instagram for it again");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profile),      cmocka_unit_test(test_labels),
        cmocka_unit_test(test_lists),        cmocka_unit_test(test_posts),
        cmocka_unit_test(test_likes),        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_contacts),     cmocka_unit_test(test_threads),
        cmocka_unit_test(test_only_threads), cmocka_unit_test(test_with_facebook),
        cmocka_unit_test(test_damaged),      cmocka_unit_test(test_html)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
