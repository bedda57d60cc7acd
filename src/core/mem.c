/* core/mem.c: malloc that ends the program when there is no memory, so that no caller has a
 * branch that no test reaches. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void out_of_memory(size_t n)
{
    fprintf(stderr, "tact: out of memory (asked for %zu bytes)\n", n);
    abort();
}

void *mem_alloc(size_t n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        out_of_memory(n);
    return p;
}

void *mem_calloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        out_of_memory(size);
    return p;
}

void *mem_realloc(void *p, size_t n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        out_of_memory(n);
    return q;
}

void mem_free(void *p)
{
    free(p);
}

void *mem_grow(void *v, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return v;
    size_t want = *cap ? *cap : 8;
    while (want < need)
        want += want / 2 + 1;
    if (want > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    v = mem_realloc(v, want * size);
    *cap = want;
    return v;
}
