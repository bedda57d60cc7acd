/* core/arena.h: memory that is given back all at once: one arena a request, a record, a batch. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/str.h"

/* A function that takes an arena answers memory of it; that is how a signature says who owns.
 * `limit` counts bytes given out since the last reset; passing it ends the program, so whoever
 * lets outside bytes decide a size checks limits.h (or arena_left) first. With -DARENA_MALLOC
 * every piece is a malloc of its own, so that ASan sees overruns inside arenas. */
struct arena;

struct arena *arena_new(size_t limit_bytes);
void arena_free(struct arena *a);  /* NULL is fine */
void arena_reset(struct arena *a); /* gives everything back, keeps one block for next time */
size_t arena_used(const struct arena *a);
size_t arena_left(const struct arena *a);

void *arena_alloc(struct arena *a, size_t n);                /* zeroed, aligned for anything */
void *arena_calloc(struct arena *a, size_t count, size_t n); /* checks the product */
struct str arena_str(struct arena *a, struct str s);         /* a copy with a NUL behind it */
char *arena_cstr(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_calloc((a), (n), sizeof(type)))

#endif
