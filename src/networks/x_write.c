/* networks/x_write.c: publishing on X, and looking whether it arrived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/x.h"

#include "core/limits.h"
#include "model/x_time.h"
#include "net/form.h"
#include "networks/common.h"
#include "networks/same.h"

#include <time.h>

/* X knows no keys of ours: whether something arrived is found out by looking, and by its refusing the
 * same words twice (FORMATS.md 23, 28). */

static enum err_code post_json(struct api *s, const char *path, struct str body, bool changes,
                               struct json **j, struct err *e)
{
    return api_ask(s,
                   &(struct api_ask){.method = "POST",
                                     .url = str_from(path),
                                     .body = body,
                                     .type = "application/json",
                                     .changes = changes},
                   NULL, j, e);
}

static enum err_code describe(struct api *s, struct str id, struct str alt, struct err *e)
{
    struct buf body;
    struct json_out o;
    buf_init(&body, KIB(64));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "id", id);
    json_out_key(&o, "metadata");
    json_out_open(&o, '{');
    json_out_key(&o, "alt_text");
    json_out_open(&o, '{');
    json_out_kstr(&o, "text", alt);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    enum err_code rc = post_json(s, "/2/media/metadata", buf_view(&body), false, NULL, e);
    buf_free(&body);
    return rc;
}

/* A moving picture is worked on for a while. */
static enum err_code wait_for(struct api *s, struct str id, const struct json *data,
                              struct err *e)
{
    enum {
        TRIES = 20
    };
    struct str url =
        arena_printf(s->a, "/2/media/upload?command=STATUS&media_id=" STRF, STRA(id));
    for (int i = 0; i < TRIES; i++) {
        struct json *j = NULL;
        struct str state = json_str(json_at(data, "processing_info/state"));
        if (state.n == 0 || str_is(state, "succeeded"))
            return ERR_OK;
        if (str_is(state, "failed"))
            return err_set(e, ERR_INVALID, STRF " can't use a picture of this post",
                           STRA(api_whom(s)));
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
        enum err_code rc = api_get(s, url, &j, e);
        if (rc)
            return rc;
        data = json_get(j, "data");
    }
    return err_set(e, ERR_UNAVAILABLE,
                   STRF " is still working on a picture; it is tried again later",
                   STRA(api_whom(s)));
}

/* One that no post has is forgotten there after a day, so this may be tried again. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *id,
                            struct err *e)
{
    struct buf body;
    struct multipart form;
    struct json *j = NULL;
    bool moves = str_is(m->media_type, "image/gif");
    buf_init(&body, LIMIT_OUTGOING_MEDIA);
    multipart_init(&form, &body);
    multipart_field(&form, "media_category", moves ? STR("tweet_gif") : STR("tweet_image"));
    multipart_file(&form, "media", STR("picture"), m->media_type, m->bytes);
    multipart_end(&form);
    struct str type = multipart_type(&form, s->a);
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = STR("/2/media/upload"),
                                                 .body = buf_view(&body),
                                                 .type = arena_cstr(s->a, type)},
                               NULL, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    *id = json_get_str(json_get(j, "data"), "id");
    if (id->n == 0)
        return err_set(e, ERR_UNAVAILABLE, STRF " took a picture without naming it",
                       STRA(api_whom(s)));
    rc = wait_for(s, *id, json_get(j, "data"), e);
    return rc || m->alt.n == 0 ? rc : describe(s, *id, m->alt, e);
}

static void put_poll(struct json_out *o, const struct outgoing *p)
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
    json_out_ki64(o, "duration_minutes", p->poll_s / 60);
    json_out_close(o, '}');
}

/* A link makes its own card where it stands in the text. */
static struct str text_of(struct api *s, const struct outgoing *p)
{
    if (p->link.n == 0 || str_find(p->text, p->link) >= 0)
        return p->text;
    return arena_printf(s->a, STRF "%s" STRF, STRA(p->text), p->text.n ? "\n" : "",
                        STRA(p->link));
}

/* Of a thread the post that begins it says who may answer; X refuses it of answers. */
static void put_answering(struct json_out *o, const struct api *s, const struct outgoing *p)
{
    const char *word = common__answering(s->row, p);
    if (word[0])
        json_out_kstr(o, "reply_settings", str_from(word));
}

