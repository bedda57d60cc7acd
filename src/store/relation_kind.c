/* store/relation_kind.c: the words by which people say how somebody stands to them, as kinds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/standing.h"

#include "core/attr.h"

enum {
    WORD_MOST = 60
};

static const char *const names[RELATION_KINDS] = {"family",   "friend",   "colleague", "client",
                                                  "prospect", "supplier", "community"};

const char *relation_kind_name(enum relation_kind k)
{
    return k < RELATION_KINDS ? names[k] : "";
}

bool relation_kind_from(struct str name, enum relation_kind *out)
{
    for (int i = 0; i < RELATION_KINDS; i++)
        if (str_is(name, names[i])) {
            *out = (enum relation_kind)i;
            return true;
        }
    return false;
}

/* Beside those of audience_group_of: in the four languages that the check reads. */
static const struct {
    const char *word;
    enum relation_kind kind;
} words[] = {
    {"supplier",    RELATION_SUPPLIER },
    {"suppliers",   RELATION_SUPPLIER },
    {"vendor",      RELATION_SUPPLIER },
    {"vendors",     RELATION_SUPPLIER },
    {"freelancer",  RELATION_SUPPLIER },
    {"freelancers", RELATION_SUPPLIER },
    {"lieferant",   RELATION_SUPPLIER },
    {"lieferanten", RELATION_SUPPLIER },
    {"fournisseur", RELATION_SUPPLIER },
    {"proveedor",   RELATION_SUPPLIER },
    {"neighbour",   RELATION_COMMUNITY},
    {"neighbours",  RELATION_COMMUNITY},
    {"neighbor",    RELATION_COMMUNITY},
    {"neighbors",   RELATION_COMMUNITY},
    {"community",   RELATION_COMMUNITY},
    {"choir",       RELATION_COMMUNITY},
    {"club",        RELATION_COMMUNITY},
    {"school",      RELATION_COMMUNITY},
    {"classmate",   RELATION_COMMUNITY},
    {"classmates",  RELATION_COMMUNITY},
    {"parents",     RELATION_COMMUNITY},
    {"volunteers",  RELATION_COMMUNITY},
    {"nachbar",     RELATION_COMMUNITY},
    {"nachbarin",   RELATION_COMMUNITY},
    {"nachbarn",    RELATION_COMMUNITY},
    {"verein",      RELATION_COMMUNITY},
    {"chor",        RELATION_COMMUNITY},
    {"schule",      RELATION_COMMUNITY},
    {"voisin",      RELATION_COMMUNITY},
    {"voisine",     RELATION_COMMUNITY},
    {"voisins",     RELATION_COMMUNITY},
    {"chorale",     RELATION_COMMUNITY},
    {"vecino",      RELATION_COMMUNITY},
    {"vecina",      RELATION_COMMUNITY},
    {"vecinos",     RELATION_COMMUNITY},
    {"coro",        RELATION_COMMUNITY},
    {"work",        RELATION_COLLEAGUE}
};

bool relation_kind_of(struct str relation, enum relation_kind *out)
{
    static const enum relation_kind of_group[AUDIENCE_GROUPS] = {
        [AUDIENCE_PROSPECTS] = RELATION_PROSPECT,
        [AUDIENCE_CLIENTS] = RELATION_CLIENT,
        [AUDIENCE_COLLEAGUES] = RELATION_COLLEAGUE,
        [AUDIENCE_FRIENDS] = RELATION_FRIEND,
        [AUDIENCE_FAMILY] = RELATION_FAMILY};
    enum audience_group group;
    if (audience_group_of(relation, &group)) {
        *out = of_group[group];
        return true;
    }
    relation = str_trim(relation);
    for (size_t i = 0; i < COUNT_OF(words) && relation.n < WORD_MOST; i++)
        if (str_eq_ci(relation, str_from(words[i].word))) {
            *out = words[i].kind;
            return true;
        }
    return false;
}
