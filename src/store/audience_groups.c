/* store/audience_groups.c: prospects, clients, colleagues, friends and family among those whom an
 * account reaches; derived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/person_private.h"

#include "core/limits.h"

#include <stdlib.h>

enum {
    RELATION_MOST = 40 /* bytes of the longest word below, and some */
};

/* What archives, address books and owners write, in the four languages that the check reads, in
 * lower case and bytewise order. AUDIENCE_GROUPS: none, though its last word says otherwise. */
static const struct relation_word {
    const char *word;
    enum audience_group group;
} relation_words[] = {
    {"abuela",              AUDIENCE_FAMILY    },
    {"abuelo",              AUDIENCE_FAMILY    },
    {"abuelos",             AUDIENCE_FAMILY    },
    {"account manager",     AUDIENCE_GROUPS    },
    {"ami",                 AUDIENCE_FRIENDS   },
    {"amie",                AUDIENCE_FRIENDS   },
    {"amies",               AUDIENCE_FRIENDS   },
    {"amiga",               AUDIENCE_FRIENDS   },
    {"amigas",              AUDIENCE_FRIENDS   },
    {"amigo",               AUDIENCE_FRIENDS   },
    {"amigos",              AUDIENCE_FRIENDS   },
    {"amis",                AUDIENCE_FRIENDS   },
    {"aunt",                AUDIENCE_FAMILY    },
    {"beau-fils",           AUDIENCE_FAMILY    },
    {"beau-frère",         AUDIENCE_FAMILY    },
    {"beau-père",          AUDIENCE_FAMILY    },
    {"belle-fille",         AUDIENCE_FAMILY    },
    {"belle-mère",         AUDIENCE_FAMILY    },
    {"belle-soeur",         AUDIENCE_FAMILY    },
    {"belle-sœur",         AUDIENCE_FAMILY    },
    {"bff",                 AUDIENCE_FRIENDS   },
    {"boss",                AUDIENCE_COLLEAGUES},
    {"boyfriend",           AUDIENCE_FAMILY    },
    {"brother",             AUDIENCE_FAMILY    },
    {"brother-in-law",      AUDIENCE_FAMILY    },
    {"bruder",              AUDIENCE_FAMILY    },
    {"buddy",               AUDIENCE_FRIENDS   },
    {"business partner",    AUDIENCE_GROUPS    },
    {"business partners",   AUDIENCE_GROUPS    },
    {"chef",                AUDIENCE_COLLEAGUES},
    {"chefin",              AUDIENCE_COLLEAGUES},
    {"child",               AUDIENCE_FAMILY    },
    {"children",            AUDIENCE_FAMILY    },
    {"client",              AUDIENCE_CLIENTS   },
    {"clienta",             AUDIENCE_CLIENTS   },
    {"clientas",            AUDIENCE_CLIENTS   },
    {"cliente",             AUDIENCE_CLIENTS   },
    {"cliente potencial",   AUDIENCE_PROSPECTS },
    {"clientes",            AUDIENCE_CLIENTS   },
    {"clients",             AUDIENCE_CLIENTS   },
    {"co-worker",           AUDIENCE_COLLEAGUES},
    {"co-workers",          AUDIENCE_COLLEAGUES},
    {"colega",              AUDIENCE_COLLEAGUES},
    {"colegas",             AUDIENCE_COLLEAGUES},
    {"colleague",           AUDIENCE_COLLEAGUES},
    {"colleagues",          AUDIENCE_COLLEAGUES},
    {"collègue",           AUDIENCE_COLLEAGUES},
    {"collègues",          AUDIENCE_COLLEAGUES},
    {"compagne",            AUDIENCE_FAMILY    },
    {"compagnon",           AUDIENCE_FAMILY    },
    {"compañera",          AUDIENCE_COLLEAGUES},
    {"compañero",          AUDIENCE_COLLEAGUES},
    {"compañeros",         AUDIENCE_COLLEAGUES},
    {"conjoint",            AUDIENCE_FAMILY    },
    {"conjointe",           AUDIENCE_FAMILY    },
    {"cousin",              AUDIENCE_FAMILY    },
    {"cousine",             AUDIENCE_FAMILY    },
    {"cousins",             AUDIENCE_FAMILY    },
    {"coworker",            AUDIENCE_COLLEAGUES},
    {"coworkers",           AUDIENCE_COLLEAGUES},
    {"customer",            AUDIENCE_CLIENTS   },
    {"customers",           AUDIENCE_CLIENTS   },
    {"cuñada",             AUDIENCE_FAMILY    },
    {"cuñado",             AUDIENCE_FAMILY    },
    {"dad",                 AUDIENCE_FAMILY    },
    {"daddy",               AUDIENCE_FAMILY    },
    {"daughter",            AUDIENCE_FAMILY    },
    {"daughter-in-law",     AUDIENCE_FAMILY    },
    {"ehefrau",             AUDIENCE_FAMILY    },
    {"ehemann",             AUDIENCE_FAMILY    },
    {"ehepartner",          AUDIENCE_FAMILY    },
    {"eltern",              AUDIENCE_FAMILY    },
    {"employee",            AUDIENCE_COLLEAGUES},
    {"employees",           AUDIENCE_COLLEAGUES},
    {"employer",            AUDIENCE_COLLEAGUES},
    {"enfant",              AUDIENCE_FAMILY    },
    {"enfants",             AUDIENCE_FAMILY    },
    {"enkel",               AUDIENCE_FAMILY    },
    {"enkelin",             AUDIENCE_FAMILY    },
    {"esposa",              AUDIENCE_FAMILY    },
    {"esposo",              AUDIENCE_FAMILY    },
    {"familia",             AUDIENCE_FAMILY    },
    {"familie",             AUDIENCE_FAMILY    },
    {"famille",             AUDIENCE_FAMILY    },
    {"family",              AUDIENCE_FAMILY    },
    {"family doctor",       AUDIENCE_GROUPS    },
    {"family lawyer",       AUDIENCE_GROUPS    },
    {"father",              AUDIENCE_FAMILY    },
    {"father-in-law",       AUDIENCE_FAMILY    },
    {"fiance",              AUDIENCE_FAMILY    },
    {"fiancee",             AUDIENCE_FAMILY    },
    {"fiancé",             AUDIENCE_FAMILY    },
    {"fiancée",            AUDIENCE_FAMILY    },
    {"fille",               AUDIENCE_FAMILY    },
    {"fils",                AUDIENCE_FAMILY    },
    {"freund",              AUDIENCE_FRIENDS   },
    {"freunde",             AUDIENCE_FRIENDS   },
    {"freundin",            AUDIENCE_FRIENDS   },
    {"freundinnen",         AUDIENCE_FRIENDS   },
    {"friend",              AUDIENCE_FRIENDS   },
    {"friend request",      AUDIENCE_GROUPS    },
    {"friends",             AUDIENCE_FRIENDS   },
    {"frère",              AUDIENCE_FAMILY    },
    {"geschwister",         AUDIENCE_FAMILY    },
    {"geschäftspartner",   AUDIENCE_GROUPS    },
    {"girlfriend",          AUDIENCE_FAMILY    },
    {"godfather",           AUDIENCE_FAMILY    },
    {"godmother",           AUDIENCE_FAMILY    },
    {"grand-mère",         AUDIENCE_FAMILY    },
    {"grand-père",         AUDIENCE_FAMILY    },
    {"grandchild",          AUDIENCE_FAMILY    },
    {"grandchildren",       AUDIENCE_FAMILY    },
    {"granddaughter",       AUDIENCE_FAMILY    },
    {"grandfather",         AUDIENCE_FAMILY    },
    {"grandma",             AUDIENCE_FAMILY    },
    {"grandmother",         AUDIENCE_FAMILY    },
    {"grandpa",             AUDIENCE_FAMILY    },
    {"grandparent",         AUDIENCE_FAMILY    },
    {"grandparents",        AUDIENCE_FAMILY    },
    {"grandson",            AUDIENCE_FAMILY    },
    {"grossmutter",         AUDIENCE_FAMILY    },
    {"grossvater",          AUDIENCE_FAMILY    },
    {"großeltern",         AUDIENCE_FAMILY    },
    {"großmutter",         AUDIENCE_FAMILY    },
    {"großvater",          AUDIENCE_FAMILY    },
    {"half-brother",        AUDIENCE_FAMILY    },
    {"half-sister",         AUDIENCE_FAMILY    },
    {"hermana",             AUDIENCE_FAMILY    },
    {"hermano",             AUDIENCE_FAMILY    },
    {"hermanos",            AUDIENCE_FAMILY    },
    {"hija",                AUDIENCE_FAMILY    },
    {"hijo",                AUDIENCE_FAMILY    },
    {"hijos",               AUDIENCE_FAMILY    },
    {"husband",             AUDIENCE_FAMILY    },
    {"in-laws",             AUDIENCE_FAMILY    },
    {"interessent",         AUDIENCE_PROSPECTS },
    {"interessenten",       AUDIENCE_PROSPECTS },
    {"interessentin",       AUDIENCE_PROSPECTS },
    {"jefa",                AUDIENCE_COLLEAGUES},
    {"jefe",                AUDIENCE_COLLEAGUES},
    {"kid",                 AUDIENCE_FAMILY    },
    {"kids",                AUDIENCE_FAMILY    },
    {"kind",                AUDIENCE_FAMILY    },
    {"kinder",              AUDIENCE_FAMILY    },
    {"klient",              AUDIENCE_CLIENTS   },
    {"klienten",            AUDIENCE_CLIENTS   },
    {"klientin",            AUDIENCE_CLIENTS   },
    {"kollege",             AUDIENCE_COLLEAGUES},
    {"kollegen",            AUDIENCE_COLLEAGUES},
    {"kollegin",            AUDIENCE_COLLEAGUES},
    {"kolleginnen",         AUDIENCE_COLLEAGUES},
    {"kunde",               AUDIENCE_CLIENTS   },
    {"kunden",              AUDIENCE_CLIENTS   },
    {"kundin",              AUDIENCE_CLIENTS   },
    {"kundinnen",           AUDIENCE_CLIENTS   },
    {"kusine",              AUDIENCE_FAMILY    },
    {"lead",                AUDIENCE_PROSPECTS },
    {"leads",               AUDIENCE_PROSPECTS },
    {"lebensgefährte",     AUDIENCE_FAMILY    },
    {"lebensgefährtin",    AUDIENCE_FAMILY    },
    {"lebenspartner",       AUDIENCE_FAMILY    },
    {"madre",               AUDIENCE_FAMILY    },
    {"mama",                AUDIENCE_FAMILY    },
    {"maman",               AUDIENCE_FAMILY    },
    {"manager",             AUDIENCE_COLLEAGUES},
    {"mandant",             AUDIENCE_CLIENTS   },
    {"mandanten",           AUDIENCE_CLIENTS   },
    {"mandantin",           AUDIENCE_CLIENTS   },
    {"mari",                AUDIENCE_FAMILY    },
    {"marido",              AUDIENCE_FAMILY    },
    {"mate",                AUDIENCE_FRIENDS   },
    {"mates",               AUDIENCE_FRIENDS   },
    {"mitarbeiter",         AUDIENCE_COLLEAGUES},
    {"mitarbeiterin",       AUDIENCE_COLLEAGUES},
    {"mom",                 AUDIENCE_FAMILY    },
    {"mommy",               AUDIENCE_FAMILY    },
    {"mother",              AUDIENCE_FAMILY    },
    {"mother-in-law",       AUDIENCE_FAMILY    },
    {"mum",                 AUDIENCE_FAMILY    },
    {"mummy",               AUDIENCE_FAMILY    },
    {"mutter",              AUDIENCE_FAMILY    },
    {"mère",               AUDIENCE_FAMILY    },
    {"neffe",               AUDIENCE_FAMILY    },
    {"nephew",              AUDIENCE_FAMILY    },
    {"neveu",               AUDIENCE_FAMILY    },
    {"nichte",              AUDIENCE_FAMILY    },
    {"niece",               AUDIENCE_FAMILY    },
    {"nièce",              AUDIENCE_FAMILY    },
    {"novia",               AUDIENCE_FAMILY    },
    {"novio",               AUDIENCE_FAMILY    },
    {"nuera",               AUDIENCE_FAMILY    },
    {"oma",                 AUDIENCE_FAMILY    },
    {"oncle",               AUDIENCE_FAMILY    },
    {"onkel",               AUDIENCE_FAMILY    },
    {"opa",                 AUDIENCE_FAMILY    },
    {"padre",               AUDIENCE_FAMILY    },
    {"padres",              AUDIENCE_FAMILY    },
    {"pal",                 AUDIENCE_FRIENDS   },
    {"pals",                AUDIENCE_FRIENDS   },
    {"papa",                AUDIENCE_FAMILY    },
    {"pareja",              AUDIENCE_FAMILY    },
    {"parent",              AUDIENCE_FAMILY    },
    {"parents",             AUDIENCE_FAMILY    },
    {"partner",             AUDIENCE_FAMILY    },
    {"partner company",     AUDIENCE_GROUPS    },
    {"patient",             AUDIENCE_CLIENTS   },
    {"patients",            AUDIENCE_CLIENTS   },
    {"potential client",    AUDIENCE_PROSPECTS },
    {"potential clients",   AUDIENCE_PROSPECTS },
    {"potential customer",  AUDIENCE_PROSPECTS },
    {"potential customers", AUDIENCE_PROSPECTS },
    {"prima",               AUDIENCE_FAMILY    },
    {"primo",               AUDIENCE_FAMILY    },
    {"prospect",            AUDIENCE_PROSPECTS },
    {"prospect clients",    AUDIENCE_PROSPECTS },
    {"prospects",           AUDIENCE_PROSPECTS },
    {"père",               AUDIENCE_FAMILY    },
    {"relative",            AUDIENCE_FAMILY    },
    {"relatives",           AUDIENCE_FAMILY    },
    {"schwager",            AUDIENCE_FAMILY    },
    {"schwester",           AUDIENCE_FAMILY    },
    {"schwiegereltern",     AUDIENCE_FAMILY    },
    {"schwiegermutter",     AUDIENCE_FAMILY    },
    {"schwiegersohn",       AUDIENCE_FAMILY    },
    {"schwiegertochter",    AUDIENCE_FAMILY    },
    {"schwiegervater",      AUDIENCE_FAMILY    },
    {"schwägerin",         AUDIENCE_FAMILY    },
    {"sibling",             AUDIENCE_FAMILY    },
    {"siblings",            AUDIENCE_FAMILY    },
    {"sister",              AUDIENCE_FAMILY    },
    {"sister-in-law",       AUDIENCE_FAMILY    },
    {"sobrina",             AUDIENCE_FAMILY    },
    {"sobrino",             AUDIENCE_FAMILY    },
    {"soeur",               AUDIENCE_FAMILY    },
    {"sohn",                AUDIENCE_FAMILY    },
    {"son",                 AUDIENCE_FAMILY    },
    {"son-in-law",          AUDIENCE_FAMILY    },
    {"spouse",              AUDIENCE_FAMILY    },
    {"stepbrother",         AUDIENCE_FAMILY    },
    {"stepchild",           AUDIENCE_FAMILY    },
    {"stepdaughter",        AUDIENCE_FAMILY    },
    {"stepfather",          AUDIENCE_FAMILY    },
    {"stepmother",          AUDIENCE_FAMILY    },
    {"stepparent",          AUDIENCE_FAMILY    },
    {"stepsister",          AUDIENCE_FAMILY    },
    {"stepson",             AUDIENCE_FAMILY    },
    {"suegra",              AUDIENCE_FAMILY    },
    {"suegro",              AUDIENCE_FAMILY    },
    {"sœur",               AUDIENCE_FAMILY    },
    {"tante",               AUDIENCE_FAMILY    },
    {"teammate",            AUDIENCE_COLLEAGUES},
    {"teammates",           AUDIENCE_COLLEAGUES},
    {"tia",                 AUDIENCE_FAMILY    },
    {"tio",                 AUDIENCE_FAMILY    },
    {"tochter",             AUDIENCE_FAMILY    },
    {"tía",                AUDIENCE_FAMILY    },
    {"tío",                AUDIENCE_FAMILY    },
    {"uncle",               AUDIENCE_FAMILY    },
    {"vater",               AUDIENCE_FAMILY    },
    {"verlobte",            AUDIENCE_FAMILY    },
    {"verlobter",           AUDIENCE_FAMILY    },
    {"verwandte",           AUDIENCE_FAMILY    },
    {"verwandter",          AUDIENCE_FAMILY    },
    {"vetter",              AUDIENCE_FAMILY    },
    {"vorgesetzte",         AUDIENCE_COLLEAGUES},
    {"vorgesetzter",        AUDIENCE_COLLEAGUES},
    {"wife",                AUDIENCE_FAMILY    },
    {"yerno",               AUDIENCE_FAMILY    },
    {"épouse",             AUDIENCE_FAMILY    },
    {"époux",              AUDIENCE_FAMILY    }
};

