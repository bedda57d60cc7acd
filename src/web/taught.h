/* web/taught.h: what the owner's corrections taught, learned once and shared by all requests. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_TAUGHT_H
#define WEB_TAUGHT_H

#include "context/learned.h"
#include "store/store.h"

struct taught; /* the keeper; for any number of threads */
struct lesson; /* one state of it, which does not change any more */

/* `model` must outlive it. */
struct taught *taught_new(const struct classifier *model);
void taught_free(struct taught *t); /* NULL is fine; nobody may hold a lesson any more */

/* What is learned of the corrections in the store; asked on every keystroke, so it only looks
 * whether they changed, here or by another program. While one request learns anew the others go on
 * with what they had; `now` waits for it: of a correction that was just made. Give it back. */
MUST_CHECK enum err_code taught_take(struct taught *t, struct store *s, bool now,
                                     struct lesson **out, struct err *e);
const struct learned *taught_learned(const struct lesson *l);
void taught_give(struct taught *t, struct lesson *l); /* NULL is fine */

#endif
