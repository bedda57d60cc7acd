/* archives/cbor.c: DAG-CBOR item by item, and as a tree of JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/cbor.h"

#include "archives/car.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

/* The number behind a head, in the fewest bytes that hold it. */
static enum err_code take_number(struct str *rest, unsigned low, uint64_t *n, struct err *e)
{
    static const uint64_t least[] = {24, 0x100, 0x10000, UINT64_C(0x100000000)};
    *n = low;
    if (low < 24)
        return ERR_OK;
    if (low > 27)
        return err_set(e, ERR_PARSE, "CBOR of a length that is not said");
    size_t bytes = (size_t)1 << (low - 24);
    if (rest->n < bytes)
        return err_set(e, ERR_PARSE, "CBOR that is cut off");
    *n = 0;
    for (size_t i = 0; i < bytes; i++)
        *n = *n << 8 | (unsigned char)rest->p[i];
    *rest = str_after(*rest, bytes);
    return *n >= least[low - 24]
               ? ERR_OK
               : err_set(e, ERR_PARSE, "a CBOR number longer than it must be");
}

static enum err_code take_bytes(struct str *rest, uint64_t n, struct str *out, struct err *e)
{
    if (n > rest->n)
        return err_set(e, ERR_PARSE, "CBOR that is cut off");
    *out = str_sub(*rest, 0, (size_t)n);
    *rest = str_after(*rest, (size_t)n);
    return ERR_OK;
}

/* Tag 42: bytes that begin with a zero, then the CID. */
static enum err_code take_link(struct str *rest, uint64_t tag, struct str *out, struct err *e)
{
    uint64_t n = 0;
    if (tag != 42)
        return err_set(e, ERR_PARSE, "a CBOR tag other than 42");
    if (rest->n == 0 || (unsigned char)rest->p[0] >> 5 != CBOR_BYTES)
        return err_set(e, ERR_PARSE, "a CBOR link that is none");
    unsigned low = (unsigned char)rest->p[0] & 31;
    *rest = str_after(*rest, 1);
    enum err_code rc = take_number(rest, low, &n, e);
    rc = rc ? rc : take_bytes(rest, n, out, e);
    if (rc == ERR_OK && (out->n < 2 || out->p[0] != '\0'))
        rc = err_set(e, ERR_PARSE, "a CBOR link that is none");
    *out = str_after(*out, 1);
    return rc;
}

enum err_code cbor_take(struct str *rest, struct cbor_item *out, struct err *e)
{
    enum {
        TAG = 6,
        SIMPLE = 7,
        SIMPLE_FALSE = 20,
        SIMPLE_TRUE,
        SIMPLE_NULL
    };
    *out = (struct cbor_item){.type = CBOR_NULL};
    if (rest->n == 0)
        return err_set(e, ERR_PARSE, "CBOR that is cut off");
    unsigned major = (unsigned char)rest->p[0] >> 5, low = (unsigned char)rest->p[0] & 31;
    *rest = str_after(*rest, 1);
    if (major == SIMPLE) {
        if (low < SIMPLE_FALSE || low > SIMPLE_NULL)
            return err_set(e, ERR_PARSE, "a CBOR value that records don't have (a float)");
        out->type = low == SIMPLE_FALSE  ? CBOR_FALSE
                    : low == SIMPLE_TRUE ? CBOR_TRUE
                                         : CBOR_NULL;
        return ERR_OK;
    }
    enum err_code rc = take_number(rest, low, &out->n, e);
    if (rc)
        return rc;
    out->type = major == TAG ? CBOR_LINK : (enum cbor_type)major;
    if (major == TAG)
        return take_link(rest, out->n, &out->s, e);
    if (out->type == CBOR_BYTES || out->type == CBOR_TEXT)
        return take_bytes(rest, out->n, &out->s, e);
    return ERR_OK;
}

/* Containers that are open while a tree is built. */
struct level {
    struct json *in;
    struct json **next; /* where its next member goes */
    uint64_t left;      /* values still to come */
    struct str key;     /* of a map: the last one */
};

struct tree {
    struct str rest;
    struct arena *a;
    struct level level[LIMIT_JSON_DEPTH];
    size_t depth;
};

static struct str base64(struct str s, struct arena *a)
{
    static const char digit[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(a, s.n / 3 * 4 + 5);
    size_t n = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        held = held << 8 | (unsigned char)s.p[i];
        for (bits += 8; bits >= 6;)
            out[n++] = digit[held >> (bits -= 6) & 63];
    }
    if (bits)
        out[n++] = digit[held << (6 - bits) & 63];
    return str_of(out, n);
}

/* {"$link": …} or {"$bytes": …} */
static void wrap(struct json *v, const char *name, struct str text, struct arena *a)
{
    struct json *m = ARENA_NEW(a, struct json);
    m->type = JSON_STRING;
    m->key = str_from(name);
    m->s = text;
    v->type = JSON_OBJECT;
    v->first = m;
    v->count = 1;
}

