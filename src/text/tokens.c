/* text/tokens.c: words by Unicode's categories and decompositions, from utf8proc. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/tokens.h"

#include "text/utf8.h"

#include <utf8proc.h>

/* The marks over Latin letters that may stand in a word as characters of their own: those of
 * SQLite's table, a bit each from U+0300 on. */
static bool is_mark(uint32_t c)
{
    if (c < 0x300 || c > 0x33F)
        return false;
    return c < 0x320 ? 0x08029FDFu >> (c - 0x300) & 1u : 0x000361F8u >> (c - 0x320) & 1u;
}

static bool is_of_word(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alnum(c);
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
           (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO) ||
           k == UTF8PROC_CATEGORY_CO;
}

/* The letter under its accents, small. */
static uint32_t plain(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)ascii_lower((char)c);
    utf8proc_int32_t part[8];
    int boundary = 0;
    /* simple folding: one letter for one letter */
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, part, 8, UTF8PROC_CASEFOLD, &boundary);
    c = n == 1 ? (uint32_t)part[0] : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    n = utf8proc_decompose_char((utf8proc_int32_t)c, part, 8, UTF8PROC_DECOMPOSE, &boundary);
    /* of Latin letters only */
    return n > 1 && n <= 8 && ascii_is_alpha((uint32_t)part[0]) ? (uint32_t)part[0] : c;
}

bool tokens_next(struct str *rest, struct buf *out)
{
    buf_clear(out);
    while (rest->n) {
        struct str before = *rest;
        uint32_t c = utf8_next(rest);
        if (is_of_word(c)) {
            if (out->n + 4 <= TOKEN_BYTES)
                utf8_put(out, plain(c));
        } else if (out->n > 0 && !is_mark(c)) {
            *rest = before;
            return true;
        }
    }
    return out->n > 0;
}
