/* networks/micropub.h: what the files of Micropub share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_MICROPUB_H
#define NETWORKS_MICROPUB_H

#include "networks/api.h"

/* One request to an endpoint that the owner's page names, with the token. */
MUST_CHECK enum err_code micropub__ask(struct api *s, struct api_ask q, struct http_answer *w,
                                       struct json **body, struct err *e);
/* The endpoint with a query behind it. Of s->a. */
struct str micropub__query(struct api *s, struct str query);

/* A page of the list of what a site has (micropub_list.c). */
struct micropub_list {
    const struct json *first; /* entries, by ->next */
    int64_t n;
    int64_t oldest_ms, newest_ms; /* of those that say when; INT64_MAX and 0 for none */
    bool newest_first;
    bool more;       /* there may be more, whether or not it can be asked for */
    struct str next; /* cursor of the next page, "" none; of s->a */
};
/* ERR_UNSUPPORTED: this site lists nothing. *out is empty with every error. */
MUST_CHECK enum err_code micropub__list(struct api *s, struct str cursor,
                                        struct micropub_list *out, struct err *e);

extern const struct api_stream micropub__streams[];
enum err_code micropub__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e);
/* Pushes an entry (microformats2 as JSON); `url` where it does not say it. */
MUST_CHECK enum err_code micropub__put(struct api *s, const struct json *entry, struct str url,
                                       struct sink *to, struct err *e);
/* First value of a property as plain text: "x", {"html"}, {"value"}. Of s->a. */
struct str micropub__value(const struct api *s, const struct json *entry, const char *name);

enum err_code micropub__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e);
enum err_code micropub__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e);
enum err_code micropub__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e);
enum err_code micropub__drop(struct api *s, const struct published *what, struct err *e);

#endif
