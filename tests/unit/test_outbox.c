/* tests/unit/test_outbox.c: publications in their table: who may take one when, what is uncertain, what
 * the owner may say of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "core/time.h"
#include "writing/outbox.h"
#include "store/publication.h"
#include "store/draft.h"
#include "store/sign_in.h"
#include "writing/queue.h"

static struct publication made(int64_t account, int64_t due)
{
    return (struct publication){.account_id = account,
                                .what = STR("post"),
                                .part = 1,
                                .parts = 1,
                                .due_ms = due,
                                .made_ms = 1,
                                .key = STR("k"),
                                .body = STR("{\"text\":\"hello\",\"visibility\":1}")};
}

static bool take(const char *who, int64_t now, struct publication *p)
{
    bool found = false;
    OK(store_publication_take(s, str_from(who), now, now + 1000, a, p, &found, &e));
    return found;
}

static void one_is_taken_once_and_only_when_it_is_due(void **state)
{
    (void)state;
    struct publication v = made(1, 500), p;
    OK(store_publications_add(s, &v, 1, &e));
    assert_false(take("one", 499, &p));
    assert_true(take("one", 500, &p));
    assert_int_equal(p.id, v.id);
    assert_int_equal(p.state, PUBLICATION_SENDING);
    assert_int_equal(p.tries, 1);
    assert_int_equal(p.first_ms, 500);
    assert_false(take("two", 600, &p));
    p.runner = STR("two"); /* who does not have it can't say what became of it */
    assert_int_equal(store_publication_set(s, &p, &e), ERR_CONFLICT);
    p.runner = STR("one");
    p.state = PUBLICATION_SENT;
    p.sent_ms = 700;
    p.remote_key = STR("https://x.example/1");
    OK(store_publication_set(s, &p, &e));
    assert_false(take("two", 9000, &p));
    OK(store_publication(s, v.id, a, &p, &e));
    assert_int_equal(p.state, PUBLICATION_SENT);
}

static void what_a_dead_process_was_sending_is_uncertain(void **state)
{
    (void)state;
    struct publication v = made(1, 500), p;
    OK(store_publications_add(s, &v, 1, &e));
    assert_true(take("one", 500, &p));
    assert_false(take("two", 1499, &p));
    assert_true(take("two", 1500, &p)); /* its time has passed */
    assert_int_equal(p.state, PUBLICATION_UNCERTAIN);
    assert_int_equal(p.tries, 1);
    OK(store_publication_abandon(s, STR("two"), &e));
    assert_true(take("three", 1501, &p)); /* known to be dead: at once */
    assert_int_equal(p.state, PUBLICATION_UNCERTAIN);
}

static void parts_go_out_in_their_order(void **state)
{
    (void)state;
    struct publication v[3] = {made(1, 10), made(1, 10), made(1, 10)}, p;
    v[1].after_id = v[2].after_id = -1;
    v[1].part = 2;
    v[2].part = 3;
    OK(store_publications_add(s, v, 3, &e));
    assert_int_equal(v[2].after_id, v[1].id);
    assert_true(take("one", 20, &p));
    assert_int_equal(p.id, v[0].id);
    assert_false(take("one", 21, &p));
    p.state = PUBLICATION_FAILED;
    OK(store_publication_set(s, &p, &e));
    assert_false(take("one", 5000, &p)); /* the thread waits for its beginning */
    OK(store_publication(s, v[0].id, a, &p, &e));
    p.state = PUBLICATION_DROPPED;
    OK(store_publication_turn(s, &p, 1u << PUBLICATION_FAILED, &e));
    OK(store_publication(s, v[2].id, a, &p, &e));
    assert_int_equal(p.state, PUBLICATION_DROPPED); /* and goes with it */
}

static void an_account_sends_one_at_a_time(void **state)
{
    (void)state;
    struct publication v[3] = {made(1, 10), made(1, 11), made(2, 12)}, p, q;
    OK(store_publications_add(s, v, 3, &e));
    assert_true(take("one", 20, &p));
    assert_true(take("two", 20, &q));
    assert_int_equal(q.account_id, 2);
    assert_false(take("three", 20, &q));
    p.state = PUBLICATION_SENT;
    p.sent_ms = 30;
    OK(store_publication_set(s, &p, &e));
    assert_true(take("three", 40, &q));
    assert_int_equal(q.id, v[1].id);
}

