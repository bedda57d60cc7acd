/* tests/unit/test_mbox.c: e-mail: mailboxes of all kinds and the messages in them, trap by trap. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#include "archives/mail.h"
#include "archives/mbox.h"

#define FROM_ "From 1790@xxx Tue Nov 14 22:13:20 +0000 2023\n"

static const char takeout[] = FROM_
    "X-GM-THRID: 1790\nX-Gmail-Labels: =?UTF-8?Q?Skickat,=C3=96ppnat?=\n"
    "Date: Tue, 14 Nov 2023 22:13:20 +0100\nFrom: \"Lind, Kim\" <Kim@home.example>\n"
    "To: =?UTF-8?Q?Ana_Kova=C4=8D?= <Ana@other.example>,\n bo@other.example (Bo)\n"
    "Subject: =?utf-8?B?SGVqIHDDpQ==?= =?utf-8?Q?_dig?=\nMessage-ID: <m1@home.example>\n"
    "Content-Type: text/plain; charset=utf-8\n\nHi\n\n>From here on\n>>From nested\n"
    "From here, not a date\n\n" FROM_
    "X-GM-THRID: 1790\nX-Gmail-Labels: Inbox,\"A, b\"\nDelivered-To: kim@home.example\n"
    "Date: Wed, 15 Nov 23 08:00:00 EST\nFrom: Ana =?UTF-8?Q?Kova=C4=8D?= "
    "<ana@other.example>\nTo: kim@home.example\nSubject: Re: Hej =?utf-8?Q?p=C3=A5?= dig\n"
    "Message-ID: <m2@other.example>\nIn-Reply-To: <m1@home.example>\n\nHello\n\n" FROM_
    "X-Gmail-Labels: Spam\nFrom: win@prize.example\nTo: kim@home.example\n"
    "Message-ID: <m3@x>\n\nMoney\n\n" FROM_ "X-Gmail-Labels: Drafts\nFrom: "
    "kim@home.example\nMessage-ID: <m4@x>\n\nnot yet\n\n" FROM_
    "From: Tea List <tea@lists.example>\nTo: kim@home.example\nDate: x\n"
    "List-Id: Tea <tea.lists.example>\nMessage-ID: <m5@x>\n\nnews\n\n" FROM_
    "From: shop@shop.example\nTo: kim@home.example\nList-Unsubscribe: <https://x>\n"
    "Message-ID: <m6@x>\n\nbuy\n";

static void test_takeout(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Mail/All mail.mbox", takeout},
        {NULL,                 NULL   }
    };
    collect_folder(&c, "mbox", files);
    assert_line(&c, "account key=\"kim@home.example\" handle=\"kim@home.example\"");
    assert_line(&c, "identity kim@home.example person name=\"Lind, Kim\"");
    assert_line(&c, "thread gmail:1790 group title=\"Hej på dig\"");
    assert_line(&c, "identity ana@other.example person name=\"Ana Kovač\"");
    assert_line(&c, "identity bo@other.example person name=\"Bo\"");
    assert_line(&c, "member gmail:1790 bo@other.example");
    assert_lines(&c, "member gmail:1790 ana@other.example", 2);
    assert_line(&c, "post message own at=1699996400000 text=\"Hi\\n\\nFrom here on\\n>From "
                    "nested\\nFrom here, not a date\" title=\"Hej på dig\" direct "
                    "thread=\"gmail:1790\" key=\"m1@home.example\"");
    assert_line(&c, "post message author=\"ana@other.example\" at=1700053200000 "
                    "text=\"Hello\" title=\"Re: Hej på dig\" direct "
                    "reply_to=\"m1@home.example\" thread=\"gmail:1790\"");
    assert_lines(&c, "Money", 0);
    assert_lines(&c, "not yet", 0);
    assert_line(&c, "text=\"news\" group group=\"tea.lists.example\"");
    assert_line(&c, "text=\"buy\" group group=\"shop@shop.example\"");
    assert_lines(&c, "member m5@x", 0);
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* What begins a message, and what does not. */
static void test_from_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is;
    } rows[] = {
        {"From ana@example.org Tue Nov 14 22:13:20 2023", true },
        {"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",   true },
        {"From - Sat Jan 01 00:00:00 2000",               true },
        {"From 1790@xxx Mon Mar 04 11:20:34 +0000 2024",  true },
        {"From here on",                                  false},
        {"From 2023 we will meet",                        false},
        {"From 10:30 on",                                 false},
        {"from ana@example.org Tue Nov 14 22:13:20 2023", false},
        {"From",                                          false},
        {"From :",                                        false}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (mbox_is_from(str_from(rows[i].line)) != rows[i].is)
            fail_msg("%s", rows[i].line);
}

