/* archives/xml_decode.c: a document in whatever encoding it is in, as UTF-8 that expat takes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/xml.h"

#include "archives/mail.h"
#include "core/arena.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

enum {
    AHEAD = 64, /* bytes that must be there to judge an "&" or the edge of a section */
    GROWTH = 4  /* of a byte at most: "&" to "&amp;" is 5, but a character of 1 byte is 3 */
};

static enum err_code fill(struct xml_decode *d, struct err *e)
{
    memmove(d->raw, d->raw + d->at, d->n - d->at);
    d->n -= d->at;
    d->at = 0;
    while (!d->ended && d->n < sizeof d->raw) {
        size_t got = 0;
        enum err_code rc = stream_read(d->in, d->raw + d->n, sizeof d->raw - d->n, &got, e);
        if (rc)
            return rc;
        d->ended = got == 0;
        d->n += got;
    }
    return ERR_OK;
}

/* encoding="…" of the first line; what stands before the first "<" is dropped. */
static void find_charset(struct xml_decode *d)
{
    const char *first = memchr(d->raw, '<', d->n);
    d->known = true;
    d->at = first ? (size_t)(first - d->raw) : d->n;
    struct str head = str_of(d->raw + d->at, d->n - d->at < 256 ? d->n - d->at : 256);
    ptrdiff_t end = str_find(head, STR("?>")), at = str_find(head, STR("encoding="));
    if (!str_starts(head, STR("<?xml")) || end < 0 || at < 0 || at > end)
        return;
    struct str name = str_after(head, (size_t)at + sizeof "encoding=" - 1);
    char quote = name.n ? name.p[0] : '"';
    name = str_after(name, 1);
    ptrdiff_t close = str_chr(name, quote);
    if (close > 0 && (size_t)close < sizeof d->charset)
        memcpy(d->charset, name.p, (size_t)close);
}

/* How many bytes at the front are one character of UTF-8; 0: none. */
static size_t utf8_length(struct str s)
{
    struct str rest = str_sub(s, 0, 4);
    uint32_t c = utf8_next(&rest);
    size_t n = (s.n < 4 ? s.n : 4) - rest.n;
    return c == UTF8_BAD && n < 3 ? 0 : n;
}

static void put(struct xml_decode *d, const char *p, size_t n)
{
    memcpy(d->out + d->out_n, p, n);
    d->out_n += n;
}

/* A byte beyond ASCII: as UTF-8 wherever it is that, whatever was declared, for no other text
 * looks like it by chance; else by the charset. */
static size_t put_letter(struct xml_decode *d, struct str s)
{
    size_t n = utf8_length(s);
    if (n) {
        put(d, s.p, n);
        return n;
    }
    struct arena *a = arena_new(KIB(16));
    struct str letter = STR_NONE, one = str_sub(s, 0, 1);
    mail_charset(str_from(d->charset), one, a, &letter);
    if (letter.n == 0 || !utf8_valid(letter))
        letter = STR("\xEF\xBF\xBD");
    put(d, letter.p, letter.n < GROWTH ? letter.n : 0);
    arena_free(a);
    return 1;
}

/* "&name;", "&#12;", "&#x1F;" */
static bool is_entity(struct str s)
{
    size_t i = 1;
    if (i < s.n && s.p[i] == '#')
        i++;
    size_t from = i;
    while (i < s.n && i < 32 && ascii_is_alnum((unsigned char)s.p[i]))
        i++;
    return i > from && i < s.n && s.p[i] == ';';
}

/* One character, or a mark around a section in which "&" is itself. How many bytes it took. */
static size_t put_one(struct xml_decode *d, struct str s)
{
    unsigned char c = (unsigned char)s.p[0];
    if (c >= 0x80)
        return put_letter(d, s);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        c = ' ';
    if (!d->cdata && (str_starts(s, STR("<![CDATA[")) || str_starts(s, STR("<!--"))))
        d->cdata = true;
    else if (d->cdata && (str_starts(s, STR("]]>")) || str_starts(s, STR("-->"))))
        d->cdata = false;
    if (str_starts(s, STR("<?xml ")) || (!d->cdata && str_starts(s, STR("&#X")))) {
        /* what it says of the encoding is no longer so, and it may stand behind a comment */
        put(d, s.p, 2);
        put(d, "x", 1);
        return c == '<' ? 5 : 3;
    }
    if (c == '&' && !d->cdata && !is_entity(s))
        put(d, "&amp;", 5);
    else
        put(d, (const char *)&c, 1);
    return 1;
}

static enum err_code refill(struct xml_decode *d, struct err *e)
{
    enum err_code rc = fill(d, e);
    d->out_at = d->out_n = 0;
    if (rc == ERR_OK && !d->known)
        find_charset(d);
    while (rc == ERR_OK && d->at < d->n && (d->ended || d->n - d->at > AHEAD) &&
           d->out_n + 8 < sizeof d->out)
        d->at += put_one(d, str_of(d->raw + d->at, d->n - d->at));
    return rc;
}

static enum err_code decode_read(struct stream *s, void *p, size_t cap, size_t *got,
                                 struct err *e)
{
    struct xml_decode *d = (struct xml_decode *)s;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && d->out_at == d->out_n && !(d->ended && d->at == d->n))
        rc = refill(d, e);
    *got = d->out_n - d->out_at < cap ? d->out_n - d->out_at : cap;
    memcpy(p, d->out + d->out_at, *got);
    d->out_at += *got;
    return rc;
}

struct stream *xml_decode_init(struct xml_decode *d, struct stream *in)
{
    *d = (struct xml_decode){.stream = {decode_read}, .in = in};
    return &d->stream;
}
