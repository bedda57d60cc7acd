/* sandbox/child.h: a child of the program that is about to lock itself up: start, watch, end. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SANDBOX_CHILD_H
#define SANDBOX_CHILD_H

#include "core/err.h"
#include "core/str.h"

enum {
    CHILD_SOCKET = 3 /* in the child: the other end of `socket` */
};

struct child {
    int socket; /* to it; -1 none */
    int pid;
    int64_t heard_cpu_ms; /* its processor's clock when it last moved on */
    bool stopped;         /* by us, for `why` */
    struct err why;
};

/* Starts `program` (NULL: this very one) with `word` as its only argument, nothing of the
 * environment and nothing open but the socket. A fresh program, not a fork: nothing of what this
 * one knows (keys, sessions, other archives) is in its memory. */
MUST_CHECK enum err_code child_start(const char *program, const char *word, struct child *out,
                                     struct err *e);
/* Waits until there is something to read from it. ERR_LIMIT: it thought or was silent for too
 * long and was stopped (limits.h). */
MUST_CHECK enum err_code child_wait(struct child *c, struct err *e);
void child_heard(struct child *c); /* it said something that moves things on */
/* Stops it, for this reason. */
void child_stop(struct child *c, const struct err *why);
/* Ends it and takes it away. `done`: it has said all it had to; else how it ended becomes the
 * error, in one sentence. */
MUST_CHECK enum err_code child_end(struct child *c, bool done, struct err *e);

#endif
