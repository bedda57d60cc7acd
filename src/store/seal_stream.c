/* store/seal_stream.c: Argon2id makes a key of the passphrase, XChaCha20-Poly1305 seals pieces. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/seal_stream.h"

#include "core/mem.h"
#include "store/files.h"

#include <sodium.h>
#include <string.h>

/* The head: magic 12, version 1, three zeros, passes 8, bytes 8, salt 16, the stream's own
 * header 24, and 16 bytes of BLAKE2b over all that, keyed: a wrong passphrase is told from
 * damage by them. Numbers are little-endian. Every piece is authenticated together with the
 * head. */
enum {
    AT_VERSION = 12,
    AT_PASSES = 16,
    AT_BYTES = 24,
    AT_SALT = 32,
    AT_STREAM = 48,
    AT_PROOF = 72,
    PROOF = SEAL_HEAD - AT_PROOF,
    VERSION = 1,
    EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES
};
static const char magic[] = "tact-sealed\n";

/* What a head may ask for: it comes from outside, and is heard before it is known to be true. */
#define MOST_BYTES  MIB(1024)
#define MOST_PASSES 16

_Static_assert(AT_SALT + crypto_pwhash_SALTBYTES == AT_STREAM, "the salt");
_Static_assert(AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES == AT_PROOF,
               "the header");

struct seal_out {
    crypto_secretstream_xchacha20poly1305_state st;
    unsigned char head[SEAL_HEAD], plain[SEAL_PIECE], sealed[SEAL_PIECE + EXTRA];
    size_t n;
    int fd;
};

struct seal_in {
    crypto_secretstream_xchacha20poly1305_state st;
    unsigned char head[SEAL_HEAD], plain[SEAL_PIECE], sealed[SEAL_PIECE + EXTRA];
    bool ended;
    int fd;
};

static void put_u64(unsigned char *at, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        at[i] = (unsigned char)(v >> (8 * i));
}

static uint64_t get_u64(const unsigned char *at)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)at[i] << (8 * i);
    return v;
}

bool seal_is(const unsigned char *head, size_t n)
{
    return n >= sizeof magic - 1 && memcmp(head, magic, sizeof magic - 1) == 0;
}

