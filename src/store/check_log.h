/* store/check_log.h: what the check said when the owner went on, and why the owner did. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_CHECK_LOG_H
#define STORE_CHECK_LOG_H

#include "store/store.h"

enum {
    CHECK_REASON_MOST = 2000 /* bytes of a reason */
};

struct check_log_finding {
    struct str kind, severity; /* "phone", "stop" */
    int64_t from, to;          /* bytes of the draft; 0 and 0 where it rests on no words */
    struct str why;
};

/* What the owner did about it. The names are the check's and the page's; here they are kept. */
struct check_log {
    int64_t id, draft_id; /* draft_id 0: a text that was no draft */
    int64_t account_id;   /* 0: a typical account */
    int64_t at_ms;
    struct str verdict, rule; /* "think_twice", "w-vent" */
    struct str sentence;      /* as it was told */
    struct str did;           /* "went_on", "waited", "changed", "dropped" */
    struct str reason;        /* why, in the owner's words; may be empty */
    int64_t until_ms;         /* with "waited": until when; else 0 */
    struct check_log_finding *finding;
    size_t findings;
};

/* Keeps it; sets id, and at_ms where it is 0. ERR_INVALID for a reason that is too long. */
MUST_CHECK enum err_code store_check_keep(struct store *s, struct check_log *c, struct err *e);
/* Newest first, at most `limit`; of one draft, or of all (draft_id 0). */
MUST_CHECK enum err_code store_checks(struct store *s, int64_t draft_id, int64_t limit,
                                      struct arena *a, struct check_log **out, size_t *n,
                                      struct err *e);

#endif
