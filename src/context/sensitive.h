/* context/sensitive.h: what a text gives away: contact data, numbers, absence, secrets. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_SENSITIVE_H
#define CONTEXT_SENSITIVE_H

#include "context/lexicon.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

enum sensitive_kind {
    SENSITIVE_PHONE,
    SENSITIVE_EMAIL,
    SENSITIVE_ADDRESS,
    SENSITIVE_BIRTH_DATE,
    SENSITIVE_CARD,
    SENSITIVE_IBAN,
    SENSITIVE_ID_NUMBER, /* social security, passport, licence */
    SENSITIVE_PASSWORD,
    SENSITIVE_ABSENCE, /* nobody is at home */
    SENSITIVE_CHILD,   /* a child's name, with school or birth date */
    SENSITIVE_PAY,     /* one's own pay or debts as a figure */
    SENSITIVE_CONFIDENTIAL,
    SENSITIVE_CLIENT,   /* a hint: a client named beside a complaint */
    SENSITIVE_EMPLOYER, /* a hint: the own employer beside a complaint */
    SENSITIVE_HEALTH,   /* the writer's own illness, or somebody's who is named or close */
    SENSITIVE_THIRD,    /* somebody else's secret, with the name */
    SENSITIVE_LOCATION, /* where somebody is right now */
    SENSITIVE_IP,
    SENSITIVE_LOW,      /* the writer shows a hard time */
    SENSITIVE_CONTEMPT, /* the words put down a whole group of people */
    SENSITIVE_PICTURE,  /* what a picture's metadata tells (picture.h) */
    /* Of the context's voice (voice.h): no secrets, but told in the same way. */
    SENSITIVE_AVOIDED, /* a word that the owner wants to avoid here */
    SENSITIVE_WORDING, /* none of the words that the owner wants to use here */
    SENSITIVE_FORMALITY,
    SENSITIVE_LANGUAGE,
    SENSITIVE_EMOJI,
    SENSITIVE_COUNT
};

enum severity {
    SEVERITY_INFO, /* worth a look */
    SEVERITY_WARN,
    SEVERITY_STOP /* should not be published anywhere */
};

/* It speaks of the words in the text and never of what a person is: nothing here guesses
 * anybody's politics, faith, health or orientation. */
struct sensitive {
    enum sensitive_kind kind;
    enum severity severity;
    uint32_t from, to; /* bytes of the text */
    bool intended;     /* business contact data, meant to be seen */
    const char *why;   /* a sentence in plain words, static */
};

enum {
    SENSITIVE_MAX = 64
}; /* findings of one text; more are not listed */

/* Any bytes may be scanned, in time linear in their number; `f` are the tokens of `text`. *list is
 * of the arena, in the order of the text, and no two findings of one kind overlap. ERR_LIMIT when
 * the arena is full. */
MUST_CHECK enum err_code sensitive_scan(const struct lexicon *x, struct str text,
                                        const struct features *f, struct arena *a,
                                        struct sensitive **list, size_t *n, struct err *e);

struct str sensitive_name(enum sensitive_kind k); /* "phone": on the wire and in the rules */
bool sensitive_find(struct str name, enum sensitive_kind *out);
struct str severity_name(enum severity s); /* "info", "warn", "stop" */

#endif
