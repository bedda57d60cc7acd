/* networks/wordpress_write.c: publishing on a site of WordPress, and looking whether it arrived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/wordpress.h"

#include "core/hash.h"
#include "core/limits.h"
#include "networks/same.h"
#include "text/fold.h"

/* WordPress takes the same post twice, under a slug with "-2" behind it. So the slug is made of what
 * stays the same at each try, and whether a post arrived is asked by its slug. A comment that it has
 * already it refuses itself. */

enum {
    FIND_MOST = 50,  /* comments that are looked through */
    SLUG_WORDS = 48, /* bytes of the title in a slug */
    LATE_MS = 120000 /* what is older than this was tried before: it keeps its time */
};

/* "soup-and-tea-1f2e3d4c5b": the title's letters, and what only this publication has */
static struct str slug_of(const struct outgoing *p, struct arena *a)
{
    struct buf b;
    struct str words = fold_search(p->title, a);
    buf_init(&b, KIB(1));
    for (size_t i = 0; i < words.n && b.n < SLUG_WORDS; i++) {
        bool good = ascii_is_alnum((unsigned char)words.p[i]);
        if (good)
            buf_char(&b, ascii_lower(words.p[i]));
        else if (b.n && b.p[b.n - 1] != '-')
            buf_char(&b, '-');
    }
    if (b.n && b.p[b.n - 1] != '-')
        buf_char(&b, '-');
    buf_printf(&b, "%s%010llx", b.n ? "" : "note-",
               (unsigned long long)hash_key(&p->key, 1) & 0xFFFFFFFFFFu);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

/* HTML of the text -------------------------------------------------------------------------- */

static void put_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&':
            buf_lit(b, "&amp;");
            break;
        case '<':
            buf_lit(b, "&lt;");
            break;
        case '>':
            buf_lit(b, "&gt;");
            break;
        case '"':
            buf_lit(b, "&quot;");
            break;
        case '[': /* a shortcode of WordPress is none in plain words */
            buf_lit(b, "&#91;");
            break;
        default:
            buf_char(b, s.p[i]);
        }
}

/* How long the address is that s begins with; 0 none. */
static size_t address_at(struct str s)
{
    size_t n = 0;
    if (!str_starts(s, STR("https://")) && !str_starts(s, STR("http://")))
        return 0;
    while (n < s.n && (unsigned char)s.p[n] > ' ' && s.p[n] != '<' && s.p[n] != '>' &&
           s.p[n] != '"')
        n++;
    while (n && str_chr(STR(".,;:!?)'"), s.p[n - 1]) >= 0)
        n--;
    return n > sizeof "https://" ? n : 0;
}

static void put_line(struct buf *b, struct str line)
{
    while (line.n) {
        size_t n = address_at(line), plain = 0;
        if (n) {
            struct str url = str_sub(line, 0, n);
            buf_lit(b, "<a href=\"");
            put_escaped(b, url);
            buf_lit(b, "\">");
            put_escaped(b, url);
            buf_lit(b, "</a>");
            line = str_after(line, n);
            continue;
        }
        do
            plain++;
        while (plain < line.n && address_at(str_after(line, plain)) == 0);
        put_escaped(b, str_sub(line, 0, plain));
        line = str_after(line, plain);
    }
}

/* An empty line parts paragraphs; one line break is one. */
static void put_paragraphs(struct buf *b, struct str text)
{
    struct str line;
    bool open = false;
    text = str_trim(text);
    while (str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.n == 0) {
            buf_lit(b, open ? "</p>\n" : "");
            open = false;
            continue;
        }
        buf_lit(b, open ? "<br />\n" : "<p>");
        open = true;
        put_line(b, line);
    }
    buf_lit(b, open ? "</p>\n" : "");
}

/* Pictures ---------------------------------------------------------------------------------- */

struct picture {
    struct str id, url, alt;
};

static struct str ending(struct str type)
{
    ptrdiff_t slash = str_chr(type, '/');
    struct str t = str_after(type, (size_t)(slash + 1));
    return str_is(t, "jpeg") ? STR("jpg") : str_sub(t, 0, 8);
}

