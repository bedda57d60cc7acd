/* context/rules.h: the readable table that turns facts into a verdict. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_RULES_H
#define CONTEXT_RULES_H

#include "context/classify.h"
#include "context/sensitive.h"
#include "model/words.h"

enum verdict {
    VERDICT_FITS,
    VERDICT_TOUCH, /* off the beaten track, and welcome as the other side of you */
    VERDICT_THINK_TWICE,
    VERDICT_KEEP_OUT
};

enum group {
    GROUP_PROSPECTS,
    GROUP_CLIENTS,
    GROUP_COLLEAGUES,
    GROUP_FRIENDS,
    GROUP_FAMILY,
    GROUP_COUNT
};

enum effect {
    EFFECT_NONE,
    EFFECT_ATTRACT,
    EFFECT_REPEL
};

enum condition_kind {
    WHEN_ALWAYS,
    WHEN_TOPIC, /* one of the leading topics */
    WHEN_MAIN,  /* the first topic */
    WHEN_TONE,
    WHEN_GIVES, /* a finding of the scanners */
    WHEN_WORK,  /* the text speaks of work */
    WHEN_PRIVATE,
    WHEN_OTHERS,  /* share of the audience that stands in the other context */
    WHEN_WELCOME, /* a leading topic is on the context's list */
    WHEN_UNWELCOME,
    WHEN_ACT,      /* what the text does */
    WHEN_SUITS,    /* readers of this mindset expect such posts */
    WHEN_JARS,     /* or find them out of place */
    WHEN_USUAL,    /* share of the owner's posts here that have the first topic */
    WHEN_DELETED,  /* share of the own posts here on the first topic that were deleted */
    WHEN_ANSWERED, /* posts on it get so many times the usual reactions here */
    WHEN_ROW,      /* so many posts before this one had its first topic too */
    WHEN_BUDGET,   /* with this one more posts would sell than the context allows */
    WHEN_READERS,  /* so many of a group's people read here */
    WHEN_UNREAD    /* there are no words to judge */
};

struct condition {
    enum condition_kind kind;
    bool negated;
    uint32_t labels;        /* bit set of topics, tones, acts, kinds or groups */
    double least;           /* probability, share or number */
    enum severity severity; /* of WHEN_GIVES: at least this */
};

enum {
    RULE_CONDITIONS = 8
};

struct rule {
    struct str id;
    int line;          /* in the file */
    unsigned mindsets; /* bit set */
    struct condition when[RULE_CONDITIONS];
    size_t n_when;
    enum verdict verdict;
    enum effect effect[GROUP_COUNT];
    struct str sentence; /* with {topic} and the like */
};

/* All rows of [each] that hold are told; the first of [first] that holds judges the content.
 * The
 * strictest verdict of both counts. */
struct rules {
    struct rule *each, *first;
    size_t n_each, n_first;
    struct lexicon_word *words; /* [words]: what to look for in every text */
    size_t n_words;
};

/* The table of a file's text, which it copies; all of it is of the arena. ERR_PARSE names the
 * line, what is wrong and what to write instead; ERR_LIMIT: more rows than RULES_MAX. */
enum {
    RULES_MAX = 500,
    RULES_WORDS_MAX = 2000
};
MUST_CHECK enum err_code rules_parse(struct str text, struct arena *a, struct rules *out,
                                     struct err *e);
/* All rows of both, those of `before` first. Of the arena, and as long as both. */
struct rules rules_join(const struct rules *before, const struct rules *after, struct arena *a);

/* What a row is held against. */
struct situation {
    const struct facts *facts;
    const struct sensitive *findings;
    size_t n_findings;
    enum mindset mindset;
    double others;                        /* 0 to 1; below 0: unknown */
    uint32_t welcome, unwelcome;          /* bit sets of topics */
    int finding;                          /* >= 0: WHEN_GIVES looks at this one only */
    double usual, deleted, answered, row; /* as WHEN_USUAL and those below */
    bool over_budget;
    const long *readers; /* of each group; NULL: unknown */
};

bool rule_holds(const struct rule *r, const struct situation *s);

/* The topics that a text is said to have: the first, and those nearly as likely; at most 3. */
size_t facts_leading(const struct facts *f, enum topic *out);

struct str verdict_name(enum verdict v); /* "think_twice" */
struct str group_name(enum group g);
struct str effect_name(enum effect e); /* "attract", "repel", "none" */

#endif
