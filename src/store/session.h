/* store/session.h: who may open the page: the password's hash and the sessions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "store/store.h"

/* The hash as libsodium writes it ("$argon2id$…"); "" where none is set. */
MUST_CHECK enum err_code store_password(struct store *s, struct arena *a, struct str *hash,
                                        struct err *e);
MUST_CHECK enum err_code store_password_set(struct store *s, struct str hash, struct err *e);

/* A session is known by the digest of its token; the token itself is never kept. */
struct session {
    struct str digest, agent;
    int64_t created_ms, seen_ms, until_ms;
};
MUST_CHECK enum err_code store_session_put(struct store *s, const struct session *v,
                                           struct err *e);
/* ERR_NOT_FOUND for none, or one whose time is over at `now_ms`. */
MUST_CHECK enum err_code store_session_find(struct store *s, struct str digest, int64_t now_ms,
                                            struct arena *a, struct session *out,
                                            struct err *e);
MUST_CHECK enum err_code store_session_seen(struct store *s, struct str digest, int64_t now_ms,
                                            int64_t until_ms, struct err *e);
MUST_CHECK enum err_code store_session_drop(struct store *s, struct str digest, struct err *e);
/* All of them, and those whose time is over. */
MUST_CHECK enum err_code store_sessions_drop_all(struct store *s, struct err *e);

#endif
