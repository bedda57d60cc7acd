/* tests/unit/test_network_bluesky.c: Bluesky at a double: signing in, reading, publishing, and what goes wrong. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/dpop.h"
#include "network.h"
#include "networks/bluesky.h"

static void open_as_kim(struct at_double *t, const char *scenario)
{
    at_double_open(t, "bluesky", "password", scenario);
    t->s.remote = t->s.key = STR("did:plc:kim");
    t->s.facts = arena_printf(t->a, "{\"plc\":\"%s\"}", double_base(t->d));
    t->s.secret.refresh = STR("r1");
}

/* Signing in -------------------------------------------------------------------------------- */

static void test_password(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "password accepted");
    t.s.named = STR_NONE; /* found by the handle; the double is no public place, so: */
    t.s.named = t.s.server;
    t.s.remote = t.s.key = STR_NONE;
    t.s.secret = (struct api_secret){.name = STR("@kim.example"),
                                     .password = STR("aaaa-bbbb-cccc-dddd")};
    struct str did, server;
    assert_rc(&t, bluesky__resolve(&t.s, STR("kim.example"), &did, &t.e), ERR_OK);
    assert_rc(&t, bluesky__pds(&t.s, did, &server, &t.e), ERR_OK);
    assert_true(str_eq(server, t.s.server));
    assert_rc(&t, t.s.row->enter(&t.s, &t.e), ERR_OK);
    assert_true(str_is(t.s.secret.access, "t1"));
    assert_true(str_is(t.s.secret.refresh, "r1"));
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(str_is(t.s.key, "did:plc:kim"));
    assert_true(str_is(t.s.handle, "kim.example"));
    assert_line(&t.c, "account key=\"did:plc:kim\" handle=\"kim.example\" name=\"Kim Å\"");
    assert_line(&t.c, "Tea & type");
    at_double_close(&t);
}

static void test_password_refused(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "password refused");
    t.s.secret = (struct api_secret){.name = STR("kim.example"), .password = STR("no")};
    assert_rc(&t, t.s.row->enter(&t.s, &t.e), ERR_DENIED);
    assert_says(&t, "does not know this name and password");
    at_double_close(&t);
    open_as_kim(&t, "password second factor");
    t.s.secret = (struct api_secret){.name = STR("kim.example"), .password = STR("own")};
    assert_rc(&t, t.s.row->enter(&t.s, &t.e), ERR_DENIED);
    assert_says(&t, "app password");
    at_double_close(&t);
}

/* The refresh token is good once: what came for it is kept before it is used. */
static void test_session_ended(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "session ended");
    assert_rc(&t, at_double_page(&t, "home"), ERR_OK);
    assert_int_equal(t.kept, 1);
    assert_int_equal(t.kept_at, 2);
    assert_string_equal(t.kept_access, "t2");
    assert_true(str_is(t.s.secret.refresh, "r2"));
    at_double_close(&t);
    open_as_kim(&t, "session gone");
    assert_rc(&t, at_double_page(&t, "home"), ERR_DENIED);
    assert_says(&t, "sign in again");
    assert_int_equal(t.kept, 0);
    at_double_close(&t);
}

/* In the browser, with tokens bound to a key. */
static void open_bound(struct at_double *t, const char *scenario)
{
    open_as_kim(t, scenario);
    t->s.row = api_find(STR("bluesky"), STR("api"));
    assert_int_equal(dpop_key_new(t->a, &t->s.secret.dpop_key, &t->e), ERR_OK);
    t->s.secret.extra = t->s.server;
    t->s.secret.client_id = STR("http://localhost");
}

static void test_oauth(void **state)
{
    struct at_double t;
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb")};
    struct str url;
    (void)state;
    open_bound(&t, "oauth accepted");
    t.s.secret = (struct api_secret){.name = STR("kim.example")};
    assert_rc(&t, t.s.row->leave(&t.s, &trip, &url, &t.e), ERR_OK);
    assert_true(str_find(url, STR("request_uri=urn")) > 0);
    assert_true(
        str_starts(t.s.secret.client_id,
                   STR("http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcb&"
                       "scope=atproto%20transition%3Ageneric")));
    struct str query = arena_printf(t.a, "state=" STRF "&code=c1&iss=" STRF, STRA(trip.state),
                                    STRA(bluesky__escape(t.s.server, t.a)));
    assert_rc(&t, t.s.row->arrive(&t.s, &trip, query, &t.e), ERR_OK);
    assert_true(str_is(t.s.secret.refresh, "r1"));
    assert_true(t.s.secret.dpop_key.n > 0);
    assert_rc(&t, at_double_page(&t, "home"), ERR_OK);
    assert_true(str_is(t.s.secret.nonce, "n3"));
    assert_int_equal(t.kept, 1); /* the nonce is another run's too */
    at_double_close(&t);
}

