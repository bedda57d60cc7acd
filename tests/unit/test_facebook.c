/* tests/unit/test_facebook.c: Facebook's archives of every layout, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archives/meta_values.h"
#include "collect.h"
#include "text/utf8.h"

/* Everything that is not ASCII comes as UTF-8 bytes, each a code point: é is \u00c3\u00a9. */
#define PROFILE                                                                                \
    "{\"profile_v2\":{\"name\":{\"full_name\":\"Kim Caf\\u00c3\\u00a9\",\"first_name\":"       \
    "\"Kim\"},\"emails\":{\"emails\":[\"kim@mail.example\"],\"previous_emails\":"              \
    "[\"old@mail.example\"]},\"birthday\":{\"year\":0,\"month\":3,\"day\":9},\"family_"        \
    "members\""                                                                                \
    ":[{\"name\":\"Bo Ek\",\"relation\":\"Brother\",\"timestamp\":1}],\"work_experiences\":["  \
    "{\"employer\":\"Acme\",\"title\":\"Baker\",\"start_timestamp\":1600000000}],"             \
    "\"education_experiences\":[{\"name\":\"School\",\"concentrations\":[\"Bread\"]}],"        \
    "\"phone_numbers\":[{\"phone_type\":\"Mobile\",\"phone_number\":\"+358401\"}],"            \
    "\"other_names\":[{\"name\":\"Kimmy\",\"type\":\"nickname\",\"timestamp\":5}],"            \
    "\"relationship\":{\"status\":\"Married\",\"partner\":\"\\u00c3\\u0085ke\"},"              \
    "\"current_city\":{\"name\":\"Turku\",\"timestamp\":0},"                                   \
    "\"registration_timestamp\":1190000000,\"profile_uri\":\"https://www.facebook.com/"        \
    "Kim.K\"}}"

#define WHERE "your_facebook_activity/"

static void test_profile(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"personal_information/profile_information/profile_information.json", PROFILE},
        {NULL,                                                                NULL   }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "account key=\"kim.k\" handle=\"Kim.K\" name=\"Kim Café\" "
                    "url=\"https://www.facebook.com/Kim.K\"");
    assert_line(&c, "email value=\"kim@mail.example\"\n");
    assert_line(&c, "email value=\"old@mail.example\" label=\"former\"");
    assert_line(&c, "birthday value=\"--03-09\"");
    assert_line(&c, "company value=\"Acme\" label=\"Baker\" since=1600000000000");
    assert_line(&c, "position value=\"Baker\" label=\"Acme\"");
    assert_line(&c, "education value=\"School\" label=\"Bread\"");
    assert_line(&c, "phone value=\"+358401\" label=\"Mobile\"");
    assert_line(&c, "name value=\"Kimmy\" label=\"nickname\" since=5000");
    assert_line(&c, "location value=\"Turku\" label=\"current city\"\n");
    assert_line(&c, "identity name:bo ek person name=\"Bo Ek\"");
    assert_line(&c, "relation name:bo ek brother");
    assert_line(&c, "relation name:åke partner");
    collect_done(&c);
}

/* The key is the user name where there is one, whatever the year; else the name. */
static void test_account_key(void **state)
{
    (void)state;
    static const struct {
        const char *profile, *line;
    } cases[] = {
        {"{\"profile\":{\"name\":\"Kim Ek\"}}",                                           "account key=\"name:kim ek\" name=\"Kim Ek\""},
        {"{\"profile_v2\":{\"name\":{\"full_name\":\"Kim Ek\"},\"username\":\"Kim.K\"}}",
         "account key=\"kim.k\""                                                                                                       },
        {"{\"profile_v3\":{\"name\":{\"full_name\":\"Kim Ek\"},\"profile_uri\":"
         "\"https://www.facebook.com/profile.php?id=1\"}}",                      "account key=\"name:kim ek\""                }
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect c;
        const struct collect_file files[] = {
            {"profile_information/profile_information.json", cases[i].profile},
            {NULL,                                           NULL            }
        };
        collect_folder(&c, "facebook", files);
        assert_line(&c, cases[i].line);
        collect_done(&c);
    }
}

