/* networks/mastodon_read.c: statuses, people and notifications of the Mastodon API as records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mastodon.h"

#include "core/limits.h"
#include "networks/common.h"
#include "text/html.h"

enum {
    PAGE = 40,       /* statuses and notifications; more is not given */
    PEOPLE_PAGE = 80 /* followers, following */
};

/* The host of an address, with its port: "ann" on "https://host:8101/ann" is ann@host:8101. */
static struct str host_of(struct str url)
{
    ptrdiff_t at = str_find(url, STR("://"));
    struct str rest = at < 0 ? STR_NONE : str_after(url, (size_t)at + 3), host = STR_NONE;
    return str_cut(&rest, '/', &host) ? host : rest;
}

struct str mastodon__key(const struct api *s, const struct json *account)
{
    struct str acct = json_get_str(account, "acct");
    if (acct.n && acct.p[0] == '@')
        acct = str_after(acct, 1);
    if (acct.n == 0)
        return STR_NONE;
    struct str host = host_of(json_get_str(account, "url"));
    struct str key = str_chr(acct, '@') >= 0
                         ? arena_str(s->a, acct)
                         : arena_printf(s->a, STRF "@" STRF, STRA(acct),
                                        STRA(host.n ? host : host_of(s->server)));
    return common__lower(key, s->a);
}

struct str mastodon__also(const struct api *s, struct str id)
{
    return id.n ? arena_printf(s->a, "id:" STRF "/" STRF, STRA(host_of(s->server)), STRA(id))
                : STR_NONE;
}

struct str mastodon__id(const struct api *s, struct str also)
{
    struct str start = arena_printf(s->a, "id:" STRF "/", STRA(host_of(s->server)));
    return str_starts(also, start) ? str_after(also, start.n) : STR_NONE;
}

static enum err_code put_fact(struct str who, enum fact_field field, struct str value,
                              struct str label, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact =
        (struct record_fact){.identity = who, .field = field, .value = value, .label = label};
    return value.n ? sink_put(to, &rec, e) : ERR_OK;
}

enum err_code mastodon__put_person(struct api *s, const struct json *account, struct sink *to,
                                   struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str key = mastodon__key(s, account);
    if (key.n == 0)
        return ERR_OK;
    rec.as.identity = (struct record_identity){
        .key = key,
        .name = html_to_text(json_get_str(account, "display_name"), s->a),
        .handle = key,
        .url = json_get_str(account, "url"),
        .kind = json_true(json_get(account, "group")) ? IDENTITY_GROUP : IDENTITY_PERSON};
    enum err_code rc = sink_put(to, &rec, e);
    if (rc == ERR_OK)
        rc = put_fact(key, FACT_BIO, html_to_text(json_get_str(account, "note"), s->a),
                      STR_NONE, to, e);
    const struct json *fields = json_get(account, "fields");
    for (const struct json *f = fields ? fields->first : NULL; f && rc == ERR_OK; f = f->next) {
        struct str value = html_to_text(json_get_str(f, "value"), s->a);
        rc = put_fact(key, str_starts(value, STR("http")) ? FACT_URL : FACT_OTHER, value,
                      json_get_str(f, "name"), to, e);
    }
    return rc;
}

static enum err_code put_media(const struct json *list, struct str post, int *position,
                               struct sink *to, struct err *e)
{
    static const struct {
        const char *type;
        enum attachment_kind kind;
    } kinds[] = {
        {"image", ATTACHMENT_IMAGE},
        {"gifv",  ATTACHMENT_VIDEO},
        {"video", ATTACHMENT_VIDEO},
        {"audio", ATTACHMENT_AUDIO}
    };
    enum err_code rc = ERR_OK;
    for (const struct json *m = list ? list->first : NULL; m && rc == ERR_OK; m = m->next) {
        struct record rec = {.kind = RECORD_ATTACHMENT};
        struct str remote = json_get_str(m, "remote_url");
        rec.as.attachment =
            (struct record_attachment){.post = post,
                                       .position = (*position)++,
                                       .kind = ATTACHMENT_FILE,
                                       .uri = remote.n ? remote : json_get_str(m, "url"),
                                       .media_type = json_get_str(m, "mime_type"),
                                       .alt = json_get_str(m, "description")};
        for (size_t i = 0; i < COUNT_OF(kinds); i++)
            if (str_is(json_get_str(m, "type"), kinds[i].type))
                rec.as.attachment.kind = kinds[i].kind;
        rc = sink_put(to, &rec, e);
    }
    return rc;
}

