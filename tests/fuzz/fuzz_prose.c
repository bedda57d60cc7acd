/* tests/fuzz/fuzz_prose.c: any bytes as Markdown: each stays in its place or becomes a blank. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "core/limits.h"
#include "writing/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(64));
    struct str in = str_of((const char *)data, size), out = prose_of_markdown(in, a);
    assert(out.n == in.n);
    for (size_t i = 0; i < in.n; i++)
        assert(out.p[i] == in.p[i] || (out.p[i] == ' ' && in.p[i] != '\n'));
    arena_free(a);
    return 0;
}
