/* networks/facebook_read.c: posts on a page of Facebook and comments on them as records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/facebook.h"

#include "core/limits.h"
#include "model/meta_key.h"
#include "networks/common.h"
#include "text/fold.h"

#define FIELDS                                                                                 \
    "id,message,story,created_time,updated_time,permalink_url,from,shares,place,"              \
    "attachments{media_type,media,url,unshimmed_url,title,description,subattachments},"        \
    "reactions.summary(true).limit(0)"
#define COMMENTS                                                                               \
    "comments.limit(50){id,message,created_time,from,parent{id},permalink_url,like_count}"

/* Keys: newer archives have the post's number ("fbid:"), older ones what `also` is made of. */
struct str facebook__key(const struct api *s, struct str id)
{
    struct str own = arena_printf(s->a, STRF "_", STRA(s->remote));
    if (id.n == 0)
        return STR_NONE;
    return arena_printf(s->a, "fbid:" STRF,
                        STRA(str_starts(id, own) ? str_after(id, own.n) : id));
}

struct str facebook__comment_key(const struct api *s, struct str id)
{
    return id.n ? arena_printf(s->a, "comment:id:" STRF, STRA(id)) : STR_NONE;
}

struct str facebook__id(const struct api *s, struct str key)
{
    struct str post = STR("fbid:"), comment = STR("comment:id:");
    if (str_starts(key, comment))
        return str_after(key, comment.n);
    if (!str_starts(key, post))
        return STR_NONE;
    struct str id = str_after(key, post.n);
    return str_chr(id, '_') >= 0 ? id
                                 : arena_printf(s->a, STRF "_" STRF, STRA(s->remote), STRA(id));
}

/* People have but a name here, as in archives; *key "" where the network hides who it is. */
static enum err_code put_author(struct api *s, const struct json *from, struct str *key,
                                struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str name = str_trim(json_get_str(from, "name"));
    *key = STR_NONE;
    if (str_eq(json_get_str(from, "id"), s->remote)) {
        *key = s->key;
        return ERR_OK;
    }
    if (name.n == 0)
        return ERR_OK;
    *key = arena_printf(s->a, "name:" STRF, STRA(fold_case(name, s->a)));
    rec.as.identity = (struct record_identity){.key = *key, .name = name, .name_only = true};
    return sink_put(to, &rec, e);
}

static enum err_code put_attachment(const struct json *v, struct str post, int *position,
                                    struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct str type = json_get_str(v, "media_type"),
               src = json_str(json_at(v, "media/image/src"));
    struct str url = json_get_str(v, "unshimmed_url");
    bool link = str_is(type, "link"), film = str_starts(type, STR("video"));
    if (url.n == 0)
        url = json_get_str(v, "url");
    rec.as.attachment =
        (struct record_attachment){.post = post,
                                   .position = *position,
                                   .kind = link   ? ATTACHMENT_LINK
                                           : film ? ATTACHMENT_VIDEO
                                                  : ATTACHMENT_IMAGE,
                                   .uri = link || src.n == 0 ? url : src,
                                   .alt = link ? json_get_str(v, "description") : STR_NONE,
                                   .note = json_get_str(v, "title")};
    if (rec.as.attachment.uri.n == 0)
        return ERR_OK;
    ++*position;
    return sink_put(to, &rec, e);
}

/* An album's pictures stand one level down. */
static enum err_code put_attachments(const struct json *v, struct str post, struct sink *to,
                                     struct err *e)
{
    const struct json *list = json_at(v, "attachments/data");
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *a = list ? list->first : NULL; a && rc == ERR_OK; a = a->next) {
        const struct json *inner = json_at(a, "subattachments/data");
        if (!inner)
            rc = put_attachment(a, post, &position, to, e);
        for (const struct json *i = inner ? inner->first : NULL; i && rc == ERR_OK; i = i->next)
            rc = put_attachment(i, post, &position, to, e);
    }
    return rc;
}

/* The link of a post; the first thing attached in an archive, where its address is known here too. */
static struct str link_of(const struct json *v)
{
    const struct json *first = json_at(v, "attachments/data/[]");
    struct str whole = json_get_str(first, "unshimmed_url");
    if (!str_is(json_get_str(first, "media_type"), "link"))
        return STR_NONE;
    return whole.n ? whole : json_get_str(first, "url");
}

