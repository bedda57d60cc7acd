/* tools/sample/text_sets.c: the list of all registers. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/text_sets.h"

#define ROW_OF(name, reg) [reg] = &set_##name,
const struct pattern_set *const pattern_sets[REG_COUNT] = {SETS(ROW_OF)};
