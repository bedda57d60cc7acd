/* core/url.h: taking addresses apart, just as far as recognising whose they are needs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_URL_H
#define CORE_URL_H

#include "core/arena.h"

/* Slices of one http(s) address. The scheme may be missing ("www.linkedin.com/in/ann"). */
struct url {
    struct str scheme, host, path, query, fragment;
};

/* False for anything that has no host with a dot in it, or another scheme. */
bool url_parse(struct str s, struct url *out);

/* %41 → A; a bad escape stays as it is. The bytes may be anything. */
struct str url_unescape(struct str s, struct arena *a);

/* One value of a query ("a=1&b=2"), unescaped; "" where it is missing. */
struct str url_query(const struct url *u, const char *name, struct arena *a);

/* What two spellings of one page have in common: host in lower case without www. or m., path
 * unescaped without a slash at its end, no scheme, query or fragment ("linkedin.com/in/zoë").
 * "" for no address. */
struct str url_key(struct str s, struct arena *a);

#endif
