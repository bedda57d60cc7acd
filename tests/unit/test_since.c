/* tests/unit/test_since.c: what changed between two archives of an account; reminders of fresh
 * ones. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "output/output.h"
#include "store/reminder.h"
#include "store/since.h"
#include "web/fresh.h"

#define DAY INT64_C(86400000)
#define T0  INT64_C(1750000000000)

static void put_fact(struct importer *im, const char *who, enum fact_field field,
                     const char *value)
{
    struct record r = {.kind = RECORD_FACT};
    r.as.fact = (struct record_fact){
        .identity = str_from(who), .field = field, .value = str_from(value)};
    put(im, &r);
}

static void put_worker(struct importer *im, const char *key, const char *name,
                       const char *position, const char *company)
{
    put_identity(im, key, name);
    put_connection(im, key, CONNECTION_CONNECTED);
    put_fact(im, key, FACT_POSITION, position);
    put_fact(im, key, FACT_COMPANY, company);
}

static struct since since_of(int64_t id)
{
    struct since x;
    OK(store_since(s, id, SINCE_ALL, a, &x, &e));
    return x;
}

static const struct since_part *part_of(const struct since *x, const char *kind)
{
    for (size_t i = 0; i < x->parts; i++)
        if (str_is(x->part[i].kind, kind))
            return &x->part[i];
    fail_msg("nothing of %s", kind);
    return NULL;
}

static size_t people_of(const struct since *x, enum since_what what, const char *kind,
                        struct since_person **out)
{
    size_t n;
    const struct since_query q = {x->import_id, x->former_id, what, str_from(kind),
                                  *kind ? x->part[0].account_id : 0};
    OK(store_since_people(s, &q, 0, 50, a, out, &n, &e));
    return n;
}

/* March: five connections; October: one left, one came, one works elsewhere, one is called
 * otherwise. */
static void march(void)
{
    struct importer *im = begin("linkedin", "in/me");
    put_worker(im, "in/ana", "Ana Kos", "Engineer", "Acme");
    put_worker(im, "in/bo", "Bo Berg", "Designer", "Birch");
    put_worker(im, "in/cy", "Cy Cho", "Nurse", "Clinic");
    put_worker(im, "in/dee", "Dee Dahl", "Baker", "Dough");
    put_worker(im, "in/eli", "Eli Eck", "Pilot", "Eagle");
    put_fact(im, "in/bo", FACT_HEADLINE, "Draws things");
    put_fact(im, "", FACT_POSITION, "Writer"); /* the owner's own are no news */
    put_post(im, POST_POST, "p1", NULL, T0, "the first", "");
    put_post(im, POST_POST, "p2", NULL, T0 + DAY, "the second", "");
    commit(im);
}

static void october(void)
{
    struct importer *im = begin("linkedin", "in/me");
    put_worker(im, "in/ana", "Ana Kos", "Lead", "Acme");
    put_worker(im, "in/bo", "Bo Berg", "Designer", "Birch");
    put_worker(im, "in/cy", "Cy Cho-Lang", "Nurse", "Clinic");
    put_worker(im, "in/dee", "Dee Dahl", "Baker", "Dough");
    put_worker(im, "in/flo", "Flo Fei", "Chef", "Fire");
    put_fact(im, "in/bo", FACT_HEADLINE, "Draws houses");
    put_fact(im, "", FACT_POSITION, "Editor");
    put_post(im, POST_POST, "p1", NULL, T0, "the first, mended", "");
    put_post(im, POST_POST, "p3", NULL, T0 + 200 * DAY, "the third", "");
    put_message(im, "t", "m1", "in/ana", T0 + 200 * DAY, "hello");
    commit(im);
    derive();
}

static void two_archives_are_held_against_each_other(void **state)
{
    (void)state;
    march();
    october();
    struct since x = since_of(2);
    assert_int_equal(x.former_id, 1);
    const struct since_part *p = part_of(&x, "connected");
    assert_int_equal(p->now, 5);
    assert_int_equal(p->then, 5);
    assert_int_equal(p->fresh, 1);
    assert_int_equal(p->gone, 1);
    assert_false(p->fewer);
    assert_int_equal(x.work, 1);
    assert_int_equal(x.headline, 1);
    assert_int_equal(x.name, 1);
    assert_int_equal(x.people, 1);
    assert_int_equal(x.posts, 1);
    assert_int_equal(x.messages, 1);
    assert_int_equal(x.edited, 1);
    assert_int_equal(x.deleted, 0); /* that p2 is not in it is no deletion */
    assert_int_equal(since_of(1).former_id, 0);
    assert_int_equal(store_since(s, 9, SINCE_ALL, a, &x, &e), ERR_NOT_FOUND);
}

