/* tests/fuzz/fuzz_web.c: what comes over HTTP and is ours to read: paths, fields of every route,
 * JSON bodies, host names and origins, colours, words to mark. Rules of who may ask are said once
 * more here, in another way. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/limits.h"
#include "store/seal.h"
#include "text/utf8.h"
#include "web/colour.h"
#include "web/marks.h"
#include "web/session.h"
#include "web/totp.h"

/* A number, then texts that are cut at 0xFF. */
enum {
    PIECES = 2 * FIELDS_MOST + 8
};
struct pieces {
    struct str piece[PIECES];
    size_t n;
};

static struct pieces pieces_of(struct str in)
{
    struct pieces p = {.n = 0};
    while (p.n < PIECES && str_cut(&in, '\xFF', &p.piece[p.n]))
        p.n++;
    return p;
}

/* Paths ---------------------------------------------------------------------------------- */

/* The path that a route would have been found by, made of what was captured. */
static struct str path_again(const struct route *row, int64_t id, struct str name,
                             struct arena *a)
{
    if (strcmp(row->pattern, "/") == 0)
        return STR("/");
    struct str rest = str_from(row->pattern), piece;
    struct buf b;
    buf_init(&b, MIB(1));
    for (bool first = true; str_cut(&rest, '/', &piece); first = false) {
        if (!first)
            buf_char(&b, '/');
        if (str_is(piece, ":id"))
            buf_printf(&b, "%lld", (long long)id);
        else
            buf_str(&b, str_is(piece, ":name") ? name : piece);
    }
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* The same number written in another way: "007" is 7. */
static bool is_same_path(struct str given, struct str again)
{
    struct str x, y;
    bool more_x, more_y;
    do {
        int64_t n = 0, m = 0;
        more_x = str_cut(&given, '/', &x);
        more_y = str_cut(&again, '/', &y);
        if (more_x != more_y)
            return false;
        if (more_x && !str_eq(x, y) && (!str_i64(x, &n) || !str_i64(y, &m) || n != m))
            return false;
    } while (more_x);
    return true;
}

static void look_at_path(struct str path, struct arena *a)
{
    for (int m = METHOD_GET; m <= METHOD_POST; m++) {
        int64_t id = 0;
        struct str name = STR_NONE;
        bool wrong = false;
        const struct route *row = route_find((enum method)m, path, &id, &name, &wrong);
        if (!row)
            continue;
        assert((int)row->method == m && row->answer && id >= 0);
        assert(str_chr(name, '/') < 0);
        assert(is_same_path(path, path_again(row, id, name, a)));
    }
}

/* Fields --------------------------------------------------------------------------------- */

static const struct field *declared(const struct route *row, struct str name)
{
    for (const struct field *f = row->fields; f && f->name; f++)
        if (str_is(name, f->name))
            return f;
    return NULL;
}

static void expect_field(const struct request *r, size_t at)
{
    const struct field *f = r->field[at].field;
    struct str v = r->field[at].value;
    if (!f)
        return;
    assert(str_is(r->field[at].name, f->name) && v.n <= f->most && utf8_valid(v));
    if (f->type == FIELD_LINE)
        assert(str_eq(v, str_trim(v)));
    if (f->type == FIELD_ID && v.n) {
        for (size_t i = 0; i < v.n; i++)
            assert(ascii_is_digit((unsigned char)v.p[i]) || v.p[i] == '+' || v.p[i] == '-');
        assert(field_id(r, f->name) >= 0);
    }
    for (size_t i = 0; i < at && !f->repeats; i++)
        assert(r->field[i].field != f);
}

/* One route with these fields, as a page or as a change. */
static void look_at_fields(const struct route *row, const struct pieces *p, struct arena *a)
{
    static struct request r;
    struct err e = {0};
    int64_t ids[4];
    memset(&r, 0, sizeof r);
    r.a = a;
    r.method = row->method;
    size_t known = 0;
    while (row->fields && row->fields[known].name)
        known++;
    for (size_t i = 0; i + 1 < p->n && r.fields < FIELDS_MOST; i += 2) {
        /* a single byte stands for a name of the route: else hardly any would be met */
        struct str name = p->piece[i];
        if (name.n == 1 && known)
            name = str_from(row->fields[(unsigned char)name.p[0] % known].name);
        r.field[r.fields].name = name;
        r.field[r.fields++].value = p->piece[i + 1];
    }
    enum err_code rc = fields_check(&r, row, &e);
    if (rc) {
        assert((rc == ERR_INVALID || rc == ERR_LIMIT) && e.code == rc && e.msg[0]);
        assert(strlen(e.msg) < sizeof e.msg);
        return;
    }
    for (size_t i = 0; i < r.fields; i++) {
        assert(r.field[i].field || str_is(r.field[i].name, "token"));
        assert(declared(row, r.field[i].name) == r.field[i].field);
        expect_field(&r, i);
    }
    for (const struct field *f = row->fields; f && f->name; f++) {
        assert(field_given(&r, f->name) || field_str(&r, f->name).n == 0);
        assert(field_ids(&r, f->name, ids, COUNT_OF(ids)) <= COUNT_OF(ids));
    }
}

/* Where it comes from -------------------------------------------------------------------- */

/* The host of "host:port" or "[v6]:port". */
static struct str without_port(struct str authority)
{
    size_t n = authority.n;
    while (n && ascii_is_digit((unsigned char)authority.p[n - 1]))
        n--;
    return n && authority.p[n - 1] == ':' ? str_sub(authority, 0, n - 1) : authority;
}

/* In numbers, so that no DNS can point it anywhere. */
static bool is_numbers(struct str host)
{
    bool six = str_starts(host, STR("[")) && str_ends(host, STR("]"));
    const char *may = six ? "0123456789abcdefABCDEF:." : "0123456789.";
    for (size_t i = six; i + six < host.n; i++)
        if (!strchr(may, host.p[i]) || !host.p[i])
            return false;
    return host.n > 0;
}

static struct str authority_of(struct str url)
{
    ptrdiff_t at = str_find(url, STR("://"));
    struct str rest = at > 0 ? str_after(url, (size_t)at + 3) : STR_NONE, host = STR_NONE;
    str_cut(&rest, '/', &host);
    return host;
}

static void look_at_host(struct request *r, struct str host, const char *url)
{
    struct web_options o = {.url = url};
    struct server server = {.o = &o};
    struct err e = {0};
    r->server = &server;
    r->host = host;
    enum err_code rc = session_check_host(r, &e);
    assert(rc == ERR_OK || (rc == ERR_DENIED && strlen(e.msg) < sizeof e.msg));
    struct str name = without_port(host), ours = without_port(authority_of(str_from(url)));
    if (rc == ERR_OK && !is_numbers(name))
        assert(str_eq_ci(name, STR("localhost")) || (ours.n && str_eq_ci(name, ours)));
    if (str_eq_ci(name, STR("localhost")) || str_is(name, "127.0.0.1") || str_is(name, "[::1]"))
        assert(rc == ERR_OK);
    r->server = NULL;
}

static void look_at_origin(struct request *r, const struct pieces *p)
{
    static const char token[] = "00112233445566778899aabbccddeeff";
    struct err e = {0};
    r->host = str_from(arena_cstr(r->a, p->piece[0])); /* a header holds no NUL */
    r->origin = p->n > 1 ? p->piece[1] : STR_NONE;
    r->fetch_site = p->n > 2 ? p->piece[2] : STR_NONE;
    r->token_header = p->n > 3 ? p->piece[3] : STR_NONE;
    memcpy(r->token, token, sizeof token);
    enum err_code from = session_check_token(r, false, &e);
    enum err_code asked = session_check_token(r, true, &e);
    assert(asked == ERR_DENIED || (asked == ERR_OK && from == ERR_OK));
    assert(asked == ERR_DENIED || str_is(r->token_header, token));
    if (from == ERR_OK && r->origin.n) {
        /* scheme://host:port and no more: what follows the scheme is the Host */
        ptrdiff_t at = str_find(r->origin, STR("://"));
        assert(at > 0 && str_eq_ci(str_after(r->origin, (size_t)at + 3), r->host));
        assert(!str_is(r->origin, "null"));
    }
    if (from == ERR_OK && !r->origin.n)
        assert(!r->fetch_site.n || str_is(r->fetch_site, "same-origin"));
    /* our own page is never refused */
    r->origin = arena_printf(r->a, "http://" STRF, STRA(r->host));
    r->token_header = str_from(token);
    assert(str_find(r->host, STR("://")) >= 0 || session_check_token(r, true, &e) == ERR_OK);
    /* another host's is, whatever it is called */
    r->origin = arena_printf(r->a, "https://" STRF ".evil.example", STRA(r->host));
    assert(str_find(r->host, STR("://")) >= 0 ||
           session_check_token(r, true, &e) == ERR_DENIED);
}

/* The rest ------------------------------------------------------------------------------- */

static void look_at_colour(struct str colour)
{
    static const double wanted[] = {3, 4.5, 7};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        for (int dark = 0; dark < 2; dark++) {
            char out[8];
            colour_readable(colour, dark, wanted[i], out);
            assert(strlen(out) == 7 && out[0] == '#');
            assert(strspn(out + 1, "0123456789abcdef") == 6);
            /* as it is rounded to the eight bits of a channel */
            double got = colour_contrast(str_from(out), dark ? STR("#1c1f24") : STR("#ffffff"));
            assert(got > wanted[i] - 0.06);
        }
    }
}

