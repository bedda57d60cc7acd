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
    struct str remote; /* where from, at the start */
    int64_t acts_for;  /* a company; 0 oneself */
};
MUST_CHECK enum err_code store_session_put(struct store *s, const struct session *v,
                                           struct err *e);
/* ERR_NOT_FOUND for none, or one whose time is over at `now_ms`. */
MUST_CHECK enum err_code store_session_find(struct store *s, struct str digest, int64_t now_ms,
                                            struct arena *a, struct session *out,
                                            struct err *e);
MUST_CHECK enum err_code store_session_seen(struct store *s, struct str digest, int64_t now_ms,
                                            int64_t until_ms, struct err *e);
/* From now on it acts for that company, 0 for its owner. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_session_act_for(struct store *s, struct str digest,
                                               int64_t acts_for, struct err *e);
/* Those that are not over, the latest seen first. */
MUST_CHECK enum err_code store_sessions(struct store *s, int64_t now_ms, struct arena *a,
                                        struct session **out, size_t *n, struct err *e);
MUST_CHECK enum err_code store_session_drop(struct store *s, struct str digest, struct err *e);
/* All of them. */
MUST_CHECK enum err_code store_sessions_drop_all(struct store *s, struct err *e);
/* All but one. */
MUST_CHECK enum err_code store_sessions_drop_others(struct store *s, struct str digest,
                                                    struct err *e);

#endif
