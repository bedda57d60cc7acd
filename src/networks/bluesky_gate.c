/* networks/bluesky_gate.c: who may answer a post on Bluesky: a record of the same key beside it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/limits.h"
#include "networks/common.h"

/* app.bsky.feed.threadgate: without `allow` everybody may answer, with an empty one nobody. It is put
 * there in one step with the post, so that there is no moment without it. */

bool bluesky__gated(const struct outgoing *p)
{
    return p->answering != ANSWERING_EVERYBODY && p->reply_to.key.n == 0;
}

void bluesky__put_gate(struct json_out *o, const struct api *s, const struct outgoing *p,
                       struct str uri)
{
    const char *rule = common__answering(s->row, p);
    struct buf at;
    buf_init(&at, 64);
    time_put_iso(&at, p->at_ms);
    json_out_open(o, '{');
    json_out_kstr(o, "$type", STR(BLUESKY_GATE));
    json_out_kstr(o, "post", uri);
    json_out_key(o, "allow");
    json_out_open(o, '[');
    if (rule[0]) {
        json_out_open(o, '{');
        json_out_kstr(o, "$type", arena_printf(s->a, BLUESKY_GATE "#%s", rule));
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_kstr(o, "createdAt", buf_view(&at));
    json_out_close(o, '}');
    buf_free(&at);
}

/* com.atproto.repo.putRecord makes it or changes it: asked twice, it is there once. */
static enum err_code put(struct api *s, const struct outgoing *p, struct str uri,
                         struct str rkey, struct err *e)
{
    struct buf body;
    struct json_out o;
    buf_init(&body, KIB(16));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "repo", s->remote);
    json_out_kstr(&o, "collection", STR(BLUESKY_GATE));
    json_out_kstr(&o, "rkey", rkey);
    json_out_key(&o, "record");
    bluesky__put_gate(&o, s, p, uri);
    json_out_close(&o, '}');
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/xrpc/com.atproto.repo.putRecord"),
                                                 .body = buf_view(&body),
                                                 .type = "application/json"},
                               NULL, NULL, e);
    buf_free(&body);
    return rc;
}

enum err_code bluesky__see_to_gate(struct api *s, const struct outgoing *p, struct str uri,
                                   struct err *e)
{
    struct str did, collection, rkey;
    struct json *j = NULL;
    if (!bluesky__gated(p) || !bluesky_uri(uri, &did, &collection, &rkey))
        return ERR_OK;
    struct str gate =
        arena_printf(s->a, "at://" STRF "/" BLUESKY_GATE "/" STRF, STRA(did), STRA(rkey));
    enum err_code rc = bluesky__record(s, gate, &j, e);
    return rc == ERR_NOT_FOUND ? put(s, p, uri, rkey, e) : rc;
}
