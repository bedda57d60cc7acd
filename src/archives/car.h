/* archives/car.h: CARv1, a file of blocks that are named by what is in them, and their names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_CAR_H
#define ARCHIVES_CAR_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/stream.h"

enum {
    CID_DIGEST = 32,
    CID_BYTES = 36, /* of the only kind that AT Protocol has: CIDv1, SHA-256 */
    CID_RAW = 0x55,
    CID_DAG_CBOR = 0x71
};

/* The name of a block: what is in it, and the digest of its bytes. */
struct cid {
    unsigned char codec;
    unsigned char digest[CID_DIGEST];
};

/* The whole of `s` as a binary CID; false for another kind. */
bool cid_parse(struct str s, struct cid *out);
/* "bafy…", as the API writes it. */
struct str cid_text(const struct cid *c, struct arena *a);
bool cid_eq(const struct cid *a, const struct cid *b);

/* A file under way, from front to back; blocks come in any order and may come twice. */
struct car {
    struct stream *in;
    struct cid root; /* the first of the header */
    struct buf block;
    unsigned char raw[16384];
    size_t at, n;
};

struct car_block {
    struct cid cid;
    struct str bytes; /* good until the next call; "" where it is larger than LIMIT_CAR_BLOCK */
    bool good;        /* the bytes are those that the CID names */
    bool large;
};

/* Reads the header. ERR_PARSE where it is no CARv1 with a root that is a CID. Give the memory
 * back with car_done, also after an error. */
MUST_CHECK enum err_code car_init(struct car *c, struct stream *in, struct err *e);
void car_done(struct car *c);

/* The next block; *got false at the end. ERR_PARSE where the file is cut off. Blocks whose CID is
 * of another kind are passed over: nothing in a repository can name them. */
MUST_CHECK enum err_code car_next(struct car *c, struct car_block *out, bool *got,
                                  struct err *e);

#endif
