/* tests/unit/test_timeline.c: pages see every post once, whatever the filter; threads; twins. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/timeline.h"

#define DAY INT64_C(86400000)
#define T0  INT64_C(1600000000000)

/* What was put in, to hold pages against. */
struct made {
    char text[64];
    int64_t at;
    enum post_kind kind;
    int account; /* 0 x, 1 mastodon */
    int author;  /* -1 the owner, else whose number */
    bool media;
};
enum {
    MADE = 700,
    AUTHORS = 4
};
static struct made made[MADE];
static const char *const networks[] = {"x", "mastodon"};

static uint32_t state_of_dice;
static uint32_t dice(uint32_t n)
{
    state_of_dice = state_of_dice * 1664525u + 1013904223u;
    return (state_of_dice >> 16) % n;
}

/* Times in disorder, several in one millisecond. */
static void make_one(struct importer *im, int i)
{
    struct made *m = &made[i];
    char key[16], author[16];
    *m = (struct made){.at = T0 + (int64_t)dice(400) * DAY + dice(3),
                       .kind = (enum post_kind)dice(POST_KIND_COUNT),
                       .account = i % 2,
                       .author = dice(2) ? -1 : (int)dice(AUTHORS),
                       .media = dice(9) == 0};
    snprintf(m->text, sizeof m->text, "number %d says %s", i, i % 3 ? "apple" : "pear");
    snprintf(key, sizeof key, "k%d", i);
    snprintf(author, sizeof author, "id:%d", m->author + 10);
    put_post(im, m->kind, key, m->author < 0 ? NULL : author, m->at, m->text, NULL);
    if (m->media)
        put_attachment(im, key, "media/a.jpg");
}

static void fill(void)
{
    state_of_dice = 7;
    for (int account = 0; account < 2; account++) {
        struct importer *im = begin(networks[account], "id:1");
        for (int i = account; i < MADE; i += 2)
            make_one(im, i);
        commit(im);
    }
    derive();
}

static bool is_expected(const struct made *m, const struct post_filter *f, bool messages,
                        int author)
{
    unsigned kinds = f->kinds ? f->kinds : messages ? ~0u : ~(1u << POST_MESSAGE);
    return (kinds >> m->kind & 1u) && (!f->own || m->author < 0) && (!f->media || m->media) &&
           (f->network.n == 0 || str_is(f->network, networks[m->account])) &&
           (f->person_id == 0 || (m->author == author && m->account == 0)) &&
           (f->from_ms == 0 || m->at >= f->from_ms) && (f->to_ms == 0 || m->at < f->to_ms);
}

static int number_of(const struct shown_post *p)
{
    int n = -1;
    char text[64];
    snprintf(text, sizeof text, STRF, STRA(p->post.text));
    assert_int_equal(sscanf(text, "number %d", &n), 1);
    return n;
}

/* Walks all pages and holds them against what was made. */
static enum err_code find_posts(const char *words, struct post_filter f,
                                enum search_order order, int64_t before, int64_t limit,
                                struct post_page *out)
{
    const struct post_search q = {str_from(words), f, order};
    return store_find_posts(s, &q, before, limit, a, out, &e);
}

static void walk(const struct post_filter *f, const char *words, int64_t limit, int author)
{
    bool seen[MADE] = {false};
    int64_t before = 0, last = INT64_MAX;
    size_t n = 0, expected = 0;
    do {
        struct post_page page;
        if (words)
            OK(find_posts(words, *f, SEARCH_NEWEST, before, limit, &page));
        else
            OK(store_timeline(s, f, before, limit, a, &page, &e));
        assert_true(page.n <= (size_t)limit);
        for (size_t i = 0; i < page.n; i++) {
            int at = number_of(&page.post[i]);
            assert_true(page.post[i].post.id < last);
            assert_false(seen[at]);
            seen[at] = true;
            last = page.post[i].post.id;
            n++;
            assert_true(is_expected(&made[at], f, words != NULL, author));
            assert_int_equal(page.post[i].attachments, made[at].media);
        }
        assert_true(before == 0 || page.next < before);
        before = page.next;
    } while (before);
    for (int i = 0; i < MADE; i++)
        expected += is_expected(&made[i], f, words != NULL, author) &&
                    (!words || !words[0] || strstr(made[i].text, words));
    assert_int_equal(n, expected);
}

