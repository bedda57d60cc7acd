/* archives/xml.c: expat: names with their namespaces, text, and what is forbidden. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/xml.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/decode.h"
#include "text/html.h"

/* Debian builds expat so; its header hides the ceilings from who does not say it too */
#define XML_DTD 1
#include <expat.h>
#include <string.h>

/* Namespaces by the front of their address, and the prefix that everybody uses for it: some feeds
 * forget to declare one. */
static const struct {
    enum xml_ns ns;
    const char *prefix;
    struct str uri;
} spaces[] = {
    {XML_ATOM,    "atom",    STR_INIT("http://www.w3.org/2005/Atom")                },
    {XML_ATOM,    "atom03",  STR_INIT("http://purl.org/atom/ns#")                   },
    {XML_RDF,     "rdf",     STR_INIT("http://www.w3.org/1999/02/22-rdf-syntax-ns#")},
    {XML_DC,      "dc",      STR_INIT("http://purl.org/dc/")                        },
    {XML_CONTENT, "content", STR_INIT("http://purl.org/rss/1.0/modules/content/")   },
    {XML_NONE,    "rss",     STR_INIT("http://purl.org/rss/1.0/modules/rss091")     },
    {XML_OTHER,   "",        STR_INIT("http://purl.org/rss/1.0/modules/")           },
    {XML_NONE,    "rss",     STR_INIT("http://purl.org/rss/1.0/")                   },
    {XML_NONE,    "rss",     STR_INIT("http://my.netscape.com/rdf/simple/0.9/")     },
    {XML_NONE,    "rss",     STR_INIT("http://channel.netscape.com/rdf/simple/0.9/")},
    {XML_NONE,    "rss",     STR_INIT("http://backend.userland.com/")               },
    {XML_NONE,    "rss",     STR_INIT("http://purl.org/net/rss1.1#")                },
    {XML_MEDIA,   "media",   STR_INIT("http://search.yahoo.com/mrss")               },
    {XML_XHTML,   "xhtml",   STR_INIT("http://www.w3.org/1999/xhtml")               },
    {XML_THREAD,  "thr",     STR_INIT("http://purl.org/syndication/thread/1.0")     },
    {XML_EXCERPT, "excerpt", STR_INIT("http://wordpress.org/export/1.2/excerpt/")   },
    {XML_EXCERPT, "excerpt", STR_INIT("http://wordpress.org/export/1.1/excerpt/")   },
    {XML_EXCERPT, "excerpt", STR_INIT("http://wordpress.org/export/1.0/excerpt/")   },
    {XML_WP,      "wp",      STR_INIT("http://wordpress.org/export/")               }
};

enum {
    PREFIXES_MOST = 64,
    PREFIX_BYTES = 32
};

/* A prefix that an element declared, while that element is open. */
struct prefix {
    char name[PREFIX_BYTES];
    enum xml_ns ns;
    int depth;
};

struct run {
    const struct xml_read *to;
    XML_Parser parser;
    struct err *e;
    enum err_code rc;
    int depth;
    struct prefix prefix[PREFIXES_MOST];
    size_t prefixes;
};

static void stop(struct run *x, enum err_code rc)
{
    if (x->rc || rc == ERR_OK)
        return;
    x->rc = rc;
    XML_StopParser(x->parser, XML_FALSE);
}

static enum xml_ns ns_of_uri(struct str uri)
{
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (str_starts(uri, spaces[i].uri))
            return spaces[i].ns;
    return XML_OTHER;
}

static enum xml_ns ns_of_prefix(const struct run *x, struct str prefix)
{
    for (size_t i = x->prefixes; i > 0; i--)
        if (str_is(prefix, x->prefix[i - 1].name))
            return x->prefix[i - 1].ns;
    for (size_t i = 0; prefix.n && i < COUNT_OF(spaces); i++)
        if (str_is(prefix, spaces[i].prefix))
            return spaces[i].ns;
    return prefix.n ? XML_OTHER : XML_NONE;
}

static struct xml_name split(const struct run *x, const char *name)
{
    struct str whole = str_from(name);
    ptrdiff_t colon = str_chr(whole, ':');
    struct str prefix = str_sub(whole, 0, colon < 0 ? 0 : (size_t)colon);
    return (struct xml_name){ns_of_prefix(x, prefix), str_after(whole, (size_t)(colon + 1))};
}

