/* tests/unit/test_linkedin.c: LinkedIn's archives of every era, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archives/linkedin.h"
#include "collect.h"

/* As it stands in front of every Connections.csv since 2022. */
#define PREAMBLE                                                                               \
    "Notes:\n\"When exporting your connection data, you may notice that some of the email "    \
    "addresses are missing. You will only see email addresses for connections who have "       \
    "allowed their connections to see or download their email address using this setting "     \
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "               \
    "https://www.linkedin.com/help/linkedin/answer/261\"\n\n"
#define CONNECTIONS      "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
#define CONNECTIONS_2021 "First Name,Last Name,Email Address,Company,Position,Connected On\n"
#define MESSAGES                                                                               \
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"    \
    "DATE,SUBJECT,CONTENT,FOLDER\n"
#define MESSAGES_2021                                                                          \
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,"      \
    "FOLDER\n"
#define PROFILE "First Name,Last Name,Headline,Websites\nKim,Ek,Baker,\n"
#define IN      "https://www.linkedin.com/in/"

static void read_files(struct collect *c, const struct collect_file *files)
{
    collect_folder(c, "linkedin", files);
}

static void read_one(struct collect *c, const char *name, const char *text)
{
    const struct collect_file files[] = {
        {name, text},
        {NULL, NULL}
    };
    read_files(c, files);
}

/* One file in, one line that must come out. */
struct one {
    const char *name, *text, *line;
};

static void assert_each(const struct one *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct collect c;
        read_one(&c, cases[i].name, cases[i].text);
        assert_line(&c, cases[i].line);
        assert_lines(&c, "unread", 0);
        collect_done(&c);
    }
}

static void test_connections(void **state)
{
    (void)state;
    struct collect c;
    read_one(
        &c, "Connections.csv",
        PREAMBLE CONNECTIONS
        "Ana,Kovač,https://www.linkedin.com/in/ana-k,ana@mail.example,Acme,Baker,08 Feb 2026\n"
        "Jane,\"Doe, Ph.D., MBA\"," IN "jane,,\"Acme, Inc.\",,07 Feb 2026\n"
        "🌟 Bo ,  B. (he/him)," IN "bo/,,,,06 Feb 2026\n"
        "Zoë,Ek," IN "Zo%C3%AB-Ek-1,,,,05 Feb 2026\n"
        "No,Address,,,Acme,,04 Feb 2026\n"
        "LinkedIn,Member,,,,,03 Feb 2026\n"
        ",,,,,,02 Feb 2026\n"
        ",,,,,,01 Feb 2026");
    assert_line(&c, "identity in/ana-k person name=\"Ana Kovač\" handle=\"ana-k\"");
    assert_line(&c, "connection in/ana-k connected at=1770508800000~");
    assert_line(&c, "fact in/ana-k email value=\"ana@mail.example\"");
    assert_line(&c, "fact in/ana-k company value=\"Acme\" label=\"Baker\"");
    assert_line(&c, "fact in/ana-k position value=\"Baker\" label=\"Acme\"");
    assert_line(&c, "identity in/jane person name=\"Jane Doe, Ph.D., MBA\"");
    assert_line(&c, "fact in/jane company value=\"Acme, Inc.\"\n");
    assert_line(&c, "identity in/bo person name=\"🌟 Bo B. (he/him)\"");
    assert_line(&c, "identity in/zoë-ek-1 person name=\"Zoë Ek\"");
    assert_line(&c, "identity name:no address person name=\"No Address\"");
    assert_line(&c, "other value=\"3\" label=\"connections that hide or left\"");
    assert_int_equal(c.n[RECORD_IDENTITY], 5);
    assert_int_equal(c.n[RECORD_CONNECTION], 5);
    assert_int_equal(c.n[RECORD_UNREAD], 0);
    collect_done(&c);
}

