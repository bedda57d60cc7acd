/* networks/bluesky_read.c: posts, people and notifications of Bluesky as records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/bluesky.h"

#include "core/limits.h"
#include "networks/common.h"

enum {
    PAGE = 100, /* more is not given */
    DAY_MS = 86400000
};

/* Views of people and posts (lexicons app.bsky.actor.defs, app.bsky.feed.defs) ------------------ */

enum err_code bluesky__put_person(struct api *s, const struct json *v, struct sink *to,
                                  struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str did = json_get_str(v, "did"), handle = json_get_str(v, "handle");
    struct str bio = json_get_str(v, "description");
    if (!bluesky_is_did(did))
        return ERR_OK;
    if (str_is(handle, "handle.invalid")) /* of somebody whose handle no longer leads to them */
        handle = STR_NONE;
    rec.as.identity = (struct record_identity){
        .key = did,
        .name = json_get_str(v, "displayName"),
        .handle = handle,
        .url = arena_printf(s->a, "https://bsky.app/profile/" STRF, STRA(did))};
    enum err_code rc = sink_put(to, &rec, e);
    rec = (struct record){.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = did, .field = FACT_BIO, .value = bio};
    return rc || bio.n == 0 ? rc : sink_put(to, &rec, e);
}

static enum err_code put_bare(struct api *s, struct str did, struct str handle, struct sink *to,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = did,
        .handle = handle,
        .url = arena_printf(s->a, "https://bsky.app/profile/" STRF, STRA(did))};
    return bluesky_is_did(did) ? sink_put(to, &rec, e) : ERR_OK;
}

/* Those whom a text names, by the handle that stands there. */
static enum err_code put_mentioned(struct api *s, const struct json *record, struct sink *to,
                                   struct err *e)
{
    const struct json *list = json_get(record, "facets");
    struct str text = json_get_str(record, "text");
    struct bluesky_facet f;
    enum err_code rc = ERR_OK;
    for (const struct json *i = list ? list->first : NULL; i && rc == ERR_OK; i = i->next) {
        if (!bluesky_facet(text, i, &f) || f.did.n == 0)
            continue;
        struct str handle = str_starts(f.shown, STR("@")) ? str_after(f.shown, 1) : STR_NONE;
        rc = put_bare(s, f.did, bluesky_is_handle(handle) ? handle : STR_NONE, to, e);
    }
    return rc;
}

/* Where the bytes of a blob can be had: of the server that keeps the repository. */
static struct str blob_url(struct api *s, struct str post, const struct json *blob)
{
    struct str cid = bluesky_blob(blob), did = bluesky_author(post);
    if (cid.n == 0 || !str_eq(did, s->remote))
        return cid;
    return arena_printf(s->a, STRF "/xrpc/com.atproto.sync.getBlob?did=" STRF "&cid=" STRF,
                        STRA(s->server), STRA(did), STRA(cid));
}

/* Of the view where there is one (it has addresses), else of the record. */
static enum err_code put_embed(struct api *s, struct str post, const struct json *record,
                               const struct json *view, struct sink *to, struct err *e)
{
    const struct json *embed = bluesky_media(record), *seen = json_get(view, "media");
    const struct json *images = json_get(embed, "images"), *video = json_get(embed, "video");
    const struct json *external = json_get(embed, "external");
    const struct json *shown = json_get(seen ? seen : view, "images");
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    int position = 0;
    shown = shown ? shown->first : NULL;
    for (const struct json *i = images ? images->first : NULL; i && rc == ERR_OK; i = i->next) {
        struct str full = json_get_str(shown, "fullsize");
        const struct json *blob = json_get(i, "image");
        *at = (struct record_attachment){.post = post,
                                         .position = position,
                                         .kind = ATTACHMENT_IMAGE,
                                         .uri = full.n ? full : blob_url(s, post, blob),
                                         .media_type = json_get_str(blob, "mimeType"),
                                         .alt = json_get_str(i, "alt")};
        rc = sink_put(to, &rec, e);
        position++;
        shown = shown ? shown->next : NULL;
    }
    if (rc == ERR_OK && video) {
        *at = (struct record_attachment){.post = post,
                                         .kind = ATTACHMENT_VIDEO,
                                         .uri = blob_url(s, post, video),
                                         .media_type = json_get_str(video, "mimeType"),
                                         .alt = json_get_str(embed, "alt")};
        rc = sink_put(to, &rec, e);
    }
    if (rc || !external)
        return rc;
    *at = (struct record_attachment){.post = post,
                                     .kind = ATTACHMENT_LINK,
                                     .uri = json_get_str(external, "uri"),
                                     .alt = json_get_str(external, "description"),
                                     .note = json_get_str(external, "title")};
    return sink_put(to, &rec, e);
}

