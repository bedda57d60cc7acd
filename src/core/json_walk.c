/* core/json_walk.c: a JSON document of any size, one value at a time, in a window that slides
 * over the stream and grows only to hold the largest value. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/json_private.h"
#include "core/limits.h"
#include "core/mem.h"

#include <string.h>

const char json__cut[] = "it is cut off";

enum {
    WINDOW_BYTES = 256 * 1024,
    RAW_SHOWN = 64 * 1024
};

struct walk {
    struct stream *in;
    const struct json_walk *w;
    struct arena *a;
    char *p;           /* the window */
    size_t n, cap, at; /* bytes in it, its size, how far they are read */
    bool ended;        /* the stream is */
    struct buf path;
    int depth;
};

/* Slides what is left to the front and reads more behind it. ERR_LIMIT where one value would
 * need a larger window than LIMIT_JSON_VALUE. */
static enum err_code refill(struct walk *k, struct err *e)
{
    if (k->at > 0) {
        memmove(k->p, k->p + k->at, k->n - k->at);
        k->n -= k->at;
        k->at = 0;
    }
    if (k->cap - k->n < 16) { /* a decoder may give whole characters only */
        if (k->cap >= LIMIT_JSON_VALUE)
            return err_set(e, ERR_LIMIT, "one record is larger than %zu MB",
                           (size_t)(LIMIT_JSON_VALUE >> 20));
        k->cap *= 2;
        k->p = mem_realloc(k->p, k->cap);
    }
    size_t got = 0;
    enum err_code rc = stream_read(k->in, k->p + k->n, k->cap - k->n, &got, e);
    if (rc)
        return rc;
    k->ended = got == 0;
    k->n += got;
    return ERR_OK;
}

/* The next byte that is no white space into *c, not taken; ERR_PARSE at the end. */
static enum err_code peek(struct walk *k, char *c, struct err *e)
{
    for (;;) {
        while (k->at < k->n && ascii_is_space((unsigned char)k->p[k->at]))
            k->at++;
        if (k->at < k->n) {
            *c = k->p[k->at];
            return ERR_OK;
        }
        if (k->ended)
            return err_set(e, ERR_PARSE, "the file is cut off");
        enum err_code rc = refill(k, e);
        if (rc)
            return rc;
    }
}

static bool walked_into(const struct walk *k)
{
    for (const char *const *p = k->w->into; *p; p++)
        if (str_is(buf_view(&k->path), *p))
            return true;
    return false;
}

/* How far the broken value at k->at reaches: to the comma or bracket that ends it, strings and
 * nesting minded. The bytes go to w->bad and are taken. */
static enum err_code skip_bad(struct walk *k, const char *why, struct err *e)
{
    struct buf raw;
    buf_init(&raw, RAW_SHOWN);
    int depth = 0;
    bool in_string = false, escaped = false, done = false;
    enum err_code rc = ERR_OK;
    while (!done && rc == ERR_OK) {
        if (k->at == k->n) {
            if (k->ended)
                break;
            rc = refill(k, e);
            continue;
        }
        char c = k->p[k->at];
        if (in_string) {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
            done = true;
            continue;
        } else if (c == '}' || c == ']') {
            depth--;
        }
        buf_char(&raw, c);
        k->at++;
    }
    if (rc == ERR_OK && !done)
        rc = err_set(e, ERR_PARSE, "the file is cut off");
    else if (rc == ERR_OK && k->w->bad)
        rc = k->w->bad(k->w->ctx, buf_view(&k->path), buf_view(&raw), why, e);
    else if (rc == ERR_OK)
        rc = err_set(e, ERR_PARSE, "not JSON: %s", why);
    buf_free(&raw);
    return rc;
}

/* One value as a tree, given to w->value. Parsing simply starts again with more bytes where the
 * window ends inside the value: values are small, windows large. */
static enum err_code give_value(struct walk *k, struct err *e)
{
    for (;;) {
        arena_reset(k->a);
        struct json_parse p = {.at = k->p + k->at,
                               .end = k->p + k->n,
                               .a = k->a,
                               .text = k->w->text,
                               .whole = k->ended};
        struct json *v = ARENA_NEW(k->a, struct json);
        if (json__value(&p, v)) {
            struct str raw = {k->p + k->at, (size_t)(p.at - (k->p + k->at))};
            k->at += raw.n;
            return k->w->value(k->w->ctx, buf_view(&k->path), v, raw, e);
        }
        if (p.why != json__cut)
            return skip_bad(k, p.why, e);
        if (k->ended)
            return err_set(e, ERR_PARSE, "the file is cut off");
        enum err_code rc = refill(k, e);
        if (rc)
            return rc;
    }
}

