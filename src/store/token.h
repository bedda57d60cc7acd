/* store/token.h: keys that the owner gave to programs: what each may do, and until when. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_TOKEN_H
#define STORE_TOKEN_H

#include "model/words.h"
#include "store/store.h"

struct api_token {
    int64_t id;
    struct str digest, name;
    unsigned scopes; /* 1 << SCOPE_READ | … */
    int64_t made_ms;
    int64_t seen_ms;  /* 0 never */
    int64_t until_ms; /* 0 for good */
    int64_t revoked_ms;
};
/* The id is made here. ERR_LIMIT where there are too many. */
MUST_CHECK enum err_code store_token_add(struct store *s, const struct api_token *t,
                                         int64_t *id, struct err *e);
/* Those that are good, newest first. */
MUST_CHECK enum err_code store_tokens(struct store *s, int64_t now_ms, struct arena *a,
                                      struct api_token **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND for none, one that was revoked or is over. */
MUST_CHECK enum err_code store_token_find(struct store *s, struct str digest, int64_t now_ms,
                                          struct arena *a, struct api_token *out,
                                          struct err *e);
MUST_CHECK enum err_code store_token_seen(struct store *s, int64_t id, int64_t now_ms,
                                          struct err *e);
MUST_CHECK enum err_code store_token_revoke(struct store *s, int64_t id, int64_t now_ms,
                                            struct err *e);

#endif
