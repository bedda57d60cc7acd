/* tests/unit/test_store.c: what is kept: imports that are whole, twice the same, newer, undone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"

#include "core/limits.h"
#include "core/time.h"
#include "people/people.h"
#include "store/session.h"
#include "store/store_private.h"

static char home[] = "/tmp/tact-test-XXXXXX";
static struct store *s;
static struct arena *a;
static struct err e;

static void remove_home(void)
{
    static const char *const files[] = {"tact.db", "tact.db-wal", "tact.db-shm", "lock"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", home, files[i]);
        unlink(path);
    }
    rmdir(home);
}

static int set_up(void **state)
{
    (void)state;
    memcpy(home + sizeof home - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(home));
    a = arena_new(MIB(256));
    place_begin();
    return store_open(PLACE(home), NULL, NULL, &s, &e) ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(s);
    arena_free(a);
    place_end();
    remove_home();
    return 0;
}

#define OK(call)                                                                               \
    do {                                                                                       \
        if (call)                                                                              \
            fail_msg("%s: %s", #call, e.msg);                                                  \
    } while (0)

static struct importer *begin(const char *archive)
{
    struct importer *im = NULL;
    OK(store_import_begin(s, str_from(archive), STR("digest"), 1, STR("x"), STR("x"), &im, &e));
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){.network = STR("x"),
                                           .key = STR("id:1"),
                                           .handle = STR("me"),
                                           .name = STR("Me Myself"),
                                           .url = STR("https://x.com/me")};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
    return im;
}

static void put_identity(struct importer *im, const char *key, const char *name)
{
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){.key = str_from(key), .name = str_from(name)};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
}

static void put_fact(struct importer *im, const char *who, enum fact_field f, const char *value)
{
    struct record r = {.kind = RECORD_FACT};
    r.as.fact =
        (struct record_fact){.identity = str_from(who), .field = f, .value = str_from(value)};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
}

static void put_post(struct importer *im, const char *key, int64_t at, const char *text)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .own = true,
                                     .at = when_ms(at),
                                     .text = str_from(text),
                                     .likes = -1,
                                     .reshares = -1};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
}

static void commit(struct importer *im)
{
    OK(store_import_commit(im, 0.1, &e));
}

/* Every row of every table of truth, as JSON: what "the same" means. */
static enum err_code add_row(void *ctx, struct str json, struct err *err)
{
    (void)err;
    buf_str(ctx, json);
    buf_char(ctx, '\n');
    return ERR_OK;
}

static void dump(struct buf *b)
{
    buf_init(b, MIB(16));
    for (const char *const *t = store_tables(); *t; t++) {
        if (strcmp(*t, "imports") == 0)
            continue; /* it keeps that an import was undone */
        buf_printf(b, "-- %s\n", *t);
        OK(store_export(s, *t, add_row, b, &e));
    }
}

static size_t found(const char *query)
{
    struct post *p;
    size_t n;
    OK(store_search(s, str_from(query), SEARCH_NEWEST, 100, a, &p, &n, &e));
    return n;
}

static void the_same_twice_changes_nothing(void **state)
{
    (void)state;
    struct buf before, after;
    for (int round = 0; round < 2; round++) {
        struct importer *im = begin("one.zip");
        put_identity(im, "id:2", "Ann");
        put_fact(im, "id:2", FACT_EMAIL, "ann@example.org");
        put_post(im, "p1", 1000, "hello world");
        put_post(im, "p1", 1000, "hello world"); /* twice in one archive */
        struct import about;
        store_import_about(im, a, &about);
        assert_int_equal(about.count[RECORD_POST], 1);
        if (round == 0) {
            assert_true(about.fresh > 0);
            commit(im);
            dump(&before);
        } else {
            assert_int_equal(about.fresh, 0);
            assert_int_equal(about.changed, 0);
            store_import_abort(im);
        }
    }
    dump(&after);
    assert_string_equal(buf_cstr(&before), buf_cstr(&after));
    buf_free(&before);
    buf_free(&after);
    assert_int_equal(found("hello"), 1);
}

