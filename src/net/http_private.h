/* net/http_private.h: what the files of the door share: one exchange, and an address taken apart. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_HTTP_PRIVATE_H
#define NET_HTTP_PRIVATE_H

#include "core/buf.h"
#include "net/http.h"

#include <curl/curl.h>
#include <stdatomic.h>

/* An address as curl reads it, so that what is judged is what is connected to. */
struct place {
    CURLU *u;          /* curl_url_cleanup when done */
    struct str origin; /* as http_origin writes it */
    struct str host;   /* for a person: printable, with a port where it is none of the usual */
    bool encrypted;
};
/* False for anything but http(s)://host[:port]/…; *other then says whether it had another scheme. */
bool http__place(struct str url, struct arena *a, struct place *out, bool *other);

/* One request and its answer, without redirects. */
struct exchange {
    const atomic_bool *stop;
    struct place place;
    bool private_ok;       /* the owner named this host and port */
    bool changes, foreign; /* foreign: a redirect led away from where the secrets belong */
    long timeout_ms;
    size_t most;
    struct arena *a;
    /* what came */
    int status;
    struct buf body;
    struct http_header *header;
    size_t headers, header_bytes;
    bool header_end;
    /* what happened */
    bool denied; /* an address was not gone to */
    bool begun;  /* a connection stood, and the request was about to leave */
    bool over;   /* more than was granted */
};
MUST_CHECK enum err_code http__exchange(CURL *c, struct exchange *x,
                                        const struct http_request *q, struct err *e);
/* A socket to an address that may be gone to, else none, and *denied: for whatever curl speaks. */
curl_socket_t http__guarded_socket(bool private_ok, bool *denied, curlsocktype purpose,
                                   const struct curl_sockaddr *at);
/* TLS 1.2 at least, and certificates that the system's authorities signed, or those in the file that
 * SSL_CERT_FILE names. */
void http__set_tls(CURL *c);
/* Whether http_stop was called; lives as long as `h`. */
const atomic_bool *http__stopped(const struct http *h);
/* Where every address that curl is about to connect to is looked at: curl's OPENSOCKETFUNCTION. */
curl_socket_t http__open_socket(void *exchange, curlsocktype purpose, struct curl_sockaddr *at);
/* The same for a connection that was kept: curl's PREREQFUNCTION. */
int http__before_request(void *exchange, char *ip, char *own_ip, int port, int own_port);

#endif
