/* networks/x_read.c: posts and people of the API of X as records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/x.h"

#include "core/limits.h"
#include "model/x_time.h"
#include "net/form.h"
#include "text/html.h"

/* Each object that X gives is charged for (FORMATS.md 23), so nothing is asked for twice: a walk after
 * the first asks for what is newer (start_time), and only what is shown is expanded. */

#define TWEET_FIELDS                                                                           \
    "tweet.fields=attachments,author_id,community_id,conversation_id,created_at,"              \
    "edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,"      \
    "referenced_tweets&expansions=attachments.media_keys,author_id,referenced_tweets.id,"      \
    "referenced_tweets.id.author_id&user.fields=" X_USER_FIELDS                                \
    "&media.fields=alt_text,media_key,type,url,variants,preview_image_url"

static struct str key_of(struct str id, struct arena *a)
{
    return id.n ? arena_printf(a, "id:" STRF, STRA(id)) : STR_NONE;
}

static enum err_code put_fact(struct str who, enum fact_field field, struct str value,
                              struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = who, .field = field, .value = value};
    return value.n ? sink_put(to, &rec, e) : ERR_OK;
}

enum err_code x__put_user(struct api *s, const struct json *v, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str key = key_of(json_get_str(v, "id"), s->a), user = json_get_str(v, "username");
    if (key.n == 0)
        return ERR_OK;
    rec.as.identity = (struct record_identity){
        .key = key,
        .name = html_unescape(json_get_str(v, "name"), s->a),
        .handle = user,
        .url = user.n ? arena_printf(s->a, "https://x.com/" STRF, STRA(user))
                      : arena_printf(s->a, "https://x.com/i/user/" STRF,
                                     STRA(json_get_str(v, "id")))};
    enum err_code rc = sink_put(to, &rec, e);
    if (rc == ERR_OK)
        rc =
            put_fact(key, FACT_BIO, html_unescape(json_get_str(v, "description"), s->a), to, e);
    if (rc == ERR_OK)
        rc = put_fact(key, FACT_LOCATION, json_get_str(v, "location"), to, e);
    const struct json *whole = json_at(v, "entities/url/urls/[]/expanded_url");
    struct str link = whole ? json_str(whole) : json_get_str(v, "url");
    return rc ? rc : put_fact(key, FACT_URL, link, to, e);
}

/* The one of a list whose member is that. */
static const struct json *pick(const struct json *list, const char *member, struct str value)
{
    for (const struct json *v = list ? list->first : NULL; v && value.n; v = v->next)
        if (str_eq(json_get_str(v, member), value))
            return v;
    return NULL;
}

/* Words --------------------------------------------------------------------------------------- */

static const struct json *link_at(struct str s, const struct json *urls)
{
    for (const struct json *u = urls ? urls->first : NULL; u; u = u->next) {
        struct str from = json_get_str(u, "url");
        if (from.n && str_starts(s, from))
            return u;
    }
    return NULL;
}

/* Short links by what they stand for; that of the post's own picture is nobody's words. By their text,
 * as places are counted in code points here and in other units elsewhere. */
struct str x__words(const struct json *tweet, struct arena *a, struct str *link)
{
    const struct json *note = json_get(tweet, "note_tweet"), *from = note ? note : tweet;
    const struct json *urls = json_at(from, "entities/urls");
    struct str text = json_get_str(from, "text");
    struct buf b;
    buf_init(&b, LIMIT_POST_TEXT);
    *link = STR_NONE;
    while (text.n) {
        const struct json *u = link_at(text, urls);
        struct str whole = json_get_str(u, "expanded_url");
        bool picture = u && json_get(u, "media_key");
        if (u && !picture && link->n == 0)
            *link = whole;
        if (u && !picture)
            buf_str(&b, whole.n ? whole : json_get_str(u, "url"));
        else if (!u)
            buf_char(&b, text.p[0]);
        text = str_after(text, u ? json_get_str(u, "url").n : 1);
    }
    struct str out = html_unescape(arena_str(a, str_trim(buf_view(&b))), a);
    buf_free(&b);
    return out;
}

/* Posts --------------------------------------------------------------------------------------- */

