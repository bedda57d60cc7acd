/* core/stream.c: the two plain sources of bytes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/stream.h"

#include <errno.h>
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

static enum err_code file_read(struct stream *s, void *p, size_t cap, size_t *got,
                               struct err *e)
{
    struct stream_file *f = (struct stream_file *)s;
    *got = fread(p, 1, cap, f->f);
    if (*got == 0 && ferror(f->f))
        return err_set(e, ERR_IO, "reading failed: %s", strerror(errno));
    return ERR_OK;
}

struct stream *stream_file_init(struct stream_file *s, FILE *f)
{
    *s = (struct stream_file){{file_read}, f};
    return &s->stream;
}
