/* archives/x_account.c: whose archive it is, and what it says of the owner. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "text/utf8.h"

/* The account under any of its spellings; what one file leaves out another has. */
static enum err_code put_account(struct reading *r, struct str id, struct str handle,
                                 struct str name, struct str created, struct err *e)
{
    struct x *st = r->state;
    if (id.n == 0 && handle.n == 0)
        return ERR_OK;
    if (st->id.n == 0)
        st->id = arena_str(r->arena, id);
    if (st->handle.n == 0)
        st->handle = arena_str(r->arena, handle);
    st->said = true;
    struct record rec = {.kind = RECORD_ACCOUNT};
    struct record_account *a = &rec.as.account;
    *a = (struct record_account){
        .network = STR("x"), .handle = handle, .name = name, .created = when_parse(created)};
    char *lower = arena_cstr(r->piece, handle);
    for (char *p = lower; *p; p++)
        *p = ascii_lower(*p);
    a->key = id.n ? x__join(r, STR("id:"), id) : x__join(r, STR("@"), str_from(lower));
    if (handle.n)
        a->url = x__join(r, STR("https://x.com/"), handle);
    return reading_put(r, &rec, e);
}

static enum err_code fact(struct reading *r, enum fact_field field, struct str value,
                          struct str label, struct when until, struct err *e)
{
    if (value.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact =
        (struct record_fact){.field = field, .value = value, .label = label, .until = until};
    return reading_put(r, &rec, e);
}

enum err_code x__account_item(struct reading *r, const struct json *v, struct err *e)
{
    enum err_code rc =
        put_account(r, json_get_str(v, "accountId"), json_get_str(v, "username"),
                    json_get_str(v, "accountDisplayName"), json_get_str(v, "createdAt"), e);
    rc = rc ? rc : fact(r, FACT_EMAIL, json_get_str(v, "email"), STR_NONE, WHEN_NONE, e);
    return rc ? rc
              : fact(r, FACT_PHONE, json_get_str(v, "phoneNumber"), STR_NONE, WHEN_NONE, e);
}

enum err_code x__profile(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *d = json_get(v, "description");
    enum err_code rc = fact(r, FACT_BIO, x__text(r, json_get_str(d, "bio"), NULL, NULL),
                            STR_NONE, WHEN_NONE, e);
    rc = rc ? rc : fact(r, FACT_URL, json_get_str(d, "website"), STR_NONE, WHEN_NONE, e);
    return rc ? rc
              : fact(r, FACT_LOCATION, json_get_str(d, "location"), STR_NONE, WHEN_NONE, e);
}

enum err_code x__phone(struct reading *r, const struct json *v, struct err *e)
{
    return fact(r, FACT_PHONE, json_get_str(v, "phoneNumber"), STR_NONE, WHEN_NONE, e);
}

enum err_code x__screen_name(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *change = json_get(v, "screenNameChange");
    if (!change)
        change = v;
    return fact(r, FACT_NAME, json_get_str(change, "changedFrom"), STR("former handle"),
                when_parse(json_get_str(change, "changedAt")), e);
}

/* manifest.js and user_details.js are one object each. */
struct whole {
    struct reading *r;
    x_item *item;
};

static enum err_code whole_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    const struct whole *k = ctx;
    (void)path;
    arena_reset(k->r->piece);
    if (v->type != JSON_OBJECT)
        return reading_unread(k->r, raw, "a list where an object was expected", e);
    return k->item(k->r, v, e);
}

static enum err_code read_whole(struct reading *r, struct stream *in, x_item *item,
                                struct err *e)
{
    static const char *const into[] = {NULL};
    struct whole k = {r, item};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = whole_value, .ctx = &k};
    return json_walk(in, &w, e);
}

static enum err_code manifest(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *u = json_get(v, "userInfo");
    return put_account(r, json_get_str(u, "accountId"), json_get_str(u, "userName"),
                       json_get_str(u, "displayName"), STR_NONE, e);
}

enum err_code x__read_manifest(struct reading *r, struct stream *in, struct err *e)
{
    return read_whole(r, in, manifest, e);
}

/* Grailbird, 2012 to 2018. */
static enum err_code user_details(struct reading *r, const struct json *v, struct err *e)
{
    enum err_code rc =
        put_account(r, json_get_str(v, "id"), json_get_str(v, "screen_name"),
                    json_get_str(v, "full_name"), json_get_str(v, "created_at"), e);
    rc = rc ? rc
            : fact(r, FACT_BIO, x__text(r, json_get_str(v, "bio"), NULL, NULL), STR_NONE,
                   WHEN_NONE, e);
    return rc ? rc
              : fact(r, FACT_LOCATION, json_get_str(v, "location"), STR_NONE, WHEN_NONE, e);
}

enum err_code x__read_user_details(struct reading *r, struct stream *in, struct err *e)
{
    return read_whole(r, in, user_details, e);
}
