/* archives/instagram_posts.c: posts, stories, reels and pictures of the profile; Threads' posts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"
#include "archives/peek.h"

#include "core/attr.h"

/* No post has an id and the names of files change with the years: the time and the words are
 * all that stays. Stories without words are posted several in one second: they are counted. */
struct str instagram__post_key(struct reading *r, const char *kind, int64_t time,
                               struct str text)
{
    struct instagram *st = r->state;
    struct str key = meta_timed_key(kind, time, text, r->piece);
    if (!st->posts)
        st->posts = map_new();
    int64_t n = ++*map_put(st->posts, key, 0, NULL);
    return n == 1 ? key : arena_printf(r->piece, STRF ".%lld", STRA(key), (long long)n);
}

/* A list at a file's root, and what is posted with it. */
static const struct shelf {
    struct str root;
    const char *kind;  /* of the key */
    const char *title; /* on the screen */
} shelves[] = {
    {STR_INIT("/ig_stories"),             "story",   "Story"          },
    {STR_INIT("/ig_reels_media"),         "post",    "Reel"           },
    {STR_INIT("/ig_profile_picture"),     "picture", "Profile picture"},
    {STR_INIT("/ig_archived_post_media"), "post",    "Archived post"  },
    {STR_INIT("/ig_igtv_media"),          "post",    "IGTV"           },
    {STR_INIT("/ig_other_media"),         "post",    ""               },
};

static struct record_attachment attachment_of(const struct json *m)
{
    struct record_attachment at = {.uri = json_get_str(m, "uri")};
    at.kind = attachment_kind_of(STR_NONE, at.uri);
    if (json_at(m, "media_metadata/video_metadata"))
        at.kind = ATTACHMENT_VIDEO;
    else if (json_at(m, "media_metadata/photo_metadata"))
        at.kind = ATTACHMENT_IMAGE;
    return at;
}

/* A post of one picture has its words and its time at the picture, one of several its own. */
static void words_and_time(const struct json *v, const struct json *first, struct str *text,
                           int64_t *time)
{
    *text = json_get_str(v, "title");
    *time = json_i64(json_get(v, "creation_timestamp"), 0);
    if (text->n == 0)
        *text = json_get_str(first, "title");
    if (*time == 0)
        *time = json_i64(json_get(first, "creation_timestamp"), 0);
}

static enum err_code put_media(struct reading *r, struct str post, struct str text,
                               const struct json *first, bool many, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *m = first; m && rc == ERR_OK; m = many ? m->next : NULL) {
        struct str note = json_get_str(m, "title");
        rec.as.attachment = attachment_of(m);
        rec.as.attachment.post = post;
        rec.as.attachment.position = position;
        rec.as.attachment.note = str_eq(note, text) ? STR_NONE : note;
        if (rec.as.attachment.uri.n == 0) /* words alone, on Threads */
            continue;
        position++;
        rc = reading_put(r, &rec, e);
    }
    return rc;
}

static enum err_code put_post(struct reading *r, const struct json *v,
                              const struct record_post *like, const char *kind, struct err *e)
{
    const struct json *media = json_get(v, "media");
    bool many = media && media->type == JSON_ARRAY;
    const struct json *first = many ? media->first : media;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    int64_t time;
    if (!media && json_get(v, "uri"))
        first = v; /* a story is its picture */
    *p = *like;
    p->own = true;
    p->likes = p->reshares = -1;
    words_and_time(v, first, &p->text, &time);
    if (time == 0 && p->text.n == 0 && json_get_str(first, "uri").n == 0)
        return reading_unread(r, json_get_str(v, "title"),
                              "a post without time, words and pictures", e);
    p->at = time ? when_s(time) : WHEN_NONE;
    p->key = instagram__post_key(r, kind, time, p->text);
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc : put_media(r, p->key, p->text, first, many, e);
}

static enum err_code post(struct reading *r, struct str path, const struct json *v,
                          struct err *e)
{
    const struct record_post like = {.kind = POST_POST};
    (void)path;
    return put_post(r, v, &like, "post", e);
}

/* An array; one object alone where there is but one post. */
enum err_code instagram__read_posts(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const whole[] = {NULL};
    static const char *const into[] = {"", "/ig_posts", NULL};
    struct peek k;
    enum err_code rc = peek_init(&k, in, e);
    if (rc)
        return rc;
    bool one = str_starts(str_trim(str_of(k.head, k.n)), STR("{")) &&
               str_find(str_of(k.head, k.n), STR("\"ig_posts\"")) < 0;
    return meta_each(r, &k.stream, one ? whole : into, post, e);
}

static enum err_code story(struct reading *r, struct str path, const struct json *v,
                           struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(shelves); i++) {
        const struct record_post like = {.kind = POST_POST,
                                         .title = str_from(shelves[i].title)};
        if (str_starts(path, shelves[i].root))
            return put_post(r, v, &like, shelves[i].kind, e);
    }
    return post(r, path, v, e);
}

enum err_code instagram__read_stories(struct reading *r, struct stream *in, struct err *e)
{
    const char *into[COUNT_OF(shelves) + 2] = {""};
    for (size_t i = 0; i < COUNT_OF(shelves); i++)
        into[i + 1] = shelves[i].root.p;
    return meta_each(r, in, into, story, e);
}

static enum err_code thread_post(struct reading *r, struct str path, const struct json *v,
                                 struct err *e)
{
    const struct json *app = json_at(v, "media/[]/text_app_post");
    struct record_post like = {.kind = POST_POST};
    if (!app)
        app = json_get(v, "text_app_post");
    if (json_true(json_get(app, "is_reply")))
        like.kind = POST_REPLY;
    if (str_starts(path, STR("/text_post_app_text_app_archived_posts")))
        like.title = STR("Archived post");
    return put_post(r, v, &like, "post", e);
}

enum err_code threads__read_posts(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/text_post_app_text_posts",
                                       "/text_post_app_text_app_archived_posts", NULL};
    return meta_each(r, in, into, thread_post, e);
}