static enum err_code put_bad(struct str uri, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_UNREAD};
    rec.as.unread = (struct record_unread){
        .file = STR("posts"), .raw = uri, .why = STR("a post without an address")};
    return sink_put(to, &rec, e);
}

/* A post by its record; `view` has its counts and addresses of pictures, or is NULL. */
static enum err_code put_post(struct api *s, struct str uri, const struct json *record,
                              const struct json *view, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey) || !record)
        return put_bad(uri, to, e);
    enum err_code rc = put_mentioned(s, record, to, e);
    bluesky_post_read(record, uri, s->a, p);
    p->author = did;
    p->own = str_eq(did, s->remote);
    p->at = bluesky_when(record, rkey, time_now_ms() + DAY_MS);
    if (p->at.sure == TIME_NONE)
        p->at = when_parse(json_get_str(view, "indexedAt"));
    p->likes = json_i64(json_get(view, "likeCount"), -1);
    p->reshares = json_i64(json_get(view, "repostCount"), -1);
    struct str whom = bluesky_author(p->reply_to);
    if (rc == ERR_OK && whom.n)
        rc = put_bare(s, whom, STR_NONE, to, e);
    if (rc == ERR_OK)
        rc = sink_put(to, &rec, e);
    return rc ? rc
              : put_embed(s, uri, json_get(record, "embed"), json_get(view, "embed"), to, e);
}

static enum err_code put_view(struct api *s, const struct json *v, struct sink *to,
                              struct err *e)
{
    enum err_code rc = bluesky__put_person(s, json_get(v, "author"), to, e);
    return rc ? rc : put_post(s, json_get_str(v, "uri"), json_get(v, "record"), v, to, e);
}

/* The record of passing on: the key that the repository has it under. */
static enum err_code put_repost(struct api *s, struct str uri, struct str by, struct str what,
                                struct when at, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){.key = uri,
                                       .kind = POST_RESHARE,
                                       .own = str_eq(by, s->remote),
                                       .author = by,
                                       .at = at,
                                       .link = bluesky_page(what, s->a),
                                       .visibility = VISIBLE_PUBLIC,
                                       .reshare_of = what,
                                       .likes = -1,
                                       .reshares = -1};
    return uri.n && what.n ? sink_put(to, &rec, e) : ERR_OK;
}

/* app.bsky.feed.defs#feedViewPost: a post, and who passed it on. What it answers comes first. */
static enum err_code put_entry(struct api *s, const struct json *v, struct sink *to,
                               struct err *e)
{
    const struct json *post = json_get(v, "post"), *reason = json_get(v, "reason");
    const struct json *parent = json_at(v, "reply/parent"), *by = json_get(reason, "by");
    struct str uri = json_get_str(post, "uri"), passed = json_get_str(reason, "uri");
    enum err_code rc = ERR_OK;
    if (json_get(parent, "record")) /* else it was deleted, or its author blocks somebody */
        rc = put_view(s, parent, to, e);
    if (rc == ERR_OK)
        rc = put_view(s, post, to, e);
    if (rc || !str_ends(json_get_str(reason, "$type"), STR("#reasonRepost")))
        return rc;
    struct str whom = json_get_str(by, "did");
    if (passed.n == 0) /* older servers leave out which record that was */
        passed = arena_printf(s->a, "repost:" STRF ":" STRF, STRA(whom), STRA(uri));
    rc = bluesky__put_person(s, by, to, e);
    return rc ? rc
              : put_repost(s, passed, whom, uri, when_parse(json_get_str(reason, "indexedAt")),
                           to, e);
}

