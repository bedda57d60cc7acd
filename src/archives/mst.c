/* archives/mst.c: keeps the nodes of a Merkle search tree and walks them (atproto.com/specs/
 * repository). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mst.h"

#include "archives/cbor.h"
#include "core/hash.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"

#include <string.h>

enum {
    HEIGHT_MOST = CID_DIGEST * 8 / 2,
    KEY_MOST = 1024 /* of the protocol: collection 317, record key 512 */
};

struct mst {
    struct map *at;    /* digest → where the node stands in `nodes` */
    struct buf nodes;  /* each with its length in front */
    struct buf before; /* the last key that was given */
    bool any;
};

struct mst *mst_new(void)
{
    struct mst *m = mem_calloc(1, sizeof *m);
    m->at = map_new();
    buf_init(&m->nodes, LIMIT_MST);
    buf_init(&m->before, KEY_MOST);
    return m;
}

void mst_free(struct mst *m)
{
    if (!m)
        return;
    map_free(m->at);
    buf_free(&m->nodes);
    buf_free(&m->before);
    mem_free(m);
}

bool mst_is_node(struct str block)
{
    return str_starts(block, STR("\xA2\x61"
                                 "e"));
}

enum err_code mst_add(struct mst *m, const struct cid *cid, struct str block, struct err *e)
{
    uint32_t n = (uint32_t)block.n;
    struct str digest = str_of((const char *)cid->digest, CID_DIGEST);
    if (map_find(m->at, digest))
        return ERR_OK;
    if (m->nodes.n + sizeof n + block.n > LIMIT_MST)
        return err_set(e, ERR_LIMIT, "it has more records than Tact takes of one account");
    map_put(m->at, digest, (int64_t)m->nodes.n, NULL);
    buf_put(&m->nodes, &n, sizeof n);
    buf_str(&m->nodes, block);
    return ERR_OK;
}

static bool find_node(const struct mst *m, const struct cid *cid, struct str *out)
{
    uint32_t n;
    const int64_t *at = map_find(m->at, str_of((const char *)cid->digest, CID_DIGEST));
    if (!at || cid->codec != CID_DAG_CBOR)
        return false;
    memcpy(&n, m->nodes.p + *at, sizeof n);
    *out = str_of(m->nodes.p + *at + sizeof n, n);
    return true;
}

int mst_height(struct str key)
{
    unsigned char d[SHA256_BYTES];
    int pairs = 0;
    hash_sha256(key, d);
    for (size_t i = 0; i < sizeof d; i++)
        for (int shift = 6; shift >= 0; shift -= 2, pairs++)
            if (d[i] >> shift & 3)
                return pairs;
    return pairs;
}

