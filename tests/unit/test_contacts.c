/* tests/unit/test_contacts.c: address books as CSV: Google, Outlook, Thunderbird, any other. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archives/contacts.h"
#include "collect.h"

static void read_book(struct collect *c, const char *text)
{
    const struct collect_file files[] = {
        {"contacts.csv", text},
        {NULL,           NULL}
    };
    collect_folder(c, "contacts", files);
}

#define GOOGLE_NEW                                                                             \
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,"   \
    "File As,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - "     \
    "Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - "    \
    "Formatted,Relation 1 - Label,Relation 1 - Value,Website 1 - Label,Website 1 - Value\n"

static void test_google_new(void **state)
{
    (void)state;
    struct collect c;
    read_book(
        &c, GOOGLE_NEW
        "Zoë,M.,Ek,,Dr.,,Zo,,Acme,Baker,--03-07,\"one\ntwo\",https://p.example,"
        "* myContacts ::: * starred ::: Friends,* Work,zoe@mail.example ::: z@mail.example,"
        "Mobile,+46 70 ::: +46 71,Home,\"1 Main St\nTurku\",Mother,Ana Ek,Profile,"
        "https://zoe.example\n"
        ",,,,,,,,Acme,,,,,,,info@acme.example,,,,,,,,\n"
        ",,,,,,,,,,,a note,,,,,,,,,,,,\n");
    assert_line(&c, "account key=\"google\" handle=\"google\" name=\"Google Contacts\"");
    assert_line(&c, "person name=\"Dr. Zoë M. Ek\"");
    assert_line(&c, "email value=\"zoe@mail.example\" label=\"Work\"");
    assert_line(&c, "email value=\"z@mail.example\" label=\"Work\"");
    assert_line(&c, "phone value=\"+46 70\" label=\"Mobile\"");
    assert_line(&c, "phone value=\"+46 71\" label=\"Mobile\"");
    assert_line(&c, "label value=\"Friends\"");
    assert_lines(&c, "myContacts", 0);
    assert_lines(&c, ":::", 0);
    assert_lines(&c, "* ", 0);
    assert_lines(&c, "relation card:", 1);
    assert_line(&c, "other value=\"Ana Ek\" label=\"Mother\"");
    assert_line(&c, "birthday value=\"--03-07\"");
    assert_line(&c, "note value=\"one\\ntwo\"");
    assert_line(&c, "address value=\"1 Main St\\nTurku\" label=\"Home\"");
    assert_line(&c, "url value=\"https://zoe.example\" label=\"Profile\"");
    assert_line(&c, "organisation name=\"Acme\"");
    assert_line(&c, "unread why=\"an entry without a name, address or number\"");
    collect_done(&c);
}

static void test_google_old(void **state)
{
    (void)state;
    struct collect c;
    read_book(&c,
              "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Gender,Location,"
              "Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,"
              "E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,"
              "Organization 1 - Name,Organization 1 - Title,IM 1 - Service,IM 1 - Value\r\n"
              "Zoë Ek,Zoë,,Ek,,1990-05-17,,,,Chess ::: * myContacts,* ,zoe@mail.example,"
              "Home,z@mail.example,Work,+46 70,,Acme,Baker,Jabber,zoe@chat.example\r\n");
    assert_line(&c, "account key=\"google\"");
    assert_line(&c, "person name=\"Zoë Ek\"");
    assert_line(&c, "email value=\"zoe@mail.example\"\n");
    assert_line(&c, "email value=\"z@mail.example\" label=\"Home\"");
    assert_line(&c, "phone value=\"+46 70\" label=\"Work\"");
    assert_line(&c, "company value=\"Acme\"");
    assert_line(&c, "position value=\"Baker\"");
    assert_line(&c, "birthday value=\"1990-05-17\"");
    assert_line(&c, "label value=\"Chess\"");
    assert_lines(&c, "myContacts", 0);
    assert_line(&c, "other value=\"zoe@chat.example\"");
    collect_done(&c);
}

static void test_outlook_english(void **state)
{
    (void)state;
    struct collect c;
    read_book(
        &c,
        "\xEF\xBB\xBF"
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Job Title,"
        "Business Street,Business City,Business Country/Region,Home Street,Home City,"
        "Business Phone,Business Phone 2,Home Fax,Mobile Phone,Birthday,Categories,Children,"
        "E-mail Address,E-mail Type,E-mail 2 Address,E-mail 2 Type,Notes,Spouse,Web Page\r\n"
        "Ms,Zo\xC3\xAB,,Ek,Jr.,Acme,Baker,1 Main St,Turku,Finland,2 Side St,Turku,+46 1,+46 2,"
        "+46 9,+46 3,0/0/00,Friends;Chess,Al,/o=Org/ou=First/cn=zoe,EX,zoe@mail.example,SMTP,"
        ",Bo,https://zoe.example\r\n");
    assert_line(&c, "account key=\"outlook\" handle=\"outlook\" name=\"Outlook contacts\"");
    assert_line(&c, "person name=\"Zoë Ek Jr.\"");
    assert_line(&c, "address value=\"1 Main St, Turku, Finland\" label=\"work\"");
    assert_line(&c, "address value=\"2 Side St, Turku\" label=\"home\"");
    assert_line(&c, "phone value=\"+46 1\" label=\"work\"");
    assert_line(&c, "phone value=\"+46 2\" label=\"work\"");
    assert_line(&c, "phone value=\"+46 3\" label=\"mobile\"");
    assert_lines(&c, "+46 9", 0); /* a fax */
    assert_lines(&c, "birthday", 0);
    assert_lines(&c, "/o=Org", 0);
    assert_line(&c, "email value=\"zoe@mail.example\"");
    assert_line(&c, "label value=\"Friends\"");
    assert_line(&c, "label value=\"Chess\"");
    assert_line(&c, "other value=\"Bo\" label=\"spouse\"");
    collect_done(&c);
}

