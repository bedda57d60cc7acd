/* net/http_once.c: one request and its answer by curl, every size and address looked at. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/http_private.h"

#include "core/attr.h"
#include "core/limits.h"
#include "core/version.h"
#include "net/address.h"
#include "text/utf8.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SLOW_BYTES = 30, /* a second, */
    SLOW_S = 60,     /* over so long: nobody is there any more */
    ARENA_SPARE = 4096
};

/* Addresses */

curl_socket_t http__guarded_socket(bool private_ok, bool *denied, curlsocktype purpose,
                                   const struct curl_sockaddr *at)
{
    if (purpose != CURLSOCKTYPE_IPCXN || (!private_ok && !address_is_public(&at->addr))) {
        *denied = true;
        return CURL_SOCKET_BAD;
    }
    return socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

curl_socket_t http__open_socket(void *exchange, curlsocktype purpose, struct curl_sockaddr *at)
{
    struct exchange *x = exchange;
    return http__guarded_socket(x->private_ok, &x->denied, purpose, at);
}

static bool may_talk_to(const struct exchange *x, const char *ip)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (x->private_ok)
        return true;
    if (inet_pton(AF_INET, ip, &in.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&in);
    return inet_pton(AF_INET6, ip, &in6.sin6_addr) == 1 &&
           address_is_public((const struct sockaddr *)&in6);
}

int http__before_request(void *exchange, char *ip, char *own_ip, int port, int own_port)
{
    struct exchange *x = exchange;
    (void)own_ip;
    (void)port;
    (void)own_port;
    if (!may_talk_to(x, ip)) {
        x->denied = true;
        return CURL_PREREQFUNC_ABORT;
    }
    x->begun = true;
    return CURL_PREREQFUNC_OK;
}

/* What comes */

static size_t take_body(char *p, size_t size, size_t count, void *exchange)
{
    struct exchange *x = exchange;
    const size_t n = size * count;
    if (n > x->most - x->body.n) {
        x->over = true;
        return 0;
    }
    buf_put(&x->body, p, n);
    return n;
}

static void begin_answer(struct exchange *x, struct str line)
{
    const ptrdiff_t blank = str_chr(line, ' ');
    int64_t status = 0;
    if (blank < 0 || !str_i64(str_sub(line, (size_t)blank + 1, (size_t)blank + 4), &status))
        status = 0;
    x->status = (int)status;
    x->headers = 0; /* an answer before it was informational (1xx) */
    x->header_end = false;
}

static size_t take_header(char *p, size_t size, size_t count, void *exchange)
{
    struct exchange *x = exchange;
    const size_t n = size * count;
    struct str line = str_trim(str_of(p, n));
    x->header_bytes += n;
    if (x->header_bytes > LIMIT_HTTP_HEADER_BYTES) {
        x->over = true;
        return 0;
    }
    if (str_starts(line, STR("HTTP/")) && (x->status == 0 || x->header_end)) {
        begin_answer(x, line);
        return n;
    }
    const ptrdiff_t colon = str_chr(line, ':');
    /* behind the end: trailers; a blank first: folding that RFC 9112 took away */
    if (x->header_end || line.n == 0 || colon <= 0 || p[0] == ' ' || p[0] == '\t') {
        x->header_end = x->header_end || line.n == 0;
        return n;
    }
    if (x->headers >= LIMIT_HTTP_HEADERS || arena_left(x->a) < 4 * n + ARENA_SPARE) {
        x->over = true;
        return 0;
    }
    struct str name = str_sub(line, 0, (size_t)colon),
               value = str_trim(str_after(line, (size_t)colon + 1));
    x->header[x->headers++] = (struct http_header){arena_str(x->a, utf8_clean(name, x->a)),
                                                   arena_str(x->a, utf8_clean(value, x->a))};
    return n;
}

static int still(void *exchange, curl_off_t all, curl_off_t came, curl_off_t out_all,
                 curl_off_t out)
{
    struct exchange *x = exchange;
    (void)all;
    (void)out_all;
    (void)out;
    if (came > 0 && (uint64_t)came > x->most) { /* as sent, before it is unpacked */
        x->over = true;
        return 1;
    }
    return atomic_load(x->stop) ? 1 : 0;
}

/* What goes */

/* Goes along to a host that a redirect names; all else may be a secret of the first one. */
static bool is_harmless(struct str name)
{
    static const struct str names[] = {
        STR_INIT("Accept"), STR_INIT("Accept-Language"), STR_INIT("User-Agent"),
        STR_INIT("Range"),  STR_INIT("If-None-Match"),   STR_INIT("If-Modified-Since")};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_ci(name, names[i]))
            return true;
    return false;
}