static int by_word(const void *key, const void *row)
{
    return str_cmp(*(const struct str *)key,
                   str_from(((const struct relation_word *)row)->word));
}

static const struct relation_word *look_up(struct str word)
{
    return bsearch(&word, relation_words, COUNT_OF(relation_words), sizeof *relation_words,
                   by_word);
}

/* The whole of it, else its last word: "old friend", "Cousin (male)". */
bool audience_group_of(struct str relation, enum audience_group *out)
{
    char lower[RELATION_MOST];
    ptrdiff_t bracket = str_chr(relation, '(');
    if (bracket > 0)
        relation = str_sub(relation, 0, (size_t)bracket);
    relation = str_trim(relation);
    if (relation.n == 0 || relation.n > sizeof lower)
        return false;
    for (size_t i = 0; i < relation.n; i++)
        lower[i] = ascii_lower(relation.p[i]);
    struct str word = str_of(lower, relation.n);
    const struct relation_word *found = look_up(word);
    ptrdiff_t space = str_rchr(word, ' ');
    if (!found && space > 0)
        found = look_up(str_after(word, (size_t)space + 1));
    if (!found || found->group == AUDIENCE_GROUPS)
        return false;
    *out = found->group;
    return true;
}

/* Relations ----------------------------------------------------------------------------- */

