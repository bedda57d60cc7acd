/* web/live.h: the two threads that talk to networks: one sends what is due, one reads what is new. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include "net/http.h"
#include "store/store.h"

struct classifier;
struct live;

/* Any number of processes may run them over one home: who sends and who reads what is said in the
 * database first. */
MUST_CHECK enum err_code live_new(const struct place *at, const struct classifier *model,
                                  struct live **out, struct err *e);
/* Ends both: what is under way is cut off, and is uncertain where it was being sent. NULL is fine. */
void live_free(struct live *l);

/* For requests that ask a network themselves: signing in. */
struct http *live_http(struct live *l);
/* Something was put into the outbox, or changed in it: look now. */
void live_wake(struct live *l);
/* The owner wants this account read now, also what is not due. */
void live_read(struct live *l, int64_t owner, int64_t account_id);

#endif
