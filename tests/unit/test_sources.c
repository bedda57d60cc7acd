/* tests/unit/test_sources.c: the same post from an archive and from an API is one; edits win by
 * time, deletions stay, and each import can be taken back whatever came after. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#define DAY INT64_C(86400000)

/* A post as one source has it. */
struct source_post {
    const char *key, *also, *text, *reply_to;
    int64_t edited, deleted;
};

static void put_source_post(struct importer *im, const struct source_post *p)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(p->key),
                                     .also = str_from(p->also),
                                     .kind = p->reply_to ? POST_REPLY : POST_POST,
                                     .own = true,
                                     .at = when_ms(DAY),
                                     .edited = p->edited ? when_ms(p->edited) : WHEN_NONE,
                                     .deleted = p->deleted ? when_ms(p->deleted) : WHEN_NONE,
                                     .text = str_from(p->text),
                                     .reply_to = str_from(p->reply_to),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r);
}

/* One import of these posts; `taken` says how fresh it is. Answers its id. */
static int64_t bring(const struct source_post *p, size_t n, int64_t taken)
{
    struct importer *im = begin("facebook", "name:me");
    for (size_t i = 0; i < n; i++)
        put_source_post(im, &p[i]);
    struct record r = {.kind = RECORD_CONNECTION}; /* dates the archive */
    r.as.connection = (struct record_connection){
        .identity = STR("name:ana"), .kind = CONNECTION_FRIEND, .at = when_ms(taken)};
    put(im, &r);
    commit(im);
    return count("SELECT max(id) FROM imports");
}

/* `sql` is a literal: statements are known again by their place. */
static const char *text_of(const char *sql)
{
    struct sql_query k;
    bool row = false;
    OK(sql_ask(&s->sql, &k, sql, NULL, 0, &e));
    OK(sql_row(&k, &row, &e));
    const char *out = row ? arena_cstr(a, sql_text(&k, 0)) : "nothing";
    sql_done(&k);
    return out;
}
#define TEXT_OF(where) text_of("SELECT text FROM posts WHERE owner_id = 1 AND " where)

static const struct source_post archive[] = {
    {"t1", "", "first",  NULL, 0, 0},
    {"t2", "", "second", NULL, 0, 0}
};
static const struct source_post api[] = {
    {"id:1", "t1", "first",        NULL,   0, 0},
    {"id:2", "t2", "second",       NULL,   0, 0},
    {"id:3", "t3", "only the API", "id:1", 0, 0}
};

static void archive_then_api(void **state)
{
    (void)state;
    int64_t one = bring(archive, 2, DAY);
    int64_t two = bring(api, 3, 2 * DAY);
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    /* the answer finds what it answers, by whichever name */
    assert_int_equal(count("SELECT count(*) FROM posts p JOIN posts q ON q.digest = p.reply_to "
                           "WHERE q.text = 'first'"),
                     1);
    int64_t again = bring(api, 3, 3 * DAY);
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    OK(store_import_undo(s, one, &e));
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    OK(store_import_undo(s, two, &e));
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    OK(store_import_undo(s, again, &e));
    assert_int_equal(count("SELECT count(*) FROM posts"), 0);
    assert_int_equal(count("SELECT count(*) FROM post_names"), 0);
}

static void api_then_archive(void **state)
{
    (void)state;
    bring(api, 3, 2 * DAY);
    bring(archive, 2, DAY);
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    assert_int_equal(count("SELECT count(*) FROM posts WHERE kind = 'post'"), 2);
}

static void an_edit_keeps_its_post(void **state)
{
    (void)state;
    static const struct source_post edited[] = {
        {"id:1", "t1-edited", "first, edited", NULL, 5 * DAY, 0}
    };
    bring(archive, 2, DAY);
    bring(api, 3, 2 * DAY);
    int64_t three = bring(edited, 1, 6 * DAY);
    assert_int_equal(count("SELECT count(*) FROM posts"), 3);
    assert_string_equal(
        TEXT_OF("digest IN (SELECT post FROM post_names) AND text LIKE 'first%'"),
        "first, edited");
    bring(archive, 2, 7 * DAY); /* asked for later, but the edit is newer than its words */
    assert_string_equal(TEXT_OF("text LIKE 'first%'"), "first, edited");
    OK(store_import_undo(s, three, &e));
    assert_string_equal(TEXT_OF("text LIKE 'first%'"), "first");
}