static void undo_takes_back_exactly_one(void **state)
{
    (void)state;
    struct buf before, after;
    struct importer *im = begin("first.zip");
    put_identity(im, "id:2", "Ann");
    put_identity(im, "id:3", "Bo");
    put_post(im, "p1", 1000, "shared by both archives");
    put_post(im, "p2", 2000, "old words of a post");
    commit(im);
    dump(&before);

    im = begin("second.zip");
    put_identity(im, "id:2", "Ann Married"); /* renamed */
    put_identity(im, "id:4", "Cy");
    put_post(im, "p1", 1000, "shared by both archives");
    put_post(im, "p2", 2000, "new words of a post");
    put_post(im, "p3", 3000, "only in the second");
    commit(im);
    assert_int_equal(found("new"), 1);
    assert_int_equal(found("old"), 0);
    assert_int_equal(found("second"), 1);

    OK(store_import_undo(s, 2, &e));
    dump(&after);
    assert_string_equal(buf_cstr(&before), buf_cstr(&after));
    buf_free(&before);
    buf_free(&after);
    assert_int_equal(found("new"), 0);
    assert_int_equal(found("old"), 1);
    assert_int_equal(found("second"), 0);
    assert_int_equal(store_import_undo(s, 2, &e), ERR_CONFLICT);
    assert_int_equal(store_import_undo(s, 9, &e), ERR_NOT_FOUND);
}

static void what_a_later_import_saw_too_stays(void **state)
{
    (void)state;
    struct importer *im = begin("first.zip");
    put_identity(im, "id:2", "Ann");
    put_post(im, "p1", 1000, "in both");
    put_post(im, "p2", 2000, "first only");
    commit(im);
    im = begin("second.zip");
    put_identity(im, "id:2", "Ann");
    put_post(im, "p1", 1000, "in both");
    put_post(im, "p3", 3000, "second only");
    commit(im);
    OK(store_import_undo(s, 1, &e));
    assert_int_equal(found("both"), 1);
    assert_int_equal(found("first"), 0);
    assert_int_equal(found("second"), 1);
    struct account *acc;
    size_t n;
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(acc[0].import_id, 2); /* it passed on */
    OK(store_import_undo(s, 2, &e));
    OK(store_accounts(s, a, &acc, &n, &e));
    assert_int_equal(n, 0);
    assert_int_equal(found("both"), 0);
    assert_int_equal(found("second"), 0);
}

static void the_freshest_archive_wins_in_any_order(void **state)
{
    (void)state;
    struct importer *im = begin("newer.zip");
    put_identity(im, "id:2", "New Name");
    put_post(im, "p1", 9000000, "recent");
    commit(im);
    im = begin("older.zip");
    put_identity(im, "id:2", "Old Name");
    put_post(im, "p0", 1000, "ancient");
    commit(im);
    OK(people_rebuild(s, &e));
    struct person *p;
    size_t n;
    OK(store_people(s, STR("new name"), 0, a, &p, &n, &e));
    assert_int_equal(n, 1);
    OK(store_people(s, STR("old name"), 0, a, &p, &n, &e));
    assert_int_equal(n, 0);
}

static void ids_of_posts_grow_with_time(void **state)
{
    (void)state;
    assert_true(store__post_id(1000, 5, 0) < store__post_id(1001, 4, 0));
    assert_true(store__post_id(1000, 5, 0) != store__post_id(1000, 5, 1));
    assert_true(store__post_id(INT64_MIN, 1, 0) >= 0);
    assert_true(store__post_id(INT64_MAX, 1, 0) > store__post_id(0, 1, 0));
    struct importer *im = begin("x.zip");
    put_post(im, "a", 1000, "word early");
    put_post(im, "c", 3000, "word late");
    put_post(im, "b", 2000, "word middle");
    commit(im);
    struct post *p;
    size_t n;
    OK(store_search(s, STR("word"), SEARCH_NEWEST, 10, a, &p, &n, &e));
    assert_int_equal(n, 3);
    assert_true(str_is(p[0].text, "word late") && str_is(p[2].text, "word early"));
}