/* Until mid-2023 without addresses, and in 2021 without the sentences in front. */
static void test_connections_2021(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {"Connections.csv",              CONNECTIONS_2021 "Ana,Kovač,,Acme,Baker,08 Feb 2021\n",
         "identity name:ana kovač person"                                                                                           },
        {"Connections.csv",              PREAMBLE CONNECTIONS_2021 "Ana,Kovač,,Acme,Baker,08 Feb 2022\r\n",
         "connection name:ana kovač connected at=1644278400000~"                                                                    },
 /* file names are in the member's language; headers are not */
        {"Kontakte.csv",                 PREAMBLE CONNECTIONS "Ana,K," IN "ana,,,,08 Feb 2026\n",
         "identity in/ana person"                                                                                                    },
        {"top/LinkedIn/Connections.csv",
         PREAMBLE CONNECTIONS "Ana,K," IN "ana,,,,08 Feb 2026\n",                                            "identity in/ana person"},
        {"Verbindungen (1).csv",
         "first_name,last name,URL,connectedon\nAna,K," IN "ana,1 Feb 2026\n",
         "identity in/ana person"                                                                                                    },
    };
    assert_each(cases, COUNT_OF(cases));
}

/* What Excel makes of it when somebody saves it again. */
static void test_excel(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {"Connections.csv", CONNECTIONS "J\xF6rg,Mu\xF1oz," IN "j,,Caf\xE9,,08 Feb 2026\r\n",
         "name=\"Jörg Muñoz\""},
        {"Connections.csv", "\xEF\xBB\xBF" CONNECTIONS "Jörg,M," IN "j,,,,08 Feb 2026\r\n",
         "name=\"Jörg M\""     },
        {"Connections.csv",
         "Notes:;;;;;;\r\n\"Some sentence, with commas, and more\";;;;;;\r\n;;;;;;\r\n"
         "First Name;Last Name;URL;Email Address;Company;Position;Connected On\r\n"
         "J\xF6rg;\"M;M\";" IN "j;;;;08 Feb 2026\r\n",
         "name=\"Jörg M;M\""   },
        {"Connections.csv",
         "First Name\tLast Name\tURL\tConnected On\r\nJörg\tM, MD\t" IN "j\t08 Feb 2026\r\n",
         "name=\"Jörg M, MD\"" },
    };
    assert_each(cases, COUNT_OF(cases));
}

/* "Unicode text": UTF-16 with tabs. */
static void test_utf16(void **state)
{
    (void)state;
    static const char text[] = "First Name\tLast Name\tURL\tConnected On\r\n"
                               "J\xF6rg\tM\t" IN "j\t08 Feb 2026\r\n";
    char dir[] = "/tmp/tact-linkedin-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/Connections.csv", dir);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs("\xFF\xFE", f);
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        fputc(text[i], f); /* Latin-1 is the first 256 code points */
        fputc(0, f);
    }
    assert_int_equal(fclose(f), 0);
    struct collect c;
    struct err e = {0};
    const char *id = NULL;
    collect_init(&c, true);
    assert_int_equal(collect_read(&c, path, &id, &e), ERR_OK);
    collect_remove(dir);
    assert_string_equal(id, "linkedin");
    assert_line(&c, "identity in/j person name=\"Jörg M\"");
    collect_done(&c);
}

/* A row that can't be read is kept raw; the rest goes on. */
static void test_bad_rows(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Connections.csv", CONNECTIONS "Ana,K," IN "ana,,,,08.02.2026\n"
                                        "Bo,B," IN "bo,,,,07 Feb 2026\n"
                                        "Cy,C," IN "cy,,,,31 Feb 2026\nDi,D," IN "di\n"},
        {"messages.csv",
         MESSAGES "1,,Ana," IN "ana,Kim," IN "kim,yesterday,,Hi,INBOX\n"
                  "1,,Ana," IN "ana,Kim," IN "kim,2024-04-06 19:34:31 UTC,,Ho,INBOX\n"
                  ",,Ana," IN "ana,Kim," IN "kim,2024-04-06 19:34:31 UTC,,Ho,INBOX\n"                             },
        {"Invitations.csv", "From,To,Sent At,Message,Direction\nA,B,13/13/26,,INCOMING\n"
                            "A A,B B,\"1/29/26, 2:37 PM\",,SIDEWAYS\n"                 },
        {"Shares.csv",      "Date,ShareLink,ShareCommentary\n,https://x.example,Hi\n"                             },
        {"Reactions.csv",   "Date,Type,Link\nnever,LIKE,https://x.example\n"                                      },
        {NULL,              NULL                                                                                  }
    };
    read_files(&c, files);
    assert_lines(&c, "unread", 8);
    assert_lines(&c, "why=\"a connection whose date can't be read\"", 2);
    assert_line(&c, "connection in/bo connected");
    assert_line(&c, "connection in/di connected\n"); /* without a date is no bad date */
    assert_int_equal(c.messages, 1);
    collect_done(&c);
}

