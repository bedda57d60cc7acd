/* archives/table.c: CSV files that are known by their header row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/table.h"

#include "text/decode.h"
#include "text/utf8.h"

enum {
    HEADER_WITHIN = 20
};

static bool has_all(const struct csv_row *row, const char *const *needs)
{
    for (; *needs; needs++)
        if (csv_column(row, *needs) < 0)
            return false;
    return true;
}

static const struct table_kind *kind_of(const struct csv_row *row,
                                        const struct table_kind *kinds)
{
    for (; kinds->needs; kinds++)
        if (has_all(row, kinds->needs))
            return kinds;
    return NULL;
}

void table_clean(struct csv_row *row, struct arena *a)
{
    for (size_t i = 0; i < row->n; i++)
        row->cell[i] = str_trim(utf8_or_cp1252(row->cell[i], a));
}

/* The rows behind the header, each in an arena that is emptied after it. */
static enum err_code read_rows(struct reading *r, struct csv *csv,
                               const struct table_kind *kind, const struct csv_row *header,
                               struct err *e)
{
    for (;;) {
        struct csv_row row;
        bool got = false;
        arena_reset(r->piece);
        enum err_code rc = csv_next(csv, r->piece, &row, &got, e);
        if (rc || !got)
            return rc;
        table_clean(&row, r->piece);
        if ((rc = kind->row(r, header, &row, e)))
            return rc;
    }
}

static enum err_code find_header(struct csv *csv, struct arena *a,
                                 const struct table_kind *kinds, struct csv_row *header,
                                 const struct table_kind **kind, struct err *e)
{
    *kind = NULL;
    for (int i = 0; i < HEADER_WITHIN && !*kind; i++) {
        bool got = false;
        enum err_code rc = csv_next(csv, a, header, &got, e);
        if (rc || !got)
            return rc;
        table_clean(header, a);
        *kind = kind_of(header, kinds);
    }
    return ERR_OK;
}

enum err_code table_read(struct reading *r, struct stream *in, const struct table_kind *kinds,
                         struct err *e)
{
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, in));
    struct arena *a = arena_new((size_t)64 << 20);
    struct csv_row header;
    const struct table_kind *kind = NULL;
    enum err_code rc = find_header(csv, a, kinds, &header, &kind, e);
    if (rc == ERR_OK && kind)
        rc = read_rows(r, csv, kind, &header, e);
    arena_free(a);
    csv_free(csv);
    return rc;
}

bool table_head_has(struct str head, const char *const *needs)
{
    struct stream_mem mem;
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, stream_mem_init(&mem, head)));
    struct arena *a = arena_new((size_t)1 << 20);
    const struct table_kind kinds[] = {
        {needs, NULL},
        {NULL,  NULL}
    };
    struct csv_row header;
    const struct table_kind *kind = NULL;
    enum err_code rc = find_header(csv, a, kinds, &header, &kind, NULL);
    arena_free(a);
    csv_free(csv);
    return rc == ERR_OK && kind != NULL;
}