static enum err_code describe(struct api *s, const struct picture *p, struct err *e)
{
    struct buf body;
    struct json_out o;
    buf_init(&body, KIB(64));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "alt_text", p->alt);
    json_out_close(&o, '}');
    struct str path = arena_printf(s->a, "/wp/v2/media/" STRF, STRA(p->id));
    enum err_code rc = api_ask(s,
                               &(struct api_ask){.method = "POST",
                                                 .url = wordpress__route(s, path, STR_NONE),
                                                 .body = buf_view(&body),
                                                 .type = "application/json"},
                               NULL, NULL, e);
    buf_free(&body);
    return rc;
}

/* Raw bytes with a name; what they show is said in a second request. */
static enum err_code upload(struct api *s, const struct outgoing_media *m, struct str name,
                            struct picture *out, struct err *e)
{
    struct json *j = NULL;
    const struct http_header header = {
        STR("Content-Disposition"),
        arena_printf(s->a, "attachment; filename=\"" STRF "." STRF "\"", STRA(name),
                     STRA(ending(m->media_type)))};
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = wordpress__route(s, STR("/wp/v2/media"), STR_NONE),
                                  .body = m->bytes,
                                  .type = arena_cstr(s->a, m->media_type),
                                  .header = &header,
                                  .headers = 1},
                NULL, &j, e);
    if (rc)
        return rc;
    *out = (struct picture){json_get_str(j, "id"), json_get_str(j, "source_url"), m->alt};
    if (out->id.n == 0 || out->url.n == 0)
        return err_set(e, ERR_PARSE, STRF " took a picture without saying where it is",
                       STRA(api_whom(s)));
    return m->alt.n ? describe(s, out, e) : ERR_OK;
}

/* Those that an earlier try put there already: "12 https://…" a line. */
static size_t known_pictures(struct str progress, struct picture *out, size_t most)
{
    struct str line;
    size_t n = 0;
    while (n < most && str_cut(&progress, '\n', &line)) {
        ptrdiff_t blank = str_chr(line, ' ');
        if (blank > 0)
            out[n++] = (struct picture){str_sub(line, 0, (size_t)blank),
                                        str_after(line, (size_t)blank + 1), STR_NONE};
    }
    return n;
}

static enum err_code upload_all(struct api *s, const struct outgoing *p, struct picture *out,
                                struct err *e)
{
    size_t had = known_pictures(p->progress, out, p->medias);
    struct str done = had ? p->progress : STR_NONE;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < had; i++)
        out[i].alt = p->media[i].alt;
    for (size_t i = had; i < p->medias && rc == ERR_OK; i++) {
        struct str name = arena_printf(s->a, STRF "-%zu", STRA(slug_of(p, s->a)), i + 1);
        rc = upload(s, &p->media[i], name, &out[i], e);
        if (rc)
            break;
        done = arena_printf(s->a, STRF STRF " " STRF "\n", STRA(done), STRA(out[i].id),
                            STRA(out[i].url));
        if (p->note)
            rc = p->note(p->ctx, done, e);
    }
    return rc;
}

/* Posts ------------------------------------------------------------------------------------- */

/* The first picture is the post's own, which themes show above it; the others stand below. */
static void put_pictures(struct buf *b, const struct picture *p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        buf_printf(b,
                   "<figure class=\"wp-block-image\"><img class=\"wp-image-" STRF "\" src=\"",
                   STRA(p[i].id));
        put_escaped(b, p[i].url);
        buf_lit(b, "\" alt=\"");
        put_escaped(b, p[i].alt);
        buf_lit(b, "\" /></figure>\n");
    }
}

static void put_words(struct json_out *o, const struct outgoing *p, struct str behind)
{
    struct buf html;
    buf_init(&html, MIB(8));
    json_out_kstr(o, "title", p->title);
    put_paragraphs(&html, p->text);
    if (p->link.n && str_find(p->text, p->link) < 0) {
        buf_lit(&html, "<p><a href=\"");
        put_escaped(&html, p->link);
        buf_lit(&html, "\">");
        put_escaped(&html, p->link_title.n ? p->link_title : p->link);
        buf_lit(&html, "</a></p>\n");
    }
    buf_str(&html, behind);
    json_out_kstr(o, "content", buf_view(&html));
    if (p->summary.n)
        json_out_kstr(o, "excerpt", p->summary);
    buf_free(&html);
}

static enum err_code published_of(struct api *s, const struct json *j, struct published *out,
                                  struct err *e)
{
    struct str id = json_get_str(j, "id");
    *out = (struct published){.key = wordpress__key(s, id),
                              .remote = arena_printf(s->a, "posts/" STRF, STRA(id)),
                              .url = json_get_str(j, "link")};
    return id.n ? ERR_OK
                : err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                          STRA(api_whom(s)));
}

