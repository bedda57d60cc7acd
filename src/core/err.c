/* core/err.c: filling and wrapping errors. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum err_code err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    if (!e)
        return code;
    e->code = code;
    e->retry_after_s = 0;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    return code;
}

enum err_code err_wrap(struct err *e, const char *fmt, ...)
{
    if (!e)
        return ERR_INVALID;
    char old[sizeof e->msg];
    memcpy(old, e->msg, sizeof old);
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    size_t at = n < 0 ? 0 : (size_t)n;
    if (at + 2 < sizeof e->msg) {
        size_t room = sizeof e->msg - at - 3, len = strlen(old);
        memcpy(e->msg + at, ": ", 2);
        memcpy(e->msg + at + 2, old, len < room ? len : room);
        e->msg[at + 2 + (len < room ? len : room)] = '\0';
    }
    return e->code;
}
