/* networks/linkedin_text.c: "little text", the form in which LinkedIn takes and gives words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/linkedin.h"

#include "core/limits.h"
#include "net/form.h"

#include <string.h>

/* learn.microsoft.com, "little Text Format": a reserved character that is not escaped ends the text
 * there, and nobody is told (FORMATS.md 19). */

static bool is_reserved(char c)
{
    return c && strchr("|{}@[]()<>#\\*_~", c);
}

static void put_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (is_reserved(s.p[i]))
            buf_char(b, '\\');
        buf_char(b, s.p[i]);
    }
}

/* Letters of any script, digits and _: all that is not ASCII counts as a letter. */
static size_t word_at(struct str text, size_t at)
{
    size_t to = at;
    while (to < text.n && (ascii_is_alnum((unsigned char)text.p[to]) || text.p[to] == '_' ||
                           (unsigned char)text.p[to] >= 0x80))
        to++;
    return to - at;
}

static bool begins_tag(struct str text, size_t at)
{
    return text.p[at] == '#' && word_at(text, at + 1) > 0 &&
           (at == 0 || ascii_is_space((unsigned char)text.p[at - 1]) ||
            str_chr(STR("([{\"'"), text.p[at - 1]) >= 0);
}

static const struct outgoing_mention *mention_at(const struct outgoing_mention *m, size_t n,
                                                 struct str text, size_t at)
{
    for (size_t i = 0; i < n; i++)
        if (m[i].from == at && m[i].to > at && m[i].to <= text.n &&
            str_starts(m[i].remote, STR("urn:li:")))
            return &m[i];
    return NULL;
}

struct str linkedin__little(struct str text, const struct outgoing_mention *mention,
                            size_t mentions, struct arena *a)
{
    struct buf b;
    buf_init(&b, MIB(1));
    for (size_t at = 0; at < text.n;) {
        const struct outgoing_mention *m = mention_at(mention, mentions, text, at);
        if (m) {
            struct str shown = str_sub(text, m->from, m->to);
            if (str_starts(shown, STR("@")))
                shown = str_after(shown, 1);
            buf_lit(&b, "@[");
            put_escaped(&b, m->name.n ? m->name : shown);
            buf_printf(&b, "](" STRF ")", STRA(m->remote));
            at = m->to;
        } else if (begins_tag(text, at)) {
            size_t n = word_at(text, at + 1);
            buf_lit(&b, "{hashtag|\\#|");
            put_escaped(&b, str_sub(text, at + 1, at + 1 + n));
            buf_char(&b, '}');
            at += 1 + n;
        } else {
            put_escaped(&b, str_sub(text, at, at + 1));
            at++;
        }
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

/* Up to the next `end` that is not escaped, without backslashes; how many bytes that took, with the
 * end. 0: there is none. */
static size_t put_until(struct buf *b, struct str s, char end)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == end)
            return i + 1;
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        buf_char(b, s.p[i]);
    }
    return 0;
}

/* "@[Name](urn)" or "{hashtag|\#|word}"; 0: neither. */
static size_t put_mark(struct buf *b, struct str s)
{
    struct str tag = STR("{hashtag|\\#|");
    size_t before = b->n, took = 0;
    if (str_starts(s, STR("@["))) {
        took = put_until(b, str_after(s, 2), ']');
        struct str rest = str_after(s, 2 + took);
        ptrdiff_t close = took && str_starts(rest, STR("(")) ? str_chr(rest, ')') : -1;
        took = close > 0 ? 2 + took + (size_t)close + 1 : 0;
    } else if (str_starts(s, tag)) {
        buf_char(b, '#');
        took = put_until(b, str_after(s, tag.n), '}');
        took = took ? took + tag.n : 0;
    }
    if (took == 0)
        b->n = before;
    return took;
}

struct str linkedin__plain(struct str s, struct arena *a)
{
    struct buf b;
    buf_init(&b, LIMIT_POST_TEXT);
    while (s.n) {
        size_t took = put_mark(&b, s);
        if (took == 0) {
            took = s.p[0] == '\\' && s.n > 1 ? 2 : 1;
            buf_char(&b, s.p[took - 1]);
        }
        s = str_after(s, took);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str linkedin__escape(struct str urn, struct arena *a)
{
    struct buf b;
    buf_init(&b, KIB(4));
    form_escape(&b, urn);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str linkedin__urn_in(struct str words)
{
    static const struct str kinds[] = {STR_INIT("urn:li:share:"), STR_INIT("urn:li:ugcPost:"),
                                       STR_INIT("urn:li:activity:")};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        ptrdiff_t at = str_find(words, kinds[i]);
        if (at < 0)
            continue;
        struct str urn = str_after(words, (size_t)at);
        size_t n = kinds[i].n;
        while (n < urn.n && ascii_is_digit((unsigned char)urn.p[n]))
            n++;
        if (n > kinds[i].n)
            return str_sub(urn, 0, n);
    }
    return STR_NONE;
}
