/* tests/fuzz/fuzz_sensitive.c: any bytes through the scanners; spans must lie inside the text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>

#include "context/check.h"
#include "core/embed.h"

static struct judges judges; /* made once */
static struct arena *table;

static void done(void)
{
    judges_free(&judges);
    arena_free(table);
}

static void prepare(void)
{
    static const char rules[] = "[each]\nx | any | always | fits | - | x\n";
    struct err e = {0};
    table = arena_new(4 << 20); /* for good */
    if (judges_of(str_from(rules), embed_tact_model, embed_tact_model_size, table, &judges,
                  &e) != ERR_OK)
        abort();
    atexit(done);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (judges.model == NULL)
        prepare();
    struct arena *a = arena_new(64 << 20);
    struct check c;
    struct err e = {0};
    if (check_facts(&judges, NULL, str_of((const char *)data, size), a, &c, &e) == ERR_OK) {
        for (size_t i = 0; i < c.n_sensitive; i++)
            assert(c.sensitive[i].from < c.sensitive[i].to && c.sensitive[i].to <= size);
    }
    arena_free(a);
    return 0;
}
