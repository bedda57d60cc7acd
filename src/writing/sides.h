/* writing/sides.h: a draft that began in one context and goes to another one too: that is asked once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_SIDES_H
#define WRITING_SIDES_H

#include "store/draft.h"

/* The question, as in "This draft began in professional; it now also goes to personal: Mastodon kim.";
 * "" where there is nothing to ask. Of the accounts that *d names, kept or not. Of `a`. */
MUST_CHECK enum err_code sides_ask(struct store *s, const struct draft *d, struct arena *a,
                                   struct str *out, struct err *e);
/* ERR_INVALID with the question where it was not answered (store_draft_agree). */
MUST_CHECK enum err_code sides_answered(struct store *s, const struct draft *d, struct err *e);

#endif
