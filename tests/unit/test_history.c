/* tests/unit/test_history.c: what was posted and what became of it; who is there by relation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"
#include "people/standing.h"

#include "store/history.h"
#include "store/person_read.h"

enum {
    DAY = 24 * 60 * 60 * 1000
};
#define START 1640995200000 /* 2022-01-01 */

/* A post of the owner's own that got so many likes (-1: not known). */
static void put_liked(struct importer *im, enum post_kind kind, const char *key, int64_t at,
                      int64_t likes, int64_t edited, int64_t deleted)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .kind = kind,
                                     .own = true,
                                     .at = when_ms(at),
                                     .edited = edited ? when_ms(edited) : WHEN_NONE,
                                     .deleted = deleted ? when_ms(deleted) : WHEN_NONE,
                                     .text = str_from(key),
                                     .likes = likes,
                                     .reshares = -1};
    put(im, &r);
}

static void put_reaction(struct importer *im, const char *post, const char *who)
{
    struct record r = {.kind = RECORD_REACTION};
    r.as.reaction = (struct record_reaction){
        .post = str_from(post), .author = str_from(who), .kind = STR("like")};
    put(im, &r);
}

/* Labels every post by its first letter, and counts. */
static void label_by_letter(void)
{
    struct unlabelled *u;
    struct post_label l[64];
    size_t n;
    derive();
    OK(store_unlabelled(s, a, &u, &n, &e));
    assert_true(n <= COUNT_OF(l));
    for (size_t i = 0; i < n; i++) {
        char letter = u[i].text.p[0];
        l[i] = (struct post_label){u[i].post_id, u[i].account_id,
                                   letter == 'p'   ? STR("pets")
                                   : letter == 'w' ? STR("career")
                                                   : STR_NONE,
                                   u[i].text.p[u[i].text.n - 1] == '!'};
    }
    OK(store_put_labels(s, l, n, &e));
    OK(store_count_history(s, &e));
}

static struct history_topic topic(const struct history *h, const char *name)
{
    for (size_t i = 0; i < h->topics; i++)
        if (str_is(h->topic[i].topic, name))
            return h->topic[i];
    return (struct history_topic){.posts = -1};
}

static void topics_are_counted_with_what_became_of_them(void **state)
{
    (void)state;
    struct history h;
    struct importer *im = begin("x", "id:1");
    put_liked(im, POST_POST, "p1", START, 4, 0, 0);
    put_liked(im, POST_POST, "p2", START + DAY, 4, START + DAY + 60000, 0);
    put_liked(im, POST_ARTICLE, "p3", START + 2 * DAY, 4, START + 9 * DAY, 0);
    put_liked(im, POST_POST, "p4", START + 3 * DAY, -1, 0, START + 4 * DAY);
    put_liked(im, POST_POST, "w1", START + 4 * DAY, 1, 0, 0);
    put_liked(im, POST_POST, "w2!", START + 5 * DAY, 1, 0, 0);
    put_liked(im, POST_POST, "w3", START + 6 * DAY, 1, 0, 0);
    put_liked(im, POST_POST, "-", START + 7 * DAY, -1, 0, 0);
    /* what an edit replaced, and what does not stand on the profile */
    put_liked(im, POST_POST, "p5", START + 8 * DAY, 9, START + 9 * DAY, START + 9 * DAY);
    put_liked(im, POST_REPLY, "p6", START + 8 * DAY, 9, 0, 0);
    put_liked(im, POST_RESHARE, "p7", START + 8 * DAY, 9, 0, 0);
    put_post(im, POST_POST, "p8", "id:2", START + 9 * DAY, "p8", NULL);
    commit(im);
    label_by_letter();
    OK(store_history(s, 1, a, &h, &e));
    assert_int_equal(h.posts, 8);
    struct history_topic pets = topic(&h, "pets"), career = topic(&h, "career");
    assert_true(pets.posts == 4 && pets.deleted == 1 && pets.edited == 1);
    assert_true(career.posts == 3 && career.deleted == 0);
    assert_true(pets.answer > 1.59 && pets.answer < 1.61); /* 4 against 2.5 */
    assert_true(career.answer > 0.39 && career.answer < 0.41);
    assert_true(str_is(h.topic[0].topic, "pets"));
    assert_int_equal(h.n_recent, 7); /* without the deleted one */
    assert_int_equal(h.recent[0].topics, 0);
    assert_true(str_is(h.recent[1].topic[0], "career") && !h.recent[1].promotional);
    assert_true(h.recent[2].promotional && h.recent[2].at_ms == START + 5 * DAY);
    OK(store_history(s, 99, a, &h, &e));
    assert_true(h.posts == 0 && h.topics == 0 && h.n_recent == 0);
}

