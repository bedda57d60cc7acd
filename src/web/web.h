/* web/web.h: the page: Tact in a browser, and the same as JSON under /api/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "core/err.h"

#include <stdbool.h>

struct web_options {
    const char *home;   /* the folder of the home */
    const char *db;     /* "postgres://…", or NULL: the file in it */
    const char *listen; /* "127.0.0.1:8420"; port 0 takes a free one */
    const char
        *url; /* where people reach it behind a proxy: "https://tact.example.org", or NULL */
    const char *assets; /* a folder to take assets from instead of the program, or NULL */
    bool open;          /* no password: only for a demo, and only on loopback */
    /* Told once the socket listens, with the address to open. */
    void (*ready)(void *ctx, const char *address);
    void *ctx;
};

/* Serves until SIGINT or SIGTERM. ERR_INVALID for an address that is none, or one beyond this
 * machine without a password; ERR_CONFLICT where the port is taken. */
MUST_CHECK enum err_code web_serve(const struct web_options *o, struct err *e);

#endif
