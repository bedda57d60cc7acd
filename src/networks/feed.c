/* networks/feed.c: feeds by their address: one's own site's, and those of others that one follows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/url.h"
#include "net/discover.h"
#include "text/html.h"
#include "text/utf8.h"

#include <string.h>

/* RSS, Atom and JSON Feed. The feed itself is read by the sandboxed reader of archives; here only as
 * much is looked at as tells what came, and whose it is: with the key that archives/web.c makes. */

enum {
    EVERY_S = 1800,
    TITLE_MOST = 300,
    LOOK_MOST = 65536, /* bytes in which a feed says what it is */
    KEY_MOST = 2048    /* as archives/opml.c cuts an address */
};

/* An answer looked at as closely as is needed to tell a feed from a page. */
struct seen {
    bool feed, json;
    struct str site, self, title;
};

static struct str without_bom(struct str s)
{
    return str_trim(str_starts(s, STR("\xEF\xBB\xBF")) ? str_after(s, 3) : s);
}

/* "atom:feed" → "feed" */
static struct str local(struct str name)
{
    ptrdiff_t colon = str_chr(name, ':');
    return str_after(name, (size_t)(colon + 1));
}

static bool is_root(struct str name)
{
    static const char *const roots[] = {"rss", "rdf", "feed", "channel"};
    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (str_eq_ci(local(name), str_from(roots[i])))
            return true;
    return false;
}

static bool is_item(struct str name)
{
    return str_eq_ci(local(name), STR("item")) || str_eq_ci(local(name), STR("entry"));
}

/* What stands behind a tag, up to the next one. */
static struct str words_behind(struct str rest, struct arena *a)
{
    static const struct str open = STR_INIT("<![CDATA["), close = STR_INIT("]]>");
    rest = str_sub(rest, 0, KIB(8));
    struct str words = str_trim(rest);
    ptrdiff_t end;
    if (str_starts(words, open)) {
        words = str_after(words, open.n);
        end = str_find(words, close);
    } else {
        end = str_chr(words, '<');
    }
    return end < 0 ? STR_NONE : html_to_text(str_sub(words, 0, (size_t)end), a);
}

/* The title of the feed, which html_next_tag passes over. */
static struct str title_in(struct str head, struct arena *a)
{
    ptrdiff_t at = str_find(head, STR("<title"));
    struct str rest = at < 0 ? STR_NONE : str_after(head, (size_t)at);
    ptrdiff_t end = str_chr(rest, '>');
    return end < 0 ? STR_NONE
                   : str_sub(words_behind(str_after(rest, (size_t)end + 1), a), 0, TITLE_MOST);
}

/* <link>address</link>, or Atom's <link rel href>. */
static void take_link(const struct html_tag *t, struct str rest, struct str base,
                      struct seen *out, struct arena *a)
{
    struct str href = html_attribute(t, "href", a), rel = html_attribute(t, "rel", a);
    if (href.n == 0)
        href = str_chr(t->name, ':') < 0 ? words_behind(rest, a) : STR_NONE;
    href = href.n ? http_resolve(base, href, a) : STR_NONE;
    if (rel.n == 0 || str_is(rel, "alternate"))
        out->site = out->site.n ? out->site : href;
    else if (str_is(rel, "self"))
        out->self = out->self.n ? out->self : href;
}

/* Up to its first item: what stands behind it archives/web.c has not read either when it names the
 * site. */
static void look_at_xml(struct str body, struct str base, struct seen *out, struct arena *a)
{
    struct html_tag t;
    struct str rest = str_sub(body, 0, LOOK_MOST), whole = rest;
    bool first = true, inside = false; /* of a picture or another's name */
    while (html_next_tag(&rest, &t)) {
        if (first && !is_root(t.name))
            return;
        first = false;
        out->feed = true;
        if (is_item(t.name))
            break;
        if (str_eq_ci(t.name, STR("image")) || str_eq_ci(t.name, STR("textInput")))
            inside = !t.closing;
        else if (!inside && !t.closing && str_eq_ci(local(t.name), STR("link")))
            take_link(&t, rest, base, out, a);
    }
    if (out->feed)
        out->title = title_in(str_sub(whole, 0, whole.n - rest.n), a);
}

static void look_at_json(struct str body, struct str base, struct seen *out, struct arena *a)
{
    struct json *j = NULL;
    struct err ignored;
    if (json_parse(body, utf8_clean, a, &j, &ignored) ||
        str_find(json_get_str(j, "version"), STR("jsonfeed.org/version")) < 0)
        return;
    struct str site = json_get_str(j, "home_page_url"), self = json_get_str(j, "feed_url");
    out->feed = out->json = true;
    out->title = json_get_str(j, "title");
    out->site = site.n ? http_resolve(base, site, a) : STR_NONE;
    out->self = self.n ? http_resolve(base, self, a) : STR_NONE;
}

