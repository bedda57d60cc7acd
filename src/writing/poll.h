/* writing/poll.h: how long a poll is open, as one writes and reads it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_POLL_H
#define WRITING_POLL_H

#include "core/arena.h"

enum {
    POLL_USUAL_S = 86400 /* where nobody says otherwise */
};
/* "30m", "6h", "3d" in seconds; false for anything else, and for more than a year. */
bool poll_open_parse(struct str typed, int64_t *s);
/* The same back: "6h". Of `a`. */
struct str poll_open_write(int64_t s, struct arena *a);
/* In words: "6 hours", "1 day". Of `a`. */
struct str poll_open_say(int64_t s, struct arena *a);

#endif