/* Each of the date formats of one archive. U+202F is what newer Java has before PM. */
static void test_dates(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {"messages.csv",         MESSAGES "1,,A A,,B B,,2024-04-06 19:34:31 UTC,,Hi,INBOX\n",
         "at=1712432071000 text=\"Hi\""                                                                                                                        },
        {"Shares_900000017.csv",
         "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2025-11-19 09:59:30,"
         "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7100000000000000001,Hi,,,"
         "MEMBER_NETWORK\n",                                                                  "at=1763546370000 text=\"Hi\""                                   },
        {"Invitations.csv",
         "From,To,Sent At,Message,Direction\n"
         "A A,B B,\"1/29/26, 2:37\xE2\x80\xAFPM\",Hello,INCOMING\n",                          "connection name:a a invited_by at=1769697420000~ note=\"Hello\""},
    };
    assert_each(cases, COUNT_OF(cases));
}

static void test_more_dates(void **state)
{
    (void)state;
    static const char received[] =
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        "Ana,K,Acme,Baker,\"Good, really\",\"08/19/24, 11:04 PM\",VISIBLE\n";
    static const char given[] =
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        "Bo,B,,,Fine,\"08/19/24, 11:04 PM\",VISIBLE\n";
    static const char endorsed[] =
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,"
        "Endorsement Status\n"
        "2024/02/01 15:02:55 UTC,Bread,Ana,K,www.linkedin.com/in/ana,ACCEPTED\n";
    static const char endorsing[] =
        "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsement Status\n"
        "2024/02/01 15:02:55 UTC,Rye,Bo,B,PENDING\n";
    static const char follows[] = "Notes:\n\"Some sentence\"\n\n"
                                  "Date,FullName,Status\n2024/02/01 15:02:55 UTC,Cy C,Active\n";
    static const char positions[] =
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        "Acme,Baker,,,Jan 2021,\nOld,Boy,,,2009,Feb 2010\n";
    static const char registered[] = "Registered At,Registration Ip,Subscription Types\n"
                                     "\"5/6/09, 7:01 PM\",192.0.2.1,\n";
    static const char companies[] =
        "Organization,Followed On\nAcme,Sat Sep 05 08:12:14 UTC 2026\n";
    struct collect c;
    const struct collect_file files[] = {
        {"Connections.csv",               PREAMBLE CONNECTIONS},
        {"Recommendations_Received.csv",  received            },
        {"Recommendations_Given.csv",     given               },
        {"Endorsement_Received_Info.csv", endorsed            },
        {"Endorsement_Given_Info.csv",    endorsing           },
        {"Company Follows.csv",           companies           },
        {"Member_Follows.csv",            follows             },
        {"Positions.csv",                 positions           },
        {"Registration.csv",              registered          },
        {NULL,                            NULL                }
    };
    read_files(&c, files);
    assert_line(&c,
                "fact name:ana k recommended value=\"Good, really\" label=\"recommended you\" "
                "since=1724108640000~");
    assert_line(&c, "fact name:bo b recommended value=\"Fine\" label=\"recommended by you\"");
    assert_line(&c, "fact in/ana endorsed value=\"Bread\" label=\"endorsed you for\" "
                    "since=1706799775000\n");
    assert_line(&c, "fact name:bo b endorsed value=\"Rye\" label=\"endorsed by you for\"");
    assert_line(&c, "connection org:acme follows at=1788595934000\n");
    assert_line(&c, "connection name:cy c follows at=1706799775000\n");
    assert_line(&c, "company value=\"Acme\" label=\"Baker\" since=1609459200000~\n");
    assert_line(
        &c, "company value=\"Old\" label=\"Boy\" since=1230768000000~ until=1264982400000~");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* Nowhere does it say whose it is: the address that is in most conversations. */
static void test_owner_by_messages(void **state)
{
    (void)state;
    struct collect c;
    read_one(&c, "messages.csv",
             MESSAGES
             "1,,Ana K," IN "ana,Kim Ek," IN "Kim-Ek,2024-04-06 19:34:31 UTC,,Hi,INBOX\n"
             "1,,Ana K," IN "ana,Kim Ek," IN "Kim-Ek,2024-04-06 19:34:32 UTC,,Hi you,\n"
             "2,,Kim Ek," IN "kim-ek,Bo B," IN "bo,2024-04-06 19:34:33 UTC,,Ho,INBOX\n");
    assert_line(&c, "account key=\"in/kim-ek\" handle=\"kim-ek\" "
                    "url=\"https://www.linkedin.com/in/kim-ek\"");
    assert_line(&c, "post message author=\"in/ana\" at=1712432071000 text=\"Hi\" direct "
                    "group=\"INBOX\" thread=\"1\"");
    assert_line(&c, "post message own at=1712432073000 text=\"Ho\"");
    assert_line(&c, "member 1 in/kim-ek");
    assert_line(&c, "member 1 in/ana");
    assert_line(&c, "member 2 in/bo");
    assert_line(&c, "identity in/bo person name=\"Bo B\"");
    collect_done(&c);
}

/* An invitation says who is who, whatever the messages look like. */
static void test_owner_by_invitations(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"messages.csv",
         MESSAGES_2021 "1,,Ana K," IN "ana,Kim Ek,2022-04-06 19:34:31 UTC,,Hi,INBOX\n"
                       "2,,Ana K," IN "ana,Kim Ek,2022-04-06 19:34:32 UTC,,Hi,INBOX\n"},
        {"Invitations.csv",
         "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
         "Kim Ek,Bo B,\"1/29/26, 2:37 PM\",,OUTGOING," IN "kim," IN "bo\n"
         "Cy C,Kim Ek,\"1/28/26, 2:37 AM\",,INCOMING," IN "cy," IN "kim\n"            },
        {NULL,              NULL                                                      }
    };
    read_files(&c, files);
    assert_line(&c, "account key=\"in/kim\"");
    assert_line(&c, "connection in/bo invited at=1769697420000~");
    assert_line(&c, "connection in/cy invited_by at=1769567820000~");
    assert_int_equal(c.messages, 2);
    assert_lines(&c, "post message own", 0);
    collect_done(&c);
}