/* Notifications (app.bsky.notification.listNotifications) ------------------------------------- */

static enum err_code put_reaction(struct api *s, const struct json *n, const char *kind,
                                  struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    struct str post = json_get_str(n, "reasonSubject");
    rec.as.reaction = (struct record_reaction){
        .post = post,
        .author = json_at(n, "author/did") ? json_str(json_at(n, "author/did")) : STR_NONE,
        .kind = str_from(kind),
        .at = when_parse(json_get_str(n, "indexedAt")),
        .url = bluesky_page(post, s->a)};
    return post.n ? sink_put(to, &rec, e) : ERR_OK;
}

static enum err_code put_like(struct api *s, const struct json *n, struct sink *to,
                              struct err *e)
{
    return put_reaction(s, n, "like", to, e);
}

static enum err_code put_passed_on(struct api *s, const struct json *n, struct sink *to,
                                   struct err *e)
{
    return put_reaction(s, n, "reshare", to, e);
}

static enum err_code put_written(struct api *s, const struct json *n, struct sink *to,
                                 struct err *e)
{
    return put_post(s, json_get_str(n, "uri"), json_get(n, "record"), NULL, to, e);
}

static enum err_code put_link(struct str did, enum connection_kind kind, struct when at,
                              struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){.identity = did, .kind = kind, .at = at};
    return bluesky_is_did(did) ? sink_put(to, &rec, e) : ERR_OK;
}

static enum err_code put_follower(struct api *s, const struct json *n, struct sink *to,
                                  struct err *e)
{
    (void)s;
    return put_link(json_str(json_at(n, "author/did")), CONNECTION_FOLLOWED_BY,
                    when_parse(json_get_str(n, "indexedAt")), to, e);
}

/* Other reasons are passed over; new ones may come at any time. */
static const struct {
    const char *reason;
    enum err_code (*put)(struct api *s, const struct json *n, struct sink *to, struct err *e);
} reasons[] = {
    {"like",    put_like     },
    {"repost",  put_passed_on},
    {"follow",  put_follower },
    {"mention", put_written  },
    {"reply",   put_written  },
    {"quote",   put_written  },
};

static enum err_code put_notice(struct api *s, const struct json *n, struct sink *to,
                                struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        if (!str_is(json_get_str(n, "reason"), reasons[i].reason))
            continue;
        enum err_code rc = bluesky__put_person(s, json_get(n, "author"), to, e);
        return rc ? rc : reasons[i].put(s, n, to, e);
    }
    return ERR_OK;
}

/* Pages ---------------------------------------------------------------------------------------- */

typedef enum err_code put_item(struct api *s, const struct json *v, struct sink *to,
                               struct err *e);

/* The oldest first, so that what is answered comes before its answers. */
static enum err_code put_all(struct api *s, const struct json *list, put_item *put,
                             struct sink *to, struct err *e)
{
    size_t n = 0;
    const struct json **item = ARENA_ARRAY(s->a, const struct json *, list->count + 1);
    for (const struct json *v = list->first; v; v = v->next)
        item[n++] = v;
    enum err_code rc = ERR_OK;
    while (n && rc == ERR_OK)
        rc = put(s, item[--n], to, e);
    return rc;
}

/* A server of one's own may keep repositories and nothing else: what is behind app.bsky.* is another
 * program, which it asks. The great ones do have it: there it is a passing failure. */
