/* networks/bluesky_find.c: whose name a handle is, and on which server that account lives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/limits.h"
#include "net/form.h"

/* atproto.com/specs/handle, /did; FORMATS.md 18. A handle names a DID, the DID's document the server;
 * neither is ever taken for granted. */

#define PLC "https://plc.directory"

struct str bluesky__escape(struct str v, struct arena *a)
{
    struct buf b;
    buf_init(&b, KIB(16));
    form_escape(&b, v);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

/* By the server, which looks at the name's DNS too; else by the page that the name itself has. */
enum err_code bluesky__resolve(struct api *s, struct str handle, struct str *did, struct err *e)
{
    struct json *j = NULL;
    struct http_answer w;
    if (str_starts(handle, STR("@")))
        handle = str_after(handle, 1);
    if (!bluesky_is_handle(handle))
        return err_set(e, ERR_INVALID,
                       "\"" STRF "\" is no handle; one looks like ana.bsky.social",
                       STRA(handle));
    struct str url = arena_printf(s->a, "/xrpc/com.atproto.identity.resolveHandle?handle=" STRF,
                                  STRA(handle));
    enum err_code rc = api_ask(s, &(struct api_ask){.url = url, .bare = true}, NULL, &j, e);
    *did = rc ? STR_NONE : json_get_str(j, "did");
    if (bluesky_is_did(*did))
        return ERR_OK;
    if (rc == ERR_RATE_LIMITED)
        return rc;
    url = arena_printf(s->a, "https://" STRF "/.well-known/atproto-did", STRA(handle));
    struct err other;
    if (api_ask(s, &(struct api_ask){.url = url, .bare = true}, &w, NULL, &other) == ERR_OK)
        *did = str_trim(w.body);
    if (bluesky_is_did(*did))
        return ERR_OK;
    if (rc == ERR_UNAVAILABLE)
        return rc;
    return err_set(e, ERR_NOT_FOUND, "nobody on Bluesky has the handle " STRF, STRA(handle));
}

struct str bluesky__pds_in(const struct json *doc, struct arena *a)
{
    const struct json *list = json_get(doc, "service");
    for (const struct json *v = list ? list->first : NULL; v; v = v->next)
        if (str_ends(json_get_str(v, "id"), STR("#atproto_pds")))
            return http_origin(json_get_str(v, "serviceEndpoint"), a);
    return STR_NONE;
}

static enum err_code document_at(struct api *s, struct str did, struct str *url, struct err *e)
{
    struct str web = STR("did:web:"), plc = api_fact(s, "plc");
    if (str_starts(did, STR("did:plc:"))) {
        *url = arena_printf(s->a, STRF "/" STRF, STRA(plc.n ? plc : STR(PLC)), STRA(did));
        return ERR_OK;
    }
    struct str host = str_starts(did, web) ? str_after(did, web.n) : STR_NONE;
    if (host.n == 0 || str_chr(host, ':') >= 0 || str_chr(host, '%') >= 0)
        return err_set(e, ERR_UNSUPPORTED, "Tact does not know how to look up " STRF,
                       STRA(did));
    *url = arena_printf(s->a, "https://" STRF "/.well-known/did.json", STRA(host));
    return ERR_OK;
}

enum err_code bluesky__pds(struct api *s, struct str did, struct str *server, struct err *e)
{
    struct str url;
    struct json *doc = NULL;
    enum err_code rc = document_at(s, did, &url, e);
    if (rc == ERR_OK)
        rc = api_ask(s, &(struct api_ask){.url = url, .bare = true}, NULL, &doc, e);
    if (rc)
        return rc;
    *server = str_eq(json_get_str(doc, "id"), did) ? bluesky__pds_in(doc, s->a) : STR_NONE;
    return server->n ? ERR_OK
                     : err_set(e, ERR_NOT_FOUND,
                               "the directory does not say where " STRF " lives", STRA(did));
}
