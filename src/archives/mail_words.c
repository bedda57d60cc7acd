/* archives/mail_words.c: encoded words, parameters, base64 and quoted-printable. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mail.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

static int hex(char c)
{
    c = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str mail_unbase64(struct str s, struct arena *a)
{
    static const char digit[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(a, s.n / 4 * 3 + 4);
    size_t n = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *d = s.p[i] ? strchr(digit, s.p[i]) : NULL;
        if (s.p[i] == '=')
            bits = 0; /* what is behind the end of one is another */
        if (!d)
            continue;
        held = held << 6 | (uint32_t)(d - digit);
        if ((bits += 6) >= 8)
            out[n++] = (char)(held >> (bits -= 8));
    }
    return str_of(out, n);
}

/* Spaces before a line's end were added on the way. */
static size_t soft_break(struct str s)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
        i++;
    return i < s.n && s.p[i] == '\n' ? i + 1 : i == s.n ? i : 0;
}

struct str mail_unquote(struct str s, bool underscore, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '=') {
            out[n++] = underscore && s.p[i] == '_' ? ' ' : s.p[i];
            continue;
        }
        struct str after = str_after(s, i + 1);
        size_t gap = soft_break(after);
        int high = after.n > 1 ? hex(after.p[0]) : -1, low = after.n > 1 ? hex(after.p[1]) : -1;
        if (high >= 0 && low >= 0) {
            out[n++] = (char)(high << 4 | low);
            i += 2;
        } else if (gap || after.n == 0) {
            i += gap;
        } else {
            out[n++] = '=';
        }
    }
    return str_of(out, n);
}

/* Words under way: the bytes of neighbours in one charset belong together, because some programs
 * cut characters in two. */
struct words {
    struct arena *a;
    struct buf out, bytes;
    struct str charset;
};

static void flush(struct words *w)
{
    struct str text;
    if (w->bytes.n == 0)
        return;
    mail_charset(w->charset, buf_view(&w->bytes), w->a, &text);
    buf_str(&w->out, text);
    buf_clear(&w->bytes);
}

/* =?charset?B?text?= at the front of *rest, taken; false where there is none. */
static bool take_word(struct str *rest, struct words *w)
{
    struct str s = *rest, charset, method;
    if (!str_starts(s, STR("=?")))
        return false;
    s = str_after(s, 2);
    ptrdiff_t q = str_chr(s, '?');
    charset = str_sub(s, 0, q < 0 ? 0 : (size_t)q);
    s = str_after(s, charset.n + 1);
    q = str_chr(s, '?');
    method = str_sub(s, 0, q < 0 ? 0 : (size_t)q);
    if (charset.n == 0 || method.n != 1)
        return false;
    s = str_after(s, 2);
    ptrdiff_t end = str_find(s, STR("?="));
    if (end < 0)
        return false;
    struct str text = str_sub(s, 0, (size_t)end);
    char m = ascii_lower(method.p[0]);
    if (m != 'b' && m != 'q')
        return false;
    ptrdiff_t lang = str_chr(charset, '*');
    charset = str_sub(charset, 0, lang < 0 ? charset.n : (size_t)lang);
    if (w->bytes.n && !str_eq_ci(charset, w->charset))
        flush(w);
    w->charset = charset;
    struct str raw = m == 'b' ? mail_unbase64(text, w->a) : mail_unquote(text, true, w->a);
    buf_str(&w->bytes, raw);
    *rest = str_after(s, (size_t)end + 2);
    return true;
}

/* White space between two encoded words is not there. */
static bool only_space_before_word(struct str s)
{
    size_t i = 0;
    while (i < s.n && ascii_is_space((unsigned char)s.p[i]))
        i++;
    return i > 0 && str_starts(str_after(s, i), STR("=?"));
}

struct str mail_text(struct str value, struct arena *a)
{
    struct words w = {.a = a, .charset = STR_NONE};
    struct str rest = str_sub(value, 0, KIB(64));
    if (str_find(rest, STR("=?")) < 0)
        return utf8_or_cp1252(rest, a);
    buf_init(&w.out, KIB(256));
    buf_init(&w.bytes, KIB(64));
    while (rest.n) {
        if (take_word(&rest, &w)) {
            if (only_space_before_word(rest)) {
                struct str next = str_trim(rest);
                struct str probe = next;
                if (take_word(&probe, &w))
                    rest = probe;
            }
            continue;
        }
        flush(&w);
        ptrdiff_t next = str_find(str_after(rest, 1), STR("=?"));
        struct str plain = str_sub(rest, 0, next < 0 ? rest.n : (size_t)next + 1);
        buf_str(&w.out, utf8_or_cp1252(plain, a));
        rest = str_after(rest, plain.n);
    }
    flush(&w);
    struct str out = utf8_clean(arena_str(a, buf_view(&w.out)), a);
    buf_free(&w.out);
    buf_free(&w.bytes);
    return out;
}