static enum err_code publish_post(struct api *s, const struct outgoing *p,
                                  struct published *out, struct err *e)
{
    struct picture *picture = ARENA_ARRAY(s->a, struct picture, p->medias + 1);
    struct json *made = NULL;
    struct buf body, figures;
    struct json_out o;
    int64_t first = 0;
    enum err_code rc = upload_all(s, p, picture, e);
    if (rc)
        return rc;
    buf_init(&body, MIB(16));
    buf_init(&figures, MIB(1));
    put_pictures(&figures, picture, p->medias);
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    put_words(&o, p, buf_view(&figures));
    json_out_kstr(&o, "slug", slug_of(p, s->a));
    json_out_kstr(&o, "status",
                  p->visibility == VISIBLE_DIRECT ? STR("private") : STR("publish"));
    if (p->medias && str_i64(picture[0].id, &first))
        json_out_ki64(&o, "featured_media", first);
    /* a time ahead of the site's clock would make it wait there */
    if (p->at_ms > 0 && p->at_ms < time_now_ms() - LATE_MS) {
        struct buf when;
        buf_init(&when, 64);
        time_put_iso(&when, p->at_ms);
        json_out_kstr(&o, "date_gmt", str_sub(buf_view(&when), 0, 19));
        buf_free(&when);
    }
    json_out_close(&o, '}');
    rc = api_ask(s,
                 &(struct api_ask){.method = "POST",
                                   .url = wordpress__route(s, STR("/wp/v2/posts"), STR_NONE),
                                   .body = buf_view(&body),
                                   .type = "application/json",
                                   .changes = true},
                 NULL, &made, e);
    buf_free(&body);
    buf_free(&figures);
    return rc ? rc : published_of(s, made, out, e);
}

static enum err_code find_post(struct api *s, const struct outgoing *p, struct published *out,
                               struct err *e)
{
    struct json *list = NULL;
    struct str query = arena_printf(s->a, "slug=" STRF "&status=publish,private,future",
                                    STRA(slug_of(p, s->a)));
    enum err_code rc = api_get(s, wordpress__route(s, STR("/wp/v2/posts"), query), &list, e);
    if (rc)
        return rc;
    return list->first ? published_of(s, list->first, out, e)
                       : err_set(e, ERR_NOT_FOUND, STRF " does not have it", STRA(api_whom(s)));
}

/* Comments ---------------------------------------------------------------------------------- */

static enum err_code comment_of(struct api *s, const struct json *j, struct published *out,
                                struct err *e)
{
    struct str id = json_get_str(j, "id");
    *out = (struct published){
        .key = arena_printf(s->a, STRF "#comment-" STRF,
                            STRA(wordpress__key(s, json_get_str(j, "post"))), STRA(id)),
        .remote = arena_printf(s->a, "comments/" STRF, STRA(id)),
        .url = json_get_str(j, "link")};
    return id.n ? ERR_OK
                : err_set(e, ERR_UNCERTAIN, STRF " took it without saying what it is now",
                          STRA(api_whom(s)));
}

static enum err_code publish_comment(struct api *s, const struct outgoing *p, struct str post,
                                     struct str parent, struct published *out, struct err *e)
{
    struct json *made = NULL;
    struct buf body, html;
    struct json_out o;
    buf_init(&body, MIB(4));
    buf_init(&html, MIB(4));
    put_paragraphs(&html, p->text);
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    json_out_kstr(&o, "post", post);
    if (parent.n)
        json_out_kstr(&o, "parent", parent);
    json_out_kstr(&o, "content", buf_view(&html));
    json_out_close(&o, '}');
    enum err_code rc =
        api_ask(s,
                &(struct api_ask){.method = "POST",
                                  .url = wordpress__route(s, STR("/wp/v2/comments"), STR_NONE),
                                  .body = buf_view(&body),
                                  .type = "application/json",
                                  .changes = true},
                NULL, &made, e);
    buf_free(&body);
    buf_free(&html);
    return rc ? rc : comment_of(s, made, out, e);
}

