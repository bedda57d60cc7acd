/* people/place_one.c: where one new contact belongs, from what is known of that one alone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/standing.h"

#include "core/limits.h"
#include "people/net.h"
#include "store/person_read.h"
#include "text/fold.h"

/* What of the owner is compared: company names, mail domains, surnames. */
struct own {
    struct known_fact *fact;
    size_t facts;
    struct net_surname surname[NET_SURNAMES];
    size_t surnames;
};

static enum err_code load_own(struct store *s, struct arena *a, struct own *o, struct err *e)
{
    struct account *acc;
    struct person me = {0};
    size_t n;
    int64_t id = 0;
    *o = (struct own){0};
    enum err_code rc = store_accounts(s, a, &acc, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK && id == 0; i++)
        id = acc[i].person_id;
    if (rc || id == 0)
        return rc;
    if ((rc = store_person(s, id, a, &me, e)) != ERR_OK ||
        (rc = store_person_facts(s, id, a, &o->fact, &o->facts, e)) != ERR_OK)
        return rc;
    o->surnames = net_surnames(str_sub(me.name, 0, 400), a, o->surname);
    return ERR_OK;
}

/* Whether one of the owner's facts of this field comes out the same. */
static bool owner_has(const struct own *o, struct str field, struct str value, struct arena *a)
{
    const bool mail = str_is(field, "email");
    struct str mine = mail ? net_domain(value, a) : fold_search(value, a);
    for (size_t i = 0; i < o->facts && mine.n; i++) {
        if (!str_eq(o->fact[i].field, field))
            continue;
        struct str theirs =
            mail ? net_domain(o->fact[i].value, a) : fold_search(o->fact[i].value, a);
        if (str_eq(mine, theirs))
            return true;
    }
    return false;
}

static bool same_surname(const struct own *o, const struct person *p, struct arena *a)
{
    struct net_surname theirs[NET_SURNAMES];
    for (size_t i = 0; i < p->identities; i++) {
        size_t n = net_surnames(str_sub(p->identity[i].name, 0, 400), a, theirs);
        for (size_t k = 0; k < n; k++)
            for (size_t m = 0; m < o->surnames; m++)
                if (str_eq(theirs[k].folded, o->surname[m].folded))
                    return true;
    }
    return false;
}

/* The accounts that link them, and what archives call them. */
static enum err_code load_links(struct store *s, struct arena *a, struct net_person *p,
                                struct err *e)
{
    struct standing *v;
    size_t n;
    enum relation_kind kind;
    enum err_code rc = store_person_relations(s, p->id, a, &v, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (v[i].decision == 0 && !str_is(v[i].value, "friend") &&
            relation_kind_of(v[i].value, &kind))
            p->kinds |= 1u << kind;
    if (rc == ERR_OK)
        rc = store_person_worlds(s, p->id, a, &v, &n, e);
    /* a world may also come from a relation: that weighs as the relation does */
    for (size_t i = 0; i < n && rc == ERR_OK && p->kinds == 0; i++)
        if (v[i].decision == 0)
            p->linked |= str_is(v[i].value, "personal") ? 1 : 2;
    return rc;
}

static enum err_code place(struct store *s, int64_t person_id, struct arena *a, struct err *e)
{
    struct own o;
    struct person p = {0};
    struct known_fact *fact;
    size_t facts = 0;
    struct place_mutual mutual;
    struct net_alone with = {0};
    struct net_person one = {.id = person_id, .why = "", .context = ""};
    enum err_code rc = store_person(s, person_id, a, &p, e);
    if (rc == ERR_OK)
        rc = load_own(s, a, &o, e);
    if (rc == ERR_OK)
        rc = store_person_facts(s, person_id, a, &fact, &facts, e);
    if (rc == ERR_OK)
        rc = load_links(s, a, &one, e);
    if (rc == ERR_OK)
        rc = store_place_mutual(s, person_id, &mutual, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < facts; i++) {
        if (str_is(fact[i].field, "company"))
            with.employer |= owner_has(&o, fact[i].field, fact[i].value, a);
        else if (str_is(fact[i].field, "email"))
            with.domain |= owner_has(&o, fact[i].field, fact[i].value, a);
    }
    with.surname = same_surname(&o, &p, a);
    with.home = (double)mutual.personal + (double)mutual.both / 2;
    with.work = (double)mutual.professional + (double)mutual.both / 2;
    net_context_of_one(&one, &with);
    return store_standing_guess(s, person_id, one.kinds, str_from(one.context),
                                str_from(one.why), one.p, e);
}

enum err_code people_place_context(struct store *s, int64_t person_id, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    enum err_code rc = place(s, person_id, a, e);
    arena_free(a);
    return rc;
}
