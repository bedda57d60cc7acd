/* context/classify.h: the facts of a text: topics, tones, acts, work or private, language. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_CLASSIFY_H
#define CONTEXT_CLASSIFY_H

#include "context/features.h"
#include "context/labels.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* A model opened over its bytes; may be shared by threads. */
struct classifier;
/* What one owner's corrections taught (learned.h). */
struct learned;

enum {
    FACT_WORDS = 3
};

/* A word that spoke for a label, the strongest first. */
struct fact_word {
    struct str text;   /* as it stands in the text */
    uint32_t from, to; /* its bytes */
    double weight;     /* what it added to the log odds; above 0 */
};

struct fact {
    int label; /* enum topic, enum tone or enum act */
    double p;
    struct fact_word words[FACT_WORDS];
    size_t n_words; /* only the leading topics and the tones that are likely have words */
};

/* How well a text can be judged. */
enum judged {
    JUDGED_NOT,    /* nothing to read: no words */
    JUDGED_PARTLY, /* a language that isn't known, or very short: names and cognates only */
    JUDGED_TOPICS, /* German, French or Spanish: topics and what is given away, tones as a guess */
    JUDGED_WELL
};

struct facts {
    struct fact topics[TOPIC_COUNT]; /* likeliest first */
    struct fact tones[TONE_COUNT];   /* in the order of enum tone */
    struct fact acts[ACT_COUNT];     /* likeliest first; without words */
    double p_professional;
    /* How readers would take it: as people expect it there, or as out of place. */
    double suits_work, jars_work, suits_home, jars_home;
    uint64_t taught; /* heads that corrections moved a good deal, a bit each */
    struct fact_word pro_words[FACT_WORDS], personal_words[FACT_WORDS];
    size_t n_pro_words, n_personal_words;
    struct str language; /* "en", "de", "fr", "es", "other", or "" when it can't be told */
    enum judged judged;
    size_t words; /* how many were read */
    bool cut;     /* the text is longer than what is judged */
};

/* Above this a topic counts as one of the text, a tone as heard, and the text as of work or, at
 * one minus it, as private. The rules may ask for other values. */
#define FACT_LIKELY 0.5

/* `bytes` must outlive the classifier. ERR_PARSE says what is wrong with them. */
MUST_CHECK enum err_code classifier_new(const unsigned char *bytes, size_t size,
                                        struct classifier **out, struct err *e);
void classifier_free(struct classifier *c); /* NULL is fine */

/* Any bytes may be judged. Strings in *out point into `text` or are static. ERR_LIMIT when the
 * arena can't hold the work (allow 4 MB). */
MUST_CHECK enum err_code classify(const struct classifier *c, struct str text, struct arena *a,
                                  struct facts *out, struct err *e);

/* The same of features that were extracted with classifier_words, with what was learned (may be
 * NULL); without `explains` no fact has words, in half the time. */
MUST_CHECK enum err_code classify_features(const struct classifier *c, const struct learned *l,
                                           struct str text, const struct features *f,
                                           bool explains, struct arena *a, struct facts *out,
                                           struct err *e);

/* The vocabulary of the model, for features_extract. */
const struct words *classifier_words(const struct classifier *c);
/* For learned.c: the model itself. */
const struct model *classifier_model(const struct classifier *c);

#endif
