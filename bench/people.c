/* bench/people.c: the matcher on any set of records: clusters as CSV, and how right they are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/buf.h"
#include "core/csv.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"
#include "core/time.h"
#include "people/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* A column of the records, as the file of fields declares it. */
struct column {
    struct str name;
    enum {
        COLUMN_VALUE,
        COLUMN_ID,
        COLUMN_TRUTH,
        COLUMN_IGNORE
    } what;
    size_t field;
    struct str separator;
};

struct bench {
    struct arena *a;
    struct column column[MATCH_FIELDS_MOST];
    size_t columns;
    struct match_field field[MATCH_FIELDS_MOST];
    size_t fields;
    struct match *m;
    struct record {
        struct str id, truth;
        int file;
        size_t row;
    } * record;
    size_t n, cap;
    bool has_truth;
    uint32_t *least;
};

_Noreturn static void fail(const char *what, const struct err *e)
{
    fprintf(stderr, "bench-people: %s%s%s\n", what, e ? ": " : "", e ? e->msg : "");
    exit(64);
}

struct file_stream {
    struct stream stream;
    FILE *f;
};

static enum err_code file_read(struct stream *s, void *p, size_t cap, size_t *got,
                               struct err *e)
{
    FILE *f = ((struct file_stream *)s)->f;
    *got = fread(p, 1, cap, f);
    return ferror(f) ? err_set(e, ERR_IO, "it cannot be read") : ERR_OK;
}

/* One row after the other of a CSV file, the header first. */
struct table {
    const char *path;
    struct file_stream in;
    struct csv *csv;
    struct csv_row header;
};

static void table_open(struct table *t, const char *path, struct arena *a)
{
    struct err e;
    bool got = false;
    *t = (struct table){
        .path = path, .in = {{file_read}, fopen(path, "rb")}
    };
    if (!t->in.f)
        fail(path, err_set(&e, ERR_IO, "it cannot be opened") ? &e : NULL);
    t->csv = csv_new(&t->in.stream);
    if (csv_next(t->csv, a, &t->header, &got, &e))
        fail(path, &e);
    if (!got)
        fail(path, err_set(&e, ERR_PARSE, "it is empty") ? &e : NULL);
}

static bool table_next(struct table *t, struct arena *a, struct csv_row *row)
{
    struct err e;
    bool got = false;
    if (csv_next(t->csv, a, row, &got, &e))
        fail(t->path, &e);
    return got;
}

static void table_close(struct table *t)
{
    csv_free(t->csv);
    fclose(t->in.f);
}

static void read_fields(struct bench *b, const char *path)
{
    struct table t;
    struct csv_row row;
    struct err e;
    table_open(&t, path, b->a);
    while (table_next(&t, b->a, &row)) {
        struct column *c = &b->column[b->columns];
        struct str role = str_trim(csv_cell(&t.header, &row, "role"));
        *c = (struct column){str_trim(csv_cell(&t.header, &row, "column")), COLUMN_VALUE,
                             b->fields, csv_cell(&t.header, &row, "separator")};
        if (c->name.n == 0)
            fail(path, err_set(&e, ERR_PARSE, "line %zu has no column", row.line) ? &e : NULL);
        if (str_is(role, "id"))
            c->what = COLUMN_ID;
        else if (str_is(role, "truth"))
            c->what = COLUMN_TRUTH;
        else if (str_is(role, "ignore"))
            c->what = COLUMN_IGNORE;
        else if (!match_role_from(role, &b->field[b->fields].role))
            fail(path, err_set(&e, ERR_PARSE, "line %zu: \"" STRF "\" is no role", row.line,
                               STRA(role))
                           ? &e
                           : NULL);
        else
            b->field[b->fields++].name = c->name;
        b->columns++;
        if (b->columns == MATCH_FIELDS_MOST - 1)
            fail(path, err_set(&e, ERR_LIMIT, "more than %d columns", MATCH_FIELDS_MOST - 2)
                           ? &e
                           : NULL);
    }
    table_close(&t);
}

