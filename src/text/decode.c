/* text/decode.c: byte order marks and UTF-16. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/decode.h"

#include "text/utf8.h"

#include <string.h>

/* Keeps what is unread and reads until at least `want` bytes are there or the stream ends. */
static enum err_code fill(struct decode *d, size_t want, struct err *e)
{
    if (d->at > 0) {
        memmove(d->raw, d->raw + d->at, d->n - d->at);
        d->n -= d->at;
        d->at = 0;
    }
    while (!d->ended && d->n < want) {
        size_t got = 0;
        enum err_code rc = stream_read(d->in, d->raw + d->n, sizeof d->raw - d->n, &got, e);
        if (rc)
            return rc;
        d->ended = got == 0;
        d->n += got;
    }
    return ERR_OK;
}

static void find_unit(struct decode *d)
{
    d->unit = 1;
    if (d->n >= 3 && memcmp(d->raw, "\xEF\xBB\xBF", 3) == 0) {
        d->at = 3;
    } else if (d->n >= 2 &&
               (memcmp(d->raw, "\xFF\xFE", 2) == 0 || memcmp(d->raw, "\xFE\xFF", 2) == 0)) {
        d->unit = 2;
        d->big = d->raw[0] == 0xFE;
        d->at = 2;
    }
}

static uint32_t unit_at(const struct decode *d, size_t at)
{
    uint32_t a = d->raw[at], b = d->raw[at + 1];
    return d->big ? a << 8 | b : b << 8 | a;
}

static uint32_t next_point(struct decode *d)
{
    uint32_t c = unit_at(d, d->at);
    d->at += 2;
    if (c >= 0xD800 && c < 0xDC00 && d->n - d->at >= 2) {
        uint32_t low = unit_at(d, d->at);
        if (low >= 0xDC00 && low < 0xE000) {
            d->at += 2;
            return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return c;
}

/* Whole characters, as many as fit; there is room for one. */
static enum err_code take_points(struct decode *d, void *p, size_t cap, size_t *got,
                                 struct err *e)
{
    enum err_code rc = ERR_OK;
    struct buf out;
    buf_init(&out, cap);
    while (out.n + 4 <= cap && d->n - d->at >= 2 && rc == ERR_OK) {
        utf8_put(&out, next_point(d));
        if (d->n - d->at < 4)
            rc = fill(d, 4, e);
    }
    if (out.n)
        memcpy(p, out.p, out.n);
    *got = out.n;
    buf_free(&out);
    return rc;
}

/* For who asks for less than a character may need: one, byte by byte. */
static enum err_code take_bytes(struct decode *d, void *p, size_t cap, size_t *got,
                                struct err *e)
{
    enum err_code rc = ERR_OK;
    if (d->spare_n == 0)
        rc = take_points(d, d->spare, sizeof d->spare, &d->spare_n, e);
    *got = d->spare_n < cap ? d->spare_n : cap;
    memcpy(p, d->spare, *got);
    d->spare_n -= *got;
    memmove(d->spare, d->spare + *got, d->spare_n);
    return rc;
}

static enum err_code decode_read(struct stream *s, void *p, size_t cap, size_t *got,
                                 struct err *e)
{
    struct decode *d = (struct decode *)s;
    *got = 0;
    enum err_code rc = d->n - d->at < 4 ? fill(d, 4, e) : ERR_OK;
    if (rc)
        return rc;
    if (!d->unit) {
        find_unit(d);
        if ((rc = fill(d, 4, e))) /* the mark took of the first character's bytes */
            return rc;
    }
    if (d->unit == 1) {
        size_t n = d->n - d->at < cap ? d->n - d->at : cap;
        if (n == 0 && !d->ended)
            return stream_read(d->in, p, cap, got, e);
        memcpy(p, d->raw + d->at, n);
        d->at += n;
        *got = n;
        return ERR_OK;
    }
    return d->spare_n == 0 && cap >= 4 ? take_points(d, p, cap, got, e)
                                       : take_bytes(d, p, cap, got, e);
}

struct stream *decode_init(struct decode *d, struct stream *in)
{
    *d = (struct decode){.stream = {decode_read}, .in = in};
    return &d->stream;
}
