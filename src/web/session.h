/* web/session.h: who is there: the password, sessions, where a request comes from; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/server.h"

MUST_CHECK enum err_code guard_new(struct guard **out, struct err *e);
void guard_free(struct guard *g); /* NULL is fine */
void session_make_key(unsigned char key[32]);

/* Fills who asks, session and token of `r` from the cookie, or from "Authorization: Bearer". */
MUST_CHECK enum err_code session_find(struct request *r, struct str cookie, struct str bearer,
                                      struct err *e);
/* Begins a session: cookie and r->bearer are set. ERR_DENIED for a wrong password,
 * ERR_RATE_LIMITED after too many of them. */
MUST_CHECK enum err_code session_sign_in(struct request *r, struct str password, struct err *e);
/* Sets the first password, once, and begins a session. */
MUST_CHECK enum err_code session_first(struct request *r, struct str password, struct err *e);
MUST_CHECK enum err_code session_end(struct request *r, struct err *e);
/* From the next request on this session acts for that company; 0 or oneself ends it. ERR_NOT_FOUND
 * for one that it does not belong to, whether there is such a company or not. */
MUST_CHECK enum err_code session_act_for(struct request *r, int64_t owner, struct err *e);

/* ERR_DENIED unless a change comes from a page of ours and, where `asked`, carries its token. */
MUST_CHECK enum err_code session_check_token(const struct request *r, bool asked,
                                             struct err *e);
/* ERR_DENIED for a host name that is not ours: another site's name that was pointed at this
 * machine (DNS rebinding). */
MUST_CHECK enum err_code session_check_host(const struct request *r, struct err *e);

#endif
