/* tests/unit/test_live.c: what a network's server says, page by page: a second look changes rows, an
 * archive and the server meet in one post, and undo takes exactly that back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/live.h"
#include "store/timeline.h"

static struct importer *page_of(const char *key)
{
    struct importer *im = NULL;
    OK(store_live_begin(s, STR("mastodon"), str_from(key), &im, &e));
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){
        .network = STR("mastodon"), .key = str_from(key), .handle = str_from(key)};
    put(im, &r);
    return im;
}

static void end(struct importer *im)
{
    OK(store_live_commit(im, NULL, NULL, NULL, &e));
}

static void put_status(struct importer *im, const char *key, const char *also,
                       const char *author, const char *text, int64_t likes)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .also = str_from(also),
                                     .own = !author,
                                     .author = str_from(author),
                                     .at = when_ms(1700000000000),
                                     .text = str_from(text),
                                     .likes = likes,
                                     .reshares = -1};
    put(im, &r);
}

static int64_t posts_with(const char *word)
{
    struct post *p;
    size_t n;
    OK(store_search(s, str_from(word), SEARCH_NEWEST, 100, a, &p, &n, &e));
    return (int64_t)n;
}

static void what_is_read_again_is_as_it_is_now(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    put_identity(im, "bob@m.example", "Bob");
    put_status(im, "https://m.example/1", "id:m.example/1", "bob@m.example", "first words", 0);
    end(im);
    assert_int_equal(posts_with("first"), 1);
    im = page_of("ann@m.example");
    put_identity(im, "bob@m.example", "Bob the Builder");
    put_status(im, "https://m.example/1", "id:m.example/1", "bob@m.example", "other words", 12);
    end(im);
    assert_int_equal(posts_with("first"), 0);
    assert_int_equal(posts_with("other"), 1);
    assert_int_equal(count("SELECT likes FROM posts"), 12);
    assert_int_equal(count("SELECT count(*) FROM identities WHERE name = 'Bob the Builder'"),
                     1);
    assert_int_equal(count("SELECT count(*) FROM imports"), 1);
    assert_int_equal(count("SELECT count(*) FROM post_versions"), 0);
}

static void a_page_that_fails_leaves_nothing(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    struct stream_row row = {.stream = STR("home"), .mark = STR("m1")};
    put_status(im, "https://m.example/1", "", NULL, "kept words", 0);
    OK(store_live_commit(im, &row, NULL, NULL, &e));
    im = page_of("ann@m.example");
    put_status(im, "https://m.example/2", "", NULL, "lost words", 0);
    store_live_abort(im);
    assert_int_equal(posts_with("words"), 1);
    assert_int_equal(count("SELECT count(*) FROM streams WHERE mark = 'm1'"), 1);
}

static void an_archive_and_the_server_have_one_post(void **state)
{
    (void)state;
    struct importer *im = begin("mastodon", "ann@m.example");
    put_post(im, POST_POST, "https://m.example/1", NULL, 1700000000000, "as archived", "");
    commit(im);
    im = page_of("ann@m.example");
    put_status(im, "https://m.example/1", "id:m.example/1", NULL, "as edited", 3);
    end(im);
    assert_int_equal(count("SELECT count(*) FROM posts"), 1);
    assert_int_equal(count("SELECT count(*) FROM post_versions"), 2);
    OK(store_import_undo(s, 2, &e)); /* what the server said goes, the archive stays */
    assert_int_equal(posts_with("archived"), 1);
    assert_int_equal(posts_with("edited"), 0);
    im = page_of("ann@m.example"); /* and it begins anew */
    put_status(im, "https://m.example/1", "id:m.example/1", NULL, "as edited", 3);
    end(im);
    assert_int_equal(count("SELECT count(*) FROM posts"), 1);
    assert_int_equal(count("SELECT count(*) FROM imports WHERE state = 'done'"), 2);
}

