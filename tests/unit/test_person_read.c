/* tests/unit/test_person_read.c: people by filter and page; what the owner decides about them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/person_read.h"

enum {
    PEOPLE = 300
};

static void fill(void)
{
    struct importer *im = begin("linkedin", "in/me");
    for (int i = 0; i < PEOPLE; i++) {
        char key[24], name[32];
        snprintf(key, sizeof key, "in/p%d", i);
        snprintf(name, sizeof name, "Person %s %d", i % 5 ? "Kovač" : "Silva", i);
        put_identity(im, key, name);
        put_connection(im, key, i % 3 ? CONNECTION_CONNECTED : CONNECTION_FOLLOWED_BY);
        if (i % 10 == 0) {
            char post[24];
            snprintf(post, sizeof post, "post%d", i);
            put_post(im, POST_POST, post, key, time_now_ms() - i * 1000000, "words", NULL);
        }
    }
    commit(im);
    im = begin("facebook", "name:me");
    put_identity(im, "name:ann", "Ann Friend");
    put_connection(im, "name:ann", CONNECTION_FRIEND);
    struct record r = {.kind = RECORD_RELATION};
    r.as.relation = (struct record_relation){STR("name:ann"), STR("family")};
    put(im, &r);
    commit(im);
    derive();
}

/* All pages of a filter: how many, in order, none twice. */
static size_t pages(struct people_filter f, int64_t limit)
{
    struct people_page p = {.more = true};
    size_t total = 0;
    double last = 2;
    int64_t *seen = ARENA_ARRAY(a, int64_t, PEOPLE + 10);
    while (p.more) {
        OK(store_people_page(s, &f, (int64_t)total, limit, a, &p, &e));
        assert_true(p.n <= (size_t)limit);
        assert_true(!p.more || p.n == (size_t)limit);
        for (size_t i = 0; i < p.n; i++) {
            assert_true(p.person[i].strength <= last);
            last = p.person[i].strength;
            for (size_t k = 0; k < total; k++)
                assert_int_not_equal(seen[k], p.person[i].id);
            seen[total++] = p.person[i].id;
            assert_false(p.person[i].is_owner);
        }
    }
    return total;
}

static void every_filter_pages_through_all(void **state)
{
    (void)state;
    fill();
    struct account linkedin;
    OK(store_account_find(s, STR("linkedin"), a, &linkedin, &e));
    assert_int_equal(pages((struct people_filter){.account_id = 0}, 7), PEOPLE + 1);
    assert_int_equal(pages((struct people_filter){.query = STR("kovac")}, 50), PEOPLE * 4 / 5);
    assert_int_equal(pages((struct people_filter){.query = STR("silva person")}, 500),
                     PEOPLE / 5);
    assert_int_equal(pages((struct people_filter){.query = STR("nobody")}, 5), 0);
    assert_int_equal(pages((struct people_filter){.network = STR("facebook")}, 5), 1);
    assert_int_equal(pages((struct people_filter){.network = STR("linkedin")}, 50), PEOPLE);
    assert_int_equal(pages((struct people_filter){.relation = STR("connection")}, 50),
                     PEOPLE * 2 / 3);
    assert_int_equal(pages((struct people_filter){.relation = STR("follower")}, 50),
                     PEOPLE / 3);
    assert_int_equal(pages((struct people_filter){.relation = STR("family")}, 50), 1);
    assert_int_equal(pages((struct people_filter){.world = STR("professional")}, 50),
                     PEOPLE * 2 / 3);
    assert_int_equal(pages((struct people_filter){.world = STR("personal")}, 50), 1);
    assert_int_equal(pages((struct people_filter){.world = STR("both")}, 50), 0);
    assert_int_equal(pages((struct people_filter){.account_id = linkedin.id}, 50), PEOPLE);
    assert_int_equal(pages((struct people_filter){.kind = STR("group")}, 50), 0);
    struct people_page p;
    struct people_filter bad = {.world = STR("moon")};
    assert_int_equal(store_people_page(s, &bad, 0, 10, a, &p, &e), ERR_INVALID);
}

