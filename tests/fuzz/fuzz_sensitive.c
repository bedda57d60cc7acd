/* tests/fuzz/fuzz_sensitive.c: any bytes through the scanners; spans must lie inside the text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "context/sensitive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64 << 20);
    struct sensitive *list;
    size_t n;
    struct err e;
    if (sensitive_scan(str_of((const char *)data, size), a, &list, &n, &e) == ERR_OK) {
        for (size_t i = 0; i < n; i++)
            assert(list[i].from < list[i].to && list[i].to <= size);
    }
    arena_free(a);
    return 0;
}