static void read_references(const struct json *v, struct record_post *p)
{
    const struct json *list = json_get(v, "referenced_tweets");
    for (const struct json *r = list ? list->first : NULL; r; r = r->next) {
        struct str type = json_get_str(r, "type"), id = json_get_str(r, "id");
        if (str_is(type, "replied_to"))
            p->reply_to = id;
        else if (str_is(type, "quoted") || str_is(type, "retweeted"))
            p->reshare_of = id;
        if (str_is(type, "retweeted"))
            p->kind = POST_RESHARE;
    }
    if (p->kind == POST_RESHARE)
        return;
    p->kind = p->reply_to.n || json_get_str(v, "in_reply_to_user_id").n ? POST_REPLY
              : p->reshare_of.n                                         ? POST_RESHARE
                                                                        : POST_POST;
}

/* Each edit is a post with its own id; the last is the post, as in archives. */
static void read_edits(const struct json *v, struct record_post *p)
{
    const struct json *ids = json_get(v, "edit_history_tweet_ids");
    struct str last = STR_NONE;
    if (!ids || ids->count < 2)
        return;
    for (const struct json *i = ids->first; i; i = i->next)
        last = json_str(i);
    p->edited = x_time(last, STR_NONE);
    if (str_eq(last, p->key))
        p->at = x_time(json_str(ids->first), STR_NONE);
    else
        p->deleted = p->edited;
}

static enum err_code put_media(const struct json *v, const struct json *includes,
                               struct sink *to, struct err *e)
{
    const struct json *keys = json_at(v, "attachments/media_keys");
    struct record rec = {.kind = RECORD_ATTACHMENT};
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *k = keys ? keys->first : NULL; k && rc == ERR_OK; k = k->next) {
        const struct json *m = pick(json_get(includes, "media"), "media_key", json_str(k));
        const struct json *variants = json_get(m, "variants");
        struct str uri = json_get_str(m, "url");
        int64_t most = -1;
        for (const struct json *i = variants ? variants->first : NULL; i; i = i->next) {
            int64_t rate = json_i64(json_get(i, "bit_rate"), 0);
            if (rate > most && str_is(json_get_str(i, "content_type"), "video/mp4")) {
                most = rate;
                uri = json_get_str(i, "url");
            }
        }
        if (!m)
            continue;
        rec.as.attachment = (struct record_attachment){
            .post = json_get_str(v, "id"),
            .position = position,
            .kind =
                str_is(json_get_str(m, "type"), "photo") ? ATTACHMENT_IMAGE : ATTACHMENT_VIDEO,
            .uri = uri.n ? uri : json_get_str(m, "preview_image_url"),
            .alt = json_get_str(m, "alt_text")};
        rc = sink_put(to, &rec, e);
        position++;
    }
    return rc;
}

/* Those whom the text names: X gives their ids. */
static enum err_code put_mentioned(struct api *s, const struct json *v, struct sink *to,
                                   struct err *e)
{
    const struct json *list = json_at(v, "entities/mentions");
    enum err_code rc = ERR_OK;
    for (const struct json *m = list ? list->first : NULL; m && rc == ERR_OK; m = m->next)
        rc = x__put_user(s, m, to, e);
    return rc;
}

