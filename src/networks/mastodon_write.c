/* networks/mastodon_write.c: publishing through the Mastodon API, and looking whether it arrived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mastodon.h"

#include "core/limits.h"
#include "net/form.h"
#include "networks/same.h"
#include "text/html.h"

#include <time.h>

/* Idempotency-Key: Mastodon keeps it an hour, GoToSocial and snac not at all. So whether something
 * arrived is always found out by looking at what the account posted since. */

enum {
    MEDIA_TRIES = 20, /* a second each: a picture is ready at once, a video after a while */
    FIND_PAGES = 50   /* of 40 posts */
};

static enum err_code wait_for(struct api *s, struct str id, struct err *e)
{
    struct str url = arena_printf(s->a, "/api/v1/media/" STRF, STRA(id));
    for (int i = 0; i < MEDIA_TRIES; i++) {
        struct http_answer w;
        enum err_code rc = api_ask(s, &(struct api_ask){.url = url}, &w, NULL, e);
        if (rc || w.status == 200)
            return rc;
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    }
    return err_set(e, ERR_UNAVAILABLE,
                   STRF " is still working on a picture; it is tried again "
                        "later",
                   STRA(api_whom(s)));
}

/* One that is attached to nothing is forgotten there after a day, so this may be tried again. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *id,
                            struct err *e)
{
    struct buf body;
    struct multipart form;
    struct http_answer w;
    struct json *j = NULL;
    buf_init(&body, LIMIT_OUTGOING_MEDIA);
    multipart_init(&form, &body);
    if (m->alt.n)
        multipart_field(&form, "description", m->alt);
    multipart_file(&form, "file", STR("picture"), m->media_type, m->bytes);
    multipart_end(&form);
    struct str type = multipart_type(&form, s->a);
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/api/v2/media"),
                                                 .body = buf_view(&body),
                                                 .type = arena_cstr(s->a, type)},
                               &w, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    *id = json_get_str(j, "id");
    return w.status == 202 ? wait_for(s, *id, e) : ERR_OK;
}

static void put_poll(struct json_out *o, const struct outgoing *p, bool multiple)
{
    if (p->choices == 0)
        return;
    json_out_key(o, "poll");
    json_out_open(o, '{');
    json_out_key(o, "options");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->choices; i++)
        json_out_str(o, p->choice[i]);
    json_out_close(o, ']');
    json_out_ki64(o, "expires_in", p->poll_s);
    json_out_key(o, "multiple");
    json_out_bool(o, multiple);
    json_out_close(o, '}');
}

static void put_media(struct json_out *o, const struct str *media, size_t n)
{
    if (n == 0)
        return;
    json_out_key(o, "media_ids");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        json_out_str(o, media[i]);
    json_out_close(o, ']');
}

static const char *word_of(const struct api *s, enum visibility v)
{
    for (const struct network_visibility *w = s->row->visibility; w->word; w++)
        if (w->visibility == v)
            return w->word;
    return s->row->visibility[0].word;
}

static void put_words(struct json_out *o, const struct outgoing *p)
{
    json_out_kstr(o, "status", p->text);
    json_out_kstr(o, "spoiler_text", p->summary);
    json_out_key(o, "sensitive");
    json_out_bool(o, p->summary.n > 0);
    if (p->language.n)
        json_out_kstr(o, "language", p->language);
}

/* The post that it answers, as this server calls it; found by its address where that isn't known. */
static enum err_code parent_of(struct api *s, const struct outgoing *p, struct str *id,
                               struct err *e)
{
    struct buf url;
    struct json *found = NULL;
    *id = mastodon__id(s, p->reply_to.also);
    if (p->reply_to.key.n == 0 || id->n)
        return ERR_OK;
    buf_init(&url, KIB(8));
    buf_lit(&url, "/api/v2/search?type=statuses&resolve=true&limit=1&");
    struct buf q;
    buf_init(&q, KIB(8));
    form_put(&q, "q", p->reply_to.key);
    buf_str(&url, buf_view(&q));
    buf_free(&q);
    enum err_code rc = api_get(s, buf_view(&url), &found, e);
    buf_free(&url);
    if (rc)
        return rc;
    *id = json_str(json_at(found, "statuses/[]/id"));
    return id->n ? ERR_OK
                 : err_set(e, ERR_NOT_FOUND, STRF " does not find the post that this answers",
                           STRA(api_whom(s)));
}

