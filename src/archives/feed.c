/* archives/feed.c: RSS 0.9 to 2.0 and Atom out of XML, an item at a time. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/feed.h"

#include "archives/peek.h"
#include "archives/xml.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

#include <string.h>

/* What an element says, of the feed or of the item it stands in. */
enum slot {
    SLOT_NONE,
    SLOT_TITLE,
    SLOT_LINK,      /* an address as text */
    SLOT_ATOM_LINK, /* in attributes */
    SLOT_ID,
    SLOT_SUMMARY,
    SLOT_CONTENT,
    SLOT_PUBLISHED,
    SLOT_UPDATED,
    SLOT_AUTHOR,
    SLOT_LANGUAGE,
    SLOT_FILE,
    SLOT_REPLY,
    SLOT_ITEM,
    SLOT_SKIP /* with all that is in it */
};

static const struct element {
    enum xml_ns ns;
    struct str local;
    enum slot slot;
    int rank; /* of two that fill one slot the higher counts */
} elements[] = {
    {XML_NONE,    STR_INIT("item"),           SLOT_ITEM,      0},
    {XML_ATOM,    STR_INIT("entry"),          SLOT_ITEM,      0},
    {XML_ATOM,    STR_INIT("item"),           SLOT_ITEM,      0},
    {XML_NONE,    STR_INIT("image"),          SLOT_SKIP,      0},
    {XML_NONE,    STR_INIT("textInput"),      SLOT_SKIP,      0},
    {XML_NONE,    STR_INIT("textinput"),      SLOT_SKIP,      0},
    {XML_NONE,    STR_INIT("source"),         SLOT_SKIP,      0},
    {XML_ATOM,    STR_INIT("source"),         SLOT_SKIP,      0},
    {XML_ATOM,    STR_INIT("contributor"),    SLOT_SKIP,      0},
    {XML_NONE,    STR_INIT("title"),          SLOT_TITLE,     2},
    {XML_ATOM,    STR_INIT("title"),          SLOT_TITLE,     2},
    {XML_DC,      STR_INIT("title"),          SLOT_TITLE,     1},
    {XML_NONE,    STR_INIT("link"),           SLOT_LINK,      2},
    {XML_ATOM,    STR_INIT("link"),           SLOT_ATOM_LINK, 0},
    {XML_NONE,    STR_INIT("guid"),           SLOT_ID,        2},
    {XML_ATOM,    STR_INIT("id"),             SLOT_ID,        2},
    {XML_DC,      STR_INIT("identifier"),     SLOT_ID,        1},
    {XML_NONE,    STR_INIT("description"),    SLOT_SUMMARY,   1},
    {XML_DC,      STR_INIT("description"),    SLOT_SUMMARY,   0},
    {XML_ATOM,    STR_INIT("summary"),        SLOT_SUMMARY,   1},
    {XML_ATOM,    STR_INIT("subtitle"),       SLOT_SUMMARY,   1},
    {XML_ATOM,    STR_INIT("tagline"),        SLOT_SUMMARY,   1},
    {XML_CONTENT, STR_INIT("encoded"),        SLOT_CONTENT,   2},
    {XML_ATOM,    STR_INIT("content"),        SLOT_CONTENT,   2},
    {XML_XHTML,   STR_INIT("body"),           SLOT_CONTENT,   1},
    {XML_NONE,    STR_INIT("body"),           SLOT_CONTENT,   1},
    {XML_NONE,    STR_INIT("pubDate"),        SLOT_PUBLISHED, 2},
    {XML_NONE,    STR_INIT("pubdate"),        SLOT_PUBLISHED, 1},
    {XML_ATOM,    STR_INIT("published"),      SLOT_PUBLISHED, 2},
    {XML_ATOM,    STR_INIT("issued"),         SLOT_PUBLISHED, 2},
    {XML_ATOM,    STR_INIT("created"),        SLOT_PUBLISHED, 1},
    {XML_DC,      STR_INIT("date"),           SLOT_PUBLISHED, 1},
    {XML_DC,      STR_INIT("created"),        SLOT_PUBLISHED, 1},
    {XML_DC,      STR_INIT("issued"),         SLOT_PUBLISHED, 1},
    {XML_NONE,    STR_INIT("lastBuildDate"),  SLOT_UPDATED,   1},
    {XML_ATOM,    STR_INIT("updated"),        SLOT_UPDATED,   2},
    {XML_ATOM,    STR_INIT("modified"),       SLOT_UPDATED,   2},
    {XML_DC,      STR_INIT("modified"),       SLOT_UPDATED,   1},
    {XML_NONE,    STR_INIT("author"),         SLOT_AUTHOR,    1},
    {XML_ATOM,    STR_INIT("name"),           SLOT_AUTHOR,    2},
    {XML_DC,      STR_INIT("creator"),        SLOT_AUTHOR,    2},
    {XML_NONE,    STR_INIT("managingEditor"), SLOT_AUTHOR,    1},
    {XML_NONE,    STR_INIT("language"),       SLOT_LANGUAGE,  2},
    {XML_DC,      STR_INIT("language"),       SLOT_LANGUAGE,  1},
    {XML_NONE,    STR_INIT("enclosure"),      SLOT_FILE,      0},
    {XML_MEDIA,   STR_INIT("content"),        SLOT_FILE,      0},
    {XML_THREAD,  STR_INIT("in-reply-to"),    SLOT_REPLY,     0}
};

