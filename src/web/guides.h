/* web/guides.h: how to ask each network for one's archive; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_GUIDES_H
#define WEB_GUIDES_H

#include "core/str.h"

struct guide {
    const char *id;   /* as in model/network.h, or a source of contacts */
    const char *name; /* "LinkedIn" */
    const char *step[8];
    size_t steps;
    const char *wait, *holds, *lacks;
    bool read; /* Tact reads it today */
};
const struct guide *guide_list(size_t *n);
const struct guide *guide_find(struct str id); /* or NULL */

#endif
