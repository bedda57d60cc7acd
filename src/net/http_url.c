/* net/http_url.c: addresses: taken apart by curl, resolved by RFC 3986. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/http_private.h"

#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

/* Copies a part out of curl's hands, letters made small; "" where there is none. */
static struct str part_of(CURLU *u, CURLUPart part, struct arena *a)
{
    char *got = NULL;
    if (curl_url_get(u, part, &got, 0) != CURLUE_OK || !got)
        return STR_NONE;
    char *p = arena_cstr(a, str_from(got));
    curl_free(got);
    for (char *c = p; *c; c++)
        *c = ascii_lower(*c);
    return str_from(p);
}

/* What a person is shown of a host: nothing that moves the line about. */
static struct str shown(struct str host, struct arena *a)
{
    struct str clean = utf8_clean(str_sub(host, 0, 120), a);
    char *p = arena_cstr(a, clean);
    for (size_t i = 0; i < clean.n; i++)
        if ((unsigned char)p[i] < ' ' || p[i] == 0x7F)
            p[i] = ' ';
    return str_of(p, clean.n);
}

/* curl reads "http:/a" and "http:///a" as "http://a"; others read a path in them. Neither is asked. */
static bool has_host(struct str url)
{
    const ptrdiff_t colon = str_chr(url, ':');
    struct str behind = str_after(url, colon < 0 ? url.n : (size_t)colon + 1);
    return str_starts(behind, STR("//")) && behind.n > 2 && behind.p[2] != '/' &&
           behind.p[2] != '\\';
}

bool http__place(struct str url, struct arena *a, struct place *out, bool *other)
{
    bool good = false;
    *other = false;
    *out = (struct place){.origin = STR_NONE, .host = STR_NONE};
    if (url.n == 0 || url.n > LIMIT_HTTP_URL || memchr(url.p, '\0', url.n))
        return false;
    CURLU *u = curl_url();
    const char *text = arena_cstr(a, url);
    const CURLUcode code =
        u ? curl_url_set(u, CURLUPART_URL, text, CURLU_DISALLOW_USER) : CURLUE_OUT_OF_MEMORY;
    *other = code == CURLUE_UNSUPPORTED_SCHEME;
    if (code == CURLUE_OK) {
        struct str scheme = part_of(u, CURLUPART_SCHEME, a),
                   host = part_of(u, CURLUPART_HOST, a), port = part_of(u, CURLUPART_PORT, a);
        const bool tls = str_is(scheme, "https");
        *other = !tls && !str_is(scheme, "http");
        good = !*other && host.n > 0 && has_host(url) && part_of(u, CURLUPART_ZONEID, a).n == 0;
        if (str_is(port, tls ? "443" : "80"))
            port = STR_NONE;
        const char *colon = port.n ? ":" : "";
        out->origin = arena_printf(a, STRF "://" STRF "%s" STRF, STRA(scheme), STRA(host),
                                   colon, STRA(port));
        out->host = shown(arena_printf(a, STRF "%s" STRF, STRA(host), colon, STRA(port)), a);
        out->encrypted = tls;
    }
    if (good)
        out->u = u;
    else
        curl_url_cleanup(u);
    return good;
}

struct str http_origin(struct str url, struct arena *a)
{
    struct place p;
    bool other;
    if (!http__place(url, a, &p, &other))
        return STR_NONE;
    curl_url_cleanup(p.u);
    return p.origin;
}

/* The five parts of RFC 3986, appendix B. A part that is not there has p NULL: "?" is a query. */
struct parts {
    struct str scheme, authority, path, query, fragment;
};

static struct parts split(struct str s)
{
    struct parts r = {0};
    size_t n = 0;
    while (n < s.n && (ascii_is_alnum((unsigned char)s.p[n]) || s.p[n] == '+' ||
                       s.p[n] == '-' || s.p[n] == '.'))
        n++;
    if (n > 0 && n < s.n && s.p[n] == ':' && ascii_is_alpha((unsigned char)s.p[0])) {
        r.scheme = str_sub(s, 0, n);
        s = str_after(s, n + 1);
    }
    ptrdiff_t at = str_chr(s, '#');
    if (at >= 0) {
        r.fragment = str_after(s, (size_t)at + 1);
        s = str_sub(s, 0, (size_t)at);
    }
    at = str_chr(s, '?');
    if (at >= 0) {
        r.query = str_after(s, (size_t)at + 1);
        s = str_sub(s, 0, (size_t)at);
    }
    if (str_starts(s, STR("//"))) {
        s = str_after(s, 2);
        at = str_chr(s, '/');
        r.authority = at < 0 ? s : str_sub(s, 0, (size_t)at);
        s = at < 0 ? STR_NONE : str_after(s, (size_t)at);
    }
    r.path = s;
    return r;
}

