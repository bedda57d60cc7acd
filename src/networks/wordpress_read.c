/* networks/wordpress_read.c: what the REST API of WordPress has: own posts, and comments on the site. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/wordpress.h"

#include "core/limits.h"
#include "text/fold.h"
#include "text/html.h"

enum {
    PER_PAGE = 50,
    AGAIN_MS = 1000, /* pages overlap by so much: times have no fractions */
    AUTUMN_MS =
        7200000 /* `after` is compared in the site's own time, whose hour may come twice */
};

/* By when things were changed, oldest first. What changes while this goes on moves to the end, so each
 * page begins anew behind the last time that was seen; only where a whole page is of one moment it is
 * paged by number. */
struct mark {
    int64_t after_ms, page;
};

static struct mark read_mark(struct str text, struct arena *a)
{
    struct json *j = NULL;
    struct err ignored;
    struct mark m = {0, 1};
    if (text.n && json_parse(text, NULL, a, &j, &ignored) == ERR_OK)
        m = (struct mark){json_i64(json_get(j, "after_ms"), 0),
                          json_i64(json_get(j, "page"), 1)};
    return m;
}

static void step(struct mark m, int64_t newest_ms, const struct http_answer *w, struct arena *a,
                 struct api_page *out)
{
    int64_t pages = 0;
    str_i64(http_header(w, "X-WP-TotalPages"), &pages);
    out->more = out->items > 0 && (pages > m.page || http_link(w, "next", a).n);
    struct mark next = {m.after_ms, m.page + 1};
    if (newest_ms - AGAIN_MS > m.after_ms)
        next = (struct mark){newest_ms - AGAIN_MS, 1};
    if (!out->more) {
        next = (struct mark){newest_ms - AUTUMN_MS, 1};
        if (next.after_ms < m.after_ms)
            next.after_ms = m.after_ms;
    }
    out->mark = arena_printf(a, "{\"after_ms\": %lld, \"page\": %lld}",
                             (long long)next.after_ms, (long long)next.page);
}

/* "2024-01-15T08:00:00Z", escaped for a query */
static struct str moment(int64_t ms, struct arena *a)
{
    struct buf b;
    buf_init(&b, 64);
    time_put_iso(&b, ms);
    struct str iso = arena_str(a, str_sub(buf_view(&b), 0, sizeof "2024-01-15T08:00:00" - 1));
    buf_free(&b);
    return arena_printf(a, STRF "Z", STRA(iso));
}

/* Posts ------------------------------------------------------------------------------------ */

/* Another part of the site answers with another name for it: its feed with the guid. */
static struct str other_key(const struct json *post, struct str key)
{
    struct str guid = json_str(json_at(post, "guid/rendered"));
    return str_eq(guid, key) ? STR_NONE : guid;
}

static enum err_code put_picture(struct api *s, const struct json *post, struct str key,
                                 struct sink *to, struct err *e)
{
    const struct json *m = json_at(post, "_embedded/wp:featuredmedia/[]");
    struct str uri = json_get_str(m, "source_url");
    struct record rec = {.kind = RECORD_ATTACHMENT};
    if (uri.n == 0)
        return ERR_OK;
    rec.as.attachment = (struct record_attachment){
        .post = key,
        .position = (int)(json_i64(json_get(m, "id"), 0) % 1000000), /* as archives have it */
        .kind = ATTACHMENT_IMAGE,
        .uri = uri,
        .media_type = json_get_str(m, "mime_type"),
        .alt = json_get_str(m, "alt_text"),
        .note = wordpress__plain(s, json_get(m, "title"))};
    return sink_put(to, &rec, e);
}

static enum err_code put_post(struct api *s, const struct json *post, struct sink *to,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct str key = wordpress__key(s, json_get_str(post, "id"));
    bool open = str_is(json_get_str(post, "status"), "publish") &&
                !json_true(json_at(post, "content/protected"));
    rec.as.post = (struct record_post){.key = key,
                                       .also = other_key(post, key),
                                       .kind = POST_ARTICLE,
                                       .own = true,
                                       .at = wordpress__time(post, "date_gmt"),
                                       .text = wordpress__plain(s, json_get(post, "content")),
                                       .title = wordpress__plain(s, json_get(post, "title")),
                                       .url = json_get_str(post, "link"),
                                       .visibility = open ? VISIBLE_PUBLIC : VISIBLE_UNKNOWN,
                                       .likes = -1,
                                       .reshares = -1};
    struct when edited = wordpress__time(post, "modified_gmt");
    if (edited.ms > rec.as.post.at.ms)
        rec.as.post.edited = edited;
    enum err_code rc = sink_put(to, &rec, e);
    return rc ? rc : put_picture(s, post, key, to, e);
}

