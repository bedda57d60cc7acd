/* tests/unit/test_job.c: work that is taken with a lease is done once, whoever dies or is late. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "core/time.h"
#include "store/job.h"

static struct store *other;

static int two(void **state)
{
    if (set_up(state))
        return -1;
    return store_open(PLACE(home), NULL, NULL, &other, &e) ? -1 : 0;
}

static int none(void **state)
{
    store_close(other);
    return tear_down(state);
}
#undef TEST
#define TEST(f) cmocka_unit_test_setup_teardown(f, two, none)

static struct job_row add(const char *kind, int64_t import_id)
{
    struct job_row v = {.kind = str_from(kind),
                        .name = STR("a.zip"),
                        .path = STR("incoming/1/a.zip"),
                        .import_id = import_id,
                        .by_id = 1};
    OK(store_job_add(s, &v, &e));
    return v;
}

static bool take(struct store *by, const char *who, int64_t now, struct job_row *v)
{
    bool found;
    OK(store_job_take(by, str_from(who), now, now + 1000, a, v, &found, &e));
    return found;
}

static void one_takes_it_and_whoever_is_late_has_lost_it(void **state)
{
    (void)state;
    struct job_row v, w;
    const int64_t now = time_now_ms();
    add("import", 0);
    assert_true(take(s, "one", now, &v));
    assert_int_equal(v.tries, 1);
    assert_false(take(other, "two", now, &w));
    OK(store_job_keep(s, &v, now + 5000, &e));
    assert_false(take(other, "two", now + 4000, &w));
    assert_true(take(other, "two", now + 6000, &w));
    assert_int_equal(w.tries, 2);
    assert_int_equal(store_job_keep(s, &v, now + 9000, &e), ERR_CONFLICT);
    assert_int_equal(store_job_set(s, &v, "done", &e), ERR_CONFLICT);
    OK(store_job_set(other, &w, "done", &e));
    assert_false(take(s, "one", now + 99000, &v));
}

static void one_job_of_an_owner_at_a_time_and_of_others_meanwhile(void **state)
{
    (void)state;
    struct job_row v, w;
    const int64_t now = time_now_ms();
    add("import", 0);
    add("import", 0);
    store_act_for(s, 2);
    add("import", 0);
    assert_true(take(s, "one", now, &v));
    assert_int_equal(v.owner_id, 1);
    assert_true(take(other, "two", now, &w));
    assert_int_equal(w.owner_id, 2);
    assert_false(take(other, "three", now, &w));
}

static void an_import_of_a_job_that_was_lost_leaves_nothing(void **state)
{
    (void)state;
    struct job_row v, w;
    const int64_t now = time_now_ms();
    add("import", 0);
    assert_true(take(s, "one", now, &v));
    assert_true(take(other, "two", now + 2000, &w));
    struct importer *im = begin("x", "me");
    store_import_for_job(im, &v);
    put_post(im, POST_POST, "1", NULL, 1600000000000, "hello", "");
    assert_int_equal(store_import_commit(im, 0.1, &e), ERR_CONFLICT);
    assert_int_equal(count("SELECT count(*) FROM posts"), 0);
    assert_int_equal(count("SELECT count(*) FROM imports"), 0);
    /* the one who has it brings it in, and the job says so with it */
    im = begin("x", "me");
    store_import_for_job(im, &w);
    put_post(im, POST_POST, "1", NULL, 1600000000000, "hello", "");
    commit(im);
    assert_int_equal(count("SELECT count(*) FROM jobs WHERE state = 'derives'"), 1);
}

static void an_undo_is_done_once(void **state)
{
    (void)state;
    struct job_row v, w;
    const int64_t now = time_now_ms();
    struct importer *im = begin("x", "me");
    put_post(im, POST_POST, "1", NULL, 1600000000000, "hello", "");
    commit(im);
    add("undo", 1);
    assert_true(take(s, "one", now, &v));
    assert_true(take(other, "two", now + 2000, &w));
    assert_int_equal(store_import_undo_job(s, &v, &e), ERR_CONFLICT);
    assert_int_equal(count("SELECT count(*) FROM posts"), 1);
    OK(store_import_undo_job(other, &w, &e));
    assert_int_equal(count("SELECT count(*) FROM posts"), 0);
    assert_int_equal(count("SELECT count(*) FROM jobs WHERE state = 'derives'"), 1);
    /* asked for twice: there is nothing left to do */
    OK(store_job_set(other, &w, "done", &e));
    add("undo", 1);
    assert_true(take(s, "one", now + 4000, &v));
    OK(store_import_undo_job(s, &v, &e));
}

static void what_was_cut_off_gives_way_to_the_same_archive(void **state)
{
    (void)state;
    const char *const left =
        "INSERT INTO imports (owner_id, id, archive, digest, bytes, reader, network, "
        "account_id, state, started_ms, ended_ms, taken_ms, seconds, counts) VALUES ($1, $2, "
        "$3, 'digest', 1, 'x', 'x', 0, 'reading', 1, 0, 0, 0, '')";
    OK(sql_run(&s->sql, left, VALUES(I64(1), I64(1), TXT(STR("a.zip"))), NULL, &e));
    OK(sql_run(&s->sql, left, VALUES(I64(1), I64(2), TXT(STR("b.zip"))), NULL, &e));
    OK(sql_run(&s->sql, left, VALUES(I64(2), I64(1), TXT(STR("a.zip"))), NULL, &e));
    commit(begin("x", "me"));
    assert_int_equal(
        count("SELECT count(*) FROM imports WHERE owner_id = 1 AND archive = 'a.zip'"), 1);
    assert_int_equal(count("SELECT count(*) FROM imports WHERE owner_id = 1 AND archive = "
                           "'b.zip' AND state = 'interrupted'"),
                     1);
    assert_int_equal(count("SELECT count(*) FROM imports WHERE owner_id = 2"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_takes_it_and_whoever_is_late_has_lost_it),
        TEST(one_job_of_an_owner_at_a_time_and_of_others_meanwhile),
        TEST(an_import_of_a_job_that_was_lost_leaves_nothing), TEST(an_undo_is_done_once),
        TEST(what_was_cut_off_gives_way_to_the_same_archive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
