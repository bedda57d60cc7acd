/* intake/queue.c: three batches that go round between two threads. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/queue.h"

#include "core/arena.h"
#include "core/limits.h"
#include "core/mem.h"

#include <pthread.h>
#include <string.h>

enum {
    BATCHES = 3
};

struct batch {
    struct record *record;
    size_t n;
    struct arena *text;
};

/* `lock` guards every field but the batch that each side holds. */
struct queue {
    struct sink sink;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct batch batch[BATCHES];
    size_t filled, taken; /* batches handed over so far, and taken back */
    bool holding;         /* the writer holds batch `taken` */
    bool ended, stopped;
    enum err_code rc;
    struct err err, stop;
};

static void hand_over(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->filled++;
    pthread_cond_signal(&q->moved);
    while (q->filled - q->taken >= BATCHES && !q->stopped)
        pthread_cond_wait(&q->moved, &q->lock);
    pthread_mutex_unlock(&q->lock);
}

static bool is_stopped(struct queue *q, struct err *e)
{
    pthread_mutex_lock(&q->lock);
    bool stopped = q->stopped;
    if (stopped && e)
        *e = q->stop;
    pthread_mutex_unlock(&q->lock);
    return stopped;
}

static size_t text_bytes(const struct record *r)
{
    size_t n, total = 0;
    const size_t *at = record_strings(r->kind, &n);
    for (size_t i = 0; i < n; i++)
        total += ((const struct str *)(const void *)((const char *)r + at[i]))->n + 32;
    return total;
}

static enum err_code put(struct sink *s, const struct record *r, struct err *e)
{
    struct queue *q = (struct queue *)s;
    struct batch *b = &q->batch[q->filled % BATCHES];
    size_t bytes = text_bytes(r), n;
    if (b->n == LIMIT_BATCH_RECORDS ||
        (b->n > 0 && arena_used(b->text) + bytes > LIMIT_BATCH_BYTES)) {
        hand_over(q);
        if (is_stopped(q, e))
            return e ? e->code : ERR_IO;
        b = &q->batch[q->filled % BATCHES];
    }
    if (b->n == 0)
        arena_reset(b->text);
    if (bytes > arena_left(b->text))
        return err_set(e, ERR_LIMIT, "one record is larger than %zu MB",
                       (size_t)(LIMIT_BATCH_ARENA >> 20));
    struct record *copy = &b->record[b->n++];
    *copy = *r;
    const size_t *at = record_strings(r->kind, &n);
    for (size_t i = 0; i < n; i++) {
        struct str *text = (struct str *)(void *)((char *)copy + at[i]);
        *text = text->n ? arena_str(b->text, *text) : STR_NONE;
    }
    return ERR_OK;
}

struct queue *queue_new(void)
{
    struct queue *q = mem_calloc(1, sizeof *q);
    q->sink.put = put;
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->moved, NULL);
    for (int i = 0; i < BATCHES; i++) {
        q->batch[i].record = mem_calloc(LIMIT_BATCH_RECORDS, sizeof(struct record));
        q->batch[i].text = arena_new(LIMIT_BATCH_ARENA);
    }
    return q;
}

void queue_free(struct queue *q)
{
    for (int i = 0; i < BATCHES; i++) {
        mem_free(q->batch[i].record);
        arena_free(q->batch[i].text);
    }
    pthread_cond_destroy(&q->moved);
    pthread_mutex_destroy(&q->lock);
    mem_free(q);
}

struct sink *queue_sink(struct queue *q)
{
    return &q->sink;
}

void queue_end(struct queue *q, enum err_code rc, const struct err *e)
{
    if (q->batch[q->filled % BATCHES].n > 0)
        hand_over(q);
    pthread_mutex_lock(&q->lock);
    q->ended = true;
    q->rc = rc;
    if (rc)
        q->err = *e;
    pthread_cond_signal(&q->moved);
    pthread_mutex_unlock(&q->lock);
}

const struct record *queue_take(struct queue *q, size_t *n)
{
    const struct record *out = NULL;
    pthread_mutex_lock(&q->lock);
    if (q->holding) { /* the last one is written */
        q->batch[q->taken % BATCHES].n = 0;
        q->taken++;
        q->holding = false;
        pthread_cond_signal(&q->moved);
    }
    while (q->filled == q->taken && !q->ended)
        pthread_cond_wait(&q->moved, &q->lock);
    if (q->filled > q->taken) {
        struct batch *b = &q->batch[q->taken % BATCHES];
        q->holding = true;
        *n = b->n;
        out = b->record;
    }
    pthread_mutex_unlock(&q->lock);
    return out;
}

enum err_code queue_result(struct queue *q, struct err *e)
{
    if (q->rc && e)
        *e = q->err;
    return q->rc;
}

void queue_stop(struct queue *q, const struct err *e)
{
    pthread_mutex_lock(&q->lock);
    q->stopped = true;
    q->stop = *e;
    pthread_cond_signal(&q->moved);
    pthread_mutex_unlock(&q->lock);
}
