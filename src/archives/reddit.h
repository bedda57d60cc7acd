/* archives/reddit.h: what the files of the Reddit reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_REDDIT_H
#define ARCHIVES_REDDIT_H

#include "archives/table.h"
#include "core/map.h"

/* One run. */
struct reddit {
    struct str user, created; /* of statistics.csv; "" unknown */
    struct map *known;        /* identities and threads pushed already */
};

/* One row of each table. */
typedef enum err_code reddit_row(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct err *e);
reddit_row reddit__post;
reddit_row reddit__comment;
reddit_row reddit__message;
reddit_row reddit__chat;
reddit_row reddit__friend;
reddit_row reddit__subreddit;
reddit_row reddit__moderated;
reddit_row reddit__saved_post;
reddit_row reddit__saved_comment;
reddit_row reddit__post_vote;
reddit_row reddit__comment_vote;

#endif
