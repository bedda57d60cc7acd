/* networks/linkedin.c: LinkedIn for a member and for a page: signing in, who it is, and their rows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/linkedin.h"

#include "core/limits.h"
#include "net/oauth.h"
#include "networks/common.h"
#include "text/fold.h"

/* learn.microsoft.com/linkedin (Posts API, Images API, sign-in with OpenID Connect); FORMATS.md 19. */

#define VERSION "202601" /* of the API; the fact "version" says another */

static struct oauth_server server_of(const struct api *s)
{
    struct str at = s->named.n ? s->named : STR("https://www.linkedin.com");
    return (struct oauth_server){
        .authorize = arena_printf(s->a, STRF "/oauth/v2/authorization", STRA(at)),
        .token = arena_printf(s->a, STRF "/oauth/v2/accessToken", STRA(at)),
        .named = s->named};
}

static struct oauth_client client_of(const struct api *s, struct str redirect)
{
    return (struct oauth_client){.id = s->secret.client_id,
                                 .secret = s->secret.client_secret,
                                 .redirect = redirect,
                                 .scopes = str_from(s->row->scopes)};
}

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip->redirect);
    if (c.id.n == 0 || c.secret.n == 0)
        return err_set(e, ERR_INVALID,
                       "LinkedIn wants the client id and the secret of an app of your own");
    return common__leave(s, &at, &c, NULL, trip, url, e);
}

static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip->redirect);
    return common__arrive(s, &at, &c, trip, query, e);
}

/* A token is good for 60 days; few apps are given one that renews it. */
static enum err_code renew(struct api *s, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, STR_NONE);
    if (s->secret.refresh.n == 0)
        return err_set(e, ERR_DENIED, STRF " ends a sign-in after 60 days; sign in again",
                       STRA(api_whom(s)));
    return common__renew(s, &at, &c, e);
}

static size_t sign(struct api *s, const struct http_request *q, struct http_header *out)
{
    struct str version = api_fact(s, "version");
    (void)q;
    if (common__bearer(s, out) == 0)
        return 0;
    out[1] = (struct http_header){STR("LinkedIn-Version"), version.n ? version : STR(VERSION)};
    out[2] = (struct http_header){STR("X-Restli-Protocol-Version"), STR("2.0.0")};
    return 3;
}

static enum err_code judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    struct str version = api_fact(s, "version");
    (void)body;
    if (w->status == 426)
        return err_set(e, ERR_UNSUPPORTED,
                       "LinkedIn does not speak version " STRF
                       " of its API any more; set a newer one",
                       STRA(version.n ? version : STR(VERSION)));
    return ERR_OK;
}

/* Who it is --------------------------------------------------------------------------------- */

/* A member's address is not told to ordinary apps: an account that is known keeps its key. */
static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *me = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = api_get(s, STR("/v2/userinfo"), &me, e);
    if (rc)
        return rc;
    struct str sub = json_get_str(me, "sub"), name = json_get_str(me, "name");
    if (sub.n == 0)
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    struct str urn = arena_printf(s->a, "urn:li:person:" STRF, STRA(sub));
    if (s->remote.n && !str_eq(s->remote, urn))
        return err_set(e, ERR_DENIED, "that is the sign-in of somebody else: " STRF,
                       STRA(name));
    s->remote = urn;
    s->handle = name;
    if (s->key.n == 0)
        s->key = arena_printf(s->a, "name:" STRF, STRA(fold_case(name, s->a)));
    rec.as.account = (struct record_account){
        .network = STR("linkedin"), .key = s->key, .handle = s->handle, .name = name};
    rc = sink_put(to, &rec, e);
    if (rc)
        return rc;
    rec = (struct record){.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = s->key, .name = name, .name_only = str_starts(s->key, STR("name:"))};
    return sink_put(to, &rec, e);
}

/* The organisation of an entry of organizationAcls; the member had another name before 2023. */
static struct str organisation(const struct json *v)
{
    struct str urn = json_get_str(v, "organization");
    return urn.n ? urn : json_get_str(v, "organizationTarget");
}

