/* archives/mastodon_outbox.c: outbox.json, one document of any size, an activity at a time. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mastodon.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

/* Members of a Note or Question, and of the activity around it. */
enum field {
    FIELD_ID,
    FIELD_TYPE,
    FIELD_PUBLISHED,
    FIELD_UPDATED,
    FIELD_SUMMARY,
    FIELD_CONTENT,
    FIELD_LANGUAGES,
    FIELD_URL,
    FIELD_REPLY,
    FIELD_TO,
    FIELD_CC,
    FIELD_CONVERSATION,
    FIELD_CONTEXT,
    FIELD_ATTACHMENT,
    FIELD_TAG,
    FIELD_LIKES,
    FIELD_SHARES,
    FIELD_QUOTE,
    FIELD_OPTIONS,
    FIELD_OBJECT,
    FIELD_COUNT
};

static const struct {
    struct str key;
    enum field field;
} keys[] = {
    {STR_INIT("id"),             FIELD_ID          },
    {STR_INIT("type"),           FIELD_TYPE        },
    {STR_INIT("published"),      FIELD_PUBLISHED   },
    {STR_INIT("updated"),        FIELD_UPDATED     },
    {STR_INIT("summary"),        FIELD_SUMMARY     },
    {STR_INIT("content"),        FIELD_CONTENT     },
    {STR_INIT("contentMap"),     FIELD_LANGUAGES   },
    {STR_INIT("url"),            FIELD_URL         },
    {STR_INIT("inReplyTo"),      FIELD_REPLY       },
    {STR_INIT("to"),             FIELD_TO          },
    {STR_INIT("cc"),             FIELD_CC          },
    {STR_INIT("conversation"),   FIELD_CONVERSATION},
    {STR_INIT("context"),        FIELD_CONTEXT     },
    {STR_INIT("attachment"),     FIELD_ATTACHMENT  },
    {STR_INIT("tag"),            FIELD_TAG         },
    {STR_INIT("likes"),          FIELD_LIKES       },
    {STR_INIT("shares"),         FIELD_SHARES      },
    {STR_INIT("quote"),          FIELD_QUOTE       },
    {STR_INIT("quoteUri"),       FIELD_QUOTE       },
    {STR_INIT("quoteUrl"),       FIELD_QUOTE       },
    {STR_INIT("_misskey_quote"), FIELD_QUOTE       },
    {STR_INIT("oneOf"),          FIELD_OPTIONS     },
    {STR_INIT("anyOf"),          FIELD_OPTIONS     },
    {STR_INIT("object"),         FIELD_OBJECT      }
};

static void read_fields(const struct json *v, const struct json *f[FIELD_COUNT])
{
    for (const struct json *m = v->first; m; m = m->next)
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            if (str_eq(m->key, keys[i].key)) {
                if (m->type != JSON_NULL && !f[keys[i].field])
                    f[keys[i].field] = m;
                break;
            }
}

/* One string, or the first of a list, or an object's id. */
static struct str uri_of(const struct json *v)
{
    if (v && v->type == JSON_ARRAY)
        v = v->first;
    return v && v->type == JSON_OBJECT ? json_get_str(v, "id") : json_str(v);
}

enum {
    TO_NOBODY,
    TO_PEOPLE,
    TO_FOLLOWERS,
    TO_PUBLIC
};

static int widest(const struct mastodon *st, const struct json *list)
{
    int most = TO_NOBODY;
    bool many = list && list->type == JSON_ARRAY;
    for (const struct json *v = many ? list->first : list; v; v = many ? v->next : NULL) {
        struct str s = json_str(v);
        int to = TO_PEOPLE;
        if (str_is(s, "https://www.w3.org/ns/activitystreams#Public") ||
            str_is(s, "as:Public") || str_is(s, "Public"))
            to = TO_PUBLIC;
        else if (st->followers.n ? str_eq(s, st->followers) : str_ends(s, STR("/followers")))
            to = TO_FOLLOWERS;
        most = to > most ? to : most;
    }
    return most;
}

static enum visibility visibility_of(const struct mastodon *st, const struct json *to,
                                     const struct json *cc)
{
    int first = widest(st, to), second = widest(st, cc);
    if (first == TO_PUBLIC)
        return VISIBLE_PUBLIC;
    if (second == TO_PUBLIC)
        return VISIBLE_UNLISTED;
    if (first == TO_FOLLOWERS || second == TO_FOLLOWERS)
        return VISIBLE_FOLLOWERS;
    return to || cc ? VISIBLE_DIRECT : VISIBLE_UNKNOWN;
}

/* The language of the text that is shown, where there is one for each. */
static struct str language_of(const struct json *map, struct str content)
{
    for (const struct json *m = map ? map->first : NULL; m; m = m->next)
        if (map->count == 1 || str_eq(json_str(m), content))
            return m->key;
    return STR_NONE;
}

