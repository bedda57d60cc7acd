/* text/html.c: a linear tokenizer of HTML that keeps words, breaks and addresses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/html.h"

#include "core/attr.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

/* What a tag means for text. */
enum effect {
    EFFECT_NONE,
    EFFECT_LINE,  /* begins and ends on a line of its own */
    EFFECT_BLOCK, /* with an empty line around it */
    EFFECT_BREAK, /* one line break, each time */
    EFFECT_SPACE,
    EFFECT_PRE,  /* a block whose white space counts */
    EFFECT_DROP, /* with all that is in it */
    EFFECT_LINK,
    EFFECT_SPAN
};

static const struct {
    struct str name;
    enum effect effect;
} tags[] = {
    {STR_INIT("p"),          EFFECT_BLOCK},
    {STR_INIT("br"),         EFFECT_BREAK},
    {STR_INIT("a"),          EFFECT_LINK },
    {STR_INIT("span"),       EFFECT_SPAN },
    {STR_INIT("li"),         EFFECT_LINE },
    {STR_INIT("div"),        EFFECT_LINE },
    {STR_INIT("ul"),         EFFECT_LINE },
    {STR_INIT("ol"),         EFFECT_LINE },
    {STR_INIT("h1"),         EFFECT_BLOCK},
    {STR_INIT("h2"),         EFFECT_BLOCK},
    {STR_INIT("h3"),         EFFECT_BLOCK},
    {STR_INIT("h4"),         EFFECT_BLOCK},
    {STR_INIT("h5"),         EFFECT_BLOCK},
    {STR_INIT("h6"),         EFFECT_BLOCK},
    {STR_INIT("blockquote"), EFFECT_BLOCK},
    {STR_INIT("pre"),        EFFECT_PRE  },
    {STR_INIT("table"),      EFFECT_BLOCK},
    {STR_INIT("tr"),         EFFECT_LINE },
    {STR_INIT("td"),         EFFECT_SPACE},
    {STR_INIT("th"),         EFFECT_SPACE},
    {STR_INIT("dt"),         EFFECT_LINE },
    {STR_INIT("dd"),         EFFECT_LINE },
    {STR_INIT("hr"),         EFFECT_BLOCK},
    {STR_INIT("section"),    EFFECT_BLOCK},
    {STR_INIT("article"),    EFFECT_BLOCK},
    {STR_INIT("header"),     EFFECT_BLOCK},
    {STR_INIT("footer"),     EFFECT_BLOCK},
    {STR_INIT("figure"),     EFFECT_BLOCK},
    {STR_INIT("figcaption"), EFFECT_LINE },
    {STR_INIT("script"),     EFFECT_DROP },
    {STR_INIT("style"),      EFFECT_DROP },
    {STR_INIT("title"),      EFFECT_DROP },
    {STR_INIT("template"),   EFFECT_DROP }
};

/* U+00A0 to U+00FF in their order. */
static const char *const latin1[96] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct {
    const char *name;
    uint32_t c;
} named[] = {
    {"amp",    '&'   },
    {"lt",     '<'   },
    {"gt",     '>'   },
    {"quot",   '"'   },
    {"apos",   '\''  },
    {"OElig",  0x152 },
    {"oelig",  0x153 },
    {"Scaron", 0x160 },
    {"scaron", 0x161 },
    {"Yuml",   0x178 },
    {"fnof",   0x192 },
    {"circ",   0x2C6 },
    {"tilde",  0x2DC },
    {"ensp",   0x2002},
    {"emsp",   0x2003},
    {"thinsp", 0x2009},
    {"zwnj",   0x200C},
    {"zwj",    0x200D},
    {"lrm",    0x200E},
    {"rlm",    0x200F},
    {"ndash",  0x2013},
    {"mdash",  0x2014},
    {"lsquo",  0x2018},
    {"rsquo",  0x2019},
    {"sbquo",  0x201A},
    {"ldquo",  0x201C},
    {"rdquo",  0x201D},
    {"bdquo",  0x201E},
    {"dagger", 0x2020},
    {"Dagger", 0x2021},
    {"bull",   0x2022},
    {"hellip", 0x2026},
    {"permil", 0x2030},
    {"prime",  0x2032},
    {"lsaquo", 0x2039},
    {"rsaquo", 0x203A},
    {"euro",   0x20AC},
    {"trade",  0x2122},
    {"larr",   0x2190},
    {"uarr",   0x2191},
    {"rarr",   0x2192},
    {"darr",   0x2193},
    {"harr",   0x2194},
    {"minus",  0x2212},
    {"infin",  0x221E},
    {"ne",     0x2260},
    {"le",     0x2264},
    {"ge",     0x2265},
    {"hearts", 0x2665}
};

