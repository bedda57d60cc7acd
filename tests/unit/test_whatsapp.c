/* tests/unit/test_whatsapp.c: chats exported by WhatsApp, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archives/whatsapp.h"
#include "collect.h"

#define LRM     "\xE2\x80\x8E"
#define NARROW  "\xE2\x80\xAF"
#define NBSP    "\xC2\xA0"
#define SHUT    "\xE2\x81\xA8"
#define UNSHUT  "\xE2\x81\xA9"
#define MARCH_4 1741046400000 /* 2025-03-04, midnight */

/* Each as its language writes it; all are 14:05 on 4 March 2025. */
static void test_stamps(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum whatsapp_order order;
    } cases[] = {
        {"[04/03/25, 14:05:00] A: x",                                          ORDER_DAY_FIRST  },
        {LRM "[04/03/25, 14:05:00] A: x",                                      ORDER_DAY_FIRST  },
        {"3/4/25, 2:05" NARROW "PM - A: x",                                    ORDER_MONTH_FIRST},
        {"4/3/25, 2:05" NBSP "p." NBSP "m. - A: x",                            ORDER_DAY_FIRST  },
        {"04.03.25, 14:05 - A: x",                                             ORDER_DAY_FIRST  },
        {"4.3.2025 klo 14.05 - A: x",                                          ORDER_DAY_FIRST  },
        {"04/03/2025 14:05 - A: x",                                            ORDER_DAY_FIRST  },
        {"2025-03-04 14:05 - A: x",                                            ORDER_YEAR_FIRST },
        {"2025/03/04, 14:05 - A: x",                                           ORDER_YEAR_FIRST },
        {"[2025. 03. 04. \xEC\x98\xA4\xED\x9B\x84 2:05:00] A: x",              ORDER_YEAR_FIRST },
        {"[2025/3/4 \xE4\xB8\x8B\xE5\x8D\x88"
         "2:05:00] A: x",                                             ORDER_YEAR_FIRST },
        {"04/03/2025 \xC3\xA0 14:05 - A: x",                                   ORDER_DAY_FIRST  },
        {"4/3/25 2:05 ip. - A: x",                                             ORDER_DAY_FIRST  },
        {"[\xD9\xA4\xE2\x80\x8F/\xD9\xA3\xE2\x80\x8F/\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5, "
         "\xD9\xA2:\xD9\xA0\xD9\xA5:\xD9\xA0\xD9\xA0 \xD9\x85] A: x", ORDER_DAY_FIRST  },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct whatsapp_stamp st;
        struct str line = str_from(cases[i].line);
        if (!whatsapp__stamp(&line, &st))
            fail_msg("no stamp: %s", cases[i].line);
        assert_true(str_is(line, "A: x"));
        struct when w = whatsapp__when(&st, cases[i].order);
        assert_int_equal(w.sure, TIME_LOCAL);
        if (w.ms != MARCH_4 + (14 * 60 + 5) * 60000)
            fail_msg("%lld: %s", (long long)w.ms, cases[i].line);
    }
}

static void test_no_stamps(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "hello",
                                        "12:30 - so late",
                                        "1/2 of it - no",
                                        "[x] done",
                                        "99/99/99, 25:00 - A: x",
                                        "3/4/25, 2:05 xx - A: x",
                                        "04/03/25 14:05",
                                        "1/1/25, 13:00 PM - A: x",
                                        "2025",
                                        "1.2.3 4:05",
                                        "[1/2/25, 10:00:00 A: x"};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct whatsapp_stamp st;
        struct str line = str_from(cases[i]);
        if (whatsapp__stamp(&line, &st))
            fail_msg("a stamp: %s", cases[i]);
    }
}

/* Midnight and noon of a clock of twelve hours. */
static void test_halves(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int hour;
    } cases[] = {
        {"3/4/25, 12:00 AM - ", 0 },
        {"3/4/25, 12:00 PM - ", 12},
        {"3/4/25, 1:00 am - ",  1 },
        {"3/4/25, 11:00 pm - ", 23}
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct whatsapp_stamp st;
        struct str line = str_from(cases[i].line);
        assert_true(whatsapp__stamp(&line, &st));
        assert_int_equal(st.hour, cases[i].hour);
    }
}

/* One file that reads as one chat. */
static void read_chat(struct collect *c, const char *name, const char *text)
{
    const struct collect_file files[] = {
        {name, text},
        {NULL, NULL}
    };
    collect_folder(c, "whatsapp", files);
}

