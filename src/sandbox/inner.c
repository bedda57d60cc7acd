/* sandbox/inner.c: the process that reads: locks itself up, then pushes what it finds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/reader.h"

#include "archives/media_type.h"
#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"
#include "model/batch.h"
#include "sandbox/child.h"
#include "sandbox/frame.h"
#include "sandbox/lock.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum {
    TELL_EVERY = 1024 * 1024 /* bytes, between two words about progress */
};

/* Which file an attachment names. */
struct wanted {
    size_t entry;
    int64_t id;
};

struct inner {
    struct sink sink; /* first: it is what the reader pushes into */
    struct arena *a;
    struct container_file *file;
    struct container_files files;
    struct container *container;
    const struct reader *reader;
    struct batch batch;
    int64_t said;            /* bytes read that the program was told of */
    int64_t planned, before; /* to be handed to the reader in this pass; handed out before it */
    struct wanted *wanted;
    size_t wanted_n, wanted_cap;
    size_t at; /* of the walk: those of earlier entries are done */
    char *block;
};

/* The program went away, or wants no more: then there is nothing left to do. */
static void leave(void) __attribute__((noreturn));
static void leave(void)
{
    _exit(0);
}

static void send(struct frame f, struct str a, struct str b)
{
    if (frame_send(CHILD_SOCKET, f, a, b, -1, NULL))
        leave();
}

/* All `n` bytes; a descriptor is only looked for where one is due. */
static void fill(void *p, size_t n, int *fd)
{
    size_t got = 0;
    for (size_t at = 0; at < n; at += got) {
        int came = -1;
        if (frame_some(CHILD_SOCKET, (char *)p + at, n - at, &got, &came, NULL))
            leave();
        if (came >= 0)
            *fd = came;
    }
}

static void say_end(enum err_code rc, const struct err *e)
{
    send((struct frame){.kind = FRAME_END, .count = (uint32_t)rc}, str_from(rc ? e->msg : ""),
         STR_NONE);
}

/* A frame's words; what the program says is short. */
static struct str word(struct inner *in, const struct frame *f)
{
    char *p = arena_alloc(in->a, LIMIT_FRAME_WORD);
    int none;
    if (f->bytes >= LIMIT_FRAME_WORD)
        leave();
    fill(p, f->bytes, &none);
    return str_of(p, (size_t)f->bytes);
}

static struct frame take(int *fd)
{
    struct frame f;
    *fd = -1;
    fill(&f, sizeof f, fd);
    return f;
}

/* Files: they are asked for one by one ------------------------------------------------------- */

static enum err_code ask(void *ctx, size_t file, int *fd, struct err *e)
{
    char say[sizeof e->msg];
    (void)ctx;
    send((struct frame){.kind = FRAME_OPEN, .number = (int64_t)file}, STR_NONE, STR_NONE);
    struct frame f = take(fd);
    if (f.kind != FRAME_OPENED || f.bytes >= sizeof say)
        leave();
    fill(say, f.bytes, fd);
    if (f.count || *fd < 0)
        return err_set(e, f.count ? (enum err_code)f.count : ERR_IO, "%.*s", (int)f.bytes, say);
    return ERR_OK;
}

static void told(void *ctx, int64_t bytes)
{
    struct inner *in = ctx;
    if (bytes - in->said < TELL_EVERY)
        return;
    int64_t handed = in->container ? container_handed(in->container) - in->before : 0;
    in->said = bytes;
    send((struct frame){.kind = FRAME_PROGRESS,
                        .number = bytes,
                        .count = (uint32_t)(in->planned > 0 ? handed * 1000 / in->planned : 0)},
         STR_NONE, STR_NONE);
}

/* A pass begins that hands out so many bytes. */
static void plan(struct inner *in, int64_t bytes)
{
    in->planned = bytes;
    in->before = container_handed(in->container);
}

/* Copies of what the program lists; every name is kept, it was counted already. */
static void take_list(struct inner *in)
{
    int fd = -1;
    struct frame f = take(&fd);
    in->a = arena_new(MIB(2048));
    in->files = (struct container_files){
        .folder = f.count != 0, .n = (size_t)f.number, .open = ask, .told = told, .ctx = in};
    in->files.name = word(in, &f);
    in->file = mem_calloc(in->files.n + 1, sizeof *in->file);
    for (size_t i = 0; i < in->files.n; i++) {
        char name[LIMIT_FRAME_WORD];
        f = take(&fd);
        if (f.bytes >= sizeof name)
            leave();
        fill(name, f.bytes, &fd);
        in->file[i] =
            (struct container_file){arena_str(in->a, str_of(name, (size_t)f.bytes)), f.number};
    }
    in->files.file = in->file;
}

/* Records ------------------------------------------------------------------------------------ */

static void send_batch(struct inner *in)
{
    struct batch *b = &in->batch;
    if (b->n == 0)
        return;
    send((struct frame){.kind = FRAME_RECORDS, .count = (uint32_t)b->n},
         str_of((const char *)b->record, b->n * sizeof *b->record), buf_view(&b->text));
    batch_clear(b);
}

static enum err_code put(struct sink *s, const struct record *r, struct err *e)
{
    struct inner *in = (struct inner *)s;
    if (batch_is_full(&in->batch, r))
        send_batch(in);
    return batch_put(&in->batch, r, e);
}

static void read_records(struct inner *in)
{
    struct err e = {0};
    batch_init(&in->batch);
    plan(in, reader_plan(in->reader, in->container));
    enum err_code rc = reader_run(in->reader, in->container, &in->sink, &e);
    send_batch(in);
    say_end(rc, &e);
    batch_free(&in->batch);
}

/* Files that attachments name ---------------------------------------------------------------- */

