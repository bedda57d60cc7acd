/* pictures/webp.c: of a WebP file only what is to be seen (RFC 9649): whatever its writer adds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pictures/pictures.h"

#include "core/attr.h"

#include <string.h>

enum {
    HEAD = 12,        /* RIFF, size, WEBP */
    CHUNK = 8,        /* name, size */
    KEPT_FLAGS = 0x10 /* of VP8X: alpha; not profile, Exif, XMP or animation */
};

static uint32_t le32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool is_seen(const unsigned char *name)
{
    static const char *const kept[] = {"VP8X", "VP8 ", "VP8L", "ALPH"};
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (memcmp(name, kept[i], 4) == 0)
            return true;
    return false;
}

size_t webp_plain(unsigned char *p, size_t n)
{
    size_t to = HEAD;
    if (n < HEAD || memcmp(p, "RIFF", 4) != 0 || memcmp(p + 8, "WEBP", 4) != 0)
        return 0;
    for (size_t at = HEAD; at + CHUNK <= n;) {
        uint64_t size = CHUNK + (uint64_t)le32(p + at + 4);
        size += size & 1;
        if (size > n - at)
            return 0;
        if (is_seen(p + at)) {
            memmove(p + to, p + at, (size_t)size);
            if (memcmp(p + to, "VP8X", 4) == 0 && size > CHUNK)
                p[to + CHUNK] &= KEPT_FLAGS;
            to += (size_t)size;
        }
        at += (size_t)size;
    }
    uint32_t riff = (uint32_t)(to - CHUNK);
    for (int i = 0; i < 4; i++)
        p[4 + i] = (unsigned char)(riff >> (8 * i));
    return to > HEAD ? to : 0;
}
