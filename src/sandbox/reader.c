/* sandbox/reader.c: the outer side of a reading: opens what is asked for, believes nothing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/reader.h"

#include "archives/folder.h"
#include "archives/media_type.h"
#include "core/limits.h"
#include "core/mem.h"
#include "model/batch.h"
#include "sandbox/child.h"
#include "sandbox/frame.h"
#include "text/utf8.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum {
    SLOTS = 3,   /* batches that go round: one being filled, one ready, one being written */
    PASSES = 16, /* over an archive, at most: what a reader may claim to have read of it */
    IDS_MOST = 1 << 20 /* attachments that name the same file */
};

struct slot {
    struct record *record;
    char *text;
    size_t n, cap;
};

struct sandbox {
    struct child child;
    struct folder *folder;
    struct arena *a;
    struct sandbox_about about;
    int64_t pushed;   /* bytes of records and files so far */
    int64_t progress; /* that it claims */
    _Atomic int64_t done;

    /* The thread that takes records from the child; `lock` is over what follows. */
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct slot slot[SLOTS];
    size_t filled, taken;
    bool holding, ended, stopped;
    enum err_code rc;
    struct err err;
};

/* Frames ------------------------------------------------------------------------------------ */

static enum err_code lies(struct sandbox *s, struct err *e)
{
    struct err why;
    err_set(&why, ERR_PARSE, "reading it went wrong inside, and was stopped");
    child_stop(&s->child, &why);
    return err_set(e, ERR_PARSE, "%s", why.msg);
}

static enum err_code floods(struct sandbox *s, struct err *e)
{
    struct err why;
    err_set(
        &why, ERR_LIMIT,
        "far more came out of it than an archive of its size holds: reading it was stopped");
    child_stop(&s->child, &why);
    return err_set(e, ERR_LIMIT, "%s", why.msg);
}

/* Never waits longer than child_wait, however the child cuts what it says. */
static enum err_code fill(struct sandbox *s, void *p, uint64_t n, struct err *e)
{
    size_t got = 0;
    for (uint64_t at = 0; at < n; at += got) {
        int fd = -1;
        enum err_code rc = child_wait(&s->child, e);
        if (rc == ERR_OK)
            rc = frame_some(s->child.socket, (char *)p + at, (size_t)(n - at), &got, &fd, e);
        if (fd >= 0) { /* it has none to give */
            close(fd);
            rc = lies(s, e);
        }
        if (rc)
            return rc;
    }
    return ERR_OK;
}

static enum err_code hand_over(struct sandbox *s, const struct frame *f, struct err *e)
{
    const struct container_files *files = folder_files(s->folder);
    int fd = -1;
    struct err why = {0};
    if (f->number < 0 || (uint64_t)f->number >= files->n || f->bytes)
        return lies(s, e);
    enum err_code rc = files->open(files->ctx, (size_t)f->number, &fd, &why);
    rc =
        frame_send(s->child.socket, (struct frame){.kind = FRAME_OPENED, .count = (uint32_t)rc},
                   str_from(rc ? why.msg : ""), STR_NONE, fd, e);
    if (fd >= 0)
        close(fd);
    return rc;
}

static enum err_code move_on(struct sandbox *s, const struct frame *f, struct err *e)
{
    if (f->number < s->progress || f->bytes)
        return lies(s, e);
    if (f->number > PASSES * (s->about.size + (int64_t)LIMIT_UNPACK_FREE))
        return floods(s, e);
    if (f->number > s->progress)
        child_heard(&s->child);
    s->progress = f->number;
    s->done = s->about.size / 1000 * (f->count < 1000 ? f->count : 1000);
    return ERR_OK;
}

/* The next frame that is about the matter: descriptors and progress are seen to here. */
static enum err_code next(struct sandbox *s, struct frame *f, struct err *e)
{
    for (;;) {
        enum err_code rc = fill(s, f, sizeof *f, e);
        if (rc)
            return rc;
        if (f->kind == FRAME_OPEN)
            rc = hand_over(s, f, e);
        else if (f->kind == FRAME_PROGRESS)
            rc = move_on(s, f, e);
        else
            return f->bytes > LIMIT_BATCH_TEXT +
                                  (uint64_t)LIMIT_BATCH_RECORDS * sizeof(struct record)
                       ? lies(s, e)
                       : ERR_OK;
        if (rc)
            return rc;
    }
}

