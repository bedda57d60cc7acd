/* tests/unit/car_make.h: for tests and fuzzers: a repository of AT Protocol made of records in
 * JSON, whole or with one fault in it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_CAR_MAKE_H
#define TESTS_UNIT_CAR_MAKE_H

#include "archives/car.h"
#include "archives/mst.h"
#include "core/hash.h"
#include "core/buf.h"
#include "core/json.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define CAR_MAKE_DID "did:plc:kimkimkimkimkimkimkimkim"
#define CAR_MAKE_REV "3lzzzzzzzzz2z" /* a time in 2025 */

enum car_fault {
    CAR_WHOLE,
    CAR_RECORD_CHANGED, /* the last record's bytes are others than its CID says */
    CAR_RECORD_MISSING,
    CAR_NODE_MISSING,
    CAR_NODE_CHANGED,
    CAR_KEY_HEIGHT, /* all keys in one node */
    CAR_KEY_ORDER,  /* the first two keys change places */
    CAR_NO_COMMIT
};

struct car_record {
    struct str key, json;
};

static inline void car_head(struct buf *b, unsigned major, uint64_t n)
{
    int bytes = n < 24                      ? 0
                : n < 0x100                 ? 1
                : n < 0x10000               ? 2
                : n < UINT64_C(0x100000000) ? 4
                                            : 8;
    unsigned low = bytes == 0   ? (unsigned)n
                   : bytes == 1 ? 24
                   : bytes == 2 ? 25
                   : bytes == 4 ? 26
                                : 27;
    buf_char(b, (char)(major << 5 | low));
    for (int i = bytes - 1; i >= 0; i--)
        buf_char(b, (char)(n >> 8 * i));
}

static inline void car_text(struct buf *b, struct str s)
{
    car_head(b, 3, s.n);
    buf_str(b, s);
}

static inline void car_cid(struct buf *b, const struct cid *c)
{
    buf_put(b, (const char[]){1, (char)c->codec, 0x12, CID_DIGEST}, 4);
    buf_put(b, c->digest, CID_DIGEST);
}

static inline void car_link(struct buf *b, const struct cid *c)
{
    buf_put(b, "\xD8\x2A\x58\x25\0", 5);
    car_cid(b, c);
}

static inline int car_by_key(const void *a, const void *b)
{
    struct str x = (*(const struct json *const *)a)->key,
               y = (*(const struct json *const *)b)->key;
    return x.n != y.n ? (x.n > y.n) - (x.n < y.n) : str_cmp(x, y);
}

/* DAG-CBOR of a value of JSON; a number is a whole one, a "$link" of anything a link to zeros. */
static inline void car_value(struct buf *b, const struct json *v)
{
    const struct json *member[256];
    size_t n = 0;
    switch (v->type) {
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
        buf_char(b, v->type == JSON_NULL ? '\xF6' : v->type == JSON_TRUE ? '\xF5' : '\xF4');
        return;
    case JSON_NUMBER: {
        int64_t i = json_i64(v, 0);
        car_head(b, i < 0, (uint64_t)(i < 0 ? -1 - i : i));
        return;
    }
    case JSON_STRING:
        car_text(b, v->s);
        return;
    case JSON_ARRAY:
        car_head(b, 4, v->count);
        for (const struct json *m = v->first; m; m = m->next)
            car_value(b, m);
        return;
    case JSON_OBJECT:
        if (json_get(v, "$link")) {
            car_link(b, &(struct cid){.codec = CID_RAW});
            return;
        }
        for (const struct json *m = v->first; m && n < 256; m = m->next)
            member[n++] = m;
        qsort(member, n, sizeof member[0], car_by_key);
        car_head(b, 5, n);
        for (size_t i = 0; i < n; i++) {
            car_text(b, member[i]->key);
            car_value(b, member[i]);
        }
        return;
    }
}

/* A block into the file, its name into *cid. */
static inline void car_block_put(struct buf *out, struct str block, struct cid *cid,
                                 bool left_out, bool changed)
{
    uint64_t n = block.n + CID_BYTES;
    cid->codec = CID_DAG_CBOR;
    hash_sha256(block, cid->digest);
    if (left_out)
        return;
    for (; n >= 128; n >>= 7)
        buf_char(out, (char)(n | 128));
    buf_char(out, (char)n);
    car_cid(out, cid);
    buf_str(out, block);
    if (changed)
        out->p[out->n - 1] ^= 1;
}

struct car_leaf {
    struct str key;
    struct cid cid;
    int height;
};

struct car_maker {
    struct buf *out;
    enum car_fault fault;
    const struct car_leaf *leaf;
    bool broken; /* the fault was made */
};

static inline void car_node(struct car_maker *m, size_t from, size_t to, int height,
                            struct cid *cid);

static inline void car_subtree(struct car_maker *m, struct buf *b, size_t from, size_t to,
                               int height)
{
    struct cid cid;
    if (from == to) {
        buf_char(b, '\xF6');
        return;
    }
    car_node(m, from, to, height, &cid);
    car_link(b, &cid);
}

