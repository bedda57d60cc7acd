/* core/mem.h: the heap, which never answers NULL: out of memory ends the program in one place. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stddef.h>

/* Each answers memory that the caller gives back with mem_free, or ends the program. Sizes in
 * bytes. Whoever asks for a size that outside bytes decide checks it against limits.h first. */
void *mem_alloc(size_t n);
void *mem_calloc(size_t count,
                 size_t size); /* zeroed; a product that overflows ends the program */
void *mem_realloc(void *p, size_t n);
void mem_free(void *p); /* NULL is fine */

/* Makes room for `need` elements of `size` bytes in *v, doubling *cap as it must. */
void *mem_grow(void *v, size_t *cap, size_t need, size_t size);

#endif
