/* tools/addressbook/spell.c: names as keyboards, offices and handles leave them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/names.h"

#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Letters that have no accent to lose, and what stands for them. */
static const struct {
    uint32_t letter;
    const char *plain, *out; /* out: as Germans and the North spell it, else NULL */
} letters[] = {
    {0xC4,   NULL, "Ae"}, /* Ä */
    {0xC5,   NULL, "Aa"}, /* Å */
    {0xC6,   "Ae", "Ae"}, /* Æ */
    {0xD6,   NULL, "Oe"}, /* Ö */
    {0xD8,   "O",  "Oe"}, /* Ø */
    {0xDC,   NULL, "Ue"}, /* Ü */
    {0xDE,   "Th", "Th"}, /* Þ */
    {0xDF,   "ss", "ss"}, /* ß */
    {0xE4,   NULL, "ae"},
    {0xE5,   NULL, "aa"},
    {0xE6,   "ae", "ae"},
    {0xF0,   "d",  "d" }, /* ð */
    {0xF6,   NULL, "oe"},
    {0xF8,   "o",  "oe"},
    {0xFC,   NULL, "ue"},
    {0xFE,   "th", "th"},
    {0x110,  "D",  "Dj"}, /* Đ */
    {0x111,  "d",  "dj"},
    {0x131,  "i",  "i" }, /* ı */
    {0x141,  "L",  "L" }, /* Ł */
    {0x142,  "l",  "l" },
    {0x152,  "Oe", "Oe"}, /* Œ */
    {0x153,  "oe", "oe"},
    {0x2019, "'",  "'" }
};

const char *say(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char line[2048];
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    return arena_cstr(a, str_of(line, n < 0 ? 0 : strlen(line)));
}

static const char *replaced(uint32_t c, bool out)
{
    for (size_t i = 0; i < LEN(letters); i++)
        if (letters[i].letter == c)
            return out ? letters[i].out : letters[i].plain;
    return NULL;
}

static const char *respell(const char *s, bool out, struct arena *a)
{
    struct buf b;
    struct str rest = str_from(s);
    buf_init(&b, 4096);
    while (rest.n) {
        uint32_t c = utf8_next(&rest);
        const char *with = replaced(c, out);
        if (with)
            buf_lit(&b, with);
        else
            utf8_put(&b, c);
    }
    utf8proc_uint8_t *bare = NULL;
    if (utf8proc_map((const utf8proc_uint8_t *)buf_cstr(&b), 0, &bare,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                         UTF8PROC_STRIPMARK) < 0)
        die(s, "no text");
    const char *done = arena_cstr(a, str_from((const char *)bare));
    free(bare); /* utf8proc's own */
    buf_free(&b);
    return done;
}

const char *spell_plain(const char *s, struct arena *a)
{
    return respell(s, false, a);
}

const char *spell_out(const char *s, struct arena *a)
{
    return respell(s, true, a);
}

const char *spell_small(const char *s, struct arena *a)
{
    struct buf b;
    struct str rest = str_from(s);
    buf_init(&b, 4096);
    while (rest.n)
        utf8_put(&b, (uint32_t)utf8proc_tolower((utf8proc_int32_t)utf8_next(&rest)));
    const char *small = arena_cstr(a, buf_view(&b));
    buf_free(&b);
    return small;
}

const char *spell_handle(const char *s, struct arena *a)
{
    const char *small = spell_small(spell_plain(s, a), a);
    char *out = arena_alloc(a, strlen(small) + 1);
    size_t n = 0;
    for (const char *p = small; *p; p++)
        if (ascii_is_alnum((unsigned char)*p))
            out[n++] = *p;
    return out;
}

const char *spell_initial(const char *s, struct arena *a)
{
    struct str rest = str_from(s);
    if (rest.n == 0)
        return "";
    utf8_next(&rest);
    return arena_cstr(a, str_of(s, (size_t)(rest.p - s)));
}