/* A cell whose column stands for several values. */
static void put_cell(struct bench *b, const struct column *c, struct str cell)
{
    ptrdiff_t at;
    while (c->separator.n && (at = str_find(cell, c->separator)) >= 0) {
        match_value(b->m, c->field, str_sub(cell, 0, (size_t)at));
        cell = str_after(cell, (size_t)at + c->separator.n);
    }
    match_value(b->m, c->field, cell);
}

/* Whoever declares a column that is not there has mistyped it. */
static void need_columns(const struct bench *b, const struct table *t)
{
    struct err e;
    for (size_t i = 0; i < b->columns; i++) {
        struct arena *a = arena_new(KIB(64));
        if (csv_column(&t->header, arena_cstr(a, b->column[i].name)) < 0)
            fail(t->path, err_set(&e, ERR_PARSE, "it has no column \"" STRF "\"",
                                  STRA(b->column[i].name))
                              ? &e
                              : NULL);
        arena_free(a);
    }
}

static void read_records(struct bench *b, const char *path, int file, ptrdiff_t source)
{
    struct table t;
    struct csv_row row;
    struct arena *line = arena_new(MIB(64));
    table_open(&t, path, b->a);
    need_columns(b, &t);
    for (size_t n = 1; table_next(&t, line, &row); n++, arena_reset(line)) {
        b->record = mem_grow(b->record, &b->cap, b->n + 1, sizeof *b->record);
        struct record *r = &b->record[b->n++];
        *r = (struct record){.file = file, .row = n};
        match_add(b->m);
        for (size_t i = 0; i < b->columns; i++) {
            const struct column *c = &b->column[i];
            char name[256];
            snprintf(name, sizeof name, STRF, STRA(c->name));
            struct str cell = csv_cell(&t.header, &row, name);
            if (c->what == COLUMN_ID)
                r->id = arena_str(b->a, cell);
            else if (c->what == COLUMN_TRUTH)
                r->truth = arena_str(b->a, cell);
            else if (c->what == COLUMN_VALUE)
                put_cell(b, c, cell);
        }
        b->has_truth |= r->truth.n > 0;
        if (source >= 0)
            match_value(b->m, (size_t)source, file ? STR("B") : STR("A"));
    }
    arena_free(line);
    table_close(&t);
}

static int64_t pairs_of(int64_t n)
{
    return n * (n - 1) / 2;
}

/* Pairs within clusters against pairs within the truth. */
static void score(const struct bench *b)
{
    struct map *truth = map_new(), *both = map_new();
    int64_t *size = mem_calloc(b->n, sizeof *size), found = 0, real = 0, right = 0, n;
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < b->n; i++) {
        uint32_t c = b->least[i];
        size[c]++;
        ++*map_put(truth, b->record[i].truth, 0, NULL);
        ++*map_put(both, arena_printf(a, "%u " STRF, c, STRA(b->record[i].truth)), 0, NULL);
        arena_reset(a);
    }
    struct str key;
    for (size_t i = 0; i < b->n; i++)
        found += pairs_of(size[i]);
    for (size_t at = 0; map_each(truth, &at, &key, &n);)
        real += pairs_of(n);
    for (size_t at = 0; map_each(both, &at, &key, &n);)
        right += pairs_of(n);
    double p = found ? (double)right / (double)found : 1;
    double r = real ? (double)right / (double)real : 1;
    fprintf(stderr, "pairs: precision %.5f, recall %.5f, F1 %.5f (%lld found, %lld true)\n", p,
            r, p + r > 0 ? 2 * p * r / (p + r) : 0, (long long)found, (long long)real);
    map_free(truth);
    map_free(both);
    mem_free(size);
    arena_free(a);
}