/* Three layouts and the keys of 2019 lead to the same. */
static void test_people(void **state)
{
    (void)state;
    static const struct {
        const char *path, *root, *line;
    } cases[] = {
        {"friends_and_followers/friends.json",                 "friends_v2",           "friend at=1000" },
        {"connections/friends/your_friends.json",              "friends_v2",           "friend at=1000" },
        {"friends.json",                                       "friends",              "friend at=1000" },
        {"friends_and_followers/removed_friends.json",         "deleted_friends_v2",   "removed at=1000"},
        {"connections/friends/received_friend_requests.json",  "received_requests_v2",
         "invited_by at=1000"                                                                           },
        {"friends_and_followers/friend_requests_sent.json",    "sent_requests_v2",
         "invited at=1000"                                                                              },
        {"connections/friends/rejected_friend_requests.json",  "rejected_requests_v2",
         "refused at=1000"                                                                              },
        {"connections/followers/who_you've_followed.json",     "following_v3",         "follows at=1000"},
        {"connections/followers/who_you_ve_followed.json",     "following_v2",         "follows at=1000"},
        {"connections/followers/people_who_followed_you.json", "followers_v3",
         "followed_by at=1000"                                                                          }
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect c;
        char text[512];
        snprintf(text, sizeof text,
                 "{\"%s\":[{\"name\":\"Zo\\u00c3\\u00ab Ek\",\"timestamp\":1,\"contact_info\":"
                 "\"zoe@mail.example\"},{\"name\":\"Facebook User\",\"timestamp\":2}]}",
                 cases[i].root);
        const struct collect_file files[] = {
            {cases[i].path,                                  text                                                                                  },
            {"connections/friends/people_you_may_know.json", "{\"people_you_may_know_v2\":"
                                                             "[{\"name\":\"No One\"}]}"},
            {NULL,                                           NULL                                                                                  }
        };
        collect_folder(&c, "facebook", files);
        assert_line(&c, "identity name:zoë ek person name=\"Zoë Ek\"");
        assert_line(&c, cases[i].line);
        assert_line(&c, "email value=\"zoe@mail.example\"");
        assert_lines(&c, "connection", 1); /* a hidden account is nobody */
        collect_done(&c);
    }
}

static void test_pages_and_addresses(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {WHERE "pages/pages_you've_liked.json",
         "{\"page_likes_v2\":[{\"name\":\"Caf\\u00c3\\u00a9 X\",\"timestamp\":3,\"url\":"
         "\"https://www.facebook.com/cafex\"}]}"                                     },
        {WHERE "pages/pages_and_profiles_you_follow.json",
         "{\"pages_followed_v2\":[{\"timestamp\":4,\"data\":[{\"name\":\"News Y\"}],\"title\":"
         "\"t\"}]}"                                                                  },
        {WHERE "pages/your_pages.json",
         "{\"pages_v2\":[{\"name\":\"Fern\",\"timestamp\":7,\"url\":"
         "\"https://www.facebook.com/fernsoft\"}]}"                                  },
        {WHERE "groups/your_group_membership_activity.json",
         "{\"groups_joined_v2\":[{\"timestamp\":5,\"data\":[{\"name\":\"Choir\"}]}]}"},
        {WHERE "other_activity/your_address_books.json",
         "{\"address_book_v2\":{\"address_book\":[{\"name\":\"Bo Ek\",\"details\":["
         "{\"contact_point\":\"+1555\"},{\"contact_point\":\"bo@mail.example\"}],"
         "\"created_timestamp\":6}]}}"                                               },
        {NULL,                                               NULL                    }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "identity page:café x organisation name=\"Café X\"");
    assert_line(&c, "connection page:café x follows at=3000");
    assert_line(&c, "connection page:news y follows at=4000");
    assert_line(&c, "account key=\"page:fern\" handle=\"fernsoft\" name=\"Fern\"");
    assert_line(&c, "identity group:choir group");
    assert_line(&c, "connection name:bo ek contact at=6000");
    assert_line(&c, "name:bo ek phone value=\"+1555\"");
    assert_line(&c, "name:bo ek email value=\"bo@mail.example\"");
    collect_done(&c);
}

