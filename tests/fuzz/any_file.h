/* tests/fuzz/any_file.h: any bytes as one file of an archive, through all phases of its reader. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_FUZZ_ANY_FILE_H
#define TESTS_FUZZ_ANY_FILE_H

#include <assert.h>
#include <stdlib.h>

#include "archives/reader.h"
#include "core/limits.h"
#include "text/utf8.h"

/* Whatever comes in, what goes out is valid UTF-8. */
static enum err_code put(struct sink *s, const struct record *r, struct err *e)
{
    size_t n;
    const size_t *at = record_strings(r->kind, &n);
    (void)s, (void)e;
    for (size_t i = 0; i < n; i++) {
        const struct str *text = (const struct str *)(const void *)((const char *)r + at[i]);
        assert(text->n == 0 || utf8_valid(*text));
    }
    return ERR_OK;
}

static void read_phase(const struct reader *rd, struct reading *r, int phase, struct str bytes)
{
    struct stream_mem m;
    struct err e = {0};
    for (const struct reader_file *f = rd->files; f->pattern; f++) {
        if (f->phase != phase || !str_is(r->file, f->pattern))
            continue;
        enum err_code rc = f->read(r, stream_mem_init(&m, bytes), &e);
        assert(rc == ERR_OK || e.msg[0] != '\0');
        arena_reset(r->piece);
    }
    if (rd->phase_end) {
        enum err_code rc = rd->phase_end(r, phase, &e);
        assert(rc == ERR_OK);
    }
}

/* The first byte says as which of the reader's files the rest is read. */
static int read_any_file(const struct reader *rd, const uint8_t *data, size_t size)
{
    size_t rows = 0;
    struct sink sink = {put};
    while (rd->files[rows].pattern)
        rows++;
    if (size == 0)
        return 0;
    struct str pattern = str_from(rd->files[data[0] % rows].pattern);
    struct reading r = {.sink = &sink,
                        .arena = arena_new(LIMIT_JSON_TREE),
                        .piece = arena_new(LIMIT_JSON_TREE),
                        .state = calloc(1, rd->state_size + 1),
                        .file = pattern,
                        .file_flat = pattern};
    for (int phase = 0; phase < READER_PHASES; phase++)
        read_phase(rd, &r, phase, str_of((const char *)data + 1, size - 1));
    if (rd->done)
        rd->done(&r);
    free(r.state);
    arena_free(r.piece);
    arena_free(r.arena);
    return 0;
}

#endif
