/* tests/fuzz/fuzz_json.c: any bytes as JSON: the tree and the walk agree, and all is UTF-8. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <math.h>

#include "core/json.h"
#include "core/limits.h"
#include "text/utf8.h"

static size_t check(const struct json *j)
{
    size_t n = 1, count = 0;
    assert(j->s.n == 0 || utf8_valid(j->s));
    assert(j->key.n == 0 || utf8_valid(j->key));
    assert(!isnan(json_f64(j, 0)) && json_i64(j, 7) == json_i64(j, 7));
    for (const struct json *k = j->first; k; k = k->next, count++)
        n += check(k);
    assert(count == j->count);
    return n;
}

static enum err_code value(void *ctx, struct str path, const struct json *v, struct str raw,
                           struct err *e)
{
    size_t *values = ctx;
    struct arena *a = arena_new(LIMIT_JSON_TREE);
    struct json *again = NULL;
    assert(utf8_valid(path));
    /* what the walk gave is itself a document of the same values */
    assert(json_parse(raw, utf8_clean, a, &again, e) == ERR_OK);
    size_t n = check(v);
    assert(n == check(again));
    *values += n;
    arena_free(a);
    return ERR_OK;
}

static enum err_code bad(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e)
{
    (void)ctx, (void)path, (void)raw, (void)why, (void)e;
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const nowhere[] = {NULL};
    static const char *const into[] = {"", "/[]", "/a", "/a/[]", NULL};
    struct str text = str_of((const char *)data, size);
    struct arena *a = arena_new(LIMIT_JSON_TREE);
    struct json *whole = NULL;
    struct stream_mem m;
    struct err e = {0}, e2 = {0};
    size_t given = 0, strict = 0;
    enum err_code rc = json_parse(text, utf8_clean, a, &whole, &e);
    assert(rc == ERR_OK || e.msg[0]);
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = value, .bad = bad, .ctx = &given};
    const struct json_walk plain = {
        .into = nowhere, .text = utf8_clean, .value = value, .ctx = &strict};
    enum err_code walked = json_walk(stream_mem_init(&m, text), &w, &e2);
    assert(walked == ERR_OK || e2.msg[0]);
    enum err_code simply = json_walk(stream_mem_init(&m, text), &plain, &e2);
    /* a document that is one container is read alike by all three */
    if (rc == ERR_OK && whole->first) {
        assert(walked == ERR_OK && simply == ERR_OK);
        assert(strict == check(whole));
        assert(given < strict);
    }
    arena_free(a);
    return 0;
}