static void test_oauth_expired(void **state)
{
    struct at_double t;
    (void)state;
    open_bound(&t, "oauth expired");
    assert_rc(&t, at_double_page(&t, "home"), ERR_OK);
    assert_int_equal(t.kept_at, 3);
    assert_string_equal(t.kept_access, "t2");
    assert_true(str_is(t.s.secret.refresh, "r2"));
    at_double_close(&t);
}

/* A server may claim that anybody signed in there: the account's own must say so as well. */
static void test_oauth_stranger(void **state)
{
    struct at_double t;
    (void)state;
    open_bound(&t, "oauth stranger");
    struct api_trip trip = {.redirect = STR("http://127.0.0.1:8080/cb"),
                            .state = STR("s1"),
                            .verifier = STR("a-verifier-as-long-as-the-standard-asks-for-it"),
                            .dpop_key = t.s.secret.dpop_key,
                            .issuer = t.s.server};
    t.s.secret = (struct api_secret){0};
    struct str query =
        arena_printf(t.a, "state=s1&code=c1&iss=" STRF, STRA(bluesky__escape(t.s.server, t.a)));
    assert_rc(&t, t.s.row->arrive(&t.s, &trip, query, &t.e), ERR_DENIED);
    assert_says(&t, "does not vouch");
    assert_int_equal(t.s.secret.access.n, 0);
    at_double_close(&t);
}

static void test_client_metadata(void **state)
{
    struct arena *a = arena_new(MIB(1));
    struct json *j = NULL;
    struct err e;
    struct str text = api_client_metadata(STR("https://kim.example/accounts/back"), a);
    (void)state;
    assert_int_equal(json_parse(text, NULL, a, &j, &e), ERR_OK);
    assert_true(str_is(json_get_str(j, "client_id"), "https://kim.example" API_CLIENT_PATH));
    assert_true(
        str_is(json_str(json_at(j, "redirect_uris/[]")), "https://kim.example/accounts/back"));
    assert_true(json_true(json_get(j, "dpop_bound_access_tokens")));
    arena_free(a);
}

/* Reading ------------------------------------------------------------------------------------- */

static void test_three_pages(void **state)
{
    struct at_double t;
    struct str mark;
    struct walk w;
    (void)state;
    open_as_kim(&t, "three pages");
    assert_int_equal(at_double_read(&t, "home", STR_NONE, &mark), 3);
    assert_int_equal(t.c.n[RECORD_POST], 6);
    assert_int_equal(t.s.quota.left, 2990);
    assert_line(&t.c, "post post author=\"did:plc:ana\" at=1705305600000 text=\"See "
                      "https://example.org/a-rather-long-one 🙂 @kim.example\" "
                      "url=\"https://bsky.app/profile/did:plc:ana/post/3kaaaaaaaaa2a\" "
                      "link=\"https://example.org/a-rather-long-one\" language=\"en\" public "
                      "thread=\"at://did:plc:ana/app.bsky.feed.post/3kaaaaaaaaa2a\" likes=3 "
                      "key=\"at://did:plc:ana/app.bsky.feed.post/3kaaaaaaaaa2a\"");
    assert_line(&t.c, "attachment 0 image uri=\"https://cdn.example/f\" alt=\"a bowl\"");
    assert_line(&t.c, "post reshare author=\"did:plc:ana\"");
    assert_lines(&t.c, "key=\"at://did:plc:ana/app.bsky.feed.repost/3krrrrrrrrr2r\"", 1);
    assert_line(&t.c, "post reply own author=\"did:plc:kim\"");
    assert_line(&t.c, "reply_to=\"at://did:plc:bo/app.bsky.feed.post/3k8888888882z\" "
                      "thread=\"at://did:plc:ana/app.bsky.feed.post/3k9999999992z\"");
    assert_line(&t.c, "text=\"a quote\"");
    assert_lines(&t.c, "handle.invalid", 0);
    assert_rc(&t, walk_read(mark, t.a, &w, &t.e), ERR_OK);
    assert_int_equal(w.cursor.n, 0);
    assert_true(w.until_ms == INT64_C(1705305601000) - WALK_AGAIN_MS);
    at_double_close(&t);
}