static enum err_code make_key(struct str passphrase, const unsigned char *head,
                              unsigned char key[32], struct err *e)
{
    if (sodium_init() < 0 ||
        crypto_pwhash(key, 32, passphrase.p, passphrase.n, head + AT_SALT,
                      get_u64(head + AT_PASSES), (size_t)get_u64(head + AT_BYTES),
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, ERR_IO, "there is not enough memory to make a key of the passphrase");
    return ERR_OK;
}

static void prove(const unsigned char *head, const unsigned char key[32],
                  unsigned char proof[PROOF])
{
    crypto_generichash(proof, PROOF, head, AT_PROOF, key, 32);
}

enum err_code seal_out_new(int fd, struct str passphrase, struct seal_cost cost,
                           struct seal_out **out, struct err *e)
{
    unsigned char key[32];
    struct seal_out *o = mem_calloc(1, sizeof *o);
    o->fd = fd;
    memcpy(o->head, magic, sizeof magic - 1);
    o->head[AT_VERSION] = VERSION;
    put_u64(o->head + AT_PASSES, cost.passes);
    put_u64(o->head + AT_BYTES, cost.bytes);
    randombytes_buf(o->head + AT_SALT, crypto_pwhash_SALTBYTES);
    enum err_code rc = make_key(passphrase, o->head, key, e);
    if (rc == ERR_OK) {
        crypto_secretstream_xchacha20poly1305_init_push(&o->st, o->head + AT_STREAM, key);
        prove(o->head, key, o->head + AT_PROOF);
        rc = files_put(fd, o->head, sizeof o->head, "the file", e);
    }
    sodium_memzero(key, sizeof key);
    if (rc) {
        seal_out_free(o);
        return rc;
    }
    *out = o;
    return ERR_OK;
}

static enum err_code push(struct seal_out *o, unsigned char tag, struct err *e)
{
    unsigned long long n = 0;
    crypto_secretstream_xchacha20poly1305_push(&o->st, o->sealed, &n, o->plain, o->n, o->head,
                                               sizeof o->head, tag);
    o->n = 0;
    return files_put(o->fd, o->sealed, (size_t)n, "the file", e);
}

enum err_code seal_out_put(struct seal_out *o, const void *p, size_t n, struct err *e)
{
    const unsigned char *at = p;
    while (n > 0) {
        size_t room = sizeof o->plain - o->n, take = n < room ? n : room;
        memcpy(o->plain + o->n, at, take);
        o->n += take;
        at += take;
        n -= take;
        if (o->n == sizeof o->plain) {
            enum err_code rc = push(o, 0, e);
            if (rc)
                return rc;
        }
    }
    return ERR_OK;
}

enum err_code seal_out_end(struct seal_out *o, struct err *e)
{
    return push(o, crypto_secretstream_xchacha20poly1305_TAG_FINAL, e);
}

void seal_out_free(struct seal_out *o)
{
    if (o)
        sodium_memzero(o, sizeof *o);
    mem_free(o);
}

static enum err_code read_head(struct seal_in *in, struct err *e)
{
    size_t got = 0;
    enum err_code rc = files_get(in->fd, in->head, sizeof in->head, &got, e);
    if (rc)
        return rc;
    if (!seal_is(in->head, got))
        return err_set(e, ERR_PARSE, "it is no sealed file");
    if (got > AT_VERSION && in->head[AT_VERSION] > VERSION)
        return err_set(e, ERR_UNSUPPORTED, "it was sealed by a newer tact; update the program");
    if (got < sizeof in->head)
        return err_set(e, ERR_PARSE, "it is cut off");
    uint64_t passes = get_u64(in->head + AT_PASSES), bytes = get_u64(in->head + AT_BYTES);
    if (in->head[AT_VERSION] != VERSION || passes < crypto_pwhash_OPSLIMIT_MIN ||
        passes > MOST_PASSES || bytes < crypto_pwhash_MEMLIMIT_MIN || bytes > MOST_BYTES)
        return err_set(e, ERR_PARSE, "it is damaged in its first bytes");
    return ERR_OK;
}

enum err_code seal_in_new(int fd, struct str passphrase, struct seal_in **out, struct err *e)
{
    unsigned char key[32] = {0}, proof[PROOF];
    struct seal_in *in = mem_calloc(1, sizeof *in);
    in->fd = fd;
    enum err_code rc = read_head(in, e);
    if (rc == ERR_OK)
        rc = make_key(passphrase, in->head, key, e);
    if (rc == ERR_OK) {
        prove(in->head, key, proof);
        if (sodium_memcmp(proof, in->head + AT_PROOF, sizeof proof) != 0 ||
            crypto_secretstream_xchacha20poly1305_init_pull(&in->st, in->head + AT_STREAM,
                                                            key) != 0)
            rc = err_set(e, ERR_DENIED,
                         "the passphrase is wrong, or its first bytes are damaged");
    }
    sodium_memzero(key, sizeof key);
    if (rc) {
        seal_in_free(in);
        return rc;
    }
    *out = in;
    return ERR_OK;
}

/* Behind the last piece there is nothing. */
static enum err_code at_end(struct seal_in *in, struct err *e)
{
    size_t got = 0;
    enum err_code rc = files_get(in->fd, in->sealed, 1, &got, e);
    if (rc == ERR_OK && got > 0)
        rc = err_set(e, ERR_PARSE, "it is damaged: there is more behind its end");
    return rc;
}

enum err_code seal_in_get(struct seal_in *in, const void **p, size_t *n, struct err *e)
{
    size_t got = 0;
    unsigned char tag = 0;
    unsigned long long plain = 0;
    *n = 0;
    *p = in->plain;
    if (in->ended)
        return ERR_OK;
    enum err_code rc = files_get(in->fd, in->sealed, sizeof in->sealed, &got, e);
    if (rc)
        return rc;
    if (got < EXTRA)
        return err_set(e, ERR_PARSE, "it is cut off");
    if (crypto_secretstream_xchacha20poly1305_pull(&in->st, in->plain, &plain, &tag, in->sealed,
                                                   got, in->head, sizeof in->head) != 0)
        return err_set(e, ERR_PARSE, "it is damaged or cut off");
    *n = (size_t)plain;
    if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        in->ended = true;
        return at_end(in, e);
    }
    return plain == SEAL_PIECE ? ERR_OK : err_set(e, ERR_PARSE, "it is damaged");
}

void seal_in_free(struct seal_in *in)
{
    if (in)
        sodium_memzero(in, sizeof *in);
    mem_free(in);
}
