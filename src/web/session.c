/* web/session.c: who is there: sessions, keys of programs, tokens of forms, host names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/session.h"

#include "store/session.h"
#include "store/token.h"
#include "text/utf8.h"

#include <sodium.h>
#include <string.h>

enum {
    TOKEN_BYTES = 32
};
#define SESSION_MS (INT64_C(30) * 86400 * 1000) /* without a visit */
#define SEEN_MS    (INT64_C(3600) * 1000)       /* a visit is written down once an hour */

/* Sessions ------------------------------------------------------------------------------- */

static void to_hex(struct arena *a, const unsigned char *p, size_t n, struct str *out)
{
    char *hex = arena_alloc(a, n * 2 + 1);
    sodium_bin2hex(hex, n * 2 + 1, p, n);
    *out = str_of(hex, n * 2);
}

void session_secret(struct arena *a, struct str *out)
{
    unsigned char raw[TOKEN_BYTES];
    randombytes_buf(raw, sizeof raw);
    to_hex(a, raw, sizeof raw, out);
}

struct str session_digest(struct arena *a, struct str token)
{
    unsigned char d[32];
    struct str hex;
    crypto_generichash(d, sizeof d, (const unsigned char *)token.p, token.n, NULL, 0);
    to_hex(a, d, sizeof d, &hex);
    return hex;
}

/* What a form of this session carries: nobody can know it without the key of this home, and a page
 * that was made for one company is no page of another. */
static void make_token(struct request *r)
{
    unsigned char d[16];
    struct str of =
        arena_printf(r->a, STRF "/%lld", STRA(r->session.n ? r->session : STR("nobody")),
                     (long long)r->acts_for);
    crypto_generichash(d, sizeof d, (const unsigned char *)of.p, of.n, r->server->key,
                       sizeof r->server->key);
    sodium_bin2hex(r->token, sizeof r->token, d, sizeof d);
}

/* "<owner>.<64 hex>": where to look stands in front. One from before there were several has no
 * front and is the first owner's. */
bool session_token_owner(struct str token, int64_t *owner)
{
    struct str front;
    ptrdiff_t dot = str_chr(token, '.');
    *owner = FIRST_OWNER;
    if (dot < 0)
        return token.n == TOKEN_BYTES * 2;
    front = str_sub(token, 0, (size_t)dot);
    return token.n == (size_t)dot + 1 + TOKEN_BYTES * 2 && dot > 0 && dot < 19 &&
           str_i64(front, owner) && *owner > 0;
}

enum err_code session_begin(struct request *r, int64_t owner, struct err *e)
{
    struct str hex, token;
    session_secret(r->a, &hex);
    token = arena_printf(r->a, "%lld." STRF, (long long)owner, STRA(hex));
    r->owner = owner;
    r->acts_for = 0;
    r->role = ROLE_ADMIN;
    request_use_store(r, r->store);
    struct session s = {.digest = session_digest(r->a, token),
                        .agent = str_sub(r->agent, 0, 200),
                        .created_ms = r->now_ms,
                        .seen_ms = r->now_ms,
                        .until_ms = r->now_ms + SESSION_MS,
                        .remote = r->remote};
    enum err_code rc = store_session_put(r->store, &s, e);
    if (rc)
        return rc;
    r->session = s.digest;
    r->bearer = token;
    r->signed_in = true;
    r->re.set_cookie = arena_printf(
        r->a, "%s=" STRF "; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", r->server->cookie,
        STRA(token), (long long)(SESSION_MS / 1000), r->https ? "; Secure" : "");
    return ERR_OK;
}

void request_use_store(struct request *r, struct store *s)
{
    store_act_for(s, r->acts_for ? r->acts_for : r->owner ? r->owner : FIRST_OWNER);
}

/* What belongs to whoever asks, not to the company that they act for. */
static struct store *own_store(struct request *r)
{
    store_act_for(r->store, r->owner);
    return r->store;
}