static void test_notifications(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "notifications");
    assert_int_equal(at_double_read(&t, "notifications", STR_NONE, NULL), 1);
    assert_line(&t.c, "reaction like author=\"did:plc:ana\" at=1705305600000 "
                      "post=\"at://did:plc:kim/app.bsky.feed.post/3kaaaaaaaaa2a\"");
    assert_line(&t.c, "connection did:plc:ana followed_by");
    assert_line(&t.c, "text=\"why?\"");
    assert_int_equal(t.c.n[RECORD_POST], 1);
    at_double_close(&t);
}

static void test_people(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "people");
    assert_int_equal(at_double_read(&t, "followers", STR_NONE, NULL), 2);
    assert_lines(&t.c, "connection did:plc:", 2);
    assert_line(&t.c, "fact did:plc:ana bio value=\"Baker\"");
    assert_int_equal(at_double_read(&t, "lists", STR_NONE, NULL), 1);
    assert_line(&t.c, "fact did:plc:ana label value=\"Family\"");
    at_double_close(&t);
}

static void test_no_app_view(void **state)
{
    struct at_double t;
    struct str mark;
    (void)state;
    open_as_kim(&t, "no app view");
    assert_rc(&t, at_double_page(&t, "home"), ERR_UNSUPPORTED);
    assert_says(&t, "keeps your own posts");
    assert_int_equal(at_double_read(&t, "own", STR_NONE, &mark), 3);
    assert_line(&t.c, "post post own author=\"did:plc:kim\" at=1705305600000 text=\"mine\"");
    assert_line(&t.c, "key=\"at://did:plc:kim/app.bsky.feed.repost/3krrrrrrrrr2r\"");
    /* the next time as far as what was newest then */
    assert_int_equal(at_double_read(&t, "own", mark, NULL), 2);
    at_double_close(&t);
}

static void test_again(void **state)
{
    const struct api_post posts[] = {
        {STR("at://did:plc:ana/app.bsky.feed.post/3kaaaaaaaaa2a"),   STR_NONE},
        {STR("at://did:plc:kim/app.bsky.feed.post/3kccccccccc2c"),   STR_NONE},
        {STR("at://did:plc:bo/app.bsky.feed.post/3kddddddddd2d"),    STR_NONE},
        {STR("at://did:plc:kim/app.bsky.feed.repost/3krrrrrrrrr2r"), STR_NONE},
    };
    struct at_double t;
    (void)state;
    open_as_kim(&t, "again");
    assert_rc(&t, t.s.row->again(&t.s, posts, COUNT_OF(posts), &t.c.sink, &t.e), ERR_OK);
    assert_lines(&t.c, "deleted=", 2);
    assert_line(&t.c, "likes=9");
    at_double_close(&t);
}

static void test_goes_wrong(void **state)
{
    (void)state;
    at_double_reads_badly(open_as_kim, "home");
}

static void test_cut(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "page");
    at_double_cut_page(&t, "home");
    at_double_close(&t);
    open_as_kim(&t, "publish words");
    at_double_cut_publish(&t, "hello");
    at_double_close(&t);
}

/* Publishing ---------------------------------------------------------------------------------- */

static void test_publish(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish");
    struct outgoing o = at_double_words(&t, "Hello 🙂 example.org #tea");
    o.language = STR("en");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_is(out.key, "at://did:plc:kim/app.bsky.feed.post/3mb0000000000"));
    assert_true(str_is(out.url, "https://bsky.app/profile/did:plc:kim/post/3mb0000000000"));
    at_double_close(&t);
}

static void test_refused(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish refused");
    struct outgoing o = at_double_words(&t, "long");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_INVALID);
    assert_says(&t, "must not be longer than 300 graphemes");
    at_double_close(&t);
}

static void test_twice(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "publish twice");
    struct outgoing o = at_double_words(&t, "x");
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_starts(out.key, STR("at://did:plc:kim/app.bsky.feed.post/3")));
    at_double_close(&t);
}

static void test_no_answer(void **state)
{
    struct at_double t;
    (void)state;
    open_as_kim(&t, "no answer");
    struct str key = at_double_no_answer(&t, "x");
    assert_true(str_starts(key, STR("at://did:plc:kim/app.bsky.feed.post/3")));
    at_double_close(&t);
}