static const char posts[] =
    "[{\"timestamp\":10,\"data\":[{\"backdated_timestamp\":1},{},{\"post\":"
    "\"h\\u00c3\\u00a4r\"},"
    "{\"update_timestamp\":12}],\"attachments\":[{\"data\":[{\"media\":{\"uri\":"
    "\"your_facebook_activity/posts/media/A_1/1.jpg\",\"creation_timestamp\":10,"
    "\"media_metadata\":{\"photo_metadata\":{\"exif_data\":[{\"taken_timestamp\":-62169958800}]"
    "}},"
    "\"title\":\"Timeline\",\"description\":\"sea\",\"comments\":[{\"timestamp\":11,"
    "\"comment\":"
    "\"nice\",\"author\":\"Bo Ek\"}]}},{\"media\":{\"uri\":\"posts/media/A_1/2.mp4\","
    "\"media_metadata\":{\"video_metadata\":{}}}}]}],\"tags\":[{\"name\":\"Ana Ek\"}]},"
    "{\"timestamp\":20,\"title\":\"Kim shared a "
    "link.\",\"data\":[],\"attachments\":[{\"data\":["
    "{\"external_context\":{\"url\":\"https://e.example/a%20b\",\"name\":\"An article\"}}]}]},"
    "{\"timestamp\":30,\"title\":\"Kim posted in Choir.\",\"data\":[]},"
    "{\"timestamp\":30,\"title\":\"Kim posted in Other.\",\"data\":[]},"
    "{\"timestamp\":40,\"title\":\"Kim was at X.\",\"data\":[],\"attachments\":[{\"data\":["
    "{\"place\":{\"name\":\"X\",\"coordinate\":{\"latitude\":1.5,\"longitude\":2}}}]}]},"
    "{\"timestamp\":50,\"data\":[],\"attachments\":[{\"data\":[{\"life_event\":{\"title\":"
    "\"New job\"}}]}]},"
    "{\"timestamp\":60,\"media\":[{\"uri\":\"posts/media/B/"
    "3.jpg\"}],\"label_values\":[{\"label\":"
    "\"Meddelande\",\"value\":\"hej\"}],\"fbid\":\"777\"}]";

static void test_posts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {WHERE "posts/your_posts__check_ins__photos_and_videos_1.json", posts                            },
        {WHERE "groups/group_posts_and_comments.json",
         "{\"group_posts_v2\":[{\"timestamp\":70,\"data\":[{\"post\":\"la\"}],\"title\":"
         "\"Kim skrev i K\\u00c3\\u00b6r.\"}]}"                                                          },
        {WHERE "posts/album/0.json",                                    "{\"name\":\"Sea\",\"photos\":[{\"uri\":\"your_facebook_"
                                     "activity/posts/media/A_1/1.jpg\","
                                     "\"creation_timestamp\":10},{\"uri\":\"posts/media/Sea_2/"
                                     "9.jpg\",\"creation_timestamp\":"
                                     "80,\"description\":\"wave\"}]}"},
        {WHERE "posts/your_uncategorized_photos.json",
         "{\"other_photos_v2\":[{\"uri\":\"posts/media/o/5.jpg\",\"creation_timestamp\":90}]}"           },
        {WHERE "posts/your_videos.json",
         "{\"videos_v2\":[{\"uri\":\"posts/media/o/6.mp4\",\"creation_timestamp\":91}]}"                 },
        {WHERE "posts/check-ins.json",
         "{\"timestamp\":100,\"media\":[],\"label_values\":[{\"label\":\"Message\",\"value\":"
         "\"here\"},{\"label\":\"Place "
         "tags\",\"dict\":[{\"label\":\"Name\",\"value\":\"Bar\"}]}],"
         "\"fbid\":\"42\"}"                                                                              },
        {NULL,                                                          NULL                             }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "post post own at=10000 edited=12000 text=\"här\"");
    assert_line(&c, "attachment 0 image uri=\"your_facebook_activity/posts/media/A_1/1.jpg\" "
                    "note=\"sea\"");
    assert_line(&c, "attachment 1 video uri=\"posts/media/A_1/2.mp4\"");
    assert_line(&c, "post comment author=\"name:bo ek\" at=11000 text=\"nice\"");
    assert_line(&c, "identity name:ana ek");
    assert_line(&c, "title=\"Kim shared a link.\" link=\"https://e.example/a%20b\"");
    assert_line(&c, "attachment 0 link uri=\"https://e.example/a%20b\" note=\"An article\"");
    assert_line(&c, "at=30000 title=\"Kim posted in Choir.\" group group=\"Choir\"");
    assert_line(&c, "group=\"Other\"");
    assert_line(&c, "place=\"X\"");
    assert_line(&c, "text=\"New job\"");
    assert_line(&c, "text=\"hej\" key=\"fbid:777\"");
    assert_line(&c, "text=\"la\" title=\"Kim skrev i Kör.\" group group=\"Kör\"");
    assert_line(&c, "at=80000 text=\"wave\" title=\"Sea\"");
    assert_lines(&c, "media/A_1/1.jpg", 1);
    assert_line(&c, "attachment 0 image uri=\"posts/media/o/5.jpg\"");
    assert_line(&c, "attachment 0 video uri=\"posts/media/o/6.mp4\"");
    assert_line(&c, "at=100000 text=\"here\" place=\"Bar\" key=\"fbid:42\"");
    assert_int_equal(c.n[RECORD_POST], 13);
    collect_done(&c);
}

