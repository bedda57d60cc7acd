/* tests/unit/test_discord.c: Discord's data package of both eras, with its traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

/* 2021-10-13 15:35:46.790 */
#define ID "897870239797215243"

static void test_new(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"package/Account/user.json",
         "{\"id\":\"175928847299117063\",\"username\":\"kim_ek\",\"global_name\":\"Kim\",\"email\":"
         "\"kim@mail.example\",\"phone\":null,\"relationships\":[{\"id\":\"101\",\"type\":\"FRIEND\","
         "\"nickname\":\"Annie\",\"since\":\"2020-01-02T03:04:05+00:00\",\"user\":{\"id\":\"101\","
         "\"username\":\"ana\",\"global_name\":\"Ana K\"}},{\"id\":\"102\",\"type\":2,\"user\":{"
         "\"username\":\"troll\"}},{\"type\":1}]}"                                           },
        {"package/Messages/index.json",
         "{\"5\":\"Direct Message with ana#0\",\"6\":\"general in Tea Club\",\"7\":null}"    },
        {"package/Messages/c5/channel.json",
         "{\"id\":\"5\",\"type\":\"DM\",\"recipients\":[\"101\",\"175928847299117063\"]}"    },
        {"package/Messages/c5/messages.json",
         "[{\"ID\":" ID
         ",\"Timestamp\":\"2021-10-13 15:35:46\",\"Contents\":\"hi\",\"Attachments\":"
         "\"https://cdn.example/a.jpg?ex=0&is=1 https://cdn.example/b.mp4?x\"},{\"ID\":0},7]"},
        {"package/Messages/c6/channel.json",
         "{\"id\":\"6\",\"type\":\"GUILD_TEXT\",\"name\":\"general\",\"guild\":{\"id\":\"9\",\"name\":"
         "\"Tea Club\"}}"                                                                    },
        {"package/Messages/c6/messages.json",
         "[{\"ID\":897870239797215244,\"Timestamp\":\"2021-10-13 15:35:46\",\"Contents\":\"all\","
         "\"Attachments\":\"\"}]"                                                            },
        {"package/Activities/Activities_1/users/user.json",
         "{\"id\":\"b81bd5c7-7e52\",\"username\":\"other\"}"                                 },
        {NULL,                                              NULL                             }
    };
    collect_folder(&c, "discord", files);
    assert_line(&c, "account key=\"id:175928847299117063\" handle=\"kim_ek\" name=\"Kim\"");
    assert_line(&c, "email value=\"kim@mail.example\"");
    assert_line(&c, "identity id:101 person name=\"Ana K\" handle=\"ana\"");
    assert_line(&c, "connection id:101 friend at=1577934245000 note=\"Annie\"");
    assert_line(&c, "connection id:102 blocked");
    assert_line(&c, "thread channel:5 title=\"ana\"");
    assert_lines(&c, "member channel:5", 1);
    assert_line(&c, "thread channel:6 group title=\"#general, Tea Club\"");
    assert_line(&c, "message own at=1634139346790 text=\"hi\" direct thread=\"channel:5\" "
                    "key=\"id:" ID "\"");
    assert_line(&c, "attachment 0 image uri=\"https://cdn.example/a.jpg?ex=0&is=1\"");
    assert_line(&c, "attachment 1 video uri=\"https://cdn.example/b.mp4?x\"");
    assert_line(&c, "text=\"all\" group thread=\"channel:6\"");
    assert_lines(&c, "unread", 3);
    collect_done(&c);
}

/* Until 2023 tables, small folders and numbers for types. */
static void test_old(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"account/user.json",       "{\"id\":\"11\",\"username\":\"kim\"}"                    },
        {"messages/index.json",     "{\"5\":\"Direct Message with ana#1234\"}"                },
        {"messages/5/channel.json", "{\"id\":\"5\",\"type\":1,\"recipients\":[\"12\",\"11\"]}"},
        {"messages/5/messages.csv",
         "ID,Timestamp,Contents,Attachments\n" ID ",2021-10-13 15:35:46.557000+00:00,\"two\n"
         "lines, and \"\"more\"\"\",\n"                                                       },
        {NULL,                      NULL                                                      }
    };
    collect_folder(&c, "discord", files);
    assert_line(&c, "account key=\"id:11\" handle=\"kim\"");
    assert_line(&c, "identity id:12 person handle=\"ana#1234\"");
    assert_line(&c, "message own at=1634139346790 text=\"two\\nlines, and \"more\"\" direct");
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_new), cmocka_unit_test(test_old)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
