/* archives/instagram_people.c: followers and the other lists, and the synced address book. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"

#include "core/attr.h"
#include "text/fold.h"

/* What stands for somebody who left, by the account's language. */
static const struct str strangers[] = {
    STR_INIT("instagram user"),          STR_INIT("instagrammer"),
    STR_INIT("instagram-nutzer"),        STR_INIT("instagram-nutzer:in"),
    STR_INIT("instagram-användare"),     STR_INIT("utilisateur instagram"),
    STR_INIT("utilisateur d’instagram"), STR_INIT("usuario de instagram"),
    STR_INIT("utente instagram"),        STR_INIT("utente di instagram"),
    STR_INIT("instagram-gebruiker"),     STR_INIT("usuário do instagram"),
    STR_INIT("utilizador do instagram"), STR_INIT("instagram-bruger"),
    STR_INIT("instagram-bruker"),        STR_INIT("instagram-käyttäjä"),
    STR_INIT("użytkownik instagrama"),   STR_INIT("пользователь instagram")};

static struct str lower(struct str user, struct arena *a)
{
    char *p = arena_cstr(a, user);
    for (size_t i = 0; i < user.n; i++)
        p[i] = ascii_lower(p[i]);
    return (struct str){p, user.n};
}

static enum err_code identity(struct reading *r, const struct record_identity *id,
                              struct err *e)
{
    struct instagram *st = r->state;
    bool made = false;
    if (!st->people)
        st->people = map_new();
    int64_t *named = map_put(st->people, id->key, 0, &made);
    if (!made && (*named || id->name.n == 0))
        return ERR_OK;
    *named = id->name.n > 0;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = *id;
    return reading_put(r, &rec, e);
}

enum err_code instagram__person(struct reading *r, struct str user, struct str name,
                                struct str *key, struct err *e)
{
    const struct instagram *st = r->state;
    const char *where =
        st->on_threads ? "https://www.threads.com/@" : "https://www.instagram.com/";
    *key = lower(user, r->piece);
    const struct record_identity id = {
        .key = *key,
        .name = name,
        .handle = user,
        .url = arena_printf(r->piece, "%s" STRF, where, STRA(*key))};
    return identity(r, &id, e);
}

bool instagram__is_owner(const struct reading *r, struct str name)
{
    const struct instagram *st = r->state;
    return name.n && (str_eq(name, st->own.name) || str_eq(name, st->own.user) ||
                      str_eq(name, st->in_threads));
}

/* A thread with one person is named after their user name without its dots and underscores, and
 * a number. Older archives give that user name where newer ones give the name on the profile. */
static bool is_user_of_thread(const struct reading *r, struct str name)
{
    struct str folder = meta_thread_folder(r);
    size_t at = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '.' || name.p[i] == '_')
            continue;
        if (at == folder.n || ascii_lower(folder.p[at++]) != ascii_lower(name.p[i]))
            return false;
    }
    return instagram__is_user(name) && at < folder.n && folder.p[at] == '_';
}

enum err_code instagram__named(struct reading *r, struct str name, struct str *key,
                               struct err *e)
{
    *key = STR_NONE;
    name = str_trim(name);
    if (name.n == 0)
        return ERR_OK;
    if (is_user_of_thread(r, name))
        return instagram__person(r, name, STR_NONE, key, e);
    struct str folded = fold_case(name, r->piece);
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        if (str_eq(folded, strangers[i]))
            return ERR_OK;
    *key = arena_printf(r->piece, "name:" STRF, STRA(folded));
    const struct record_identity id = {.key = *key, .name = name, .name_only = true};
    return identity(r, &id, e);
}

/* What a list makes of somebody. Some lists are but the owner's own mark on a person. */
static const struct list {
    struct str root;
    enum connection_kind kind;
    const char *label; /* or NULL: a connection of this kind */
} lists[] = {
    {STR_INIT("/relationships_followers"),                          CONNECTION_FOLLOWED_BY, NULL             },
    {STR_INIT("/relationships_following"),                          CONNECTION_FOLLOWS,     NULL             },
    {STR_INIT("/relationships_follow_requests_sent"),               CONNECTION_INVITED,     NULL             },
    {STR_INIT("/relationships_permanent_follow_requests"),          CONNECTION_INVITED,     NULL             },
    {STR_INIT("/relationships_follow_requests_received"),           CONNECTION_INVITED_BY,  NULL             },
    {STR_INIT("/relationships_unfollowed_users"),                   CONNECTION_REMOVED,     NULL             },
    {STR_INIT("/relationships_blocked_users"),                      CONNECTION_BLOCKED,     NULL             },
    {STR_INIT("/relationships_restricted_users"),                   CONNECTION_MUTED,       NULL             },
    {STR_INIT("/relationships_close_friends"),                      CONNECTION_FOLLOWS,     "Close friends"  },
    {STR_INIT("/relationships_feed_favorites"),                     CONNECTION_FOLLOWS,     "Favourite"      },
    {STR_INIT("/relationships_hide_stories_from"),                  CONNECTION_FOLLOWS,     "Sees no stories"},
    {STR_INIT("/text_post_app_text_post_app_followers"),            CONNECTION_FOLLOWED_BY, NULL             },
    {STR_INIT("/text_post_app_text_post_app_following"),            CONNECTION_FOLLOWS,     NULL             },
    {STR_INIT("/text_post_app_text_post_app_blocked_users"),        CONNECTION_BLOCKED,     NULL             },
    {STR_INIT("/text_post_app_text_post_app_follow_requests"),      CONNECTION_INVITED,     NULL             },
    {STR_INIT("/text_post_app_text_post_app_follow_requests_sent"), CONNECTION_INVITED,     NULL             },
};

