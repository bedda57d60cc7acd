/* text/grapheme.c: clusters as utf8proc breaks them, and what is an emoji. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/grapheme.h"

#include <utf8proc.h>

#include "core/attr.h"
#include "text/utf8.h"

enum {
    ZWJ = 0x200D,
    AS_TEXT = 0xFE0E,
    AS_EMOJI = 0xFE0F,
    KEYCAP = 0x20E3,
    CANCEL_TAG = 0xE007F
};

struct str utf8_next_grapheme(struct str *rest)
{
    struct str start = *rest;
    utf8proc_int32_t state = 0;
    uint32_t last = utf8_next(rest);
    while (rest->n) {
        struct str behind = *rest;
        uint32_t c = utf8_next(&behind);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)last, (utf8proc_int32_t)c,
                                             &state))
            break;
        last = c;
        *rest = behind;
    }
    return str_sub(start, 0, start.n - rest->n);
}

size_t utf8_graphemes(struct str s)
{
    size_t n = 0;
    for (; s.n; n++)
        utf8_next_grapheme(&s);
    return n;
}

static bool is_picture(uint32_t c)
{
    return utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool is_flag_letter(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static bool take(struct str *s, uint32_t from, uint32_t to)
{
    struct str behind = *s;
    uint32_t c = s->n ? utf8_next(&behind) : 0;
    if (s->n == 0 || c < from || c > to)
        return false;
    *s = behind;
    return true;
}

static bool take_keycap(uint32_t first, struct str *s)
{
    if (!ascii_is_digit(first) && first != '#' && first != '*')
        return false;
    take(s, AS_EMOJI, AS_EMOJI);
    return take(s, KEYCAP, KEYCAP);
}

size_t utf8_emoji(struct str cluster)
{
    struct str s = cluster;
    uint32_t c = s.n ? utf8_next(&s) : 0;
    if (take_keycap(c, &s))
        return cluster.n - s.n;
    if (is_flag_letter(c))
        return take(&s, 0x1F1E6, 0x1F1FF) ? cluster.n - s.n : 0;
    if (!is_picture(c))
        return 0;
    bool asked = take(&s, AS_EMOJI, AS_EMOJI);
    if (!asked && (c < 0x100 || take(&s, AS_TEXT, AS_TEXT)))
        return 0;
    take(&s, 0x1F3FB, 0x1F3FF);
    while (take(&s, 0xE0020, CANCEL_TAG))
        ;
    for (struct str more = s; take(&more, ZWJ, ZWJ) && more.n && is_picture(utf8_next(&more));
         s = more) {
        take(&more, AS_EMOJI, AS_EMOJI);
        take(&more, 0x1F3FB, 0x1F3FF);
    }
    return cluster.n - s.n;
}

size_t utf8_composed(struct str cluster, uint32_t *out, size_t cap)
{
    /* no character decomposes into more than 4 (UAX #15) */
    utf8proc_int32_t points[4 * GRAPHEME_POINTS + 1];
    size_t n = 0, whole = 0;
    for (struct str rest = cluster; rest.n && n < cap; n++)
        out[n] = utf8_next(&rest);
    for (struct str rest = cluster; rest.n && whole <= GRAPHEME_POINTS; whole++)
        utf8_next(&rest);
    if ((n == 1 && out[0] < 0x300) || n == 0 || whole > n || whole > GRAPHEME_POINTS ||
        !utf8_valid(cluster))
        return n;
    utf8proc_ssize_t got = utf8proc_decompose(
        (const utf8proc_uint8_t *)cluster.p, (utf8proc_ssize_t)cluster.n, points,
        COUNT_OF(points) - 1, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (got <= 0 || (size_t)got > COUNT_OF(points) - 1)
        return n;
    got = utf8proc_normalize_utf32(points, got,
                                   (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (got <= 0 || (size_t)got > cap)
        return n;
    for (utf8proc_ssize_t i = 0; i < got; i++)
        out[i] = (uint32_t)points[i];
    return (size_t)got;
}
