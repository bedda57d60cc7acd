/* context/check_say.h: the sentences of the check; private to check*.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_CHECK_SAY_H
#define CONTEXT_CHECK_SAY_H

#include "context/check.h"

enum {
    SAY_MAX = 600
}; /* bytes of one sentence; what is longer is cut */

/* What a sentence's placeholders stand for. */
struct say {
    const struct check_place *place;
    const struct facts *facts;
    const struct sensitive *found; /* or NULL */
    struct str text;
};

/* The sentence with its placeholders filled in; of the arena. */
struct str say_fill(struct arena *a, struct str sentence, const struct say *f);

/* "Think twice: " and the reason, with a full stop. */
struct str say_verdict(struct arena *a, enum verdict v, struct str why);

/* "It puts off Rolf Brandt and 11 other clients." of those whose relation is known; or empty. */
struct str say_readers(struct arena *a, const struct check_audience *who,
                       const enum effect effects[GROUP_COUNT]);

const char *say_phrase(enum verdict v); /* "Think twice" */

#endif