static enum err_code find_comment(struct api *s, const struct outgoing *p, struct str post,
                                  struct published *out, struct err *e)
{
    struct json *list = NULL;
    struct str query = arena_printf(
        s->a, "post=" STRF "&author=" STRF "&orderby=date_gmt&order=desc&per_page=%d",
        STRA(post), STRA(s->remote), FIND_MOST);
    int64_t oldest = INT64_MAX;
    int n = 0;
    enum err_code rc = api_get(s, wordpress__route(s, STR("/wp/v2/comments"), query), &list, e);
    for (const struct json *c = rc ? NULL : list->first; c; c = c->next) {
        struct published found;
        oldest = wordpress__time(c, "date_gmt").ms;
        n++;
        if (comment_of(s, c, &found, e) == ERR_OK &&
            same_post(p, found.key, wordpress__plain(s, json_get(c, "content")),
                      wordpress__time(c, "date_gmt"), s->a)) {
            *out = found;
            return ERR_OK;
        }
    }
    return rc ? rc : same_missing(s, p, oldest, n >= FIND_MOST, e);
}

/* What the row has -------------------------------------------------------------------------- */

static enum err_code parent_of(struct api *s, const struct outgoing *p, struct str *post,
                               struct str *comment, struct err *e)
{
    if (wordpress__ids(s, p->reply_to.key, post, comment) ||
        wordpress__ids(s, p->reply_to.also, post, comment))
        return ERR_OK;
    return err_set(e, ERR_INVALID, STRF " takes comments on what stands there only",
                   STRA(api_whom(s)));
}

enum err_code wordpress__publish(struct api *s, const struct outgoing *p, struct published *out,
                                 struct err *e)
{
    struct str post = STR_NONE, comment = STR_NONE;
    if (p->reply_to.key.n == 0)
        return publish_post(s, p, out, e);
    enum err_code rc = parent_of(s, p, &post, &comment, e);
    return rc ? rc : publish_comment(s, p, post, comment, out, e);
}

enum err_code wordpress__find(struct api *s, const struct outgoing *p, struct published *out,
                              struct err *e)
{
    struct str post = STR_NONE, comment = STR_NONE;
    if (p->reply_to.key.n == 0)
        return find_post(s, p, out, e);
    enum err_code rc = parent_of(s, p, &post, &comment, e);
    return rc ? rc : find_comment(s, p, post, out, e);
}

/* Its address as this row wrote it: "posts/12", "comments/7". */
static enum err_code path_of(struct api *s, const struct published *what, struct str *path,
                             struct err *e)
{
    if (!str_starts(what->remote, STR("posts/")) && !str_starts(what->remote, STR("comments/")))
        return err_set(e, ERR_INVALID, "that is no post of " STRF, STRA(api_whom(s)));
    *path = arena_printf(s->a, "/wp/v2/" STRF, STRA(what->remote));
    return ERR_OK;
}

/* The figures below a text that this row wrote. */
static struct str figures_of(struct str raw)
{
    ptrdiff_t at = str_find(raw, STR("<figure class=\"wp-block-image\">"));
    return at < 0 ? STR_NONE : str_after(raw, (size_t)at);
}

enum err_code wordpress__edit(struct api *s, struct published *what, const struct outgoing *p,
                              struct err *e)
{
    struct str path = STR_NONE;
    struct json *old = NULL;
    struct buf body;
    struct json_out o;
    enum err_code rc = path_of(s, what, &path, e);
    if (rc == ERR_OK)
        rc = api_get(s, wordpress__route(s, path, STR("context=edit")), &old, e);
    if (rc)
        return rc;
    buf_init(&body, MIB(16));
    json_out_init(&o, &body);
    json_out_open(&o, '{');
    put_words(&o, p, figures_of(json_str(json_at(old, "content/raw"))));
    json_out_close(&o, '}');
    /* the same words twice are the same post: it may be sent again */
    rc = api_ask(s,
                 &(struct api_ask){.method = "POST",
                                   .url = wordpress__route(s, path, STR_NONE),
                                   .body = buf_view(&body),
                                   .type = "application/json"},
                 NULL, NULL, e);
    buf_free(&body);
    return rc;
}

enum err_code wordpress__drop(struct api *s, const struct published *what, struct err *e)
{
    struct str path = STR_NONE;
    enum err_code rc = path_of(s, what, &path, e);
    if (rc == ERR_OK)
        rc = api_ask(s,
                     &(struct api_ask){.method = "DELETE",
                                       .url = wordpress__route(s, path, STR("force=true"))},
                     NULL, NULL, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}
