/* store/audience.c: whom each account reaches, by how the owner knows them; derived. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/person_private.h"

#include "core/limits.h"

#include <string.h>

/* Friends and connections are known under the mindset of the account that joins them. Following
 * somebody is not knowing them. */
static struct str mindset_of(const struct account *acc)
{
    return acc->mindset == MINDSET_PERSONAL ? STR("personal") : STR("professional");
}

static enum err_code know_through(struct sql *q, const struct account *acc, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO known_through (owner_id, person_id, mindset) "
        "SELECT DISTINCT c.owner_id, p.person_id, $3 "
        "FROM connections c "
        "JOIN person_identities p ON p.owner_id = c.owner_id AND p.identity_id = "
        "c.identity_id "
        "WHERE c.owner_id = $1 AND c.account_id = $2 AND c.kind IN ('connected', 'friend') "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(q->owner), I64(acc->id), TXT(mindset_of(acc))), NULL, e);
}

/* What an archive or address book says about how somebody stands to the owner. */
static enum err_code know_by_relation(struct sql *q, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO known_through (owner_id, person_id, mindset) "
        "SELECT DISTINCT r.owner_id, p.person_id, CASE WHEN lower(r.kind) IN " STORE__WORK
        " THEN 'professional' ELSE 'personal' END "
        "FROM relations r "
        "JOIN person_identities p ON p.owner_id = r.owner_id AND p.identity_id = "
        "r.identity_id "
        "WHERE r.owner_id = $1 "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(q->owner)), NULL, e);
}

struct decided {
    struct str verb, subject, value;
};

static enum err_code take_decided(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct decided *d = store__push(l);
    *d = (struct decided){sql_copy(k, 0, l->a), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

/* What the owner decided: relations count as those of archives, worlds as they are. */
static enum err_code know_by_decision(struct sql *q, struct arena *a, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct decided)};
    enum err_code rc = store__each(q,
                                   "SELECT verb, subject, value "
                                   "FROM decisions "
                                   "WHERE owner_id = $1 AND verb IN ('person.relation', "
                                   "'person.world') AND revoked_ms = 0",
                                   VALUES(I64(q->owner)), take_decided, &l, e);
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        const struct decided *d = &((const struct decided *)l.v)[i];
        rc =
            sql_run(q,
                    "INSERT INTO known_through (owner_id, person_id, mindset) "
                    "SELECT p.owner_id, p.person_id, CASE WHEN $3 = 'person.world' THEN $4 "
                    "WHEN lower($4) IN " STORE__WORK " THEN 'professional' ELSE 'personal' END "
                    "FROM identities i "
                    "JOIN person_identities p ON p.owner_id = i.owner_id AND p.identity_id = "
                    "i.id "
                    "WHERE i.owner_id = $1 AND i.digest = $2 "
                    "ON CONFLICT DO NOTHING",
                    VALUES(I64(q->owner), I64(store__subject_digest(d->subject)), TXT(d->verb),
                           TXT(d->value)),
                    NULL, e);
    }
    return rc;
}

static enum err_code count_one(struct sql *q, int64_t account_id, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO audience_counts (owner_id, account_id, people, personal, "
        "professional, \"both\", connections, followers, following) "
        "SELECT $1, $2, count(*), coalesce(sum(home * (1 - work)), 0), coalesce(sum(work * "
        "(1 - home)), 0), coalesce(sum(work * home), 0), "
        "(SELECT count(DISTINCT identity_id) FROM connections c WHERE c.owner_id = $1 "
        "AND c.account_id = $2 AND c.kind IN ('connected', 'friend')), "
        "(SELECT count(DISTINCT identity_id) FROM connections c WHERE c.owner_id = $1 "
        "AND c.account_id = $2 AND c.kind = 'followed_by'), "
        "(SELECT count(DISTINCT identity_id) FROM connections c WHERE c.owner_id = $1 "
        "AND c.account_id = $2 AND c.kind = 'follows') "
        "FROM (SELECT who, CASE WHEN EXISTS (SELECT 1 "
        "FROM known_through k "
        "WHERE k.owner_id = $1 AND k.person_id = who AND k.mindset = 'personal') THEN 1 "
        "ELSE 0 END AS home, CASE WHEN EXISTS (SELECT 1 "
        "FROM known_through k "
        "WHERE k.owner_id = $1 AND k.person_id = who AND k.mindset = 'professional') THEN "
        "1 ELSE 0 END AS work "
        "FROM (SELECT DISTINCT coalesce(p.person_id, -c.identity_id) AS who "
        "FROM connections c "
        "LEFT JOIN person_identities p ON p.owner_id = c.owner_id AND p.identity_id = "
        "c.identity_id "
        "WHERE c.owner_id = $1 AND c.account_id = $2 AND c.kind IN ('connected', 'friend', "
        "'followed_by')) AS here) AS each_one",
        VALUES(I64(q->owner), I64(account_id)), NULL, e);
}

