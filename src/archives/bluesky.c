/* archives/bluesky.c: the repository of a Bluesky account, a CAR file: its records by their tree. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/bluesky.h"

#include "archives/car.h"
#include "archives/cbor.h"
#include "archives/mst.h"
#include "core/attr.h"
#include "core/limits.h"
#include "core/mem.h"

#include <stdlib.h>
#include <string.h>

/* A block is a record only by the tree: that alone says under which key it stands, and its nodes
 * lie anywhere in the file. So the file is read three times, front to back: first the nodes, of
 * which the walk makes an index from digest to key; then what the others need (profile, lists);
 * then the rest. No more than one record is ever held, and 40 bytes of each. */

/* The collections that are read, each in its phase. What is of others is left (docs/formats). */
static const struct kind {
    struct str collection;
    int phase;
    bluesky_read *read;
} kinds[] = {
    {STR_INIT("app.bsky.actor.profile"),  1, bluesky__profile },
    {STR_INIT("app.bsky.graph.list"),     1, bluesky__list    },
    {STR_INIT("app.bsky.feed.post"),      2, bluesky__post    },
    {STR_INIT("app.bsky.feed.like"),      2, bluesky__like    },
    {STR_INIT("app.bsky.feed.repost"),    2, bluesky__repost  },
    {STR_INIT("app.bsky.graph.follow"),   2, bluesky__follow  },
    {STR_INIT("app.bsky.graph.block"),    2, bluesky__block   },
    {STR_INIT("app.bsky.graph.listitem"), 2, bluesky__listitem}
};

enum {
    DIGEST_KEPT = 16 /* nobody makes two blocks that agree in 128 bits of SHA-256 */
};

/* A record that the tree names. Two keys may name the same block. */
struct leaf {
    unsigned char digest[DIGEST_KEPT];
    uint32_t key; /* where its key stands in `keys`, NUL-terminated */
    uint8_t kind;
    bool read;
};

/* One file. An archive may hold those of several accounts. */
struct repo {
    struct repo *next;
    struct str file;
    struct bluesky b;
    struct leaf *leaf;
    size_t n, cap;
    struct buf keys;
};

struct state {
    struct repo *first;
};

static enum err_code add_leaf(void *ctx, struct str key, const struct cid *cid, struct err *e)
{
    struct repo *repo = ctx;
    struct str rest = key, collection;
    if (!str_cut(&rest, '/', &collection) || !bluesky_is_rkey(rest))
        return err_set(e, ERR_PARSE, "the tree of the repository is damaged: a key is none");
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        if (!str_eq(kinds[k].collection, collection))
            continue;
        if (repo->keys.n + rest.n >= LIMIT_MST_KEYS)
            return err_set(e, ERR_LIMIT, "it has more records than Tact takes of one account");
        repo->leaf = mem_grow(repo->leaf, &repo->cap, repo->n + 1, sizeof *repo->leaf);
        struct leaf *l = &repo->leaf[repo->n++];
        *l = (struct leaf){.key = (uint32_t)repo->keys.n, .kind = (uint8_t)k};
        memcpy(l->digest, cid->digest, DIGEST_KEPT);
        buf_str(&repo->keys, rest);
        buf_char(&repo->keys, '\0');
    }
    return ERR_OK;
}

static int by_digest(const void *a, const void *b)
{
    const struct leaf *x = a, *y = b;
    int order = memcmp(x->digest, y->digest, DIGEST_KEPT);
    return order ? order : (x->key > y->key) - (x->key < y->key);
}

/* {"did", "rev", "sig", "data": the root of the tree, "prev", "version": 3}. The signature is
 * not checked: the key that it wants stands in the DID's document, which is not in the file. */