#define MAIL(id, more, text)                                                                   \
    "From: ana@other.example\nTo: kim@home.example\nDate: Wed, 15 Nov 2023 08:00:00 +0000\n"   \
    "Message-ID: <" id ">\n" more "\n" text

static void test_folders(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file maildir[] = {
        {"Maildir/cur/1700000000.M1P2.host:2,S", MAIL("a", "", "one\nFrom a b 10:00 2020\n")},
        {"Maildir/new/1700000001.M1P2.host",         MAIL("b",                 "", "two")},
        {"Maildir/.Sent/cur/1700000002.M1P2.host:2,S",
         "From: kim@home.example\nTo: ana@other.example\nMessage-ID: <c>\n\nthree"           },
        {"Maildir/.Junk/cur/1700000003.M1P2.host:2,S",                                      MAIL("d",   "", "four")},
        {NULL,                                      NULL}
    };
    collect_folder(&c, "mbox", maildir);
    assert_line(&c, "account key=\"kim@home.example\"");
    assert_line(&c, "text=\"one\\nFrom a b 10:00 2020\"");
    assert_line(&c, "text=\"two\"");
    assert_line(&c, "post message own text=\"three\"");
    assert_lines(&c, "four", 0);
    collect_done(&c);
    const struct collect_file apple[] = {
        {"Inbox.mbox/mbox",             FROM_ MAIL("a", "", "one\n") "\n" FROM_ MAIL("b", "", "two\n")},
        {"Inbox.mbox/table_of_contents", "binary"            },
        {NULL,                             NULL             }
    };
    collect_folder(&c, "mbox", apple);
    assert_lines(&c, "post message", 2);
    collect_done(&c);
    const struct collect_file thunderbird[] = {
        {"Mail/Inbox",
         "From - Sat Jan 01 00:00:00 2000\nX-Mozilla-Status: 0001\n" MAIL(
             "a",                   "", "one\nFrom - Sat Jan 01 00:00:00 2000\nX-Mozilla-Status: 0009\n")
             MAIL("b", "", "gone\n")},
        {"Mail/Inbox.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->"},
        {NULL,                     NULL       }
    };
    collect_folder(&c, "mbox", thunderbird);
    assert_lines(&c, "post message", 1);
    assert_lines(&c, "gone", 0);
    collect_done(&c);
    const struct collect_file empty[] = {
        {"Old.mbox", "nothing\n"},
        {NULL,       NULL       }
    };
    collect_folder(&c, "mbox", empty);
    assert_line(&c, "unread why=\"a mailbox without a message in it\"");
    collect_done(&c);
}