static void every_filter_sees_every_post_once(void **state)
{
    (void)state;
    fill();
    int64_t who = person_of("x", "id:12");
    const struct post_filter filters[] = {
        {.account_id = 0                               },
        {.network = STR("mastodon")                    },
        {.kinds = 1u << POST_REPLY                     },
        {.kinds = 1u << POST_MESSAGE                   },
        {.own = true                                   },
        {.media = true                                 },
        {.media = true,                                  .own = true, .network = STR("x")},
        {.from_ms = T0 + 100 * DAY,                           .to_ms = T0 + 200 * DAY},
        {.from_ms = T0 + 100 * DAY + 1,                      .kinds = 1u << POST_POST | 1u << POST_ARTICLE},
        {.person_id = who                                             },
        {.person_id = who,.kinds = 1u << POST_COMMENT},
        {.network = STR("facebook")                              },
    };
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        walk(&filters[i], NULL, 7, 2);
        walk(&filters[i], NULL, 200, 2);
        walk(&filters[i], "", 13, 2);
        walk(&filters[i], "apple", 11, 2);
        walk(&filters[i], "pear", 200, 2);
        walk(&filters[i], "nobody", 20, 2);
    }
}

static void filters_that_name_nothing_find_nothing(void **state)
{
    (void)state;
    fill();
    struct post_page page;
    const struct post_filter none[] = {{.account_id = -1},
                                       {.person_id = 99999},
                                       {.context = STR("no such")},
                                       {.topic = STR("food")}};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        OK(store_timeline(s, &none[i], 0, 20, a, &page, &e));
        assert_int_equal(page.n, 0);
        OK(find_posts("apple", none[i], SEARCH_BEST, 0, 20, &page));
        assert_int_equal(page.n, 0);
    }
    struct post_filter all = {.account_id = 0};
    assert_int_equal(store_timeline(s, &all, 0, 0, a, &page, &e), ERR_INVALID);
    assert_int_equal(store_timeline(s, &all, 0, 201, a, &page, &e), ERR_INVALID);
    OK(find_posts("***", all, SEARCH_NEWEST, 0, 20, &page));
    assert_int_equal(page.n, 0);
}

static void a_context_is_its_accounts(void **state)
{
    (void)state;
    fill();
    struct account acc;
    OK(store_account_find(s, STR("x"), a, &acc, &e));
    OK(store_account_set_context(s, &acc, STR("choir"), MINDSET_PERSONAL, &e));
    struct post_filter f = {.context = STR("choir")};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 200, a, &page, &e));
    assert_true(page.n > 0);
    for (size_t i = 0; i < page.n; i++) {
        assert_true(str_is(page.post[i].post.network, "x"));
        assert_true(str_is(page.post[i].context, "choir"));
    }
    OK(store_account_set_context(s, &acc, STR("work group"), MINDSET_PROFESSIONAL, &e));
    struct context one, other;
    OK(store_context_find(s, STR("choir"), a, &one, &e));
    OK(store_context_find(s, STR("work group"), a, &other, &e));
    assert_false(str_eq(one.colour, other.colour));
}

static const struct shown_post *find(const struct post_page *p, const char *text)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_is(p->post[i].post.text, text))
            return &p->post[i];
    static const struct shown_post none;
    fail_msg("there is no post \"%s\"", text);
    return &none;
}

