/* archives/telegram.c: what Telegram Desktop exports as JSON: all of an account, or one chat. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/telegram.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "core/limits.h"
#include "text/fold.h"
#include "text/utf8.h"

static const struct telegram_type types[] = {
    {STR_INIT("personal_chat"),      "id:",      true,  false, VISIBLE_DIRECT},
    {STR_INIT("bot_chat"),           "id:",      true,  false, VISIBLE_DIRECT},
    {STR_INIT("saved_messages"),     "id:",      false, false, VISIBLE_DIRECT},
    {STR_INIT("replies"),            "replies:", false, false, VISIBLE_GROUP },
    {STR_INIT("verification_codes"), "codes:",   false, false, VISIBLE_DIRECT},
    {STR_INIT("private_group"),      "group:",   false, false, VISIBLE_GROUP },
    {STR_INIT("private_supergroup"), "channel:", false, false, VISIBLE_GROUP },
    {STR_INIT("public_supergroup"),  "channel:", false, false, VISIBLE_GROUP },
    {STR_INIT("private_channel"),    "channel:", false, true,  VISIBLE_GROUP },
    {STR_INIT("public_channel"),     "channel:", false, true,  VISIBLE_PUBLIC},
};
static const struct telegram_type unknown_type = {STR_INIT(""), "chat:", false, false,
                                                  VISIBLE_UNKNOWN};

/* Chats ------------------------------------------------------------------------------------- */

static void forget_chat(struct telegram *st)
{
    map_free(st->chat.members);
    if (!st->chat_names)
        st->chat_names = arena_new(MIB(2));
    arena_reset(st->chat_names);
    st->chat = (struct telegram_chat){.type = &unknown_type};
}

/* A member of a chat beside its messages: they come first. */
static void chat_value(struct reading *r, struct str name, const struct json *v)
{
    struct telegram *st = r->state;
    struct telegram_chat *c = &st->chat;
    if (str_is(name, "name") && c->name.n == 0)
        c->name = keep_name(json_str(v), st->chat_names);
    else if (str_is(name, "id") && c->id.n == 0)
        c->id = keep_name(json_str(v), st->chat_names);
    for (size_t i = 0; str_is(name, "type") && i < COUNT_OF(types); i++)
        if (str_eq(json_str(v), types[i].name))
            c->type = &types[i];
}

/* The thread, and who is in it with the owner. */
static enum err_code say_chat(struct reading *r, struct err *e)
{
    struct telegram *st = r->state;
    struct telegram_chat *c = &st->chat;
    if (c->said)
        return ERR_OK;
    if (!c->type)
        c->type = &unknown_type;
    c->said = true;
    c->key = arena_printf(st->chat_names, "%s" STRF, c->type->prefix,
                          STRA(c->id.n ? c->id : fold_case(c->name, r->piece)));
    struct record rec = {.kind = RECORD_THREAD};
    bool saved = str_is(c->type->name, "saved_messages");
    rec.as.thread = (struct record_thread){.key = c->key,
                                           .title = saved ? STR("Saved messages") : c->name,
                                           .group = !c->type->two && !saved};
    enum err_code rc = reading_put(r, &rec, e);
    if (rc || !c->type->two || c->id.n == 0 || str_eq(c->id, st->owner))
        return rc;
    rc = telegram__person(r, c->key, c->name, e);
    c->members = map_new();
    map_put(c->members, c->key, 1, NULL);
    rec = (struct record){.kind = RECORD_MEMBER};
    rec.as.member = (struct record_member){c->key, c->key};
    return rc ? rc : reading_put(r, &rec, e);
}

/* The document ------------------------------------------------------------------------------- */

/* Where a list of chats lies in the export of an account; "" where the file is one chat. */
static const struct str shelves[] = {STR_INIT("/chats/list/[]"),
                                     STR_INIT("/left_chats/list/[]"), STR_INIT("")};
static const char *const into[] = {"",
                                   "/messages",
                                   "/contacts",
                                   "/contacts/list",
                                   "/profile_pictures",
                                   "/stories",
                                   "/other_data", /* left, but large */
                                   "/chats",
                                   "/chats/list",
                                   "/chats/list/[]",
                                   "/chats/list/[]/messages",
                                   "/left_chats",
                                   "/left_chats/list",
                                   "/left_chats/list/[]",
                                   "/left_chats/list/[]/messages",
                                   NULL};

/* The path within a chat: "/name", "/messages/[]"; "" for another part of the document. */
static struct str in_chat(struct str path)
{
    for (size_t i = 0; i < COUNT_OF(shelves); i++)
        if (str_starts(path, shelves[i]))
            return str_after(path, shelves[i].n);
    return STR_NONE;
}

static enum err_code value(void *ctx, struct str path, const struct json *v, struct str raw,
                           struct err *e)
{
    struct reading *r = ctx;
    struct str inside = in_chat(path);
    arena_reset(r->piece);
    if (str_is(inside, "/messages/[]")) {
        enum err_code rc = say_chat(r, e);
        if (rc)
            return rc;
        return v->type == JSON_OBJECT
                   ? telegram__message(r, v, raw, e)
                   : reading_unread(r, raw, "a message that is no object", e);
    }
    if (str_is(path, "/contacts/list/[]"))
        return telegram__contact(r, v, e);
    if (str_is(path, "/profile_pictures/[]"))
        return telegram__picture(r, v, "photo", STR("Profile picture"), e);
    if (str_is(path, "/stories/[]"))
        return telegram__picture(r, v, "media", STR("Story"), e);
    chat_value(r, str_after(inside, 1), v);
    return ERR_OK;
}

