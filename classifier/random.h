/* classifier/random.h: the trainer's own random numbers, the same on every machine. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLASSIFIER_RANDOM_H
#define CLASSIFIER_RANDOM_H

#include <stdint.h>

/* splitmix64 (Steele, Lea, Flood 2014; Vigna's public-domain code). */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint32_t random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

#endif
