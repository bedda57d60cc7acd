/* web/live.c: sending and reading beside the requests. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/live.h"

#include "context/classify.h"
#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "intake/intake.h"
#include "intake/sync.h"
#include "store/sign_in.h"
#include "writing/evergreen.h"
#include "writing/outbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    LOOK_MS = 30000, /* between two looks for what other processes put there */
    READ_MS = 15000, /* streams are due in minutes */
    BURY_MS = 60000, /* whether somebody died while sending */
    ASKED_MOST = 64,
    DERIVE_SHARE =
        30 /* what follows from what was read takes a thirtieth of the time at most */
};

struct live {
    struct place at;
    const struct classifier *model;
    struct http *http;
    pthread_t sender, reader;
    pthread_mutex_t lock; /* held for moments, with no other lock */
    pthread_cond_t changed;
    bool end, wake;
    struct wanted {
        int64_t owner, account_id;
    } wanted[ASKED_MOST];
    size_t wants;
    int64_t lease_ms;
};

static bool is_to_end(struct live *l)
{
    pthread_mutex_lock(&l->lock);
    bool end = l->end;
    pthread_mutex_unlock(&l->lock);
    return end;
}

/* Until then, or until `flag` is set (and taken), or the end. */
static void rest(struct live *l, int64_t ms, bool reader)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (ms % 1000) * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&l->lock);
    while (!l->end && !(reader ? l->wants > 0 : l->wake) &&
           pthread_cond_timedwait(&l->changed, &l->lock, &until) != ETIMEDOUT) {
    }
    if (!reader)
        l->wake = false;
    pthread_mutex_unlock(&l->lock);
}

/* Sending ---------------------------------------------------------------------------------- */

/* How long to rest: until the next is due, not longer than others' work may wait. */
static int64_t rest_ms(struct store *s)
{
    int64_t due = INT64_MAX, now = time_now_ms();
    struct err quiet;
    if (store_publication_next(s, &due, &quiet) || due > now + LOOK_MS)
        return LOOK_MS;
    return due > now + 200 ? due - now : 1000; /* due, and not to be taken yet: soon again */
}

static void *send_due(void *ctx)
{
    struct live *l = ctx;
    struct store *s = NULL;
    struct err e = {0};
    struct arena *a = arena_new(KIB(64));
    const struct outbox box = {
        .http = l->http, .runner = outbox_runner(a), .lease_ms = l->lease_ms};
    int64_t buried = 0;
    while (!is_to_end(l) && !s && store_open(&l->at, NULL, NULL, &s, &e))
        rest(l, 1000, false);
    while (s && !is_to_end(l)) {
        bool done = true;
        if (time_now_ms() - buried > BURY_MS) {
            buried = time_now_ms();
            if (outbox_bury(s, &e) || evergreen_step(s, buried, &e)) {
                /* the database is away: later again */
            }
        }
        while (done && !is_to_end(l) && outbox_step(s, &box, &done, &e) == ERR_OK) {
        }
        rest(l, rest_ms(s), false);
    }
    store_close(s);
    arena_free(a);
    return NULL;
}

/* Reading ---------------------------------------------------------------------------------- */

struct reading {
    struct live *l;
    struct store *s;
    double cost_s, derived_s;  /* of the last derivation: how long, and when it ended */
    int64_t stale[ASKED_MOST]; /* owners of whom something new came */
    size_t stales;
};

static bool told(void *ctx, const char *says, int64_t items)
{
    (void)says;
    (void)items;
    return is_to_end(ctx);
}

static void note_stale(struct reading *r, int64_t owner)
{
    for (size_t i = 0; i < r->stales; i++)
        if (r->stale[i] == owner)
            return;
    if (r->stales < ASKED_MOST)
        r->stale[r->stales++] = owner;
}

static void read_account(struct reading *r, int64_t owner, int64_t account_id, bool now)
{
    const struct sync_how how = {.now = now, .told = told, .ctx = r->l};
    struct arena *a = arena_new(MIB(64));
    struct sync_result out;
    struct err e;
    store_act_for(r->s, owner);
    if (sync_account(r->s, r->l->http, account_id, &how, a, &out, &e) == ERR_OK &&
        out.fresh > 0)
        note_stale(r, owner);
    arena_free(a);
}

