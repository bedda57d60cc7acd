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

const signed char *words_find(const struct words *w, uint32_t hash)
{
    size_t lo = 0;
    size_t hi = w->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        uint32_t at = hash_at(w, mid);
        if (at == hash)
            return w->vectors + mid * WORDS_DIMS;
        if (at < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

float words_mean(const struct words *w, const struct features *f, float mean[WORDS_DIMS])
{
    int32_t sum[WORDS_DIMS] = {0};
    for (size_t i = 0; i < f->n_tokens; i++) {
        if (!f->tokens[i].in_words)
            continue;
        const signed char *v = words_find(w, f->tokens[i].hash);
        for (int d = 0; v != NULL && d < WORDS_DIMS; d++)
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
