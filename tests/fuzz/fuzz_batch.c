/* tests/fuzz/fuzz_batch.c: any bytes as records that a reader in its sandbox sent. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "model/batch.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e;
    if (size == 0)
        return 0;
    size_t n = data[0] % 8, heads = n * sizeof(struct record);
    data++, size--;
    if (heads > size)
        return 0;
    struct record *r = malloc(heads + 1);
    memcpy(r, data, heads);
    char *text = malloc(size - heads + 1);
    memcpy(text, data + heads, size - heads);
    if (batch_open(r, n, str_of(text, size - heads), &e) == ERR_OK)
        for (size_t i = 0; i < n; i++) { /* whatever is let through is what it says */
            size_t strings;
            const size_t *at = record_strings(r[i].kind, &strings);
            assert((unsigned)r[i].kind < RECORD_KIND_COUNT);
            for (size_t k = 0; k < strings; k++) {
                const struct str *s = (const struct str *)(const void *)((char *)&r[i] + at[k]);
                assert(s->n == 0 || (s->p >= text && s->p + s->n <= text + size - heads));
                assert(utf8_valid(*s));
            }
        }
    free(text);
    free(r);
    return 0;
}