/* More people than are asked one by one: the sets must say the same. */
static void a_long_walk_says_the_same(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    char key[24];
    for (int i = 0; i < 2600; i++) {
        snprintf(key, sizeof key, "id:%d", i + 10);
        put_identity(im, key, key);
        put_connection(im, key, CONNECTION_FOLLOWS);
    }
    put_identity(im, "id:zz", "zz the last");
    put_connection(im, "id:zz", CONNECTION_FRIEND);
    commit(im);
    derive();
    int64_t last = person_of("x", "id:zz");
    struct people_page p;
    struct account acc;
    OK(store_account_find(s, STR("x"), a, &acc, &e));
    struct people_filter f[4] = {{.account_id = 0}};
    f[0].relation = STR("friend");
    f[1].account_id = acc.id;
    f[2].world = STR("personal");
    f[3] = f[2];
    f[3].relation = STR("friend");
    for (size_t i = 0; i < COUNT_OF(f); i++) {
        OK(store_people_page(s, &f[i], 0, 10, a, &p, &e));
        assert_int_equal(p.n, 1);
        assert_int_equal(p.person[0].id, last);
        assert_false(p.more);
    }
    OK(store_person_add_relation(s, last, STR("client"), &e));
    struct people_filter clients = {.relation = STR("client")};
    OK(store_people_page(s, &clients, 0, 10, a, &p, &e));
    assert_int_equal(p.n, 1);
}