static void each_count_leads_to_whom_it_counts(void **state)
{
    (void)state;
    march();
    october();
    struct since x = since_of(2);
    struct since_person *who;
    assert_int_equal(people_of(&x, SINCE_GONE, "connected", &who), 1);
    assert_true(str_is(who[0].name, "Eli Eck"));
    assert_int_equal(who[0].person_id, person_of("linkedin", "in/eli"));
    assert_int_equal(people_of(&x, SINCE_FRESH, "connected", &who), 1);
    assert_true(str_is(who[0].name, "Flo Fei"));
    assert_int_equal(people_of(&x, SINCE_PEOPLE, "", &who), 1);
    assert_true(str_is(who[0].name, "Flo Fei"));
    assert_int_equal(people_of(&x, SINCE_WORK, "", &who), 1);
    assert_true(str_is(who[0].name, "Ana Kos"));
    assert_int_equal(who[0].changes, 2); /* what stayed tells what it was about */
    assert_true(str_is(who[0].change[0].was, "Engineer"));
    assert_true(str_is(who[0].change[0].now, "Lead"));
    assert_true(str_is(who[0].change[1].was, "") && str_is(who[0].change[1].now, "Acme"));
    assert_int_equal(people_of(&x, SINCE_HEADLINE, "", &who), 1);
    assert_true(str_is(who[0].change[0].was, "Draws things"));
    assert_int_equal(people_of(&x, SINCE_NAME, "", &who), 1);
    assert_true(str_is(who[0].change[0].was, "Cy Cho"));
    assert_true(str_is(who[0].change[0].now, "Cy Cho-Lang"));
}

static void posts_come_with_what_they_were(void **state)
{
    (void)state;
    march();
    october();
    struct since x = since_of(2);
    struct post_page posts;
    struct str *was;
    struct since_query q = {x.import_id, x.former_id, SINCE_EDITED, STR_NONE, 0};
    OK(store_since_posts(s, &q, 0, 10, a, &posts, &was, &e));
    assert_int_equal(posts.n, 1);
    assert_true(str_is(posts.post[0].post.text, "the first, mended"));
    assert_true(str_is(was[0], "the first"));
    q.what = SINCE_POSTS;
    OK(store_since_posts(s, &q, 0, 10, a, &posts, &was, &e));
    assert_int_equal(posts.n, 1);
    assert_true(str_is(posts.post[0].post.text, "the third"));
    assert_int_equal(was[0].n, 0);
    assert_int_equal(posts.next, 0);
    q.what = SINCE_MESSAGES;
    OK(store_since_posts(s, &q, 0, 10, a, &posts, &was, &e));
    assert_int_equal(posts.n, 1);
    assert_true(str_is(posts.post[0].post.text, "hello"));
}

/* A loose list of one connection: nobody is said to be missing, and the next archive is held
 * against the large one, not against it. */
static void a_small_archive_says_nothing_of_who_is_missing(void **state)
{
    (void)state;
    march();
    struct importer *im = begin("linkedin", "in/me");
    put_worker(im, "in/ana", "Ana Kos", "Engineer", "Acme");
    commit(im);
    october();
    struct since x = since_of(2);
    const struct since_part *p = part_of(&x, "connected");
    assert_true(p->fewer);
    assert_int_equal(p->gone, 0);
    struct since_line *line;
    assert_int_equal(output_since_lines(&x, NULL, 0, a, &line), 1);
    assert_int_equal(line[0].what, SINCE_COUNT);
    assert_true(str_find(line[0].says, STR("this archive holds fewer, so nothing is said about "
                                           "who is missing")) > 0);
    x = since_of(3);
    assert_int_equal(x.former_id, 1);
    assert_int_equal(part_of(&x, "connected")->gone, 1);
}

/* A kind that the former archive lacks altogether is not all new. */
static void another_kind_of_export_makes_nobody_new(void **state)
{
    (void)state;
    march();
    struct importer *im = begin("linkedin", "in/me");
    put_identity(im, "in/gus", "Gus Gal");
    put_connection(im, "in/gus", CONNECTION_FOLLOWS);
    put_post(im, POST_POST, "p9", NULL, T0 + 300 * DAY, "late", "");
    commit(im);
    struct since x = since_of(2);
    assert_int_equal(part_of(&x, "follows")->fresh, 0);
    assert_int_equal(x.work, 0);
    assert_int_equal(part_of(&x, "connected")->gone, 0);
}

