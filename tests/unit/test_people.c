/* tests/unit/test_people.c: who is made one person, who is asked about, and that all is undone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/hash.h"
#include "people/people.h"
#include "people/standing.h"
#include "store/match.h"
#include "store/store_private.h"

static void put_handle(struct importer *im, const char *key, const char *name,
                       const char *handle, const char *url)
{
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){.key = str_from(key),
                                             .name = str_from(name),
                                             .handle = str_from(handle),
                                             .url = str_from(url)};
    put(im, &r);
}

static void put_fact(struct importer *im, const char *who, enum fact_field field,
                     const char *value)
{
    struct record r = {.kind = RECORD_FACT};
    r.as.fact = (struct record_fact){
        .identity = str_from(who), .field = field, .value = str_from(value)};
    put(im, &r);
}

/* The person that an identity belongs to. */
static int64_t whose(const char *network, const char *key)
{
    int64_t id = 0;
    OK(sql_one(
        &s->sql,
        "SELECT p.person_id FROM identities i JOIN person_identities p ON p.owner_id = $1 "
        "AND p.identity_id = i.id WHERE i.owner_id = $1 AND i.network = $2 AND i.key = $3",
        VALUES(I64(s->sql.owner), TXT(str_from(network)), TXT(str_from(key))), &id, &e));
    return id;
}

static int64_t asked(void)
{
    struct question *q;
    size_t n;
    int64_t all;
    OK(store_questions(s, 0, 50, a, &q, &n, &all, &e));
    return all;
}

/* A hundred others, so that names have a rarity. */
static void fill(struct importer *im, const char *prefix)
{
    static const char *const given[] = {"Ivan", "Marta", "Oskar", "Nina",  "Pavel",
                                        "Rosa", "Tomas", "Vera",  "Jonas", "Greta"};
    static const char *const family[] = {"Holub", "Fiala", "Krall",  "Simic", "Torres",
                                         "Ueda",  "Vogt",  "Walker", "Ximen", "Zeman"};
    char key[32], name[64];
    for (size_t i = 0; i < 100; i++) {
        snprintf(key, sizeof key, "%s%zu", prefix, i);
        snprintf(name, sizeof name, "%s %s", given[i % 10], family[i / 10]);
        put_identity(im, key, name);
    }
}

static void a_name_alone_makes_nobody_one(void **state)
{
    (void)state;
    struct importer *im = begin("linkedin", "in/me");
    fill(im, "in/");
    commit(im);
    im = begin("mastodon", "me@here.example");
    fill(im, "f");
    put_fact(im, "f3", FACT_BIO, "Gardens and old maps");
    commit(im);
    derive();
    for (int i = 0; i < 100; i++) {
        char one[32], other[32];
        snprintf(one, sizeof one, "in/%d", i);
        snprintf(other, sizeof other, "f%d", i);
        assert_int_not_equal(whose("linkedin", one), whose("mastodon", other));
    }
}

static void a_mailbox_of_a_family_is_asked_about(void **state)
{
    (void)state;
    struct importer *im = begin("linkedin", "in/me");
    fill(im, "in/");
    put_identity(im, "in/pavel", "Pavel Lindqvist");
    put_fact(im, "in/pavel", FACT_EMAIL, "katerina.lindqvist@mail.example");
    put_identity(im, "in/ana", "Ana Oberhuber");
    put_fact(im, "in/ana", FACT_EMAIL, "ana.o@mail.example");
    commit(im);
    im = begin("contacts", "google");
    put_identity(im, "uid:1", "Katerina Lindqvist");
    put_fact(im, "uid:1", FACT_EMAIL, "katerina.lindqvist@mail.example");
    put_identity(im, "uid:2", "Ana Oberhuber");
    put_fact(im, "uid:2", FACT_EMAIL, "Ana.O@mail.example");
    commit(im);
    derive();
    assert_int_not_equal(whose("linkedin", "in/pavel"), whose("contacts", "uid:1"));
    assert_int_equal(whose("linkedin", "in/ana"), whose("contacts", "uid:2"));
    assert_int_equal(asked(), 1);
}

