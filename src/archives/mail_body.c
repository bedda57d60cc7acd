/* archives/mail_body.c: the parts of an e-mail (RFC 2045, 2046): its words, and what is attached. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mail.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

struct walk {
    struct arena *a;
    struct mail_body *out;
    size_t parts; /* met so far */
};

static void walk_part(struct walk *w, const struct mail *m, struct str otherwise, int depth,
                      struct buf *text);

static struct str decoded(struct walk *w, const struct mail *m)
{
    struct str how = mail_value(mail_get(m, "content-transfer-encoding"), w->a);
    if (str_is(how, "base64"))
        return mail_unbase64(m->body, w->a);
    if (str_is(how, "quoted-printable"))
        return mail_unquote(m->body, false, w->a);
    return m->body;
}

/* Words that stand one after the other are a paragraph apart. */
static void add_text(struct buf *text, struct str words)
{
    words = str_trim(words);
    if (words.n == 0)
        return;
    if (text->n)
        buf_lit(text, "\n\n");
    buf_str(text, words);
}

static void take_text(struct walk *w, const struct mail *m, bool html, struct buf *text)
{
    struct str charset = mail_param(mail_get(m, "content-type"), "charset", w->a), words;
    if (!mail_charset(charset, decoded(w, m), w->a, &words) && w->out->unknown_charset.n == 0)
        w->out->unknown_charset = charset;
    add_text(text, html ? html_to_text(words, w->a) : words);
}

static void attach(struct walk *w, struct str name, struct str type)
{
    if (w->out->parts < LIMIT_MAIL_PARTS)
        w->out->part[w->out->parts++] = (struct mail_part){name, type};
}

/* The next part behind a line "--boundary"; false behind the last. */
static bool next_part(struct str *rest, struct str boundary, struct str *part)
{
    bool inside = false;
    struct str body = *rest, line;
    const char *from = rest->p;
    while (body.n) {
        const char *at = body.p;
        ptrdiff_t end = str_chr(body, '\n');
        line = str_sub(body, 0, end < 0 ? body.n : (size_t)end);
        body = str_after(body, end < 0 ? body.n : (size_t)end + 1);
        if (!str_starts(line, STR("--")) || !str_starts(str_after(line, 2), boundary))
            continue;
        struct str tail = str_trim(str_after(line, 2 + boundary.n));
        if (tail.n && !str_starts(tail, STR("--")))
            continue;
        if (inside) { /* the line break before a boundary belongs to it */
            *part = str_of(from, (size_t)(at - from) - (at > from));
            *rest = str_of(at, rest->n - (size_t)(at - rest->p));
            return true;
        }
        if (tail.n)
            return false;
        inside = true;
        from = body.p;
    }
    *part = str_of(from, inside ? (size_t)(body.p - from) : 0);
    *rest = body;
    return inside; /* the last boundary is missing */
}

/* Of several that say the same the plain one, unless nothing is in it. */
static void choose(struct walk *w, const struct mail *m, struct buf *plain, int depth,
                   struct buf *other)
{
    struct str type = mail_value(mail_get(m, "content-type"), w->a);
    walk_part(w, m, STR("text/plain"), depth, str_is(type, "text/html") ? other : plain);
}

static void walk_parts(struct walk *w, const struct mail *m, struct str type, int depth,
                       struct buf *text)
{
    struct str boundary = mail_param(mail_get(m, "content-type"), "boundary", w->a);
    struct str rest = m->body, part;
    struct str otherwise =
        str_is(type, "multipart/digest") ? STR("message/rfc822") : STR("text/plain");
    bool alternative = str_is(type, "multipart/alternative");
    struct buf plain, other;
    if (boundary.n == 0) { /* nothing says where the parts are */
        add_text(text, utf8_or_cp1252(m->body, w->a));
        return;
    }
    buf_init(&plain, LIMIT_POST_TEXT);
    buf_init(&other, LIMIT_POST_TEXT);
    while (w->parts < LIMIT_MAIL_PARTS && next_part(&rest, boundary, &part)) {
        struct mail inner;
        w->parts++;
        mail_parse(part, w->a, &inner);
        if (alternative)
            choose(w, &inner, &plain, depth, &other);
        else
            walk_part(w, &inner, otherwise, depth, &plain);
    }
    add_text(text, buf_view(plain.n ? &plain : &other));
    buf_free(&plain);
    buf_free(&other);
}

static void walk_part(struct walk *w, const struct mail *m, struct str otherwise, int depth,
                      struct buf *text)
{
    struct str content = mail_get(m, "content-type");
    struct str where = mail_get(m, "content-disposition");
    struct str type = content.n ? mail_value(content, w->a) : otherwise;
    struct str name = mail_param(where, "filename", w->a);
    if (name.n == 0)
        name = mail_param(content, "name", w->a);
    /* a text with a name is shown where it stands alone, and attached beside another */
    bool attached =
        str_is(mail_value(where, w->a), "attachment") || (name.n > 0 && text->n > 0);
    if (str_starts(type, STR("multipart/")) && depth < LIMIT_MAIL_DEPTH) {
        walk_parts(w, m, type, depth + 1, text);
    } else if (!attached && (str_is(type, "text/plain") || type.n == 0 ||
                             str_chr(type, '/') < 0 || str_is(type, "text/enriched"))) {
        take_text(w, m, false, text);
    } else if (!attached && str_is(type, "text/html")) {
        take_text(w, m, true, text);
    } else if (str_is(type, "message/rfc822")) {
        struct mail inner; /* a forward: by its subject */
        mail_parse(m->body, w->a, &inner);
        attach(w, name.n ? name : mail_text(mail_get(&inner, "subject"), w->a), type);
    } else {
        attach(w, name, type);
    }
}

void mail_body(const struct mail *m, struct arena *a, struct mail_body *out)
{
    struct buf text;
    *out = (struct mail_body){.part = ARENA_ARRAY(a, struct mail_part, LIMIT_MAIL_PARTS)};
    struct walk w = {a, out, 0};
    buf_init(&text, LIMIT_POST_TEXT);
    walk_part(&w, m, STR("text/plain"), 0, &text);
    out->text = utf8_clean(arena_str(a, buf_view(&text)), a);
    buf_free(&text);
}
