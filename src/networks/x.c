/* networks/x.c: the API of X with the owner's own app: signing in, refusals, and its row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/x.h"

#include "core/limits.h"
#include "net/form.h"
#include "net/oauth.h"
#include "networks/common.h"

/* docs.x.com (OAuth 2.0 with PKCE, X API v2); FORMATS.md 23. */

#define SCOPES    "tweet.read tweet.write users.read follows.read media.write offline.access"
#define AUTHORIZE "https://x.com/i/oauth2/authorize"

enum {
    DAY_S = 86400
};

static struct oauth_server server_of(const struct api *s)
{
    return (struct oauth_server){
        .authorize = STR(AUTHORIZE),
        .token = arena_printf(s->a, STRF "/2/oauth2/token", STRA(s->server)),
        .revoke = arena_printf(s->a, STRF "/2/oauth2/revoke", STRA(s->server)),
        .named = s->named};
}

static struct oauth_client client_of(const struct api *s, struct str redirect)
{
    return (struct oauth_client){.id = s->secret.client_id,
                                 .secret = s->secret.client_secret,
                                 .redirect = redirect,
                                 .scopes = STR(SCOPES),
                                 .basic = s->secret.client_secret.n > 0};
}

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip->redirect);
    if (c.id.n == 0)
        return err_set(e, ERR_INVALID, "X wants the client id of an app of your own");
    return common__leave(s, &at, &c, NULL, trip, url, e);
}

static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip->redirect);
    return common__arrive(s, &at, &c, trip, query, e);
}

/* Good for two hours; the refresh token once. */
static enum err_code renew(struct api *s, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, STR_NONE);
    return common__renew(s, &at, &c, e);
}

static enum err_code leave_for_good(struct api *s, struct err *e)
{
    struct buf form;
    buf_init(&form, KIB(16));
    form_put(&form, "client_id", s->secret.client_id);
    form_put(&form, "token", s->secret.refresh.n ? s->secret.refresh : s->secret.access);
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/2/oauth2/revoke"),
                                                 .body = buf_view(&form),
                                                 .bare = true},
                               NULL, NULL, e);
    buf_free(&form);
    return rc;
}

static size_t sign(struct api *s, const struct http_request *q, struct http_header *out)
{
    (void)q;
    return common__bearer(s, out);
}

static enum err_code judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    struct str words = api_words(body, s->a);
    if (w->status == 402) { /* nothing was done; the owner may pay at any time */
        err_set(e, ERR_RATE_LIMITED,
                "X charges for this, and the account of your app there has nothing left%s" STRF,
                words.n ? ": " : "", STRA(words));
        e->retry_after_s = DAY_S;
        return ERR_RATE_LIMITED;
    }
    if (w->status == 403 && str_find(words, STR("duplicate content")) >= 0)
        return err_set(e, ERR_CONFLICT, "X says it has that text already");
    return ERR_OK;
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *j = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = api_get(s, STR("/2/users/me?user.fields=" X_USER_FIELDS), &j, e);
    if (rc)
        return rc;
    const struct json *me = json_get(j, "data");
    s->remote = json_get_str(me, "id");
    s->handle = json_get_str(me, "username");
    if (s->remote.n == 0 || s->handle.n == 0)
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    s->key = arena_printf(s->a, "id:" STRF, STRA(s->remote));
    s->facts =
        json_true(json_get(me, "protected")) ? STR("{\"protected\":\"yes\"}") : STR("{}");
    rec.as.account = (struct record_account){
        .network = STR("x"),
        .key = s->key,
        .handle = s->handle,
        .name = json_get_str(me, "name"),
        .url = arena_printf(s->a, "https://x.com/" STRF, STRA(s->handle)),
        .created = when_parse(json_get_str(me, "created_at"))};
    rc = sink_put(to, &rec, e);
    return rc ? rc : x__put_user(s, me, to, e);
}

static const struct network_answering answerings[] = {
    {ANSWERING_EVERYBODY, ""              },
    {ANSWERING_FOLLOWED,  "following"     },
    {ANSWERING_MENTIONED, "mentionedUsers"},
    {ANSWERING_COUNT,     NULL            }
};

const struct network_api api_x = {
    .id = "x",
    .door = "api",
    .name = "X",
    .server = "https://api.x.com",
    .source = "https://docs.x.com/x-api",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_DELETES | API_FINDS | API_POLLS |
           API_MENTIONS,
    .limits = {.counting = COUNTING_X,
               .most = 280,
               .media = 4,
               .alt = 1000,
               .picture_bytes = 5242880,
               .picture_side = 8192,
               .picture_types = "image/jpeg image/png image/webp image/gif",
               .poll_choices = 4,
               .poll_choice = 25,
               .poll_least_s = 300,
               .poll_most_s = 604800},
    .answering = answerings,
    .sign_in = SIGN_IN_BROWSER,
    .needs_app = true,
    .scopes = SCOPES,
    .how =
        "Make an app of your own at console.x.com with OAuth 2.0 and give its client id. X charges "
        "your app for each post that it reads or writes.",
    .leave = leave,
    .arrive = arrive,
    .renew = renew,
    .who = who,
    .leave_for_good = leave_for_good,
    .stream = x__streams,
    .again = x__again,
    .publish = x__publish,
    .find = x__find,
    .drop = x__drop,
    .sign = sign,
    .judge = judge,
};