/* Two posts whose ids would be the same: both are kept. */
static void posts_of_one_moment_are_kept_apart(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    char key[32];
    for (int i = 0; i < 3000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        put_post(im, key, 5000, "moment");
    }
    struct import about;
    store_import_about(im, a, &about);
    assert_int_equal(about.count[RECORD_POST], 3000);
    commit(im);
    struct post *p;
    size_t n;
    OK(store_search(s, STR("moment"), SEARCH_NEWEST, 10000, a, &p, &n, &e));
    assert_int_equal(n, 3000);
}

static void search_takes_what_people_type(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_post(im, "a", 1000, "The Charity Run in Zürich: sponsors wanted");
    put_post(im, "b", 2000, "run for charity, not for money");
    commit(im);
    assert_int_equal(found("charity run"), 2);
    assert_int_equal(found("\"charity run\""), 1);
    assert_int_equal(found("zurich"), 1); /* accents do not matter */
    assert_int_equal(found("sponsor*"), 1);
    assert_int_equal(found("sponsor"), 0);
    assert_int_equal(found("NOT money OR ( \" *"), 0); /* operators are but words */
    assert_int_equal(found("   "), 0);
    assert_int_equal(found("\"unclosed charity"), 0);
    struct post *p;
    size_t n;
    OK(store_search(s, STR("charity"), SEARCH_BEST, 10, a, &p, &n, &e));
    assert_int_equal(n, 2);
}

static void people_are_joined_by_sure_keys_only(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_identity(im, "id:2", "Ana Kovač");
    put_fact(im, "id:2", FACT_EMAIL, "Ana@Example.org");
    put_identity(im, "id:3", "Ana Kovač"); /* a namesake on the same network */
    put_fact(im, "id:4", FACT_EMAIL, "info@firm.example");
    put_fact(im, "id:5", FACT_EMAIL, "info@firm.example");
    commit(im);
    struct importer *book = NULL;
    OK(store_import_begin(s, STR("book.vcf"), STR(""), 1, STR("vcard"), STR("contacts"), &book,
                          &e));
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){
        .network = STR("contacts"), .key = STR("vcard"), .name = STR("Address book")};
    OK(store_import_put(book, &r, &e));
    put_identity(book, "uid:1", "Ana K.");
    put_fact(book, "uid:1", FACT_EMAIL, "ana@example.org");
    commit(book);
    OK(people_rebuild(s, &e));
    struct person *p;
    struct evidence *ev;
    size_t n, evs;
    OK(store_people(s, STR("ana"), 0, a, &p, &n, &e));
    assert_int_equal(n, 2); /* the namesake stays apart */
    const struct person *joined = p[0].identities == 2 ? &p[0] : &p[1];
    assert_int_equal(joined->identities, 2);
    assert_true(str_is(joined->name, "Ana K.")); /* as the owner calls her */
    OK(store_person_evidence(s, joined->id, a, &ev, &evs, &e));
    assert_int_equal(evs, 1);
    assert_true(str_is(ev[0].kind, "email") && str_is(ev[0].value, "ana@example.org"));
    OK(store_people(s, STR("info@firm.example"), 0, a, &p, &n, &e));
    assert_int_equal(n, 0); /* an address of a role joins nobody and names nobody */
    OK(store_people(s, STR("me myself"), 0, a, &p, &n, &e));
    assert_int_equal(n, 1);
    assert_true(p[0].is_owner);
}

static void one_person_is_never_two_on_one_network(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_fact(im, "id:2", FACT_PHONE, "+49 1515 1234567");
    put_fact(im, "id:3", FACT_PHONE, "+49 1515 1234567"); /* a couple's number */
    commit(im);
    OK(people_rebuild(s, &e));
    struct person p;
    OK(store_person(s, 2, a, &p, &e));
    assert_int_equal(p.identities, 1);
}

static void keys_that_prove_nothing_are_none(void **state)
{
    (void)state;
    assert_true(str_is(people_key(STR("url"), STR("https://www.linkedin.com/in/Ann-1/"), a),
                       "linkedin.com/in/ann-1"));
    assert_true(str_is(people_key(STR("url"), STR("http://twitter.com/Ann"), a), "x.com/ann"));
    assert_true(str_is(people_key(STR("url"), STR("https://social.example/@ann"), a),
                       "social.example/@ann"));
    assert_true(str_is(people_key(STR("url"), STR("https://firm.example/"), a), ""));
    assert_true(str_is(people_key(STR("url"), STR("https://facebook.com/groups/x"), a), ""));
    assert_true(str_is(people_key(STR("email"), STR("office@firm.example"), a), ""));
    assert_true(str_is(people_key(STR("phone"), STR("112"), a), ""));
}

