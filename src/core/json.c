/* core/json.c: the tree of one JSON value, and the writer. The walker over documents of any
 * size is in json_walk.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/json.h"

#include "core/json_private.h"
#include "core/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void skip_space(struct json_parse *p)
{
    while (p->at < p->end &&
           (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t'))
        p->at++;
}

static bool fail(struct json_parse *p, const char *why)
{
    if (!p->why)
        p->why = p->at >= p->end ? json__cut : why;
    return false;
}

/* Four hex digits at p->at into *c. */
static bool hex4(struct json_parse *p, uint32_t *c)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        if (p->at >= p->end)
            return fail(p, json__cut);
        char h = ascii_lower(*p->at);
        if (ascii_is_digit((unsigned char)h))
            v = v << 4 | (uint32_t)(h - '0');
        else if (h >= 'a' && h <= 'f')
            v = v << 4 | (uint32_t)(h - 'a' + 10);
        else
            return fail(p, "a \\u escape without four hex digits");
        p->at++;
    }
    *c = v;
    return true;
}

static char *put_utf8(char *o, uint32_t c)
{
    if (c < 0x80) {
        *o++ = (char)c;
    } else if (c < 0x800) {
        *o++ = (char)(0xC0 | c >> 6);
        *o++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *o++ = (char)(0xE0 | c >> 12);
        *o++ = (char)(0x80 | ((c >> 6) & 0x3F));
        *o++ = (char)(0x80 | (c & 0x3F));
    } else {
        *o++ = (char)(0xF0 | c >> 18);
        *o++ = (char)(0x80 | ((c >> 12) & 0x3F));
        *o++ = (char)(0x80 | ((c >> 6) & 0x3F));
        *o++ = (char)(0x80 | (c & 0x3F));
    }
    return o;
}

/* A \u escape, joined with the low half that may follow it. A NUL and a half without its other
 * half become U+FFFD. */
static bool unicode_escape(struct json_parse *p, char **o)
{
    uint32_t c;
    if (!hex4(p, &c))
        return false;
    if (c >= 0xD800 && c < 0xDC00 && p->end - p->at >= 2 && p->at[0] == '\\' &&
        p->at[1] == 'u') {
        const char *before = p->at;
        uint32_t low;
        p->at += 2;
        if (!hex4(p, &low))
            return false;
        if (low >= 0xDC00 && low < 0xE000)
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        else
            p->at = before;
    }
    if (c == 0 || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    *o = put_utf8(*o, c);
    return true;
}

static bool escape(struct json_parse *p, char **o)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (p->at >= p->end)
        return fail(p, json__cut);
    char c = *p->at++;
    if (c == 'u')
        return unicode_escape(p, o);
    const char *k = c ? strchr(from, c) : NULL;
    if (!k)
        return fail(p, "an unknown escape in a string");
    *(*o)++ = to[k - from];
    return true;
}

/* The bytes of the string at p->at (behind its quote): where it ends and what it needs. */
static const char *scan_string(const char *at, const char *end, bool *escaped, bool *high)
{
    while (at < end) {
        unsigned char c = (unsigned char)*at;
        if (c == '"')
            return at;
        if (c < 0x20)
            return at;
        if (c == '\\') {
            *escaped = true;
            at += 2;
            continue;
        }
        if (c & 0x80)
            *high = true;
        at++;
    }
    return NULL;
}

/* True where there is room for n more bytes of tree. */
static bool room(struct json_parse *p, size_t n)
{
    if (arena_left(p->a) > n + 64)
        return true;
    p->limit = true;
    return fail(p, "it is too large to hold");
}

static bool parse_string(struct json_parse *p, struct str *out)
{
    bool escaped = false, high = false;
    const char *start = ++p->at;
    const char *close = scan_string(start, p->end, &escaped, &high);
    if (!close || close >= p->end) {
        p->at = p->end;
        return fail(p, json__cut);
    }
    if (*close != '"') {
        p->at = close;
        return fail(p, "a control character in a string");
    }
    struct str s = {start, (size_t)(close - start)};
    if (escaped) {
        if (!room(p, s.n))
            return false;
        char *bytes = arena_alloc(p->a, s.n + 1), *o = bytes;
        while (p->at < close) {
            if (*p->at != '\\') {
                *o++ = *p->at++;
                continue;
            }
            p->at++;
            if (!escape(p, &o))
                return false;
        }
        s = (struct str){bytes, (size_t)(o - bytes)};
    }
    p->at = close + 1;
    if (p->text && (high || escaped)) {
        if (!room(p, 3 * s.n)) /* U+FFFD for each byte is the worst case */
            return false;
        s = p->text(s, p->a);
    }
    *out = s;
    return true;
}

