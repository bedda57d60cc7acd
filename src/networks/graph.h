/* networks/graph.h: what the rows of Meta share: the Graph API's refusals, quotas, tokens, pages. Private
 * to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_GRAPH_H
#define NETWORKS_GRAPH_H

#include "networks/api.h"

/* "v23.0", or what the fact "version" says. */
struct str graph__version(const struct api *s);

/* For rows: who asks; the quota of each answer; what a refusal means. */
size_t graph__sign(struct api *s, const struct http_request *q, struct http_header *out);
enum err_code graph__send(struct api *s, const struct http_request *q, struct http_answer *w,
                          struct err *e);
enum err_code graph__judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e);

/* A POST of a form. With `changes` a passing failure there is uncertain. */
MUST_CHECK enum err_code graph__post(struct api *s, struct str url, struct str form,
                                     bool changes, struct json **out, struct err *e);
/* A list: its `data`, and the cursor behind it, "" the end. */
MUST_CHECK enum err_code graph__list(struct api *s, struct str url, struct str cursor,
                                     const struct json **data, struct str *next, struct err *e);
/* A walk through such a list from the newest on; times are those of its member `at`. */
typedef enum err_code graph_put(struct api *s, const struct json *v, struct sink *to,
                                struct err *e);
MUST_CHECK enum err_code graph__walk(struct api *s, struct str url, const char *at,
                                     graph_put *put, struct str mark, struct sink *to,
                                     struct api_page *out, struct err *e);

/* Signing in: the addresses of one network. */
struct graph_door {
    const char *authorize; /* "https://www.facebook.com/v23.0/dialog/oauth" */
    const char *token;     /* where a code becomes a token: "https://host/path" */
    const char
        *exchange; /* path of the long one at s->server, and its grant_type, and the name of */
    const char *grant, *short_name; /* the short one in it */
    const char *refresh,
        *refresh_grant; /* path and grant_type; NULL: such a token does not end */
};
MUST_CHECK enum err_code graph__leave(struct api *s, const struct graph_door *d,
                                      struct api_trip *trip, struct str *url, struct err *e);
MUST_CHECK enum err_code graph__arrive(struct api *s, const struct graph_door *d,
                                       const struct api_trip *trip, struct str query,
                                       struct err *e);
MUST_CHECK enum err_code graph__renew(struct api *s, const struct graph_door *d, struct err *e);

#endif
