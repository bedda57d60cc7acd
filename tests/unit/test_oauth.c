/* tests/unit/test_oauth.c: signing in elsewhere, the RFCs' examples and what goes wrong. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/attr.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"
#include "core/url.h"
#include "double.h"
#include "net/dpop.h"
#include "net/oauth.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <string.h>

struct here {
    struct http *h;
    struct arena *a;
    struct double_server *d;
    struct err e;
    struct oauth_server s;
    struct oauth_client c;
    struct oauth_trip trip;
    struct oauth_tokens t;
};

static struct here begin(const char *scenario)
{
    struct here t = {.h = http_new(), .a = arena_new(MIB(64))};
    t.d = double_start("oauth", scenario);
    assert_non_null(t.d);
    struct str base = str_from(double_base(t.d));
    t.s = (struct oauth_server){
        .issuer = base,
        .authorize = arena_printf(t.a, STRF "/oauth/authorize", STRA(base)),
        .token = arena_printf(t.a, STRF "/oauth/token", STRA(base)),
        .par = STR_NONE,
        .revoke = STR_NONE,
        .named = base,
    };
    t.c = (struct oauth_client){.id = STR("abc"),
                                .secret = STR("s&cret"),
                                .redirect = STR("https://me.example/back"),
                                .scopes = STR("read write")};
    t.trip = (struct oauth_trip){.state = STR("the-state"),
                                 .verifier = STR("the-verifier"),
                                 .dpop_key = STR_NONE,
                                 .issuer = STR_NONE};
    return t;
}

/* And everything that was expected came. */
static void end(struct here *t)
{
    assert_string_equal(double_wrong(t->d), "");
    http_free(t->h);
    double_stop(t->d);
    arena_free(t->a);
}

#define ASSERT_STR(got, want)                                                                  \
    do {                                                                                       \
        struct str got_ = (got);                                                               \
        if (!str_is(got_, (want)))                                                             \
            fail_msg("\"" STRF "\" is not \"%s\"", STRA(got_), (want));                        \
    } while (0)

static enum err_code come_back(struct here *t, const char *query)
{
    t->e = (struct err){0};
    return oauth_end(t->h, &t->s, &t->c, &t->trip, str_from(query), t->a, &t->t, &t->e);
}

/* Secrets ----------------------------------------------------------------------------------- */

static void pkce_is_that_of_the_rfc(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    /* RFC 7636, appendix B */
    ASSERT_STR(oauth_challenge(STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), a),
               "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    struct str x = oauth_random(32, a), y = oauth_random(32, a);
    assert_int_equal(x.n, 43);
    assert_false(str_eq(x, y));
    assert_int_equal(oauth_random(64, a).n, 86);
    for (size_t i = 0; i < x.n; i++)
        assert_true(ascii_is_alnum((unsigned char)x.p[i]) || x.p[i] == '-' || x.p[i] == '_');
    arena_free(a);
}

