/* web/entry.h: how somebody comes in: e-mail, password, the code of a second step; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_ENTRY_H
#define WEB_ENTRY_H

#include "store/second_factor.h"
#include "web/session.h"

/* What somebody shows at the door. */
struct entry {
    struct str email; /* "" in a home of one who has none */
    struct str password;
    struct str code;   /* "" none yet */
    struct str ticket; /* instead of e-mail and password: they were right a moment ago */
};
/* Begins a session; or, where a code is wanted still, sets *ticket and begins none. ERR_DENIED
 * where something is wrong: an e-mail that nobody has is answered as a wrong password is, and as
 * late. ERR_RATE_LIMITED after too many of them. */
MUST_CHECK enum err_code entry_sign_in(struct request *r, const struct entry *in,
                                       struct str *ticket, struct err *e);
/* Whether the door asks for an e-mail address: where there are several owners, or the one has
 * one. */
MUST_CHECK enum err_code entry_asks_email(struct request *r, bool *asks, struct err *e);
/* Sets the first password, once, and begins a session. */
MUST_CHECK enum err_code entry_first(struct request *r, struct str password, struct err *e);

/* The password of whoever is signed in, asked for once more: ERR_INVALID. Counted as a try. */
MUST_CHECK enum err_code entry_check_password(struct request *r, struct str password,
                                              struct err *e);

enum {
    RECOVERY_CODES = 10
};
/* What is kept of a code on paper: "ABCD-efgh …" however it is typed. */
struct str recovery_digest(struct request *r, struct str typed);
/* One of them, as it is shown. */
struct str recovery_code(struct arena *a);
/* The secret of a second factor; false where the home's key does not open it. */
bool entry_secret(struct request *r, const struct second_factor *f, struct str *secret);

#endif
