/* net/oauth.h: signing in at another server in the browser: OAuth 2 with PKCE, PAR and DPoP. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_OAUTH_H
#define NET_OAUTH_H

#include "net/http.h"

/* RFC 6749, 7636 (PKCE, S256 always), 9126 (pushed requests), 9449 (DPoP), 8414 (metadata), 9207 (iss). */

/* Where a server signs people in. Members that it does not have are "". */
struct oauth_server {
    struct str issuer, authorize, token, par, revoke;
    struct str named; /* as in struct http_request */
    bool says_issuer; /* `iss` is in what the browser comes back with, always (RFC 9207) */
};
/* Who asks. */
struct oauth_client {
    struct str id, secret; /* secret "": a public client */
    struct str redirect, scopes;
    bool
        basic; /* the secret goes in an Authorization header (RFC 6749 2.3.1), not in the form */
    bool dpop; /* tokens are bound to a key */
};
/* What has to be remembered between going away and coming back; all of it is secret. */
struct oauth_trip {
    struct str state, verifier, dpop_key; /* dpop_key: as dpop_key_new writes it; "" none */
    struct str issuer;                    /* that must answer, "" any */
};
/* What came of it. */
struct oauth_tokens {
    struct str access, refresh, type,
        scopes;         /* refresh "" none; scopes as granted, "" not said */
    struct str subject; /* `sub`, `me` or `user_id` where the server says it, else "" */
    int64_t until_ms;   /* when `access` ends; 0 not said */
};

/* `bytes` random bytes as base64url without padding; of `a`. At most 64. */
struct str oauth_random(size_t bytes, struct arena *a);
/* BASE64URL(SHA256(verifier)) of RFC 7636 4.2; of `a`. */
struct str oauth_challenge(struct str verifier, struct arena *a);

/* Reads /.well-known/oauth-authorization-server of `base`. ERR_NOT_FOUND where the server has none;
 * ERR_PARSE where it makes no sense, or its issuer is another. */
MUST_CHECK enum err_code oauth_discover(struct http *h, struct str base, struct str named,
                                        struct arena *a, struct oauth_server *out,
                                        struct err *e);
/* The same at an address that a page named (rel=indieauth-metadata), whose issuer must be a place
 * above it (IndieAuth, 4.1.1). */
MUST_CHECK enum err_code oauth_discover_at(struct http *h, struct str metadata,
                                           struct str named, struct arena *a,
                                           struct oauth_server *out, struct err *e);

/* Begins: fills *trip and the address to open in a browser. Where the server has a `par` the request
 * is pushed first. `extra` are further fields of the request, names and values in turn, ends with
 * NULL (may be NULL itself). All of `a`. */
MUST_CHECK enum err_code oauth_begin(struct http *h, const struct oauth_server *s,
                                     const struct oauth_client *c, const char *const *extra,
                                     struct arena *a, struct oauth_trip *trip, struct str *url,
                                     struct err *e);
/* Ends: what the browser came back with. ERR_DENIED with the server's own words where it refused
 * (access_denied, a code that is no longer good), where `state` is another or `iss` is not who was
 * asked. `query` is that of the address that the browser was sent to. */
MUST_CHECK enum err_code oauth_end(struct http *h, const struct oauth_server *s,
                                   const struct oauth_client *c, const struct oauth_trip *trip,
                                   struct str query, struct arena *a, struct oauth_tokens *out,
                                   struct err *e);
/* New tokens for a refresh token, which may be good only once: keep what comes before using it.
 * ERR_DENIED: sign in again. ERR_UNCERTAIN: it was sent, and no answer came, or none that says what
 * became of it. */
MUST_CHECK enum err_code oauth_renew(struct http *h, const struct oauth_server *s,
                                     const struct oauth_client *c, struct str dpop_key,
                                     struct str refresh, struct arena *a,
                                     struct oauth_tokens *out, struct err *e);
/* A POST of fields to a token endpoint as others ask for it (Meta's exchange of a short token for a
 * long one is a GET: `get`). */
MUST_CHECK enum err_code oauth_ask(struct http *h, struct str url, struct str named,
                                   struct str form, bool get, struct arena *a,
                                   struct oauth_tokens *out, struct err *e);

#endif