/* Threads without Gmail's number; keys without a Message-ID; times without a Date. */
static void test_threads(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"box.mbox", FROM_
         "From: ana@other.example\nMessage-ID: <a>\nSubject: Soup\nDate: Wed, 15 Nov 2023 "
         "08:00:00 GMT+2 (CEST)\n\none\n\n" FROM_
         "From: kim@home.example\nTo: ana@other.example\nMessage-ID: <b>\nReferences: <a>\n"
         "  <x>\nSubject: SV: Re: Soup\nDate: 15 Nov 99 08:00 -0000\n\ntwo\n\n" FROM_
         "From: kim@home.example\nTo: ana@other.example\nSubject: Re: Tea\n"
         "Received: from x by y; Wed, 15 Nov 2023 09:00:00 +0100\n\nthree\n\n" FROM_
         "From: kim@home.example\nTo: undisclosed-recipients:;\n\nfour\n"},
        {NULL,       NULL                                                                    }
    };
    collect_folder(&c, "mbox", files);
    assert_line(&c, "at=1700028000000 text=\"one\" title=\"Soup\" direct thread=\"a\"");
    assert_line(&c, "at=942652800000 text=\"two\" title=\"SV: Re: Soup\" direct thread=\"a\"");
    assert_line(&c, "at=1700035200000 text=\"three\" title=\"Re: Tea\" direct "
                    "thread=\"subject:tea\"");
    assert_line(&c, "at=1700000000000 text=\"four\" direct thread=\"mail:");
    assert_lines(&c, "thread a title=\"Soup\"", 1);
    collect_done(&c);
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *field, *is; /* "name|address;…" */
    } rows[] = {
        {"ana@x.example",                                   "|ana@x.example;"             },
        {"\"Lind, Kim\" <Kim@X.example>, bo@x.example",
         "Lind, Kim|kim@x.example;|bo@x.example;"                                         },
        {"bbb@x.example (John (X.) Doe)",                   "John (X.) Doe|bbb@x.example;"},
        {"Tea: a@x.example, B <b@x.example>;, c@x.example",
         "|a@x.example;B|b@x.example;|c@x.example;"                                       },
        {"undisclosed-recipients:;",                        ""                            },
        {"=?utf-8?Q?Kov=C3=A1cs,_Ana?= <ana@x.example>",    "Kovács, Ana|ana@x.example;" },
        {"=?ISO-8859-2?Q?Kova=E8?= <ana@x.example>",        "Kovač|ana@x.example;"       },
        {"\"Quo\\\"te\" <q@x.example>",                     "Quo\"te|q@x.example;"        },
        {"<@relay.example:ana@x.example>",                  "|ana@x.example;"             },
        {"Caf\xE9 <c@x.example>",                           "Café|c@x.example;"          },
        {"foo",                                             ""                            },
        {"a@x.example; b@x.example",                        "|a@x.example;|b@x.example;"  },
        {"\"never closed <a@x.example>",                    ""                            }
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mail_address got[8];
        struct buf b;
        size_t n = mail_addresses(str_from(rows[i].field), a, got, 8);
        buf_init(&b, KIB(4));
        for (size_t k = 0; k < n; k++)
            buf_printf(&b, STRF "|" STRF ";", STRA(got[k].name), STRA(got[k].address));
        assert_string_equal(buf_cstr(&b), rows[i].is);
        buf_free(&b);
    }
    arena_free(a);
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *field, *is;
    } rows[] = {
        {"plain",                            "plain"                 },
        {"=?utf-8?Q?a?=   =?utf-8?Q?b?= c",  "ab c"                  },
        {"=?utf-8?B?w6U=?==?utf-8?B?w6Q=?=", "åä"                  },
        {"=?utf-8?Q?=C3?= =?utf-8?Q?=A5?=",  "å"                    }, /* one letter in two words */
        {"=?utf-8*sv?Q?=C3=A5?=",            "å"                    },
        {"=?koi8-r?B?0NLJ18XU?=",            "привет"          },
        {"=?x-none?Q?a=FF?=",                "a\xEF\xBF\xBD"         },
        {"=?utf-8?X?a?= =?broken",           "=?utf-8?X?a?= =?broken"},
        {"Caf\xE9",                          "Café"                 },
        {"=?utf-8?Q?"
         "?= x",                    " x"                    }
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(arena_cstr(a, mail_text(str_from(rows[i].field), a)), rows[i].is);
    static const struct {
        const char *field, *name, *is;
    } params[] = {
        {"text/plain; charset=utf-8",                                    "charset",  "utf-8"    },
        {"text/plain; x=1; CharSet=\"Latin1\" ; y",                      "charset",  "Latin1"   },
        {"a/b; filename*=UTF-8''f%C3%A5%20r.txt",                        "filename", "få r.txt"},
        {"a/b; filename*0=\"one \"; filename*1*=%74wo; filename*2=.txt", "filename",
         "one two.txt"                                                                          },
        {"a/b; filename=\"=?utf-8?Q?=C3=A5?=.txt\"",                     "filename", "å.txt"   },
        {"a/b; filename=\"a\\\"b;c\"; z",                                "filename", "a\"b;c"   },
        {"a/b",                                                          "filename", ""         }
    };
    for (size_t i = 0; i < COUNT_OF(params); i++)
        assert_string_equal(
            arena_cstr(a, mail_param(str_from(params[i].field), params[i].name, a)),
            params[i].is);
    arena_free(a);
}

