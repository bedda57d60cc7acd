/* context/plain.c: takes hidden marks out and foreign shapes of letters and digits back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/plain.h"

#include <utf8proc.h>

#include "core/attr.h"

/* Letters that pass for Latin ones in most typefaces (from UTS 39's confusables). Sorted. */
static const struct {
    uint32_t cp;
    char latin;
} twins[] = {
    {0x391, 'A'},
    {0x392, 'B'},
    {0x395, 'E'},
    {0x396, 'Z'},
    {0x397, 'H'},
    {0x399, 'I'},
    {0x39a, 'K'},
    {0x39c, 'M'},
    {0x39d, 'N'},
    {0x39f, 'O'},
    {0x3a1, 'P'},
    {0x3a4, 'T'},
    {0x3a5, 'Y'},
    {0x3a7, 'X'},
    {0x3b1, 'a'},
    {0x3b9, 'i'},
    {0x3bd, 'v'},
    {0x3bf, 'o'},
    {0x3c1, 'p'},
    {0x405, 'S'},
    {0x406, 'I'},
    {0x408, 'J'},
    {0x410, 'A'},
    {0x412, 'B'},
    {0x415, 'E'},
    {0x41a, 'K'},
    {0x41c, 'M'},
    {0x41d, 'H'},
    {0x41e, 'O'},
    {0x420, 'P'},
    {0x421, 'C'},
    {0x422, 'T'},
    {0x425, 'X'},
    {0x430, 'a'},
    {0x435, 'e'},
    {0x43e, 'o'},
    {0x440, 'p'},
    {0x441, 'c'},
    {0x443, 'y'},
    {0x445, 'x'},
    {0x455, 's'},
    {0x456, 'i'},
    {0x458, 'j'},
    {0x501, 'd'},
    {0x51b, 'q'},
    {0x51d, 'w'},
};

static char twin_of(uint32_t cp)
{
    size_t lo = 0;
    size_t hi = COUNT_OF(twins);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (twins[mid].cp == cp)
            return twins[mid].latin;
        if (twins[mid].cp < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static bool is_hidden(uint32_t cp)
{
    return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff || cp == 0x61c || cp == 0x180e ||
           (cp >= 0xe0000 && cp <= 0xe007f);
}

/* The ASCII that a character of another shape stands for, 0 where there is none. */
static char shape_of(uint32_t cp)
{
    static const uint32_t digits[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xe50}; /* their zeros */
    if (cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f || cp == 0x205f ||
        cp == 0x3000)
        return ' ';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xfe63)
        return '-';
    if (cp >= 0xff01 && cp <= 0xff5e)
        return (char)(cp - 0xff01 + '!');
    if (cp >= 0x1d7ce && cp <= 0x1d7ff)
        return (char)('0' + (cp - 0x1d7ce) % 10);
    if (cp >= 0x1d400 && cp <= 0x1d6a3) {
        uint32_t letter = (cp - 0x1d400) % 52;
        return (char)(letter < 26 ? 'A' + letter : 'a' + letter - 26);
    }
    for (size_t i = 0; i < COUNT_OF(digits); i++) {
        if (cp >= digits[i] && cp <= digits[i] + 9)
            return (char)('0' + (cp - digits[i]));
    }
    return 0;
}

struct writer {
    struct str in;
    char *out;
    uint32_t *from;
    size_t n;
    size_t word;   /* where the word under way begins in `out` */
    bool latin;    /* it has a letter that is Latin for sure */
    size_t tricks; /* changes so far */
};

static void put(struct writer *w, const char *bytes, size_t n, size_t at)
{
    for (size_t i = 0; i < n; i++) {
        w->from[w->n] = (uint32_t)(at + i);
        w->out[w->n++] = bytes[i];
    }
}

/* A word ends: where it has Latin letters its look-alikes were meant as such. */
static void end_word(struct writer *w)
{
    size_t to = w->word;
    for (size_t i = w->word; w->latin && i < w->n;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)w->out + i,
                                                (utf8proc_ssize_t)(w->n - i), &cp);
        size_t take = len > 0 ? (size_t)len : 1;
        char latin = len > 1 ? twin_of((uint32_t)cp) : 0;
        w->tricks += latin != 0;
        for (size_t k = 0; k < (latin ? 1 : take); k++) {
            w->out[to] = latin ? latin : w->out[i + k];
            w->from[to++] = w->from[i + k];
        }
        i += take;
    }
    w->n = w->latin ? to : w->n;
    w->word = w->n;
    w->latin = false;
}

static void put_one(struct writer *w, uint32_t cp, size_t at, size_t len)
{
    char ascii = cp < 0x80 ? (char)cp : shape_of(cp);
    if (cp >= 0x80 && (ascii != 0 || is_hidden(cp)))
        w->tricks++;
    if (is_hidden(cp))
        return;
    bool letter = ascii != 0 ? ascii_is_alpha((unsigned char)ascii) : cp >= 0x80 && cp < 0x2000;
    if (!letter)
        end_word(w);
    w->latin = w->latin || (ascii != 0 && letter) || (cp >= 0xc0 && cp <= 0x24f);
    if (ascii != 0)
        put(w, &ascii, 1, at);
    else
        put(w, w->in.p + at, len, at);
    if (!letter)
        w->word = w->n;
}

struct plain plain_of(struct str text, struct arena *a)
{
    struct writer w = {.in = text};
    size_t at = 0;
    while (at < text.n && (unsigned char)text.p[at] < 0x80)
        at++;
    if (at == text.n)
        return (struct plain){text, NULL};
    w.out = arena_alloc(a, text.n + 1);
    w.from = ARENA_ARRAY(a, uint32_t, text.n + 1);
    for (at = 0; at < text.n;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.p + at,
                                                (utf8proc_ssize_t)(text.n - at), &cp);
        if (len <= 0) {
            put(&w, text.p + at, 1, at);
            w.word = w.n;
            len = 1;
        } else {
            put_one(&w, (uint32_t)cp, at, (size_t)len);
        }
        at += (size_t)len;
    }
    end_word(&w);
    if (w.tricks == 0)
        return (struct plain){text, NULL};
    w.from[w.n] = (uint32_t)text.n;
    return (struct plain){str_of(w.out, w.n), w.from};
}

uint32_t plain_back(const struct plain *p, size_t at)
{
    return p->from != NULL ? p->from[at] : (uint32_t)at;
}