static enum err_code without_view(struct api *s, const struct http_answer *w, enum err_code rc,
                                  struct err *e)
{
    bool great = str_ends(http_origin(s->server, s->a), STR(".bsky.network")) ||
                 str_is(s->server, "https://bsky.social");
    bool upstream = w->status == 502 && str_find(w->body, STR("UpstreamFailure")) >= 0;
    if (rc == ERR_OK || great || (!upstream && w->status != 501 && w->status != 404))
        return rc;
    return err_set(e, ERR_UNSUPPORTED,
                   STRF " keeps your own posts and shows nobody else's: it has no app view",
                   STRA(api_whom(s)));
}

/* app.bsky.* with a cursor; *list is its member `name`, also where it is missing. */
static enum err_code get_list(struct api *s, struct str url, struct str cursor,
                              const char *name, const struct json **list, struct str *next,
                              struct err *e)
{
    static const struct json none = {.type = JSON_ARRAY};
    struct http_answer w;
    struct json *j = NULL;
    *list = &none;
    if (cursor.n)
        url = arena_printf(s->a, STRF "&cursor=" STRF, STRA(url),
                           STRA(bluesky__escape(cursor, s->a)));
    enum err_code rc = api_ask(s, &(struct api_ask){.url = url}, &w, &j, e);
    if (rc)
        return without_view(s, &w, rc, e);
    const struct json *found = json_get(j, name);
    *next = json_get_str(j, "cursor");
    if (j->type != JSON_OBJECT || (found && found->type != JSON_ARRAY))
        return err_set(e, ERR_PARSE, STRF " answered something that is no list",
                       STRA(api_whom(s)));
    if (found)
        *list = found;
    return ERR_OK;
}

/* When an entry came to its place in the stream. */
static int64_t time_of(const struct json *v)
{
    const struct json *at = json_at(v, "reason/indexedAt");
    if (!at)
        at = json_at(v, "post/indexedAt");
    return when_parse(at ? json_str(at) : json_get_str(v, "indexedAt")).ms;
}

static enum err_code walk_page(struct api *s, struct str url, const char *name, put_item *put,
                               struct str mark, struct sink *to, struct api_page *out,
                               struct err *e)
{
    struct walk w;
    const struct json *list = NULL;
    struct str next = STR_NONE;
    int64_t oldest = 0, newest = 0;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc == ERR_OK)
        rc = get_list(s, url, w.cursor, name, &list, &next, e);
    if (rc == ERR_OK)
        rc = put_all(s, list, put, to, e);
    if (rc)
        return rc;
    for (const struct json *v = list->first; v; v = v->next) {
        int64_t at = time_of(v);
        oldest = at && (oldest == 0 || at < oldest) ? at : oldest;
        newest = at > newest ? at : newest;
    }
    out->items = (int64_t)list->count;
    walk_step(&w, oldest, newest, next, s->a, out);
    return ERR_OK;
}

static enum err_code home_page(struct api *s, struct str mark, struct sink *to,
                               struct api_page *out, struct err *e)
{
    return walk_page(s, STR("/xrpc/app.bsky.feed.getTimeline?limit=100"), "feed", put_entry,
                     mark, to, out, e);
}

static enum err_code notices_page(struct api *s, struct str mark, struct sink *to,
                                  struct api_page *out, struct err *e)
{
    return walk_page(s, STR("/xrpc/app.bsky.notification.listNotifications?limit=100"),
                     "notifications", put_notice, mark, to, out, e);
}

/* The repository ------------------------------------------------------------------------------- */

static struct str records_url(struct api *s, const char *collection)
{
    return arena_printf(
        s->a, "/xrpc/com.atproto.repo.listRecords?repo=" STRF "&collection=%s&limit=%d",
        STRA(s->remote), collection, PAGE);
}

