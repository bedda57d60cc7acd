/* net/http.c: the door: kept connections, paces, redirects, and who may be asked at all. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/http_private.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "net/pace.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDLE_MAX = 16,            /* handles that wait with an open connection */
    ARENA_LEAST = 128 * 1024, /* addresses and headers; the body is looked at by itself */
    METHOD_MAX = 16
};

/* A handle of curl and the server that it was at last: its connection may still stand. */
struct idle {
    CURL *c;
    char *origin;
};

struct http {
    struct pace *pace;
    atomic_bool stop;
    pthread_mutex_t lock; /* of the idle ones */
    struct idle idle[IDLE_MAX];
    size_t idles;
};

static void start_libraries(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || sodium_init() < 0)
        abort();
}

struct http *http_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct http *h = mem_calloc(1, sizeof *h);
    pthread_once(&once, start_libraries);
    h->pace = pace_new(HTTP_AT_ONCE);
    atomic_init(&h->stop, false);
    pthread_mutex_init(&h->lock, NULL);
    return h;
}

void http_free(struct http *h)
{
    if (!h)
        return;
    for (size_t i = 0; i < h->idles; i++) {
        curl_easy_cleanup(h->idle[i].c);
        mem_free(h->idle[i].origin);
    }
    pthread_mutex_destroy(&h->lock);
    pace_free(h->pace);
    mem_free(h);
}

void http_stop(struct http *h)
{
    atomic_store(&h->stop, true);
    pace_stop(h->pace);
}

const atomic_bool *http__stopped(const struct http *h)
{
    return &h->stop;
}

static void drop_idle(struct http *h, size_t i)
{
    mem_free(h->idle[i].origin);
    h->idles--;
    memmove(&h->idle[i], &h->idle[i + 1], (h->idles - i) * sizeof h->idle[0]);
}

/* The handle that was at this server last, or a new one. */
static CURL *take_handle(struct http *h, struct str origin)
{
    CURL *c = NULL;
    pthread_mutex_lock(&h->lock);
    for (size_t i = h->idles; i-- > 0 && !c;) {
        if (!str_is(origin, h->idle[i].origin))
            continue;
        c = h->idle[i].c;
        drop_idle(h, i);
    }
    pthread_mutex_unlock(&h->lock);
    if (!c)
        c = curl_easy_init();
    if (!c)
        abort(); /* out of memory */
    return c;
}

static void put_handle(struct http *h, CURL *c, struct str origin)
{
    CURL *old = NULL;
    char *name = mem_alloc(origin.n + 1);
    memcpy(name, origin.p, origin.n);
    name[origin.n] = '\0';
    pthread_mutex_lock(&h->lock);
    if (h->idles == IDLE_MAX) {
        old = h->idle[0].c;
        drop_idle(h, 0);
    }
    h->idle[h->idles++] = (struct idle){c, name};
    pthread_mutex_unlock(&h->lock);
    curl_easy_cleanup(old);
}

/* What is asked */

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) &&
            str_chr(STR("!#$%&'*+-.^_`|~"), s.p[i]) < 0)
            return false;
    return s.n > 0;
}

static bool is_one_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7F)
            return false;
    return true;
}

static bool makes_sense(const struct http_request *q)
{
    if (q->method && (!is_token(str_from(q->method)) || strlen(q->method) > METHOD_MAX))
        return false;
    for (size_t i = 0; i < q->headers; i++)
        if (!is_token(q->header[i].name) || !is_one_line(q->header[i].value))
            return false;
    return true;
}

static bool is_reading(const struct http_request *q)
{
    return !q->changes &&
           (!q->method || strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0);
}

/* Whether this address is one to go to; the connection is looked at again when it is made. */
static enum err_code look_at(struct str url, const struct http_request *q, struct arena *a,
                             struct exchange *x, struct err *e)
{
    bool other;
    if (!http__place(url, a, &x->place, &other)) {
        if (other)
            return err_set(e, ERR_DENIED, "only http and https addresses are gone to");
        return err_set(e, ERR_INVALID, "this is not the address of a server");
    }
    x->private_ok = q->named.n > 0 && str_eq(http_origin(q->named, a), x->place.origin);
    if (!x->place.encrypted && !x->private_ok) {
        curl_url_cleanup(x->place.u);
        x->place.u = NULL;
        return err_set(e, ERR_DENIED,
                       "http://" STRF " is not encrypted; Tact goes there only where its owner "
                       "named it",
                       STRA(x->place.host));
    }
    return ERR_OK;
}

/* Pace */

/* For deadlines: setting the clock moves none. */
static int64_t ticks_ms(void)
{
    return (int64_t)(time_clock_s() * 1000);
}

