/* web/people_show.h: what several pages show of people: how they stand, what is known of them,
 * what speaks for two of them being one; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_PEOPLE_SHOW_H
#define WEB_PEOPLE_SHOW_H

#include "web/views.h"

/* The class of a side's colour: that of the context of this name, where there is one. */
struct str side_colour(struct request *r, const struct known *k, struct str side);

/* A row of the list of one person, their identities, and what is known of them by kind. */
MUST_CHECK enum err_code side_fill(struct request *r, const struct known *k,
                                   const struct person *p, struct side_view *out,
                                   struct err *e);
/* `b`: the person of the pair's second identity, where that is another one. */
void pair_fill(struct request *r, const struct person *a, const struct person *b,
               const struct pair_known *from, bool asked, struct pair_view *out);
MUST_CHECK enum err_code question_fill(struct request *r, const struct known *k,
                                       const struct question *q, struct question_view *out,
                                       struct err *e);
/* Whatever the owner said of one person, in a sentence each. */
MUST_CHECK enum err_code words_fill(struct request *r, int64_t person, struct person_view *v,
                                    struct err *e);
/* How many questions wait, of both kinds. */
MUST_CHECK enum err_code questions_count(struct request *r, int64_t *out, struct err *e);

#endif