/* In cp1252, with semicolons, the day first. */
static void test_outlook_german(void **state)
{
    (void)state;
    struct collect c;
    read_book(&c, "Anrede;Vorname;Nachname;Firma;Position;Stra\xDF"
                  "e gesch\xE4"
                  "ftlich;"
                  "Ort gesch\xE4"
                  "ftlich;Stra\xDF"
                  "e privat;Ort privat;Telefon gesch\xE4"
                  "ftlich 2;Telefon (privat);Mobiltelefon;Weiteres Fax ;Geburtstag;Kategorien;"
                  "E-Mail-Adresse;E-Mail 2: Adresse;Notizen;Partner;Webseite\r\n"
                  "Frau;J\xF6rgine;M\xFCller;\"B\xE4"
                  "cker; & Co\";B\xE4"
                  "ckerin;Weg 1;K\xF6ln;"
                  "Gasse 2;Bonn;0221 12345;0228 1;0170 1;9;03.04.1990;Kunden;j@mail.example;"
                  "k@mail.example;Notiz;Al;https://j.example\r\n");
    assert_line(&c, "account key=\"outlook\"");
    assert_line(&c, "person name=\"Jörgine Müller\"");
    assert_line(&c, "company value=\"Bäcker; & Co\"");
    assert_line(&c, "position value=\"Bäckerin\"");
    assert_line(&c, "address value=\"Weg 1, Köln\" label=\"work\"");
    assert_line(&c, "address value=\"Gasse 2, Bonn\" label=\"home\"");
    assert_line(&c, "phone value=\"0221 12345\" label=\"work\"");
    assert_line(&c, "phone value=\"0228 1\" label=\"home\"");
    assert_line(&c, "phone value=\"0170 1\" label=\"mobile\"");
    assert_line(&c, "birthday value=\"1990-04-03\"");
    assert_line(&c, "email value=\"k@mail.example\"");
    assert_line(&c, " kunden\n"); /* a relation */
    collect_done(&c);
}

static void test_outlook_french(void **state)
{
    (void)state;
    struct collect c;
    read_book(&c,
              "Titre;Pr\xE9nom;Nom;Soci\xE9t\xE9;Profession;Rue (bureau);Ville (bureau);"
              "Pays/R\xE9gion (domicile);T\xE9l\xE9phone 2 (bureau);T\xE9l\xE9phone (domicile);"
              "T\xE9l. mobile;Anniversaire;Adresse de messagerie;Adresse de messagerie 2;"
              "Conjoint(e);Enfants;Cat\xE9gories;Page Web\r\n"
              ";Zo\xE9;Chl\xF4"
              "e;Acm\xE9;Boulang\xE8re;1 rue;Dax;France;05 1;05 2;06 3;"
              "03/04/1990;z@mail.example;y@mail.example;Al;Bo;Amis;https://z.example\r\n"
              ";Bo;Bleu;;;;;;;;;00/00/00;b@mail.example;;;;;\r\n");
    assert_line(&c, "person name=\"Zoé Chlôe\"");
    assert_line(&c, "company value=\"Acmé\"");
    assert_line(&c, "phone value=\"05 1\" label=\"work\"");
    assert_line(&c, "phone value=\"06 3\" label=\"mobile\"");
    assert_line(&c, "birthday value=\"1990-04-03\"");
    assert_line(&c, "email value=\"y@mail.example\"");
    assert_line(&c, "other value=\"Al\" label=\"spouse\"");
    assert_line(&c, "other value=\"Bo\" label=\"children\"");
    assert_line(&c, "address value=\"France\" label=\"home\"");
    assert_line(&c, " amis\n");
    collect_done(&c);
}