/* FRAME_END: how the child says that it ended. */
static enum err_code take_end(struct sandbox *s, const struct frame *f, struct err *e)
{
    char say[sizeof e->msg];
    struct arena *a = arena_new(KIB(64));
    uint64_t n = f->bytes;
    if (n >= sizeof say || f->count > ERR_UNSUPPORTED) {
        arena_free(a);
        return lies(s, e);
    }
    enum err_code rc = fill(s, say, n, e);
    if (rc == ERR_OK && f->count)
        rc = err_set(e, (enum err_code)f->count, STRF,
                     STRA(utf8_clean(str_of(say, (size_t)n), a)));
    arena_free(a);
    return rc;
}

/* Why nothing more comes: as the child ended, where it did. */
static enum err_code end_of(struct sandbox *s, enum err_code rc, struct err *e)
{
    if (rc != ERR_IO && rc != ERR_LIMIT && rc != ERR_PARSE)
        return rc;
    if (rc == ERR_IO || s->child.stopped) {
        struct err how;
        enum err_code died = child_end(&s->child, false, &how);
        if (died)
            return err_set(e, died, "%s", how.msg);
    }
    return rc;
}

/* Opening ------------------------------------------------------------------------------------ */

static enum err_code begin(struct sandbox *s, struct err *e)
{
    const struct container_files *files = folder_files(s->folder);
    enum err_code rc = frame_send(s->child.socket,
                                  (struct frame){.kind = FRAME_BEGIN,
                                                 .count = files->folder,
                                                 .number = (int64_t)files->n},
                                  files->name, STR_NONE, -1, e);
    for (size_t i = 0; i < files->n && rc == ERR_OK; i++)
        rc = frame_send(s->child.socket,
                        (struct frame){.kind = FRAME_LISTED, .number = files->file[i].size},
                        files->file[i].path, STR_NONE, -1, e);
    return rc;
}

static enum err_code take_hello(struct sandbox *s, const struct frame *f, struct err *e)
{
    char word[128];
    size_t n;
    const struct reader *const *all = reader_list(&n);
    if (f->kind == FRAME_END) {
        enum err_code rc = take_end(s, f, e);
        return rc ? rc : lies(s, e);
    }
    if (f->kind != FRAME_HELLO || f->bytes < 64 || f->bytes > sizeof word)
        return lies(s, e);
    enum err_code rc = fill(s, word, f->bytes, e);
    if (rc)
        return rc;
    memcpy(s->about.digest, word, 64);
    struct str id = str_of(word + 64, (size_t)f->bytes - 64);
    for (size_t i = 0; i < n; i++)
        if (str_is(id, all[i]->id))
            s->about.reader = all[i];
    for (size_t i = 0; i < 64; i++)
        if (!ascii_is_alnum((unsigned char)s->about.digest[i]))
            s->about.reader = NULL;
    return s->about.reader ? ERR_OK : lies(s, e);
}

enum err_code sandbox_open(const char *path, struct sandbox **out, struct err *e)
{
    struct sandbox *s = mem_calloc(1, sizeof *s);
    struct frame f;
    s->child.socket = s->child.pid = -1;
    s->a = arena_new(KIB(256));
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->moved, NULL);
    enum err_code rc = folder_open(path, &s->folder, e);
    if (rc == ERR_OK) {
        const struct container_files *files = folder_files(s->folder);
        s->about.name = utf8_clean(arena_str(s->a, str_sub(files->name, 0, KIB(4))), s->a);
        for (size_t i = 0; i < files->n; i++)
            s->about.size += files->file[i].size;
        rc = child_start(NULL, SANDBOX_WORD, &s->child, e);
    }
    if (rc == ERR_OK && (rc = begin(s, e)) == ERR_OK && (rc = next(s, &f, e)) == ERR_OK)
        rc = take_hello(s, &f, e);
    if (rc) {
        rc = end_of(s, rc, e);
        sandbox_close(s);
        return rc;
    }
    child_heard(&s->child);
    *out = s;
    return ERR_OK;
}

const struct sandbox_about *sandbox_about(const struct sandbox *s)
{
    return &s->about;
}

int64_t sandbox_done(const struct sandbox *s)
{
    return s->done;
}

/* Records ------------------------------------------------------------------------------------ */

/* Room for a batch; NULL where nobody wants any more. */
static struct slot *free_slot(struct sandbox *s)
{
    pthread_mutex_lock(&s->lock);
    while (s->filled - s->taken >= SLOTS && !s->stopped)
        pthread_cond_wait(&s->moved, &s->lock);
    struct slot *t = s->stopped ? NULL : &s->slot[s->filled % SLOTS];
    pthread_mutex_unlock(&s->lock);
    return t;
}

