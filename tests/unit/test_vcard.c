/* tests/unit/test_vcard.c: vCards of all versions as phones and programs really write them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#define CARD(version, body) "BEGIN:VCARD\r\nVERSION:" version "\r\n" body "END:VCARD\r\n"

/* Reads one file of cards. */
static void read_cards(struct collect *c, const char *text)
{
    const struct collect_file files[] = {
        {"book.vcf", text},
        {NULL,       NULL}
    };
    collect_folder(c, "vcard", files);
}

/* One file in, one line that must come out. */
struct one {
    const char *text, *line;
};

static void assert_each(const struct one *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct collect c;
        read_cards(&c, cases[i].text);
        assert_line(&c, cases[i].line);
        assert_lines(&c, "unread", 0);
        collect_done(&c);
    }
}

/* 2.1: quoted-printable with soft breaks, whose next line has no space in front. */
static void test_quoted_printable(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {CARD("2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Kov=C4=8D;An=\r\na;;;\r\n"),
         "name=\"Ana Kovč\""                                                                                    },
        {CARD("2.1", "FN:Jo\r\nNOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo=\r\n=20three\r\n"),
         "note value=\"one\\ntwo three\""                                                                        },
        {CARD("2.1", "FN;QUOTED-PRINTABLE:J=F6rg\r\n"),                                        "name=\"Jörg\""  }, /* cp1252 */
        {CARD("2.1", "FN:J\xF6rg\r\n"),                                                        "name=\"Jörg\""  },
        {CARD("2.1", "FN;ENCODING=QUOTED-PRINTABLE:50=25 =ZZ =\r\n"),                          "name=\"50% =ZZ\""},
        {CARD("2.1", "FN:Jo\r\nTEL;CELL;VOICE:+46 70\r\n"),
         "phone value=\"+46 70\" label=\"cell\""                                                                 },
        {CARD("2.1", "FN:Jo\r\nTEL;VOICE;PREF:+46 70\r\n"),
         "phone value=\"+46 70\" label=\"primary\""                                                              },
    };
    assert_each(cases, COUNT_OF(cases));
}

/* 3.0: folded lines, of which one cuts a character in two. */
static void test_folding(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {CARD("3.0",          "FN:Zo\xC3\r\n \xAB Ek\r\n"), "name=\"Zoë Ek\""},
        {CARD("3.0",                   "FN:Z\r\n o\r\n\t\xC3\xAB\r\n  Ek\r\n"),                                      "name=\"Zoë Ek\""},
        {"BEGIN:VCARD\nFN:Zo\n \xC3\xAB\nEND:VCARD", "name=\"Zoë\""},
        {"BEGIN:VCARD\r\r\nFN:Zo\r\r\n \xC3\xAB\r\r\nEND:VCARD\r\r\n",    "name=\"Zoë\""                                        },
        {"\xEF\xBB\xBF"
         "BEGIN:VCARD\r\nFN:Zo\xC3\xAB\r\nEND:VCARD\r\n", "name=\"Zoë\""},
        {"\r\n\r\nbegin:vcard\r\nfn:Zo\xC3\xAB\r\nversion:3.0\r\nend:vcard\r\n",
         "name=\"Zoë\""                                           },
    };
    assert_each(cases, COUNT_OF(cases));
}

