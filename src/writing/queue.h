/* writing/queue.h: the moments of an account's queue as one writes them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_QUEUE_H
#define WRITING_QUEUE_H

#include "store/draft.h"

/* "mon 9:00, thu 17:30"; days also whole ("Monday"), and "every day", "weekdays". `slot` has room for
 * SLOTS_MOST. ERR_INVALID in a sentence, ERR_LIMIT. */
MUST_CHECK enum err_code queue_parse(struct str typed, struct slot *slot, size_t *n,
                                     struct err *e);
/* The same back. Of `a`. */
struct str queue_write(const struct slot *slot, size_t n, struct arena *a);

#endif