/* People by network: those who are there, each once, as a list of them has them. */
static enum err_code count_networks(struct sql *q, struct err *e)
{
    enum err_code rc = sql_run(q, "DELETE FROM network_counts WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    return rc ? rc
              : sql_run(
                    q,
                    "INSERT INTO network_counts (owner_id, network, people, personal, "
                    "professional, \"both\") "
                    "SELECT $1, network, count(*), sum(home * (1 - work)), sum(work * (1 - "
                    "home)), sum(work * home) "
                    "FROM (SELECT network, CASE WHEN EXISTS (SELECT 1 FROM known_through k "
                    "WHERE k.owner_id = $1 AND k.person_id = who AND k.mindset = 'personal') "
                    "THEN 1 ELSE 0 END AS home, CASE WHEN EXISTS (SELECT 1 FROM known_through "
                    "k WHERE k.owner_id = $1 AND k.person_id = who AND k.mindset = "
                    "'professional') THEN 1 ELSE 0 END AS work "
                    "FROM (SELECT DISTINCT i.network AS network, p.person_id AS who "
                    "FROM identities i "
                    "JOIN person_identities p ON p.owner_id = i.owner_id AND p.identity_id = "
                    "i.id "
                    "JOIN persons o ON o.owner_id = p.owner_id AND o.id = p.person_id AND "
                    "o.is_owner = 0 "
                    "WHERE i.owner_id = $1) AS here) AS each_one "
                    "GROUP BY network",
                    VALUES(I64(q->owner)), NULL, e);
}

/* Everybody but the owner, as the row of no network. */
static enum err_code count_everybody(struct sql *q, struct err *e)
{
    return sql_run(q,
                   "INSERT INTO network_counts (owner_id, network, people, personal, "
                   "professional, \"both\") "
                   "SELECT $1, '', count(*), coalesce(sum(home * (1 - work)), 0), "
                   "coalesce(sum(work * (1 - home)), 0), coalesce(sum(work * home), 0) "
                   "FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM known_through k WHERE "
                   "k.owner_id = $1 AND k.person_id = p.id AND k.mindset = 'personal') THEN 1 "
                   "ELSE 0 END AS home, CASE WHEN EXISTS (SELECT 1 FROM known_through k WHERE "
                   "k.owner_id = $1 AND k.person_id = p.id AND k.mindset = 'professional') "
                   "THEN 1 ELSE 0 END AS work "
                   "FROM persons p WHERE p.owner_id = $1 AND p.is_owner = 0) AS each_one",
                   VALUES(I64(q->owner)), NULL, e);
}

enum err_code store__count_audiences(struct store *s, struct err *e)
{
    struct sql *q = &s->sql;
    struct arena *a = arena_new(MIB(16));
    struct account *acc;
    size_t n = 0;
    enum err_code rc = store_accounts(s, a, &acc, &n, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM known_through WHERE owner_id = $1", VALUES(I64(q->owner)),
                     NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM audience_counts WHERE owner_id = $1",
                     VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = know_by_relation(q, e);
    if (rc == ERR_OK)
        rc = know_by_decision(q, a, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = know_through(q, &acc[i], e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = count_one(q, acc[i].id, e);
    if (rc == ERR_OK)
        rc = count_networks(q, e);
    if (rc == ERR_OK)
        rc = count_everybody(q, e);
    if (rc == ERR_OK)
        rc = store__count_groups(q, e);
    arena_free(a);
    return rc;
}

/* One person ---------------------------------------------------------------------------- */

/* What is known of one person, as the functions above know it of everybody. */
static enum err_code know_one(struct store *s, int64_t person_id, struct err *e)
{
    struct sql *q = &s->sql;
    struct arena *a = arena_new(MIB(1));
    struct account *acc;
    size_t n = 0;
    enum err_code rc =
        sql_run(q, "DELETE FROM known_through WHERE owner_id = $1 AND person_id = $2",
                VALUES(I64(q->owner), I64(person_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO known_through (owner_id, person_id, mindset) "
                     "SELECT p.owner_id, p.person_id, CASE WHEN lower(r.kind) IN " STORE__WORK
                     " THEN 'professional' ELSE 'personal' END "
                     "FROM person_identities p CROSS JOIN relations r "
                     "WHERE p.owner_id = $1 AND p.person_id = $2 AND r.owner_id = p.owner_id "
                     "AND r.identity_id = p.identity_id "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(q->owner), I64(person_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO known_through (owner_id, person_id, mindset) "
                     "SELECT p.owner_id, p.person_id, CASE WHEN d.verb = 'person.world' THEN "
                     "d.value WHEN lower(d.value) IN " STORE__WORK
                     " THEN 'professional' ELSE 'personal' END "
                     "FROM person_identities p CROSS JOIN identities i CROSS JOIN decisions d "
                     "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id "
                     "AND i.id = p.identity_id AND d.owner_id = p.owner_id AND d.verb IN "
                     "('person.relation', 'person.world') AND d.subject = i.network || ':' || "
                     "i.key AND d.revoked_ms = 0 "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(q->owner), I64(person_id)), NULL, e);
    if (rc == ERR_OK)
        rc = store_accounts(s, a, &acc, &n, e);
    /* + 0: by the person, who has a few connections, not by the account, which has all */
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(
            q,
            "INSERT INTO known_through (owner_id, person_id, mindset) "
            "SELECT p.owner_id, p.person_id, $4 "
            "FROM person_identities p CROSS JOIN connections c "
            "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id "
            "AND c.identity_id = p.identity_id AND c.account_id + 0 = $3 AND c.kind IN "
            "('connected', 'friend') "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(q->owner), I64(person_id), I64(acc[i].id), TXT(mindset_of(&acc[i]))),
            NULL, e);
    arena_free(a);
    return rc;
}

/* Which of the columns personal (0), professional (1) and both (2) somebody counts in. */
static enum err_code column_of(struct sql *q, int64_t person_id, bool in[3], struct err *e)
{
    int64_t home = 0, work = 0;
    const struct sql_value who[] = {I64(q->owner), I64(person_id)};
    enum err_code rc = sql_one(q,
                               "SELECT count(*) FROM known_through WHERE owner_id = $1 AND "
                               "person_id = $2 AND mindset = 'personal'",
                               who, COUNT_OF(who), &home, e);
    if (rc == ERR_OK)
        rc =
            sql_one(q,
                    "SELECT count(*) FROM known_through WHERE owner_id = $1 AND person_id = $2 "
                    "AND mindset = 'professional'",
                    who, COUNT_OF(who), &work, e);
    in[0] = home && !work;
    in[1] = work && !home;
    in[2] = home && work;
    return rc;
}

enum err_code store__count_person(struct store *s, int64_t person_id, struct err *e)
{
    struct sql *q = &s->sql;
    bool before[3], after[3];
    enum err_code rc = column_of(q, person_id, before, e);
    if (rc == ERR_OK)
        rc = know_one(s, person_id, e);
    if (rc == ERR_OK)
        rc = store__count_groups_of(q, person_id, e);
    if (rc == ERR_OK)
        rc = column_of(q, person_id, after, e);
    if (rc || memcmp(before, after, sizeof before) == 0)
        return rc;
    const struct sql_value change[] = {I64(q->owner), I64(person_id), I64(after[0] - before[0]),
                                       I64(after[1] - before[1]), I64(after[2] - before[2])};
    rc = sql_run(q,
                 "UPDATE audience_counts SET personal = personal + $3, professional = "
                 "professional + $4, \"both\" = \"both\" + $5 "
                 "WHERE owner_id = $1 AND account_id IN (SELECT c.account_id "
                 "FROM person_identities p CROSS JOIN connections c "
                 "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id AND "
                 "c.identity_id = p.identity_id AND c.kind IN ('connected', 'friend', "
                 "'followed_by'))",
                 change, COUNT_OF(change), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "UPDATE network_counts SET personal = personal + $3, professional = "
                     "professional + $4, \"both\" = \"both\" + $5 "
                     "WHERE owner_id = $1 AND (network = '' OR network IN (SELECT i.network "
                     "FROM person_identities p CROSS JOIN identities i "
                     "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id "
                     "AND i.id = p.identity_id)) AND EXISTS (SELECT 1 FROM persons o WHERE "
                     "o.owner_id = $1 AND o.id = $2 AND o.is_owner = 0)",
                     change, COUNT_OF(change), NULL, e);
    return rc;
}

enum err_code store_audience(struct store *s, const struct account *acc, struct audience *out,
                             struct err *e)
{
    struct sql_query k;
    bool row = false;
    *out = (struct audience){0, 0, 0, 0};
    enum err_code rc = sql_ask(&s->sql, &k,
                               "SELECT people, personal, professional, \"both\" "
                               "FROM audience_counts "
                               "WHERE owner_id = $1 AND account_id = $2",
                               VALUES(I64(s->sql.owner), I64(acc->id)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *out =
            (struct audience){sql_i64(&k, 0), sql_i64(&k, 1), sql_i64(&k, 2), sql_i64(&k, 3)};
    sql_done(&k);
    return rc;
}
