/* networks/facebook_write.c: publishing on a page of Facebook, and looking whether it arrived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/facebook.h"

#include "core/limits.h"
#include "net/form.h"
#include "networks/same.h"

/* One that no post has stays hidden, so this may be tried again. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *id,
                            struct err *e)
{
    struct buf body;
    struct multipart form;
    struct json *j = NULL;
    buf_init(&body, LIMIT_OUTGOING_MEDIA);
    multipart_init(&form, &body);
    multipart_field(&form, "published", STR("false"));
    if (m->alt.n)
        multipart_field(&form, "alt_text_custom", m->alt);
    multipart_file(&form, "source", STR("picture"), m->media_type, m->bytes);
    multipart_end(&form);
    struct str type = multipart_type(&form, s->a);
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = facebook__path(s, s->remote, "photos"),
                                                 .body = buf_view(&body),
                                                 .type = arena_cstr(s->a, type)},
                               NULL, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    *id = json_get_str(j, "id");
    return id->n ? ERR_OK
                 : err_set(e, ERR_UNAVAILABLE, STRF " took a picture without naming it",
                           STRA(api_whom(s)));
}

static void published_of(struct api *s, const struct outgoing *p, struct str id,
                         struct published *out)
{
    *out = (struct published){
        .key = p->reply_to.key.n ? facebook__comment_key(s, id) : facebook__key(s, id),
        .remote = id,
        .url = arena_printf(s->a, "https://www.facebook.com/" STRF, STRA(id))};
}

static void put_fields(struct buf *form, struct api *s, const struct outgoing *p,
                       const struct str *photo)
{
    if (p->text.n)
        form_put(form, "message", p->text);
    if (p->link.n && p->medias == 0)
        form_put(form, "link", p->link);
    for (size_t i = 0; i < p->medias; i++)
        form_put(form, arena_printf(s->a, "attached_media[%zu]", i).p,
                 arena_printf(s->a, "{\"media_fbid\":\"" STRF "\"}", STRA(photo[i])));
}

enum err_code facebook__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e)
{
    struct str *photo = ARENA_ARRAY(s->a, struct str, p->medias + 1);
    struct str answered = facebook__id(s, p->reply_to.key);
    struct json *j = NULL;
    struct buf form;
    enum err_code rc = ERR_OK;
    if (p->reply_to.key.n && (answered.n == 0 || p->medias))
        return err_set(e, ERR_INVALID,
                       p->medias ? "a comment on Facebook takes no pictures from Tact"
                                 : "that is nothing on this page that can be answered");
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++)
        rc = upload(s, &p->media[i], &photo[i], e);
    if (rc)
        return rc;
    buf_init(&form, KIB(512));
    put_fields(&form, s, p, photo);
    struct str url = answered.n ? facebook__path(s, answered, "comments")
                                : facebook__path(s, s->remote, "feed");
    rc = graph__post(s, url, buf_view(&form), true, &j, e);
    buf_free(&form);
    if (rc)
        return rc;
    struct str id = json_get_str(j, "id");
    if (id.n == 0)
        return err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                       STRA(api_whom(s)));
    published_of(s, p, id, out);
    return ERR_OK;
}

enum err_code facebook__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e)
{
    const struct json *data = NULL;
    struct str next, answered = facebook__id(s, p->reply_to.key);
    struct str url =
        answered.n
            ? facebook__path(s, answered,
                             "comments?fields=id,message,created_time,from"
                             "&order=reverse_chronological&limit=50")
            : facebook__path(s, s->remote, "feed?fields=id,message,created_time,from&limit=50");
    int64_t oldest = INT64_MAX;
    enum err_code rc = graph__list(s, url, STR_NONE, &data, &next, e);
    for (const struct json *v = rc ? NULL : data->first; v; v = v->next) {
        struct str by = json_str(json_at(v, "from/id"));
        struct published found;
        published_of(s, p, json_get_str(v, "id"), &found);
        oldest = when_parse(json_get_str(v, "created_time")).ms;
        if ((by.n && !str_eq(by, s->remote)) ||
            !same_post(p, found.key, json_get_str(v, "message"),
                       when_parse(json_get_str(v, "created_time")), s->a))
            continue;
        *out = found;
        return ERR_OK;
    }
    return rc ? rc : same_missing(s, p, oldest, next.n > 0, e);
}

/* The words alone can be changed; the same words twice are the same post. */
enum err_code facebook__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e)
{
    struct buf form;
    buf_init(&form, KIB(512));
    form_put(&form, "message", p->text);
    enum err_code rc =
        graph__post(s, facebook__path(s, what->remote, ""), buf_view(&form), false, NULL, e);
    buf_free(&form);
    return rc;
}

enum err_code facebook__drop(struct api *s, const struct published *what, struct err *e)
{
    struct str id = what->remote.n ? what->remote : facebook__id(s, what->key);
    enum err_code rc =
        api_ask(s, &(struct api_ask){.method = "DELETE", .url = facebook__path(s, id, "")},
                NULL, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