/* xmlns="…" and xmlns:dc="…" */
static void declare(struct run *x, const char *const *attrs)
{
    for (; attrs[0]; attrs += 2) {
        struct str name = str_from(attrs[0]);
        if (!str_starts(name, STR("xmlns")) || (name.n > 5 && name.p[5] != ':') ||
            x->prefixes == PREFIXES_MOST)
            continue;
        struct str prefix = str_after(name, name.n > 5 ? 6 : 5);
        struct prefix *p = &x->prefix[x->prefixes];
        if (prefix.n >= sizeof p->name)
            continue;
        *p = (struct prefix){.ns = ns_of_uri(str_from(attrs[1])), .depth = x->depth};
        memcpy(p->name, prefix.p, prefix.n);
        x->prefixes++;
    }
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
    struct run *x = ctx;
    if (x->rc)
        return;
    if (++x->depth > LIMIT_XML_DEPTH) {
        stop(x, err_set(x->e, ERR_LIMIT, "its elements are nested too deep"));
        return;
    }
    declare(x, attrs);
    struct xml_name n = split(x, name);
    stop(x, x->to->start(x->to->ctx, &n, attrs, x->e));
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct run *x = ctx;
    if (x->rc)
        return;
    struct xml_name n = split(x, name);
    stop(x, x->to->end(x->to->ctx, &n, x->e));
    while (x->prefixes && x->prefix[x->prefixes - 1].depth >= x->depth)
        x->prefixes--;
    x->depth--;
}

static void on_text(void *ctx, const XML_Char *s, int n)
{
    struct run *x = ctx;
    if (!x->rc)
        stop(x, x->to->text(x->to->ctx, str_of(s, (size_t)n), x->e));
}

/* An entity that the document does not declare: HTML's, most often. */
static void on_skipped(void *ctx, const XML_Char *name, int parameter)
{
    struct run *x = ctx;
    if (x->rc || parameter)
        return;
    struct arena *a = arena_new(MIB(1));
    struct str s =
        arena_printf(a, "<pre>&" STRF ";</pre>", STRA(str_sub(str_from(name), 0, 32)));
    s = html_to_text(s, a);
    if (str_is(str_from(name), "nbsp"))
        s = STR("\xC2\xA0");
    stop(x, x->to->text(x->to->ctx, s, x->e));
    arena_free(a);
}

static enum err_code failed(const struct run *x, struct err *e)
{
    enum XML_Error why = XML_GetErrorCode(x->parser);
    if (x->rc)
        return x->rc;
    if (why == XML_ERROR_AMPLIFICATION_LIMIT_BREACH)
        return err_set(e, ERR_LIMIT, "its entities blow it up, which no feed's do");
    return err_set(e, ERR_PARSE, "its XML is damaged in line %lu: %s",
                   (unsigned long)XML_GetCurrentLineNumber(x->parser), XML_ErrorString(why));
}

static enum err_code parse_all(struct run *x, struct stream *in, struct err *e)
{
    char bytes[16384];
    for (size_t got = 1; got > 0;) {
        enum err_code rc = stream_read(in, bytes, sizeof bytes, &got, e);
        if (rc)
            return rc;
        if (XML_Parse(x->parser, bytes, (int)got, got == 0) != XML_STATUS_OK)
            return failed(x, e);
    }
    return ERR_OK;
}

enum err_code xml_read(struct stream *in, const struct xml_read *to, struct err *e)
{
    struct run *x = mem_calloc(1, sizeof *x);
    struct decode *mark = mem_calloc(1, sizeof *mark);
    struct xml_decode *clean = mem_calloc(1, sizeof *clean);
    struct err own = {0};
    x->to = to;
    x->e = e ? e : &own;
    x->parser = XML_ParserCreate("UTF-8");
    if (!x->parser) /* as mem.h: out of memory ends the program */
        mem_free(mem_alloc(SIZE_MAX / 2));
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetSkippedEntityHandler(x->parser, on_skipped);
    /* nothing outside is loaded: there is no handler that would. What a document does not declare
     * is skipped instead of being an error */
    XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    XML_UseForeignDTD(x->parser, XML_TRUE);
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(x->parser, LIMIT_XML_BLOWUP);
    XML_SetBillionLaughsAttackProtectionActivationThreshold(x->parser, LIMIT_XML_BLOWUP_FREE);
    enum err_code rc = parse_all(x, xml_decode_init(clean, decode_init(mark, in)), x->e);
    XML_ParserFree(x->parser);
    mem_free(clean);
    mem_free(mark);
    mem_free(x);
    return rc;
}

struct str xml_attr(const char *const *attrs, const char *name)
{
    for (; attrs[0]; attrs += 2)
        if (strcmp(attrs[0], name) == 0)
            return str_from(attrs[1]);
    return STR_NONE;
}
