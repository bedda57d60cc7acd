/* net/dpop.c: ES256 keys, their thumbprints, and the proofs that they sign. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/dpop.h"

#include "core/hash.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"
#include "text/utf8.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <string.h>

enum {
    SCALAR = 32, /* bytes of a number of P-256 */
    POINT = 1 + 2 * SCALAR,
    DER_MOST = 128,
    HEADERS_MOST = 32,
    JWT_MOST = 64 * 1024
};
static const double time_most_s = 1e11; /* the year 5138: what is later is no time */

static struct str base64url(const unsigned char *p, size_t n, struct arena *a)
{
    const size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, room);
    sodium_bin2base64(out, room, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from(out);
}

static bool unbase64url(struct str s, unsigned char *out, size_t room, size_t *n)
{
    return sodium_base642bin(out, room, s.p, s.n, NULL, n, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

enum err_code dpop_key_new(struct arena *a, struct str *out, struct err *e)
{
    unsigned char d[SCALAR];
    BIGNUM *number = NULL;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    const bool made = key && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) &&
                      BN_bn2binpad(number, d, SCALAR) == SCALAR;
    if (made)
        *out = base64url(d, sizeof d, a);
    BN_clear_free(number);
    EVP_PKEY_free(key);
    sodium_memzero(d, sizeof d);
    return made ? ERR_OK : err_set(e, ERR_IO, "no key could be made for the sign-in");
}

/* The point that belongs to the private number. */
static bool public_point(const BIGNUM *number, unsigned char point[POINT])
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name_ex(NULL, NULL, NID_X9_62_prime256v1);
    EC_POINT *p = group ? EC_POINT_new(group) : NULL;
    const bool good =
        p && !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(group)) < 0 &&
        EC_POINT_mul(group, p, number, NULL, NULL, NULL) == 1 &&
        EC_POINT_point2oct(group, p, POINT_CONVERSION_UNCOMPRESSED, point, POINT, NULL) ==
            POINT;
    EC_POINT_free(p);
    EC_GROUP_free(group);
    return good;
}

static EVP_PKEY *key_of_parts(const BIGNUM *number, const unsigned char point[POINT])
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = NULL;
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (b && c &&
        OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
        OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, number) &&
        OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point, POINT))
        params = OSSL_PARAM_BLD_to_param(b);
    if (!params || EVP_PKEY_fromdata_init(c) != 1 ||
        EVP_PKEY_fromdata(c, &key, EVP_PKEY_KEYPAIR, params) != 1)
        key = NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    EVP_PKEY_CTX_free(c);
    return key;
}

/* The key and its point from text; NULL for what is none. */
static EVP_PKEY *key_of(struct str text, unsigned char point[POINT])
{
    unsigned char d[SCALAR];
    size_t n = 0;
    EVP_PKEY *key = NULL;
    if (unbase64url(text, d, sizeof d, &n) && n == SCALAR) {
        BIGNUM *number = BN_secure_new();
        if (number && BN_bin2bn(d, SCALAR, number) && public_point(number, point))
            key = key_of_parts(number, point);
        BN_clear_free(number);
    }
    sodium_memzero(d, sizeof d);
    return key;
}

/* Members in the order of RFC 7638, 3.2, without blanks: also what the thumbprint is taken of. */
static struct str jwk_of(const unsigned char point[POINT], struct arena *a)
{
    return arena_printf(
        a, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" STRF "\",\"y\":\"" STRF "\"}",
        STRA(base64url(point + 1, SCALAR, a)), STRA(base64url(point + 1 + SCALAR, SCALAR, a)));
}

static enum err_code bad_key(struct err *e)
{
    return err_set(e, ERR_INVALID, "the key of this sign-in can't be read; sign in again");
}

enum err_code dpop_key_public(struct str key, struct arena *a, struct str *jwk,
                              struct str *thumbprint, struct err *e)
{
    unsigned char point[POINT], sum[SHA256_BYTES];
    EVP_PKEY *k = key_of(key, point);
    if (!k)
        return bad_key(e);
    EVP_PKEY_free(k);
    *jwk = jwk_of(point, a);
    hash_sha256(*jwk, sum);
    *thumbprint = base64url(sum, sizeof sum, a);
    return ERR_OK;
}

/* r and s, 32 bytes each, as JWS wants them (RFC 7518, 3.4). */
static bool sign(EVP_PKEY *key, struct str text, unsigned char out[2 * SCALAR])
{
    unsigned char der[DER_MOST];
    const unsigned char *p = der;
    size_t n = sizeof der;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    ECDSA_SIG *pair = NULL;
    if (c && EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key) == 1 &&
        EVP_DigestSign(c, der, &n, (const unsigned char *)text.p, text.n) == 1)
        pair = d2i_ECDSA_SIG(NULL, &p, (long)n);
    const bool good = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, SCALAR) == SCALAR &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + SCALAR, SCALAR) == SCALAR;
    ECDSA_SIG_free(pair);
    EVP_MD_CTX_free(c);
    return good;
}

