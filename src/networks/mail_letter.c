/* networks/mail_letter.c: a publication as an e-mail: fields, quoted-printable, what is attached. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mail.h"

#include "core/hash.h"
#include "core/limits.h"
#include "net/form.h"
#include "text/utf8.h"

#include <stdio.h>

/* RFC 5322, 2045 (quoted-printable), 2047 (encoded words), 2046 (multipart). Nothing that others wrote
 * reaches a field as it is: it is encoded, or it is an address or an id of harmless letters. */

enum {
    ID_MOST = 300,
    WORD_BYTES = 42, /* of UTF-8 in one encoded word: 56 of base64, 68 with what is around it */
    QP_LINE = 75
};

/* Receivers --------------------------------------------------------------------------------- */

enum err_code mail__receivers(const struct api *s, const struct outgoing *o, struct str **out,
                              size_t *n, struct err *e)
{
    enum err_code rc = api_receivers(o->to, s->a, out, n, e);
    return rc || *n ? rc : err_set(e, ERR_INVALID, "A letter needs somebody to go to.");
}

/* Fields ------------------------------------------------------------------------------------ */

struct str mail__id(const struct api *s, const struct outgoing *o)
{
    struct str address = mail__address(s);
    const struct str pieces[] = {o->key, address};
    ptrdiff_t at = str_rchr(address, '@');
    return arena_printf(
        s->a, "%016llx%016llx.tact@" STRF, (unsigned long long)hash_key(pieces, 2),
        (unsigned long long)hash_key(pieces, 1), STRA(str_after(address, (size_t)(at + 1))));
}

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7F)
            return false;
    return str_find(s, STR("=?")) < 0 && s.n <= 60;
}

/* A field of words: as they are where they are plain and short, else as encoded words, folded; each holds
 * whole characters (RFC 2047, 5). */
static void put_words(struct buf *b, const char *name, struct str words)
{
    words = str_trim(words);
    buf_printf(b, "%s:", name);
    if (is_plain(words)) {
        buf_printf(b, " " STRF "\r\n", STRA(words));
        return;
    }
    while (words.n) {
        struct str left = words;
        size_t n = 0;
        while (left.n) {
            uint32_t c = utf8_next(&left);
            if (words.n - left.n > WORD_BYTES && n)
                break;
            n = words.n - left.n;
            if (c < ' ')
                break; /* a line's end is a word's too */
        }
        buf_lit(b, " =?utf-8?B?");
        struct str piece = str_sub(words, 0, n);
        while (piece.n && (unsigned char)piece.p[piece.n - 1] < ' ')
            piece.n--;
        form_base64(b, piece, 0);
        buf_lit(b, "?=\r\n");
        words = str_after(words, n);
    }
}

static bool is_id(struct str id)
{
    for (size_t i = 0; i < id.n; i++)
        if ((unsigned char)id.p[i] <= ' ' || (unsigned char)id.p[i] >= 0x7F || id.p[i] == '<' ||
            id.p[i] == '>')
            return false;
    /* keys of letters without an id are "mail:…" */
    return id.n > 2 && id.n <= ID_MOST && str_chr(id, '@') > 0;
}

static void put_thread(struct buf *b, const struct outgoing *o)
{
    struct str answers = o->reply_to.key, root = o->reply_root.key;
    if (!is_id(answers))
        return;
    buf_printf(b, "In-Reply-To: <" STRF ">\r\nReferences:", STRA(answers));
    if (is_id(root) && !str_eq(root, answers))
        buf_printf(b, " <" STRF ">\r\n", STRA(root));
    buf_printf(b, " <" STRF ">\r\n", STRA(answers));
}

