/* tests/unit/test_insight.c: counts are those of the posts; labels; homes of version 1. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "context/classify.h"
#include "core/embed.h"
#include "core/time.h"
#include "intake/intake.h"
#include "store/timeline.h"

#include <sqlite3.h>

#define DAY INT64_C(86400000)

static int64_t at(int year, int month, int day)
{
    return time_days(year, month, day) * DAY;
}

static int64_t counted(int64_t account, int year, int month, enum post_kind kind, bool own)
{
    struct month_count *m;
    size_t n;
    int64_t sum = 0;
    OK(store_months(s, a, &m, &n, &e));
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 ||
                    m[i - 1].year * 100 + m[i - 1].month <= m[i].year * 100 + m[i].month);
        if (m[i].account_id == account && m[i].year == year && m[i].month == month &&
            m[i].kind == kind && m[i].own == own)
            sum += m[i].n;
    }
    return sum;
}

static void months_match_the_posts(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    put_post(im, POST_POST, "a", NULL, at(2021, 12, 31) + DAY - 1, "a", NULL);
    put_post(im, POST_POST, "b", NULL, at(2022, 1, 1), "b", NULL);
    put_post(im, POST_POST, "c", NULL, at(2022, 1, 31), "c", NULL);
    put_post(im, POST_POST, "d", "id:2", at(2022, 1, 5), "d", NULL);
    put_post(im, POST_REPLY, "e", NULL, at(2022, 1, 6), "e", NULL);
    put_post(im, POST_POST, "old", NULL, at(1965, 3, 1), "old", NULL);
    put_post(im, POST_POST, "far", NULL, at(2300, 3, 1), "far", NULL);
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = STR("t"), .own = true, .text = STR("timeless")};
    put(im, &r);
    commit(im);
    derive();
    assert_int_equal(counted(1, 2021, 12, POST_POST, true), 1);
    assert_int_equal(counted(1, 2022, 1, POST_POST, true), 2);
    assert_int_equal(counted(1, 2022, 1, POST_POST, false), 1);
    assert_int_equal(counted(1, 2022, 1, POST_REPLY, true), 1);
    assert_int_equal(counted(1, 1965, 3, POST_POST, true), 1);
    assert_int_equal(counted(1, 0, 0, POST_POST, true), 1);
    assert_int_equal(count("SELECT sum(n) FROM post_counts"),
                     count("SELECT count(*) FROM posts"));
    OK(store_import_undo(s, 1, &e));
    derive();
    assert_int_equal(count("SELECT count(*) FROM post_counts"), 0);
}

static int64_t topic_count(const char *topic)
{
    struct topic_count *t;
    size_t n;
    OK(store_topics(s, a, &t, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(t[i].topic, topic))
            return t[i].n;
    return 0;
}

static void labels_are_given_once_and_go_with_their_posts(void **state)
{
    (void)state;
    struct classifier *model;
    OK(classifier_new(embed_tact_model, embed_tact_model_size, &model, &e));
    struct importer *im = begin("x", "id:1");
    put_post(im, POST_POST, "soup", NULL, at(2022, 1, 1),
             "I baked sourdough bread and cooked tomato soup for dinner, recipe below", NULL);
    put_post(im, POST_POST, "hm", NULL, at(2022, 1, 2), "hm", NULL);
    put_post(im, POST_POST, "hers", "id:2", at(2022, 1, 3), "I cooked soup for dinner", NULL);
    put_message(im, "t", "m", NULL, at(2022, 1, 4), "I cooked soup for dinner");
    commit(im);
    OK(intake_derive(s, model, &e));
    assert_int_equal(topic_count("food"), 1);
    assert_int_equal(count("SELECT count(DISTINCT post_id) FROM post_topics"), 2);
    struct unlabelled *u;
    size_t n;
    OK(store_unlabelled(s, a, &u, &n, &e));
    assert_int_equal(n, 0);
    struct post_filter f = {.topic = STR("food")};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    assert_int_equal(page.n, 1);
    const struct post_search soup = {STR("soup"), f, SEARCH_NEWEST};
    OK(store_find_posts(s, &soup, 0, 20, a, &page, &e));
    assert_int_equal(page.n, 1);
    OK(store_labels_by(s, 7, &e)); /* another model takes over */
    assert_int_equal(topic_count("food"), 0);
    OK(intake_derive(s, model, &e));
    assert_int_equal(topic_count("food"), 1);
    assert_int_equal(count("SELECT count(*) FROM made_by WHERE digest <> 7"), 1);
    OK(store_forget_labels(s, &e));
    assert_int_equal(topic_count("food"), 0);
    OK(intake_derive(s, model, &e));
    assert_int_equal(topic_count("food"), 1);
    OK(store_import_undo(s, 1, &e));
    OK(intake_derive(s, model, &e));
    assert_int_equal(count("SELECT count(*) FROM post_topics"), 0);
    classifier_free(model);
}

