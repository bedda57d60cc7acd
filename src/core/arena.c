/* core/arena.c: a chain of blocks; handing out is a bump of a pointer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/arena.h"

#include "core/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALIGN = 16,
    BLOCK_BYTES = 32 * 1024
};

/* The newest block is first in the chain. */
struct block {
    struct block *older;
    size_t cap, used;
    _Alignas(ALIGN) char bytes[];
};

struct arena {
    struct block *top;
    size_t used, limit;
};

struct arena *arena_new(size_t limit_bytes)
{
    struct arena *a = mem_calloc(1, sizeof *a);
    a->limit = limit_bytes;
    return a;
}

static void drop_blocks(struct arena *a, struct block *keep)
{
    while (a->top && a->top != keep) {
        struct block *older = a->top->older;
        mem_free(a->top);
        a->top = older;
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    drop_blocks(a, NULL);
    mem_free(a);
}

void arena_reset(struct arena *a)
{
    struct block *first = a->top;
    while (first && first->older)
        first = first->older;
    if (first && first->cap != BLOCK_BYTES)
        first = NULL;
    drop_blocks(a, first);
    if (a->top)
        a->top->used = 0;
    a->used = 0;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

size_t arena_left(const struct arena *a)
{
    return a->limit - a->used;
}

static void *take(struct arena *a, size_t n)
{
#ifdef ARENA_MALLOC
    size_t room = 0; /* a block each */
#else
    size_t room = a->top ? a->top->cap - a->top->used : 0;
#endif
    if (n > room) {
#ifdef ARENA_MALLOC
        size_t cap = n;
#else
        size_t cap = n > BLOCK_BYTES ? n : BLOCK_BYTES;
#endif
        struct block *b = mem_alloc(sizeof *b + cap);
        b->older = a->top;
        b->cap = cap;
        b->used = 0;
        a->top = b;
    }
    assert(a->top); /* no top left no room above */
    void *p = a->top->bytes + a->top->used;
    a->top->used += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t padded = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (padded < n || padded > arena_left(a)) {
        fprintf(stderr, "tact: an arena of %zu bytes was asked for %zu more\n", a->limit, n);
        abort();
    }
    a->used += padded;
#ifdef ARENA_MALLOC
    padded = n;
#endif
    void *p = take(a, padded);
    memset(p, 0, padded);
    return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t n)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, n, &bytes))
        bytes = (size_t)-1;
    return arena_alloc(a, bytes);
}

char *arena_cstr(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

struct str arena_str(struct arena *a, struct str s)
{
    return (struct str){arena_cstr(a, s), s.n};
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    size_t len = n < 0 ? 0 : (size_t)n;
    char *p = arena_alloc(a, len + 1);
    if (len)
        vsnprintf(p, len + 1, fmt, again);
    va_end(again);
    return (struct str){p, len};
}
