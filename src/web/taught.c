/* web/taught.c: what the owner's corrections taught, learned once and shared by all requests. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/taught.h"

#include "context/places.h"
#include "core/limits.h"
#include "core/mem.h"
#include "store/correction.h"

#include <pthread.h>

struct lesson {
    struct arena *a; /* holds what was learned */
    struct learned *learned;
    int64_t mark; /* store_corrections_mark as it was before they were read */
    size_t used;  /* by requests, and by the keeper; under its lock */
};

struct taught {
    const struct classifier *model;
    pthread_mutex_t lock; /* held for moments, with no other lock */
    pthread_cond_t learned;
    struct lesson *newest;
    bool learning;
};

struct taught *taught_new(const struct classifier *model)
{
    struct taught *t = mem_calloc(1, sizeof *t);
    t->model = model;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->learned, NULL);
    return t;
}

/* Under the lock. */
static void let_go(struct lesson *l)
{
    if (!l || --l->used > 0)
        return;
    arena_free(l->a);
    mem_free(l);
}

void taught_free(struct taught *t)
{
    if (!t)
        return;
    let_go(t->newest);
    pthread_cond_destroy(&t->learned);
    pthread_mutex_destroy(&t->lock);
    mem_free(t);
}

static enum err_code learn(const struct taught *t, struct store *s, int64_t mark,
                           struct lesson **out, struct err *e)
{
    struct lesson *l = mem_calloc(1, sizeof *l);
    struct arena *read = arena_new((size_t)GIB(1));
    struct correction *list;
    size_t n;
    *l = (struct lesson){.a = arena_new(MIB(64)), .mark = mark, .used = 1};
    enum err_code rc = corrections_load(s, read, &list, &n, e);
    if (rc == ERR_OK)
        rc = learned_build(t->model, list, n, l->a, &l->learned, e);
    arena_free(read);
    if (rc)
        let_go(l);
    else
        *out = l;
    return rc;
}

/* Under the lock, which it leaves while it learns. */
static enum err_code renew(struct taught *t, struct store *s, int64_t mark, struct err *e)
{
    struct lesson *fresh = NULL;
    t->learning = true;
    pthread_mutex_unlock(&t->lock);
    enum err_code rc = learn(t, s, mark, &fresh, e);
    pthread_mutex_lock(&t->lock);
    t->learning = false;
    pthread_cond_broadcast(&t->learned);
    if (rc == ERR_OK) {
        let_go(t->newest);
        t->newest = fresh;
    }
    return rc;
}

enum err_code taught_take(struct taught *t, struct store *s, bool now, struct lesson **out,
                          struct err *e)
{
    int64_t mark;
    *out = NULL;
    enum err_code rc = store_corrections_mark(s, &mark, e);
    if (rc)
        return rc;
    pthread_mutex_lock(&t->lock);
    while (t->learning && (now || !t->newest))
        pthread_cond_wait(&t->learned, &t->lock);
    /* what another thread learned meanwhile may be newer than this mark: it never shrinks */
    if (!t->learning && (!t->newest || t->newest->mark < mark))
        rc = renew(t, s, mark, e);
    if (rc == ERR_OK) {
        *out = t->newest;
        t->newest->used++;
    }
    pthread_mutex_unlock(&t->lock);
    return rc;
}

const struct learned *taught_learned(const struct lesson *l)
{
    return l->learned;
}

void taught_give(struct taught *t, struct lesson *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&t->lock);
    let_go(l);
    pthread_mutex_unlock(&t->lock);
}
