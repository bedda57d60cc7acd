/* store/seal_stream.h: a stream of any length under a passphrase; the format is described in
 * docs/backup.md. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SEAL_STREAM_H
#define STORE_SEAL_STREAM_H

#include "core/err.h"
#include "core/limits.h"
#include "core/str.h"

/* What one guess at the passphrase costs: Argon2id's passes and bytes. */
struct seal_cost {
    uint64_t passes, bytes;
};
/* libsodium's "moderate": under a second for the owner, who does it seldom. */
#define SEAL_COST ((struct seal_cost){3, MIB(256)})

enum {
    SEAL_HEAD = 88,        /* bytes in front of the first piece */
    SEAL_PIECE = 64 * 1024 /* plain bytes in each but the last */
};

/* Whether these first bytes of a file say that it is sealed. */
bool seal_is(const unsigned char *head, size_t n);

/* Writing. Nothing is good before seal_out_end; the file descriptor stays the caller's. */
struct seal_out;
MUST_CHECK enum err_code seal_out_new(int fd, struct str passphrase, struct seal_cost cost,
                                      struct seal_out **out, struct err *e);
MUST_CHECK enum err_code seal_out_put(struct seal_out *o, const void *p, size_t n,
                                      struct err *e);
MUST_CHECK enum err_code seal_out_end(struct seal_out *o, struct err *e);
void seal_out_free(struct seal_out *o); /* NULL is fine */

/* Reading from the start of a file. ERR_DENIED: the passphrase is wrong; ERR_PARSE: damaged or
 * cut off; ERR_UNSUPPORTED: a newer format. */
struct seal_in;
MUST_CHECK enum err_code seal_in_new(int fd, struct str passphrase, struct seal_in **out,
                                     struct err *e);
/* The next piece, until the next call; *n is 0 when all has come and nothing was cut off. */
MUST_CHECK enum err_code seal_in_get(struct seal_in *in, const void **p, size_t *n,
                                     struct err *e);
void seal_in_free(struct seal_in *in); /* NULL is fine */

#endif
