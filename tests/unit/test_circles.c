/* tests/unit/test_circles.c: circles found, named, kept; the map. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "people/standing.h"

static void stand(void)
{
    derive();
    OK(people_stand(s, &e));
}

static void put_fact(struct importer *im, const char *who, enum fact_field field,
                     const char *value)
{
    struct record r = {.kind = RECORD_FACT};
    r.as.fact = (struct record_fact){
        .identity = str_from(who), .field = field, .value = str_from(value)};
    put(im, &r);
}

/* People first to last, with a fact each. */
static void put_people(struct importer *im, int first, int last, enum fact_field field,
                       const char *value)
{
    for (int i = first; i <= last; i++) {
        char key[24], name[32];
        snprintf(key, sizeof key, "card:%d", i);
        snprintf(name, sizeof name, "First%c Last%c", 'a' + i % 26, 'a' + i / 26);
        put_identity(im, key, name);
        if (value)
            put_fact(im, key, field, value);
    }
}

static size_t circles(struct circle **c)
{
    size_t n;
    OK(store_circles(s, a, c, &n, &e));
    return n;
}

static const struct circle *named(const char *name)
{
    struct circle *c;
    size_t n = circles(&c);
    for (size_t i = 0; i < n; i++)
        if (str_is(c[i].name, name))
            return &c[i];
    for (size_t i = 0; i < n; i++)
        print_message("there is " STRF ", %lld people\n", STRA(c[i].name),
                      (long long)c[i].size);
    fail_msg("no circle is called %s", name);
    return NULL;
}

static void fill(void)
{
    struct importer *im = begin("contacts", "google");
    put_people(im, 0, 6, FACT_LABEL, "Choir");
    put_people(im, 7, 26, FACT_COMPANY, "Alder Works");
    put_people(im, 27, 28, FACT_COMPANY, "Too Few");
    put_people(im, 29, 33, FACT_EMAIL, NULL);
    for (int i = 29; i <= 33; i++) {
        char key[24], mail[64];
        snprintf(key, sizeof key, "card:%d", i);
        snprintf(mail, sizeof mail, "p%d@%s", i, i < 33 ? "birch.example" : "gmail.com");
        put_fact(im, key, FACT_EMAIL, mail);
    }
    commit(im);
}

static void what_people_share_makes_circles(void **state)
{
    (void)state;
    struct circle *c;
    fill();
    stand();
    assert_int_equal(circles(&c), 3);
    assert_int_equal(named("Choir")->size, 7);
    assert_true(str_is(named("Choir")->guess, "label"));
    assert_int_equal(named("Alder Works")->size, 20);
    assert_true(str_is(named("Alder Works")->guess, "employer"));
    assert_int_equal(named("birch.example")->size, 4);
    struct person *p;
    size_t n, in;
    OK(store_circle_people(s, named("Choir")->id, a, &p, &n, &e));
    assert_int_equal(n, 7);
    struct circle *of;
    OK(store_person_circles(s, person_of("contacts", "card:3"), a, &of, &in, &e));
    assert_int_equal(in, 1);
    assert_true(str_is(of[0].name, "Choir"));
    OK(store_person_circles(s, person_of("contacts", "card:27"), a, &of, &in, &e));
    assert_int_equal(in, 0);
    struct circle none;
    assert_int_equal(store_circle(s, 4711, a, &none, &e), ERR_NOT_FOUND);
}

static void threads_and_families_do_too(void **state)
{
    (void)state;
    struct circle *c;
    struct importer *im = begin("facebook", "name:me");
    static const char *const kin[] = {"name:eva", "name:ota", "name:ida"};
    static const char *const names[] = {"Eva Myself", "Ota Myself", "Ida Myself-Brown"};
    for (int i = 0; i < 3; i++)
        put_identity(im, kin[i], names[i]);
    put_identity(im, "name:smith1", "One Smith");
    put_identity(im, "name:smith2", "Two Smith");
    put_identity(im, "name:smith3", "Three Smith");
    static const char *const friends[] = {"name:x", "name:y", "name:z", "name:w"};
    for (int i = 0; i < 4; i++) {
        put_identity(im, friends[i], friends[i] + 5);
        put_thread(im, "group", true, friends[i]);
    }
    commit(im);
    stand();
    assert_int_equal(circles(&c), 2); /* strangers of one name are none */
    assert_int_equal(named("Myself family")->size, 3);
    for (size_t i = 0; i < 2; i++)
        if (c[i].size == 4)
            assert_true(str_is(c[i].guess, "people"));
}