/* The pages that this member looks after go to facts, so that the owner can choose one. */
static enum err_code choose(struct api *s, struct err *e)
{
    struct json *j = NULL;
    struct buf b;
    struct json_out o;
    bool found = false;
    struct str first = STR_NONE, version = api_fact(s, "version");
    enum err_code rc = api_get(s,
                               STR("/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR"
                                   "&state=APPROVED&count=100"),
                               &j, e);
    if (rc)
        return rc;
    const struct json *list = json_get(j, "elements");
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    if (version.n)
        json_out_kstr(&o, "version", version);
    json_out_key(&o, "pages");
    json_out_open(&o, '[');
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        struct str urn = organisation(v);
        if (urn.n == 0)
            continue;
        json_out_str(&o, urn);
        first = first.n ? first : urn;
        found |= str_eq(urn, s->remote);
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
    if (first.n == 0)
        return err_set(e, ERR_DENIED, "this member looks after no page of LinkedIn");
    if (s->remote.n && !found)
        return err_set(e, ERR_DENIED, "this member does not look after that page any more");
    if (s->remote.n == 0)
        s->remote = first;
    return ERR_OK;
}

static enum err_code who_page(struct api *s, struct sink *to, struct err *e)
{
    struct json *j = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = choose(s, e);
    if (rc)
        return rc;
    struct str id = str_after(s->remote, (size_t)(str_rchr(s->remote, ':') + 1));
    rc = api_get(s, arena_printf(s->a, "/rest/organizations/" STRF, STRA(id)), &j, e);
    if (rc)
        return rc;
    struct str name = json_get_str(j, "localizedName"), slug = json_get_str(j, "vanityName");
    if (slug.n == 0)
        slug = id;
    s->handle = slug;
    s->key = arena_printf(s->a, "company/" STRF, STRA(fold_case(slug, s->a)));
    struct str url = arena_printf(s->a, "https://www.linkedin.com/company/" STRF, STRA(slug));
    rec.as.account = (struct record_account){.network = STR("linkedin"),
                                             .key = s->key,
                                             .handle = slug,
                                             .name = name,
                                             .url = url,
                                             .page = true};
    rc = sink_put(to, &rec, e);
    if (rc)
        return rc;
    rec = (struct record){.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = s->key, .name = name, .handle = slug, .url = url, .kind = IDENTITY_ORGANISATION};
    return sink_put(to, &rec, e);
}

/* Rows -------------------------------------------------------------------------------------- */

static const struct network_visibility visibilities[] = {
    {VISIBLE_PUBLIC,      "PUBLIC",      "Everybody"       },
    {VISIBLE_CONNECTIONS, "CONNECTIONS", "Your connections"},
    {VISIBLE_UNKNOWN,     NULL,          NULL              }
};

static const struct network_visibility page_visibilities[] = {
    {VISIBLE_PUBLIC,  "PUBLIC", "Everybody"},
    {VISIBLE_UNKNOWN, NULL,     NULL       }
};

/* clang-format off */
#define SHARED                                                                                 \
    .id = "linkedin", .server = "https://api.linkedin.com",                                    \
    .source = "https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api", \
    .limits = {.counting = COUNTING_UTF16,                                                     \
               .most = 3000,                                                                   \
               .media = 20,                                                                    \
               .alt = 4086,                                                                    \
               .picture_side = 6000,                                                           \
               .picture_types = "image/jpeg image/png image/gif"},                             \
    .sign_in = SIGN_IN_BROWSER, .needs_app = true, .leave = leave, .arrive = arrive,           \
    .renew = renew, .publish = linkedin__publish, .edit = linkedin__edit,                      \
    .drop = linkedin__drop, .sign = sign, .judge = judge
/* clang-format on */

const struct network_api api_linkedin = {
    SHARED,
    .door = "api",
    .name = "LinkedIn",
    .can = API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES,
    .visibility = visibilities,
    .scopes = "openid profile email w_member_social",
    .how =
        "Make an app of your own at developer.linkedin.com with \"Sign In with LinkedIn\" and "
        "\"Share on LinkedIn\", and give its client id and secret. Posts of others come by "
        "archive only: LinkedIn gives them to no app.",
    .who = who,
};

const struct network_api api_linkedin_page = {
    SHARED,
    .door = "page",
    .name = "LinkedIn page",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES | API_FINDS,
    .visibility = page_visibilities,
    .scopes =
        "openid profile r_organization_social w_organization_social rw_organization_admin",
    .how =
        "Make an app of your own at developer.linkedin.com, have it approved for the Community "
        "Management API, and give its client id and secret.",
    .who = who_page,
    .stream = linkedin__page_streams,
    .again = linkedin__again,
    .find = linkedin__find,
};
