/* networks/linkedin_write.c: publishing on LinkedIn: posts, comments, pictures. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/linkedin.h"

#include "core/limits.h"
#include "networks/same.h"

/* LinkedIn knows no keys of ours. It refuses the same words twice within minutes, and then says which
 * post has them already: that is how a member's publication is found (FORMATS.md 19, 28). */

enum {
    FIND_MOST = 50 /* posts that are looked through */
};

static struct str url_of(struct api *s, struct str urn)
{
    return arena_printf(s->a, "https://www.linkedin.com/feed/update/" STRF, STRA(urn));
}

static void published_of(struct api *s, struct str urn, struct published *out)
{
    *out = (struct published){.key = urn, .remote = urn, .url = url_of(s, urn)};
}

static bool is_taken(const struct outgoing *p, struct str key)
{
    for (size_t i = 0; i < p->takens; i++)
        if (str_eq(p->taken[i], key))
            return true;
    return false;
}

/* Pictures ------------------------------------------------------------------------------------ */

/* The address of an upload is another host of theirs, which wants the token as well. */
static enum err_code put_bytes(struct api *s, struct str url, const struct outgoing_media *m,
                               struct err *e)
{
    struct str origin = http_origin(url, s->a);
    bool theirs = str_starts(origin, STR("https://")) && str_ends(origin, STR(".linkedin.com"));
    bool mine = str_eq(origin, http_origin(s->server, s->a)); /* signed as all others */
    const struct http_header bearer = {
        STR("Authorization"), arena_printf(s->a, "Bearer " STRF, STRA(s->secret.access))};
    if (!theirs && !mine)
        return err_set(e, ERR_PARSE, STRF " names a stranger for the picture",
                       STRA(api_whom(s)));
    return api_ask(s,
                   &(struct api_ask){.method = "PUT",
                                     .url = url,
                                     .body = m->bytes,
                                     .type = arena_cstr(s->a, m->media_type),
                                     .header = &bearer,
                                     .headers = mine ? 0 : 1},
                   NULL, NULL, e);
}

/* What no post has is forgotten, so this may be tried again. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *urn,
                            struct err *e)
{
    struct buf body;
    struct json_out o;
    struct json *j = NULL;
    buf_init(&body, KIB(4));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_key(&o, "initializeUploadRequest");
    json_out_open(&o, '{');
    json_out_kstr(&o, "owner", s->remote);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = STR("/rest/images?action=initializeUpload"),
                                  .body = buf_view(&body),
                                  .type = "application/json"},
                NULL, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    const struct json *value = json_get(j, "value");
    struct str url = json_get_str(value, "uploadUrl");
    *urn = json_get_str(value, "image");
    if (url.n == 0 || urn->n == 0)
        return err_set(e, ERR_UNAVAILABLE, STRF " did not say where a picture goes",
                       STRA(api_whom(s)));
    return put_bytes(s, url, m, e);
}

/* Posts --------------------------------------------------------------------------------------- */

static void put_picture(struct json_out *o, struct str urn, struct str alt)
{
    json_out_open(o, '{');
    json_out_kstr(o, "id", urn);
    if (alt.n)
        json_out_kstr(o, "altText", alt);
    json_out_close(o, '}');
}

static void put_content(struct json_out *o, const struct outgoing *p, const struct str *urn)
{
    if (p->medias == 0 && p->link.n == 0)
        return;
    json_out_key(o, "content");
    json_out_open(o, '{');
    if (p->medias == 1) {
        json_out_key(o, "media");
        put_picture(o, urn[0], p->media[0].alt);
    } else if (p->medias) {
        json_out_key(o, "multiImage");
        json_out_open(o, '{');
        json_out_key(o, "images");
        json_out_open(o, '[');
        for (size_t i = 0; i < p->medias; i++)
            put_picture(o, urn[i], p->media[i].alt);
        json_out_close(o, ']');
        json_out_close(o, '}');
    } else {
        json_out_key(o, "article");
        json_out_open(o, '{');
        json_out_kstr(o, "source", p->link);
        json_out_kstr(o, "title", p->link_title.n ? p->link_title : p->link);
        if (p->link_says.n)
            json_out_kstr(o, "description", p->link_says);
        json_out_close(o, '}');
    }
    json_out_close(o, '}');
}

