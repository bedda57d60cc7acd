/* networks/bluesky.c: Bluesky and its kin (the AT Protocol): app passwords, who it is, and its two rows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/limits.h"
#include "net/dpop.h"
#include "networks/common.h"

/* docs.bsky.app, atproto.com/specs/xrpc, the lexicons com.atproto.* and app.bsky.*; FORMATS.md 18. */

/* Signing in with an app password ------------------------------------------------------------- */

/* Both session calls answer the same; the refresh token is good once. */
static enum err_code take_session(struct api *s, const struct json *j, struct err *e)
{
    struct str access = json_get_str(j, "accessJwt"), refresh = json_get_str(j, "refreshJwt");
    struct str did = json_get_str(j, "did"),
               home = bluesky__pds_in(json_get(j, "didDoc"), s->a);
    if (access.n == 0 || refresh.n == 0 || !bluesky_is_did(did))
        return err_set(e, ERR_PARSE, STRF " answered without a session", STRA(api_whom(s)));
    if (s->remote.n && !str_eq(s->remote, did))
        return err_set(e, ERR_DENIED, "that is the sign-in of somebody else than " STRF,
                       STRA(s->remote));
    s->remote = did;
    s->secret.access = access;
    s->secret.refresh = refresh;
    s->secret.until_ms = jwt_until_ms(access, s->a);
    /* the server that the owner typed is the one, unless it is but a way in to another */
    if (home.n && (s->named.n == 0 || str_starts(home, STR("https://"))))
        s->server = home;
    return ERR_OK;
}

static enum err_code enter(struct api *s, struct err *e)
{
    struct str name = s->secret.name, did = name;
    struct json *j = NULL;
    struct buf body;
    struct json_out o;
    enum err_code rc = ERR_OK;
    if (str_starts(name, STR("@")))
        name = did = str_after(name, 1);
    if (s->named.n == 0 &&
        str_chr(name, '@') < 0) { /* not a mail address: it says where it lives */
        if (!bluesky_is_did(did))
            rc = bluesky__resolve(s, name, &did, e);
        if (rc == ERR_OK)
            rc = bluesky__pds(s, did, &s->server, e);
    }
    if (rc)
        return rc;
    buf_init(&body, KIB(16));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "identifier", name);
    json_out_kstr(&o, "password", s->secret.password);
    json_out_close(&o, '}');
    rc = api_ask(s,
                 &(struct api_ask){.method = "POST",
                                   .url = STR("/xrpc/com.atproto.server.createSession"),
                                   .body = buf_view(&body),
                                   .type = "application/json",
                                   .bare = true},
                 NULL, &j, e);
    buf_free(&body);
    return rc ? rc : take_session(s, j, e);
}

static enum err_code renew(struct api *s, struct err *e)
{
    struct json *j = NULL;
    const struct http_header bearer = {
        STR("Authorization"), arena_printf(s->a, "Bearer " STRF, STRA(s->secret.refresh))};
    enum err_code rc = ERR_DENIED;
    if (s->secret.refresh.n)
        rc = api_ask(s,
                     &(struct api_ask){.method = "POST",
                                       .url = STR("/xrpc/com.atproto.server.refreshSession"),
                                       .header = &bearer,
                                       .headers = 1,
                                       .changes = true,
                                       .bare = true},
                     NULL, &j, e);
    if (rc == ERR_OK)
        return take_session(s, j, e);
    /* what ended, or was used up by a try without an answer: the password begins anew */
    bool again = rc == ERR_DENIED || rc == ERR_UNCERTAIN;
    return again && s->secret.password.n ? enter(s, e) : rc;
}

static enum err_code leave_for_good(struct api *s, struct err *e)
{
    const struct http_header bearer = {
        STR("Authorization"), arena_printf(s->a, "Bearer " STRF, STRA(s->secret.refresh))};
    return api_ask(s,
                   &(struct api_ask){.method = "POST",
                                     .url = STR("/xrpc/com.atproto.server.deleteSession"),
                                     .header = &bearer,
                                     .headers = 1,
                                     .bare = true},
                   NULL, NULL, e);
}

static size_t sign(struct api *s, const struct http_request *q, struct http_header *out)
{
    (void)q;
    return common__bearer(s, out);
}

/* A session that ended is told with 400, where everybody else has 401. */
static void even_out(struct api *s, struct http_answer *w)
{
    struct json *j = NULL;
    struct err ignored;
    if (w->status != 400 || json_parse(w->body, NULL, s->a, &j, &ignored))
        return;
    struct str error = json_get_str(j, "error");
    if (str_is(error, "ExpiredToken") || str_is(error, "InvalidToken"))
        w->status = 401;
}

static enum err_code send_plain(struct api *s, const struct http_request *q,
                                struct http_answer *w, struct err *e)
{
    enum err_code rc = http_send(s->http, q, s->a, w, e);
    if (rc == ERR_OK)
        even_out(s, w);
    return rc;
}

static enum err_code send_bound(struct api *s, const struct http_request *q,
                                struct http_answer *w, struct err *e)
{
    enum err_code rc = bluesky__send_bound(s, q, w, e);
    if (rc == ERR_OK)
        even_out(s, w);
    return rc;
}

