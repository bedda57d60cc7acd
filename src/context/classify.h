/* context/classify.h: the facts of a text: topics, tones, work or private, language. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_CLASSIFY_H
#define CONTEXT_CLASSIFY_H

#include "context/labels.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* A model opened over its bytes; may be shared by threads. */
struct classifier;

enum {
    FACT_WORDS = 3
};

/* A word that spoke for a label, the strongest first. */
struct fact_word {
    struct str text;   /* as it stands in the text */
    uint32_t from, to; /* its bytes */
    double weight;     /* what it added to the score; above 0 */
};

struct fact {
    int label; /* enum topic or enum tone */
    double p;
    struct fact_word words[FACT_WORDS];
    size_t n_words; /* only the leading topics and the tones that are likely have words */
};

/* How well a text can be judged. */
enum judged {
    JUDGED_NOT,    /* nothing to read: no words */
    JUDGED_PARTLY, /* another language, or very short: names and cognates only */
    JUDGED_WELL
};

struct facts {
    struct fact topics[TOPIC_COUNT]; /* likeliest first */
    struct fact tones[TONE_COUNT];   /* in the order of enum tone */
    double p_professional;
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

/* The same without the words that speak for each fact, in half the time: for a second look. */
MUST_CHECK enum err_code classify_bare(const struct classifier *c, struct str text,
                                       struct arena *a, struct facts *out, struct err *e);

/* The scores before they become probabilities, for measuring: HEAD_COUNT of them. */
MUST_CHECK enum err_code classify_scores(const struct classifier *c, struct str text,
                                         struct arena *a, float *scores, struct err *e);

#endif
