/* context/labels.h: the topics and tones that a text can have, in the order of the model. */
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
    TONE_PROFANE,  /* by a word list, not by the model */
    TONE_COUNT
};

/* Columns of the model: the topics, the tones but profane, and whether the text is of work. */
enum {
    HEAD_TONES = TOPIC_COUNT,
    HEAD_PROFESSIONAL = HEAD_TONES + TONE_PROFANE,
    HEAD_COUNT
};

struct str topic_name(enum topic t); /* "money": on the wire, in the rules */
const char *
topic_phrase(enum topic t); /* "films, music or games": in a sentence, after "this is about" */
struct str tone_name(enum tone t);
const char *tone_phrase(enum tone t); /* "it sells something" */
bool tone_is_hint(enum tone t);       /* too weak to decide anything alone */
struct str head_name(int head);       /* a topic's, a tone's, or "professional" */

bool topic_find(struct str name, enum topic *out);
bool tone_find(struct str name, enum tone *out);

#endif