static enum err_code mentions(struct reading *r, const struct json *tags, struct str thread,
                              struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct json *t = tags ? tags->first : NULL; t && rc == ERR_OK; t = t->next) {
        struct record rec = {.kind = RECORD_MEMBER};
        struct record_member *m = &rec.as.member;
        if (!str_is(json_get_str(t, "type"), "Mention"))
            continue;
        rc = mastodon__person(r, json_get_str(t, "name"), json_get_str(t, "href"), &m->identity,
                              e);
        m->thread = thread;
        if (rc == ERR_OK && thread.n && m->identity.n)
            rc = reading_put(r, &rec, e);
    }
    return rc;
}

/* Media lie in the archive from "media_attachments/" on, whatever stands before that. */
static struct str media_uri(struct str url)
{
    ptrdiff_t at = str_find(url, STR("media_attachments/"));
    return at < 0 ? url : str_after(url, (size_t)at);
}

/* Where a picture is cropped to: {-1…1, -1…1}; the middle says nothing. */
static struct str focus_of(const struct json *point, struct arena *a)
{
    if (!point || point->count != 2)
        return STR_NONE;
    double x = json_f64(point->first, 0), y = json_f64(point->first->next, 0);
    bool middle = x > -0.005 && x < 0.005 && y > -0.005 && y < 0.005;
    return middle ? STR_NONE : arena_printf(a, "focus %.2f,%.2f", x, y);
}

static enum err_code put_attachments(struct reading *r, const struct json *list,
                                     struct str post, int *position, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        *at = (struct record_attachment){.post = post,
                                         .position = (*position)++,
                                         .uri = media_uri(json_get_str(v, "url")),
                                         .media_type = json_get_str(v, "mediaType"),
                                         .alt = json_get_str(v, "name"),
                                         .note = focus_of(json_get(v, "focalPoint"), r->piece)};
        at->kind = attachment_kind_of(at->media_type, at->uri);
        rc = reading_put(r, &rec, e);
    }
    return rc;
}

/* "Yes: 3\nNo: 1" */
static enum err_code put_poll(struct reading *r, const struct json *options, struct str post,
                              int position, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct buf b;
    if (!options)
        return ERR_OK;
    buf_init(&b, KIB(64));
    for (const struct json *o = options->first; o; o = o->next) {
        buf_printf(&b, "%s" STRF ": %lld", b.n ? "\n" : "", STRA(json_get_str(o, "name")),
                   (long long)json_i64(json_at(o, "replies/totalItems"), 0));
    }
    rec.as.attachment = (struct record_attachment){.post = post,
                                                   .position = position,
                                                   .kind = ATTACHMENT_POLL,
                                                   .note = utf8_clean(buf_view(&b), r->piece)};
    enum err_code rc = reading_put(r, &rec, e);
    buf_free(&b);
    return rc;
}

/* A direct post is a message, and its conversation a thread with members. */
static enum err_code put_thread(struct reading *r, struct str key, struct err *e)
{
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread.key = key;
    return reading_put(r, &rec, e);
}

static void read_note(struct reading *r, const struct json *const f[FIELD_COUNT],
                      const struct json *const act[FIELD_COUNT], struct record_post *p)
{
    const struct mastodon *st = r->state;
    struct str content = json_str(f[FIELD_CONTENT]), thread = json_str(f[FIELD_CONVERSATION]);
    const struct json *at = f[FIELD_PUBLISHED] ? f[FIELD_PUBLISHED] : act[FIELD_PUBLISHED];
    *p = (struct record_post){
        .key = json_str(f[FIELD_ID]),
        .own = true,
        .at = when_parse(json_str(at)),
        .text = html_to_text(content, r->piece),
        .title = STR_NONE,
        .summary = html_to_text(json_str(f[FIELD_SUMMARY]), r->piece),
        .url = uri_of(f[FIELD_URL]),
        .language = language_of(f[FIELD_LANGUAGES], content),
        .visibility = visibility_of(st, f[FIELD_TO] ? f[FIELD_TO] : act[FIELD_TO],
                                    f[FIELD_CC] ? f[FIELD_CC] : act[FIELD_CC]),
        .reply_to = uri_of(f[FIELD_REPLY]),
        .reshare_of = uri_of(f[FIELD_QUOTE]),
        .thread = thread.n ? thread : json_str(f[FIELD_CONTEXT]),
        .likes = json_i64(json_get(f[FIELD_LIKES], "totalItems"), -1),
        .reshares = json_i64(json_get(f[FIELD_SHARES], "totalItems"), -1)};
    struct when updated = when_parse(json_str(f[FIELD_UPDATED]));
    if (updated.sure != TIME_NONE && updated.ms != p->at.ms)
        p->edited = updated;
    if (p->visibility == VISIBLE_DIRECT)
        p->kind = POST_MESSAGE;
    else if (p->reply_to.n)
        p->kind = POST_REPLY;
    else if (p->reshare_of.n)
        p->kind = POST_RESHARE;
}

