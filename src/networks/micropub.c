/* networks/micropub.c: a site of one's own by Micropub: where it signs in (IndieAuth), and the rows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/micropub.h"

#include "core/limits.h"
#include "core/url.h"
#include "net/discover.h"
#include "net/oauth.h"
#include "networks/common.h"
#include "text/utf8.h"

#include <stddef.h>

/* FORMATS.md 24; www.w3.org/TR/micropub, indieauth.spec.indieweb.org. */

#define SCOPES "create update delete media profile"

enum {
    SOON_MS = 60000 /* a sign-in that ends so soon is renewed before it is used */
};

/* What is known of a site; kept as facts. */
struct site {
    struct str me, micropub, media, issuer, authorize, token, revoke;
};
static const struct {
    const char *name;
    size_t at;
} members[] = {
    {"me",        offsetof(struct site, me)       },
    {"micropub",  offsetof(struct site, micropub) },
    {"media",     offsetof(struct site, media)    },
    {"issuer",    offsetof(struct site, issuer)   },
    {"authorize", offsetof(struct site, authorize)},
    {"token",     offsetof(struct site, token)    },
    {"revoke",    offsetof(struct site, revoke)   },
};

static struct site read_site(const struct api *s)
{
    struct site v = {0};
    for (size_t i = 0; i < COUNT_OF(members); i++)
        *(struct str *)(void *)((char *)&v + members[i].at) = api_fact(s, members[i].name);
    return v;
}

static void keep_site(struct api *s, const struct site *v)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(256));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const struct str *one = (const void *)((const char *)v + members[i].at);
        if (one->n)
            json_out_kstr(&o, members[i].name, *one);
    }
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
}

/* Asking ------------------------------------------------------------------------------------ */

struct str micropub__query(struct api *s, struct str query)
{
    struct str url = api_fact(s, "micropub");
    return arena_printf(s->a, STRF "%c" STRF, STRA(url), str_chr(url, '?') >= 0 ? '&' : '?',
                        STRA(query));
}

/* The token goes to the endpoints that the owner's own page names, wherever they are; api_ask would take
 * it to the site's own host only. */
static enum err_code ask_once(struct api *s, struct api_ask q, struct http_answer *w,
                              struct json **body, struct err *e)
{
    const struct http_header header[] = {
        {STR("Authorization"),     arena_printf(s->a, "Bearer " STRF, STRA(s->secret.access))},
        {STR("Accept"), STR("application/json")                 }
    };
    q.header = header;
    q.headers = COUNT_OF(header);
    q.bare = true;
    return api_ask(s, &q, w, body, e);
}

enum err_code micropub__ask(struct api *s, struct api_ask q, struct http_answer *w,
                            struct json **body, struct err *e)
{
    struct http_answer mine = {0};
    struct http_answer *got = w ? w : &mine;
    bool can = s->secret.refresh.n > 0;
    enum err_code rc = ERR_OK;
    if (can && s->secret.until_ms && s->secret.until_ms < time_now_ms() + SOON_MS) {
        rc = api_renew(s, e);
        can = false;
    }
    rc = rc ? rc : ask_once(s, q, got, body, e);
    if (rc != ERR_DENIED || got->status != 401 || !can)
        return rc;
    rc = api_renew(s, e); /* 401: nothing was done, so it may be sent again */
    return rc ? rc : ask_once(s, q, got, body, e);
}

/* Finding ----------------------------------------------------------------------------------- */

static enum err_code find_site(struct api *s, struct site *out, struct oauth_server *at,
                               struct err *e)
{
    struct http_answer w = {0};
    struct discovered d;
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = s->server, .bare = true}, &w, NULL, e);
    if (rc)
        return rc;
    discover(&w, s->a, &d);
    if (d.micropub.n == 0)
        return err_set(e, ERR_NOT_FOUND,
                       STRF
                       " names no Micropub endpoint (rel=\"micropub\" in its page or header)",
                       STRA(api_whom(s)));
    *out = (struct site){.me = arena_str(s->a, w.url), .micropub = d.micropub};
    *at = (struct oauth_server){
        .authorize = d.authorization_endpoint, .token = d.token_endpoint, .named = s->named};
    if (d.indieauth_metadata.n)
        rc = oauth_discover_at(s->http, d.indieauth_metadata, s->named, s->a, at, e);
    out->issuer = at->says_issuer ? at->issuer : STR_NONE;
    out->authorize = at->authorize;
    out->token = at->token;
    out->revoke = at->revoke;
    return rc;
}