static void put_post(struct json_out *o, struct api *s, const struct outgoing *p,
                     const struct str *media)
{
    json_out_open(o, '{');
    json_out_kstr(o, "text", text_of(s, p));
    if (p->reply_to.key.n) {
        json_out_key(o, "reply");
        json_out_open(o, '{');
        json_out_kstr(o, "in_reply_to_tweet_id", p->reply_to.key);
        json_out_close(o, '}');
    }
    if (p->medias) {
        json_out_key(o, "media");
        json_out_open(o, '{');
        json_out_key(o, "media_ids");
        json_out_open(o, '[');
        for (size_t i = 0; i < p->medias; i++)
            json_out_str(o, media[i]);
        json_out_close(o, ']');
        json_out_close(o, '}');
    }
    put_poll(o, p);
    put_answering(o, s, p);
    json_out_close(o, '}');
}

static void published_of(struct api *s, struct str id, struct published *out)
{
    *out = (struct published){
        .key = id,
        .remote = id,
        .url = s->handle.n ? arena_printf(s->a, "https://x.com/" STRF "/status/" STRF,
                                          STRA(s->handle), STRA(id))
                           : arena_printf(s->a, "https://x.com/i/web/status/" STRF, STRA(id))};
}

enum err_code x__publish(struct api *s, const struct outgoing *p, struct published *out,
                         struct err *e)
{
    struct str *media = ARENA_ARRAY(s->a, struct str, p->medias + 1);
    struct json *j = NULL;
    struct buf body;
    struct json_out o;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++)
        rc = upload(s, &p->media[i], &media[i], e);
    if (rc)
        return rc;
    buf_init(&body, MIB(1));
    json_out_init(&o, &body);
    put_post(&o, s, p, media);
    rc = post_json(s, "/2/tweets", buf_view(&body), true, &j, e);
    buf_free(&body);
    if (rc)
        return rc;
    struct str id = json_get_str(json_get(j, "data"), "id");
    if (id.n == 0)
        return err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                       STRA(api_whom(s)));
    published_of(s, id, out);
    return ERR_OK;
}

/* An answer begins with those whom it answers, whom nobody typed. */
static struct str without_names(struct str text)
{
    while (str_starts(text, STR("@"))) {
        ptrdiff_t space = str_chr(text, ' ');
        if (space < 0)
            break;
        text = str_after(text, (size_t)space + 1);
    }
    return text;
}

static bool is_it(struct api *s, const struct json *v, const struct outgoing *p)
{
    struct outgoing o = *p;
    struct str id = json_get_str(v, "id"), link;
    struct str text = x__words(v, s->a, &link);
    struct when at = x_time(id, json_get_str(v, "created_at"));
    o.text = text_of(s, p);
    return same_post(&o, id, text, at, s->a) ||
           (p->reply_to.key.n && same_post(&o, id, without_names(text), at, s->a));
}

enum err_code x__find(struct api *s, const struct outgoing *p, struct published *out,
                      struct err *e)
{
    struct json *j = NULL;
    struct buf url, at;
    buf_init(&url, KIB(2));
    buf_init(&at, 64);
    time_put_iso(&at, p->at_ms - SAME_CLOCKS_MS);
    buf_printf(&url,
               "/2/users/" STRF
               "/tweets?max_results=100&tweet.fields=created_at,entities,note_tweet",
               STRA(s->remote));
    form_put(&url, "start_time", buf_view(&at));
    enum err_code rc = api_get(s, buf_view(&url), &j, e);
    buf_free(&url);
    buf_free(&at);
    if (rc)
        return rc;
    const struct json *data = json_get(j, "data");
    for (const struct json *v = data ? data->first : NULL; v; v = v->next) {
        if (!is_it(s, v, p))
            continue;
        published_of(s, json_get_str(v, "id"), out);
        return ERR_OK;
    }
    return same_missing(s, p, INT64_MAX, json_str(json_at(j, "meta/next_token")).n > 0, e);
}

enum err_code x__drop(struct api *s, const struct published *what, struct err *e)
{
    struct str id = what->remote.n ? what->remote : what->key;
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "DELETE",
                                  .url = arena_printf(s->a, "/2/tweets/" STRF, STRA(id))},
                NULL, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
