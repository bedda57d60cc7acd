/* context/words.c: looks up word vectors and averages them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/words.h"

#include <math.h>
#include <string.h>

static uint32_t hash_at(const struct words *w, size_t i)
{
    const unsigned char *p = w->hashes + 4 * i;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Hashes lie evenly in 32 bits, so a guess by proportion is off by a few places only. */
int words_find(const struct words *w, uint32_t hash)
{
    if (w->n == 0)
        return -1;
    size_t at = (size_t)((uint64_t)hash * w->n >> 32);
    while (at > 0 && hash_at(w, at) > hash)
        at--;
    while (at + 1 < w->n && hash_at(w, at) < hash)
        at++;
    return hash_at(w, at) == hash ? (int)at : -1;
}

float words_mean(const struct words *w, const struct features *f, float mean[WORDS_DIMS])
{
    int32_t sum[WORDS_DIMS] = {0};
    for (size_t i = 0; i < f->n_tokens; i++) {
        if (!f->tokens[i].in_words)
            continue;
        if (f->tokens[i].word < 0)
            continue;
        const signed char *v = w->vectors + (size_t)f->tokens[i].word * WORDS_DIMS;
        for (int d = 0; d < WORDS_DIMS; d++)
            sum[d] += v[d];
    }
    float square = 0;
    for (int d = 0; d < WORDS_DIMS; d++)
        square += (float)sum[d] * (float)sum[d];
    float factor = square > 0 ? 1.0f / sqrtf(square) : 0;
    for (int d = 0; d < WORDS_DIMS; d++)
        mean[d] = (float)sum[d] * factor;
    return factor;
}