static enum err_code put_own_post(struct api *s, const struct json *v, struct sink *to,
                                  struct err *e)
{
    return put_post(s, json_get_str(v, "uri"), json_get(v, "value"), NULL, to, e);
}

static enum err_code put_own_repost(struct api *s, const struct json *v, struct sink *to,
                                    struct err *e)
{
    const struct json *value = json_get(v, "value");
    struct str uri = json_get_str(v, "uri"), did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey))
        return put_bad(uri, to, e);
    return put_repost(s, uri, did, json_str(json_at(value, "subject/uri")),
                      bluesky_when(value, rkey, time_now_ms() + DAY_MS), to, e);
}

static enum err_code put_own_follow(struct api *s, const struct json *v, struct sink *to,
                                    struct err *e)
{
    const struct json *value = json_get(v, "value");
    struct str did = json_get_str(value, "subject");
    enum err_code rc = put_bare(s, did, STR_NONE, to, e);
    return rc ? rc
              : put_link(did, CONNECTION_FOLLOWS, when_parse(json_get_str(value, "createdAt")),
                         to, e);
}

/* When a record came to its place in the repository: its key says it, mostly. */
static int64_t time_in(const struct json *v)
{
    struct str did, collection, rkey;
    int64_t ms = 0;
    if (bluesky_uri(json_get_str(v, "uri"), &did, &collection, &rkey))
        bluesky_tid(rkey, &ms);
    return ms;
}

enum {
    COLLECTIONS = 2
};

/* The newest records of some collections, one after the other. The mark: "repository NUMBER", and behind
 * it a line for each collection, which is that one's walk. */
static enum err_code repository_page(struct api *s, const char *const *collection,
                                     put_item *const *put, struct str mark, struct sink *to,
                                     struct api_page *out, struct err *e)
{
    struct str each[COLLECTIONS] = {STR_NONE, STR_NONE}, rest = mark, line = STR_NONE, next;
    const struct json *list = NULL;
    struct walk w;
    int64_t at = 0, last = 0, oldest = 0, newest = 0;
    while (last + 1 < COLLECTIONS && collection[last + 1])
        last++;
    if (str_cut(&rest, '\n', &line) && !str_i64(str_after(line, sizeof "repository"), &at))
        at = 0;
    at = at < 0 || at > last ? 0 : at;
    for (int64_t i = 0; i <= last && str_cut(&rest, '\n', &line); i++)
        each[i] = line;
    enum err_code rc = walk_read(each[at], s->a, &w, e);
    if (rc == ERR_OK)
        rc = get_list(s, records_url(s, collection[at]), w.cursor, "records", &list, &next, e);
    if (rc == ERR_OK)
        rc = put_all(s, list, put[at], to, e);
    if (rc)
        return rc;
    for (const struct json *v = list->first; v; v = v->next) {
        int64_t ms = time_in(v);
        oldest = ms && (oldest == 0 || ms < oldest) ? ms : oldest;
        newest = ms > newest ? ms : newest;
    }
    walk_step(&w, oldest, newest, list->count ? next : STR_NONE, s->a, out);
    each[at] = out->mark;
    at += !out->more;
    out->more = at <= last;
    out->items = (int64_t)list->count;
    out->mark = arena_printf(s->a, "repository %lld\n" STRF "\n" STRF,
                             out->more ? (long long)at : 0LL, STRA(each[0]), STRA(each[1]));
    return ERR_OK;
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    static const char *const collections[] = {BLUESKY_POST, BLUESKY_REPOST, NULL};
    static put_item *const puts[] = {put_own_post, put_own_repost};
    struct str url = arena_printf(
        s->a, "/xrpc/app.bsky.feed.getAuthorFeed?actor=" STRF "&limit=100&filter=%s",
        STRA(s->remote), "posts_with_replies");
    enum err_code rc = ERR_UNSUPPORTED;
    bool bare = str_starts(mark, STR("repository"));
    if (!bare)
        rc = walk_page(s, url, "feed", put_entry, mark, to, out, e);
    if (rc != ERR_UNSUPPORTED)
        return rc;
    return repository_page(s, collections, puts, bare ? mark : STR_NONE, to, out, e);
}