static void published_of(struct api *s, const struct json *status, struct published *out)
{
    struct str uri = json_get_str(status, "uri"), url = json_get_str(status, "url");
    *out = (struct published){.key = uri.n ? uri : url,
                              .remote = mastodon__also(s, json_get_str(status, "id")),
                              .url = url.n ? url : uri};
}

enum err_code mastodon__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e)
{
    struct str *media = ARENA_ARRAY(s->a, struct str, p->medias + 1), parent = STR_NONE;
    struct json *status = NULL;
    struct buf body;
    struct json_out o;
    enum err_code rc = parent_of(s, p, &parent, e);
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++)
        rc = upload(s, &p->media[i], &media[i], e);
    if (rc)
        return rc;
    buf_init(&body, MIB(4));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    put_words(&o, p);
    json_out_kstr(&o, "visibility", str_from(word_of(s, p->visibility)));
    if (parent.n)
        json_out_kstr(&o, "in_reply_to_id", parent);
    put_media(&o, media, p->medias);
    put_poll(&o, p, false);
    json_out_close(&o, '}');
    const struct http_header key = {STR("Idempotency-Key"), p->key};
    rc = api_ask(s,
                 &(struct api_ask){.method = "POST",
                                   .url = STR("/api/v1/statuses"),
                                   .body = buf_view(&body),
                                   .type = "application/json",
                                   .header = &key,
                                   .headers = 1,
                                   .changes = true},
                 NULL, &status, e);
    buf_free(&body);
    if (rc)
        return rc;
    published_of(s, status, out);
    return out->key.n ? ERR_OK
                      : err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                                STRA(api_whom(s)));
}

