/* archives/discord.c: the data package of Discord, with the messages that its owner wrote. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/keep.h"
#include "archives/table.h"
#include "core/attr.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"
#include "text/utf8.h"

/* What a channel is, by its "type", a number until 2022. */
static const struct type {
    struct str name, number;
    bool direct; /* the owner and those who were asked in */
    bool two;
} types[] = {
    {STR_INIT("DM"),       STR_INIT("1"), true, true },
    {STR_INIT("GROUP_DM"), STR_INIT("3"), true, false}
};

/* One run. */
struct discord {
    struct str id, user, name, email, phone; /* the owner's */
    struct map *titles;                      /* a channel's number → which of `title` */
    struct str *title;                       /* of messages/index.json */
    size_t titles_n, titles_cap;
    struct map *direct; /* numbers of channels that are */
    struct map *people; /* identities pushed, by name (1) or without one (0) */
};

static bool is_number(struct str s)
{
    int64_t n;
    return str_i64(s, &n) && n > 0;
}

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

static enum err_code person(struct reading *r, struct str id, struct str name, struct str user,
                            struct str *key, struct err *e)
{
    struct discord *st = r->state;
    bool made = false;
    *key = arena_printf(r->piece, "id:" STRF, STRA(id));
    if (!st->people)
        st->people = map_new();
    int64_t *named = map_put(st->people, *key, 0, &made);
    if (!made && (*named || name.n + user.n == 0))
        return ERR_OK;
    *named = name.n + user.n > 0;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){.key = *key, .name = name, .handle = user};
    return reading_put(r, &rec, e);
}

static enum err_code walk(struct reading *r, struct stream *in, const char *const *into,
                          enum err_code (*value)(void *ctx, struct str path,
                                                 const struct json *v, struct str raw,
                                                 struct err *e),
                          enum err_code (*bad)(void *ctx, struct str path, struct str raw,
                                               const char *why, struct err *e),
                          struct err *e)
{
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = value, .bad = bad, .ctx = r};
    return json_walk(in, &w, e);
}

static enum err_code say_bad(void *ctx, struct str path, struct str raw, const char *why,
                             struct err *e)
{
    (void)path;
    return reading_unread(ctx, raw, why, e);
}

/* What nobody looks into may be as large as it likes. */
static enum err_code pass_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    return str_starts(path, STR("/relationships")) ? reading_unread(ctx, raw, why, e) : ERR_OK;
}

/* The owner --------------------------------------------------------------------------------- */

#define FIELD(name) offsetof(struct discord, name)
static const struct {
    const char *path;
    size_t field;
} fields[] = {
    {"/id",          FIELD(id)   },
    {"/username",    FIELD(user) },
    {"/global_name", FIELD(name) },
    {"/email",       FIELD(email)},
    {"/phone",       FIELD(phone)}
};

static enum err_code owner_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    struct reading *r = ctx;
    (void)raw, (void)e;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct str *field = (struct str *)(void *)((char *)r->state + fields[i].field);
        if (str_is(path, fields[i].path) && field->n == 0)
            *field = keep_name(json_str(v), r->arena);
    }
    return ERR_OK;
}

static enum err_code read_owner(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    enum err_code rc = walk(r, in, into, owner_value, pass_bad, e);
    /* said when friends are read */
    return rc == ERR_PARSE || rc == ERR_LIMIT ? ERR_OK : rc;
}

/* Numbers until 2022, as the network's interface has them; then words. */
static const struct {
    struct str number, word;
    enum connection_kind kind;
} relations[] = {
    {STR_INIT("1"), STR_INIT("FRIEND"),           CONNECTION_FRIEND    },
    {STR_INIT("2"), STR_INIT("BLOCKED"),          CONNECTION_BLOCKED   },
    {STR_INIT("3"), STR_INIT("PENDING_INCOMING"), CONNECTION_INVITED_BY},
    {STR_INIT("4"), STR_INIT("PENDING_OUTGOING"), CONNECTION_INVITED   }
};

static enum err_code relation(void *ctx, struct str path, const struct json *v, struct str raw,
                              struct err *e)
{
    struct reading *r = ctx;
    const struct json *user = json_get(v, "user");
    struct str id = json_get_str(v, "id"), type = json_get_str(v, "type");
    struct str name = json_get_str(user, "global_name");
    struct record rec = {.kind = RECORD_CONNECTION};
    struct record_connection *c = &rec.as.connection;
    arena_reset(r->piece);
    if (!str_is(path, "/relationships/[]"))
        return ERR_OK;
    if (!is_number(id))
        return reading_unread(r, raw, "a relation without the number of a user", e);
    if (name.n == 0)
        name = json_get_str(user, "display_name");
    enum err_code rc = person(r, id, name, json_get_str(user, "username"), &c->identity, e);
    for (size_t i = 0; i < COUNT_OF(relations) && rc == ERR_OK; i++) {
        if (!str_eq(type, relations[i].number) && !str_eq(type, relations[i].word))
            continue;
        c->kind = relations[i].kind;
        c->at = when_parse(json_get_str(v, "since"));
        c->note = json_get_str(v, "nickname");
        rc = reading_put(r, &rec, e);
    }
    return rc;
}