/* People ---------------------------------------------------------------------------------------- */

static enum err_code people_page(struct api *s, const char *call, const char *name,
                                 enum connection_kind kind, struct str mark, struct sink *to,
                                 struct api_page *out, struct err *e)
{
    const struct json *list = NULL;
    struct str next = STR_NONE,
               url = arena_printf(s->a, "/xrpc/app.bsky.graph.%s?actor=" STRF "&limit=%d", call,
                                  STRA(s->remote), PAGE);
    enum err_code rc = get_list(s, url, mark, name, &list, &next, e);
    for (const struct json *v = rc ? NULL : list->first; v && rc == ERR_OK; v = v->next) {
        rc = bluesky__put_person(s, v, to, e);
        if (rc == ERR_OK)
            rc = put_link(json_get_str(v, "did"), kind, WHEN_NONE, to, e);
    }
    if (rc)
        return rc;
    *out = (struct api_page){.mark = next, .more = next.n > 0, .items = (int64_t)list->count};
    return ERR_OK;
}

static enum err_code following_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    static const char *const collections[] = {"app.bsky.graph.follow", NULL};
    static put_item *const puts[] = {put_own_follow};
    enum err_code rc = ERR_UNSUPPORTED;
    bool bare = str_starts(mark, STR("repository "));
    if (!bare)
        rc = people_page(s, "getFollows", "follows", CONNECTION_FOLLOWS, mark, to, out, e);
    if (rc != ERR_UNSUPPORTED)
        return rc;
    rc = repository_page(s, collections, puts, bare ? mark : STR_NONE, to, out, e);
    if (rc == ERR_OK && !out->more)
        out->mark = STR_NONE; /* everybody each time */
    return rc;
}

static enum err_code followers_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    return people_page(s, "getFollowers", "followers", CONNECTION_FOLLOWED_BY, mark, to, out,
                       e);
}

static enum err_code put_labelled(struct api *s, const struct json *item, struct str label,
                                  struct sink *to, struct err *e)
{
    const struct json *subject = json_get(item, "subject");
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){
        .identity = json_get_str(subject, "did"), .field = FACT_LABEL, .value = label};
    enum err_code rc = bluesky__put_person(s, subject, to, e);
    return rc || label.n == 0 || rec.as.fact.identity.n == 0 ? rc : sink_put(to, &rec, e);
}

/* Lists are the owner's own words for people: each becomes a label, as in archives. One page of one
 * list a call; the mark is "number cursor". */
static enum err_code lists_page(struct api *s, struct str mark, struct sink *to,
                                struct api_page *out, struct err *e)
{
    const struct json *lists = NULL, *items = NULL;
    struct str cursor = mark, word = STR_NONE, next = STR_NONE;
    int64_t at = 0, i = 0;
    struct str url = arena_printf(s->a, "/xrpc/app.bsky.graph.getLists?actor=" STRF "&limit=%d",
                                  STRA(s->remote), PAGE);
    if (str_cut(&cursor, ' ', &word) && !str_i64(word, &at))
        at = 0;
    enum err_code rc = get_list(s, url, STR_NONE, "lists", &lists, &next, e);
    if (rc)
        return rc;
    const struct json *l = lists->first;
    for (; l && i < at; i++)
        l = l->next;
    *out = (struct api_page){.more = false};
    if (!l)
        return ERR_OK;
    url = arena_printf(s->a, "/xrpc/app.bsky.graph.getList?list=" STRF "&limit=%d",
                       STRA(bluesky__escape(json_get_str(l, "uri"), s->a)), PAGE);
    rc = get_list(s, url, cursor, "items", &items, &next, e);
    for (const struct json *v = rc ? NULL : items->first; v && rc == ERR_OK; v = v->next)
        rc = put_labelled(s, v, json_get_str(l, "name"), to, e);
    if (rc)
        return rc;
    out->more = next.n || l->next;
    out->items = (int64_t)items->count;
    if (out->more)
        out->mark = arena_printf(s->a, "%lld " STRF, (long long)at + (next.n == 0), STRA(next));
    return ERR_OK;
}

