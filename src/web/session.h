/* web/session.h: who is there: the password, sessions, where a request comes from; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/server.h"

/* Fills who asks, session and token of `r` from the cookie, or from "Authorization: Bearer". */
MUST_CHECK enum err_code session_find(struct request *r, struct str cookie, struct str bearer,
                                      struct err *e);
/* Whose it says it is: a cookie or "Bearer" of a session, a key of a program. False for what has
 * not the shape of one. */
bool session_token_owner(struct str token, int64_t *owner);
bool session_key_owner(struct str key, int64_t *owner);

/* Begins a session of this owner, whoever that is: cookie and r->bearer are set. */
MUST_CHECK enum err_code session_begin(struct request *r, int64_t owner, struct err *e);
/* 64 hex digits that nobody can guess, and what is kept of such a one. */
void session_secret(struct arena *a, struct str *out);
struct str session_digest(struct arena *a, struct str token);
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
