/* net/discover.h: what an address of somebody says of itself: where to send mentions, posts, readers. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_DISCOVER_H
#define NET_DISCOVER_H

#include "net/http.h"

/* The target of a relation in an answer: its Link headers first, then <link>, and with `anchors` <a>
 * too, in the order of the page; absolute. An empty target is the page itself, one without href is
 * passed over. "" where there is none. Of `a`. */
struct str discover_rel(const struct http_answer *w, const char *rel, bool anchors,
                        struct arena *a);

enum {
    DISCOVER_FEEDS = 8 /* that are kept */
};
struct discovered_feed {
    struct str url, type, title; /* type: "application/rss+xml", "application/atom+xml", … */
};
/* All of them at once; what is not there is "". */
struct discovered {
    struct str webmention;
    struct str micropub;
    struct str indieauth_metadata, authorization_endpoint, token_endpoint;
    struct str wordpress; /* of its API: rel="https://api.w.org/" */
    struct discovered_feed feed[DISCOVER_FEEDS];
    size_t feeds;
};
/* Reads an answer once. Of `a`. */
void discover(const struct http_answer *w, struct arena *a, struct discovered *out);

#endif
