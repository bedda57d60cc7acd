/* tests/unit/double_match.c: whether a request is the one that a scenario expects. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "double_private.h"

#include "core/json.h"
#include "core/url.h"
#include "text/utf8.h"

enum {
    FIELDS = 256
};

/* `*` stands for any run of bytes, also none. */
static bool like(struct str pattern, struct str s)
{
    size_t p = 0, i = 0, star = SIZE_MAX, from = 0;
    while (i < s.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = i;
        } else if (p < pattern.n && pattern.p[p] == s.p[i]) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

struct str double__header(const struct came *c, const char *name)
{
    for (size_t i = 0; i < c->headers; i++)
        if (str_eq_ci(c->header[i].name, str_from(name)))
            return c->header[i].value;
    return (struct str){NULL, 0};
}

static struct str unescape(struct str s, struct arena *a)
{
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == '+')
            p[i] = ' ';
    return url_unescape(str_of(p, s.n), a);
}

struct fields {
    struct line f[FIELDS];
    bool seen[FIELDS];
    size_t n;
};

static void fields_of(struct str s, char sep, struct arena *a, struct fields *out)
{
    struct str one;
    out->n = 0;
    while (str_cut(&s, sep, &one)) {
        const ptrdiff_t eq = str_chr(one, '=');
        if (one.n == 0 || out->n == FIELDS)
            continue;
        out->seen[out->n] = false;
        out->f[out->n++] =
            (struct line){unescape(eq < 0 ? one : str_sub(one, 0, (size_t)eq), a),
                          eq < 0 ? STR_NONE : unescape(str_after(one, (size_t)eq + 1), a)};
    }
}

/* Every expected field is there, and no other. */
static bool same_fields(struct fields *want, struct fields *got, const char *what,
                        struct buf *why)
{
    for (size_t i = 0; i < want->n; i++) {
        size_t k = 0;
        while (k < got->n && (got->seen[k] || !str_eq(got->f[k].name, want->f[i].name) ||
                              !like(want->f[i].value, got->f[k].value)))
            k++;
        if (k == got->n) {
            buf_printf(why, "%s: no " STRF "=" STRF, what, STRA(want->f[i].name),
                       STRA(want->f[i].value));
            for (size_t n = 0; n < got->n; n++)
                if (str_eq(got->f[n].name, want->f[i].name))
                    buf_printf(why, ", but " STRF "=" STRF, STRA(got->f[n].name),
                               STRA(got->f[n].value));
            return false;
        }
        got->seen[k] = true;
    }
    for (size_t k = 0; k < got->n; k++) {
        if (!got->seen[k]) {
            buf_printf(why, "%s: " STRF "=" STRF " was not expected", what,
                       STRA(got->f[k].name), STRA(got->f[k].value));
            return false;
        }
    }
    return true;
}

static bool same_target(const struct step *s, const struct came *c, struct arena *a,
                        struct buf *why)
{
    const ptrdiff_t w = str_chr(s->path, '?'), g = str_chr(c->target, '?');
    const struct str want = w < 0 ? s->path : str_sub(s->path, 0, (size_t)w),
                     got = g < 0 ? c->target : str_sub(c->target, 0, (size_t)g);
    const struct str query = w < 0 ? STR_NONE : str_after(s->path, (size_t)w + 1);
    struct fields *wanted = ARENA_NEW(a, struct fields), *came = ARENA_NEW(a, struct fields);
    if (!str_eq(s->method, c->method) || !like(want, got)) {
        buf_printf(why, "expected " STRF " " STRF ", came " STRF " " STRF, STRA(s->method),
                   STRA(s->path), STRA(c->method), STRA(c->target));
        return false;
    }
    if (str_is(query, "*"))
        return true;
    fields_of(query, '&', a, wanted);
    fields_of(g < 0 ? STR_NONE : str_after(c->target, (size_t)g + 1), '&', a, came);
    return same_fields(wanted, came, "query", why);
}