/* "Yes: 3\nNo: 1", as archives have it. */
static enum err_code put_poll(struct api *s, const struct json *poll, struct str post,
                              int position, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    const struct json *options = json_get(poll, "options");
    struct buf b;
    if (!options || options->count == 0)
        return ERR_OK;
    buf_init(&b, KIB(64));
    for (const struct json *o = options->first; o; o = o->next)
        buf_printf(&b, "%s" STRF ": %lld", b.n ? "\n" : "", STRA(json_get_str(o, "title")),
                   (long long)json_i64(json_get(o, "votes_count"), 0));
    rec.as.attachment = (struct record_attachment){.post = post,
                                                   .position = position,
                                                   .kind = ATTACHMENT_POLL,
                                                   .note = arena_str(s->a, buf_view(&b))};
    buf_free(&b);
    return sink_put(to, &rec, e);
}

/* A conversation has no name in this API: it is known by those who are in it. */
static enum err_code put_direct(struct api *s, const struct json *status, struct str author,
                                struct str *thread, struct sink *to, struct err *e)
{
    enum {
        PEOPLE_MOST = 32
    };
    struct str who[PEOPLE_MOST];
    size_t n = 0;
    const struct json *mentions = json_get(status, "mentions");
    if (!str_eq(author, s->key))
        who[n++] = author;
    for (const struct json *m = mentions ? mentions->first : NULL; m && n < PEOPLE_MOST;
         m = m->next) {
        struct str key = mastodon__key(s, m);
        bool known = key.n == 0 || str_eq(key, s->key);
        for (size_t i = 0; i < n; i++)
            known |= str_eq(who[i], key);
        if (!known)
            who[n++] = key;
    }
    for (size_t i = 1; i < n; i++) /* few: by insertion */
        for (size_t k = i; k && str_cmp(who[k - 1], who[k]) > 0; k--) {
            struct str t = who[k];
            who[k] = who[k - 1];
            who[k - 1] = t;
        }
    struct buf key;
    buf_init(&key, KIB(16));
    buf_lit(&key, "with");
    for (size_t i = 0; i < n; i++)
        buf_printf(&key, ":" STRF, STRA(who[i]));
    *thread = arena_str(s->a, buf_view(&key));
    buf_free(&key);
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread = (struct record_thread){.key = *thread, .group = n > 1};
    enum err_code rc = sink_put(to, &rec, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct record member = {.kind = RECORD_MEMBER};
        member.as.member = (struct record_member){.thread = *thread, .identity = who[i]};
        rc = sink_put(to, &member, e);
    }
    return rc;
}

/* A boost's own address ends in what its activity is; archives leave that out. */
static struct str uri_of(const struct json *status)
{
    struct str uri = json_get_str(status, "uri");
    if (str_ends(uri, STR("/activity")))
        uri.n -= sizeof "/activity" - 1;
    return uri.n ? uri : json_get_str(status, "url");
}

static bool is_boost(const struct json *status)
{
    const struct json *reblog = json_get(status, "reblog");
    return reblog && reblog->type == JSON_OBJECT;
}

