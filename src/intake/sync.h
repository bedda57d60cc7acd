/* intake/sync.h: reading what is new on the accounts that are signed in to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_SYNC_H
#define INTAKE_SYNC_H

#include "net/http.h"
#include "store/store.h"

/* Stream by stream and page by page: the network is waited for without a lock, then the page and its
 * mark are kept in one transaction. So a sync that dies goes on behind the last page that was kept,
 * nothing is left out in between, and nothing is there twice. A stream that fails waits (what the
 * server asked for, else longer each time, by chance within bounds), the others go on; a sign-in that
 * ended stops its account until the owner signs in again. */

struct sync_how {
    bool now;          /* streams that are not due too */
    struct str stream; /* only that one; "" all */
    /* After each page; true: stop here. NULL: never. */
    bool (*told)(void *ctx, const char *says, int64_t items);
    void *ctx;
};
struct sync_result {
    int64_t account_id;
    struct str account;    /* "mastodon:ann@host" */
    int64_t pages, items;  /* that came */
    int64_t fresh, people; /* rows that are new, and how many of them are people */
    bool more;             /* there is more to be had right now */
    int64_t failed;        /* streams that did */
    enum err_code code;    /* of the last one that did */
    struct str why;        /* its sentence */
    int64_t next_ms;       /* when there is something to ask again */
};
/* One account. An answer other than ERR_OK means that this home can't be written, the account is not
 * there to be asked, or (ERR_CONFLICT) somebody else reads it right now; what a server did wrong is in *out. Strings are of `a`. */
MUST_CHECK enum err_code sync_account(struct store *s, struct http *http, int64_t account_id,
                                      const struct sync_how *how, struct arena *a,
                                      struct sync_result *out, struct err *e);

#endif