/* One date says it for all of the file, also for those in front of it, and for no other file. */
static void test_day_first(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"a.csv", "First Name,Last Name,E-mail Address,Birthday\n"
                  "A,A,a@mail.example,03/04/1990\nB,B,b@mail.example,17/05/1991\n"},
        {"b.csv", "First Name,Last Name,E-mail Address,Birthday\n"
                  "C,C,c@mail.example,03/04/1992\nD,D,d@mail.example,5/17/1993\n" },
        {NULL,    NULL                                                                             }
    };
    collect_folder(&c, "contacts", files);
    assert_line(&c, "birthday value=\"1990-04-03\"");
    assert_line(&c, "birthday value=\"1991-05-17\"");
    assert_line(&c, "birthday value=\"1992-03-04\"");
    assert_line(&c, "birthday value=\"1993-05-17\"");
    collect_done(&c);
}

static void test_thunderbird(void **state)
{
    (void)state;
    struct collect c;
    read_book(&c,
              "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,"
              "Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,"
              "Home Address,Home Address 2,Home City,Home County,Home Post Code,Home Country,"
              "Work Address,Work Address 2,Work City,Work County,Work Post Code,Work Country,"
              "Job Title,Department,Organisation,Web Page 1,Web Page 2,Birth Year,Birth Month,"
              "Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes,\n"
              "Zoë,Ek,Zoë Ek,Zo,zoe@mail.example,z@mail.example,zz,1,2,3,4,5,1 Main St,,Turku,,"
              "20100,Finland,,,,,,,Baker,,Acme,https://w.example,,1990,5,17,,,,,Hi,\n"
              "Bo,B,,,bo@mail.example,,,,,,,,,,,,,,,,,,,,,,,,,,12,3,,,,,,\n");
    assert_line(&c, "account key=\"thunderbird\"");
    assert_line(&c, "person name=\"Zoë Ek\"");
    assert_line(&c, "email value=\"zoe@mail.example\" label=\"primary\"");
    assert_line(&c, "phone value=\"5\" label=\"mobile\"");
    assert_line(&c, "address value=\"1 Main St, Turku, 20100, Finland\" label=\"home\"");
    assert_line(&c, "birthday value=\"1990-05-17\"");
    assert_line(&c, "birthday value=\"--12-03\"");
    assert_line(&c, "company value=\"Acme\"");
    assert_line(&c, "note value=\"Hi\"");
    collect_done(&c);
}

/* In a language that nobody told us, the columns stand where they always do. Some of its words
 * may be known from Outlook (prénom). */
static void test_thunderbird_by_place(void **state)
{
    (void)state;
    static const char *const first[] = {"Etunimi,Sukunimi", "Prénom,Nom de famille"};
    for (size_t i = 0; i < COUNT_OF(first); i++) {
        struct collect c;
        char text[1024];
        snprintf(text, sizeof text,
                 "%s,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,aa,Sivu 1,Sivu 2,bb,cc,dd,"
                 "Oma 1,Oma 2,Oma 3,Oma 4,ee,\n"
                 "Zoë,Ek,,,zoe@mail.example,z@mail.example,zz,1,2,3,4,5,1 Main St,,Turku,,"
                 "20100,Finland,,,,,,,Baker,,Acme,https://w.example,,1990,5,17,mine,,,,Hi,\n",
                 first[i]);
        read_book(&c, text);
        assert_line(&c, "account key=\"thunderbird\"");
        assert_line(&c, "person name=\"Zoë Ek\"");
        assert_line(&c, "email value=\"zoe@mail.example\" label=\"primary\"");
        assert_line(&c, "phone value=\"5\" label=\"mobile\"");
        assert_line(&c, "birthday value=\"1990-05-17\"");
        assert_line(&c, "other value=\"mine\"");
        collect_done(&c);
    }
}