static void digits(struct json_parse *p)
{
    while (p->at < p->end && ascii_is_digit((unsigned char)*p->at))
        p->at++;
}

static bool parse_number(struct json_parse *p, struct str *out)
{
    const char *start = p->at;
    if (*p->at == '-')
        p->at++;
    const char *whole = p->at;
    digits(p);
    if (p->at == whole || (*whole == '0' && p->at - whole > 1))
        return fail(p, "a number that is not one");
    if (p->at < p->end && *p->at == '.') {
        const char *part = ++p->at;
        digits(p);
        if (p->at == part)
            return fail(p, "a number that ends in its point");
    }
    if (p->at < p->end && (*p->at == 'e' || *p->at == 'E')) {
        p->at++;
        if (p->at < p->end && (*p->at == '+' || *p->at == '-'))
            p->at++;
        const char *part = p->at;
        digits(p);
        if (p->at == part)
            return fail(p, "a number without its exponent");
    }
    if (p->at >= p->end && !p->whole)
        return fail(p, json__cut); /* more digits may follow */
    *out = (struct str){start, (size_t)(p->at - start)};
    return true;
}

static bool parse_word(struct json_parse *p, struct json *j)
{
    static const struct {
        struct str word;
        enum json_type type;
    } words[] = {
        {STR_INIT("null"),  JSON_NULL },
        {STR_INIT("true"),  JSON_TRUE },
        {STR_INIT("false"), JSON_FALSE}
    };
    struct str rest = {p->at, (size_t)(p->end - p->at)};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_starts(rest, words[i].word)) {
            j->type = words[i].type;
            p->at += words[i].word.n;
            return true;
        }
        if (str_starts(words[i].word, rest)) {
            p->at = p->end;
            return fail(p, json__cut);
        }
    }
    return fail(p, "something that is no JSON value");
}

/* The comma or the bracket behind an element: true where one more follows. */
static bool next_one(struct json_parse *p, char close, bool *more)
{
    skip_space(p);
    if (p->at >= p->end)
        return fail(p, json__cut);
    *more = *p->at == ',';
    if (!*more && *p->at != close)
        return fail(p, "a missing comma or bracket");
    p->at++;
    return true;
}

static bool parse_members(struct json_parse *p, struct json *j, char close)
{
    struct json **tail = &j->first;
    p->at++;
    skip_space(p);
    if (p->at < p->end && *p->at == close) {
        p->at++;
        return true;
    }
    for (bool more = true; more;) {
        if (!room(p, sizeof **tail))
            return false;
        struct json *child = ARENA_NEW(p->a, struct json);
        skip_space(p);
        if (close == '}') {
            if (p->at >= p->end || *p->at != '"')
                return fail(p, "a member without a name");
            if (!parse_string(p, &child->key))
                return false;
            skip_space(p);
            if (p->at >= p->end || *p->at != ':')
                return fail(p, "a name without a value");
            p->at++;
        }
        if (!json__value(p, child))
            return false;
        *tail = child;
        tail = &child->next;
        j->count++;
        if (!next_one(p, close, &more))
            return false;
    }
    return true;
}

bool json__value(struct json_parse *p, struct json *j)
{
    skip_space(p);
    if (p->at >= p->end)
        return fail(p, json__cut);
    char c = *p->at;
    if (c == '"') {
        j->type = JSON_STRING;
        return parse_string(p, &j->s);
    }
    if (c == '-' || ascii_is_digit((unsigned char)c)) {
        j->type = JSON_NUMBER;
        return parse_number(p, &j->s);
    }
    if (c != '{' && c != '[')
        return parse_word(p, j);
    if (++p->depth > LIMIT_JSON_DEPTH) {
        p->limit = true;
        return fail(p, "it is nested too deep");
    }
    j->type = c == '{' ? JSON_OBJECT : JSON_ARRAY;
    bool ok = parse_members(p, j, c == '{' ? '}' : ']');
    p->depth--;
    return ok;
}