static void pages_that_point_at_each_other_are_proof(void **state)
{
    (void)state;
    struct importer *im = begin("linkedin", "in/me");
    fill(im, "in/");
    put_handle(im, "in/lena", "Lena Oberhuber", "", "https://www.linkedin.com/in/lena");
    put_fact(im, "in/lena", FACT_URL, "https://social.example/@nightowl");
    put_handle(im, "in/max", "Max Quist", "", "https://www.linkedin.com/in/max");
    put_fact(im, "in/max", FACT_URL, "https://social.example/@realmax1");
    commit(im);
    im = begin("mastodon", "me@here.example");
    put_handle(im, "nightowl@social.example", "nightowl", "nightowl@social.example",
               "https://social.example/@nightowl");
    put_fact(im, "nightowl@social.example", FACT_URL, "https://www.linkedin.com/in/lena/");
    /* says that it is Max, but Max points to another one there */
    put_handle(im, "max@social.example", "Max Quist", "max@social.example",
               "https://social.example/@max");
    put_fact(im, "max@social.example", FACT_URL, "https://www.linkedin.com/in/max");
    commit(im);
    derive();
    assert_int_equal(whose("linkedin", "in/lena"),
                     whose("mastodon", "nightowl@social.example"));
    assert_int_not_equal(whose("linkedin", "in/max"), whose("mastodon", "max@social.example"));
}

static void a_dressed_up_handle_fools_nobody(void **state)
{
    (void)state;
    struct importer *im = begin("x", "id:1");
    fill(im, "x");
    put_handle(im, "wo1fgangk", "Wolfgang Krall", "wo1fgangkrall",
               "https://x.com/wo1fgangkrall");
    put_fact(im, "wo1fgangk", FACT_BIO, "Builds bridges in Graz and bakes at night");
    put_fact(im, "wo1fgangk", FACT_BIRTHDAY, "1971-02-03");
    commit(im);
    im = begin("facebook", "me");
    put_handle(im, "wk", "Wolfgang Krall", "wolfgangkrall",
               "https://facebook.com/wolfgangkrall");
    put_fact(im, "wk", FACT_BIO, "Builds bridges in Graz and bakes at night");
    put_fact(im, "wk", FACT_BIRTHDAY, "1971-02-03");
    commit(im);
    derive();
    assert_int_not_equal(whose("x", "wo1fgangk"), whose("facebook", "wk"));
}

/* Everything that is derived of people, as one number. */
static enum err_code add(void *ctx, struct sql_query *k, struct err *why)
{
    (void)why;
    buf_str(ctx, sql_text(k, 0));
    buf_char(ctx, '\n');
    return ERR_OK;
}

static uint64_t fingerprint(void)
{
    static const char *const all[] = {
        "SELECT id || ' ' || name || ' ' || folded || ' ' || kind || ' ' || is_owner || ' ' || "
        "strength || ' ' || last_ms FROM persons WHERE owner_id = $1 ORDER BY id",
        "SELECT identity_id || ' ' || person_id FROM person_identities WHERE owner_id = $1 ORDER "
        "BY identity_id",
        "SELECT person_id || ' ' || position || ' ' || a_id || ' ' || b_id || ' ' || kind || ' ' "
        "|| value FROM evidence WHERE owner_id = $1 ORDER BY position",
        "SELECT a_id || ' ' || b_id || ' ' || bits || ' ' || proof || ' ' || own || ' ' || clash "
        "|| reasons FROM match_pairs WHERE owner_id = $1 ORDER BY a_id, b_id",
        "SELECT a_id || ' ' || b_id || ' ' || bits FROM questions WHERE owner_id = $1 ORDER BY "
        "a_id, b_id",
        "SELECT person_id || ' ' || strength || ' ' || context || ' ' || context_p || ' ' || "
        "layer || ' ' || circle_id || ' ' || x || ' ' || y FROM person_standing WHERE owner_id = "
        "$1 ORDER BY person_id",
        "SELECT circle_id || ' ' || person_id FROM circle_members WHERE owner_id = $1 ORDER BY "
        "circle_id, person_id",
        "SELECT person_id || mindset FROM known_through WHERE owner_id = $1 ORDER BY person_id, "
        "mindset",
        "SELECT account_id || ' ' || people || ' ' || personal || ' ' || professional || ' ' || "
        "\"both\" FROM audience_counts WHERE owner_id = $1 ORDER BY account_id"};
    struct buf b;
    buf_init(&b, MIB(64));
    for (size_t i = 0; i < COUNT_OF(all); i++)
        OK(store__each(&s->sql, all[i], VALUES(I64(s->sql.owner)), add, &b, &e));
    assert_false(b.over);
    uint64_t hash = hash_quick(buf_view(&b));
    buf_free(&b);
    return hash;
}

