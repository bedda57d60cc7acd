/* web/server.c: HTTP by libmicrohttpd, and nothing else: bytes in, a struct request, bytes out.
 * A thread a connection, CONNECTIONS_MOST at most; what they share stands in web/server.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/server.h"

#include "web/live.h"

#include "context/judges.h"
#include "store/seal.h"
#include "store/session.h"
#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "web/jobs.h"
#include "web/limit.h"
#include "web/session.h"
#include "web/taught.h"
#include "web/upload.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST /* it only reads what it is given */
#include <zlib.h>

enum {
    CONNECTIONS_MOST = 96,
    BACKLOG = 64,
    IDLE_S = 75, /* a browser's keep-alive; then the thread ends */
    STACK_BYTES = 512 * 1024,
    GZIP_LEAST = 1400 /* what fits one packet gains nothing */
};

/* One request on its way in. */
struct incoming {
    struct request r;
    struct buf out;
    const struct route *row;
    struct upload *upload; /* the body, where there is one */
    bool refused;          /* the answer is in r already */
};

static struct str header(struct MHD_Connection *c, const char *name)
{
    return str_from(MHD_lookup_connection_value(c, MHD_HEADER_KIND, name));
}

static enum MHD_Result add_argument(void *ctx, enum MHD_ValueKind kind, const char *key,
                                    size_t key_n, const char *value, size_t value_n)
{
    (void)kind;
    struct request *r = ctx;
    if (r->fields == FIELDS_MOST)
        return MHD_NO;
    r->field[r->fields].name = arena_str(r->a, str_of(key, key_n));
    r->field[r->fields++].value = arena_str(r->a, str_of(value ? value : "", value_n));
    return MHD_YES;
}

static struct str remote_of(struct MHD_Connection *c, struct arena *a)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    if (i && i->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET,
                  &((const struct sockaddr_in *)(const void *)i->client_addr)->sin_addr, text,
                  sizeof text);
    else if (i && i->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6,
                  &((const struct sockaddr_in6 *)(const void *)i->client_addr)->sin6_addr, text,
                  sizeof text);
    return arena_str(a, str_from(text));
}

static void fill(struct request *r, struct MHD_Connection *c, const char *path,
                 const char *method)
{
    r->method = strcmp(method, "POST") == 0 ? METHOD_POST : METHOD_GET;
    r->path = arena_str(r->a, str_from(path));
    r->host = header(c, "Host");
    r->origin = header(c, "Origin");
    r->fetch_site = header(c, "Sec-Fetch-Site");
    r->fetch_dest = header(c, "Sec-Fetch-Dest");
    r->agent = header(c, "User-Agent");
    r->if_none_match = header(c, "If-None-Match");
    r->token_header = header(c, "X-Tact-Token");
    r->range = header(c, "Range");
    r->part = header(c, "HX-Request").n > 0;
    r->gzip = str_find(header(c, "Accept-Encoding"), STR("gzip")) >= 0;
    r->remote = remote_of(c, r->a);
    if (r->server->o->url) { /* behind a proxy, which says who it speaks for */
        struct str list = header(c, "X-Forwarded-For");
        ptrdiff_t comma = str_rchr(list, ',');
        if (list.n)
            r->remote = str_trim(str_after(list, (size_t)(comma + 1)));
        r->https = str_starts_ci(str_from(r->server->o->url), STR("https:"));
    }
    if (r->method == METHOD_GET)
        MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, add_argument, r);
}

static struct incoming *incoming_new(struct server *s)
{
    struct incoming *in = mem_calloc(1, sizeof *in);
    buf_init(&in->out, LIMIT_PAGE);
    in->r.server = s;
    in->r.a = arena_new(LIMIT_REQUEST_ARENA);
    in->r.out = &in->out;
    in->r.now_ms = time_now_ms();
    in->r.re = (struct response){.status = 200, .type = "text/html; charset=utf-8", .fd = -1};
    return in;
}

static void incoming_free(struct incoming *in)
{
    if (in->r.re.fd >= 0)
        close(in->r.re.fd);
    upload_free(in->upload);
    buf_free(&in->out);
    arena_free(in->r.a);
    mem_free(in);
}

/* Out ------------------------------------------------------------------------------------ */

