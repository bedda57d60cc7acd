/* web/password.c: Argon2id by libsodium. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/password.h"

#include <pthread.h>
#include <sodium.h>

/* OWASP's password storage cheat sheet asks for 19 MiB and two passes at least. */
#define ARGON_BYTES  ((size_t)32 * 1024 * 1024)
#define ARGON_PASSES 3ull

enum err_code password_hash(struct str password, struct arena *a, struct str *out,
                            struct err *e)
{
    if (password.n < PASSWORD_LEAST)
        return err_set(e, ERR_INVALID, "A password of at least %d characters, please.",
                       (int)PASSWORD_LEAST);
    char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (sodium_init() < 0 ||
        crypto_pwhash_str(hash, password.p, password.n, ARGON_PASSES, ARGON_BYTES) != 0)
        return err_set(e, ERR_IO, "there is not enough memory to keep a password safely");
    *out = str_from(hash);
    return ERR_OK;
}

bool password_is_right(struct str hash, struct str password, struct arena *a)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one);
    bool right = crypto_pwhash_str_verify(arena_cstr(a, hash), password.p, password.n) == 0;
    pthread_mutex_unlock(&one);
    return right;
}
