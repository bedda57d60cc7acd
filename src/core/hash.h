/* core/hash.h: FNV-1a for tables and features; BLAKE2b for names that must not collide; SHA-256
 * for names that others gave. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include "core/str.h"

/* FNV-1a, 32 bit (Fowler, Noll, Vo; draft-eastlake-fnv). Continue from an earlier value by
 * passing it as `seed`; start with FNV1A32_START. */
#define FNV1A32_START 2166136261u
uint32_t fnv1a32_from(uint32_t seed, const void *p, size_t n);
uint32_t fnv1a32(const void *p, size_t n);

/* 64 bits of what nobody has a reason to forge, eight bytes at a time: whether a page changed. */
uint64_t hash_quick(struct str s);

/* The first 63 bits of BLAKE2b (RFC 7693) over the pieces, each with its length in front, so
 * that ("ab","c") and ("a","bc") differ. Never negative: it is a key in the store. */
int64_t hash_key(const struct str *piece, size_t n);

enum {
    SHA256_BYTES = 32
};
/* SHA-256 (FIPS 180-4), by which others name things: blocks of a repository. */
void hash_sha256(struct str s, unsigned char out[SHA256_BYTES]);

/* BLAKE2b-256 of a stream, as 64 hex digits: the fingerprint of an archive. */
struct hash_stream;
struct hash_stream *hash_stream_new(void);
void hash_stream_put(struct hash_stream *h, const void *p, size_t n);
void hash_stream_end(struct hash_stream *h, char hex[65]); /* also frees it */

#endif
