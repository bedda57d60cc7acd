/* archives/takeout_youtube.c: YouTube in a Takeout: channels followed, comments, what was watched. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/takeout.h"

#include "core/buf.h"
#include "core/csv.h"
#include "core/limits.h"
#include "core/url.h"
#include "text/decode.h"
#include "text/utf8.h"

/* Folders, files and headers are in the account's language, so that a row is known by its cells:
 * what a channel's id, a video's id, a time and a comment's text look like is the same in all. */

enum {
    CHANNEL_ID = 24, /* "UC" and 22 more */
    VIDEO_ID = 11
};

static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
            return false;
    return s.n > 0;
}

static bool is_channel(struct str s)
{
    return s.n == CHANNEL_ID && str_starts(s, STR("UC")) && is_id(s);
}

static bool is_time(struct str s)
{
    return s.n > 10 && when_parse(s).sure >= TIME_LOCAL;
}

static struct str cell(const struct csv_row *row, size_t i)
{
    return i < row->n ? str_trim(row->cell[i]) : STR_NONE;
}

/* What a row is. Two eras of comments: the comment's id stood first, then behind the price. */
enum row_kind {
    ROW_OTHER,
    ROW_CHANNEL,      /* the owner's own: id, …, title */
    ROW_SUBSCRIPTION, /* id, address, title */
    ROW_COMMENT,      /* channel, time, price, id, parent, video, text */
    ROW_COMMENT_OLD,  /* id, channel, time, price, parent, video, text */
    ROW_SAVED         /* video, time: in a playlist */
};

static enum row_kind kind_of(const struct csv_row *row)
{
    struct str first = cell(row, 0), second = cell(row, 1);
    if (row->n == 3 && is_channel(first) && str_find(second, STR("youtube.com/")) >= 0)
        return ROW_SUBSCRIPTION;
    if (row->n >= 6 && is_channel(first) && is_time(second))
        return ROW_COMMENT;
    if (row->n >= 6 && is_id(first) && is_channel(second) && is_time(cell(row, 2)))
        return ROW_COMMENT_OLD;
    if (row->n == 2 && first.n == VIDEO_ID && is_id(first) && is_time(second))
        return ROW_SAVED;
    return is_channel(first) && !str_starts(second, STR("http")) ? ROW_CHANNEL : ROW_OTHER;
}

static struct str video_key(struct str id, struct arena *a)
{
    return arena_printf(a, "video:" STRF, STRA(id));
}

/* The pieces of a text: {"text": "a"},{"text": "\n"}, in older ones below takeoutSegments. */
static struct str joined(struct str s, struct arena *a)
{
    struct json *v = NULL;
    struct buf b;
    bool old = str_find(s, STR("takeoutSegments")) >= 0;
    struct str list = old ? s : arena_printf(a, "[" STRF "]", STRA(s));
    if (str_find(s, STR("\"text\"")) < 0 || json_parse(list, utf8_clean, a, &v, NULL))
        return s;
    const struct json *segments = old ? json_get(v, "takeoutSegments") : v;
    buf_init(&b, LIMIT_POST_TEXT);
    for (const struct json *m = segments ? segments->first : NULL; m; m = m->next)
        buf_str(&b, json_get_str(m, "text"));
    struct str out = utf8_clean(arena_str(a, buf_view(&b)), a);
    buf_free(&b);
    return out;
}

