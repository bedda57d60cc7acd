/* classifier/corpora.h: reads the public corpora as labelled texts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLASSIFIER_CORPORA_H
#define CLASSIFIER_CORPORA_H

#include <stdio.h>

#include "context/labels.h"
#include "core/arena.h"

#define HEAD_BIT(h) (1ULL << (unsigned)(h))
#define TOPIC_BITS  ((1ULL << TOPIC_COUNT) - 1)
#define TONE_BITS   (((1ULL << TONE_COUNT) - 1) << HEAD_TONES)
#define ACT_BITS    (((1ULL << ACT_COUNT) - 1) << HEAD_ACTS)
#define TONE_BIT(t) HEAD_BIT(HEAD_TONES + (int)(t))
#define CONTEXT_BIT HEAD_BIT(HEAD_PROFESSIONAL)

/* A text and what is known about it: bit h of `known` says that bit h of `yes` means
 * anything. */
struct example {
    struct str text;
    uint64_t known, yes;
    float weight;
    int fold;      /* of a corpus that is split: 0-4 */
    int topics[4]; /* drafts: primary first, -1 ends */
    struct str
        cells[4]; /* drafts: ok_professional, ok_personal, sensitive, tone; own: context */
};

struct examples {
    struct example *list;
    size_t n, cap;
    struct arena *arena; /* owns every text */
};

struct examples examples_new(void);
void examples_free(struct examples *x);
struct example *examples_add(struct examples *x, struct str text);

/* The whole of DIR/NAME; ends the program with a message where it is missing. */
struct str corpora_file(struct examples *x, const char *dir, const char *name);
/* One record of comma-separated cells with quotes off *rest. */
size_t corpora_csv(struct str *rest, struct arena *a, struct str *cells, size_t max);

/* Lines "subreddit TAB text" of `in`. At most `per_topic` for each of the 20 topics by
 * submap.txt,
 * and as many for work, private life and each tone that has subreddits of its own. */
void corpora_reddit(struct examples *x, FILE *in, const char *dir, size_t per_topic);
void corpora_goemotions(struct examples *x, const char *dir, const char *name, size_t max);
void corpora_toxicity(struct examples *x, const char *dir); /* Surge AI */
void corpora_profanity(struct examples *x,
                       const char *dir); /* Surge AI's terms, and Davidson et al. */
void corpora_isarcasm(struct examples *x, const char *dir);
void corpora_xtopic(struct examples *x, const char *dir, const char *name); /* fold by line */
void corpora_seeds(struct examples *x, const char *dir);
void corpora_posts(struct examples *x, const char *path); /* our own, posts.tsv */

/* For measuring only. */
void corpora_drafts(struct examples *x, const char *dir, const char *name);
void corpora_offensive(struct examples *x, const char *dir, const char *split);
void corpora_instagram(struct examples *x, const char *dir);
void corpora_complaints(struct examples *x, const char *dir);
void corpora_bragging(struct examples *x, const char *dir); /* the random sample */
void corpora_happydb(struct examples *x, const char *dir);

#endif
