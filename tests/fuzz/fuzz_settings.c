/* tests/fuzz/fuzz_settings.c: any bytes as a context's settings: what is read is written back the
 * same, once it is ours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "context/settings.h"
#include "core/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(256));
    struct settings st;
    struct str once, twice, list;
    const struct str *word;
    size_t n;
    struct err e;
    struct str in = str_of((const char *)data, size);
    if (settings_parse(in, a, &st, &e) == ERR_OK &&
        settings_write(&st, a, &once, &e) == ERR_OK) {
        if (settings_parse(once, a, &st, &e) != ERR_OK ||
            settings_write(&st, a, &twice, &e) != ERR_OK)
            assert(0);
        assert(str_eq(once, twice));
    }
    if (settings_words(in, a, &word, &n, &e) == ERR_OK)
        assert(n <= SETTINGS_WORDS_MOST);
    if (settings_topics(in, a, &list, &e) == ERR_OK)
        assert(list.n < 400);
    arena_free(a);
    return 0;
}