static void only_the_newest_are_labelled(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    for (int i = 0; i < TOPICS_LOOKED_AT + 50; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%d", i);
        put_post(im, i % 2 ? POST_POST : POST_REPLY, key, NULL, at(2022, 1, 1) + i, key, NULL);
    }
    commit(im);
    derive();
    struct unlabelled *u;
    size_t n;
    OK(store_unlabelled(s, a, &u, &n, &e));
    assert_int_equal(n, TOPICS_LOOKED_AT);
    struct post_label *l = ARENA_ARRAY(a, struct post_label, n);
    for (size_t i = 0; i < n; i++) {
        assert_true(u[i].post_id > store__post_id(at(2022, 1, 1) + 49, INT64_MAX, 0));
        l[i] = (struct post_label){u[i].post_id, u[i].account_id, STR("food"), false};
    }
    OK(store_put_labels(s, l, n, &e));
    im = begin("x", "id:1");
    put_post(im, POST_POST, "new", NULL, at(2023, 1, 1), "new", NULL);
    commit(im);
    derive();
    assert_int_equal(topic_count("food"), TOPICS_LOOKED_AT - 1); /* the oldest made room */
}

/* The schema of version 1 in SQLite's words, as that version wrote it. */
static void run_first_schema(sqlite3 *db)
{
    static const char *const words[] = {"INT64", "INTEGER",   "REAL64", "REAL", "BYTES",
                                        "BLOB",  "TABLE_END", "STRICT", NULL};
    struct str text = {(const char *)embed_migration_0001, (size_t)embed_migration_0001_size};
    struct buf b;
    buf_init(&b, MIB(1));
    while (text.n) {
        size_t n = 0;
        while (n < text.n && (ascii_is_alnum((unsigned char)text.p[n]) || text.p[n] == '_'))
            n++;
        struct str word = str_sub(text, 0, n ? n : 1), said = word;
        for (const char *const *w = words; *w; w += 2)
            if (str_is(word, w[0]))
                said = str_from(w[1]);
        buf_str(&b, said);
        text = str_after(text, word.n);
    }
    assert_int_equal(sqlite3_exec(db, buf_cstr(&b), NULL, NULL, NULL), SQLITE_OK);
    buf_free(&b);
}