/* The same post in another layout, with the picture in another folder, has the same key. */
static void test_stable_keys(void **state)
{
    (void)state;
    static const char *const folders[] = {"posts/media", "your_facebook_activity/posts/media"};
    static const char *const paths[] = {
        "posts/your_posts_1.json",
        WHERE "posts/your_posts__check_ins__photos_and_videos_1.json"};
    char keys[2][64];
    for (size_t i = 0; i < 2; i++) {
        struct collect c;
        char text[512];
        snprintf(text, sizeof text,
                 "[{\"timestamp\":10,\"data\":[{\"post\":\"x\"}],\"attachments\":[{\"data\":["
                 "{\"media\":{\"uri\":\"%s/A/1.jpg\"}}]}]}]",
                 folders[i]);
        const struct collect_file files[] = {
            {paths[i], text},
            {NULL,     NULL}
        };
        collect_folder(&c, "facebook", files);
        const char *key = strstr(buf_cstr(&c.lines), " key=\"post:");
        assert_non_null(key);
        snprintf(keys[i], sizeof keys[i], "%.28s", key);
        collect_done(&c);
    }
    assert_string_equal(keys[0], keys[1]);
}

static void test_comments_and_reactions(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {WHERE "comments_and_reactions/comments.json",
         "{\"comments_v2\":[{\"timestamp\":1,\"title\":\"Kim commented on Bo's "
         "photo.\",\"data\":["
         "{\"comment\":{\"timestamp\":1,\"comment\":\"fin\",\"author\":\"Kim Ek\",\"group\":"
         "\"Choir\"}}]},{\"timestamp\":2,\"title\":\"t\",\"data\":[{\"comment\":{\"timestamp\":"
         "2,"
         "\"comment\":\"\",\"author\":\"Kim Ek\"}}],\"attachments\":[{\"data\":[{\"media\":"
         "{\"uri\":\"c/1.gif\"}}]}]},{\"timestamp\":3,\"title\":\"gone\"}]}"},
        {WHERE "comments_and_reactions/likes_and_reactions_1.json",
         "[{\"timestamp\":4,\"title\":\"Kim likes Bo's post.\",\"data\":[{\"reaction\":"
         "{\"reaction\":\"SORRY\",\"actor\":\"Kim Ek\"}}]}]"                },
        {WHERE "comments_and_reactions/likes_and_reactions.json",
         "[{\"timestamp\":5,\"media\":[],\"label_values\":[{\"label\":\"Reaction\",\"value\":"
         "\"Like\"},{\"label\":\"Name\",\"value\":\"Bo Ek\"},{\"label\":\"URL\",\"value\":"
         "\"https://www.facebook.com/1\",\"href\":\"https://www.facebook.com/1\"}]},"
         "{\"timestamp\":6,\"label_values\":[{\"label\":\"Reaktion\",\"value\":"
         "\"Gef\\u00c3\\u00a4llt"
         " mir\"},{\"label\":\"Xyz\",\"href\":\"https://www.facebook.com/2\"}]},"
         "{\"timestamp\":7,\"label_values\":[{\"label\":\"Qqq\",\"value\":\"Wow\"},{\"label\":"
         "\"Zzz\",\"value\":\"https://www.facebook.com/3\"}]}]"             },
        {NULL,                                                      NULL    }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c,
                "post comment own at=1000 text=\"fin\" title=\"Kim commented on Bo's photo.\" "
                "group group=\"Choir\"");
    assert_line(&c, "post comment own at=2000");
    assert_line(&c, "attachment 0 image uri=\"c/1.gif\"");
    assert_lines(&c, "post comment", 2);
    assert_line(&c, "reaction sad own at=4000 text=\"Kim likes Bo's post.\"");
    assert_line(&c,
                "reaction like own at=5000 url=\"https://www.facebook.com/1\" text=\"Bo Ek\"");
    assert_line(&c, "reaction like own at=6000 url=\"https://www.facebook.com/2\"");
    assert_line(&c, "reaction wow own at=7000 url=\"https://www.facebook.com/3\"");
    collect_done(&c);
    const struct collect_file old[] = {
        {"comments.json",
         "{\"comments\":[{\"timestamp\":1,\"data\":[{\"comment\":{\"timestamp\":1,"
         "\"comment\":\"a\",\"author\":\"Kim Ek\"}}]}]}"    },
        {"likes_and_reactions/posts_and_comments.json",
         "{\"reactions\":[{\"timestamp\":4,\"title\":\"x\",\"data\":[{\"reaction\":{"
         "\"reaction\":"
         "\"LIKE\",\"actor\":\"Kim Ek\"}}]}]}"              },
        {NULL,                                          NULL}
    };
    collect_folder(&c, "facebook", old);
    assert_line(&c, "account\n");
    assert_line(&c, "post comment own");
    assert_line(&c, "reaction like own");
    collect_done(&c);
}

