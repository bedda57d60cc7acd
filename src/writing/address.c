/* writing/address.c: addresses in a draft, as twitter-text 3.1 finds them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/address.h"

#include "core/attr.h"
#include "text/utf8.h"
#include "text/tlds.h"

/* The names of the sets are those of twitter-text's lib/regexp. */
enum {
    URL_MAX = 4096, /* MAX_URL_LENGTH */
    LABEL_MAX = 63, /* RFC 1035 */
    /* characters of a label that is not ASCII: punycode takes about one each, one for where the
     * script begins, and 4 for "xn--" */
    LABEL_CHARS = 52
};

static const struct utf8_range latin_accents[] = {
    {0xC0,   0xD6  },
    {0xD8,   0xF6  },
    {0xF8,   0x24F },
    {0x253,  0x254 },
    {0x256,  0x257 },
    {0x259,  0x259 },
    {0x25B,  0x25B },
    {0x263,  0x263 },
    {0x268,  0x268 },
    {0x26F,  0x26F },
    {0x272,  0x272 },
    {0x289,  0x289 },
    {0x28B,  0x28B },
    {0x2BB,  0x2BB },
    {0x300,  0x36F },
    {0x1E00, 0x1EFF}
};

/* spaces_group, directional_markers_group, invalid_chars_group above ASCII */
static const struct utf8_range no_domain[] = {
    {0x80,   0xA0  },
    {0x61C,  0x61C },
    {0x1680, 0x1680},
    {0x180E, 0x180E},
    {0x2000, 0x200A},
    {0x200E, 0x200F},
    {0x2028, 0x202F},
    {0x205F, 0x205F},
    {0x2066, 0x2069},
    {0x3000, 0x3000},
    {0xFEFF, 0xFEFF},
    {0xFFFD, 0xFFFF}
};

#define IS_OF(c, table) utf8_in((c), (table), COUNT_OF(table))

static bool is_one_of(uint32_t c, const char *set)
{
    return c < 0x80 && str_chr(str_from(set), (char)c) >= 0;
}

static uint32_t char_at(struct str s, size_t at, size_t *next)
{
    struct str rest = str_after(s, at);
    uint32_t c = rest.n ? utf8_next(&rest) : 0;
    *next = s.n - rest.n;
    return c;
}

static uint32_t char_before(struct str s, size_t at)
{
    size_t from = at, next;
    if (at == 0)
        return 0;
    do
        from--;
    while (from > 0 && at - from < 4 && ((unsigned char)s.p[from] & 0xC0) == 0x80);
    return char_at(s, from, &next);
}

/* A character of a label; `plain`: of a name without https:// in front, which is ASCII or Latin. */
static bool is_label_char(uint32_t c, bool plain)
{
    if (c < 0x80)
        return ascii_is_alnum(c) || c == '-' || (c == '_' && !plain);
    return plain ? IS_OF(c, latin_accents) : !IS_OF(c, no_domain);
}

static bool may_follow_tld(struct str s, size_t at)
{
    return at >= s.n || !(ascii_is_alnum((unsigned char)s.p[at]) || s.p[at] == '@');
}

/* The end of the top-level domain that the label [at, end) starts with; `at`: it doesn't. */
static size_t tld_end(struct str s, size_t at, size_t end)
{
    size_t best = at, to = at;
    bool punycode = str_starts_ci(str_sub(s, at, end), STR("xn--"));
    while (punycode && to < end && (ascii_is_alnum((unsigned char)s.p[to]) || s.p[to] == '-'))
        to++;
    while (to < end && to - at < TLD_MAX) {
        if (!punycode)
            char_at(s, to, &to);
        if (may_follow_tld(s, to) && tld_is(str_sub(s, at, to)))
            best = to;
        if (punycode)
            break;
    }
    return best;
}

static bool is_too_long(size_t bytes, size_t chars)
{
    return bytes == chars ? bytes > LABEL_MAX : chars > LABEL_CHARS;
}

