/* writing/approve.c: who may let a draft of a company go out: four eyes on what the check doubts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/approve.h"

enum approve_answer approve_may(const struct approving *w)
{
    bool doubted = w->verdict >= VERDICT_THINK_TWICE;
    if (w->role < ROLE_APPROVER)
        return APPROVE_ROLE;
    if (doubted && w->own && w->lone && w->role == ROLE_ADMIN)
        return APPROVE_REASON;
    if (doubted && w->own)
        return APPROVE_OWN;
    if (w->verdict == VERDICT_KEEP_OUT)
        return w->role == ROLE_ADMIN ? APPROVE_REASON : APPROVE_ADMIN;
    return APPROVE_YES;
}

const char *approve_says(enum approve_answer answer)
{
    static const char *const says[APPROVE_COUNT] = {
        [APPROVE_YES] = "",
        [APPROVE_REASON] = "Say in a few words why it may go out all the same.",
        [APPROVE_ROLE] = "Somebody who approves for this company decides about it.",
        [APPROVE_OWN] = "These are your own words, and the check says to think twice: somebody "
                        "else looks at them before they go out.",
        [APPROVE_ADMIN] = "The check says to keep it out: only somebody who looks after the "
                          "company may let it go out all the same."};
    return says[answer];
}
