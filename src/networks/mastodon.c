/* networks/mastodon.c: the Mastodon API, which many servers speak: signing in, and its row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mastodon.h"

#include "core/limits.h"
#include "net/form.h"
#include "net/oauth.h"
#include "networks/common.h"

/* Mastodon, GoToSocial, Pleroma, Akkoma, Pixelfed, Friendica and snac. What they leave out of
 * Mastodon's own API is asked for in a way that all of them answer (FORMATS.md 17; PEERS.md). */

#define SCOPES "read write"
#define SHOWN_CODE                                                                             \
    "urn:ietf:wg:oauth:2.0:oob" /* the server shows a code instead of going back */

static struct oauth_server server_of(const struct api *s)
{
    return (struct oauth_server){
        .authorize = arena_printf(s->a, STRF "/oauth/authorize", STRA(s->server)),
        .token = arena_printf(s->a, STRF "/oauth/token", STRA(s->server)),
        .revoke = arena_printf(s->a, STRF "/oauth/revoke", STRA(s->server)),
        .named = s->named};
}

static struct oauth_client client_of(const struct api *s, const struct api_trip *trip)
{
    return (struct oauth_client){.id = s->secret.client_id,
                                 .secret = s->secret.client_secret,
                                 .redirect =
                                     trip->redirect.n ? trip->redirect : STR(SHOWN_CODE),
                                 .scopes = STR(SCOPES)};
}

/* Tact introduces itself to this server. */
static enum err_code introduce(struct api *s, const struct api_trip *trip, struct err *e)
{
    struct buf form;
    struct json *app = NULL;
    buf_init(&form, KIB(8));
    form_put(&form, "client_name", STR("Tact"));
    form_put(&form, "redirect_uris", client_of(s, trip).redirect);
    form_put(&form, "scopes", STR(SCOPES));
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/api/v1/apps"),
                                                 .body = buf_view(&form),
                                                 .bare = true},
                               NULL, &app, e);
    buf_free(&form);
    if (rc)
        return rc;
    s->secret.client_id = json_get_str(app, "client_id");
    s->secret.client_secret = json_get_str(app, "client_secret");
    return s->secret.client_id.n
               ? ERR_OK
               : err_set(e, ERR_PARSE,
                         STRF " answered without a client_id: is it a server of "
                              "the Mastodon kind?",
                         STRA(api_whom(s)));
}

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    enum err_code rc = s->secret.client_id.n ? ERR_OK : introduce(s, trip, e);
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip);
    return rc ? rc : common__leave(s, &at, &c, NULL, trip, url, e);
}

static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, trip);
    return common__arrive(s, &at, &c, trip, query, e);
}

/* Mastodon's own tokens never end; those of others may. */
static enum err_code renew(struct api *s, struct err *e)
{
    struct oauth_server at = server_of(s);
    struct oauth_client c = client_of(s, &(struct api_trip){0});
    return common__renew(s, &at, &c, e);
}