static void slot_is_full(struct sandbox *s)
{
    pthread_mutex_lock(&s->lock);
    s->filled++;
    pthread_cond_signal(&s->moved);
    pthread_mutex_unlock(&s->lock);
}

static enum err_code take_batch(struct sandbox *s, const struct frame *f, struct err *e)
{
    uint64_t heads = (uint64_t)f->count * sizeof(struct record);
    if (f->count == 0 || f->count > LIMIT_BATCH_RECORDS || heads > f->bytes ||
        f->bytes - heads > LIMIT_BATCH_TEXT)
        return lies(s, e);
    s->pushed += (int64_t)f->bytes;
    if (s->pushed > LIMIT_READER_PUSHES(s->about.size))
        return floods(s, e);
    struct slot *t = free_slot(s);
    if (!t)
        return err_set(e, ERR_IO, "the import was given up");
    if (!t->record)
        t->record = mem_calloc(LIMIT_BATCH_RECORDS, sizeof(struct record));
    t->n = f->count;
    size_t text = (size_t)(f->bytes - heads);
    t->text = mem_grow(t->text, &t->cap, text + 1, 1);
    enum err_code rc = fill(s, t->record, heads, e);
    if (rc == ERR_OK)
        rc = fill(s, t->text, text, e);
    if (rc == ERR_OK && batch_open(t->record, t->n, str_of(t->text, text), e))
        rc = lies(s, e);
    if (rc == ERR_OK) {
        child_heard(&s->child);
        slot_is_full(s);
    }
    return rc;
}