static struct str unbase64(struct str s, struct arena *a)
{
    size_t n = 0;
    unsigned char *p = arena_alloc(a, s.n + 1);
    assert_int_equal(sodium_base642bin(p, s.n, s.p, s.n, NULL, &n, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    return str_of((const char *)p, n);
}

static struct json *json_of(struct str s, struct arena *a)
{
    struct json *j = NULL;
    assert_int_equal(json_parse(s, NULL, a, &j, NULL), ERR_OK);
    return j;
}

/* Whether a JWT is signed by the key in it. */
static bool is_signed(struct str jwt, struct arena *a)
{
    unsigned char point[65] = {4};
    unsigned char *der = NULL;
    EVP_PKEY *key = NULL;
    const ptrdiff_t first = str_chr(jwt, '.'), last = str_rchr(jwt, '.');
    struct str text = str_sub(jwt, 0, (size_t)last),
               pair = unbase64(str_after(jwt, (size_t)last + 1), a);
    const struct json *jwk =
        json_get(json_of(unbase64(str_sub(jwt, 0, (size_t)first), a), a), "jwk");
    struct str x = unbase64(json_get_str(jwk, "x"), a), y = unbase64(json_get_str(jwk, "y"), a);
    assert_int_equal(pair.n, 64);
    assert_int_equal(x.n, 32);
    assert_int_equal(y.n, 32);
    memcpy(point + 1, x.p, 32);
    memcpy(point + 33, y.p, 32);
    char group[] = "prime256v1";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end()};
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    assert_int_equal(EVP_PKEY_fromdata_init(c), 1);
    assert_int_equal(EVP_PKEY_fromdata(c, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
    ECDSA_SIG *sig = ECDSA_SIG_new();
    ECDSA_SIG_set0(sig, BN_bin2bn((const unsigned char *)pair.p, 32, NULL),
                   BN_bin2bn((const unsigned char *)pair.p + 32, 32, NULL));
    const int n = i2d_ECDSA_SIG(sig, &der);
    EVP_MD_CTX *m = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestVerifyInit(m, NULL, EVP_sha256(), NULL, key), 1);
    const bool good =
        EVP_DigestVerify(m, der, (size_t)n, (const unsigned char *)text.p, text.n) == 1;
    OPENSSL_free(der);
    EVP_MD_CTX_free(m);
    ECDSA_SIG_free(sig);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(c);
    return good;
}

static void a_proof_is_signed_by_its_key(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(16));
    struct str key, jwk, print, proof;
    struct err e;
    for (int i = 0; i < 50; i++) { /* also numbers with zeros in front */
        assert_int_equal(dpop_key_new(a, &key, &e), ERR_OK);
        assert_int_equal(key.n, 43);
        const struct dpop_claims c = {.method = "POST",
                                      .url = STR("https://a.example/x?y=1#z"),
                                      .nonce = i % 2 ? STR("the \"nonce\"") : STR_NONE,
                                      .access = i % 2 ? STR("token") : STR_NONE,
                                      .now_ms = 1700000000999};
        assert_int_equal(dpop_proof(key, &c, a, &proof, &e), ERR_OK);
        assert_true(is_signed(proof, a));
        struct str rest = proof, head, claims;
        assert_true(str_cut(&rest, '.', &head) && str_cut(&rest, '.', &claims));
        const struct json *h = json_of(unbase64(head, a), a),
                          *j = json_of(unbase64(claims, a), a);
        ASSERT_STR(json_get_str(h, "typ"), "dpop+jwt");
        ASSERT_STR(json_get_str(h, "alg"), "ES256");
        assert_null(json_at(h, "jwk/d"));
        ASSERT_STR(json_get_str(j, "htm"), "POST");
        ASSERT_STR(json_get_str(j, "htu"), "https://a.example/x");
        assert_int_equal(json_i64(json_get(j, "iat"), 0), 1700000000);
        assert_true(json_get_str(j, "jti").n >= 20);
        ASSERT_STR(json_get_str(j, "nonce"), i % 2 ? "the \"nonce\"" : "");
        /* SHA-256 of "token" */
        ASSERT_STR(json_get_str(j, "ath"),
                   i % 2 ? "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A" : "");
        assert_int_equal(dpop_key_public(key, a, &jwk, &print, &e), ERR_OK);
        assert_int_equal(print.n, 43);
    }
    const struct dpop_claims none = {0};
    static const char *const bad[] = {
        "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "_____________________________________________w", /* longer than a key */
        "__________________________________________8"};   /* beyond the curve's order */
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(dpop_proof(str_from(bad[i]), &none, a, &proof, &e), ERR_INVALID);
    arena_free(a);
}

static void thumbprints_are_those_of_the_rfcs(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    struct str jwk, print;
    struct err e;
    /* RFC 7515, A.3.1: a private key and the point that belongs to it; the thumbprint is the
     * hash of RFC 7638, 3, over the members as 3.2 orders them */
    assert_int_equal(dpop_key_public(STR("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"), a,
                                     &jwk, &print, &e),
                     ERR_OK);
    const char *want = "{\"crv\":\"P-256\",\"kty\":\"EC\","
                       "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                       "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    ASSERT_STR(jwk, want);
    unsigned char sum[SHA256_BYTES];
    hash_sha256(str_from(want), sum);
    struct str raw = unbase64(print, a);
    assert_int_equal(raw.n, sizeof sum);
    assert_memory_equal(raw.p, sum, sizeof sum);
    arena_free(a);
}

static void a_jwt_says_when_it_ends(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    /* {"exp":1300819380} and others, as RFC 7519, 3.1 writes them */
    assert_int_equal(jwt_until_ms(STR("eyJ0eXAiOiJKV1QifQ.eyJleHAiOjEzMDA4MTkzODB9.x"), a),
                     1300819380000);
    assert_int_equal(jwt_until_ms(STR("e30.eyJleHAiOi0xfQ.x"), a), 0);
    assert_int_equal(jwt_until_ms(STR("e30.eyJleHAiOjFlMzAwfQ.x"), a), 0);
    static const char *const bad[] = {"",         ".",        "a",  "a.b",
                                      "e30.e30.", "e30.!!.x", "..", "e30.eyJleHA.x"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(jwt_until_ms(str_from(bad[i]), a), 0);
    arena_free(a);
}

/* Where ------------------------------------------------------------------------------------- */

static void a_server_says_where(void **state)
{
    (void)state;
    struct here t = begin("described");
    struct str base = str_from(double_base(t.d));
    struct oauth_server s;
    assert_int_equal(oauth_discover(t.h, base, base, t.a, &s, &t.e), ERR_OK);
    ASSERT_STR(s.authorize, arena_cstr(t.a, t.s.authorize));
    ASSERT_STR(s.token, arena_cstr(t.a, t.s.token));
    ASSERT_STR(s.par, ""); /* http, and not the place that was named */
    ASSERT_STR(s.revoke, "https://other.example/revoke");
    assert_true(s.says_issuer);
    end(&t);

    t = begin("described with a path");
    base = str_from(double_base(t.d));
    assert_int_equal(oauth_discover(t.h, arena_printf(t.a, STRF "/some/where/", STRA(base)),
                                    base, t.a, &s, &t.e),
                     ERR_OK);
    assert_false(s.says_issuer);
    end(&t);

    t = begin("described at");
    base = str_from(double_base(t.d));
    assert_int_equal(oauth_discover_at(t.h, arena_printf(t.a, STRF "/metadata", STRA(base)),
                                       base, t.a, &s, &t.e),
                     ERR_OK);
    end(&t);
}

static void a_server_says_nonsense(void **state)
{
    (void)state;
    static const struct {
        const char *scenario;
        enum err_code code;
    } rows[] = {
        {"described by another",   ERR_PARSE      },
        {"described in the clear", ERR_PARSE      },
        {"not described",          ERR_NOT_FOUND  },
        {"described as a page",    ERR_PARSE      },
        {"description is down",    ERR_UNAVAILABLE}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct here t = begin(rows[i].scenario);
        struct oauth_server s;
        struct str base = str_from(double_base(t.d));
        assert_int_equal(oauth_discover(t.h, base, base, t.a, &s, &t.e), rows[i].code);
        assert_int_equal(t.e.code, rows[i].code);
        assert_int_equal(oauth_discover_at(t.h, base, base, t.a, &s, &t.e), rows[i].code);
        end(&t);
    }
}

static struct str asked(struct here *t, struct str url, const char *name)
{
    struct url u = {.query = str_after(url, (size_t)str_chr(url, '?') + 1)};
    return url_query(&u, name, t->a);
}

static void going_away(void **state)
{
    (void)state;
    struct here t = begin("not described");
    struct oauth_trip trip;
    struct str url;
    static const char *const extra[] = {"force_login", "a b", "prompt", "x&y=z", NULL};
    assert_int_equal(oauth_begin(t.h, &t.s, &t.c, extra, t.a, &trip, &url, &t.e), ERR_OK);
    assert_true(str_starts(url, arena_printf(t.a, STRF "?", STRA(t.s.authorize))));
    ASSERT_STR(asked(&t, url, "response_type"), "code");
    ASSERT_STR(asked(&t, url, "client_id"), "abc");
    ASSERT_STR(asked(&t, url, "client_secret"), "");
    ASSERT_STR(asked(&t, url, "redirect_uri"), "https://me.example/back");
    ASSERT_STR(asked(&t, url, "scope"), "read write");
    ASSERT_STR(asked(&t, url, "force_login"), "a b");
    ASSERT_STR(asked(&t, url, "prompt"), "x&y=z");
    ASSERT_STR(asked(&t, url, "code_challenge_method"), "S256");
    assert_true(str_eq(asked(&t, url, "state"), trip.state));
    assert_true(str_eq(asked(&t, url, "code_challenge"), oauth_challenge(trip.verifier, t.a)));
    assert_int_equal(str_find(url, trip.verifier), -1);
    assert_int_equal(trip.verifier.n, 43);
    ASSERT_STR(trip.issuer, "");
    t.s.authorize = STR("https://a.example/authorize?tenant=x#f");
    t.s.says_issuer = true;
    assert_int_equal(oauth_begin(t.h, &t.s, &t.c, NULL, t.a, &trip, &url, &t.e), ERR_OK);
    assert_true(
        str_starts(url, STR("https://a.example/authorize?tenant=x&response_type=code")));
    assert_true(str_eq(trip.issuer, t.s.issuer));
    static const char *const bad[] = {"", "javascript:alert(1)", "http://a.example/",
                                      "file:///etc/passwd"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        t.s.authorize = str_from(bad[i]);
        assert_int_equal(oauth_begin(t.h, &t.s, &t.c, NULL, t.a, &trip, &url, &t.e),
                         ERR_INVALID);
    }
    end(&t);
}

/* Coming back ------------------------------------------------------------------------------- */

static void coming_back_with_a_code(void **state)
{
    (void)state;
    struct here t = begin("sign-in accepted");
    assert_int_equal(come_back(&t, "code=the+code&state=the-state"), ERR_OK);
    ASSERT_STR(t.t.access, "t1");
    ASSERT_STR(t.t.refresh, "r1");
    ASSERT_STR(t.t.type, "Bearer");
    ASSERT_STR(t.t.scopes, "read write");
    ASSERT_STR(t.t.subject, "https://ann.example/");
    assert_in_range(t.t.until_ms - time_now_ms(), 7190000, 7200000);
    end(&t);

    t = begin("sign-in with basic");
    t.c.id = STR("a b");
    t.c.basic = true;
    assert_int_equal(come_back(&t, "?state=the-state&code=c"), ERR_OK);
    ASSERT_STR(t.t.refresh, "");
    ASSERT_STR(t.t.type, "Bearer");
    ASSERT_STR(t.t.scopes, "a b");
    ASSERT_STR(t.t.subject, "178414");
    assert_in_range(t.t.until_ms - time_now_ms(), 50000, 60000);
    end(&t);

    t = begin("sign-in wrapped");
    assert_int_equal(come_back(&t, "state=the-state&code=c"), ERR_OK);
    ASSERT_STR(t.t.access, "t1");
    ASSERT_STR(t.t.scopes, "a,b");
    assert_int_equal(t.t.until_ms, 0);
    end(&t);
}

/* Nothing is sent for any of these. */
static void coming_back_with_something_else(void **state)
{
    (void)state;
    struct here t = begin("not described");
    static const struct {
        const char *query, *words;
    } rows[] = {
        {"code=c",                                                              "begin again"   },
        {"code=c&state=",                                                       "begin again"   },
        {"code=c&state=the-statf",                                              "begin again"   },
        {"code=c&state=the-state2",                                             "begin again"   },
        {"",                                                                    "begin again"   },
        {"&&=&state&code",                                                      "begin again"   },
        {"error=access_denied",                                                 "begin again"   },
        {"state=the-state&error=access_denied",                                 "access_denied" },
        {"state=the-state&error=access_denied&error_description=You+said%0ano",
         "You said no (access_denied)"                                                          },
        {"state=the-state&code=c&iss=https%3A%2F%2Fevil.example",               "another server"},
        {"state=the-state",                                                     "without a code"},
        {"state=the-state&code=",                                               "without a code"}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(come_back(&t, rows[i].query), ERR_DENIED);
        if (!strstr(t.e.msg, rows[i].words))
            fail_msg("%s: %s", rows[i].query, t.e.msg);
    }
    t.trip.issuer = t.s.issuer; /* that must say who it is */
    assert_int_equal(come_back(&t, "state=the-state&code=c"), ERR_DENIED);
    assert_non_null(strstr(t.e.msg, "another server"));
    assert_int_equal(double_requests(t.d), 0);
    end(&t);

    t = begin("sign-in wrapped");
    t.trip.issuer = t.s.issuer;
    struct str query = arena_printf(t.a, "state=the-state&code=c&iss=" STRF, STRA(t.s.issuer));
    assert_int_equal(come_back(&t, arena_cstr(t.a, query)), ERR_OK);
    end(&t);
}

static void a_server_refuses_in_its_words(void **state)
{
    (void)state;
    static const struct {
        const char *scenario;
        enum err_code code;
        const char *words;
    } rows[] = {
        {"code is old",           ERR_DENIED,
         "The provided authorization grant is invalid (invalid_grant)"                 },
        {"refused by Meta",       ERR_DENIED,       "Invalid verification code format."},
        {"refused in text",       ERR_DENIED,       "you are not welcome here"         },
        {"refused as a page",     ERR_DENIED,       "status 403"                       },
        {"refused with a 200",    ERR_DENIED,       "The code is incorrect."           },
        {"no token",              ERR_PARSE,        "without a token"                  },
        {"broken token",          ERR_PARSE,        "without a token"                  },
        {"too often",             ERR_RATE_LIMITED, "slow_down"                        },
        {"token server is down",  ERR_UNAVAILABLE,  "temporarily_unavailable"          },
        {"token gateway gave up", ERR_UNCERTAIN,    "gateway timeout"                  },
        {"token dropped",         ERR_UNCERTAIN,    "no whole answer"                  },
        {"token garbled",         ERR_PARSE,        "without a token"                  }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct here t = begin(rows[i].scenario);
        assert_int_equal(come_back(&t, "state=the-state&code=c"), rows[i].code);
        assert_int_equal(t.e.code, rows[i].code);
        if (!strstr(t.e.msg, rows[i].words))
            fail_msg("%s: %s", rows[i].scenario, t.e.msg);
        assert_int_equal(t.e.retry_after_s, rows[i].code == ERR_RATE_LIMITED ? 30 : 0);
        end(&t);
    }
}

static void tokens_are_renewed(void **state)
{
    (void)state;
    struct here t = begin("renewed");
    assert_int_equal(oauth_renew(t.h, &t.s, &t.c, STR_NONE, STR("r1"), t.a, &t.t, &t.e),
                     ERR_OK);
    ASSERT_STR(t.t.access, "t2");
    ASSERT_STR(t.t.refresh, "r2");
    assert_in_range(t.t.until_ms - time_now_ms(), 90000, 100000);
    end(&t);
    static const struct {
        const char *scenario;
        enum err_code code;
    } rows[] = {
        {"code is old",          ERR_DENIED     },
        {"token dropped",        ERR_UNCERTAIN  },
        {"token garbled",        ERR_UNCERTAIN  },
        {"token server is down", ERR_UNAVAILABLE}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        t = begin(rows[i].scenario);
        assert_int_equal(oauth_renew(t.h, &t.s, &t.c, STR_NONE, STR("r1"), t.a, &t.t, &t.e),
                         rows[i].code);
        assert_int_equal(t.e.code, rows[i].code);
        end(&t);
    }
}

/* With keys --------------------------------------------------------------------------------- */

static void requests_are_pushed_with_a_proof(void **state)
{
    (void)state;
    static const char *const extra[] = {"login_hint", "ann.example", NULL};
    struct here t = begin("pushed");
    struct str url;
    t.c.dpop = true;
    t.c.secret = STR_NONE;
    t.c.scopes = STR("atproto");
    t.s.par = arena_printf(t.a, "%s/par", double_base(t.d));
    assert_int_equal(oauth_begin(t.h, &t.s, &t.c, extra, t.a, &t.trip, &url, &t.e), ERR_OK);
    ASSERT_STR(asked(&t, url, "request_uri"), "urn:ietf:params:oauth:request_uri:x1");
    ASSERT_STR(asked(&t, url, "client_id"), "abc");
    ASSERT_STR(asked(&t, url, "state"), "");
    assert_int_equal(t.trip.dpop_key.n, 43);
    struct str query = arena_printf(t.a, "state=" STRF "&code=c", STRA(t.trip.state));
    assert_int_equal(come_back(&t, arena_cstr(t.a, query)), ERR_OK);
    ASSERT_STR(t.t.subject, "did:plc:ann");
    ASSERT_STR(t.t.type, "DPoP");
    end(&t);

    static const struct {
        const char *scenario;
        enum err_code code;
    } rows[] = {
        {"push refused",        ERR_DENIED},
        {"push without a name", ERR_PARSE }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        t = begin(rows[i].scenario);
        t.s.par = arena_printf(t.a, "%s/par", double_base(t.d));
        assert_int_equal(oauth_begin(t.h, &t.s, &t.c, NULL, t.a, &t.trip, &url, &t.e),
                         rows[i].code);
        end(&t);
    }

    t = begin("bound to nobody");
    t.c.dpop = true;
    assert_int_equal(dpop_key_new(t.a, &t.trip.dpop_key, &t.e), ERR_OK);
    assert_int_equal(come_back(&t, "state=the-state&code=c"), ERR_DENIED);
    end(&t);
}

static void a_nonce_is_asked_for_once(void **state)
{
    (void)state;
    struct here t = begin("resource");
    struct str key, nonce = STR_NONE;
    struct http_answer w;
    assert_int_equal(dpop_key_new(t.a, &key, &t.e), ERR_OK);
    struct http_request q = {.url = arena_printf(t.a, "%s/xrpc/x?a=b", double_base(t.d)),
                             .named = str_from(double_base(t.d))};
    assert_int_equal(dpop_send(t.h, &q, key, STR("t1"), &nonce, t.a, &w, &t.e), ERR_OK);
    assert_int_equal(w.status, 200);
    ASSERT_STR(nonce, "n2");
    end(&t);

    t = begin("nonce without end");
    q.url = arena_printf(t.a, "%s/x", double_base(t.d));
    q.named = str_from(double_base(t.d));
    nonce = STR_NONE;
    assert_int_equal(dpop_key_new(t.a, &key, &t.e), ERR_OK);
    assert_int_equal(dpop_send(t.h, &q, key, STR("t1"), &nonce, t.a, &w, &t.e), ERR_OK);
    assert_int_equal(w.status, 401);
    assert_int_equal(double_requests(t.d), 2);
    end(&t);
}

static void others_ask_in_their_way(void **state)
{
    (void)state;
    struct here t = begin("exchange");
    struct str named = str_from(double_base(t.d));
    assert_int_equal(oauth_ask(t.h, arena_printf(t.a, STRF "/token?grant_type=x", STRA(named)),
                               named, STR("access_token=short%2Btoken"), true, t.a, &t.t, &t.e),
                     ERR_OK);
    ASSERT_STR(t.t.access, "long");
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pkce_is_that_of_the_rfc),
        cmocka_unit_test(a_proof_is_signed_by_its_key),
        cmocka_unit_test(thumbprints_are_those_of_the_rfcs),
        cmocka_unit_test(a_jwt_says_when_it_ends),
        cmocka_unit_test(a_server_says_where),
        cmocka_unit_test(a_server_says_nonsense),
        cmocka_unit_test(going_away),
        cmocka_unit_test(coming_back_with_a_code),
        cmocka_unit_test(coming_back_with_something_else),
        cmocka_unit_test(a_server_refuses_in_its_words),
        cmocka_unit_test(tokens_are_renewed),
        cmocka_unit_test(requests_are_pushed_with_a_proof),
        cmocka_unit_test(a_nonce_is_asked_for_once),
        cmocka_unit_test(others_ask_in_their_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