static void a_post_shows_what_belongs_to_it(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    put_identity(im, "id:2", "Ann");
    put_post(im, POST_POST, "p", "id:2", T0, "Ann's post", NULL);
    put_attachment(im, "p", "media/p.jpg");
    put_post(im, POST_REPLY, "r", NULL, T0 + 1, "my answer", "p");
    put_post(im, POST_REPLY, "q", NULL, T0 + 2, "to a stranger", "elsewhere");
    struct record r = {.kind = RECORD_REACTION};
    r.as.reaction = (struct record_reaction){
        .post = STR("p"), .own = true, .kind = STR("like"), .at = when_ms(T0 + 5)};
    put(im, &r);
    commit(im);
    derive();
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    const struct shown_post *p = find(&page, "Ann's post"), *mine = find(&page, "my answer"),
                            *q = find(&page, "to a stranger");
    assert_non_null(p);
    assert_int_equal(p->answers, 1);
    assert_true(str_is(p->my_reaction, "like"));
    assert_true(str_is(p->post.author, "Ann"));
    assert_int_equal(p->author_person, person_of("x", "id:2"));
    assert_int_equal(p->attachments, 1);
    assert_non_null(mine->parent);
    assert_true(str_is(mine->parent->post.text, "Ann's post"));
    assert_int_equal(mine->parent->attachments, 1);
    assert_true(str_is(mine->post.author, "Me Myself"));
    assert_int_equal(mine->author_person, person_of("x", "id:1"));
    assert_null(q->parent);
    assert_true(q->parent_elsewhere);
    struct shown_post one;
    OK(store_post(s, p->post.id, a, &one, &e));
    assert_true(str_is(one.post.text, "Ann's post"));
    assert_int_equal(store_post(s, 12345, a, &one, &e), ERR_NOT_FOUND);
    f.person_id = one.author_person;
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    assert_int_equal(page.n, 1);
    f.person_id = mine->author_person; /* the owner: own posts */
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    assert_int_equal(page.n, 2);
}

static void a_thread_reads_from_its_start(void **state)
{
    (void)state;
    struct importer *im = begin("mastodon", "me@here");
    put_post(im, POST_POST, "a", NULL, T0, "a", NULL);
    put_post(im, POST_REPLY, "b", "x@there", T0 + 10, "b", "a");
    put_post(im, POST_REPLY, "c", NULL, T0 + 30, "c", "b");
    put_post(im, POST_REPLY, "d", "y@there", T0 + 20, "d", "a");
    put_post(im, POST_REPLY, "e", NULL, T0 + 40, "e", "d");
    /* two that answer each other, as no network has it */
    put_post(im, POST_REPLY, "m", NULL, T0 + 50, "m", "n");
    put_post(im, POST_REPLY, "n", NULL, T0 + 60, "n", "m");
    commit(im);
    derive();
    static const char *const order[] = {"a", "b", "c", "d", "e"};
    static const int depths[] = {0, 1, 2, 1, 2};
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    struct thread t;
    for (int start = 0; start < 5; start++) {
        OK(store_thread(s, find(&page, order[start])->post.id, 100, a, &t, &e));
        assert_int_equal(t.n, 5);
        assert_int_equal(t.at, start);
        assert_false(t.cut);
        for (int i = 0; i < 5; i++) {
            assert_true(str_is(t.post[i].post.text, order[i]));
            assert_int_equal(t.post[i].depth, depths[i]);
        }
    }
    OK(store_thread(s, find(&page, "c")->post.id, 2, a, &t, &e));
    assert_true(t.cut);
    assert_int_equal(t.n, 2);
    assert_true(str_is(t.post[t.at].post.text, "c"));
    OK(store_thread(s, find(&page, "m")->post.id, 100, a, &t, &e));
    assert_int_equal(t.n, 2);
    assert_int_equal(store_thread(s, 77, 100, a, &t, &e), ERR_NOT_FOUND);
}

static void a_conversation_is_shown_around_a_message(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    put_thread(im, "t", false, "id:2");
    for (int i = 0; i < 30; i++) {
        char key[16];
        snprintf(key, sizeof key, "%02d", i);
        put_message(im, "t", key, i % 2 ? "id:2" : NULL, T0 + i, key);
    }
    commit(im);
    derive();
    struct post_filter f = {.kinds = 1u << POST_MESSAGE};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    struct thread t;
    OK(store_thread(s, find(&page, "15")->post.id, 11, a, &t, &e));
    assert_int_equal(t.n, 11);
    assert_true(t.cut);
    assert_int_equal(t.at, 5);
    assert_true(str_is(t.post[0].post.text, "10"));
    assert_true(str_is(t.post[10].post.text, "20"));
    OK(store_thread(s, find(&page, "01")->post.id, 11, a, &t, &e));
    assert_int_equal(t.n, 11);
    assert_int_equal(t.at, 1);
    OK(store_thread(s, find(&page, "29")->post.id, 11, a, &t, &e));
    assert_int_equal(t.n, 11);
    assert_int_equal(t.at, 10);
    OK(store_thread(s, find(&page, "15")->post.id, 30, a, &t, &e));
    assert_int_equal(t.n, 30);
    assert_false(t.cut);
}