static void *take_records(void *ctx)
{
    struct sandbox *s = ctx;
    struct err e = {0};
    struct frame f = {0};
    enum err_code rc = frame_send(s->child.socket, (struct frame){.kind = FRAME_READ}, STR_NONE,
                                  STR_NONE, -1, &e);
    bool ended = false;
    while (rc == ERR_OK && !ended) {
        rc = next(s, &f, &e);
        if (rc)
            break;
        ended = f.kind == FRAME_END;
        rc = ended                     ? take_end(s, &f, &e)
             : f.kind == FRAME_RECORDS ? take_batch(s, &f, &e)
                                       : lies(s, &e);
    }
    if (rc && !ended)
        rc = end_of(s, rc, &e);
    pthread_mutex_lock(&s->lock);
    s->ended = true;
    s->rc = rc;
    s->err = e;
    pthread_cond_signal(&s->moved);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

const struct record *sandbox_records(struct sandbox *s, size_t *n)
{
    const struct record *out = NULL;
    if (!s->started && !s->ended) { /* the first time */
        s->started = pthread_create(&s->thread, NULL, take_records, s) == 0;
        if (!s->started) {
            s->ended = true;
            s->rc = err_set(&s->err, ERR_IO, "no thread could be started to read it");
        }
    }
    pthread_mutex_lock(&s->lock);
    if (s->holding) { /* the last one is written */
        s->taken++;
        s->holding = false;
        pthread_cond_signal(&s->moved);
    }
    while (s->filled == s->taken && !s->ended)
        pthread_cond_wait(&s->moved, &s->lock);
    if (s->filled > s->taken) {
        const struct slot *t = &s->slot[s->taken % SLOTS];
        s->holding = true;
        *n = t->n;
        out = t->record;
    }
    pthread_mutex_unlock(&s->lock);
    return out;
}

/* The thread ends: by itself after the last batch, or because nobody wants more. */
static void end_thread(struct sandbox *s)
{
    if (!s->started)
        return;
    pthread_mutex_lock(&s->lock);
    s->stopped = true;
    pthread_cond_signal(&s->moved);
    bool ended = s->ended;
    pthread_mutex_unlock(&s->lock);
    if (!ended) {
        const struct err why = {ERR_IO, 0, "the import was given up"};
        child_stop(&s->child, &why);
    }
    pthread_join(s->thread, NULL);
    s->started = false;
}

enum err_code sandbox_result(struct sandbox *s, struct err *e)
{
    end_thread(s);
    if (s->rc && e)
        *e = s->err;
    return s->rc;
}

/* Files -------------------------------------------------------------------------------------- */

enum err_code sandbox_want(struct sandbox *s, int64_t id, struct str uri, struct err *e)
{
    enum err_code rc =
        frame_send(s->child.socket, (struct frame){.kind = FRAME_WANT, .number = id},
                   str_sub(uri, 0, LIMIT_ENTRY_NAME), STR_NONE, -1, e);
    return rc ? end_of(s, rc, e) : ERR_OK;
}

/* One file that the child pushes: between its frames no other begins. */
struct incoming {
    bool open;
    int64_t bytes;
    char *block;
    int64_t *id;
    size_t ids;
};

static enum err_code take_begin(struct sandbox *s, const struct frame *f, struct incoming *in,
                                const struct sandbox_files *to, struct err *e)
{
    char word[64];
    if (in->open || f->bytes == 0 || f->bytes > sizeof word)
        return lies(s, e);
    enum err_code rc = fill(s, word, f->bytes, e);
    struct str type = media_type_known(str_of(word, (size_t)f->bytes));
    if (rc == ERR_OK && type.n == 0)
        rc = lies(s, e);
    in->open = true;
    in->bytes = 0;
    return rc ? rc : to->begin(to->ctx, type, e);
}

static enum err_code take_data(struct sandbox *s, const struct frame *f, struct incoming *in,
                               const struct sandbox_files *to, struct err *e)
{
    if (!in->open || f->bytes > LIMIT_FRAME_DATA)
        return lies(s, e);
    in->bytes += (int64_t)f->bytes;
    s->pushed += (int64_t)f->bytes;
    if (in->bytes > (int64_t)LIMIT_MEDIA_FILE ||
        s->pushed > 2 * LIMIT_READER_PUSHES(s->about.size))
        return floods(s, e);
    enum err_code rc = fill(s, in->block, f->bytes, e);
    if (rc == ERR_OK)
        child_heard(&s->child);
    return rc ? rc : to->data(to->ctx, in->block, (size_t)f->bytes, e);
}

static enum err_code take_file_end(struct sandbox *s, const struct frame *f,
                                   struct incoming *in, const struct sandbox_files *to,
                                   struct err *e)
{
    if (!in->open || f->count > 1 || f->bytes % sizeof *in->id ||
        f->bytes / sizeof *in->id > IDS_MOST)
        return lies(s, e);
    in->id =
        mem_grow(in->id, &in->ids, (size_t)(f->bytes / sizeof *in->id) + 1, sizeof *in->id);
    enum err_code rc = fill(s, in->id, f->bytes, e);
    in->open = false;
    return rc ? rc
              : to->end(to->ctx, f->count == 1, in->id, (size_t)(f->bytes / sizeof *in->id), e);
}

static enum err_code take_file(struct sandbox *s, const struct frame *f, struct incoming *in,
                               const struct sandbox_files *to, struct err *e)
{
    switch (f->kind) {
    case FRAME_FILE:
        return take_begin(s, f, in, to, e);
    case FRAME_DATA:
        return take_data(s, f, in, to, e);
    case FRAME_FILE_END:
        return take_file_end(s, f, in, to, e);
    default:
        return lies(s, e);
    }
}

enum err_code sandbox_walk(struct sandbox *s, const struct sandbox_files *to, struct err *e)
{
    struct incoming in = {.block = mem_alloc(LIMIT_FRAME_DATA)};
    struct frame f = {0};
    bool ended = false;
    enum err_code rc = frame_send(s->child.socket, (struct frame){.kind = FRAME_WALK}, STR_NONE,
                                  STR_NONE, -1, e);
    while (rc == ERR_OK && !ended) {
        rc = next(s, &f, e);
        if (rc)
            break;
        ended = f.kind == FRAME_END;
        rc = ended ? take_end(s, &f, e) : take_file(s, &f, &in, to, e);
    }
    if (rc && !ended)
        rc = end_of(s, rc, e);
    if (in.open) { /* what had begun is dropped, whatever ended it */
        struct err quiet;
        if (to->end(to->ctx, false, NULL, 0, &quiet) && rc == ERR_OK)
            rc = err_set(e, quiet.code, "%s", quiet.msg);
    }
    mem_free(in.block);
    mem_free(in.id);
    return rc;
}

void sandbox_close(struct sandbox *s)
{
    struct err quiet;
    if (!s)
        return;
    end_thread(s);
    if (child_end(&s->child, true, &quiet)) {
        /* it had said all that was wanted */
    }
    for (size_t i = 0; i < SLOTS; i++) {
        mem_free(s->slot[i].record);
        mem_free(s->slot[i].text);
    }
    pthread_cond_destroy(&s->moved);
    pthread_mutex_destroy(&s->lock);
    folder_close(s->folder);
    arena_free(s->a);
    mem_free(s);
}