static void a_name_is_kept(void **state)
{
    (void)state;
    fill();
    stand();
    int64_t choir = named("Choir")->id;
    OK(store_circle_rename(s, choir, STR("  My singers "), &e));
    assert_int_equal(named("My singers")->id, choir);
    stand();
    assert_int_equal(named("My singers")->id, choir);
    assert_true(str_is(named("My singers")->guess, "decided"));
    /* it grows with what is found */
    struct importer *im = begin("contacts", "google");
    put_people(im, 40, 41, FACT_LABEL, "Choir");
    commit(im);
    stand();
    assert_int_equal(named("My singers")->size, 9);
    /* another name in its place */
    OK(store_circle_rename(s, choir, STR("Singers"), &e));
    assert_int_equal(count("SELECT count(*) FROM decisions WHERE verb = 'circle.name' AND "
                           "revoked_ms = 0"),
                     1);
    stand();
    assert_int_equal(named("Singers")->size, 9);
    OK(store_circle_release(s, choir, &e));
    assert_int_equal(store_circle_release(s, choir, &e), ERR_NOT_FOUND);
    stand();
    assert_int_equal(named("Choir")->size, 9);
    assert_int_equal(store_circle_rename(s, choir, STR("  "), &e), ERR_INVALID);
    assert_int_equal(store_circle_rename(s, 4711, STR("x"), &e), ERR_NOT_FOUND);
}

static void a_kept_circle_outlives_what_it_was_found_by(void **state)
{
    (void)state;
    struct circle *c;
    struct importer *im = begin("contacts", "vcard");
    put_people(im, 0, 6, FACT_LABEL, NULL);
    commit(im);
    fill();
    stand();
    OK(store_circle_rename(s, named("Choir")->id, STR("Singers"), &e));
    int64_t import = count("SELECT max(id) FROM imports");
    OK(store_import_undo(s, import, &e));
    stand();
    assert_int_equal(circles(&c), 1);
    const struct circle *kept = named("Singers");
    assert_int_equal(kept->size, 7);
    assert_true(kept->id > 1000000000 && kept->decision > 0);
    struct person_standing t;
    OK(store_standing(s, person_of("contacts", "card:3"), a, &t, &e));
    assert_int_equal(t.circle_id, kept->id);
    OK(store_circle_rename(s, kept->id, STR("Old singers"), &e));
    stand();
    assert_int_equal(named("Old singers")->size, 7);
}

static void the_map_has_everybody_in_a_circle(void **state)
{
    (void)state;
    struct people_map m;
    fill();
    stand();
    OK(store_people_map(s, 5000, a, &m, &e));
    assert_int_equal(m.nodes, 31);
    assert_true(m.edges > 20 && m.edges <= 4 * m.nodes);
    for (size_t i = 0; i < m.nodes; i++) {
        assert_true(m.node[i].x >= -1 && m.node[i].x <= 1 && m.node[i].y >= -1 &&
                    m.node[i].y <= 1);
        assert_int_not_equal(m.node[i].circle_id, 0);
        for (size_t k = 0; k < i; k++)
            assert_false(m.node[i].x == m.node[k].x && m.node[i].y == m.node[k].y);
    }
    /* circles do not cover each other */
    struct circle *c;
    size_t n = circles(&c);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            double dx = c[i].x - c[k].x, dy = c[i].y - c[k].y, r = c[i].radius + c[k].radius;
            assert_true(dx * dx + dy * dy > r * r * 0.98);
        }
    OK(store_people_map(s, 3, a, &m, &e));
    assert_int_equal(m.nodes, 3);
    assert_int_equal(store_people_map(s, 0, a, &m, &e), ERR_INVALID);
}

static void where_nobody_is_nothing_is(void **state)
{
    (void)state;
    struct circle *c;
    struct people_map m;
    OK(people_stand(s, &e));
    assert_int_equal(circles(&c), 0);
    OK(store_people_map(s, 100, a, &m, &e));
    assert_true(m.nodes == 0 && m.edges == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_people_share_makes_circles),
        TEST(threads_and_families_do_too),
        TEST(a_name_is_kept),
        TEST(a_kept_circle_outlives_what_it_was_found_by),
        TEST(the_map_has_everybody_in_a_circle),
        TEST(where_nobody_is_nothing_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
