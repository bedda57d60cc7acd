/* tests/unit/test_compose.c: what goes to each account: parts, people, hashtags, limits; and when. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "writing/best_time.h"
#include "writing/compose.h"
#include "writing/count.h"
#include "writing/poll.h"
#include "writing/send.h"
#include "writing/split.h"

static struct composed compose_draft(const char *network, const char *key,
                                     const struct draft *d)
{
    struct composed c;
    struct account acc = {0}, *all;
    size_t n;
    OK(store_accounts(s, a, &all, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(all[i].network, network) && str_is(all[i].key, key))
            acc = all[i];
    struct compose_for to = {.account = &acc,
                             .numbered = true,
                             .door = str_is(acc.network, "web") ? STR("wordpress") : STR_NONE};
    OK(compose(s, d, &to, a, &c, &e));
    return c;
}

static struct composed compose_to(const char *network, const char *key, const char *text)
{
    const struct draft d = {.text = str_from(text)};
    return compose_draft(network, key, &d);
}

/* The only thing that is said of it; whether it stops it is for the caller to ask. */
static const char *said(const struct composed *c)
{
    assert_int_equal(c->says, 1);
    return arena_cstr(a, c->say[0].text);
}

/* Ann is on Mastodon and on X; Max only on X; two people are called @pat. */
static void meet(void)
{
    struct importer *im = begin("mastodon", "me@m.example");
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){
        .key = STR("ann@m.example"), .handle = STR("ann@m.example"), .name = STR("Ann Lee")};
    put(im, &r);
    r.as.identity = (struct record_identity){
        .key = STR("pat@a.example"), .handle = STR("pat"), .name = STR("Pat One")};
    put(im, &r);
    commit(im);
    im = begin("x", "id:1");
    r.as.identity = (struct record_identity){
        .key = STR("id:2"), .handle = STR("annlee"), .name = STR("Ann Lee")};
    put(im, &r);
    r.as.identity =
        (struct record_identity){.key = STR("id:3"), .handle = STR("max"), .name = STR("Max")};
    put(im, &r);
    r.as.identity = (struct record_identity){
        .key = STR("id:4"), .handle = STR("pat"), .name = STR("Pat Two")};
    put(im, &r);
    commit(im);
    im = begin("linkedin", "in/me");
    commit(im);
    derive();
    int64_t one = person_of("mastodon", "ann@m.example"), two = person_of("x", "id:2");
    OK(sql_run(&s->sql,
               "UPDATE person_identities SET person_id = $1 WHERE owner_id = 1 AND person_id = "
               "$2",
               VALUES(I64(one), I64(two)), NULL, &e));
}

static void people_are_called_as_they_are_there(void **state)
{
    (void)state;
    meet();
    struct composed c = compose_to("x", "id:1", "Thanks @ann@m.example and @[Max]!");
    assert_true(str_is(c.part[0].o.text, "Thanks @annlee and @max!"));
    assert_int_equal(c.part[0].o.mentions, 2);
    assert_int_equal(c.part[0].mention[1].from, 19);
    c = compose_to("mastodon", "me@m.example", "Thanks @annlee and @max!");
    /* Max is not there: his name, for @max would be somebody else */
    assert_true(str_is(c.part[0].o.text, "Thanks @ann@m.example and Max!"));
    c = compose_to("linkedin", "in/me", "Thanks @annlee, mail me@x.example");
    assert_true(str_is(c.part[0].o.text, "Thanks Ann Lee, mail me@x.example"));
}

static void nobody_unknown_is_ever_called(void **state)
{
    (void)state;
    meet();
    struct composed c = compose_to("x", "id:1", "Hi @stranger and @who@elsewhere.example.");
    assert_true(str_is(c.part[0].o.text, "Hi stranger and who."));
    assert_int_equal(c.says, 2);
    assert_false(c.say[0].stops);
    c = compose_to("mastodon", "me@m.example",
                   "Hi @who@elsewhere.example, see https://t.example/@max");
    assert_true(
        str_is(c.part[0].o.text, "Hi @who@elsewhere.example, see https://t.example/@max"));
    c = compose_to("linkedin", "in/me", "Hi @pat"); /* two are called so: neither is */
    assert_true(str_is(c.part[0].o.text, "Hi pat"));
}

