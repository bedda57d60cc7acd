/* web/guides.h: how to ask each network for one's archive; for web/ and cli/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_GUIDES_H
#define WEB_GUIDES_H

#include "core/arena.h"
#include "core/err.h"

enum guide_state {
    GUIDE_PROVEN,   /* archives of the real program were read */
    GUIDE_UNPROVEN, /* it was written from descriptions */
    GUIDE_UNREAD    /* Tact does not read it */
};
enum {
    GUIDES_MOST = 64,
    GUIDE_STEPS = 10
};

/* The keys of guides.txt, which says what each means. */
struct guide {
    struct str group, id, name;
    struct str network, reader; /* reader: "" any of the network */
    struct str state_name;
    enum guide_state state;
    struct str step[GUIDE_STEPS];
    size_t steps;
    struct str why, wait, holds, lacks, stays, often, asks;
    int64_t fresh_days; /* 0: nobody is reminded */
    bool opens;         /* the first of its group */
};
struct guides {
    struct guide *v;
    size_t n;
};

/* Those of the program: of the arena, but for their words, which stay. */
MUST_CHECK enum err_code guides_load(struct arena *a, struct guides *out, struct err *e);
/* Guides as text; they point into it and `a`. ERR_PARSE: "guides line 12: …". */
MUST_CHECK enum err_code guides_parse(struct str text, struct arena *a, struct guides *out,
                                      struct err *e);

const struct guide *guide_find(const struct guides *g, struct str id); /* or NULL */
/* The guide for an account of this network whose archive this reader read ("" unknown); NULL where
 * there is none that is read. */
const struct guide *guide_for(const struct guides *g, struct str network, struct str reader);

#endif