static const char rows_of_first[] =
    "CREATE TABLE migrations (number BIGINT PRIMARY KEY, digest BIGINT NOT NULL, at_ms BIGINT "
    "NOT NULL);"
    "INSERT INTO migrations VALUES (1, 1, 1);"
    "CREATE VIRTUAL TABLE post_search USING fts5(text, content='', "
    "tokenize='unicode61 remove_diacritics 2');"
    "INSERT INTO owners VALUES (1, '', 1);"
    "INSERT INTO contexts VALUES (1, 1, 'personal', 'personal', '#b4532a', '', '', '', '');"
    "INSERT INTO decisions VALUES (1, 1, 1, 'account.context', 'x:id:1', 'personal', 0);"
    "INSERT INTO imports VALUES (1, 1, 'a.zip', 'd', 1, 'x', 'x', 1, 'done', 1, 2, 3, 0.5, '');"
    "INSERT INTO accounts VALUES (1, 1, 1, 'x', 'id:1', 'me', 'Me', '', 0, 0, 1, 0);"
    "INSERT INTO identities VALUES (1, 1, 1, 'x', 'id:1', 11, 'Me', 'me', '', 'person', 0);"
    "INSERT INTO posts VALUES (1, 900, 1, 1, 0, 'post', 'p', 12, 5, 5, 0, 0, 'hello old home', "
    "'', '', '', '', '', '', '', '', 0, 0, 0, -1, -1);"
    "INSERT INTO post_search (rowid, text) VALUES (900, 'hello old home');"
    "INSERT INTO attachments VALUES (1, 13, 1, 900, 0, 'image', 'm/a.jpg', '', 'alt', '');"
    "INSERT INTO drafts VALUES (1, 1, 1, 1, 'unfinished');"
    "INSERT INTO identities VALUES (1, 2, 1, 'x', 'id:2', 14, 'Ann', 'ann', '', 'person', 0);"
    "INSERT INTO connections VALUES (1, 15, 1, 1, 2, 'followed_by', 0, 0, '');"
    "INSERT INTO relations VALUES (1, 16, 1, 2, 'client');"
    "INSERT INTO persons VALUES (1, 1, 'Me', 'me', 'person', 1, 0, 0);"
    "INSERT INTO persons VALUES (1, 2, 'Ann', 'ann', 'person', 0, 0.5, 0);"
    "INSERT INTO person_identities VALUES (1, 1, 1);"
    "INSERT INTO person_identities VALUES (1, 2, 2);"
    "INSERT INTO corrections VALUES (1, 1, 1, 0, 'topic:pets', 0.5, 'a puppy', 0);"
    "INSERT INTO checks VALUES (1, 1, 1, 1, 1, 'fits', 'else');";

static void a_home_of_version_1_keeps_everything(void **state)
{
    (void)state;
    char path[128];
    sqlite3 *db;
    if (!place_is_file())
        skip(); /* the first version knew SQLite only */
    store_close(s);
    s = NULL;
    nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    assert_int_equal(mkdir(home, 0700), 0);
    snprintf(path, sizeof path, "%s/tact.db", home);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    run_first_schema(db);
    assert_int_equal(sqlite3_exec(db, rows_of_first, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    for (int round = 0; round < 2; round++) { /* and once more, as it is then */
        OK(store_open(PLACE(home), NULL, NULL, &s, &e));
        struct audience_groups g; /* before anything else is derived */
        OK(store_audience_groups(s, 1, a, &g, &e));
        assert_int_equal(g.group[AUDIENCE_CLIENTS].people, 1);
        assert_true(str_is(g.group[AUDIENCE_CLIENTS].name[0], "Ann"));
        derive();
        struct post_filter f = {.account_id = 0};
        struct post_page page;
        OK(store_timeline(s, &f, 0, 20, a, &page, &e));
        assert_int_equal(page.n, 1);
        assert_true(str_is(page.post[0].post.text, "hello old home"));
        assert_int_equal(page.post[0].attachments, 1);
        assert_true(str_is(page.post[0].attachment[0].alt, "alt"));
        assert_int_equal(page.post[0].attachment[0].media.n, 0);
        struct post *found;
        size_t n;
        OK(store_search(s, STR("hello"), SEARCH_NEWEST, 5, a, &found, &n, &e));
        assert_int_equal(n, 1);
        assert_int_equal(count("SELECT count(*) FROM decisions"), 1);
        assert_int_equal(count("SELECT count(*) FROM drafts WHERE text = 'unfinished'"), 1);
        assert_int_equal(count("SELECT max(number) FROM migrations"), 8);
        assert_int_equal(count("SELECT count(*) FROM corrections WHERE kind = 'is'"), 1);
        assert_int_equal(count("SELECT count(*) FROM checks WHERE reason = ''"), 1);
        store_close(s);
        s = NULL;
    }
    OK(store_open(PLACE(home), NULL, NULL, &s, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(months_match_the_posts), TEST(labels_are_given_once_and_go_with_their_posts),
        TEST(only_the_newest_are_labelled), TEST(a_home_of_version_1_keeps_everything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