struct related {
    int64_t person_id;
    enum audience_group group;
};

static enum err_code take_related(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    enum audience_group group;
    if (!audience_group_of(sql_text(k, 1), &group))
        return ERR_OK;
    struct related *r = store__push(ctx);
    *r = (struct related){sql_i64(k, 0), group};
    return ERR_OK;
}

struct decided {
    struct str subject, value;
};

static enum err_code take_decided(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct decided *d = store__push(l);
    *d = (struct decided){sql_copy(k, 0, l->a), sql_copy(k, 1, l->a)};
    return ERR_OK;
}

/* What the owner decided, of everybody. */
static enum err_code all_decided(struct sql *q, struct store__list *l, struct err *e)
{
    struct store__list decisions = {l->a, NULL, 0, 0, sizeof(struct decided)};
    enum err_code rc =
        store__each(q,
                    "SELECT subject, value "
                    "FROM decisions "
                    "WHERE owner_id = $1 AND verb = 'person.relation' AND revoked_ms = 0",
                    VALUES(I64(q->owner)), take_decided, &decisions, e);
    for (size_t i = 0; i < decisions.n && rc == ERR_OK; i++) {
        const struct decided *d = &((const struct decided *)decisions.v)[i];
        struct related r = {-1, AUDIENCE_GROUPS};
        if (!audience_group_of(d->value, &r.group))
            continue;
        rc = sql_one(q,
                     "SELECT p.person_id "
                     "FROM identities i "
                     "JOIN person_identities p ON p.owner_id = i.owner_id AND p.identity_id = "
                     "i.id "
                     "WHERE i.owner_id = $1 AND i.digest = $2",
                     VALUES(I64(q->owner), I64(store__subject_digest(d->subject))),
                     &r.person_id, e);
        if (rc == ERR_OK && r.person_id >= 0)
            *(struct related *)store__push(l) = r;
    }
    return rc;
}