/* The whole of `s` as gzip, to be freed; NULL where it would not help. */
static unsigned char *gzip_of(struct str s, size_t *n)
{
    z_stream z = {0};
    if (s.n < GZIP_LEAST || s.n > UINT32_MAX ||
        deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    uLong most = deflateBound(&z, (uLong)s.n);
    unsigned char *p = mem_alloc(most);
    z.next_in = (const Bytef *)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = p;
    z.avail_out = (uInt)most;
    bool ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
    *n = z.total_out;
    deflateEnd(&z);
    if (ok)
        return p;
    mem_free(p);
    return NULL;
}

/* "bytes=100-199", "bytes=100-": what a player asks for when somebody jumps in a film (RFC 9110,
 * 14.1.2). One range only; false for anything else, which is then answered with the whole. */
static bool range_of(struct str range, int64_t size, int64_t *from, int64_t *to)
{
    struct str first;
    if (!str_starts(range, STR("bytes=")))
        return false;
    range = str_after(range, 6);
    if (!str_cut(&range, '-', &first) || !str_i64(first, from) || *from < 0 || *from >= size)
        return false;
    *to = size - 1;
    if (range.n && (!str_i64(range, to) || *to < *from))
        return false;
    *to = *to < size ? *to : size - 1;
    return true;
}

static struct MHD_Response *file_body(struct request *r)
{
    struct response *re = &r->re;
    int fd = re->fd;
    int64_t size = lseek(fd, 0, SEEK_END), from = 0, to;
    if (size < 0)
        return NULL;
    re->fd = -1; /* libmicrohttpd closes it */
    if (!range_of(r->range, size, &from, &to))
        return MHD_create_response_from_fd64((uint64_t)size, fd);
    re->status = 206;
    struct MHD_Response *m =
        MHD_create_response_from_fd_at_offset64((uint64_t)(to - from + 1), fd, (uint64_t)from);
    if (m)
        MHD_add_response_header(m, "Content-Range",
                                arena_printf(r->a, "bytes %lld-%lld/%lld", (long long)from,
                                             (long long)to, (long long)size)
                                    .p);
    return m;
}

static struct MHD_Response *body_of(struct request *r, bool *gzipped)
{
    struct response *re = &r->re;
    struct str body = re->fixed.n ? re->fixed : buf_view(r->out);
    size_t n = 0;
    *gzipped = re->fixed_gzip;
    if (re->fd >= 0)
        return file_body(r);
    unsigned char *p =
        r->gzip && !re->fixed_gzip && !str_starts(str_from(re->type), STR("image/"))
            ? gzip_of(body, &n)
            : NULL;
    if (p) {
        *gzipped = true;
        return MHD_create_response_from_buffer(n, p, MHD_RESPMEM_MUST_FREE);
    }
    union {
        const char *in;
        void *out;
    } bytes = {body.p};
    return MHD_create_response_from_buffer(
        body.n, bytes.out, re->fixed.n ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
}

/* No script, style or picture from anywhere else, none inline, no frames. */
static const char *const fixed_headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src "
     "'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options",       "nosniff"                                                },
    {"X-Frame-Options",              "DENY"                                                   },
    {"Referrer-Policy",              "same-origin"                                            },
    {"Cross-Origin-Opener-Policy",   "same-origin"                                            },
    {"Cross-Origin-Resource-Policy", "same-origin"                                            }
};

static void add(struct MHD_Response *m, const char *name, struct str value, struct arena *a)
{
    if (value.n)
        MHD_add_response_header(m, name, arena_cstr(a, value));
}

static enum MHD_Result send_answer(struct MHD_Connection *c, struct incoming *in)
{
    struct request *r = &in->r;
    struct response *re = &r->re;
    bool gzipped = false, same = re->etag.n && str_eq(re->etag, r->if_none_match);
    struct MHD_Response *m =
        same ? MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT)
             : body_of(r, &gzipped);
    if (!m)
        return MHD_NO;
    for (size_t i = 0; i < COUNT_OF(fixed_headers); i++)
        MHD_add_response_header(m, fixed_headers[i][0], fixed_headers[i][1]);
    add(m, "Content-Type", str_from(re->type), r->a);
    add(m, "Location", re->location, r->a);
    add(m, "Set-Cookie", re->set_cookie, r->a);
    add(m, "Content-Disposition", re->disposition, r->a);
    add(m, "ETag", re->etag, r->a);
    add(m, "Cache-Control", str_from(re->cache ? re->cache : "private, no-cache"), r->a);
    if (re->forget)
        MHD_add_response_header(m, "Clear-Site-Data", "\"cache\"");
    if (gzipped)
        MHD_add_response_header(m, "Content-Encoding", "gzip");
    if (str_starts(r->path, STR("/media/")))
        MHD_add_response_header(m, "Accept-Ranges", "bytes");
    MHD_add_response_header(m, "Vary", "Accept-Encoding, HX-Request, Cookie");
    if (re->retry_after_s)
        add(m, "Retry-After", arena_printf(r->a, "%d", re->retry_after_s), r->a);
    enum MHD_Result ok = MHD_queue_response(c, same ? 304u : (unsigned)re->status, m);
    MHD_destroy_response(m);
    return ok;
}

/* In ------------------------------------------------------------------------------------- */

