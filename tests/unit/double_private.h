/* tests/unit/double_private.h: a scenario in memory, a request taken apart. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_DOUBLE_PRIVATE_H
#define TESTS_DOUBLE_PRIVATE_H

#include "core/arena.h"
#include "core/buf.h"

enum {
    DOUBLE_LINES = 64 /* headers of a request or a reply, lines of an expectation */
};

enum body_kind {
    BODY_ANY,
    BODY_NONE,
    BODY_FORM,
    BODY_JSON,
    BODY_MULTIPART,
    BODY_TEXT
};

/* How often an exchange may come. */
enum times {
    TIMES_ONCE,
    TIMES_MAYBE, /* >? */
    TIMES_ANY    /* >* */
};

enum reply_kind {
    REPLY_STATUS,
    REPLY_DROP,
    REPLY_REFUSE,
    REPLY_GARBAGE
};

struct line {
    struct str name, value;
};

struct step {
    int number; /* of its line in the file */
    enum times times;
    struct str method, path; /* path with its query */
    struct line header[DOUBLE_LINES];
    size_t headers;
    struct str without[DOUBLE_LINES]; /* headers that must not be there */
    size_t withouts;
    enum body_kind body;
    struct str expected; /* of the body */

    enum reply_kind reply;
    int status;
    long delay_ms, cut, large; /* -1 none */
    long flood;                /* so many headers more */
    bool gzip, close, chunked;
    struct line out[DOUBLE_LINES];
    size_t outs;
    struct str answer;
};

struct script {
    struct step *step;
    size_t n;
};

/* A request as it came. */
struct came {
    struct str method, target; /* target: path and query */
    struct line header[DOUBLE_LINES];
    size_t headers;
    struct str body;
};

/* The steps of a scenario; false, and why on stderr, for a mistake in the text. Of `a`. */
bool double__read(struct str text, const char *name, const char *scenario, struct arena *a,
                  struct script *out);
/* Whether the request is what the step expects; else `why` gets one line. */
bool double__matches(const struct step *s, const struct came *c, struct arena *a,
                     struct buf *why);
struct str double__header(const struct came *c, const char *name);

#endif
