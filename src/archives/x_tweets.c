/* archives/x_tweets.c: a post of X: its kind, its text, its pictures, whom it names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "text/html.h"

enum field {
    FIELD_ID,
    FIELD_CREATED,
    FIELD_TEXT,
    FIELD_LANG,
    FIELD_LIKES,
    FIELD_RESHARES,
    FIELD_REPLY_POST,
    FIELD_REPLY_ID,
    FIELD_REPLY_NAME,
    FIELD_ENTITIES,
    FIELD_EXTENDED,
    FIELD_EDIT,
    FIELD_RESHARED,
    FIELD_PLACE,
    FIELD_COMMUNITY,
    FIELD_DELETED,
    FIELD_COUNT
};

/* The weak counts only where the other is missing: numbers beside the same as a string. */
static const struct {
    struct str key;
    enum field field;
    bool weak;
} keys[] = {
    {STR_INIT("id_str"),                    FIELD_ID,         false},
    {STR_INIT("id"),                        FIELD_ID,         true },
    {STR_INIT("created_at"),                FIELD_CREATED,    false},
    {STR_INIT("full_text"),                 FIELD_TEXT,       false},
    {STR_INIT("text"),                      FIELD_TEXT,       true },
    {STR_INIT("lang"),                      FIELD_LANG,       false},
    {STR_INIT("favorite_count"),            FIELD_LIKES,      false},
    {STR_INIT("retweet_count"),             FIELD_RESHARES,   false},
    {STR_INIT("in_reply_to_status_id_str"), FIELD_REPLY_POST, false},
    {STR_INIT("in_reply_to_status_id"),     FIELD_REPLY_POST, true },
    {STR_INIT("in_reply_to_user_id_str"),   FIELD_REPLY_ID,   false},
    {STR_INIT("in_reply_to_user_id"),       FIELD_REPLY_ID,   true },
    {STR_INIT("in_reply_to_screen_name"),   FIELD_REPLY_NAME, false},
    {STR_INIT("entities"),                  FIELD_ENTITIES,   false},
    {STR_INIT("extended_entities"),         FIELD_EXTENDED,   false},
    {STR_INIT("edit_info"),                 FIELD_EDIT,       false},
    {STR_INIT("retweeted_status"),          FIELD_RESHARED,   false},
    {STR_INIT("place"),                     FIELD_PLACE,      false},
    {STR_INIT("community_id_str"),          FIELD_COMMUNITY,  false},
    {STR_INIT("community_id"),              FIELD_COMMUNITY,  true },
    {STR_INIT("deleted_at"),                FIELD_DELETED,    false},
};

static void read_fields(const struct json *v, const struct json *f[FIELD_COUNT])
{
    for (const struct json *m = v->first; m; m = m->next) {
        if (m->type == JSON_NULL)
            continue;
        for (size_t i = 0; i < COUNT_OF(keys); i++) {
            if (!str_eq(m->key, keys[i].key))
                continue;
            if (!keys[i].weak || !f[keys[i].field])
                f[keys[i].field] = m;
            break;
        }
    }
}

/* A post under way. */
struct tweet {
    struct reading *r;
    const struct json *f[FIELD_COUNT];
    const struct json *urls, *mentions, *media;
    struct str id;
    struct record_post post;
};

static enum err_code mentions(struct tweet *t, struct err *e)
{
    struct str key;
    enum err_code rc = ERR_OK;
    for (const struct json *m = t->mentions ? t->mentions->first : NULL; m && rc == ERR_OK;
         m = m->next) {
        struct str id = json_get_str(m, "id_str");
        rc = x__person(t->r, id.n ? id : json_get_str(m, "id"), json_get_str(m, "screen_name"),
                       json_get_str(m, "name"), &key, e);
    }
    if (rc == ERR_OK && (t->f[FIELD_REPLY_ID] || t->f[FIELD_REPLY_NAME]))
        rc = x__person(t->r, json_str(t->f[FIELD_REPLY_ID]), json_str(t->f[FIELD_REPLY_NAME]),
                       STR_NONE, &key, e);
    return rc;
}