/* How the text of an element is written. */
enum markup {
    MARKUP_NONE,
    MARKUP_HTML, /* escaped */
    MARKUP_XHTML /* as elements */
};

enum {
    SLOTS = SLOT_SKIP + 1
};

/* An item, or the feed itself, under way. */
struct part {
    struct arena *a;
    struct str value[SLOTS];
    int rank[SLOTS];
    struct str url, self; /* of Atom's links */
    struct feed_file file[LIMIT_FEED_FILES];
    size_t files;
    bool id_is_url; /* a guid that is the permanent link */
};

struct base {
    struct str url;
    int depth;
};

struct run {
    const struct feed_sink *to;
    struct arena *a;     /* of the feed */
    struct arena *piece; /* of the item */
    struct part about, item;
    struct part *in; /* which of the two */
    enum feed_kind kind;
    int depth, item_depth, skip_depth;
    const struct element *taking; /* whose text is being taken */
    int taking_depth;
    enum markup markup;
    struct buf text;
    struct base base[16];
    size_t bases;
    struct feed *out;
};

static const struct element *element_of(const struct xml_name *n)
{
    for (size_t i = 0; i < COUNT_OF(elements); i++)
        if (elements[i].ns == n->ns && str_eq(elements[i].local, n->local))
            return &elements[i];
    return NULL;
}

static struct str base_of(const struct run *x)
{
    return x->bases ? x->base[x->bases - 1].url : x->about.value[SLOT_LINK];
}

static struct str whole(const struct run *x, struct str ref)
{
    return arena_str(x->in->a, feed_address(base_of(x), str_trim(ref), x->in->a));
}

/* "rss", "RDF", "feed": what the document is. */
static enum feed_kind kind_of(const struct xml_name *n)
{
    if (str_eq_ci(n->local, STR("rss")) || (n->ns == XML_RDF && str_is(n->local, "RDF")) ||
        str_is(n->local, "channel") || str_is(n->local, "Channel"))
        return FEED_RSS;
    return str_is(n->local, "feed") ? FEED_ATOM : FEED_NONE;
}

static void atom_link(struct run *x, const char *const *attrs)
{
    struct str rel = xml_attr(attrs, "rel"), href = xml_attr(attrs, "href");
    struct part *p = x->in;
    if (href.n == 0)
        return;
    if (rel.n == 0 || str_is(rel, "alternate")) {
        if (p->url.n == 0)
            p->url = whole(x, href);
    } else if (str_is(rel, "self")) {
        if (p->self.n == 0)
            p->self = whole(x, href);
    } else if (str_is(rel, "enclosure") && p->files < LIMIT_FEED_FILES) {
        p->file[p->files++] =
            (struct feed_file){whole(x, href), arena_str(p->a, xml_attr(attrs, "type"))};
    }
}

static void take_file(struct run *x, const char *const *attrs)
{
    struct part *p = x->in;
    struct str url = xml_attr(attrs, "url");
    if (url.n && p->files < LIMIT_FEED_FILES)
        p->file[p->files++] =
            (struct feed_file){whole(x, url), arena_str(p->a, xml_attr(attrs, "type"))};
}

/* What Atom's type attribute says; RSS escapes HTML wherever it may. */
static enum markup markup_of(const struct element *el, const char *const *attrs)
{
    struct str type = xml_attr(attrs, "type"), mode = xml_attr(attrs, "mode");
    bool words = el->slot == SLOT_TITLE || el->slot == SLOT_SUMMARY || el->slot == SLOT_CONTENT;
    if (!words)
        return MARKUP_NONE;
    if (el->ns == XML_XHTML || str_is(type, "xhtml") || str_is(type, "application/xhtml+xml"))
        return str_is(mode, "escaped") ? MARKUP_HTML : MARKUP_XHTML;
    if (el->ns == XML_ATOM)
        return str_is(type, "html") || str_is(type, "text/html") || str_is(mode, "escaped")
                   ? MARKUP_HTML
                   : MARKUP_NONE;
    return MARKUP_HTML;
}