static enum err_code put_post(struct api *s, const struct json *v, struct sink *to,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str id = json_get_str(v, "id"), text = json_get_str(v, "message"), author;
    struct when made = when_parse(json_get_str(v, "created_time"));
    const struct json *from = json_get(v, "from");
    enum err_code rc = put_author(s, from, &author, to, e);
    if (rc || id.n == 0)
        return rc;
    *p =
        (struct record_post){.key = facebook__key(s, id),
                             .kind = POST_POST,
                             .own = !from || str_eq(author, s->key),
                             .author = from ? author : s->key,
                             .at = made,
                             .text = text,
                             .title = json_get_str(v, "story"),
                             .url = json_get_str(v, "permalink_url"),
                             .link = link_of(v),
                             .place = json_str(json_at(v, "place/name")),
                             .visibility = VISIBLE_PUBLIC,
                             .likes = json_i64(json_at(v, "reactions/summary/total_count"), -1),
                             .reshares = json_i64(json_at(v, "shares/count"), -1)};
    if (p->own)
        p->also = meta_post_key("post", made.ms / 1000, text, p->link, s->a);
    rc = sink_put(to, &rec, e);
    return rc ? rc : put_attachments(v, p->key, to, e);
}

static enum err_code put_comment(struct api *s, const struct json *v, struct str post,
                                 struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct str id = json_get_str(v, "id"), text = json_get_str(v, "message"), author;
    struct str parent = json_str(json_at(v, "parent/id"));
    struct when made = when_parse(json_get_str(v, "created_time"));
    enum err_code rc = put_author(s, json_get(v, "from"), &author, to, e);
    if (rc || id.n == 0)
        return rc;
    bool own = author.n && str_eq(author, s->key);
    rec.as.post = (struct record_post){
        .key = facebook__comment_key(s, id),
        .also = own ? meta_post_key("comment", made.ms / 1000, text, STR_NONE, s->a) : STR_NONE,
        .kind = POST_COMMENT,
        .own = own,
        .author = author,
        .at = made,
        .text = text,
        .url = json_get_str(v, "permalink_url"),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = parent.n ? facebook__comment_key(s, parent) : post,
        .likes = json_i64(json_get(v, "like_count"), -1),
        .reshares = -1};
    return sink_put(to, &rec, e);
}

static enum err_code put_commented(struct api *s, const struct json *v, struct sink *to,
                                   struct err *e)
{
    const struct json *list = json_at(v, "comments/data");
    enum err_code rc = put_post(s, v, to, e);
    for (const struct json *c = list ? list->first : NULL; c && rc == ERR_OK; c = c->next)
        rc = put_comment(s, c, facebook__key(s, json_get_str(v, "id")), to, e);
    return rc;
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    return graph__walk(s, facebook__path(s, s->remote, "feed?fields=" FIELDS "&limit=50"),
                       "created_time", put_post, mark, to, out, e);
}

/* On the newest posts: one page each time. */
static enum err_code comments_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    (void)mark;
    enum err_code rc = graph__walk(
        s, facebook__path(s, s->remote, "feed?fields=" FIELDS "," COMMENTS "&limit=25"),
        "created_time", put_commented, STR_NONE, to, out, e);
    out->more = false;
    out->mark = STR_NONE;
    return rc;
}

const struct api_stream facebook__streams[] = {
    {"own",      "what the page posts",      900,  0, own_page,      false},
    {"comments", "comments on what it said", 1800, 1, comments_page, false},
    {NULL,       NULL,                       0,    0, NULL,          false}
};

enum err_code facebook__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct json *v = NULL;
        struct str id = facebook__id(s, post[i].key);
        if (!str_starts(post[i].key, STR("fbid:")))
            continue;
        rc = api_get(s, facebook__path(s, id, "?fields=" FIELDS), &v, e);
        if (rc == ERR_OK) {
            rc = put_post(s, v, to, e);
        } else if (rc == ERR_NOT_FOUND) {
            rc = common__gone(post[i].key, to, e);
        }
    }
    return rc;
}
