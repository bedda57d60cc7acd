/* networks/bluesky_write.c: publishing on Bluesky: a record under a key that the publication itself gives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/limits.h"

/* The record's key is made of when the publication was first tried and of its own key, so whoever asks
 * twice asks for the same record, and whether it arrived is one question (FORMATS.md 18). */

static struct str uri_of(struct api *s, const struct outgoing *p)
{
    return arena_printf(s->a, "at://" STRF "/" BLUESKY_POST "/" STRF, STRA(s->remote),
                        STRA(bluesky__tid(p->at_ms, p->key, s->a)));
}

static void published_of(struct api *s, struct str uri, struct published *out)
{
    *out = (struct published){.key = uri, .remote = uri, .url = bluesky_page(uri, s->a)};
}

struct ref {
    struct str uri, cid;
};

static struct ref ref_of(const struct json *v)
{
    return (struct ref){json_get_str(v, "uri"), json_get_str(v, "cid")};
}

/* A post is answered with its own address and that of what began the thread, each with the hash of
 * what stands there; the answered post says the latter itself. */
static enum err_code refs(struct api *s, const struct outgoing *p, struct ref *parent,
                          struct ref *root, struct err *e)
{
    struct json *j = NULL;
    struct err ignored;
    struct str url = arena_printf(s->a, "/xrpc/app.bsky.feed.getPosts?uris=" STRF,
                                  STRA(bluesky__escape(p->reply_to.key, s->a)));
    const struct json *record = NULL, *v = NULL;
    if (p->reply_to.key.n == 0)
        return ERR_OK;
    if (api_get(s, url, &j, &ignored) == ERR_OK) {
        v = json_at(j, "posts/[]");
        record = json_get(v, "record");
    }
    if (!v) { /* no app view, or one that is late */
        enum err_code rc = bluesky__record(s, p->reply_to.key, &j, e);
        if (rc == ERR_NOT_FOUND)
            return err_set(e, rc, "the post that this answers is not there any more");
        if (rc)
            return rc;
        v = j;
        record = json_get(j, "value");
    }
    *parent = ref_of(v);
    const struct json *first = json_at(record, "reply/root");
    *root = first ? ref_of(first) : *parent;
    return parent->cid.n && root->cid.n
               ? ERR_OK
               : err_set(e, ERR_NOT_FOUND, "the post that this answers is not there any more");
}

/* What nobody refers to is dropped there after a while, so this may be tried again. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *blob,
                            struct err *e)
{
    struct http_answer w;
    struct json *j = NULL;
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = STR("/xrpc/com.atproto.repo.uploadBlob"),
                                  .body = m->bytes,
                                  .type = arena_cstr(s->a, m->media_type)},
                &w, &j, e);
    if (rc)
        return rc;
    const struct json *ref = json_get(j, "blob");
    *blob = json_str(json_at(ref, "ref/$link"));
    return blob->n ? ERR_OK
                   : err_set(e, ERR_PARSE, STRF " took a picture without naming it",
                             STRA(api_whom(s)));
}

static void put_ref(struct json_out *o, const char *name, const struct ref *r)
{
    json_out_key(o, name);
    json_out_open(o, '{');
    json_out_kstr(o, "uri", r->uri);
    json_out_kstr(o, "cid", r->cid);
    json_out_close(o, '}');
}

static void put_facets(struct json_out *o, const struct facet *f, size_t n)
{
    static const struct {
        const char *type, *member;
    } kinds[] = {
        [FACET_LINK] = {"app.bsky.richtext.facet#link",    "uri"},
        [FACET_MENTION] = {"app.bsky.richtext.facet#mention", "did"},
        [FACET_TAG] = {"app.bsky.richtext.facet#tag",     "tag"},
    };
    if (n == 0)
        return;
    json_out_key(o, "facets");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_key(o, "index");
        json_out_open(o, '{');
        json_out_ki64(o, "byteStart", (int64_t)f[i].from);
        json_out_ki64(o, "byteEnd", (int64_t)f[i].to);
        json_out_close(o, '}');
        json_out_key(o, "features");
        json_out_open(o, '[');
        json_out_open(o, '{');
        json_out_kstr(o, "$type", str_from(kinds[f[i].kind].type));
        json_out_kstr(o, kinds[f[i].kind].member, f[i].value);
        json_out_close(o, '}');
        json_out_close(o, ']');
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_image(struct json_out *o, const struct outgoing_media *m, struct str blob)
{
    int64_t width, height;
    json_out_open(o, '{');
    json_out_kstr(o, "alt", m->alt);
    json_out_key(o, "image");
    json_out_open(o, '{');
    json_out_kstr(o, "$type", STR("blob"));
    json_out_key(o, "ref");
    json_out_open(o, '{');
    json_out_kstr(o, "$link", blob);
    json_out_close(o, '}');
    json_out_kstr(o, "mimeType", m->media_type);
    json_out_ki64(o, "size", (int64_t)m->bytes.n);
    json_out_close(o, '}');
    if (bluesky__picture_size(m->bytes, &width, &height)) {
        json_out_key(o, "aspectRatio");
        json_out_open(o, '{');
        json_out_ki64(o, "width", width);
        json_out_ki64(o, "height", height);
        json_out_close(o, '}');
    }
    json_out_close(o, '}');
}

static void put_embed(struct json_out *o, const struct outgoing *p, const struct str *blob)
{
    if (p->medias == 0 && p->link.n == 0)
        return;
    json_out_key(o, "embed");
    json_out_open(o, '{');
    if (p->medias) {
        json_out_kstr(o, "$type", STR("app.bsky.embed.images"));
        json_out_key(o, "images");
        json_out_open(o, '[');
        for (size_t i = 0; i < p->medias; i++)
            put_image(o, &p->media[i], blob[i]);
        json_out_close(o, ']');
    } else {
        json_out_kstr(o, "$type", STR("app.bsky.embed.external"));
        json_out_key(o, "external");
        json_out_open(o, '{');
        json_out_kstr(o, "uri", p->link);
        json_out_kstr(o, "title", p->link_title);
        json_out_kstr(o, "description", p->link_says);
        json_out_close(o, '}');
    }
    json_out_close(o, '}');
}

/* Those whose DID is not known yet are looked up; who can't be found stays plain text. */
static enum err_code mentioned(struct api *s, const struct outgoing *p,
                               struct outgoing_mention *m, struct err *e)
{
    for (size_t i = 0; i < p->mentions; i++) {
        m[i] = p->mention[i];
        struct str shown = str_sub(p->text, m[i].from, m[i].to);
        if (bluesky_is_did(m[i].remote))
            continue;
        enum err_code rc = bluesky__resolve(s, shown, &m[i].remote, e);
        if (rc == ERR_UNAVAILABLE || rc == ERR_RATE_LIMITED)
            return rc;
        if (rc)
            m[i].remote = STR_NONE;
    }
    return ERR_OK;
}

