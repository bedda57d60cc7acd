/* tests/unit/test_telegram.c: what Telegram Desktop exports, with each of its traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define OWNER                                                                                  \
    "\"about\":\"Here is the data you requested.\",\"personal_information\":{\"user_id\":11,"  \
    "\"first_name\":\"Kim\",\"last_name\":\"Ek\",\"phone_number\":\"00358 40 1234567\","       \
    "\"username\":\"@kim_ek\",\"bio\":\"tea\"}"

static void read_json(struct collect *c, const char *json)
{
    const struct collect_file files[] = {
        {"DataExport_2025-01-01/result.json", json},
        {NULL,                                NULL}
    };
    collect_folder(c, "telegram", files);
}

static void test_account(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c,
        "{" OWNER ",\"profile_pictures\":[{\"date\":\"2024-01-01T10:00:00\",\"photo\":"
        "\"profile_pictures/p.jpg\"}],\"contacts\":{\"about\":\"x\",\"list\":["
        "{\"user_id\":12,\"first_name\":\"Ana\",\"last_name\":\"K\",\"phone_number\":"
        "\"+46700000001\",\"date\":\"2024-01-03T11:00:00\",\"date_unixtime\":\"1704276000\"},"
        "{\"first_name\":\"Bo\",\"last_name\":\"\",\"phone_number\":\"0046 70 000 00 02\","
        "\"date\":\"2020-01-03T11:00:00\"},{\"user_id\":0,\"first_name\":\"Cy\"},"
        "{\"date\":\"1970-01-01T01:00:00\",\"date_unixtime\":\"0\"}]},\"sessions\":{}}");
    assert_line(&c, "account key=\"id:11\" handle=\"kim_ek\" name=\"Kim Ek\" "
                    "url=\"https://t.me/kim_ek\"");
    assert_line(&c, "phone value=\"+358401234567\"");
    assert_line(&c, "bio value=\"tea\"");
    assert_line(&c, "connection id:12 contact at=1704276000000");
    assert_line(&c, "connection phone:+46700000002 contact at=1578049200000~");
    assert_line(&c, "connection name:cy contact\n");
    assert_line(&c, "title=\"Profile picture\"");
    assert_line(&c, "attachment 0 image uri=\"profile_pictures/p.jpg\"");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

#define CHAT(type, id, messages)                                                               \
    "{\"name\":\"Ana\",\"type\":\"" type "\",\"id\":" id ",\"messages\":[" messages "]}"
#define FULL(chats) "{" OWNER ",\"chats\":{\"about\":\"x\",\"list\":[" chats "]}}"
#define ANA         "\"type\":\"message\",\"from\":\"Ana K\",\"from_id\":\"user12\""

/* The text is a string or an array of strings and objects; an address may hide in it. */
static void test_text(void **state)
{
    (void)state;
    struct collect c;
    read_json(&c,
              FULL(CHAT("personal_chat", "12",
                        "{\"id\":1," ANA ",\"date\":\"2024-01-01T10:00:00\",\"text\":[\"see \","
                        "{\"type\":\"text_link\",\"text\":\"this\",\"href\":\"https://"
                        "x.example/\"},\"!\"]},"
                        "{\"id\":2," ANA ",\"date\":\"2024-01-01T10:00:01\","
                        "\"date_unixtime\":\"1704099601\",\"edited\":\"2024-01-01T10:00:09\","
                        "\"edited_unixtime\":\"1704099609\",\"text\":\"plain\","
                        "\"reply_to_message_id\":1},"
                        "{\"id\":3,\"type\":\"message\",\"from\":\"Kim Ek\",\"from_id\":"
                        "\"user11\",\"date_unixtime\":\"1704099602\",\"forwarded_from\":\"Bo\","
                        "\"text\":\"mine\"},"
                        "{\"id\":4,\"type\":\"message\",\"from\":null,\"from_id\":\"user13\","
                        "\"date_unixtime\":\"1704099603\",\"text\":\"gone\"}")));
    assert_line(&c, "thread id:12 title=\"Ana\"");
    assert_line(&c, "member id:12 id:12");
    assert_line(&c, "message author=\"id:12\" at=1704103200000~ text=\"see this!\" "
                    "link=\"https://x.example/\" direct thread=\"id:12\" key=\"id:12/1\"");
    assert_line(&c, "at=1704099601000 edited=1704099609000 text=\"plain\" direct "
                    "reply_to=\"id:12/1\"");
    assert_line(&c, "message own at=1704099602000 text=\"mine\" title=\"forwarded from Bo\"");
    assert_line(&c, "message author=\"id:13\" at=1704099603000 text=\"gone\"");
    collect_done(&c);
}

