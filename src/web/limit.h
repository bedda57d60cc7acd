/* web/limit.h: how much of what is dear one owner may ask for in a second; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include "core/err.h"

#include <stdint.h>

/* Of this process: several behind a balancer allow as many times as much. */
struct limit;

struct limit *limit_new(void);
void limit_free(struct limit *l); /* NULL is fine */
/* One more. ERR_RATE_LIMITED with the seconds to wait. */
MUST_CHECK enum err_code limit_take(struct limit *l, int64_t owner, int64_t now_ms,
                                    struct err *e);

enum {
    LIMIT_SUSTAINED =
        40,           /* a second: nobody types that fast, and one owner can't take it all */
    LIMIT_BURST = 240 /* a script that looks up a list of people may */
};

#endif