static void the_owner_may_take_back_what_has_not_gone(void **state)
{
    (void)state;
    struct publication v = made(1, 500), p;
    OK(store_publications_add(s, &v, 1, &e));
    assert_true(take("one", time_now_ms(), &p));
    p.state = PUBLICATION_DROPPED;
    assert_int_equal(store_publication_turn(s, &p, 1u << PUBLICATION_PENDING, &e),
                     ERR_CONFLICT);
    p.state = PUBLICATION_PENDING;
    p.due_ms = 900;
    OK(store_publication_set(s, &p, &e));
    p.state = PUBLICATION_DROPPED;
    OK(store_publication_turn(s, &p, 1u << PUBLICATION_PENDING, &e));
    assert_false(take("one", 5000, &p));
    struct publication_filter f = {.states = 1u << PUBLICATION_PENDING};
    struct publication *all;
    size_t n;
    OK(store_publications(s, &f, 10, a, &all, &n, &e));
    assert_int_equal(n, 0);
    f.states = 0;
    OK(store_publications(s, &f, 10, a, &all, &n, &e));
    assert_int_equal(n, 1);
}

static void evergreens_come_again_in_their_time_and_number(void **state)
{
    (void)state;
    struct draft d = {.text = STR("still true"), .again_days = 10, .again_most = 1};
    struct publication_due *due;
    size_t n;
    const int64_t day = 86400000;
    OK(store_draft_put(s, &d, &e));
    struct publication v = made(1, 5), p;
    v.draft_id = d.id;
    OK(store_publications_add(s, &v, 1, &e));
    OK(store_publications_again(s, 100 * day, a, &due, &n, &e));
    assert_int_equal(n, 0); /* it waits still */
    assert_true(take("one", 10, &p));
    p.state = PUBLICATION_SENT;
    p.sent_ms = day;
    OK(store_publication_set(s, &p, &e));
    OK(store_publications_again(s, 11 * day - 1, a, &due, &n, &e));
    assert_int_equal(n, 0);
    OK(store_publications_again(s, 11 * day, a, &due, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(due[0].draft_id, d.id);
    v = made(1, 20);
    v.draft_id = d.id;
    OK(store_publications_add(s, &v, 1, &e));
    assert_true(take("one", 30, &p));
    p.state = PUBLICATION_SENT;
    p.sent_ms = 11 * day;
    OK(store_publication_set(s, &p, &e));
    OK(store_publications_again(s, 500 * day, a, &due, &n, &e));
    assert_int_equal(n, 0); /* once more was all */
}

static void a_sign_in_is_sealed_and_a_trip_is_good_once(void **state)
{
    (void)state;
    struct sign_in v = {.account_id = 7,
                        .network = STR("mastodon"),
                        .door = STR("api"),
                        .server = STR("https://m.example"),
                        .secret = STR("{\"access\":\"open sesame\"}"),
                        .state = STR("ready"),
                        .quota_left = -1,
                        .quota_of = -1},
                   got, *all;
    struct sign_in_trip t = {.state = STR("st4te"),
                             .network = STR("mastodon"),
                             .door = STR("api"),
                             .server = STR("https://m.example"),
                             .secret = STR("verifier")},
                        back;
    size_t n;
    OK(store_sign_in_put(s, &v, &e));
    assert_int_equal(count("SELECT count(*) FROM sign_ins WHERE secret LIKE '%sesame%'"), 0);
    OK(store_sign_in(s, 7, a, &got, &e));
    assert_true(str_eq(got.secret, v.secret));
    OK(store_sign_ins(s, a, &all, &n, &e));
    assert_int_equal(n, 1);
    assert_int_equal(all[0].secret.n, 0); /* lists have none */
    OK(store_trip_put(s, &t, &e));
    assert_int_equal(count("SELECT count(*) FROM sign_in_trips WHERE digest LIKE '%st4te%'"),
                     0);
    assert_int_equal(store_trip_take(s, STR("other"), a, &back, &e), ERR_NOT_FOUND);
    OK(store_trip_take(s, STR("st4te"), a, &back, &e));
    assert_true(str_is(back.secret, "verifier"));
    assert_int_equal(store_trip_take(s, STR("st4te"), a, &back, &e), ERR_NOT_FOUND);
    bool one = false, two = false;
    OK(store_sign_in_hold(s, 7, STR("one"), 100, 200, &one, &e));
    OK(store_sign_in_hold(s, 7, STR("two"), 150, 250, &two, &e));
    assert_true(one && !two);
    OK(store_sign_in_hold(s, 7, STR("two"), 200, 250, &two, &e));
    assert_true(two);
    OK(store_sign_in_drop(s, 7, &e));
    assert_int_equal(store_sign_in(s, 7, a, &got, &e), ERR_NOT_FOUND);
}

/* Bluesky has no edits, Mastodon has: said before anything is queued. */
static void what_a_network_never_lets_do_is_said_at_once(void **state)
{
    struct publication v[2] = {made(7, 10), made(8, 10)}, p, got;
    struct sign_in in[2] = {
        {.account_id = 7, .network = STR("bluesky"),  .door = STR("password")},
        {.account_id = 8, .network = STR("mastodon"), .door = STR("api")     }
    };
    (void)state;
    OK(store_publications_add(s, v, 2, &e));
    for (size_t i = 0; i < 2; i++) {
        in[i].server = STR("https://m.example");
        in[i].state = STR("ready");
        OK(store_sign_in_put(s, &in[i], &e));
        assert_true(take("one", 30, &p));
        p.state = PUBLICATION_SENT;
        OK(store_publication_set(s, &p, &e));
    }
    assert_int_equal(outbox_edit(s, v[0].id, STR("other words"), a, &got, &e), ERR_INVALID);
    assert_int_equal(count("SELECT count(*) FROM publications WHERE what = 'edit'"), 0);
    OK(outbox_edit(s, v[1].id, STR("other words"), a, &got, &e));
    OK(outbox_drop(s, v[0].id, &got, &e));
    assert_int_equal(count("SELECT count(*) FROM publications WHERE what = 'drop'"), 1);
}

/* The moments of a queue as one writes them. */
static void a_queue_is_read_and_written(void **state)
{
    (void)state;
    static const char *const wrong[] = {"mon",       "9:00",    "mon 25:00", "someday 9:00",
                                        "mon 24:00", "mo 9:00", "mon  ",     "m\xC3\xB6n 9:00",
                                        "monday9:00"};
    struct slot slot[SLOTS_MOST];
    size_t n;
    OK(queue_parse(STR(" Mon 9:00, thursday 17:30 ,, weekends 10:15"), slot, &n, &e));
    assert_true(str_is(queue_write(slot, n, a), "mon 9:00, thu 17:30, sat 10:15, sun 10:15"));
    OK(queue_parse(STR(""), slot, &n, &e));
    assert_int_equal(n, 0);
    assert_int_equal(queue_write(slot, n, a).n, 0);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (queue_parse(str_from(wrong[i]), slot, &n, &e) != ERR_INVALID)
            fail_msg("\"%s\" is taken", wrong[i]);
    struct buf b;
    buf_init(&b, 4096);
    for (int i = 0; i < 11; i++)
        buf_printf(&b, "every day %d:00,", i);
    assert_int_equal(queue_parse(buf_view(&b), slot, &n, &e), ERR_LIMIT);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_is_taken_once_and_only_when_it_is_due),
        TEST(what_a_dead_process_was_sending_is_uncertain),
        TEST(parts_go_out_in_their_order),
        TEST(an_account_sends_one_at_a_time),
        TEST(the_owner_may_take_back_what_has_not_gone),
        TEST(evergreens_come_again_in_their_time_and_number),
        TEST(a_sign_in_is_sealed_and_a_trip_is_good_once),
        TEST(what_a_network_never_lets_do_is_said_at_once),
        TEST(a_queue_is_read_and_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