static enum err_code set_number(struct json *v, const struct cbor_item *it, struct arena *a,
                                struct err *e)
{
    v->type = JSON_NUMBER;
    if (it->type == CBOR_NEGATIVE && it->n > INT64_MAX)
        return err_set(e, ERR_PARSE, "a CBOR number beyond 64 bits");
    v->s = it->type == CBOR_NEGATIVE ? arena_printf(a, "%lld", (long long)(-1 - (int64_t)it->n))
                                     : arena_printf(a, "%llu", (unsigned long long)it->n);
    return ERR_OK;
}

static enum err_code set_text(struct json *v, struct str s, struct err *e)
{
    v->type = JSON_STRING;
    v->s = s;
    return utf8_valid(s) ? ERR_OK : err_set(e, ERR_PARSE, "a text that is not UTF-8");
}

static enum err_code set_value(struct json *v, const struct cbor_item *it, struct arena *a,
                               struct err *e)
{
    struct cid cid;
    switch (it->type) {
    case CBOR_UNSIGNED:
    case CBOR_NEGATIVE:
        return set_number(v, it, a, e);
    case CBOR_BYTES:
        wrap(v, "$bytes", base64(it->s, a), a);
        return ERR_OK;
    case CBOR_TEXT:
        return set_text(v, it->s, e);
    case CBOR_ARRAY:
    case CBOR_MAP:
        v->type = it->type == CBOR_MAP ? JSON_OBJECT : JSON_ARRAY;
        v->count = (size_t)it->n;
        return ERR_OK;
    case CBOR_LINK:
        if (!cid_parse(it->s, &cid))
            return err_set(e, ERR_PARSE, "a link of a kind that records don't have");
        wrap(v, "$link", cid_text(&cid, a), a);
        return ERR_OK;
    case CBOR_FALSE:
    case CBOR_TRUE:
    case CBOR_NULL:
        v->type = it->type == CBOR_NULL   ? JSON_NULL
                  : it->type == CBOR_TRUE ? JSON_TRUE
                                          : JSON_FALSE;
        return ERR_OK;
    }
    return ERR_OK;
}

/* Shorter keys first, those of one length by their bytes; "$type" need not be the first. */
static bool in_order(struct str before, struct str key)
{
    return before.n != key.n ? before.n < key.n : str_cmp(before, key) < 0;
}

static enum err_code take_key(struct tree *t, struct level *l, struct str *key, struct err *e)
{
    struct cbor_item it;
    enum err_code rc = cbor_take(&t->rest, &it, e);
    if (rc)
        return rc;
    if (it.type != CBOR_TEXT || !utf8_valid(it.s))
        return err_set(e, ERR_PARSE, "a CBOR key that is no text");
    if (l->key.p && !in_order(l->key, it.s))
        return err_set(e, ERR_PARSE, "CBOR keys out of their order");
    l->key = *key = it.s;
    return ERR_OK;
}

/* One value into the innermost container, which it may become itself. */
static enum err_code take_value(struct tree *t, struct json **to, struct err *e)
{
    struct level *l = t->depth ? &t->level[t->depth - 1] : NULL;
    struct cbor_item it;
    struct str key = STR_NONE;
    enum err_code rc = l && l->in->type == JSON_OBJECT ? take_key(t, l, &key, e) : ERR_OK;
    rc = rc ? rc : cbor_take(&t->rest, &it, e);
    if (rc)
        return rc;
    /* each item is a byte at least: a count beyond what is left is a lie */
    bool open = it.type == CBOR_ARRAY || it.type == CBOR_MAP;
    if (open && it.n > t->rest.n)
        return err_set(e, ERR_PARSE, "CBOR that is cut off");
    if (arena_left(t->a) < 4 * sizeof(struct json) + 2 * it.s.n)
        return err_set(e, ERR_LIMIT, "a record of too many parts");
    struct json *v = ARENA_NEW(t->a, struct json);
    v->key = key;
    *to = v;
    if ((rc = set_value(v, &it, t->a, e)) || !open || it.n == 0)
        return rc;
    if (t->depth == LIMIT_JSON_DEPTH)
        return err_set(e, ERR_LIMIT, "a record nested more than %d deep", LIMIT_JSON_DEPTH);
    t->level[t->depth++] = (struct level){.in = v, .next = &v->first, .left = it.n};
    return ERR_OK;
}

enum err_code cbor_to_json(struct str bytes, struct arena *a, struct json **out, struct err *e)
{
    struct tree t = {.rest = bytes, .a = a};
    enum err_code rc = take_value(&t, out, e);
    while (rc == ERR_OK && t.depth > 0) {
        struct level *l = &t.level[t.depth - 1];
        if (l->left == 0) {
            t.depth--;
            continue;
        }
        struct json **to = l->next;
        l->left--;
        if ((rc = take_value(&t, to, e)) == ERR_OK)
            l->next = &(*to)->next;
    }
    if (rc == ERR_OK && t.rest.n > 0)
        rc = err_set(e, ERR_PARSE, "more bytes than one CBOR value");
    return rc;
}