static enum err_code put_note(struct reading *r, const struct json *const act[FIELD_COUNT],
                              struct err *e)
{
    const struct json *f[FIELD_COUNT] = {NULL};
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    int position = 0;
    read_fields(act[FIELD_OBJECT], f);
    read_note(r, f, act, p);
    bool direct = p->kind == POST_MESSAGE && p->thread.n;
    enum err_code rc = direct ? put_thread(r, p->thread, e) : ERR_OK;
    rc = rc ? rc : mentions(r, f[FIELD_TAG], direct ? p->thread : STR_NONE, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    rc = rc ? rc : put_attachments(r, f[FIELD_ATTACHMENT], p->key, &position, e);
    return rc ? rc : put_poll(r, f[FIELD_OPTIONS], p->key, position, e);
}

/* A boost names the post that it passes on, and in cc whose that is. */
static enum err_code put_boost(struct reading *r, const struct json *const act[FIELD_COUNT],
                               struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct str id = json_str(act[FIELD_ID]), uri = uri_of(act[FIELD_OBJECT]);
    if (str_ends(id, STR("/activity")))
        id.n -= sizeof "/activity" - 1;
    rec.as.post = (struct record_post){
        .key = id,
        .kind = POST_RESHARE,
        .own = true,
        .at = when_parse(json_str(act[FIELD_PUBLISHED])),
        .link = str_starts(uri, STR("http")) ? uri : STR_NONE,
        .visibility = visibility_of(r->state, act[FIELD_TO], act[FIELD_CC]),
        .reshare_of = uri,
        .likes = -1,
        .reshares = -1};
    return reading_put(r, &rec, e);
}

static enum err_code activity(struct reading *r, const struct json *v, struct str raw,
                              struct err *e)
{
    const struct json *f[FIELD_COUNT] = {NULL};
    if (v->type == JSON_OBJECT)
        read_fields(v, f);
    struct str type = json_str(f[FIELD_TYPE]);
    const struct json *object = f[FIELD_OBJECT];
    if (str_is(type, "Create") && object && object->type == JSON_OBJECT)
        return put_note(r, f, e);
    if (str_is(type, "Announce") && object)
        return put_boost(r, f, e);
    return reading_unread(r, raw, "an activity that is neither a post nor a boost", e);
}

static enum err_code outbox_value(void *ctx, struct str path, const struct json *v,
                                  struct str raw, struct err *e)
{
    struct reading *r = ctx;
    arena_reset(r->piece);
    return str_is(path, "/orderedItems/[]") ? activity(r, v, raw, e) : ERR_OK;
}

static enum err_code bad_value(void *ctx, struct str path, struct str raw, const char *why,
                               struct err *e)
{
    (void)path;
    return reading_unread(ctx, raw, why, e);
}

static const char *const into_items[] = {"", "/orderedItems", NULL};

enum err_code mastodon__read_outbox(struct reading *r, struct stream *in, struct err *e)
{
    const struct json_walk w = {.into = into_items,
                                .text = utf8_clean,
                                .value = outbox_value,
                                .bad = bad_value,
                                .ctx = r};
    return json_walk(in, &w, e);
}

/* likes.json and bookmarks.json: addresses, without a day or whose posts they are. */
struct marks {
    struct reading *r;
    struct str kind;
};

static enum err_code mark_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    const struct marks *m = ctx;
    if (!str_is(path, "/orderedItems/[]"))
        return ERR_OK;
    struct str uri = uri_of(v);
    if (uri.n == 0)
        return reading_unread(m->r, raw, "an entry without an address", e);
    return mastodon__reaction(m->r, uri, m->kind, e);
}

static enum err_code mark_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    const struct marks *m = ctx;
    return bad_value(m->r, path, raw, why, e);
}

static enum err_code read_marks(struct reading *r, struct stream *in, struct str kind,
                                struct err *e)
{
    struct marks m = {r, kind};
    const struct json_walk w = {.into = into_items,
                                .text = utf8_clean,
                                .value = mark_value,
                                .bad = mark_bad,
                                .ctx = &m};
    return json_walk(in, &w, e);
}

enum err_code mastodon__read_likes(struct reading *r, struct stream *in, struct err *e)
{
    return read_marks(r, in, STR("like"), e);
}

enum err_code mastodon__read_bookmarks(struct reading *r, struct stream *in, struct err *e)
{
    return read_marks(r, in, STR("bookmark"), e);
}
