/* networks/linkedin_read.c: what a page of LinkedIn posted, and the comments on it, as records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/linkedin.h"

#include "core/limits.h"
#include "networks/common.h"

enum {
    PAGE = 50,
    COMMENTS = 100,
    COMMENTED = 20 /* the newest posts whose comments are read */
};

static enum err_code put_content(const struct json *v, struct str post, struct sink *to,
                                 struct err *e)
{
    const struct json *content = json_get(v, "content"), *one = json_get(content, "media");
    const struct json *many = json_at(content, "multiImage/images");
    const struct json *article = json_get(content, "article");
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *m = many ? many->first : one; m && rc == ERR_OK;
         m = many ? m->next : NULL) {
        struct str urn = json_get_str(m, "id");
        *at = (struct record_attachment){
            .post = post,
            .position = position,
            .kind = str_starts(urn, STR("urn:li:video:"))   ? ATTACHMENT_VIDEO
                    : str_starts(urn, STR("urn:li:image:")) ? ATTACHMENT_IMAGE
                                                            : ATTACHMENT_FILE,
            .uri = urn,
            .alt = json_get_str(m, "altText"),
            .note = json_get_str(m, "title")};
        rc = sink_put(to, &rec, e);
        position++;
    }
    if (rc || !article)
        return rc;
    *at = (struct record_attachment){.post = post,
                                     .kind = ATTACHMENT_LINK,
                                     .uri = json_get_str(article, "source"),
                                     .alt = json_get_str(article, "description"),
                                     .note = json_get_str(article, "title")};
    return sink_put(to, &rec, e);
}

static struct when when_of(const struct json *v, const char *name)
{
    int64_t ms = json_i64(json_get(v, name), 0);
    return ms ? when_ms(ms) : WHEN_NONE;
}

static enum err_code put_post(struct api *s, const struct json *v, struct sink *to,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct str urn = json_get_str(v, "id");
    struct str parent = json_str(json_at(v, "reshareContext/parent"));
    struct when made = when_of(v, "publishedAt");
    if (urn.n == 0 || !str_is(json_get_str(v, "lifecycleState"), "PUBLISHED"))
        return ERR_OK; /* a draft */
    rec.as.post = (struct record_post){
        .key = urn,
        .kind = parent.n ? POST_RESHARE : POST_POST,
        .own = true,
        .author = s->key,
        .at = made.sure ? made : when_of(v, "createdAt"),
        .text = linkedin__plain(json_get_str(v, "commentary"), s->a),
        .url = arena_printf(s->a, "https://www.linkedin.com/feed/update/" STRF, STRA(urn)),
        .link = json_str(json_at(v, "content/article/source")),
        .visibility = str_is(json_get_str(v, "visibility"), "CONNECTIONS") ? VISIBLE_CONNECTIONS
                                                                           : VISIBLE_PUBLIC,
        .reshare_of = parent,
        .likes = -1,
        .reshares = -1};
    if (json_true(json_at(v, "lifecycleStateInfo/isEditedByAuthor")))
        rec.as.post.edited = when_of(v, "lastModifiedAt");
    enum err_code rc = sink_put(to, &rec, e);
    return rc ? rc : put_content(v, urn, to, e);
}

static enum err_code get_posts(struct api *s, int64_t start, int count, struct json **j,
                               const struct json **list, struct err *e)
{
    static const struct http_header finder = {STR_INIT("X-RestLi-Method"), STR_INIT("FINDER")};
    struct str url = arena_printf(
        s->a, "/rest/posts?author=" STRF "&q=author&count=%d&start=%lld&sortBy=CREATED",
        STRA(linkedin__escape(s->remote, s->a)), count, (long long)start);
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = url, .header = &finder, .headers = 1}, NULL, j, e);
    if (rc)
        return rc;
    *list = json_get(*j, "elements");
    return *list && (*list)->type == JSON_ARRAY
               ? ERR_OK
               : err_set(e, ERR_PARSE, STRF " answered something that is no list",
                         STRA(api_whom(s)));
}

/* Pages are numbered: what comes in between moves others to the next one, where they are seen once
 * more. */
