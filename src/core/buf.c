/* core/buf.c: growing bytes with a ceiling. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/buf.h"

#include "core/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_init(struct buf *b, size_t max_bytes)
{
    *b = (struct buf){.max = max_bytes};
}

void buf_free(struct buf *b)
{
    mem_free(b->p);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
    if (n > b->max - b->n) {
        b->over = true;
        n = b->max - b->n;
    }
    if (n == 0)
        return;
    b->p = mem_grow(b->p, &b->cap, b->n + n + 1, 1); /* + 1: room for buf_cstr's NUL */
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_str(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.n);
}

void buf_lit(struct buf *b, const char *c)
{
    buf_put(b, c, strlen(c));
}

void buf_char(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_i64(struct buf *b, int64_t v)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (v < 0)
        buf_char(b, '-');
    buf_put(b, digits + at, sizeof digits - at);
}

void buf_number(struct buf *b, int64_t v)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)v);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
            buf_char(b, ',');
        buf_char(b, digits[i]);
    }
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    char small[512];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof small) {
        buf_put(b, small, (size_t)n);
    } else if (n >= 0) {
        char *big = mem_alloc((size_t)n + 1);
        vsnprintf(big, (size_t)n + 1, fmt, again);
        buf_put(b, big, (size_t)n);
        mem_free(big);
    }
    va_end(again);
}

struct str buf_view(const struct buf *b)
{
    return b->p ? (struct str){b->p, b->n} : STR_NONE;
}

const char *buf_cstr(struct buf *b)
{
    b->p = mem_grow(b->p, &b->cap, b->n + 1, 1);
    b->p[b->n] = '\0';
    return b->p;
}
