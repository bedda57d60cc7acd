/* writing/taken.h: a company's post that a member takes along: what it was, how much of it is left
 * in the member's own words, and whether they say that they work there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_TAKEN_H
#define WRITING_TAKEN_H

#include "core/arena.h"
#include "core/err.h"

/* What a draft was made of: drafts.about. */
struct taken {
    int64_t company, post_id; /* company 0: it was made of nothing */
    struct str name;          /* of the company */
    struct str url, text;     /* of its post; url "" none */
};
/* {"taken_from":{…}} and back; what can't be read is nothing. Of the arena. */
struct taken taken_parse(struct str about, struct arena *a);
struct str taken_write(const struct taken *t, struct arena *a);
/* The text that a draft begins with: an empty line to write above, and the post. */
struct str taken_start(const struct taken *t, struct arena *a);

/* How much of the draft's words stand in the post as well, in hundredths: rows of three words that
 * both have; addresses and quoted lines ("> …") don't count. 0 where it has fewer than three. */
int taken_overlap(const struct taken *t, struct str text, struct arena *a);
enum {
    TAKEN_MOST = 60 /* more of it is hardly their own words */
};

/* "I work at NAME" in English, German, French and Spanish, with words of the company or of work in
 * general ("my employer", "#employee"). `name` may be "". */
bool disclosure_found(struct str text, struct str name, struct arena *a);
/* Ready to be added: the first is short, the second plain. */
enum {
    DISCLOSURES = 2
};
struct str disclosure_offer(int which, struct str name, struct arena *a);

#endif