static void test_4_0(void **state)
{
    (void)state;
    struct collect c;
    read_cards(&c, CARD("4.0", "UID:urn:uuid:AA-1\r\n"
                               "FN;PID=1.1:Zoë Ek\r\n"
                               "TEL;VALUE=uri;TYPE=\"cell,voice\";PREF=1:tel:+46-70\r\n"
                               "EMAIL;TYPE=\"work\":mailto:zoe@mail.example\r\n"
                               "BDAY:--0412\r\n"
                               "KIND:individual\r\n"
                               "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://m.example/@zoe\r\n"
                               "RELATED;TYPE=friend:urn:uuid:BB-2\r\n"
                               "X-PARAM;LABEL=\"a:b;c\":unknown\r\n"
                               "URL;LABEL=\"a:b;c\":https://zoe.example\r\n"));
    assert_line(&c, "identity uid:aa-1 person name=\"Zoë Ek\"");
    assert_line(&c, "connection uid:aa-1 contact");
    assert_line(&c, "phone value=\"+46-70\" label=\"cell\"");
    assert_line(&c, "email value=\"zoe@mail.example\" label=\"work\"");
    assert_line(&c, "birthday value=\"--04-12\"");
    assert_line(&c, "url value=\"https://m.example/@zoe\" label=\"Mastodon\"");
    assert_line(&c, "value=\"urn:uuid:BB-2\" label=\"friend\"");
    assert_line(&c, "url value=\"https://zoe.example\"");
    assert_lines(&c, "unknown", 0);
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* Apple: labels come behind what they name, its own ones are wrapped. */
static void test_apple(void **state)
{
    (void)state;
    struct collect c;
    read_cards(&c,
               CARD("3.0", "N:Ek;Zoë;;;\r\nFN:Zoë Ek\r\n"
                           "item1.EMAIL;type=INTERNET:zoe@mail.example\r\n"
                           "item1.X-ABLabel:_$!<Other>!$_\r\n"
                           "item2.URL;type=pref:https\\://zoe.example\r\n"
                           "item2.X-ABLabel:_$!<HomePage>!$_\r\n"
                           "ITEM3.tel:+46 70\r\n"
                           "item3.X-ABLabel:Boat\r\n"
                           "item4.X-ABRELATEDNAMES:Bo Ek\r\n"
                           "item4.X-ABLabel:_$!<Brother>!$_\r\n"
                           "X-SOCIALPROFILE;type=twitter;x-user=zoe:http://twitter.com/zoe\r\n"
                           "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:zoe@chat.example\r\n"
                           "item5.ADR;type=HOME:;;1 Main St\\, Left;Turku;;20100;Finland\r\n"
                           "item5.X-ABADR:fi\r\n"
                           "X-ABUID:1-2-3\\:ABPerson\r\n")
                   CARD("3.0", "FN:Acme\r\nORG:Acme;\r\nX-ABShowAs:COMPANY\r\n"));
    assert_line(&c, "identity uid:1-2-3:abperson person name=\"Zoë Ek\"");
    assert_line(&c, "email value=\"zoe@mail.example\" label=\"Other\"");
    assert_line(&c, "url value=\"https://zoe.example\" label=\"HomePage\"");
    assert_line(&c, "phone value=\"+46 70\" label=\"Boat\"");
    assert_line(&c, "other value=\"Bo Ek\" label=\"Brother\"");
    assert_line(&c, "url value=\"http://twitter.com/zoe\" label=\"twitter\"");
    assert_line(&c, "other value=\"xmpp:zoe@chat.example\" label=\"Jabber\"");
    assert_line(&c, "address value=\"1 Main St, Left, Turku, 20100, Finland\" label=\"home\"");
    assert_line(&c, "organisation name=\"Acme\"");
    assert_line(&c, "company value=\"Acme\"\n");
    assert_int_equal(c.n[RECORD_IDENTITY], 2);
    collect_done(&c);
}

/* Without its year in three ways, and with it. */
static void test_birthdays(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {CARD("3.0", "FN:Z\r\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12\r\n"),
         "value=\"--04-12\""                                                                           },
        {CARD("4.0", "FN:Z\r\nBDAY:--0412\r\n"),                            "value=\"--04-12\""        },
        {CARD("3.0", "FN:Z\r\nBDAY;VALUE=date:--04-12\r\n"),                "value=\"--04-12\""        },
        {CARD("2.1", "FN:Z\r\nBDAY:19900517\r\n"),                          "value=\"1990-05-17\""     },
        {CARD("3.0", "FN:Z\r\nBDAY:1990-05-17T00:00:00Z\r\n"),              "value=\"1990-05-17\""     },
        {CARD("4.0", "FN:Z\r\nBDAY:19900517T000000Z\r\n"),                  "value=\"1990-05-17\""     },
        {CARD("4.0", "FN:Z\r\nBDAY;VALUE=text:circa 1800\r\n"),             "value=\"circa 1800\""     },
        {CARD("3.0", "FN:Z\r\nBDAY:1/2/99999999999\r\n"),                   "value=\"1/2/99999999999\""},
    };
    assert_each(cases, COUNT_OF(cases));
}

/* A card inside a card is somebody else's; its END is not the END of the outer one. */
static void test_agent(void **state)
{
    (void)state;
    static const char *const agents[] = {"AGENT:\r\nBEGIN:VCARD\r\n", "AGENT:BEGIN:VCARD\r\n",
                                         "AGENT:\r\n\r\nBEGIN:VCARD\r\n"};
    for (size_t i = 0; i < COUNT_OF(agents); i++) {
        struct collect c;
        char text[512];
        snprintf(text, sizeof text,
                 "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Boss\r\n%sFN:Agent\r\nTEL:999\r\n"
                 "END:VCARD\r\nTEL:111\r\nEND:VCARD\r\n" CARD("2.1", "FN:Next\r\n"),
                 agents[i]);
        read_cards(&c, text);
        assert_line(&c, "name=\"Boss\"");
        assert_line(&c, "value=\"111\"");
        assert_line(&c, "name=\"Next\"");
        assert_lines(&c, "Agent", 0);
        assert_lines(&c, "999", 0);
        collect_done(&c);
    }
    /* 3.0 has it in the value */
    static const struct one cases[] = {
        {CARD("3.0", "FN:Boss\r\nAGENT:BEGIN:VCARD\\nFN:Agent\\nEND:VCARD\\n\r\n"),
         "\"Boss\""}
    };
    assert_each(cases, COUNT_OF(cases));
}

