/* archives/peek.c: the first bytes of a stream, without taking them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/peek.h"

#include <string.h>

static enum err_code peek_read(struct stream *s, void *p, size_t cap, size_t *got,
                               struct err *e)
{
    struct peek *k = (struct peek *)s;
    if (k->at == k->n)
        return stream_read(k->in, p, cap, got, e);
    *got = k->n - k->at < cap ? k->n - k->at : cap;
    memcpy(p, k->head + k->at, *got);
    k->at += *got;
    return ERR_OK;
}

enum err_code peek_init(struct peek *k, struct stream *in, struct err *e)
{
    k->stream.read = peek_read;
    k->in = in;
    k->n = k->at = 0;
    for (size_t got = 1; got > 0 && k->n < sizeof k->head; k->n += got) {
        enum err_code rc = stream_read(in, k->head + k->n, sizeof k->head - k->n, &got, e);
        if (rc)
            return rc;
    }
    return ERR_OK;
}

struct str peek_head(const struct peek *k)
{
    return str_of(k->head, k->n);
}
