/* tests/unit/test_takeout.c: a Google Takeout: several accounts in one archive, any language. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define CHANNEL "UCkimkimkimkimkimkimkimk"
#define ANA     "UCanaanaanaanaanaanaanaa"

static void test_youtube(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Takeout/YouTube und YouTube Music/Abos/Abos.csv",
         "Kanal-ID,Kanal-URL,Kanaltitel\n" ANA ",http://www.youtube.com/channel/" ANA
         ",\"Ana, kocht\"\n"                                                         },
        {"Takeout/YouTube und YouTube Music/Kommentare/Kommentare.csv",
         "Kanal-ID,Zeit,Preis,Kommentar-ID,Eltern,Video-ID,Text\n" CHANNEL
         ",2023-04-14T07:39:35.956042+00:00,0,Ug1,,vid00000001,\"{\"\"text\"\":\"\"Fint!\"\"},"
         "{\"\"text\"\":\"\"\\n\"\"},{\"\"text\"\":\"\"Mer\"\"}\"\n" CHANNEL
         ",2023-04-14T07:40:35+00:00,0,Ug1.a,Ug1,vid00000001,\"{\"\"text\"\":\"\"Tack\"\"}\"\n\n\n"
         "odd,row\n"                                                                 },
        {"Takeout/YouTube und YouTube Music/Kommentare/Kommentare(1).csv",
         "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment "
         "Text\nUg0," CHANNEL
         ",2020-01-02 03:04:05 UTC,0,,vid00000002,\"{\"\"takeoutSegments\"\":"
         "[{\"\"text\"\":\"\"old\"\"}]}\"\n"                                         },
        {"Takeout/YouTube und YouTube Music/Live/Live.csv",
         "a,b,c,d,e,f\n" CHANNEL ",2023-04-14T07:39:35+00:00,0,Lc1,vid00000003,\"{\"\"text\"\":"
         "\"\"hej\"\"}\"\n"                                                          },
        {"Takeout/YouTube und YouTube Music/Playlists/Soppor-videos.csv",
         "Video-ID,Zeit\nvid00000004,2022-01-02T03:04:05+00:00\n"                    },
        {"Takeout/YouTube und YouTube Music/Kanal/Kanal.csv",
         "Channel ID,Channel Country,Channel Title (Original)\n" CHANNEL ",SE,Kim\n" },
        {"Takeout/YouTube und YouTube Music/Verlauf/Wiedergabeverlauf.json",
         "[{\"header\":\"YouTube\",\"title\":\"Watched Soup\",\"titleUrl\":\"https://"
         "www.youtube.com/watch?v\\u003dvid00000001\",\"time\":\"2025-01-02T03:04:05.678Z\"},"
         "{\"header\":\"YouTube Music\",\"title\":\"Lied angesehen\",\"titleUrl\":\"https://"
         "music.youtube.com/watch?v=vid00000005\",\"time\":\"2025-01-03T03:04:05Z\"},"
         "{\"header\":\"YouTube\",\"title\":\"Ein entferntes Video\",\"time\":"
         "\"2025-01-04T03:04:05Z\"},{\"header\":\"YouTube\",\"title\":\"Ad\",\"titleUrl\":\"https:"
         "//www.youtube.com/watch?v=vid00000006\",\"time\":\"2025-01-04T03:04:05Z\",\"details\":"
         "[{\"name\":\"From Google Ads\"}]},{\"header\":\"YouTube\",\"title\":\"Searched for x\","
         "\"titleUrl\":\"https://www.youtube.com/results?search_query=x\",\"time\":"
         "\"2025-01-04T03:04:05Z\"},7,{bad}]"                                        },
        {"Takeout/YouTube und YouTube Music/Verlauf/Suchverlauf.html",       "<html>"},
        {NULL,                                                               NULL    }
    };
    collect_folder(&c, "takeout", files);
    assert_line(&c, "account key=\"" CHANNEL "\" name=\"Kim\"");
    assert_line(&c, "identity " ANA " organisation name=\"Ana, kocht\"");
    assert_line(&c, "connection " ANA " follows");
    assert_line(&c, "post comment own at=1681457975956 text=\"Fint!\\nMer\" url=\"https://"
                    "www.youtube.com/watch?v=vid00000001&lc=Ug1\" public "
                    "reply_to=\"video:vid00000001\" key=\"Ug1\"");
    assert_line(&c, "text=\"Tack\"");
    assert_line(&c, "reply_to=\"Ug1\" key=\"Ug1.a\"");
    assert_line(&c, "post comment own at=1577934245000 text=\"old\"");
    assert_line(&c, "text=\"hej\"");
    assert_line(&c,
                "reaction save own at=1641092645000 post=\"video:vid00000004\" url=\"https://"
                "www.youtube.com/watch?v=vid00000004\" text=\"Soppor\"");
    assert_line(&c,
                "reaction watch own at=1735787045678 post=\"video:vid00000001\" url=\"https://"
                "www.youtube.com/watch?v=vid00000001\" text=\"Soup\"");
    assert_line(&c, "reaction listen own");
    assert_line(&c, "reaction watch own at=1735959845000 text=\"Ein entferntes Video\"");
    assert_lines(&c, "reaction", 4);
    assert_line(&c, "unread why=\"a row of another form");
    assert_line(&c, "unread why=\"the HTML version of the history");
    assert_line(&c, "unread why=\"an entry that is no object\"");
    assert_lines(&c, "unread", 4);
    collect_done(&c);
}

/* Each file says first to which account its records belong. */
static void test_accounts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Takeout/Google Chat/Groups/DM a1/group_info.json",
         "{\"members\":[{\"name\":\"Kim\",\"email\":\"kim@home.example\"},{\"name\":\"Ana\","
         "\"email\":\"Ana@other.example\"}]}"                                                                            },
        {"Takeout/Google Chat/Groups/DM a1/messages.json",
         "{\"messages\":[{\"creator\":{\"name\":\"Ana\",\"email\":\"ana@other.example\"},"
         "\"created_date\":\"Monday, January 1, 2024 at 1:02:03\\u202fPM UTC\",\"text\":\"Hej\","
         "\"message_id\":\"a1/t/m\",\"attached_files\":[{\"original_name\":\"a.png\","
         "\"export_name\":\"File-a.png\"}]},{\"creator\":{\"email\":\"kim@home.example\"},"
         "\"created_date\":\"Montag, 1. Januar 2024\",\"text\":\"Du\",\"message_id\":\"a1/t/n\"},"
         "{\"text\":\"?\"}]}"                                                                                            },
        {"Takeout/Google Chat/Users/User 1/user_info.json",
         "{\"user\":{\"name\":\"Kim\",\"email\":\"kim@home.example\"}}"                                                  },
        {"Takeout/Kontakte/Freunde/Freunde.csv",
         "First Name,Phonetic First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value\nBo,,Ek,,,bo@other.example\n"},
        {"Takeout/Kontakte/Freunde/Freunde.vcf",
         "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Ek\nEMAIL:bo@other.example\nEND:VCARD\n"                                       },
        {"Takeout/Mail/Alle.mbox",
         "From 1@xxx Tue Nov 14 22:13:20 +0000 2023\nFrom: cy@other.example\nTo: "
         "kim@home.example\nMessage-ID: <m>\n\nmail\n"                                                                   },
        {NULL,                                               NULL                                                        }
    };
    collect_folder(&c, "takeout", files);
    struct str all = buf_view(&c.lines);
    ptrdiff_t contacts = str_find(all, STR("account key=\"google\""));
    ptrdiff_t mail = str_find(all, STR("text=\"mail\""));
    ptrdiff_t email =
        str_find(str_after(all, (size_t)contacts), STR("account key=\"kim@home.example\""));
    assert_true(contacts > 0 && mail > contacts);
    assert_true(email > 0 && contacts + email < mail);
    assert_line(&c, "thread chat:DM a1\n");
    assert_line(&c, "member chat:DM a1 ana@other.example");
    assert_line(&c, "post message author=\"ana@other.example\" at=1704114123000 text=\"Hej\"");
    assert_line(&c, "post message own text=\"Du\""); /* a date in words nobody knows */
    assert_line(&c, "attachment 0 image uri=\"File-a.png\"");
    assert_line(&c, "unread why=\"a message without an id\"");
    assert_lines(&c, "value=\"bo@other.example\"", 2);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_youtube),
                                       cmocka_unit_test(test_accounts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
