/* networks/facebook.c: a page of Facebook: signing in, choosing the page, and its row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/facebook.h"

#include "core/limits.h"
#include "text/fold.h"

/* developers.facebook.com/docs/pages-api; FORMATS.md 20. A profile can't be published to by a program
 * at all, and its friends come by archive. `access` is the page's token, `extra` that of whoever looks
 * after it, of which another page's can be had. */

static const struct graph_door door = {
    .authorize = "https://www.facebook.com/v23.0/dialog/oauth",
    .token = "https://graph.facebook.com/v23.0/oauth/access_token",
    .exchange = "/v23.0/oauth/access_token",
    .grant = "fb_exchange_token",
    .short_name = "fb_exchange_token"};

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    return graph__leave(s, &door, trip, url, e);
}

/* The page's own token does not end while that of its keeper is a lasting one. */
static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    enum err_code rc = graph__arrive(s, &door, trip, query, e);
    if (rc)
        return rc;
    s->secret.extra = s->secret.access;
    s->secret.until_ms = 0;
    return ERR_OK;
}

struct str facebook__path(const struct api *s, struct str of, const char *what)
{
    return arena_printf(s->a, "/" STRF "/" STRF "%s%s", STRA(graph__version(s)), STRA(of),
                        *what && *what != '?' ? "/" : "", what);
}

/* The pages of whoever signed in go to facts, so that the owner can choose one. */
static void note_pages(struct api *s, const struct json *list)
{
    struct buf b;
    struct json_out o;
    struct str version = api_fact(s, "version");
    buf_init(&b, KIB(256));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    if (version.n)
        json_out_kstr(&o, "version", version);
    json_out_key(&o, "pages");
    json_out_open(&o, '[');
    for (const struct json *v = list->first; v; v = v->next) {
        json_out_open(&o, '{');
        json_out_kstr(&o, "id", json_get_str(v, "id"));
        json_out_kstr(&o, "name", json_get_str(v, "name"));
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
}

static enum err_code choose(struct api *s, const struct json **page, struct err *e)
{
    struct json *j = NULL;
    struct str token = s->secret.extra.n ? s->secret.extra : s->secret.access;
    const struct http_header keeper = {STR("Authorization"),
                                       arena_printf(s->a, "Bearer " STRF, STRA(token))};
    struct str url = facebook__path(
        s, STR("me"), "accounts?fields=id,name,access_token,username,link&limit=100");
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = url, .header = &keeper, .headers = 1, .bare = true},
                NULL, &j, e);
    const struct json *list = rc ? NULL : json_get(j, "data");
    if (rc)
        return rc;
    if (!list || !list->first)
        return err_set(e, ERR_DENIED, "whoever signed in looks after no page of Facebook");
    note_pages(s, list);
    *page = s->remote.n ? NULL : list->first;
    for (const struct json *v = list->first; v && !*page; v = v->next)
        if (str_eq(json_get_str(v, "id"), s->remote))
            *page = v;
    return *page ? ERR_OK
                 : err_set(e, ERR_DENIED, "whoever signed in does not look after that page");
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_ACCOUNT};
    const struct json *page = NULL;
    enum err_code rc = choose(s, &page, e);
    if (rc)
        return rc;
    struct str name = json_get_str(page, "name"), user = json_get_str(page, "username");
    struct str url = json_get_str(page, "link");
    s->secret.access = json_get_str(page, "access_token");
    s->remote = json_get_str(page, "id");
    if (s->secret.access.n == 0 || s->remote.n == 0)
        return err_set(e, ERR_DENIED, "Facebook gives no rights for the page " STRF,
                       STRA(name));
    s->handle = user.n ? user : name;
    s->key = arena_printf(s->a, "page:" STRF, STRA(fold_case(name, s->a)));
    if (url.n == 0)
        url = arena_printf(s->a, "https://www.facebook.com/" STRF, STRA(s->remote));
    rec.as.account = (struct record_account){.network = STR("facebook"),
                                             .key = s->key,
                                             .handle = user,
                                             .name = name,
                                             .url = url,
                                             .page = true};
    rc = sink_put(to, &rec, e);
    if (rc)
        return rc;
    rec = (struct record){.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = s->key, .name = name, .handle = user, .url = url, .kind = IDENTITY_ORGANISATION};
    return sink_put(to, &rec, e);
}

const struct network_api api_facebook = {
    .id = "facebook",
    .door = "page",
    .name = "Facebook page",
    .server = "https://graph.facebook.com",
    .source = "https://developers.facebook.com/docs/pages-api",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES | API_FINDS,
    .limits = {.counting = COUNTING_UTF16,
               .most = 63206,
               .media = 10,
               .alt = 1000,
               .picture_bytes = 10485760,
               .picture_side = 2048,
               .picture_types = "image/jpeg image/png image/gif"},
    .sign_in = SIGN_IN_BROWSER,
    .needs_app = true,
    .needs_https = true,
    .scopes =
        "pages_show_list,pages_manage_posts,pages_read_engagement,pages_manage_engagement,"
        "pages_read_user_content",
    .how =
        "Make an app of your own at developers.facebook.com and give its id and secret. Without a "
        "review by Meta its posts are seen only by those who have a part in the app.",
    .leave = leave,
    .arrive = arrive,
    .who = who,
    .stream = facebook__streams,
    .again = facebook__again,
    .publish = facebook__publish,
    .find = facebook__find,
    .edit = facebook__edit,
    .drop = facebook__drop,
    .sign = graph__sign,
    .send = graph__send,
    .judge = graph__judge,
};