/* The id in https://twitter.com/ana/status/123 (or x.com); "" for any other address. */
static struct str status_in(struct str url)
{
    ptrdiff_t at = str_find(url, STR("/status/"));
    struct str host = str_sub(url, 0, at < 0 ? 0 : (size_t)at);
    if (str_find(host, STR("://twitter.com/")) < 0 && str_find(host, STR("://x.com/")) < 0 &&
        str_find(host, STR("://mobile.twitter.com/")) < 0 &&
        str_find(host, STR("://www.twitter.com/")) < 0)
        return STR_NONE;
    struct str id = str_after(url, (size_t)at + sizeof "/status/" - 1);
    size_t n = 0;
    while (n < id.n && ascii_is_digit((unsigned char)id.p[n]))
        n++;
    return str_sub(id, 0, n);
}

/* A quote is but a link to the post: nothing else in the archive says it. */
static void read_links(struct tweet *t)
{
    struct record_post *p = &t->post;
    struct str quote = STR_NONE;
    for (const struct json *u = t->urls ? t->urls->first : NULL; u; u = u->next) {
        struct str to = json_get_str(u, "expanded_url"), id = status_in(to);
        if (id.n && p->reshare_of.n == 0) {
            p->reshare_of = id;
            quote = to;
        } else if (p->link.n == 0) {
            p->link = to;
        }
    }
    if (p->link.n == 0)
        p->link = quote;
}

static void read_kind(struct tweet *t, struct str text)
{
    struct record_post *p = &t->post;
    bool reshare = t->f[FIELD_RESHARED] || str_starts(text, STR("RT @"));
    p->reply_to = json_str(t->f[FIELD_REPLY_POST]);
    if (t->f[FIELD_RESHARED]) {
        struct str id = json_get_str(t->f[FIELD_RESHARED], "id_str");
        p->reshare_of = id.n ? id : json_get_str(t->f[FIELD_RESHARED], "id");
    }
    if (reshare)
        p->kind = POST_RESHARE;
    else if (t->f[FIELD_REPLY_POST] || t->f[FIELD_REPLY_ID] || t->f[FIELD_REPLY_NAME])
        p->kind = POST_REPLY;
    else
        p->kind = p->reshare_of.n ? POST_RESHARE : POST_POST;
}

/* Each edit is a post with its own id. The last is the post; the ones before it are kept as
 * deleted when it came, so that no timeline shows them. */
static void read_edits(struct tweet *t)
{
    const struct json *ids = json_at(t->f[FIELD_EDIT], "initial/editTweetIds");
    if (!ids)
        ids = json_at(t->f[FIELD_EDIT], "edit/editControlInitial/editTweetIds");
    if (!ids || ids->count < 2)
        return;
    struct str first = json_str(ids->first), last = STR_NONE;
    for (const struct json *i = ids->first; i; i = i->next)
        last = json_str(i);
    t->post.edited = x_time(last, STR_NONE);
    if (str_eq(last, t->id))
        t->post.at = x_time(first, STR_NONE);
    else
        t->post.deleted = t->post.edited;
}

static void read_where(struct tweet *t)
{
    const struct x *st = t->r->state;
    struct record_post *p = &t->post;
    const struct json *place = t->f[FIELD_PLACE];
    struct str full = json_get_str(place, "full_name");
    p->place = full.n ? full : json_get_str(place, "name");
    p->visibility = st->hidden ? VISIBLE_UNKNOWN : VISIBLE_PUBLIC;
    p->group = json_str(t->f[FIELD_COMMUNITY]);
    if (p->group.n == 0 && str_find(t->r->file_flat, STR("twittercircle")) >= 0)
        p->group = STR("Twitter Circle");
    if (p->group.n || str_find(t->r->file_flat, STR("communitytweet")) >= 0)
        p->visibility = VISIBLE_GROUP;
    p->url = st->handle.n ? arena_printf(t->r->piece, "https://x.com/" STRF "/status/" STRF,
                                         STRA(st->handle), STRA(t->id))
                          : x__join(t->r, STR("https://x.com/i/web/status/"), t->id);
}

