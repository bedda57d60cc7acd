/* tests/fuzz/fuzz_link.c: any bytes as Link, Retry-After, an address, what a browser comes back with. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/limits.h"
#include "net/http.h"
#include "net/oauth.h"
#include "text/utf8.h"

#include <assert.h>

/* What resolves is an address of the web, and stays itself when resolved again. */
static void resolve(struct str base, struct str to, struct arena *a)
{
    struct str one = http_resolve(base, to, a);
    if (!one.n)
        return;
    struct str origin = http_origin(one, a);
    assert(str_starts(origin, STR("http://")) || str_starts(origin, STR("https://")));
    struct str again = http_resolve(one, one, a);
    assert(str_eq(http_origin(again, a), origin));
    assert(str_eq(http_resolve(again, again, a), again));
}

/* Without the right state nothing is sent, whatever came. */
static void come_back(struct str query, struct arena *a)
{
    const struct oauth_server s = {.issuer = STR("https://a.example"),
                                   .authorize = STR("https://a.example/authorize"),
                                   .token = STR("file:///nowhere"),
                                   .named = STR_NONE};
    const struct oauth_client c = {.id = STR("x"), .redirect = STR("https://b.example/")};
    const struct oauth_trip trip = {.state = STR("s"), .verifier = STR("v")};
    struct oauth_tokens t;
    struct err e = {0};
    struct http *h = http_new();
    const enum err_code code = oauth_end(h, &s, &c, &trip, query, a, &t, &e);
    assert(code != ERR_OK && e.code == code && utf8_valid(str_from(e.msg)));
    for (const char *p = e.msg; *p; p++)
        assert((unsigned char)*p >= ' ' && *p != 0x7F);
    http_free(h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(64));
    struct str all = str_of((const char *)data, size), base, rest = all;
    struct http_header header[] = {
        {STR("Link"),        all},
        {STR("Retry-After"), all}
    };
    const struct http_answer w = {
        .header = header, .headers = 2, .url = STR("https://a.example/b/c?d")};
    struct str to = http_link(&w, "next", a);
    assert(!to.n || http_origin(to, a).n);
    const int s = http_retry_after(&w, 1700000000000);
    assert(s >= -1 && s <= 86400);
    resolve(w.url, all, a);
    if (str_cut(&rest, '\n', &base))
        resolve(base, rest, a);
    come_back(all, a);
    arena_free(a);
    return 0;
}