static void between_is_all_that_was_said(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    put_identity(im, "id:2", "Ann");
    put_thread(im, "t", false, "id:2");
    put_thread(im, "g", true, "id:2");
    put_message(im, "t", "m1", NULL, T0 + 1, "hello Ann");
    put_message(im, "t", "m2", "id:2", T0 + 2, "hello you");
    put_message(im, "g", "m3", NULL, T0 + 3, "hello all");
    put_message(im, "g", "m4", "id:2", T0 + 4, "Ann to all");
    put_message(im, "g", "m5", "id:3", T0 + 5, "Bob to all");
    put_post(im, POST_POST, "p1", "id:2", T0 + 6, "Ann's post", NULL);
    put_post(im, POST_REPLY, "p2", NULL, T0 + 7, "my answer to Ann", "p1");
    put_post(im, POST_REPLY, "p3", NULL, T0 + 8, "my answer to nobody", "zz");
    commit(im);
    derive();
    static const char *const said[] = {"my answer to Ann", "Ann's post", "Ann to all",
                                       "hello you", "hello Ann"};
    int64_t ann = person_of("x", "id:2"), before = 0;
    size_t n = 0;
    do {
        struct post_page page;
        OK(store_between(s, ann, before, 2, a, &page, &e));
        for (size_t i = 0; i < page.n; i++)
            assert_true(str_is(page.post[i].post.text, said[n++]));
        before = page.next;
    } while (before);
    assert_int_equal(n, 5);
}

static void twins_are_shown_once(void **state)
{
    (void)state;
    static const char *const text[] = {
        "Our allotment is open on Sunday https://t.co/abc",
        "Our ALLOTMENT is  open on Sunday https://other.example/x",
        "our allotment is open on sunday"};
    static const char *const net[] = {"mastodon", "x", "linkedin"};
    for (int i = 0; i < 3; i++) {
        struct importer *im = begin(net[i], "id:1");
        put_post(im, POST_POST, "t", NULL, T0 + i * DAY / 2, text[i], NULL);
        put_post(im, POST_POST, "far", NULL, T0 + 100 * DAY + i * 4 * DAY,
                 "The same words but days and days apart", NULL);
        put_post(im, POST_POST, "short", NULL, T0 + 200 * DAY + i, "Good morning!", NULL);
        commit(im);
    }
    derive();
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_int_equal(page.n, 1 + 3 + 3);
    const struct shown_post *p = find(&page, text[0]);
    assert_non_null(p);
    assert_int_equal(p->twins, 2);
    assert_true(str_is(p->twin[0].network, "x"));
    assert_true(str_is(p->twin[1].network, "linkedin"));
    OK(find_posts("allotment", f, SEARCH_NEWEST, 0, 20, &page));
    assert_int_equal(page.n, 1);
    OK(find_posts("allotment", f, SEARCH_BEST, 0, 20, &page));
    assert_int_equal(page.n, 1);
    /* a filter that leaves the first out shows the next */
    f.network = STR("x");
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_int_equal(page.n, 3);
    assert_non_null(find(&page, text[1]));
    assert_int_equal(find(&page, text[1])->twins, 2);
    f = (struct post_filter){.from_ms = T0 + 1, .to_ms = T0 + 5 * DAY};
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_int_equal(page.n, 1);
    f = (struct post_filter){.context = STR("professional")};
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_non_null(find(&page, text[2]));
}

static void twins_do_not_tear_pages(void **state)
{
    (void)state;
    for (int net = 0; net < 2; net++) {
        struct importer *im = begin(networks[net], "id:1");
        for (int i = 0; i < 100; i++) {
            char key[16], text[64];
            snprintf(key, sizeof key, "k%d", i);
            snprintf(text, sizeof text, "a text of its own, number %d", i);
            put_post(im, POST_POST, key, NULL, T0 + i * DAY + net * 1000, text, NULL);
        }
        commit(im);
    }
    derive();
    struct post_filter f = {.account_id = 0};
    int64_t before = 0;
    size_t n = 0;
    do {
        struct post_page page;
        OK(store_timeline(s, &f, before, 9, a, &page, &e));
        for (size_t i = 0; i < page.n; i++, n++) {
            assert_true(str_is(page.post[i].post.network, "x")); /* it was first */
            assert_int_equal(page.post[i].twins, 1);
        }
        assert_true(page.n == 9 || page.next == 0);
        before = page.next;
    } while (before);
    assert_int_equal(n, 100);
}

