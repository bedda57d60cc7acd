/* store/thread.c: one post among those it answers and those that answer it; a conversation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include <stdlib.h>

enum {
    THREAD_MOST = 500
};

/* Posts of a thread while it is gathered; node 0 is the post itself. */
struct node {
    int64_t id, digest, reply_to, thread_id;
    int parent, child, next; /* numbers of nodes, -1 none */
    int depth;
};

struct tree {
    struct store *s;
    struct node *node;
    size_t n, limit;
    bool cut;
};

static enum err_code take_node(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct tree *t = ctx;
    int64_t id = sql_i64(k, 0);
    for (size_t i = 0; i < t->n; i++)
        if (t->node[i].id == id)
            return ERR_OK; /* posts that answer each other in a circle */
    if (t->n == t->limit) {
        t->cut = true;
        return ERR_OK;
    }
    t->node[t->n++] =
        (struct node){id, sql_i64(k, 1), sql_i64(k, 2), sql_i64(k, 3), -1, -1, -1, 0};
    return ERR_OK;
}

/* Posts have threads too on some networks; only messages are read as a conversation. */
#define NODE                                                                                   \
    "SELECT id, digest, reply_to, CASE WHEN kind = 'message' THEN thread_id ELSE 0 END FROM "  \
    "posts WHERE owner_id = $1 AND "

/* What it answers, what that answers, and so on; half of the room is left for what follows. */
static enum err_code climb(struct tree *t, struct err *e)
{
    enum err_code rc = ERR_OK;
    size_t at = 0;
    while (rc == ERR_OK && t->node[at].reply_to != 0) {
        if (t->n > t->limit / 2) {
            t->cut = true;
            return ERR_OK;
        }
        rc = store__each(&t->s->sql, NODE "digest = $2",
                         VALUES(I64(t->s->sql.owner), I64(t->node[at].reply_to)), take_node, t,
                         e);
        if (rc || at + 1 == t->n)
            return rc;
        t->node[at].parent = (int)(at + 1);
        at++;
    }
    return rc;
}

/* What answers any of them: first the post's own answers, then those of what it answers. They
 * are sorted later: SQLite would walk all posts for an ORDER BY here. */
static enum err_code descend(struct tree *t, struct err *e)
{
    for (size_t at = 0; at < t->n; at++) {
        size_t first = t->n;
        enum err_code rc = store__each(
            &t->s->sql, NODE "reply_to = $2 AND reply_to <> 0 LIMIT $3",
            VALUES(I64(t->s->sql.owner), I64(t->node[at].digest), I64((int64_t)(t->limit + 1))),
            take_node, t, e);
        if (rc)
            return rc;
        for (size_t i = first; i < t->n; i++)
            t->node[i].parent = (int)at;
    }
    return ERR_OK;
}

struct ordered {
    int64_t id;
    size_t node;
};

static int older(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Node after node as one reads a thread: each with its answers behind it, oldest first. */
static void walk_tree(struct tree *t, struct arena *a, int64_t *id, int *depth)
{
    struct ordered *o = ARENA_ARRAY(a, struct ordered, t->n);
    size_t n = 0;
    int root = 0;
    for (size_t i = 0; i < t->n; i++) {
        o[i] = (struct ordered){t->node[i].id, i};
        if (t->node[i].parent < 0)
            root = (int)i;
    }
    qsort(o, t->n, sizeof *o, older);
    for (size_t i = t->n; i-- > 0;) { /* the newest first, so that the oldest ends in front */
        struct node *child = &t->node[o[i].node];
        if (child->parent >= 0) {
            child->next = t->node[child->parent].child;
            t->node[child->parent].child = (int)o[i].node;
        }
    }
    for (int at = root, d = 0; at >= 0;) {
        struct node *v = &t->node[at];
        id[n] = v->id;
        depth[n++] = d;
        if (v->child >= 0) {
            at = v->child;
            d++;
            continue;
        }
        while (at >= 0 && t->node[at].next < 0) {
            at = t->node[at].parent;
            d--;
        }
        at = at >= 0 ? t->node[at].next : -1;
    }
}

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__best *b = ctx;
    if (b->n < b->cap)
        b->id[b->n++] = sql_i64(k, 0);
    return ERR_OK;
}

