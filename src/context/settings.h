/* context/settings.h: what the owner set for a context: how it should sound, how it is guarded. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_SETTINGS_H
#define CONTEXT_SETTINGS_H

#include "context/check.h"

/* What happens when a text should not go there as it is. None of them ever forbids. */
enum context_guard {
    GUARD_QUIET, /* says nothing unless asked */
    GUARD_TELL,  /* shows the verdict: the default */
    GUARD_ASK,   /* think twice and keep out want a reason before going on */
    GUARD_HOLD,  /* the same, and offers to wait until tomorrow at nine */
    GUARD_COUNT
};
struct str guard_name(enum context_guard g); /* "quiet", "tell", "ask", "hold" */
bool guard_find(struct str name, enum context_guard *out);
const char *guard_phrase(enum context_guard g); /* "asks for a reason first": in a sentence */

enum {
    SETTINGS_WORDS_MOST = 100, /* of each list */
    SETTINGS_WORD_MOST = 80,   /* bytes of one */
    SETTINGS_EMOJI_MOST = 100,
    SETTINGS_MOST = 16384 /* bytes of the whole */
};

struct settings {
    struct check_voice voice;
    enum context_guard guard;
    struct str
        others; /* members that this version does not know, as they stood: "x":1,"y":[] */
};
#define SETTINGS_NONE ((struct settings){.guard = GUARD_TELL})

/* The JSON of a context (contexts.voice); "" is SETTINGS_NONE. What has an impossible value is as
 * if it were not there. Of the arena. ERR_PARSE: it is no JSON. */
MUST_CHECK enum err_code settings_parse(struct str json, struct arena *a, struct settings *out,
                                        struct err *e);
/* The same back, "" where nothing is set. ERR_INVALID in a sentence for what may not be: too many words, a language that
 * is none, a share that is not between 0 and 1. */
MUST_CHECK enum err_code settings_write(const struct settings *st, struct arena *a,
                                        struct str *json, struct err *e);

/* "family, pets" as a list of words: trimmed, none twice, the empty ones left out. ERR_INVALID
 * for too many or too long ones. Of the arena. */
MUST_CHECK enum err_code settings_words(struct str list, struct arena *a,
                                        const struct str **out, size_t *n, struct err *e);
struct str settings_join(const struct str *word, size_t n, struct arena *a); /* "a, b" */

/* "Family, pets" as the topics of a context, in the order of the model: "family,pets".
 * ERR_INVALID names the one that is none, and those that there are. */
MUST_CHECK enum err_code settings_topics(struct str list, struct arena *a, struct str *out,
                                         struct err *e);

/* "politics", "topic:politics", "tone:hostile", "work", "rule:w-vent" as typed → the fact of a
 * correction. What is none of them comes back as it is: correction_valid says so. */
struct str correction_fact(struct str typed, struct arena *a);
/* "is not about politics", "is fine in personal: a hostile tone": what a correction says, in plain
 * words that follow "It". Of the arena. */
struct str correction_say(const struct correction *c, struct arena *a);

#endif
