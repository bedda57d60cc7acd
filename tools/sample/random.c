/* tools/sample/random.c: numbers by chance that are the same on every machine (xorshift64*). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

/* Sebastiano Vigna, "An experimental exploration of Marsaglia's xorshift generators". */
uint64_t rng_next(struct rng *r)
{
    r->s ^= r->s >> 12;
    r->s ^= r->s << 25;
    r->s ^= r->s >> 27;
    return r->s * UINT64_C(2685821657736338717);
}

/* Each purpose has numbers of its own, so that a change in one file leaves the others alone. */
void rng_init(struct rng *r, uint64_t seed, const char *purpose, uint64_t n)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (const char *p = purpose; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
    h ^= seed * UINT64_C(0x9E3779B97F4A7C15);
    h ^= (n + 1) * UINT64_C(0xD1B54A32D192ED03);
    h ^= h >> 31;
    h *= UINT64_C(0xBF58476D1CE4E5B9);
    h ^= h >> 29;
    r->s = h ? h : 1;
    rng_next(r);
    rng_next(r);
}

size_t rng_below(struct rng *r, size_t n)
{
    return n ? (size_t)((rng_next(r) >> 11) % n) : 0;
}

int rng_range(struct rng *r, int lo, int hi)
{
    return hi <= lo ? lo : lo + (int)rng_below(r, (size_t)(hi - lo) + 1);
}

bool rng_chance(struct rng *r, int percent)
{
    return rng_below(r, 100) < (size_t)(percent < 0 ? 0 : percent);
}