static enum err_code one_related(struct sql *q, int64_t person_id, struct store__list *l,
                                 struct err *e)
{
    return store__each(
        q,
        "SELECT p.person_id, r.kind FROM person_identities p CROSS JOIN relations r "
        "WHERE p.owner_id = $1 AND p.person_id = $2 AND r.owner_id = p.owner_id AND "
        "r.identity_id = p.identity_id "
        "UNION ALL "
        "SELECT p.person_id, d.value FROM person_identities p CROSS JOIN identities i CROSS "
        "JOIN decisions d "
        "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id AND i.id = "
        "p.identity_id AND d.owner_id = p.owner_id AND d.verb = 'person.relation' AND "
        "d.subject = i.network || ':' || i.key AND d.revoked_ms = 0",
        VALUES(I64(q->owner), I64(person_id)), take_related, l, e);
}

/* Counting ------------------------------------------------------------------------------ */

/* CROSS JOIN holds SQLite to the order: from the person, who has a few connections. */
static enum err_code put_member(struct sql *q, const struct related *r, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO audience_members (owner_id, person_id, account_id, part, strength) "
        "SELECT DISTINCT i.owner_id, i.person_id, c.account_id, $3, p.strength "
        "FROM persons p CROSS JOIN person_identities i CROSS JOIN connections c "
        "WHERE p.owner_id = $1 AND p.id = $2 AND i.owner_id = p.owner_id AND i.person_id = "
        "p.id AND c.owner_id = i.owner_id AND c.identity_id = i.identity_id AND c.kind IN "
        "('connected', 'friend', 'followed_by') "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(q->owner), I64(r->person_id), I64((int64_t)r->group)), NULL, e);
}