static void test_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *mail, *text;
        size_t parts;
    } rows[] = {
        {"A: b\n\nplain\n",                                              "plain",        0},
        {"Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: "
         "quoted-printable\n\n<p>caf=E9=\n</p><p>two</p>",      "café\n\ntwo", 0},
        {"Content-Type: multipart/alternative; boundary=b\n\nskip\n--b\n\nplain\n--b\n"
         "Content-Type: text/html\n\n<b>rich</b>\n--b--\nskip", "plain",        0},
        {"Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\n"
         "Content-Type: text/html\n\n<b>rich</b>\n--b--",       "rich",         0},
        {"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\none\n--b\nContent-Type: "
         "image/png; name=a.png\n\nxx\n--b\n\ntwo\n",           "one\n\ntwo",   1},
        {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/related; "
         "boundary=i\n\n--i\n\nin\n--i--\n--o\nContent-Type: message/rfc822\n\nSubject: fw\n\n"
         "x\n--o--",                                            "in",           1},
        {"Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
         "/v8AYQDl",                                            "aå",          0},
        {"Content-Type: multipart/mixed\n\nno boundary",                 "no boundary",  0}
    };
    struct arena *a = arena_new(MIB(64));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mail m;
        struct mail_body body;
        mail_parse(str_from(rows[i].mail), a, &m);
        mail_body(&m, a, &body);
        assert_string_equal(arena_cstr(a, body.text), rows[i].text);
        assert_int_equal(body.parts, rows[i].parts);
    }
    arena_free(a);
}

/* A picture of any size in base64 costs no more than its limit; a letter of East Asia is kept with
 * a word about it. */
