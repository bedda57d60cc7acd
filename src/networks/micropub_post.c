/* networks/micropub_post.c: entries of a site with Micropub: read, written, looked for, changed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/micropub.h"

#include "core/hash.h"
#include "core/limits.h"
#include "net/form.h"
#include "networks/same.h"
#include "text/html.h"
#include "text/utf8.h"

enum {
    FIND_PAGES_MOST = 20,
    PHOTOS_MOST = 64,
    TAGS_MOST = 20
};

/* Reading ----------------------------------------------------------------------------------- */

static const struct json *property(const struct json *entry, const char *name)
{
    const struct json *list = json_get(json_get(entry, "properties"), name);
    return list && list->type == JSON_ARRAY ? list->first : list;
}

static struct str words_of(const struct api *s, const struct json *v)
{
    if (v && v->type == JSON_OBJECT) {
        struct str html = json_get_str(v, "html");
        return html.n ? html_to_text(html, s->a) : json_get_str(v, "value");
    }
    return json_str(v);
}

struct str micropub__value(const struct api *s, const struct json *entry, const char *name)
{
    return words_of(s, property(entry, name));
}

static enum err_code put_photos(const struct json *entry, struct str key, struct sink *to,
                                struct err *e)
{
    enum err_code rc = ERR_OK;
    int n = 0;
    for (const struct json *v = property(entry, "photo"); v && n < PHOTOS_MOST && rc == ERR_OK;
         v = v->next) {
        struct record rec = {.kind = RECORD_ATTACHMENT};
        bool plain = v->type == JSON_STRING;
        rec.as.attachment =
            (struct record_attachment){.post = key,
                                       .position = n++,
                                       .kind = ATTACHMENT_IMAGE,
                                       .uri = plain ? v->s : json_get_str(v, "value"),
                                       .alt = plain ? STR_NONE : json_get_str(v, "alt")};
        rc = rec.as.attachment.uri.n ? sink_put(to, &rec, e) : ERR_OK;
    }
    return rc;
}

enum err_code micropub__put(struct api *s, const struct json *entry, struct str url,
                            struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str said = micropub__value(s, entry, "url"), status;
    url = url.n ? url : said;
    status = micropub__value(s, entry, "post-status");
    if (url.n == 0 || str_is(status, "draft"))
        return ERR_OK;
    *p = (struct record_post){.key = url,
                              .own = true,
                              .at = when_parse(micropub__value(s, entry, "published")),
                              .edited = when_parse(micropub__value(s, entry, "updated")),
                              .text = micropub__value(s, entry, "content"),
                              .title = micropub__value(s, entry, "name"),
                              .summary = STR_NONE,
                              .url = url,
                              .reply_to = micropub__value(s, entry, "in-reply-to"),
                              .visibility =
                                  str_is(micropub__value(s, entry, "visibility"), "private")
                                      ? VISIBLE_UNKNOWN
                                      : VISIBLE_PUBLIC,
                              .likes = -1,
                              .reshares = -1};
    if (same_words(p->title, p->text, s->a))
        p->title = STR_NONE; /* notes are often named by their own words */
    p->kind = p->reply_to.n ? POST_REPLY : p->title.n ? POST_ARTICLE : POST_POST;
    enum err_code rc = sink_put(to, &rec, e);
    return rc ? rc : put_photos(entry, url, to, e);
}

static enum err_code posts_page(struct api *s, struct str mark, struct sink *to,
                                struct api_page *out, struct err *e)
{
    struct walk w;
    struct micropub_list l;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc)
        return rc;
    rc = micropub__list(s, w.cursor, &l, e);
    for (const struct json *v = l.first; v && rc == ERR_OK; v = v->next)
        rc = micropub__put(s, v, STR_NONE, to, e);
    out->items = l.n;
    /* of a list that does not begin with the newest nothing is known before its end */
    if (rc == ERR_OK)
        walk_step(&w, l.newest_first ? l.oldest_ms : 0, l.newest_ms, l.next, s->a, out);
    return rc;
}

const struct api_stream micropub__streams[] = {
    {"posts", "your posts", 1800, 0, posts_page, false},
    {NULL,    NULL,         0,    0, NULL,       false}
};

static enum err_code source_of(struct api *s, struct str url, struct json **out, struct err *e)
{
    struct buf q;
    buf_init(&q, KIB(64));
    buf_lit(&q, "q=source&url=");
    form_escape(&q, url);
    enum err_code rc = micropub__ask(
        s, (struct api_ask){.url = micropub__query(s, buf_view(&q))}, NULL, out, e);
    buf_free(&q);
    return rc;
}

