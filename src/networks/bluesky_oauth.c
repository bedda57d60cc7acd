/* networks/bluesky_oauth.c: signing in to Bluesky in the browser, with tokens bound to a key. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "net/dpop.h"
#include "net/form.h"
#include "net/oauth.h"
#include "networks/common.h"

/* atproto.com/specs/oauth: the account's server names the one that signs in, which wants PAR, PKCE and
 * DPoP; who came back is believed only where their own server names the same one. `extra` of the secret
 * is the address of the server that signed in. */

#define SCOPES "atproto transition:generic"

/* Where this server's accounts sign in: by its metadata, else it does it itself. */
static enum err_code issuer_of(struct api *s, struct str server, struct str *issuer,
                               struct err *e)
{
    struct json *j = NULL;
    struct str url =
        arena_printf(s->a, STRF "/.well-known/oauth-protected-resource", STRA(server));
    enum err_code rc = api_ask(s, &(struct api_ask){.url = url, .bare = true}, NULL, &j, e);
    if (rc && rc != ERR_NOT_FOUND)
        return rc;
    struct str said = rc ? STR_NONE : json_str(json_at(j, "authorization_servers/[]"));
    *issuer = said.n ? said : server;
    return ERR_OK;
}

static bool is_loopback(struct str redirect)
{
    return str_starts(redirect, STR("http://127.0.0.1")) ||
           str_starts(redirect, STR("http://[::1]"));
}

/* Programs on one's own machine need no page that says who they are (specs/oauth, "Localhost Client
 * Development"); a public one has it at an address of its own. */
static struct str client_id(struct api *s, struct str redirect)
{
    if (str_starts(s->secret.client_id, STR("https://")) || redirect.n == 0)
        return s->secret.client_id;
    if (is_loopback(redirect))
        return arena_printf(s->a, "http://localhost?redirect_uri=" STRF "&scope=" STRF,
                            STRA(bluesky__escape(redirect, s->a)),
                            STRA(bluesky__escape(STR(SCOPES), s->a)));
    return arena_printf(s->a, STRF API_CLIENT_PATH, STRA(http_origin(redirect, s->a)));
}

static struct oauth_client client_of(struct api *s, struct str redirect)
{
    return (struct oauth_client){.id = client_id(s, redirect),
                                 .redirect = redirect,
                                 .scopes = STR(SCOPES),
                                 .dpop = true};
}

/* The server of the account, where the owner said which: by DID, by handle; else the row's own. */
static enum err_code home_of(struct api *s, struct str *hint, struct err *e)
{
    struct str did = s->remote;
    enum err_code rc = ERR_OK;
    *hint = s->handle.n ? s->handle : s->secret.name;
    if (s->named.n || (did.n == 0 && hint->n == 0))
        return ERR_OK;
    if (!bluesky_is_did(did))
        did = *hint;
    if (!bluesky_is_did(did))
        rc = bluesky__resolve(s, *hint, &did, e);
    return rc ? rc : bluesky__pds(s, did, &s->server, e);
}

enum err_code bluesky__leave(struct api *s, struct api_trip *trip, struct str *url,
                             struct err *e)
{
    struct oauth_server at = {0};
    struct oauth_trip t = {0};
    struct str hint, issuer;
    enum err_code rc = home_of(s, &hint, e);
    if (rc == ERR_OK)
        rc = issuer_of(s, s->server, &issuer, e);
    if (rc == ERR_OK)
        rc = oauth_discover(s->http, issuer, s->named, s->a, &at, e);
    if (rc == ERR_OK && at.par.n == 0)
        rc = err_set(e, ERR_UNSUPPORTED, STRF " does not sign in the way Bluesky asks for",
                     STRA(api_whom(s)));
    if (rc)
        return rc;
    struct oauth_client c = client_of(s, trip->redirect);
    const char *extra[] = {"login_hint", arena_cstr(s->a, hint), NULL};
    at.named = s->named;
    rc = oauth_begin(s->http, &at, &c, hint.n ? extra : NULL, s->a, &t, url, e);
    if (rc)
        return rc;
    s->secret.client_id = c.id;
    trip->state = t.state;
    trip->verifier = t.verifier;
    trip->dpop_key = t.dpop_key;
    trip->issuer = at.issuer;
    return ERR_OK;
}

/* Whoever signed in somewhere may claim to be anybody: that account's own server must name the same
 * place (specs/oauth, "Identity Authentication"). */
static enum err_code verify(struct api *s, struct str did, struct str issuer, struct err *e)
{
    struct str server = STR_NONE, said = STR_NONE;
    if (!bluesky_is_did(did))
        return err_set(e, ERR_DENIED, "the server did not say whose sign-in that is");
    if (s->remote.n && !str_eq(s->remote, did))
        return err_set(e, ERR_DENIED, "somebody else signed in there; sign in as " STRF,
                       STRA(s->handle.n ? s->handle : s->remote));
    enum err_code rc = bluesky__pds(s, did, &server, e);
    if (rc == ERR_OK)
        rc = issuer_of(s, server, &said, e);
    if (rc)
        return rc;
    if (!str_eq(http_origin(said, s->a), http_origin(issuer, s->a)))
        return err_set(e, ERR_DENIED,
                       "the account's own server does not vouch for that sign-in");
    s->server = server;
    s->remote = did;
    return ERR_OK;
}