size_t mst_common(struct str a, struct str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

static enum err_code damaged(const char *what, struct err *e)
{
    return err_set(e, ERR_PARSE, "the tree of the repository is damaged: %s", what);
}

/* A node under way. */
struct frame {
    struct str rest;
    uint64_t left;         /* entries still to come */
    int height;            /* -1: not known yet, of a root without keys */
    size_t key_n;          /* of the last key of this node */
    char key[KEY_MOST];    /* and the key itself */
    struct cid right;      /* subtree behind the last entry */
    bool has_right, leads; /* and whether anything of the node led to a record */
};

/* A link, or null where none is needed. */
static enum err_code take_tree(struct str *rest, struct cid *out, bool *has, struct err *e)
{
    struct cbor_item it;
    enum err_code rc = cbor_take(rest, &it, e);
    *has = rc == ERR_OK && it.type == CBOR_LINK;
    if (rc || (it.type != CBOR_NULL && !(*has && cid_parse(it.s, out))))
        return damaged("a link is none", e);
    return ERR_OK;
}

static enum err_code take_name(struct str *rest, const char *name, struct err *e)
{
    struct cbor_item it;
    enum err_code rc = cbor_take(rest, &it, e);
    if (rc || it.type != CBOR_TEXT || !str_is(it.s, name))
        return damaged("a node has other parts than a node has", e);
    return ERR_OK;
}

/* "l" stands behind the entries but comes before them: the entries are passed over once. */
static enum err_code take_left(struct str rest, uint64_t entries, struct cid *left,
                               bool *has_left, struct err *e)
{
    struct cbor_item it;
    for (uint64_t i = 0; i < entries; i++)
        for (int part = 0; part < 9; part++) /* the map, then four names and values */
            if (cbor_take(&rest, &it, e))
                return damaged("a node is cut off", e);
    enum err_code rc = take_name(&rest, "l", e);
    rc = rc ? rc : take_tree(&rest, left, has_left, e);
    return rc ? rc : rest.n ? damaged("a node goes on behind its end", e) : ERR_OK;
}

static enum err_code open_node(struct str node, struct frame *f, struct err *e)
{
    struct cbor_item map, list;
    enum err_code rc = cbor_take(&node, &map, e);
    if (rc || map.type != CBOR_MAP || map.n != 2)
        return damaged("a node is none", e);
    rc = take_name(&node, "e", e);
    rc = rc ? rc : cbor_take(&node, &list, e);
    if (rc || list.type != CBOR_ARRAY || list.n > node.n)
        return damaged("a node is none", e);
    f->rest = node;
    f->left = list.n;
    f->key_n = 0;
    f->leads = list.n > 0;
    return take_left(node, list.n, &f->right, &f->has_right, e);
}

struct entry_of {
    struct cid value;
    struct cid right;
    bool has_right;
};

/* {"k": the rest of the key, "p": bytes it shares with the one before, "t", "v"} */
static enum err_code take_entry(struct frame *f, struct entry_of *out, struct err *e)
{
    struct cbor_item map, k, p, v;
    enum err_code rc = cbor_take(&f->rest, &map, e);
    if (rc || map.type != CBOR_MAP || map.n != 4)
        return damaged("an entry is none", e);
    rc = take_name(&f->rest, "k", e);
    rc = rc ? rc : cbor_take(&f->rest, &k, e);
    rc = rc ? rc : take_name(&f->rest, "p", e);
    rc = rc ? rc : cbor_take(&f->rest, &p, e);
    rc = rc ? rc : take_name(&f->rest, "t", e);
    rc = rc ? rc : take_tree(&f->rest, &out->right, &out->has_right, e);
    rc = rc ? rc : take_name(&f->rest, "v", e);
    rc = rc ? rc : cbor_take(&f->rest, &v, e);
    if (rc)
        return rc;
    if (k.type != CBOR_BYTES || p.type != CBOR_UNSIGNED || v.type != CBOR_LINK ||
        !cid_parse(v.s, &out->value))
        return damaged("an entry is none", e);
    if (p.n > f->key_n || k.s.n == 0 || p.n + k.s.n > KEY_MOST)
        return damaged("a key is none", e);
    struct str before = str_of(f->key, f->key_n);
    if (p.n < f->key_n && f->key[p.n] == k.s.p[0])
        return damaged("a key is not shortened as it should be", e);
    if (before.n && str_cmp(str_after(before, (size_t)p.n), k.s) >= 0)
        return damaged("a key is out of order", e);
    memcpy(f->key + p.n, k.s.p, k.s.n);
    f->key_n = (size_t)p.n + k.s.n;
    return ERR_OK;
}

/* All keys in one line, each at its height: so no node can be met twice with keys in it. */
static enum err_code check_key(struct mst *m, struct frame *f, struct err *e)
{
    struct str key = str_of(f->key, f->key_n);
    int height = mst_height(key);
    if (f->height < 0)
        f->height = height;
    if (height != f->height)
        return damaged("a key stands at the wrong height", e);
    if (m->any && str_cmp(buf_view(&m->before), key) >= 0)
        return damaged("a key is out of order", e);
    buf_clear(&m->before);
    buf_str(&m->before, key);
    m->any = true;
    return ERR_OK;
}

/* The nodes from the root to where the walk is. */
struct path {
    struct mst *m;
    struct frame *frame;
    size_t depth;
};

/* Goes down to a subtree and, in it, to the leftmost. */
static enum err_code descend(struct path *w, struct cid cid, int height, struct err *e)
{
    for (;;) {
        struct str node;
        struct frame *f = &w->frame[w->depth];
        if (height < -1 || w->depth == HEIGHT_MOST)
            return damaged("it is higher than its keys say", e);
        if (!find_node(w->m, &cid, &node))
            return damaged("a part of it is missing, or its bytes are not those it is named by",
                           e);
        enum err_code rc = open_node(node, f, e);
        if (rc)
            return rc;
        f->height = height;
        w->depth++;
        if (!f->has_right)
            return f->leads || w->depth == 1 ? ERR_OK : damaged("a node is empty", e);
        if (height == -1 && !f->leads)
            return damaged("its root is empty", e);
        if (height == -1) { /* of the root: as its first key says */
            struct frame peek = *f;
            struct entry_of first;
            if ((rc = take_entry(&peek, &first, e)))
                return rc;
            f->height = height = mst_height(str_of(peek.key, peek.key_n));
        }
        if (height == 0)
            return damaged("it is higher than its keys say", e);
        cid = f->right;
        height--;
    }
}

enum err_code mst_walk(struct mst *m, const struct cid *root, mst_leaf *leaf, void *ctx,
                       struct err *e)
{
    struct path w = {m, mem_calloc(HEIGHT_MOST, sizeof(struct frame)), 0};
    m->any = false;
    enum err_code rc = descend(&w, *root, -1, e);
    while (rc == ERR_OK && w.depth > 0) {
        struct frame *f = &w.frame[w.depth - 1];
        struct entry_of it;
        if (f->left == 0) {
            w.depth--;
            continue;
        }
        f->left--;
        rc = take_entry(f, &it, e);
        rc = rc ? rc : check_key(m, f, e);
        rc = rc ? rc : leaf(ctx, str_of(f->key, f->key_n), &it.value, e);
        if (rc == ERR_OK && it.has_right)
            rc = f->height > 0 ? descend(&w, it.right, f->height - 1, e)
                               : damaged("it is higher than its keys say", e);
    }
    mem_free(w.frame);
    return rc;
}
