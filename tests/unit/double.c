/* tests/unit/double.c: one thread, one poll; requests are held against a scenario and answered. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "double.h"
#include "double_private.h"

#include "core/json.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

enum {
    CONNS = 64,
    WAIT_MS = 10000, /* for a client that does not read */
    ENOUGH = 1 << 28
};

struct conn {
    int fd;
    struct buf in;
};

struct double_server {
    char base[64], *name, *scenario;
    struct arena *a, *scratch; /* the script; one request */
    struct script script;
    int listener, wake[2];
    pthread_t thread;
    struct conn conn[CONNS];
    size_t conns;

    pthread_mutex_t lock; /* what follows */
    bool asked;
    size_t at, requests, connections;
    long cut, reply_bytes;
    struct buf wrong, told;
};

static void give_up(const char *what)
{
    fprintf(stderr, "double: %s: %s\n", what, strerror(errno));
    abort();
}

/* Sending ----------------------------------------------------------------------------------- */

/* Sleeps, or until somebody stops; true: goes on. */
static bool nap(struct double_server *d, long ms)
{
    struct pollfd p = {d->wake[0], POLLIN, 0};
    return ms <= 0 || poll(&p, 1, (int)ms) == 0;
}

/* False when the other side is gone. */
static bool send_all(struct double_server *d, int fd, struct str s)
{
    while (s.n) {
        const ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (n > 0) {
            s = str_after(s, (size_t)n);
        } else if (n < 0 && (errno == EAGAIN)) {
            struct pollfd p[2] = {
                {fd,         POLLOUT, 0},
                {d->wake[0], POLLIN,  0}
            };
            if (poll(p, 2, WAIT_MS) <= 0 || p[1].revents)
                return false;
        } else if (n < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

static void put_gzip(struct buf *out, struct str s)
{
    z_stream z = {0};
    unsigned char part[16384];
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        give_up("gzip");
    z.next_in = (unsigned char *)(uintptr_t)s.p;
    z.avail_in = (unsigned)s.n;
    do {
        z.next_out = part;
        z.avail_out = sizeof part;
        deflate(&z, Z_FINISH);
        buf_put(out, part, sizeof part - z.avail_out);
    } while (z.avail_out == 0);
    deflateEnd(&z);
}

static void put_chunks(struct buf *out, struct str s)
{
    while (s.n) {
        const size_t n = s.n < 1000 ? s.n : 1000;
        buf_printf(out, "%zx\r\n", n);
        buf_put(out, s.p, n);
        buf_lit(out, "\r\n");
        s = str_after(s, n);
    }
    buf_lit(out, "0\r\n\r\n");
}

static void put_reply(const struct step *s, bool head, struct buf *out)
{
    struct buf big, packed;
    struct str body = s->answer;
    const bool none = s->status == 204 || s->status == 304 || s->status < 200;
    buf_init(&big, ENOUGH);
    buf_init(&packed, ENOUGH);
    for (long i = 0; i < s->large; i++)
        buf_char(&big, 'x');
    if (s->large >= 0)
        body = buf_view(&big);
    if (s->gzip) {
        put_gzip(&packed, body);
        body = buf_view(&packed);
    }
    buf_printf(out, "HTTP/1.1 %d Answer\r\n", s->status);
    for (size_t i = 0; i < s->outs; i++)
        buf_printf(out, STRF ": " STRF "\r\n", STRA(s->out[i].name), STRA(s->out[i].value));
    for (long i = 0; i < s->flood; i++)
        buf_printf(out, "X-Flood-%ld: %ld\r\n", i, i);
    if (s->gzip)
        buf_lit(out, "Content-Encoding: gzip\r\n");
    if (!s->chunked && !none)
        buf_printf(out, "Content-Length: %zu\r\n", body.n);
    buf_lit(out, "\r\n");
    if (s->chunked && !head && !none)
        put_chunks(out, body);
    else if (!head && !none)
        buf_str(out, body);
    buf_free(&packed);
    buf_free(&big);
}

/* Requests ---------------------------------------------------------------------------------- */

/* The whole request at the start of `in`: its bytes, 0 not all there yet, -1 none at all. Of `a`. */
static ssize_t parse(struct str in, struct arena *a, struct came *out)
{
    *out = (struct came){0};
    const ptrdiff_t end = str_find(in, STR("\r\n\r\n"));
    if (end < 0)
        return 0;
    struct str head = arena_str(a, str_sub(in, 0, (size_t)end)), line = STR_NONE;
    if (!str_cut(&head, '\n', &line))
        return -1;
    line = str_trim(line);
    if (!str_cut(&line, ' ', &out->method) || !str_cut(&line, ' ', &out->target))
        return -1;
    while (str_cut(&head, '\n', &line) && out->headers < DOUBLE_LINES) {
        const ptrdiff_t colon = str_chr(line, ':');
        if (colon <= 0)
            return -1;
        out->header[out->headers++] = (struct line){
            str_sub(line, 0, (size_t)colon), str_trim(str_after(line, (size_t)colon + 1))};
    }
    int64_t length = 0;
    struct str said = double__header(out, "Content-Length");
    if (double__header(out, "Transfer-Encoding").p ||
        (said.p && (!str_i64(said, &length) || length < 0 || length > ENOUGH)))
        return -1;
    const size_t whole = (size_t)end + 4 + (size_t)length;
    if (in.n < whole)
        return 0;
    out->body = str_sub(in, (size_t)end + 4, whole);
    return (ssize_t)whole;
}

/* A recorded reply that goes out as it is; what is filler or no answer at all is not written. */
static void log_reply(const struct double_server *d, const struct step *s, struct json_out *o)
{
    const bool plain = s->reply == REPLY_STATUS && s->large < 0 && !s->gzip;
    json_out_ki64(o, "line", s->number);
    json_out_ki64(o, "status", s->status);
    for (size_t i = 0; i < s->outs; i++)
        if (str_eq_ci(s->out[i].name, STR("Content-Type")))
            json_out_kstr(o, "reply_type", utf8_clean(s->out[i].value, d->scratch));
    if (plain && s->number && utf8_valid(s->answer))
        json_out_kstr(o, "reply", s->answer);
}

static void log_request(const struct double_server *d, const struct came *c,
                        const struct step *s)
{
    const char *path = getenv("TACT_DOUBLE_LOG");
    struct buf b;
    struct json_out o;
    if (!path || !*path)
        return;
    buf_init(&b, ENOUGH);
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "file", str_from(d->name));
    json_out_kstr(&o, "scenario", str_from(d->scenario));
    json_out_kstr(&o, "method", c->method);
    json_out_kstr(&o, "path", utf8_clean(c->target, d->scratch));
    json_out_key(&o, "headers");
    json_out_open(&o, '{');
    for (size_t i = 0; i < c->headers; i++)
        json_out_kstr(&o, arena_cstr(d->scratch, c->header[i].name),
                      utf8_clean(c->header[i].value, d->scratch));
    json_out_close(&o, '}');
    if (utf8_valid(c->body)) {
        json_out_kstr(&o, "body", c->body);
    } else {
        const size_t room =
            sodium_base64_encoded_len(c->body.n, sodium_base64_VARIANT_ORIGINAL);
        char *text = arena_alloc(d->scratch, room);
        sodium_bin2base64(text, room, (const unsigned char *)c->body.p, c->body.n,
                          sodium_base64_VARIANT_ORIGINAL);
        json_out_kstr(&o, "body_base64", str_from(text));
    }
    log_reply(d, s, &o);
    json_out_close(&o, '}');
    buf_lit(&b, "\n");
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, b.p, b.n) != (ssize_t)b.n)
        give_up(path);
    close(fd);
    buf_free(&b);
}