const struct api_stream bluesky__streams[] = {
    {"home",          "what those you follow post", 60,    25, home_page,      true },
    {"notifications", "answers, likes, followers",  60,    25, notices_page,   true },
    {"own",           "what you post",              300,   0,  own_page,       false},
    {"following",     "whom you follow",            86400, 0,  following_page, false},
    {"followers",     "who follows you",            86400, 0,  followers_page, false},
    {"lists",         "your lists",                 86400, 0,  lists_page,     false},
    {NULL,            NULL,                         0,     0,  NULL,           false}
};

/* Again ------------------------------------------------------------------------------------------ */

enum err_code bluesky__record(struct api *s, struct str uri, struct json **out, struct err *e)
{
    struct str did, collection, rkey;
    if (!bluesky_uri(uri, &did, &collection, &rkey))
        return err_set(e, ERR_NOT_FOUND, "\"" STRF "\" is no post of Bluesky", STRA(uri));
    return api_get(s,
                   arena_printf(s->a,
                                "/xrpc/com.atproto.repo.getRecord?repo=" STRF
                                "&collection=" STRF "&rkey=" STRF,
                                STRA(did), STRA(collection), STRA(rkey)),
                   out, e);
}

/* What the view leaves out may only be late: of the owner's own the repository knows. */
static enum err_code missing(struct api *s, struct str uri, struct sink *to, struct err *e)
{
    struct json *record = NULL;
    if (!str_eq(bluesky_author(uri), s->remote))
        return common__gone(uri, to, e);
    enum err_code rc = bluesky__record(s, uri, &record, e);
    if (rc == ERR_NOT_FOUND)
        return common__gone(uri, to, e);
    return rc ? rc : put_post(s, uri, json_get(record, "value"), NULL, to, e);
}

enum err_code bluesky__again(struct api *s, const struct api_post *post, size_t n,
                             struct sink *to, struct err *e)
{
    struct buf url;
    const struct json *list = NULL;
    struct str did, collection, rkey, next;
    bool want[AGAIN_MOST] = {false}, seen[AGAIN_MOST] = {false};
    size_t asked = 0;
    n = n < AGAIN_MOST ? n : AGAIN_MOST;
    buf_init(&url, KIB(16));
    buf_lit(&url, "/xrpc/app.bsky.feed.getPosts");
    for (size_t i = 0; i < n; i++) {
        want[i] = bluesky_uri(post[i].key, &did, &collection, &rkey) &&
                  str_is(collection, BLUESKY_POST);
        if (want[i])
            buf_printf(&url, "%suris=" STRF, asked++ ? "&" : "?",
                       STRA(bluesky__escape(post[i].key, s->a)));
    }
    enum err_code rc =
        asked ? get_list(s, buf_view(&url), STR_NONE, "posts", &list, &next, e) : ERR_OK;
    buf_free(&url);
    bool view = rc == ERR_OK;
    if (rc == ERR_UNSUPPORTED)
        rc = ERR_OK;
    for (const struct json *v = view && list ? list->first : NULL; v && rc == ERR_OK;
         v = v->next) {
        for (size_t i = 0; i < n; i++)
            seen[i] |= str_eq(post[i].key, json_get_str(v, "uri"));
        rc = put_view(s, v, to, e);
    }
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (want[i] && !seen[i] && (view || str_eq(bluesky_author(post[i].key), s->remote)))
            rc = missing(s, post[i].key, to, e);
    return rc;
}