/* Refusals by their names (lexicons, "errors"). */
static enum err_code judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    static const struct {
        const char *error;
        enum err_code code;
        const char *says;
    } errors[] = {
        {"RecordNotFound",          ERR_NOT_FOUND, "it is not there"            },
        {"RepoNotFound",            ERR_NOT_FOUND, "that account is not there"  },
        {"AuthFactorTokenRequired", ERR_DENIED,
         "it wants an app password, not the account's own"                      },
        {"AccountTakedown",         ERR_DENIED,    "the account was taken down" },
        {"AccountSuspended",        ERR_DENIED,    "the account is suspended"   },
        {"AccountDeactivated",      ERR_DENIED,    "the account is deactivated" },
        {"RepoDeactivated",         ERR_NOT_FOUND, "that account is deactivated"},
        {"RepoTakendown",           ERR_NOT_FOUND, "that account was taken down"},
        {"BlobTooLarge",            ERR_LIMIT,     "the picture is too large"   },
        {"PayloadTooLarge",         ERR_LIMIT,     "it is too large"            },
    };
    struct str error = json_get_str(body, "error");
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        if (str_is(error, errors[i].error))
            return err_set(e, errors[i].code, STRF " says: %s", STRA(api_whom(s)),
                           errors[i].says);
    if (w->status == 401 && str_is(error, "AuthenticationRequired"))
        return err_set(e, ERR_DENIED, STRF " does not know this name and password",
                       STRA(api_whom(s)));
    return ERR_OK;
}

/* Who it is --------------------------------------------------------------------------------- */

/* With an AppView as everybody sees them; else of the record that the repository has. */
static enum err_code profile(struct api *s, struct json **out, struct err *e)
{
    struct str url =
        arena_printf(s->a, "/xrpc/app.bsky.actor.getProfile?actor=" STRF, STRA(s->remote));
    struct json *record = NULL;
    if (api_get(s, url, out, e) == ERR_OK)
        return ERR_OK;
    url = arena_printf(s->a, "at://" STRF "/app.bsky.actor.profile/self", STRA(s->remote));
    enum err_code rc = bluesky__record(s, url, &record, e);
    *out = NULL;
    for (struct json *m = rc ? NULL : record->first; m; m = m->next)
        if (str_is(m->key, "value"))
            *out = m;
    return rc == ERR_NOT_FOUND ? ERR_OK : rc; /* many never made one */
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *me = NULL, *seen = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = api_get(s, STR("/xrpc/com.atproto.server.getSession"), &me, e);
    if (rc)
        return rc;
    struct str did = json_get_str(me, "did");
    if (!bluesky_is_did(did))
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    if (s->remote.n && !str_eq(s->remote, did))
        return err_set(e, ERR_DENIED, "that is the sign-in of somebody else than " STRF,
                       STRA(s->remote));
    s->key = s->remote = did;
    s->handle = json_get_str(me, "handle");
    rc = profile(s, &seen, e);
    if (rc)
        return rc;
    struct when made = when_parse(json_get_str(seen, "createdAt"));
    rec.as.account = (struct record_account){
        .network = STR("bluesky"),
        .key = s->key,
        .handle = s->handle,
        .name = json_get_str(seen, "displayName"),
        .url = arena_printf(s->a, "https://bsky.app/profile/" STRF, STRA(did)),
        .created = made};
    rc = sink_put(to, &rec, e);
    if (rc)
        return rc;
    rec = (struct record){.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = did,
        .name = json_get_str(seen, "displayName"),
        .handle = s->handle,
        .url = arena_printf(s->a, "https://bsky.app/profile/" STRF, STRA(did))};
    rc = sink_put(to, &rec, e);
    struct str bio = json_get_str(seen, "description");
    rec = (struct record){.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = did, .field = FACT_BIO, .value = bio};
    return rc || bio.n == 0 ? rc : sink_put(to, &rec, e);
}

/* Rows -------------------------------------------------------------------------------------- */

static const struct network_answering answerings[] = {
    {ANSWERING_EVERYBODY, ""             },
    {ANSWERING_FOLLOWED,  "followingRule"},
    {ANSWERING_MENTIONED, "mentionRule"  },
    {ANSWERING_NOBODY,    ""             },
    {ANSWERING_COUNT,     NULL           }
};

/* clang-format off */
#define SHARED                                                                                 \
    .id = "bluesky", .server = "https://bsky.social",                       \
    .source = "https://docs.bsky.app/docs/category/http-reference",                            \
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_DELETES | API_FINDS | API_KEYED |     \
            API_MENTIONS,                                                                      \
    .limits = {.counting = COUNTING_GRAPHEMES,                                                 \
               .most = 300,                                                                    \
               .most_bytes = 3000,                                                             \
               .media = 4,                                                                     \
               .alt = 2000,                                                                    \
               .picture_bytes = 1000000, /* old servers refuse more, newer ones take twice it */\
               .picture_side = 2000,                                                           \
               .picture_types = "image/jpeg image/png image/webp image/gif"},              \
    .answering = answerings,                                                                   \
    .who = who, .stream = bluesky__streams, .again = bluesky__again,                           \
    .publish = bluesky__publish, .find = bluesky__find, .drop = bluesky__drop, .judge = judge
/* clang-format on */

const struct network_api api_bluesky = {
    SHARED,
    .door = "api",
    .name = "Bluesky",
    .sign_in = SIGN_IN_BROWSER,
    .scopes = "atproto transition:generic",
    .how = "Give your handle (ana.bsky.social, say) and allow Tact there.",
    .leave = bluesky__leave,
    .arrive = bluesky__arrive,
    .renew = bluesky__renew_bound,
    .leave_for_good = bluesky__leave_bound,
    .send = send_bound,
};

const struct network_api api_bluesky_password = {
    SHARED,
    .door = "password",
    .name = "Bluesky, by app password",
    .sign_in = SIGN_IN_PASSWORD,
    .how =
        "Give your handle and an app password: Settings, Privacy and security, App passwords.",
    .enter = enter,
    .renew = renew,
    .leave_for_good = leave_for_good,
    .sign = sign,
    .send = send_plain,
};