static void put_json(const struct json *j, struct buf *b)
{
    static const char *const words[] = {
        [JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true"};
    if (!j)
        buf_lit(b, "nothing");
    else if (j->type <= JSON_TRUE)
        buf_lit(b, words[j->type]);
    else if (j->type == JSON_STRING)
        buf_printf(b, "\"" STRF "\"", STRA(j->s));
    else if (j->type == JSON_NUMBER)
        buf_str(b, j->s);
    else
        buf_printf(b, "%s of %zu", j->type == JSON_ARRAY ? "an array" : "an object", j->count);
}

static bool same_json(const struct json *want, const struct json *got, struct buf *why);

static bool same_members(const struct json *want, const struct json *got, struct buf *why)
{
    const struct json *g = got->first;
    for (const struct json *w = want->first; w; w = w->next) {
        const struct json *there = g;
        if (want->type == JSON_OBJECT)
            for (there = got->first; there && !str_eq(there->key, w->key);)
                there = there->next;
        if (!there || !same_json(w, there, why)) {
            if (!why->n) {
                put_json(w, why);
                buf_lit(why, " is missing");
            }
            buf_printf(why, " in " STRF, STRA(want->type == JSON_OBJECT ? w->key : STR("[]")));
            return false;
        }
        g = g ? g->next : NULL;
    }
    if (got->count == want->count)
        return true;
    for (g = got->first; g; g = g->next) {
        const struct json *w = want->first;
        while (w && !str_eq(w->key, g->key))
            w = w->next;
        if (!w || want->type == JSON_ARRAY)
            break;
    }
    buf_printf(why, "%zu members, not %zu; \"" STRF "\" was not expected", got->count,
               want->count, STRA(g ? g->key : STR_NONE));
    return false;
}

static bool same_json(const struct json *want, const struct json *got, struct buf *why)
{
    if (want->type == JSON_STRING && str_is(want->s, "*"))
        return true;
    bool same = want->type == got->type;
    if (same && (want->type == JSON_ARRAY || want->type == JSON_OBJECT))
        return same_members(want, got, why);
    if (same && want->type == JSON_STRING)
        same = like(want->s, got->s);
    else if (same && want->type == JSON_NUMBER)
        same = str_eq(want->s, got->s);
    if (!same) {
        buf_lit(why, "expected ");
        put_json(want, why);
        buf_lit(why, ", came ");
        put_json(got, why);
    }
    return same;
}

static bool json_body(const struct step *s, const struct came *c, struct arena *a,
                      struct buf *why)
{
    struct json *want = NULL, *got = NULL;
    struct err e;
    if (json_parse(s->expected, NULL, a, &want, &e) != ERR_OK) {
        buf_printf(why, "the expectation in line %d is no JSON: %s", s->number, e.msg);
        return false;
    }
    if (json_parse(c->body, utf8_clean, a, &got, &e) != ERR_OK) {
        buf_printf(why, "the body is no JSON: %s", e.msg);
        return false;
    }
    return same_json(want, got, why);
}

/* A part's name, and what "@filename:type" is held against. */
static bool part_of(struct str part, struct arena *a, struct line *out)
{
    const ptrdiff_t end = str_find(part, STR("\r\n\r\n"));
    const ptrdiff_t name = str_find(part, STR(" name=\"")),
                    file = str_find(part, STR("; filename=\""));
    if (end < 0 || name < 0 || name > end)
        return false;
    out->name = str_after(part, (size_t)name + 7);
    out->name = str_sub(out->name, 0, (size_t)str_chr(out->name, '"'));
    out->value = str_after(part, (size_t)end + 4);
    if (file > 0 && file < end) {
        struct str filename = str_after(part, (size_t)file + 12), type = STR_NONE;
        filename = str_sub(filename, 0, (size_t)str_chr(filename, '"'));
        const ptrdiff_t t = str_find(part, STR("\r\nContent-Type: "));
        if (t > 0 && t < end) {
            type = str_sub(part, (size_t)t + 16, (size_t)end);
            const ptrdiff_t line = str_chr(type, '\r');
            type = line < 0 ? type : str_sub(type, 0, (size_t)line);
        }
        out->value = arena_printf(a, "@" STRF ":" STRF, STRA(filename), STRA(type));
    }
    return true;
}

static bool multipart_body(const struct step *s, const struct came *c, struct arena *a,
                           struct buf *why)
{
    struct fields *want = ARENA_NEW(a, struct fields), *got = ARENA_NEW(a, struct fields);
    struct str type = double__header(c, "Content-Type"), rest = c->body;
    const ptrdiff_t at = str_find(type, STR("boundary="));
    if (!str_starts(type, STR("multipart/form-data;")) || at < 0) {
        buf_printf(why, "Content-Type is \"" STRF "\"", STRA(type));
        return false;
    }
    struct str mark = arena_printf(a, "--" STRF, STRA(str_after(type, (size_t)at + 9)));
    if (!str_starts(rest, mark) ||
        !str_ends(rest, arena_printf(a, STRF "--\r\n", STRA(mark)))) {
        buf_lit(why, "the parts are not between their boundaries");
        return false;
    }
    struct str between = arena_printf(a, "\r\n" STRF, STRA(mark));
    rest = str_after(rest, mark.n);
    while (str_starts(rest, STR("\r\n")) && got->n < FIELDS) {
        const ptrdiff_t end = str_find(rest, between);
        if (end < 0 || !part_of(str_sub(rest, 0, (size_t)end), a, &got->f[got->n]))
            break;
        got->n++;
        rest = str_after(rest, (size_t)end + between.n);
    }
    if (!str_is(rest, "--\r\n")) {
        buf_printf(why, "the part behind number %zu makes no sense", got->n);
        return false;
    }
    fields_of(s->expected, ' ', a, want);
    return same_fields(want, got, "multipart", why);
}

static bool same_body(const struct step *s, const struct came *c, struct arena *a,
                      struct buf *why)
{
    struct fields *want, *got;
    switch (s->body) {
    case BODY_ANY:
        return true;
    case BODY_NONE:
        if (c->body.n)
            buf_printf(why, "a body of %zu bytes was not expected", c->body.n);
        return c->body.n == 0;
    case BODY_FORM:
        want = ARENA_NEW(a, struct fields);
        got = ARENA_NEW(a, struct fields);
        if (!str_starts(double__header(c, "Content-Type"),
                        STR("application/x-www-form-urlencoded"))) {
            buf_lit(why, "no form: its Content-Type is another");
            return false;
        }
        fields_of(s->expected, ' ', a, want);
        fields_of(c->body, '&', a, got);
        return same_fields(want, got, "form", why);
    case BODY_JSON:
        return json_body(s, c, a, why);
    case BODY_MULTIPART:
        return multipart_body(s, c, a, why);
    case BODY_TEXT:
        if (!like(s->expected, c->body))
            buf_printf(why, "expected the body \"" STRF "\", came \"" STRF "\"",
                       STRA(s->expected), STRA(str_sub(c->body, 0, 200)));
        return like(s->expected, c->body);
    }
    return false;
}

bool double__matches(const struct step *s, const struct came *c, struct arena *a,
                     struct buf *why)
{
    if (!same_target(s, c, a, why))
        return false;
    for (size_t i = 0; i < s->headers; i++) {
        struct str got = double__header(c, arena_cstr(a, s->header[i].name));
        if (got.p && like(s->header[i].value, got))
            continue;
        buf_printf(why, "expected the header " STRF ": " STRF ", came \"" STRF "\"",
                   STRA(s->header[i].name), STRA(s->header[i].value),
                   STRA(got.p ? got : STR_NONE));
        return false;
    }
    for (size_t i = 0; i < s->withouts; i++) {
        if (double__header(c, arena_cstr(a, s->without[i])).p) {
            buf_printf(why, "the header " STRF " was not expected", STRA(s->without[i]));
            return false;
        }
    }
    return same_body(s, c, a, why);
}