static enum err_code read_commit(struct reading *r, struct repo *repo, struct str block,
                                 struct cid *tree, struct err *e)
{
    struct json *v = NULL;
    struct cbor_item it;
    bool found = false;
    enum err_code rc = cbor_to_json(block, r->piece, &v, e);
    struct str did = json_get_str(v, "did"), rest = block;
    if (rc || !bluesky_is_did(did) || json_i64(json_get(v, "version"), 0) < 2)
        return err_set(e, ERR_PARSE, "the commit of the repository is damaged");
    repo->b.did = arena_str(r->arena, did);
    bluesky_tid(json_get_str(v, "rev"), &repo->b.made_ms);
    while (rest.n && cbor_take(&rest, &it, e) == ERR_OK && !found)
        if (it.type == CBOR_TEXT && str_is(it.s, "data"))
            found = cbor_take(&rest, &it, e) == ERR_OK && it.type == CBOR_LINK &&
                    cid_parse(it.s, tree);
    return found ? ERR_OK : err_set(e, ERR_PARSE, "the commit of the repository names no tree");
}

/* The nodes and the commit of a file. */
static enum err_code read_nodes(struct reading *r, struct repo *repo, struct car *car,
                                struct mst *mst, struct cid *tree, struct err *e)
{
    struct car_block block;
    bool got = false, commit = false;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && (rc = car_next(car, &block, &got, e)) == ERR_OK && got) {
        if (!block.good || block.cid.codec != CID_DAG_CBOR)
            continue;
        if (cid_eq(&block.cid, &car->root) && !commit) {
            rc = read_commit(r, repo, block.bytes, tree, e);
            commit = true;
        } else if (mst_is_node(block.bytes)) {
            rc = mst_add(mst, &block.cid, block.bytes, e);
        }
    }
    if (rc == ERR_OK && !commit)
        rc = err_set(e, ERR_PARSE,
                     "the commit of the repository is missing, or its bytes are not those it "
                     "is named by");
    return rc;
}

static enum err_code read_tree(struct reading *r, struct stream *in, struct err *e)
{
    struct state *st = r->state;
    struct repo *repo = mem_calloc(1, sizeof *repo);
    struct car *car = mem_calloc(1, sizeof *car);
    struct mst *mst = mst_new();
    struct cid tree;
    repo->file = arena_str(r->arena, r->file);
    repo->next = st->first;
    st->first = repo;
    repo->b.people = map_new();
    repo->b.lists = map_new();
    buf_init(&repo->keys, LIMIT_MST_KEYS);
    enum err_code rc = car_init(car, in, e);
    rc = rc ? rc : read_nodes(r, repo, car, mst, &tree, e);
    rc = rc ? rc : mst_walk(mst, &tree, add_leaf, repo, e);
    mst_free(mst);
    car_done(car);
    mem_free(car);
    if (rc)
        repo->b.did = STR_NONE; /* nothing more is read of this file */
    else if (repo->n)
        qsort(repo->leaf, repo->n, sizeof *repo->leaf, by_digest);
    return rc;
}

static struct repo *this_repo(const struct reading *r)
{
    const struct state *st = r->state;
    struct repo *repo = st->first;
    while (repo && !str_eq(repo->file, r->file))
        repo = repo->next;
    return repo && repo->b.did.n ? repo : NULL;
}

static struct str uri_of(const struct repo *repo, const struct leaf *l, struct arena *a)
{
    return arena_printf(a, "at://" STRF "/" STRF "/%s", STRA(repo->b.did),
                        STRA(kinds[l->kind].collection), repo->keys.p + l->key);
}

static enum err_code unread(struct reading *r, const struct repo *repo, struct leaf *l,
                            const char *why, struct err *e)
{
    l->read = true;
    return reading_unread(r, uri_of(repo, l, r->piece), why, e);
}

