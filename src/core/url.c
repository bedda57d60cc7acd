/* core/url.c: taking addresses apart. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/url.h"

#include <string.h>

bool url_parse(struct str s, struct url *out)
{
    struct url u = {STR_NONE, STR_NONE, STR_NONE, STR_NONE, STR_NONE};
    s = str_trim(s);
    ptrdiff_t at = str_find(s, STR("://"));
    if (at >= 0 && (size_t)at < 12) {
        u.scheme = str_sub(s, 0, (size_t)at);
        if (!str_eq_ci(u.scheme, STR("http")) && !str_eq_ci(u.scheme, STR("https")))
            return false;
        s = str_after(s, (size_t)at + 3);
    }
    if ((at = str_chr(s, '#')) >= 0) {
        u.fragment = str_after(s, (size_t)at + 1);
        s = str_sub(s, 0, (size_t)at);
    }
    if ((at = str_chr(s, '?')) >= 0) {
        u.query = str_after(s, (size_t)at + 1);
        s = str_sub(s, 0, (size_t)at);
    }
    at = str_chr(s, '/');
    u.host = at >= 0 ? str_sub(s, 0, (size_t)at) : s;
    u.path = at >= 0 ? str_after(s, (size_t)at) : STR_NONE;
    int64_t port;
    ptrdiff_t colon = str_chr(u.host, ':');
    if (u.scheme.n == 0 && colon >= 0 && !str_i64(str_after(u.host, (size_t)colon + 1), &port))
        return false; /* mailto: and its like */
    if ((at = str_rchr(u.host, '@')) >= 0)
        u.host = str_after(u.host, (size_t)at + 1);
    if (str_chr(u.host, '.') < 1 || u.host.n > 253)
        return false;
    for (size_t i = 0; i < u.host.n; i++)
        if (ascii_is_space((unsigned char)u.host.p[i]))
            return false;
    *out = u;
    return true;
}

static int hex(char c)
{
    c = ascii_lower(c);
    if (ascii_is_digit((unsigned char)c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str url_unescape(struct str s, struct arena *a)
{
    if (str_chr(s, '%') < 0)
        return s;
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            out[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
            i += 2;
        } else {
            out[n++] = s.p[i];
        }
    }
    return (struct str){out, n};
}

struct str url_query(const struct url *u, const char *name, struct arena *a)
{
    struct str rest = u->query, pair;
    while (str_cut(&rest, '&', &pair)) {
        ptrdiff_t at = str_chr(pair, '=');
        struct str key = at >= 0 ? str_sub(pair, 0, (size_t)at) : pair;
        if (str_is(key, name))
            return at >= 0 ? url_unescape(str_after(pair, (size_t)at + 1), a) : STR_NONE;
    }
    return STR_NONE;
}

struct str url_key(struct str s, struct arena *a)
{
    struct url u;
    if (!url_parse(s, &u))
        return STR_NONE;
    static const struct str drop[] = {STR_INIT("www."), STR_INIT("m."), STR_INIT("mobile.")};
    struct str path = url_unescape(u.path, a);
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    char *out = arena_alloc(a, u.host.n + path.n + 1);
    for (size_t i = 0; i < u.host.n; i++)
        out[i] = ascii_lower(u.host.p[i]);
    struct str host = {out, u.host.n};
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
        if (str_starts(host, drop[i]) && str_chr(str_after(host, drop[i].n), '.') > 0)
            host = str_after(host, drop[i].n);
    size_t skipped = u.host.n - host.n;
    memcpy(out + u.host.n, path.p, path.n);
    return (struct str){out + skipped, host.n + path.n};
}
