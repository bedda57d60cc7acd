/* tests/fuzz/fuzz_safe_html.c: any text as safe markup, read again by an HTML5 parser that is not
 * ours: nothing but links, breaks and marks is in it, and it shows what the text says. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <gumbo.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "text/safe_html.h"
#include "text/utf8.h"

/* What is asked: a byte with the number of marks, two with the most bytes, four a mark; the rest
 * is the text. */
struct asked {
    struct html_mark mark[4];
    size_t marks, most;
    struct str text;
};

static size_t number(struct str *in, size_t bytes)
{
    size_t v = 0;
    for (; bytes && in->n; bytes--) {
        v = v << 8 | (unsigned char)in->p[0];
        *in = str_after(*in, 1);
    }
    return v;
}

static int by_start(const void *x, const void *y)
{
    const struct html_mark *a = x, *b = y;
    return a->from < b->from ? -1 : a->from > b->from;
}

static struct asked asked_of(struct str in)
{
    struct asked q = {.marks = number(&in, 1) % 5};
    q.most = number(&in, 2);
    for (size_t i = 0; i < q.marks; i++) {
        q.mark[i].from = number(&in, 2);
        q.mark[i].to = number(&in, 2);
    }
    qsort(q.mark, q.marks, sizeof *q.mark, by_start);
    q.text = in;
    return q;
}

/* What the page says, with a flag for each byte that is marked: 'm', or '-', or '?' where an
 * address hides some of itself. */
struct said {
    struct buf text, marked;
};

static void say(struct said *s, struct str t, char marked)
{
    buf_str(&s->text, t);
    for (size_t i = 0; i < t.n; i++)
        buf_char(&s->marked, marked);
}

static struct str attribute(const GumboNode *n, const char *name)
{
    const GumboAttribute *at = gumbo_get_attribute(&n->v.element.attributes, name);
    assert(at);
    return str_from(at->value);
}

static const GumboNode *child(const GumboNode *n, unsigned i)
{
    return n->v.element.children.data[i];
}

static unsigned children(const GumboNode *n)
{
    return n->v.element.children.length;
}

static void walk(struct said *s, const GumboNode *n, bool in_link, char marked);

static void walk_link(struct said *s, const GumboNode *n, bool in_link, char marked)
{
    assert(!in_link && n->v.element.attributes.length == 2);
    assert(str_is(attribute(n, "rel"), "noopener noreferrer nofollow ugc"));
    struct str href = attribute(n, "href");
    assert(str_starts_ci(href, STR("http://")) || str_starts_ci(href, STR("https://")));
    assert(html_url_ok(href) && children(n) > 0);
    struct said own;
    buf_init(&own.text, MIB(1));
    buf_init(&own.marked, MIB(1));
    for (unsigned i = 0; i < children(n); i++)
        walk(&own, child(n, i), true, marked);
    struct str shown = buf_view(&own.text);
    if (str_eq(shown, href)) {
        buf_str(&s->text, shown);
        buf_str(&s->marked, buf_view(&own.marked));
    } else { /* shortened in the middle, behind its host */
        ptrdiff_t at = str_find(shown, STR("…"));
        assert(at > 0 && utf8_count(href) > 60);
        struct str head = str_sub(shown, 0, (size_t)at);
        struct str tail = str_after(shown, (size_t)at + strlen("…"));
        assert(str_starts(href, head) && str_ends(href, tail));
        assert(head.n + tail.n < href.n && utf8_count(tail) < 20);
        struct str host = str_after(head, (size_t)str_find(head, STR("://")) + 3);
        assert(str_chr(host, '/') > 0 || str_chr(host, '?') > 0 || str_chr(host, '#') > 0);
        say(s, href, '?');
    }
    buf_free(&own.text);
    buf_free(&own.marked);
}

static void walk(struct said *s, const GumboNode *n, bool in_link, char marked)
{
    if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE) {
        say(s, str_from(n->v.text.text), marked);
        return;
    }
    assert(n->type == GUMBO_NODE_ELEMENT);
    switch ((int)n->v.element.tag) {
    case GUMBO_TAG_BR:
        assert(n->v.element.attributes.length == 0 && children(n) == 0 && !in_link);
        say(s, STR("\n"), marked);
        return;
    case GUMBO_TAG_MARK:
        assert(marked == '-' && n->v.element.attributes.length == 0 && children(n) > 0);
        for (unsigned i = 0; i < children(n); i++)
            walk(s, child(n, i), in_link, 'm');
        return;
    case GUMBO_TAG_A:
        walk_link(s, n, in_link, marked);
        return;
    default:
        assert(!"an element that has no place here");
    }
}

