/* core/json_private.h: what json.c and json_walk.c share and nobody else may include. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_JSON_PRIVATE_H
#define CORE_JSON_PRIVATE_H

#include "core/json.h"

/* `why` for a value that goes on beyond the bytes at hand. Compared by address. */
extern const char json__cut[];

/* One parse under way. */
struct json_parse {
    const char *at, *end;
    struct arena *a;
    json_text *text;
    bool whole; /* nothing follows `end`: a number may end there */
    int depth;
    bool limit;      /* it failed by a ceiling */
    const char *why; /* NULL while all is well */
};

/* Parses the value at p->at into *j and leaves p->at behind it; false with p->why. */
bool json__value(struct json_parse *p, struct json *j);

#endif
