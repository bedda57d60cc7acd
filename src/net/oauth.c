/* net/oauth.c: going away to sign in, and coming back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/oauth_private.h"

#include "core/hash.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/url.h"
#include "net/dpop.h"
#include "net/form.h"
#include "text/utf8.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    STATE_BYTES = 32,
    VERIFIER_BYTES = 32, /* 43 characters: RFC 7636, 4.1 */
    RANDOM_MOST = 64
};

static struct str base64url(const unsigned char *p, size_t n, struct arena *a)
{
    const size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, room);
    sodium_bin2base64(out, room, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from(out);
}

struct str oauth_random(size_t bytes, struct arena *a)
{
    unsigned char p[RANDOM_MOST];
    assert(bytes <= sizeof p);
    randombytes_buf(p, bytes);
    struct str out = base64url(p, bytes, a);
    sodium_memzero(p, sizeof p);
    return out;
}

struct str oauth_challenge(struct str verifier, struct arena *a)
{
    unsigned char sum[SHA256_BYTES];
    hash_sha256(verifier, sum);
    return base64url(sum, sizeof sum, a);
}

/* Asking an endpoint ------------------------------------------------------------------------ */

/* Both are form-encoded before they are joined (RFC 6749, 2.3.1). */
static struct str basic_of(const struct oauth_client *c, struct arena *a)
{
    struct buf b;
    buf_init(&b, LIMIT_HTTP_URL);
    form_escape(&b, c->id);
    buf_char(&b, ':');
    form_escape(&b, c->secret);
    const size_t room = sodium_base64_encoded_len(b.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(a, room);
    sodium_bin2base64(text, room, (const unsigned char *)b.p, b.n,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_free(&b);
    return arena_printf(a, "Basic %s", text);
}

/* Who asks whom. */
struct asking {
    struct http *h;
    const struct oauth_server *s;
    const struct oauth_client *c;
    struct str key; /* of DPoP */
};

/* A POST of a form, the client's id and secret with it (RFC 6749, 2.3.1), and a proof where the
 * client has a key. `changes` as in struct http_request. */
static enum err_code post(const struct asking *k, struct str url, struct buf *form,
                          bool changes, struct arena *a, struct http_answer *out, struct err *e)
{
    const struct oauth_client *c = k->c;
    struct str nonce = STR_NONE;
    struct http_header header[3] = {
        {STR("Accept"),       STR("application/json")                 },
        {STR("Content-Type"), STR("application/x-www-form-urlencoded")}
    };
    struct http_request q = {.method = "POST",
                             .url = url,
                             .header = header,
                             .headers = 2,
                             .named = k->s->named,
                             .changes = changes,
                             .most = LIMIT_OAUTH_ANSWER};
    form_put(form, "client_id", c->id);
    if (c->basic && c->secret.n)
        header[q.headers++] = (struct http_header){STR("Authorization"), basic_of(c, a)};
    else if (c->secret.n)
        form_put(form, "client_secret", c->secret);
    q.body = buf_view(form);
    return c->dpop ? dpop_send(k->h, &q, k->key, STR_NONE, &nonce, a, out, e)
                   : http_send(k->h, &q, a, out, e);
}

/* Going away -------------------------------------------------------------------------------- */

static void put_query(struct buf *url, struct str base, struct str query)
{
    const ptrdiff_t hash = str_chr(base, '#');
    if (hash >= 0)
        base = str_sub(base, 0, (size_t)hash);
    buf_str(url, base);
    if (str_chr(base, '?') < 0)
        buf_char(url, '?');
    else if (!str_ends(base, STR("?")) && !str_ends(base, STR("&")))
        buf_char(url, '&');
    buf_str(url, query);
}

static void put_asking(struct buf *form, const struct oauth_client *c, const char *const *extra,
                       const struct oauth_trip *trip, struct arena *a)
{
    form_put(form, "response_type", STR("code"));
    form_put(form, "redirect_uri", c->redirect);
    if (c->scopes.n)
        form_put(form, "scope", c->scopes);
    form_put(form, "state", trip->state);
    form_put(form, "code_challenge", oauth_challenge(trip->verifier, a));
    form_put(form, "code_challenge_method", STR("S256"));
    for (; extra && extra[0] && extra[1]; extra += 2)
        form_put(form, extra[0], str_from(extra[1]));
}

/* RFC 9126: the request goes there first; the browser takes only its name along. */
static enum err_code push(const struct asking *k, struct buf *form, struct arena *a,
                          struct str *name, struct err *e)
{
    struct http_answer w;
    struct json *j = NULL;
    const enum err_code code = post(k, k->s->par, form, false, a, &w, e);
    if (code != ERR_OK)
        return code;
    if (w.status < 200 || w.status > 299)
        return oauth__refused(&w, "the sign-in", a, e);
    if (json_parse(w.body, utf8_clean, a, &j, NULL) == ERR_OK)
        *name = json_get_str(j, "request_uri");
    if (!name->n)
        return err_set(e, ERR_PARSE, STRF " took the request to sign in and gave it no name",
                       STRA(oauth__host(k->s->par, a)));
    return ERR_OK;
}

/* The address is opened in a browser: nothing but a page of the web, encrypted or named. */
static bool may_open(const struct oauth_server *s, struct arena *a)
{
    struct str origin = http_origin(s->authorize, a);
    return str_starts(origin, STR("https://")) ||
           (origin.n && s->named.n && str_eq(origin, http_origin(s->named, a)));
}

enum err_code oauth_begin(struct http *h, const struct oauth_server *s,
                          const struct oauth_client *c, const char *const *extra,
                          struct arena *a, struct oauth_trip *trip, struct str *url,
                          struct err *e)
{
    struct oauth_trip t = {.state = oauth_random(STATE_BYTES, a),
                           .verifier = oauth_random(VERIFIER_BYTES, a),
                           .dpop_key = STR_NONE,
                           .issuer = s->says_issuer ? arena_str(a, s->issuer) : STR_NONE};
    struct buf form, out;
    struct str name = STR_NONE;
    enum err_code code = ERR_OK;
    if (!may_open(s, a))
        return err_set(e, ERR_INVALID, "this server names no page to sign in at");
    if (c->dpop && (code = dpop_key_new(a, &t.dpop_key, e)) != ERR_OK)
        return code;
    buf_init(&form, LIMIT_FORM);
    buf_init(&out, LIMIT_HTTP_URL);
    put_asking(&form, c, extra, &t, a);
    if (s->par.n) {
        code = push(&(struct asking){h, s, c, t.dpop_key}, &form, a, &name, e);
        buf_clear(&form);
        form_put(&form, "request_uri", name);
    }
    if (code == ERR_OK && (!s->par.n || name.n)) {
        form_put(&form, "client_id", c->id);
        put_query(&out, s->authorize, buf_view(&form));
        if (out.over || form.over)
            code = err_set(e, ERR_LIMIT, "the address to sign in at would be too long");
    }
    if (code == ERR_OK) {
        *trip = t;
        *url = arena_str(a, buf_view(&out));
    }
    buf_free(&out);
    buf_free(&form);
    return code;
}

/* Coming back ------------------------------------------------------------------------------- */

/* A field of a query with + for blanks; p is NULL where it is missing. */
static struct str field_of(struct str query, const char *name, struct arena *a)
{
    struct str one, none = {NULL, 0};
    while (str_cut(&query, '&', &one)) {
        const ptrdiff_t eq = str_chr(one, '=');
        if (eq < 0 || !str_is(str_sub(one, 0, (size_t)eq), name))
            continue;
        struct str value = str_after(one, (size_t)eq + 1);
        char *p = arena_cstr(a, value);
        for (size_t i = 0; i < value.n; i++)
            if (p[i] == '+')
                p[i] = ' ';
        return utf8_clean(url_unescape(str_of(p, value.n), a), a);
    }
    return none;
}

static bool same_secret(struct str x, struct str y)
{
    return x.n == y.n && x.n > 0 && sodium_memcmp(x.p, y.p, x.n) == 0;
}

/* Whether what the browser brought is ours, and its code. */
static enum err_code brought(const struct oauth_server *s, const struct oauth_trip *trip,
                             struct str query, struct arena *a, struct str *code_out,
                             struct err *e)
{
    struct str host = oauth__host(s->authorize, a);
    if (query.n > LIMIT_HTTP_URL)
        return err_set(e, ERR_DENIED, "what the browser came back with is too long");
    if (query.n && query.p[0] == '?')
        query = str_after(query, 1);
    struct str state = field_of(query, "state", a), iss = field_of(query, "iss", a),
               error = field_of(query, "error", a);
    if (!same_secret(state, trip->state))
        return err_set(
            e, ERR_DENIED,
            "this is not the answer to the sign-in that was begun here; begin again");
    if ((trip->issuer.n && !str_eq(iss, trip->issuer)) ||
        (iss.p && s->issuer.n && !str_eq(iss, s->issuer)))
        return err_set(e, ERR_DENIED,
                       "another server than " STRF " answered the sign-in; begin again",
                       STRA(host));
    if (error.n) {
        struct str words = oauth__one_line(field_of(query, "error_description", a), a);
        error = oauth__one_line(error, a);
        return words.n
                   ? err_set(e, ERR_DENIED, STRF " refused the sign-in: " STRF " (" STRF ")",
                             STRA(host), STRA(words), STRA(error))
                   : err_set(e, ERR_DENIED, STRF " refused the sign-in: " STRF, STRA(host),
                             STRA(error));
    }
    *code_out = field_of(query, "code", a);
    if (!code_out->n)
        return err_set(e, ERR_DENIED, "the browser came back from " STRF " without a code",
                       STRA(host));
    return ERR_OK;
}

/* Sends a form to the token endpoint. */
static enum err_code ask_tokens(struct http *h, const struct oauth_server *s,
                                const struct oauth_client *c, struct str dpop_key,
                                struct buf *form, struct arena *a, struct oauth_tokens *out,
                                struct err *e)
{
    struct http_answer w;
    struct oauth_tokens t = {0};
    enum err_code code =
        post(&(struct asking){h, s, c, dpop_key}, s->token, form, true, a, &w, e);
    if (code == ERR_OK)
        code = oauth__tokens(&w, a, &t, e);
    if (code == ERR_OK && c->dpop && !str_eq_ci(t.type, STR("DPoP")))
        code = err_set(e, ERR_DENIED, STRF " gave a token that anybody could use",
                       STRA(oauth__host(s->token, a)));
    if (code == ERR_OK)
        *out = t;
    return code;
}

enum err_code oauth_end(struct http *h, const struct oauth_server *s,
                        const struct oauth_client *c, const struct oauth_trip *trip,
                        struct str query, struct arena *a, struct oauth_tokens *out,
                        struct err *e)
{
    struct buf form;
    struct str got = STR_NONE;
    enum err_code code = brought(s, trip, query, a, &got, e);
    if (code != ERR_OK)
        return code;
    buf_init(&form, LIMIT_FORM);
    form_put(&form, "grant_type", STR("authorization_code"));
    form_put(&form, "code", got);
    form_put(&form, "redirect_uri", c->redirect);
    form_put(&form, "code_verifier", trip->verifier);
    code = ask_tokens(h, s, c, trip->dpop_key, &form, a, out, e);
    buf_free(&form);
    return code;
}

enum err_code oauth_renew(struct http *h, const struct oauth_server *s,
                          const struct oauth_client *c, struct str dpop_key, struct str refresh,
                          struct arena *a, struct oauth_tokens *out, struct err *e)
{
    struct buf form;
    buf_init(&form, LIMIT_FORM);
    form_put(&form, "grant_type", STR("refresh_token"));
    form_put(&form, "refresh_token", refresh);
    enum err_code code = ask_tokens(h, s, c, dpop_key, &form, a, out, e);
    buf_free(&form);
    if (code == ERR_PARSE) { /* it may have used the token up */
        if (e)
            e->code = ERR_UNCERTAIN;
        code = ERR_UNCERTAIN;
    }
    return code;
}

enum err_code oauth_ask(struct http *h, struct str url, struct str named, struct str form,
                        bool get, struct arena *a, struct oauth_tokens *out, struct err *e)
{
    struct http_answer w;
    struct oauth_tokens t = {0};
    struct buf address;
    const struct http_header header[] = {
        {STR("Accept"),       STR("application/json")                 },
        {STR("Content-Type"), STR("application/x-www-form-urlencoded")}
    };
    struct http_request q = {.url = url,
                             .header = header,
                             .headers = get ? 1 : 2,
                             .named = named,
                             .stay = true,
                             .changes = !get,
                             .most = LIMIT_OAUTH_ANSWER};
    buf_init(&address, LIMIT_HTTP_URL + 1);
    if (get) {
        put_query(&address, url, form);
        q.url = buf_view(&address);
    } else {
        q.method = "POST";
        q.body = form;
    }
    enum err_code code = http_send(h, &q, a, &w, e);
    buf_free(&address);
    if (code == ERR_OK)
        code = oauth__tokens(&w, a, &t, e);
    if (code == ERR_OK)
        *out = t;
    return code;
}