/* Until 2021 a number, of which the upper half says what it is. */
static void test_old_ids(void **state)
{
    (void)state;
    struct collect c;
    read_json(&c, FULL(CHAT("private_supergroup", "77",
                            "{\"id\":1,\"type\":\"message\",\"from\":\"Kim Ek\",\"from_id\":"
                            "4294967307,\"date\":\"2019-01-01T10:00:00\",\"text\":\"a\"},"
                            "{\"id\":2,\"type\":\"message\",\"from\":\"Ana K\",\"from_id\":"
                            "4294967308,\"date\":\"2019-01-01T10:00:00\",\"text\":\"b\"},"
                            "{\"id\":3,\"type\":\"message\",\"from\":\"Room\",\"from_id\":"
                            "8589934669,\"date\":\"2019-01-01T10:00:00\",\"text\":\"c\"},"
                            "{\"id\":4,\"type\":\"message\",\"from\":\"Ana K\",\"from_id\":12,"
                            "\"date\":\"2019-01-01T10:00:00\",\"text\":\"d\"}")));
    assert_line(&c, "message own at=1546336800000~ text=\"a\"");
    assert_lines(&c, "message author=\"id:12\"", 2);
    assert_line(&c, "message author=\"channel:77\"");
    assert_line(&c, "identity channel:77 group name=\"Room\"");
    assert_lines(&c, "member channel:77", 2);
    collect_done(&c);
}

static void test_what_hangs_on_it(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c,
        FULL(CHAT(
            "private_group", "5",
            "{\"id\":1," ANA ",\"photo\":\"photos/a.jpg\",\"text\":\"\"},"
            "{\"id\":2," ANA
            ",\"file\":\"(File not included. Change data exporting settings to "
            "download.)\",\"media_type\":\"voice_message\",\"mime_type\":\"audio/ogg\"},"
            "{\"id\":3," ANA ",\"file\":\"stickers/s.webp\",\"media_type\":\"sticker\","
            "\"sticker_emoji\":\"x\"},"
            "{\"id\":4," ANA ",\"poll\":{\"question\":\"Tea?\",\"answers\":[{\"text\":\"Yes\","
            "\"voters\":3},{\"text\":[{\"type\":\"plain\",\"text\":\"No\"}],\"voters\":1}]}},"
            "{\"id\":5," ANA ",\"contact_information\":{\"first_name\":\"Bo\",\"phone_number\":"
            "\"+1\"},\"contact_vcard\":\"contacts/c.vcard\"},"
            "{\"id\":6," ANA
            ",\"location_information\":{\"latitude\":60.5,\"longitude\":22.25}},"
            "{\"id\":7," ANA ",\"text\":\"t\",\"reactions\":[{\"type\":\"emoji\",\"count\":5,"
            "\"emoji\":\"+\",\"recent\":[{\"from\":\"Kim Ek\",\"from_id\":\"user11\",\"date\":"
            "\"2024-01-01T10:00:00\"},{\"from\":\"Bo\",\"from_id\":\"user14\"}]},{\"type\":"
            "\"custom_emoji\",\"count\":1,\"document_id\":\"d\"}]}")));
    assert_line(&c, "attachment 0 image uri=\"photos/a.jpg\"");
    assert_line(&c, "attachment 0 audio note=\"(File not included.");
    assert_line(&c, "attachment 0 image uri=\"stickers/s.webp\" note=\"x\"");
    assert_line(&c, "attachment 0 poll note=\"Tea?\\nYes: 3\\nNo: 1\"");
    assert_line(&c, "attachment 0 file uri=\"contacts/c.vcard\" note=\"Bo, +1\"");
    assert_line(&c, "place=\"60.5, 22.25\"");
    assert_line(&c, "text=\"t\" group thread=\"group:5\" likes=6");
    assert_line(&c, "reaction + own at=1704103200000~ post=\"group:5/7\"");
    assert_line(&c, "reaction + author=\"id:14\"");
    collect_done(&c);
}

