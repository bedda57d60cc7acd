/* tests/fuzz/page_tree.h: a page as an HTML5 parser that is not ours reads it, and what may be in
 * it: the elements and attributes of the templates, addresses that lead nowhere bad. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PAGE_TREE_H
#define TESTS_PAGE_TREE_H

#include <assert.h>
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/limits.h"
#include "text/safe_html.h"
#include "text/utf8.h"

/* Says what is wrong and ends, so that a fuzzer keeps the input. */
#define REQUIRE(what, says)                                                                    \
    do {                                                                                       \
        if (!(what)) {                                                                         \
            struct str said_ = str_sub((says), 0, 200);                                        \
            fprintf(stderr, "%s:%d: %s: " STRF "\n", __FILE__, __LINE__, #what, STRA(said_));  \
            abort();                                                                           \
        }                                                                                      \
    } while (0)

struct tree {
    GumboOutput *out;
    const GumboNode *body, *main;
};

static const GumboNode *child_of(const GumboNode *n, unsigned i)
{
    return n->v.element.children.data[i];
}

static unsigned children_of(const GumboNode *n)
{
    return n->type == GUMBO_NODE_ELEMENT ? n->v.element.children.length : 0;
}

static bool is_tag(const GumboNode *n, GumboTag tag)
{
    return n->type == GUMBO_NODE_ELEMENT && n->v.element.tag == tag;
}

/* "" where it has none. */
static struct str value_of(const GumboNode *n, const char *name)
{
    const GumboAttribute *at = gumbo_get_attribute(&n->v.element.attributes, name);
    return str_from(at ? at->value : "");
}

static bool has_attribute(const GumboNode *n, const char *name)
{
    return gumbo_get_attribute(&n->v.element.attributes, name) != NULL;
}

static bool has_class(const GumboNode *n, const char *name)
{
    struct str all = value_of(n, "class"), one;
    while (str_cut(&all, ' ', &one))
        if (str_is(one, name))
            return true;
    return false;
}

/* How many there are with this tag and class ("" any) in and below a node. */
static size_t count_of(const GumboNode *n, GumboTag tag, const char *class_name)
{
    size_t found = is_tag(n, tag) && (!*class_name || has_class(n, class_name));
    for (unsigned i = 0; i < children_of(n); i++)
        found += count_of(child_of(n, i), tag, class_name);
    return found;
}

/* The first one in the order of the page, or NULL. */
static const GumboNode *first_of(const GumboNode *n, GumboTag tag, const char *id)
{
    if (is_tag(n, tag) && (!*id || str_is(value_of(n, "id"), id)))
        return n;
    const GumboNode *found = NULL;
    for (unsigned i = 0; i < children_of(n) && !found; i++)
        found = first_of(child_of(n, i), tag, id);
    return found;
}

/* The text of an element that holds text only, such as <textarea> and <pre>. */
static struct str text_of(const GumboNode *n)
{
    if (children_of(n) == 0)
        return STR_NONE;
    const GumboNode *t = child_of(n, 0);
    REQUIRE(children_of(n) == 1 &&
                (t->type == GUMBO_NODE_TEXT || t->type == GUMBO_NODE_WHITESPACE),
            value_of(n, "class"));
    return str_from(t->v.text.text);
}

/* What a page shows of a text that is kept to the letter: a character at a time. */
static bool is_shown_as(struct str in, struct str shown)
{
    while (in.n) {
        uint32_t c = utf8_next(&in);
        if (c == '\r' && in.n && in.p[0] == '\n')
            continue;
        if (c == '\r')
            c = '\n';
        if ((c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) ||
            c % 0x10000 >= 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0))
            continue;
        if (shown.n == 0 || utf8_next(&shown) != c)
            return false;
    }
    return shown.n == 0;
}

/* What may be there -------------------------------------------------------------------- */

static bool is_one_of(struct str s, const char *const *list)
{
    for (; *list; list++)
        if (str_is(s, *list))
            return true;
    return false;
}

/* All that templates write into <main>; their frame has more. */
static const char *const tags_inside[] = {
    "a",       "article",  "aside",      "audio",    "bdi",      "blockquote", "br",
    "button",  "code",     "datalist",   "dd",       "details",  "div",        "dl",
    "dt",      "fieldset", "figcaption", "figure",   "footer",   "form",       "h1",
    "h2",      "h3",       "header",     "img",      "input",    "label",      "legend",
    "li",      "mark",     "q",          "noscript", "ol",       "option",     "p",
    "pre",     "progress", "section",    "select",   "small",    "span",       "strong",
    "summary", "table",    "tbody",      "td",       "textarea", "th",         "thead",
    "time",    "tr",       "ul",         "video",    "kbd",      "del",        "ins",
    NULL};
