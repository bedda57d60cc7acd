/* tests/fuzz/fuzz_vcard.c: any bytes as vCards. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>

#include "archives/reader.h"
#include "core/limits.h"
#include "text/utf8.h"

extern const struct reader reader_vcard;

/* Whatever comes in, what goes out is valid UTF-8. */
static enum err_code put(struct sink *s, const struct record *r, struct err *e)
{
    size_t n;
    const size_t *at = record_strings(r->kind, &n);
    (void)s, (void)e;
    for (size_t i = 0; i < n && r->kind != RECORD_UNREAD; i++) {
        const struct str *text = (const struct str *)(const void *)((const char *)r + at[i]);
        assert(text->n == 0 || utf8_valid(*text));
    }
    return ERR_OK;
}

/* The first byte says as which file the rest is read in each phase. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t rows = 0;
    struct sink sink = {put};
    struct stream_mem m;
    struct err e = {0};
    while (reader_vcard.files[rows].pattern)
        rows++;
    if (size == 0)
        return 0;
    const struct reader_file *row = &reader_vcard.files[data[0] % rows];
    struct reading r = {.sink = &sink,
                        .arena = arena_new(LIMIT_JSON_TREE),
                        .piece = arena_new(LIMIT_JSON_TREE),
                        .state = calloc(1, reader_vcard.state_size + 1),
                        .file = str_from(row->pattern),
                        .file_flat = str_from(row->pattern)};
    for (int phase = 0; phase < READER_PHASES; phase++) {
        for (const struct reader_file *f = reader_vcard.files; f->pattern; f++) {
            if (f->phase != phase || !str_is(r.file, f->pattern))
                continue;
            struct stream *in = stream_mem_init(&m, str_of((const char *)data + 1, size - 1));
            enum err_code rc = f->read(&r, in, &e);
            assert(rc == ERR_OK || e.msg[0] != '\0');
            arena_reset(r.piece);
        }
        if (reader_vcard.phase_end)
            assert(reader_vcard.phase_end(&r, phase, &e) == ERR_OK);
    }
    if (reader_vcard.done)
        reader_vcard.done(&r);
    free(r.state);
    arena_free(r.piece);
    arena_free(r.arena);
    return 0;
}