enum err_code session_end(struct request *r, struct err *e)
{
    r->re.set_cookie = arena_printf(r->a, "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax%s",
                                    r->server->cookie, r->https ? "; Secure" : "");
    return store_session_drop(own_store(r), r->session, e);
}

enum err_code session_act_for(struct request *r, int64_t owner, struct err *e)
{
    enum role role = ROLE_ADMIN;
    enum err_code rc = ERR_OK;
    bool self = owner == 0 || owner == r->owner;
    if (!self)
        rc = store_role(r->store, owner, r->owner, &role, e);
    if (rc == ERR_OK && role == ROLE_NONE)
        rc = err_set(e, ERR_NOT_FOUND, "You belong to no such company.");
    if (rc == ERR_OK)
        rc = store_session_act_for(own_store(r), r->session, self ? 0 : owner, e);
    return rc;
}

/* A visit that can't be written down is no reason to refuse it. */
static void note_visit(struct request *r, const struct session *s)
{
    struct err quiet;
    enum err_code rc = ERR_OK;
    if (r->now_ms - s->seen_ms > SEEN_MS)
        rc = store_session_seen(r->store, s->digest, r->now_ms, r->now_ms + SESSION_MS, &quiet);
    (void)rc;
}

/* Whoever it is may have been closed meanwhile, or have left the company. */
static enum err_code enter(struct request *r, const struct owner *o, int64_t acts_for,
                           struct err *e)
{
    if (o->closed_ms)
        return err_set(e, ERR_NOT_FOUND, "this owner is closed");
    r->role = ROLE_ADMIN;
    r->acts_for = 0;
    for (size_t i = 0; i < r->members; i++)
        if (acts_for && r->member[i].company_id == acts_for) {
            r->acts_for = acts_for;
            r->role = r->member[i].role;
        }
    r->signed_in = true;
    r->is_host = o->is_host;
    r->owner = o->id;
    return ERR_OK;
}

static enum err_code find_session(struct request *r, struct str token, int64_t owner,
                                  struct err *e)
{
    struct who w;
    struct str digest = session_digest(r->a, token);
    store_act_for(r->store, owner);
    enum err_code rc = store_who(r->store, digest, r->now_ms, r->a, &w, e);
    if (rc)
        return rc;
    r->member = w.member;
    r->members = w.members;
    rc = enter(r, &w.owner, w.session.acts_for, e);
    if (rc == ERR_OK) {
        r->session = digest;
        note_visit(r, &w.session);
    }
    return rc;
}

/* "tact_<owner>_<64 hex>": a key of a program. */
bool session_key_owner(struct str key, int64_t *owner)
{
    struct str front;
    if (!str_starts(key, STR("tact_")))
        return false;
    key = str_after(key, 5);
    return str_cut(&key, '_', &front) && front.n < 19 && str_i64(front, owner) && *owner > 0 &&
           key.n == TOKEN_BYTES * 2;
}

static enum err_code find_key(struct request *r, struct str key, int64_t owner, struct err *e)
{
    struct api_token t;
    struct owner o;
    struct err quiet;
    store_act_for(r->store, owner);
    enum err_code rc =
        store_token_find(r->store, session_digest(r->a, key), r->now_ms, r->a, &t, e);
    if (rc == ERR_OK)
        rc = store_owner_get(r->store, owner, r->a, &o, e);
    if (rc == ERR_OK)
        rc = enter(r, &o, 0, e);
    if (rc)
        return rc;
    r->scopes = t.scopes;
    if (r->now_ms - t.seen_ms > SEEN_MS &&
        store_token_seen(r->store, t.id, r->now_ms, &quiet) != ERR_OK)
        return ERR_OK; /* as with a visit */
    return ERR_OK;
}