static const char *const tags_of_frame[] = {"body",  "head",   "html", "kbd", "link",
                                            "main",  "meta",   "nav",  "svg", "circle",
                                            "title", "script", NULL};

static const char *const tags_without_end[] = {"br", "img", "input", "link", "meta", NULL};

/* Attributes by what may stand in them. */
static const char *const attributes_of_text[] = {
    "alt", "aria-label", "data-key", "placeholder", "title", "value", NULL};
static const char *const attributes_of_words[] = {"accept",
                                                  "aria-describedby",
                                                  "aria-hidden",
                                                  "aria-invalid",
                                                  "aria-labelledby",
                                                  "aria-live",
                                                  "autocomplete",
                                                  "class",
                                                  "colspan",
                                                  "data-account",
                                                  "data-busy",
                                                  "data-chart",
                                                  "data-copy-from",
                                                  "data-date",
                                                  "data-depth",
                                                  "data-id",
                                                  "data-rule",
                                                  "data-time",
                                                  "decoding",
                                                  "dir",
                                                  "draggable",
                                                  "enctype",
                                                  "for",
                                                  "id",
                                                  "inputmode",
                                                  "list",
                                                  "loading",
                                                  "max",
                                                  "maxlength",
                                                  "method",
                                                  "minlength",
                                                  "name",
                                                  "preload",
                                                  "rel",
                                                  "role",
                                                  "rows",
                                                  "scope",
                                                  "spellcheck",
                                                  "tabindex",
                                                  "target",
                                                  "type",
                                                  NULL};
static const char *const attributes_of_nothing[] = {
    "autofocus",   "checked",   "controls",   "data-auto", "data-copy", "data-leaves",
    "data-letter", "data-poll", "data-title", "disabled",  "download",  "hidden",
    "multiple",    "open",      "readonly",   "required",  "selected",  NULL};
static const char *const attributes_of_addresses[] = {
    "action", "data-open", "formaction", "href", "hx-get", "hx-post", "src", NULL};
static const char *const hx_values[] = {
    "every 500ms",    "every 1s",  "#outbox", "#jobs",   "click, intersect once",
    "closest .older", "outerHTML", "#found",  "#people", "#review",
    "true",           NULL};

/* Letters, digits and what our own names are made of: nothing from outside stands here. */
static bool is_words(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) && !strchr(" -_/*", s.p[i]))
            return false;
    return true;
}

/* The rule of html_url_ok said once more, in another way. */
static bool is_harmless(struct str v)
{
    for (size_t i = 0; i < v.n; i++)
        if ((unsigned char)v.p[i] <= 0x20 || v.p[i] == 0x7F || v.p[i] == '\\')
            return false;
    if (v.n && (v.p[0] == '/' || v.p[0] == '#'))
        return !str_starts(v, STR("//"));
    return str_starts_ci(v, STR("http://")) || str_starts_ci(v, STR("https://")) ||
           str_starts_ci(v, STR("mailto:"));
}

/* Addresses of places on the page itself. */
static bool is_on_page(struct str v)
{
    static const char *const places[] = {"#", "#main", "#stands", "#where", "#known", "#why"};
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (str_is(v, places[i]))
            return true;
    return false;
}

static void check_address(const GumboNode *n, struct str name, struct str v)
{
    bool own = str_starts(v, STR("/")) || str_starts(v, STR("#"));
    REQUIRE(html_url_ok(v) || is_on_page(v), v);
    REQUIRE(is_harmless(v), v);
    if (str_is(name, "href")) {
        /* whoever is elsewhere learns nothing of where the link stood */
        struct str rel = value_of(n, "rel");
        bool says = str_find(rel, STR("noopener")) >= 0 &&
                    str_find(rel, STR("noreferrer")) >= 0 &&
                    str_find(rel, STR("nofollow")) >= 0;
        REQUIRE(own || (is_tag(n, GUMBO_TAG_A) && says), v);
    } else if (str_is(name, "src")) { /* nothing is fetched from elsewhere */
        REQUIRE(str_starts(v, STR("/media/")) || str_is(v, "#"), v);
    } else if (str_is(name, "formaction")) {
        REQUIRE(str_is(v, "/drafts") || str_starts(v, STR("/write/")) ||
                    str_starts(v, STR("/corrections")),
                v);
    } else {
        REQUIRE(own, v);
    }
}