static void put_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&':
            buf_lit(b, "&amp;");
            break;
        case '<':
            buf_lit(b, "&lt;");
            break;
        default:
            buf_char(b, s.p[i]);
        }
}

static void begin_item(struct run *x, const char *const *attrs)
{
    arena_reset(x->piece);
    memset(&x->item, 0, sizeof x->item);
    x->item.a = x->piece;
    x->item_depth = x->depth;
    x->in = &x->item;
    x->item.value[SLOT_ID] = arena_str(x->piece, xml_attr(attrs, "rdf:about"));
}

static void begin_text(struct run *x, const struct element *el, const char *const *attrs)
{
    x->taking = el;
    x->taking_depth = x->depth;
    x->markup = markup_of(el, attrs);
    buf_clear(&x->text);
    if (el->slot == SLOT_ID)
        x->in->id_is_url =
            el->ns == XML_NONE && !str_eq_ci(xml_attr(attrs, "isPermaLink"), STR("false"));
}

/* xml:base and xml:lang hold for an element and all that is in it. */
static void note_scope(struct run *x, const char *const *attrs)
{
    struct str base = xml_attr(attrs, "xml:base"), lang = xml_attr(attrs, "xml:lang");
    if (base.n && x->bases < COUNT_OF(x->base)) {
        struct str url = feed_address(base_of(x), base, x->a);
        x->base[x->bases++] = (struct base){arena_str(x->a, url), x->depth};
    }
    if (lang.n && x->in->value[SLOT_LANGUAGE].n == 0)
        x->in->value[SLOT_LANGUAGE] = arena_str(x->in->a, lang);
}

/* Atom's person has its name inside; an author elsewhere is not one of the item. */
static void begin_element(struct run *x, const struct element *el, const char *const *attrs)
{
    switch (el->slot) {
    case SLOT_SKIP:
        x->skip_depth = x->depth;
        break;
    case SLOT_ITEM:
        if (x->item_depth == 0)
            begin_item(x, attrs);
        break;
    case SLOT_ATOM_LINK:
        atom_link(x, attrs);
        break;
    case SLOT_FILE:
        take_file(x, attrs);
        break;
    case SLOT_REPLY:
        if (x->in->value[SLOT_REPLY].n == 0)
            x->in->value[SLOT_REPLY] = arena_str(x->in->a, xml_attr(attrs, "ref"));
        break;
    case SLOT_NONE:
    case SLOT_TITLE:
    case SLOT_LINK:
    case SLOT_ID:
    case SLOT_SUMMARY:
    case SLOT_CONTENT:
    case SLOT_PUBLISHED:
    case SLOT_UPDATED:
    case SLOT_AUTHOR:
    case SLOT_LANGUAGE:
        begin_text(x, el, attrs);
        break;
    }
}

static enum err_code on_start(void *ctx, const struct xml_name *name, const char *const *attrs,
                              struct err *e)
{
    struct run *x = ctx;
    if (++x->depth == 1) {
        x->kind = x->out->kind = kind_of(name);
        if (x->kind == FEED_NONE)
            return err_set(e, ERR_PARSE, "it is no feed");
    }
    if (x->skip_depth)
        return ERR_OK;
    if (x->taking) {
        if (x->markup == MARKUP_XHTML)
            buf_printf(&x->text, "<" STRF ">", STRA(name->local));
        return ERR_OK;
    }
    if (arena_left(x->a) > MIB(8)) /* a feed that is all scopes keeps those it had */
        note_scope(x, attrs);
    /* a feed in Atom 0.3 or of nobody's names is read by the same words */
    struct xml_name n = *name;
    if (x->kind == FEED_ATOM && (n.ns == XML_NONE || n.ns == XML_OTHER))
        n.ns = XML_ATOM;
    const struct element *el = element_of(&n);
    if (el)
        begin_element(x, el, attrs);
    return ERR_OK;
}

static enum err_code on_text(void *ctx, struct str s, struct err *e)
{
    struct run *x = ctx;
    (void)e;
    if (!x->taking || x->skip_depth)
        return ERR_OK;
    if (x->markup == MARKUP_XHTML)
        put_escaped(&x->text, s);
    else
        buf_str(&x->text, s);
    return ERR_OK;
}