/* The value of an older archive that comes back is a change as well; undo leaves no trace. */
static void back_and_forth(void **state)
{
    (void)state;
    march();
    october();
    struct importer *im = begin("linkedin", "in/me");
    put_worker(im, "in/ana", "Ana Kos", "Engineer", "Acme");
    put_worker(im, "in/bo", "Bo Berg", "Designer", "Birch");
    put_worker(im, "in/cy", "Cy Cho", "Nurse", "Clinic");
    put_worker(im, "in/eli", "Eli Eck", "Pilot", "Eagle");
    put_post(im, POST_POST, "p4", NULL, T0 + 300 * DAY, "the fourth", "");
    struct record gone = {.kind = RECORD_POST};
    gone.as.post = (struct record_post){.key = STR("p3"),
                                        .own = true,
                                        .at = when_ms(T0 + 200 * DAY),
                                        .deleted = when_ms(T0 + 250 * DAY),
                                        .likes = -1,
                                        .reshares = -1};
    put(im, &gone);
    commit(im);
    derive();
    struct since x = since_of(3);
    assert_int_equal(x.former_id, 2);
    assert_int_equal(x.work, 1);
    assert_int_equal(x.name, 1);
    assert_int_equal(x.deleted, 1);
    assert_int_equal(part_of(&x, "connected")->fresh, 1); /* Eli is back */
    assert_int_equal(part_of(&x, "connected")->gone, 2);
    struct since_person *who;
    assert_int_equal(people_of(&x, SINCE_WORK, "", &who), 1);
    assert_true(str_is(who[0].change[0].was, "Lead"));
    OK(store_import_undo(s, 2, &e));
    derive();
    x = since_of(3);
    assert_int_equal(x.former_id, 1);
    assert_int_equal(x.work, 0);
    assert_int_equal(part_of(&x, "connected")->gone, 1);
    assert_int_equal(since_of(2).former_id, 0); /* it is not there any more */
}

/* The newer archive came in first: what came first is no measure of what is new. */
static void an_old_archive_that_comes_late(void **state)
{
    (void)state;
    october();
    march();
    derive();
    assert_int_equal(since_of(2).former_id, 0); /* what it holds is older */
    struct since x = since_of(1);
    assert_int_equal(x.former_id, 2);
    assert_int_equal(x.posts, 1);
    assert_int_equal(x.messages, 1);
    assert_int_equal(x.people, 1);
    assert_int_equal(x.work, 1);
    assert_int_equal(part_of(&x, "connected")->fresh, 1);
    assert_int_equal(part_of(&x, "connected")->gone, 1);
    struct since_person *who;
    assert_int_equal(people_of(&x, SINCE_PEOPLE, "", &who), 1);
    assert_true(str_is(who[0].name, "Flo Fei"));
}

/* Reminders ------------------------------------------------------------------------------- */

static struct fresh only_fresh(int64_t now)
{
    struct fresh_list l;
    OK(fresh_load(s, now, a, &l, &e));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.due, l.v[0].due);
    return l.v[0];
}

static void an_old_archive_is_due_until_the_owner_says_otherwise(void **state)
{
    (void)state;
    int64_t now = time_now_ms();
    struct importer *im = begin("linkedin", "in/me");
    put_post(im, POST_POST, "p1", NULL, now - 40 * DAY, "lately", "");
    commit(im);
    struct fresh f = only_fresh(now);
    assert_int_equal(f.days, 40);
    assert_false(f.due);
    assert_true(only_fresh(now + 60 * DAY).due);
    now += 60 * DAY;
    OK(store_account_remind(s, f.acc, now + 30 * DAY, &e));
    assert_false(only_fresh(now).due);
    assert_true(only_fresh(now).old);
    assert_true(only_fresh(now + 31 * DAY).due);
    OK(store_account_remind(s, f.acc, 0, &e)); /* never */
    assert_false(only_fresh(now + 31 * DAY).due);
    assert_true(only_fresh(now).last.never);
    OK(store_account_remind_again(s, f.acc, &e));
    assert_true(only_fresh(now).due); /* nothing of what was said before comes back */
    assert_int_equal(store_account_remind_again(s, f.acc, &e), ERR_NOT_FOUND);
    assert_int_equal(count("SELECT count(*) FROM decisions WHERE verb = 'account.remind' AND "
                           "revoked_ms = 0"),
                     0);
    im = begin("linkedin", "in/me"); /* a second one, with nothing newer in it, is fresh */
    put_post(im, POST_POST, "p1", NULL, time_now_ms() - 40 * DAY, "lately", "");
    commit(im);
    assert_int_equal(only_fresh(time_now_ms()).days, 0);
}

static void what_came_with_another_is_not_reminded_of(void **state)
{
    (void)state;
    struct importer *im = begin("instagram", "me");
    put_post(im, POST_POST, "p1", NULL, T0, "long ago", "");
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){
        .network = STR("threads"), .key = STR("me"), .handle = STR("me")};
    put(im, &r);
    commit(im);
    struct fresh_list l;
    OK(fresh_load(s, T0 + 400 * DAY, a, &l, &e));
    assert_int_equal(l.n, 2);
    assert_int_equal(l.due, 1);
    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(l.v[i].due, str_is(l.v[i].acc->network, "instagram"));
        assert_int_equal(l.v[i].last.import_id, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_archives_are_held_against_each_other),
        TEST(each_count_leads_to_whom_it_counts),
        TEST(posts_come_with_what_they_were),
        TEST(a_small_archive_says_nothing_of_who_is_missing),
        TEST(another_kind_of_export_makes_nobody_new),
        TEST(back_and_forth),
        TEST(an_old_archive_that_comes_late),
        TEST(an_old_archive_is_due_until_the_owner_says_otherwise),
        TEST(what_came_with_another_is_not_reminded_of)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
