/* archives/discord_messages.c: channels, and what the owner wrote in them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/discord.h"

#include "archives/keep.h"
#include "archives/table.h"
#include "core/attr.h"
#include "core/mem.h"

/* Channels of the owner and those who were asked in, by their "type", a number until 2022; all
 * others are rooms of a server. */
static const struct {
    struct str name, number;
    bool two;
} talks[] = {
    {STR_INIT("DM"),       STR_INIT("1"), true },
    {STR_INIT("GROUP_DM"), STR_INIT("3"), false}
};

/* "12345" of ".../c12345/channel.json" */
static struct str channel_in(struct str file)
{
    ptrdiff_t last = str_rchr(file, '/');
    struct str folder = str_sub(file, 0, last < 0 ? 0 : (size_t)last);
    folder = str_after(folder, (size_t)(str_rchr(folder, '/') + 1));
    return str_starts(folder, STR("c")) ? str_after(folder, 1) : folder;
}

static struct str channel_key(struct str id, struct arena *a)
{
    return arena_printf(a, "channel:" STRF, STRA(id));
}

/* Channels ---------------------------------------------------------------------------------- */

/* {"12345": "general in Tea Club", "67890": "Direct Message with ana#0"} */
static enum err_code title_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    struct reading *r = ctx;
    struct discord *st = r->state;
    struct str title = keep_name(json_str(v), r->arena);
    (void)raw, (void)e;
    if (title.n == 0)
        return ERR_OK;
    if (!st->titles)
        st->titles = map_new();
    st->title = mem_grow(st->title, &st->titles_cap, st->titles_n + 1, sizeof *st->title);
    map_put(st->titles, str_after(path, 1), (int64_t)st->titles_n, NULL);
    st->title[st->titles_n++] = title;
    return ERR_OK;
}

enum err_code discord__read_titles(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    return discord__walk(r, in, into, title_value, discord__say_bad, e);
}

static struct str title_of(const struct discord *st, struct str id)
{
    const int64_t *at = st->titles ? map_find(st->titles, id) : NULL;
    return at ? st->title[*at] : STR_NONE;
}

/* "Direct Message with ana#0" → "ana"; since 2023 nobody has a number behind the name. */
static struct str partner_in(struct str title)
{
    static const struct str before = STR_INIT("Direct Message with ");
    if (!str_starts(title, before))
        return STR_NONE;
    title = str_after(title, before.n);
    return str_ends(title, STR("#0")) ? str_sub(title, 0, title.n - 2) : title;
}

static enum err_code members(struct reading *r, struct str thread, const struct json *list,
                             struct str partner, struct err *e)
{
    const struct discord *st = r->state;
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct str id = json_str(v), key;
        if (!discord__is_number(id) || str_eq(id, st->id))
            continue;
        rc = discord__person(r, id, STR_NONE, list->count <= 2 ? partner : STR_NONE, &key, e);
        struct record rec = {.kind = RECORD_MEMBER};
        rec.as.member = (struct record_member){thread, key};
        rc = rc ? rc : reading_put(r, &rec, e);
    }
    return rc;
}

static enum err_code channel(void *ctx, struct str path, const struct json *v, struct str raw,
                             struct err *e)
{
    struct reading *r = ctx;
    struct discord *st = r->state;
    struct str id = json_get_str(v, "id"), type = json_get_str(v, "type");
    struct str name = json_get_str(v, "name"), guild = json_str(json_at(v, "guild/name"));
    bool direct = false, two = false;
    (void)path;
    arena_reset(r->piece);
    if (!discord__is_number(id))
        id = channel_in(r->file);
    if (!discord__is_number(id))
        return reading_unread(r, raw, "a channel without its number", e);
    for (size_t i = 0; i < COUNT_OF(talks); i++) {
        bool is = str_eq(type, talks[i].name) || str_eq(type, talks[i].number);
        direct = direct || is;
        two = two || (is && talks[i].two);
    }
    if (!st->direct)
        st->direct = map_new();
    if (direct)
        map_put(st->direct, id, 1, NULL);
    struct str title = title_of(st, id), partner = partner_in(title);
    if (name.n && guild.n)
        title = arena_printf(r->piece, "#" STRF ", " STRF, STRA(name), STRA(guild));
    else if (name.n)
        title = name;
    else if (partner.n)
        title = partner;
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread =
        (struct record_thread){.key = channel_key(id, r->piece), .title = title, .group = !two};
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc
              : members(r, rec.as.thread.key, json_get(v, "recipients"),
                        two ? partner : STR_NONE, e);
}

enum err_code discord__read_channel(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const whole[] = {NULL};
    return discord__walk(r, in, whole, channel, discord__say_bad, e);
}

/* Messages ---------------------------------------------------------------------------------- */

/* Addresses with a space between them; what stands behind the ? expires. */
static enum err_code attachments(struct reading *r, struct str post, struct str list,
                                 struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    struct str uri;
    enum err_code rc = ERR_OK;
    at->post = post;
    while (rc == ERR_OK && str_cut(&list, ' ', &uri)) {
        ptrdiff_t query = str_chr(uri, '?');
        if (uri.n == 0)
            continue;
        at->uri = uri;
        at->kind =
            attachment_kind_of(STR_NONE, query < 0 ? uri : str_sub(uri, 0, (size_t)query));
        rc = reading_put(r, &rec, e);
        at->position++;
    }
    return rc;
}

/* The package has only what its owner wrote. */
static enum err_code put_message(struct reading *r, struct str id, struct str text,
                                 struct str files, struct str raw, struct err *e)
{
    const struct discord *st = r->state;
    struct str channel_id = channel_in(r->file);
    bool direct = st->direct && map_find(st->direct, channel_id);
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    if (!discord__is_number(id))
        return reading_unread(r, raw, "a message without its number", e);
    *p = (struct record_post){.key = arena_printf(r->piece, "id:" STRF, STRA(id)),
                              .kind = POST_MESSAGE,
                              .own = true,
                              .at = discord__when_of(id),
                              .text = text,
                              .visibility = direct ? VISIBLE_DIRECT : VISIBLE_GROUP,
                              .thread = channel_key(channel_id, r->piece),
                              .likes = -1,
                              .reshares = -1};
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc : attachments(r, p->key, files, e);
}

static enum err_code message(void *ctx, struct str path, const struct json *v, struct str raw,
                             struct err *e)
{
    struct reading *r = ctx;
    (void)path;
    arena_reset(r->piece);
    return put_message(r, json_get_str(v, "ID"), json_get_str(v, "Contents"),
                       json_get_str(v, "Attachments"), raw, e);
}

enum err_code discord__read_json(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    return discord__walk(r, in, into, message, discord__say_bad, e);
}

static enum err_code row(struct reading *r, const struct csv_row *h, const struct csv_row *line,
                         struct err *e)
{
    return put_message(r, csv_cell(h, line, "ID"), csv_cell(h, line, "Contents"),
                       csv_cell(h, line, "Attachments"), line->raw, e);
}

enum err_code discord__read_csv(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const needs[] = {"ID", "Timestamp", "Contents", NULL};
    static const struct table_kind kinds[] = {
        {needs, row },
        {NULL,  NULL}
    };
    return table_read(r, in, kinds, e);
}