static void keep_text(struct run *x)
{
    struct part *p = x->in;
    enum slot slot = x->taking->slot;
    struct str raw = str_trim(buf_view(&x->text));
    bool earlier = p->value[slot].n && p->rank[slot] >= x->taking->rank;
    if (raw.n == 0 || earlier || arena_left(p->a) < 4 * raw.n + MIB(1))
        return;
    struct str s = x->markup == MARKUP_NONE ? utf8_clean(arena_str(p->a, raw), p->a)
                                            : html_to_text(raw, p->a);
    p->value[slot] = slot == SLOT_LINK ? feed_address(base_of(x), s, p->a) : s;
    p->rank[slot] = x->taking->rank;
}

static struct str either(struct str a, struct str b)
{
    return a.n ? a : b;
}

/* "ana@example.org (Ana Kovač)" → "Ana Kovač" */
static struct str author_name(struct str s)
{
    ptrdiff_t open = str_chr(s, '(');
    bool mail =
        open > 0 && s.p[s.n - 1] == ')' && str_chr(str_sub(s, 0, (size_t)open), '@') > 0;
    return mail ? str_trim(str_sub(s, (size_t)open + 1, s.n - 1)) : s;
}

static void fill_about(struct run *x)
{
    struct part *p = &x->about;
    *x->out = (struct feed){.kind = x->kind,
                            .title = p->value[SLOT_TITLE],
                            .description = p->value[SLOT_SUMMARY],
                            .author = author_name(p->value[SLOT_AUTHOR]),
                            .language = p->value[SLOT_LANGUAGE],
                            .url = either(p->value[SLOT_LINK], p->url),
                            .self = p->self};
}

static enum err_code give_item(struct run *x, struct err *e)
{
    struct part *p = &x->item;
    struct str id = p->value[SLOT_ID];
    bool address = str_starts(id, STR("http://")) || str_starts(id, STR("https://"));
    struct feed_item item = {.id = id,
                             .url = either(either(p->value[SLOT_LINK], p->url),
                                           p->id_is_url && address ? id : STR_NONE),
                             .title = p->value[SLOT_TITLE],
                             .text = either(p->value[SLOT_CONTENT], p->value[SLOT_SUMMARY]),
                             .author = author_name(p->value[SLOT_AUTHOR]),
                             .language =
                                 either(p->value[SLOT_LANGUAGE], x->about.value[SLOT_LANGUAGE]),
                             .reply_to = p->value[SLOT_REPLY],
                             .published = feed_when(p->value[SLOT_PUBLISHED], p->a),
                             .updated = feed_when(p->value[SLOT_UPDATED], p->a),
                             .file = p->file,
                             .files = p->files};
    fill_about(x);
    return x->to->item(x->to->ctx, x->out, &item, e);
}

static enum err_code on_end(void *ctx, const struct xml_name *name, struct err *e)
{
    struct run *x = ctx;
    enum err_code rc = ERR_OK;
    int depth = x->depth--;
    while (x->bases && x->base[x->bases - 1].depth >= depth)
        x->bases--;
    if (x->skip_depth) {
        if (x->skip_depth == depth)
            x->skip_depth = 0;
        return ERR_OK;
    }
    if (x->taking && x->taking_depth == depth) {
        keep_text(x);
        x->taking = NULL;
    } else if (x->taking && x->markup == MARKUP_XHTML) {
        buf_printf(&x->text, "</" STRF ">", STRA(name->local));
    } else if (x->item_depth == depth) {
        rc = give_item(x, e);
        x->item_depth = 0;
        x->in = &x->about;
    }
    return rc;
}

static enum err_code read_xml(struct stream *in, struct str base, const struct feed_sink *to,
                              struct arena *a, struct feed *out, struct err *e)
{
    struct run *x = arena_alloc(a, sizeof *x);
    const struct xml_read handlers = {on_start, on_text, on_end, x};
    x->to = to;
    x->a = x->about.a = a;
    x->piece = arena_new(LIMIT_JSON_TREE);
    x->in = &x->about;
    x->out = out;
    buf_init(&x->text, LIMIT_HTML);
    if (base.n)
        x->base[x->bases++] = (struct base){arena_str(a, base), 0};
    enum err_code rc = xml_read(in, &handlers, e);
    if (x->kind != FEED_NONE)
        fill_about(x);
    buf_free(&x->text);
    arena_free(x->piece);
    return rc;
}

enum err_code feed_read(struct stream *in, struct str base, const struct feed_sink *to,
                        struct arena *a, struct feed *out, struct err *e)
{
    struct peek k;
    *out = (struct feed){.kind = FEED_NONE};
    enum err_code rc = peek_init(&k, in, e);
    if (rc)
        return rc;
    struct str head = str_trim(peek_head(&k));
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_after(head, 3);
    return str_starts(head, STR("{")) ? feed__read_json(&k.stream, to, a, out, e)
                                      : read_xml(&k.stream, base, to, a, out, e);
}