/* One conversation is a draw: the name in Profile.csv decides, and if nobody has it, nobody is. */
static void test_owner_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *from, *line;
    } cases[] = {
        {"Kim Ek," IN "zz-kim", "account key=\"in/zz-kim\" handle=\"zz-kim\" name=\"Kim Ek\""},
        {"Bo B," IN "bo",       "account key=\"name:kim ek\" name=\"Kim Ek\""                },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect c;
        struct buf b;
        buf_init(&b, KIB(4));
        buf_printf(&b, MESSAGES "1,,%s,Ana K," IN "ana,2024-04-06 19:34:31 UTC,,Hi,INBOX\n",
                   cases[i].from);
        const struct collect_file files[] = {
            {"messages.csv", buf_cstr(&b)},
            {"Profile.csv",  PROFILE     },
            {NULL,           NULL        }
        };
        read_files(&c, files);
        assert_line(&c, cases[i].line);
        assert_lines(&c, "post message own", i == 0);
        buf_free(&b);
        collect_done(&c);
    }
}

/* The era in which nobody has an address: names alone, the owner's from Profile.csv. */
static void test_owner_without_addresses(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Profile.csv",  PROFILE                                                                    },
        {"messages.csv", MESSAGES_2021
         "1,,Ana K,,Kim Ek,2021-04-06 19:34:31 UTC,,Hi,INBOX\n"
         "1,,Kim Ek,,Ana K,2021-04-06 19:34:32 UTC,,Ho,INBOX\n"
         "2,Bakers,Kim Ek,,\"Ana K, Jane Doe, Ph.D., Bo B\",2021-04-06 19:34:33 UTC,,All,INBOX\n"
         "3,,LinkedIn Member,,Kim Ek,2021-04-06 19:34:34 UTC,,Gone,ARCHIVE\n"
         "4,,Ana K,,\"Kim Ek, Bo B\",2021-04-06 19:34:35 UTC,,Three,INBOX\n"},
        {NULL,           NULL                                                                       }
    };
    read_files(&c, files);
    assert_line(&c, "account key=\"name:kim ek\" name=\"Kim Ek\"");
    assert_line(&c, "thread 4 group\n"); /* of three */
    assert_line(&c, "thread 1\n");
    assert_line(&c, "post message author=\"name:ana k\" at=1617737671000 text=\"Hi\"");
    assert_line(&c, "post message own at=1617737672000 text=\"Ho\"");
    assert_line(&c, "thread 2 group title=\"Bakers\"");
    assert_line(&c, "member 2 name:ana k");
    assert_line(&c, "member 2 name:jane doe, ph.d.");
    assert_line(&c, "member 2 name:bo b");
    assert_line(&c, "member 2 name:kim ek");
    assert_lines(&c, "name=\"Ana K, Jane", 0);
    assert_line(&c, "post message at=1617737674000 text=\"Gone\""); /* from nobody */
    collect_done(&c);
}

