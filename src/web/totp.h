/* web/totp.h: one-time codes of a device (RFC 6238: SHA-1, six digits, thirty seconds). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_TOTP_H
#define WEB_TOTP_H

#include "core/arena.h"
#include "core/buf.h"

enum {
    TOTP_BYTES = 20, /* of a secret: RFC 4226, 4: as long as the digest */
    TOTP_STEP_S = 30,
    TOTP_AROUND = 1 /* steps before and after: clocks differ */
};

/* The code of one step, up to 999999. */
unsigned totp_code(struct str secret, int64_t step);
/* Whether `typed` ("123 456") is a code of now; its step, which must be newer than `last`. */
bool totp_check(struct str secret, struct str typed, int64_t now_ms, int64_t last,
                int64_t *step);
/* "JBSW Y3DP …": RFC 4648, in groups of four for who types it. */
struct str totp_words(struct str secret, struct arena *a);
/* What a phone scans: otpauth://totp/Tact:ann%40example.org?secret=…&issuer=Tact */
struct str totp_address(struct str secret, struct str who, struct arena *a);
/* The same as a picture: an SVG file. False where it is too much for one. */
bool totp_picture(struct str address, struct buf *out);

#endif