/* "Tue, 14 Nov 2023 22:13:20 +0000" */
static void put_date(struct buf *b, int64_t ms)
{
    static const char days[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = ms / 1000, day = seconds / 86400, year;
    int month, d, left = (int)(seconds % 86400);
    time_date(day, &year, &month, &d);
    buf_printf(b, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[day % 7], d,
               months[month - 1], (int)year, left / 3600, left / 60 % 60, left % 60);
}

/* What it is about; of an answer without one, that it is one; else how it begins. */
static struct str subject_of(const struct outgoing *o, struct arena *a)
{
    struct str rest = str_trim(o->text), line = STR_NONE;
    if (o->title.n || !str_cut(&rest, '\n', &line))
        return o->title;
    struct str begin = utf8_clean(str_sub(line, 0, 70), a);
    ptrdiff_t blank = str_rchr(begin, ' ');
    if (line.n > 70 && blank > 20)
        begin = arena_printf(a, STRF "…", STRA(str_sub(begin, 0, (size_t)blank)));
    return begin;
}

/* The body ---------------------------------------------------------------------------------- */

/* Quoted-printable with lines of 76 at most (RFC 2045, 6.7). */
static void put_quoted(struct buf *b, struct str text)
{
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        size_t column = 0;
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        for (size_t i = 0; i < line.n; i++) {
            unsigned char c = (unsigned char)line.p[i];
            bool last = i + 1 == line.n;
            bool plain = c >= ' ' && c < 0x7F && c != '=' && !(c == ' ' && last) &&
                         !(column == 0 && (c == '.' || c == 'F')); /* no lone dot, no "From " */
            size_t wide = plain ? 1 : 3;
            if (column + wide > QP_LINE) {
                buf_lit(b, "=\r\n");
                column = 0;
            }
            if (plain)
                buf_char(b, (char)c);
            else
                buf_printf(b, "=%02X", c);
            column += wide;
        }
        buf_lit(b, "\r\n");
    }
}

static void put_text_part(struct buf *b, const struct api *s, const struct outgoing *o)
{
    struct str text = o->text;
    if (o->link.n && str_find(text, o->link) < 0)
        text = arena_printf(s->a, STRF "\n\n" STRF, STRA(text), STRA(o->link));
    buf_lit(b, "Content-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    put_quoted(b, text);
}

/* "image/png", and nothing else */
static struct str type_of(struct str type)
{
    for (size_t i = 0; i < type.n; i++)
        if (!ascii_is_alnum((unsigned char)type.p[i]) && str_chr(STR("/-+."), type.p[i]) < 0)
            return STR("application/octet-stream");
    return str_chr(type, '/') > 0 ? type : STR("application/octet-stream");
}

static void put_picture(struct buf *b, const struct outgoing_media *m, size_t i)
{
    struct str type = type_of(m->media_type);
    struct str kind = str_after(type, (size_t)(str_chr(type, '/') + 1));
    buf_printf(b,
               "Content-Type: " STRF "\r\nContent-Transfer-Encoding: base64\r\n"
               "Content-Disposition: attachment; filename=\"picture-%zu." STRF "\"\r\n",
               STRA(type), i + 1, STRA(str_is(kind, "jpeg") ? STR("jpg") : kind));
    if (m->alt.n)
        put_words(b, "Content-Description", m->alt);
    buf_lit(b, "\r\n");
    form_base64(b, m->bytes, 76);
}

enum err_code mail__letter(const struct api *s, const struct outgoing *o, struct buf *out,
                           struct err *e)
{
    struct str *to, id = mail__id(s, o);
    size_t n;
    enum err_code rc = mail__receivers(s, o, &to, &n, e);
    if (rc)
        return rc;
    put_date(out, o->at_ms > 0 ? o->at_ms : time_now_ms());
    buf_printf(out, "From: <" STRF ">\r\nTo:", STRA(mail__address(s)));
    for (size_t i = 0; i < n; i++)
        buf_printf(out, " <" STRF ">%s\r\n", STRA(to[i]), i + 1 < n ? "," : "");
    put_words(out, "Subject", subject_of(o, s->a));
    buf_printf(out, "Message-ID: <" STRF ">\r\n", STRA(id));
    put_thread(out, o);
    buf_lit(out, "MIME-Version: 1.0\r\n");
    if (o->medias == 0) {
        put_text_part(out, s, o);
    } else { /* the boundary holds "=_", which neither encoding makes (RFC 2045, 6.7) */
        struct str mark = str_sub(id, 0, 32);
        buf_printf(out, "Content-Type: multipart/mixed; boundary=\"=_" STRF "\"\r\n\r\n",
                   STRA(mark));
        buf_printf(out, "--=_" STRF "\r\n", STRA(mark));
        put_text_part(out, s, o);
        for (size_t i = 0; i < o->medias; i++) {
            buf_printf(out, "--=_" STRF "\r\n", STRA(mark));
            put_picture(out, &o->media[i], i);
        }
        buf_printf(out, "--=_" STRF "--\r\n", STRA(mark));
    }
    return out->over ? err_set(e, ERR_LIMIT, "the letter is larger than mail servers take")
                     : ERR_OK;
}
