/* archives/xml.h: XML from a stream, as feeds and exported sites really are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_XML_H
#define ARCHIVES_XML_H

#include "core/err.h"
#include "core/stream.h"

/* The only header of the folder behind which expat stands. Deliberate kindnesses: a wrong or
 * unknown encoding, an "&" that should be "&amp;", control characters, entities of HTML, prefixes
 * that nobody declared and bytes before the first "<" cost nothing. Nothing outside of the document
 * is ever loaded, and entities that blow it up end the reading (limits.h). */
enum xml_ns {
    XML_NONE, /* none, and RSS's own ones */
    XML_ATOM,
    XML_RDF,
    XML_DC, /* and its terms */
    XML_CONTENT,
    XML_MEDIA,
    XML_XHTML,
    XML_THREAD, /* Atom threading, RFC 4685 */
    XML_WP,     /* WordPress's export */
    XML_EXCERPT,
    XML_OTHER
};

struct xml_name {
    enum xml_ns ns;
    struct str local;
};

/* What to do with what is met; strings live until the call returns. An error ends the reading. */
struct xml_read {
    enum err_code (*start)(void *ctx, const struct xml_name *name, const char *const *attrs,
                           struct err *e);
    enum err_code (*text)(void *ctx, struct str s, struct err *e);
    enum err_code (*end)(void *ctx, const struct xml_name *name, struct err *e);
    void *ctx;
};

/* ERR_PARSE says the line; what came before it was given. ERR_LIMIT: too deep, or blown up. */
MUST_CHECK enum err_code xml_read(struct stream *in, const struct xml_read *to, struct err *e);

/* An attribute by its name as written ("xml:base"); "" where there is none. */
struct str xml_attr(const char *const *attrs, const char *name);

/* The stream in UTF-8, cleaned as said above; `in` must outlive it. */
struct xml_decode {
    struct stream stream;
    struct stream *in;
    char charset[24];
    bool known, ended, cdata;
    char raw[8192];
    size_t at, n;
    char out[40960];
    size_t out_at, out_n;
};
struct stream *xml_decode_init(struct xml_decode *d, struct stream *in);

#endif