static void test_android(void **state)
{
    (void)state;
    struct collect c;
    read_chat(&c, "WhatsApp Chat with Ana K.txt",
              "3/4/25, 2:05" NARROW "PM - Messages and calls are end-to-end encrypted.\n"
              "3/4/25, 2:06" NARROW "PM - Ana K: two\nlines: of it\n"
              "3/4/25, 2:07" NARROW "PM - Kim: <Media omitted>\n"
              "3/4/25, 2:08" NARROW "PM - Kim: IMG-20250304-WA0003.jpg (file attached)\nlook\n"
              "3/4/25, 2:09" NARROW "PM - Ana K: This message was deleted\n"
              "3/4/25, 2:09" NARROW "PM - Ana K: better <This message was edited>\n"
              "3/4/25, 2:10" NARROW "PM - Ana K changed the subject from \"a: b\" to \"c\"\n"
              "3/14/25, 2:11" NARROW "PM - Ana K: time: late\n");
    assert_line(&c, "account key=\"me\" name=\"Kim\"");
    assert_line(&c, "thread chat:ana k title=\"Ana K\"");
    assert_line(&c,
                "message author=\"name:ana k\" at=1741097160000~ text=\"two\\nlines: of it\"");
    assert_line(&c, "attachment 0 file note=\"not in the export\"");
    assert_line(&c, "message own at=1741097280000~ text=\"look\"");
    assert_line(&c, "attachment 0 image uri=\"IMG-20250304-WA0003.jpg\"");
    assert_line(&c, "at=1741097340000~ deleted=1741097340000~ direct");
    assert_line(&c, "at=1741097340000~ edited=1741097340000~ text=\"better\"");
    assert_line(&c, "text=\"time: late\"");
    assert_int_equal(c.messages, 6);
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

static void test_iphone(void **state)
{
    (void)state;
    struct collect c;
    read_chat(&c, "_chat.txt",
              "[04/03/25, 14:05:09] Field: " LRM
              "Messages and calls are end-to-end encrypted.\r\n"
              "[04/03/25, 14:05:09] Ana: " LRM "Ana created group \"Field\"\r\n"
              "[04/03/25, 14:06:00] Kim: Agenda:\n1. money\n2. tea\r\n" LRM
              "[04/03/25, 14:06:11] Ana: " LRM "image omitted\r\n" LRM
              "[04/03/25, 14:07:11] Kim: so " LRM "<attached: 00000012-PHOTO-1.jpg>\r\n"
              "[04/03/25, 14:08:00] Ana: at 3 " LRM "<This message was edited>\r\n"
              "[04/03/25, 14:09:00] Ana: " SHUT "@Kim" UNSHUT " can you?\r\n"
              "[04/03/25, 14:10:00] ~" NARROW "Dee: hi all\r\n"
              "[04/03/25, 14:11:00] Kim: " LRM "You deleted this message.\r\n"
              "[04/03/25, 14:12:00] +46" NBSP "70 000 00 01: new here\r\n"
              "[04/03/25, 14:13:00] Ana: " LRM "POLL:\nLunch?\n" LRM
              "OPTION: Pizza (2 votes)\n" LRM "OPTION: Soup (0 votes)\r\n"
              "[04/03/25, 14:14:00] Ana: " LRM "plan.pdf " LRM "document omitted\r\n");
    assert_line(&c, "account key=\"me\" name=\"Kim\""); /* whom the deleted one calls "you" */
    assert_line(&c, "thread chat:field group title=\"Field\"");
    assert_line(&c, "message own at=1741097160000~ text=\"Agenda:\\n1. money\\n2. tea\"");
    assert_lines(&c, "note=\"not in the export\"", 2);
    assert_line(&c, "text=\"so\"");
    assert_line(&c, "attachment 0 image uri=\"00000012-PHOTO-1.jpg\"");
    assert_line(&c, "edited=1741097280000~ text=\"at 3\"");
    assert_line(&c, "text=\"@Kim can you?\"");
    assert_line(&c, "identity name:~ dee person name=\"Dee\"");
    assert_line(&c, "identity phone:+46700000001");
    assert_line(&c, "fact phone:+46700000001 phone value=\"+46700000001\"");
    assert_line(&c, "text=\"Lunch?\"");
    assert_line(&c, "attachment 0 poll note=\"Pizza (2 votes)\\nSoup (0 votes)\"");
    assert_line(&c, "text=\"plan.pdf\"");
    assert_int_equal(c.messages, 10);
    collect_done(&c);
}

/* A line of another look than the first belongs to the message. */
static void test_line_like_a_stamp(void **state)
{
    (void)state;
    struct collect c;
    read_chat(
        &c, "WhatsApp Chat mit Ana.txt",
        "04.03.25, 14:05 - Ana: remember\n[04/03/25, 14:05:09] Bo: no\n3/4/25, 2:05 PM - x\n"
        "04.03.25, 14:06 - Kim: yes\n");
    assert_line(&c, "text=\"remember\\n[04/03/25, 14:05:09] Bo: no\\n3/4/25, 2:05 PM - x\"");
    assert_int_equal(c.messages, 2);
    collect_done(&c);
}

/* Which number is the month: what is beyond 12, then what never goes back, then AM in capitals. */
static void test_order(void **state)
{
    (void)state;
    static const struct {
        const char *text, *at;
    } cases[] = {
        {"1/2/25, 10:00 - A: x\n13/2/25, 10:00 - A: y\n",                        "at=1738404000000~"}, /* 1 Feb */
        {"1/2/25, 10:00 - A: x\n2/13/25, 10:00 - A: y\n",                        "at=1735812000000~"}, /* 2 Jan */
        {"1/12/24, 10:00 - A: y\n2/11/24, 10:00 - A: x\n3/1/25, 10:00 - A: z\n",
         "at=1705053600000~"                                                                        }, /* 12 Jan */
        {"1/2/25, 10:00 AM - A: x\n1/2/25, 11:00 AM - A: y\n",                   "at=1735812000000~"},
        {"1/2/25, 10:00 am - A: x\n1/2/25, 11:00 am - A: y\n",                   "at=1738404000000~"},
        {"1.2.25, 10:00 - A: x\n1.2.25, 11:00 - A: y\n",                         "at=1738404000000~"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect c;
        read_chat(&c, "WhatsApp Chat with A.txt", cases[i].text);
        assert_line(&c, cases[i].at);
        collect_done(&c);
    }
}

/* The same words twice in a minute are two messages; the same chat with and without its media,
 * or after a contact was renamed, has the same keys. */
static void test_keys(void **state)
{
    (void)state;
    struct collect c;
    char key[64];
    read_chat(
        &c, "WhatsApp Chat with Ana.txt",
        "04.03.25, 14:05 - Ana: ok\n04.03.25, 14:05 - Ana: ok\n04.03.25, 14:06 - Ana: ok\n"
        "04.03.25, 14:07 - Bo: <Media omitted>\n");
    assert_int_equal(c.messages, 4);
    const char *at = strstr(strstr(buf_cstr(&c.lines), "at=1741097220000~"), "key=");
    snprintf(key, sizeof key, "%.28s", at);
    collect_done(&c);
    read_chat(&c, "WhatsApp Chat with Ana.txt",
              "04.03.25, 14:07 - Bob: IMG-1.jpg (file attached)\n04.03.25, 14:08 - Ana: x\n");
    assert_lines(&c, key, 1);
    collect_done(&c);
}

/* Two chats of two say whose they are, and so of a group. */
static void test_owner(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"WhatsApp Chat with Ana.txt",  "04.03.25, 14:05 - Ana: a\n04.03.25, 14:05 - Kim: b\n"},
        {"WhatsApp Chat with Team.txt",
         "04.03.25, 14:05 - Bo: c\n04.03.25, 14:05 - Kim: d\n04.03.25, 14:05 - Cy: e\n"       },
        {"note.txt",                    "Something that was sent.\n04.03.25, 14:05 - Bo: no\n"},
        {NULL,                          NULL                                                  }
    };
    collect_folder(&c, "whatsapp", files);
    assert_line(&c, "account key=\"me\" name=\"Kim\"");
    assert_lines(&c, "message own", 2);
    assert_line(&c, "thread chat:team group");
    assert_int_equal(c.messages, 5);
    collect_done(&c);
    read_chat(&c, "WhatsApp Chat with Team.txt",
              "04.03.25, 14:05 - Bo: c\n04.03.25, 14:05 - Kim: d\n");
    assert_line(&c, "account key=\"me\"\n"); /* nobody knows which of the two */
    assert_lines(&c, "message own", 0);
    collect_done(&c);
}

static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    read_chat(
        &c, "WhatsApp Chat with Ana.txt",
        "\xEF\xBB\xBF"
        "31.02.25, 14:05 - Ana: no such day\n11.10.1403, 14:05 - Ana: another calendar\n04.03.25, 14:06 - Ana: caf\xE9\n"
        "04.03.25, 14:07 - Ana:\n04.03.25, 14:0");
    assert_lines(&c, "unread why=\"a message with a day that is none\"", 2);
    assert_line(&c, "text=\"café\"");
    assert_int_equal(c.messages, 2);
    collect_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stamps), cmocka_unit_test(test_no_stamps),
        cmocka_unit_test(test_halves), cmocka_unit_test(test_android),
        cmocka_unit_test(test_iphone), cmocka_unit_test(test_line_like_a_stamp),
        cmocka_unit_test(test_order),  cmocka_unit_test(test_keys),
        cmocka_unit_test(test_owner),  cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
