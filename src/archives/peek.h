/* archives/peek.h: a stream whose first bytes can be looked at before it is read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_PEEK_H
#define ARCHIVES_PEEK_H

#include "core/stream.h"

struct peek {
    struct stream stream; /* gives all of it, from the first byte on */
    struct stream *in;
    char head[4096];
    size_t n, at;
};

/* `in` stays the caller's and must outlive it. */
MUST_CHECK enum err_code peek_init(struct peek *k, struct stream *in, struct err *e);
struct str peek_head(const struct peek *k);

#endif