static void contexts_are_decided_and_kept(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_post(im, "p", 1, "x");
    commit(im);
    struct account acc;
    OK(store_account_find(s, STR("x"), a, &acc, &e));
    assert_true(str_is(acc.context, "personal")); /* the network's usual one */
    OK(store_account_set_context(s, &acc, STR("professional"), MINDSET_PERSONAL, &e));
    OK(store_account_find(s, STR("x:@me"), a, &acc, &e));
    assert_true(str_is(acc.context, "professional"));
    assert_int_equal(acc.mindset, MINDSET_PROFESSIONAL);
    OK(store_account_set_context(s, &acc, STR("choir"), MINDSET_PERSONAL, &e));
    OK(store_account_find(s, STR("1"), a, &acc, &e));
    assert_true(str_is(acc.context, "choir"));
    assert_int_equal(acc.mindset, MINDSET_PERSONAL);
    /* a decision outlives the import */
    OK(store_import_undo(s, 1, &e));
    assert_int_equal(store_account_find(s, STR("x"), a, &acc, &e), ERR_NOT_FOUND);
    im = begin("x.zip");
    put_post(im, "p", 1, "x");
    commit(im);
    OK(store_account_find(s, STR("x"), a, &acc, &e));
    assert_true(str_is(acc.context, "choir"));
}

