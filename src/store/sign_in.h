/* store/sign_in.h: which accounts are signed in to, with what opens them, sealed; and how far each of
 * their streams has been read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SIGN_IN_H
#define STORE_SIGN_IN_H

#include "store/store.h"

/* Everything is the owner's who is acted for. Texts that are called secret are plain here and sealed in
 * the tables with the key of the home; a home without its key says so (ERR_DENIED: sign in again). */

struct sign_in {
    int64_t account_id;
    struct str network, door, server, remote, facts;
    struct str secret; /* JSON (networks/api.h) */
    struct str scopes; /* what the server let Tact do, in its words; "" it did not say */
    struct str state;  /* ready, ended, paused */
    struct str why;    /* what the server said when it ended */
    bool named;        /* the owner typed the server */
    int64_t made_ms, asked_ms;
    int64_t quota_left, quota_of, quota_ms; /* -1: not said */
};
/* By account; secrets are left "". */
MUST_CHECK enum err_code store_sign_ins(struct store *s, struct arena *a, struct sign_in **out,
                                        size_t *n, struct err *e);
/* One, with its secret. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_sign_in(struct store *s, int64_t account_id, struct arena *a,
                                       struct sign_in *out, struct err *e);
/* All of it; made_ms is kept from the first time. */
MUST_CHECK enum err_code store_sign_in_put(struct store *s, const struct sign_in *v,
                                           struct err *e);
/* State, why, asked_ms and quota only. Nothing where the account is not signed in to. */
MUST_CHECK enum err_code store_sign_in_note(struct store *s, const struct sign_in *v,
                                            struct err *e);
/* Whoever reads an account says so first: *got false where somebody else does, until their time has
 * passed. Asked again by who has it, it is held longer; `until` 0 lets go. */
MUST_CHECK enum err_code store_sign_in_hold(struct store *s, int64_t account_id,
                                            struct str runner, int64_t now, int64_t until,
                                            bool *got, struct err *e);
/* With its streams. What was read stays. */
MUST_CHECK enum err_code store_sign_in_drop(struct store *s, int64_t account_id, struct err *e);

/* Somebody is on the way: found again by the state that comes back, once, within TRIP_MOST_MS. */
struct sign_in_trip {
    struct str state, network, door, server;
    struct str secret; /* what has to be remembered */
    bool named;
};
enum {
    TRIP_MOST_MS = 3600000
};
MUST_CHECK enum err_code store_trip_put(struct store *s, const struct sign_in_trip *v,
                                        struct err *e);
/* Takes it out. ERR_NOT_FOUND: none, or it took too long. */
MUST_CHECK enum err_code store_trip_take(struct store *s, struct str state, struct arena *a,
                                         struct sign_in_trip *out, struct err *e);

/* Tact as a server knows it; *secret "" where it does not yet. */
struct sign_in_app {
    struct str network, door, server, redirect;
};
MUST_CHECK enum err_code store_app(struct store *s, const struct sign_in_app *which,
                                   struct arena *a, struct str *secret, struct err *e);
MUST_CHECK enum err_code store_app_put(struct store *s, const struct sign_in_app *which,
                                       struct str secret, struct err *e);

/* Streams ---------------------------------------------------------------------------------- */

struct stream_row {
    int64_t account_id;
    struct str stream, mark, why;
    bool more;
    int64_t ran_ms, due_ms, tries, items;
};
MUST_CHECK enum err_code store_streams(struct store *s, int64_t account_id, struct arena *a,
                                       struct stream_row **out, size_t *n, struct err *e);
/* Within the transaction of an import under way, or in one of its own. */
MUST_CHECK enum err_code store_stream_put(struct store *s, const struct stream_row *v,
                                          struct err *e);
/* Owners who have an account with a stream that is due, or none read yet, of all that there are. */
MUST_CHECK enum err_code store_stream_owners(struct store *s, int64_t now_ms, struct arena *a,
                                             int64_t **out, size_t *n, struct err *e);

#endif
