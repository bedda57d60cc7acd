/* networks/instagram.c: Instagram for professional accounts: its own posts, comments, publishing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/container.h"

#include "core/limits.h"
#include "networks/common.h"

/* developers.facebook.com/docs/instagram-platform (API with Instagram Login); FORMATS.md 21. */

#define FIELDS                                                                                 \
    "id,caption,media_type,media_product_type,media_url,permalink,timestamp,username,"         \
    "like_count,alt_text,children{id,media_type,media_url,alt_text}"

static const struct container_kind words = {.make = "media",
                                            .publish = "media_publish",
                                            .own = "media",
                                            .text = "caption",
                                            .status = "status_code",
                                            .why = "status"};

static const struct graph_door door = {.authorize = "https://www.instagram.com/oauth/authorize",
                                       .token = "https://api.instagram.com/oauth/access_token",
                                       .exchange = "/access_token",
                                       .grant = "ig_exchange_token",
                                       .short_name = "access_token",
                                       .refresh = "/refresh_access_token",
                                       .refresh_grant = "ig_refresh_token"};

static enum err_code leave(struct api *s, struct api_trip *trip, struct str *url, struct err *e)
{
    return graph__leave(s, &door, trip, url, e);
}

static enum err_code arrive(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e)
{
    return graph__arrive(s, &door, trip, query, e);
}

static enum err_code renew(struct api *s, struct err *e)
{
    return graph__renew(s, &door, e);
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *me = NULL;
    struct record rec = {.kind = RECORD_ACCOUNT};
    struct str url =
        arena_printf(s->a, STRF "?fields=user_id,username,name,biography,website,account_type",
                     STRA(container__path(s, &words, STR("me"), "")));
    enum err_code rc = api_get(s, url, &me, e);
    if (rc)
        return rc;
    struct str user = json_get_str(me, "username"), key, bio = json_get_str(me, "biography");
    s->remote = json_get_str(me, "user_id");
    if (s->remote.n == 0)
        s->remote = json_get_str(me, "id");
    if (s->remote.n == 0 || user.n == 0)
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    s->handle = user;
    s->key = common__lower(user, s->a);
    rec.as.account = (struct record_account){
        .network = STR("instagram"),
        .key = s->key,
        .handle = user,
        .name = json_get_str(me, "name"),
        .url = arena_printf(s->a, "https://www.instagram.com/" STRF, STRA(s->key))};
    rc = sink_put(to, &rec, e);
    if (rc == ERR_OK)
        rc = container__person(s, user, json_get_str(me, "name"), &key, to, e);
    rec = (struct record){.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = s->key, .field = FACT_BIO, .value = bio};
    return rc || bio.n == 0 ? rc : sink_put(to, &rec, e);
}

/* Streams ------------------------------------------------------------------------------------------- */

static enum err_code put_post(struct api *s, const struct json *v, struct sink *to,
                              struct err *e)
{
    return container__post(s, &words, v, to, e);
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    struct str url = arena_printf(s->a, STRF "?fields=" FIELDS "&limit=50",
                                  STRA(container__path(s, &words, s->remote, "media")));
    return graph__walk(s, url, "timestamp", put_post, mark, to, out, e);
}

static enum err_code put_comment(struct api *s, const struct json *v, struct str post,
                                 struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct str user = json_get_str(v, "username"), author = STR_NONE;
    struct str parent = json_get_str(v, "parent_id"), id = json_get_str(v, "id");
    enum err_code rc = user.n ? container__person(s, user, STR_NONE, &author, to, e) : ERR_OK;
    rec.as.post = (struct record_post){
        .key = arena_printf(s->a, "comment:" STRF, STRA(id)),
        .kind = POST_COMMENT,
        .own = author.n && str_eq(author, s->key),
        .author = author,
        .at = when_parse(json_get_str(v, "timestamp")),
        .text = json_get_str(v, "text"),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = parent.n ? arena_printf(s->a, "comment:" STRF, STRA(parent)) : post,
        .likes = json_i64(json_get(v, "like_count"), -1),
        .reshares = -1};
    return rc || id.n == 0 ? rc : sink_put(to, &rec, e);
}

