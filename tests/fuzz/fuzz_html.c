/* tests/fuzz/fuzz_html.c: any bytes as HTML: valid UTF-8, no longer than they, comes out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(64));
    struct str in = utf8_clean(str_of((const char *)data, size), a);
    struct str text = html_to_text(in, a);
    assert(utf8_valid(text));
    assert(text.n <= in.n);
    struct str once = html_unescape(in, a);
    assert(utf8_valid(once));
    assert(once.n <= in.n);
    arena_free(a);
    return 0;
}
