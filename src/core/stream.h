/* core/stream.h: where bytes come from: memory, a file or an entry of an archive. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_STREAM_H
#define CORE_STREAM_H

#include "core/err.h"
#include "core/str.h"

/* One source of bytes, read from front to back. `read` puts up to `cap` bytes at `p` and says
 * how many in *got; none means the end. */
struct stream {
    enum err_code (*read)(struct stream *s, void *p, size_t cap, size_t *got, struct err *e);
};

MUST_CHECK enum err_code stream_read(struct stream *s, void *p, size_t cap, size_t *got,
                                     struct err *e);

/* Reads from memory that outlives it. */
struct stream_mem {
    struct stream stream;
    struct str rest;
};
struct stream *stream_mem_init(struct stream_mem *m, struct str bytes);

#endif