static void take_want(struct inner *in, const struct frame *f)
{
    char uri[LIMIT_ENTRY_NAME + 1];
    int none;
    if (f->bytes >= sizeof uri)
        leave();
    fill(uri, f->bytes, &none);
    ptrdiff_t at = container_find(in->container, str_of(uri, (size_t)f->bytes));
    if (at < 0)
        return;
    in->wanted = mem_grow(in->wanted, &in->wanted_cap, in->wanted_n + 1, sizeof *in->wanted);
    in->wanted[in->wanted_n++] = (struct wanted){(size_t)at, f->number};
}

static int by_entry(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static bool want(void *ctx, size_t entry)
{
    struct inner *in = ctx;
    while (in->at < in->wanted_n && in->wanted[in->at].entry < entry)
        in->at++;
    return in->at < in->wanted_n && in->wanted[in->at].entry == entry;
}

/* Fills the first block; less than MEDIA_HEAD only where the file is that short. */
static enum err_code read_head(struct inner *in, struct stream *from, size_t *got,
                               struct err *e)
{
    enum err_code rc = ERR_OK;
    size_t n = 1;
    *got = 0;
    while (rc == ERR_OK && n > 0 && *got < MEDIA_HEAD) {
        rc = stream_read(from, in->block + *got, LIMIT_FRAME_DATA - *got, &n, e);
        *got += rc ? 0 : n;
    }
    return rc;
}

static void send_file_end(struct inner *in, size_t entry, bool whole)
{
    struct buf ids;
    buf_init(&ids, MIB(8));
    for (size_t i = in->at; i < in->wanted_n && in->wanted[i].entry == entry; i++)
        buf_put(&ids, &in->wanted[i].id, sizeof in->wanted[i].id);
    send((struct frame){.kind = FRAME_FILE_END, .count = whole && !ids.over}, buf_view(&ids),
         STR_NONE);
    buf_free(&ids);
}

static enum err_code push_file(void *ctx, size_t entry, struct stream *from, struct err *e)
{
    struct inner *in = ctx;
    size_t n;
    uint64_t total = 0;
    enum err_code rc = read_head(in, from, &n, e);
    struct str type = rc ? STR_NONE : media_type_of(str_of(in->block, n));
    if (rc || type.n == 0)
        return rc;
    send((struct frame){.kind = FRAME_FILE}, type, STR_NONE);
    while (rc == ERR_OK && n > 0 && (total += n) <= LIMIT_MEDIA_FILE) {
        send((struct frame){.kind = FRAME_DATA}, str_of(in->block, n), STR_NONE);
        rc = stream_read(from, in->block, LIMIT_FRAME_DATA, &n, e);
    }
    send_file_end(in, entry, rc == ERR_OK && n == 0);
    return rc;
}

/* Of files that are wanted, each once. */
static int64_t wanted_bytes(const struct inner *in)
{
    size_t n;
    int64_t bytes = 0;
    const struct entry *en = container_entries(in->container, &n);
    for (size_t i = 0; i < in->wanted_n; i++)
        if ((i == 0 || in->wanted[i].entry != in->wanted[i - 1].entry) &&
            en[in->wanted[i].entry].size > 0)
            bytes += en[in->wanted[i].entry].size;
    return bytes;
}

static void walk(struct inner *in)
{
    const struct container_pass pass = {want, push_file, in};
    struct err e = {0};
    enum err_code rc = ERR_OK;
    in->block = mem_alloc(LIMIT_FRAME_DATA);
    in->at = 0;
    if (in->wanted_n) {
        qsort(in->wanted, in->wanted_n, sizeof *in->wanted, by_entry);
        plan(in, wanted_bytes(in));
        rc = container_walk(in->container, &pass, &e);
    }
    say_end(rc, &e);
    in->wanted_n = 0;
    mem_free(in->block);
}

/* What the archive is made of, so that `tact imports` can tell two of one name apart. */
static void fingerprint(const struct container *c, char hex[65])
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    struct hash_stream *h = hash_stream_new();
    for (size_t i = 0; i < n; i++) {
        hash_stream_put(h, en[i].path.p, en[i].path.n);
        hash_stream_put(h, &en[i].size, sizeof en[i].size);
    }
    hash_stream_end(h, hex);
}

static enum err_code lock(const struct inner *in, struct err *e)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < in->files.n; i++)
        bytes += in->file[i].size;
    int64_t cpu = LIMIT_READER_CPU_S(bytes);
    const struct lock_room room = {.memory = LIMIT_READER_MEMORY,
                                   .cpu_s = cpu < INT32_MAX ? (int)cpu : INT32_MAX};
    return lock_down(&room, e);
}

void sandbox_main(enum err_code (*find)(const struct container *c, const struct reader **out,
                                        struct err *e))
{
    struct inner in = {.sink = {put}};
    struct err e = {0};
    char hex[65];
    int fd = -1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    take_list(&in);
    /* what the C library would open files for later: names' encoding, libarchive's local times */
    container_prepare();
    setenv("TZ", "UTC0", 1);
    tzset();
    enum err_code rc = lock(&in, &e);
    if (rc == ERR_OK)
        rc = container_open_files(&in.files, &in.container, &e);
    if (rc == ERR_OK)
        rc = find(in.container, &in.reader, &e);
    if (rc) {
        say_end(rc, &e);
        leave();
    }
    fingerprint(in.container, hex);
    send((struct frame){.kind = FRAME_HELLO}, str_of(hex, 64), str_from(in.reader->id));
    for (;;) {
        struct frame f = take(&fd);
        if (f.kind == FRAME_READ)
            read_records(&in);
        else if (f.kind == FRAME_WANT)
            take_want(&in, &f);
        else if (f.kind == FRAME_WALK)
            walk(&in);
        else
            leave();
    }
}