/* A letter from Ana, aN@example.org, and one of the owner's own, bN@example.org. */
static void write_to_me(const char *subject, size_t n)
{
    struct importer *im = begin("email", "me@example.org");
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){
        .key = STR("ana@example.org"), .handle = STR("ana@example.org"), .name = STR("Ana")};
    put(im, &r);
    r = (struct record){.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = arena_printf(a, "a%zu@example.org", n),
                                     .kind = POST_MESSAGE,
                                     .author = STR("ana@example.org"),
                                     .at = when_ms(1000),
                                     .title = str_from(subject),
                                     .text = STR("Would you?")};
    put(im, &r);
    r.as.post = (struct record_post){.key = arena_printf(a, "b%zu@example.org", n),
                                     .kind = POST_MESSAGE,
                                     .own = true,
                                     .at = when_ms(2000),
                                     .title = str_from(subject),
                                     .text = STR("I wrote that.")};
    put(im, &r);
    commit(im);
}

static int64_t letter_id(struct str key)
{
    int64_t id = 0;
    OK(sql_one(&s->sql, "SELECT id FROM posts WHERE key = $1", VALUES(TXT(key)), &id, &e));
    return id;
}

static void a_letter_goes_to_somebody(void **state)
{
    (void)state;
    write_to_me("Tea", 0);
    struct draft d = {.text = STR("At four.\n---\nOr five."), .title = STR("Kettle")};
    struct composed c = compose_draft("email", "me@example.org", &d);
    assert_non_null(strstr(said(&c), "needs somebody to go to"));
    assert_true(c.say[0].stops);
    d.receivers = STR("Ana <ANA@example.org>,bo@example.org, ana@example.org");
    c = compose_draft("email", "me@example.org", &d);
    assert_int_equal(c.says, 0);
    assert_int_equal(c.parts, 1); /* a letter is not parted */
    assert_true(str_is(c.part[0].o.to, "ana@example.org, bo@example.org"));
    assert_true(str_is(c.part[0].o.title, "Kettle"));
    d.receivers = STR("ana@example.org, nobody\r\nBcc: eve@example.org");
    c = compose_draft("email", "me@example.org", &d);
    assert_non_null(strstr(said(&c), "is no e-mail address"));
    assert_true(c.say[0].stops && c.part[0].o.to.n == 0);
}