static enum err_code put_commented(struct api *s, const struct json *v, struct sink *to,
                                   struct err *e)
{
    const struct json *list = json_at(v, "comments/data");
    struct str post = container__key(s, json_get_str(v, "id"));
    enum err_code rc = put_post(s, v, to, e);
    for (const struct json *c = list ? list->first : NULL; c && rc == ERR_OK; c = c->next)
        rc = put_comment(s, c, post, to, e);
    return rc;
}

/* On the newest posts: one page each time. */
static enum err_code comments_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    struct str url = arena_printf(
        s->a,
        STRF "?fields=" FIELDS
             ",comments.limit(50){id,text,timestamp,username,like_count,parent_id}&limit=25",
        STRA(container__path(s, &words, s->remote, "media")));
    (void)mark;
    enum err_code rc = graph__walk(s, url, "timestamp", put_commented, STR_NONE, to, out, e);
    out->more = false;
    out->mark = STR_NONE;
    return rc;
}

static const struct api_stream streams[] = {
    {"own",      "what you post",  900,  0, own_page,      false},
    {"comments", "comments on it", 1800, 1, comments_page, false},
    {NULL,       NULL,             0,    0, NULL,          false}
};

static enum err_code again(struct api *s, const struct api_post *post, size_t n,
                           struct sink *to, struct err *e)
{
    return container__again(s, &words, FIELDS, post, n, to, e);
}

/* Publishing ----------------------------------------------------------------------------------------- */

/* How many posts a day are left; an answer that can't be had says nothing. */
static enum err_code allowed(struct api *s, struct err *e)
{
    struct json *j = NULL;
    struct err ignored;
    struct str url =
        arena_printf(s->a, STRF "?fields=config,quota_usage",
                     STRA(container__path(s, &words, s->remote, "content_publishing_limit")));
    if (api_get(s, url, &j, &ignored))
        return ERR_OK;
    int64_t used = json_i64(json_at(j, "data/[]/quota_usage"), 0);
    int64_t of = json_i64(json_at(j, "data/[]/config/quota_total"), 0);
    if (of == 0 || used < of)
        return ERR_OK;
    err_set(e, ERR_RATE_LIMITED,
            "Instagram takes %lld posts a day from a program, and has them", (long long)of);
    e->retry_after_s = 3600;
    return ERR_RATE_LIMITED;
}

static enum err_code publish(struct api *s, const struct outgoing *o, struct published *out,
                             struct err *e)
{
    enum err_code rc =
        o->medias && o->media[0].url.n && o->progress.n == 0 ? allowed(s, e) : ERR_OK;
    return rc ? rc : container__publish(s, &words, o, out, e);
}

static enum err_code find(struct api *s, const struct outgoing *o, struct published *out,
                          struct err *e)
{
    return container__find(s, &words, o, out, e);
}

const struct network_api api_instagram = {
    .id = "instagram",
    .door = "api",
    .name = "Instagram",
    .server = "https://graph.instagram.com",
    .source = "https://developers.facebook.com/docs/instagram-platform",
    .can = API_READS | API_PUBLISHES | API_FINDS | API_MENTIONS | API_WANTS_URL,
    .limits = {.counting = COUNTING_UTF16,
               .most = 2200,
               .media = 10,
               .alt = 1000,
               .picture_bytes = 8388608,
               .picture_side = 1440,
               .picture_types = "image/jpeg",
               .hashtags = 30,
               .mentions = 20},
    .sign_in = SIGN_IN_BROWSER,
    .needs_app = true,
    .needs_https = true,
    .scopes = "instagram_business_basic,instagram_business_content_publish,"
              "instagram_business_manage_comments",
    .how =
        "For business and creator accounts: make an app of your own at developers.facebook.com with "
        "Instagram, and give its id and secret. Pictures must lie where Instagram can fetch them.",
    .leave = leave,
    .arrive = arrive,
    .renew = renew,
    .who = who,
    .stream = streams,
    .again = again,
    .publish = publish,
    .find = find,
    .sign = graph__sign,
    .send = graph__send,
    .judge = graph__judge,
};