/* What a post refers to. */
struct around {
    const struct facet *facet;
    size_t facets;
    const struct str *blob;
    struct ref parent, root;
};

static void put_post(struct json_out *o, const struct outgoing *p, const struct around *w)
{
    struct buf at;
    buf_init(&at, 64);
    time_put_iso(&at, p->at_ms);
    json_out_open(o, '{');
    json_out_kstr(o, "$type", STR(BLUESKY_POST));
    json_out_kstr(o, "text", p->text);
    json_out_kstr(o, "createdAt", buf_view(&at));
    buf_free(&at);
    if (p->language.n) {
        json_out_key(o, "langs");
        json_out_open(o, '[');
        json_out_str(o, p->language);
        json_out_close(o, ']');
    }
    put_facets(o, w->facet, w->facets);
    if (w->parent.cid.n) {
        json_out_key(o, "reply");
        json_out_open(o, '{');
        put_ref(o, "root", &w->root);
        put_ref(o, "parent", &w->parent);
        json_out_close(o, '}');
    }
    put_embed(o, p, w->blob);
    json_out_close(o, '}');
}

/* The request of com.atproto.repo.createRecord. */
static void put_alone(struct json_out *o, struct api *s, const struct outgoing *p,
                      const struct around *w)
{
    json_out_open(o, '{');
    json_out_kstr(o, "repo", s->remote);
    json_out_kstr(o, "collection", STR(BLUESKY_POST));
    json_out_kstr(o, "rkey", bluesky__tid(p->at_ms, p->key, s->a));
    json_out_key(o, "record");
    put_post(o, p, w);
    json_out_close(o, '}');
}

static void begin_write(struct json_out *o, struct api *s, const struct outgoing *p,
                        const char *collection)
{
    json_out_open(o, '{');
    json_out_kstr(o, "$type", STR("com.atproto.repo.applyWrites#create"));
    json_out_kstr(o, "collection", str_from(collection));
    json_out_kstr(o, "rkey", bluesky__tid(p->at_ms, p->key, s->a));
    json_out_key(o, "value");
}

/* The request of com.atproto.repo.applyWrites: the post and who may answer it, both or neither. */
static void put_gated(struct json_out *o, struct api *s, const struct outgoing *p,
                      const struct around *w)
{
    json_out_open(o, '{');
    json_out_kstr(o, "repo", s->remote);
    json_out_key(o, "writes");
    json_out_open(o, '[');
    begin_write(o, s, p, BLUESKY_POST);
    put_post(o, p, w);
    json_out_close(o, '}');
    begin_write(o, s, p, BLUESKY_GATE);
    bluesky__put_gate(o, s, p, uri_of(s, p));
    json_out_close(o, '}');
    json_out_close(o, ']');
    json_out_close(o, '}');
}

