/* output/output.h: accounts, people, posts, imports and checks as JSON: what scripts rely on, the
 * same from the command line and from /api (docs/output-schema.md). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OUTPUT_OUTPUT_H
#define OUTPUT_OUTPUT_H

#include "context/check.h"
#include "core/json.h"
#include "people/standing.h"
#include "store/correction.h"
#include "store/picture.h"
#include "store/match.h"
#include "store/since.h"

/* Each writes one object. Those that end in _open leave it open, for more members. */
void output_account(struct json_out *o, const struct account *acc);
void output_account_open(struct json_out *o, const struct account *acc);
/* The member "sign_in" of an account: null, or {"server","door","state","why","allowed","withheld","asked",
 * "quota_left","quota_of"}; `withheld` is what was asked for and not allowed (networks/api.h). */
struct sign_in;
void output_sign_in(struct json_out *o, const struct sign_in *in, struct str withheld);
/* {"id","draft","account","context","what","state","part","parts","due","sent","tries","url","reason",
 * "error","text"} */
struct publication;
void output_publication(struct json_out *o, const struct publication *p, struct str account,
                        struct str context, struct str text);
void output_import(struct json_out *o, const struct import *im);
void output_import_open(struct json_out *o, const struct import *im);
void output_post(struct json_out *o, const struct post *p);
void output_post_open(struct json_out *o, const struct post *p);
void output_person(struct json_out *o, const struct person *p);
void output_person_open(struct json_out *o, const struct person *p);
/* The members "context", "kinds", "layer", "exchange" and "circle" of a person, as of `now_ms`;
 * `in` is the circle that standing->circle_id names, or NULL. */
void output_standing(struct json_out *o, const struct person_standing *p,
                     const struct circle *in, int64_t now_ms);
void output_circle_open(struct json_out *o, const struct circle *c);
/* The member "circles": all that somebody is in. */
void output_circles(struct json_out *o, const struct circle *c, size_t n);
/* The members "facts" and "evidence" of a person. */
void output_facts(struct json_out *o, const struct known_fact *f, size_t n);
void output_evidence(struct json_out *o, const struct evidence *ev, size_t n);
/* Why two identities are held to be one person; the members "pairs" and "words" of a person. */
void output_pair(struct json_out *o, const struct pair_known *p);
void output_pairs(struct json_out *o, const struct pair_known *p, size_t n);
void output_words(struct json_out *o, const struct word *w, size_t n);
/* "Probably one person"; a pair that is asked about is never more than that. */
struct str output_certainty(const struct pair_known *p, bool asked);
/* What two identities say that can hardly both be of one person; "" nothing. */
struct str output_clash(const struct pair_known *p);
/* "Probably one person: the same rare handle; against it: …." */
struct str output_pair_says(const struct pair_known *p, struct arena *a);
/* What waits for the owner's word, as a whole: who is one person ("same", of which there are
 * `all`), and from where somebody is known ("sides"). */
void output_review(struct json_out *o, const struct question *q, size_t n,
                   const struct people_question *side, size_t sides, int64_t all);
/* The result for one place; `file` NULL where the draft has no name. */
void output_check(struct json_out *o, const char *file, const struct check_place *place,
                  size_t at, const struct check *k);

/* What changed since the archive before: the member "since", null where there was none; and one
 * of the people that it counts. */
void output_since(struct json_out *o, const struct since *s);
void output_since_person(struct json_out *o, const struct since_person *p);
/* The same in words, a line a count: "12 new connections". With SINCE_COUNT: a sentence that says
 * why nothing is said. */
struct since_line {
    enum since_what what;
    struct str kind, says;
    int64_t account_id, n;
};
size_t output_since_lines(const struct since *s, const struct account *acc, size_t accounts,
                          struct arena *a, struct since_line **out);

/* What the owner taught the check; `says` in plain words. */
void output_correction(struct json_out *o, const struct correction_row *row, struct str says);

/* An id that passes 2^53, as a string; a time, or null for 0. */
void output_id(struct json_out *o, const char *key, int64_t id);
void output_time(struct json_out *o, const char *key, int64_t ms);

/* Members of an object: counts, and the pictures that tell something (store/picture.h). */
void output_pictures(struct json_out *o, const struct picture_counts *c,
                     const struct picture_told *t, size_t n);

#endif
