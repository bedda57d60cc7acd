/* writing/approve.h: who may let a draft of a company go out: four eyes on what the check doubts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_APPROVE_H
#define WRITING_APPROVE_H

#include "context/rules.h"
#include "model/words.h"

struct approving {
    enum role role;
    bool own;  /* they began the draft, or its words and places are as they left them */
    bool lone; /* nobody else belongs to the company */
    enum verdict verdict; /* the gravest of all places */
};
enum approve_answer {
    APPROVE_YES,
    APPROVE_REASON, /* yes, with a reason that is kept */
    APPROVE_ROLE,   /* no: it takes an approver */
    APPROVE_OWN,    /* no: a second pair of eyes is wanted */
    APPROVE_ADMIN,  /* no: it takes an administrator */
    APPROVE_COUNT
};
/* A draft that fits (or shows another side) may be approved by an approver, their own too. What the
 * check doubts never by whoever wrote it; what it would keep out only by an administrator with a
 * reason. Somebody who is alone goes on with a reason: there is no other pair of eyes. */
enum approve_answer approve_may(const struct approving *w);
const char *approve_says(enum approve_answer answer); /* a sentence; "" for yes */

#endif
