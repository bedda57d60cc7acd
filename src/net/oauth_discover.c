/* net/oauth_discover.c: where a server signs people in, by what it says of itself (RFC 8414). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/oauth_private.h"

#include "core/json.h"
#include "core/limits.h"
#include "text/utf8.h"

static struct str without_slash(struct str s)
{
    while (str_ends(s, STR("/")))
        s.n--;
    return s;
}

/* An endpoint that is encrypted or at the place that the owner named; else "". */
static struct str endpoint(const struct json *j, const char *name, struct str named,
                           struct arena *a)
{
    struct str url = json_get_str(j, name), origin = http_origin(url, a);
    const bool good = str_starts(origin, STR("https://")) ||
                      (origin.n && named.n && str_eq(origin, http_origin(named, a)));
    return good ? url : STR_NONE;
}

/* Asks for a description; its JSON. */
static enum err_code describe(struct http *h, struct str url, struct str named, struct arena *a,
                              struct json **out, struct err *e)
{
    const struct http_header header = {STR("Accept"), STR("application/json")};
    const struct http_request q = {.url = url,
                                   .header = &header,
                                   .headers = 1,
                                   .named = named,
                                   .most = LIMIT_OAUTH_ANSWER};
    struct http_answer w;
    struct str host = oauth__host(url, a);
    const enum err_code code = http_send(h, &q, a, &w, e);
    if (code != ERR_OK)
        return code;
    if (w.status >= 400 && w.status < 500 && w.status != 429)
        return err_set(e, ERR_NOT_FOUND, STRF " does not say where people sign in", STRA(host));
    if (w.status < 200 || w.status > 299) {
        const enum err_code refused = oauth__refused(&w, "to say where people sign in", a, e);
        if (refused != ERR_UNCERTAIN) /* it only was asked */
            return refused;
        if (e)
            e->code = ERR_UNAVAILABLE;
        return ERR_UNAVAILABLE;
    }
    if (json_parse(w.body, utf8_clean, a, out, NULL) != ERR_OK || (*out)->type != JSON_OBJECT)
        return err_set(e, ERR_PARSE, "what " STRF " says about signing in is not JSON",
                       STRA(host));
    return ERR_OK;
}

static enum err_code take(const struct json *j, struct str named, struct str url,
                          struct arena *a, struct oauth_server *out, struct err *e)
{
    const struct oauth_server s = {
        .issuer = json_get_str(j, "issuer"),
        .authorize = endpoint(j, "authorization_endpoint", named, a),
        .token = endpoint(j, "token_endpoint", named, a),
        .par = endpoint(j, "pushed_authorization_request_endpoint", named, a),
        .revoke = endpoint(j, "revocation_endpoint", named, a),
        .named = named,
        .says_issuer = json_true(json_get(j, "authorization_response_iss_parameter_supported")),
    };
    if (!s.authorize.n || !s.token.n)
        return err_set(e, ERR_PARSE, STRF " names no encrypted place to sign in at",
                       STRA(oauth__host(url, a)));
    *out = s;
    return ERR_OK;
}

static enum err_code is_another(struct str url, struct str issuer, struct arena *a,
                                struct err *e)
{
    struct str host = oauth__host(url, a), said = oauth__one_line(issuer, a);
    return err_set(e, ERR_PARSE, STRF " says that \"" STRF "\" signs people in, not itself",
                   STRA(host), STRA(said));
}

enum err_code oauth_discover(struct http *h, struct str base, struct str named, struct arena *a,
                             struct oauth_server *out, struct err *e)
{
    struct json *j = NULL;
    struct str origin = http_origin(base, a);
    struct str whole = without_slash(http_resolve(base, STR_NONE, a));
    if (!origin.n || !whole.n)
        return err_set(e, ERR_INVALID, "this is not the address of a server");
    /* the path of an issuer goes behind the well-known one (RFC 8414, 3.1) */
    const ptrdiff_t host_at = str_find(whole, STR("://"));
    const ptrdiff_t slash = str_chr(str_after(whole, (size_t)host_at + 3), '/');
    struct str path = slash < 0 ? STR_NONE : str_after(whole, (size_t)(host_at + 3 + slash));
    struct str url = arena_printf(a, STRF "/.well-known/oauth-authorization-server" STRF,
                                  STRA(origin), STRA(path));
    const enum err_code code = describe(h, url, named, a, &j, e);
    if (code != ERR_OK)
        return code;
    if (!str_eq(without_slash(json_get_str(j, "issuer")), whole))
        return is_another(url, json_get_str(j, "issuer"), a, e);
    return take(j, named, url, a, out, e);
}

enum err_code oauth_discover_at(struct http *h, struct str metadata, struct str named,
                                struct arena *a, struct oauth_server *out, struct err *e)
{
    struct json *j = NULL;
    const enum err_code code = describe(h, metadata, named, a, &j, e);
    if (code != ERR_OK)
        return code;
    struct str issuer = json_get_str(j, "issuer");
    if (!issuer.n || !str_eq(http_origin(issuer, a), http_origin(metadata, a)) ||
        !str_starts(metadata, without_slash(issuer)))
        return is_another(metadata, issuer, a, e);
    return take(j, named, metadata, a, out, e);
}
