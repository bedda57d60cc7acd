/* text/fold.c: folding by utf8proc, phone numbers and addresses by hand. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

/* One space for each run of white space, none at the ends; in place. */
static struct str squeeze(char *p, size_t n)
{
    size_t out = 0;
    bool space = false;
    for (size_t i = 0; i < n; i++) {
        if (ascii_is_space((unsigned char)p[i])) {
            space = out > 0;
            continue;
        }
        if (space)
            p[out++] = ' ';
        space = false;
        p[out++] = p[i];
    }
    return (struct str){p, out};
}

/* Names and addresses only: longer ones are nobody's, and folding can make text 18 times as
 * long (U+FDFA). */
enum {
    FOLD_BYTES = 4096
};

static struct str fold(struct str s, int options, struct arena *a)
{
    size_t i = 0;
    if (s.n > FOLD_BYTES) {
        size_t cut = FOLD_BYTES;
        while (cut > 0 && ((unsigned char)s.p[cut] & 0xC0) == 0x80)
            cut--; /* not half a character */
        s = str_sub(s, 0, cut);
    }
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    if (i == s.n) { /* plain ASCII, as most names are */
        char *p = arena_cstr(a, s);
        for (size_t k = 0; k < s.n; k++)
            p[k] = ascii_lower(p[k]);
        return squeeze(p, s.n);
    }
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out,
                     (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                         UTF8PROC_IGNORE | options));
    if (n < 0)
        return arena_str(a, s);
    char *p = arena_cstr(a, str_of((char *)out, (size_t)n));
    free(out);
    return squeeze(p, (size_t)n);
}

struct str fold_case(struct str s, struct arena *a)
{
    return fold(s, UTF8PROC_COMPOSE, a);
}

struct str fold_search(struct str s, struct arena *a)
{
    return fold(s, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, a);
}

struct str fold_phone(struct str s, struct arena *a)
{
    s = str_sub(str_trim(s), 0, FOLD_BYTES);
    char *p = arena_alloc(a, s.n + 2);
    size_t n = 0, digits = 0;
    if (str_starts_ci(s, STR("tel:")))
        s = str_after(s, 4);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ';' || ascii_lower(c) == 'x')
            break; /* an extension */
        if (c == '+' && n == 0)
            p[n++] = c;
        else if (ascii_is_digit((unsigned char)c) && ++digits)
            p[n++] = c;
        else if (c == '(' && str_starts(str_after(s, i), STR("(0)")) && n > 0)
            i += 2; /* +49 (0) 30 … */
        else if (ascii_is_alpha((unsigned char)c))
            return STR_NONE;
    }
    struct str out = {p, n};
    if (str_starts(out, STR("00"))) {
        p[1] = '+';
        out = str_after(out, 1);
        digits -= 2;
    }
    return digits >= 7 && digits <= 15 ? out : STR_NONE;
}

struct str fold_email(struct str s, struct arena *a)
{
    s = str_trim(s);
    if (str_starts_ci(s, STR("mailto:")))
        s = str_after(s, 7);
    ptrdiff_t at = str_chr(s, '@');
    if (at < 1 || s.n > 254 || str_rchr(s, '@') != at ||
        str_chr(str_after(s, (size_t)at), '.') < 0)
        return STR_NONE;
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_space((unsigned char)s.p[i]) || s.p[i] == ',' || s.p[i] == '<')
            return STR_NONE;
    return fold_case(s, a);
}