/* Takes the last segment and its slash off what was written. */
static void drop_segment(struct buf *b, size_t start)
{
    while (b->n > start && b->p[b->n - 1] != '/')
        b->n--;
    if (b->n > start)
        b->n--;
}

/* RFC 3986, 5.2.4. */
static void put_without_dots(struct buf *b, struct str in)
{
    const size_t start = b->n;
    while (in.n) {
        if (str_starts(in, STR("../"))) {
            in = str_after(in, 3);
        } else if (str_starts(in, STR("./"))) {
            in = str_after(in, 2);
        } else if (str_starts(in, STR("/./"))) {
            in = str_after(in, 2);
        } else if (str_is(in, "/.")) {
            in = STR("/");
        } else if (str_starts(in, STR("/../"))) {
            in = str_after(in, 3);
            drop_segment(b, start);
        } else if (str_is(in, "/..")) {
            in = STR("/");
            drop_segment(b, start);
        } else if (str_is(in, ".") || str_is(in, "..")) {
            in = STR_NONE;
        } else {
            size_t n = 1;
            while (n < in.n && in.p[n] != '/')
                n++;
            buf_put(b, in.p, n);
            in = str_after(in, n);
        }
    }
}

/* The base's path up to its last slash, and the reference behind it (RFC 3986, 5.2.3). */
static void merge(struct buf *out, const struct parts *base, struct str path)
{
    const ptrdiff_t slash = str_rchr(base->path, '/');
    if (slash < 0)
        buf_lit(out, "/");
    else
        buf_str(out, str_sub(base->path, 0, (size_t)slash + 1));
    buf_str(out, path);
}

/* As browsers take an address: no white space around it, no line breaks or tabs inside; blanks
 * and what is not ASCII are escaped (WHATWG URL, 4.4). */
static struct str tidied(struct str s, struct arena *a)
{
    struct buf b;
    buf_init(&b, 4 * LIMIT_HTTP_URL);
    while (s.n && (unsigned char)s.p[0] <= ' ')
        s = str_after(s, 1);
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c == '\t' || c == '\r' || c == '\n')
            continue;
        if (c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>')
            buf_printf(&b, "%%%02X", c);
        else
            buf_char(&b, (char)c);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void put_path(struct buf *b, struct str path)
{
    for (size_t i = 0; i < path.n; i++) {
        if ((unsigned char)path.p[i] >= 0x80)
            buf_printf(b, "%%%02X", (unsigned char)path.p[i]);
        else
            buf_char(b, path.p[i]);
    }
}

/* RFC 3986, 5.2.2. */
static void transform(struct buf *out, const struct parts *base, const struct parts *r)
{
    struct buf merged, path;
    struct str query = r->query;
    const struct str authority = r->scheme.p || r->authority.p ? r->authority : base->authority;
    buf_init(&merged, 8 * LIMIT_HTTP_URL);
    buf_init(&path, 8 * LIMIT_HTTP_URL);
    if (r->scheme.p || r->authority.p || str_starts(r->path, STR("/"))) {
        put_without_dots(&path, r->path);
    } else if (r->path.n == 0) {
        buf_str(&path, base->path);
        if (!r->query.p)
            query = base->query;
    } else {
        merge(&merged, base, r->path);
        put_without_dots(&path, buf_view(&merged));
    }
    buf_str(out, r->scheme.p ? r->scheme : base->scheme);
    buf_lit(out, "://");
    if (authority.p)
        buf_str(out, authority);
    put_path(out, path.n ? buf_view(&path) : STR("/"));
    if (query.p) {
        buf_char(out, '?');
        put_path(out, query);
    }
    if (r->fragment.p) {
        buf_char(out, '#');
        put_path(out, r->fragment);
    }
    buf_free(&merged);
    buf_free(&path);
}

struct str http_resolve(struct str base, struct str to, struct arena *a)
{
    struct buf out;
    struct str whole = STR_NONE;
    struct place p;
    bool other;
    if (to.n > LIMIT_HTTP_URL || base.n > LIMIT_HTTP_URL)
        return STR_NONE;
    struct arena *scratch = arena_new(MIB(1));
    const struct parts b = split(tidied(base, scratch)), r = split(tidied(to, scratch));
    buf_init(&out, LIMIT_HTTP_URL);
    transform(&out, &b, &r);
    if ((!r.scheme.p || r.authority.p) && /* no "mailto:ann", no "http:g" */
        !out.over && http__place(buf_view(&out), scratch, &p, &other)) {
        whole = arena_str(a, buf_view(&out));
        curl_url_cleanup(p.u);
    }
    buf_free(&out);
    arena_free(scratch);
    return whole;
}
