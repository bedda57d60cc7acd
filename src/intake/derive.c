/* intake/derive.c: what follows from what was received: people, counts, labels. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "context/rules.h"
#include "core/embed.h"
#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"
#include "people/people.h"
#include "people/standing.h"
#include "store/history.h"
#include "store/insight.h"
#include "store/standing_source.h"

enum {
    LEADING_MOST = 3,
    TALKERS_MOST = 1000, /* threads whose messages are read */
    TALK_POSTS = 40,     /* of each, the newest */
    TALK_LEAST = 12      /* words, fewer say nothing */
};

/* Whether messages are of work, thread by thread. */
struct talking {
    const struct classifier *model;
    struct arena *work;
    struct source_talk *v;
    size_t n, cap;
};

static enum err_code hear(void *ctx, int64_t thread_id, struct str text, struct err *e)
{
    struct talking *t = ctx;
    struct features f;
    struct facts facts;
    arena_reset(t->work);
    enum err_code rc = features_extract(classifier_words(t->model), text, t->work, &f, e);
    if (rc == ERR_OK)
        rc = classify_features(t->model, NULL, text, &f, false, t->work, &facts, e);
    if (rc || facts.judged < JUDGED_TOPICS || facts.words < TALK_LEAST)
        return rc;
    t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof *t->v);
    t->v[t->n++] = (struct source_talk){thread_id, (int64_t)facts.words, facts.p_professional};
    return ERR_OK;
}

static enum err_code hear_all(struct store *s, const struct classifier *model, struct err *e)
{
    struct talking t = {.model = model, .work = arena_new(MIB(16))};
    enum err_code rc = store_each_talk(s, TALKERS_MOST, TALK_POSTS, hear, &t, e);
    if (rc == ERR_OK)
        rc = store_put_talk(s, t.v, t.n, e);
    mem_free(t.v);
    arena_free(t.work);
    return rc;
}

/* The topics that a text is surely about; one empty label where there is none, so that it is not
 * looked at again. Each says whether it sells. */
static enum err_code label(const struct classifier *model, const struct unlabelled *u,
                           struct arena *work, struct post_label *out, size_t *n, struct err *e)
{
    struct facts facts;
    enum topic lead[LEADING_MOST];
    size_t labels = 0;
    arena_reset(work);
    struct features f;
    enum err_code rc = features_extract(classifier_words(model), u->text, work, &f, e);
    if (rc == ERR_OK)
        rc = classify_features(model, NULL, u->text, &f, false, work, &facts, e);
    if (rc)
        return rc;
    bool sells = facts.tones[TONE_PROMOTIONAL].p >= FACT_LIKELY;
    size_t leading = facts_leading(&facts, lead);
    for (size_t i = 0; i < leading; i++)
        if (facts.topics[i].p >= FACT_LIKELY)
            out[labels++] =
                (struct post_label){u->post_id, u->account_id, topic_name(lead[i]), sells};
    if (labels == 0)
        out[labels++] = (struct post_label){u->post_id, u->account_id, STR_NONE, sells};
    *n += labels;
    return ERR_OK;
}

static enum err_code label_all(struct store *s, const struct classifier *model, struct err *e)
{
    struct arena *a = arena_new(MIB(1024)), *work = arena_new(MIB(8));
    struct unlabelled *u;
    size_t n, labels = 0;
    struct str bytes = {(const char *)embed_tact_model, (size_t)embed_tact_model_size};
    enum err_code rc = store_labels_by(s, hash_key(&bytes, 1), e);
    if (rc == ERR_OK)
        rc = store_unlabelled(s, a, &u, &n, e);
    if (rc == ERR_OK) {
        struct post_label *v = ARENA_ARRAY(a, struct post_label, n * LEADING_MOST + 1);
        for (size_t i = 0; i < n && rc == ERR_OK; i++)
            rc = label(model, &u[i], work, v + labels, &labels, e);
        if (rc == ERR_OK)
            rc = store_put_labels(s, v, labels, e);
    }
    if (rc == ERR_OK)
        rc = store_count_history(s, e);
    arena_free(work);
    arena_free(a);
    return rc;
}

enum err_code intake_derive(struct store *s, const struct classifier *model, struct err *e)
{
    enum err_code rc = people_rebuild(s, e);
    if (rc == ERR_OK && model)
        rc = hear_all(s, model, e);
    if (rc == ERR_OK)
        rc = people_stand(s, e);
    if (rc == ERR_OK)
        rc = store_count_posts(s, e);
    if (rc == ERR_OK && model)
        rc = label_all(s, model, e);
    return rc ? rc : intake_look_at_pictures(s, e);
}
