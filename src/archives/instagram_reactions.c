/* archives/instagram_reactions.c: comments, likes and what was saved, of both networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"

#include "archives/meta_values.h"
#include "core/attr.h"

static enum err_code comment(struct reading *r, struct str path, const struct json *v,
                             struct err *e)
{
    struct instagram_entry en;
    const struct json *at = NULL;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    (void)path;
    (void)instagram__next(v, &at, &en);
    if (en.text.n == 0 && en.at.sure == TIME_NONE)
        return reading_unread(r, en.user, "a comment without words and time", e);
    *p = (struct record_post){.kind = POST_COMMENT,
                              .own = true,
                              .at = en.at,
                              .text = en.text,
                              .url = en.url,
                              .likes = -1,
                              .reshares = -1};
    if (en.user.n)
        p->title = arena_printf(r->piece, "on a post of @" STRF, STRA(en.user));
    p->key = instagram__post_key(r, "comment", en.at.ms / 1000, p->text);
    return reading_put(r, &rec, e);
}

enum err_code instagram__read_comments(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/comments_media_comments",
                                       "/comments_reels_comments", "/comments_story_comments",
                                       NULL};
    return meta_each(r, in, into, comment, e);
}

static enum err_code react(struct reading *r, const struct json *v, struct str kind,
                           struct err *e)
{
    struct instagram_entry en;
    const struct json *at = NULL;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && instagram__next(v, &at, &en)) {
        struct record rec = {.kind = RECORD_REACTION};
        rec.as.reaction = (struct record_reaction){
            .own = true, .kind = kind, .at = en.at, .url = en.url, .text = en.user};
        if (en.url.n || en.user.n || en.at.sure)
            rc = reading_put(r, &rec, e);
        else
            rc = reading_unread(r, en.name, "a reaction that says neither to what nor when", e);
    }
    return rc;
}

static enum err_code like(struct reading *r, struct str path, const struct json *v,
                          struct err *e)
{
    (void)path;
    return react(r, v, STR("like"), e);
}

enum err_code instagram__read_likes(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"",
                                       "/likes_media_likes",
                                       "/likes_comment_likes",
                                       "/story_activities_story_likes",
                                       "/text_post_app_media_likes",
                                       NULL};
    return meta_each(r, in, into, like, e);
}

static enum err_code saved(struct reading *r, struct str path, const struct json *v,
                           struct err *e)
{
    (void)path;
    return react(r, v, STR("bookmark"), e);
}

enum err_code instagram__read_saved(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/saved_saved_media",
                                       "/text_post_app_text_post_app_saved_posts", NULL};
    return meta_each(r, in, into, saved, e);
}

static const struct meta_people people = {instagram__is_owner, instagram__named};

/* The folders of two networks in one home may have one name: keys of threads are an account's. */
enum err_code instagram__read_thread(struct reading *r, struct stream *in, struct err *e)
{
    return meta_read_thread(r, in, meta_thread_folder(r), &people, e);
}
