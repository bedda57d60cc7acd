/* core/json.h: JSON as archives hold it: read value by value from a stream, and written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/stream.h"

/* RFC 8259, with three deliberate kindnesses to real exports: a lone surrogate, a NUL or (with
 * utf8_clean) a byte that is not UTF-8 becomes U+FFFD instead of costing the document; a number keeps its digits
 * (ids exceed 2^53); a value that can't be read is reported and the rest goes on. Why our own:
 * docs/decisions/001-json.md. */

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER, /* .s is its digits as written */
    JSON_STRING, /* .s is its text, unescaped, valid UTF-8 */
    JSON_ARRAY,
    JSON_OBJECT
};

/* A value. Members and elements hang on `first` and follow `next` in their order. */
struct json {
    enum json_type type;
    struct str s;
    struct str key; /* the name, for a member of an object */
    struct json *first, *next;
    size_t count; /* members or elements */
};

/* What every string that is not plain ASCII passes, so that core needs no rules of text: give
 * text/utf8.h's utf8_clean, or utf8_unmojibake for Meta. NULL takes the bytes as they are. */
typedef struct str json_text(struct str s, struct arena *a);

/* Parses the whole of `text`. The tree is of `a` and may point into `text`. ERR_PARSE says the
 * byte, ERR_LIMIT that it is nested too deep or that its tree is too large. */
MUST_CHECK enum err_code json_parse(struct str text, json_text *clean, struct arena *a,
                                    struct json **out, struct err *e);

/* Lookups answer NULL, "" or the default where there is no such thing; j may be NULL. */
const struct json *json_get(const struct json *j, const char *key);
/* By steps: json_at(j, "core/text"). The step "[]" takes the first element. */
const struct json *json_at(const struct json *j, const char *path);
struct str json_str(const struct json *j); /* string, or the digits of a number */
struct str json_get_str(const struct json *j, const char *key);
int64_t json_i64(const struct json *j, int64_t otherwise); /* number or a string of digits */
double json_f64(const struct json *j, double otherwise);
bool json_true(const struct json *j);

/* What to do with the values of one document. Paths look like "/[]/dmConversation/messages/[]":
 * member names and "[]" for elements. Containers whose path is in `into` (ends with NULL) are
 * walked into, every other value is given whole. */
struct json_walk {
    const char *const *into;
    json_text *text; /* as for json_parse */
    /* The tree and `raw` live until the call returns. An error ends the walk. */
    enum err_code (*value)(void *ctx, struct str path, const struct json *v, struct str raw,
                           struct err *e);
    /* A container of `into` ended; NULL if nobody cares. */
    enum err_code (*end)(void *ctx, struct str path, struct err *e);
    /* A value could not be read: its first bytes and why. NULL: the walk ends with the error. */
    enum err_code (*bad)(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e);
    void *ctx;
};

/* Reads one document. Bytes before the first { or [ are skipped (X writes an assignment there).
 * Memory is bounded by one value (LIMIT_JSON_VALUE). ERR_PARSE when the document is cut off. */
MUST_CHECK enum err_code json_walk(struct stream *in, const struct json_walk *w, struct err *e);

/* Writing. Keys and values alternate by themselves; the caller keeps the nesting right. */
struct json_out {
    struct buf *b;
    bool comma;
};
void json_out_init(struct json_out *o, struct buf *b);
void json_out_open(struct json_out *o, char bracket);  /* '{' or '[' */
void json_out_close(struct json_out *o, char bracket); /* '}' or ']' */
void json_out_key(struct json_out *o, const char *key);
void json_out_str(struct json_out *o, struct str s);
void json_out_i64(struct json_out *o, int64_t v);
void json_out_f64(struct json_out *o, double v, int digits);
void json_out_bool(struct json_out *o, bool v);
void json_out_null(struct json_out *o);
/* key and value at once */
void json_out_kstr(struct json_out *o, const char *key, struct str s);
void json_out_ki64(struct json_out *o, const char *key, int64_t v);

#endif
