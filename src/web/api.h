/* web/api.h: the pages' views as JSON; private to web/. docs/openapi.json describes each. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_API_H
#define WEB_API_H

#include "people/standing.h"
#include "store/correction.h"
#include "web/verdicts.h"

/* Each writes the whole body. `older` is the page's address; the API's is the same under /api. */
void api_posts(struct request *r, const struct post_page *p, struct str older);
void api_people(struct request *r, const struct person *p, size_t n, struct str older);
enum err_code api_person(struct request *r, const struct person_view *v,
                         const struct post_page *between, struct err *e);
/* A word about who is who: the person and the number to take it back by. */
void api_word(struct request *r, int64_t person, int64_t decision);
void api_review(struct request *r, const struct question *q, size_t n,
                const struct people_question *other, size_t others, int64_t all);
void api_map(struct request *r, const struct people_map *m, const struct map_view *v);
void api_circles(struct request *r, const struct map_view *v);
void api_search(struct request *r, const struct post_page *posts, const struct person *p,
                size_t n, struct str older);
/* Of those places only that were chosen, or of all where none was. */
void api_check(struct request *r, const struct verdicts *v, const struct draft *d);
enum err_code api_drafts(struct request *r, const struct known *k, struct err *e);
/* Whether a draft is ready, or what its guard asks first. */
void api_guard(struct request *r, const struct draft *d, const struct verdicts *v, bool asks,
               bool holds, bool stops);
void api_correction(struct request *r, const struct correction_row *row, struct str says);
struct picture_counts;
struct picture_told;
void api_draft_pictures(struct request *r, const struct draft *d);
void api_pictures(struct request *r, const struct picture_counts *c,
                  const struct picture_told *t, size_t n);
void api_learned(struct request *r, const struct correction_row *row, size_t n,
                 const struct str *says);
void api_contexts(struct request *r, const struct contexts_view *v);
void api_networks(struct request *r, const struct known *k, const struct import *im, size_t n,
                  const struct fresh_list *fresh, const struct jobs_view *jobs);
void api_jobs(struct request *r, const struct jobs_view *v);
void api_import(struct request *r, const struct import_view *v);
void api_since(struct request *r, const struct since_view *v, const struct post_page *posts);
void api_guide(struct request *r, const struct guide *g);
/* A company's draft: what the check says, where it stands, and what one may do about it. */
void api_approval(struct request *r, const struct approval_view *v,
                  const struct verdicts *found);
void api_approvals(struct request *r, const struct approvals_view *v);
void api_along(struct request *r, const struct along_view *v);
/* "approval": what was asked for last, or null. */
void api_put_approval(struct json_out *o, const struct approval *v);
void api_overview(struct request *r, const struct overview_view *v);

#endif
