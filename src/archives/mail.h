/* archives/mail.h: one e-mail taken apart, whichever way it came. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_MAIL_H
#define ARCHIVES_MAIL_H

#include "core/arena.h"
#include "core/time.h"

/* RFC 5322 and MIME as they are really written. Nothing here fails: what is no e-mail comes out
 * as one without fields. All results are of the arena or point into the message. */

struct mail_field {
    struct str name, value; /* the value unfolded, otherwise as it stands: any bytes */
};
struct mail {
    struct mail_field *field;
    size_t n;
    struct str body;
};

/* `message` has \n as its line ends. */
void mail_parse(struct str message, struct arena *a, struct mail *out);

/* The first field of that name (letter case aside), "" where there is none. */
struct str mail_get(const struct mail *m, const char *name);
bool mail_has(const struct mail *m, const char *name);

/* A field as text: encoded words (RFC 2047) read, bytes that are not UTF-8 as Windows-1252. */
struct str mail_text(struct str value, struct arena *a);

/* "text/plain" of "Text/Plain; charset=x", in lower case. */
struct str mail_value(struct str value, struct arena *a);
/* A parameter behind it, put together and decoded (RFC 2231); "" where it is missing. */
struct str mail_param(struct str value, const char *name, struct arena *a);

struct mail_address {
    struct str name;
    struct str address; /* in lower case, valid */
};
/* Those of a To or From field, at most `cap`; groups are dissolved, what has no address is left
 * out. Answers how many there would be. */
size_t mail_addresses(struct str value, struct arena *a, struct mail_address *out, size_t cap);

/* A Date field with what real programs write there: comments, names of zones, years of two
 * digits. Without a zone the time is local. */
struct when mail_date(struct str value, struct arena *a);

/* The next "<…>" of a References field, without its brackets; false at the end. */
bool mail_next_id(struct str *rest, struct str *id);

/* Bytes in a charset as UTF-8. False for one that Tact does not know: then ASCII stays and each
 * other byte is U+FFFD. "" and "us-ascii" are UTF-8 where they are, else Windows-1252. */
bool mail_charset(struct str charset, struct str bytes, struct arena *a, struct str *out);

struct str mail_unbase64(struct str s, struct arena *a);
struct str mail_unquote(struct str s, bool underscore, struct arena *a); /* quoted-printable */

struct mail_part {
    struct str name, type; /* of something attached */
};
struct mail_body {
    struct str text;            /* plain, valid UTF-8 */
    struct str unknown_charset; /* the first that could not be read, "" none */
    struct mail_part *part;
    size_t parts;
};
/* The words of an e-mail: its text/plain, else its text/html made plain; what is shown one after
 * the other stands so. And what is attached, by name and type only. */
void mail_body(const struct mail *m, struct arena *a, struct mail_body *out);

#endif