/* Where the text goes: as many bytes as came in always suffice, because each tag and entity is
 * longer than what it becomes. Breaks and spaces wait until something follows them. */
struct out {
    char *p;
    size_t n;
    int breaks;
    bool space;
    int pre; /* nesting of <pre> */
    struct arena *a;
    bool in_link, shortened;
    struct str href;
    struct out_mark {
        size_t n;
        int breaks;
        bool space;
    } link; /* before the link's text */
};

static void flush(struct out *o)
{
    if (o->n > 0) {
        for (int i = 0; i < o->breaks; i++)
            o->p[o->n++] = '\n';
        if (o->space && o->breaks == 0)
            o->p[o->n++] = ' ';
    }
    o->breaks = 0;
    o->space = false;
}

static void put_char(struct out *o, char c)
{
    bool is_space = ascii_is_space((unsigned char)c);
    if (is_space && o->pre == 0) {
        o->space = true;
        return;
    }
    if (is_space && c == '\n') {
        o->breaks++;
        return;
    }
    if (o->space || o->breaks)
        flush(o);
    o->p[o->n++] = is_space ? ' ' : c;
}

static void put_str(struct out *o, struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= ' ' || o->space || o->breaks) {
            if (c >= ' ' || ascii_is_space(c)) /* other controls are nobody's words */
                put_char(o, s.p[i]);
            i++;
            continue;
        }
        size_t from = i;
        while (i < s.n && (unsigned char)s.p[i] > ' ')
            i++;
        memcpy(o->p + o->n, s.p + from, i - from);
        o->n += i - from;
    }
}

static void want_breaks(struct out *o, int n)
{
    if (o->breaks < n)
        o->breaks = n;
}

/* What a browser makes of a number: Windows-1252 for the controls, U+FFFD for nonsense. */
static struct str of_code(uint32_t c, struct arena *a)
{
    char bytes[4] = {(char)(unsigned char)c};
    if (c >= 0x80 && c < 0xA0)
        return utf8_from_cp1252(str_of(bytes, 1), a);
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = UTF8_BAD;
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(lead[n] | c);
    return arena_str(a, str_of(bytes, n));
}

/* The digits of &#233; or &#xE9; */
static bool number_of(struct str s, uint32_t *c)
{
    bool hex = s.n > 1 && ascii_lower(s.p[1]) == 'x';
    uint32_t v = 0;
    size_t i = hex ? 2 : 1;
    if (i >= s.n)
        return false;
    for (; i < s.n; i++) {
        char ch = ascii_lower(s.p[i]);
        uint32_t digit;
        if (ascii_is_digit((unsigned char)ch))
            digit = (uint32_t)(ch - '0');
        else if (hex && ch >= 'a' && ch <= 'f')
            digit = (uint32_t)(ch - 'a' + 10);
        else
            return false;
        if (v <= 0x10FFFF)
            v = v * (hex ? 16 : 10) + digit;
    }
    *c = v;
    return true;
}

static bool entity_code(struct str name, uint32_t *c)
{
    if (name.n && name.p[0] == '#')
        return number_of(name, c);
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (str_is(name, named[i].name)) {
            *c = named[i].c;
            return true;
        }
    for (size_t i = 0; i < COUNT_OF(latin1); i++)
        if (str_is(name, latin1[i])) {
            *c = 0xA0 + (uint32_t)i;
            return true;
        }
    return false;
}

/* The entity at s ("&…;"): its bytes into *text; how many of s it takes, 0 where it is none. */
static size_t entity(struct str s, struct arena *a, struct str *text)
{
    enum {
        LONGEST = 12
    };
    size_t n = 1;
    while (n < s.n && n <= LONGEST && s.p[n] != ';' && s.p[n] != '&' && s.p[n] != '<')
        n++;
    uint32_t c = 0;
    if (n >= s.n || s.p[n] != ';' || !entity_code(str_sub(s, 1, n), &c))
        return 0;
    *text = of_code(c, a);
    return n + 1;
}

/* Text between tags, or the value of an attribute. */
static void put_text(struct out *o, struct str s)
{
    while (s.n) {
        const char *amp = memchr(s.p, '&', s.n);
        size_t plain = amp ? (size_t)(amp - s.p) : s.n;
        put_str(o, str_sub(s, 0, plain));
        s = str_after(s, plain);
        if (s.n == 0)
            return;
        struct str text = STR_NONE;
        size_t n = entity(s, o->a, &text);
        if (n == 0) {
            put_str(o, str_sub(s, 0, 1));
            n = 1;
        } else {
            put_str(o, text);
        }
        s = str_after(s, n);
    }
}

