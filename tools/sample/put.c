/* tools/sample/put.c: strings and rows as the networks write them: JSON, Meta's JSON, CSV. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/csv.h"

#include <string.h>

static void put_escaped(struct buf *b, unsigned char c)
{
    if (c == '"' || c == '\\') {
        buf_char(b, '\\');
        buf_char(b, (char)c);
    } else if (c == '\n') {
        buf_lit(b, "\\n");
    } else {
        buf_printf(b, "\\u%04x", c);
    }
}

static bool plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\';
}

void put_json(struct buf *b, const char *s)
{
    buf_char(b, '"');
    while (*s) {
        size_t n = 0;
        while (plain((unsigned char)s[n]))
            n++;
        buf_put(b, s, n);
        s += n;
        if (*s)
            put_escaped(b, (unsigned char)*s++);
    }
    buf_char(b, '"');
}

void put_meta(struct buf *b, const char *s)
{
    buf_char(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (plain(c) && c < 0x80)
            buf_char(b, (char)c);
        else
            put_escaped(b, c);
    }
    buf_char(b, '"');
}

static const char *entity(char c)
{
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : NULL;
}

void put_html(struct buf *b, const char *s)
{
    for (; *s; s++) {
        const char *e = entity(*s);
        if (e)
            buf_lit(b, e);
        else
            buf_char(b, *s);
    }
}

void put_xml_amp(struct buf *b, const char *s)
{
    buf_char(b, '"');
    while (*s) {
        size_t n = 0;
        while (plain((unsigned char)s[n]) && !entity(s[n]))
            n++;
        buf_put(b, s, n);
        s += n;
        if (!*s)
            break;
        const char *e = entity(*s);
        if (e)
            buf_lit(b, e);
        else
            put_escaped(b, (unsigned char)*s);
        s++;
    }
    buf_char(b, '"');
}

static void put_quoted(struct buf *b, const char *s)
{
    buf_char(b, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_char(b, '"');
        buf_char(b, *s);
    }
    buf_char(b, '"');
}

void put_row(struct buf *b, const char *const *cells, size_t n, bool quote_all)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(b, ',');
        if (quote_all)
            put_quoted(b, cells[i]);
        else
            csv_put(b, str_from(cells[i]));
    }
    buf_char(b, '\n');
}
