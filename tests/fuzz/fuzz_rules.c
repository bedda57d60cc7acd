/* tests/fuzz/fuzz_rules.c: any bytes as a rule table; a refusal must have a message. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "context/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64 << 20);
    struct rules r;
    struct err e = {0};
    if (rules_parse(str_of((const char *)data, size), a, &r, &e) != ERR_OK)
        assert(e.msg[0] != '\0');
    arena_free(a);
    return 0;
}