/* Live chats have no parent, so that all behind it stands one cell earlier. */
static enum err_code put_comment(struct reading *r, const struct csv_row *row, bool old,
                                 struct err *e)
{
    bool live = row->n == 6;
    struct str id = cell(row, old ? 0 : 3), at = cell(row, old ? 2 : 1);
    struct str parent = live ? STR_NONE : cell(row, 4);
    struct str video = cell(row, live ? 4 : 5), text = cell(row, live ? 5 : 6);
    struct record rec = {.kind = RECORD_POST};
    if (id.n == 0)
        return reading_unread(r, row->raw, "a comment without an id", e);
    rec.as.post = (struct record_post){
        .key = id,
        .kind = POST_COMMENT,
        .own = true,
        .at = when_parse(at),
        .text = joined(text, r->piece),
        .url = video.n
                   ? arena_printf(r->piece, "https://www.youtube.com/watch?v=" STRF "&lc=" STRF,
                                  STRA(video), STRA(id))
                   : STR_NONE,
        .visibility = VISIBLE_PUBLIC,
        .reply_to = parent.n  ? parent
                    : video.n ? video_key(video, r->piece)
                              : STR_NONE,
        .likes = -1,
        .reshares = -1};
    return reading_put(r, &rec, e);
}

static enum err_code put_subscription(struct reading *r, const struct csv_row *row,
                                      struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY}, link = {.kind = RECORD_CONNECTION};
    struct str id = cell(row, 0);
    rec.as.identity = (struct record_identity){
        .key = id, .name = cell(row, 2), .url = cell(row, 1), .kind = IDENTITY_ORGANISATION};
    link.as.connection = (struct record_connection){.identity = id, .kind = CONNECTION_FOLLOWS};
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc : reading_put(r, &link, e);
}

/* "…/playlists/Soups-videos.csv" → "Soups" */
static struct str playlist_of(struct str file)
{
    struct str name = str_after(file, (size_t)(str_rchr(file, '/') + 1));
    ptrdiff_t dot = str_rchr(name, '.');
    name = str_sub(name, 0, dot < 0 ? name.n : (size_t)dot);
    ptrdiff_t dash = str_rchr(name, '-');
    return dash > 0 && str_is(str_after(name, (size_t)dash), "-videos")
               ? str_sub(name, 0, (size_t)dash)
               : name;
}

static enum err_code put_saved(struct reading *r, const struct csv_row *row, struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    struct str id = cell(row, 0);
    rec.as.reaction = (struct record_reaction){
        .post = video_key(id, r->piece),
        .own = true,
        .kind = STR("save"),
        .at = when_parse(cell(row, 1)),
        .url = arena_printf(r->piece, "https://www.youtube.com/watch?v=" STRF, STRA(id)),
        .text = playlist_of(r->file)};
    return reading_put(r, &rec, e);
}

static enum err_code put_row(struct reading *r, const struct csv_row *row, bool known,
                             enum row_kind *kind, struct err *e)
{
    *kind = kind_of(row);
    enum err_code rc = ERR_OK;
    if (*kind != ROW_OTHER && *kind != ROW_CHANNEL)
        rc = takeout__enter(r, TAKEOUT_YOUTUBE, e);
    if (rc)
        return rc;
    switch (*kind) {
    case ROW_SUBSCRIPTION:
        return put_subscription(r, row, e);
    case ROW_COMMENT:
    case ROW_COMMENT_OLD:
        return put_comment(r, row, *kind == ROW_COMMENT_OLD, e);
    case ROW_SAVED:
        return put_saved(r, row, e);
    case ROW_CHANNEL:
        break;
    case ROW_OTHER:
        if (known && row->n > 1)
            return reading_unread(r, row->raw, "a row of another form than those before it", e);
    }
    return ERR_OK;
}

static enum err_code next_row(struct reading *r, struct csv *csv, struct csv_row *row,
                              bool *got, struct err *e)
{
    arena_reset(r->piece);
    enum err_code rc = csv_next(csv, r->piece, row, got, e);
    for (size_t i = 0; rc == ERR_OK && *got && i < row->n; i++)
        row->cell[i] = utf8_or_cp1252(row->cell[i], r->piece);
    return rc;
}

enum err_code takeout__read_youtube(struct reading *r, struct stream *in, struct err *e)
{
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, in));
    struct csv_row row;
    enum row_kind kind;
    bool got = false, known = false;
    enum err_code rc = ERR_OK;
    while ((rc = next_row(r, csv, &row, &got, e)) == ERR_OK && got) {
        if ((rc = put_row(r, &row, known, &kind, e)))
            break;
        known = known || kind != ROW_OTHER;
    }
    csv_free(csv);
    return rc;
}

