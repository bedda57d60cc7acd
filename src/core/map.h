/* core/map.h: from a string or a number to a number, in memory. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_MAP_H
#define CORE_MAP_H

#include "core/str.h"

/* Open addressing; keys are copied. Nothing is ever taken out singly. */
struct map;

struct map *map_new(void);
void map_free(struct map *m); /* NULL is fine */
size_t map_count(const struct map *m);

/* Where the value of `key` stands; NULL where there is none. Good until the next map_put. */
int64_t *map_find(const struct map *m, struct str key);
/* The same, made with `value` where there was none; *made says which. `made` may be NULL. */
int64_t *map_put(struct map *m, struct str key, int64_t value, bool *made);

/* One after the other, in no order: start with *at = 0; false at the end. */
bool map_each(const struct map *m, size_t *at, struct str *key, int64_t *value);

#endif
