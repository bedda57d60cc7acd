/* net/form.h: bodies of requests: fields as a form, files as multipart. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_FORM_H
#define NET_FORM_H

#include "core/arena.h"
#include "core/buf.h"

/* Appends name=value, percent-encoded (application/x-www-form-urlencoded; a space is %20, so that
 * it is good in a query too), with & before all but the first in `b`. */
void form_put(struct buf *b, const char *name, struct str value);
void form_put_i64(struct buf *b, const char *name, int64_t value);
/* Percent-encodes all but letters, digits and -._~ (RFC 3986 2.3). */
void form_escape(struct buf *b, struct str value);

/* "Basic …" of a name and a password, as they are (RFC 7617). */
struct str form_basic(struct str name, struct str password, struct arena *a);
/* Appends base64 in lines of so many characters with CRLF behind each (RFC 2045, 6.8); `line` 0: in one, without. */
void form_base64(struct buf *b, struct str bytes, size_t line);

/* multipart/form-data (RFC 7578). The boundary is random. */
struct multipart {
    struct buf *b;
    char boundary[40];
};
void multipart_init(struct multipart *m, struct buf *b);
void multipart_field(struct multipart *m, const char *name, struct str value);
void multipart_file(struct multipart *m, const char *name, struct str filename,
                    struct str media_type, struct str bytes);
void multipart_end(struct multipart *m);
/* "multipart/form-data; boundary=…"; of `a` */
struct str multipart_type(const struct multipart *m, struct arena *a);

#endif
