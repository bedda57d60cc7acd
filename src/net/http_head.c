/* net/http_head.c: what stands in the headers of an answer: Retry-After, Link. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/http.h"

#include "core/limits.h"

#include <curl/curl.h>

enum {
    DAY_S = 24 * 3600,
    LINKS_MAX = 1000 /* of one answer that are looked at */
};

struct str http_header(const struct http_answer *w, const char *name)
{
    for (size_t i = 0; i < w->headers; i++)
        if (str_eq_ci(w->header[i].name, str_from(name)))
            return w->header[i].value;
    return STR_NONE;
}

int http_retry_after(const struct http_answer *w, int64_t now_ms)
{
    struct str v = str_trim(http_header(w, "Retry-After"));
    char text[64];
    int64_t s = 0;
    if (v.n == 0 || v.n >= sizeof text)
        return -1;
    bool digits = true;
    for (size_t i = 0; i < v.n; i++)
        digits = digits && ascii_is_digit((unsigned char)v.p[i]);
    if (digits)
        return str_i64(v, &s) && s < DAY_S ? (int)s : DAY_S;
    if (!ascii_is_alpha((unsigned char)v.p[0]))
        return -1; /* "-5", "1.5" */
    for (size_t i = 0; i < v.n; i++)
        text[i] = v.p[i];
    text[v.n] = '\0';
    const time_t at = curl_getdate(text, NULL);
    if (at == -1)
        return -1;
    s = (int64_t)at - now_ms / 1000;
    return s < 0 ? 0 : s > DAY_S ? DAY_S : (int)s;
}

/* Link: <target>; name=token; name="quoted \" string", <target>… (RFC 8288, 3) */

static void skip_blank(struct str *s)
{
    while (s->n && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = str_after(*s, 1);
}

static struct str take_until(struct str *s, const char *stop)
{
    size_t n = 0;
    while (n < s->n && str_chr(str_from(stop), s->p[n]) < 0)
        n++;
    struct str got = str_sub(*s, 0, n);
    *s = str_after(*s, n);
    return got;
}

/* The inside of a quoted string, its backslashes taken out; `s` stands at the first quote. */
static struct str take_quoted(struct str *s, struct arena *a)
{
    size_t end = 1, n = 0;
    while (end < s->n && s->p[end] != '"')
        end += s->p[end] == '\\' && end + 1 < s->n ? 2 : 1;
    char *out = arena_alloc(a, end);
    for (size_t i = 1; i < end; i++) {
        if (s->p[i] == '\\' && i + 1 < end)
            i++;
        out[n++] = s->p[i];
    }
    *s = str_after(*s, end + 1);
    return str_of(out, n);
}

struct link {
    struct str target, rel, anchor;
    bool anchored, related;
};

/* Takes one link off *s; false where there is none. What makes no sense is passed over. */
static bool take_link(struct str *s, struct arena *a, struct link *out)
{
    *out = (struct link){.target = STR_NONE, .rel = STR_NONE, .anchor = STR_NONE};
    take_until(s, "<");
    if (s->n == 0)
        return false;
    *s = str_after(*s, 1);
    out->target = take_until(s, ">");
    if (s->n == 0)
        return false;
    *s = str_after(*s, 1);
    for (;;) {
        skip_blank(s);
        if (s->n == 0 || s->p[0] == ',')
            return true;
        if (s->p[0] != ';') {
            take_until(s, ";,");
            continue;
        }
        *s = str_after(*s, 1);
        skip_blank(s);
        struct str value = STR_NONE, name = str_trim(take_until(s, "=;,"));
        if (s->n && s->p[0] == '=') {
            *s = str_after(*s, 1);
            skip_blank(s);
            value = s->n && s->p[0] == '"' ? take_quoted(s, a) : str_trim(take_until(s, ";,"));
        }
        if (str_eq_ci(name, STR("rel")) && !out->related) { /* the first counts: 3.3 */
            out->rel = value;
            out->related = true;
        } else if (str_eq_ci(name, STR("anchor")) && !out->anchored) {
            out->anchor = value;
            out->anchored = true;
        }
    }
}

static bool has_word(struct str words, struct str word)
{
    for (;;) {
        skip_blank(&words);
        if (words.n == 0)
            return false;
        if (str_eq_ci(take_until(&words, " \t"), word))
            return true;
    }
}

/* Whether it speaks of the page that it came with (3.2). */
static bool is_of_page(const struct link *l, struct str page, struct arena *a)
{
    return !l->anchored ||
           str_eq(http_resolve(page, l->anchor, a), http_resolve(page, STR_NONE, a));
}

struct str http_link(const struct http_answer *w, const char *rel, struct arena *a)
{
    struct str found = STR_NONE;
    struct link l;
    int left = LINKS_MAX;
    struct arena *scratch = arena_new(MIB(4));
    for (size_t i = 0; i < w->headers && !found.n; i++) {
        struct str rest = w->header[i].value;
        if (!str_eq_ci(w->header[i].name, STR("Link")) || rest.n > LIMIT_HTTP_HEADER_BYTES)
            continue;
        while (!found.n && left-- > 0 && take_link(&rest, scratch, &l)) {
            if (has_word(l.rel, str_from(rel)) && is_of_page(&l, w->url, scratch))
                found = http_resolve(w->url, l.target, a);
            arena_reset(scratch);
        }
    }
    arena_free(scratch);
    return found;
}
