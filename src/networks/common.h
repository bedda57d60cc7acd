/* networks/common.h: what several rows do alike; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_COMMON_H
#define NETWORKS_COMMON_H

#include "net/oauth.h"
#include "networks/api.h"

/* "Authorization: Bearer access", where there is one: how many headers that is. */
size_t common__bearer(struct api *s, struct http_header *out);
/* Signing in through the browser as most rows do it (net/oauth.h); server and client are the row's own. What
 * the way back needs goes into *trip, tokens into s->secret. Renewing: ERR_DENIED where there is nothing
 * to do it with. */
MUST_CHECK enum err_code common__leave(struct api *s, const struct oauth_server *at,
                                       const struct oauth_client *c, const char *const *extra,
                                       struct api_trip *trip, struct str *url, struct err *e);
MUST_CHECK enum err_code common__arrive(struct api *s, const struct oauth_server *at,
                                        const struct oauth_client *c,
                                        const struct api_trip *trip, struct str query,
                                        struct err *e);
MUST_CHECK enum err_code common__renew(struct api *s, const struct oauth_server *at,
                                       const struct oauth_client *c, struct err *e);
void common__take(struct api *s, const struct oauth_tokens *t);
/* Says of a post that it is gone. */
MUST_CHECK enum err_code common__gone(struct str key, struct sink *to, struct err *e);
/* The row's word for who may answer this post; "" for everybody, for an answer (who began its thread
 * says it), and where the row has none. */
const char *common__answering(const struct network_api *row, const struct outgoing *o);
/* ASCII letters in small; of `a`. */
struct str common__lower(struct str s, struct arena *a);

#endif
