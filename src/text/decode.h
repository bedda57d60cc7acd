/* text/decode.h: a stream of text in the encodings that programs really export, as UTF-8. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_DECODE_H
#define TEXT_DECODE_H

#include "core/stream.h"

/* Drops a UTF-8 byte order mark and turns UTF-16 with one (Excel's "Unicode text") into UTF-8;
 * anything else passes through as it is. Lone surrogates become U+FFFD. */
struct decode {
    struct stream stream;
    struct stream *in;
    unsigned char raw[8192];
    size_t at, n;
    int unit; /* 0 not known yet, 1 bytes, 2 UTF-16 */
    bool big; /* UTF-16's byte order */
    bool ended;
    unsigned char spare[4]; /* the rest of a character that was asked for in pieces */
    size_t spare_n;
};

/* `in` stays the caller's and must outlive it. */
struct stream *decode_init(struct decode *d, struct stream *in);

#endif
