/* tests/unit/test_network_mail.c: e-mail at doubles of IMAP and SMTP, and at real servers where they are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail_double.h"
#include "network.h"

#include "text/utf8.h"

#include <spawn.h>
#include <sys/wait.h>

struct mail {
    struct mail_double imap, smtp;
    struct arena *a;
    struct collect c;
    struct err e;
    struct api s;
    int kept, noted;
    char note[4][40];
};

static enum err_code keep(void *ctx, const struct api *s, struct err *e)
{
    struct mail *t = ctx;
    (void)s, (void)e;
    t->kept++;
    return ERR_OK;
}

static enum err_code noted(void *ctx, struct str progress, struct err *e)
{
    struct mail *t = ctx;
    (void)e;
    snprintf(t->note[t->noted++ % 4], sizeof t->note[0], STRF, STRA(progress));
    return ERR_OK;
}

static void sign_in_to(struct mail *t, int imap, int smtp)
{
    t->a = arena_new(MIB(512));
    collect_init(&t->c, true);
    t->s = (struct api){
        .row = api_find(STR("email"), STR("imap")),
        .http = http_new(),
        .a = t->a,
        .secret = {.name = STR("Kim@example.org"), .password = STR("pass word")},
        .keep = keep,
        .ctx = t
    };
    struct str typed = arena_printf(t->a, "127.0.0.1:%d 127.0.0.1:%d", imap, smtp);
    assert_int_equal(t->s.row->place(typed, t->a, &t->s.server, &t->e), ERR_OK);
    t->s.named = t->s.server;
    assert_int_equal(t->s.row->enter(&t->s, &t->e), ERR_OK);
}

static void mail_open(struct mail *t, const char *const *script)
{
    *t = (struct mail){.kept = 0};
    mail_double_start(&t->imap, script);
    mail_double_start(&t->smtp, NULL);
    sign_in_to(t, t->imap.port, t->smtp.port);
}

static void mail_close(struct mail *t)
{
    http_free(t->s.http);
    mail_double_stop(&t->imap);
    mail_double_stop(&t->smtp);
    collect_done(&t->c);
    arena_free(t->a);
}

#define assert_mail(t, got, want)                                                              \
    do {                                                                                       \
        enum err_code got_ = (got);                                                            \
        if (got_ != (want))                                                                    \
            fail_msg("%d, not %d: %s; %s", (int)got_, (int)(want), (t)->e.msg,                 \
                     (t)->imap.wrong);                                                         \
    } while (0)

static const char *const no_script[] = {NULL, NULL};

/* Where it is ------------------------------------------------------------------------------- */

static void test_places(void **state)
{
    static const struct {
        const char *typed, *server;
    } rows[] = {
        {"imap.example.org",                          "imaps://imap.example.org "            },
        {"imap://mail.example.org:143",               "imap://mail.example.org:143 "         },
        {"imap.a.org smtp.a.org",                     "imaps://imap.a.org smtps://smtp.a.org"},
        {"imaps://a.org/ smtp://b.org:25",            "imaps://a.org smtp://b.org:25"        },
        {"plain+imap://192.168.1.2 plain+smtp://x.y",
         "plain+imap://192.168.1.2 plain+smtp://x.y"                                         },
        {"[::1]:1143",                                "imap://[::1]:1143 "                   },
        {"https://example.org",                       NULL                                   },
        {"plain+imaps://a.org",                       NULL                                   },
        {"plain+a.org",                               NULL                                   },
        {"imap.example.org/INBOX",                    NULL                                   },
        {"kim@example.org",                           NULL                                   },
        {"a.org:0",                                   NULL                                   },
        {"a.org smtp://b.org smtp://c.org",           NULL                                   },
        {"imap.a.org\r\nsmtp.a.org",                  NULL                                   },
    };
    struct arena *a = arena_new(MIB(1));
    const struct network_api *row = api_find(STR("email"), STR_NONE);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str server;
        enum err_code rc = row->place(str_from(rows[i].typed), a, &server, NULL);
        if ((rc == ERR_OK) != (rows[i].server != NULL) ||
            (rows[i].server && !str_is(server, rows[i].server)))
            fail_msg("%s: " STRF, rows[i].typed, STRA(server));
    }
    struct api s = {.row = row, .a = a, .secret = {.name = STR("Kim@Example.org")}};
    assert_int_equal(row->enter(&s, NULL), ERR_OK);
    assert_true(str_is(s.server, "imaps://imap.example.org"));
    assert_true(str_is(api_fact(&s, "smtp"), "smtps://smtp.example.org"));
    assert_true(str_is(api_fact(&s, "address"), "kim@example.org"));
    s.secret.name = STR("kim");
    s.server = STR_NONE;
    assert_int_equal(row->enter(&s, NULL), ERR_INVALID);
    arena_free(a);
}

