/* context/labels.h: what a text can be about, sound like and do, in the order of the model. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_LABELS_H
#define CONTEXT_LABELS_H

#include "core/str.h"

enum topic {
    TOPIC_PRODUCT,  /* what a firm sells or launches */
    TOPIC_CAREER,   /* jobs, hiring, colleagues, work life */
    TOPIC_INDUSTRY, /* know-how, trends, technology, science */
    TOPIC_LEARNING,
    TOPIC_MONEY,
    TOPIC_FAMILY,
    TOPIC_RELATIONSHIPS,
    TOPIC_PETS,
    TOPIC_FOOD,
    TOPIC_TRAVEL,
    TOPIC_SPORTS,
    TOPIC_HEALTH,
    TOPIC_ENTERTAINMENT,
    TOPIC_HUMOUR,
    TOPIC_POLITICS,
    TOPIC_RELIGION,
    TOPIC_CHARITY,
    TOPIC_FEELINGS,
    TOPIC_HOBBY,
    TOPIC_NIGHTLIFE,
    TOPIC_COUNT
};

enum tone {
    TONE_PROMOTIONAL,
    TONE_BOASTFUL, /* a hint: it is often wrong */
    TONE_HOSTILE,
    TONE_COMPLAINING,
    TONE_JOKING, /* a hint */
    TONE_GRATEFUL,
    TONE_PARTISAN, /* a hint */
    TONE_PROFANE,  /* by the model and by a word list, whichever is surer */
    TONE_COUNT
};

/* What a text does: its speech act. */
enum act {
    ACT_ANNOUNCEMENT,
    ACT_QUESTION,
    ACT_HELP, /* asks for help or a recommendation */
    ACT_HIRING,
    ACT_MILESTONE,
    ACT_GREETING,
    ACT_THANKS,
    ACT_INVITATION, /* come, join, buy */
    ACT_ADVICE,
    ACT_OPINION,
    ACT_STORY, /* tells something; what is left */
    ACT_COUNT
};

/* Columns of the model: topics, tones, acts, whether the text is of work, and how readers of the
 * two worlds would take it (judged from posts of our own: "suits" is a yes, "jars" a no). */
enum {
    HEAD_TONES = TOPIC_COUNT,
    HEAD_ACTS = HEAD_TONES + TONE_COUNT,
    HEAD_PROFESSIONAL = HEAD_ACTS + ACT_COUNT,
    HEAD_SUITS_WORK,
    HEAD_JARS_WORK,
    HEAD_SUITS_HOME,
    HEAD_JARS_HOME,
    HEAD_COUNT
};

struct str topic_name(enum topic t); /* "money": on the wire, in the rules */
const char *
topic_phrase(enum topic t); /* "films, music or games": in a sentence, after "this is about" */
struct str tone_name(enum tone t);
const char *tone_phrase(enum tone t); /* "it sells something" */
bool tone_is_hint(enum tone t);       /* too weak to decide anything alone */
struct str act_name(enum act t);      /* "hiring" */
const char *act_phrase(enum act t);   /* "it looks for somebody to hire" */
struct str head_name(int head);       /* a topic's, a tone's, an act's, "professional", … */

bool topic_find(struct str name, enum topic *out);
bool tone_find(struct str name, enum tone *out);
bool act_find(struct str name, enum act *out);

#endif
