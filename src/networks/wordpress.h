/* networks/wordpress.h: what the files of the WordPress API share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_WORDPRESS_H
#define NETWORKS_WORDPRESS_H

#include "networks/api.h"

/* A route of this site with its query ("a=1&b=2", "" none): behind /wp-json/, or in ?rest_route= where a
 * site has no pretty addresses. Of s->a. */
struct str wordpress__route(const struct api *s, struct str path, struct str query);
/* "https://kim.example/?p=12": the key that archives/wordpress.c gives to a post. */
struct str wordpress__key(const struct api *s, struct str id);
/* Id of the post in such a key, and of the comment ("" none). False for a post of somebody else. */
bool wordpress__ids(const struct api *s, struct str key, struct str *post, struct str *comment);
/* Plain text of {"rendered": html}. */
struct str wordpress__plain(const struct api *s, const struct json *rendered);
/* A time without a zone that is UTC by its name. */
struct when wordpress__time(const struct json *j, const char *name);

extern const struct api_stream wordpress__streams[];
enum err_code wordpress__again(struct api *s, const struct api_post *post, size_t n,
                               struct sink *to, struct err *e);

enum err_code wordpress__publish(struct api *s, const struct outgoing *p, struct published *out,
                                 struct err *e);
enum err_code wordpress__find(struct api *s, const struct outgoing *p, struct published *out,
                              struct err *e);
enum err_code wordpress__edit(struct api *s, struct published *what, const struct outgoing *p,
                              struct err *e);
enum err_code wordpress__drop(struct api *s, const struct published *what, struct err *e);

#endif