static void read_status(struct api *s, const struct json *v, struct str author,
                        struct record_post *p)
{
    const struct json *reblog = json_get(v, "reblog");
    struct str parent = json_get_str(v, "in_reply_to_id");
    bool boost = is_boost(v);
    *p = (struct record_post){
        .key = uri_of(v),
        .also = mastodon__also(s, json_get_str(v, "id")),
        .kind = boost      ? POST_RESHARE
                : parent.n ? POST_REPLY
                           : POST_POST,
        .own = str_eq(author, s->key),
        .author = author,
        .at = when_parse(json_get_str(v, "created_at")),
        .edited = when_parse(json_get_str(v, "edited_at")),
        .text = boost ? STR_NONE : html_to_text(json_get_str(v, "content"), s->a),
        .summary = boost ? STR_NONE : json_get_str(v, "spoiler_text"),
        .title = STR_NONE,
        .url = boost ? STR_NONE : json_get_str(v, "url"),
        .link = boost ? uri_of(reblog) : json_get_str(json_get(v, "card"), "url"),
        .language = json_get_str(v, "language"),
        .visibility = mastodon__visibility(json_get_str(v, "visibility")),
        .reply_to = mastodon__also(s, parent),
        .reshare_of = boost ? uri_of(reblog) : STR_NONE,
        .likes = json_i64(json_get(v, "favourites_count"), -1),
        .reshares = json_i64(json_get(v, "reblogs_count"), -1)};
    const struct json *quoted = json_at(v, "quote/quoted_status");
    if (!boost && quoted && quoted->type == JSON_OBJECT)
        p->reshare_of = uri_of(quoted);
}

static enum err_code put_bad(const struct json *v, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_UNREAD};
    rec.as.unread = (struct record_unread){.file = STR("statuses"),
                                           .raw = json_get_str(v, "id"),
                                           .why = STR("a post without an address")};
    return sink_put(to, &rec, e);
}

/* Without what it passes on. */
static enum err_code put_status(struct api *s, const struct json *v, struct sink *to,
                                struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    const struct json *account = json_get(v, "account");
    int position = 0;
    enum err_code rc = mastodon__put_person(s, account, to, e);
    if (rc)
        return rc;
    read_status(s, v, mastodon__key(s, account), p);
    if (p->key.n == 0)
        return put_bad(v, to, e);
    if (p->visibility == VISIBLE_DIRECT) {
        p->kind = POST_MESSAGE;
        rc = put_direct(s, v, p->author, &p->thread, to, e);
    }
    if (rc == ERR_OK)
        rc = sink_put(to, &rec, e);
    if (rc || is_boost(v))
        return rc;
    rc = put_media(json_get(v, "media_attachments"), p->key, &position, to, e);
    return rc ? rc : put_poll(s, json_get(v, "poll"), p->key, position, to, e);
}

enum err_code mastodon__put_status(struct api *s, const struct json *v, struct sink *to,
                                   struct err *e)
{
    /* what is passed on comes first; nothing passes on what passes on */
    enum err_code rc = is_boost(v) ? put_status(s, json_get(v, "reblog"), to, e) : ERR_OK;
    return rc ? rc : put_status(s, v, to, e);
}

/* Notifications --------------------------------------------------------------------------- */

static enum err_code put_reaction(struct api *s, const struct json *n, const char *kind,
                                  struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    const struct json *status = json_get(n, "status");
    rec.as.reaction =
        (struct record_reaction){.post = uri_of(status),
                                 .author = mastodon__key(s, json_get(n, "account")),
                                 .kind = str_from(kind),
                                 .at = when_parse(json_get_str(n, "created_at"))};
    enum err_code rc = mastodon__put_status(s, status, to, e); /* ours, with its counts */
    return rc || rec.as.reaction.post.n == 0 ? rc : sink_put(to, &rec, e);
}

static enum err_code put_like(struct api *s, const struct json *n, struct sink *to,
                              struct err *e)
{
    return put_reaction(s, n, "like", to, e);
}

static enum err_code put_boost(struct api *s, const struct json *n, struct sink *to,
                               struct err *e)
{
    return put_reaction(s, n, "reshare", to, e);
}

static enum err_code put_post(struct api *s, const struct json *n, struct sink *to,
                              struct err *e)
{
    return mastodon__put_status(s, json_get(n, "status"), to, e);
}

static enum err_code put_follower(struct api *s, const struct json *n, struct sink *to,
                                  struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){
        .identity = mastodon__key(s, json_get(n, "account")), .kind = CONNECTION_FOLLOWED_BY};
    return sink_put(to, &rec, e);
}

/* Kinds that are passed over: what moderators and servers say; new ones may come at any time. */
static const struct {
    const char *type;
    bool status;
    enum err_code (*put)(struct api *s, const struct json *n, struct sink *to, struct err *e);
} notices[] = {
    {"mention",   true,  put_post    },
    {"status",    true,  put_post    },
    {"update",    true,  put_post    },
    {"poll",      true,  put_post    },
    {"quote",     true,  put_post    },
    {"favourite", true,  put_like    },
    {"reblog",    true,  put_boost   },
    {"follow",    false, put_follower},
};