static enum err_code read_leaf(struct reading *r, struct repo *repo, struct leaf *l,
                               const struct car_block *block, struct err *e)
{
    struct bluesky_record rec = {.rkey = str_from(repo->keys.p + l->key)};
    struct json *v = NULL;
    struct err bad = {0};
    if (l->read) /* a block that comes twice */
        return ERR_OK;
    arena_reset(r->piece);
    if (!block->good)
        return unread(r, repo, l,
                      block->large ? "a record larger than the protocol allows"
                                   : "a record whose bytes are not those it is named by",
                      e);
    if (cbor_to_json(block->bytes, r->piece, &v, &bad))
        return unread(r, repo, l, arena_printf(r->piece, "%s", bad.msg).p, e);
    if (v->type != JSON_OBJECT)
        return unread(r, repo, l, "a record that is no object", e);
    rec.uri = uri_of(repo, l, r->piece);
    rec.v = v;
    /* nothing in it is younger than its last commit */
    rec.at = bluesky_when(v, rec.rkey,
                          repo->b.made_ms ? repo->b.made_ms + INT64_C(86400000) : INT64_MAX);
    l->read = true;
    return kinds[l->kind].read(r, &repo->b, &rec, e);
}

/* Those of a digest lie side by side. */
static size_t first_of(const struct repo *repo, const unsigned char *digest)
{
    size_t low = 0, high = repo->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (memcmp(repo->leaf[mid].digest, digest, DIGEST_KEPT) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static enum err_code read_records(struct reading *r, struct repo *repo, struct stream *in,
                                  int phase, struct err *e)
{
    struct car *car = mem_calloc(1, sizeof *car);
    struct car_block block;
    bool got = false;
    enum err_code rc = car_init(car, in, e);
    while (rc == ERR_OK && (rc = car_next(car, &block, &got, e)) == ERR_OK && got)
        for (size_t i = first_of(repo, block.cid.digest); i < repo->n && rc == ERR_OK; i++) {
            if (memcmp(repo->leaf[i].digest, block.cid.digest, DIGEST_KEPT) != 0)
                break;
            if (kinds[repo->leaf[i].kind].phase == phase)
                rc = read_leaf(r, repo, &repo->leaf[i], &block, e);
        }
    car_done(car);
    mem_free(car);
    return rc;
}

static enum err_code read_first(struct reading *r, struct stream *in, struct err *e)
{
    struct repo *repo = this_repo(r);
    return repo ? read_records(r, repo, in, 1, e) : ERR_OK;
}

static enum err_code read_rest(struct reading *r, struct stream *in, struct err *e)
{
    struct repo *repo = this_repo(r);
    if (!repo)
        return ERR_OK;
    enum err_code rc = bluesky__account(r, &repo->b, e);
    rc = rc ? rc : read_records(r, repo, in, 2, e);
    for (size_t i = 0; i < repo->n && rc == ERR_OK; i++) {
        arena_reset(r->piece);
        if (!repo->leaf[i].read)
            rc = unread(r, repo, &repo->leaf[i], "a record that is not in the file", e);
    }
    return rc;
}

static const struct reader_file files[] = {
    {"*.car", 0, read_tree },
    {"*.car", 1, read_first},
    {"*.car", 2, read_rest },
    {NULL,    0, NULL      }
};

/* {"roots": […: the first bytes of the header, behind its length. */
static bool head_is_car(struct str head)
{
    return head.n > 1 && str_starts(str_after(head, 1), STR("\xA2\x65roots"));
}

static int recognise(const struct container *c)
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        if (str_ends(en[i].flat, STR(".car")) && (!en[i].head.n || head_is_car(en[i].head)))
            return 95;
    return 0;
}

static void done(struct reading *r)
{
    struct state *st = r->state;
    for (struct repo *repo = st->first, *next; repo; repo = next) {
        next = repo->next;
        map_free(repo->b.people);
        map_free(repo->b.lists);
        mem_free(repo->b.list_name);
        mem_free(repo->leaf);
        buf_free(&repo->keys);
        mem_free(repo);
    }
}

extern const struct reader reader_bluesky;
const struct reader reader_bluesky = {.id = "bluesky",
                                      .network = "bluesky",
                                      .archive = "Bluesky repository",
                                      .recognise = recognise,
                                      .files = files,
                                      .state_size = sizeof(struct state),
                                      .done = done};
