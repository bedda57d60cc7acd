/* archives/facebook_media.c: albums, pictures and films that no post holds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook_posts.h"

static enum err_code media_post(struct reading *r, const struct json *media, struct str title,
                                struct err *e)
{
    const struct facebook *fb = r->state;
    struct str uri = json_get_str(media, "uri");
    if (media->type != JSON_OBJECT || uri.n == 0)
        return ERR_OK;
    if (fb->media && map_find(fb->media, uri))
        return ERR_OK; /* a post has it */
    struct facebook_post p;
    facebook__post_init(&p, NULL, 1, r->piece);
    facebook__add_media(&p, media);
    p.post.title = title;
    p.post.text = json_get_str(media, "description");
    return facebook__put_post(r, &p, "post", json_i64(json_get(media, "creation_timestamp"), 0),
                              e);
}

/* One album a file; each of its pictures was put there on its own day. */
static enum err_code album(struct reading *r, struct str path, const struct json *v,
                           struct err *e)
{
    (void)path;
    const struct json *photos = json_get(v, "photos");
    enum err_code rc = ERR_OK;
    for (const struct json *m = photos ? photos->first : NULL; m && rc == ERR_OK; m = m->next)
        rc = media_post(r, m, json_get_str(v, "name"), e);
    return rc;
}

enum err_code facebook__read_album(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const whole[] = {NULL};
    return meta_each(r, in, whole, album, e);
}

static enum err_code picture(struct reading *r, struct str path, const struct json *v,
                             struct err *e)
{
    (void)path;
    return media_post(r, v, STR_NONE, e);
}

enum err_code facebook__read_photos(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("other_photos"),
                                       FACEBOOK_ROOT("photos"), NULL};
    return meta_each(r, in, into, picture, e);
}

enum err_code facebook__read_videos(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("videos"), NULL};
    return meta_each(r, in, into, picture, e);
}
