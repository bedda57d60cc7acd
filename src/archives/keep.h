/* archives/keep.h: for readers: what is remembered of an archive longer than one record. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_KEEP_H
#define ARCHIVES_KEEP_H

#include "core/arena.h"

/* A copy of a name; "" for what is longer than LIMIT_NAME, and where `a` is nearly full: so
 * that no archive, however strange, fills the arena of a run. */
struct str keep_name(struct str s, struct arena *a);

#endif