enum err_code micropub__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    struct str mine = http_origin(api_fact(s, "me"), s->a);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct json *entry = NULL;
        if (!str_eq(http_origin(post[i].key, s->a), mine) || mine.n == 0)
            continue;
        rc = source_of(s, post[i].key, &entry, e);
        if (rc == ERR_OK) {
            rc = micropub__put(s, entry, post[i].key, to, e);
        } else if (rc == ERR_NOT_FOUND) {
            struct record rec = {.kind = RECORD_POST};
            rec.as.post = (struct record_post){.key = post[i].key,
                                               .deleted = when_ms(time_now_ms()),
                                               .likes = -1,
                                               .reshares = -1};
            rc = sink_put(to, &rec, e);
        } else if (rc == ERR_INVALID || rc == ERR_PARSE) {
            rc = ERR_OK; /* it does not say of this one */
        }
    }
    return rc;
}

/* Writing ----------------------------------------------------------------------------------- */

/* What an address may end in: the specification lets the server choose, most take it. */
static struct str slug_of(const struct outgoing *p, struct arena *a)
{
    return arena_printf(a, "tact-%010llx",
                        (unsigned long long)hash_key(&p->key, 1) & 0xFFFFFFFFFFu);
}

static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str *url,
                            struct err *e)
{
    struct buf body;
    struct multipart form;
    struct http_answer w;
    struct str where = api_fact(s, "media");
    if (where.n == 0)
        return err_set(e, ERR_INVALID, STRF " names no place to put pictures (media-endpoint)",
                       STRA(api_whom(s)));
    buf_init(&body, LIMIT_OUTGOING_MEDIA);
    multipart_init(&form, &body);
    ptrdiff_t slash = str_chr(m->media_type, '/');
    struct str name = arena_printf(s->a, "picture." STRF,
                                   STRA(str_after(m->media_type, (size_t)(slash + 1))));
    multipart_file(&form, "file", name, m->media_type, m->bytes);
    multipart_end(&form);
    enum err_code rc =
        micropub__ask(s,
                      (struct api_ask){.method = "POST",
                                       .url = where,
                                       .body = buf_view(&body),
                                       .type = arena_cstr(s->a, multipart_type(&form, s->a))},
                      &w, NULL, e);
    buf_free(&body);
    if (rc)
        return rc;
    *url = http_resolve(w.url, http_header(&w, "Location"), s->a);
    return http_header(&w, "Location").n && url->n
               ? ERR_OK
               : err_set(e, ERR_PARSE, STRF " took a picture without saying where it is",
                         STRA(api_whom(s)));
}

/* Those that an earlier try put there: an address a line. */
static enum err_code upload_all(struct api *s, const struct outgoing *p, struct str *url,
                                struct err *e)
{
    struct str done = STR_NONE, rest = p->progress;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < p->medias && rc == ERR_OK; i++) {
        if (str_cut(&rest, '\n', &url[i]) && url[i].n)
            done = arena_printf(s->a, STRF STRF "\n", STRA(done), STRA(url[i]));
        else if ((rc = upload(s, &p->media[i], &url[i], e)) == ERR_OK) {
            done = arena_printf(s->a, STRF STRF "\n", STRA(done), STRA(url[i]));
            rc = p->note ? p->note(p->ctx, done, e) : ERR_OK;
        }
    }
    return rc;
}

static void put_one(struct json_out *o, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    json_out_key(o, name);
    json_out_open(o, '[');
    json_out_str(o, value);
    json_out_close(o, ']');
}

/* "#soup" at the start of a word */
static void put_tags(struct json_out *o, struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < text.n && n < TAGS_MOST; i++) {
        size_t end = i + 1;
        if (text.p[i] != '#' || (i && !ascii_is_space((unsigned char)text.p[i - 1])))
            continue;
        while (end < text.n && (ascii_is_alnum((unsigned char)text.p[end]) ||
                                text.p[end] == '_' || (unsigned char)text.p[end] >= 0x80))
            end++;
        if (end == i + 1)
            continue;
        if (n++ == 0) {
            json_out_key(o, "category");
            json_out_open(o, '[');
        }
        json_out_str(o, str_sub(text, i + 1, end));
    }
    if (n)
        json_out_close(o, ']');
}

static void put_photos_out(struct json_out *o, const struct outgoing *p, const struct str *url)
{
    if (p->medias == 0)
        return;
    json_out_key(o, "photo");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->medias; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "value", url[i]);
        json_out_kstr(o, "alt", p->media[i].alt);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

/* A card below the text is an address in it here. */
static struct str text_of(const struct api *s, const struct outgoing *p)
{
    if (p->link.n == 0 || str_find(p->text, p->link) >= 0)
        return p->text;
    return arena_printf(s->a, STRF "\n\n" STRF, STRA(p->text), STRA(p->link));
}

static void put_entry(struct json_out *o, const struct api *s, const struct outgoing *p,
                      const struct str *url, struct str reply_to)
{
    put_one(o, "name", p->title);
    put_one(o, "content", text_of(s, p));
    put_one(o, "summary", p->summary);
    put_one(o, "in-reply-to", reply_to);
    put_photos_out(o, p, url);
    put_tags(o, p->text);
    put_one(o, "mp-slug", slug_of(p, s->a));
}