/* Host, route, session and origin, before any body is read; a GET is answered at once. */
static enum MHD_Result admit(struct server *s, struct MHD_Connection *c, struct incoming *in)
{
    struct request *r = &in->r;
    struct err e = {0};
    struct str bearer = header(c, "Authorization");
    bearer = str_starts_ci(bearer, STR("bearer ")) ? str_trim(str_after(bearer, 7)) : STR_NONE;
    struct str cookie = str_from(MHD_lookup_connection_value(c, MHD_COOKIE_KIND, s->cookie));
    r->store = workers_take(s->workers);
    in->refused = web_admit(r, cookie, bearer, &in->row, &e) != ERR_OK;
    if (!in->refused && r->method == METHOD_GET)
        web_answer_row(r, in->row);
    workers_give(s->workers, r->store);
    r->store = NULL;
    if (in->refused || r->method == METHOD_GET)
        return send_answer(c, in);
    in->upload = upload_new(r, in->row, s->o->home, header(c, "Content-Type"), c);
    return MHD_YES;
}

static enum MHD_Result first_call(struct server *s, struct MHD_Connection *c, const char *path,
                                  const char *method, struct incoming **out)
{
    struct incoming *in = incoming_new(s);
    struct request *r = &in->r;
    struct err e = {0};
    *out = in;
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0 &&
        strcmp(method, "POST") != 0) {
        err_set(&e, ERR_UNSUPPORTED, "Tact knows GET, HEAD and POST only");
        answer_error(r, &e);
        r->re.status = 405;
        return send_answer(c, in);
    }
    fill(r, c, path, method);
    return r->method == METHOD_GET ? MHD_YES : admit(s, c, in);
}