struct tag {
    struct html_tag is;
    struct str href, class;
};

/* The value behind an attribute's name at *at, or "". */
static struct str attribute_value(struct str s, size_t *at)
{
    size_t i = *at;
    while (i < s.n && ascii_is_space((unsigned char)s.p[i]))
        i++;
    if (i >= s.n || s.p[i] != '=')
        return STR_NONE;
    i++;
    while (i < s.n && ascii_is_space((unsigned char)s.p[i]))
        i++;
    char quote = i < s.n ? s.p[i] : '\0';
    bool quoted = quote == '"' || quote == '\'';
    size_t from = i + (quoted ? 1 : 0), to = from;
    while (to < s.n && (quoted ? s.p[to] != quote
                               : !ascii_is_space((unsigned char)s.p[to]) && s.p[to] != '>'))
        to++;
    *at = to + (quoted ? 1 : 0);
    return str_sub(s, from, to);
}

static bool ends_name(char c)
{
    return ascii_is_space((unsigned char)c) || c == '>' || c == '/' || c == '=';
}

/* Takes the attribute at or behind *at; false at the end of the tag. */
static bool next_attribute(struct str s, size_t *at, struct str *name, struct str *value)
{
    size_t i = *at;
    while (i < s.n && s.p[i] != '>' && ends_name(s.p[i]))
        i++;
    const size_t from = i;
    while (i < s.n && !ends_name(s.p[i]))
        i++;
    *name = str_sub(s, from, i);
    if (i > from)
        *value = attribute_value(s, &i);
    *at = i;
    return name->n > 0;
}

/* Reads the tag at s, which begins with '<' and a letter or "</". Answers how many bytes it
 * takes; all of s where it never ends. */
static size_t read_tag(struct str s, struct tag *t)
{
    struct str name = STR_NONE, value = STR_NONE;
    *t = (struct tag){.is.closing = s.n > 1 && s.p[1] == '/'};
    size_t i = t->is.closing ? 2 : 1;
    const size_t from = i;
    while (i < s.n && !ends_name(s.p[i]))
        i++;
    t->is.name = str_sub(s, from, i);
    const size_t behind = i;
    while (next_attribute(s, &i, &name, &value)) {
        if (str_eq_ci(name, STR("href")))
            t->href = value;
        else if (str_eq_ci(name, STR("class")))
            t->class = value;
    }
    t->is.attributes = str_sub(s, behind, i);
    return i < s.n ? i + 1 : s.n;
}

static enum effect effect_of(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (str_eq_ci(name, tags[i].name))
            return tags[i].effect;
    return EFFECT_NONE;
}

/* Where the text behind </name> starts; the end where it is never closed. */
static size_t skip_element(struct str s, struct str name)
{
    for (size_t i = 0; i + 2 + name.n <= s.n; i++) {
        const char *lt = memchr(s.p + i, '<', s.n - i);
        if (!lt)
            return s.n;
        i = (size_t)(lt - s.p);
        struct str rest = str_after(s, i);
        if (rest.n > 1 && rest.p[1] == '/' && str_starts_ci(str_after(rest, 2), name)) {
            const char *gt = memchr(rest.p, '>', rest.n);
            return gt ? (size_t)(gt - s.p) + 1 : s.n;
        }
    }
    return s.n;
}

static void link_opens(struct out *o, struct str href)
{
    o->in_link = true;
    o->shortened = false;
    o->href = href;
    o->link = (struct out_mark){o->n, o->breaks, o->space};
}

static void link_closes(struct out *o)
{
    bool whole =
        o->in_link && o->shortened &&
        (str_starts_ci(o->href, STR("http://")) || str_starts_ci(o->href, STR("https://")));
    o->in_link = false;
    if (!whole)
        return;
    o->n = o->link.n;
    o->breaks = o->link.breaks;
    o->space = o->link.space;
    put_text(o, o->href);
}

/* Does what a tag says; answers how many bytes behind it belong to it too. */
static size_t apply(struct out *o, const struct tag *t, struct str behind)
{
    switch (effect_of(t->is.name)) {
    case EFFECT_BREAK:
        o->breaks++;
        break;
    case EFFECT_LINE:
        want_breaks(o, 1);
        break;
    case EFFECT_PRE:
        o->pre += t->is.closing ? -(o->pre > 0) : 1;
        want_breaks(o, 2);
        break;
    case EFFECT_BLOCK:
        want_breaks(o, 2);
        break;
    case EFFECT_SPACE:
        o->space = true;
        break;
    case EFFECT_LINK:
        if (o->in_link)
            link_closes(o);
        if (!t->is.closing)
            link_opens(o, t->href);
        break;
    case EFFECT_SPAN:
        if (str_find(t->class, STR("invisible")) >= 0 ||
            str_find(t->class, STR("ellipsis")) >= 0)
            o->shortened = true;
        break;
    case EFFECT_DROP:
        return t->is.closing ? 0 : skip_element(behind, t->is.name);
    case EFFECT_NONE:
        break;
    }
    return 0;
}

