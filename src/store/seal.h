/* store/seal.h: the key of a home, and secrets that are kept sealed with it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "core/arena.h"
#include "core/err.h"

enum {
    SEAL_BYTES = 32
};

/* The file `key` in the home, made where it is not there: whoever serves this home has the same.
 * It is part of no export, and of a backup only where it is asked for. */
MUST_CHECK enum err_code seal_key(const char *home, unsigned char key[SEAL_BYTES],
                                  struct err *e);
/* One key for each purpose, so that what is sealed for one opens for no other. */
void seal_derive(const unsigned char key[SEAL_BYTES], const char *purpose,
                 unsigned char out[SEAL_BYTES]);

/* As hex digits, another text each time; of the arena. */
struct str seal_close(const unsigned char key[SEAL_BYTES], struct str plain, struct arena *a);
/* False for what this key did not seal. */
bool seal_open(const unsigned char key[SEAL_BYTES], struct str sealed, struct arena *a,
               struct str *plain);

#endif
