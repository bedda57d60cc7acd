/* archives/feed_json.c: JSON Feed 1.0 and 1.1 (jsonfeed.org). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/feed.h"

#include "core/json.h"
#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

struct run {
    const struct feed_sink *to;
    struct arena *a, *piece;
    struct feed *out;
};

/* 1.1 has a list of authors, 1.0 one. */
static struct str author_of(const struct json *v)
{
    struct str name = json_get_str(json_at(v, "authors/[]"), "name");
    return name.n ? name : json_get_str(json_get(v, "author"), "name");
}

static enum err_code item(struct run *x, const struct json *v, struct err *e)
{
    struct feed_file file[LIMIT_FEED_FILES];
    struct str html = json_get_str(v, "content_html"), text = json_get_str(v, "content_text");
    const struct json *files = json_get(v, "attachments");
    arena_reset(x->piece);
    struct feed_item it = {.id = json_get_str(v, "id"),
                           .url = json_get_str(v, "url"),
                           .link = json_get_str(v, "external_url"),
                           .title = json_get_str(v, "title"),
                           .text = html.n ? html_to_text(html, x->piece) : text,
                           .author = author_of(v),
                           .language = json_get_str(v, "language"),
                           .published = when_parse(json_get_str(v, "date_published")),
                           .updated = when_parse(json_get_str(v, "date_modified")),
                           .file = file};
    if (it.text.n == 0)
        it.text = json_get_str(v, "summary");
    if (it.language.n == 0)
        it.language = x->out->language;
    for (const struct json *f = files ? files->first : NULL; f && it.files < LIMIT_FEED_FILES;
         f = f->next)
        file[it.files++] =
            (struct feed_file){json_get_str(f, "url"), json_get_str(f, "mime_type")};
    return x->to->item(x->to->ctx, x->out, &it, e);
}

/* Its members come in any order: what the feed says of itself may stand behind its items. */
static enum err_code value(void *ctx, struct str path, const struct json *v, struct str raw,
                           struct err *e)
{
    struct run *x = ctx;
    const struct {
        const char *path;
        struct str *to;
    } members[] = {
        {"/title",         &x->out->title      },
        {"/description",   &x->out->description},
        {"/language",      &x->out->language   },
        {"/home_page_url", &x->out->url        },
        {"/feed_url",      &x->out->self       }
    };
    if (str_is(path, "/version") && str_find(json_str(v), STR("jsonfeed.org/version")) >= 0)
        x->out->kind = FEED_JSON;
    if (str_is(path, "/author"))
        x->out->author = arena_str(x->a, json_get_str(v, "name"));
    if (str_is(path, "/authors/[]") && x->out->author.n == 0)
        x->out->author = arena_str(x->a, json_get_str(v, "name"));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (str_is(path, members[i].path))
            *members[i].to = arena_str(x->a, json_str(v));
    if (!str_is(path, "/items/[]"))
        return ERR_OK;
    return v->type == JSON_OBJECT ? item(x, v, e)
                                  : x->to->bad(x->to->ctx, raw, "an item that is no object", e);
}

static enum err_code bad(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e)
{
    const struct run *x = ctx;
    (void)path;
    return x->to->bad(x->to->ctx, raw, why, e);
}

enum err_code feed__read_json(struct stream *in, const struct feed_sink *to, struct arena *a,
                              struct feed *out, struct err *e)
{
    static const char *const into[] = {"", "/items", "/authors", NULL};
    struct run x = {to, a, arena_new(LIMIT_JSON_TREE), out};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = value, .bad = bad, .ctx = &x};
    enum err_code rc = json_walk(in, &w, e);
    if (rc == ERR_OK && out->kind == FEED_NONE)
        rc = err_set(e, ERR_PARSE, "it is no feed");
    arena_free(x.piece);
    return rc;
}
