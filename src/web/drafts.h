/* web/drafts.h: what the pages of a draft share: write.c, guard.c, learned.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_DRAFTS_H
#define WEB_DRAFTS_H

#include "web/verdicts.h"

/* The draft that came with the form of the Write page; its accounts are of the request. */
struct draft draft_of_form(struct request *r);
/* Keeps it, if it has words and is not kept as it is. */
MUST_CHECK enum err_code draft_keep(struct request *r, struct draft *d, struct err *e);
/* What the owner decided about it. */
MUST_CHECK enum err_code draft_state(struct request *r, const struct known *k,
                                     const struct draft *d, struct draft_state *out,
                                     struct err *e);
/* The page of a draft, or for a script the piece that changes: with the check run;
 * under /api the check. `now` as for verdicts_run. */
MUST_CHECK enum err_code draft_page(struct request *r, const struct known *k,
                                    const struct draft *d, bool now, struct write_view *v,
                                    struct err *e);
/* The line of a correction that was just made or taken back, where the address names one. */
MUST_CHECK enum err_code learned_note(struct request *r, struct write_view *v, struct err *e);
struct badge badge_of(const struct known *k, int64_t account_id);

#endif
