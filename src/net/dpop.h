/* net/dpop.h: proofs that a token is used by whom it was given to (RFC 9449): ES256 keys and JWTs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_DPOP_H
#define NET_DPOP_H

#include "net/http.h"

/* A new P-256 key as text (the private number in base64url); a secret, of `a`. */
MUST_CHECK enum err_code dpop_key_new(struct arena *a, struct str *out, struct err *e);
/* Its public half as a JWK with sorted members, and that one's thumbprint (RFC 7638). Of `a`. */
MUST_CHECK enum err_code dpop_key_public(struct str key, struct arena *a, struct str *jwk,
                                         struct str *thumbprint, struct err *e);

struct dpop_claims {
    const char *method;
    struct str url;    /* without query and fragment in the proof */
    struct str nonce;  /* "" none */
    struct str access; /* the token it goes with: its hash is `ath`; "" none */
    int64_t now_ms;
};
/* The proof, for a DPoP header. Of `a`. */
MUST_CHECK enum err_code dpop_proof(struct str key, const struct dpop_claims *c,
                                    struct arena *a, struct str *out, struct err *e);

/* Sends `q` with a proof, and with "Authorization: DPoP access" where `access` is not "". A server
 * that wants its nonce in it (use_dpop_nonce) is asked once more; *nonce is the latest that it gave
 * (of `a`), for the next request to the same server. */
MUST_CHECK enum err_code dpop_send(struct http *h, const struct http_request *q, struct str key,
                                   struct str access, struct str *nonce, struct arena *a,
                                   struct http_answer *out, struct err *e);

/* Time of `exp` in a JWT's claims, not checked, in ms; 0 where it can't be read. */
int64_t jwt_until_ms(struct str jwt, struct arena *a);

#endif
