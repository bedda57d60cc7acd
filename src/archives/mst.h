/* archives/mst.h: the Merkle search tree in which a repository of AT Protocol keeps its records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_MST_H
#define ARCHIVES_MST_H

#include "archives/car.h"

/* Nodes are put in as they come, in any order; then the tree is walked from its root. */
struct mst;

struct mst *mst_new(void);
void mst_free(struct mst *m); /* NULL is fine */

/* True where a block may be a node: a map of "e" and "l". */
bool mst_is_node(struct str block);

/* Keeps a node. ERR_LIMIT beyond LIMIT_MST. */
MUST_CHECK enum err_code mst_add(struct mst *m, const struct cid *cid, struct str block,
                                 struct err *e);

/* A record's key, "app.bsky.feed.post/3k…", and where it is. */
typedef enum err_code mst_leaf(void *ctx, struct str key, const struct cid *cid, struct err *e);

/* Calls `leaf` for every record in the order of their keys, without recursion. ERR_PARSE where
 * the tree is not exactly the one that its keys make: a node is missing or misspelt, a key is
 * out of order, or stands at another height than its digest says. */
MUST_CHECK enum err_code mst_walk(struct mst *m, const struct cid *root, mst_leaf *leaf,
                                  void *ctx, struct err *e);

/* How high a key stands: pairs of zero bits at the front of its SHA-256. */
int mst_height(struct str key);
/* Bytes that two keys have in common at their front. */
size_t mst_common(struct str a, struct str b);

#endif