/* A member's name, parsed like a value, onto the path. */
static enum err_code take_name(struct walk *k, struct err *e)
{
    for (;;) {
        arena_reset(k->a);
        struct json_parse p = {
            .at = k->p + k->at, .end = k->p + k->n, .a = k->a, .text = k->w->text};
        struct json name = {0};
        if (json__value(&p, &name)) {
            if (name.type != JSON_STRING)
                return err_set(e, ERR_PARSE, "not JSON: a member without a name");
            buf_char(&k->path, '/');
            buf_str(&k->path, name.s);
            k->at = (size_t)(p.at - k->p);
            return ERR_OK;
        }
        if (p.why != json__cut || k->ended)
            return err_set(e, ERR_PARSE, "not JSON: %s", p.why);
        enum err_code rc = refill(k, e);
        if (rc)
            return rc;
    }
}

static enum err_code walk_value(struct walk *k, struct err *e);

static enum err_code walk_member(struct walk *k, bool object, struct err *e)
{
    size_t before = k->path.n;
    enum err_code rc = ERR_OK;
    if (object) {
        rc = take_name(k, e);
        char c = ':';
        if (rc == ERR_OK)
            rc = peek(k, &c, e);
        if (rc == ERR_OK && c != ':')
            rc = err_set(e, ERR_PARSE, "not JSON: a name without a value");
        k->at++;
    } else {
        buf_lit(&k->path, "/[]");
    }
    if (rc == ERR_OK)
        rc = walk_value(k, e);
    k->path.n = before;
    return rc;
}

/* The elements of the container at k->at, whose bracket is not taken yet. */
static enum err_code walk_into(struct walk *k, bool object, struct err *e)
{
    char close = object ? '}' : ']', c = 0;
    k->at++;
    enum err_code rc = peek(k, &c, e);
    if (rc)
        return rc;
    bool more = c != close;
    if (!more)
        k->at++;
    while (more) {
        if ((rc = peek(k, &c, e)) || (rc = walk_member(k, object, e)) || (rc = peek(k, &c, e)))
            return rc;
        if (c != ',' && c != close)
            return err_set(e, ERR_PARSE, "not JSON: a missing comma or bracket");
        more = c == ',';
        k->at++;
    }
    return k->w->end ? k->w->end(k->w->ctx, buf_view(&k->path), e) : ERR_OK;
}

static enum err_code walk_value(struct walk *k, struct err *e)
{
    char c = 0;
    enum err_code rc = peek(k, &c, e);
    if (rc)
        return rc;
    if ((c != '{' && c != '[') || !walked_into(k))
        return give_value(k, e);
    if (++k->depth > LIMIT_JSON_DEPTH)
        return err_set(e, ERR_LIMIT, "not JSON: it is nested too deep");
    rc = walk_into(k, c == '{', e);
    k->depth--;
    return rc;
}

/* To the first { or [: X's files start with an assignment, some editors with a BOM. */
static enum err_code find_start(struct walk *k, struct err *e)
{
    for (;;) {
        while (k->at < k->n && k->p[k->at] != '{' && k->p[k->at] != '[')
            k->at++;
        if (k->at < k->n)
            return ERR_OK;
        if (k->ended)
            return err_set(e, ERR_PARSE, "there is no JSON in it");
        enum err_code rc = refill(k, e);
        if (rc)
            return rc;
    }
}

enum err_code json_walk(struct stream *in, const struct json_walk *w, struct err *e)
{
    struct walk k = {.in = in, .w = w, .cap = WINDOW_BYTES};
    k.p = mem_alloc(k.cap);
    k.a = arena_new(LIMIT_JSON_TREE);
    buf_init(&k.path, LIMIT_JSON_VALUE);
    enum err_code rc = find_start(&k, e);
    if (rc == ERR_OK)
        rc = walk_value(&k, e);
    buf_free(&k.path);
    arena_free(k.a);
    mem_free(k.p);
    return rc;
}