static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    struct walk w;
    struct json *j = NULL;
    const struct json *list = NULL;
    int64_t start = 0, oldest = 0, newest = 0;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc == ERR_OK && w.cursor.n && !str_i64(w.cursor, &start))
        start = 0;
    if (rc == ERR_OK)
        rc = get_posts(s, start, PAGE, &j, &list, e);
    for (const struct json *v = rc ? NULL : list->first; v && rc == ERR_OK; v = v->next) {
        int64_t at = json_i64(json_get(v, "createdAt"), 0);
        oldest = at && (oldest == 0 || at < oldest) ? at : oldest;
        newest = at > newest ? at : newest;
        rc = put_post(s, v, to, e);
    }
    if (rc)
        return rc;
    bool full = list->count >= PAGE;
    out->items = (int64_t)list->count;
    walk_step(&w, oldest, newest,
              full ? arena_printf(s->a, "%lld", (long long)start + PAGE) : STR_NONE, s->a, out);
    return ERR_OK;
}

/* Comments: who wrote one is told as a urn and nothing else. */
static enum err_code put_comment(struct api *s, const struct json *v, struct str post,
                                 struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str actor = json_get_str(v, "actor"), urn = json_get_str(v, "commentUrn");
    struct str parent = json_get_str(v, "parentComment");
    int64_t at = json_i64(json_at(v, "created/time"), 0);
    bool own = str_eq(actor, s->remote);
    struct str author = own ? s->key : actor;
    if (urn.n == 0)
        return ERR_OK;
    rec.as.identity = (struct record_identity){
        .key = author,
        .kind = str_starts(actor, STR("urn:li:organization:")) ? IDENTITY_ORGANISATION
                                                               : IDENTITY_PERSON};
    enum err_code rc = own || author.n == 0 ? ERR_OK : sink_put(to, &rec, e);
    rec = (struct record){.kind = RECORD_POST};
    rec.as.post = (struct record_post){
        .key = urn,
        .kind = POST_COMMENT,
        .own = own,
        .author = author,
        .at = at ? when_ms(at) : WHEN_NONE,
        .text = json_str(json_at(v, "message/text")),
        .url =
            arena_printf(s->a, "https://www.linkedin.com/feed/update/" STRF "?commentUrn=" STRF,
                         STRA(post), STRA(linkedin__escape(urn, s->a))),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = parent.n ? parent : post,
        .likes = json_i64(json_at(v, "likesSummary/totalLikes"), -1),
        .reshares = -1};
    return rc ? rc : sink_put(to, &rec, e);
}

/* Of the newest posts, one post a call; the mark is its number. */
static enum err_code comments_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    struct json *j = NULL, *comments = NULL;
    const struct json *list = NULL;
    int64_t at = 0;
    if (mark.n && !str_i64(mark, &at))
        at = 0;
    *out = (struct api_page){.more = false};
    enum err_code rc = get_posts(s, at, 1, &j, &list, e);
    if (rc || list->count == 0)
        return rc;
    struct str urn = json_get_str(list->first, "id");
    rc = api_get(s,
                 arena_printf(s->a, "/rest/socialActions/" STRF "/comments?start=0&count=%d",
                              STRA(linkedin__escape(urn, s->a)), COMMENTS),
                 &comments, e);
    if (rc == ERR_OK)
        rc = put_post(s, list->first, to, e);
    const struct json *elements = rc ? NULL : json_get(comments, "elements");
    for (const struct json *v = elements ? elements->first : NULL; v && rc == ERR_OK;
         v = v->next)
        rc = put_comment(s, v, urn, to, e);
    if (rc && rc != ERR_NOT_FOUND)
        return rc;
    out->more = at + 1 < COMMENTED;
    out->items = elements ? (int64_t)elements->count : 0;
    if (out->more)
        out->mark = arena_printf(s->a, "%lld", (long long)at + 1);
    return ERR_OK;
}

const struct api_stream linkedin__page_streams[] = {
    {"own",      "what the page posts",      900,  0,         own_page,      false},
    {"comments", "comments on what it said", 3600, COMMENTED, comments_page, false},
    {NULL,       NULL,                       0,    0,         NULL,          false}
};

enum err_code linkedin__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct json *v = NULL;
        if (!str_eq(linkedin__urn_in(post[i].key), post[i].key))
            continue;
        rc = api_get(
            s,
            arena_printf(s->a, "/rest/posts/" STRF, STRA(linkedin__escape(post[i].key, s->a))),
            &v, e);
        if (rc == ERR_OK) {
            rc = put_post(s, v, to, e);
        } else if (rc == ERR_NOT_FOUND) {
            rc = common__gone(post[i].key, to, e);
        }
    }
    return rc;
}