static struct seen look_at(const struct http_answer *w, struct arena *a)
{
    struct seen out = {.site = STR_NONE, .self = STR_NONE, .title = STR_NONE};
    struct str body = without_bom(w->body);
    if (str_starts(body, STR("{")))
        look_at_json(body, w->url, &out, a);
    else
        look_at_xml(body, w->url, &out, a);
    return out;
}

static int64_t count_items(struct str body, bool json, struct arena *a)
{
    struct html_tag t;
    struct json *j = NULL;
    struct err ignored;
    int64_t n = 0;
    if (json && json_parse(without_bom(body), utf8_clean, a, &j, &ignored) == ERR_OK) {
        const struct json *items = json_get(j, "items");
        return items ? (int64_t)items->count : 0;
    }
    while (!json && html_next_tag(&body, &t))
        n += !t.closing && is_item(t.name);
    return n;
}

/* Facts: where the feed is, and for those of others who writes it. */
static void keep_facts(struct api *s, struct str feed, struct str author)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "feed", feed);
    if (author.n)
        json_out_kstr(&o, "author", author);
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
}

/* What was there the last time (RFC 9110, 13.1). */
struct mark {
    struct str url, etag, modified;
    int64_t hash;
};

static struct mark read_mark(struct str text, struct str url, struct arena *a)
{
    struct json *j = NULL;
    struct err ignored;
    struct mark m = {STR_NONE, STR_NONE, STR_NONE, -1};
    if (text.n == 0 || json_parse(text, NULL, a, &j, &ignored) ||
        !str_eq(json_get_str(j, "url"), url))
        return m; /* of another address */
    m.url = url;
    m.etag = json_get_str(j, "etag");
    m.modified = json_get_str(j, "modified");
    m.hash = json_i64(json_get(j, "hash"), -1);
    return m;
}

static struct str write_mark(const struct mark *m, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(512));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "url", m->url);
    json_out_kstr(&o, "etag", m->etag);
    json_out_kstr(&o, "modified", m->modified);
    json_out_ki64(&o, "hash", m->hash);
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static enum err_code fetch(struct api *s, struct str url, const struct mark *m,
                           struct http_answer *w, struct err *e)
{
    struct http_header header[3];
    size_t n = 0;
    header[n++] = (struct http_header){
        STR("Accept"), STR("application/atom+xml, application/rss+xml, application/feed+json, "
                           "application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")};
    if (m && m->etag.n)
        header[n++] = (struct http_header){STR("If-None-Match"), m->etag};
    if (m && m->modified.n)
        header[n++] = (struct http_header){STR("If-Modified-Since"), m->modified};
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = url, .header = header, .headers = n, .bare = true},
                w, NULL, e);
    if (rc && w->status == 304)
        return ERR_OK;
    if (w->status == 410)
        return err_set(e, ERR_DENIED,
                       STRF
                       " is gone for good, its server says; if it is elsewhere now, add it "
                       "from there",
                       STRA(api_whom(s)));
    return rc;
}

/* Who ------------------------------------------------------------------------------------- */

/* The feed at the address that was named, or the first that the page there names. */
static enum err_code find_feed(struct api *s, struct str url, struct http_answer *w,
                               struct seen *seen, struct err *e)
{
    struct discovered d;
    enum err_code rc = fetch(s, url, NULL, w, e);
    if (rc)
        return rc;
    *seen = look_at(w, s->a);
    if (seen->feed)
        return ERR_OK;
    discover(w, s->a, &d);
    if (d.feeds == 0)
        return err_set(e, ERR_NOT_FOUND,
                       STRF " is no feed and names none; give the address of the feed itself",
                       STRA(api_whom(s)));
    rc = fetch(s, d.feed[0].url, NULL, w, e);
    if (rc)
        return rc;
    *seen = look_at(w, s->a);
    return seen->feed ? ERR_OK
                      : err_set(e, ERR_PARSE, "what " STRF " names as its feed is none",
                                STRA(api_whom(s)));
}

/* archives/web.c: the site's address, else the feed's own. One that has no dot in its host (of this
 * machine) has no such key and is called by its address. */
static struct str key_of(const struct seen *seen, struct str url, struct arena *a)
{
    struct str key = url_key(seen->site.n ? seen->site : seen->self.n ? seen->self : url, a);
    return key.n ? key : utf8_clean(str_sub(url, 0, KEY_MOST), a);
}

