/* web/upload.h: the body of a request: forms, JSON, and files that stream to disk; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

#include "web/request.h"

struct MHD_Connection;
struct upload;

/* Fields are added to `r`; files go to HOME/incoming, of routes that accept one, once the token
 * of the form was seen; their fields' values are the paths, which the handler takes over. */
struct upload *upload_new(struct request *r, const struct route *row, const char *home,
                          struct str content_type, struct MHD_Connection *c);
void upload_put(struct upload *u, const char *p, size_t n);
/* All came. ERR_LIMIT, ERR_INVALID, ERR_DENIED, ERR_IO: what went wrong on the way. */
MUST_CHECK enum err_code upload_end(struct upload *u, struct err *e);
/* Files that nobody took over are removed. NULL is fine. */
void upload_free(struct upload *u);

#endif