static void a_letter_is_answered_to_who_wrote_it(void **state)
{
    static const struct {
        const char *subject, *again;
    } cases[] = {
        {"Tea",               "Re: Tea"            },
        {"Re: Tea",           "Re: Tea"            },
        {"AW: Tea",           "AW: Tea"            },
        {"Tea\r\nBcc: eve@x", "Re: Tea  Bcc: eve@x"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        write_to_me(cases[i].subject, i);
        struct str theirs = arena_printf(a, "a%zu@example.org", i);
        struct str mine = arena_printf(a, "b%zu@example.org", i);
        struct draft d = {.text = STR("Gladly."), .reply_to = letter_id(theirs)};
        struct composed c = compose_draft("email", "me@example.org", &d);
        assert_int_equal(c.says, 0);
        assert_true(str_is(c.part[0].o.to, "ana@example.org"));
        assert_true(str_is(c.part[0].o.title, cases[i].again));
        assert_true(str_eq(c.part[0].o.reply_to.key, theirs));
        d.receivers = STR("bo@example.org");
        d.title = STR("Cake");
        c = compose_draft("email", "me@example.org", &d); /* the owner's word counts */
        assert_true(str_is(c.part[0].o.to, "bo@example.org"));
        assert_true(str_is(c.part[0].o.title, "Cake"));
        d = (struct draft){.text = STR("And?"), .reply_to = letter_id(mine)};
        c = compose_draft("email", "me@example.org", &d); /* nobody answers themselves */
        assert_non_null(strstr(said(&c), "needs somebody"));
    }
}

static void a_title_goes_where_there_are_such(void **state)
{
    (void)state;
    meet();
    commit(begin("web", "blog.example"));
    const struct draft d = {.text = STR("Words."), .title = STR("The bindery")};
    struct composed c = compose_draft("web", "blog.example", &d);
    assert_true(str_is(c.part[0].o.title, "The bindery"));
    assert_int_equal(c.says, 0);
    c = compose_draft("x", "id:1", &d);
    assert_int_equal(c.part[0].o.title.n, 0);
    assert_non_null(strstr(said(&c), "has no titles"));
    assert_false(c.say[0].stops);
}

static struct composed compose_answers(const char *network, const char *key, const char *who,
                                       int64_t reply_to)
{
    struct account *all;
    size_t n;
    struct draft_variant v = {.answers = str_from(who), .signature = true};
    OK(store_accounts(s, a, &all, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(all[i].network, network) && str_is(all[i].key, key))
            v.account_id = all[i].id;
    const struct draft d = {
        .text = STR("one\n---\ntwo"), .variant = &v, .variants = 1, .reply_to = reply_to};
    return compose_draft(network, key, &d);
}

static void who_may_answer_is_said_where_it_can_be(void **state)
{
    (void)state;
    meet();
    struct importer *im = begin("bluesky", "did:plc:me");
    struct record r = {.kind = RECORD_POST};
    r.as.post =
        (struct record_post){.key = STR("at://did:plc:bo/app.bsky.feed.post/3k8888888882z"),
                             .kind = POST_POST,
                             .at = when_ms(1000),
                             .text = STR("theirs")};
    put(im, &r);
    commit(im);
    struct composed c = compose_answers("bluesky", "did:plc:me", "nobody", 0);
    assert_int_equal(c.says, 0);
    assert_int_equal(c.part[0].o.answering, ANSWERING_NOBODY);
    assert_int_equal(c.part[1].o.answering,
                     ANSWERING_EVERYBODY); /* the first says it for all */
    c = compose_answers("x", "id:1", "followed", 0);
    assert_int_equal(c.part[0].o.answering, ANSWERING_FOLLOWED);
    c = compose_answers("x", "id:1", "nobody", 0);
    assert_non_null(strstr(said(&c), "X has no \"Nobody\""));
    assert_true(c.say[0].stops);
    c = compose_answers("mastodon", "me@m.example", "nobody", 0);
    assert_non_null(strstr(said(&c), "On Mastodon everybody may answer"));
    assert_false(c.say[0].stops);
    c = compose_answers("bluesky", "did:plc:me", "nobody",
                        letter_id(STR("at://did:plc:bo/app.bsky.feed.post/3k8888888882z")));
    assert_non_null(strstr(said(&c), "whoever began the thread"));
    assert_int_equal(c.part[0].o.answering, ANSWERING_EVERYBODY);
}

/* Whether what stops it says so. */
static bool stops_with(const struct composed *c, const char *words)
{
    for (size_t i = 0; i < c->says; i++)
        if (c->say[i].stops && strstr(arena_cstr(a, c->say[i].text), words))
            return true;
    return false;
}

static void a_poll_goes_where_one_is_asked(void **state)
{
    (void)state;
    meet();
    struct draft d = {.text = STR("Which one?"), .choices = STR("Tea\n Coffee \n\n")};
    struct composed c = compose_draft("mastodon", "me@m.example", &d);
    assert_int_equal(c.says, 0);
    assert_int_equal(c.part[0].o.choices, 2);
    assert_true(str_is(c.part[0].o.choice[1], "Coffee"));
    assert_int_equal(c.part[0].o.poll_s, 86400); /* where nobody says how long */
    c = compose_draft("linkedin", "in/me", &d);  /* without it, and never silently */
    assert_int_equal(c.part[0].o.choices, 0);
    assert_non_null(strstr(said(&c), "no polls on LinkedIn"));
    assert_false(c.say[0].stops);
    struct compose_for by_hand = {.door = STR("hand")};
    struct account acc = {.network = STR("x")};
    by_hand.account = &acc;
    OK(compose(s, &d, &by_hand, a, &c, &e));
    assert_int_equal(c.part[0].o.choices, 2); /* laid out, for the owner to add */
    assert_non_null(strstr(said(&c), "yours to add by hand"));
    d.text = STR("Which one?\n---\nSay why.");
    c = compose_draft("x", "id:1", &d);
    assert_int_equal(c.parts, 2);
    assert_int_equal(c.part[0].o.choices, 2);
    assert_int_equal(c.part[1].o.choices, 0);
}

static void what_a_network_refuses_of_a_poll_is_said_before(void **state)
{
    static const struct {
        const char *choices, *words;
        int64_t s;
    } cases[] = {
        {"Tea",                           "needs two choices",                    0     },
        {"1\n2\n3\n4\n5",                 "has 4 choices at most, this has 5",    0     },
        {"1\n2\n1",                       "\"1\" is twice",                       0     },
        {"a\nabcdefghijklmnopqrstuvwxyz", "25 characters at most",                0     },
        {"a\nb",                          "at least 5 minutes, not for 1 minute", 60    },
        {"a\nb",                          "at most 7 days, not for 8 days",       691200},
    };
    (void)state;
    meet();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct draft d = {
            .text = STR("Which?"), .choices = str_from(cases[i].choices), .poll_s = cases[i].s};
        const struct composed c = compose_draft("x", "id:1", &d);
        if (!stops_with(&c, cases[i].words))
            fail_msg("\"%s\" is not said", cases[i].words);
    }
    int64_t v = 0;
    assert_true(poll_open_parse(STR(" 90m "), &v) && v == 5400);
    assert_true(str_is(poll_open_write(5400, a), "90m"));
    assert_true(str_is(poll_open_say(172800, a), "2 days"));
    assert_false(poll_open_parse(STR("1w"), &v) || poll_open_parse(STR("-1d"), &v) ||
                 poll_open_parse(STR("900d"), &v) || poll_open_parse(STR("d"), &v));
}

static void each_part_is_within_the_rule(struct str *part, size_t n,
                                         const struct network_limits *l)
{
    for (size_t i = 0; i < n; i++) {
        struct text_count c = text_count_by(l, part[i]);
        if (c.most && c.used > c.most)
            fail_msg("part %zu has %lld", i, (long long)c.used);
    }
}

static void a_long_text_is_parted_at_sentence_ends(void **state)
{
    (void)state;
    struct network_limits l = {.counting = COUNTING_GRAPHEMES, .most = 60};
    struct str *part;
    size_t n;
    OK(split_text(STR("Dr. Ann met J. Doe at 9 a.m. today. It rained! Then \"he left.\" And "
                      "so did she, for the road is long and the night was young."),
                  &l, true, a, &part, &n, &e));
    assert_int_equal(n, 3);
    assert_true(str_is(part[0], "Dr. Ann met J. Doe at 9 a.m. today. It rained! (1/3)"));
    assert_true(str_starts(part[1], STR("Then \"he left.\"")));
    each_part_is_within_the_rule(part, n, &l);
    OK(split_text(STR("one\n---\ntwo"), &l, true, a, &part, &n, &e));
    assert_int_equal(n, 2);
    assert_true(str_is(part[1], "two (2/2)"));
    OK(split_text(STR("short"), &l, true, a, &part, &n, &e));
    assert_int_equal(n, 1);
    assert_true(str_is(part[0], "short"));
    struct network_limits none = {.counting = COUNTING_NONE};
    OK(split_text(STR("no limit"), &none, true, a, &part, &n, &e));
    assert_int_equal(n, 1);
}

static void addresses_and_graphemes_are_never_cut(void **state)
{
    (void)state;
    struct network_limits x = {.counting = COUNTING_X, .most = 280};
    struct network_limits b = {.counting = COUNTING_GRAPHEMES, .most = 300, .most_bytes = 3000};
    struct buf text;
    struct str *part;
    size_t n;
    buf_init(&text, MIB(1));
    for (int i = 0; i < 300; i++)
        buf_printf(
            &text,
            "see https://example.org/a/rather/long/path/%d and \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 ",
            i);
    OK(split_text(buf_view(&text), &x, true, a, &part, &n, &e));
    each_part_is_within_the_rule(part, n, &x);
    for (size_t i = 0; i < n; i++)
        assert_true(str_find(part[i], STR("\xE2\x80\x8D (")) < 0);
    OK(split_text(buf_view(&text), &b, true, a, &part, &n, &e));
    each_part_is_within_the_rule(part, n, &b);
    buf_clear(&text); /* one word without an end */
    for (int i = 0; i < 700; i++)
        buf_lit(&text, "e\xCC\x81");
    OK(split_text(buf_view(&text), &b, false, a, &part, &n, &e));
    assert_int_equal(n, 3);
    each_part_is_within_the_rule(part, n, &b);
    buf_clear(&text);
    for (int i = 0; i < 60000; i++)
        buf_lit(&text, "too much ");
    assert_int_equal(split_text(buf_view(&text), &b, true, a, &part, &n, &e), ERR_LIMIT);
    buf_free(&text);
}

static void what_goes_out_survives_the_table(void **state)
{
    (void)state;
    struct outgoing_draft d = {0}, back;
    d.o.text = STR("Hello \"@ann\" \xF0\x9F\x8D\x93\nline");
    d.o.summary = STR("warning");
    d.o.visibility = VISIBLE_FOLLOWERS;
    d.o.reply_to = (struct api_post){STR("k"), STR("id:1")};
    d.media[0] = STR("abc");
    d.picture[0] = (struct outgoing_media){.media_type = STR("image/png"), .alt = STR("a cat")};
    d.o.medias = 1;
    d.mention[0] = (struct outgoing_mention){7, 11, STR("did:x"), STR("Ann")};
    d.o.mentions = 1;
    d.choice[0] = STR("yes");
    d.o.choices = 1;
    d.o.poll_s = 60;
    d.o.answering = ANSWERING_FOLLOWED;
    d.o.title = STR("Tea");
    d.o.to = STR("ana@example.org");
    OK(outgoing_read(outgoing_write(&d, a), a, &back, &e));
    assert_true(str_eq(back.o.text, d.o.text));
    assert_int_equal(back.o.visibility, VISIBLE_FOLLOWERS);
    assert_true(str_is(back.o.reply_to.also, "id:1"));
    assert_true(str_is(back.picture[0].alt, "a cat"));
    assert_int_equal(back.mention[0].to, 11);
    assert_int_equal(back.o.poll_s, 60);
    assert_int_equal(back.o.answering, ANSWERING_FOLLOWED);
    assert_true(str_is(back.o.title, "Tea"));
    assert_true(str_is(back.o.to, "ana@example.org"));
}

/* An audience that answers on Thursdays at 17, beside one that answers at any time. */
static struct best_time of_audience(bool habit, uint32_t seed, size_t *n_out)
{
    enum {
        WEEKS = 40,
        A_DAY = 2
    };
    const int64_t hour = 3600000, week = 168 * hour, now = INT64_C(1780272000000);
    struct answer_time *v = ARENA_ARRAY(a, struct answer_time, WEEKS * 7 * A_DAY * 12);
    size_t n = 0;
    int64_t id = 1;
    for (int w = 0; w < WEEKS; w++)
        for (int d = 0; d < 7 * A_DAY; d++, id++) {
            seed = seed * 1664525u + 1013904223u;
            int64_t at = now - (w + 1) * week + d / A_DAY * 24 * hour + (seed >> 8) % 24 * hour;
            v[n++] = (struct answer_time){id, at, at, 0};
            int64_t in = (at + 3 * 24 * hour) % week / hour;
            bool good = habit && in % 24 >= 15 && in % 24 <= 18;
            seed = seed * 1664525u + 1013904223u;
            for (uint32_t k = 0; k < (good ? 6u : 2u) + (seed >> 12) % 3; k++)
                v[n++] = (struct answer_time){id, at, at + hour / 4, 1 + (int64_t)k};
        }
    *n_out = n;
    return best_time_of(v, n, 0, now);
}

static void a_best_time_is_found_or_nothing_is_said(void **state)
{
    (void)state;
    size_t n;
    struct best_time b = of_audience(true, 5, &n);
    assert_true(b.clear);
    assert_in_range(b.hour % 24, 14, 18);
    assert_true(b.gain <= 0.17 + 1e-9);
    int wrong = 0;
    for (uint32_t seed = 1; seed <= 40; seed++)
        wrong += of_audience(false, seed * 77u, &n).clear;
    if (wrong > 8) /* the interval has 80 %: one in ten by chance alone */
        fail_msg("%d of 40 audiences without a habit got a best time", wrong);
    assert_false(best_time_of(NULL, 0, 0, 0).clear);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(people_are_called_as_they_are_there),
        TEST(nobody_unknown_is_ever_called),
        TEST(a_letter_goes_to_somebody),
        TEST(a_letter_is_answered_to_who_wrote_it),
        TEST(a_title_goes_where_there_are_such),
        TEST(who_may_answer_is_said_where_it_can_be),
        TEST(a_poll_goes_where_one_is_asked),
        TEST(what_a_network_refuses_of_a_poll_is_said_before),
        TEST(a_long_text_is_parted_at_sentence_ends),
        TEST(addresses_and_graphemes_are_never_cut),
        TEST(what_goes_out_survives_the_table),
        TEST(a_best_time_is_found_or_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
