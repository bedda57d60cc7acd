/* tests/fuzz/fuzz_picture.c: any bytes as a picture with metadata. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <string.h>

#include "context/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct sensitive *list;
    size_t n;
    struct err e = {0};
    if (picture_facts(str_of((const char *)data, size), a, &list, &n, &e) == ERR_OK) {
        assert(n <= PICTURE_FACTS);
        for (size_t i = 0; i < n; i++)
            assert(strlen(list[i].why) < 400);
    }
    arena_free(a);
    return 0;
}
