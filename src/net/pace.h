/* net/pace.h: how fast one host is asked: so many at once, and not before it said. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_PACE_H
#define NET_PACE_H

#include "core/str.h"

/* For several threads at once. Hosts are remembered up to a number; those that want nothing are
 * forgotten first. */
struct pace;
struct pace *pace_new(int at_once);
void pace_free(struct pace *p);

/* Waits until this host may be asked, at most patience_ms; 0: go on, and pace_leave when it is over;
 * else the ms that it still wants (1 where it is only busy), and nobody entered. A host that wants
 * more than the patience is not waited for at all. */
int64_t pace_enter(struct pace *p, struct str host, int64_t patience_ms);
void pace_leave(struct pace *p, struct str host);
/* Nobody waits any longer and nobody enters: pace_enter answers 1 at once. */
void pace_stop(struct pace *p);
/* The host asked for that: nobody enters before. */
void pace_hold(struct pace *p, struct str host, int64_t until_ms);

/* How long to wait before try number `tries` (1: the first repeat), in ms: from 2 s doubling up to an
 * hour, each time a random part of it between half and all, so that many do not come back at once. */
int64_t pace_backoff(int tries);

#endif