enum err_code bluesky__arrive(struct api *s, const struct api_trip *trip, struct str query,
                              struct err *e)
{
    struct oauth_server at = {0};
    struct oauth_tokens t = {0};
    struct oauth_client c = client_of(s, trip->redirect);
    struct oauth_trip back = {trip->state, trip->verifier, trip->dpop_key, trip->issuer};
    enum err_code rc = oauth_discover(s->http, trip->issuer, s->named, s->a, &at, e);
    at.named = s->named;
    if (rc == ERR_OK)
        rc = oauth_end(s->http, &at, &c, &back, query, s->a, &t, e);
    if (rc == ERR_OK)
        rc = verify(s, t.subject, trip->issuer, e);
    if (rc)
        return rc;
    common__take(s, &t);
    s->secret.dpop_key = trip->dpop_key;
    s->secret.client_id = c.id;
    s->secret.extra = trip->issuer;
    s->secret.nonce = STR_NONE;
    return ERR_OK;
}

enum err_code bluesky__renew_bound(struct api *s, struct err *e)
{
    struct oauth_server at = {0};
    struct oauth_tokens t = {0};
    struct oauth_client c = client_of(s, STR_NONE);
    if (s->secret.refresh.n == 0)
        return err_set(e, ERR_DENIED, STRF " has ended this sign-in; sign in again",
                       STRA(api_whom(s)));
    enum err_code rc = oauth_discover(s->http, s->secret.extra, s->named, s->a, &at, e);
    at.named = s->named;
    if (rc == ERR_OK)
        rc = oauth_renew(s->http, &at, &c, s->secret.dpop_key, s->secret.refresh, s->a, &t, e);
    if (rc == ERR_OK)
        common__take(s, &t);
    return rc;
}

enum err_code bluesky__send_bound(struct api *s, const struct http_request *q,
                                  struct http_answer *w, struct err *e)
{
    struct str before = s->secret.nonce;
    struct err ignored;
    bool mine = str_eq(http_origin(q->url, s->a), http_origin(s->server, s->a));
    if (!mine || s->secret.access.n == 0)
        return http_send(s->http, q, s->a, w, e);
    enum err_code rc = dpop_send(s->http, q, s->secret.dpop_key, s->secret.access,
                                 &s->secret.nonce, s->a, w, e);
    /* the next request may be another run's; without it that one is only asked twice */
    if (rc == ERR_OK && s->keep && !str_eq(before, s->secret.nonce))
        (void)s->keep(s->ctx, s, &ignored);
    return rc;
}

enum err_code bluesky__leave_bound(struct api *s, struct err *e)
{
    struct oauth_server at = {0};
    struct buf form;
    enum err_code rc = oauth_discover(s->http, s->secret.extra, s->named, s->a, &at, e);
    if (rc || at.revoke.n == 0)
        return rc;
    buf_init(&form, 16384);
    form_put(&form, "client_id", s->secret.client_id);
    form_put(&form, "token", s->secret.refresh);
    rc = api_ask(s,
                 &(struct api_ask){
                     .method = "POST", .url = at.revoke, .body = buf_view(&form), .bare = true},
                 NULL, NULL, e);
    buf_free(&form);
    return rc;
}

/* atproto.com/specs/oauth, "Client Metadata". */
struct str api_client_metadata(struct str redirect, struct arena *a)
{
    struct buf b;
    struct json_out o;
    struct str home = http_origin(redirect, a);
    buf_init(&b, 16384);
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "client_id", arena_printf(a, STRF API_CLIENT_PATH, STRA(home)));
    json_out_kstr(&o, "client_name", STR("Tact"));
    json_out_kstr(&o, "client_uri", home);
    json_out_kstr(&o, "application_type", STR("web"));
    json_out_kstr(&o, "scope", STR(SCOPES));
    json_out_kstr(&o, "token_endpoint_auth_method", STR("none"));
    json_out_key(&o, "dpop_bound_access_tokens");
    json_out_bool(&o, true);
    json_out_key(&o, "redirect_uris");
    json_out_open(&o, '[');
    json_out_str(&o, redirect);
    json_out_close(&o, ']');
    json_out_key(&o, "grant_types");
    json_out_open(&o, '[');
    json_out_str(&o, STR("authorization_code"));
    json_out_str(&o, STR("refresh_token"));
    json_out_close(&o, ']');
    json_out_key(&o, "response_types");
    json_out_open(&o, '[');
    json_out_str(&o, STR("code"));
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}
