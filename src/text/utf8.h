/* text/utf8.h: code points out of bytes and back; where outside text becomes valid UTF-8. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "core/arena.h"
#include "core/buf.h"

#define UTF8_BAD 0xFFFDu

/* Takes the next code point off *rest, which must not be empty. A byte that starts no valid
 * sequence (RFC 3629: no overlong forms, no surrogates) gives UTF8_BAD and is skipped. */
uint32_t utf8_next(struct str *rest);

void utf8_put(struct buf *b, uint32_t c); /* surrogates and beyond U+10FFFF become UTF8_BAD */
bool utf8_valid(struct str s);
size_t utf8_count(struct str s); /* code points */

/* s itself where it is valid, else a copy with UTF8_BAD for each bad byte. */
struct str utf8_clean(struct str s, struct arena *a);

/* The same text from Windows-1252 bytes (WHATWG Encoding, index windows-1252). */
struct str utf8_from_cp1252(struct str s, struct arena *a);

/* s where it is valid UTF-8, else read as Windows-1252: what Excel and Outlook leave behind. */
struct str utf8_or_cp1252(struct str s, struct arena *a);

/* UTF-8 that was read as Latin-1 and written again, each byte a code point up to U+00FF: Meta's
 * exports (FORMATS.md 2.6). Answers s, cleaned, unless all of it turns into valid UTF-8. */
struct str utf8_unmojibake(struct str s, struct arena *a);

/* Code points [from, to]; a table of them is sorted. */
struct utf8_range {
    uint32_t from, to;
};
bool utf8_in(uint32_t c, const struct utf8_range *table, size_t n);

#endif