/* A company page beside the profile: another account, another context, the same person apart. */
static void a_page_is_an_account_of_the_company(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_post(im, "p", 1, "mine");
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){.network = STR("x"),
                                           .key = STR("page:fern"),
                                           .handle = STR("fern"),
                                           .name = STR("Fern Ltd"),
                                           .page = true};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
    put_post(im, "q", 2, "still mine"); /* what comes after the page is the profile's too */
    commit(im);
    OK(people_rebuild(s, &e));
    struct account acc;
    struct post *post;
    size_t posts;
    OK(store_account_find(s, STR("x"), a, &acc, &e)); /* the bare network is the profile */
    assert_true(str_is(acc.handle, "me"));
    OK(store_search(s, STR("mine"), SEARCH_NEWEST, 10, a, &post, &posts, &e));
    assert_int_equal(posts, 2);
    assert_int_equal(post[0].account_id, acc.id);
    OK(store_account_find(s, STR("x:fern"), a, &acc, &e));
    assert_true(acc.is_page);
    assert_true(str_is(acc.context, "company"));
    struct person *p;
    size_t n;
    OK(store_people(s, STR("me myself"), 0, a, &p, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(p[0].identities, 1); /* the firm is not the person */
}

static void rebuild_makes_the_same_again(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_identity(im, "id:2", "Ann");
    put_post(im, "p", 1000, "findable");
    commit(im);
    OK(people_rebuild(s, &e));
    assert_int_equal(found("findable"), 1);
    OK(store_rebuild_search(s, &e));
    OK(people_rebuild(s, &e));
    assert_int_equal(found("findable"), 1);
    struct person p;
    OK(store_person(s, 2, a, &p, &e));
    assert_true(str_is(p.name, "Ann"));
}

static char told_text[600];

static void told(void *ctx, const char *say)
{
    (void)ctx;
    snprintf(told_text, sizeof told_text, "%s", say);
}

/* What kill -9 leaves: a row that says "reading", and nobody who holds the lock. */
static void an_interrupted_import_is_told_and_leaves_nothing(void **state)
{
    (void)state;
    OK(sql_run(
        &s->sql,
        "INSERT INTO imports (owner_id, id, archive, digest, bytes, reader, network, "
        "account_id, state, started_ms, ended_ms, taken_ms, seconds, counts) VALUES (1, 7, "
        "'died.zip', '', 0, 'x', 'x', 0, 'reading', 0, 0, 0, 0, '')",
        NULL, 0, NULL, &e));
    store_close(s);
    s = NULL;
    OK(store_open(PLACE(home), told, NULL, &s, &e));
    assert_non_null(strstr(told_text, "Import 7 (died.zip) was interrupted"));
    told_text[0] = '\0';
    store_close(s);
    s = NULL;
    OK(store_open(PLACE(home), told, NULL, &s, &e));
    assert_string_equal(told_text, ""); /* once is enough */
}

static void a_newer_home_is_left_alone(void **state)
{
    (void)state;
    OK(sql_run(&s->sql, "INSERT INTO migrations (number, digest, at_ms) VALUES (999, 0, 0)",
               NULL, 0, NULL, &e));
    store_close(s);
    s = NULL;
    assert_int_equal(store_open(PLACE(home), NULL, NULL, &s, &e), ERR_DB);
    assert_non_null(strstr(e.msg, "newer tact"));
}

static void exported_columns_have_types(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_identity(im, "id:2", "Ann");
    put_fact(im, "id:2", FACT_EMAIL, "ann@example.org");
    put_post(im, "p", 1000, "text with \"quotes\"");
    struct record r = {.kind = RECORD_UNREAD};
    r.as.unread = (struct record_unread){STR("f.js"), STR("{raw"), STR("it is cut off")};
    OK(store_import_put(im, &r, &e));
    OK(store_import_settle(im, &e));
    commit(im);
    struct buf b;
    dump(&b);
    assert_non_null(strstr(buf_cstr(&b), "\"text\":\"text with \\\"quotes\\\"\""));
    assert_non_null(strstr(buf_cstr(&b), "\"field\":\"email\",\"value\":\"ann@example.org\""));
    assert_non_null(strstr(buf_cstr(&b), "\"why\":\"it is cut off\""));
    buf_free(&b);
}

struct visitor {
    _Atomic bool done;
    enum err_code rc;
};

static void *sign_in(void *ctx)
{
    struct visitor *v = ctx;
    struct store *own = NULL;
    struct err mine;
    struct session about = {.digest = STR("d"), .agent = STR("a"), .until_ms = INT64_MAX};
    v->rc = store_open(PLACE(home), NULL, NULL, &own, &mine);
    if (!v->rc)
        v->rc = store_session_put(own, &about, &mine);
    store_close(own);
    v->done = true;
    return NULL;
}

static void a_long_import_lets_others_write(void **state)
{
    (void)state;
    struct importer *im = begin("x.zip");
    put_post(im, "first", 1000, "kept when somebody waits");
    struct visitor v = {.done = false};
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, sign_in, &v), 0);
    for (double until = time_clock_s() + 10; !v.done && time_clock_s() < until;)
        if (store_import_awaited(im))
            OK(store_import_mark(im, &e));
    bool meanwhile = v.done;
    put_post(im, "second", 2000, "and it goes on");
    commit(im);
    pthread_join(t, NULL);
    assert_true(meanwhile);
    assert_int_equal(v.rc, ERR_OK);
    struct buf b;
    dump(&b);
    assert_non_null(strstr(buf_cstr(&b), "kept when somebody waits"));
    assert_non_null(strstr(buf_cstr(&b), "and it goes on"));
    buf_free(&b);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(the_same_twice_changes_nothing),
                                       TEST(undo_takes_back_exactly_one),
                                       TEST(what_a_later_import_saw_too_stays),
                                       TEST(the_freshest_archive_wins_in_any_order),
                                       TEST(ids_of_posts_grow_with_time),
                                       TEST(posts_of_one_moment_are_kept_apart),
                                       TEST(search_takes_what_people_type),
                                       TEST(people_are_joined_by_sure_keys_only),
                                       TEST(one_person_is_never_two_on_one_network),
                                       TEST(keys_that_prove_nothing_are_none),
                                       TEST(contexts_are_decided_and_kept),
                                       TEST(a_page_is_an_account_of_the_company),
                                       TEST(rebuild_makes_the_same_again),
                                       TEST(an_interrupted_import_is_told_and_leaves_nothing),
                                       TEST(a_long_import_lets_others_write),
                                       TEST(a_newer_home_is_left_alone),
                                       TEST(exported_columns_have_types)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
