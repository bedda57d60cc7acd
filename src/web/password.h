/* web/password.h: a password as it is kept. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_PASSWORD_H
#define WEB_PASSWORD_H

#include "core/arena.h"
#include "core/err.h"

enum {
    PASSWORD_LEAST = 8 /* bytes; NIST SP 800-63B 5.1.1 */
};

/* Argon2id; of the arena. ERR_INVALID for one that is too short. */
MUST_CHECK enum err_code password_hash(struct str password, struct arena *a, struct str *out,
                                       struct err *e);
/* One after the other: each takes the memory that makes guessing dear. */
bool password_is_right(struct str hash, struct str password, struct arena *a);

#endif
