/* core/str.c: slices: compare, cut, search. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/str.h"

#include <string.h>

struct str str_from(const char *c)
{
    return c ? (struct str){c, strlen(c)} : STR_NONE;
}

struct str str_of(const char *p, size_t n)
{
    return (struct str){p, n};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_ci(struct str a, struct str b)
{
    return a.n == b.n && str_starts_ci(a, b);
}

bool str_is(struct str a, const char *b)
{
    return str_eq(a, str_from(b));
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_starts_ci(struct str s, struct str prefix)
{
    if (s.n < prefix.n)
        return false;
    for (size_t i = 0; i < prefix.n; i++)
        if (ascii_lower(s.p[i]) != ascii_lower(prefix.p[i]))
            return false;
    return true;
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_after(s, s.n - suffix.n), suffix);
}

struct str str_trim(struct str s)
{
    while (s.n && ascii_is_space((unsigned char)s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && ascii_is_space((unsigned char)s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    /* a field that nobody set points nowhere; adding to that is undefined */
    return s.p ? (struct str){s.p + from, to - from} : STR_NONE;
}

struct str str_after(struct str s, size_t n)
{
    return str_sub(s, n, s.n);
}

ptrdiff_t str_chr(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? at - s.p : -1;
}

ptrdiff_t str_rchr(struct str s, char c)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == c)
            return (ptrdiff_t)(i - 1);
    return -1;
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return -1;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at ? at - s.p : -1;
}

bool str_cut(struct str *rest, char sep, struct str *piece)
{
    if (!rest->p)
        return false;
    ptrdiff_t at = str_chr(*rest, sep);
    if (at < 0) {
        *piece = *rest;
        bool any = rest->n > 0;
        *rest = (struct str){NULL, 0};
        return any;
    }
    *piece = str_sub(*rest, 0, (size_t)at);
    *rest = str_after(*rest, (size_t)at + 1);
    if (rest->n == 0)
        rest->p = NULL;
    return true;
}

bool str_i64(struct str s, int64_t *out)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    if (minus)
        s = str_after(s, 1);
    if (s.n == 0 || s.n > 19)
        return false;
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_is_digit((unsigned char)s.p[i]))
            return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (v > (uint64_t)INT64_MAX)
        return false;
    *out = minus ? -(int64_t)v : (int64_t)v;
    return true;
}

bool ascii_is_alpha(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool ascii_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

bool ascii_is_alnum(uint32_t c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

bool ascii_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
