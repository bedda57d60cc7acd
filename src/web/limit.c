/* web/limit.c: a bucket an owner: it fills with time, and each dear request takes from it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/limit.h"

#include "core/mem.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    SLOTS = 512,
    LOOK = 8 /* slots that one owner may be in */
};

struct limit {
    pthread_mutex_t lock; /* held for moments, with no other lock */
    struct {
        int64_t owner; /* 0 free */
        int64_t at_ms;
        int64_t left; /* thousandths of a request */
    } slot[SLOTS];
};

struct limit *limit_new(void)
{
    struct limit *l = mem_calloc(1, sizeof *l);
    pthread_mutex_init(&l->lock, NULL);
    return l;
}

void limit_free(struct limit *l)
{
    if (!l)
        return;
    pthread_mutex_destroy(&l->lock);
    mem_free(l);
}

/* Theirs; else the one that was asked for longest ago, which is full again by now. */
static size_t slot_of(struct limit *l, int64_t owner)
{
    size_t at = (size_t)(owner % SLOTS), oldest = at;
    for (size_t i = 0; i < LOOK; i++) {
        size_t k = (at + i) % SLOTS;
        if (l->slot[k].owner == owner)
            return k;
        if (l->slot[k].at_ms < l->slot[oldest].at_ms)
            oldest = k;
    }
    l->slot[oldest].owner = owner;
    l->slot[oldest].at_ms = 0;
    l->slot[oldest].left = 0;
    return oldest;
}

enum err_code limit_take(struct limit *l, int64_t owner, int64_t now_ms, struct err *e)
{
    const int64_t full = (int64_t)LIMIT_BURST * 1000;
    pthread_mutex_lock(&l->lock);
    size_t k = slot_of(l, owner);
    int64_t gone = now_ms - l->slot[k].at_ms;
    if (gone < 0)
        gone = 0;
    int64_t left = gone > 60000 ? full : l->slot[k].left + gone * LIMIT_SUSTAINED;
    left = left > full ? full : left;
    bool fine = left >= 1000;
    l->slot[k].left = fine ? left - 1000 : left;
    l->slot[k].at_ms = now_ms;
    pthread_mutex_unlock(&l->lock);
    if (fine)
        return ERR_OK;
    err_set(e, ERR_RATE_LIMITED,
            "That is more at once than this Tact does for one; wait a "
            "moment and try again.");
    if (e)
        e->retry_after_s = 1;
    return ERR_RATE_LIMITED;
}
