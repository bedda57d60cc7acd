/* archives/bluesky_posts.c: posts with their facets and embeds, reposts, likes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/bluesky.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The page that shows a post; "" for what is none. */
static struct str page_of(struct str uri, struct arena *a)
{
    struct str did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey) ||
        !str_is(collection, "app.bsky.feed.post"))
        return STR_NONE;
    return arena_printf(a, "https://bsky.app/profile/" STRF "/post/" STRF, STRA(did),
                        STRA(rkey));
}

static struct str author_of(struct str uri)
{
    struct str did, collection, rkey;
    return bluesky_uri(uri, &did, &collection, &rkey) ? did : STR_NONE;
}

/* The last name of "app.bsky.embed.recordWithMedia". */
static bool is_type(const struct json *v, const char *end)
{
    return str_ends(json_get_str(v, "$type"), str_from(end));
}

static bool cuts_character(struct str text, int64_t at)
{
    return (size_t)at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80;
}

/* Where a facet lies: bytes of the text. False for one that ends before it begins, goes beyond
 * the text or cuts a character: the facet alone is dropped. */
static bool facet_span(struct str text, const struct json *facet, int64_t *from, int64_t *to)
{
    const struct json *index = json_get(facet, "index");
    *from = json_i64(json_get(index, "byteStart"), -1);
    *to = json_i64(json_get(index, "byteEnd"), -1);
    return *from >= 0 && *from < *to && *to <= (int64_t)text.n &&
           !cuts_character(text, *from) && !cuts_character(text, *to);
}

/* A link whose text is its address cut short ("example.org/a-rather…"). */
struct cut {
    int64_t from, to;
    struct str uri;
};

static bool is_cut(struct str shown, struct str uri)
{
    size_t tail = str_ends(shown, STR("…"))     ? sizeof "…" - 1
                  : str_ends(shown, STR("...")) ? 3
                                                : 0;
    struct str head = str_sub(shown, 0, shown.n - tail);
    return tail && head.n && str_find(uri, head) >= 0;
}

static int by_place(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* The text with those addresses whole; of two that overlap the first counts. */
static struct str put_whole(struct str text, struct cut *cut, size_t n, struct arena *a)
{
    struct buf b;
    int64_t at = 0;
    if (n == 0)
        return text;
    qsort(cut, n, sizeof *cut, by_place);
    buf_init(&b, LIMIT_POST_TEXT);
    for (size_t i = 0; i < n; i++) {
        if (cut[i].from < at)
            continue;
        buf_str(&b, str_sub(text, (size_t)at, (size_t)cut[i].from));
        buf_str(&b, cut[i].uri);
        at = cut[i].to;
    }
    buf_str(&b, str_after(text, (size_t)at));
    struct str out = utf8_clean(arena_str(a, buf_view(&b)), a);
    buf_free(&b);
    return out;
}

/* "@ana.example" where it stands for somebody's DID. */
static enum err_code mention(struct reading *r, struct bluesky *b, struct str did,
                             struct str shown, struct err *e)
{
    struct str handle = str_starts(shown, STR("@")) ? str_after(shown, 1) : STR_NONE;
    if (!bluesky_is_did(did))
        return ERR_OK;
    return bluesky__person(r, b, did, bluesky_is_handle(handle) ? handle : STR_NONE, e);
}

/* Pushes whom the text names, and gives it with its links whole; *link is the first. */
static enum err_code read_facets(struct reading *r, struct bluesky *b, const struct json *v,
                                 struct str *text, struct str *link, struct err *e)
{
    const struct json *facets = json_get(v, "facets");
    enum err_code rc = ERR_OK;
    size_t n = 0;
    if (!facets || facets->count == 0)
        return ERR_OK;
    struct cut *cut = ARENA_ARRAY(r->piece, struct cut, facets->count);
    for (const struct json *f = facets->first; f && rc == ERR_OK; f = f->next) {
        int64_t from, to;
        const struct json *features = json_get(f, "features");
        if (!facet_span(*text, f, &from, &to) || !features || !features->first)
            continue;
        struct str shown = str_sub(*text, (size_t)from, (size_t)to);
        struct str uri = json_get_str(features->first, "uri");
        if (link->n == 0)
            *link = uri;
        if (is_cut(shown, uri))
            cut[n++] = (struct cut){from, to, uri};
        rc = mention(r, b, json_get_str(features->first, "did"), shown, e);
    }
    *text = put_whole(*text, cut, n, r->piece);
    return rc;
}

/* Hashtags beside the text are shown below it. */
static struct str with_tags(struct str text, const struct json *tags, struct arena *a)
{
    struct buf b;
    if (!tags || !tags->first)
        return text;
    buf_init(&b, LIMIT_POST_TEXT);
    buf_str(&b, text);
    for (const struct json *t = tags->first; t; t = t->next)
        buf_printf(&b, "%s#" STRF,
                   t == tags->first && b.n ? "\n\n"
                   : b.n                   ? " "
                                           : "",
                   STRA(json_str(t)));
    struct str out = utf8_clean(arena_str(a, buf_view(&b)), a);
    buf_free(&b);
    return out;
}

/* What the author warns of: {"values": [{"val": "nudity"}]} */
static struct str warning(const struct json *labels, struct arena *a)
{
    const struct json *values = json_get(labels, "values");
    struct str out = STR_NONE;
    for (const struct json *l = values ? values->first : NULL; l; l = l->next) {
        struct str val = json_get_str(l, "val");
        if (out.n < KIB(4))
            out = arena_printf(a, STRF "%s" STRF, STRA(out), out.n ? ", " : "", STRA(val));
    }
    return out;
}

/* The post's own record of what is passed on: a quote. Lists and feeds are no posts. */
static struct str quoted(const struct json *embed)
{
    struct str uri = json_get_str(json_at(embed, "record/record"), "uri");
    if (uri.n == 0)
        uri = json_get_str(json_get(embed, "record"), "uri");
    return str_find(uri, STR("/app.bsky.feed.post/")) > 0 ? uri : STR_NONE;
}

/* The bytes of a blob are not in the repository; its CID names it wherever it is. */
static struct str blob_name(const struct json *blob)
{
    struct str link = json_get_str(json_get(blob, "ref"), "$link");
    return link.n ? link : json_get_str(blob, "cid");
}

static enum err_code put_blob(struct reading *r, struct str post, int position,
                              enum attachment_kind kind, const struct json *blob,
                              struct str alt, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    rec.as.attachment = (struct record_attachment){.post = post,
                                                   .position = position,
                                                   .kind = kind,
                                                   .uri = blob_name(blob),
                                                   .media_type = json_get_str(blob, "mimeType"),
                                                   .alt = alt};
    return reading_put(r, &rec, e);
}

static enum err_code put_link(struct reading *r, struct str post, const struct json *external,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    rec.as.attachment = (struct record_attachment){.post = post,
                                                   .kind = ATTACHMENT_LINK,
                                                   .uri = json_get_str(external, "uri"),
                                                   .alt = json_get_str(external, "description"),
                                                   .note = json_get_str(external, "title")};
    return reading_put(r, &rec, e);
}

static enum err_code put_embed(struct reading *r, struct str post, const struct json *embed,
                               struct err *e)
{
    const struct json *images = json_get(embed, "images");
    const struct json *external = json_get(embed, "external"),
                      *video = json_get(embed, "video");
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *i = images ? images->first : NULL; i && rc == ERR_OK; i = i->next)
        rc = put_blob(r, post, position++, ATTACHMENT_IMAGE, json_get(i, "image"),
                      json_get_str(i, "alt"), e);
    if (rc == ERR_OK && video)
        rc = put_blob(r, post, 0, ATTACHMENT_VIDEO, video, json_get_str(embed, "alt"), e);
    return rc == ERR_OK && external ? put_link(r, post, external, e) : rc;
}

