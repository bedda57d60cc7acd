/* networks/container.h: publishing in two steps, as Instagram and Threads have it: a container is made
 * and then published. Private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_CONTAINER_H
#define NETWORKS_CONTAINER_H

#include "networks/graph.h"

/* The words of one network. */
struct container_kind {
    const char *root;           /* "/v23.0": before each path; NULL: graph__version */
    const char *make, *publish; /* "media", "media_publish" */
    const char *own;            /* where its own posts are: "media" */
    const char *text;           /* "caption" */
    const char *status;         /* "status_code" */
    const char *why;            /* what says why a container failed */
    const char *image;          /* media_type of a picture alone, NULL: not said */
    const char *words;          /* media_type of words alone; NULL: it takes none */
};

/* "/v23.0/123/media" and the like; `of` may be an id. */
struct str container__path(const struct api *s, const struct container_kind *k, struct str of,
                           const char *what);

/* As the functions of a row. o->progress is the container that was made by an earlier try. */
MUST_CHECK enum err_code container__publish(struct api *s, const struct container_kind *k,
                                            const struct outgoing *o, struct published *out,
                                            struct err *e);
MUST_CHECK enum err_code container__find(struct api *s, const struct container_kind *k,
                                         const struct outgoing *o, struct published *out,
                                         struct err *e);

/* Reading: a post of its own list, with what is attached. `kind` is of model/meta_key.h. */
MUST_CHECK enum err_code container__post(struct api *s, const struct container_kind *k,
                                         const struct json *v, struct sink *to, struct err *e);
/* The key of a post by its id, and back ("" for another key). */
struct str container__key(const struct api *s, struct str id);
struct str container__id(struct str key);
/* Pushes somebody by a user name, and gives the key. */
MUST_CHECK enum err_code container__person(struct api *s, struct str user, struct str name,
                                           struct str *key, struct sink *to, struct err *e);
/* Posts as they are now, with these fields. */
MUST_CHECK enum err_code container__again(struct api *s, const struct container_kind *k,
                                          const char *fields, const struct api_post *post,
                                          size_t n, struct sink *to, struct err *e);

#endif