/* Where END is missing the next BEGIN ends the card, and the file the last one. */
static void test_missing_end(void **state)
{
    (void)state;
    struct collect c;
    read_cards(&c, "BEGIN:VCARD\nFN:Ann\nTEL:1234567\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n"
                   "BEGIN:VCARD\nFN:Cy\nBEGIN:VCARD\nFN:Di\nEMAIL:di@mail.example");
    assert_line(&c, "name=\"Ann\"");
    assert_line(&c, "name=\"Bo\"");
    assert_line(&c, "name=\"Cy\"");
    assert_line(&c, "name=\"Di\"");
    assert_line(&c, "di@mail.example");
    assert_int_equal(c.n[RECORD_IDENTITY], 4);
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* Pictures are skipped however they are written, and however large they are. */
static void test_pictures(void **state)
{
    (void)state;
    enum {
        BIG = 18 << 20
    };
    static const char *const before[] = {
        "PHOTO;ENCODING=BASE64;JPEG:\r\n /9j/4AAQ\r\n SkZJRg==\r\n\r\n",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\nSkZJRg\r\n\r\n",
        "PHOTO;ENCODING=b:/9j/",
        "PHOTO:data:image/jpeg;base64,/9j/",
        "X-MS-CARDPICTURE;ENCODING=BASE64:",
        "LOGO:"};
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        bool big = i >= 2;
        char *text = test_malloc(BIG + 1024);
        size_t n = (size_t)snprintf(text, 512, "BEGIN:VCARD\r\nFN:Ann\r\n%s", before[i]);
        for (size_t k = 0; big && k < BIG; k++) /* folded, or one line */
            text[n++] = i % 2 && k % 76 == 74 ? '\n' : i % 2 && k % 76 == 75 ? ' ' : 'A';
        snprintf(text + n, 512, "\r\nTEL:+46 70\r\nEND:VCARD\r\n");
        struct collect c;
        read_cards(&c, text);
        test_free(text);
        assert_line(&c, "name=\"Ann\"");
        assert_line(&c, "value=\"+46 70\"");
        assert_lines(&c, "fact", 1);
        assert_lines(&c, "unread", 0);
        collect_done(&c);
    }
}

/* A line that nobody wrote costs that line, not the book. */
static void test_too_long(void **state)
{
    (void)state;
    enum {
        BIG = 18 << 20
    };
    char *text = test_malloc(BIG + 1024);
    size_t n = (size_t)snprintf(text, 512, "BEGIN:VCARD\r\nFN:Ann\r\nNOTE:");
    memset(text + n, 'A', BIG);
    snprintf(text + n + BIG, 512, "\r\nTEL:+46 70\r\nEND:VCARD\r\n" CARD("3.0", "FN:Bo\r\n"));
    struct collect c;
    read_cards(&c, text);
    test_free(text);
    assert_line(&c, "name=\"Ann\"");
    assert_line(&c, "value=\"+46 70\"");
    assert_line(&c, "name=\"Bo\"");
    assert_line(&c, "unread why=\"a line of a card that is too long\"");
    collect_done(&c);
}

/* A group of five thousand. */
static void test_many_lines(void **state)
{
    (void)state;
    enum {
        MANY = 5000
    };
    struct collect c;
    struct buf b;
    buf_init(&b, MIB(1));
    buf_lit(&b, "BEGIN:VCARD\nFN:Everybody\nX-ADDRESSBOOKSERVER-KIND:group\n");
    for (int i = 0; i < MANY; i++)
        buf_printf(&b, "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:%d\n", i);
    buf_lit(&b, "END:VCARD\n" CARD("3.0", "FN:Bo\r\n"));
    read_cards(&c, buf_cstr(&b));
    assert_line(&c, "group name=\"Everybody\"");
    assert_line(&c, "name=\"Bo\"");
    assert_lines(&c, "unread", 0);
    buf_free(&b);
    collect_done(&c);
}

