/* networks/mastodon.h: what the files of the Mastodon API share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_MASTODON_H
#define NETWORKS_MASTODON_H

#include "networks/api.h"

/* "ann@host" in small letters, of an Account: the key that archives use. */
struct str mastodon__key(const struct api *s, const struct json *account);
/* "public" and its kin. */
enum visibility mastodon__visibility(struct str word);
/* Other key of a status: "id:host/123", by which replies name what they answer. "" for no id. */
struct str mastodon__also(const struct api *s, struct str id);
/* The id in it, where it is this server's; else "". */
struct str mastodon__id(const struct api *s, struct str also);

/* Path and query of the next page by the Link header, "" none. It is asked for at this server, whatever
 * name it gives itself there: one behind a proxy may say http, or its inner name. */
struct str mastodon__next(const struct http_answer *w, struct arena *a);

/* Pushes somebody, once a page. */
MUST_CHECK enum err_code mastodon__put_person(struct api *s, const struct json *account,
                                              struct sink *to, struct err *e);
/* Pushes a Status with its author, pictures and poll, and what it passes on. */
MUST_CHECK enum err_code mastodon__put_status(struct api *s, const struct json *status,
                                              struct sink *to, struct err *e);

extern const struct api_stream mastodon__streams[];
enum err_code mastodon__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e);

enum err_code mastodon__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e);
enum err_code mastodon__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e);
enum err_code mastodon__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e);
enum err_code mastodon__drop(struct api *s, const struct published *what, struct err *e);

#endif
