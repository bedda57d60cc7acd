/* core/buf.h: growing bytes with a ceiling; what every function that writes text fills. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/attr.h"
#include "core/str.h"

/* Owned by whoever called buf_init. Bytes beyond `max` are dropped and `over` is set, so that
 * outside input can be long but never costs more memory than was granted. */
struct buf {
    char *p;
    size_t n, cap, max;
    bool over;
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_free(struct buf *b);  /* gives the memory back; the buf can be used again */
void buf_clear(struct buf *b); /* empties it and keeps the memory */

void buf_put(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_lit(struct buf *b, const char *c);
void buf_char(struct buf *b, char c);
void buf_i64(struct buf *b, int64_t v);    /* in decimal */
void buf_number(struct buf *b, int64_t v); /* for people: 1,234,567 */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

struct str buf_view(const struct buf *b); /* good until the next write */
const char *buf_cstr(struct buf *b);      /* the same with a NUL behind it */

#endif
