/* networks/bluesky_facets.c: what a client works out by itself for Bluesky: record keys, facets, sizes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/hash.h"
#include "text/grapheme.h"
#include "text/tlds.h"
#include "text/utf8.h"

#include <stdlib.h>

/* A TID (atproto.com/specs/tid): one bit that is 0, 53 of microseconds, 10 that tell clocks apart. What
 * is below a millisecond is taken from the key, so that two of one millisecond differ. */
struct str bluesky__tid(int64_t at_ms, struct str key, struct arena *a)
{
    enum {
        DIGITS = 13,
        MICROS = 1000,
        CLOCKS = 1024
    };
    static const char digit[] = "234567abcdefghijklmnopqrstuvwxyz";
    uint64_t h = (uint64_t)hash_key(&key, 1), micros = (uint64_t)at_ms * MICROS + h % MICROS;
    uint64_t v = (micros << 10 | h / MICROS % CLOCKS) & UINT64_C(0x7FFFFFFFFFFFFFFF);
    char *p = arena_alloc(a, DIGITS + 1);
    for (size_t i = DIGITS; i > 0; i--, v >>= 5)
        p[i - 1] = digit[v & 31];
    return str_of(p, DIGITS);
}

/* Facets -------------------------------------------------------------------------------------- */

/* As the network's own clients find them (@atproto/api, rich-text/util.ts): a link or a tag begins
 * the text, or stands behind white space or (links) a bracket. */

static bool is_space_at(struct str text, size_t at, size_t *bytes)
{
    struct str rest = str_after(text, at);
    if (rest.n == 0)
        return true;
    uint32_t c = utf8_next(&rest);
    *bytes = text.n - at - rest.n;
    return ascii_is_space(c) || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
           c == 0xFEFF;
}

static size_t word_end(struct str text, size_t at)
{
    size_t bytes = 1;
    while (at < text.n && !is_space_at(text, at, &bytes))
        at += bytes;
    return at;
}

static struct str trim_link(struct str s)
{
    if (s.n && str_chr(STR(".,;:!?"), s.p[s.n - 1]) >= 0)
        s.n--;
    if (s.n && s.p[s.n - 1] == ')' && str_chr(s, '(') < 0)
        s.n--;
    return s;
}

/* "example.org/path": labels of letters and digits, the last one a top-level domain. */
static bool is_bare_domain(struct str s)
{
    size_t n = 0, label = 0, dots = 0;
    while (n < s.n && (ascii_is_alnum((unsigned char)s.p[n]) || s.p[n] == '-' ||
                       (s.p[n] == '.' && n > label && n + 1 < s.n &&
                        ascii_is_alnum((unsigned char)s.p[n + 1])))) {
        if (s.p[n] == '.') {
            label = n + 1;
            dots++;
        }
        n++;
    }
    bool ends = n == s.n || str_chr(STR("/:?#"), s.p[n]) >= 0;
    return dots && ends && ascii_is_alpha((unsigned char)s.p[0]) &&
           tld_is(str_sub(s, label, n));
}

/* The link of a word; *at moves over a bracket in front of it. */
static bool link_in(struct str text, size_t *at, size_t to, struct arena *a, struct facet *out)
{
    size_t from = *at + (*at < to && text.p[*at] == '(');
    struct str word = trim_link(str_sub(text, from, to));
    bool whole = str_starts_ci(word, STR("https://")) || str_starts_ci(word, STR("http://"));
    ptrdiff_t colon = str_find(word, STR("://"));
    if (whole ? word.n <= (size_t)colon + 3 : !is_bare_domain(word))
        return false;
    *out = (struct facet){.kind = FACET_LINK,
                          .from = from,
                          .to = from + word.n,
                          .value = whole ? word : arena_printf(a, "https://" STRF, STRA(word))};
    return true;
}

static bool is_mark(uint32_t c)
{
    return (c < 0x80 && c > ' ' && !ascii_is_alnum(c)) || (c >= 0xA1 && c <= 0xBF) ||
           (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) ||
           (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) || c == 0xFF01 ||
           c == 0xFF0C || c == 0xFF1F;
}

/* Characters that end a tag without being white space (rich-text/util.ts: TAG_REGEX). */
static bool ends_tag(uint32_t c)
{
    return c == 0xAD || c == 0x2060 || (c >= 0x200A && c <= 0x200D) || c == 0x20E2;
}