static void reactions_count_where_likes_are_not_known(void **state)
{
    (void)state;
    struct history h;
    struct importer *im = begin("facebook", "me");
    for (int i = 0; i < 6; i++) {
        char key[8];
        snprintf(key, sizeof key, "%c%d", i < 3 ? 'p' : 'w', i);
        put_liked(im, POST_POST, key, START + i * (int64_t)DAY, -1, 0, 0);
    }
    put_reaction(im, "p0", "name:ann");
    put_reaction(im, "p1", "name:ann");
    put_reaction(im, "p1", "name:bob");
    commit(im);
    label_by_letter();
    OK(store_history(s, 1, a, &h, &e));
    assert_true(topic(&h, "pets").answer > 1.99 && topic(&h, "pets").answer < 2.01);
    assert_true(topic(&h, "career").answer == 0);
    OK(store_import_undo(s, 1, &e));
    derive();
    OK(store_count_history(s, &e));
    OK(store_history(s, 1, a, &h, &e));
    assert_true(h.posts == 0 && h.n_recent == 0);
}

static void nothing_is_said_of_too_few(void **state)
{
    (void)state;
    struct history h;
    struct importer *im = begin("x", "id:1");
    put_liked(im, POST_POST, "p1", START, 4, 0, 0);
    put_liked(im, POST_POST, "p2", START + 1000, 4, 0, 0);
    put_liked(im, POST_POST, "w1", START + 2000, 1, 0, 0);
    commit(im);
    label_by_letter();
    OK(store_history(s, 1, a, &h, &e));
    assert_true(topic(&h, "pets").answer == 0 && topic(&h, "pets").posts == 2);
}

struct seen {
    size_t n;
    int64_t id;
};

static enum err_code see(void *ctx, const struct own_post *p, struct err *err)
{
    struct seen *w = ctx;
    (void)err;
    w->n++;
    w->id = p->id;
    return ERR_OK;
}

static void own_posts_are_walked(void **state)
{
    (void)state;
    struct seen w = {0, 0};
    struct own_post p;
    struct importer *im = begin("x", "id:1");
    put_liked(im, POST_POST, "p1", START, 4, 0, 0);
    put_liked(im, POST_REPLY, "r1", START, 4, 0, 0);
    put_liked(im, POST_POST, "gone", START, 4, 0, START + 1);
    put_message(im, "t", "m", NULL, START, "hello");
    put_post(im, POST_POST, "hers", "id:2", START, "hers", NULL);
    commit(im);
    OK(store_each_own_post(s, 1, see, &w, &e));
    assert_int_equal(w.n, 2);
    OK(store_own_post(s, w.id, a, &p, &e));
    assert_true(str_is(p.kind, "reply") && str_is(p.text, "r1") && p.at_ms == START);
    assert_int_equal(store_own_post(s, 1, a, &p, &e), ERR_NOT_FOUND);
}

/* Groups of an audience ----------------------------------------------------------------- */

