/* networks/container.c: posts of Instagram and Threads: made, looked at, published; read back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/container.h"

#include "core/limits.h"
#include "model/meta_key.h"
#include "net/form.h"
#include "networks/common.h"
#include "networks/same.h"

#include <string.h>
#include <time.h>

/* A container's id is noted before it is published: after a try without an answer the container itself
 * says whether it was (developers.facebook.com, Content Publishing; FORMATS.md 21, 22, 28). */

enum {
    TRIES = 15,
    PAUSE_S = 2,
    OWN = 50 /* of its newest posts that are looked at */
};

struct str container__path(const struct api *s, const struct container_kind *k, struct str of,
                           const char *what)
{
    struct str root =
        k->root ? str_from(k->root) : arena_printf(s->a, "/" STRF, STRA(graph__version(s)));
    return arena_printf(s->a, STRF "/" STRF "%s%s", STRA(root), STRA(of), *what ? "/" : "",
                        what);
}

struct str container__key(const struct api *s, struct str id)
{
    return id.n ? arena_printf(s->a, "id:" STRF, STRA(id)) : STR_NONE;
}

struct str container__id(struct str key)
{
    return str_starts(key, STR("id:")) ? str_after(key, 3) : STR_NONE;
}

/* Making one ---------------------------------------------------------------------------------------- */

static enum err_code make(struct api *s, const struct container_kind *k, struct str form,
                          struct str *id, struct err *e)
{
    struct json *j = NULL;
    enum err_code rc =
        graph__post(s, container__path(s, k, s->remote, k->make), form, false, &j, e);
    if (rc)
        return rc;
    *id = json_get_str(j, "id");
    return id->n ? ERR_OK
                 : err_set(e, ERR_UNAVAILABLE, STRF " did not take it, and did not say why",
                           STRA(api_whom(s)));
}

static void put_picture(struct buf *form, const struct container_kind *k,
                        const struct outgoing_media *m)
{
    if (k->image)
        form_put(form, "media_type", str_from(k->image));
    form_put(form, "image_url", m->url);
    if (m->alt.n)
        form_put(form, "alt_text", m->alt);
}

static void put_words(struct buf *form, const struct api *s, const struct container_kind *k,
                      const struct outgoing *o)
{
    const char *answering = common__answering(s->row, o);
    struct str answered = container__id(o->reply_to.key);
    if (o->text.n)
        form_put(form, k->text, o->text);
    if (answered.n)
        form_put(form, "reply_to_id", answered);
    if (answering[0])
        form_put(form, "reply_control", str_from(answering));
    if (k->words && o->medias == 0 && o->link.n && str_find(o->text, o->link) < 0)
        form_put(form, "link_attachment", o->link);
}

static enum err_code make_many(struct api *s, const struct container_kind *k,
                               const struct outgoing *o, struct str *id, struct err *e)
{
    struct buf form, children;
    enum err_code rc = ERR_OK;
    buf_init(&children, KIB(16));
    buf_init(&form, KIB(256));
    for (size_t i = 0; i < o->medias && rc == ERR_OK; i++) {
        struct str child = STR_NONE;
        buf_clear(&form);
        put_picture(&form, k, &o->media[i]);
        form_put(&form, "is_carousel_item", STR("true"));
        rc = make(s, k, buf_view(&form), &child, e);
        buf_printf(&children, "%s" STRF, i ? "," : "", STRA(child));
    }
    buf_clear(&form);
    form_put(&form, "media_type", STR("CAROUSEL"));
    form_put(&form, "children", buf_view(&children));
    put_words(&form, s, k, o);
    if (rc == ERR_OK)
        rc = make(s, k, buf_view(&form), id, e);
    buf_free(&form);
    buf_free(&children);
    return rc;
}

/* What the network fetches itself must lie where it can. */
static enum err_code can_be_made(const struct api *s, const struct container_kind *k,
                                 const struct outgoing *o, struct err *e)
{
    if (o->medias == 0 && !k->words)
        return err_set(e, ERR_INVALID, "%s takes no post without a picture", s->row->name);
    for (size_t i = 0; i < o->medias; i++)
        if (o->media[i].url.n == 0)
            return err_set(e, ERR_UNSUPPORTED,
                           "%s fetches pictures by itself: this takes a Tact that the internet "
                           "can reach, and pictures let out for it",
                           s->row->name);
    if (o->reply_to.key.n && container__id(o->reply_to.key).n == 0)
        return err_set(e, ERR_INVALID, "that is no post that %s can answer", s->row->name);
    return ERR_OK;
}

static enum err_code make_whole(struct api *s, const struct container_kind *k,
                                const struct outgoing *o, struct str *id, struct err *e)
{
    struct buf form;
    enum err_code rc = can_be_made(s, k, o, e);
    if (rc)
        return rc;
    if (o->medias > 1)
        return make_many(s, k, o, id, e);
    buf_init(&form, KIB(256));
    if (o->medias)
        put_picture(&form, k, &o->media[0]);
    else
        form_put(&form, "media_type", str_from(k->words));
    put_words(&form, s, k, o);
    rc = make(s, k, buf_view(&form), id, e);
    buf_free(&form);
    return rc;
}

