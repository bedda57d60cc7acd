/* core/hash.c: FNV-1a by hand, BLAKE2b and SHA-256 by libsodium. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/hash.h"

#include "core/mem.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

uint32_t fnv1a32_from(uint32_t seed, const void *p, size_t n)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        seed = (seed ^ b[i]) * 16777619u;
    return seed;
}

uint32_t fnv1a32(const void *p, size_t n)
{
    return fnv1a32_from(FNV1A32_START, p, n);
}

uint64_t hash_quick(struct str s)
{
    uint64_t h = s.n, word;
    for (; s.n; s = str_after(s, sizeof word)) {
        word = 0;
        memcpy(&word, s.p, s.n < sizeof word ? s.n : sizeof word);
        h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 over the golden ratio */
        h ^= h >> 32;
    }
    return h;
}

void hash_sha256(struct str s, unsigned char out[SHA256_BYTES])
{
    crypto_hash_sha256(out, (const unsigned char *)s.p, s.n);
}

int64_t hash_key(const struct str *piece, size_t n)
{
    crypto_generichash_state st;
    unsigned char out[16];
    crypto_generichash_init(&st, NULL, 0, sizeof out);
    for (size_t i = 0; i < n; i++) {
        uint64_t len = piece[i].n;
        unsigned char le[8];
        for (int k = 0; k < 8; k++)
            le[k] = (unsigned char)(len >> (8 * k));
        crypto_generichash_update(&st, le, sizeof le);
        crypto_generichash_update(&st, (const unsigned char *)piece[i].p, piece[i].n);
    }
    crypto_generichash_final(&st, out, sizeof out);
    uint64_t v = 0;
    for (int k = 0; k < 8; k++)
        v |= (uint64_t)out[k] << (8 * k);
    return (int64_t)(v & INT64_MAX);
}

struct hash_stream {
    crypto_generichash_state st;
};

struct hash_stream *hash_stream_new(void)
{
    /* libsodium wants its state on 64 bytes */
    struct hash_stream *h = aligned_alloc(64, (sizeof *h + 63) / 64 * 64);
    if (!h)
        abort();
    crypto_generichash_init(&h->st, NULL, 0, 32);
    return h;
}

void hash_stream_put(struct hash_stream *h, const void *p, size_t n)
{
    crypto_generichash_update(&h->st, p, n);
}

void hash_stream_end(struct hash_stream *h, char hex[65])
{
    unsigned char out[32];
    crypto_generichash_final(&h->st, out, sizeof out);
    sodium_bin2hex(hex, 65, out, sizeof out);
    mem_free(h);
}
