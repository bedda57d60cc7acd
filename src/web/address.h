/* web/address.h: addresses of our own pages, put together piece by piece; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include "web/request.h"

/* "/timeline?kind=reply&before=12": begin, add what is not empty, end. */
struct address {
    struct request *r;
    struct buf b;
    bool first;
};
void address_begin(struct address *ad, struct request *r, const char *path);
void address_str(struct address *ad, const char *name, struct str value);
void address_id(struct address *ad, const char *name, int64_t value); /* 0: left out */
struct str address_end(struct address *ad);                           /* of the arena */

/* The address of this request without one field and without "before" and "page". */
struct str address_without(struct request *r, const char *path, const char *name);
/* … and with one set to another value. */
struct str address_with(struct request *r, const char *path, const char *name,
                        struct str value);

#endif