static bool tag_in(struct str text, size_t at, size_t to, struct facet *out)
{
    enum {
        TAG_GRAPHEMES = 64,
        TAG_BYTES = 640
    };
    struct str word = str_sub(text, at, to), wide = STR("\xEF\xBC\x83"); /* # and ＃ */
    size_t sign = str_starts(word, STR("#")) ? 1 : str_starts(word, wide) ? wide.n : 0;
    struct str rest = str_after(word, sign), start = rest;
    size_t end = 0;
    bool words = false;
    while (sign && rest.n) {
        uint32_t c = utf8_next(&rest);
        if (ends_tag(c) || (end == 0 && c == 0xFE0F))
            break;
        if (!is_mark(c))
            end =
                start.n - rest.n; /* marks behind the last other character are no part of it */
        words |= !is_mark(c) && !ascii_is_digit(c);
    }
    struct str tag = str_sub(start, 0, end);
    if (!words || tag.n > TAG_BYTES || utf8_graphemes(tag) > TAG_GRAPHEMES)
        return false;
    *out = (struct facet){.kind = FACET_TAG, .from = at, .to = at + sign + tag.n, .value = tag};
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct facet *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Mentions were put in first: they win over what lies over them. */
static bool is_free(const struct facet *f, size_t n, const struct facet *one)
{
    for (size_t i = 0; i < n; i++)
        if (one->from < f[i].to && f[i].from < one->to)
            return false;
    return true;
}

struct facet *bluesky__facets(struct str text, const struct outgoing_mention *mention,
                              size_t mentions, struct arena *a, size_t *n)
{
    size_t most = mentions + 1, bytes = 1;
    for (size_t at = 0; at < text.n; at = word_end(text, at) + 1)
        most++;
    struct facet *f = ARENA_ARRAY(a, struct facet, most), one;
    *n = 0;
    for (size_t i = 0; i < mentions; i++) {
        one = (struct facet){FACET_MENTION, mention[i].from, mention[i].to, mention[i].remote};
        if (bluesky_is_did(one.value) && one.from < one.to && one.to <= text.n &&
            is_free(f, *n, &one))
            f[(*n)++] = one;
    }
    for (size_t at = 0, to; at < text.n; at = to) {
        to = word_end(text, at);
        if (to == at) { /* white space */
            is_space_at(text, at, &bytes);
            to = at + bytes;
            continue;
        }
        bool found = link_in(text, &at, to, a, &one) || tag_in(text, at, to, &one);
        if (found && *n < most && is_free(f, *n, &one))
            f[(*n)++] = one;
    }
    qsort(f, *n, sizeof *f, by_place);
    return f;
}

/* Sizes of pictures ------------------------------------------------------------------------- */

static int64_t number(const char *p, int bytes, bool little)
{
    int64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v |= (int64_t)(unsigned char)p[i] << 8 * (little ? i : bytes - 1 - i);
    return v;
}

/* The first frame header (ITU T.81, B.2.2). */
static bool jpeg_size(struct str b, int64_t *width, int64_t *height)
{
    size_t at = 2;
    while (at + 9 < b.n && b.p[at] == '\xFF') {
        unsigned mark = (unsigned char)b.p[at + 1];
        bool frame =
            mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
        if (frame) {
            *height = number(b.p + at + 5, 2, false);
            *width = number(b.p + at + 7, 2, false);
            return true;
        }
        at += 2 + (size_t)number(b.p + at + 2, 2, false);
    }
    return false;
}

/* Three kinds of WebP (RFC 9649, 2.5 to 2.7). */
static bool webp_size(struct str b, int64_t *width, int64_t *height)
{
    struct str kind = str_sub(b, 12, 16);
    if (str_is(kind, "VP8X")) {
        *width = number(b.p + 24, 3, true) + 1;
        *height = number(b.p + 27, 3, true) + 1;
    } else if (str_is(kind, "VP8 ")) {
        *width = number(b.p + 26, 2, true) & 0x3FFF;
        *height = number(b.p + 28, 2, true) & 0x3FFF;
    } else if (str_is(kind, "VP8L")) {
        int64_t bits = number(b.p + 21, 4, true);
        *width = (bits & 0x3FFF) + 1;
        *height = (bits >> 14 & 0x3FFF) + 1;
    }
    return *width > 0;
}

bool bluesky__picture_size(struct str b, int64_t *width, int64_t *height)
{
    *width = *height = 0;
    if (b.n < 30)
        return false;
    if (str_starts(b, STR("\x89PNG"))) {
        *width = number(b.p + 16, 4, false);
        *height = number(b.p + 20, 4, false);
    } else if (str_starts(b, STR("GIF8"))) {
        *width = number(b.p + 6, 2, true);
        *height = number(b.p + 8, 2, true);
    } else if (str_starts(b, STR("\xFF\xD8"))) {
        jpeg_size(b, width, height);
    } else if (str_starts(b, STR("RIFF"))) {
        webp_size(b, width, height);
    }
    return *width > 0 && *height > 0;
}
