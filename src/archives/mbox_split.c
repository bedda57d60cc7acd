/* archives/mbox_split.c: a mailbox of any size as its messages: mboxo, mboxrd, mboxcl and kin. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mbox.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"

#include <string.h>

enum {
    LEAD_MOST = 64,      /* lines before the first message; what has more is no mailbox */
    LINE_MOST = 1 << 20, /* longer ones come in pieces */
    BASE64_LEAST = 56    /* characters in a line that is nothing but base64 */
};

struct split {
    struct stream *in;
    const struct mbox_each *each;
    struct buf line, message;
    char raw[65536];
    size_t at, n;
    size_t base64;     /* lines of it in a row */
    bool begun, blank; /* a message is under way; the line before was empty */
    bool headers;      /* its fields are under way */
};

/* The next line with its end; *got false at the end of the stream. */
static enum err_code next_line(struct split *s, bool *got, struct err *e)
{
    buf_clear(&s->line);
    for (;;) {
        if (s->at == s->n) {
            s->at = s->n = 0;
            enum err_code rc = stream_read(s->in, s->raw, sizeof s->raw, &s->n, e);
            if (rc)
                return rc;
        }
        if (s->n == 0)
            break;
        const char *from = s->raw + s->at, *end = memchr(from, '\n', s->n - s->at);
        size_t take = end ? (size_t)(end - from) + 1 : s->n - s->at;
        buf_put(&s->line, from, take);
        s->at += take;
        if (end || s->line.n >= LINE_MOST)
            break;
    }
    *got = s->line.n > 0;
    return ERR_OK;
}

/* Without its end, and without the carriage return before that. */
static struct str content(struct str line)
{
    if (line.n && line.p[line.n - 1] == '\n')
        line.n--;
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static bool digits_at(struct str s, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++)
        if (i >= s.n || !ascii_is_digit((unsigned char)s.p[i]))
            return false;
    return true;
}

/* A clock and a year make a date: "From here on" in a text has neither. */
bool mbox_is_from(struct str line)
{
    bool clock = false, year = false;
    if (!str_starts(line, STR("From ")) || line.n > 512)
        return false;
    for (size_t i = 5; i < line.n; i++) {
        clock = clock ||
                (line.p[i] == ':' && digits_at(line, i - 2, 2) && digits_at(line, i + 1, 2));
        year = year ||
               (line.p[i - 1] == ' ' && digits_at(line, i, 4) && !digits_at(line, i + 4, 1) &&
                (str_starts(str_after(line, i), STR("19")) ||
                 str_starts(str_after(line, i), STR("20"))));
    }
    return clock && year;
}

static bool begins_message(const struct split *s, struct str line)
{
    if (s->each->single)
        return !s->begun;
    /* Thunderbird's own, "From - …", stand without an empty line before them now and then */
    return mbox_is_from(line) && (!s->begun || s->blank || str_starts(line, STR("From - ")));
}

/* ">From " and ">>From " are "From " and ">From " that were quoted. */
static struct str unquote(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '>')
        n++;
    return n && str_starts(str_after(line, n), STR("From ")) ? str_after(line, 1) : line;
}

static bool is_base64(struct str line)
{
    if (line.n < BASE64_LEAST)
        return false;
    for (size_t i = 0; i < line.n; i++) { /* most of a mailbox passes here */
        char c = line.p[i];
        bool digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '+' || c == '/';
        if (!digit)
            return false;
    }
    return true;
}

static void keep(struct split *s, struct str line)
{
    if (line.n == 0)
        s->headers = false;
    if (s->each->headers_only && !s->headers)
        return;
    s->base64 = !s->headers && is_base64(line) ? s->base64 + 1 : 0;
    if (s->base64 > LIMIT_MAIL_BASE64)
        return;
    buf_str(&s->message, s->each->single ? line : unquote(line));
    buf_char(&s->message, '\n');
}

static enum err_code give(struct split *s, struct err *e)
{
    enum err_code rc =
        s->begun ? s->each->message(s->each->ctx, buf_view(&s->message), e) : ERR_OK;
    buf_clear(&s->message);
    s->message.over = false;
    return rc;
}

static enum err_code one_line(struct split *s, struct str line, struct err *e)
{
    if (begins_message(s, line)) {
        enum err_code rc = give(s, e);
        s->begun = s->headers = true;
        s->blank = false;
        s->base64 = 0;
        if (rc)
            return rc;
        if (mbox_is_from(line)) {
            buf_str(&s->message, line);
            buf_char(&s->message, '\n');
            return ERR_OK;
        }
    }
    if (s->begun)
        keep(s, line);
    s->blank = line.n == 0;
    return ERR_OK;
}

enum err_code mbox_walk(struct stream *in, const struct mbox_each *each, struct err *e)
{
    struct split *s = mem_calloc(1, sizeof *s);
    bool got = true;
    enum err_code rc = ERR_OK;
    s->in = in;
    s->each = each;
    buf_init(&s->line, LINE_MOST + sizeof s->raw);
    buf_init(&s->message, LIMIT_MAIL);
    for (size_t n = 0; s->begun || n < LEAD_MOST; n++) {
        if ((rc = next_line(s, &got, e)) || !got)
            break;
        struct str line = content(buf_view(&s->line));
        if (n == 0 && str_starts(line, STR("\xEF\xBB\xBF")))
            line = str_after(line, 3);
        if ((rc = one_line(s, line, e)))
            break;
    }
    rc = rc ? rc : give(s, e);
    buf_free(&s->line);
    buf_free(&s->message);
    mem_free(s);
    return rc;
}
