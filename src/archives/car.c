/* archives/car.c: CARv1 (ipld.io/specs/transport/car/carv1) block by block. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/car.h"

#include "archives/cbor.h"
#include "core/hash.h"
#include "core/limits.h"

#include <string.h>

/* CIDv1, codec, then the multihash: SHA-256 of 32 bytes. */
bool cid_parse(struct str s, struct cid *out)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (s.n != CID_BYTES || p[0] != 1 || (p[1] != CID_RAW && p[1] != CID_DAG_CBOR) ||
        p[2] != 0x12 || p[3] != CID_DIGEST)
        return false;
    out->codec = p[1];
    memcpy(out->digest, p + 4, CID_DIGEST);
    return true;
}

struct str cid_text(const struct cid *c, struct arena *a)
{
    static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char raw[CID_BYTES] = {1, c->codec, 0x12, CID_DIGEST};
    char *out = arena_alloc(a, CID_BYTES * 8 / 5 + 3);
    size_t n = 0;
    uint32_t held = 0;
    int bits = 0;
    memcpy(raw + 4, c->digest, CID_DIGEST);
    out[n++] = 'b';
    for (size_t i = 0; i < CID_BYTES; i++) {
        held = held << 8 | raw[i];
        for (bits += 8; bits >= 5;)
            out[n++] = digit[held >> (bits -= 5) & 31];
    }
    if (bits)
        out[n++] = digit[held << (5 - bits) & 31];
    return str_of(out, n);
}

bool cid_eq(const struct cid *a, const struct cid *b)
{
    return a->codec == b->codec && memcmp(a->digest, b->digest, CID_DIGEST) == 0;
}

static enum err_code fill(struct car *c, struct err *e)
{
    c->at = c->n = 0;
    return stream_read(c->in, c->raw, sizeof c->raw, &c->n, e);
}

static enum err_code cut_off(struct err *e)
{
    return err_set(e, ERR_PARSE, "the repository is cut off; download it again");
}

/* An unsigned LEB128; *got false where the file ends before it. */
static enum err_code take_length(struct car *c, uint64_t *out, bool *got, struct err *e)
{
    *out = 0;
    *got = false;
    for (int shift = 0; shift < 63; shift += 7) {
        enum err_code rc = c->at == c->n ? fill(c, e) : ERR_OK;
        if (rc)
            return rc;
        if (c->at == c->n)
            return shift ? cut_off(e) : ERR_OK;
        unsigned char b = c->raw[c->at++];
        *out |= (uint64_t)(b & 127) << shift;
        *got = true;
        if (b < 128)
            return ERR_OK;
    }
    return err_set(e, ERR_PARSE, "a block of impossible length");
}

/* `n` bytes into the buf, as far as it takes them; all of them are read. */
static enum err_code take_bytes(struct car *c, uint64_t n, struct err *e)
{
    buf_clear(&c->block);
    while (n > 0) {
        enum err_code rc = c->at == c->n ? fill(c, e) : ERR_OK;
        if (rc)
            return rc;
        if (c->at == c->n)
            return cut_off(e);
        size_t some = c->n - c->at < n ? c->n - c->at : (size_t)n;
        buf_put(&c->block, c->raw + c->at, some);
        c->at += some;
        n -= some;
    }
    return ERR_OK;
}

/* {"roots": [CID, …], "version": 1} */
static enum err_code read_header(struct str s, struct cid *root, struct err *e)
{
    struct cbor_item map, key, roots, first, it;
    enum err_code rc = cbor_take(&s, &map, e);
    rc = rc ? rc : cbor_take(&s, &key, e);
    rc = rc ? rc : cbor_take(&s, &roots, e);
    rc = rc ? rc : cbor_take(&s, &first, e);
    if (rc || map.type != CBOR_MAP || map.n != 2 || key.type != CBOR_TEXT ||
        !str_is(key.s, "roots") || roots.type != CBOR_ARRAY || roots.n < 1 ||
        first.type != CBOR_LINK || !cid_parse(first.s, root))
        return err_set(e, ERR_PARSE, "it is no repository (CAR) of AT Protocol");
    for (uint64_t i = 1; i < roots.n && rc == ERR_OK; i++)
        rc = cbor_take(&s, &it, e);
    rc = rc ? rc : cbor_take(&s, &key, e);
    rc = rc ? rc : cbor_take(&s, &it, e);
    if (rc || !str_is(key.s, "version") || it.type != CBOR_UNSIGNED || it.n != 1)
        return err_set(e, ERR_PARSE, "it is a repository (CAR) of a version that is not 1");
    return ERR_OK;
}

enum err_code car_init(struct car *c, struct stream *in, struct err *e)
{
    uint64_t n = 0;
    bool got = false;
    c->in = in;
    c->at = c->n = 0;
    buf_init(&c->block, LIMIT_CAR_BLOCK + CID_BYTES);
    enum err_code rc = take_length(c, &n, &got, e);
    if (rc == ERR_OK && (!got || n > LIMIT_CAR_BLOCK))
        rc = err_set(e, ERR_PARSE, "it is no repository (CAR) of AT Protocol");
    rc = rc ? rc : take_bytes(c, n, e);
    return rc ? rc : read_header(buf_view(&c->block), &c->root, e);
}

void car_done(struct car *c)
{
    buf_free(&c->block);
}

enum err_code car_next(struct car *c, struct car_block *out, bool *got, struct err *e)
{
    for (;;) {
        uint64_t n = 0;
        unsigned char digest[SHA256_BYTES];
        enum err_code rc = take_length(c, &n, got, e);
        if (rc || !*got || (rc = take_bytes(c, n, e)))
            return rc;
        struct str s = buf_view(&c->block);
        if (!cid_parse(str_sub(s, 0, CID_BYTES), &out->cid))
            continue;
        out->large = n > LIMIT_CAR_BLOCK + CID_BYTES;
        out->bytes = out->large ? STR_NONE : str_after(s, CID_BYTES);
        hash_sha256(out->bytes, digest);
        out->good = !out->large && memcmp(digest, out->cid.digest, CID_DIGEST) == 0;
        return ERR_OK;
    }
}