static void test_sign_in(void **state)
{
    static const char *const script[] = {
        "LIST \"\" \"*\" RETURN", "T BAD what?\n", "LIST \"\" \"*\"",
        "* LIST (\\HasNoChildren) \"/\" INBOX\n* LIST (\\HasNoChildren) \".\" \"Sent Items\"\n"
        "* LIST (\\HasNoChildren \\Sent) \"/\" {7}\nGe\"sent\nT OK done\n",
        NULL};
    struct mail t;
    (void)state;
    mail_open(&t, script);
    assert_mail(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "kim@example.org"));
    assert_true(str_is(api_fact(&t.s, "sent"), "Ge\"sent"));
    assert_line(&t.c, "account key=\"kim@example.org\"");
    mail_close(&t);
    mail_open(&t, no_script);
    t.imap.refuse = true;
    assert_mail(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_DENIED);
    assert_says(&t, "does not know this name and password");
    assert_null(strstr(t.e.msg, "pass word"));
    mail_close(&t);
    mail_open(&t, no_script);
    t.imap.refuse = true;
    t.imap.why = "NO [UNAVAILABLE] we are moving house";
    assert_mail(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_UNAVAILABLE);
    assert_says(&t, "lets nobody in right now ([UNAVAILABLE] we are moving house)");
    mail_close(&t);
    mail_open(&t, (const char *const[]){"LIST", "T OK\n", NULL});
    t.smtp.refuse = true;
    assert_mail(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_DENIED);
    mail_close(&t);
}

/* A server that nobody named is not gone to on this machine; one that ends lines is none. */
static void test_guard(void **state)
{
    struct mail t;
    struct api_page page = {0};
    (void)state;
    mail_open(&t, no_script);
    t.s.named = STR_NONE;
    assert_mail(&t, t.s.row->stream->page(&t.s, STR_NONE, &t.c.sink, &page, &t.e), ERR_DENIED);
    assert_says(&t, "private network");
    t.s.named = t.s.server;
    t.s.secret.password = STR("a\r\nT1 DELETE INBOX");
    assert_mail(&t, t.s.row->stream->page(&t.s, STR_NONE, &t.c.sink, &page, &t.e), ERR_INVALID);
    mail_close(&t);
    mail_open(&t, no_script);
    http_stop(t.s.http);
    assert_mail(&t, t.s.row->stream->page(&t.s, STR_NONE, &t.c.sink, &page, &t.e),
                ERR_UNAVAILABLE);
    mail_close(&t);
}

/* Reading ----------------------------------------------------------------------------------- */

#define BOX "EXAMINE \"INBOX\""
#define ABOUT(next)                                                                            \
    "* 3 EXISTS\n* OK [UIDVALIDITY 17] fine\n* OK [UIDNEXT " next "] next\nT OK [READ-ONLY]\n"

static const char *const three_pages[] = {
    BOX, ABOUT("20002"), "UID SEARCH UID 1:10000", "* SEARCH 7 5\nT OK\n",
    "UID FETCH 5,7 (UID RFC822.SIZE)",
    "* 1 FETCH (UID 5 RFC822.SIZE 30)\n* 2 FETCH (RFC822.SIZE 99000000 FLAGS (\\Seen) UID 7)\nT OK\n",
    "UID FETCH 5 (UID INTERNALDATE BODY.PEEK[]<0.8388608>)",
    "* 1 FETCH (UID 5 INTERNALDATE \"14-Nov-2023 22:13:20 +0000\" BODY[]<0> {37}\nSubject: a\r\n\r\n"
    "From here\r\n>From x\r\nend)\nT OK\n",
    /* what did not fit is the next page */
    BOX, ABOUT("20002"), "UID SEARCH UID 6:10005", "* SEARCH 7\nT OK\n", "UID FETCH 7 (UID RFC",
    "* 2 FETCH (UID 7 RFC822.SIZE 12)\nT OK\n", "UID FETCH 7 (UID INT",
    "* 2 FETCH (BODY[]<0> {4}\nx: y UID 7 INTERNALDATE \" 1-Jan-2024 00:00:00 +0100\")\nT OK\n",
    /* the last window has nothing: no number is left out, and none is read that comes next */
    BOX, ABOUT("20002"), "UID SEARCH UID 8:10007", "* SEARCH\nT OK\n",
    "UID SEARCH UID 10008:20007", "* SEARCH 20001\nT OK\n", "UID FETCH 20001 (UID RFC",
    "T OK\n", "UID FETCH 20001 (UID INT", "T OK\n", NULL};

