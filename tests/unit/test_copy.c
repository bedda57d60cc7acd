/* tests/unit/test_copy.c: a home is copied whole, and no column of any table is forgotten. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/copy.h"
#include "store/draft.h"
#include "store/owner.h"
#include "store/copy_tables.h"
#include "store/timeline.h"

static enum err_code take_column(void *ctx, struct sql_query *k, struct err *why)
{
    (void)why;
    struct buf *b = ctx;
    buf_lit(b, b->n ? ", " : "");
    struct str name = sql_text(k, 0);
    buf_printf(b, str_is(name, "both") ? "\"" STRF "\"" : STRF, STRA(name));
    return ERR_OK;
}

static void the_list_has_every_column(void **state)
{
    (void)state;
    int64_t tables = 0, listed = 0;
    if (!place_is_file())
        skip(); /* the schema is the same text for both engines */
    for (const struct copy_table *t = copy_tables; t->name; t++, listed++) {
        struct buf b;
        buf_init(&b, 4096);
        OK(store__each(&s->sql, "SELECT name FROM pragma_table_info($1) ORDER BY cid",
                       VALUES(TXT(str_from(t->name))), take_column, &b, &e));
        assert_string_equal(buf_cstr(&b), t->columns);
        buf_free(&b);
    }
    OK(sql_one(&s->sql,
               "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
               "'post_search%' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'",
               NULL, 0, &tables, &e));
    assert_int_equal(tables, listed);
}

/* A draft with a picture, whose file goes along. */
static void keep_draft(void)
{
    struct draft d = {.text = STR("a draft")};
    char digest[65], name[] = "/tmp/tact-picture-XXXXXX";
    int64_t number = 0;
    struct draft_picture_file f = {.fd = mkstemp(name), .media_type = STR("image/png")};
    assert_true(f.fd >= 0);
    unlink(name);
    assert_int_equal(write(f.fd, "of a draft", 10), 10);
    OK(store_draft_put(s, &d, &e));
    OK(store_draft_picture_add(s, d.id, &f, &number, digest, &e));
    close(f.fd);
}

static bool picture_arrived(struct store *in, int64_t owner)
{
    struct draft *d;
    struct str path, type;
    size_t n;
    store_act_for(in, owner);
    OK(store_drafts(in, 10, a, &d, &n, &e));
    if (n != 1 || d[0].pictures != 1)
        return false;
    OK(store_media_path(in, d[0].picture[0].media, a, &path, &type, &e));
    return access(path.p, R_OK) == 0;
}

/* Two owners, of whom both imported the same; texts with quotes, tabs, newlines and a backslash. */
static void fill(void)
{
    static const char *const text[] = {"tab\tand \"quotes\"\nand a \\ backslash",
                                       "Grüße, 東京 🎈", "{\"json\": [1, 2]}", ""};
    for (int64_t owner = 1; owner <= 2; owner++) {
        store_act_for(s, owner);
        if (owner == 2) {
            struct owner o;
            store_act_for(s, FIRST_OWNER);
            OK(store_owner_add(s, OWNER_PERSON, STR("ann@example.org"), STR("Ann"), a, &o, &e));
            store_act_for(s, o.id);
        }
        struct importer *im = begin("x", "id:1");
        put_identity(im, "id:2", "Bo");
        put_connection(im, "id:2", CONNECTION_FOLLOWS);
        for (int i = 0; i < 40; i++) {
            char key[16];
            snprintf(key, sizeof key, "p%d", i);
            put_post(im, POST_POST, key, i % 2 ? "id:2" : NULL, 1000000 + i * 1000, text[i % 4],
                     NULL);
        }
        commit(im);
        derive();
        keep_draft();
    }
    store_act_for(s, FIRST_OWNER);
}

static int64_t found(struct store *in, int64_t owner, const char *word)
{
    struct post *p;
    size_t n;
    store_act_for(in, owner);
    OK(store_search(in, str_from(word), SEARCH_NEWEST, 100, a, &p, &n, &e));
    return (int64_t)n;
}

/* From where the tests stand to a file and on to another one: every digest is the same. */
static void a_home_arrives_whole(void **state)
{
    (void)state;
    struct copied first, second;
    char one[64], two[64];
    struct store *there = NULL;
    fill();
    snprintf(one, sizeof one, "%s/one", home);
    snprintf(two, sizeof two, "%s/two", home);
    OK(store_copy(PLACE(home), &(struct place){.home = one}, NULL, NULL, a, &first, &e));
    OK(store_copy(&(struct place){.home = one}, &(struct place){.home = two}, NULL, NULL, a,
                  &second, &e));
    assert_int_equal(first.n, second.n);
    for (size_t i = 0; i < first.n; i++)
        assert_string_equal(first.table[i].digest, second.table[i].digest);
    assert_true(first.rows > 100);
    OK(store_open(&(struct place){.home = two}, NULL, NULL, &there, &e));
    assert_int_equal(found(there, 1, "backslash"), 10);
    assert_int_equal(found(there, 2, "backslash"), 10);
    assert_true(picture_arrived(there, 1));
    assert_true(picture_arrived(there, 2));
    store_close(there);
    assert_int_equal(
        store_copy(PLACE(home), &(struct place){.home = one}, NULL, NULL, a, &first, &e),
        ERR_CONFLICT);
}

static void and_comes_back(void **state)
{
    (void)state;
    struct copied out, back;
    char one[64];
    if (place_is_file())
        skip();
    fill();
    snprintf(one, sizeof one, "%s/one", home);
    OK(store_copy(PLACE(home), &(struct place){.home = one}, NULL, NULL, a, &out, &e));
    store_close(s);
    s = NULL;
    place_end();
    place_begin();
    OK(store_copy(&(struct place){.home = one}, PLACE(home), NULL, NULL, a, &back, &e));
    for (size_t i = 0; i < out.n; i++)
        assert_string_equal(out.table[i].digest, back.table[i].digest);
    OK(store_open(PLACE(home), NULL, NULL, &s, &e));
    assert_int_equal(found(s, 2, "grusse OR tokyo"), 0);
    assert_int_equal(found(s, 2, "GRÜSSE"), 0);
    assert_int_equal(found(s, 2, "grüße"), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_list_has_every_column),
                                       TEST(a_home_arrives_whole), TEST(and_comes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