/* The end of the domain that starts at `at`, as long as it can be; `at` where there is none. */
static size_t domain_end(struct str s, size_t at, bool plain)
{
    size_t best = at;
    bool name = false; /* what stands in front of this label may be a domain's name */
    for (size_t from = at;;) {
        size_t end = from, next;
        size_t chars = 0;
        bool under = false;
        for (uint32_t c; end < s.n && is_label_char(c = char_at(s, end, &next), plain);
             end = next, chars++)
            under |= c == '_';
        if (end == from || is_one_of((unsigned char)s.p[from], "-_"))
            break;
        size_t tld = name ? tld_end(s, from, end) : from;
        if (tld > from)
            best = tld;
        if (end >= s.n || s.p[end] != '.' || is_too_long(end - from, chars) ||
            is_one_of((unsigned char)s.p[end - 1], "-_"))
            break;
        name = !under;
        from = end + 1;
    }
    return best;
}

static bool is_path_letter(uint32_t c)
{
    return ascii_is_alnum(c) || (c >= 0x400 && c <= 0x4FF) || IS_OF(c, latin_accents);
}

static bool is_path_char(uint32_t c)
{
    return is_path_letter(c) || c == 0x2013 || (c && is_one_of(c, "!*';:=+,.$/%#[]-_~@|&"));
}

/* Behind the bracket that closes the one at `at`, with one more pair inside at most. */
static size_t brackets_end(struct str s, size_t at)
{
    int depth = 0;
    for (size_t i = at, next; i < s.n; i = next) {
        uint32_t c = char_at(s, i, &next);
        if (c == '(')
            depth++;
        if ((c == ')' && --depth == 0) || depth > 2)
            return depth == 0 && i > at + 1 ? next : at;
        if (c != '(' && c != ')' && !is_path_char(c))
            return at;
    }
    return at;
}

static size_t path_end(struct str s, size_t at)
{
    size_t end = at + 1;
    for (size_t i = end, next; i < s.n; i = next) {
        uint32_t c = char_at(s, i, &next);
        if (c == '(') {
            next = brackets_end(s, i);
            if (next == i)
                break;
            end = next;
        } else if (!is_path_char(c)) {
            break;
        } else if (is_path_letter(c) || is_one_of(c, "+-=_#/")) {
            end = next;
        }
    }
    return end;
}

static size_t query_end(struct str s, size_t at)
{
    size_t end = at;
    for (size_t i = at + 1; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (ascii_is_alnum(c) || is_one_of(c, "-_&=#/"))
            end = i + 1;
        else if (c == 0 || !is_one_of(c, "!?*'@();:+$%[].,~|"))
            break;
    }
    return end;
}

size_t address_at(struct str text, size_t at, bool bare)
{
    text = str_sub(text, 0, at + URL_MAX + 1);
    struct str s = str_after(text, at);
    uint32_t before = char_before(text, at);
    if (ascii_is_alnum(before) || (before && is_one_of(before, "@$#")) || before == 0xFF20 ||
        before == 0xFF03)
        return 0;
    size_t start = str_starts_ci(s, STR("https://"))  ? 8
                   : str_starts_ci(s, STR("http://")) ? 7
                                                      : 0;
    if (start == 0 && (!bare || (before && is_one_of(before, "-_./")) ||
                       (before >= 0x80 && IS_OF(before, latin_accents))))
        return 0;
    start += at;
    size_t end = domain_end(text, start, start == at);
    if (end == start)
        return 0;
    if (end < text.n && text.p[end] == ':') {
        size_t port = end + 1;
        while (port < text.n && ascii_is_digit((unsigned char)text.p[port]))
            port++;
        end = port > end + 1 ? port : end;
    }
    if (end < text.n && text.p[end] == '/')
        end = path_end(text, end);
    if (end < text.n && text.p[end] == '?')
        end = query_end(text, end);
    return end - at <= URL_MAX ? end - at : 0;
}