static struct api_page read_page(struct mail *t, struct str mark, enum err_code rc)
{
    struct api_page page = {0};
    t->e = (struct err){0};
    assert_mail(t, t->s.row->stream->page(&t->s, mark, &t->c.sink, &page, &t->e), rc);
    return page;
}

static void test_three_pages(void **state)
{
    struct mail t;
    (void)state;
    const char *const head = "Delivered-To: kim@example.org\nX-Gmail-Labels: Inbox\n";
    const char *script[COUNT_OF(three_pages)];
    memcpy(script, three_pages, sizeof script);
    /* both fit into one page only where they are small */
    script[5] = "* 1 FETCH (UID 5 RFC822.SIZE 30)\n* 2 FETCH (FLAGS (\\Seen) UID 7)\nT OK\n";
    script[6] = "UID FETCH 5,7 (UID INTERNALDATE BODY.PEEK[]<0.8388608>)";
    script[8] = NULL;
    mail_open(&t, script);
    struct api_page p = read_page(&t, STR_NONE, ERR_OK);
    assert_true(p.more);
    assert_int_equal(p.items, 1);
    assert_true(str_is(p.file_name, "tact-mail.mbox"));
    assert_true(str_starts(p.file, STR("From MAILER-DAEMON Thu Nov 14 22:13:20 2023\n")));
    assert_true(str_find(p.file, str_from(head)) > 0);
    assert_true(str_find(p.file, STR("\n>From here\n>>From x\nend\n\n")) > 0);
    assert_true(str_is(p.mark, "{\"validity\": 17, \"uid\": 7}"));
    mail_close(&t);
    mail_open(&t, three_pages + 8);
    p = read_page(&t, STR("{\"validity\": 17, \"uid\": 5}"), ERR_OK);
    assert_true(p.more);
    assert_true(str_starts(p.file, STR("From MAILER-DAEMON Thu Jan  1 00:00:00 2024\n")) ||
                str_starts(p.file, STR("From MAILER-DAEMON Thu Jan 01 00:00:00 1970\n")));
    p = read_page(&t, p.mark, ERR_OK);
    assert_false(p.more);
    assert_int_equal(p.items, 0);
    assert_true(str_is(p.mark, "{\"validity\": 17, \"uid\": 20001}"));
    mail_close(&t);
}

/* Another mailbox of the same name: its numbers begin anew. */
static void test_validity(void **state)
{
    static const char *const script[] = {BOX, "* OK [UIDVALIDITY 18]\n* OK [UIDNEXT 1]\nT OK\n",
                                         NULL};
    struct mail t;
    (void)state;
    mail_open(&t, script);
    struct api_page p = read_page(&t, STR("{\"validity\": 17, \"uid\": 900}"), ERR_OK);
    assert_true(str_is(p.mark, "{\"validity\": 18, \"uid\": 0}"));
    assert_false(p.more);
    mail_close(&t);
}