static enum err_code put_members(struct sql *q, const struct store__list *l, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < l->n && rc == ERR_OK; i++)
        rc = put_member(q, &((const struct related *)l->v)[i], e);
    return rc;
}

static enum err_code take_kind(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    *(struct str *)store__push(l) = sql_copy(k, 0, l->a);
    return ERR_OK;
}

/* The kinds that archives use are few: each is looked up once, and joined to all who have it. */
static enum err_code sort_kinds(struct sql *q, struct arena *a, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = sql_run(q, "DELETE FROM relation_parts WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = store__each(q, "SELECT DISTINCT kind FROM relations WHERE owner_id = $1",
                         VALUES(I64(q->owner)), take_kind, &l, e);
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        struct str kind = ((const struct str *)l.v)[i];
        enum audience_group group;
        if (audience_group_of(kind, &group))
            rc = sql_run(q,
                         "INSERT INTO relation_parts (owner_id, kind, part) "
                         "VALUES ($1, $2, $3)",
                         VALUES(I64(q->owner), TXT(kind), I64((int64_t)group)), NULL, e);
    }
    return rc;
}

static enum err_code count_archives(struct sql *q, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO audience_members (owner_id, person_id, account_id, part, strength) "
        "SELECT r.owner_id, p.id, c.account_id, k.part, p.strength "
        "FROM relations r CROSS JOIN relation_parts k CROSS JOIN person_identities w CROSS JOIN "
        "persons p CROSS JOIN person_identities i CROSS JOIN connections c "
        "WHERE r.owner_id = $1 AND k.owner_id = r.owner_id AND k.kind = r.kind AND w.owner_id "
        "= r.owner_id AND w.identity_id = r.identity_id AND p.owner_id = r.owner_id AND p.id = "
        "w.person_id AND i.owner_id = r.owner_id AND i.person_id = p.id AND c.owner_id = "
        "r.owner_id AND c.identity_id = i.identity_id AND c.kind IN ('connected', 'friend', "
        "'followed_by') "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(q->owner)), NULL, e);
}

