/* archives/facebook_common.c: keys, people and the account: what every Facebook file needs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"

#include "core/attr.h"
#include "text/fold.h"

/* What stands for somebody who left or is hidden, by the account's language. */
static const struct str strangers[] = {
    STR_INIT("facebook user"),           STR_INIT("facebook-nutzer"),
    STR_INIT("facebook-nutzer:in"),      STR_INIT("facebook-användare"),
    STR_INIT("utilisateur de facebook"), STR_INIT("utilisateur facebook"),
    STR_INIT("usuario de facebook"),     STR_INIT("utente di facebook"),
    STR_INIT("facebook-gebruiker"),      STR_INIT("utilizador do facebook"),
    STR_INIT("usuário do facebook"),     STR_INIT("facebook-bruger"),
    STR_INIT("facebook-bruker"),         STR_INIT("użytkownik facebooka"),
    STR_INIT("facebook-käyttäjä"),       STR_INIT("пользователь facebook")};

struct str facebook__name_key(const char *prefix, struct str name, struct arena *a)
{
    return arena_printf(a, "%s" STRF, prefix, STRA(fold_case(name, a)));
}

void facebook__owner(struct reading *r, struct str name)
{
    struct facebook *fb = r->state;
    if (fb->name.n == 0 && name.n)
        fb->name = arena_str(r->arena, name);
}

bool facebook__is_owner(const struct reading *r, struct str name)
{
    const struct facebook *fb = r->state;
    return name.n && str_eq(name, fb->name);
}

enum err_code facebook__account(struct reading *r, struct err *e)
{
    struct facebook *fb = r->state;
    if (fb->said)
        return ERR_OK;
    fb->said = true;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("facebook"), .name = fb->name};
    return reading_put(r, &rec, e);
}

enum err_code facebook__identity(struct reading *r, struct str key, struct str name,
                                 struct str url, enum identity_kind kind, struct err *e)
{
    struct facebook *fb = r->state;
    bool made = false;
    if (!fb->people)
        fb->people = map_new();
    map_put(fb->people, key, 1, &made);
    if (!made)
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = key, .name = name, .url = url, .kind = kind, .name_only = url.n == 0};
    return reading_put(r, &rec, e);
}

enum err_code facebook__person(struct reading *r, struct str name, struct str *key,
                               struct err *e)
{
    const struct facebook *fb = r->state;
    *key = STR_NONE;
    name = str_trim(name);
    if (name.n == 0)
        return ERR_OK;
    if (facebook__is_owner(r, name)) {
        *key = fb->key;
        return ERR_OK;
    }
    struct str k = facebook__name_key("name:", name, r->piece);
    struct str bare = str_after(k, sizeof "name:" - 1);
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        if (str_eq(bare, strangers[i]))
            return ERR_OK;
    *key = k;
    return facebook__identity(r, k, name, STR_NONE, IDENTITY_PERSON, e);
}

enum err_code facebook__fact(struct reading *r, const struct record_fact *fact, struct err *e)
{
    if (fact->value.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = *fact;
    return reading_put(r, &rec, e);
}

enum err_code facebook__connection(struct reading *r, struct str identity,
                                   enum connection_kind kind, struct when at, struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection =
        (struct record_connection){.identity = identity, .kind = kind, .at = at};
    return reading_put(r, &rec, e);
}