/* A conversation around one message: as much before as after, and more of one side where the
 * other has less. */
static enum err_code conversation(struct tree *t, struct arena *a, int64_t *id, size_t *n,
                                  struct err *e)
{
    struct store__best before = store__best_of(t->limit + 1, a);
    struct store__best after = store__best_of(t->limit + 1, a);
    const struct node *v = &t->node[0];
    const struct sql_value bound[] = {I64(t->s->sql.owner), I64(v->thread_id), I64(v->id),
                                      I64((int64_t)t->limit + 1)};
    enum err_code rc =
        store__each(&t->s->sql,
                    "SELECT id "
                    "FROM posts "
                    "WHERE owner_id = $1 AND thread_id = $2 AND thread_id <> 0 AND id < $3 "
                    "ORDER BY id DESC LIMIT $4",
                    bound, COUNT_OF(bound), take_id, &before, e);
    if (rc == ERR_OK)
        rc =
            store__each(&t->s->sql,
                        "SELECT id "
                        "FROM posts "
                        "WHERE owner_id = $1 AND thread_id = $2 AND thread_id <> 0 AND id > $3 "
                        "ORDER BY id LIMIT $4",
                        bound, COUNT_OF(bound), take_id, &after, e);
    size_t room = t->limit - 1, half = room / 2, take = before.n, then = after.n;
    if (take + then > room) {
        t->cut = true;
        if (then <= room - half)
            take = room - then;
        else if (take > half)
            take = half;
        then = room - take;
    }
    *n = 0;
    for (size_t i = take; i-- > 0;)
        id[(*n)++] = before.id[i];
    id[(*n)++] = v->id;
    for (size_t i = 0; i < then; i++)
        id[(*n)++] = after.id[i];
    return rc;
}

static enum err_code gather(struct tree *t, int64_t id, struct arena *a, int64_t *ids,
                            int *depth, size_t *n, struct err *e)
{
    enum err_code rc = store__each(&t->s->sql, NODE "id = $2",
                                   VALUES(I64(t->s->sql.owner), I64(id)), take_node, t, e);
    if (rc)
        return rc;
    if (t->n == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no post %lld here", (long long)id);
    if (t->node[0].thread_id != 0)
        return conversation(t, a, ids, n, e);
    rc = climb(t, e);
    if (rc == ERR_OK)
        rc = descend(t, e);
    *n = t->n;
    if (rc == ERR_OK)
        walk_tree(t, a, ids, depth);
    return rc;
}

static enum err_code thread(struct tree *t, int64_t id, struct arena *a,
                            struct shown_post **out, size_t *n, size_t *at, struct err *e)
{
    int64_t *ids = ARENA_ARRAY(a, int64_t, t->limit);
    int *depth = ARENA_ARRAY(a, int, t->limit);
    struct store__accounts acc;
    size_t found = 0;
    enum err_code rc = gather(t, id, a, ids, depth, &found, e);
    if (rc == ERR_OK)
        rc = store_accounts(t->s, a, &acc.v, &acc.n, e);
    if (rc == ERR_OK)
        rc = store__show(t->s, &acc, ids, found, a, out, n, e);
    for (size_t i = 0; rc == ERR_OK && i < *n; i++) {
        (*out)[i].depth = depth[i];
        if ((*out)[i].post.id == id)
            *at = i;
    }
    return rc;
}

enum err_code store_thread(struct store *s, int64_t id, int64_t limit, struct arena *a,
                           struct thread *out, struct err *e)
{
    if (limit < 1 || limit > THREAD_MOST)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to %d", THREAD_MOST);
    struct tree t = {
        .s = s, .node = ARENA_ARRAY(a, struct node, (size_t)limit), .limit = (size_t)limit};
    enum err_code rc = store__look(s, e);
    if (rc)
        return rc;
    *out = (struct thread){NULL, 0, 0, false};
    rc = thread(&t, id, a, &out->post, &out->n, &out->at, e);
    out->cut = t.cut;
    store__looked(s);
    return rc;
}