/* Publishing it ------------------------------------------------------------------------------------- */

static enum err_code ask_status(struct api *s, const struct container_kind *k, struct str id,
                                struct str *status, struct str *why, struct err *e)
{
    struct json *j = NULL;
    struct str url = arena_printf(s->a, STRF "?fields=%s,%s",
                                  STRA(container__path(s, k, id, "")), k->status, k->why);
    enum err_code rc = api_get(s, url, &j, e);
    if (rc)
        return rc;
    *status = json_get_str(j, k->status);
    *why = json_get_str(j, k->why);
    return ERR_OK;
}

/* The post by its words among the newest: a container does not say what it became. */
static enum err_code look(struct api *s, const struct container_kind *k,
                          const struct outgoing *o, struct published *out, struct err *e)
{
    const struct json *data = NULL;
    struct str next,
        url = arena_printf(s->a, STRF "?fields=id,permalink,timestamp,%s&limit=%d",
                           STRA(container__path(s, k, s->remote, k->own)), k->text, OWN);
    int64_t oldest = INT64_MAX;
    enum err_code rc = graph__list(s, url, STR_NONE, &data, &next, e);
    for (const struct json *v = rc ? NULL : data->first; v; v = v->next) {
        struct str id = json_get_str(v, "id"), key = container__key(s, id);
        oldest = when_parse(json_get_str(v, "timestamp")).ms;
        if (!same_post(o, key, json_get_str(v, k->text),
                       when_parse(json_get_str(v, "timestamp")), s->a))
            continue;
        *out = (struct published){key, id, json_get_str(v, "permalink")};
        return ERR_OK;
    }
    return rc ? rc : same_missing(s, o, oldest, next.n > 0, e);
}

/* An answer to somebody is on no list of one's own posts but on that of replies. */
static enum err_code look_everywhere(struct api *s, const struct container_kind *k,
                                     const struct outgoing *o, struct published *out,
                                     struct err *e)
{
    struct container_kind replies = *k;
    replies.own = "replies";
    return look(s, o->reply_to.key.n ? &replies : k, o, out, e);
}

enum err_code container__find(struct api *s, const struct container_kind *k,
                              const struct outgoing *o, struct published *out, struct err *e)
{
    struct str status = STR_NONE, why;
    if (o->progress.n == 0) /* nothing was made that could have been published */
        return err_set(e, ERR_NOT_FOUND, STRF " does not have it", STRA(api_whom(s)));
    enum err_code rc = ask_status(s, k, o->progress, &status, &why, e);
    if (rc && rc != ERR_NOT_FOUND)
        return rc;
    if (rc == ERR_OK && !str_is(status, "PUBLISHED"))
        return err_set(e, ERR_NOT_FOUND, STRF " has not published it", STRA(api_whom(s)));
    rc = look_everywhere(s, k, o, out, e);
    if (rc != ERR_NOT_FOUND || !str_is(status, "PUBLISHED"))
        return rc;
    return err_set(e, ERR_UNCERTAIN, STRF " has published it and does not show it yet",
                   STRA(api_whom(s)));
}

static enum err_code wait_for(struct api *s, const struct container_kind *k, struct str id,
                              struct str *status, struct err *e)
{
    struct str why;
    for (int i = 0; i < TRIES; i++) {
        enum err_code rc = ask_status(s, k, id, status, &why, e);
        if (rc)
            return rc;
        if (str_is(*status, "FINISHED") || str_is(*status, "PUBLISHED") ||
            str_is(*status, "EXPIRED"))
            return ERR_OK;
        if (str_is(*status, "ERROR"))
            return err_set(e, ERR_INVALID, STRF " can't publish it: " STRF, STRA(api_whom(s)),
                           STRA(str_sub(why, 0, 240)));
        nanosleep(&(struct timespec){.tv_sec = PAUSE_S}, NULL);
    }
    return err_set(e, ERR_UNAVAILABLE, STRF " is still working on it; it is tried again later",
                   STRA(api_whom(s)));
}

static struct str permalink(struct api *s, const struct container_kind *k, struct str id)
{
    struct json *j = NULL;
    struct err ignored;
    struct str url =
        arena_printf(s->a, STRF "?fields=permalink", STRA(container__path(s, k, id, "")));
    return api_get(s, url, &j, &ignored) == ERR_OK ? json_get_str(j, "permalink") : STR_NONE;
}

static enum err_code publish(struct api *s, const struct container_kind *k, struct str id,
                             struct published *out, struct err *e)
{
    struct json *j = NULL;
    struct buf form;
    buf_init(&form, KIB(1));
    form_put(&form, "creation_id", id);
    enum err_code rc = graph__post(s, container__path(s, k, s->remote, k->publish),
                                   buf_view(&form), true, &j, e);
    buf_free(&form);
    if (rc)
        return rc;
    struct str post = json_get_str(j, "id");
    if (post.n == 0)
        return err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                       STRA(api_whom(s)));
    *out = (struct published){container__key(s, post), post, permalink(s, k, post)};
    return ERR_OK;
}

