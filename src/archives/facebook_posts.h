/* archives/facebook_posts.h: one post of Facebook under way: of posts, pictures, comments. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_FACEBOOK_POSTS_H
#define ARCHIVES_FACEBOOK_POSTS_H

#include "archives/facebook.h"

/* What was found out about a post before it is pushed; all of it is of r->piece or the tree. */
struct facebook_post {
    struct record_post post;
    struct str words; /* of what is attached, in case the post has none of its own */
    struct str first_uri;
    struct record_attachment *att;
    size_t n_att;
    const struct json **media; /* those of `att` that are pictures or films */
    size_t n_media;
};

/* Makes an own post of the attachments of an entry (NULL is none), with room for `more`. */
void facebook__post_init(struct facebook_post *p, const struct json *attachments, size_t more,
                         struct arena *a);
void facebook__add_media(struct facebook_post *p, const struct json *media);

/* Pushes the post, what is attached to it, and the comments under its pictures. `time` in
 * seconds, 0 unknown. The key is made unless there is one. */
MUST_CHECK enum err_code facebook__put_post(struct reading *r, struct facebook_post *p,
                                            const char *prefix, int64_t time, struct err *e);

/* Pushes {timestamp, comment, author, group?}. */
MUST_CHECK enum err_code facebook__put_comment(struct reading *r, const struct json *comment,
                                               struct str title, struct str reply_to,
                                               struct err *e);

#endif
