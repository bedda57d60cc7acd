/* cli/check.h: what the files of `tact check` share. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/command.h"

#include "context/judges.h"
#include "context/places.h"

enum {
    PLACES_MOST = 64
};

/* Where a draft could go. Those asked for come first; the owner's other accounts stand behind,
 * since one of them may be the better place. */
struct places {
    struct check_place place[PLACES_MOST];
    size_t n, asked;
};

/* One run over all that was asked. */
struct job {
    struct call *c;
    struct judges judges;
    struct place_source source;
    struct learned *learned;
    struct places places;
    struct arena *work; /* of one text */
    struct buf out;
    struct json_out json;
    bool as_json, explains;
    enum verdict worst;
    size_t drafts;
};

/* check_drafts.c: the drafts that were named, or what is on standard input. */
MUST_CHECK enum err_code check_drafts(struct job *j);
/* check_posts.c: --account: the owner's own posts there, as if they were written today. */
MUST_CHECK enum err_code check_posts(struct job *j, const char *account, size_t limit);

/* check_show.c: the result for one place in words, and what the text says. */
void show_result(struct buf *b, const struct places *p, size_t at, const struct check *k,
                 bool explains);
void show_facts(struct buf *b, const struct check *k);

#endif
