/* store/pack.h: the one file that a backup is: a compressed tar of few known names, sealed where
 * there is a passphrase. Private to store. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "core/arena.h"
#include "core/stream.h"

/* Writing to an open file, which stays the caller's. An empty passphrase seals nothing. */
struct pack_out;
MUST_CHECK enum err_code pack_out_new(int fd, struct str passphrase, struct pack_out **out,
                                      struct err *e);
/* One member of exactly `bytes` bytes; its BLAKE2b-256 comes back. */
MUST_CHECK enum err_code pack_out_put(struct pack_out *o, const char *name, int64_t bytes,
                                      struct stream *in, char digest[65], struct err *e);
/* Writes what is left. Before it nothing of the file is good. */
MUST_CHECK enum err_code pack_out_end(struct pack_out *o, struct err *e);
void pack_out_free(struct pack_out *o); /* NULL is fine */

/* Reading from the start of a file, whose bytes nobody vouches for. */
struct pack_in;
bool pack_is_sealed(int fd); /* puts the file back to its start */
MUST_CHECK enum err_code pack_in_new(int fd, struct str passphrase, struct pack_in **out,
                                     struct err *e);
/* The next member; *got false when the whole file has been read. Its name is of the pack, until
 * the next call. Anything but a plain file is refused. */
MUST_CHECK enum err_code pack_in_next(struct pack_in *in, struct str *name, int64_t *bytes,
                                      bool *got, struct err *e);
/* Of the member. */
MUST_CHECK enum err_code pack_in_get(struct pack_in *in, void *p, size_t cap, size_t *got,
                                     struct err *e);
void pack_in_free(struct pack_in *in); /* NULL is fine */

#endif