static enum MHD_Result answer(void *ctx, struct MHD_Connection *c, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state)
{
    (void)version;
    struct server *s = ctx;
    struct incoming *in = *state;
    if (!in) {
        enum MHD_Result ok = first_call(s, c, path, method, &in);
        *state = in;
        return ok;
    }
    if (*size) { /* the body of a GET means nothing */
        if (in->upload)
            upload_put(in->upload, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (in->r.method == METHOD_GET)
        return admit(s, c, in);
    struct err e = {0};
    if (upload_end(in->upload, &e)) {
        answer_error(&in->r, &e);
        return send_answer(c, in);
    }
    in->r.store = workers_take(s->workers);
    web_answer_row(&in->r, in->row);
    workers_give(s->workers, in->r.store);
    in->r.store = NULL;
    return send_answer(c, in);
}

static void completed(void *ctx, struct MHD_Connection *c, void **state,
                      enum MHD_RequestTerminationCode how)
{
    (void)ctx;
    (void)c;
    (void)how;
    if (*state)
        incoming_free(*state);
    *state = NULL;
}

/* Starting ------------------------------------------------------------------------------- */

/* "127.0.0.1:8420", "[::1]:8420", "localhost:8420" */
static enum err_code parse_listen(const char *listen, struct sockaddr_storage *out,
                                  bool *loopback, struct err *e)
{
    struct str s = str_from(listen), host;
    ptrdiff_t colon = str_rchr(s, ':');
    int64_t port;
    char name[64];
    if (colon < 1 || !str_i64(str_after(s, (size_t)colon + 1), &port) || port < 0 ||
        port > 65535 || colon >= (ptrdiff_t)sizeof name)
        return err_set(e, ERR_INVALID, "\"%s\" is no address: write 127.0.0.1:8420", listen);
    host = str_sub(s, 0, (size_t)colon);
    if (str_is(host, "localhost"))
        host = STR("127.0.0.1");
    if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
        host = str_sub(host, 1, host.n - 1);
    memcpy(name, host.p, host.n);
    name[host.n] = 0;
    memset(out, 0, sizeof *out);
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;
    if (inet_pton(AF_INET, name, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        *loopback = (ntohl(four->sin_addr.s_addr) >> 24) == 127;
    } else if (inet_pton(AF_INET6, name, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        *loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
    } else {
        return err_set(e, ERR_INVALID,
                       "\"%s\" is no address of this machine: write it in numbers, like "
                       "127.0.0.1:8420",
                       listen);
    }
    return ERR_OK;
}

/* The socket is ours, so that its port is known before the first request can come. */
static enum err_code open_socket(struct server *s, const struct sockaddr_storage *at, int *fd,
                                 struct err *e)
{
    const int on = 1;
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } bound = {.six = {.sin6_port = 0}};
    socklen_t n = sizeof bound;
    *fd = socket(at->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (*fd < 0 || setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(*fd, (const struct sockaddr *)at, sizeof *at) != 0 || listen(*fd, BACKLOG) != 0 ||
        getsockname(*fd, &bound.any, &n) != 0) {
        int why = errno;
        if (*fd >= 0)
            close(*fd);
        if (why == EADDRINUSE)
            return err_set(e, ERR_CONFLICT,
                           "%s is taken by another program (perhaps another tact); choose "
                           "another port: tact serve --listen 127.0.0.1:8421",
                           s->o->listen);
        return err_set(e, ERR_IO, "%s can't be listened on: %s", s->o->listen, strerror(why));
    }
    s->port =
        ntohs(bound.any.sa_family == AF_INET6 ? bound.six.sin6_port : bound.four.sin_port);
    return ERR_OK;
}

static enum err_code start_daemon(struct server *s, int fd, struct MHD_Daemon **out,
                                  struct err *e)
{
    *out = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL,
        NULL, answer, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, completed,
        NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MOST,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)STACK_BYTES, MHD_OPTION_END);
    if (*out)
        return ERR_OK;
    close(fd);
    return err_set(e, ERR_IO, "the server can't be started: %s", strerror(errno));
}

static void name_address(struct server *s)
{
    struct str host = str_from(s->o->listen);
    host = str_sub(host, 0, (size_t)str_rchr(host, ':'));
    snprintf(s->address, sizeof s->address, "http://" STRF ":%d", STRA(host), s->port);
    if (s->o->url)
        snprintf(s->address, sizeof s->address, "%s", s->o->url);
    /* several processes behind one name share their sessions, so the cookie has one name too;
     * without a name it is the port that tells two homes of one machine apart */
    if (s->o->url)
        snprintf(s->cookie, sizeof s->cookie, "tact");
    else
        snprintf(s->cookie, sizeof s->cookie, "tact_%d", s->port);
}

/* Nobody but this machine may reach a home that has no password. */
static enum err_code check_password(struct server *s, struct err *e)
{
    struct store *st = workers_take(s->workers);
    struct str hash = STR_NONE;
    enum err_code rc = ERR_OK;
    if (!s->loopback && s->o->open)
        rc = err_set(e, ERR_INVALID, "a home without a password is for this machine only");
    else if (!s->loopback && (rc = store_password(st, s->arena, &hash, e)) == ERR_OK &&
             hash.n == 0)
        rc = err_set(e, ERR_INVALID,
                     "set a password first, before others can reach it: tact password");
    workers_give(s->workers, st);
    return rc;
}

static void wait_for_end(void)
{
    sigset_t set;
    int sig;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    while (sigwait(&set, &sig) != 0) {
    }
}

/* The threads that start from here on leave the signals to wait_for_end. */
static void block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* All from the key of the home, so that several processes take one another's forms. */
static enum err_code make_keys(struct server *s, struct err *e)
{
    unsigned char key[SEAL_BYTES];
    enum err_code rc = seal_key(s->o->home, key, e);
    if (rc)
        return rc;
    seal_derive(key, "tokens of forms", s->key);
    seal_derive(key, "second factors", s->secret_key);
    seal_derive(key, "sign-in tickets", s->ticket_key);
    return ERR_OK;
}

static enum err_code prepare(struct server *s, struct err *e)
{
    s->at = (struct place){.home = s->o->home, .db = s->o->db};
    enum err_code rc = workers_new(&s->at, &s->workers, e);
    if (rc == ERR_OK)
        rc = make_keys(s, e);
    s->limit = limit_new();
    if (rc == ERR_OK)
        rc = judges_load(s->o->home, NULL, s->arena, &s->judges, e);
    if (rc == ERR_OK)
        s->taught = taught_new(s->judges.model);
    if (rc == ERR_OK)
        rc = check_password(s, e);
    if (rc == ERR_OK)
        rc = jobs_new(&s->at, s->judges.model, &s->jobs, e);
    if (rc == ERR_OK)
        rc = live_new(&s->at, s->judges.model, &s->live, e);
    return rc;
}

enum err_code web_serve(const struct web_options *o, struct err *e)
{
    struct server s = {.o = o, .arena = arena_new(MIB(64))};
    struct sockaddr_storage at = {0};
    struct MHD_Daemon *daemon = NULL;
    int fd = -1;
    block_signals();
    enum err_code rc = parse_listen(o->listen, &at, &s.loopback, e);
    if (rc == ERR_OK)
        rc = prepare(&s, e);
    if (rc == ERR_OK)
        rc = open_socket(&s, &at, &fd, e);
    if (rc == ERR_OK) {
        name_address(&s);
        rc = start_daemon(&s, fd, &daemon, e);
    }
    if (rc == ERR_OK) {
        if (o->ready)
            o->ready(o->ctx, s.address);
        wait_for_end();
        MHD_stop_daemon(daemon);
    }
    live_free(s.live);
    jobs_free(s.jobs);
    limit_free(s.limit);
    workers_free(s.workers);
    taught_free(s.taught);
    judges_free(&s.judges);
    arena_free(s.arena);
    return rc;
}
