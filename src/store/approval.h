/* store/approval.h: drafts of a company that somebody asked for, and what became of that. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_APPROVAL_H
#define STORE_APPROVAL_H

#include "store/draft.h"

enum approval_state {
    APPROVAL_NONE, /* nobody asked yet */
    APPROVAL_ASKED,
    APPROVAL_APPROVED,
    APPROVAL_RETURNED,  /* sent back, with a note */
    APPROVAL_WITHDRAWN, /* by whoever asked, or the draft was thrown away */
    APPROVAL_VOID,      /* words or places were changed since */
    APPROVAL_STATE_COUNT
};
const char *approval_state_name(enum approval_state st); /* "", "asked", "approved", … */

/* Text and accounts are those that were asked for. While it is asked or approved they are the
 * draft's: store_draft_put makes it void otherwise. */
struct approval {
    int64_t id, draft_id, asked_by, asked_ms, decided_by, decided_ms;
    int64_t due_ms; /* approved: it goes out from then on */
    struct str text, accounts, verdict, note;
    struct str asker, decider; /* names */
    enum approval_state state;
};

/* Keeps v as asked or, with decided_by, as approved at once; sets its id. An older one that is open
 * or approved is withdrawn. ERR_CONFLICT where the draft's words or places are others by now. */
MUST_CHECK enum err_code store_approval_ask(struct store *s, const struct draft *d,
                                            struct approval *v, struct err *e);
/* v->state approved or returned, of v->id, with decided_by, due_ms and note. ERR_CONFLICT where it
 * is not open any more. */
MUST_CHECK enum err_code store_approval_decide(struct store *s, const struct approval *v,
                                               struct err *e);
/* Takes back what was asked or approved. ERR_CONFLICT where there is nothing. */
MUST_CHECK enum err_code store_approval_withdraw(struct store *s, int64_t draft_id,
                                                 struct err *e);
/* The latest of a draft; state APPROVAL_NONE where there is none. */
MUST_CHECK enum err_code store_approval_of(struct store *s, int64_t draft_id, struct arena *a,
                                           struct approval *out, struct err *e);
/* Those that wait for somebody, longest first, at most `limit`. */
MUST_CHECK enum err_code store_approvals_open(struct store *s, int64_t limit, struct arena *a,
                                              struct approval **out, size_t *n, struct err *e);
MUST_CHECK enum err_code store_approvals_count(struct store *s, int64_t *n, struct err *e);

#endif