static void put_nothing(struct json_out *o, const char *name)
{
    json_out_key(o, name);
    json_out_open(o, '[');
    json_out_close(o, ']');
}

static void put_post(struct json_out *o, struct api *s, const struct outgoing *p,
                     const struct str *urn)
{
    const struct network_visibility *w = s->row->visibility;
    while (w->word && w->visibility != p->visibility)
        w++;
    json_out_open(o, '{');
    json_out_kstr(o, "author", s->remote);
    json_out_kstr(o, "commentary", linkedin__little(p->text, p->mention, p->mentions, s->a));
    json_out_kstr(o, "visibility", str_from(w->word ? w->word : s->row->visibility->word));
    json_out_key(o, "distribution");
    json_out_open(o, '{');
    json_out_kstr(o, "feedDistribution", STR("MAIN_FEED"));
    put_nothing(o, "targetEntities");
    put_nothing(o, "thirdPartyDistributionChannels");
    json_out_close(o, '}');
    put_content(o, p, urn);
    json_out_kstr(o, "lifecycleState", STR("PUBLISHED"));
    json_out_key(o, "isReshareDisabledByAuthor");
    json_out_bool(o, false);
    json_out_close(o, '}');
}

/* The same words were posted a moment ago: by an earlier try of this one, unless another publication
 * is that post. */
static enum err_code duplicate(struct api *s, const struct outgoing *p,
                               const struct http_answer *w, enum err_code rc,
                               struct published *out, struct err *e)
{
    struct str urn = linkedin__urn_in(w->body);
    bool said = str_find(w->body, STR("DUPLICATE_POST")) >= 0 ||
                str_find(w->body, STR("duplicate of urn:li:")) >= 0;
    if (!said || (rc != ERR_INVALID && rc != ERR_CONFLICT))
        return rc;
    if (urn.n == 0 || is_taken(p, urn))
        return err_set(e, ERR_CONFLICT, "LinkedIn says it has that text already");
    published_of(s, arena_str(s->a, urn), out);
    return ERR_OK;
}

static enum err_code comment(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e)
{
    struct buf body;
    struct json_out o;
    struct json *j = NULL;
    struct str post = linkedin__urn_in(p->reply_to.key);
    bool nested = str_starts(p->reply_to.key, STR("urn:li:comment:"));
    if (p->medias)
        return err_set(e, ERR_INVALID, "a comment on LinkedIn takes no pictures from Tact");
    buf_init(&body, KIB(64));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "actor", s->remote);
    json_out_kstr(&o, "object", post);
    if (nested)
        json_out_kstr(&o, "parentComment", p->reply_to.key);
    json_out_key(&o, "message");
    json_out_open(&o, '{');
    json_out_kstr(&o, "text", p->text);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    struct str url =
        arena_printf(s->a, "/rest/socialActions/" STRF "/comments",
                     STRA(linkedin__escape(nested ? p->reply_to.key : post, s->a)));
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = url,
                                                 .body = buf_view(&body),
                                                 .type = "application/json",
                                                 .changes = true},
                               NULL, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    struct str urn = json_get_str(j, "commentUrn");
    if (urn.n == 0)
        return err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                       STRA(api_whom(s)));
    *out = (struct published){.key = urn,
                              .remote = urn,
                              .url = arena_printf(s->a, STRF "?commentUrn=" STRF,
                                                  STRA(url_of(s, post)),
                                                  STRA(linkedin__escape(urn, s->a)))};
    return ERR_OK;
}

