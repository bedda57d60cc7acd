/* net/form.c: writing forms and multipart bodies. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/form.h"

#include "core/limits.h"

#include <sodium.h>

void form_escape(struct buf *b, struct str value)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < value.n; i++) {
        const unsigned char c = (unsigned char)value.p[i];
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            buf_char(b, (char)c);
        } else {
            const char out[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_put(b, out, sizeof out);
        }
    }
}

void form_put(struct buf *b, const char *name, struct str value)
{
    if (b->n)
        buf_char(b, '&');
    form_escape(b, str_from(name));
    buf_char(b, '=');
    form_escape(b, value);
}

void form_put_i64(struct buf *b, const char *name, int64_t value)
{
    if (b->n)
        buf_char(b, '&');
    form_escape(b, str_from(name));
    buf_char(b, '=');
    buf_i64(b, value);
}

void form_base64(struct buf *b, struct str bytes, size_t line)
{
    const size_t most = line ? line / 4 * 3 : 3 * KIB(1);
    char text[KIB(4) + 8];
    while (bytes.n) {
        struct str piece = str_sub(bytes, 0, most < 3 * KIB(1) ? most : 3 * KIB(1));
        sodium_bin2base64(text, sizeof text, (const unsigned char *)piece.p, piece.n,
                          sodium_base64_VARIANT_ORIGINAL);
        buf_lit(b, text);
        if (line)
            buf_lit(b, "\r\n");
        bytes = str_after(bytes, piece.n);
    }
}

struct str form_basic(struct str name, struct str password, struct arena *a)
{
    struct buf plain, text;
    buf_init(&plain, LIMIT_HTTP_URL);
    buf_init(&text, 2 * LIMIT_HTTP_URL);
    buf_str(&plain, name);
    buf_char(&plain, ':');
    buf_str(&plain, password);
    buf_lit(&text, "Basic ");
    form_base64(&text, buf_view(&plain), 0);
    struct str out = arena_str(a, buf_view(&text));
    buf_free(&plain);
    buf_free(&text);
    return out;
}

void multipart_init(struct multipart *m, struct buf *b)
{
    unsigned char random[16];
    static const char begin[] = "tact-";
    _Static_assert(sizeof begin + 2 * sizeof random <= sizeof m->boundary, "room for both");
    m->b = b;
    randombytes_buf(random, sizeof random);
    for (size_t i = 0; i < sizeof begin - 1; i++)
        m->boundary[i] = begin[i];
    sodium_bin2hex(m->boundary + sizeof begin - 1, sizeof m->boundary - sizeof begin + 1,
                   random, sizeof random);
}

/* A name in quotes as browsers write it (WHATWG HTML, 4.10.22.8). */
static void put_quoted(struct buf *b, struct str s)
{
    buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_lit(b, "%22");
        else if (s.p[i] == '\r')
            buf_lit(b, "%0D");
        else if (s.p[i] == '\n')
            buf_lit(b, "%0A");
        else if (s.p[i] != '\0')
            buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

static void part_head(struct multipart *m, const char *name)
{
    buf_printf(m->b, "--%s\r\nContent-Disposition: form-data; name=", m->boundary);
    put_quoted(m->b, str_from(name));
}

void multipart_field(struct multipart *m, const char *name, struct str value)
{
    part_head(m, name);
    buf_lit(m->b, "\r\n\r\n");
    buf_str(m->b, value);
    buf_lit(m->b, "\r\n");
}

void multipart_file(struct multipart *m, const char *name, struct str filename,
                    struct str media_type, struct str bytes)
{
    part_head(m, name);
    buf_lit(m->b, "; filename=");
    put_quoted(m->b, filename);
    buf_lit(m->b, "\r\nContent-Type: ");
    for (size_t i = 0; i < media_type.n; i++) /* a line of its own, whatever it holds */
        if ((unsigned char)media_type.p[i] >= ' ')
            buf_char(m->b, media_type.p[i]);
    buf_lit(m->b, "\r\n\r\n");
    buf_str(m->b, bytes);
    buf_lit(m->b, "\r\n");
}

void multipart_end(struct multipart *m)
{
    buf_printf(m->b, "--%s--\r\n", m->boundary);
}

struct str multipart_type(const struct multipart *m, struct arena *a)
{
    return arena_printf(a, "multipart/form-data; boundary=%s", m->boundary);
}