static void words_are_groups(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int group;
    } cases[] = {
        {"client",           AUDIENCE_CLIENTS   },
        {"Kunden",           AUDIENCE_CLIENTS   },
        {"prospect",         AUDIENCE_PROSPECTS },
        {"potential client", AUDIENCE_PROSPECTS },
        {"Kollegin",         AUDIENCE_COLLEAGUES},
        {"boss",             AUDIENCE_COLLEAGUES},
        {"old friend",       AUDIENCE_FRIENDS   },
        {"amis",             AUDIENCE_FRIENDS   },
        {"mother",           AUDIENCE_FAMILY    },
        {"Cousin (male)",    AUDIENCE_FAMILY    },
        {"brother-in-law",   AUDIENCE_FAMILY    },
        {"sœur",            AUDIENCE_FAMILY    },
        {" Familie ",        AUDIENCE_FAMILY    },
        {"partner",          AUDIENCE_FAMILY    },
        {"business partner", -1                 },
        {"supplier",         -1                 },
        {"work",             -1                 },
        {"neighbour",        -1                 },
        {"",                 -1                 },
        {" (",               -1                 },
        {"(client)",         -1                 }
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum audience_group g;
        bool is = audience_group_of(str_from(cases[i].word), &g);
        if (is != (cases[i].group >= 0) || (is && (int)g != cases[i].group))
            fail_msg("\"%s\"", cases[i].word);
    }
}

static void put_relation(struct importer *im, const char *who, const char *kind)
{
    struct record r = {.kind = RECORD_RELATION};
    r.as.relation = (struct record_relation){str_from(who), str_from(kind)};
    put(im, &r);
}

static void audiences_have_groups(void **state)
{
    (void)state;
    struct audience_groups g;
    static const char *const clients[] = {"in/c1", "in/c2", "in/c3", "in/c4"};
    struct importer *im = begin("linkedin", "in/me");
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        put_identity(im, clients[i], clients[i]);
        put_connection(im, clients[i], CONNECTION_CONNECTED);
        put_relation(im, clients[i], "Client");
    }
    /* the strongest are those with whom most goes back and forth */
    for (int i = 0; i < 6; i++) {
        char key[8];
        snprintf(key, sizeof key, "m%d", i);
        put_message(im, "t", key, i % 2 ? NULL : i < 4 ? "in/c3" : "in/c2", START + i, key);
    }
    put_identity(im, "in/far", "Far Away");
    put_relation(im, "in/far", "client"); /* does not read here */
    put_identity(im, "in/sis", "Sis");
    put_connection(im, "in/sis", CONNECTION_FOLLOWED_BY);
    put_relation(im, "in/sis", "sister");
    put_relation(im, "in/sis", "colleague"); /* in both groups */
    commit(im);
    derive();
    OK(people_stand(s, &e));
    OK(store_audience_groups(s, 1, a, &g, &e));
    assert_int_equal(g.group[AUDIENCE_CLIENTS].people, 4);
    assert_true(str_is(g.group[AUDIENCE_CLIENTS].name[0], "in/c3"));
    assert_true(str_is(g.group[AUDIENCE_CLIENTS].name[1], "in/c2"));
    assert_int_equal(g.group[AUDIENCE_FAMILY].people, 1);
    assert_int_equal(g.group[AUDIENCE_COLLEAGUES].people, 1);
    assert_int_equal(g.group[AUDIENCE_FRIENDS].people, 0);
    assert_int_equal(g.group[AUDIENCE_FRIENDS].name[0].n, 0);
    int64_t sis = person_of("linkedin", "in/sis");
    assert_int_equal(g.group[AUDIENCE_FAMILY].person_id[0], sis);
    OK(store_person_add_relation(s, sis, STR("prospect"), &e));
    OK(store_audience_groups(s, 1, a, &g, &e));
    assert_int_equal(g.group[AUDIENCE_PROSPECTS].people, 1);
    derive(); /* the decision holds */
    OK(store_audience_groups(s, 1, a, &g, &e));
    assert_int_equal(g.group[AUDIENCE_PROSPECTS].people, 1);
    assert_int_equal(g.group[AUDIENCE_FAMILY].people, 1);
    OK(store_import_undo(s, 1, &e));
    derive();
    OK(store_audience_groups(s, 1, a, &g, &e));
    assert_int_equal(g.group[AUDIENCE_CLIENTS].people, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(topics_are_counted_with_what_became_of_them),
                                       TEST(reactions_count_where_likes_are_not_known),
                                       TEST(nothing_is_said_of_too_few),
                                       TEST(own_posts_are_walked),
                                       cmocka_unit_test(words_are_groups),
                                       TEST(audiences_have_groups)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