static void a_deletion_there_is_one_here(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    put_status(im, "https://m.example/1", "id:m.example/1", "bob@m.example", "soon gone", 0);
    end(im);
    im = page_of("ann@m.example");
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){
        .key = STR("https://m.example/1"), .deleted = when_ms(5), .likes = -1, .reshares = -1};
    put(im, &r);
    end(im);
    assert_int_equal(count("SELECT deleted_ms FROM posts"), 5);
    assert_int_equal(count("SELECT count(*) FROM posts WHERE text = 'soon gone'"), 1);
    struct live_post *again;
    size_t n;
    const struct live_wanted others = {.account_id = 1, .most = 10};
    OK(store_live_posts(s, &others, a, &again, &n, &e));
    assert_int_equal(n, 0); /* nobody asks for it again */
}

/* Two accounts see one post: one row, on both timelines. */
static void a_post_seen_twice_is_on_both_timelines(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    put_status(im, "https://m.example/1", "", "bob@m.example", "for both", 0);
    end(im);
    im = page_of("work@m.example");
    put_status(im, "https://m.example/1", "", "bob@m.example", "for both", 0);
    end(im);
    assert_int_equal(count("SELECT count(*) FROM posts"), 1);
    for (int64_t account = 1; account <= 2; account++) {
        struct post_filter f = {.account_id = account};
        struct post_page page;
        OK(store_timeline(s, &f, 0, 10, a, &page, &e));
        assert_int_equal(page.n, 1);
        assert_int_equal(page.post[0].post.account_id, account); /* answered from there */
    }
    struct post_filter all = {0};
    struct post_page page;
    OK(store_timeline(s, &all, 0, 10, a, &page, &e));
    assert_int_equal(page.n, 1);
}

/* Both accounts see the post, the second one also sees it passed on. */
static void what_was_seen_elsewhere_first_hides_its_passing_on(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    put_status(im, "https://m.example/1", "", "bob@m.example", "for both", 0);
    end(im);
    im = page_of("work@m.example");
    put_status(im, "https://m.example/1", "", "bob@m.example", "for both", 0);
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = STR("https://m.example/2"),
                                     .kind = POST_RESHARE,
                                     .author = STR("cleo@m.example"),
                                     .at = when_ms(1700000100000),
                                     .reshare_of = STR("https://m.example/1"),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r);
    end(im);
    derive();
    struct post_filter f = {.account_id = 2};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 10, a, &page, &e));
    assert_int_equal(page.n, 1);
    assert_true(str_is(page.post[0].post.kind, "post"));
    assert_int_equal(page.post[0].post.account_id, 2);
}

static void ones_own_post_is_ones_own_whoever_saw_it_first(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    put_status(im, "https://m.example/1", "", "work@m.example", "mine", 0);
    end(im);
    im = page_of("work@m.example");
    put_status(im, "https://m.example/1", "", NULL, "mine", 0);
    end(im);
    assert_int_equal(count("SELECT author_id FROM posts"), 0);
    assert_int_equal(count("SELECT account_id FROM posts"), 2);
}

static void an_answer_finds_what_it_answers_by_either_name(void **state)
{
    (void)state;
    struct importer *im = page_of("ann@m.example");
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = STR("https://m.example/2"),
                                     .author = STR("bob@m.example"),
                                     .kind = POST_REPLY,
                                     .at = when_ms(1700000001000),
                                     .text = STR("an answer"),
                                     .reply_to = STR("id:m.example/1"),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r); /* before what it answers */
    put_status(im, "https://m.example/1", "id:m.example/1", NULL, "a question", 0);
    end(im);
    assert_int_equal(count("SELECT count(*) FROM posts r JOIN posts p ON p.digest = r.reply_to "
                           "WHERE r.text = 'an answer' AND p.text = 'a question'"),
                     1);
    struct live_where w;
    OK(store_live_where(s, count("SELECT id FROM posts WHERE text = 'an answer'"), a, &w, &e));
    assert_true(str_is(w.root_key, "https://m.example/1"));
    assert_true(str_is(w.root_also, "id:m.example/1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_read_again_is_as_it_is_now),
        TEST(a_page_that_fails_leaves_nothing),
        TEST(an_archive_and_the_server_have_one_post),
        TEST(a_deletion_there_is_one_here),
        TEST(a_post_seen_twice_is_on_both_timelines),
        TEST(what_was_seen_elsewhere_first_hides_its_passing_on),
        TEST(ones_own_post_is_ones_own_whoever_saw_it_first),
        TEST(an_answer_finds_what_it_answers_by_either_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
