/* writing/count.h: how long a text is by each network's own rule, and how long it may be. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_COUNT_H
#define WRITING_COUNT_H

#include "networks/api.h"

struct text_count {
    int64_t used, most; /* in the network's own unit; most 0: no limit is known */
    const char *unit;   /* "characters" or "bytes", for a sentence */
};
/* By the rule of the network's row in networks/, or of count.c where Tact does not talk to it.
 * `network` is an id of model/network.h. Where a network has two limits, the one that is nearer to being passed.
 * Linear in the text. */
struct text_count text_count(struct str network, struct str text);
/* The same by limits that a server said of itself (api_limits). */
struct text_count text_count_by(const struct network_limits *limits, struct str text);

#endif