static enum err_code put_tweet(struct api *s, const struct json *v, const struct json *includes,
                               struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str id = json_get_str(v, "id"), author = json_get_str(v, "author_id");
    const struct json *user = pick(json_get(includes, "users"), "id", author);
    struct str handle = json_get_str(user, "username"), lang = json_get_str(v, "lang"), link;
    struct str text = x__words(v, s->a, &link);
    bool own = author.n && str_eq(author, s->remote);
    bool hidden = json_true(json_get(user, "protected")) || (own && api_fact(s, "protected").n);
    if (own && handle.n == 0)
        handle = s->handle;
    if (id.n == 0)
        return ERR_OK;
    *p = (struct record_post){
        .key = id,
        .own = own,
        .author = key_of(author, s->a),
        .at = x_time(id, json_get_str(v, "created_at")),
        .text = text,
        .url = handle.n ? arena_printf(s->a, "https://x.com/" STRF "/status/" STRF,
                                       STRA(handle), STRA(id))
                        : arena_printf(s->a, "https://x.com/i/web/status/" STRF, STRA(id)),
        .link = link,
        .language = str_is(lang, "und") ? STR_NONE : lang,
        .visibility = hidden ? VISIBLE_FOLLOWERS : VISIBLE_PUBLIC,
        .group = json_get_str(v, "community_id"),
        .likes = json_i64(json_at(v, "public_metrics/like_count"), -1),
        .reshares = json_i64(json_at(v, "public_metrics/retweet_count"), -1)};
    if (p->group.n)
        p->visibility = VISIBLE_GROUP;
    read_references(v, p);
    read_edits(v, p);
    enum err_code rc = user ? x__put_user(s, user, to, e) : ERR_OK;
    if (rc == ERR_OK)
        rc = put_mentioned(s, v, to, e);
    if (rc == ERR_OK)
        rc = sink_put(to, &rec, e);
    return rc ? rc : put_media(v, includes, to, e);
}

/* What is answered or passed on comes first; the oldest first. */
static enum err_code put_tweets(struct api *s, const struct json *j, struct sink *to,
                                struct err *e)
{
    const struct json *includes = json_get(j, "includes"), *data = json_get(j, "data");
    const struct json *others = json_get(includes, "tweets");
    enum err_code rc = ERR_OK;
    size_t n = 0;
    for (const struct json *v = others ? others->first : NULL; v && rc == ERR_OK; v = v->next)
        rc = put_tweet(s, v, includes, to, e);
    if (rc || !data)
        return rc;
    const struct json **item = ARENA_ARRAY(s->a, const struct json *, data->count + 1);
    for (const struct json *v = data->first; v; v = v->next)
        item[n++] = v;
    while (n && rc == ERR_OK)
        rc = put_tweet(s, item[--n], includes, to, e);
    return rc;
}

/* Pages --------------------------------------------------------------------------------------- */

/* X answers 200 also where all of it failed: errors, and neither data nor a count of them. */
static enum err_code get_page(struct api *s, struct str url, struct json **j, struct err *e)
{
    enum err_code rc = api_get(s, url, j, e);
    if (rc)
        return rc;
    const struct json *data = json_get(*j, "data");
    if (json_get(*j, "errors") && !data && !json_get(*j, "meta"))
        return err_set(e, ERR_NOT_FOUND, STRF " refused it: " STRF, STRA(api_whom(s)),
                       STRA(api_words(*j, s->a)));
    if ((*j)->type != JSON_OBJECT || (data && data->type != JSON_ARRAY))
        return err_set(e, ERR_PARSE, STRF " answered something that is no list",
                       STRA(api_whom(s)));
    return ERR_OK;
}

static struct str next_of(const struct json *j)
{
    return json_get_str(json_get(j, "meta"), "next_token");
}

static enum err_code walk_page(struct api *s, const char *which, struct str mark,
                               struct sink *to, struct api_page *out, struct err *e)
{
    struct walk w;
    struct json *j = NULL;
    struct buf url;
    int64_t oldest = 0, newest = 0;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc)
        return rc;
    buf_init(&url, KIB(8));
    buf_printf(&url, "/2/users/" STRF "/%s?max_results=100&" TWEET_FIELDS, STRA(s->remote),
               which);
    if (w.until_ms) {
        struct buf at;
        buf_init(&at, 64);
        time_put_iso(&at, w.until_ms);
        form_put(&url, "start_time", buf_view(&at));
        buf_free(&at);
    }
    if (w.cursor.n)
        form_put(&url, "pagination_token", w.cursor);
    rc = get_page(s, buf_view(&url), &j, e);
    buf_free(&url);
    if (rc == ERR_OK)
        rc = put_tweets(s, j, to, e);
    if (rc)
        return rc;
    const struct json *data = json_get(j, "data");
    for (const struct json *v = data ? data->first : NULL; v; v = v->next) {
        int64_t at = when_parse(json_get_str(v, "created_at")).ms;
        oldest = at && (oldest == 0 || at < oldest) ? at : oldest;
        newest = at > newest ? at : newest;
    }
    out->items = data ? (int64_t)data->count : 0;
    walk_step(&w, oldest, newest, next_of(j), s->a, out);
    return ERR_OK;
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    return walk_page(s, "tweets", mark, to, out, e);
}