enum err_code json_parse(struct str text, json_text *clean, struct arena *a, struct json **out,
                         struct err *e)
{
    struct json_parse p = {
        .at = text.p, .end = text.p + text.n, .a = a, .text = clean, .whole = true};
    struct json *j = ARENA_NEW(a, struct json);
    if (json__value(&p, j)) {
        skip_space(&p);
        if (p.at < p.end)
            fail(&p, "more behind the value");
    }
    if (p.why)
        return err_set(e, p.limit ? ERR_LIMIT : ERR_PARSE, "not JSON at byte %zu: %s",
                       (size_t)(p.at - text.p), p.why);
    *out = j;
    return ERR_OK;
}

const struct json *json_get(const struct json *j, const char *key)
{
    if (!j || j->type != JSON_OBJECT)
        return NULL;
    size_t n = strlen(key);
    for (const struct json *m = j->first; m; m = m->next)
        if (m->key.n == n && memcmp(m->key.p, key, n) == 0)
            return m;
    return NULL;
}

const struct json *json_at(const struct json *j, const char *path)
{
    struct str rest = str_from(path), step;
    while (j && str_cut(&rest, '/', &step)) {
        if (str_is(step, "[]")) {
            j = j->type == JSON_ARRAY ? j->first : NULL;
            continue;
        }
        const struct json *m = j->type == JSON_OBJECT ? j->first : NULL;
        while (m && !str_eq(m->key, step))
            m = m->next;
        j = m;
    }
    return j;
}

struct str json_str(const struct json *j)
{
    return j && (j->type == JSON_STRING || j->type == JSON_NUMBER) ? j->s : STR_NONE;
}

struct str json_get_str(const struct json *j, const char *key)
{
    return json_str(json_get(j, key));
}

int64_t json_i64(const struct json *j, int64_t otherwise)
{
    int64_t v;
    if (str_i64(json_str(j), &v))
        return v;
    double d = json_f64(j, 1e300);
    return d > -9e15 && d < 9e15 ? (int64_t)d : otherwise;
}

double json_f64(const struct json *j, double otherwise)
{
    struct str s = json_str(j);
    char digits_z[64], *end;
    if (s.n == 0 || s.n >= sizeof digits_z)
        return otherwise;
    memcpy(digits_z, s.p, s.n);
    digits_z[s.n] = '\0';
    double v = strtod(digits_z, &end);
    return end == digits_z + s.n ? v : otherwise;
}

bool json_true(const struct json *j)
{
    return j && (j->type == JSON_TRUE || (j->type == JSON_STRING && str_is(j->s, "true")));
}

void json_out_init(struct json_out *o, struct buf *b)
{
    *o = (struct json_out){.b = b};
}

static void separate(struct json_out *o)
{
    if (o->comma)
        buf_char(o->b, ',');
    o->comma = true;
}

void json_out_open(struct json_out *o, char bracket)
{
    separate(o);
    buf_char(o->b, bracket);
    o->comma = false;
}

void json_out_close(struct json_out *o, char bracket)
{
    buf_char(o->b, bracket);
    o->comma = true;
}

static void quote(struct buf *b, struct str s)
{
    buf_char(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_put(b, s.p + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c == '\n') {
            buf_lit(b, "\\n");
        } else if (c == '\t') {
            buf_lit(b, "\\t");
        } else if (c == '\r') {
            buf_lit(b, "\\r");
        } else {
            buf_printf(b, "\\u%04x", c);
        }
    }
    buf_str(b, str_after(s, from));
    buf_char(b, '"');
}

void json_out_key(struct json_out *o, const char *key)
{
    separate(o);
    quote(o->b, str_from(key));
    buf_char(o->b, ':');
    o->comma = false;
}

void json_out_str(struct json_out *o, struct str s)
{
    separate(o);
    quote(o->b, s);
}

void json_out_i64(struct json_out *o, int64_t v)
{
    separate(o);
    buf_i64(o->b, v);
}

void json_out_f64(struct json_out *o, double v, int digits_behind_point)
{
    separate(o);
    buf_printf(o->b, "%.*f", digits_behind_point, v);
}

void json_out_bool(struct json_out *o, bool v)
{
    separate(o);
    buf_lit(o->b, v ? "true" : "false");
}

void json_out_null(struct json_out *o)
{
    separate(o);
    buf_lit(o->b, "null");
}

void json_out_kstr(struct json_out *o, const char *key, struct str s)
{
    json_out_key(o, key);
    json_out_str(o, s);
}

void json_out_ki64(struct json_out *o, const char *key, int64_t v)
{
    json_out_key(o, key);
    json_out_i64(o, v);
}
