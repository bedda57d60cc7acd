/* tests/fuzz/fuzz_tokens.c: words of any bytes are short, whole and come to an end. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/tokens.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct buf word;
    buf_init(&word, TOKEN_BYTES + 4);
    while (tokens_next(&rest, &word)) {
        struct str w = buf_view(&word);
        if (w.n == 0 || w.n > TOKEN_BYTES || !utf8_valid(w) || word.over)
            abort();
        for (size_t i = 0; i < w.n;
             i++) /* nothing that PostgreSQL's notation would stumble over */
            if (w.p[i] == '\'' || w.p[i] == '\\' || w.p[i] == ':' ||
                (unsigned char)w.p[i] <= ' ')
                abort();
    }
    buf_free(&word);
    return 0;
}
