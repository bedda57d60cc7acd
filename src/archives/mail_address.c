/* archives/mail_address.c: the people in a To or From field (RFC 5322, 3.4, and what is seen). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mail.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/fold.h"
#include "text/utf8.h"

/* One mailbox under way. */
struct box {
    struct buf phrase, comment, address;
    bool bracket; /* there was a <…> */
};

static void clear(struct box *b)
{
    buf_clear(&b->phrase);
    buf_clear(&b->comment);
    buf_clear(&b->address);
    b->bracket = false;
}

/* Takes what stands between quotes; a backslash escapes. */
static void take_quoted(struct str *rest, struct buf *to)
{
    size_t i = 0;
    while (i < rest->n && rest->p[i] != '"') {
        if (rest->p[i] == '\\' && i + 1 < rest->n)
            i++;
        buf_char(to, rest->p[i++]);
    }
    *rest = str_after(*rest, i + 1);
}

/* Comments may stand in comments. */
static void take_comment(struct str *rest, struct buf *to)
{
    size_t i = 0, depth = 1;
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        depth += c == '(';
        depth -= c == ')';
        if (depth == 0)
            break;
        if (c == '\\' && i + 1 < rest->n)
            c = rest->p[++i];
        buf_char(to, c);
    }
    *rest = str_after(*rest, i + 1);
}

/* <@relay,@other:ana@example.org>: only what is behind the route. */
static void take_bracket(struct str *rest, struct box *b)
{
    ptrdiff_t end = str_chr(*rest, '>');
    struct str inside = str_sub(*rest, 0, end < 0 ? rest->n : (size_t)end);
    ptrdiff_t colon = str_rchr(inside, ':');
    buf_clear(&b->address);
    buf_str(&b->address, str_after(inside, (size_t)(colon + 1)));
    b->bracket = true;
    *rest = str_after(*rest, end < 0 ? rest->n : (size_t)end + 1);
}

/* An encoded word is one piece, whatever commas are in it; how long it is, 0 for none. */
static size_t encoded_word(struct str s)
{
    if (!str_starts(s, STR("=?")))
        return 0;
    size_t i = 2;
    for (int marks = 0; i < s.n && s.p[i] != ' '; i++) {
        if (marks >= 2 && s.p[i] == '?' && i + 1 < s.n && s.p[i + 1] == '=')
            return i + 2;
        marks += s.p[i] == '?';
    }
    return 0;
}

static bool finish(struct box *b, struct arena *a, struct mail_address *out)
{
    struct str phrase = str_trim(buf_view(&b->phrase)), comment = buf_view(&b->comment);
    struct str raw = b->bracket ? buf_view(&b->address) : phrase;
    out->address = fold_email(utf8_or_cp1252(str_trim(raw), a), a);
    struct str name = b->bracket && phrase.n ? phrase : comment;
    out->name = mail_text(arena_str(a, str_trim(name)), a);
    if (str_eq_ci(out->name, out->address))
        out->name = STR_NONE;
    return out->address.n > 0;
}

size_t mail_addresses(struct str value, struct arena *a, struct mail_address *out, size_t cap)
{
    struct box b = {.bracket = false};
    struct mail_address one;
    size_t n = 0;
    buf_init(&b.phrase, KIB(4));
    buf_init(&b.comment, KIB(4));
    buf_init(&b.address, KIB(1));
    for (struct str rest = str_sub(value, 0, LIMIT_MAIL_LIST);;) {
        char c = rest.n ? rest.p[0] : ',';
        size_t word = encoded_word(rest);
        if (word) {
            buf_str(&b.phrase, str_sub(rest, 0, word));
            rest = str_after(rest, word);
            continue;
        }
        bool last = rest.n == 0;
        rest = str_after(rest, 1);
        if (c == '"') {
            take_quoted(&rest, &b.phrase);
        } else if (c == '(') {
            take_comment(&rest, &b.comment);
        } else if (c == '<') {
            take_bracket(&rest, &b);
        } else if (c == ':') {
            clear(&b); /* what stood before it names a group */
        } else if (c == ',' || c == ';') {
            if (finish(&b, a, n < cap ? &out[n] : &one))
                n++;
            clear(&b);
        } else {
            buf_char(&b.phrase, c);
        }
        if (last)
            break;
    }
    buf_free(&b.phrase);
    buf_free(&b.comment);
    buf_free(&b.address);
    return n;
}