static void test_goes_wrong(void **state)
{
    static const struct {
        const char *answer;
        enum err_code rc;
    } rows[] = {
        {"T NO [UNAVAILABLE] come back later\n",             ERR_UNAVAILABLE},
        {"T NO [THROTTLED] slow down\n",                     ERR_UNAVAILABLE},
        {"T NO no such mailbox\n",                           ERR_NOT_FOUND  },
        {"* BYE going down\n",                               ERR_UNAVAILABLE},
        {"HTTP/1.1 400 Bad Request\n",                       ERR_PARSE      },
        {"* 1 FETCH (BODY[] {99999999999}\n",                ERR_LIMIT      },
        {"* 1 FETCH (BODY[] {18446744073709551615}\nT OK\n", ERR_UNAVAILABLE},
        {"",                                                 ERR_UNAVAILABLE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *script[] = {BOX, rows[i].answer, NULL};
        struct mail t;
        struct api_page page = {0};
        mail_open(&t, script);
        if (strstr(rows[i].answer, "BYE"))
            t.imap.cut = (long)strlen(rows[i].answer);
        enum err_code rc = t.s.row->stream->page(&t.s, STR_NONE, &t.c.sink, &page, &t.e);
        if (rc != rows[i].rc)
            fail_msg("%s: %d, not %d: %s", rows[i].answer, (int)rc, (int)rows[i].rc, t.e.msg);
        if (i ==
            6) /* a number that is none makes a line like any other: the script ends too early */
            t.imap.wrong[0] = '\0';
        mail_close(&t);
    }
}

/* A page whose bytes end anywhere: nothing of it is kept. */
static void test_cut_off(void **state)
{
    struct mail t;
    long all;
    const char *script[COUNT_OF(three_pages)];
    (void)state;
    memcpy(script, three_pages, sizeof script);
    script[5] = "* 1 FETCH (UID 5 RFC822.SIZE 30)\nT OK\n";
    script[6] = "UID FETCH 5,7 (UID INT";
    script[8] = NULL;
    mail_open(&t, script);
    read_page(&t, STR_NONE, ERR_OK);
    all = t.imap.said;
    for (long at = 0; at < all; at++) {
        struct api_page page = {0};
        t.imap.at = 0;
        t.imap.said = 0;
        t.imap.cut = at;
        enum err_code rc = t.s.row->stream->page(&t.s, STR_NONE, &t.c.sink, &page, &t.e);
        if (rc != ERR_UNAVAILABLE)
            fail_msg("cut at %ld of %ld: %d %s", at, all, (int)rc, t.e.msg);
        assert_int_equal(page.mark.n, 0);
    }
    t.imap.at = 0;
    t.imap.said = 0;
    t.imap.cut = -1;
    read_page(&t, STR_NONE, ERR_OK);
    mail_close(&t);
}

/* Sending ----------------------------------------------------------------------------------- */

static struct outgoing letter(struct mail *t, const char *text)
{
    return (struct outgoing){.key = STR("attempt-1"),
                             .text = str_from(text),
                             .to = STR("Ana <ana@example.org>, bo@example.org,ANA@example.org"),
                             .title = STR("Soup"),
                             .visibility = VISIBLE_DIRECT,
                             .at_ms = INT64_C(1705305600000),
                             .note = noted,
                             .ctx = t};
}

#define SENT_EMPTY                                                                             \
    "EXAMINE \"Sent\"", ABOUT("9"), "UID SEARCH HEADER Message-ID \"<", "* SEARCH\nT OK\n"
#define SENT_HAS                                                                               \
    "EXAMINE \"Sent\"", ABOUT("9"), "UID SEARCH HEADER Message-ID \"<", "* SEARCH 8\nT OK\n"

static bool sent_has(struct mail *t, const char *words)
{
    return strstr(buf_cstr(&t->smtp.got), words) != NULL;
}

static void test_publish(void **state)
{
    static const char *const script[] = {SENT_EMPTY,
                                         "APPEND \"Sent\" (\\Seen) {",
                                         "+T NO [TRYCREATE] there is none\n",
                                         "CREATE \"Sent\"",
                                         "T OK\n",
                                         "APPEND \"Sent\"",
                                         "+T OK\n",
                                         NULL};
    const struct outgoing_media m = {
        .bytes = STR("\x89PNG"), .media_type = STR("image/png"), .alt = STR("ein Löffel")};
    struct mail t;
    struct published out = {0};
    (void)state;
    mail_open(&t, script);
    struct outgoing o =
        letter(&t, "Grüße = ok \n.\nFrom me\nlong long long long long long long "
                   "long long long long long long long long end");
    o.title =
        STR("Suppe für alle\r\nBcc: eve@example.org, heute abend bei uns, mit Brot und Käse");
    o.media = &m;
    o.medias = 1;
    o.reply_to.key = STR("one@example.org");
    o.reply_root.key = STR("zero@example.org>\r\nBcc: <eve@example.org");
    assert_mail(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_ends(out.key, STR(".tact@example.org")));
    assert_string_equal(t.note[0], "begun");
    assert_string_equal(t.note[1], "taken");
    assert_true(sent_has(&t,
                         "Date: Mon, 15 Jan 2024 08:00:00 +0000\r\nFrom: <kim@example.org>\r\n"
                         "To: <ana@example.org>,\r\n <bo@example.org>\r\nSubject: =?utf-8?B?"));
    assert_true(
        sent_has(&t, "In-Reply-To: <one@example.org>\r\nReferences: <one@example.org>\r\n"));
    assert_true(sent_has(&t, "\r\nGr=C3=BC=C3=9Fe =3D ok=20\r\n=2E\r\n=46rom me\r\n"));
    assert_true(sent_has(&t, "Content-Description: =?utf-8?B?ZWluIEzDtmZmZWw=?=\r\n"));
    assert_true(sent_has(&t, "\r\n\r\niVBORw==\r\n--=_"));
    assert_false(sent_has(&t, "\nBcc"));
    assert_false(sent_has(&t, "eve@"));
    for (const char *p = buf_cstr(&t.smtp.got), *end; (end = strstr(p, "\r\n")); p = end + 2)
        assert_true(end - p <= 78);
    mail_close(&t);
}

static void test_receivers(void **state)
{
    static const char *const bad[] = {"",
                                      " , ",
                                      "ana",
                                      "ana@example.org\r\nBcc: eve@example.org",
                                      "<ana@example.org> SIZE=1, x",
                                      "a@b.org> NOTIFY=NEVER <x@y"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct mail t;
        struct published out = {0};
        mail_open(&t, no_script);
        struct outgoing o = letter(&t, "x");
        o.to = str_from(bad[i]);
        if (t.s.row->publish(&t.s, &o, &out, &t.e) != ERR_INVALID)
            fail_msg("%s", bad[i]);
        assert_int_equal(t.smtp.got.n, 0);
        mail_close(&t);
    }
}

/* Bytes that are no text become a sign each, of three bytes: cut where it is too long, never within one. */
#define NO_TEXT_20                                                                             \
    "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
#define NO_TEXT "550 " NO_TEXT_20 NO_TEXT_20 NO_TEXT_20 NO_TEXT_20 NO_TEXT_20 "\r\n"

static void test_refused(void **state)
{
    static const struct {
        const char *rcpt, *data;
        enum err_code rc;
        const char *says;
    } rows[] = {
        {"550 5.1.1 nobody of that name\r\n", NULL,                ERR_INVALID,     "nobody of that name"        },
        {"451 later\r\n",                     NULL,                ERR_UNAVAILABLE, "451 later"                  },
        {"",                                  NULL,                ERR_UNAVAILABLE, "127.0.0.1"                  },
        {NO_TEXT,                             NULL,                ERR_INVALID,     "550"                        },
        {NULL,                                "552 too large\r\n", ERR_INVALID,     "too large"                  },
        {NULL,                                "452 full\r\n",      ERR_UNAVAILABLE, "full"                       },
        {NULL,                                "",                  ERR_UNCERTAIN,   "did not say that it took it"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mail t;
        struct published out = {0};
        mail_open(&t, no_script);
        t.smtp.on_rcpt = rows[i].rcpt;
        t.smtp.on_data = rows[i].data;
        struct outgoing o = letter(&t, "hello");
        enum err_code rc = t.s.row->publish(&t.s, &o, &out, &t.e);
        if (rc != rows[i].rc || !strstr(t.e.msg, rows[i].says) ||
            !utf8_valid(str_from(t.e.msg)))
            fail_msg("row %zu: %d %s", i, (int)rc, t.e.msg);
        assert_string_equal(t.note[0], "begun");
        if (rc != ERR_UNCERTAIN)
            assert_string_equal(t.note[1], "");
        assert_int_equal(t.noted, rc == ERR_UNCERTAIN ? 1 : 2);
        mail_close(&t);
    }
}

static void test_no_answer(void **state)
{
    static const char *const has[] = {SENT_HAS, NULL}, *const empty[] = {SENT_EMPTY, NULL};
    struct mail t;
    struct published out = {0};
    (void)state;
    mail_open(&t, has);
    struct outgoing o = letter(&t, "hello");
    t.smtp.on_data = "";
    assert_mail(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    o.progress = STR("begun");
    assert_mail(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_ends(out.key, STR(".tact@example.org")));
    mail_close(&t);
    mail_open(&t, empty); /* it may have gone all the same: nobody sends it again */
    o.ctx = &t;
    assert_mail(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    mail_close(&t);
    mail_open(&t, empty); /* this server would have it */
    t.s.facts = STR("{\"address\": \"kim@example.org\", \"saves\": \"yes\"}");
    assert_mail(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    mail_close(&t);
    mail_open(&t, empty); /* it was never begun */
    o.progress = STR_NONE;
    assert_mail(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_NOT_FOUND);
    mail_close(&t);
    mail_open(&t, no_script); /* it was taken, and Tact died then */
    o.progress = STR("taken");
    assert_mail(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    mail_close(&t);
    mail_open(&t, has); /* the server keeps it by itself */
    o = letter(&t, "hello");
    assert_mail(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(api_fact(&t.s, "saves"), "yes"));
    assert_int_equal(t.kept, 1);
    mail_close(&t);
}

/* A line of the shell, as the scripts of tests/peers are called. */
static int run(char *command)
{
    char sh[] = "sh", c[] = "-c";
    char *argv[] = {sh, c, command, NULL};
    pid_t pid;
    int how = 1;
    if (posix_spawnp(&pid, "sh", NULL, NULL, argv, environ) == 0)
        waitpid(pid, &how, 0);
    return how;
}

/* Real servers ------------------------------------------------------------------------------ */

static void count_letters(const char *dir, size_t want)
{
    char command[400];
    snprintf(command, sizeof command, "test \"$(ls %s/smtp/*.eml 2>/dev/null | wc -l)\" = %zu",
             dir, want);
    assert_int_equal(run(command), 0);
}

static void test_real(void **state)
{
    char dir[] = "/tmp/tact-mail-XXXXXX", command[1000];
    struct mail t = {.kept = 0};
    struct published out = {0};
    struct mail_double ports[2];
    (void)state;
    char there[] = "test -x /usr/sbin/dovecot && /usr/bin/python3 -c 'import aiosmtpd' 2>&-";
    if (run(there)) {
        fprintf(stderr, "SKIP: dovecot-imapd and python3-aiosmtpd are not installed\n");
        skip();
    }
    assert_non_null(mkdtemp(dir));
    for (int i = 0; i < 2; i++) { /* free ports */
        mail_double_start(&ports[i], NULL);
        mail_double_stop(&ports[i]);
    }
    snprintf(
        command, sizeof command,
        "mkdir %s/smtp && tests/peers/dovecot.sh start %s %d kim@example.org 'pass word' && "
        "{ tests/peers/smtp.py %d %s/smtp Kim@example.org 'pass word' --lose >%s/smtp.log 2>&1 & "
        "echo $! >%s/smtp.pid; } && for i in $(seq 100); do grep -q ready %s/smtp.log && "
        "break; sleep 0.05; done",
        dir, dir, ports[0].port, ports[1].port, dir, dir, dir, dir);
    assert_int_equal(run(command), 0);
    sign_in_to(&t, ports[0].port, ports[1].port);
    assert_mail(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    struct outgoing o = letter(&t, "Grüße\n.\nend");
    enum err_code lost = t.s.row->publish(&t.s, &o, &out, &t.e);
    o.progress = STR("begun");
    enum err_code found = t.s.row->find(&t.s, &o, &out, &t.e);
    o.key = STR("attempt-2");
    o.progress = STR_NONE;
    enum err_code sent = t.s.row->publish(&t.s, &o, &out, &t.e);
    enum err_code again = t.s.row->find(&t.s, &o, &out, &t.e);
    struct api_page page = {0};
    enum err_code reads = t.s.row->stream[1].page(&t.s, STR_NONE, &t.c.sink, &page, &t.e);
    o.to = STR("nobody@example.org");
    enum err_code refused = t.s.row->publish(&t.s, &o, &out, &t.e);
    count_letters(dir, 2);
    snprintf(command, sizeof command,
             "tests/peers/dovecot.sh stop %s; kill $(cat %s/smtp.pid); rm -rf %s", dir, dir,
             dir);
    assert_int_equal(run(command), 0);
    assert_int_equal(lost, ERR_UNCERTAIN);
    assert_int_equal(found, ERR_UNCERTAIN); /* this server keeps no list by itself */
    assert_int_equal(sent, ERR_OK);
    assert_int_equal(again, ERR_OK);
    assert_int_equal(reads, ERR_OK);
    assert_int_equal(page.items, 1);
    assert_true(str_find(page.file, STR("X-Gmail-Labels: Sent\n")) > 0);
    assert_int_equal(refused, ERR_INVALID);
    http_free(t.s.http);
    collect_done(&t.c);
    arena_free(t.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),    cmocka_unit_test(test_sign_in),
        cmocka_unit_test(test_guard),     cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_validity),  cmocka_unit_test(test_goes_wrong),
        cmocka_unit_test(test_cut_off),   cmocka_unit_test(test_publish),
        cmocka_unit_test(test_receivers), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_answer), cmocka_unit_test(test_real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