static void put_passed_on(struct importer *im, const char *key, const char *who, int64_t at,
                          const char *what, const char *text)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .kind = POST_RESHARE,
                                     .own = !who,
                                     .author = str_from(who),
                                     .at = when_ms(at),
                                     .text = str_from(text),
                                     .reshare_of = str_from(what),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r);
}

static void what_is_passed_on_is_shown_once(void **state)
{
    (void)state;
    struct importer *im = begin("mastodon", "id:1");
    put_identity(im, "id:9", "Ana Ruiz");
    put_identity(im, "id:8", "Bo Lind");
    put_post(im, POST_POST, "one", "id:9", T0, "The bakery in our street opens again", NULL);
    put_passed_on(im, "r1", "id:8", T0 + DAY, "one", "");
    put_passed_on(im, "r2", NULL, T0 + DAY + 1, "one", "");
    put_passed_on(im, "words", "id:8", T0 + DAY + 2, "one", "Go there early, all of you");
    put_passed_on(im, "late", "id:8", T0 + 9 * DAY, "one", "");
    put_passed_on(im, "away", "id:8", T0 + 10 * DAY, "not here", "");
    commit(im);
    derive();
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_int_equal(page.n, 4);
    const struct shown_post *p = &page.post[3];
    assert_int_equal(p->twins, 2);
    assert_true(p->twin[0].passed_on && str_is(p->twin[0].by, "Bo Lind"));
    assert_true(p->twin[1].passed_on && p->twin[1].by.n == 0);
    /* of the owner's own it is the passing on that is shown */
    f.own = true;
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_int_equal(page.n, 1);
    assert_true(str_is(page.post[0].post.kind, "reshare"));
}

static void what_one_person_says_on_two_networks_is_shown_once(void **state)
{
    (void)state;
    static const char said[] = "We have moved to the house by the old mill";
    for (int net = 0; net < 2; net++) {
        struct importer *im = begin(networks[net], "id:1");
        put_identity(im, "id:9", "Ana Ruiz");
        put_identity(im, "id:7", net ? "Cleo Marsh" : "Dag Holm");
        put_post(im, POST_POST, "a", "id:9", T0 + net * 60000, said, NULL);
        put_post(im, POST_POST, "again", "id:9", T0 + 60000 + net, said, NULL);
        put_post(im, POST_POST, "other", "id:7", T0 + 2 * 60000 + net, said, NULL);
        commit(im);
    }
    derive();
    int64_t both[] = {person_of("x", "id:9"), person_of("mastodon", "id:9")}, one, decision;
    OK(people_merge(s, both, 2, &one, &decision, &e));
    derive();
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    size_t by_ana = 0, twins = 0;
    for (size_t i = 0; i < page.n; i++) {
        by_ana += str_is(page.post[i].post.author, "Ana Ruiz");
        twins += page.post[i].twins;
    }
    assert_int_equal(by_ana, 2); /* said twice by her, each on two networks */
    assert_int_equal(twins, 2);
    assert_int_equal(page.n - by_ana, 2); /* two people may say the same */
    f.context = STR("personal");
    OK(store_timeline(s, &f, 0, 50, a, &page, &e));
    assert_true(page.n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_filter_sees_every_post_once),
        TEST(filters_that_name_nothing_find_nothing),
        TEST(a_context_is_its_accounts),
        TEST(a_post_shows_what_belongs_to_it),
        TEST(a_thread_reads_from_its_start),
        TEST(a_conversation_is_shown_around_a_message),
        TEST(between_is_all_that_was_said),
        TEST(twins_are_shown_once),
        TEST(twins_do_not_tear_pages),
        TEST(what_is_passed_on_is_shown_once),
        TEST(what_one_person_says_on_two_networks_is_shown_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