static void test_answer(void **state)
{
    static const char png[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0abcd";
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "answer with picture");
    struct outgoing o = at_double_words(&t, "@bo.example see");
    const struct outgoing_media m = {
        .bytes = str_of(png, 33), .media_type = STR("image/png"), .alt = STR("a dot")};
    const struct outgoing_mention who = {.from = 0, .to = 11};
    o.reply_to.key = STR("at://did:plc:bo/app.bsky.feed.post/3k8888888882z");
    o.media = &m;
    o.medias = 1;
    o.mention = &who;
    o.mentions = 1;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
}

static void test_delete(void **state)
{
    struct at_double t;
    const struct published what = {
        .remote = STR("at://did:plc:kim/app.bsky.feed.post/3mb0000000000")};
    (void)state;
    open_as_kim(&t, "delete");
    assert_rc(&t, t.s.row->drop(&t.s, &what, &t.e), ERR_OK);
    at_double_close(&t);
}

/* Who may answer stands there from the first moment, in one step with the post. */
static void test_gated(void **state)
{
    static const enum answering who[] = {ANSWERING_NOBODY, ANSWERING_FOLLOWED,
                                         ANSWERING_MENTIONED};
    struct at_double t;
    (void)state;
    open_as_kim(&t, "gated");
    for (size_t i = 0; i < COUNT_OF(who); i++) {
        struct published out = {0};
        struct outgoing o = at_double_words(&t, "mine to say");
        o.answering = who[i];
        assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
        assert_true(str_is(out.key, "at://did:plc:kim/app.bsky.feed.post/3mb0000000000"));
    }
    at_double_close(&t);
}

/* A post that is found without it gets it, however often one looks, and is not called out before. */
static void test_gate_is_seen_to(void **state)
{
    struct at_double t;
    struct published out = {0};
    (void)state;
    open_as_kim(&t, "a gate that is missing");
    struct outgoing o = at_double_words(&t, "x");
    o.answering = ANSWERING_NOBODY;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    assert_true(str_starts(out.key, STR("at://did:plc:kim/app.bsky.feed.post/3")));
    assert_rc(&t, t.s.row->find(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
    open_as_kim(&t, "gated twice");
    o = at_double_words(&t, "x");
    o.answering = ANSWERING_NOBODY;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_OK);
    at_double_close(&t);
    open_as_kim(&t, "a gate that is refused");
    o = at_double_words(&t, "x");
    o.answering = ANSWERING_NOBODY;
    assert_rc(&t, t.s.row->publish(&t.s, &o, &out, &t.e), ERR_UNCERTAIN);
    assert_says(&t, "who may answer it could not be said");
    at_double_close(&t);
}

/* Pieces -------------------------------------------------------------------------------------- */

static void test_tid(void **state)
{
    struct arena *a = arena_new(MIB(16));
    struct str last = STR_NONE;
    int64_t ms = 0;
    (void)state;
    for (int64_t at = INT64_C(1705305600000); at < INT64_C(1705305600050); at++) {
        struct str key = arena_printf(a, "attempt-%lld", (long long)at % 7);
        struct str tid = bluesky__tid(at, key, a);
        assert_true(bluesky_tid(tid, &ms));
        assert_true(ms == at);
        assert_true(last.n == 0 || str_cmp(last, tid) < 0);
        assert_true(str_eq(tid, bluesky__tid(at, key, a)));
        last = tid;
    }
    assert_false(str_eq(bluesky__tid(1, STR("a"), a), bluesky__tid(1, STR("b"), a)));
    arena_free(a);
}

/* "link 3-14 https://…": what is found in a text */
static struct str facets(const char *text, struct arena *a)
{
    static const char *const names[] = {"link", "mention", "tag"};
    struct buf b;
    size_t n = 0;
    struct facet *f = bluesky__facets(str_from(text), NULL, 0, a, &n);
    buf_init(&b, KIB(64));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s %zu-%zu " STRF, i ? "; " : "", names[f[i].kind], f[i].from,
                   f[i].to, STRA(f[i].value));
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void test_facets(void **state)
{
    static const struct {
        const char *text, *found;
    } rows[] = {
        {"",                                     ""                                          },
        {"nothing here, not even a.",            ""                                          },
        {"https://a.example/x",                  "link 0-19 https://a.example/x"             },
        {"see (https://a.example/x).",           "link 5-24 https://a.example/x"             },
        {"(see a.org/b_(c))",                    "link 5-17 https://a.org/b_(c))"            },
        {"example.com, and main.c",              "link 0-11 https://example.com"             },
        {"node.js is no address",                ""                                          },
        {"1.5 is a number, a@b.org mail",        ""                                          },
        {"https://",                             ""                                          },
        {"👩‍👩‍👧 https://a.example", "link 19-36 https://a.example"              },
        {"cafe\xCC\x81 #the\xCC\x81",            "tag 7-13 the\xCC\x81"                      },
        {"#tea, #1 #tea2 #2tea x#no #",          "tag 0-4 tea; tag 9-14 tea2; tag 15-20 2tea"},
        {"＃茶 #🙂",                         "tag 0-6 茶; tag 7-12 🙂"                },
        {"#a!b!! #\xEF\xB8\x8F",                 "tag 0-4 a!b"                               },
        {"a\nhttps://a.example\n#x",             "link 2-19 https://a.example; tag 20-22 x"  },
    };
    struct arena *a = arena_new(MIB(16));
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str got = facets(rows[i].text, a);
        if (!str_is(got, rows[i].found))
            fail_msg("%s: " STRF ", not %s", rows[i].text, STRA(got), rows[i].found);
    }
    /* mentions win, those without a DID and beyond the text are left out */
    const struct outgoing_mention m[] = {
        {3, 14, STR("did:plc:bo"), STR_NONE},
        {0, 2,  STR("no did"),     STR_NONE},
        {5, 99, STR("did:plc:a"),  STR_NONE},
    };
    size_t n = 0;
    struct facet *f = bluesky__facets(STR("hi @bo.example #x"), m, COUNT_OF(m), a, &n);
    assert_int_equal(n, 2);
    assert_int_equal(f[0].kind, FACET_MENTION);
    assert_int_equal(f[1].kind, FACET_TAG);
    /* a tag of 64 characters is one, of 65 none */
    char tag[80];
    memset(tag, 'a', sizeof tag);
    tag[0] = '#';
    tag[65] = '\0';
    assert_int_equal(facets(tag, a).n > 0, 1);
    tag[65] = 'a';
    tag[66] = '\0';
    assert_int_equal(facets(tag, a).n, 0);
    arena_free(a);
}

