/* web/drafts.h: what the pages of a draft share: write.c, guard.c, learned.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_DRAFTS_H
#define WEB_DRAFTS_H

#include "store/approval.h"
#include "web/verdicts.h"

/* A draft held against the places that it is meant for. */
struct guarded {
    struct known k;
    struct draft d;
    struct verdicts *v;
    size_t stop[PLACES_MOST], fine[PLACES_MOST]; /* numbers of places */
    size_t stops, fines;
    bool asks, holds;
    bool waits; /* the owner wants to look at it again tomorrow */
    enum verdict gravest;
};
/* That of the address. ERR_INVALID where there is nothing to decide: no words, or no places. */
MUST_CHECK enum err_code guarded_load(struct request *r, struct guarded *g, struct err *e);

/* For a company (approvals.c): where a draft stands, and the page or JSON on which it is asked for,
 * approved and sent back; `problem`: what was missing. */
MUST_CHECK enum err_code approval_state(struct request *r, const struct draft *d,
                                        struct draft_state *out, struct err *e);
MUST_CHECK enum err_code approval_show(struct request *r, const struct guarded *g,
                                       struct str problem, struct err *e);
enum err_code approval_done(struct request *r, int64_t draft);

/* Of a draft that was made of a company's post (along.c): a reason more at every place while it does
 * not say that one works there. */
void taken_judge(struct request *r, const struct draft *d, struct verdicts *v);
/* What stands beside such a draft. */
void taken_fill(struct request *r, const struct draft *d, struct write_view *v);

/* Its pictures, for the page that shows `back` ("" their own). */
void draft_pictures_fill(struct request *r, const struct known *k, const struct draft *d,
                         const char *back, struct draft_pictures_view *v);

/* The draft that came with the form of the Write page; its accounts are of the request. */
struct draft draft_of_form(struct request *r);
/* Keeps it, if it has words and is not kept as it is. */
MUST_CHECK enum err_code draft_keep(struct request *r, struct draft *d, struct err *e);
/* The same for one that may be without words. */
MUST_CHECK enum err_code draft_keep_any(struct request *r, struct draft *d, struct err *e);
/* After a change: to the page before + id + behind; under /api {"draft": id}. */
enum err_code draft_done(struct request *r, int64_t id, const char *before, const char *behind);
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