/* The node over leaves [from, to): those of its height are its entries. */
static inline void car_node(struct car_maker *m, size_t from, size_t to, int height,
                            struct cid *cid)
{
    struct buf b, entries;
    size_t n = 0, first = to;
    struct str before = STR_NONE;
    buf_init(&b, (size_t)1 << 20);
    buf_init(&entries, (size_t)1 << 20);
    for (size_t i = from; i < to;) {
        size_t next = i + 1;
        if (m->leaf[i].height != height) {
            i++;
            continue;
        }
        first = first == to ? i : first;
        while (next < to && m->leaf[next].height != height)
            next++;
        size_t common = mst_common(before, m->leaf[i].key);
        car_head(&entries, 5, 4);
        buf_put(&entries, "\x61k", 2);
        car_head(&entries, 2, m->leaf[i].key.n - common);
        buf_str(&entries, str_after(m->leaf[i].key, common));
        buf_put(&entries, "\x61p", 2);
        car_head(&entries, 0, common);
        buf_put(&entries, "\x61t", 2);
        car_subtree(m, &entries, i + 1, next, height - 1);
        buf_put(&entries, "\x61v", 2);
        car_link(&entries, &m->leaf[i].cid);
        before = m->leaf[i].key;
        n++;
        i = next;
    }
    buf_put(&b,
            "\xA2\x61"
            "e",
            3);
    car_head(&b, 4, n);
    buf_str(&b, buf_view(&entries));
    buf_put(&b, "\x61l", 2);
    car_subtree(m, &b, from, first, height - 1);
    bool leave = m->fault == CAR_NODE_MISSING && !m->broken;
    bool change = m->fault == CAR_NODE_CHANGED && !m->broken;
    m->broken = true;
    car_block_put(m->out, buf_view(&b), cid, leave, change);
    buf_free(&entries);
    buf_free(&b);
}

static inline int car_by_leaf(const void *a, const void *b)
{
    const struct car_leaf *x = a, *y = b;
    return str_cmp(x->key, y->key);
}

static inline void car_commit(struct buf *b, const struct cid *tree)
{
    car_head(b, 5, 6);
    car_text(b, STR("did"));
    car_text(b, STR(CAR_MAKE_DID));
    car_text(b, STR("rev"));
    car_text(b, STR(CAR_MAKE_REV));
    car_text(b, STR("sig"));
    car_head(b, 2, 2);
    buf_lit(b, "ok");
    car_text(b, STR("data"));
    car_link(b, tree);
    car_text(b, STR("prev"));
    buf_char(b, '\xF6');
    car_text(b, STR("version"));
    car_head(b, 0, 3);
}

/* The file into *out, which the caller has initialised. Records whose JSON is none are left out. */
static inline void car_make(struct buf *out, const struct car_record *record, size_t n,
                            enum car_fault fault)
{
    struct car_leaf *leaf = calloc(n + 1, sizeof *leaf);
    struct arena *a = arena_new((size_t)96 << 20);
    struct buf body, b;
    struct car_maker m = {.out = &body, .fault = fault, .leaf = leaf};
    struct cid tree, root;
    size_t leaves = 0;
    int height = 0;
    buf_init(&body, (size_t)64 << 20);
    buf_init(&b, (size_t)8 << 20);
    for (size_t i = 0; i < n; i++) {
        struct json *v = NULL;
        arena_reset(a);
        buf_clear(&b);
        if (record[i].key.n == 0 || json_parse(record[i].json, utf8_clean, a, &v, NULL))
            continue;
        car_value(&b, v);
        struct car_leaf *l = &leaf[leaves++];
        bool last = i == n - 1;
        l->key = record[i].key;
        l->height = fault == CAR_KEY_HEIGHT ? 0 : mst_height(l->key);
        height = l->height > height ? l->height : height;
        car_block_put(&body, buf_view(&b), &l->cid, last && fault == CAR_RECORD_MISSING,
                      last && fault == CAR_RECORD_CHANGED);
    }
    qsort(leaf, leaves, sizeof *leaf, car_by_leaf);
    if (fault == CAR_KEY_ORDER && leaves > 1) {
        struct car_leaf first = leaf[0];
        leaf[0] = leaf[1];
        leaf[1] = first;
    }
    car_node(&m, 0, leaves, height, &tree);
    buf_clear(&b);
    car_commit(&b, &tree);
    car_block_put(&body, buf_view(&b), &root, fault == CAR_NO_COMMIT, false);
    buf_clear(&b);
    buf_put(&b, "\xA2\x65roots\x81", 8);
    car_link(&b, &root);
    buf_put(&b, "\x67version\x01", 9);
    buf_char(out, (char)b.n);
    buf_str(out, buf_view(&b));
    buf_str(out, buf_view(&body));
    buf_free(&b);
    buf_free(&body);
    arena_free(a);
    free(leaf);
}

#endif