enum err_code store__count_groups(struct sql *q, struct err *e)
{
    struct store__list l = {arena_new(MIB(64)), NULL, 0, 0, sizeof(struct related)};
    enum err_code rc = sql_run(q, "DELETE FROM audience_members WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM audience_groups WHERE owner_id = $1",
                     VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sort_kinds(q, l.a, e);
    if (rc == ERR_OK)
        rc = count_archives(q, e);
    if (rc == ERR_OK)
        rc = all_decided(q, &l, e);
    if (rc == ERR_OK)
        rc = put_members(q, &l, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO audience_groups (owner_id, account_id, part, people) "
                     "SELECT owner_id, account_id, part, count(*) "
                     "FROM audience_members "
                     "WHERE owner_id = $1 "
                     "GROUP BY owner_id, account_id, part",
                     VALUES(I64(q->owner)), NULL, e);
    arena_free(l.a);
    return rc;
}

/* Takes one person out of the counts and puts them in as they are now. */
enum err_code store__count_groups_of(struct sql *q, int64_t person_id, struct err *e)
{
    struct store__list l = {arena_new(MIB(1)), NULL, 0, 0, sizeof(struct related)};
    const struct sql_value who[] = {I64(q->owner), I64(person_id)};
    enum err_code rc =
        sql_run(q,
                "UPDATE audience_groups SET people = people - 1 "
                "WHERE owner_id = $1 AND EXISTS (SELECT 1 FROM audience_members m WHERE "
                "m.owner_id = $1 AND m.person_id = $2 AND m.account_id = "
                "audience_groups.account_id AND m.part = audience_groups.part)",
                who, COUNT_OF(who), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM audience_members WHERE owner_id = $1 AND person_id = $2",
                     who, COUNT_OF(who), NULL, e);
    if (rc == ERR_OK)
        rc = one_related(q, person_id, &l, e);
    if (rc == ERR_OK)
        rc = put_members(q, &l, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO audience_groups (owner_id, account_id, part, people) "
                     "SELECT owner_id, account_id, part, 1 "
                     "FROM audience_members "
                     "WHERE owner_id = $1 AND person_id = $2 "
                     "ON CONFLICT (owner_id, account_id, part) DO UPDATE SET people = "
                     "audience_groups.people + 1",
                     who, COUNT_OF(who), NULL, e);
    arena_free(l.a);
    return rc;
}

/* Asking -------------------------------------------------------------------------------- */

static enum err_code take_part(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct audience_groups *g = ctx;
    int64_t part = sql_i64(k, 0);
    if (part >= 0 && part < AUDIENCE_GROUPS)
        g->group[part].people = sql_i64(k, 1);
    return ERR_OK;
}

struct naming {
    struct audience_part *part;
    size_t n;
    struct arena *a;
};

static enum err_code take_name(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct naming *to = ctx;
    if (to->n < AUDIENCE_NAMED) {
        to->part->person_id[to->n] = sql_i64(k, 0);
        to->part->name[to->n++] = sql_copy(k, 1, to->a);
    }
    return ERR_OK;
}

enum err_code store_audience_groups(struct store *s, int64_t account_id, struct arena *a,
                                    struct audience_groups *out, struct err *e)
{
    *out = (struct audience_groups){0};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT part, people "
                    "FROM audience_groups "
                    "WHERE owner_id = $1 AND account_id = $2",
                    VALUES(I64(s->sql.owner), I64(account_id)), take_part, out, e);
    for (int g = 0; g < AUDIENCE_GROUPS && rc == ERR_OK; g++) {
        struct naming to = {&out->group[g], 0, a};
        if (to.part->people == 0)
            continue;
        rc = store__each(
            &s->sql,
            "SELECT p.id, p.name "
            "FROM (SELECT person_id, strength FROM audience_members WHERE owner_id = $1 AND "
            "account_id = $2 AND part = $3 ORDER BY strength DESC, person_id LIMIT 3) m "
            "CROSS JOIN persons p "
            "WHERE p.owner_id = $1 AND p.id = m.person_id "
            "ORDER BY m.strength DESC, p.id",
            VALUES(I64(s->sql.owner), I64(account_id), I64(g)), take_name, &to, e);
    }
    return rc;
}
