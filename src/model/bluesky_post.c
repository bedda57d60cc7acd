/* model/bluesky_post.c: what a record of a Bluesky post says, as the owner's archive and the API have it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bluesky.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <stdlib.h>

struct str bluesky_page(struct str uri, struct arena *a)
{
    struct str did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey) ||
        !str_is(collection, "app.bsky.feed.post"))
        return STR_NONE;
    return arena_printf(a, "https://bsky.app/profile/" STRF "/post/" STRF, STRA(did),
                        STRA(rkey));
}

struct str bluesky_author(struct str uri)
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

bool bluesky_facet(struct str text, const struct json *facet, struct bluesky_facet *out)
{
    const struct json *features = json_get(facet, "features");
    int64_t from, to;
    if (!facet_span(text, facet, &from, &to) || !features || !features->first)
        return false;
    *out = (struct bluesky_facet){.from = from,
                                  .to = to,
                                  .shown = str_sub(text, (size_t)from, (size_t)to),
                                  .uri = json_get_str(features->first, "uri"),
                                  .did = json_get_str(features->first, "did")};
    return true;
}

/* The text with its links whole; *link is the first. */
static struct str with_links(const struct json *v, struct str text, struct str *link,
                             struct arena *a)
{
    const struct json *facets = json_get(v, "facets");
    struct bluesky_facet f;
    size_t n = 0;
    if (!facets || facets->count == 0)
        return text;
    struct cut *cut = ARENA_ARRAY(a, struct cut, facets->count);
    for (const struct json *i = facets->first; i; i = i->next) {
        if (!bluesky_facet(text, i, &f))
            continue;
        if (link->n == 0)
            *link = f.uri;
        if (is_cut(f.shown, f.uri))
            cut[n++] = (struct cut){f.from, f.to, f.uri};
    }
    return put_whole(text, cut, n, a);
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

struct str bluesky_blob(const struct json *blob)
{
    struct str link = json_get_str(json_get(blob, "ref"), "$link");
    return link.n ? link : json_get_str(blob, "cid");
}

const struct json *bluesky_media(const struct json *embed)
{
    return is_type(embed, "recordWithMedia") ? json_get(embed, "media") : embed;
}

void bluesky_post_read(const struct json *v, struct str uri, struct arena *a,
                       struct record_post *p)
{
    const struct json *embed = json_get(v, "embed"), *langs = json_get(v, "langs");
    const struct json *reply = json_get(v, "reply");
    struct str link = STR_NONE, text = with_links(v, json_get_str(v, "text"), &link, a);
    struct str external = json_get_str(json_get(bluesky_media(embed), "external"), "uri");
    struct str root = json_get_str(json_get(reply, "root"), "uri");
    *p = (struct record_post){.key = uri,
                              .text = with_tags(text, json_get(v, "tags"), a),
                              .summary = warning(json_get(v, "labels"), a),
                              .url = bluesky_page(uri, a),
                              .link = external.n ? external : link,
                              .language = langs ? json_str(langs->first) : STR_NONE,
                              .visibility = VISIBLE_PUBLIC,
                              .reply_to = json_get_str(json_get(reply, "parent"), "uri"),
                              .reshare_of = quoted(embed),
                              .thread = root.n ? root : uri,
                              .likes = -1,
                              .reshares = -1};
    if (p->reply_to.n)
        p->kind = POST_REPLY;
    else if (p->reshare_of.n)
        p->kind = POST_RESHARE;
}