/* Every field in quotes, breaks in the text, members of a group with names that hold commas. */
static void test_messages_2026(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Profile.csv",  PROFILE                                 },
        {"messages.csv",
         "\"CONVERSATION ID\",\"CONVERSATION TITLE\",\"FROM\",\"SENDER PROFILE URL\",\"TO\","
         "\"RECIPIENT PROFILE URLS\",\"DATE\",\"SUBJECT\",\"CONTENT\",\"FOLDER\",\"ATTACHMENTS\","
         "\"IS MESSAGE DRAFT\",\"IS CONVERSATION DRAFT\"\n"
         "\"2-a==\",\"\",\"Kim Ek\",\"" IN "kim\",\"Jane Doe, Ph.D., Bo B\",\"" IN "jane," IN
         "bo\",\"2026-04-06 19:34:31 UTC\",\"Bread\",\"one\r\n\"\"two\"\"\nthree\",\"INBOX\","
         "\"https://m.example/a.jpg,https://m.example/b.pdf\",\"No\",\"No\"\n"
         "\"2-b==\",\"\",\"Kim Ek\",\"" IN "kim\",\"Cher, Madonna, Al A\",\"" IN "cher," IN
         "madonna," IN
         "al\",\"2026-04-06 19:34:32 UTC\",\"\",\"stars\",\"INBOX\",\"\",\"No\",\"No\"\n"
         "\"2-a==\",\"\",\"Kim Ek\",\"" IN "kim\",\"Bo B\",\"" IN
         "bo\",\"2026-04-06 19:34:33 UTC\","
         "\"\",\"a draft\",\"INBOX\",\"\",\"Yes\",\"No\"\n"
         "\"2-c==\",\"\",\"Kim Ek\",\"" IN "kim\",\"Bo B\",\"" IN
         "bo\",\"2026-04-06 19:34:33 UTC\","
         "\"\",\"another draft\",\"INBOX\",\"\",\"No\",\"Yes\"\n"},
        {NULL,           NULL                                    }
    };
    read_files(&c, files);
    assert_line(&c, "post message own at=1775504071000 text=\"one");
    assert_line(&c, "\"two\"\\nthree\" title=\"Bread\"");
    assert_line(&c, "identity in/jane person name=\"Jane Doe, Ph.D.\"");
    assert_line(&c, "identity in/bo person name=\"Bo B\"");
    assert_line(&c, "thread 2-a== group");
    assert_line(&c, "member 2-a== in/jane");
    assert_line(&c, "attachment 0 image uri=\"https://m.example/a.jpg\"");
    assert_line(&c, "attachment 1 ");
    /* three addresses and two names, as far as one can tell: better no name than a wrong one */
    assert_line(&c, "identity in/cher person handle=\"cher\"");
    assert_lines(&c, "name=\"Cher", 0);
    assert_lines(&c, "draft", 0);
    assert_int_equal(c.messages, 2);
    collect_done(&c);
}

