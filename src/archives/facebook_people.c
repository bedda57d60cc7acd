/* archives/facebook_people.c: friends, followers, pages, groups and the address book. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"

#include "core/attr.h"
#include "core/url.h"
#include "text/utf8.h"

/* "contact_info" and "contact_point" hold an address or a number and don't say which. */
static enum err_code contact_point(struct reading *r, struct str identity, struct str value,
                                   struct err *e)
{
    struct record_fact f = {.identity = identity,
                            .field = str_chr(value, '@') >= 0 ? FACT_EMAIL : FACT_PHONE,
                            .value = str_trim(value)};
    return facebook__fact(r, &f, e);
}

/* What a list makes of somebody: the name of its root, without its number, says it. */
static const struct {
    struct str root;
    enum connection_kind kind;
} lists[] = {
    {STR_INIT("/friends"),           CONNECTION_FRIEND     },
    {STR_INIT("/deleted_friends"),   CONNECTION_REMOVED    },
    {STR_INIT("/received_requests"), CONNECTION_INVITED_BY },
    {STR_INIT("/sent_requests"),     CONNECTION_INVITED    },
    {STR_INIT("/rejected_requests"), CONNECTION_REFUSED    },
    {STR_INIT("/following"),         CONNECTION_FOLLOWS    },
    {STR_INIT("/followers"),         CONNECTION_FOLLOWED_BY}
};

static enum err_code person(struct reading *r, struct str path, const struct json *v,
                            struct err *e)
{
    struct str key;
    size_t i = 0;
    while (i < COUNT_OF(lists) && !str_starts(path, lists[i].root))
        i++;
    if (i == COUNT_OF(lists))
        return ERR_OK;
    enum err_code rc = facebook__person(r, json_get_str(v, "name"), &key, e);
    if (rc || key.n == 0)
        return rc;
    rc = facebook__connection(r, key, lists[i].kind, meta_when(json_get(v, "timestamp")), e);
    return rc ? rc : contact_point(r, key, json_get_str(v, "contact_info"), e);
}

enum err_code facebook__read_people(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"",
                                       FACEBOOK_ROOT("friends"),
                                       FACEBOOK_ROOT("deleted_friends"),
                                       FACEBOOK_ROOT("received_requests"),
                                       FACEBOOK_ROOT("sent_requests"),
                                       FACEBOOK_ROOT("rejected_requests"),
                                       FACEBOOK_ROOT("following"),
                                       FACEBOOK_ROOT("followers"),
                                       NULL};
    return meta_each(r, in, into, person, e);
}

/* A page or a group: the name stands in the entry, in its data, or is its title. */
static enum err_code body(struct reading *r, const struct json *v, const char *prefix,
                          enum identity_kind kind, struct err *e)
{
    const struct json *data = json_get(v, "data");
    struct str name = json_get_str(v, "name"), url = json_get_str(v, "url");
    if (name.n == 0)
        name = json_get_str(data ? data->first : NULL, "name");
    if (name.n == 0)
        name = json_get_str(v, "title");
    if (name.n == 0)
        return ERR_OK;
    struct str key = facebook__name_key(prefix, name, r->piece);
    enum err_code rc = facebook__identity(r, key, name, url, kind, e);
    if (rc)
        return rc;
    return facebook__connection(r, key, CONNECTION_FOLLOWS, meta_when(json_get(v, "timestamp")),
                                e);
}

static enum err_code page(struct reading *r, struct str path, const struct json *v,
                          struct err *e)
{
    (void)path;
    return body(r, v, "page:", IDENTITY_ORGANISATION, e);
}

static enum err_code group(struct reading *r, struct str path, const struct json *v,
                           struct err *e)
{
    (void)path;
    return body(r, v, "group:", IDENTITY_GROUP, e);
}

enum err_code facebook__read_pages(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("page_likes"),
                                       FACEBOOK_ROOT("pages_followed"), NULL};
    return meta_each(r, in, into, page, e);
}

/* A page that the owner runs: an account beside the profile. */
static enum err_code own_page(struct reading *r, struct str path, const struct json *v,
                              struct err *e)
{
    (void)path;
    struct str name = str_trim(json_get_str(v, "name")), url = json_get_str(v, "url");
    struct str page = url_key(url, r->piece);
    ptrdiff_t slash = str_rchr(page, '/');
    struct str handle = slash > 0 ? str_after(page, (size_t)slash + 1) : STR_NONE;
    if (name.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("facebook"),
                                             .key = facebook__name_key("page:", name, r->piece),
                                             .handle = utf8_clean(handle, r->piece),
                                             .name = name,
                                             .url = url,
                                             .created = meta_when(json_get(v, "timestamp")),
                                             .page = true};
    return reading_put(r, &rec, e);
}

enum err_code facebook__read_own_pages(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("pages"), NULL};
    return meta_each(r, in, into, own_page, e);
}

enum err_code facebook__read_groups(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("groups_joined"), NULL};
    return meta_each(r, in, into, group, e);
}

static enum err_code address(struct reading *r, struct str path, const struct json *v,
                             struct err *e)
{
    (void)path;
    const struct json *details = json_get(v, "details"), *d = details ? details->first : NULL;
    struct str key, name = json_get_str(v, "name");
    if (str_trim(name).n == 0)
        name = json_get_str(d, "contact_point");
    enum err_code rc = facebook__person(r, name, &key, e);
    if (rc || key.n == 0)
        return rc;
    rc = facebook__connection(r, key, CONNECTION_CONTACT,
                              meta_when(json_get(v, "created_timestamp")), e);
    for (; d && rc == ERR_OK; d = d->next)
        rc = contact_point(r, key, json_get_str(d, "contact_point"), e);
    return rc;
}

enum err_code facebook__read_address_book(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"",
                                       "/address_book",
                                       "/address_book/address_book",
                                       "/address_book_v2",
                                       "/address_book_v2/address_book",
                                       "/address_book_v3",
                                       "/address_book_v3/address_book",
                                       NULL};
    return meta_each(r, in, into, address, e);
}