enum err_code linkedin__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e)
{
    struct str *urn = ARENA_ARRAY(s->a, struct str, p->medias + 1);
    struct http_answer w = {0};
    struct buf body;
    struct json_out o;
    enum err_code rc = ERR_OK;
    if (p->reply_to.key.n && linkedin__urn_in(p->reply_to.key).n == 0)
        return err_set(e, ERR_INVALID, "that is no post of LinkedIn that can be answered");
    if (p->reply_to.key.n)
        return comment(s, p, out, e);
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++)
        rc = upload(s, &p->media[i], &urn[i], e);
    if (rc)
        return rc;
    buf_init(&body, MIB(1));
    json_out_init(&o, &body);
    put_post(&o, s, p, urn);
    rc = api_ask(s,
                 &(struct api_ask){.method = "POST",
                                   .url = STR("/rest/posts"),
                                   .body = buf_view(&body),
                                   .type = "application/json",
                                   .changes = true},
                 &w, NULL, e);
    buf_free(&body);
    if (rc)
        return duplicate(s, p, &w, rc, out, e);
    struct str id = http_header(&w, "x-restli-id");
    if (id.n == 0)
        id = http_header(&w, "x-linkedin-id");
    if (id.n == 0)
        return err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                       STRA(api_whom(s)));
    published_of(s, id, out);
    return ERR_OK;
}

/* Pages only: their posts can be read. */
enum err_code linkedin__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e)
{
    static const struct http_header finder = {STR_INIT("X-RestLi-Method"), STR_INIT("FINDER")};
    struct json *j = NULL;
    struct str url = arena_printf(
        s->a, "/rest/posts?author=" STRF "&q=author&count=%d&start=0&sortBy=CREATED",
        STRA(linkedin__escape(s->remote, s->a)), FIND_MOST);
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = url, .header = &finder, .headers = 1}, NULL, &j, e);
    const struct json *list = rc ? NULL : json_get(j, "elements");
    int64_t oldest = INT64_MAX;
    int n = 0;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        struct str urn = json_get_str(v, "id");
        struct when at = when_ms(json_i64(json_get(v, "createdAt"), 0));
        oldest = at.ms;
        n++;
        if (!same_post(p, urn, linkedin__plain(json_get_str(v, "commentary"), s->a), at, s->a))
            continue;
        published_of(s, urn, out);
        return ERR_OK;
    }
    return rc ? rc : same_missing(s, p, oldest, n >= FIND_MOST, e);
}

/* The words alone can be changed. */
enum err_code linkedin__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e)
{
    static const struct http_header method = {STR_INIT("X-RestLi-Method"),
                                              STR_INIT("PARTIAL_UPDATE")};
    struct buf body;
    struct json_out o;
    buf_init(&body, MIB(1));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_key(&o, "patch");
    json_out_open(&o, '{');
    json_out_key(&o, "$set");
    json_out_open(&o, '{');
    json_out_kstr(&o, "commentary", linkedin__little(p->text, p->mention, p->mentions, s->a));
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    enum err_code rc = api_ask(
        s,
        &(struct api_ask){.method = "POST",
                          .url = arena_printf(s->a, "/rest/posts/" STRF,
                                              STRA(linkedin__escape(what->remote, s->a))),
                          .body = buf_view(&body),
                          .type = "application/json",
                          .header = &method,
                          .headers = 1},
        NULL, NULL, e);
    buf_free(&body);
    return rc;
}

/* "urn:li:comment:(urn:li:activity:1,2)": under the post, by its number. */
static struct str comment_url(struct api *s, struct str urn)
{
    struct str post = linkedin__urn_in(urn);
    ptrdiff_t comma = str_rchr(urn, ',');
    struct str id = str_after(urn, (size_t)(comma + 1));
    if (str_ends(id, STR(")")))
        id.n--;
    return arena_printf(s->a, "/rest/socialActions/" STRF "/comments/" STRF "?actor=" STRF,
                        STRA(linkedin__escape(post, s->a)), STRA(id),
                        STRA(linkedin__escape(s->remote, s->a)));
}

enum err_code linkedin__drop(struct api *s, const struct published *what, struct err *e)
{
    static const struct http_header method = {STR_INIT("X-RestLi-Method"), STR_INIT("DELETE")};
    struct str url = str_starts(what->remote, STR("urn:li:comment:"))
                         ? comment_url(s, what->remote)
                         : arena_printf(s->a, "/rest/posts/" STRF,
                                        STRA(linkedin__escape(what->remote, s->a)));
    enum err_code rc = api_ask(
        s, &(struct api_ask){.method = "DELETE", .url = url, .header = &method, .headers = 1},
        NULL, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