/* A comment or a declaration at s: how many bytes it takes; 0 where there is none. */
static size_t no_tag(struct str s)
{
    const char c = s.n > 1 ? s.p[1] : '\0';
    if (str_starts(s, STR("<!--"))) {
        ptrdiff_t end = str_find(str_after(s, 4), STR("-->"));
        return end < 0 ? s.n : (size_t)end + 7;
    }
    if (c == '!' || c == '?') {
        ptrdiff_t end = str_chr(s, '>');
        return end < 0 ? s.n : (size_t)end + 1;
    }
    return 0;
}

/* Whether a tag begins at s. */
static bool is_tag(struct str s)
{
    const char c = s.n > 1 ? s.p[1] : '\0';
    return ascii_is_alpha((unsigned char)(c == '/' && s.n > 2 ? s.p[2] : c));
}

/* What begins with '<' at s: a tag, a comment, a declaration, or just that sign. Answers how
 * many bytes it takes. */
static size_t markup(struct out *o, struct str s)
{
    const size_t none = no_tag(s);
    if (none)
        return none;
    if (!is_tag(s)) {
        put_str(o, str_sub(s, 0, 1));
        return 1;
    }
    struct tag t;
    size_t n = read_tag(s, &t);
    return n + apply(o, &t, str_after(s, n));
}

bool html_next_tag(struct str *rest, struct html_tag *out)
{
    struct str s = *rest;
    while (s.n) {
        const char *lt = memchr(s.p, '<', s.n);
        s = str_after(s, lt ? (size_t)(lt - s.p) : s.n);
        size_t n = s.n ? no_tag(s) : 0;
        if (s.n && n == 0 && is_tag(s)) {
            struct tag t;
            s = str_after(s, read_tag(s, &t));
            if (!t.is.closing &&
                (effect_of(t.is.name) == EFFECT_DROP || str_eq_ci(t.is.name, STR("textarea"))))
                s = str_after(s, skip_element(s, t.is.name));
            *out = t.is;
            *rest = s;
            return true;
        }
        s = str_after(s, n ? n : 1);
    }
    *rest = s;
    return false;
}

struct str html_attribute(const struct html_tag *t, const char *name, struct arena *a)
{
    struct str n, value = STR_NONE, text = STR_NONE, none = {NULL, 0};
    size_t at = 0;
    do {
        if (!next_attribute(t->attributes, &at, &n, &value))
            return none;
    } while (!str_eq_ci(n, str_from(name)));
    value = utf8_clean(value, a);
    char *p = arena_alloc(a, value.n + 1); /* none stands for more bytes than it takes */
    size_t w = 0;
    while (value.n) {
        const size_t took = value.p[0] == '&' ? entity(value, a, &text) : 0;
        if (!took)
            text = str_sub(value, 0, 1);
        memcpy(p + w, text.p, text.n);
        w += text.n;
        value = str_after(value, took ? took : 1);
    }
    return str_of(p, w);
}

struct str html_to_text(struct str html, struct arena *a)
{
    struct str s = utf8_clean(str_sub(html, 0, LIMIT_HTML), a);
    struct out o = {.p = arena_alloc(a, s.n + 1), .a = a};
    while (s.n) {
        const char *lt = memchr(s.p, '<', s.n);
        size_t plain = lt ? (size_t)(lt - s.p) : s.n;
        put_text(&o, str_sub(s, 0, plain));
        s = str_after(s, plain);
        if (s.n)
            s = str_after(s, markup(&o, s));
    }
    if (o.in_link)
        link_closes(&o);
    return (struct str){o.p, o.n};
}

struct str html_unescape(struct str s, struct arena *a)
{
    static const struct {
        struct str from;
        char to;
    } signs[] = {
        {STR_INIT("&amp;"), '&'},
        {STR_INIT("&lt;"),  '<'},
        {STR_INIT("&gt;"),  '>'}
    };
    if (s.n == 0 || !memchr(s.p, '&', s.n))
        return s;
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n) {
        size_t k = 0;
        while (k < COUNT_OF(signs) && (s.p[0] != '&' || !str_starts(s, signs[k].from)))
            k++;
        out[n++] = k < COUNT_OF(signs) ? signs[k].to : s.p[0];
        s = str_after(s, k < COUNT_OF(signs) ? signs[k].from.n : 1);
    }
    return (struct str){out, n};
}