static bool is_address(struct str s)
{
    return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

static enum err_code parent_of(struct api *s, const struct outgoing *p, struct str *out,
                               struct err *e)
{
    *out = is_address(p->reply_to.key) ? p->reply_to.key : p->reply_to.also;
    if (p->reply_to.key.n == 0)
        *out = STR_NONE;
    else if (!is_address(*out))
        return err_set(e, ERR_INVALID, STRF " answers what has an address of the web only",
                       STRA(api_whom(s)));
    return ERR_OK;
}

static struct published published_of(struct str url)
{
    return (struct published){.key = url, .remote = url, .url = url};
}

enum err_code micropub__publish(struct api *s, const struct outgoing *p, struct published *out,
                                struct err *e)
{
    struct str *url = ARENA_ARRAY(s->a, struct str, p->medias + 1), parent;
    struct http_answer w;
    struct buf body;
    struct json_out o;
    enum err_code rc = parent_of(s, p, &parent, e);
    if (rc == ERR_OK)
        rc = upload_all(s, p, url, e);
    if (rc)
        return rc;
    buf_init(&body, MIB(8));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    put_one(&o, "type", STR("h-entry"));
    json_out_key(&o, "properties");
    json_out_open(&o, '{');
    put_entry(&o, s, p, url, parent);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    rc = micropub__ask(s,
                       (struct api_ask){.method = "POST",
                                        .url = api_fact(s, "micropub"),
                                        .body = buf_view(&body),
                                        .type = "application/json",
                                        .changes = true},
                       &w, NULL, e);
    buf_free(&body);
    if (rc)
        return rc;
    struct str where = http_header(&w, "Location");
    *out = published_of(where.n ? http_resolve(w.url, where, s->a) : STR_NONE);
    return out->key.n ? ERR_OK
                      : err_set(e, ERR_UNCERTAIN, STRF " took it without saying where it is",
                                STRA(api_whom(s)));
}

/* By the slug where the server took it, else by its words. */
static bool is_it(const struct api *s, const struct json *entry, const struct outgoing *o,
                  struct str url)
{
    return url.n && (str_find(url, slug_of(o, s->a)) >= 0 ||
                     same_post(o, url, micropub__value(s, entry, "content"),
                               when_parse(micropub__value(s, entry, "published")), s->a));
}

enum err_code micropub__find(struct api *s, const struct outgoing *p, struct published *out,
                             struct err *e)
{
    struct outgoing o = *p;
    struct str cursor = STR_NONE;
    o.text = text_of(s, p);
    for (int page = 0;; page++) {
        struct micropub_list l;
        enum err_code rc = micropub__list(s, cursor, &l, e);
        for (const struct json *v = l.first; v && rc == ERR_OK; v = v->next) {
            struct str url = micropub__value(s, v, "url");
            if (is_it(s, v, &o, url)) {
                *out = published_of(url);
                return ERR_OK;
            }
        }
        bool far_enough = l.newest_first && l.oldest_ms < p->at_ms - SAME_CLOCKS_MS;
        if (rc)
            return rc;
        if (l.next.n == 0 || far_enough || page + 1 == FIND_PAGES_MOST)
            return same_missing(s, p, l.newest_first ? l.oldest_ms : INT64_MAX, l.more, e);
        cursor = l.next;
    }
}

static enum err_code act(struct api *s, struct buf *body, struct http_answer *w, struct err *e)
{
    enum err_code rc = micropub__ask(s,
                                     (struct api_ask){.method = "POST",
                                                      .url = api_fact(s, "micropub"),
                                                      .body = buf_view(body),
                                                      .type = "application/json"},
                                     w, NULL, e);
    buf_free(body);
    return rc;
}

enum err_code micropub__edit(struct api *s, struct published *what, const struct outgoing *p,
                             struct err *e)
{
    struct buf body;
    struct json_out o;
    struct http_answer w = {0};
    buf_init(&body, MIB(8));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "action", STR("update"));
    json_out_kstr(&o, "url", what->remote);
    json_out_key(&o, "replace");
    json_out_open(&o, '{');
    put_one(&o, "name", p->title);
    put_one(&o, "content", text_of(s, p));
    put_one(&o, "summary", p->summary);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    enum err_code rc = act(s, &body, &w, e); /* the same words twice are the same post */
    struct str moved = rc ? STR_NONE : http_header(&w, "Location");
    if (moved.n) /* 201: its address followed its words */
        *what = published_of(http_resolve(w.url, moved, s->a));
    return rc;
}

enum err_code micropub__drop(struct api *s, const struct published *what, struct err *e)
{
    struct buf body;
    struct json_out o;
    buf_init(&body, KIB(64));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "action", STR("delete"));
    json_out_kstr(&o, "url", what->remote);
    json_out_close(&o, '}');
    enum err_code rc = act(s, &body, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
