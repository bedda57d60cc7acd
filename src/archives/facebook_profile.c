/* archives/facebook_profile.c: the account, and what its owner says about themselves. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"

#include "core/attr.h"
#include "core/url.h"
#include "text/fold.h"

/* The last part of https://www.facebook.com/mira.okl; "" for profile.php?id=… */
static struct str name_in_url(struct str uri, struct arena *a)
{
    struct url u;
    if (!url_parse(uri, &u))
        return STR_NONE;
    struct str path = url_unescape(u.path, a);
    if (path.n && path.p[0] == '/')
        path = str_after(path, 1);
    return str_chr(path, '/') >= 0 || str_ends(path, STR(".php")) ? STR_NONE : path;
}

static enum err_code account(struct reading *r, const struct json *p, struct err *e)
{
    struct facebook *fb = r->state;
    const struct json *name = json_get(p, "name");
    struct str uri = json_get_str(p, "profile_uri"), user = json_get_str(p, "username");
    struct str full = json_str(name);
    if (!full.n)
        full = json_get_str(name, "full_name");
    if (!user.n)
        user = name_in_url(uri, r->piece);
    facebook__owner(r, full);
    fb->said = true;
    fb->key = user.n   ? arena_str(r->arena, fold_case(user, r->piece))
              : full.n ? facebook__name_key("name:", full, r->arena)
                       : STR_NONE;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account =
        (struct record_account){.network = STR("facebook"),
                                .key = fb->key,
                                .handle = user,
                                .name = full,
                                .url = uri,
                                .created = meta_when(json_get(p, "registration_timestamp"))};
    return reading_put(r, &rec, e);
}

/* Lists whose entries are strings or objects, each entry a fact about the owner. */
static const struct {
    const char *path;
    const char *value; /* of an entry that is an object */
    enum fact_field field;
    const char *label;     /* fixed, or NULL: */
    const char *label_key; /* where the entry says it */
} lists[] = {
    {"emails/emails",          NULL,            FACT_EMAIL,    "",             NULL          },
    {"emails/previous_emails", NULL,            FACT_EMAIL,    "former",       NULL          },
    {"previous_names",         "name",          FACT_NAME,     "former",       NULL          },
    {"other_names",            "name",          FACT_NAME,     NULL,           "type"        },
    {"websites",               "address",       FACT_URL,      "",             NULL          },
    {"phone_numbers",          "phone_number",  FACT_PHONE,    NULL,           "phone_type"  },
    {"screen_names",           "name",          FACT_OTHER,    NULL,           "service_name"},
    {"current_city",           "name",          FACT_LOCATION, "current city", NULL          },
    {"hometown",               "name",          FACT_LOCATION, "hometown",     NULL          },
    {"intro_bio",              "name",          FACT_BIO,      "",             NULL          },
    {"about_me",               "name",          FACT_BIO,      "",             NULL          },
    {"gender",                 "gender_option", FACT_OTHER,    "gender",       NULL          },
    {"relationship",           "status",        FACT_OTHER,    "relationship", NULL          },
};

/* One entry of the list in row i. */
static enum err_code list_fact(struct reading *r, size_t i, const struct json *v, struct err *e)
{
    struct record_fact f = {.field = lists[i].field, .value = json_str(v)};
    bool dated = f.field != FACT_EMAIL && f.field != FACT_PHONE && f.field != FACT_URL;
    if (f.value.n == 0 && lists[i].value)
        f.value = json_get_str(v, lists[i].value);
    f.label = lists[i].label ? str_from(lists[i].label) : json_get_str(v, lists[i].label_key);
    if (dated)
        f.since = meta_when(json_get(v, "timestamp"));
    return facebook__fact(r, &f, e);
}

static enum err_code from_lists(struct reading *r, const struct json *p, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(lists) && rc == ERR_OK; i++) {
        const struct json *list = json_at(p, lists[i].path);
        bool many = list && list->type == JSON_ARRAY;
        const struct json *v = many ? list->first : list;
        for (; v && rc == ERR_OK; v = many ? v->next : NULL)
            rc = list_fact(r, i, v, e);
    }
    return rc;
}