/* q=config: many answer little or nothing, and publish all the same. */
static enum err_code config(struct api *s, struct err *e)
{
    struct json *j = NULL;
    struct http_answer w = {0};
    struct api_ask q = {.url = micropub__query(s, STR("q=config"))};
    enum err_code rc = micropub__ask(s, q, &w, &j, e);
    if (rc == ERR_NOT_FOUND || rc == ERR_INVALID || rc == ERR_PARSE)
        return ERR_OK;
    struct site v = read_site(s);
    struct str media = rc ? STR_NONE : json_get_str(j, "media-endpoint");
    v.media = media.n ? http_resolve(w.url, media, s->a) : STR_NONE;
    keep_site(s, &v);
    return rc;
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct site v = read_site(s);
    struct oauth_server at = {0};
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = v.micropub.n ? ERR_OK : find_site(s, &v, &at, e);
    if (rc)
        return rc;
    keep_site(s, &v);
    rc = config(s, e);
    if (rc)
        return rc;
    s->remote = v.me;
    s->key = s->handle = url_key(v.me, s->a);
    if (s->key.n == 0)
        s->key = s->handle = utf8_clean(v.me, s->a);
    rec.as.account = (struct record_account){
        .network = STR("web"), .key = s->key, .handle = s->key, .url = v.me};
    return sink_put(to, &rec, e);
}

/* IndieAuth --------------------------------------------------------------------------------- */

/* Who asks is known by an address: where the browser comes back to (IndieAuth, 3.2). */
static struct oauth_client client_of(const struct api *s, struct str redirect)
{
    struct str id = s->secret.client_id;
    if (id.n == 0)
        id = arena_printf(s->a, STRF "/", STRA(http_origin(redirect, s->a)));
    return (struct oauth_client){.id = id, .redirect = redirect, .scopes = STR(SCOPES)};
}

static struct oauth_server server_of(const struct api *s)
{
    struct site v = read_site(s);
    return (struct oauth_server){.issuer = v.issuer,
                                 .authorize = v.authorize,
                                 .token = v.token,
                                 .revoke = v.revoke,
                                 .named = s->named};
}

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    struct site v = {0};
    struct oauth_server at = {0};
    if (trip->redirect.n == 0)
        return err_set(
            e, ERR_INVALID,
            "A site signs in by sending the browser back: sign in on Tact's own page, "
            "name an address with --redirect, or use the door micropub-token.");
    enum err_code rc = find_site(s, &v, &at, e);
    if (rc == ERR_OK && (at.authorize.n == 0 || at.token.n == 0))
        rc = err_set(e, ERR_UNSUPPORTED,
                     STRF
                     " names no place to sign in (IndieAuth). If its own pages give tokens, "
                     "use the door micropub-token",
                     STRA(api_whom(s)));
    if (rc)
        return rc;
    struct oauth_client c = client_of(s, trip->redirect);
    const char *extra[] = {"me", arena_cstr(s->a, v.me), NULL};
    at.named = s->named;
    rc = common__leave(s, &at, &c, extra, trip, url, e);
    if (rc)
        return rc;
    keep_site(s, &v);
    s->secret.client_id = c.id;
    return ERR_OK;
}

/* The server may sign in many: whom it let in must live at the site that was named (IndieAuth, 5.3.2). */
static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    struct site v = read_site(s);
    struct oauth_tokens t = {0};
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip->redirect);
    struct oauth_trip back = {
        .state = trip->state, .verifier = trip->verifier, .issuer = trip->issuer};
    enum err_code rc = oauth_end(s->http, &at, &c, &back, query, s->a, &t, e);
    if (rc)
        return rc;
    if (!str_eq(http_origin(t.subject, s->a), http_origin(v.me, s->a)))
        return err_set(e, ERR_DENIED, STRF " let in somebody of another site; sign in again",
                       STRA(api_whom(s)));
    common__take(s, &t);
    v.me = t.subject;
    keep_site(s, &v);
    return ERR_OK;
}

static enum err_code renew(struct api *s, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, STR_NONE);
    return common__renew(s, &at, &c, e);
}

/* Codes of the Micropub specification (3.8); some send them with a status of 400. */
static enum err_code judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    struct str error = json_get_str(body, "error");
    (void)w;
    if (str_is(error, "insufficient_scope"))
        return err_set(e, ERR_DENIED,
                       STRF " says that this sign-in does not allow that; sign in again and "
                            "allow it",
                       STRA(api_whom(s)));
    return ERR_OK;
}

/* Rows -------------------------------------------------------------------------------------- */

/* clang-format off */
#define SHARED                                                                                 \
    .id = "web",                                                                               \
    .source = "https://www.w3.org/TR/micropub/",                                               \
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES | API_FINDS |     \
           API_TITLES,                                                                         \
    .limits = {.media = 20,                                                                    \
               .picture_bytes = 8388608,                                                       \
               .picture_side = 2560,                                                           \
               .picture_types = "image/jpeg image/png image/gif image/webp"},                  \
    .who = who, .stream = micropub__streams, .again = micropub__again,                         \
    .publish = micropub__publish, .find = micropub__find,                                      \
    .edit = micropub__edit, .drop = micropub__drop, .judge = judge
/* clang-format on */

const struct network_api api_micropub = {
    SHARED,
    .door = "micropub",
    .name = "Site with Micropub",
    .sign_in = SIGN_IN_BROWSER,
    .scopes = SCOPES,
    .how = "Name the address of your site and allow Tact there.",
    .leave = leave,
    .arrive = arrive,
    .renew = renew,
};

const struct network_api api_micropub_token = {
    SHARED,
    .door = "micropub-token",
    .name = "Site with Micropub",
    .sign_in = SIGN_IN_TOKEN,
    .how = "Name the address of your site and give a token that its own pages made.",
};
