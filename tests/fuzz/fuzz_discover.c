/* tests/fuzz/fuzz_discover.c: any bytes as a page: every target is an address of the web. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/limits.h"
#include "net/discover.h"
#include "text/utf8.h"

#include <assert.h>

static void check(struct str url, struct arena *a)
{
    assert(!url.n || http_origin(url, a).n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(64));
    struct discovered d;
    const struct http_answer w = {.url = STR("https://a.example/b/c?d"),
                                  .body = str_of((const char *)data, size)};
    discover(&w, a, &d);
    check(d.webmention, a);
    check(d.micropub, a);
    check(d.indieauth_metadata, a);
    check(d.authorization_endpoint, a);
    check(d.token_endpoint, a);
    check(d.wordpress, a);
    for (size_t i = 0; i < d.feeds; i++) {
        check(d.feed[i].url, a);
        assert(d.feed[i].url.n && utf8_valid(d.feed[i].title) && utf8_valid(d.feed[i].type));
    }
    arena_free(a);
    return 0;
}