/* The post under that key is there already; so must be who may answer it, else it stays in doubt. */
static enum err_code found(struct api *s, const struct outgoing *p, struct published *out,
                           struct err *e)
{
    struct json *j = NULL;
    struct str uri = uri_of(s, p);
    enum err_code rc = bluesky__record(s, uri, &j, e);
    if (rc)
        return rc;
    published_of(s, uri, out);
    rc = bluesky__see_to_gate(s, p, uri, e);
    if (rc == ERR_OK || rc == ERR_UNAVAILABLE || rc == ERR_RATE_LIMITED)
        return rc;
    struct str why = arena_str(s->a, str_from(e->msg));
    return err_set(e, ERR_UNCERTAIN,
                   "the post is there, but who may answer it could not be said: " STRF,
                   STRA(why));
}

static enum err_code create(struct api *s, const struct outgoing *p, struct str body,
                            struct published *out, struct err *e)
{
    struct json *j = NULL;
    struct err other = {.code = ERR_OK};
    bool gated = bluesky__gated(p);
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = gated ? STR("/xrpc/com.atproto.repo.applyWrites")
                                               : STR("/xrpc/com.atproto.repo.createRecord"),
                                  .body = body,
                                  .type = "application/json",
                                  .changes = true},
                NULL, &j, e);
    if (rc == ERR_OK) {
        struct str uri =
            gated ? json_str(json_at(j, "results/[]/uri")) : json_get_str(j, "uri");
        published_of(s, uri.n ? uri : uri_of(s, p), out);
        return ERR_OK;
    }
    /* a key that is taken is refused in words that differ by server: it is taken by this one */
    bool maybe = rc == ERR_INVALID || rc == ERR_CONFLICT || rc == ERR_UNCERTAIN;
    enum err_code there = maybe ? found(s, p, out, &other) : ERR_NOT_FOUND;
    if (there == ERR_OK)
        return ERR_OK;
    if (out->key.n == 0) /* nothing is there, as far as one can tell */
        return rc;
    return err_set(e, ERR_UNCERTAIN, "%s", other.msg);
}

enum err_code bluesky__publish(struct api *s, const struct outgoing *p, struct published *out,
                               struct err *e)
{
    struct str *blob = ARENA_ARRAY(s->a, struct str, p->medias + 1);
    struct outgoing_mention *m = ARENA_ARRAY(s->a, struct outgoing_mention, p->mentions + 1);
    struct around w = {.blob = blob};
    struct buf body;
    struct json_out o;
    enum err_code rc = refs(s, p, &w.parent, &w.root, e);
    if (rc == ERR_OK)
        rc = mentioned(s, p, m, e);
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++)
        rc = upload(s, &p->media[i], &blob[i], e);
    if (rc)
        return rc;
    w.facet = bluesky__facets(p->text, m, p->mentions, s->a, &w.facets);
    buf_init(&body, MIB(1)); /* a record has a megabyte at most */
    json_out_init(&o, &body);
    if (bluesky__gated(p))
        put_gated(&o, s, p, &w);
    else
        put_alone(&o, s, p, &w);
    *out = (struct published){0};
    rc = body.over ? err_set(e, ERR_LIMIT, "the post is longer than Bluesky takes")
                   : create(s, p, buf_view(&body), out, e);
    buf_free(&body);
    return rc;
}

enum err_code bluesky__find(struct api *s, const struct outgoing *p, struct published *out,
                            struct err *e)
{
    return found(s, p, out, e);
}

static enum err_code drop_record(struct api *s, struct str collection, struct str rkey,
                                 struct err *e)
{
    struct buf body;
    struct json_out o;
    buf_init(&body, KIB(8));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "repo", s->remote);
    json_out_kstr(&o, "collection", collection);
    json_out_kstr(&o, "rkey", rkey);
    json_out_close(&o, '}');
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = STR("/xrpc/com.atproto.repo.deleteRecord"),
                                  .body = buf_view(&body),
                                  .type = "application/json"},
                NULL, NULL, e);
    buf_free(&body);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}

/* Deleting what is not there is a success there too. First the post: the other way round everybody could
 * answer it for a moment. */
enum err_code bluesky__drop(struct api *s, const struct published *what, struct err *e)
{
    struct str uri = what->remote.n ? what->remote : what->key, did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey) || !str_eq(did, s->remote))
        return err_set(e, ERR_INVALID, "that is no post of this account");
    enum err_code rc = drop_record(s, collection, rkey, e);
    return rc || !str_is(collection, BLUESKY_POST) ? rc
                                                   : drop_record(s, STR(BLUESKY_GATE), rkey, e);
}