#define PEOPLE "\"participants\":[{\"name\":\"Ana Kova\\u00c4\\u008d\"},{\"name\":\"Kim Ek\"}]"

static void test_messages(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"profile_information/profile_information.json",
         "{\"profile_v2\":{\"name\":{\"full_name\":\"Kim Ek\"}}}"                             },
        {"messages/inbox/anakovac_1015/message_1.json",
         "{" PEOPLE ",\"messages\":[{\"sender_name\":\"Kim Ek\",\"timestamp_ms\":1500000000123,"
         "\"content\":\"hej \\u00f0\\u009f\\u0098\\u0080\",\"reactions\":[{\"reaction\":"
         "\"\\u00e2\\u009d\\u00a4\",\"actor\":\"Ana "
         "Kova\\u00c4\\u008d\",\"timestamp\":1500000001}]},"
         "{\"sender_name\":\"Ana Kova\\u00c4\\u008d\",\"timestamp_ms\":2,\"photos\":[{\"uri\":"
         "\"p/1.jpg\"},{\"uri\":\"p/2.jpg\"}],\"audio_files\":[{\"uri\":\"a/1.mp4\"}]},"
         "{\"sender_name\":\"Ana Kova\\u00c4\\u008d\",\"timestamp_ms\":3,\"content\":\"Ana "
         "Kova\\u00c4\\u008d reacted \\u00f0\\u009f\\u0098\\u0080 to your message \"},"
         "{\"sender_name\":\"Kim Ek\",\"timestamp_ms\":4,\"content\":\"I never reacted well to "
         "criticism and that is how it will be to your message\"},"
         "{\"sender_name\":\"Ana Kova\\u00c4\\u008d\",\"timestamp_ms\":5,\"is_unsent\":true},"
         "{\"sender_name\":\"Facebook user\",\"timestamp_ms\":6,\"content\":\"who\"},"
         "{\"sender_name\":\"Kim "
         "Ek\",\"timestamp_ms\":7,\"call_duration\":12,\"type\":\"Call\"},"
         "{\"sender_name\":\"Kim "
         "Ek\",\"timestamp_ms\":8,\"content\":\"see\",\"share\":{\"link\":"
         "\"https://e.example/\",\"share_text\":\"words\"}},"
         "{\"sender_name\":\"Kim Ek\",\"timestamp_ms\":9,\"sticker\":{\"uri\":\"s/1.png\"}}],"
         "\"title\":\"Ana Kova\\u00c4\\u008d\",\"thread_path\":\"inbox/anakovac_1015\"}"      },
        {"messages/inbox/anakovac_1015/message_10.json",
         "{" PEOPLE ",\"messages\":[{\"sender_name\":\"Kim Ek\",\"timestamp_ms\":1,\"content\":"
         "\"oldest\"}],\"title\":\"Ana\"}"                                                    },
        {"your_facebook_activity/messages/e2ee_cutover/crew_X/message_1.json",
         "{\"participants\":[{\"name\":\"A\"},{\"name\":\"B\"},{\"name\":\"Kim "
         "Ek\"}],\"messages\":["
         "{\"sender_name\":\"A\",\"timestamp_ms\":11,\"content\":\"crew\"}],\"title\":"
         "\"Crew\"}"                                                                          },
        {"your_facebook_activity/messages/autofill_information.json",          "{\"x\":[1,2]}"},
        {NULL,                                                                 NULL           }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "account key=\"name:kim ek\"");
    assert_lines(&c, "thread anakovac_1015\n", 2);
    assert_line(&c, "thread anakovac_1015 title=\"Ana Kovač\"");
    assert_lines(&c, "member anakovac_1015 name:ana kovač", 2);
    assert_line(&c, "post message own at=1500000000123 text=\"hej 😀\" direct "
                    "thread=\"anakovac_1015\"");
    assert_line(&c, "reaction ❤ author=\"name:ana kovač\" at=1500000001000 post=\"message:");
    assert_line(&c, "attachment 0 image uri=\"p/1.jpg\"");
    assert_line(&c, "attachment 1 image uri=\"p/2.jpg\"");
    assert_line(&c, "attachment 2 audio uri=\"a/1.mp4\"");
    assert_lines(&c, "at=3 ", 0); /* the echo of a reaction */
    assert_line(&c, "at=4 text=\"I never reacted well");
    assert_line(&c, "author=\"name:ana kovač\" at=5 deleted=5");
    assert_line(&c, "post message at=6 text=\"who\"");
    assert_line(&c, "at=7 title=\"call, 12 s\"");
    assert_line(&c, "at=8 text=\"see\" link=\"https://e.example/\"");
    assert_line(&c, "attachment 0 link uri=\"https://e.example/\" note=\"words\"");
    assert_line(&c, "attachment 0 image uri=\"s/1.png\"");
    assert_line(&c, "text=\"oldest\"");
    assert_line(&c, "thread crew_X group title=\"Crew\"");
    assert_lines(&c, "member crew_X", 2);
    assert_int_equal(c.messages, 10);
    assert_int_equal(c.n[RECORD_UNREAD], 0);
    collect_done(&c);
}

