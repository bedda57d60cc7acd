/* context/check.h: a text held against the places that it could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_CHECK_H
#define CONTEXT_CHECK_H

#include "context/judges.h"
#include "context/learned.h"

enum {
    CHECK_RECENT = 10, /* posts that the balance looks at */
    CHECK_NAMED = 3    /* readers named of one group */
};

/* How many people stand where; -1: unknown. `people` counts all of them once; `group` those whose
 * relation is known, by what the owner or an archive said of them, never by a guess. */
struct check_audience {
    long people, personal, professional, both;
    long group[GROUP_COUNT];
    struct str named[GROUP_COUNT][CHECK_NAMED]; /* the closest of each; empty strings end it */
};

/* One of the newest own posts on an account. */
struct check_recent {
    uint32_t topics; /* a bit each */
    bool promotional;
};

/* What the owner really posts on an account, and how its audience answers. */
struct check_history {
    long posts;                /* whose topics are known; 0: nothing is */
    long about[TOPIC_COUNT];   /* of them */
    long deleted[TOPIC_COUNT]; /* that were deleted later */
    double
        answer[TOPIC_COUNT]; /* reactions, as a multiple of what posts get here; 0: unknown */
    struct check_recent recent[CHECK_RECENT]; /* newest first */
    size_t n_recent;
};

enum formality {
    FORMALITY_ANY,
    FORMALITY_CASUAL, /* no stiff phrases */
    FORMALITY_FORMAL, /* no slang, no shouting, no rows of emoji */
    FORMALITY_COUNT
};

/* How the owner, or the company, wants to sound in a context. Zeros: any way. */
struct check_voice {
    const struct str *use, *avoid; /* words and phrases; of `use` one in a text is enough */
    size_t n_use, n_avoid;
    enum formality formality;
    struct str languages; /* "en,de" */
    bool limits_emoji;
    int emoji; /* at most so many */
    double
        promotion; /* share of the last ten posts that may sell; 0: the usual of its mindset */
};

struct check_place {
    struct str account, network;      /* ids, copied to the result as they are */
    struct str network_name, context; /* as a person reads them: "Facebook", "Friends" */
    enum mindset mindset;
    struct check_audience audience;
    const enum topic *welcome, *unwelcome;
    size_t n_welcome, n_unwelcome;
    bool answers; /* the text answers somebody, who chose the topic: that is not judged then */
    struct check_history history;
    struct check_voice voice;
    /* The owner's corrections of kind FINE and NEVER; those of other contexts are passed over. */
    const struct correction *corrections;
    size_t n_corrections;
};

struct check_span {
    uint32_t from, to;
};

/* One reason. */
struct check_finding {
    struct str
        kind; /* a finding's name ("phone"), or "tone", "topic", "context" or "balance" */
    struct str
        fact; /* what a correction of it would name: "topic:pets", "rule:w-vent"; or empty */
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
    struct str readers;  /* whom it would put off or draw, by name and number; or empty */
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

/* Everything in *out is of the arena or points into `text` and `place`. `learned` may be NULL. Pure:
 * no clock, no store, no network. ERR_LIMIT when the arena can't hold the work (allow 16 MB). */
MUST_CHECK enum err_code check_run(const struct judges *j, const struct learned *learned,
                                   struct str text, const struct check_place *place, size_t n,
                                   struct arena *a, struct check *out, struct err *e);

/* Only facts and findings, without any place. */
MUST_CHECK enum err_code check_facts(const struct judges *j, const struct learned *learned,
                                     struct str text, struct arena *a, struct check *out,
                                     struct err *e);

/* The same for what was found elsewhere than in a text, as in a picture (picture.h). */
MUST_CHECK enum err_code check_found(const struct judges *j, struct sensitive *list,
                                     size_t n_list, const struct check_place *place, size_t n,
                                     struct arena *a, struct check *out, struct err *e);

struct str formality_name(enum formality f); /* "any", "casual", "formal" */
bool formality_find(struct str name, enum formality *out);

#endif