static enum err_code enter(struct http *h, const struct exchange *x, int64_t until_ms,
                           struct err *e)
{
    const struct str host = x->place.host;
    for (;;) {
        const int64_t left = until_ms - ticks_ms(), most = (int64_t)HTTP_PATIENCE_S * 1000;
        if (atomic_load(&h->stop))
            return err_set(e, ERR_UNAVAILABLE, "Tact is being stopped; " STRF " is asked later",
                           STRA(host));
        if (left <= 0)
            return err_set(e, ERR_UNAVAILABLE,
                           STRF " is busy with other requests of Tact; it is tried again later",
                           STRA(host));
        const int64_t patience = left < most ? left : most;
        const int64_t wants = pace_enter(h->pace, x->place.origin, patience);
        if (wants == 0)
            return ERR_OK;
        if (wants > patience) {
            const int wait_s = (int)((wants + 999) / 1000);
            const enum err_code code =
                err_set(e, ERR_RATE_LIMITED, STRF " asked to be left alone for %d more seconds",
                        STRA(host), wait_s);
            if (e)
                e->retry_after_s = wait_s;
            return code;
        }
    }
}

/* One hop, under the host's pace. */
static enum err_code hop(struct http *h, const struct http_request *q, struct exchange *x,
                         int64_t until_ms, struct err *e)
{
    enum err_code code = enter(h, x, until_ms, e);
    if (code != ERR_OK)
        return code;
    const int64_t left = until_ms - ticks_ms();
    x->timeout_ms = left > 1 ? (long)left : 1;
    CURL *c = take_handle(h, x->place.origin);
    code = http__exchange(c, x, q, e);
    put_handle(h, c, x->place.origin);
    if (code == ERR_OK && (x->status == 429 || x->status == 503)) {
        const struct http_answer w = {.header = x->header, .headers = x->headers};
        const int wait_s = http_retry_after(&w, time_now_ms());
        if (wait_s > 0)
            pace_hold(h->pace, x->place.origin, time_now_ms() + (int64_t)wait_s * 1000);
    }
    pace_leave(h->pace, x->place.origin);
    return code;
}

/* Redirects */

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The answer into the caller's arena. */
static enum err_code keep(struct exchange *x, struct http_answer *out, struct err *e)
{
    if (arena_left(x->a) < x->body.n + KIB(4)) {
        x->over = true;
        return x->changes ? err_set(e, ERR_UNCERTAIN,
                                    STRF " did what was asked, and answers with more than Tact "
                                         "takes",
                                    STRA(x->place.host))
                          : err_set(e, ERR_LIMIT, STRF " answers with more than Tact takes",
                                    STRA(x->place.host));
    }
    out->status = x->status;
    out->header = x->header;
    out->headers = x->headers;
    out->body = arena_str(x->a, buf_view(&x->body));
    return ERR_OK;
}

/* Goes from redirect to redirect until there is an answer. */
static enum err_code follow(struct http *h, const struct http_request *q, struct exchange *x,
                            int64_t until_ms, struct http_answer *out, struct err *e)
{
    struct arena *a = x->a;
    struct str url = q->url, first = STR_NONE;
    bool permanent = true;
    for (int hops = 0; hops <= LIMIT_HTTP_HOPS; hops++) {
        enum err_code code = look_at(url, q, a, x, e);
        if (code != ERR_OK)
            return code;
        first = hops ? first : x->place.origin;
        x->foreign = x->foreign || !str_eq(first, x->place.origin);
        x->status = 0;
        x->headers = x->header_bytes = 0;
        x->begun = x->header_end = false;
        buf_clear(&x->body);
        code = hop(h, q, x, until_ms, e);
        curl_url_cleanup(x->place.u);
        if (code != ERR_OK)
            return code;
        const struct http_answer w = {.header = x->header, .headers = x->headers};
        struct str to = http_header(&w, "Location");
        if (!is_redirect(x->status) || !to.n || q->stay || !is_reading(q)) {
            out->url = arena_str(a, url);
            out->moved = permanent && hops > 0;
            return keep(x, out, e);
        }
        permanent = permanent && (x->status == 301 || x->status == 308);
        to = http_resolve(url, to, a);
        if (!to.n)
            return err_set(e, ERR_DENIED,
                           STRF " sends on to an address that Tact does not go to",
                           STRA(x->place.host));
        url = to;
        if (arena_left(a) < ARENA_LEAST)
            break;
    }
    return err_set(e, ERR_UNAVAILABLE, STRF " sends on and on in circles", STRA(x->place.host));
}

enum err_code http_send(struct http *h, const struct http_request *q, struct arena *a,
                        struct http_answer *out, struct err *e)
{
    struct http_answer answer = {0};
    if (!makes_sense(q))
        return err_set(e, ERR_INVALID, "a request with a line break in a header is not sent");
    if (q->url.n > LIMIT_HTTP_URL)
        return err_set(e, ERR_INVALID,
                       "an address of more than %zu characters is not asked for",
                       (size_t)LIMIT_HTTP_URL);
    if (arena_left(a) < ARENA_LEAST)
        return err_set(e, ERR_LIMIT, "no memory is left for an answer");
    struct exchange x = {
        .stop = &h->stop,
        .changes = q->changes,
        .most = q->most ? q->most : LIMIT_HTTP_BODY,
        .a = a,
        .header = ARENA_ARRAY(a, struct http_header, LIMIT_HTTP_HEADERS),
    };
    buf_init(&x.body, x.most);
    const int timeout_ms = q->timeout_ms > 0 ? q->timeout_ms : HTTP_TIMEOUT_MS;
    const enum err_code code = follow(h, q, &x, ticks_ms() + timeout_ms, &answer, e);
    buf_free(&x.body);
    if (code == ERR_OK)
        *out = answer;
    return code;
}