/* Of what Telegram itself says only calls; one that the export leaves out is kept raw. */
static void test_service(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c,
        FULL(CHAT("personal_chat", "12",
                  "{\"id\":1,\"type\":\"service\",\"actor\":\"Ana K\",\"actor_id\":\"user12\","
                  "\"action\":\"phone_call\",\"duration_seconds\":61,\"text\":\"\"},"
                  "{\"id\":2,\"type\":\"service\",\"actor\":\"Kim Ek\",\"actor_id\":\"user11\","
                  "\"action\":\"phone_call\",\"discard_reason\":\"missed\"},"
                  "{\"id\":3,\"type\":\"service\",\"actor_id\":\"user11\",\"action\":"
                  "\"create_group\",\"members\":[\"Ana\",null]},"
                  "{\"id\":4,\"type\":\"unsupported\"},{\"type\":\"message\"},7")));
    assert_line(&c, "message author=\"id:12\" title=\"call, 61 s\"");
    assert_line(&c, "message own title=\"missed call\"");
    assert_int_equal(c.messages, 2);
    assert_lines(&c, "unread", 3);
    collect_done(&c);
}

/* Without the profile: who writes in a chat of two and is not the other; who saved. */
static void test_owner(void **state)
{
    (void)state;
    struct collect c;
    read_json(&c,
              CHAT("personal_chat", "12",
                   "{\"id\":1," ANA ",\"text\":\"x\"},{\"id\":2,\"type\":\"message\",\"from\":"
                   "\"Kim\",\"from_id\":\"user11\",\"text\":\"y\"}"));
    assert_line(&c, "account key=\"id:11\" name=\"Kim\"");
    assert_line(&c, "message own text=\"y\"");
    collect_done(&c);
    read_json(&c, "{\"chats\":{\"about\":\"\",\"list\":["
                  "{\"type\":\"saved_messages\",\"id\":11,\"messages\":[{\"id\":1,\"type\":"
                  "\"message\",\"from_id\":\"user11\",\"text\":\"note\"}]}]}}");
    assert_line(&c, "account key=\"id:11\"");
    assert_line(&c, "thread id:11 title=\"Saved messages\"");
    assert_line(&c, "message own text=\"note\"");
    collect_done(&c);
    read_json(&c, CHAT("private_group", "5", "{\"id\":1," ANA ",\"text\":\"x\"}"));
    assert_line(&c, "account\n"); /* nobody can know */
    collect_done(&c);
}

/* A channel's posts are its own; chats that were left are read like the others. */
static void test_channel(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c, "{" OWNER ",\"left_chats\":{\"about\":\"\",\"list\":[{\"name\":\"News\",\"type\":"
            "\"public_channel\",\"id\":9,\"messages\":[{\"id\":1,\"type\":\"message\",\"from\":"
            "\"News\",\"from_id\":\"channel9\",\"text\":\"x\"},{\"id\":2,\"type\":\"message\","
            "\"text\":\"y\"}]}]}}");
    assert_line(&c, "thread channel:9 group title=\"News\"");
    assert_lines(&c, "message author=\"channel:9\"", 2);
    assert_lines(&c, "public", 2);
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    read_json(
        &c,
        "{" OWNER ",\"stories\":[{bad}],\"chats\":{\"about\":\"x\",\"list\":["
        "{\"name\":\"Ana\",\"type\":\"personal_chat\",\"id\":12,\"messages\":[{\"id\":1," ANA
        ",\"text\":\"a\"},{oops},{\"id\":3," ANA ",\"text\":\"c\"},{\"id\":4");
    assert_int_equal(c.messages, 2);
    assert_lines(&c, "unread", 2); /* the one in the middle, and that the rest is cut off */
    collect_done(&c);
}

static void test_html(void **state)
{
    (void)state;
    const struct collect_file files[] = {
        {"ChatExport/messages.html", "<html><title>Exported Data</title>"},
        {NULL,                       NULL                                }
    };
    collect_refused(files, "HTML version of the Telegram export");
}

/* Chats of another program may have been sent as files. */
static void test_sent_chat(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"result.json",                                        CHAT("personal_chat", "12", "{\"id\":1," ANA ",\"text\":\"x\"}")},
        {"files/WhatsApp Chat with Bo.txt",
         "04.03.25, 14:05 - Bo: a\n04.03.25, 14:06 - Bo: b\n"                                   },
        {NULL, NULL}
    };
    collect_folder(&c, "telegram", files);
    assert_int_equal(c.messages, 1);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_account), cmocka_unit_test(test_text),
        cmocka_unit_test(test_old_ids), cmocka_unit_test(test_what_hangs_on_it),
        cmocka_unit_test(test_service), cmocka_unit_test(test_owner),
        cmocka_unit_test(test_channel), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_html),    cmocka_unit_test(test_sent_chat)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