static struct str without_query(struct str url)
{
    size_t n = 0;
    while (n < url.n && url.p[n] != '?' && url.p[n] != '#')
        n++;
    return str_sub(url, 0, n);
}

static void put_claims(struct buf *b, const struct dpop_claims *c, struct arena *a)
{
    unsigned char random[16], sum[SHA256_BYTES];
    struct json_out o;
    randombytes_buf(random, sizeof random);
    json_out_init(&o, b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "jti", base64url(random, sizeof random, a));
    json_out_kstr(&o, "htm", str_from(c->method ? c->method : "GET"));
    json_out_kstr(&o, "htu", without_query(c->url));
    json_out_ki64(&o, "iat", c->now_ms / 1000);
    if (c->nonce.n)
        json_out_kstr(&o, "nonce", c->nonce);
    if (c->access.n) {
        hash_sha256(c->access, sum);
        json_out_kstr(&o, "ath", base64url(sum, sizeof sum, a));
    }
    json_out_close(&o, '}');
}

enum err_code dpop_proof(struct str key, const struct dpop_claims *c, struct arena *a,
                         struct str *out, struct err *e)
{
    unsigned char point[POINT], signature[2 * SCALAR];
    struct buf claims;
    EVP_PKEY *k = key_of(key, point);
    if (!k)
        return bad_key(e);
    buf_init(&claims, JWT_MOST);
    put_claims(&claims, c, a);
    struct str head = arena_printf(
        a, "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" STRF "}", STRA(jwk_of(point, a)));
    struct str text = arena_printf(
        a, STRF "." STRF, STRA(base64url((const unsigned char *)head.p, head.n, a)),
        STRA(base64url((const unsigned char *)claims.p, claims.n, a)));
    const bool good = !claims.over && sign(k, text, signature);
    buf_free(&claims);
    EVP_PKEY_free(k);
    if (!good)
        return err_set(e, ERR_IO, "the proof for the other server could not be signed");
    *out = arena_printf(a, STRF "." STRF, STRA(text),
                        STRA(base64url(signature, sizeof signature, a)));
    return ERR_OK;
}

/* RFC 9449, 8 and 9: in the body of a token endpoint's 400, in a header of a resource's 401. */
static bool wants_nonce(const struct http_answer *w, struct arena *a)
{
    struct json *j = NULL;
    if (!http_header(w, "DPoP-Nonce").n)
        return false;
    if (w->status == 401 &&
        str_find(http_header(w, "WWW-Authenticate"), STR("use_dpop_nonce")) >= 0)
        return true;
    return (w->status == 400 || w->status == 401) && w->body.n < JWT_MOST &&
           json_parse(w->body, utf8_clean, a, &j, NULL) == ERR_OK &&
           str_is(json_get_str(j, "error"), "use_dpop_nonce");
}

static enum err_code send_with_proof(struct http *h, const struct http_request *q,
                                     const struct dpop_claims *c, struct str key,
                                     struct arena *a, struct http_answer *out, struct err *e)
{
    struct http_header header[HEADERS_MOST + 2];
    struct http_request more = *q;
    struct str proof = STR_NONE;
    assert(q->headers <= HEADERS_MOST);
    const enum err_code code = dpop_proof(key, c, a, &proof, e);
    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < q->headers; i++)
        header[i] = q->header[i];
    more.header = header;
    header[more.headers++] = (struct http_header){STR("DPoP"), proof};
    if (c->access.n)
        header[more.headers++] = (struct http_header){
            STR("Authorization"), arena_printf(a, "DPoP " STRF, STRA(c->access))};
    return http_send(h, &more, a, out, e);
}

enum err_code dpop_send(struct http *h, const struct http_request *q, struct str key,
                        struct str access, struct str *nonce, struct arena *a,
                        struct http_answer *out, struct err *e)
{
    struct http_answer w = {0};
    struct dpop_claims c = {.method = q->method, .url = q->url, .access = access};
    for (int tries = 0;; tries++) {
        c.nonce = *nonce;
        c.now_ms = time_now_ms();
        const enum err_code code = send_with_proof(h, q, &c, key, a, &w, e);
        if (code != ERR_OK)
            return code;
        struct str given = http_header(&w, "DPoP-Nonce");
        if (given.n)
            *nonce = given;
        if (tries > 0 || !wants_nonce(&w, a))
            break;
    }
    *out = w;
    return ERR_OK;
}

int64_t jwt_until_ms(struct str jwt, struct arena *a)
{
    struct str head, claims;
    struct json *j = NULL;
    size_t n = 0;
    if (jwt.n > JWT_MOST || arena_left(a) < jwt.n + KIB(4) || !str_cut(&jwt, '.', &head) ||
        !str_cut(&jwt, '.', &claims))
        return 0;
    unsigned char *p = arena_alloc(a, claims.n + 1);
    if (!unbase64url(claims, p, claims.n, &n) ||
        json_parse(str_of((const char *)p, n), utf8_clean, a, &j, NULL) != ERR_OK)
        return 0;
    const double s = json_f64(json_get(j, "exp"), 0);
    return s > 0 && s < time_most_s ? (int64_t)s * 1000 : 0;
}