static enum err_code end(void *ctx, struct str path, struct err *e)
{
    struct reading *r = ctx;
    struct str inside = in_chat(path);
    if (str_is(inside, "/messages"))
        return say_chat(r, e);
    if (path.n && inside.n == 0)
        forget_chat(r->state);
    return ERR_OK;
}

/* What nobody looks into may be as large and strange as it likes. */
static enum err_code bad(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e)
{
    struct str inside = in_chat(path);
    bool counts = str_starts(inside, STR("/messages")) || str_starts(path, STR("/contacts")) ||
                  str_starts(path, STR("/chats")) || str_starts(path, STR("/left_chats"));
    return counts ? reading_unread(ctx, raw, why, e) : ERR_OK;
}

static enum err_code read_all(struct reading *r, struct stream *in, struct err *e)
{
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = value, .end = end, .bad = bad, .ctx = r};
    forget_chat(r->state);
    return json_walk(in, &w, e);
}

/* Whose it is: a first walk, up to where that is known -------------------------------------- */

static enum err_code enough(struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, "the rest is read later");
}

static void read_owner(struct reading *r, const struct json *v)
{
    struct telegram *st = r->state;
    struct str user = json_get_str(v, "username");
    if (str_starts(user, STR("@")))
        user = str_after(user, 1);
    st->owner = keep_name(json_get_str(v, "user_id"), r->arena);
    st->name = keep_name(telegram__full_name(v, r->piece), r->arena);
    st->user = keep_name(user, r->arena);
    st->phone = keep_name(fold_phone(json_get_str(v, "phone_number"), r->piece), r->arena);
    st->bio = keep_name(json_get_str(v, "bio"), r->arena);
}

/* In a chat of two it is who is not the other; what was saved was saved by the owner. */
static enum err_code owner_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    struct reading *r = ctx;
    struct telegram *st = r->state;
    struct telegram_chat *c = &st->chat;
    struct str inside = in_chat(path), user = STR_NONE;
    (void)raw;
    arena_reset(r->piece);
    if (str_is(path, "/personal_information")) {
        read_owner(r, v);
        return st->owner.n ? enough(e) : ERR_OK;
    }
    if (!str_is(inside, "/messages/[]")) {
        chat_value(r, str_after(inside, 1), v);
        return ERR_OK;
    }
    if (str_is(c->type->name, "saved_messages") && c->id.n) {
        st->owner = keep_name(c->id, r->arena);
        return enough(e);
    }
    (void)telegram__peer(c, json_get(v, "from_id"), &user, r->piece);
    if (!c->type->two || c->id.n == 0 || user.n == 0 || str_eq(user, c->id))
        return ERR_OK;
    st->owner = keep_name(user, r->arena);
    st->name = keep_name(json_get_str(v, "from"), r->arena);
    return enough(e);
}

static enum err_code owner_end(void *ctx, struct str path, struct err *e)
{
    struct reading *r = ctx;
    (void)e;
    if (path.n && in_chat(path).n == 0)
        forget_chat(r->state);
    return ERR_OK;
}

static enum err_code owner_bad(void *ctx, struct str path, struct str raw, const char *why,
                               struct err *e)
{
    (void)ctx, (void)path, (void)raw, (void)why, (void)e;
    return ERR_OK;
}

/* What is damaged is said when it is read. */
static enum err_code read_whose(struct reading *r, struct stream *in, struct err *e)
{
    struct telegram *st = r->state;
    const struct json_walk w = {.into = into,
                                .text = utf8_clean,
                                .value = owner_value,
                                .end = owner_end,
                                .bad = owner_bad,
                                .ctx = r};
    if (st->owner.n)
        return ERR_OK;
    forget_chat(st);
    enum err_code rc = json_walk(in, &w, e);
    return rc == ERR_PARSE || st->owner.n ? ERR_OK : rc;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    const struct telegram *st = r->state;
    if (phase != 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("telegram"),
        .key = st->owner.n ? arena_printf(r->piece, "id:" STRF, STRA(st->owner)) : STR_NONE,
        .handle = st->user,
        .name = st->name,
        .url = st->user.n ? arena_printf(r->piece, "https://t.me/" STRF, STRA(st->user))
                          : STR_NONE};
    enum err_code rc = reading_put(r, &rec, e);
    rc = rc ? rc : telegram__fact(r, STR_NONE, FACT_PHONE, st->phone, e);
    return rc ? rc : telegram__fact(r, STR_NONE, FACT_BIO, st->bio, e);
}

static const struct reader_file files[] = {
    {"*.json", 0, read_whose},
    {"*.json", 1, read_all  },
    {NULL,     0, NULL      }
};

/* The first bytes of a result.json: an account, or one chat. */
static int recognise(const struct container *c)
{
    static const struct reader_sign signs[] = {
        {"result#.json", "\"personal_information\"", "\"user_id\"",       95},
        {"result#.json", "\"messages\"",             "\"type\"",          85},
        {"result#.json", "\"about\"",                "\"list\"",          85},
        {"*.json",       "\"date_unixtime\"",        "\"text_entities\"", 80},
        {NULL,           NULL,                       NULL,                0 }
    };
    return reader_signs(c, signs);
}

static void done(struct reading *r)
{
    struct telegram *st = r->state;
    map_free(st->people);
    map_free(st->chat.members);
    arena_free(st->chat_names);
}

const struct reader reader_telegram = {.id = "telegram",
                                       .network = "telegram",
                                       .archive = "Telegram export",
                                       .recognise = recognise,
                                       .files = files,
                                       .state_size = sizeof(struct telegram),
                                       .phase_end = phase_end,
                                       .done = done};
