/* archives/x_people.c: followers, blocks, contacts, lists and likes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "core/hash.h"
#include "text/html.h"

/* Ids are all that these lists hold: no names, no days. */
static enum err_code connect(struct reading *r, const struct json *v, enum connection_kind kind,
                             struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection.kind = kind;
    enum err_code rc = x__person(r, json_get_str(v, "accountId"), STR_NONE, STR_NONE,
                                 &rec.as.connection.identity, e);
    return rc || rec.as.connection.identity.n == 0 ? rc : reading_put(r, &rec, e);
}

enum err_code x__follower(struct reading *r, const struct json *v, struct err *e)
{
    return connect(r, v, CONNECTION_FOLLOWED_BY, e);
}

enum err_code x__following(struct reading *r, const struct json *v, struct err *e)
{
    return connect(r, v, CONNECTION_FOLLOWS, e);
}

enum err_code x__blocking(struct reading *r, const struct json *v, struct err *e)
{
    return connect(r, v, CONNECTION_BLOCKED, e);
}

enum err_code x__muting(struct reading *r, const struct json *v, struct err *e)
{
    return connect(r, v, CONNECTION_MUTED, e);
}

static enum err_code facts(struct reading *r, struct str identity, enum fact_field field,
                           const struct json *list, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        rec.as.fact =
            (struct record_fact){.identity = identity, .field = field, .value = json_str(v)};
        if (rec.as.fact.value.n)
            rc = reading_put(r, &rec, e);
    }
    return rc;
}

/* The address book of a phone; its people need not be on X. */
enum err_code x__contact(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *mails = json_get(v, "emails"), *phones = json_get(v, "phoneNumbers");
    struct str mail = json_str(mails ? mails->first : NULL);
    struct str phone = json_str(phones ? phones->first : NULL);
    struct str first = json_get_str(v, "firstName"), last = json_get_str(v, "lastName");
    struct str name = first.n && last.n ? x__join(r, x__join(r, first, STR(" ")), last)
                      : first.n         ? first
                                        : last;
    const struct str parts[] = {name, mail, phone};
    struct record rec = {.kind = RECORD_IDENTITY};
    if (name.n + mail.n + phone.n == 0)
        return ERR_OK;
    struct str key = arena_printf(r->piece, "contact:%016llx",
                                  (unsigned long long)hash_key(parts, COUNT_OF(parts)));
    rec.as.identity = (struct record_identity){.key = key, .name = name};
    enum err_code rc = reading_put(r, &rec, e);
    if (rc)
        return rc;
    rec = (struct record){.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){.identity = key, .kind = CONNECTION_CONTACT};
    if ((rc = reading_put(r, &rec, e)) || (rc = facts(r, key, FACT_EMAIL, mails, e)))
        return rc;
    return facts(r, key, FACT_PHONE, phones, e);
}

static enum err_code list_url(struct reading *r, struct str url, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str name = str_after(url, (size_t)(str_rchr(url, '/') + 1));
    struct str key = x__join(r, STR("list:"), name);
    if (url.n == 0)
        return ERR_OK;
    rec.as.identity =
        (struct record_identity){.key = key, .name = name, .url = url, .kind = IDENTITY_GROUP};
    enum err_code rc = reading_put(r, &rec, e);
    if (rc || str_find(r->file_flat, STR("listsmember")) >= 0)
        return rc; /* somebody else put the owner on it */
    rec = (struct record){.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){
        .identity = key,
        .kind = CONNECTION_FOLLOWS,
        .note = str_find(r->file_flat, STR("listscreated")) >= 0 ? STR("own list") : STR_NONE};
    return reading_put(r, &rec, e);
}

enum err_code x__list(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *urls = json_get(v, "urls");
    enum err_code rc = list_url(r, json_get_str(v, "url"), e);
    for (const struct json *u = urls ? urls->first : NULL; u && rc == ERR_OK; u = u->next)
        rc = list_url(r, json_str(u), e);
    return rc;
}

/* Neither whose post it was nor when it was liked is in the archive. */
enum err_code x__like(struct reading *r, const struct json *v, struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    rec.as.reaction =
        (struct record_reaction){.post = json_get_str(v, "tweetId"),
                                 .own = true,
                                 .kind = STR("like"),
                                 .url = json_get_str(v, "expandedUrl"),
                                 .text = html_unescape(json_get_str(v, "fullText"), r->piece)};
    return reading_put(r, &rec, e);
}
