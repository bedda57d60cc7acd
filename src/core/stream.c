/* core/stream.c: reading, and memory as a source. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/stream.h"

#include <string.h>

enum err_code stream_read(struct stream *s, void *p, size_t cap, size_t *got, struct err *e)
{
    return s->read(s, p, cap, got, e);
}

static enum err_code mem_read(struct stream *s, void *p, size_t cap, size_t *got, struct err *e)
{
    (void)e;
    struct stream_mem *m = (struct stream_mem *)s;
    size_t n = m->rest.n < cap ? m->rest.n : cap;
    if (n)
        memcpy(p, m->rest.p, n);
    m->rest = str_after(m->rest, n);
    *got = n;
    return ERR_OK;
}

struct stream *stream_mem_init(struct stream_mem *m, struct str bytes)
{
    *m = (struct stream_mem){{mem_read}, bytes};
    return &m->stream;
}
