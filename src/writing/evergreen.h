/* writing/evergreen.h: drafts that go out again, not too often and not for ever. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_EVERGREEN_H
#define WRITING_EVERGREEN_H

#include "store/store.h"

/* Of all owners: each evergreen draft whose last publication to an account is old enough, whose number
 * is not used up, and of which nothing waits or failed, is put into the outbox anew for that account.
 * X and others refuse the same words twice within a while: what they refuse is said, not repeated. */
MUST_CHECK enum err_code evergreen_step(struct store *s, int64_t now_ms, struct err *e);

#endif