/* Nothing says whose these are; who is in every thread and names none is the owner. */
static void test_messages_alone(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"messages/alice_1.json",
         "{\"participants\":[\"Kim Ek\",\"Alice A\"],\"threadName\":\"Alice A\",\"messages\":["
         "{\"senderName\":\"Kim Ek\",\"text\":\"naïve 😀 caf\\u00e9\",\"timestamp\":1,\"type\":"
         "\"text\",\"isUnsent\":false,\"media\":[],\"reactions\":[{\"actor\":\"Alice A\","
         "\"reaction\":\"👍\"}]},{\"senderName\":\"Alice A\",\"text\":\"oops\",\"timestamp\":2,"
         "\"isUnsent\":true,\"media\":[{\"uri\":\"./media/p.jpg\"}]}]}"},
        {"messages/group_2.json",
         "{\"participants\":[\"Kim Ek\",\"Alice A\",\"Bo\"],\"threadName\":"
         "\"Crew\",\"messages\":[]}"                                   },
        {"messages/settings.json", "{\"anything\":{\"senderName\":1}}" },
        {NULL,                     NULL                                }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "account name=\"Kim Ek\"");
    assert_lines(&c, "thread e2ee:alice_1", 2);
    assert_line(&c, "post message own at=1 text=\"naïve 😀 café\"");
    assert_line(&c, "reaction 👍 author=\"name:alice a\"");
    assert_line(&c, "post message author=\"name:alice a\" at=2 deleted=2 text=\"oops\"");
    assert_line(&c, "attachment 0 image uri=\"media/p.jpg\"");
    assert_line(&c, "thread e2ee:group_2 group title=\"Crew\"");
    assert_lines(&c, "identity", 2);
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"messages/inbox/bad_1/message_1.json",  "{this is not: json"                          },
        {"messages/inbox/good_2/message_1.json",
         "{\"participants\":[{\"name\":\"Good "
         "G\"},{\"name\":\"Kim\"}],\"messages\":[{\"sender_name\":"
         "\"Good G\",\"timestamp_ms\":1,\"content\":\"still\"},{bad},{\"sender_name\":\"Good "
         "G\","
         "\"timestamp_ms\":2,\"content\":\"here\"}]}"                                          },
        {"friends_and_followers/friends.json",   "{\"friends_v2\":[\"Ana\",{\"name\":\"Bo\"}]}"},
        {NULL,                                   NULL                                          }
    };
    collect_folder(&c, "facebook", files);
    assert_line(&c, "text=\"still\"");
    assert_line(&c, "text=\"here\"");
    assert_line(&c, "name:bo friend");
    assert_lines(&c, "unread", 3);
    collect_done(&c);
}

