/* tests/fuzz/fuzz_network.c: any bytes as what a network's server answers to a row of networks/api.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/attr.h"
#include "core/limits.h"
#include "networks/api.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the server says next: pieces of the input, apart by a 0xFF byte, the last one for ever. */
static struct str script;
static int status;

static enum err_code answer(struct api *s, const struct http_request *q, struct http_answer *w,
                            struct err *e)
{
    static struct http_header header[2];
    struct str body = script;
    (void)e;
    ptrdiff_t end = str_chr(script, '\xFF');
    if (end >= 0) {
        body = str_sub(script, 0, (size_t)end);
        script = str_after(script, (size_t)end + 1);
    }
    header[0] = (struct http_header){STR("Link"), str_sub(body, 0, 200)};
    header[1] = (struct http_header){STR("x-restli-id"), str_sub(body, 0, 60)};
    *w = (struct http_answer){
        .status = status, .header = header, .headers = 2, .body = body, .url = q->url};
    (void)s;
    return ERR_OK;
}

/* What a reader promises of text, wherever it comes from. */
static enum err_code looked_at(struct sink *sink, const struct record *r, struct err *e)
{
    size_t n;
    const size_t *at = record_strings(r->kind, &n);
    (void)sink, (void)e;
    for (size_t i = 0; i < n; i++) {
        const struct str *s = (const void *)((const char *)r + at[i]);
        if (s->n && !s->p)
            abort();
    }
    if (r->kind == RECORD_POST && r->as.post.key.n == 0)
        abort();
    return ERR_OK;
}

/* What a site said when it was signed in to. */
#define SITE                                                                                   \
    "{\"root\": \"https://s.example/wp-json/\", \"home\": \"https://s.example\", \"me\": "     \
    "\"https://s.example/\", \"micropub\": \"https://s.example/m\", \"feed\": "                \
    "\"https://s.example/feed\"}"

static enum err_code kept(void *ctx, const struct api *s, struct err *e)
{
    (void)ctx, (void)s, (void)e;
    return ERR_OK;
}

static void ask(struct api *s, int what, size_t stream)
{
    struct sink to = {looked_at};
    struct api_page page = {0};
    struct published out = {.key = STR("id:1"), .remote = STR("1")};
    const struct network_api *row = s->row;
    const struct api_post known[] = {
        {STR("at://did:plc:a/app.bsky.feed.post/3kaaaaaaaaa2a"), STR("id:s.example/1")},
        {STR("1"),                                               STR_NONE             },
        {STR("urn:li:share:1"),                                  STR_NONE             },
        {STR("id:1"),                                            STR_NONE             },
        {STR("fbid:1"),                                          STR_NONE             },
        {STR("https://s.example/?p=1"),                          STR_NONE             }
    };
    struct outgoing o = {.key = STR("k"),
                         .text = STR("Tea #tea https://a.example"),
                         .at_ms = INT64_C(1705305600000)};
    struct err e = {0};
    enum err_code rc = ERR_OK;
    size_t streams = 0;
    while (row->stream && row->stream[streams].name)
        streams++;
    bool container = strcmp(row->id, "instagram") == 0 || strcmp(row->id, "threads") == 0;
    if (what == 0 && streams)
        rc = row->stream[stream % streams].page(s, STR_NONE, &to, &page, &e);
    if (what == 0 && streams && rc == ERR_OK && page.more)
        rc = row->stream[stream % streams].page(s, page.mark, &to, &page, &e);
    if (what == 1 && row->who)
        rc = row->who(s, &to, &e);
    if (what == 2 && row->again)
        rc = row->again(s, known, COUNT_OF(known), &to, &e);
    if (what == 3 && row->publish && !container) /* those wait for a container */
        rc = row->publish(s, &o, &out, &e);
    if (what == 4 && row->find)
        rc = row->find(s, &o, &out, &e);
    if (what == 3 && status == 200 && row->publish && !container && rc == ERR_UNAVAILABLE &&
        strcmp(row->id, "mastodon") != 0 && e.msg[0] == '\0')
        abort(); /* every refusal has a sentence */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int codes[] = {200, 200, 200, 201, 400, 403, 404, 422, 429, 500, 502};
    static struct arena *a;
    size_t n;
    const struct network_api *const *rows = api_list(&n);
    if (size < 3)
        return 0;
    if (!a)
        a = arena_new(MIB(512));
    arena_reset(a);
    struct network_api row = *rows[data[0] % n];
    if (strcmp(row.id, "email") == 0) /* speaks no HTTP */
        return 0;
    row.send = answer;
    row.renew = NULL; /* another server's answers: net/ has its own */
    status = codes[data[1] / 8u % COUNT_OF(codes)];
    script = str_of((const char *)data + 3, size - 3);
    struct api s = {
        .row = &row,
        .a = a,
        .server = STR("https://s.example"),
        .remote = str_is(str_from(row.id), "bluesky") ? STR("did:plc:a") : STR("1"),
        .key = STR("k"),
        .handle = STR("h"),
        .facts = str_is(str_from(row.id), "web") ? STR(SITE) : STR_NONE,
        .secret = {.access = STR("t"), .extra = STR("t")},
        .keep = kept
    };
    ask(&s, data[1] % 8 % 5, data[2]);
    return 0;
}
