/* store/correction.h: what the owner said of the check's own words; each can be taken back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_CORRECTION_H
#define STORE_CORRECTION_H

#include "store/store.h"

enum {
    CORRECTION_TEXT_MOST = 4000 /* bytes that are kept of a text */
};

/* The words are the check's (context/learned.h); here they are only kept. */
struct correction_row {
    int64_t id, made_ms;
    int64_t revoked_ms; /* 0 while it holds */
    struct str kind;    /* "is", "isnt", "fine", "never" */
    struct str fact;    /* "topic:politics", "rule:w-vent" */
    struct str context; /* a context's name; "" everywhere */
    struct str text;    /* what it was said of */
};

/* Keeps it; sets id and made_ms. The text is cut to CORRECTION_TEXT_MOST between two characters.
 * ERR_NOT_FOUND where there is no such context. */
MUST_CHECK enum err_code store_correction_add(struct store *s, struct correction_row *row,
                                              struct err *e);
/* In the order in which they were made. */
MUST_CHECK enum err_code store_corrections(struct store *s, bool with_revoked, struct arena *a,
                                           struct correction_row **out, size_t *n,
                                           struct err *e);
/* ERR_NOT_FOUND for one that is not there or was taken back already. */
MUST_CHECK enum err_code store_correction_revoke(struct store *s, int64_t id, struct err *e);
/* A number that differs whenever the list differs: whoever keeps what was learned compares it. */
MUST_CHECK enum err_code store_corrections_mark(struct store *s, int64_t *out, struct err *e);

#endif