static enum err_code put_notice(struct api *s, const struct json *n, struct sink *to,
                                struct err *e)
{
    const struct json *status = json_get(n, "status");
    bool has = status && status->type == JSON_OBJECT;
    for (size_t i = 0; i < COUNT_OF(notices); i++) {
        if (!str_is(json_get_str(n, "type"), notices[i].type) || (notices[i].status && !has))
            continue;
        enum err_code rc = mastodon__put_person(s, json_get(n, "account"), to, e);
        return rc ? rc : notices[i].put(s, n, to, e);
    }
    return ERR_OK;
}

/* Pages ------------------------------------------------------------------------------------ */

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

struct str mastodon__next(const struct http_answer *w, struct arena *a)
{
    struct str url = http_link(w, "next", a);
    ptrdiff_t at = str_find(url, STR("://"));
    struct str rest = at < 0 ? STR_NONE : str_after(url, (size_t)at + 3);
    ptrdiff_t slash = str_chr(rest, '/');
    return slash < 0 ? STR_NONE : str_after(rest, (size_t)slash);
}

/* A list, and the address of the next page: by the Link header, else (servers without one) behind
 * the last id. */
static enum err_code get_list(struct api *s, struct str url, struct json **list,
                              struct str *next, struct err *e)
{
    struct http_answer w;
    enum err_code rc = api_ask(s, &(struct api_ask){.url = url}, &w, list, e);
    *next = STR_NONE;
    if (rc)
        return rc;
    if ((*list)->type != JSON_ARRAY)
        return err_set(e, ERR_PARSE, STRF " answered something that is no list",
                       STRA(api_whom(s)));
    *next = mastodon__next(&w, s->a);
    return ERR_OK;
}

static enum err_code walk_page(struct api *s, struct str first, put_item *put, struct str mark,
                               struct sink *to, struct api_page *out, struct err *e)
{
    struct walk w;
    struct json *list = NULL;
    struct str next;
    int64_t oldest = 0, newest = 0;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc == ERR_OK)
        rc = get_list(s, w.cursor.n ? w.cursor : first, &list, &next, e);
    if (rc == ERR_OK)
        rc = put_all(s, list, put, to, e);
    if (rc)
        return rc;
    const struct json *last = NULL;
    for (const struct json *v = list->first; v; last = v, v = v->next) {
        int64_t at = when_parse(json_get_str(v, "created_at")).ms;
        oldest = oldest == 0 || at < oldest ? at : oldest;
        newest = at > newest ? at : newest;
    }
    if (next.n == 0 && list->count >= PAGE && last)
        next = arena_printf(s->a, STRF "&max_id=" STRF, STRA(first),
                            STRA(json_get_str(last, "id")));
    out->items = (int64_t)list->count;
    walk_step(&w, oldest, newest, list->count ? next : STR_NONE, s->a, out);
    return ERR_OK;
}

static enum err_code home_page(struct api *s, struct str mark, struct sink *to,
                               struct api_page *out, struct err *e)
{
    return walk_page(s, STR("/api/v1/timelines/home?limit=40"), mastodon__put_status, mark, to,
                     out, e);
}

static enum err_code own_page(struct api *s, struct str mark, struct sink *to,
                              struct api_page *out, struct err *e)
{
    return walk_page(
        s, arena_printf(s->a, "/api/v1/accounts/" STRF "/statuses?limit=40", STRA(s->remote)),
        mastodon__put_status, mark, to, out, e);
}

static enum err_code notices_page(struct api *s, struct str mark, struct sink *to,
                                  struct api_page *out, struct err *e)
{
    return walk_page(s, STR("/api/v1/notifications?limit=40"), put_notice, mark, to, out, e);
}