static void test_sponsored(void **state)
{
    (void)state;
    struct collect c;
    read_one(&c, "messages.csv",
             MESSAGES "2-s==,,Acme Ads,,Kim Ek," IN "kim,2026-04-06 19:34:31 UTC,Buy,"
                      "\"<p class=\"\"spinmail-quill-editor__spin-break\"\">Hi %FIRSTNAME%,</p>"
                      "<p>Bread &amp; butter</p>\",INBOX\n"
                      "2-t==,,Ana," IN "ana,Kim Ek," IN
                      "kim,2026-04-06 19:34:31 UTC,,a < b &amp; c,\n");
    assert_line(&c, "text=\"Hi %FIRSTNAME%,");
    assert_lines(&c, "spinmail", 0);
    assert_lines(&c, "Bread & butter", 1);
    assert_line(&c, "text=\"a < b &amp; c\""); /* plain text stays as it is */
    collect_done(&c);
}

/* Somebody is introduced again when a name turns up; the same key is the same person. */
static void test_with_and_without_name(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"a_messages.csv",
         MESSAGES "1,,," IN "Zo%c3%ab,Kim Ek," IN "kim,2024-04-06 19:34:31 UTC,,Hi,INBOX\n"
                  "2,,Kim Ek," IN "kim,Bo B," IN "bo,2024-04-06 19:34:31 UTC,,Hi,INBOX\n"},
        {"b_Connections.csv",
         CONNECTIONS "Zoë,Ek,http://linkedin.com/in/ZO%C3%8B/,,,,08 Feb 2026\n"         },
        {"c_Endorsement.csv",
         "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url\n"
         "2024/02/01 15:02:55 UTC,Bread,Zoë,Ek,de.linkedin.com/in/zoë/de?x=1#y\n"      },
        {NULL,                NULL                                                       }
    };
    read_files(&c, files);
    assert_line(&c, "identity in/zoë person handle=\"zoë\"");
    assert_line(&c, "identity in/zoë person name=\"Zoë Ek\"");
    assert_line(&c, "fact in/zoë endorsed");
    assert_lines(&c, "%", 0);
    collect_done(&c);
}

/* What was written: keys are urns, not addresses. */
static void test_posts(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Shares.csv",
         "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2025-11-19 09:59:30,"
         "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7100000000000000001?x=y,"
         "\"Hi, \"\"you\"\"\nall\",https://bread.example,https://m.example/i.jpg,CONNECTIONS\n"        },
        {"Comments.csv",
         "Date,Link,Message\n2025-11-19 09:59:31,https://www.linkedin.com/feed/update/"
         "urn%3Ali%3Aactivity%3A71?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A71%2C72%29,Yes\n"     },
        {"Reactions_900000017.csv",
         "Date,Type,Link\n2025-11-19 09:59:32,EMPATHY,https://www.linkedin.com/feed/update/"
         "urn%3Ali%3AugcPost%3A73\n"                                                                   },
        {"InstantReposts.csv",
         "Date,Link\n2025-11-19 09:59:33,https://www.linkedin.com/feed/update/"
         "urn%3Ali%3Aactivity%3A74\n"                                                                  },
        {"Votes.csv",               "Date,Link,OptionText\n2025-11-19 09:59:34,https://www.linkedin.com/feed/"
                      "update/urn%3Ali%3Aactivity%3A75,Rye\n"                     },
        {"Saved_Items.csv",         "savedItem,createdTime\nhttps://www.linkedin.com/feed/update/"
                            "urn%3Ali%3Aactivity%3A76,2025-11-19 09:59:35\n"},
        {NULL,                      NULL                                                               }
    };
    read_files(&c, files);
    assert_line(&c, "post post own at=1763546370000 text=\"Hi, \"you\"\\nall\"");
    assert_line(&c, "link=\"https://bread.example\"");
    assert_line(&c, "key=\"urn:li:share:7100000000000000001\"");
    assert_line(&c, "attachment 0 image uri=\"https://m.example/i.jpg\"");
    assert_line(&c, "reply_to=\"urn:li:activity:71\" key=\"urn:li:comment:(activity:71,72)\"");
    assert_line(&c, "reaction empathy own at=1763546372000 post=\"urn:li:ugcPost:73\"");
    assert_line(&c, "reshare_of=\"urn:li:activity:74\" key=\"repost:");
    assert_line(&c, "reaction vote own at=1763546374000 post=\"urn:li:activity:75\"");
    assert_line(&c, "reaction saved own at=1763546375000 post=\"urn:li:activity:76\"");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* Old exports escaped quotes with a backslash, at which a CSV reader takes the text apart. */
