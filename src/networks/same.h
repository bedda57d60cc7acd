/* networks/same.h: whether what a network has is what was sent; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_SAME_H
#define NETWORKS_SAME_H

#include "networks/api.h"

enum {
    SAME_CLOCKS_MS = 300000 /* a server's clock may be so far from ours */
};

/* The same words, whatever became of white space, letter case, composed characters and the scheme of
 * addresses on the way. */
bool same_words(struct str a, struct str b, struct arena *arena);
/* A post of that key, with that text, made then, may be this publication: nobody else's, not older. */
bool same_post(const struct outgoing *o, struct str key, struct str text, struct when at,
               struct arena *a);

/* After a page on which it is not: ERR_NOT_FOUND where that page goes back to before the publication (its
 * oldest post is older) or nothing is behind it (`more`); else ERR_UNCERTAIN, for it may stand further
 * down, and nothing is sent again on such an answer. oldest_ms INT64_MAX: the page is empty. */
MUST_CHECK enum err_code same_missing(const struct api *s, const struct outgoing *o,
                                      int64_t oldest_ms, bool more, struct err *e);

#endif