/* What a real server gave (of its network of two accounts): nothing of it is left unread. */
static void test_real(void **state)
{
    const char *shared = getenv("TACT_SHARED");
    static const char *const files[] = {"app.bsky.feed.getTimeline.json",
                                        "app.bsky.graph.getFollows.json",
                                        "app.bsky.notification.listNotifications.json"};
    static const char *const streams[] = {"home", "following", "notifications"};
    (void)state;
    if (!shared) {
        fprintf(stderr, "SKIP: TACT_SHARED does not name the folder of samples\n");
        skip();
    }
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[1024];
        struct buf text;
        struct at_double t;
        snprintf(path, sizeof path, "%s/data/suites/atproto-live/%s", shared, files[i]);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        buf_init(&text, MIB(4));
        buf_lit(&text, "= real\n>* GET /*?*\n< 200\n");
        for (int c; (c = fgetc(f)) != EOF;)
            buf_char(&text, (char)c);
        fclose(f);
        open_as_kim(&t, "page");
        double_stop(t.d);
        t.d = double_start_text(buf_cstr(&text), "real");
        t.s.server = t.s.named = str_from(double_base(t.d));
        assert_rc(&t, at_double_page(&t, streams[i]), ERR_OK);
        assert_int_equal(t.c.n[RECORD_UNREAD], 0);
        at_double_close(&t);
        buf_free(&text);
    }
}

/* Who may answer is there with the post, comes again where it went missing, and goes with it. */
static void gated_at_real_server(struct at_double *t)
{
    struct published one = {0}, two = {0};
    struct json *j = NULL;
    struct str did, collection, rkey;
    struct outgoing o = at_double_words(t, "mine to say");
    o.key = STR("attempt-3");
    o.at_ms = time_now_ms();
    o.answering = ANSWERING_FOLLOWED;
    assert_rc(t, t->s.row->publish(&t->s, &o, &one, &t->e), ERR_OK);
    assert_rc(t, t->s.row->publish(&t->s, &o, &two, &t->e), ERR_OK);
    assert_true(str_eq(one.key, two.key));
    assert_true(bluesky_uri(one.key, &did, &collection, &rkey));
    struct str gate =
        arena_printf(t->a, "at://" STRF "/" BLUESKY_GATE "/" STRF, STRA(did), STRA(rkey));
    assert_rc(t, bluesky__record(&t->s, gate, &j, &t->e), ERR_OK);
    assert_true(str_ends(json_str(json_at(j, "value/allow/[]/$type")), STR("#followingRule")));
    assert_true(str_eq(json_str(json_at(j, "value/post")), one.key));
    const struct published only_gate = {.remote = gate};
    assert_rc(t, t->s.row->drop(&t->s, &only_gate, &t->e), ERR_OK);
    assert_rc(t, bluesky__record(&t->s, gate, &j, &t->e), ERR_NOT_FOUND);
    assert_rc(t, t->s.row->find(&t->s, &o, &two, &t->e), ERR_OK);
    assert_rc(t, bluesky__record(&t->s, gate, &j, &t->e), ERR_OK);
    assert_rc(t, t->s.row->drop(&t->s, &one, &t->e), ERR_OK);
    assert_rc(t, bluesky__record(&t->s, gate, &j, &t->e), ERR_NOT_FOUND);
    assert_rc(t, t->s.row->find(&t->s, &o, &two, &t->e), ERR_NOT_FOUND);
}

