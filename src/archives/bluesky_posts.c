/* archives/bluesky_posts.c: posts with whom they name and what is attached, reposts, likes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/bluesky.h"

/* "@ana.example" where it stands for somebody's DID. */
static enum err_code mention(struct reading *r, struct bluesky *b, struct str did,
                             struct str shown, struct err *e)
{
    struct str handle = str_starts(shown, STR("@")) ? str_after(shown, 1) : STR_NONE;
    if (!bluesky_is_did(did))
        return ERR_OK;
    return bluesky__person(r, b, did, bluesky_is_handle(handle) ? handle : STR_NONE, e);
}

static enum err_code mentions(struct reading *r, struct bluesky *b, const struct json *v,
                              struct err *e)
{
    const struct json *facets = json_get(v, "facets");
    struct str text = json_get_str(v, "text");
    struct bluesky_facet f;
    enum err_code rc = ERR_OK;
    for (const struct json *i = facets ? facets->first : NULL; i && rc == ERR_OK; i = i->next)
        if (bluesky_facet(text, i, &f))
            rc = mention(r, b, f.did, f.shown, e);
    return rc;
}

static enum err_code put_blob(struct reading *r, struct str post, int position,
                              enum attachment_kind kind, const struct json *blob,
                              struct str alt, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    rec.as.attachment = (struct record_attachment){.post = post,
                                                   .position = position,
                                                   .kind = kind,
                                                   .uri = bluesky_blob(blob),
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

enum err_code bluesky__post(struct reading *r, struct bluesky *b,
                            const struct bluesky_record *rec, struct err *e)
{
    struct record out = {.kind = RECORD_POST};
    struct record_post *p = &out.as.post;
    enum err_code rc = mentions(r, b, rec->v, e);
    bluesky_post_read(rec->v, rec->uri, r->piece, p);
    p->own = true;
    p->at = rec->at;
    struct str whom = bluesky_author(p->reply_to);
    if (rc == ERR_OK && whom.n)
        rc = bluesky__person(r, b, whom, STR_NONE, e);
    rc = rc ? rc : reading_put(r, &out, e);
    return rc ? rc : put_embed(r, rec->uri, bluesky_media(json_get(rec->v, "embed")), e);
}

enum err_code bluesky__repost(struct reading *r, struct bluesky *b,
                              const struct bluesky_record *rec, struct err *e)
{
    struct str uri = json_get_str(json_get(rec->v, "subject"), "uri");
    struct record out = {.kind = RECORD_POST};
    (void)b;
    if (bluesky_author(uri).n == 0)
        return reading_unread(r, rec->uri, "a repost of nothing", e);
    out.as.post = (struct record_post){.key = rec->uri,
                                       .kind = POST_RESHARE,
                                       .own = true,
                                       .at = rec->at,
                                       .link = bluesky_page(uri, r->piece),
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
    if (bluesky_author(uri).n == 0)
        return reading_unread(r, rec->uri, "a like of nothing", e);
    out.as.reaction = (struct record_reaction){.post = uri,
                                               .own = true,
                                               .kind = STR("like"),
                                               .at = rec->at,
                                               .url = bluesky_page(uri, r->piece)};
    return reading_put(r, &out, e);
}
