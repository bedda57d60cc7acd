/* intake/account.h: signing in to a network's account, and having it at hand as its row wants it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_ACCOUNT_H
#define INTAKE_ACCOUNT_H

#include "networks/api.h"
#include "store/sign_in.h"

/* An account that is signed in to. Its strings are of an arena of its own: a page's arena is
 * account_page's, and what the row changed is brought along. */
struct account_api {
    struct api api;
    struct store *s;
    int64_t account_id;
    struct arena *a, *page;
    bool kept; /* the row had new tokens, and they are in the store */
};
/* ERR_NOT_FOUND: not signed in; ERR_DENIED: it ended (with what to do), or is paused. */
MUST_CHECK enum err_code account_open(struct store *s, struct http *http, int64_t account_id,
                                      struct account_api **out, struct err *e);
/* A fresh arena for the next call of the row. */
void account_page(struct account_api *v);
/* Notes quota and how the last call went: `rc` ERR_DENIED ends the sign-in with `why`. */
MUST_CHECK enum err_code account_note(struct account_api *v, enum err_code rc,
                                      const struct err *why, struct err *e);
void account_close(struct account_api *v); /* NULL is fine */

/* Which server: what the owner typed ("mastodon.social", "https://…/", "127.0.0.1:8101") as
 * "https://host"; plain http only where it was typed so, or for this machine. The row's own where
 * nothing was typed. ERR_INVALID where it makes no sense or is missing. */
MUST_CHECK enum err_code account_server(const struct network_api *row, struct str typed,
                                        struct arena *a, struct str *server, bool *named,
                                        struct err *e);

/* What the owner gives to begin with. */
struct signing_in {
    const struct network_api *row;
    struct str server;             /* as typed, "" the row's */
    struct str redirect;           /* where the browser comes back to; "" a code is shown */
    struct str app_id, app_secret; /* where the owner registered an app; "" what is kept */
    struct str name, password;     /* for rows with SIGN_IN_PASSWORD; a token is the password */
};
/* The address to open in a browser; the trip is kept until it comes back. Of `a`. */
MUST_CHECK enum err_code account_leave(struct store *s, struct http *http,
                                       const struct signing_in *v, struct arena *a,
                                       struct str *url, struct str *state, struct err *e);
/* Back: `query` is that of the address the browser came to ("code=…&state=…"); `state` where the
 * server shows a code only and `query` has none. The account is in the store then. */
MUST_CHECK enum err_code account_arrive(struct store *s, struct http *http, struct str state,
                                        struct str query, struct arena *a, int64_t *account_id,
                                        struct err *e);
/* Without a browser: name and password, a token, or nothing at all. */
MUST_CHECK enum err_code account_enter(struct store *s, struct http *http,
                                       const struct signing_in *v, struct arena *a,
                                       int64_t *account_id, struct err *e);
/* Gives the sign-in back to the server where that can be done, and forgets it here in any case. */
MUST_CHECK enum err_code account_leave_for_good(struct store *s, struct http *http,
                                                int64_t account_id, struct err *e);

#endif