static const char post_fields[] =
    "_embed=wp:featuredmedia&_fields=id,guid,date_gmt,modified_gmt,"
    "status,link,title,content,author,_links,_embedded";

static enum err_code posts_page(struct api *s, struct str mark, struct sink *to,
                                struct api_page *out, struct err *e)
{
    struct http_answer w;
    struct json *list = NULL;
    struct mark m = read_mark(mark, s->a);
    int64_t newest = m.after_ms;
    struct str since = m.after_ms > 0 ? arena_printf(s->a, "&modified_after=" STRF,
                                                     STRA(moment(m.after_ms, s->a)))
                                      : STR_NONE;
    struct str query = arena_printf(
        s->a,
        "author=" STRF "&status=publish,private&orderby=modified&order=asc&per_page=%d"
        "&page=%lld" STRF "&%s",
        STRA(s->remote), PER_PAGE, (long long)m.page, STRA(since), post_fields);
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = wordpress__route(s, STR("/wp/v2/posts"), query)},
                &w, &list, e);
    for (const struct json *p = rc ? NULL : list->first; p && rc == ERR_OK; p = p->next) {
        int64_t at = wordpress__time(p, "modified_gmt").ms;
        newest = at > newest ? at : newest;
        out->items++;
        rc = json_get_str(p, "id").n ? put_post(s, p, to, e) : ERR_OK;
    }
    if (rc == ERR_OK)
        step(m, newest, &w, s->a, out);
    return rc;
}

/* Comments --------------------------------------------------------------------------------- */

/* Known by their address where we may see it, else by their name, as in archives. */
static enum err_code put_commenter(struct api *s, const struct json *c, struct str *key,
                                   struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY}, fact = {.kind = RECORD_FACT};
    struct str name = html_to_text(json_get_str(c, "author_name"), s->a);
    struct str email = fold_email(json_get_str(c, "author_email"), s->a);
    *key = email.n  ? email
           : name.n ? arena_printf(s->a, "name:" STRF, STRA(fold_case(name, s->a)))
                    : STR_NONE;
    if (key->n == 0)
        return ERR_OK;
    rec.as.identity = (struct record_identity){.key = *key,
                                               .name = name,
                                               .url = json_get_str(c, "author_url"),
                                               .name_only = email.n == 0};
    enum err_code rc = sink_put(to, &rec, e);
    fact.as.fact = (struct record_fact){.identity = *key, .field = FACT_EMAIL, .value = email};
    return rc || email.n == 0 ? rc : sink_put(to, &fact, e);
}

static enum err_code put_comment(struct api *s, const struct json *c, struct sink *to,
                                 struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str post = wordpress__key(s, json_get_str(c, "post"));
    struct str parent = json_get_str(c, "parent"), type = json_get_str(c, "type");
    if (type.n && !str_is(type, "comment"))
        return ERR_OK; /* pingbacks */
    *p = (struct record_post){
        .key =
            arena_printf(s->a, STRF "#comment-" STRF, STRA(post), STRA(json_get_str(c, "id"))),
        .kind = POST_COMMENT,
        .own = str_eq(json_get_str(c, "author"), s->remote),
        .at = wordpress__time(c, "date_gmt"),
        .text = wordpress__plain(s, json_get(c, "content")),
        .url = json_get_str(c, "link"),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = json_i64(json_get(c, "parent"), 0) > 0
                        ? arena_printf(s->a, STRF "#comment-" STRF, STRA(post), STRA(parent))
                        : post,
        .likes = -1,
        .reshares = -1};
    enum err_code rc = p->own ? ERR_OK : put_commenter(s, c, &p->author, to, e);
    return rc ? rc : sink_put(to, &rec, e);
}

