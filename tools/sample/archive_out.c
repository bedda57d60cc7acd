/* tools/sample/archive_out.c: writes zip, tar.gz or a plain file without holding an entry whole. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GATHER = 1 << 20
};

/* A tar wants each size first: what is longer than GATHER waits in a nameless file. */
struct out {
    enum out_kind kind;
    struct archive *a;
    FILE *file;
    struct buf b, path;
    char entry[512];
    FILE *spool;
    int64_t spooled;
    bool header; /* of the entry under way is written */
};

void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
    exit(1);
}

static void check(struct out *o, int rc)
{
    if (rc < ARCHIVE_WARN)
        die(buf_cstr(&o->path), archive_error_string(o->a));
}

struct out *out_open(const char *dir, const char *name, enum out_kind kind)
{
    struct out *o = mem_calloc(1, sizeof *o);
    o->kind = kind;
    buf_init(&o->b, (size_t)1 << 30);
    buf_init(&o->path, 4096);
    buf_printf(&o->path, "%s/%s", dir, name);
    if (kind == OUT_FILE) {
        o->file = fopen(buf_cstr(&o->path), "wb");
        if (!o->file)
            die(buf_cstr(&o->path), strerror(errno));
        return o;
    }
    o->a = archive_write_new();
    if (kind == OUT_ZIP) {
        check(o, archive_write_set_format_zip(o->a));
        check(o, archive_write_set_options(o->a, "zip:compression=deflate"));
    } else {
        check(o, archive_write_set_format_ustar(o->a));
        check(o, archive_write_add_filter_gzip(o->a));
        check(o, archive_write_set_options(o->a, "gzip:!timestamp"));
    }
    check(o, archive_write_open_filename(o->a, buf_cstr(&o->path)));
    return o;
}

struct buf *out_begin(struct out *o, const char *path)
{
    if (strlen(path) >= sizeof o->entry)
        die(path, "the name is too long");
    memcpy(o->entry, path, strlen(path) + 1);
    buf_clear(&o->b);
    o->header = false;
    o->spooled = 0;
    return &o->b;
}

static void put_header(struct out *o, int64_t size)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, o->entry);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_mtime(e, 1792411200,
                            0); /* 19 October 2026: the day after the last post */
    if (size >= 0)
        archive_entry_set_size(e, size);
    check(o, archive_write_header(o->a, e));
    archive_entry_free(e);
    o->header = true;
}

static void put_data(struct out *o, const void *p, size_t n)
{
    if (n > 0 && archive_write_data(o->a, p, n) < 0)
        die(buf_cstr(&o->path), archive_error_string(o->a));
}

static void gather(struct out *o)
{
    if (!o->spool)
        o->spool = tmpfile();
    if (!o->spool || fwrite(o->b.p, 1, o->b.n, o->spool) != o->b.n)
        die(o->entry, strerror(errno));
    o->spooled += (int64_t)o->b.n;
}

void out_more(struct out *o)
{
    if (o->b.n < GATHER)
        return;
    if (o->kind == OUT_FILE) {
        if (fwrite(o->b.p, 1, o->b.n, o->file) != o->b.n)
            die(buf_cstr(&o->path), strerror(errno));
    } else if (o->kind == OUT_ZIP) {
        if (!o->header)
            put_header(o, -1);
        put_data(o, o->b.p, o->b.n);
    } else {
        gather(o);
    }
    buf_clear(&o->b);
}

static void copy_spool(struct out *o)
{
    char *piece = mem_calloc(1, GATHER);
    gather(o);
    put_header(o, o->spooled);
    rewind(o->spool);
    for (size_t n = 1; n > 0;) {
        n = fread(piece, 1, GATHER, o->spool);
        put_data(o, piece, n);
    }
    fclose(o->spool);
    o->spool = NULL;
    mem_free(piece);
}

void out_end(struct out *o)
{
    if (o->b.over)
        die(o->entry, "more than can be held at once");
    if (o->kind == OUT_FILE) {
        if (fwrite(o->b.p, 1, o->b.n, o->file) != o->b.n)
            die(buf_cstr(&o->path), strerror(errno));
    } else if (o->spooled > 0) {
        copy_spool(o);
    } else {
        if (!o->header)
            put_header(o, (int64_t)o->b.n);
        put_data(o, o->b.p, o->b.n);
    }
    buf_clear(&o->b);
}

void out_close(struct out *o)
{
    if (o->file && fclose(o->file) != 0)
        die(buf_cstr(&o->path), strerror(errno));
    if (o->a) {
        check(o, archive_write_close(o->a));
        archive_write_free(o->a);
    }
    buf_free(&o->b);
    buf_free(&o->path);
    mem_free(o);
}
