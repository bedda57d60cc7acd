/* context/check.h: a text held against the places that it could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_CHECK_H
#define CONTEXT_CHECK_H

#include "context/rules.h"

/* How many people stand where; -1: unknown. `people` counts all of them once. */
struct check_audience {
    long people, personal, professional, both;
};

/* What one of the owner's corrections taught. */
struct check_overlay {
    bool is_tone;     /* else a topic */
    int label;        /* enum tone or enum topic */
    double delta;     /* added to the log odds; 0: no change */
    bool has_verdict; /* a text with this first topic, or this tone, gets: */
    enum verdict verdict;
    struct str mindset; /* only there; empty: everywhere */
};

struct check_place {
    struct str account, network;      /* ids, copied to the result as they are */
    struct str network_name, context; /* as a person reads them: "Facebook", "Friends" */
    enum mindset mindset;
    struct check_audience audience;
    const enum topic *welcome, *unwelcome;
    size_t n_welcome, n_unwelcome;
    const struct check_overlay *overlay;
    size_t n_overlay;
};

struct check_span {
    uint32_t from, to;
};

/* One reason. */
struct check_finding {
    struct str kind; /* a finding's name ("phone"), or "tone" or "topic" */
    enum severity severity;
    struct str text;                     /* "Think twice: this is product news, and …" */
    struct check_span spans[FACT_WORDS]; /* bytes that it rests on */
    size_t n_spans;
    struct str why;  /* the rule's sentence without the verdict */
    struct str rule; /* id of the row that fired */
    enum verdict verdict;
};

enum {
    CHECK_FINDINGS_MAX = 40
};

struct check_result {
    struct str account, network;
    enum verdict verdict;
    struct str rule;     /* the row that the verdict rests on */
    struct str sentence; /* the verdict and its reason, for a person */
    struct str change;   /* what would change it; empty where nothing simple would */
    struct fact topics[TOPIC_COUNT]; /* likeliest first, with the owner's corrections */
    size_t n_topics;               /* how many of them the text is said to have; 0: not sure */
    struct fact tones[TONE_COUNT]; /* those that are heard come first */
    size_t n_tones;
    struct check_finding *findings; /* the one that decides comes first */
    size_t n_findings;
    enum effect effects[GROUP_COUNT];
    struct check_audience audience;
    size_t *better; /* numbers of places with a better verdict, best first */
    size_t n_better;
};

struct check {
    struct facts facts; /* before corrections */
    struct sensitive *sensitive;
    size_t n_sensitive;
    struct str note;              /* how well the text could be judged; empty: well */
    struct check_result *results; /* one for each place, in their order */
    size_t n;
};

/* Everything in *out is of the arena or points into `text` and `place`. Pure: no clock, no
 * store,
 * no network. ERR_LIMIT when the arena can't hold the work (allow 16 MB). */
MUST_CHECK enum err_code check_run(const struct classifier *c, const struct rules *rules,
                                   struct str text, const struct check_place *place, size_t n,
                                   struct arena *a, struct check *out, struct err *e);

#endif
