/* writing/split.h: a long text as a thread: parted at sentence ends, each part by its network's rule. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_SPLIT_H
#define WRITING_SPLIT_H

#include "core/arena.h"
#include "networks/api.h"

enum {
    SPLIT_PARTS_MOST = 100
};
/* Parts of `text`, each within `limits` with " (2/5)" behind it where there are several (`numbered`).
 * A line of only --- parts too, whatever the length. Cut where a sentence ends; where none does
 * within the last two thirds of a part, at the end of a line, else between words; an address, a
 * mention or a hashtag is never cut unless it alone is too long. Of `a`. ERR_LIMIT where it would be
 * more than SPLIT_PARTS_MOST. One part for a text that fits, or a network without a limit. */
MUST_CHECK enum err_code split_text(struct str text, const struct network_limits *limits,
                                    bool numbered, struct arena *a, struct str **out, size_t *n,
                                    struct err *e);

#endif