static enum err_code birthday(struct reading *r, const struct json *p, struct err *e)
{
    const struct json *b = json_get(p, "birthday");
    int64_t y = json_i64(json_get(b, "year"), 0), m = json_i64(json_get(b, "month"), 0),
            d = json_i64(json_get(b, "day"), 0);
    struct record_fact f = {.field = FACT_BIRTHDAY};
    if (m < 1 || m > 12 || d < 1 || d > 31)
        return ERR_OK;
    f.value = y > 0 && y < 10000
                  ? arena_printf(r->piece, "%04d-%02d-%02d", (int)y, (int)m, (int)d)
                  : arena_printf(r->piece, "--%02d-%02d", (int)m, (int)d);
    return facebook__fact(r, &f, e);
}

static enum err_code school(struct reading *r, const struct json *v, struct err *e)
{
    struct record_fact f = {.field = FACT_EDUCATION,
                            .value = json_get_str(v, "name"),
                            .label = json_get_str(v, "degree"),
                            .since = meta_when(json_get(v, "start_timestamp")),
                            .until = meta_when(json_get(v, "end_timestamp"))};
    const struct json *subjects = json_get(v, "concentrations");
    if (f.label.n == 0)
        f.label = json_str(subjects ? subjects->first : NULL);
    if (f.label.n == 0)
        f.label = json_get_str(v, "school_type");
    return facebook__fact(r, &f, e);
}

static enum err_code work(struct reading *r, const struct json *v, struct err *e)
{
    struct str employer = json_get_str(v, "employer"), title = json_get_str(v, "title");
    struct record_fact f = {.field = FACT_COMPANY,
                            .value = employer,
                            .label = title,
                            .since = meta_when(json_get(v, "start_timestamp")),
                            .until = meta_when(json_get(v, "end_timestamp"))};
    enum err_code rc = facebook__fact(r, &f, e);
    f.field = FACT_POSITION;
    f.value = title;
    f.label = employer;
    return rc ? rc : facebook__fact(r, &f, e);
}

static enum err_code relation(struct reading *r, struct str name, struct str kind,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_RELATION};
    enum err_code rc = facebook__person(r, name, &rec.as.relation.identity, e);
    rec.as.relation.kind = fold_case(kind, r->piece);
    if (rc || rec.as.relation.identity.n == 0)
        return rc;
    return reading_put(r, &rec, e);
}

static enum err_code family(struct reading *r, const struct json *v, struct err *e)
{
    return relation(r, json_get_str(v, "name"), json_get_str(v, "relation"), e);
}

static enum err_code each_of(struct reading *r, const struct json *list,
                             enum err_code (*one)(struct reading *, const struct json *,
                                                  struct err *),
                             struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next)
        rc = one(r, v, e);
    return rc;
}

static enum err_code profile(struct reading *r, const struct json *p, struct err *e)
{
    enum err_code rc = account(r, p, e);
    if (rc || (rc = from_lists(r, p, e)) || (rc = birthday(r, p, e)))
        return rc;
    if ((rc = each_of(r, json_get(p, "education_experiences"), school, e)) ||
        (rc = each_of(r, json_get(p, "work_experiences"), work, e)) ||
        (rc = each_of(r, json_get(p, "family_members"), family, e)))
        return rc;
    const struct json *with = json_at(p, "relationship/partner");
    struct str partner = json_str(with);
    return relation(r, partner.n ? partner : json_get_str(with, "name"), STR("partner"), e);
}

/* The whole file is one object: {"profile_v2": {…}}. */
static enum err_code whole(struct reading *r, struct str path, const struct json *v,
                           struct err *e)
{
    (void)path;
    for (const struct json *m = v->first; m; m = m->next)
        if (m->type == JSON_OBJECT && str_starts(m->key, STR("profile")))
            return profile(r, m, e);
    return ERR_OK;
}

enum err_code facebook__read_profile(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {NULL};
    return meta_each(r, in, into, whole, e);
}