/* The address of a film: of its MP4 variants the one with the most bits. */
static struct str best_variant(const struct json *media)
{
    const struct json *list = json_at(media, "video_info/variants");
    struct str best = STR_NONE;
    int64_t most = -1;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        int64_t rate = json_i64(json_get(v, "bitrate"), 0);
        if (rate > most && str_is(json_get_str(v, "content_type"), "video/mp4")) {
            most = rate;
            best = json_get_str(v, "url");
        }
    }
    return best;
}

/* Where the archive has the file: named after the post, for a reshare after the one it came
 * from; the folder's name changed over the years. Else the address on the web. */
static struct str media_uri(struct tweet *t, const struct json *media, struct str address)
{
    static const char *const folders[] = {"tweets_media", "tweet_media", "deleted_tweets_media",
                                          "community_tweet_media",
                                          "twitter_circle_tweet_media"};
    ptrdiff_t query = str_chr(address, '?');
    struct str file = str_sub(address, 0, query < 0 ? address.n : (size_t)query);
    const struct str owners[] = {t->id, json_get_str(media, "source_status_id_str"),
                                 json_get_str(media, "source_status_id")};
    file = str_after(file, (size_t)(str_rchr(file, '/') + 1));
    if (!t->r->container)
        return address;
    for (size_t k = 0; k < COUNT_OF(owners); k++) {
        for (size_t i = 0; owners[k].n && i < COUNT_OF(folders); i++) {
            struct str uri = arena_printf(t->r->piece, "data/%s/" STRF "-" STRF, folders[i],
                                          STRA(owners[k]), STRA(file));
            if (container_has(t->r->container, uri))
                return uri;
        }
    }
    return address;
}

static enum err_code put_media(struct tweet *t, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    at->post = t->post.key;
    for (const struct json *m = t->media ? t->media->first : NULL; m && rc == ERR_OK;
         m = m->next) {
        struct str type = json_get_str(m, "type"), address = best_variant(m);
        if (address.n == 0)
            address = json_get_str(m, "media_url_https");
        if (address.n == 0)
            address = json_get_str(m, "media_url");
        at->kind = str_is(type, "photo") || type.n == 0 ? ATTACHMENT_IMAGE : ATTACHMENT_VIDEO;
        at->uri = media_uri(t, m, address);
        at->alt = json_get_str(m, "ext_alt_text");
        rc = reading_put(t->r, &rec, e);
        at->position++;
    }
    return rc;
}

static enum err_code put_tweet(struct tweet *t, struct err *e)
{
    struct x *st = t->r->state;
    struct record_post *p = &t->post;
    struct str raw = json_str(t->f[FIELD_TEXT]);
    *p = (struct record_post){.key = t->id,
                              .own = true,
                              .at = x_time(t->id, json_str(t->f[FIELD_CREATED])),
                              .language = json_str(t->f[FIELD_LANG]),
                              .likes = json_i64(t->f[FIELD_LIKES], -1),
                              .reshares = json_i64(t->f[FIELD_RESHARES], -1)};
    if (str_is(p->language, "und"))
        p->language = STR_NONE;
    if (t->f[FIELD_DELETED])
        p->deleted = when_parse(json_str(t->f[FIELD_DELETED]));
    read_links(t);
    read_kind(t, raw);
    const struct x_note *note =
        st->n_notes ? x__note_for(st, t->id, html_unescape(raw, t->r->piece), p->at.ms) : NULL;
    p->text = note ? note->text : x__text(t->r, raw, t->urls, t->media);
    read_edits(t);
    read_where(t);
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = *p;
    enum err_code rc = mentions(t, e);
    rc = rc ? rc : reading_put(t->r, &rec, e);
    return rc ? rc : put_media(t, e);
}

enum err_code x__tweet(struct reading *r, const struct json *v, struct err *e)
{
    struct tweet t = {.r = r};
    read_fields(v, t.f);
    t.id = json_str(t.f[FIELD_ID]);
    if (t.id.n == 0)
        return ERR_OK; /* the header of a deleted post */
    const struct json *en = t.f[FIELD_ENTITIES];
    t.urls = json_get(en, "urls");
    t.mentions = json_get(en, "user_mentions");
    t.media = json_get(t.f[FIELD_EXTENDED], "media");
    if (!t.media)
        t.media = json_get(en, "media");
    return put_tweet(&t, e);
}
