/* archives/keep.c: names that outlive a record. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/keep.h"

#include "core/limits.h"

struct str keep_name(struct str s, struct arena *a)
{
    return s.n > LIMIT_NAME || arena_left(a) < MIB(1) ? STR_NONE : arena_str(a, s);
}
