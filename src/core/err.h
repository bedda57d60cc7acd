/* core/err.h: how a function says what went wrong: a code to act on and one sentence to show. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#include "core/attr.h"

/* A code exists only where some caller acts on it. */
enum err_code {
    ERR_OK = 0,
    ERR_NOT_FOUND,
    ERR_CONFLICT,
    ERR_INVALID, /* what the user asked for makes no sense */
    ERR_DENIED,
    ERR_RATE_LIMITED,
    ERR_UNAVAILABLE, /* network or remote server; nothing was done; worth a retry */
    ERR_UNCERTAIN,   /* sent, but no answer: it may have been done; never retry blindly */
    ERR_PARSE,       /* outside bytes that are not what they claim to be */
    ERR_LIMIT,       /* a ceiling of limits.h was passed */
    ERR_DB,
    ERR_IO,
    ERR_UNSUPPORTED
};

/* Lives on the caller's stack and is the last parameter of every function that can fail. The
 * message is one line for a person: what, where, what to do; never a secret. */
struct err {
    enum err_code code;
    int retry_after_s;
    char msg[504];
};

/* Fills *e (NULL is fine) and answers `code`, so that `return err_set(…)` is the whole exit. */
enum err_code err_set(struct err *e, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Puts "context: " in front of the message on the way up; answers e->code. */
enum err_code err_wrap(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
