/* net/pace.c: a small table of hosts behind one lock; who has to wait sleeps on one condition. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/pace.h"

#include "core/mem.h"
#include "core/time.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum {
    HOSTS_MAX = 512,                /* remembered; more only while they are being asked */
    HOLD_MAX_MS = 24 * 3600 * 1000, /* nobody is kept away longer by one answer */
    BACKOFF_FIRST_MS = 2000,
    BACKOFF_MOST_MS = 3600 * 1000
};

struct host {
    char *name;
    size_t name_n;
    int in;          /* requests under way */
    int waiting;     /* of threads: its row stays */
    int64_t hold_ms; /* until then nobody enters */
};

struct pace {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int at_once;
    bool stopped;
    struct host *host;
    size_t n, cap;
};

struct pace *pace_new(int at_once)
{
    struct pace *p = mem_calloc(1, sizeof *p);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->moved, NULL);
    p->at_once = at_once < 1 ? 1 : at_once;
    return p;
}

void pace_free(struct pace *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        mem_free(p->host[i].name);
    mem_free(p->host);
    pthread_cond_destroy(&p->moved);
    pthread_mutex_destroy(&p->lock);
    mem_free(p);
}

void pace_stop(struct pace *p)
{
    pthread_mutex_lock(&p->lock);
    p->stopped = true;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
}

static struct host *find(struct pace *p, struct str name)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(str_of(p->host[i].name, p->host[i].name_n), name))
            return &p->host[i];
    return NULL;
}

static void forget(struct pace *p, size_t i)
{
    mem_free(p->host[i].name);
    p->host[i] = p->host[--p->n];
}

/* Room for one more: those that want nothing go first, then the one that wants least. */
static void make_room(struct pace *p, int64_t now)
{
    size_t least = p->n;
    for (size_t i = p->n; i-- > 0;) {
        if (p->host[i].in || p->host[i].waiting)
            continue;
        if (p->host[i].hold_ms <= now) {
            forget(p, i);
            least = p->n; /* rows moved */
        }
    }
    if (p->n < HOSTS_MAX)
        return;
    for (size_t i = 0; i < p->n; i++)
        if (!p->host[i].in && !p->host[i].waiting &&
            (least == p->n || p->host[i].hold_ms < p->host[least].hold_ms))
            least = i;
    if (least < p->n)
        forget(p, least);
}

static struct host *row_of(struct pace *p, struct str name, int64_t now)
{
    struct host *h = find(p, name);
    if (h)
        return h;
    if (p->n >= HOSTS_MAX)
        make_room(p, now);
    p->host = mem_grow(p->host, &p->cap, p->n + 1, sizeof *p->host);
    h = &p->host[p->n++];
    *h = (struct host){mem_alloc(name.n + 1), name.n, 0, 0, 0};
    memcpy(h->name, name.p, name.n);
    h->name[name.n] = '\0';
    return h;
}

static void sleep_until(struct pace *p, int64_t at_ms)
{
    const struct timespec t = {at_ms / 1000, (long)(at_ms % 1000) * 1000000};
    (void)pthread_cond_timedwait(&p->moved, &p->lock, &t); /* the caller looks again anyway */
}

int64_t pace_enter(struct pace *p, struct str host, int64_t patience_ms)
{
    int64_t wants = 1;
    const int64_t until = time_now_ms() + (patience_ms < 0 ? 0 : patience_ms);
    pthread_mutex_lock(&p->lock);
    while (!p->stopped) {
        const int64_t now = time_now_ms();
        struct host *h = row_of(p, host, now);
        if (h->hold_ms <= now && h->in < p->at_once) {
            h->in++;
            wants = 0;
            break;
        }
        wants = h->hold_ms > now ? h->hold_ms - now : 1;
        if (h->hold_ms > until || now >= until)
            break; /* it would wait in vain */
        h->waiting++;
        sleep_until(p, h->hold_ms > now ? h->hold_ms : until);
        h = find(p, host); /* rows move */
        if (h)
            h->waiting--;
    }
    pthread_mutex_unlock(&p->lock);
    return wants;
}

void pace_leave(struct pace *p, struct str host)
{
    pthread_mutex_lock(&p->lock);
    struct host *h = find(p, host);
    if (h && h->in > 0)
        h->in--;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
}

void pace_hold(struct pace *p, struct str host, int64_t until_ms)
{
    pthread_mutex_lock(&p->lock);
    const int64_t now = time_now_ms();
    struct host *h = row_of(p, host, now);
    if (until_ms > now + HOLD_MAX_MS)
        until_ms = now + HOLD_MAX_MS;
    if (until_ms > h->hold_ms)
        h->hold_ms = until_ms;
    pthread_mutex_unlock(&p->lock);
}

int64_t pace_backoff(int tries)
{
    int64_t all = BACKOFF_FIRST_MS;
    for (int i = 1; i < tries && all < BACKOFF_MOST_MS; i++)
        all *= 2;
    if (all > BACKOFF_MOST_MS)
        all = BACKOFF_MOST_MS;
    return all / 2 + (int64_t)randombytes_uniform((uint32_t)(all / 2) + 1);
}
