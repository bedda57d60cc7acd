/* archives/discord.c: the data package of Discord, with the messages that its owner wrote. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/discord.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "core/mem.h"
#include "text/utf8.h"

bool discord__is_number(struct str s)
{
    int64_t n;
    return str_i64(s, &n) && n > 0;
}

enum err_code discord__person(struct reading *r, struct str id, struct str name,
                              struct str user, struct str *key, struct err *e)
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

enum err_code discord__walk(struct reading *r, struct stream *in, const char *const *into,
                            discord_value *value, discord_bad *bad, struct err *e)
{
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = value, .bad = bad, .ctx = r};
    return json_walk(in, &w, e);
}

enum err_code discord__say_bad(void *ctx, struct str path, struct str raw, const char *why,
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

struct when discord__when_of(struct str id)
{
    static const int64_t start = INT64_C(1420070400000); /* 2015-01-01 */
    int64_t n = 0;
    return str_i64(id, &n) && n > 0 ? when_ms((n >> 22) + start) : WHEN_NONE;
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
    enum err_code rc = discord__walk(r, in, into, owner_value, pass_bad, e);
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
    if (!discord__is_number(id))
        return reading_unread(r, raw, "a relation without the number of a user", e);
    if (name.n == 0)
        name = json_get_str(user, "display_name");
    enum err_code rc =
        discord__person(r, id, name, json_get_str(user, "username"), &c->identity, e);
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
    enum err_code rc = discord__walk(r, in, into, relation, pass_bad, e);
    if (rc != ERR_LIMIT)
        return rc;
    return reading_unread(r, STR_NONE, "what stands behind a member of more than 16 MB", e);
}

static const struct reader_file files[] = {
    {"account/user.json",   0, read_owner           },
    {"messages/index.json", 0, discord__read_titles },
    {"account/user.json",   1, read_relations       },
    {"c#/channel.json",     1, discord__read_channel},
    {"#/channel.json",      1, discord__read_channel},
    {"c#/messages.json",    2, discord__read_json   },
    {"#/messages.json",     2, discord__read_json   },
    {"c#/messages.csv",     2, discord__read_csv    },
    {"#/messages.csv",      2, discord__read_csv    },
    {NULL,                  0, NULL                 }
};

static int recognise(const struct container *c)
{
    static const struct reader_sign signs[] = {
        {"c#/channel.json",   "\"type\"",     NULL, 90},
        {"#/channel.json",    "\"type\"",     NULL, 80},
        {"c#/messages.json",  "\"Contents\"", NULL, 95},
        {"c#/messages.csv",   "Contents",     NULL, 95},
        {"#/messages.csv",    "Contents",     NULL, 85},
        {"account/user.json", "\"username\"", NULL, 70},
        {NULL,                NULL,           NULL, 0 }
    };
    return reader_signs(c, signs);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    const struct discord *st = r->state;
    if (phase != 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    bool known = discord__is_number(st->id);
    rec.as.account = (struct record_account){
        .network = STR("discord"),
        .key = known ? arena_printf(r->piece, "id:" STRF, STRA(st->id)) : STR_NONE,
        .handle = st->user,
        .name = st->name,
        .created = discord__when_of(st->id)};
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