/* The rules of text/safe_html.h said once more, in another way: a character at a time, without
 * tables. */
static bool is_kept_exact(uint32_t c)
{
    return c == '\t' || c == '\n' ||
           (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c % 0x10000 < 0xFFFE &&
            !(c >= 0xFDD0 && c < 0xFDF0));
}

static bool is_left_out_of_texts(uint32_t c)
{
    return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

/* Joiners and tags hang on what is around them: either way is fine here, unit tests look. */
static bool is_either_way(uint32_t c)
{
    return c == 0x200C || c == 0x200D || c >> 7 == 0xE0000 >> 7;
}

static bool is_marked(const struct asked *q, size_t from, size_t to)
{
    for (size_t i = 0; i < q->marks; i++)
        if (q->mark[i].from <= from && to <= q->mark[i].to)
            return true;
    return false;
}

static void expect_exact(struct str title, struct str in)
{
    while (in.n) {
        uint32_t c = utf8_next(&in);
        if (c == '\r' && in.n && in.p[0] == '\n')
            continue;
        if (c == '\r')
            c = '\n';
        if (!is_kept_exact(c))
            continue;
        assert(title.n && utf8_next(&title) == c);
    }
    assert(title.n == 0);
}

static void expect_text(const struct said *s, const struct asked *q, bool cut)
{
    struct str in = q->text, got = buf_view(&s->text), flags = buf_view(&s->marked);
    assert(got.n == flags.n && utf8_valid(got));
    while (in.n && (got.n || !cut)) {
        size_t from = q->text.n - in.n;
        uint32_t c = utf8_next(&in);
        size_t to = q->text.n - in.n;
        if (c == '\r' && in.n && in.p[0] == '\n')
            continue;
        if (c == '\r' || c == 0x2028 || c == 0x2029)
            c = '\n';
        if (!is_kept_exact(c) || is_left_out_of_texts(c))
            continue;
        struct str rest = got;
        bool same = got.n && utf8_next(&rest) == c;
        if (!same && is_either_way(c))
            continue;
        assert(same);
        assert(flags.p[0] == '?' || (flags.p[0] == 'm') == is_marked(q, from, to));
        flags = str_after(flags, got.n - rest.n);
        got = rest;
    }
    assert(got.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(64));
    struct asked q = asked_of(str_of((const char *)data, size));
    bool cut = false;
    struct safe_html html = html_from_text(q.text, q.mark, q.marks, q.most, a, &cut);
    assert(!cut || q.most);

    struct buf page;
    buf_init(&page, MIB(16));
    buf_lit(&page, "<!DOCTYPE html><body><div title=\"");
    html_escape(&page, q.text);
    buf_lit(&page, "\">");
    buf_str(&page, html.s);
    buf_lit(&page, "</div><p id=end title='");
    html_escape_name(&page, q.text);
    buf_lit(&page, "'>");
    assert(!page.over && utf8_valid(buf_view(&page)));

    GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions, page.p, page.n);
    const GumboNode *body = child(tree->root, 1);
    assert(body->v.element.tag == GUMBO_TAG_BODY && children(body) == 2);
    const GumboNode *div = child(body, 0), *end = child(body, 1);
    assert(div->v.element.tag == GUMBO_TAG_DIV && div->v.element.attributes.length == 1);
    assert(end->v.element.tag == GUMBO_TAG_P && end->v.element.attributes.length == 2);
    assert(str_is(attribute(end, "id"), "end") && children(end) == 0);
    expect_exact(attribute(div, "title"), q.text);
    struct str name = attribute(end, "title");
    assert(str_chr(name, '\n') < 0 && name.n <= 3 * q.text.n);

    struct said s;
    buf_init(&s.text, MIB(4));
    buf_init(&s.marked, MIB(4));
    for (unsigned i = 0; i < children(div); i++)
        walk(&s, child(div, i), false, '-');
    expect_text(&s, &q, cut);
    buf_free(&s.text);
    buf_free(&s.marked);
    gumbo_destroy_output(&kGumboDefaultOptions, tree);
    buf_free(&page);
    html_url_ok(q.text);
    arena_free(a);
    return 0;
}