static struct curl_slist *headers_of(const struct exchange *x, const struct http_request *q)
{
    struct curl_slist *list = NULL;
    bool typed = false;
    struct buf line;
    buf_init(&line, LIMIT_HTTP_HEADER_BYTES);
    for (size_t i = 0; i < q->headers; i++) {
        const struct http_header *h = &q->header[i];
        typed = typed || str_eq_ci(h->name, STR("Content-Type"));
        if (x->foreign && !is_harmless(h->name))
            continue;
        buf_clear(&line);
        buf_str(&line, h->name);
        buf_lit(&line, h->value.n ? ": " : ";"); /* curl's way to say "empty" */
        buf_str(&line, h->value);
        list = curl_slist_append(list, buf_cstr(&line));
    }
    buf_free(&line);
    if (!typed)
        list = curl_slist_append(list, "Content-Type:"); /* none, not curl's own idea */
    return curl_slist_append(list, "Expect:");
}

static void set_method(CURL *c, const struct http_request *q)
{
    const char *m = q->method ? q->method : "GET";
    if (strcmp(m, "GET") == 0) {
        curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
    } else if (strcmp(m, "HEAD") == 0) {
        curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
    } else if (strcmp(m, "DELETE") == 0 && q->body.n == 0) {
        curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, m);
    } else {
        curl_easy_setopt(c, CURLOPT_POST, 1L);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, q->body.n ? q->body.p : "");
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body.n);
        curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, m);
    }
}

void http__set_tls(CURL *c)
{
    const char *authorities = getenv("SSL_CERT_FILE"); /* as the curl program has it */
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (authorities && *authorities)
        curl_easy_setopt(c, CURLOPT_CAINFO, authorities);
}

static void set_up(CURL *c, struct exchange *x)
{
    http__set_tls(c);
    curl_easy_setopt(c, CURLOPT_CURLU, x->place.u);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(c, CURLOPT_USERAGENT, "Tact/" TACT_VERSION " (+self-hosted)");
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, x->timeout_ms);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
                     x->timeout_ms < HTTP_CONNECT_MS ? x->timeout_ms : (long)HTTP_CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_S);
    curl_easy_setopt(c, CURLOPT_MAXCONNECTS, 2L);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, http__open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, x);
    curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, http__before_request);
    curl_easy_setopt(c, CURLOPT_PREREQDATA, x);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, still);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, x);
    if (x->changes) { /* curl repeats by itself only what went out on a kept connection */
        curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
        curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    } else {
        curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    }
}

/* Why there is no answer, in words. */
static enum err_code failed(const struct exchange *x, CURLcode code, struct err *e)
{
    const struct str host = x->place.host;
    if (x->denied && !x->begun)
        return err_set(e, ERR_DENIED,
                       STRF " is on this machine or a private network; Tact goes there only "
                            "where its owner named it",
                       STRA(host));
    if (x->changes && x->begun)
        return err_set(e, ERR_UNCERTAIN,
                       STRF
                       " was asked for a change and gave no whole answer; it may have been "
                       "done: look there before it is sent again",
                       STRA(host));
    if (x->over)
        return err_set(e, ERR_LIMIT, STRF " answers with more than Tact takes", STRA(host));
    if (atomic_load(x->stop))
        return err_set(e, ERR_UNAVAILABLE, "Tact is being stopped; " STRF " is asked later",
                       STRA(host));
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return err_set(e, ERR_UNAVAILABLE,
                       STRF " can't prove that it is " STRF ": its certificate is not good",
                       STRA(host), STRA(host));
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return err_set(e, ERR_UNAVAILABLE,
                       "no address is known for " STRF "; it is tried again later", STRA(host));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return err_set(e, ERR_UNAVAILABLE,
                       STRF " did not answer within %ld seconds; it is tried again later",
                       STRA(host), (x->timeout_ms + 999) / 1000);
    if (code == CURLE_COULDNT_CONNECT)
        return err_set(e, ERR_UNAVAILABLE, STRF " takes no connection; it is tried again later",
                       STRA(host));
    return err_set(e, ERR_UNAVAILABLE, STRF " gave no answer (%s); it is tried again later",
                   STRA(host), curl_easy_strerror(code));
}

enum err_code http__exchange(CURL *c, struct exchange *x, const struct http_request *q,
                             struct err *e)
{
    struct curl_slist *list = headers_of(x, q);
    set_up(c, x);
    set_method(c, q);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, list);
    const CURLcode code = curl_easy_perform(c);
    curl_easy_reset(c); /* its connections stay */
    curl_slist_free_all(list);
    /* curl calls it an answer also where it ends among the headers */
    if (code != CURLE_OK || x->status < 200 || !x->header_end)
        return failed(x, code != CURLE_OK ? code : CURLE_GOT_NOTHING, e);
    return ERR_OK;
}
