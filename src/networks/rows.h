/* networks/rows.h: the rows, in the order in which the page offers them; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_ROWS_H
#define NETWORKS_ROWS_H

/* One file each, which ends in its row. Of several doors into one network the first is the usual. */
/* clang-format off */
#define API_ROWS(X) \
    X(mastodon) \
    X(bluesky) \
    X(bluesky_password) \
    X(x) \
    X(linkedin) \
    X(linkedin_page) \
    X(facebook) \
    X(instagram) \
    X(threads) \
    X(mail) \
    X(feed) \
    X(feed_follow) \
    X(wordpress) \
    X(micropub) \
    X(micropub_token) \
    X(facebook_hand) \
    X(instagram_hand) \
    X(linkedin_hand) \
    X(threads_hand) \
    X(x_hand)
/* clang-format on */

#endif