/* A list whose root is a bare array is known by its file. */
static const struct {
    const char *pattern;
    struct str root;
} bare[] = {
    {"followers#.json",                 STR_INIT("/relationships_followers")           },
    {"following#.json",                 STR_INIT("/relationships_following")           },
    {"closefriends.json",               STR_INIT("/relationships_close_friends")       },
    {"blockedprofiles.json",            STR_INIT("/relationships_blocked_users")       },
    {"blockedaccounts.json",            STR_INIT("/relationships_blocked_users")       },
    {"restrictedprofiles.json",         STR_INIT("/relationships_restricted_users")    },
    {"recentlyunfollowedprofiles.json", STR_INIT("/relationships_unfollowed_users")    },
    {"pendingfollowrequests.json",      STR_INIT("/relationships_follow_requests_sent")},
};

static const struct list *list_of(const struct reading *r, struct str path)
{
    struct str root = str_sub(path, 0, path.n - (sizeof "/[]" - 1));
    for (size_t i = 0; root.n == 0 && i < COUNT_OF(bare); i++)
        if (path_matches(r->file_flat, bare[i].pattern))
            root = bare[i].root;
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (str_eq(root, lists[i].root))
            return &lists[i];
    return NULL;
}

enum err_code instagram__fact(struct reading *r, const struct record_fact *f, struct err *e)
{
    if (f->value.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = *f;
    return reading_put(r, &rec, e);
}

static enum err_code put_person(struct reading *r, const struct list *list,
                                const struct instagram_entry *en, struct err *e)
{
    struct str key;
    if (!instagram__is_user(en->user))
        return reading_unread(r, en->name.n ? en->name : en->url,
                              "an entry without a user name", e);
    enum err_code rc = instagram__person(r, en->user, en->name, &key, e);
    if (rc)
        return rc;
    if (list->label) {
        const struct record_fact f = {.identity = key,
                                      .field = FACT_LABEL,
                                      .value = str_from(list->label),
                                      .since = en->at};
        return instagram__fact(r, &f, e);
    }
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection =
        (struct record_connection){.identity = key, .kind = list->kind, .at = en->at};
    return reading_put(r, &rec, e);
}

static enum err_code person(struct reading *r, struct str path, const struct json *v,
                            struct err *e)
{
    struct instagram_entry en;
    const struct json *at = NULL;
    const struct list *list = list_of(r, path);
    enum err_code rc = ERR_OK;
    while (list && rc == ERR_OK && instagram__next(v, &at, &en))
        rc = put_person(r, list, &en, e);
    return rc;
}

enum err_code instagram__read_people(struct reading *r, struct stream *in, struct err *e)
{
    const char *into[COUNT_OF(lists) + 2] = {""};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        into[i + 1] = lists[i].root.p;
    return meta_each(r, in, into, person, e);
}

/* A number or an address that the phone's book had; its labels are in the account's language,
 * the order is not: first name, last name, how to reach them. */
static enum err_code contact(struct reading *r, struct str path, const struct json *v,
                             struct err *e)
{
    (void)path;
    const struct json *map = json_get(v, "string_map_data");
    struct str part[2] = {STR_NONE, STR_NONE}, phone = STR_NONE, mail = STR_NONE;
    size_t parts = 0;
    for (const struct json *m = map ? map->first : NULL; m; m = m->next) {
        struct str value = str_trim(json_get_str(m, "value"));
        struct str as_mail = fold_email(value, r->piece),
                   as_phone = fold_phone(value, r->piece);
        if (as_mail.n)
            mail = as_mail;
        else if (as_phone.n)
            phone = as_phone;
        else if (value.n && parts < 2)
            part[parts++] = value;
    }
    struct str reach = phone.n ? phone : mail;
    struct str name = arena_printf(r->piece, STRF "%s" STRF, STRA(part[0]),
                                   parts > 1 ? " " : "", STRA(part[1]));
    if (reach.n == 0 && name.n == 0)
        return ERR_OK;
    struct str key = arena_printf(r->piece, "contact:" STRF,
                                  STRA(reach.n ? reach : fold_case(name, r->piece)));
    const struct record_identity id = {.key = key, .name = name, .name_only = reach.n == 0};
    const struct record_fact facts[] = {
        {.identity = key, .field = FACT_PHONE, .value = phone},
        {.identity = key, .field = FACT_EMAIL, .value = mail }
    };
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){.identity = key, .kind = CONNECTION_CONTACT};
    enum err_code rc = identity(r, &id, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++)
        rc = instagram__fact(r, &facts[i], e);
    return rc;
}

enum err_code instagram__read_contacts(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/contacts_contact_info", NULL};
    return meta_each(r, in, into, contact, e);
}
