/* networks/linkedin.h: what the files of the LinkedIn rows share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_LINKEDIN_H
#define NETWORKS_LINKEDIN_H

#include "networks/api.h"

/* Text as LinkedIn wants it ("little text"): what has a meaning there escaped, hashtags and those who
 * are named with their marks. Of `a`. */
struct str linkedin__little(struct str text, const struct outgoing_mention *mention,
                            size_t mentions, struct arena *a);
/* And back, as it is shown. */
struct str linkedin__plain(struct str s, struct arena *a);

/* "urn%3Ali%3Ashare%3A1", for addresses. */
struct str linkedin__escape(struct str urn, struct arena *a);
/* The first urn of a post in a sentence; "" none. */
struct str linkedin__urn_in(struct str words);

extern const struct api_stream linkedin__page_streams[];
enum err_code linkedin__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e);

enum err_code linkedin__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e);
enum err_code linkedin__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e);
enum err_code linkedin__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e);
enum err_code linkedin__drop(struct api *s, const struct published *what, struct err *e);

#endif