/* The step that this request is, or NULL and what differs. With the lock. */
static const struct step *expected(struct double_server *d, const struct came *c)
{
    struct buf why;
    buf_init(&why, 4096);
    for (size_t i = d->at; i < d->script.n; i++) {
        const struct step *s = &d->script.step[i];
        struct buf this;
        buf_init(&this, 4096);
        const bool same = double__matches(s, c, d->scratch, &this);
        if (same) {
            d->at = i + (s->times != TIMES_ANY);
            buf_free(&this);
            buf_free(&why);
            return s;
        }
        buf_printf(&why, "\n    line %d: " STRF, s->number, STRA(buf_view(&this)));
        buf_free(&this);
        if (s->times == TIMES_ONCE)
            break;
    }
    if (d->at == d->script.n)
        buf_lit(&why, "\n    nothing more was expected");
    buf_printf(&d->wrong, STRF " " STRF " came:" STRF "\n", STRA(c->method), STRA(c->target),
               STRA(buf_view(&why)));
    buf_free(&why);
    return NULL;
}

/* Answers one request; false: the connection is to be closed. */
static bool answer(struct double_server *d, int fd, const struct came *c)
{
    static const struct step unexpected = {
        .reply = REPLY_STATUS, .status = 599, .cut = -1, .large = -1};
    pthread_mutex_lock(&d->lock);
    const struct step *s = expected(d, c);
    if (!s)
        s = &unexpected;
    d->requests++;
    long cut = s->cut >= 0 ? s->cut : d->cut;
    pthread_mutex_unlock(&d->lock);
    log_request(d, c, s);
    if (!nap(d, s->delay_ms) || s->reply == REPLY_DROP || s->reply == REPLY_REFUSE)
        return false;
    struct buf out;
    buf_init(&out, ENOUGH);
    if (s->reply == REPLY_GARBAGE)
        buf_lit(&out, "\x16\x03 this is no answer\r\n\r\n\xFF\xFE");
    else
        put_reply(s, str_is(c->method, "HEAD"), &out);
    struct str whole = buf_view(&out);
    pthread_mutex_lock(&d->lock);
    d->reply_bytes = (long)whole.n;
    pthread_mutex_unlock(&d->lock);
    const bool cuts = cut >= 0 && (size_t)cut < whole.n;
    const bool sent = send_all(d, fd, cuts ? str_sub(whole, 0, (size_t)cut) : whole);
    buf_free(&out);
    return sent && !cuts && !s->close && s->reply != REPLY_GARBAGE;
}

