/* tests/fuzz/fuzz_csv.c: any bytes as CSV: no cell is made of more than there was. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/limits.h"
#include "text/decode.h"

/* What is written is read back. */
static void round_trip(const struct csv_row *row)
{
    struct buf b;
    struct stream_mem m;
    struct csv_row again;
    struct err e = {0};
    bool got = false;
    struct arena *a = arena_new(MIB(64));
    buf_init(&b, MIB(4));
    buf_lit(&b, "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\n"); /* what the delimiter is */
    for (size_t i = 0; i < row->n; i++) {
        if (i)
            buf_char(&b, ',');
        csv_put(&b, row->cell[i]);
    }
    buf_lit(&b, ",\"end\"\n");
    struct csv *csv = csv_new(stream_mem_init(&m, buf_view(&b)));
    assert(csv_next(csv, a, &again, &got, &e) == ERR_OK && got && again.n == 16);
    enum err_code rc = csv_next(csv, a, &again, &got, &e);
    assert(rc == ERR_OK && got && again.n == row->n + 1);
    for (size_t i = 0; i < row->n; i++)
        assert(str_eq(again.cell[i], row->cell[i]));
    csv_free(csv);
    buf_free(&b);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stream_mem m;
    struct decode decode;
    struct csv *csv =
        csv_new(decode_init(&decode, stream_mem_init(&m, str_of((const char *)data, size))));
    struct arena *a = arena_new(MIB(64));
    size_t total = 0, line = 0;
    for (bool got = true; got;) {
        struct csv_row row;
        struct err e = {0};
        enum err_code rc = csv_next(csv, a, &row, &got, &e);
        assert(rc == ERR_OK || e.msg[0]);
        if (rc || !got)
            break;
        assert(row.n >= 1 && row.line > line);
        line = row.line;
        for (size_t i = 0; i < row.n; i++)
            total += row.cell[i].n;
        total += row.n - 1; /* what stood between them */
        if (row.n < 64 && row.raw.n < 4096)
            round_trip(&row);
        arena_reset(a);
    }
    assert(total <= size * 2); /* UTF-16 can grow to three bytes for two */
    csv_free(csv);
    arena_free(a);
    return 0;
}
