/* web/verdicts.h: a text held against the owner's places, and how that is shown. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_VERDICTS_H
#define WEB_VERDICTS_H

#include "context/places.h"
#include "web/views.h"

enum {
    PLACES_MOST = 64
};

/* Where a text could go, each place with the account that it stands for. */
struct verdicts {
    struct place_source source;
    struct check_place place[PLACES_MOST];
    const struct known_account *account[PLACES_MOST]; /* NULL: a typical one */
    size_t n;
    bool judged; /* check is filled */
    struct check check;
};

/* Finds the places and, where there are words (or the API asks), runs the check with what was
 * learned; `now`: also of a correction that was just made. All of it is of the request. */
MUST_CHECK enum err_code verdicts_run(struct request *r, const struct known *k, struct str text,
                                      bool now, struct verdicts **out, struct err *e);

/* How the context of a place is guarded. */
enum context_guard verdicts_guard(const struct verdicts *v, size_t at);
/* Its guard has something to say: think twice or worse, and not in a quiet context. */
bool verdicts_stops(const struct verdicts *v, size_t at);
/* What one says of a verdict: "Think twice". */
const char *verdicts_phrase(enum verdict v);

/* One place as it is shown. */
struct place_card verdicts_card(struct request *r, const struct verdicts *v, size_t at,
                                struct str text);
/* All of them, with the marks in the text, into v->place and what stands beside it. */
void verdicts_show(struct request *r, const struct verdicts *from, const int64_t *chosen,
                   size_t n_chosen, struct write_view *v);

#endif
