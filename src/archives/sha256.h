/* archives/sha256.h: SHA-256, by which the blocks of a repository are named. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_SHA256_H
#define ARCHIVES_SHA256_H

#include "core/str.h"

enum {
    SHA256_BYTES = 32
};

/* FIPS 180-4. It names things that anybody may know; nothing secret passes through it. */
void sha256(struct str s, unsigned char out[SHA256_BYTES]);

#endif