struct str mail_value(struct str value, struct arena *a)
{
    ptrdiff_t end = str_chr(value, ';');
    struct str s = str_trim(str_sub(value, 0, end < 0 ? KIB(1) : (size_t)end));
    s = str_sub(s, 0, KIB(1));
    char *out = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        out[i] = ascii_lower(s.p[i]);
    return utf8_clean(str_of(out, s.n), a);
}

/* One "; name=value", a quoted one without its quotes. */
static bool next_param(struct str *rest, struct arena *a, struct str *name, struct str *value)
{
    size_t i = 0;
    ptrdiff_t semicolon = str_chr(*rest, ';');
    if (semicolon < 0)
        return false;
    struct str s = str_trim(str_after(*rest, (size_t)semicolon + 1));
    while (i < s.n && s.p[i] != '=' && s.p[i] != ';')
        i++;
    *name = str_trim(str_sub(s, 0, i));
    *value = STR_NONE;
    *rest = str_after(s, i);
    if (i == s.n || s.p[i] == ';')
        return true;
    s = str_trim(str_after(s, i + 1));
    if (s.n == 0 || s.p[0] != '"') {
        ptrdiff_t end = str_chr(s, ';');
        *value = str_trim(end < 0 ? s : str_sub(s, 0, (size_t)end));
        *rest = str_after(s, value->n);
        return true;
    }
    size_t quote = 1, n = 0;
    while (quote < s.n && s.p[quote] != '"')
        quote += s.p[quote] == '\\' ? 2 : 1;
    char *out = arena_alloc(a, quote);
    for (i = 1; i < s.n && s.p[i] != '"'; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        out[n++] = s.p[i];
    }
    *value = str_of(out, n);
    *rest = str_after(s, i);
    return true;
}

/* %C3%A9 */
static struct str unpercent(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n && s.p[i] == '%' ? hex(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex(s.p[i + 2]) : -1;
        out[n++] = s.p[i];
        if (low >= 0) {
            out[n - 1] = (char)(high << 4 | low);
            i += 2;
        }
    }
    return str_of(out, n);
}

/* "name", "name*", "name*2", "name*2*": which piece, and whether it is percent-coded. */
static bool is_piece(struct str given, struct str name, int64_t *nth, bool *coded)
{
    *nth = 0;
    if (!str_starts_ci(given, name))
        return false;
    struct str rest = str_after(given, name.n);
    *coded = rest.n && rest.p[rest.n - 1] == '*';
    if (*coded)
        rest.n--;
    if (rest.n == 0)
        return true;
    return rest.p[0] == '*' && str_i64(str_after(rest, 1), nth);
}

struct str mail_param(struct str value, const char *name, struct arena *a)
{
    enum {
        PIECES = 32
    };
    struct str piece[PIECES] =
        {
            {NULL, 0}
    },
               rest = str_sub(value, 0, LIMIT_MAIL_PARAM), given, v;
    struct str charset = STR_NONE;
    struct buf b;
    bool extended = false;
    while (next_param(&rest, a, &given, &v)) {
        int64_t nth;
        bool coded = false;
        if (!is_piece(given, str_from(name), &nth, &coded) || nth < 0 || nth >= PIECES ||
            piece[nth].p)
            continue;
        ptrdiff_t first = coded && nth == 0 ? str_chr(v, '\'') : -1;
        ptrdiff_t second = first < 0 ? -1 : str_chr(str_after(v, (size_t)first + 1), '\'');
        if (second >= 0) { /* charset'language'value */
            charset = str_sub(v, 0, (size_t)first);
            v = str_after(v, (size_t)(first + second) + 2);
        }
        extended = extended || coded;
        piece[nth] = coded ? unpercent(v, a) : v;
    }
    buf_init(&b, LIMIT_MAIL_PARAM);
    for (int i = 0; i < PIECES && piece[i].p; i++)
        buf_str(&b, piece[i]);
    struct str joined = arena_str(a, buf_view(&b)), out;
    buf_free(&b);
    if (!extended)
        return mail_text(joined, a);
    mail_charset(charset, joined, a, &out);
    return out;
}