static void test_html(void **state)
{
    (void)state;
    char dir[] = "/tmp/tact-facebook-XXXXXX";
    struct container *box = NULL;
    const struct reader *rd = NULL;
    struct err e = {0};
    assert_non_null(mkdtemp(dir));
    collect_write(dir, "messages/inbox/ana_1/message_1.html", "<html></html>");
    assert_int_equal(container_open(dir, &box, &e), ERR_OK);
    assert_true(meta_is_html(box));
    assert_int_equal(reader_find(box, &rd, &e), ERR_UNSUPPORTED);
    container_close(box);
    collect_write(dir, "messages/inbox/ana_1/message_1.json", "{\"participants\":[]}");
    assert_int_equal(container_open(dir, &box, &e), ERR_OK);
    assert_false(meta_is_html(box));
    container_close(box);
    collect_remove(dir);
}

static void test_label_values(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    struct json *j = NULL;
    struct err e;
    static const char text[] =
        "[{\"title\":\"Plats\",\"dict\":[{\"label\":\"Koordinater\",\"value\":\"1\"},{"
        "\"label\":"
        "\"Namn\",\"value\":\"Kaf\\u00c3\\u00a9\"}]},{\"label\":\"???\",\"value\":\"odd\"}]";
    assert_int_equal(json_parse(str_from(text), utf8_unmojibake, a, &j, &e), ERR_OK);
    assert_true(str_is(meta_value(j, META_PLACE), "Kafé"));
    assert_true(str_is(meta_value(j, META_URL), ""));
    assert_true(str_is(meta_value_unknown(j), "odd"));
    assert_true(str_is(meta_value(NULL, META_NAME), ""));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_profile),
                                       cmocka_unit_test(test_account_key),
                                       cmocka_unit_test(test_people),
                                       cmocka_unit_test(test_pages_and_addresses),
                                       cmocka_unit_test(test_posts),
                                       cmocka_unit_test(test_stable_keys),
                                       cmocka_unit_test(test_comments_and_reactions),
                                       cmocka_unit_test(test_messages),
                                       cmocka_unit_test(test_messages_alone),
                                       cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_html),
                                       cmocka_unit_test(test_label_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