static void read_owner(struct reading *r, int64_t owner)
{
    struct arena *a = arena_new(MIB(4));
    struct sign_in *in;
    size_t n = 0;
    struct err e;
    store_act_for(r->s, owner);
    if (store_sign_ins(r->s, a, &in, &n, &e))
        n = 0;
    for (size_t i = 0; i < n && !is_to_end(r->l); i++)
        if (str_is(in[i].state, "ready"))
            read_account(r, owner, in[i].account_id, false);
    arena_free(a);
}

static void read_due(struct reading *r)
{
    struct arena *a = arena_new(MIB(4));
    int64_t *owner;
    size_t n = 0;
    struct err e;
    if (store_stream_owners(r->s, time_now_ms(), a, &owner, &n, &e))
        n = 0;
    for (size_t i = 0; i < n && !is_to_end(r->l); i++)
        read_owner(r, owner[i]);
    arena_free(a);
}

/* People, counts and labels: a large home would do nothing else after each page. */
static void derive(struct reading *r)
{
    struct err e;
    double now = time_clock_s();
    if (r->stales == 0 || now < r->derived_s + r->cost_s * DERIVE_SHARE)
        return;
    store_act_for(r->s, r->stale[--r->stales]);
    if (intake_derive(r->s, r->l->model, &e)) {
        /* somebody else writes: what comes next brings it along */
    }
    r->derived_s = time_clock_s();
    r->cost_s = r->derived_s - now;
}

static bool take_wanted(struct live *l, struct wanted *out)
{
    pthread_mutex_lock(&l->lock);
    bool any = l->wants > 0;
    if (any)
        *out = l->wanted[--l->wants];
    pthread_mutex_unlock(&l->lock);
    return any;
}

static void *read_new(void *ctx)
{
    struct reading r = {.l = ctx};
    struct wanted w;
    struct err e;
    while (!is_to_end(r.l) && !r.s && store_open(&r.l->at, NULL, NULL, &r.s, &e))
        rest(r.l, 1000, true);
    while (r.s && !is_to_end(r.l)) {
        while (!is_to_end(r.l) && take_wanted(r.l, &w)) {
            read_account(&r, w.owner, w.account_id, true);
            r.derived_s = 0; /* the owner is looking */
        }
        read_due(&r);
        derive(&r);
        rest(r.l, READ_MS, true);
    }
    store_close(r.s);
    return NULL;
}

/* Both ------------------------------------------------------------------------------------- */

enum err_code live_new(const struct place *at, const struct classifier *model,
                       struct live **out, struct err *e)
{
    struct live *l = mem_calloc(1, sizeof *l);
    const char *lease = getenv("TACT_LEASE_S"); /* tests are in a hurry */
    int64_t v = 0;
    l->at = *at;
    l->model = model;
    l->http = http_new();
    l->lease_ms = lease && str_i64(str_from(lease), &v) && v > 0 ? v * 1000 : 0;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, NULL);
    if (pthread_create(&l->sender, NULL, send_due, l) != 0) {
        http_free(l->http);
        mem_free(l);
        return err_set(e, ERR_IO, "no thread can be started");
    }
    if (pthread_create(&l->reader, NULL, read_new, l) != 0) {
        l->reader = l->sender;
        live_free(l);
        return err_set(e, ERR_IO, "no thread can be started");
    }
    *out = l;
    return ERR_OK;
}

void live_free(struct live *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->end = true;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
    http_stop(l->http);
    pthread_join(l->sender, NULL);
    if (!pthread_equal(l->sender, l->reader))
        pthread_join(l->reader, NULL);
    http_free(l->http);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    mem_free(l);
}

struct http *live_http(struct live *l)
{
    return l->http;
}

void live_wake(struct live *l)
{
    pthread_mutex_lock(&l->lock);
    l->wake = true;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
}

void live_read(struct live *l, int64_t owner, int64_t account_id)
{
    pthread_mutex_lock(&l->lock);
    if (l->wants < ASKED_MOST)
        l->wanted[l->wants++] = (struct wanted){owner, account_id};
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
}