static void a_deletion_stays(void **state)
{
    (void)state;
    static const struct source_post gone[] = {
        {"id:1", "", "", NULL, 0, 9 * DAY}
    };
    bring(api, 3, 2 * DAY);
    int64_t two = bring(gone, 1, 9 * DAY);
    assert_string_equal(TEXT_OF("deleted_ms = 777600000"), "first"); /* its words are kept */
    bring(archive, 2, 8 * DAY);
    bring(api, 3, 10 * DAY);
    assert_int_equal(count("SELECT count(*) FROM posts WHERE deleted_ms > 0"), 1);
    OK(store_import_undo(s, two, &e));
    assert_int_equal(count("SELECT count(*) FROM posts WHERE deleted_ms > 0"), 0);
    assert_string_equal(TEXT_OF("text = 'first'"), "first");
}

/* Any imports in any order, any of them taken back: what is left is what the others alone make. */
enum {
    SOURCES = 6
};
/* clang-format off */
static const struct source_post pool[SOURCES][3] = {
    {{"t1", "", "first", NULL, 0, 0},             {"t2", "", "second", NULL, 0, 0},       {"t4", "", "fourth", NULL, 0, 0}},
    {{"id:1", "t1", "first", NULL, 0, 0},         {"id:2", "t2", "second", NULL, 0, 0},   {"id:3", "t3", "third", "id:1", 0, 0}},
    {{"id:1", "t1", "first, edited", NULL, 5, 0}, {"id:2", "t2", "second", NULL, 0, 70},  {"id:3", "t3", "third", "id:1", 0, 0}},
    {{"id:1", "t1", "first, again", NULL, 8, 0},  {"id:2", "t2", "", NULL, 0, 60},        {"id:5", "t5", "fifth", NULL, 0, 0}},
    {{"t1", "", "first", NULL, 0, 0},             {"t5", "", "fifth", NULL, 0, 0},        {"t3", "", "third", NULL, 0, 0}},
    {{"id:9", "", "ninth", NULL, 0, 0},           {"id:1", "t1", "first", NULL, 0, 90},   {"id:2", "t2", "second!", NULL, 3, 0}},
};
/* clang-format on */

/* Each post as a line, by its words and dates. Which key it stands under is nobody's business; what
 * has no versions (whom it answers) is as the first source had it. */
static struct str state_of_posts(void)
{
    struct sql_query k;
    bool row = false;
    struct buf b;
    buf_init(&b, 65536);
    OK(sql_ask(
        &s->sql, &k,
        "SELECT text, edited_ms, deleted_ms FROM posts WHERE owner_id = 1 ORDER BY 1, 2, 3",
        NULL, 0, &e));
    for (;;) {
        OK(sql_row(&k, &row, &e));
        if (!row)
            break;
        buf_printf(&b, STRF " | %lld | %lld\n", STRA(sql_text(&k, 0)),
                   (long long)sql_i64(&k, 1), (long long)sql_i64(&k, 2));
    }
    sql_done(&k);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void undo_whatever_came_after(void **state)
{
    unsigned seed = 7;
    for (int round = 0; round < 40; round++) {
        int order[SOURCES];
        int64_t id[SOURCES];
        bool taken_back[SOURCES] = {false};
        for (int i = 0; i < SOURCES; i++)
            order[i] = i;
        for (int i = SOURCES; i-- > 1;) {
            int j = (int)((seed = seed * 1103515245u + 12345u) >> 16) % (i + 1), t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        for (int i = 0; i < SOURCES; i++)
            id[i] = bring(pool[order[i]], 3, (order[i] + 1) * DAY);
        for (int i = 0; i < SOURCES; i++) {
            taken_back[i] = ((seed = seed * 1103515245u + 12345u) >> 16) % 2;
            if (taken_back[i])
                OK(store_import_undo(s, id[i], &e));
        }
        struct arena *lasting = arena_new(MIB(1));
        struct str have = arena_str(lasting, state_of_posts());
        tear_down(state);
        set_up(state);
        for (int i = 0; i < SOURCES; i++)
            if (!taken_back[i])
                bring(pool[order[i]], 3, (order[i] + 1) * DAY);
        struct str want = state_of_posts();
        if (!str_eq(have, want))
            fail_msg("round %d, taken back %d%d%d%d%d%d of %d%d%d%d%d%d:\n" STRF
                     "instead of\n" STRF,
                     round, taken_back[0], taken_back[1], taken_back[2], taken_back[3],
                     taken_back[4], taken_back[5], order[0], order[1], order[2], order[3],
                     order[4], order[5], STRA(have), STRA(want));
        arena_free(lasting);
        tear_down(state);
        set_up(state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(archive_then_api), TEST(api_then_archive),
                                       TEST(an_edit_keeps_its_post), TEST(a_deletion_stays),
                                       TEST(undo_whatever_came_after)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
