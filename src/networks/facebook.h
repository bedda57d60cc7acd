/* networks/facebook.h: what the files of the Facebook page row share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_FACEBOOK_H
#define NETWORKS_FACEBOOK_H

#include "networks/graph.h"

/* "/v23.0/ID/what?…"; `of` may be "me". */
struct str facebook__path(const struct api *s, struct str of, const char *what);
/* The key of a page's post by its id ("PAGE_POST"), of a comment by its own; and the id in one. */
struct str facebook__key(const struct api *s, struct str id);
struct str facebook__comment_key(const struct api *s, struct str id);
struct str facebook__id(const struct api *s, struct str key);

extern const struct api_stream facebook__streams[];
enum err_code facebook__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e);

enum err_code facebook__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e);
enum err_code facebook__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e);
enum err_code facebook__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e);
enum err_code facebook__drop(struct api *s, const struct published *what, struct err *e);

#endif