static enum err_code read_relations(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/relationships", NULL};
    enum err_code rc = walk(r, in, into, relation, pass_bad, e);
    if (rc != ERR_LIMIT)
        return rc;
    return reading_unread(r, STR_NONE, "what stands behind a member of more than 16 MB", e);
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

static enum err_code read_titles(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    return walk(r, in, into, title_value, say_bad, e);
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
        if (!is_number(id) || str_eq(id, st->id))
            continue;
        rc = person(r, id, STR_NONE, list->count <= 2 ? partner : STR_NONE, &key, e);
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
    if (!is_number(id))
        id = channel_in(r->file);
    if (!is_number(id))
        return reading_unread(r, raw, "a channel without its number", e);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        bool is = str_eq(type, types[i].name) || str_eq(type, types[i].number);
        direct = direct || (is && types[i].direct);
        two = two || (is && types[i].two);
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

static enum err_code read_channel(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const whole[] = {NULL};
    return walk(r, in, whole, channel, say_bad, e);
}

/* Messages ---------------------------------------------------------------------------------- */

/* A number holds the millisecond that it was given out. */
static struct when when_of(struct str id)
{
    static const int64_t start = INT64_C(1420070400000); /* 2015-01-01 */
    int64_t n = 0;
    return str_i64(id, &n) && n > 0 ? when_ms((n >> 22) + start) : WHEN_NONE;
}

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
    if (!is_number(id))
        return reading_unread(r, raw, "a message without its number", e);
    *p = (struct record_post){.key = arena_printf(r->piece, "id:" STRF, STRA(id)),
                              .kind = POST_MESSAGE,
                              .own = true,
                              .at = when_of(id),
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

static enum err_code read_json(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    return walk(r, in, into, message, say_bad, e);
}

static enum err_code row(struct reading *r, const struct csv_row *h, const struct csv_row *line,
                         struct err *e)
{
    return put_message(r, csv_cell(h, line, "ID"), csv_cell(h, line, "Contents"),
                       csv_cell(h, line, "Attachments"), line->raw, e);
}

static enum err_code read_csv(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const needs[] = {"ID", "Timestamp", "Contents", NULL};
    static const struct table_kind kinds[] = {
        {needs, row },
        {NULL,  NULL}
    };
    return table_read(r, in, kinds, e);
}

static const struct reader_file files[] = {
    {"account/user.json",   0, read_owner    },
    {"messages/index.json", 0, read_titles   },
    {"account/user.json",   1, read_relations},
    {"c#/channel.json",     1, read_channel  },
    {"#/channel.json",      1, read_channel  },
    {"c#/messages.json",    2, read_json     },
    {"#/messages.json",     2, read_json     },
    {"c#/messages.csv",     2, read_csv      },
    {"#/messages.csv",      2, read_csv      },
    {NULL,                  0, NULL          }
};

static int recognise(const struct container *c)
{
    static const struct {
        const char *pattern, *head;
        int sure;
    } signs[] = {
        {"c#/channel.json",   "\"type\"",     90},
        {"#/channel.json",    "\"type\"",     80},
        {"c#/messages.json",  "\"Contents\"", 95},
        {"c#/messages.csv",   "Contents",     95},
        {"#/messages.csv",    "Contents",     85},
        {"account/user.json", "\"username\"", 70},
    };
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT_OF(signs); k++)
            if (signs[k].sure > sure && path_matches(en[i].flat, signs[k].pattern) &&
                str_find(en[i].head, str_from(signs[k].head)) >= 0)
                sure = signs[k].sure;
    return sure;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    const struct discord *st = r->state;
    if (phase != 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    bool known = is_number(st->id);
    rec.as.account = (struct record_account){
        .network = STR("discord"),
        .key = known ? arena_printf(r->piece, "id:" STRF, STRA(st->id)) : STR_NONE,
        .handle = st->user,
        .name = st->name,
        .created = when_of(st->id)};
    const struct record_fact facts[] = {
        {.field = FACT_EMAIL, .value = st->email},
        {.field = FACT_PHONE, .value = st->phone}
    };
    enum err_code rc = reading_put(r, &rec, e);
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++) {
        struct record fact = {.kind = RECORD_FACT};
        fact.as.fact = facts[i];
        if (facts[i].value.n)
            rc = reading_put(r, &fact, e);
    }
    return rc;
}

static void done(struct reading *r)
{
    struct discord *st = r->state;
    map_free(st->titles);
    map_free(st->direct);
    map_free(st->people);
    mem_free(st->title);
}

const struct reader reader_discord = {.id = "discord",
                                      .network = "discord",
                                      .archive = "Discord data package",
                                      .recognise = recognise,
                                      .files = files,
                                      .state_size = sizeof(struct discord),
                                      .phase_end = phase_end,
                                      .done = done};
