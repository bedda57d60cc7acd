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

/* What one owner taught: nobody else is judged by it. */
struct pupil {
    int64_t owner;
    struct lesson *newest; /* NULL: nothing yet */
    bool learning;
    struct pupil *next; /* asked for less lately */
};

enum {
    PUPILS_MOST = 64 /* each holds what its corrections changed of the model: some 100 KB */
};

struct taught {
    const struct classifier *model;
    pthread_mutex_t lock; /* held for moments, with no other lock */
    pthread_cond_t learned;
    struct pupil *first; /* who was asked for last */
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
    while (t->first) {
        struct pupil *next = t->first->next;
        let_go(t->first->newest);
        mem_free(t->first);
        t->first = next;
    }
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

/* Under the lock: to the front, made where it is not there. */
static struct pupil *find_pupil(struct taught *t, int64_t owner)
{
    struct pupil **at = &t->first, *p;
    while (*at && (*at)->owner != owner)
        at = &(*at)->next;
    p = *at;
    if (p) {
        *at = p->next;
    } else {
        p = mem_calloc(1, sizeof *p);
        p->owner = owner;
    }
    p->next = t->first;
    t->first = p;
    return p;
}

/* Under the lock: the lessons of whoever was not asked for lately go; they are learned anew. */
static void forget_some(struct taught *t)
{
    size_t n = 0;
    for (struct pupil *p = t->first; p; p = p->next) {
        if (++n <= PUPILS_MOST || p->learning)
            continue;
        let_go(p->newest);
        p->newest = NULL;
    }
}

/* Under the lock, which it leaves while it learns. */
static enum err_code renew(struct taught *t, struct pupil *p, struct store *s, int64_t mark,
                           struct err *e)
{
    struct lesson *fresh = NULL;
    p->learning = true;
    pthread_mutex_unlock(&t->lock);
    enum err_code rc = learn(t, s, mark, &fresh, e);
    pthread_mutex_lock(&t->lock);
    if (rc == ERR_OK) {
        let_go(p->newest);
        p->newest = fresh;
        forget_some(t); /* not this one: it still learns */
    }
    p->learning = false;
    pthread_cond_broadcast(&t->learned);
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
    struct pupil *p = find_pupil(t, store_owner(s));
    while (p->learning && (now || !p->newest))
        pthread_cond_wait(&t->learned, &t->lock);
    /* what another thread learned meanwhile may be newer than this mark: it never shrinks */
    if (!p->learning && (!p->newest || p->newest->mark < mark))
        rc = renew(t, p, s, mark, e);
    if (rc == ERR_OK) {
        *out = p->newest;
        p->newest->used++;
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