static void test_escapes(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {CARD("3.0", "N:Ek\\, MD;Zo\\;ë;;Dr.;\r\n"),                    "name=\"Dr. Zo;ë Ek, MD\""        },
        {CARD("3.0", "FN:Z\r\nNOTE:one\\ntwo\\Nthree\\\\n \\, \\;\r\n"),
         "note value=\"one\\ntwo\\nthree\\n , ;\""                                                          },
        {CARD("3.0", "FN:Z\r\nCATEGORIES:Friends,A\\,B,myContacts\r\n"), "value=\"A,B\""                    },
        {CARD("3.0", "FN:Z\r\nORG:Acme\\; Co.;Bread;Rye\r\n"),
         "company value=\"Acme; Co.\" label=\"Bread\""                                                      },
        {CARD("3.0", "FN:Z\r\nNICKNAME:Zo,Zozo\r\n"),                    "value=\"Zozo\" label=\"nickname\""},
        {CARD("3.0", "ORG:Acme;\r\n"),                                   "organisation name=\"Acme\""       },
        {CARD("3.0", "EMAIL:zoe@mail.example\r\n"),                      "person name=\"zoe@mail.example\"" },
    };
    assert_each(cases, COUNT_OF(cases));
}

/* Labels of an address book say how somebody stands to the owner. */
static void test_relations(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {CARD("3.0", "UID:1\r\nFN:Z\r\nCATEGORIES:Family,Chess\r\n"), "relation uid:1 family"}
    };
    assert_each(cases, COUNT_OF(cases));
}

/* The same UID is the same person, in one book and from one version to the next. */
static void test_same_uid(void **state)
{
    (void)state;
    struct collect c;
    read_cards(&c, CARD("3.0", "FN:Ann\r\nX-ABUID:9\r\nUID:AB-1\r\nTEL:1234567\r\n")
                       CARD("4.0", "UID:urn:uuid:ab-1\r\nFN:Ann\r\nTEL:7654321\r\n"));
    assert_lines(&c, "identity uid:ab-1 ", 2);
    assert_int_equal(c.n[RECORD_IDENTITY], 1);
    assert_lines(&c, "phone", 2);
    collect_done(&c);
    /* without one: name, address and number */
    read_cards(&c, CARD("3.0", "FN:Ann\r\nTEL:1234567\r\n")
                       CARD("3.0", "FN:ANN\r\nTEL:123 4567\r\n")
                           CARD("3.0", "FN:Ann\r\nTEL:7654321\r\n"));
    assert_int_equal(c.n[RECORD_IDENTITY], 2);
    collect_done(&c);
}

static void test_nothing_on_it(void **state)
{
    (void)state;
    struct collect c;
    read_cards(&c, CARD("3.0", "N:;;;;\r\nREV:2020\r\n") CARD("3.0", "FN:Ann\r\n"));
    assert_line(&c, "unread why=\"a card without a name, address or number\"");
    assert_line(&c, "name=\"Ann\"");
    assert_int_equal(c.n[RECORD_IDENTITY], 1);
    collect_done(&c);
}

/* UTF-16 with its mark, and a file that is not called .vcf. */
static void test_encodings(void **state)
{
    (void)state;
    static const char text[] = "\xFF\xFE"
                               "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xEB\0\n\0"
                               "E\0N\0D\0:\0V\0C\0A\0R\0D\0\n";
    char dir[] = "/tmp/tact-vcard-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/u.vcf", dir);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, sizeof text, f), sizeof text);
    assert_int_equal(fclose(f), 0);
    struct collect c;
    struct err e = {0};
    collect_init(&c, true);
    assert_int_equal(collect_read(&c, path, NULL, &e), ERR_OK);
    assert_line(&c, "name=\"ë\"");
    collect_done(&c);
    collect_write(dir, "cards.txt", CARD("3.0", "FN:Ann\r\n"));
    collect_init(&c, true);
    snprintf(path, sizeof path, "%s/cards.txt", dir);
    assert_int_equal(collect_read(&c, path, NULL, &e), ERR_OK);
    assert_line(&c, "name=\"Ann\"");
    collect_done(&c);
    collect_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_quoted_printable),
                                       cmocka_unit_test(test_folding),
                                       cmocka_unit_test(test_4_0),
                                       cmocka_unit_test(test_apple),
                                       cmocka_unit_test(test_birthdays),
                                       cmocka_unit_test(test_agent),
                                       cmocka_unit_test(test_missing_end),
                                       cmocka_unit_test(test_pictures),
                                       cmocka_unit_test(test_too_long),
                                       cmocka_unit_test(test_many_lines),
                                       cmocka_unit_test(test_escapes),
                                       cmocka_unit_test(test_relations),
                                       cmocka_unit_test(test_same_uid),
                                       cmocka_unit_test(test_nothing_on_it),
                                       cmocka_unit_test(test_encodings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
