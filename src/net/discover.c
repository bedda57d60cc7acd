/* net/discover.c: relations in Link headers and in the tags of a page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/discover.h"

#include "core/attr.h"
#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

enum {
    TITLE_MOST = 300,
    TARGETS_MOST = 200, /* of one page that are resolved: a page of nothing else is no page */
    SPARE = 256 * 1024
};

/* What is looked for: who says it, and whether <a> may. Sign-in and publishing only by <link>: a
 * guest's comment can hold an <a>. */
struct wanted {
    const char *rel;
    bool anchors;
    struct str *out;
};

static bool has_word(struct str words, const char *word)
{
    struct str one;
    while (words.n) {
        size_t n = 0;
        while (n < words.n && !ascii_is_space((unsigned char)words.p[n]))
            n++;
        one = str_sub(words, 0, n);
        if (n && str_eq_ci(one, str_from(word)))
            return true;
        words = str_after(words, n + 1);
    }
    return false;
}

static bool is_page(const struct http_answer *w)
{
    struct str type = http_header(w, "Content-Type");
    const ptrdiff_t end = str_chr(type, ';');
    type = str_trim(end < 0 ? type : str_sub(type, 0, (size_t)end));
    return type.n == 0 || str_eq_ci(type, STR("text/html")) ||
           str_eq_ci(type, STR("application/xhtml+xml"));
}

static bool is_feed(struct str type)
{
    static const struct str types[] = {
        STR_INIT("application/rss+xml"), STR_INIT("application/atom+xml"),
        STR_INIT("application/feed+json"), STR_INIT("application/rdf+xml")};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq_ci(type, types[i]))
            return true;
    return false;
}

struct reading {
    struct str base; /* that targets are relative to */
    bool based;      /* the page said so */
    int left;        /* targets that may still be resolved */
    struct arena *a, *scratch;
};

/* <link rel=alternate type=…>: a feed. application/json is one too where a page calls it so. */
static void take_feed(struct reading *r, const struct html_tag *t, struct str rel,
                      struct discovered *out)
{
    struct str type = str_trim(html_attribute(t, "type", r->scratch));
    const ptrdiff_t end = str_chr(type, ';');
    type = str_trim(end < 0 ? type : str_sub(type, 0, (size_t)end));
    struct str href = html_attribute(t, "href", r->scratch);
    if (!has_word(rel, "alternate") || !is_feed(type) || !href.n ||
        out->feeds == DISCOVER_FEEDS || r->left-- <= 0)
        return;
    struct str url = http_resolve(r->base, href, r->a);
    if (!url.n)
        return;
    struct str title = str_trim(html_attribute(t, "title", r->scratch));
    out->feed[out->feeds++] = (struct discovered_feed){
        .url = url,
        .type = arena_str(r->a, type),
        .title = arena_str(r->a, utf8_clean(str_sub(title, 0, TITLE_MOST), r->scratch)),
    };
}

static void take_tag(struct reading *r, const struct html_tag *t, const struct wanted *w,
                     size_t n, struct discovered *feeds)
{
    const bool link = str_eq_ci(t->name, STR("link")), a = str_eq_ci(t->name, STR("a"));
    if (str_eq_ci(t->name, STR("base")) && !r->based) {
        struct str href = html_attribute(t, "href", r->scratch);
        struct str base = href.p ? http_resolve(r->base, href, r->a) : STR_NONE;
        r->based = href.p != NULL; /* the first that has one counts */
        r->base = base.n ? base : r->base;
        return;
    }
    if (!link && !a)
        return;
    struct str rel = html_attribute(t, "rel", r->scratch);
    for (size_t i = 0; i < n && rel.n; i++) {
        if (w[i].out->n || (a && !w[i].anchors) || !has_word(rel, w[i].rel))
            continue;
        struct str href = html_attribute(t, "href", r->scratch);
        if (href.p && r->left-- > 0)
            *w[i].out = http_resolve(r->base, href, r->a);
    }
    if (link && feeds)
        take_feed(r, t, rel, feeds);
}

static void look(const struct http_answer *w, const struct wanted *wanted, size_t n,
                 struct discovered *feeds, struct arena *a)
{
    struct html_tag t;
    struct str rest = str_sub(w->body, 0, LIMIT_HTML);
    for (size_t i = 0; i < n; i++)
        *wanted[i].out = http_link(w, wanted[i].rel, a);
    if (!is_page(w))
        return;
    struct reading r = {.base = w->url, .left = TARGETS_MOST, .a = a};
    r.scratch = arena_new(4 * LIMIT_HTML);
    while (r.left > 0 && arena_left(a) > SPARE && html_next_tag(&rest, &t)) {
        if (t.closing || t.attributes.n > LIMIT_HTML / 4)
            continue;
        take_tag(&r, &t, wanted, n, feeds);
        if (arena_used(r.scratch))
            arena_reset(r.scratch);
    }
    arena_free(r.scratch);
}

struct str discover_rel(const struct http_answer *w, const char *rel, bool anchors,
                        struct arena *a)
{
    struct str out = STR_NONE;
    const struct wanted one = {rel, anchors, &out};
    look(w, &one, 1, NULL, a);
    return out;
}

void discover(const struct http_answer *w, struct arena *a, struct discovered *out)
{
    const struct wanted all[] = {
        {"webmention",             true,  &out->webmention            },
        {"micropub",               false, &out->micropub              },
        {"indieauth-metadata",     false, &out->indieauth_metadata    },
        {"authorization_endpoint", false, &out->authorization_endpoint},
        {"token_endpoint",         false, &out->token_endpoint        },
        {"https://api.w.org/",     false, &out->wordpress             }
    };
    *out = (struct discovered){0};
    look(w, all, COUNT_OF(all), out, a);
}
