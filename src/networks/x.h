/* networks/x.h: what the files of the X row share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_X_H
#define NETWORKS_X_H

#include "networks/api.h"

/* What is asked for of a user. */
#define X_USER_FIELDS "created_at,description,entities,location,name,protected,url,username"

/* Pushes somebody, once where they are on the page. */
MUST_CHECK enum err_code x__put_user(struct api *s, const struct json *user, struct sink *to,
                                     struct err *e);
/* Text of a post with its short links as what they stand for; *link is the first. */
struct str x__words(const struct json *tweet, struct arena *a, struct str *link);

extern const struct api_stream x__streams[];
enum err_code x__again(struct api *s, const struct api_post *post, size_t n, struct sink *to,
                       struct err *e);

enum err_code x__publish(struct api *s, const struct outgoing *p, struct published *out,
                         struct err *e);
enum err_code x__find(struct api *s, const struct outgoing *p, struct published *out,
                      struct err *e);
enum err_code x__drop(struct api *s, const struct published *what, struct err *e);

#endif
