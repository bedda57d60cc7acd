/* archives/telegram_people.c: people, contacts, and the pictures that the owner shows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/telegram.h"

#include "core/attr.h"
#include "text/fold.h"

struct str telegram__peer(const struct telegram_chat *c, const struct json *id,
                          struct str *user, struct arena *a)
{
    static const struct {
        struct str word;
        const char *prefix;
    } words[] = {
        {STR_INIT("user"),    "id:"     },
        {STR_INIT("channel"), "channel:"},
        {STR_INIT("chat"),    "group:"  }
    };
    struct str s = json_str(id);
    int64_t number;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct str rest = str_after(s, words[i].word.n);
        if (!str_starts(s, words[i].word) || !str_i64(rest, &number))
            continue;
        *user = i == 0 ? rest : *user;
        return arena_printf(a, "%s" STRF, words[i].prefix, STRA(rest));
    }
    if (!str_i64(s, &number) || number <= 0)
        return STR_NONE;
    /* users are 1, groups and channels 2, where anything stands above the lower 32 bits */
    bool is_user = number >> 32 < 2;
    struct str low = arena_printf(a, "%lld", (long long)(number & 0xFFFFFFFF));
    *user = is_user ? low : *user;
    return arena_printf(a, "%s" STRF,
                        is_user   ? "id:"
                        : c->type ? c->type->prefix
                                  : "chat:",
                        STRA(low));
}

enum err_code telegram__person(struct reading *r, struct str key, struct str name,
                               struct err *e)
{
    struct telegram *st = r->state;
    bool made = false;
    if (!st->people)
        st->people = map_new();
    int64_t *named = map_put(st->people, key, 0, &made);
    if (!made && (*named || name.n == 0))
        return ERR_OK;
    *named = name.n > 0;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = key,
        .name = name,
        .kind = str_starts(key, STR("id:")) ? IDENTITY_PERSON : IDENTITY_GROUP};
    return reading_put(r, &rec, e);
}

struct str telegram__full_name(const struct json *v, struct arena *a)
{
    struct str first = json_get_str(v, "first_name"), last = json_get_str(v, "last_name");
    return str_trim(arena_printf(a, STRF " " STRF, STRA(first), STRA(last)));
}

enum err_code telegram__fact(struct reading *r, struct str identity, enum fact_field field,
                             struct str value, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = identity, .field = field, .value = value};
    return value.n ? reading_put(r, &rec, e) : ERR_OK;
}

/* Who is not on Telegram has no number of a user. */
enum err_code telegram__contact(struct reading *r, const struct json *v, struct err *e)
{
    struct str name = telegram__full_name(v, r->piece),
               number = json_get_str(v, "phone_number");
    struct str user = json_get_str(v, "user_id"), phone = fold_phone(number, r->piece), key;
    if (user.n && !str_is(user, "0"))
        key = arena_printf(r->piece, "id:" STRF, STRA(user));
    else if (phone.n)
        key = arena_printf(r->piece, "phone:" STRF, STRA(phone));
    else if (name.n)
        key = arena_printf(r->piece, "name:" STRF, STRA(fold_case(name, r->piece)));
    else
        return ERR_OK; /* who left leaves a contact without anything */
    struct telegram *st = r->state;
    if (!st->people)
        st->people = map_new();
    *map_put(st->people, key, 1, NULL) = 1;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = key, .name = name, .name_only = str_starts(key, STR("name:"))};
    enum err_code rc = reading_put(r, &rec, e);
    rec = (struct record){.kind = RECORD_CONNECTION};
    rec.as.connection =
        (struct record_connection){.identity = key,
                                   .kind = CONNECTION_CONTACT,
                                   .at = telegram__when(v, "date", "date_unixtime")};
    rc = rc ? rc : reading_put(r, &rec, e);
    return rc ? rc : telegram__fact(r, key, FACT_PHONE, phone.n ? phone : number, e);
}

/* A picture of the profile, or a story: the same but for where the file stands. */
enum err_code telegram__picture(struct reading *r, const struct json *v, const char *file,
                                struct str title, struct err *e)
{
    struct str uri = json_get_str(v, file);
    struct when at = telegram__when(v, "date", "date_unixtime");
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){
        .key = arena_printf(r->piece, "%s:%lld", file, (long long)(at.ms / 1000)),
        .own = true,
        .at = at,
        .title = title,
        .likes = -1,
        .reshares = -1};
    struct record picture = {.kind = RECORD_ATTACHMENT};
    picture.as.attachment = (struct record_attachment){
        .post = rec.as.post.key, .kind = attachment_kind_of(STR_NONE, uri), .uri = uri};
    enum err_code rc = reading_put(r, &rec, e);
    return rc || uri.n == 0 || uri.p[0] == '(' ? rc : reading_put(r, &picture, e);
}