static void check_attributes(const GumboNode *n)
{
    for (unsigned i = 0; i < n->v.element.attributes.length; i++) {
        const GumboAttribute *at = n->v.element.attributes.data[i];
        struct str name = str_from(at->name), v = str_from(at->value);
        if (is_one_of(name, attributes_of_addresses))
            check_address(n, name, v);
        else if (is_one_of(name, attributes_of_words))
            REQUIRE(is_words(v), v);
        else if (is_one_of(name, attributes_of_nothing))
            REQUIRE(v.n == 0, v);
        else if (str_is(name, "datetime"))
            REQUIRE(v.n > 0 && v.n < 40 && str_chr(v, ' ') < 0, v);
        else if (str_starts(name, STR("hx-")) || str_is(name, "data-live"))
            REQUIRE(is_one_of(v, hx_values), v);
        else
            REQUIRE(is_one_of(name, attributes_of_text) && utf8_valid(v), name);
    }
}

static bool is_bidi(uint32_t c)
{
    return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Words of others can't turn ours around: what has controls of direction stands in an element
 * of its own that isolates. */
static void check_text(struct str s, bool alone)
{
    for (struct str rest = s; rest.n && !alone;)
        REQUIRE(!is_bidi(utf8_next(&rest)), s);
}

static void check_below(const GumboNode *n, bool inside, bool alone);

/* Everything in <main>, or (not `inside`) in the frame around it. */
static void check_node(const GumboNode *n, bool inside, bool alone)
{
    if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE) {
        check_text(str_from(n->v.text.text), alone);
        return;
    }
    REQUIRE(n->type == GUMBO_NODE_ELEMENT, STR("a comment, a template or CDATA"));
    struct str tag = str_from(gumbo_normalized_tagname(n->v.element.tag));
    if (n->v.element.tag_namespace == GUMBO_NAMESPACE_SVG) { /* the frame's own picture */
        REQUIRE(!inside || has_class(n->parent, "logo") || has_class(n, "strength") ||
                    is_tag(n->parent, GUMBO_TAG_LI),
                tag); /* bars of evidence too */
        return;
    }
    bool ours = is_one_of(tag, tags_inside) || (!inside && is_one_of(tag, tags_of_frame));
    REQUIRE(ours && n->v.element.tag_namespace == GUMBO_NAMESPACE_HTML, tag);
    unsigned odd = n->parse_flags; /* set where a parser had to mend what was written */
    if (is_one_of(tag, tags_without_end))
        odd &= ~(unsigned)GUMBO_INSERTION_IMPLICIT_END_TAG;
    REQUIRE(odd == GUMBO_INSERTION_NORMAL, tag);
    if (inside)
        check_attributes(n);
    alone = alone || is_tag(n, GUMBO_TAG_BDI) || is_tag(n, GUMBO_TAG_PRE) ||
            is_tag(n, GUMBO_TAG_TEXTAREA) || is_tag(n, GUMBO_TAG_OPTION) ||
            str_is(value_of(n, "dir"), "auto") ||
            str_is(value_of(n, "id"), "marks"); /* lies behind the field, to the letter */
    if (is_tag(n, GUMBO_TAG_SCRIPT))
        REQUIRE(children_of(n) == 0 && str_starts(value_of(n, "src"), STR("/assets/")), tag);
    check_below(n, inside || is_tag(n, GUMBO_TAG_MAIN), alone);
}

static void check_below(const GumboNode *n, bool inside, bool alone)
{
    for (unsigned i = 0; i < children_of(n); i++)
        check_node(child_of(n, i), inside, alone);
}

/* Pages ---------------------------------------------------------------------------------- */

/* Parses and looks at all of it. The caller gives it back with tree_free. */
static struct tree tree_of(const struct buf *page)
{
    struct tree t = {0};
    REQUIRE(!page->over && utf8_valid(buf_view(page)), buf_view(page));
    t.out = gumbo_parse_with_options(&kGumboDefaultOptions, page->p, page->n);
    REQUIRE(children_of(t.out->root) >= 2, STR("no body"));
    t.body = first_of(t.out->root, GUMBO_TAG_BODY, "");
    REQUIRE(t.body && count_of(t.out->root, GUMBO_TAG_MAIN, "") == 1, STR("one main"));
    t.main = first_of(t.body, GUMBO_TAG_MAIN, "");
    check_node(t.out->root, false, false);
    return t;
}

static void tree_free(struct tree *t)
{
    gumbo_destroy_output(&kGumboDefaultOptions, t->out);
}

#endif