static uint64_t state_of_chance = 7;
static size_t chance(size_t n)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state_of_chance >> 33) % n;
}

static void stand_all(void)
{
    OK(people_rebuild(s, &e));
    OK(people_stand(s, &e));
    OK(store_count_posts(s, &e));
}

/* An archive of a few people of whom some are known already. */
static int64_t import_some(int round)
{
    static const char *const network[] = {"linkedin", "facebook", "contacts", "bluesky"};
    char key[32], name[64], mail[64];
    struct importer *im = begin(network[chance(COUNT_OF(network))], "me");
    for (int i = 0; i < 6; i++) {
        size_t who = chance(30);
        snprintf(key, sizeof key, "r%d-%d", round, i);
        snprintf(name, sizeof name, "%s Ferrand%c", who % 2 ? "Luca" : "Bianca",
                 (char)('a' + who % 5));
        put_identity(im, key, name);
        snprintf(mail, sizeof mail, "p%zu@mail.example", who);
        if (chance(3))
            put_fact(im, key, FACT_EMAIL, mail);
        put_connection(im, key, CONNECTION_CONNECTED);
    }
    struct import about;
    store_import_about(im, a, &about);
    commit(im);
    return about.id;
}

struct done {
    enum {
        WORD,
        IMPORT
    } what;
    int64_t id;
    uint64_t before;
};

static bool decide(int64_t *id)
{
    struct person *p;
    size_t n;
    int64_t merged;
    OK(store_people(s, STR(""), 0, a, &p, &n, &e));
    size_t one = chance(n), other = chance(n);
    switch (chance(4)) {
    case 0: {
        const int64_t both[] = {p[one].id, p[other].id};
        return people_merge(s, both, 2, &merged, id, &e) == ERR_OK;
    }
    case 1:
        return people_apart(s, p[one].id, p[other].id, id, &e) == ERR_OK;
    case 2:
        return !p[one].is_owner && people_me(s, p[one].id, id, &e) == ERR_OK;
    default:
        for (size_t i = 0; i < n; i++)
            if (p[(one + i) % n].identities > 1)
                return people_split(s, p[(one + i) % n].id,
                                    &p[(one + i) % n].identity[chance(2)].id, 1, id,
                                    &e) == ERR_OK;
        return false;
    }
}

/* Random words and imports, rebuilds between them; then all of it taken back, one by one: every row
 * is as it was. */