static void test_large_and_unknown(void **state)
{
    (void)state;
    struct buf b;
    struct collect c;
    buf_init(&b, MIB(16));
    buf_lit(&b, FROM_ MAIL("a", "Content-Type: multipart/mixed; boundary=b\n",
                           "--b\nContent-Type: image/png; name=a.png\n"
                           "Content-Transfer-Encoding: base64\n\n"));
    for (int i = 0; i < 100000; i++)
        buf_lit(
            &b,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    buf_lit(&b, "--b\n\nbehind it\n--b--\n\n" FROM_ MAIL(
                    "b", "Content-Type: text/plain; charset=gb2312\n", "hi \xC4\xE3"));
    const struct collect_file files[] = {
        {"box.mbox", buf_cstr(&b)},
        {NULL,       NULL        }
    };
    collect_folder(&c, "mbox", files);
    assert_line(&c, "text=\"behind it\"");
    assert_line(&c, "attachment 0 image note=\"a.png\"");
    assert_line(&c, "text=\"hi \xEF\xBF\xBD\xEF\xBF\xBD\"");
    assert_line(&c, "unread why=\"letters in a charset that Tact does not know: gb2312\"");
    collect_done(&c);
    buf_free(&b);
}

/* The messages of CPython's own tests, where they are: what its package reads in them. */
static void test_suite(void **state)
{
    (void)state;
    static const struct {
        const char *file, *from, *subject;
        int64_t at_s;
        const char *text; /* how it begins */
        size_t parts;
    } rows[] = {
        {"msg_01", "bbb@ddd.com",                    "This is a test message",                              988999544,  "Hi,",                 0},
        {"msg_02", "ppp-request@zzz.org",            "Ppp digest, Vol 1 #2 - 5 msgs",                       987812280,
         "Send Ppp mailing",                                                                                                                   5},
        {"msg_04", "barry@python.org",               "a simple multipart",                                  1000181105, "a simple kind of",    1},
        {"msg_06", "barry@python.org",               "forwarded message from Barry A. Warsaw",              1000416522, "",
         1                                                                                                                                      },
        {"msg_07", "barry@digicool.com",             "Here is your dingus fish",                            987809702,  "Hi there,",           1},
        {"msg_10", "barry@python.org",               "Lyrics",                                              987809702,  "This is a 7bit",      0},
        {"msg_16", "postmaster@ucla.edu",            "Delivery Notification: Delivery has failed",
         1001301275,                                                                                                    "This report relates", 2},
        {"msg_26", "father.time@xcar.wooster.local", "IMAP file test",                                      1021190175,
         "Simple email with",                                                                                                                  1},
        {"msg_32", "aperson@example.com",            "Re: Limiting Perl CPU Utilization...",                969988983,
         "Some message.",                                                                                                                      0},
        {"msg_35", "aperson@dom.ain",                "here's something interesting",                        0,          "counter to RFC",      0},
        {"msg_43", "",                               "Banned file: auto__mail.python.bat in mail from you", 1101526904,
         "BANNED FILENAME ALERT",                                                                                                              2},
        {"msg_45", "foo@bar.baz",                    "test",                                                0,          "This is the signed",  1},
        {"msg_46", "sender@example.net",             "GroupwiseForwardingTest",                             1265023276, "",                    1},
        {"msg_47", "arthur@example.example",         "",                                                    978307260,  "bar",                 0}
    };
    const char *shared = getenv("TACT_SHARED");
    if (!shared || !*shared) {
        print_message("SKIP suite: TACT_SHARED is not set\n");
        skip();
    }
    struct arena *a = arena_new(MIB(64));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char path[1024];
        struct buf b;
        struct mail m;
        struct mail_body body;
        struct mail_address from = {STR_NONE, STR_NONE};
        snprintf(path, sizeof path, "%s/data/suites/email-python/%s.txt", shared, rows[i].file);
        FILE *f = fopen(path, "rb");
        if (!f)
            fail_msg("%s is missing", path);
        buf_init(&b, MIB(1));
        for (int ch; (ch = fgetc(f)) != EOF;)
            if (ch != '\r')
                buf_char(&b, (char)ch);
        fclose(f);
        arena_reset(a);
        mail_parse(buf_view(&b), a, &m);
        mail_body(&m, a, &body);
        if (!mail_addresses(mail_get(&m, "from"), a, &from, 1))
            from.address = STR_NONE;
        struct when at = mail_date(mail_get(&m, "date"), a);
        struct str subject = mail_text(mail_get(&m, "subject"), a);
        bool good = str_is(from.address, rows[i].from) && str_is(subject, rows[i].subject) &&
                    at.ms / 1000 == rows[i].at_s && body.parts == rows[i].parts &&
                    str_starts(body.text, str_from(rows[i].text)) &&
                    (rows[i].text[0] != '\0') == (body.text.n > 0);
        if (!good)
            fail_msg("%s: " STRF " | " STRF " | %lld | " STRF " | %zu parts", rows[i].file,
                     STRA(from.address), STRA(subject), (long long)at.ms / 1000,
                     STRA(str_sub(body.text, 0, 60)), body.parts);
        buf_free(&b);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takeout),   cmocka_unit_test(test_from_lines),
        cmocka_unit_test(test_folders),   cmocka_unit_test(test_threads),
        cmocka_unit_test(test_addresses), cmocka_unit_test(test_words),
        cmocka_unit_test(test_bodies),    cmocka_unit_test(test_large_and_unknown),
        cmocka_unit_test(test_suite)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
