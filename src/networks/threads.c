/* networks/threads.c: Threads: its own posts and answers, mentions, publishing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/container.h"

#include "core/limits.h"
#include "networks/common.h"

/* developers.facebook.com/docs/threads; FORMATS.md 22. */

#define FIELDS                                                                                 \
    "id,media_type,media_url,permalink,username,text,timestamp,alt_text,link_attachment_url,"  \
    "quoted_post{id},reposted_post{id},children{id,media_type,media_url,alt_text}"
#define REPLY_FIELDS FIELDS ",replied_to{id},root_post{id}"

static const struct container_kind words = {.root = "/v1.0",
                                            .make = "threads",
                                            .publish = "threads_publish",
                                            .own = "threads",
                                            .text = "text",
                                            .status = "status",
                                            .why = "error_message",
                                            .image = "IMAGE",
                                            .words = "TEXT"};

static const struct graph_door door = {.authorize = "https://threads.net/oauth/authorize",
                                       .token = "https://graph.threads.net/oauth/access_token",
                                       .exchange = "/access_token",
                                       .grant = "th_exchange_token",
                                       .short_name = "access_token",
                                       .refresh = "/refresh_access_token",
                                       .refresh_grant = "th_refresh_token"};

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
    enum err_code rc =
        api_get(s, STR("/v1.0/me?fields=id,username,name,threads_biography"), &me, e);
    if (rc)
        return rc;
    struct str user = json_get_str(me, "username"), name = json_get_str(me, "name"), key;
    struct str bio = json_get_str(me, "threads_biography");
    s->remote = json_get_str(me, "id");
    if (s->remote.n == 0 || user.n == 0)
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    s->handle = user;
    s->key = common__lower(user, s->a);
    rec.as.account = (struct record_account){
        .network = STR("threads"),
        .key = s->key,
        .handle = user,
        .name = name,
        .url = arena_printf(s->a, "https://www.threads.com/@" STRF, STRA(s->key))};
    rc = sink_put(to, &rec, e);
    if (rc == ERR_OK)
        rc = container__person(s, user, name, &key, to, e);
    rec = (struct record){.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = s->key, .field = FACT_BIO, .value = bio};
    return rc || bio.n == 0 ? rc : sink_put(to, &rec, e);
}

static enum err_code put_post(struct api *s, const struct json *v, struct sink *to,
                              struct err *e)
{
    return container__post(s, &words, v, to, e);
}

static enum err_code page(struct api *s, const char *what, const char *fields, struct str mark,
                          struct sink *to, struct api_page *out, struct err *e)
{
    struct str url = arena_printf(s->a, STRF "?fields=%s&limit=100",
                                  STRA(container__path(s, &words, s->remote, what)), fields);
    return graph__walk(s, url, "timestamp", put_post, mark, to, out, e);
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    return page(s, "threads", FIELDS, mark, to, out, e);
}

static enum err_code replies_page(struct api *s, struct str mark, struct sink *to,
                                  struct api_page *out, struct err *e)
{
    return page(s, "replies", REPLY_FIELDS, mark, to, out, e);
}

static enum err_code mentions_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    return page(s, "mentions", REPLY_FIELDS, mark, to, out, e);
}

static const struct api_stream streams[] = {
    {"own",      "what you post",   900, 0,  own_page,      false},
    {"replies",  "what you answer", 900, 0,  replies_page,  false},
    {"mentions", "who names you",   900, 10, mentions_page, false},
    {NULL,       NULL,              0,   0,  NULL,          false}
};

static enum err_code again(struct api *s, const struct api_post *post, size_t n,
                           struct sink *to, struct err *e)
{
    return container__again(s, &words, REPLY_FIELDS, post, n, to, e);
}

static enum err_code publish(struct api *s, const struct outgoing *o, struct published *out,
                             struct err *e)
{
    return container__publish(s, &words, o, out, e);
}

static enum err_code find(struct api *s, const struct outgoing *o, struct published *out,
                          struct err *e)
{
    return container__find(s, &words, o, out, e);
}

static enum err_code drop(struct api *s, const struct published *what, struct err *e)
{
    struct str id = what->remote.n ? what->remote : container__id(what->key);
    enum err_code rc = api_ask(
        s, &(struct api_ask){.method = "DELETE", .url = container__path(s, &words, id, "")},
        NULL, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}

static const struct network_answering answerings[] = {
    {ANSWERING_EVERYBODY, ""                   },
    {ANSWERING_FOLLOWED,  "accounts_you_follow"},
    {ANSWERING_MENTIONED, "mentioned_only"     },
    {ANSWERING_COUNT,     NULL                 }
};

const struct network_api api_threads = {
    .id = "threads",
    .door = "api",
    .name = "Threads",
    .server = "https://graph.threads.net",
    .source = "https://developers.facebook.com/docs/threads",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_DELETES | API_FINDS | API_MENTIONS |
           API_WANTS_URL,
    .limits = {.counting = COUNTING_THREADS,
               .most = 500,
               .media = 20,
               .alt = 1000,
               .picture_bytes = 8388608,
               .picture_side = 1440,
               .picture_types = "image/jpeg image/png",
               .addresses = 5},
    .answering = answerings,
    .sign_in = SIGN_IN_BROWSER,
    .needs_app = true,
    .needs_https = true,
    .scopes = "threads_basic,threads_content_publish,threads_manage_replies,"
              "threads_read_replies,threads_manage_mentions,threads_delete",
    .how =
        "Make an app of your own at developers.facebook.com with Threads, and give its id and "
        "secret. Posts with pictures need a Tact that the internet can reach.",
    .leave = leave,
    .arrive = arrive,
    .renew = renew,
    .who = who,
    .stream = streams,
    .again = again,
    .publish = publish,
    .find = find,
    .drop = drop,
    .sign = graph__sign,
    .send = graph__send,
    .judge = graph__judge,
};