static void test_wrong_escapes(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *text;
    } cases[] = {
        {"\"He said \\\"hi\\\", ok, fine\"", "text=\"He said \"hi\", ok, fine\""},
        {"\"say \\\"hi\\\" now\"",           "text=\"say \"hi\" now\""          },
        {"\"\\\"hi\\\" there\"",             "text=\"\"hi\" there\""            },
        {"\"J\xF6rg: \\\"hi\\\", ok\"",      "text=\"Jörg: \"hi\", ok\""       },
        {"\"right: \"\"hi\"\", ok\"",        "text=\"right: \"hi\", ok\""       },
        {"\"ends in C:\\\"",                 "text=\"ends in C:\\\""            },
        {"\"keeps \\\"\"this\\\"\"\"",       "text=\"keeps \\\"this\\\"\""      },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect c;
        struct buf b;
        buf_init(&b, KIB(4));
        buf_lit(&b, "Date,Link,Message\n2025-11-19 09:59:31,\"https://x.example/a,b\",");
        buf_lit(&b, cases[i].csv);
        buf_lit(&b, "\n2025-11-19 09:59:32,https://x.example/,Next\n");
        const struct collect_file files[] = {
            {"Connections.csv", CONNECTIONS },
            {"Comments.csv",    buf_cstr(&b)},
            {NULL,              NULL        }
        };
        read_files(&c, files);
        assert_line(&c, cases[i].text);
        assert_line(&c, "text=\"Next\"");
        assert_lines(&c, "unread", 0);
        buf_free(&b);
        collect_done(&c);
    }
}

static void test_article(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Connections.csv",              PREAMBLE CONNECTIONS                                     },
        {"Articles/Articles/rye.html",
         "<html><head><title>x</title></head><body><h1><a href=\"https://x.example\">Rye &amp; "
         "I</a></h1><p class=\"created\">Created on 2024-05-18 09:00</p><p class=\"published\">"
         "Published on 2024-05-19 10:00</p><div><p>One<br>two</p><p>three</p></div></body></html>"},
        {"Articles/Articles/empty.html", ""                                                       },
        {NULL,                           NULL                                                     }
    };
    read_files(&c, files);
    assert_line(&c, "post article own at=1716022800000~");
    assert_line(&c, "title=\"Rye & I\"");
    assert_lines(&c, "three", 1);
    assert_lines(&c, "post article", 1);
    collect_done(&c);
}

/* What has another scheme is no profile, nor is what only ends like one. */
static void test_no_profiles(void **state)
{
    (void)state;
    static const char *const urls[] = {"mailto:ann@www.linkedin.com/in/ann",
                                       "javascript:alert(1).linkedin.com/in/ann",
                                       "ftp://www.linkedin.com/in/ann"};
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < COUNT_OF(urls); i++)
        assert_int_equal(linkedin__key(str_from(urls[i]), a).n, 0);
    assert_true(str_is(linkedin__key(STR("linkedin.com/in/ann:1"), a), "in/ann:1"));
    arena_free(a);
}

