/* net/http.h: the one door outward: a request to a public server, an answer that is bounded. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "core/arena.h"
#include "core/err.h"

/* What every request of Tact keeps to:
 * - https only; plain http only to a server that the owner named (`named`);
 * - no private, loopback, link-local or otherwise special address (net/address.h), looked at when the
 *   connection is made, so that neither a redirect nor a name that changes its mind gets around it,
 *   but for the host and port of `named`;
 * - redirects are followed by us, GET only, each hop looked at like the first, and no secret goes
 *   along to another host;
 * - every time and every size has a ceiling (core/limits.h);
 * - at most HTTP_AT_ONCE requests to one host at a time, and none while that host has asked to wait
 *   (Retry-After; net/pace.h);
 * - no proxy of the environment: what is looked at is what is connected to. */

/* One for a process: connections that stay open, paces of hosts. For several threads at once. */
struct http;
struct http *http_new(void);
void http_free(struct http *h); /* NULL is fine; nobody may be in http_send */
/* Ends what is under way (ERR_UNAVAILABLE, or ERR_UNCERTAIN where it was sent) and what comes. */
void http_stop(struct http *h);

enum {
    HTTP_AT_ONCE = 4
};

struct http_header {
    struct str name, value;
};

struct http_request {
    const char *method; /* "GET" where NULL */
    struct str url;
    const struct http_header *header;
    size_t headers;
    struct str body; /* "" none */
    struct str
        named; /* "https://host:port" as the owner typed it, may be a private one; "" none */
    bool
        changes; /* it changes something there: sent once at most, on a connection of its own */
    bool stay;   /* a redirect is an answer, not followed */
    int timeout_ms; /* for all of it; 0: HTTP_TIMEOUT_MS */
    size_t most;    /* bytes of the answer's body; 0: LIMIT_HTTP_BODY */
};
enum {
    HTTP_TIMEOUT_MS = 30000,
    HTTP_CONNECT_MS = 10000
};

struct http_answer {
    int status; /* 200, 404, … : every status is an answer */
    struct http_header *header;
    size_t headers;
    struct str body; /* the bytes as they came, decompressed */
    struct str url;  /* where it came from, after redirects */
    bool
        moved; /* every redirect on the way was a permanent one (301, 308), and there was one */
};

/* Sends and waits. The answer is of `a`. Codes where there is none:
 *   ERR_UNAVAILABLE  nothing was done there: no such host, no connection, a timeout before anything
 *                    was sent; also any failure of a request that changes nothing
 *   ERR_UNCERTAIN    `changes`, and it was sent (in part): cut off, timed out, garbage
 *   ERR_RATE_LIMITED the host asked to wait longer than HTTP_PATIENCE_S: e->retry_after_s; not sent
 *   ERR_DENIED       an address that Tact does not go to; not sent
 *   ERR_LIMIT        the answer is larger than `most` (with `changes`: ERR_UNCERTAIN)
 *   ERR_INVALID      the address makes no sense; not sent
 * A message names the host, never the query, a header or the body. */
MUST_CHECK enum err_code http_send(struct http *h, const struct http_request *q,
                                   struct arena *a, struct http_answer *out, struct err *e);
enum {
    HTTP_PATIENCE_S = 3 /* so long a call waits by itself where a host asked for it */
};

/* The first header of that name, in any letter case; "" where there is none. */
struct str http_header(const struct http_answer *w, const char *name);
/* Seconds by Retry-After (a number, or a date; RFC 9110 10.2.3), at most a day; -1 where it says
 * nothing that can be read. */
int http_retry_after(const struct http_answer *w, int64_t now_ms);
/* The target of `rel` in a Link header (RFC 8288), made absolute against w->url; "" none. `rel` may
 * be one of several in one parameter. Of `a`. */
struct str http_link(const struct http_answer *w, const char *rel, struct arena *a);
/* `to` as seen from `base` (RFC 3986 5); "" where it is no http(s) address. Of `a`. */
struct str http_resolve(struct str base, struct str to, struct arena *a);
/* "https://host:port" of an address, in small letters, without a default port; "" where it is none. */
struct str http_origin(struct str url, struct arena *a);

#endif