static void everything_is_undone_exactly(void **state)
{
    (void)state;
    enum {
        STEPS = 24,
        ROUNDS = 3
    };
    for (int i = 0; i < 8; i++)
        import_some(100 + i);
    stand_all();
    for (int round = 0; round < ROUNDS; round++) {
        struct done done[STEPS];
        size_t n = 0;
        for (int step = 0; step < STEPS; step++) {
            struct done d = {WORD, 0, fingerprint()};
            if (chance(5) == 0) {
                d.what = IMPORT;
                d.id = import_some(round * STEPS + step);
                stand_all();
            } else if (!decide(&d.id)) {
                continue;
            }
            if (chance(4) == 0) { /* a rebuild changes nothing */
                uint64_t now = fingerprint();
                stand_all();
                assert_true(now == fingerprint());
            }
            done[n++] = d;
        }
        assert_true(n > STEPS / 2);
        while (n-- > 0) {
            if (done[n].what == WORD) {
                OK(people_take_back(s, done[n].id, &e));
            } else {
                OK(store_import_undo(s, done[n].id, &e));
                stand_all();
            }
            assert_true(fingerprint() == done[n].before);
        }
    }
}

static void words_outlive_imports(void **state)
{
    (void)state;
    struct importer *im = begin("linkedin", "in/me");
    put_identity(im, "in/ana", "Ana Oberhuber");
    put_fact(im, "in/ana", FACT_EMAIL, "ana.o@mail.example");
    commit(im);
    im = begin("contacts", "google");
    put_identity(im, "uid:2", "Ana Oberhuber");
    put_fact(im, "uid:2", FACT_EMAIL, "ana.o@mail.example");
    struct import about;
    store_import_about(im, a, &about);
    commit(im);
    derive();
    int64_t ana = whose("contacts", "uid:2"), word;
    assert_int_equal(whose("linkedin", "in/ana"), ana);
    struct person p;
    OK(store_person(s, ana, a, &p, &e));
    OK(people_split(s, ana, &p.identity[0].id, 1, &word, &e));
    assert_int_not_equal(whose("linkedin", "in/ana"), whose("contacts", "uid:2"));
    assert_int_equal(asked(), 0); /* it was answered */
    OK(store_import_undo(s, about.id, &e));
    im = begin("contacts", "google");
    put_identity(im, "uid:2", "Ana Oberhuber");
    put_fact(im, "uid:2", FACT_EMAIL, "ana.o@mail.example");
    commit(im);
    derive();
    assert_int_not_equal(whose("linkedin", "in/ana"), whose("contacts", "uid:2"));
    struct word *w;
    size_t n;
    OK(store_person_words(s, whose("linkedin", "in/ana"), a, &w, &n, &e));
    assert_int_equal(n, 1);
    OK(people_take_back(s, w[0].id, &e));
    assert_int_equal(whose("linkedin", "in/ana"), whose("contacts", "uid:2"));
    assert_int_equal(people_take_back(s, w[0].id, &e), ERR_NOT_FOUND);
}

/* Threads and Instagram share user names; the same handle elsewhere is no proof. Who has no name is
 * shown by the handle. */
static void who_is_on_threads_is_on_instagram(void **state)
{
    (void)state;
    struct importer *im = begin("instagram", "me");
    fill(im, "i");
    put_handle(im, "quillo.ferrante", "", "quillo.ferrante",
               "https://www.instagram.com/quillo.ferrante");
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){
        .network = STR("threads"), .key = STR("me"), .handle = STR("me")};
    put(im, &r);
    put_handle(im, "quillo.ferrante", "", "quillo.ferrante",
               "https://www.threads.net/@quillo.ferrante");
    put_post(im, POST_REPLY, "p1", "quillo.ferrante", INT64_C(1700000000000), "mulberries", "");
    commit(im);
    derive();
    assert_int_equal(whose("threads", "quillo.ferrante"),
                     whose("instagram", "quillo.ferrante"));
    struct post *post;
    size_t n;
    OK(store_search(s, STR("mulberries"), SEARCH_NEWEST, 10, a, &post, &n, &e));
    assert_int_equal(n, 1);
    assert_true(str_is(post[0].author, "quillo.ferrante"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_alone_makes_nobody_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mailbox_of_a_family_is_asked_about, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(pages_that_point_at_each_other_are_proof, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_dressed_up_handle_fools_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_on_threads_is_on_instagram, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_outlive_imports, set_up, tear_down),
        cmocka_unit_test_setup_teardown(everything_is_undone_exactly, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