/* Everybody each time; ids in the Link are nobody's, so it is followed as it is. */
static enum err_code people_page(struct api *s, const char *which, enum connection_kind kind,
                                 struct str mark, struct sink *to, struct api_page *out,
                                 struct err *e)
{
    struct json *list = NULL;
    struct str next, first = arena_printf(s->a, "/api/v1/accounts/" STRF "/%s?limit=%d",
                                          STRA(s->remote), which, PEOPLE_PAGE);
    enum err_code rc = get_list(s, mark.n ? mark : first, &list, &next, e);
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct record rec = {.kind = RECORD_CONNECTION};
        rec.as.connection =
            (struct record_connection){.identity = mastodon__key(s, v), .kind = kind};
        rc = mastodon__put_person(s, v, to, e);
        if (rc == ERR_OK && rec.as.connection.identity.n)
            rc = sink_put(to, &rec, e);
    }
    if (rc)
        return rc;
    *out = (struct api_page){.mark = next, .more = next.n > 0, .items = (int64_t)list->count};
    return ERR_OK;
}

static enum err_code following_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    return people_page(s, "following", CONNECTION_FOLLOWS, mark, to, out, e);
}

static enum err_code followers_page(struct api *s, struct str mark, struct sink *to,
                                    struct api_page *out, struct err *e)
{
    return people_page(s, "followers", CONNECTION_FOLLOWED_BY, mark, to, out, e);
}

/* Lists are the owner's own words for people: each becomes a label, as in archives. The mark is
 * "id|address" of the list at hand. */
static enum err_code put_labelled(struct api *s, struct str id, struct str title,
                                  struct sink *to, struct err *e)
{
    struct str url = arena_printf(s->a, "/api/v1/lists/" STRF "/accounts?limit=80", STRA(id));
    enum err_code rc = ERR_OK;
    while (url.n && rc == ERR_OK) {
        struct json *list = NULL;
        rc = get_list(s, url, &list, &url, e);
        for (const struct json *v = rc ? NULL : list->first; v && rc == ERR_OK; v = v->next) {
            rc = mastodon__put_person(s, v, to, e);
            if (rc == ERR_OK)
                rc = put_fact(mastodon__key(s, v), FACT_LABEL, title, STR_NONE, to, e);
        }
    }
    return rc;
}

static enum err_code lists_page(struct api *s, struct str mark, struct sink *to,
                                struct api_page *out, struct err *e)
{
    struct json *lists = NULL;
    int64_t at = 0, i = 0;
    enum err_code rc = api_get(s, STR("/api/v1/lists"), &lists, e);
    if (rc == ERR_NOT_FOUND) { /* a server without lists */
        *out = (struct api_page){.more = false};
        return ERR_OK;
    }
    if (rc)
        return rc;
    if (mark.n && !str_i64(mark, &at))
        at = 0;
    const struct json *l = lists->first;
    for (; l && i < at; i++)
        l = l->next;
    if (l)
        rc = put_labelled(s, json_get_str(l, "id"), json_get_str(l, "title"), to, e);
    bool more = l && l->next;
    *out = (struct api_page){.mark = more ? arena_printf(s->a, "%lld", (long long)at + 1)
                                          : STR_NONE,
                             .more = more,
                             .items = l != NULL};
    return rc;
}

const struct api_stream mastodon__streams[] = {
    {"home",          "what those you follow post", 60,    25, home_page,      true },
    {"notifications", "answers, likes, followers",  60,    25, notices_page,   true },
    {"own",           "what you post",              300,   0,  own_page,       false},
    {"following",     "whom you follow",            86400, 0,  following_page, false},
    {"followers",     "who follows you",            86400, 0,  followers_page, false},
    {"lists",         "your lists",                 86400, 0,  lists_page,     false},
    {NULL,            NULL,                         0,     0,  NULL,           false}
};

/* Again ------------------------------------------------------------------------------------ */

enum err_code mastodon__again(struct api *s, const struct api_post *post, size_t n,
                              struct sink *to, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct json *status = NULL;
        struct str id = mastodon__id(s, post[i].also);
        if (id.n == 0)
            continue;
        rc = api_get(s, arena_printf(s->a, "/api/v1/statuses/" STRF, STRA(id)), &status, e);
        if (rc == ERR_OK) {
            rc = mastodon__put_status(s, status, to, e);
        } else if (rc == ERR_NOT_FOUND) {
            rc = common__gone(post[i].key, to, e);
        }
    }
    return rc;
}