/* TACT_PDS="http://localhost:PORT HANDLE PASSWORD": a real server of the protocol (tests/peers/pds.sh). */
static void test_real_server(void **state)
{
    const char *told = getenv("TACT_PDS");
    struct str rest = told ? str_from(told) : STR_NONE, word;
    struct at_double t;
    struct published one = {0}, two = {0}, answer = {0};
    (void)state;
    if (rest.n == 0) {
        fprintf(stderr, "SKIP: TACT_PDS does not name a server\n");
        skip();
    }
    open_as_kim(&t, "page");
    assert_rc(&t, at_double_page(&t, "home"), ERR_OK); /* all that the double is for */
    t.s.remote = t.s.key = STR_NONE;
    t.s.secret = (struct api_secret){0};
    assert_true(str_cut(&rest, ' ', &word));
    t.s.server = t.s.named = word;
    assert_true(str_cut(&rest, ' ', &word));
    t.s.secret.name = word;
    t.s.secret.password = rest;
    assert_rc(&t, t.s.row->enter(&t.s, &t.e), ERR_OK);
    assert_true(t.s.secret.until_ms > time_now_ms());
    assert_rc(&t, t.s.row->who(&t.s, &t.c.sink, &t.e), ERR_OK);
    assert_true(bluesky_is_did(t.s.key));
    /* the same publication twice is one record */
    struct outgoing o = at_double_words(&t, "Hello 🙂 example.org #tea");
    o.at_ms = time_now_ms();
    assert_rc(&t, t.s.row->publish(&t.s, &o, &one, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->publish(&t.s, &o, &two, &t.e), ERR_OK);
    assert_true(str_eq(one.key, two.key));
    assert_rc(&t, t.s.row->find(&t.s, &o, &two, &t.e), ERR_OK);
    struct outgoing a = at_double_words(&t, "an answer");
    a.key = STR("attempt-2");
    a.at_ms = time_now_ms();
    a.reply_to.key = one.key;
    assert_rc(&t, t.s.row->publish(&t.s, &a, &answer, &t.e), ERR_OK);
    buf_clear(&t.c.lines);
    assert_true(at_double_read(&t, "own", STR_NONE, NULL) >= 2);
    assert_line(&t.c, arena_printf(t.a, "reply_to=\"" STRF "\"", STRA(one.key)).p);
    assert_rc(&t, api_renew(&t.s, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &answer, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->drop(&t.s, &answer, &t.e), ERR_OK);
    assert_rc(&t, t.s.row->find(&t.s, &a, &two, &t.e), ERR_NOT_FOUND);
    assert_rc(&t, t.s.row->drop(&t.s, &one, &t.e), ERR_OK);
    gated_at_real_server(&t);
    at_double_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password),
        cmocka_unit_test(test_password_refused),
        cmocka_unit_test(test_session_ended),
        cmocka_unit_test(test_oauth),
        cmocka_unit_test(test_oauth_expired),
        cmocka_unit_test(test_oauth_stranger),
        cmocka_unit_test(test_client_metadata),
        cmocka_unit_test(test_three_pages),
        cmocka_unit_test(test_notifications),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_no_app_view),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_goes_wrong),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_publish),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_answer),
        cmocka_unit_test(test_delete),
        cmocka_unit_test(test_gated),
        cmocka_unit_test(test_gate_is_seen_to),
        cmocka_unit_test(test_tid),
        cmocka_unit_test(test_facets),
        cmocka_unit_test(test_real),
        cmocka_unit_test(test_real_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