enum err_code container__publish(struct api *s, const struct container_kind *k,
                                 const struct outgoing *o, struct published *out, struct err *e)
{
    struct str id = o->progress, status = STR_NONE;
    enum err_code rc = id.n ? wait_for(s, k, id, &status, e) : ERR_OK;
    if (rc == ERR_OK && str_is(status, "PUBLISHED")) { /* an earlier try came through */
        rc = container__find(s, k, o, out, e);
        return rc == ERR_NOT_FOUND ? ERR_UNCERTAIN : rc;
    }
    bool anew =
        id.n == 0 || rc == ERR_NOT_FOUND || rc == ERR_INVALID || str_is(status, "EXPIRED");
    if (rc && !anew)
        return rc;
    if (anew) {
        rc = make_whole(s, k, o, &id, e);
        if (rc == ERR_OK && o->note)
            rc = o->note(o->ctx, id, e);
        if (rc == ERR_OK)
            rc = wait_for(s, k, id, &status, e);
        if (rc)
            return rc;
    }
    return publish(s, k, id, out, e);
}

/* Reading ------------------------------------------------------------------------------------------- */

enum err_code container__person(struct api *s, struct str user, struct str name,
                                struct str *key, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    bool threads = strcmp(s->row->id, "threads") == 0;
    *key = common__lower(user, s->a);
    rec.as.identity = (struct record_identity){
        .key = *key,
        .name = name,
        .handle = user,
        .url = arena_printf(
            s->a, "%s" STRF,
            threads ? "https://www.threads.com/@" : "https://www.instagram.com/", STRA(*key))};
    return user.n ? sink_put(to, &rec, e) : ERR_OK;
}

static enum err_code put_media(const struct json *v, struct str post, struct sink *to,
                               struct err *e)
{
    const struct json *children = json_at(v, "children/data");
    struct record rec = {.kind = RECORD_ATTACHMENT};
    enum err_code rc = ERR_OK;
    int position = 0;
    for (const struct json *m = children ? children->first : v; m && rc == ERR_OK;
         m = children ? m->next : NULL) {
        struct str type = json_get_str(m, "media_type");
        rec.as.attachment = (struct record_attachment){
            .post = post,
            .position = position,
            .kind = str_is(type, "VIDEO") || str_is(type, "REELS") ? ATTACHMENT_VIDEO
                                                                   : ATTACHMENT_IMAGE,
            .uri = json_get_str(m, "media_url"),
            .alt = json_get_str(m, "alt_text")};
        if (rec.as.attachment.uri.n == 0)
            continue;
        position++;
        rc = sink_put(to, &rec, e);
    }
    return rc;
}

enum err_code container__post(struct api *s, const struct container_kind *k,
                              const struct json *v, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str id = json_get_str(v, "id"), user = json_get_str(v, "username"), author = s->key;
    struct str text = json_get_str(v, k->text);
    struct when at = when_parse(json_get_str(v, "timestamp"));
    enum err_code rc = user.n ? container__person(s, user, STR_NONE, &author, to, e) : ERR_OK;
    if (rc || id.n == 0)
        return rc;
    *p = (struct record_post){
        .key = container__key(s, id),
        /* archives have no ids: there it is known by when and what */
        .also = meta_timed_key("post", at.ms / 1000, text, s->a),
        .own = str_eq(author, s->key),
        .author = author,
        .at = at,
        .text = text,
        .url = json_get_str(v, "permalink"),
        .link = json_get_str(v, "link_attachment_url"),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = container__key(s, json_str(json_at(v, "replied_to/id"))),
        .reshare_of = container__key(s, json_str(json_at(v, "quoted_post/id"))),
        .likes = json_i64(json_get(v, "like_count"), -1),
        .reshares = -1};
    if (p->reshare_of.n == 0)
        p->reshare_of = container__key(s, json_str(json_at(v, "reposted_post/id")));
    p->kind = p->reply_to.n ? POST_REPLY : p->reshare_of.n ? POST_RESHARE : POST_POST;
    if (!p->own)
        p->also = STR_NONE;
    rc = sink_put(to, &rec, e);
    return rc ? rc : put_media(v, p->key, to, e);
}

enum err_code container__again(struct api *s, const struct container_kind *k,
                               const char *fields, const struct api_post *post, size_t n,
                               struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct json *v = NULL;
        struct str id = container__id(post[i].key);
        if (id.n == 0)
            continue;
        rc = api_get(
            s,
            arena_printf(s->a, STRF "?fields=%s", STRA(container__path(s, k, id, "")), fields),
            &v, e);
        if (rc == ERR_OK) {
            rc = container__post(s, k, v, to, e);
        } else if (rc == ERR_NOT_FOUND) {
            rc = common__gone(post[i].key, to, e);
        }
    }
    return rc;
}