static enum err_code comments_page(struct api *s, struct str mark, struct sink *to,
                                   struct api_page *out, struct err *e)
{
    struct http_answer w;
    struct json *list = NULL;
    struct mark m = read_mark(mark, s->a);
    int64_t newest = m.after_ms;
    struct str since = m.after_ms > 0
                           ? arena_printf(s->a, "&after=" STRF, STRA(moment(m.after_ms, s->a)))
                           : STR_NONE;
    /* addresses of those who wrote are for who may moderate */
    const char *context = api_fact(s, "moderates").n ? "&context=edit" : "";
    struct str query =
        arena_printf(s->a, "orderby=date_gmt&order=asc&per_page=%d&page=%lld%s" STRF, PER_PAGE,
                     (long long)m.page, context, STRA(since));
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = wordpress__route(s, STR("/wp/v2/comments"), query)},
                &w, &list, e);
    for (const struct json *c = rc ? NULL : list->first; c && rc == ERR_OK; c = c->next) {
        int64_t at = wordpress__time(c, "date_gmt").ms;
        newest = at > newest ? at : newest;
        out->items++;
        rc = json_get_str(c, "id").n ? put_comment(s, c, to, e) : ERR_OK;
    }
    if (rc == ERR_OK)
        step(m, newest, &w, s->a, out);
    return rc;
}

const struct api_stream wordpress__streams[] = {
    {"posts",    "your posts",                   900, 0, posts_page,    false},
    {"comments", "what others say on your site", 900, 0, comments_page, false},
    {NULL,       NULL,                           0,   0, NULL,          false}
};

/* Again ------------------------------------------------------------------------------------ */

/* Those of the ids that a list has, pushed; `seen[i]` says which. */
static enum err_code ask_for(struct api *s, const char *path, const struct str *id, bool *seen,
                             size_t n, struct sink *to, struct err *e)
{
    struct buf ids;
    struct json *list = NULL;
    buf_init(&ids, KIB(4));
    for (size_t i = 0; i < n; i++)
        if (id[i].n && !seen[i])
            buf_printf(&ids, "%s" STRF, ids.n ? "," : "", STRA(id[i]));
    struct str wanted = arena_str(s->a, buf_view(&ids));
    buf_free(&ids);
    if (wanted.n == 0)
        return ERR_OK;
    bool comments = str_is(str_from(path), "/wp/v2/comments");
    struct str query =
        arena_printf(s->a, "include=" STRF "&per_page=100&%s%s", STRA(wanted),
                     comments ? "" : "status=publish,private&", comments ? "" : post_fields);
    enum err_code rc =
        api_get(s, wordpress__route(s, str_from(path), str_trim(query)), &list, e);
    for (const struct json *p = rc ? NULL : list->first; p && rc == ERR_OK; p = p->next) {
        struct str got = json_get_str(p, "id");
        for (size_t i = 0; i < n; i++)
            seen[i] = seen[i] || (id[i].n && str_eq(id[i], got));
        rc = got.n == 0 ? ERR_OK : comments ? put_comment(s, p, to, e) : put_post(s, p, to, e);
    }
    return rc;
}

static enum err_code put_gone(const struct api_post *p, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){
        .key = p->key, .deleted = when_ms(time_now_ms()), .likes = -1, .reshares = -1};
    return sink_put(to, &rec, e);
}

enum err_code wordpress__again(struct api *s, const struct api_post *post, size_t n,
                               struct sink *to, struct err *e)
{
    struct str posts[AGAIN_MOST] = {{0}}, comments[AGAIN_MOST] = {{0}};
    bool seen[AGAIN_MOST] = {false}, said[AGAIN_MOST] = {false};
    for (size_t i = 0; i < n; i++) {
        struct str id, comment;
        if (!wordpress__ids(s, post[i].key, &id, &comment))
            continue; /* of another time of the site, or its feed */
        posts[i] = comment.n ? STR_NONE : id;
        comments[i] = comment;
    }
    enum err_code rc = ask_for(s, "/wp/v2/posts", posts, seen, n, to, e);
    if (rc == ERR_OK) /* archives have pages too, under keys of the same kind */
        rc = ask_for(s, "/wp/v2/pages", posts, seen, n, to, e);
    if (rc == ERR_OK)
        rc = ask_for(s, "/wp/v2/comments", comments, said, n, to, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if ((posts[i].n && !seen[i]) || (comments[i].n && !said[i]))
            rc = put_gone(&post[i], to, e);
    return rc;
}
