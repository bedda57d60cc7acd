/* tests/unit/test_web_words.c: corrections in plain words, and what was learned as requests share it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include <pthread.h>

#include "context/judges.h"
#include "store/correction.h"
#include "web/plain_words.h"
#include "web/taught.h"

static struct judges judges;
static struct arena *forever;

static int load(void **state)
{
    (void)state;
    forever = arena_new(MIB(64));
    return judges_load(NULL, NULL, forever, &judges, &e) != ERR_OK;
}

static const char *learned(enum correction_kind kind, const char *fact, const char *context)
{
    return plain_learned(a, &judges.rules, kind, str_from(fact), str_from(context)).p;
}

static const char *button(enum correction_kind kind, const char *fact)
{
    return plain_button(a, kind, str_from(fact), STR("Friends")).p;
}

static void what_was_learned_is_said_in_plain_words(void **state)
{
    (void)state;
    assert_string_equal(learned(CORRECTION_ISNT, "topic:politics", ""),
                        "This isn't about politics");
    assert_string_equal(learned(CORRECTION_IS, "topic:humour", ""), "This is a joke");
    assert_string_equal(learned(CORRECTION_FINE, "topic:pets", "Friends"),
                        "Posts about pets are fine in Friends");
    assert_string_equal(learned(CORRECTION_NEVER, "tone:hostile", ""),
                        "Never posts that sound hostile anywhere");
    assert_string_equal(learned(CORRECTION_ISNT, "tone:promotional", ""),
                        "This doesn't sell anything");
    assert_string_equal(learned(CORRECTION_FINE, "rule:nobody-has-this", "Friends"),
                        "It is fine in Friends that “nobody-has-this”");
    assert_string_equal(button(CORRECTION_FINE, "topic:pets"), "Fine in Friends");
    assert_string_equal(button(CORRECTION_NEVER, "topic:pets"), "Never in Friends");
    assert_string_equal(button(CORRECTION_ISNT, "work"), "This isn't about work");
}

/* No placeholder of a rule's sentence is shown, and every label has words. */
static void every_fact_and_rule_has_a_sentence(void **state)
{
    (void)state;
    for (int h = 0; h <= HEAD_PROFESSIONAL; h++) {
        if (h >= HEAD_ACTS && h < HEAD_PROFESSIONAL)
            continue;
        struct str fact = h == HEAD_PROFESSIONAL
                              ? STR("work")
                              : arena_printf(a, "%s:" STRF, h < HEAD_TONES ? "topic" : "tone",
                                             STRA(head_name(h)));
        assert_true(correction_head(fact) == h);
        for (int k = 0; k < CORRECTION_KIND_COUNT; k++) {
            const char *says = learned((enum correction_kind)k, fact.p, "Friends");
            assert_null(strstr(says, "(null)"));
            assert_true(strlen(says) > 10);
        }
    }
    for (size_t i = 0; i < judges.rules.n_each + judges.rules.n_first; i++) {
        const struct rule *r = i < judges.rules.n_each
                                   ? &judges.rules.each[i]
                                   : &judges.rules.first[i - judges.rules.n_each];
        struct str fact = arena_printf(a, "rule:" STRF, STRA(r->id));
        assert_null(strchr(learned(CORRECTION_FINE, fact.p, "Friends"), '{'));
    }
}

static void what_a_text_does_is_one_sentence(void **state)
{
    (void)state;
    struct facts f = {0};
    for (int i = 0; i < ACT_COUNT; i++)
        f.acts[i].label = i;
    assert_int_equal(plain_acts(a, &f).n, 0);
    f.acts[ACT_ANNOUNCEMENT].p = f.acts[ACT_QUESTION].p = f.acts[ACT_STORY].p = 0.9;
    assert_string_equal(plain_acts(a, &f).p, "It announces something, and it asks something.");
    assert_string_equal(plain_sentence(a, STR("is it?")).p, "Is it?");
    assert_string_equal(plain_sentence(a, STR_NONE).p, "");
}

static void teach(const char *fact, const char *text)
{
    struct correction_row row = {
        .kind = STR("isnt"), .fact = str_from(fact), .text = str_from(text)};
    OK(store_correction_add(s, &row, &e));
}

static void what_was_learned_is_kept_until_it_changes(void **state)
{
    (void)state;
    struct taught *t = taught_new(judges.model);
    struct lesson *first, *same, *next, *last;
    OK(taught_take(t, s, false, &first, &e));
    OK(taught_take(t, s, false, &same, &e));
    assert_ptr_equal(first, same);
    taught_give(t, same);
    teach("topic:politics", "the council voted on the new bridge");
    OK(taught_take(t, s, true, &next, &e));
    assert_ptr_not_equal(first, next);
    assert_non_null(taught_learned(first)); /* whoever still has the old one keeps it */
    taught_give(t, first);
    taught_give(t, NULL);
    OK(store_correction_revoke(s, 1, &e));
    OK(taught_take(t, s, true, &last, &e));
    assert_ptr_not_equal(next, last);
    taught_give(t, next);
    taught_give(t, last);
    taught_free(t);
    taught_free(NULL);
}

/* Each thread has a store of its own, as requests do. */
struct asking {
    struct taught *t;
    struct store *s;
    bool teaches;
    int failed;
};

static void *ask(void *ctx)
{
    struct asking *x = ctx;
    struct err quiet;
    for (int i = 0; i < 40; i++) {
        struct lesson *l;
        struct correction_row row = {
            .kind = STR("isnt"), .fact = STR("topic:politics"), .text = STR("a vote on bread")};
        if (x->teaches && i % 8 == 0 && store_correction_add(x->s, &row, &quiet))
            x->failed++;
        if (taught_take(x->t, x->s, x->teaches, &l, &quiet))
            x->failed++;
        else
            taught_give(x->t, l);
    }
    return NULL;
}

static void many_ask_while_one_learns(void **state)
{
    (void)state;
    enum {
        ASKING = 4
    };
    struct taught *t = taught_new(judges.model);
    struct asking x[ASKING];
    pthread_t thread[ASKING];
    for (int i = 0; i < ASKING; i++) {
        x[i] = (struct asking){t, NULL, i == 0, 0};
        OK(store_open(PLACE(home), NULL, NULL, &x[i].s, &e));
    }
    for (int i = 0; i < ASKING; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &x[i]), 0);
    for (int i = 0; i < ASKING; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(x[i].failed, 0);
        store_close(x[i].s);
    }
    taught_free(t);
}

static int unload(void **state)
{
    (void)state;
    judges_free(&judges);
    arena_free(forever);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_learned_is_said_in_plain_words), TEST(every_fact_and_rule_has_a_sentence),
        TEST(what_a_text_does_is_one_sentence), TEST(what_was_learned_is_kept_until_it_changes),
        TEST(many_ask_while_one_learns)};
    return cmocka_run_group_tests(tests, load, unload);
}