enum err_code session_find(struct request *r, struct str cookie, struct str bearer,
                           struct err *e)
{
    struct str token = bearer.n ? bearer : cookie;
    enum err_code rc = ERR_OK;
    int64_t owner;
    if (r->server->o->open) {
        struct owner o;
        rc = store_owner_get(r->store, FIRST_OWNER, r->a, &o, e);
        if (rc == ERR_OK)
            rc = enter(r, &o, 0, e);
        r->session = STR("open");
    } else if (session_key_owner(bearer, &owner)) {
        rc = find_key(r, bearer, owner, e);
        r->by_key = r->by_bearer = rc == ERR_OK;
        if (rc == ERR_NOT_FOUND)
            rc = ERR_OK;
    } else if (session_token_owner(token, &owner)) {
        rc = find_session(r, token, owner, e);
        r->by_bearer = rc == ERR_OK && bearer.n > 0;
        if (rc == ERR_NOT_FOUND)
            rc = ERR_OK;
    }
    request_use_store(r, r->store);
    make_token(r);
    return rc;
}

/* Where it comes from -------------------------------------------------------------------- */

static bool from_our_page(const struct request *r)
{
    if (r->origin.n == 0)
        return r->fetch_site.n == 0 || str_is(r->fetch_site, "same-origin");
    ptrdiff_t at = str_find(r->origin, STR("://"));
    return at > 0 && str_eq_ci(str_after(r->origin, (size_t)at + 3), r->host);
}

enum err_code session_check_token(const struct request *r, bool asked, struct err *e)
{
    if (r->by_bearer)
        return ERR_OK;
    if (!from_our_page(r))
        return err_set(e, ERR_DENIED,
                       "this was sent from another site's page, so nothing was done");
    struct str given = r->token_header.n ? r->token_header : field_str(r, "token");
    if (asked && (given.n != TOKEN_HEX - 1 || sodium_memcmp(given.p, r->token, given.n) != 0))
        return err_set(e, ERR_DENIED,
                       "this page is from before you signed in, or from when you acted "
                       "for somebody else, so nothing was done: go back, load it anew and try "
                       "again");
    return ERR_OK;
}

static bool is_of(struct str s, const char *set)
{
    for (size_t i = 0; i < s.n; i++)
        if (str_chr(str_from(set), s.p[i]) < 0)
            return false;
    return s.n > 0;
}

/* The host without its port; "" for what is no host at all. */
static struct str host_of(struct str s)
{
    ptrdiff_t end = str_starts(s, STR("[")) ? str_chr(s, ']') + 1 : str_chr(s, ':');
    if (end == 0 && str_starts(s, STR("[")))
        return STR_NONE;
    struct str host = end < 0 ? s : str_sub(s, 0, (size_t)end);
    struct str port = str_after(s, host.n);
    if (port.n &&
        (port.p[0] != ':' || (port.n > 1 && !is_of(str_after(port, 1), "0123456789"))))
        return STR_NONE;
    return host;
}

/* In numbers: no name that somebody else could point at us. */
static bool is_address(struct str host)
{
    if (str_starts(host, STR("[")))
        return is_of(str_sub(host, 1, host.n - 1), "0123456789abcdefABCDEF:.");
    return is_of(host, "0123456789.") && str_chr(host, '.') > 0;
}

enum err_code session_check_host(const struct request *r, struct err *e)
{
    struct str host = host_of(r->host);
    if (str_eq_ci(host, STR("localhost")) || is_address(host))
        return ERR_OK;
    struct str url = str_from(r->server->o->url), part;
    ptrdiff_t at = str_find(url, STR("://"));
    url = at > 0 ? str_after(url, (size_t)at + 3) : STR_NONE;
    if (host.n && str_cut(&url, '/', &part) && str_eq_ci(host, host_of(part)))
        return ERR_OK;
    return err_set(e, ERR_DENIED,
                   "\"" STRF
                   "\" is not a name of this Tact; start it with --url if it should be",
                   STRA(utf8_clean(str_sub(r->host, 0, 200), r->a)));
}