/* What a text and its HTML have in common: no white space, people without their server. */
static struct str essence(struct str text, struct arena *a)
{
    struct buf b;
    buf_init(&b, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (ascii_is_space((unsigned char)c))
            continue;
        if (c == '@' && i && !ascii_is_space((unsigned char)text.p[i - 1])) {
            size_t at = b.n; /* "@user@host": from the second @ to the end of the host */
            while (at && (ascii_is_alnum((unsigned char)b.p[at - 1]) || b.p[at - 1] == '_' ||
                          b.p[at - 1] == '.' || b.p[at - 1] == '-'))
                at--;
            if (at && b.p[at - 1] == '@') {
                while (i + 1 < text.n &&
                       (ascii_is_alnum((unsigned char)text.p[i + 1]) || text.p[i + 1] == ':' ||
                        ((text.p[i + 1] == '.' || text.p[i + 1] == '-') && i + 2 < text.n &&
                         ascii_is_alnum((unsigned char)text.p[i + 2]))))
                    i++;
                continue;
            }
        }
        buf_char(&b, c);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static bool is_it(struct api *s, const struct json *status, const struct outgoing *p,
                  struct str wanted)
{
    struct published found;
    const struct json *reblog = json_get(status, "reblog");
    published_of(s, status, &found);
    for (size_t i = 0; i < p->takens; i++)
        if (str_eq(p->taken[i], found.key))
            return false;
    if ((reblog && reblog->type == JSON_OBJECT) ||
        when_parse(json_get_str(status, "created_at")).ms < p->at_ms - SAME_CLOCKS_MS)
        return false;
    struct str text = html_to_text(json_get_str(status, "content"), s->a);
    return str_eq(essence(text, s->a), wanted) &&
           str_eq(str_trim(json_get_str(status, "spoiler_text")), str_trim(p->summary));
}

enum err_code mastodon__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e)
{
    struct str url =
        arena_printf(s->a, "/api/v1/accounts/" STRF "/statuses?limit=40", STRA(s->remote));
    struct str wanted = essence(p->text, s->a);
    int64_t oldest = INT64_MAX;
    for (int page = 0; page < FIND_PAGES && url.n; page++) {
        struct http_answer w;
        struct json *list = NULL;
        enum err_code rc = api_ask(s, &(struct api_ask){.url = url}, &w, &list, e);
        if (rc)
            return rc;
        for (const struct json *v = list->first; v; v = v->next) {
            if (is_it(s, v, p, wanted)) {
                published_of(s, v, out);
                return ERR_OK;
            }
            oldest = when_parse(json_get_str(v, "created_at")).ms;
        }
        url = oldest < p->at_ms - SAME_CLOCKS_MS ? STR_NONE : mastodon__next(&w, s->a);
    }
    return same_missing(s, p, oldest, url.n > 0, e);
}

/* An edit without its poll would end it there, and one with other choices would throw the votes away: it
 * goes along as it is, for as long as it would have been open. */
static enum err_code put_old_poll(struct json_out *o, struct api *s, const struct json *poll,
                                  struct err *e)
{
    struct str choice[64];
    struct outgoing p = {.choice = choice};
    int64_t left_s = (when_parse(json_get_str(poll, "expires_at")).ms - time_now_ms()) / 1000;
    const struct json *list = json_get(poll, "options");
    if (!poll || poll->type != JSON_OBJECT)
        return ERR_OK;
    if (left_s <= 0)
        return err_set(e, ERR_INVALID,
                       "The poll of this post has ended, and an edit would open it again: "
                       "write on " STRF " below it instead.",
                       STRA(api_whom(s)));
    for (const struct json *v = list ? list->first : NULL; v && p.choices < COUNT_OF(choice);
         v = v->next)
        choice[p.choices++] = json_get_str(v, "title");
    p.poll_s = left_s > s->row->limits.poll_least_s ? left_s : s->row->limits.poll_least_s;
    put_poll(o, &p, json_true(json_get(poll, "multiple")));
    return ERR_OK;
}

enum err_code mastodon__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e)
{
    struct buf body;
    struct json_out o;
    struct json *old = NULL;
    struct str url =
        arena_printf(s->a, "/api/v1/statuses/" STRF, STRA(mastodon__id(s, what->remote)));
    enum err_code rc = api_get(s, url, &old, e); /* its pictures stay */
    if (rc)
        return rc;
    buf_init(&body, MIB(4));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    put_words(&o, p);
    const struct json *media = json_get(old, "media_attachments");
    if (media && media->count) {
        json_out_key(&o, "media_ids");
        json_out_open(&o, '[');
        for (const struct json *m = media->first; m; m = m->next)
            json_out_str(&o, json_get_str(m, "id"));
        json_out_close(&o, ']');
    }
    rc = put_old_poll(&o, s, json_get(old, "poll"), e);
    json_out_close(&o, '}');
    /* the same words twice are the same post: it may be sent again */
    if (rc == ERR_OK)
        rc = api_ask(s,
                     &(struct api_ask){.method = "PUT",
                                       .url = url,
                                       .body = buf_view(&body),
                                       .type = "application/json"},
                     NULL, NULL, e);
    buf_free(&body);
    return rc;
}

/* snac answers 404 to every DELETE: so where it is not found, it is looked for. */
enum err_code mastodon__drop(struct api *s, const struct published *what, struct err *e)
{
    struct json *status = NULL;
    struct str url =
        arena_printf(s->a, "/api/v1/statuses/" STRF, STRA(mastodon__id(s, what->remote)));
    enum err_code rc =
        api_ask(s, &(struct api_ask){.method = "DELETE", .url = url}, NULL, NULL, e);
    if (rc != ERR_NOT_FOUND)
        return rc;
    rc = api_get(s, url, &status, e);
    if (rc == ERR_OK)
        return err_set(e, ERR_UNSUPPORTED,
                       STRF " does not let programs delete: delete it on its own page",
                       STRA(api_whom(s)));
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