static bool stands(int64_t person, bool world, const char *value, bool owner)
{
    struct standing *v;
    size_t n;
    if (world)
        OK(store_person_worlds(s, person, a, &v, &n, &e));
    else
        OK(store_person_relations(s, person, a, &v, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(v[i].value, value) && (v[i].decision != 0) == owner &&
            (v[i].source.n == 0) == owner)
            return true;
    return false;
}

static void decisions_count_and_can_be_taken_back(void **state)
{
    (void)state;
    fill();
    int64_t ann = person_of("facebook", "name:ann");
    struct people_count c;
    OK(store_people_count(s, &c, &e));
    assert_int_equal(c.people, PEOPLE + 1);
    assert_int_equal(c.personal, 1);
    assert_int_equal(c.both, 0);
    assert_true(stands(ann, false, "friend", false));
    assert_true(stands(ann, false, "family", false));
    assert_true(stands(ann, true, "personal", false));
    OK(store_person_add_relation(s, ann, STR("  Client "), &e));
    OK(store_person_add_relation(s, ann, STR("Client"), &e)); /* once is enough */
    assert_int_equal(count("SELECT count(*) FROM decisions"), 1);
    assert_true(stands(ann, false, "Client", true));
    assert_true(stands(ann, true, "professional", true));
    struct person p;
    OK(store_person(s, ann, a, &p, &e));
    assert_int_equal(p.relations, 3);
    OK(store_people_count(s, &c, &e));
    assert_int_equal(c.both, 1);
    struct network_people *np;
    size_t n;
    OK(store_network_people(s, a, &np, &n, &e));
    for (size_t i = 0; i < n; i++)
        if (str_is(np[i].network, "facebook"))
            assert_int_equal(np[i].count.both, 1);
    struct standing *v;
    OK(store_person_relations(s, ann, a, &v, &n, &e));
    int64_t decision = v[0].decision;
    assert_int_not_equal(decision, 0);
    assert_int_equal(store_person_revoke(s, person_of("linkedin", "in/p1"), decision, &e),
                     ERR_NOT_FOUND);
    OK(store_person_revoke(s, ann, decision, &e));
    assert_int_equal(store_person_revoke(s, ann, decision, &e), ERR_NOT_FOUND);
    OK(store_people_count(s, &c, &e));
    assert_int_equal(c.both, 0);
    OK(store_person_add_world(s, ann, STR("professional"), &e));
    OK(store_people_count(s, &c, &e));
    assert_int_equal(c.both, 1);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    fill();
    int64_t ann = person_of("facebook", "name:ann");
    char *large = arena_alloc(a, 20001);
    memset(large, 'n', 20001);
    assert_int_equal(store_person_add_relation(s, ann, STR("  "), &e), ERR_INVALID);
    assert_int_equal(store_person_add_relation(s, ann, str_of(large, 61), &e), ERR_INVALID);
    assert_int_equal(store_person_add_world(s, ann, STR("moon"), &e), ERR_INVALID);
    assert_int_equal(store_person_add_note(s, ann, str_of(large, 20001), &e), ERR_INVALID);
    assert_int_equal(store_person_add_note(s, 999999, STR("hi"), &e), ERR_NOT_FOUND);
    OK(store_person_add_note(s, ann, str_of(large, 20000), &e));
}

static void decisions_outlive_undo_and_rebuild(void **state)
{
    (void)state;
    fill();
    int64_t ann = person_of("facebook", "name:ann");
    struct note *notes;
    size_t n;
    OK(store_person_add_relation(s, ann, STR("client"), &e));
    OK(store_person_add_note(s, ann, STR("met at the fair"), &e));
    OK(store_import_undo(s, 2, &e));
    derive();
    struct importer *im = begin("facebook", "name:me");
    put_identity(im, "name:zed", "Somebody before her");
    put_identity(im, "name:ann", "Ann Friend");
    put_connection(im, "name:ann", CONNECTION_FRIEND);
    commit(im);
    derive();
    derive();
    ann = person_of("facebook", "name:ann");
    assert_true(stands(ann, false, "client", true));
    OK(store_person_notes(s, ann, a, &notes, &n, &e));
    assert_int_equal(n, 1);
    assert_true(str_is(notes[0].text, "met at the fair"));
    struct people_count c;
    OK(store_people_count(s, &c, &e));
    assert_int_equal(c.both, 1);
}

/* Four networks, whose people are partly the same, known in every way there is. */
static void fill_mixed(void)
{
    static const struct {
        const char *network, *key;
        enum connection_kind kind;
    } accounts[] = {
        {"linkedin", "in/me",             CONNECTION_CONNECTED  },
        {"facebook", "name:me",           CONNECTION_FRIEND     },
        {"x",        "id:1",              CONNECTION_FOLLOWED_BY},
        {"mastodon", "acct:me@a.example", CONNECTION_FOLLOWS    }
    };
    static const char *const kinds[] = {"family", "Client", "friend", "colleague"};
    for (size_t n = 0; n < COUNT_OF(accounts); n++) {
        struct importer *im = begin(accounts[n].network, accounts[n].key);
        for (int i = 0; i < PEOPLE; i++) {
            char key[40], mail[40];
            snprintf(key, sizeof key, "%s%d", n == 0 ? "in/p" : n == 1 ? "name:p" : "id:9", i);
            snprintf(mail, sizeof mail, "p%d@mail.example", i);
            if (i % (int)(n + 2) == 1)
                continue; /* nobody is everywhere */
            put_identity(im, key, mail);
            struct record r = {.kind = RECORD_FACT};
            r.as.fact = (struct record_fact){
                .identity = str_from(key), .field = FACT_EMAIL, .value = str_from(mail)};
            if (i % 3)
                put(im, &r);
            if (i % 7)
                put_connection(im, key, accounts[n].kind);
            if (i % 5 == 0)
                put_connection(im, key, CONNECTION_CONTACT);
            r = (struct record){.kind = RECORD_RELATION};
            r.as.relation =
                (struct record_relation){str_from(key), str_from(kinds[(size_t)i % 4])};
            if (i % 11 == 0)
                put(im, &r);
        }
        if (n == 0) /* the owner in their own audience */
            put_connection(im, "in/me", CONNECTION_CONNECTED);
        commit(im);
    }
    derive();
}

static enum err_code take_row(void *ctx, struct sql_query *k, struct err *err)
{
    (void)err;
    struct buf *b = ctx;
    for (int i = 0; i < 6; i++)
        buf_printf(b, STRF " ", STRA(sql_text(k, i)));
    buf_char(b, '\n');
    return ERR_OK;
}

/* All that is counted about people. */
static struct str counted(void)
{
    struct buf b;
    buf_init(&b, MIB(4));
    OK(store__each(&s->sql,
                   "SELECT person_id, mindset, '', '', '', '' FROM known_through "
                   "WHERE owner_id = $1 ORDER BY person_id, mindset",
                   VALUES(I64(FIRST_OWNER)), take_row, &b, &e));
    OK(store__each(&s->sql,
                   "SELECT account_id, people, personal, professional, \"both\", connections "
                   "FROM audience_counts WHERE owner_id = $1 ORDER BY account_id",
                   VALUES(I64(FIRST_OWNER)), take_row, &b, &e));
    OK(store__each(&s->sql,
                   "SELECT network, people, personal, professional, \"both\", '' "
                   "FROM network_counts WHERE owner_id = $1 ORDER BY network",
                   VALUES(I64(FIRST_OWNER)), take_row, &b, &e));
    OK(store__each(&s->sql,
                   "SELECT account_id, part, people, '', '', '' FROM audience_groups "
                   "WHERE owner_id = $1 AND people > 0 ORDER BY account_id, part",
                   VALUES(I64(FIRST_OWNER)), take_row, &b, &e));
    OK(store__each(&s->sql,
                   "SELECT person_id, account_id, part, '', '', '' FROM audience_members "
                   "WHERE owner_id = $1 ORDER BY person_id, account_id, part",
                   VALUES(I64(FIRST_OWNER)), take_row, &b, &e));
    struct str all = arena_str(a, buf_view(&b));
    buf_free(&b);
    return all;
}

/* What is counted for one person is what a count of everybody says. */
static void decisions_count_as_everybody_would(void **state)
{
    (void)state;
    static const char *const relations[] = {"client",    "sister",   "Boss",
                                            "neighbour", "prospect", "best friend"};
    static const char *const worlds[] = {"personal", "professional"};
    fill_mixed();
    struct person *p;
    size_t n, changes = 0;
    OK(store_people(s, STR_NONE, 5000, a, &p, &n, &e));
    assert_true(n > 400 && p[0].id);
    uint32_t random = 7;
    struct str before = counted();
    for (int round = 0; round < 300; round++) {
        random = random * 1664525u + 1013904223u;
        int64_t who = p[(random >> 16) % n].id;
        if (round % 10 == 0)
            OK(sql_one(&s->sql, "SELECT id FROM persons WHERE owner_id = $1 AND is_owner = 1",
                       VALUES(I64(FIRST_OWNER)), &who, &e));
        struct standing *v;
        size_t have;
        OK(store_person_worlds(s, who, a, &v, &have, &e));
        int64_t decision = have ? v[0].decision : 0;
        if (decision && random % 2)
            OK(store_person_revoke(s, who, decision, &e));
        else if (random % 3)
            OK(store_person_add_relation(
                s, who, str_from(relations[random / 8 % COUNT_OF(relations)]), &e));
        else
            OK(store_person_add_world(s, who, str_from(worlds[random / 8 % 2]), &e));
        struct str one = counted();
        changes += !str_eq(one, before);
        if (round % 10 == 9) {
            OK(store__count_audiences(s, &e));
            struct str all = counted();
            assert_string_equal(one.p, all.p);
        }
        before = one;
    }
    assert_true(changes > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_filter_pages_through_all),        TEST(a_long_walk_says_the_same),
        TEST(decisions_count_and_can_be_taken_back), TEST(nonsense_is_refused),
        TEST(decisions_outlive_undo_and_rebuild),    TEST(decisions_count_as_everybody_would)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