static enum err_code mentions_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    return walk_page(s, "mentions", mark, to, out, e);
}

static enum err_code home_page(struct api *s, struct str mark, struct sink *to,
                               struct api_page *out, struct err *e)
{
    return walk_page(s, "timelines/reverse_chronological", mark, to, out, e);
}

static enum err_code people_page(struct api *s, const char *which, enum connection_kind kind,
                                 struct str mark, struct sink *to, struct api_page *out,
                                 struct err *e)
{
    struct json *j = NULL;
    struct buf url;
    buf_init(&url, KIB(8));
    buf_printf(&url, "/2/users/" STRF "/%s?max_results=1000&user.fields=" X_USER_FIELDS,
               STRA(s->remote), which);
    if (mark.n)
        form_put(&url, "pagination_token", mark);
    enum err_code rc = get_page(s, buf_view(&url), &j, e);
    buf_free(&url);
    const struct json *data = rc ? NULL : json_get(j, "data");
    for (const struct json *v = data ? data->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct record rec = {.kind = RECORD_CONNECTION};
        rec.as.connection = (struct record_connection){
            .identity = key_of(json_get_str(v, "id"), s->a), .kind = kind};
        rc = x__put_user(s, v, to, e);
        if (rc == ERR_OK && rec.as.connection.identity.n)
            rc = sink_put(to, &rec, e);
    }
    if (rc)
        return rc;
    struct str next = next_of(j);
    *out = (struct api_page){
        .mark = next, .more = next.n > 0, .items = data ? (int64_t)data->count : 0};
    return ERR_OK;
}

static enum err_code following_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    return people_page(s, "following", CONNECTION_FOLLOWS, mark, to, out, e);
}

static enum err_code followers_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    return people_page(s, "followers", CONNECTION_FOLLOWED_BY, mark, to, out, e);
}

#define CHARGES "; X charges for each one it gives"

const struct api_stream x__streams[] = {
    {"own",       "what you post" CHARGES,              900,    0, own_page,       false},
    {"mentions",  "answers and mentions" CHARGES,       900,    5, mentions_page,  true },
    {"home",      "what those you follow post" CHARGES, 3600,   2, home_page,      true },
    {"following", "whom you follow" CHARGES,            604800, 0, following_page, false},
    {"followers", "who follows you" CHARGES,            604800, 0, followers_page, false},
    {NULL,        NULL,                                 0,      0, NULL,           false}
};

/* Again --------------------------------------------------------------------------------------- */

static enum err_code put_gone(const struct json *errors, struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct json *v = errors ? errors->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct record rec = {.kind = RECORD_POST};
        rec.as.post = (struct record_post){.key = json_get_str(v, "resource_id"),
                                           .deleted = when_ms(time_now_ms()),
                                           .likes = -1,
                                           .reshares = -1};
        /* one that may not be seen is not gone */
        if (rec.as.post.key.n && str_is(json_get_str(v, "parameter"), "ids") &&
            str_ends(json_get_str(v, "type"), STR("/resource-not-found")))
            rc = sink_put(to, &rec, e);
    }
    return rc;
}

enum err_code x__again(struct api *s, const struct api_post *post, size_t n, struct sink *to,
                       struct err *e)
{
    struct json *j = NULL;
    struct buf url;
    int64_t id;
    size_t asked = 0;
    buf_init(&url, KIB(16));
    buf_lit(&url, "/2/tweets?" TWEET_FIELDS "&ids=");
    for (size_t i = 0; i < n && i < AGAIN_MOST; i++)
        if (str_i64(post[i].key, &id))
            buf_printf(&url, "%s" STRF, asked++ ? "," : "", STRA(post[i].key));
    enum err_code rc = asked ? api_get(s, buf_view(&url), &j, e) : ERR_OK;
    buf_free(&url);
    if (rc || !j)
        return rc;
    rc = put_tweets(s, j, to, e);
    return rc ? rc : put_gone(json_get(j, "errors"), to, e);
}