/* The owner's own pages. */
static void test_profile(void **state)
{
    (void)state;
    struct collect c;
    const struct collect_file files[] = {
        {"Profile.csv",         "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,"
                        "Industry,Zip Code,Geo Location,Twitter Handles,Websites,"
                        "Instant Messengers\nKim,Ek,Lind,,Mar 3,Baker,,,20100,Turku,[kim],"
                        "\"[PERSONAL:https://kim.example,COMPANY:https://acme.example]\",\n"},
        {"Skills.csv",          "Name\nBread\n"                                                                    },
        {"Languages.csv",       "Name,Proficiency\nFinnish,Native or bilingual proficiency\n"                      },
        {"Education.csv",       "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
                          "School,Aug 2009,2012,,Baker,\n"                                },
        {"Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\n"
                                "kim@mail.example,Yes,Yes,Not Available\n"          },
        {"PhoneNumbers.csv",    "Extension,Number,Type\n,+358 40,Mobile\n"                                         },
        {"Contacts.csv",
         "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,"
         "FullName\nPHONE,Bo,B,,,\"bo@mail.example, b@mail.example\",,,Bo B\n"                                     },
        {"Notes.csv",           "Connection First Name,Connection Last Name,Connection Profile URL,Note,"
                      "Created On,Edited On\nAna,K," IN "ana,Likes rye,2026-01-02,\n"         },
        {"Ad_Targeting.csv",    "Company Names,Company Names,Job Titles\na;b,c,d\n"                                },
        {"Learning.csv",        "Content Title,Content Description\nx,y\n"                                         },
        {NULL,                  NULL                                                                               }
    };
    read_files(&c, files);
    assert_line(&c, "headline value=\"Baker\"");
    assert_line(&c, "name value=\"Lind\" label=\"maiden\"");
    assert_line(&c, "birthday value=\"Mar 3\"");
    assert_line(&c, "url value=\"https://kim.example\" label=\"PERSONAL\"");
    assert_line(&c, "url value=\"https://acme.example\" label=\"COMPANY\"");
    assert_line(&c, "skill value=\"Bread\"");
    assert_line(&c, "other value=\"Finnish\" label=\"language\"");
    assert_line(&c, "education value=\"School\" label=\"Baker\" since=1249084800000~ "
                    "until=1325376000000~");
    assert_line(&c, "email value=\"kim@mail.example\" label=\"primary\"");
    assert_line(&c, "phone value=\"+358 40\" label=\"Mobile\"");
    assert_line(&c, "fact contact:bo b email value=\"b@mail.example\"");
    assert_line(&c, "fact in/ana note value=\"Likes rye\"");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* A cell that lacks its bracket loses nothing of its last character. */
static void test_open_bracket(void **state)
{
    (void)state;
    static const struct one cases[] = {
        {"Profile.csv",
         "First Name,Last Name,Headline,Geo Location,Websites\n"
         "Kim,Ek,,,[PERSONAL:https://kim.example/ü\n", "url value=\"https://kim.example/ü\" label=\"PERSONAL\""}
    };
    assert_each(cases, COUNT_OF(cases));
}

static void test_key(void **state)
{
    (void)state;
    static const struct {
        const char *url, *key;
    } cases[] = {
        {"https://www.linkedin.com/in/Zo%C3%AB-1/", "in/zoë-1"},
        {"www.linkedin.com/in/ann?trk=x",           "in/ann"   },
        {"https://fi.linkedin.com/in/ann/fi/",      "in/ann"   },
        {"https://www.linkedin.com/in/",            ""         },
        {"https://www.linkedin.com/company/acme",   ""         },
        {"",                                        ""         },
        {"in/ann",                                  ""         },
    };
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str key = linkedin__key(str_from(cases[i].url), a);
        if (!str_is(key, cases[i].key))
            fail_msg("%s: " STRF, cases[i].url, STRA(key));
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_connections),
                                       cmocka_unit_test(test_connections_2021),
                                       cmocka_unit_test(test_excel),
                                       cmocka_unit_test(test_utf16),
                                       cmocka_unit_test(test_bad_rows),
                                       cmocka_unit_test(test_dates),
                                       cmocka_unit_test(test_more_dates),
                                       cmocka_unit_test(test_owner_by_messages),
                                       cmocka_unit_test(test_owner_by_invitations),
                                       cmocka_unit_test(test_owner_by_name),
                                       cmocka_unit_test(test_owner_without_addresses),
                                       cmocka_unit_test(test_messages_2026),
                                       cmocka_unit_test(test_sponsored),
                                       cmocka_unit_test(test_with_and_without_name),
                                       cmocka_unit_test(test_posts),
                                       cmocka_unit_test(test_wrong_escapes),
                                       cmocka_unit_test(test_article),
                                       cmocka_unit_test(test_profile),
                                       cmocka_unit_test(test_open_bracket),
                                       cmocka_unit_test(test_no_profiles),
                                       cmocka_unit_test(test_key)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