/* Whatever has a name and an address, also with tabs. */
static void test_generic(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Name,Email\nZoë Ek,zoe@mail.example\n",
        "full_name;E-MAIL\r\nZoë Ek;zoe@mail.example\r\n",
        "name\temail\ttown\nZoë Ek\tzoe@mail.example\tTurku\n",
        "\"Name\",\"Email\"\n\"Zoë Ek\",\"zoe@mail.example\"",
        "Surname,Given Name,Email,Whatever\nEk,Zoë,zoe@mail.example\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct collect c;
        read_book(&c, texts[i]);
        assert_line(&c, "account key=\"csv\"");
        assert_line(&c, "person name=\"Zoë Ek\"");
        assert_line(&c, "email value=\"zoe@mail.example\"");
        assert_line(&c, "contact\n");
        collect_done(&c);
    }
}

static void test_not_a_book(void **state)
{
    (void)state;
    static const char *const texts[] = {"Date,Amount,Currency\n2024-01-01,1,EUR\n",
                                        "Name,Amount\nBread,1\n", "Email\na@b.example\n", "x\n",
                                        "\n\n",
                                        /* 38 columns, but not Thunderbird's */
                                        "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,"
                                        "aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll\n"
                                        "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,"
                                        "22,23,24,25,26,27,28,29,30,31,32\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char dir[] = "/tmp/tact-contacts-XXXXXX";
        struct container *box = NULL;
        const struct reader *rd = NULL;
        struct err e = {0};
        assert_non_null(mkdtemp(dir));
        collect_write(dir, "some.csv", texts[i]);
        assert_int_equal(container_open(dir, &box, &e), ERR_OK);
        assert_int_equal(reader_find(box, &rd, &e), ERR_UNSUPPORTED);
        container_close(box);
        collect_remove(dir);
    }
}

/* The same entry is known again in another export, whatever its columns. */
static void test_known_again(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"a.csv", "Name,Email,Phone\nZoë Ek,ZOE@mail.example,+46 70 123 45 67\n"},
        {"b.csv", "First Name,Last Name,E-mail Address,Mobile Phone\n"
                  "Zoë,Ek,zoe@mail.example,0046701234567\n"    },
        {NULL,    NULL                                                           }
    };
    collect_folder(&c, "contacts", files);
    assert_int_equal(c.n[RECORD_IDENTITY], 1);
    collect_done(&c);
}

/* Pieces of an address that together are too long stay text. */
static void test_long_address(void **state)
{
    (void)state;
    struct collect c;
    struct buf b;
    buf_init(&b, MIB(1));
    buf_lit(&b, "Name,Email,Home Street\nZoë,zoe@mail.example,x");
    for (int i = 0; i < 3000; i++)
        buf_lit(&b, "ë");
    buf_lit(&b, "\n");
    read_book(&c, buf_cstr(&b));
    assert_lines(&c, "\xC3\xAB\xEF\xBF\xBD\" label=\"home\"", 1);
    buf_free(&b);
    collect_done(&c);
}

static void test_card_birthday(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool day_first;
        const char *out;
    } cases[] = {
        {"1990-05-17",                  false, "1990-05-17"                 },
        {"19900517",                    false, "1990-05-17"                 },
        {"--0412",                      false, "--04-12"                    },
        {"--04-12",                     false, "--04-12"                    },
        {"3/14/1990",                   false, "1990-03-14"                 },
        {"3/4/90",                      true,  "1990-04-03"                 },
        {"14.03.1990",                  false, "1990-03-14"                 },
        {"1604-04-12",                  false, "--04-12"                    },
        {"0000-04-12",                  false, "--04-12"                    },
        {"0/0/00",                      false, ""                           },
        {"00/00/00",                    true,  ""                           },
        {"some day",                    false, "some day"                   },
        {"1990",                        false, "1990"                       },
        {"",                            false, ""                           },
        {"99/99/1990",                  false, "99/99/1990"                 },
        {"1/1/123456789012",            false, "1/1/123456789012"           },
        {"1/1/99999999999999999999999", false, "1/1/99999999999999999999999"}
    };
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str out = card_birthday(str_from(cases[i].in), cases[i].day_first, a);
        if (!str_is(out, cases[i].out))
            fail_msg("%s: " STRF, cases[i].in, STRA(out));
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_google_new),      cmocka_unit_test(test_google_old),
        cmocka_unit_test(test_outlook_english), cmocka_unit_test(test_outlook_german),
        cmocka_unit_test(test_outlook_french),  cmocka_unit_test(test_day_first),
        cmocka_unit_test(test_thunderbird),     cmocka_unit_test(test_thunderbird_by_place),
        cmocka_unit_test(test_generic),         cmocka_unit_test(test_not_a_book),
        cmocka_unit_test(test_known_again),     cmocka_unit_test(test_long_address),
        cmocka_unit_test(test_card_birthday)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
