/* store/reminder.h: how old each account's newest archive is, and whether the owner wants to hear
 * of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_REMINDER_H
#define STORE_REMINDER_H

#include "store/store.h"

struct account_archive {
    int64_t import_id; /* the newest that speaks of the account; 0 none */
    struct str reader;
    int64_t day_ms;    /* when it was made, as far as that is known */
    int64_t newest_ms; /* the newest time in any of them */
    bool own;   /* it is this account's before all; false: another's, which it came with */
    bool never; /* the owner wants no reminder */
    int64_t later_ms; /* wants none until then; 0 */
};

/* One for each account, in the order of store_accounts. */
MUST_CHECK enum err_code store_account_archives(struct store *s, struct arena *a,
                                                struct account_archive **out, size_t *n,
                                                struct err *e);
/* An archive that has nothing for so long before another of its account was made before it; for
 * less than that the newest posts may have been deleted. */
#define ARCHIVE_LAG_MS (INT64_C(30) * 86400000)

/* The day on which an archive was made: the date in its name, where that fits what is in it and
 * when it came; for one that came after others of its account, none of which has anything newer
 * (`again`), the day it came; else its newest time, so that one that lay about is not taken for
 * fresh. */
int64_t store_archive_day(const struct import *im, bool again);

/* Decisions: no reminder for this account until then, or (0) ever. */
MUST_CHECK enum err_code store_account_remind(struct store *s, const struct account *acc,
                                              int64_t later_ms, struct err *e);
/* Takes them back. ERR_NOT_FOUND where there is none. */
MUST_CHECK enum err_code store_account_remind_again(struct store *s, const struct account *acc,
                                                    struct err *e);

#endif
