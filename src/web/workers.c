/* web/workers.c: the stores that requests borrow: a store serves one thread at a time. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/server.h"

#include "core/mem.h"

#include <pthread.h>

struct workers {
    pthread_mutex_t lock; /* held for moments, with no other lock */
    pthread_cond_t freed;
    struct store *store[WORKERS];
    bool busy[WORKERS];
};

enum err_code workers_new(const struct place *at, struct workers **out, struct err *e)
{
    struct workers *w = mem_calloc(1, sizeof *w);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->freed, NULL);
    enum err_code rc = ERR_OK;
    for (int i = 0; i < WORKERS && rc == ERR_OK; i++) {
        rc = store_open(at, NULL, NULL, &w->store[i], e);
        if (rc == ERR_OK)
            rc = store_set_cache(w->store[i], WORKER_CACHE_KIB, e);
    }
    if (rc) {
        workers_free(w);
        return rc;
    }
    *out = w;
    return ERR_OK;
}

void workers_free(struct workers *w)
{
    if (!w)
        return;
    for (int i = 0; i < WORKERS; i++)
        store_close(w->store[i]);
    pthread_cond_destroy(&w->freed);
    pthread_mutex_destroy(&w->lock);
    mem_free(w);
}

struct store *workers_take(struct workers *w)
{
    pthread_mutex_lock(&w->lock);
    for (;;) {
        for (int i = 0; i < WORKERS; i++) {
            if (!w->busy[i]) {
                w->busy[i] = true;
                pthread_mutex_unlock(&w->lock);
                return w->store[i];
            }
        }
        pthread_cond_wait(&w->freed, &w->lock);
    }
}

void workers_give(struct workers *w, struct store *s)
{
    pthread_mutex_lock(&w->lock);
    for (int i = 0; i < WORKERS; i++)
        if (w->store[i] == s)
            w->busy[i] = false;
    pthread_cond_signal(&w->freed);
    pthread_mutex_unlock(&w->lock);
}