static void look_at_marks(struct str text, struct str words, struct arena *a)
{
    struct html_mark *m;
    text = utf8_clean(text, a);
    size_t n = marks_find(text, utf8_clean(words, a), a, &m), at = 0;
    assert(n <= MARKS_MOST);
    for (size_t i = 0; i < n; i++) {
        assert(m[i].from >= at && m[i].to > m[i].from && m[i].to <= text.n);
        at = m[i].to;
        assert(utf8_valid(str_sub(text, m[i].from, m[i].to)));
    }
}

/* A body of JSON becomes fields: a member each, an array's elements each. */
static void look_at_json(struct str body, struct arena *a)
{
    struct json *j = NULL;
    struct err e = {0};
    enum err_code rc = json_parse(body, utf8_clean, a, &j, &e);
    assert(rc == ERR_OK || rc == ERR_PARSE || rc == ERR_LIMIT);
    if (rc || j->type != JSON_OBJECT)
        return;
    for (const struct json *m = j->first; m; m = m->next) {
        assert(utf8_valid(m->key) && utf8_valid(json_str(m)));
        for (const struct json *v = m->type == JSON_ARRAY ? m->first : NULL; v; v = v->next)
            assert(utf8_valid(json_str(v)));
    }
}

/* What is shown at the door: sessions, keys, codes, e-mail addresses, sealed tickets. */
static void look_at_door(struct str s, struct arena *a)
{
    static const unsigned char key[SEAL_BYTES] = {1, 2, 3};
    const struct str secret = STR("12345678901234567890");
    struct err e = {0};
    struct str out = STR_NONE;
    int64_t owner = 0, step = 0;
    if (session_token_owner(s, &owner))
        assert(owner > 0 && s.n >= 64 && s.n < 64 + 20);
    if (session_key_owner(s, &owner))
        assert(owner > 0 && str_starts(s, STR("tact_")) && s.n > 70);
    if (totp_check(secret, s, 59000, 0, &step)) {
        assert(step >= 1 && step <= 2);
        assert(!totp_check(secret, s, 59000, 2, &step));
    }
    if (owner_email(s, a, &out, &e) == ERR_OK) {
        struct str again = STR_NONE;
        assert(utf8_valid(out) && str_chr(out, '@') > 0);
        assert(owner_email(out, a, &again, &e) == ERR_OK && str_eq(out, again));
    }
    assert(!seal_open(key, s, a, &out)); /* nobody finds the key */
    struct str sealed = seal_close(key, s, a);
    assert(seal_open(key, sealed, a, &out) && str_eq(out, s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *a = arena_new(MIB(256));
    static struct request r;
    memset(&r, 0, sizeof r);
    r.a = a;
    struct str in = str_of((const char *)data + 1, size - 1);
    struct pieces p = pieces_of(in);
    struct str first = p.n ? p.piece[0] : STR_NONE, second = p.n > 1 ? p.piece[1] : STR_NONE;
    size_t rows;
    const struct route *row = route_list(&rows);
    if (data[0] == 'D') {
        look_at_door(in, a);
        arena_free(a);
        return 0;
    }
    switch (data[0] % 6) {
    case 0:
        look_at_path(first, a);
        break;
    case 1:
        for (size_t i = 0; i < rows; i++)
            look_at_fields(&row[i], &p, a);
        break;
    case 2:
        first = str_from(arena_cstr(a, first)); /* a header holds no NUL */
        look_at_host(&r, first, NULL);
        look_at_host(&r, first, "https://tact.example.org/");
        look_at_host(&r, first, "http://[2001:db8::1]:8420");
        look_at_host(&r, first, "http://tact.example.org:8420/path");
        break;
    case 3:
        if (p.n)
            look_at_origin(&r, &p);
        break;
    case 4:
        look_at_colour(first);
        look_at_marks(first, second, a);
        break;
    default:
        look_at_json(in, a);
    }
    arena_free(a);
    return 0;
}
