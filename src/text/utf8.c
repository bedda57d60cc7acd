/* text/utf8.c: decode, encode, clean and repair UTF-8. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/utf8.h"

#include <string.h>

/* How many bytes follow a lead byte, and the least code point that needs them. */
static size_t tail_bytes(unsigned char lead, uint32_t *least)
{
    if (lead >= 0xC2 && lead <= 0xDF) {
        *least = 0x80;
        return 1;
    }
    if ((lead & 0xF0) == 0xE0) {
        *least = 0x800;
        return 2;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *least = 0x10000;
        return 3;
    }
    return 0;
}

/* Bytes of the valid sequence at p, 0 if there is none; its code point into *c. */
static size_t decode(const unsigned char *p, size_t n, uint32_t *c)
{
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    uint32_t least = 0;
    size_t tail = tail_bytes(p[0], &least);
    if (tail == 0 || n <= tail)
        return 0;
    uint32_t v = p[0] & (0x3Fu >> tail);
    for (size_t i = 1; i <= tail; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        v = v << 6 | (p[i] & 0x3Fu);
    }
    if (v < least || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return 0;
    *c = v;
    return tail + 1;
}

uint32_t utf8_next(struct str *rest)
{
    uint32_t c = UTF8_BAD;
    size_t n = decode((const unsigned char *)rest->p, rest->n, &c);
    if (n == 0) {
        c = UTF8_BAD;
        n = 1;
    }
    rest->p += n;
    rest->n -= n;
    return c;
}

void utf8_put(struct buf *b, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_BAD;
    unsigned char o[4];
    size_t n;
    if (c < 0x80) {
        o[0] = (unsigned char)c;
        n = 1;
    } else if (c < 0x800) {
        o[0] = (unsigned char)(0xC0 | c >> 6);
        n = 2;
    } else if (c < 0x10000) {
        o[0] = (unsigned char)(0xE0 | c >> 12);
        n = 3;
    } else {
        o[0] = (unsigned char)(0xF0 | c >> 18);
        n = 4;
    }
    for (size_t i = 1; i < n; i++)
        o[i] = (unsigned char)(0x80 | ((c >> (6 * (n - 1 - i))) & 0x3F));
    buf_put(b, o, n);
}

/* How many bytes from p on are plain ASCII. */
static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        if (w & 0x8080808080808080u)
            break;
    }
    while (i < n && !((unsigned char)p[i] & 0x80))
        i++;
    return i;
}

bool utf8_valid(struct str s)
{
    size_t i = 0;
    if (s.n == 0)
        return true; /* and its pointer may be none */
    while ((i += ascii_run(s.p + i, s.n - i)) < s.n) {
        uint32_t c;
        size_t n = decode((const unsigned char *)s.p + i, s.n - i, &c);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    while (s.n) {
        utf8_next(&s);
        n++;
    }
    return n;
}

struct str utf8_clean(struct str s, struct arena *a)
{
    if (utf8_valid(s))
        return s;
    struct buf b;
    buf_init(&b, s.n * 3);
    while (s.n)
        utf8_put(&b, utf8_next(&s));
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str utf8_from_cp1252(struct str s, struct arena *a)
{
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
        0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    struct buf b;
    buf_init(&b, s.n * 3);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        utf8_put(&b, c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str utf8_or_cp1252(struct str s, struct arena *a)
{
    return utf8_valid(s) ? s : utf8_from_cp1252(s, a);
}

struct str utf8_unmojibake(struct str s, struct arena *a)
{
    if (ascii_run(s.p, s.n) == s.n)
        return s;
    char *bytes = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (struct str rest = s; rest.n;) {
        uint32_t c = utf8_next(&rest);
        if (c > 0xFF)
            return utf8_clean(s, a);
        bytes[n++] = (char)(unsigned char)c;
    }
    struct str fixed = {bytes, n};
    return utf8_valid(fixed) ? fixed : utf8_clean(s, a);
}

bool utf8_in(uint32_t c, const struct utf8_range *table, size_t n)
{
    for (size_t i = 0; i < n && c >= table[i].from; i++)
        if (c <= table[i].to)
            return true;
    return false;
}