/* Whose the archive is stands in the owner's comments, and in the file about the channel. */
enum err_code takeout__look_youtube(struct reading *r, struct stream *in, struct err *e)
{
    struct takeout *st = r->state;
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, in));
    struct csv_row row, header = {0};
    struct arena *a = arena_new(MIB(64));
    bool got = false;
    enum err_code rc = csv_next(csv, a, &header, &got, e);
    while (rc == ERR_OK && got && (rc = next_row(r, csv, &row, &got, e)) == ERR_OK && got) {
        enum row_kind kind = kind_of(&row);
        struct str id = cell(&row, kind == ROW_COMMENT_OLD ? 1 : 0);
        if (kind != ROW_COMMENT && kind != ROW_COMMENT_OLD && kind != ROW_CHANNEL)
            continue;
        if (st->channel.n == 0)
            st->channel = arena_str(r->arena, id);
        struct str name = csv_cell(&header, &row, "Channel Title (Original)");
        if (kind == ROW_CHANNEL && name.n)
            st->channel_name = arena_str(r->arena, name);
        break;
    }
    arena_free(a);
    csv_free(csv);
    return rc == ERR_PARSE ? ERR_OK : rc; /* the second phase says it */
}

/* "Watched X": the word is in the account's language; English goes, where it is known. */
static struct str title_of(const struct json *v)
{
    struct str title = json_get_str(v, "title");
    return str_starts(title, STR("Watched ")) ? str_after(title, sizeof "Watched " - 1) : title;
}

static bool is_ad(const struct json *v)
{
    const struct json *details = json_get(v, "details");
    for (const struct json *d = details ? details->first : NULL; d; d = d->next)
        if (str_is(json_get_str(d, "name"), "From Google Ads"))
            return true;
    return false;
}

/* Searches and posts seen have addresses of other kinds, and are left; so are advertisements. A
 * video that was taken away has none. */
static enum err_code put_watched(struct reading *r, const struct json *v, struct err *e)
{
    struct url u;
    struct record rec = {.kind = RECORD_REACTION};
    struct str address = json_get_str(v, "titleUrl"), id = STR_NONE;
    if (address.n && url_parse(address, &u))
        id = url_query(&u, "v", r->piece);
    if (!is_id(id))
        id = STR_NONE;
    if ((address.n && id.n == 0) || is_ad(v))
        return ERR_OK;
    bool music = str_is(json_get_str(v, "header"), "YouTube Music");
    rec.as.reaction =
        (struct record_reaction){.post = id.n ? video_key(id, r->piece) : STR_NONE,
                                 .own = true,
                                 .kind = music ? STR("listen") : STR("watch"),
                                 .at = when_parse(json_get_str(v, "time")),
                                 .url = address,
                                 .text = title_of(v)};
    enum err_code rc = takeout__enter(r, TAKEOUT_YOUTUBE, e);
    return rc ? rc : reading_put(r, &rec, e);
}

static enum err_code history_value(void *ctx, struct str path, const struct json *v,
                                   struct str raw, struct err *e)
{
    struct reading *r = ctx;
    arena_reset(r->piece);
    if (!str_is(path, "/[]"))
        return ERR_OK;
    if (v->type != JSON_OBJECT)
        return reading_unread(r, raw, "an entry that is no object", e);
    /* other files of the folder are lists too */
    return json_get(v, "title") && json_get(v, "time") ? put_watched(r, v, e) : ERR_OK;
}

static enum err_code history_bad(void *ctx, struct str path, struct str raw, const char *why,
                                 struct err *e)
{
    (void)path;
    return reading_unread(ctx, raw, why, e);
}

enum err_code takeout__read_history(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = history_value, .bad = history_bad, .ctx = r};
    return json_walk(in, &w, e);
}