static enum err_code leave_for_good(struct api *s, struct err *e)
{
    struct buf form;
    buf_init(&form, KIB(16));
    form_put(&form, "client_id", s->secret.client_id);
    form_put(&form, "client_secret", s->secret.client_secret);
    form_put(&form, "token", s->secret.access);
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/oauth/revoke"),
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

static void fact(struct json_out *o, const char *name, const struct json *value)
{
    int64_t n = json_i64(value, 0);
    if (n > 0)
        json_out_ki64(o, name, n);
}

/* "image/png image/jpeg": of the types that it takes, those that are pictures */
static void put_types(struct json_out *o, const struct json *list)
{
    struct buf types;
    buf_init(&types, KIB(1));
    for (const struct json *t = list ? list->first : NULL; t; t = t->next)
        if (str_starts(json_str(t), STR("image/")))
            buf_printf(&types, "%s" STRF, types.n ? " " : "", STRA(json_str(t)));
    if (types.n && !types.over)
        json_out_kstr(o, "picture_types", buf_view(&types));
    buf_free(&types);
}

/* What the server says of itself; one that has neither address is taken as the row has it. */
static enum err_code limits(struct api *s, struct err *e)
{
    struct json *j = NULL;
    struct buf b;
    struct json_out o;
    enum err_code rc = api_get(s, STR("/api/v2/instance"), &j, e);
    if (rc == ERR_NOT_FOUND || rc == ERR_PARSE)
        rc = api_get(s, STR("/api/v1/instance"), &j, e);
    if (rc == ERR_NOT_FOUND || rc == ERR_PARSE)
        return ERR_OK;
    if (rc)
        return rc;
    const struct json *c = json_get(j, "configuration");
    buf_init(&b, KIB(16));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    const struct json *most = json_at(c, "statuses/max_characters");
    fact(&o, "most", most ? most : json_get(j, "max_toot_chars"));
    fact(&o, "media", json_at(c, "statuses/max_media_attachments"));
    fact(&o, "alt", json_at(c, "media_attachments/description_limit"));
    fact(&o, "picture_bytes", json_at(c, "media_attachments/image_size_limit"));
    fact(&o, "poll_choices", json_at(c, "polls/max_options"));
    fact(&o, "poll_choice", json_at(c, "polls/max_characters_per_option"));
    fact(&o, "poll_least_s", json_at(c, "polls/min_expiration"));
    fact(&o, "poll_most_s", json_at(c, "polls/max_expiration"));
    put_types(&o, json_at(c, "media_attachments/supported_mime_types"));
    json_out_kstr(&o, "software", str_sub(json_get_str(j, "version"), 0, 200));
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
    return ERR_OK;
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *me = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = api_get(s, STR("/api/v1/accounts/verify_credentials"), &me, e);
    if (rc == ERR_OK)
        rc = limits(s, e);
    if (rc)
        return rc;
    s->remote = json_get_str(me, "id");
    s->key = s->handle = mastodon__key(s, me);
    if (s->remote.n == 0 || s->key.n == 0)
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    rec.as.account =
        (struct record_account){.network = STR("mastodon"),
                                .key = s->key,
                                .handle = s->key,
                                .name = json_get_str(me, "display_name"),
                                .url = json_get_str(me, "url"),
                                .created = when_parse(json_get_str(me, "created_at"))};
    rc = sink_put(to, &rec, e);
    return rc ? rc : mastodon__put_person(s, me, to, e);
}

static const struct network_visibility visibilities[] = {
    {VISIBLE_PUBLIC,    "public",   "Everybody"                       },
    {VISIBLE_UNLISTED,  "unlisted", "Everybody, but on no public list"},
    {VISIBLE_FOLLOWERS, "private",  "Followers"                       },
    {VISIBLE_DIRECT,    "direct",   "Those who are mentioned"         },
    {VISIBLE_UNKNOWN,   NULL,       NULL                              }
};

enum visibility mastodon__visibility(struct str word)
{
    for (const struct network_visibility *v = visibilities; v->word; v++)
        if (str_is(word, v->word))
            return v->visibility;
    return VISIBLE_UNKNOWN;
}

const struct network_api api_mastodon = {
    .id = "mastodon",
    .door = "api",
    .name = "Mastodon",
    .source = "https://docs.joinmastodon.org/client/",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES | API_FINDS |
           API_KEYED | API_WARNS | API_POLLS | API_MENTIONS | API_REPLY_NAMES,
 /* as Mastodon comes; each server says its own (api/v2/instance) */
    .limits = {.counting = COUNTING_MASTODON,
               .most = 500,
               .media = 4,
               .alt = 1500,
               .picture_bytes = 16777216,
               .picture_side = 5760,
               .picture_types = "image/jpeg image/png image/gif image/webp",
               .poll_choices = 4,
               .poll_choice = 50,
               .poll_least_s = 300,
               .poll_most_s = 2629746},
    .visibility = visibilities,
    .sign_in = SIGN_IN_BROWSER,
    .scopes = SCOPES,
    .how = "Name your server (mastodon.social, say) and allow Tact there.",
    .leave = leave,
    .arrive = arrive,
    .renew = renew,
    .who = who,
    .leave_for_good = leave_for_good,
    .stream = mastodon__streams,
    .again = mastodon__again,
    .publish = mastodon__publish,
    .find = mastodon__find,
    .edit = mastodon__edit,
    .drop = mastodon__drop,
    .sign = sign,
};