static void print_clusters(const struct bench *b)
{
    struct buf out;
    buf_init(&out, GIB(1));
    buf_lit(&out, "cluster,file,row,id\n");
    for (size_t i = 0; i < b->n; i++) {
        const struct record *r = &b->record[i];
        buf_printf(&out, "%u,%d,%zu,", b->least[i], r->file + 1, r->row);
        csv_put(&out, r->id);
        buf_char(&out, '\n');
    }
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&out);
}

/* The waterfall of one pair, on standard error. */
static void explain(const struct bench *b, const char *left, const char *right)
{
    size_t at[2] = {b->n, b->n};
    for (size_t i = 0; i < b->n; i++) {
        if (str_is(b->record[i].id, left))
            at[0] = i;
        if (str_is(b->record[i].id, right))
            at[1] = i;
    }
    if (at[0] == b->n || at[1] == b->n)
        fail("--explain wants two ids that are in the records", NULL);
    struct match_reason *r;
    size_t n = match_explain(b->m, (uint32_t)at[0], (uint32_t)at[1], b->a, &r);
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "%+7.1f  %-40s " STRF " | " STRF "\n", (double)r[i].bits,
                match_words(r[i].role, r[i].level), STRA(r[i].left), STRA(r[i].right));
}

int main(int argc, char **argv)
{
    struct bench b = {.a = arena_new(GIB(4))};
    const char *fields = NULL, *file[2] = {NULL, NULL}, *pair[2] = {NULL, NULL};
    bool duplicates = false, sure = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--fields") == 0 && i + 1 < argc) {
            fields = argv[++i];
        } else if (strcmp(argv[i], "--duplicates") == 0) {
            duplicates = true;
        } else if (strcmp(argv[i], "--sure") == 0) {
            sure = true;
        } else if (strcmp(argv[i], "--likely") == 0) {
            sure = false;
        } else if (strcmp(argv[i], "--explain") == 0 && i + 2 < argc) {
            pair[0] = argv[++i];
            pair[1] = argv[++i];
        } else if (strcmp(argv[i], "--records") == 0 && i + 1 < argc) {
            file[0] = argv[++i];
            if (i + 1 < argc && strncmp(argv[i + 1], "--", 2) != 0)
                file[1] = argv[++i];
        } else {
            fields = NULL;
            break;
        }
    }
    if (!fields || !file[0])
        fail(
            "use: bench-people --fields FIELDS.csv --records A.csv [B.csv] [--duplicates] [--sure] [--explain ID ID]",
            NULL);
    read_fields(&b, fields);
    ptrdiff_t source = -1;
    bool has_source = false;
    for (size_t i = 0; i < b.fields; i++)
        has_source |= b.field[i].role == MATCH_SOURCE;
    if (file[1] && !duplicates && !has_source) { /* each file has everybody once */
        source = (ptrdiff_t)b.fields;
        b.field[b.fields++] = (struct match_field){STR("file"), MATCH_SOURCE};
    }
    double start = time_clock_s();
    b.m = match_new(b.field, b.fields);
    for (int i = 0; i < 2; i++)
        if (file[i])
            read_records(&b, file[i], i, source);
    double read = time_clock_s();
    match_run(b.m);
    b.least = mem_calloc(b.n + 1, sizeof *b.least);
    struct cluster_input found = match_found(b.m);
    cluster_run(&found, sure ? &match_sure : &match_likely, b.least);
    double end = time_clock_s();
    print_clusters(&b);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    fprintf(stderr, "%zu records read in %.2f s, matched in %.2f s, %ld MB, %zu pairs kept\n",
            b.n, read - start, end - read, used.ru_maxrss / 1024, found.pairs);
    if (b.has_truth)
        score(&b);
    if (pair[0])
        explain(&b, pair[0], pair[1]);
    match_free(b.m);
    mem_free(b.record);
    mem_free(b.least);
    arena_free(b.a);
    return 0;
}