/* Where a feed stays: a redirect for now is asked anew each time. */
static struct str address_of(const struct http_answer *w, struct str asked, struct arena *a)
{
    return w->moved && w->url.n ? arena_str(a, w->url) : asked;
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct http_answer w = {0};
    struct seen seen;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = find_feed(s, s->server, &w, &seen, e);
    if (rc)
        return rc;
    s->remote = arena_str(s->a, w.url);
    s->key = s->handle = key_of(&seen, w.url, s->a);
    keep_facts(s, w.url, STR_NONE);
    rec.as.account = (struct record_account){.network = STR("web"),
                                             .key = s->key,
                                             .handle = s->key,
                                             .name = seen.title,
                                             .url = seen.site};
    return sink_put(to, &rec, e);
}

/* A feed of somebody else: who writes it is followed, under the key that archives/opml.c gives. */
static enum err_code who_follows(struct api *s, struct sink *to, struct err *e)
{
    struct http_answer w = {0};
    struct seen seen;
    struct record rec = {.kind = RECORD_ACCOUNT}, them = {.kind = RECORD_IDENTITY},
                  link = {.kind = RECORD_CONNECTION};
    enum err_code rc = find_feed(s, s->server, &w, &seen, e);
    if (rc)
        return rc;
    struct str author = utf8_clean(str_sub(w.url, 0, KEY_MOST), s->a);
    s->remote = author;
    s->handle = key_of(&seen, w.url, s->a);
    s->key = arena_printf(s->a, "follows:" STRF, STRA(s->handle));
    keep_facts(s, w.url, author);
    rec.as.account = (struct record_account){.network = STR("web"),
                                             .key = s->key,
                                             .handle = s->handle,
                                             .name = STR("Feeds that are read")};
    them.as.identity = (struct record_identity){
        .key = author, .name = seen.title, .url = seen.site, .kind = IDENTITY_ORGANISATION};
    link.as.connection =
        (struct record_connection){.identity = author, .kind = CONNECTION_FOLLOWS};
    rc = sink_put(to, &rec, e);
    rc = rc ? rc : sink_put(to, &them, e);
    return rc ? rc : sink_put(to, &link, e);
}

/* Reading --------------------------------------------------------------------------------- */

static enum err_code page(struct api *s, struct str mark, struct sink *to, struct api_page *out,
                          struct err *e)
{
    struct http_answer w = {0};
    struct str url = api_fact(s, "feed"), author = api_fact(s, "author");
    (void)to;
    url = url.n ? url : s->server;
    struct mark m = read_mark(mark, url, s->a);
    enum err_code rc = fetch(s, url, &m, &w, e);
    if (rc)
        return rc;
    out->mark = mark;
    if (w.status == 304)
        return ERR_OK;
    struct seen seen = look_at(&w, s->a);
    if (!seen.feed)
        return err_set(e, ERR_PARSE, "what " STRF " answers is no feed", STRA(api_whom(s)));
    struct str now = address_of(&w, url, s->a);
    struct mark next = {now, http_header(&w, "ETag"), http_header(&w, "Last-Modified"),
                        hash_key(&w.body, 1)};
    out->mark = write_mark(&next, s->a);
    if (!str_eq(now, url)) {
        keep_facts(s, now, author);
        rc = s->keep ? s->keep(s->ctx, s, e) : ERR_OK;
    }
    if (rc ||
        next.hash == m.hash) /* many servers say nothing of 304, and send the same again */
        return rc;
    out->file = w.body;
    out->file_name =
        STR("feed.rss"); /* the reader tells RSS, Atom and JSON by the first bytes */
    out->file_author = author;
    out->items = count_items(w.body, seen.json, s->a);
    return ERR_OK;
}

static const struct api_stream streams[] = {
    {"feed", "what the site's feed has", EVERY_S, 1, page, false},
    {NULL,   NULL,                       0,       0, NULL, false}
};

/* clang-format off */
#define SHARED                                                                                 \
    .id = "web",                                                                               \
    .source = "https://www.rssboard.org/rss-specification, RFC 4287, https://jsonfeed.org",    \
    .can = API_READS, .sign_in = SIGN_IN_NONE, .stream = streams
/* clang-format on */

const struct network_api api_feed = {
    SHARED,
    .door = "feed",
    .name = "Own site",
    .how = "Name the address of your own site, or of its feed.",
    .who = who,
};

const struct network_api api_feed_follow = {
    SHARED,
    .door = "follow",
    .name = "Feed of somebody else",
    .how = "Name the address of the site that you read, or of its feed.",
    .who = who_follows,
};
