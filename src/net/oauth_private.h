/* net/oauth_private.h: reading what an endpoint for tokens says. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_OAUTH_PRIVATE_H
#define NET_OAUTH_PRIVATE_H

#include "net/oauth.h"

/* The tokens of an answer. Codes: ERR_DENIED in the server's words, ERR_RATE_LIMITED, ERR_UNAVAILABLE
 * (500, 503), ERR_UNCERTAIN (502, 504: somebody in between gave up), ERR_PARSE. */
MUST_CHECK enum err_code oauth__tokens(const struct http_answer *w, struct arena *a,
                                       struct oauth_tokens *out, struct err *e);
/* The error of an answer that is none of 2xx, `what` as in "the sign-in"; never ERR_OK. */
MUST_CHECK enum err_code oauth__refused(const struct http_answer *w, const char *what,
                                        struct arena *a, struct err *e);
/* A text of a server as one printable line, cut. Of `a`. */
struct str oauth__one_line(struct str s, struct arena *a);
/* The host of an address, for messages. Of `a`. */
struct str oauth__host(struct str url, struct arena *a);

#endif