/* Connections ------------------------------------------------------------------------------- */

/* Whether the next request is to be turned away unread; that takes the step. */
static bool refuses(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    const bool refused = d->at < d->script.n && d->script.step[d->at].reply == REPLY_REFUSE;
    if (refused)
        d->at++;
    pthread_mutex_unlock(&d->lock);
    return refused;
}

static void reset(int fd)
{
    const struct linger now = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

static void accept_one(struct double_server *d)
{
    const int on = 1, fd = accept4(d->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    pthread_mutex_lock(&d->lock);
    d->connections++;
    pthread_mutex_unlock(&d->lock);
    if (refuses(d) || d->conns == CONNS) {
        reset(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct conn *c = &d->conn[d->conns++];
    c->fd = fd;
    buf_init(&c->in, ENOUGH);
}

/* What came on a connection; false: it is over. */
static bool serve(struct double_server *d, struct conn *c)
{
    char part[65536];
    if (c->in.n == 0) {
        char first;
        if (recv(c->fd, &first, 1, MSG_PEEK) == 1 && refuses(d))
            return false;
    }
    const ssize_t n = recv(c->fd, part, sizeof part, 0);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0)
        return false;
    buf_put(&c->in, part, (size_t)n);
    for (;;) {
        struct came came;
        const ssize_t whole = parse(buf_view(&c->in), d->scratch, &came);
        bool stays = whole >= 0;
        if (whole < 0) {
            pthread_mutex_lock(&d->lock);
            buf_lit(&d->wrong, "what came is no request\n");
            pthread_mutex_unlock(&d->lock);
        } else if (whole > 0) {
            stays = answer(d, c->fd, &came);
            memmove(c->in.p, c->in.p + whole, c->in.n - (size_t)whole);
            c->in.n -= (size_t)whole;
        }
        arena_reset(d->scratch);
        if (whole <= 0 || !stays)
            return stays;
    }
}

static void end_conn(struct double_server *d, size_t i)
{
    close(d->conn[i].fd);
    buf_free(&d->conn[i].in);
    d->conn[i] = d->conn[--d->conns];
}

static void *play(void *ctx)
{
    struct double_server *d = ctx;
    for (;;) {
        struct pollfd p[CONNS + 2] = {
            {d->wake[0],  POLLIN, 0},
            {d->listener, POLLIN, 0}
        };
        for (size_t i = 0; i < d->conns; i++)
            p[i + 2] = (struct pollfd){d->conn[i].fd, POLLIN, 0};
        if (poll(p, (nfds_t)d->conns + 2, -1) < 0 && errno != EINTR)
            give_up("poll");
        if (p[0].revents)
            break;
        for (size_t i = d->conns; i-- > 0;)
            if (p[i + 2].revents && !serve(d, &d->conn[i]))
                end_conn(d, i);
        if (p[1].revents)
            accept_one(d);
    }
    while (d->conns)
        end_conn(d, d->conns - 1);
    return NULL;
}

/* From the test ----------------------------------------------------------------------------- */

static void listen_somewhere(struct double_server *d)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof in;
    d->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (d->listener < 0 || bind(d->listener, (struct sockaddr *)&in, sizeof in) != 0 ||
        listen(d->listener, CONNS) != 0 ||
        getsockname(d->listener, (struct sockaddr *)&in, &n) != 0 ||
        pipe2(d->wake, O_CLOEXEC) != 0)
        give_up("a port on 127.0.0.1");
    snprintf(d->base, sizeof d->base, "http://127.0.0.1:%d", ntohs(in.sin_port));
}

/* The text with {{base}} replaced. */
static struct str filled(struct str text, const char *base, struct arena *a)
{
    struct buf b;
    ptrdiff_t at;
    buf_init(&b, ENOUGH);
    while ((at = str_find(text, STR("{{base}}"))) >= 0) {
        buf_str(&b, str_sub(text, 0, (size_t)at));
        buf_lit(&b, base);
        text = str_after(text, (size_t)at + 8);
    }
    buf_str(&b, text);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static struct double_server *start(struct str text, const char *name, const char *scenario)
{
    struct double_server *d = mem_calloc(1, sizeof *d);
    d->a = arena_new(ENOUGH);
    d->scratch = arena_new(ENOUGH);
    d->name = arena_cstr(d->a, str_from(name));
    d->scenario = arena_cstr(d->a, str_from(scenario));
    d->cut = -1;
    buf_init(&d->wrong, 65536);
    buf_init(&d->told, 65536);
    pthread_mutex_init(&d->lock, NULL);
    listen_somewhere(d);
    const bool good =
        double__read(filled(text, d->base, d->a), d->name, scenario, d->a, &d->script);
    if (pthread_create(&d->thread, NULL, play, d) != 0)
        give_up("a thread");
    if (good)
        return d;
    d->asked = true;
    double_stop(d);
    return NULL;
}

struct double_server *double_start_text(const char *text, const char *scenario)
{
    return start(str_from(text), "text", scenario);
}

struct double_server *double_start(const char *file, const char *scenario)
{
    char path[256], part[4096];
    struct buf b;
    snprintf(path, sizeof path, "tests/doubles/%s.txt", file);
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "double: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    buf_init(&b, ENOUGH);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, n);
    fclose(f);
    struct double_server *d = start(buf_view(&b), file, scenario);
    buf_free(&b);
    return d;
}

void double_stop(struct double_server *d)
{
    if (!d)
        return;
    if (write(d->wake[1], "x", 1) != 1)
        give_up("stopping");
    pthread_join(d->thread, NULL);
    if (!d->asked && *double_wrong(d))
        fprintf(stderr, "double: %s, \"%s\", and nobody asked:\n%s\n", d->name, d->scenario,
                double_wrong(d));
    close(d->listener);
    close(d->wake[0]);
    close(d->wake[1]);
    buf_free(&d->wrong);
    buf_free(&d->told);
    pthread_mutex_destroy(&d->lock);
    arena_free(d->scratch);
    arena_free(d->a);
    mem_free(d);
}

const char *double_base(const struct double_server *d)
{
    return d->base;
}

void double_cut(struct double_server *d, long at_byte)
{
    pthread_mutex_lock(&d->lock);
    d->cut = at_byte;
    pthread_mutex_unlock(&d->lock);
}

long double_reply_bytes(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    const long n = d->reply_bytes;
    pthread_mutex_unlock(&d->lock);
    return n;
}

size_t double_requests(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    const size_t n = d->requests;
    pthread_mutex_unlock(&d->lock);
    return n;
}

size_t double_connections(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    const size_t n = d->connections;
    pthread_mutex_unlock(&d->lock);
    return n;
}

const char *double_wrong(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    d->asked = true;
    buf_clear(&d->told);
    buf_str(&d->told, buf_view(&d->wrong));
    for (size_t i = d->at; i < d->script.n; i++) {
        const struct step *s = &d->script.step[i];
        if (s->times == TIMES_ONCE)
            buf_printf(&d->told, "line %d: " STRF " " STRF " never came\n", s->number,
                       STRA(s->method), STRA(s->path));
    }
    const char *told = buf_cstr(&d->told);
    pthread_mutex_unlock(&d->lock);
    return told;
}

void double_rewind(struct double_server *d)
{
    pthread_mutex_lock(&d->lock);
    d->at = d->requests = 0;
    buf_clear(&d->wrong);
    pthread_mutex_unlock(&d->lock);
}
