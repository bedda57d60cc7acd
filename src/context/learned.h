/* context/learned.h: what one owner's corrections taught the check; each can be taken back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_LEARNED_H
#define CONTEXT_LEARNED_H

#include "context/classify.h"
#include "context/words.h"

/* One thing that the owner said about a text. */
enum correction_kind {
    CORRECTION_IS,    /* "this is about pets", "this does sell something" */
    CORRECTION_ISNT,  /* "that is not about politics" */
    CORRECTION_FINE,  /* "this is fine here": what the label or rule names, in that context */
    CORRECTION_NEVER, /* "never here" */
    CORRECTION_KIND_COUNT
};

struct correction {
    int64_t id; /* the store's */
    enum correction_kind kind;
    struct str fact; /* "topic:politics", "tone:hostile", "work", or with FINE "rule:w-vent" */
    struct str context; /* with FINE and NEVER: the name of the context; empty: everywhere */
    struct str text;    /* what it was said of */
};

/* "topic:pets" as a head of the model, -1 where it is none. */
int correction_head(struct str fact);
struct str correction_kind_name(enum correction_kind k); /* "is", "isnt", "fine", "never" */
bool correction_kind_find(struct str name, enum correction_kind *out);
/* What may be said: the fact is known, and none that says what a text gives away, for that is
 * never silenced. ERR_INVALID with a sentence. */
MUST_CHECK enum err_code correction_valid(enum correction_kind kind, struct str fact,
                                          struct err *e);

/* Learns from all corrections anew, in their order: the same list gives the same bytes, and one
 * that was taken back leaves no trace. The weights of the model stay as they are; a small additive
 * one beside them is trained by AdaGrad (Duchi, Hazan and Singer 2011) on the same features, only as
 * far as each correction asks. Of the arena, as long as `c`. ERR_LIMIT. */
MUST_CHECK enum err_code learned_build(const struct classifier *c,
                                       const struct correction *list, size_t n, struct arena *a,
                                       struct learned **out, struct err *e);

/* Adds to the log odds of each head; `shift` has HEAD_COUNT of them and is set to 0 first. Answers
 * the heads that moved by more than a half, a bit each. l may be NULL. */
uint64_t learned_shifts(const struct learned *l, const struct features *f, const float *mean,
                        float *shift);

#endif