/* Pictures, a video or a link, beside a quote or alone. */
static const struct json *media_of(const struct json *embed)
{
    return is_type(embed, "recordWithMedia") ? json_get(embed, "media") : embed;
}

enum err_code bluesky__post(struct reading *r, struct bluesky *b,
                            const struct bluesky_record *rec, struct err *e)
{
    const struct json *v = rec->v, *embed = json_get(v, "embed"), *media = media_of(embed);
    const struct json *langs = json_get(v, "langs"), *reply = json_get(v, "reply");
    struct str text = json_get_str(v, "text"), link = STR_NONE;
    enum err_code rc = read_facets(r, b, v, &text, &link, e);
    struct str external = json_get_str(json_get(media, "external"), "uri");
    struct str root = json_get_str(json_get(reply, "root"), "uri");
    struct record out = {.kind = RECORD_POST};
    struct record_post *p = &out.as.post;
    *p = (struct record_post){.key = rec->uri,
                              .own = true,
                              .at = rec->at,
                              .text = with_tags(text, json_get(v, "tags"), r->piece),
                              .summary = warning(json_get(v, "labels"), r->piece),
                              .url = page_of(rec->uri, r->piece),
                              .link = external.n ? external : link,
                              .language = langs ? json_str(langs->first) : STR_NONE,
                              .visibility = VISIBLE_PUBLIC,
                              .reply_to = json_get_str(json_get(reply, "parent"), "uri"),
                              .reshare_of = quoted(embed),
                              .thread = root.n ? root : rec->uri,
                              .likes = -1,
                              .reshares = -1};
    if (p->reply_to.n)
        p->kind = POST_REPLY;
    else if (p->reshare_of.n)
        p->kind = POST_RESHARE;
    struct str whom = author_of(p->reply_to);
    if (rc == ERR_OK && whom.n)
        rc = bluesky__person(r, b, whom, STR_NONE, e);
    rc = rc ? rc : reading_put(r, &out, e);
    return rc ? rc : put_embed(r, rec->uri, media, e);
}

enum err_code bluesky__repost(struct reading *r, struct bluesky *b,
                              const struct bluesky_record *rec, struct err *e)
{
    struct str uri = json_get_str(json_get(rec->v, "subject"), "uri");
    struct record out = {.kind = RECORD_POST};
    (void)b;
    if (author_of(uri).n == 0)
        return reading_unread(r, rec->uri, "a repost of nothing", e);
    out.as.post = (struct record_post){.key = rec->uri,
                                       .kind = POST_RESHARE,
                                       .own = true,
                                       .at = rec->at,
                                       .link = page_of(uri, r->piece),
                                       .visibility = VISIBLE_PUBLIC,
                                       .reshare_of = uri,
                                       .likes = -1,
                                       .reshares = -1};
    return reading_put(r, &out, e);
}

enum err_code bluesky__like(struct reading *r, struct bluesky *b,
                            const struct bluesky_record *rec, struct err *e)
{
    struct str uri = json_get_str(json_get(rec->v, "subject"), "uri");
    struct record out = {.kind = RECORD_REACTION};
    (void)b;
    if (author_of(uri).n == 0)
        return reading_unread(r, rec->uri, "a like of nothing", e);
    out.as.reaction = (struct record_reaction){.post = uri,
                                               .own = true,
                                               .kind = STR("like"),
                                               .at = rec->at,
                                               .url = page_of(uri, r->piece)};
    return reading_put(r, &out, e);
}
