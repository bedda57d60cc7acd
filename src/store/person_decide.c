/* store/person_decide.c: what the owner decided about a person, beside what archives say. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/standing_private.h"

#include "core/limits.h"
#include "core/time.h"

enum {
    RELATION_MOST = 60,
    NOTE_MOST = 20000
};

/* A decision is written against one natural key, "network:key" of the least of the person's
 * identities, and read against all of them: so it holds when people are matched anew. */
#define OF_PERSON "FROM person_identities p CROSS JOIN identities i "
#define WHERE_PERSON                                                                           \
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id AND i.id = "       \
    "p.identity_id "
#define DECIDED                                                                                \
    OF_PERSON "CROSS JOIN decisions d " WHERE_PERSON                                           \
              "AND d.owner_id = p.owner_id AND d.verb = $3 AND d.subject = i.network || ':' "  \
              "|| i.key AND d.revoked_ms = 0 "
#define WITH_RELATIONS                                                                         \
    OF_PERSON "CROSS JOIN relations r " WHERE_PERSON                                           \
              "AND r.owner_id = p.owner_id AND r.identity_id = p.identity_id "

int64_t store__subject_digest(struct str subject)
{
    ptrdiff_t colon = str_chr(subject, ':');
    struct str network = str_sub(subject, 0, colon > 0 ? (size_t)colon : 0);
    return store__digest("identity", network, str_after(subject, network.n + 1));
}

static enum err_code take_standing(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct standing *v = store__push(l);
    *v = (struct standing){sql_copy(k, 0, l->a), sql_copy(k, 1, l->a), sql_i64(k, 2)};
    return ERR_OK;
}

static const char decided_sql[] = "SELECT d.value, '', d.id " DECIDED "ORDER BY d.value, d.id";

enum err_code store_person_relations(struct store *s, int64_t person_id, struct arena *a,
                                     struct standing **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct standing)};
    enum err_code rc =
        store__each(&s->sql, decided_sql,
                    VALUES(I64(s->sql.owner), I64(person_id), TXT(STR("person.relation"))),
                    take_standing, &l, e);
    if (rc == ERR_OK)
        rc = store__each(
            &s->sql,
            "SELECT r.kind, i.network, 0 " WITH_RELATIONS "UNION "
            "SELECT CASE c.kind WHEN 'friend' THEN 'friend' WHEN 'connected' THEN "
            "'connection' WHEN 'followed_by' THEN 'follower' WHEN 'follows' THEN 'followed' "
            "ELSE 'contact' END, i.network, 0 " OF_PERSON
            "CROSS JOIN connections c " WHERE_PERSON
            "AND c.owner_id = p.owner_id AND c.identity_id = p.identity_id AND c.kind IN ('friend', "
            "'connected', 'followed_by', 'follows', 'contact') "
            "ORDER BY 1, 2",
            VALUES(I64(s->sql.owner), I64(person_id)), take_standing, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Connections of an account are of the account's world; relations as audience.c reads them. + 0:
 * by the person, who has a few connections, not by the account, which has all. */
static enum err_code worlds_of_accounts(struct store *s, int64_t person_id,
                                        struct store__list *l, struct err *e)
{
    struct account *acc;
    size_t n;
    enum err_code rc = store_accounts(s, l->a, &acc, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        int64_t there = 0;
        rc =
            sql_one(&s->sql,
                    "SELECT 1 FROM person_identities p CROSS JOIN connections c "
                    "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id "
                    "AND c.identity_id = p.identity_id AND c.account_id + 0 = $3 AND c.kind IN "
                    "('connected', 'friend') LIMIT 1",
                    VALUES(I64(s->sql.owner), I64(person_id), I64(acc[i].id)), &there, e);
        if (!there)
            continue;
        struct standing *v = store__push(l);
        *v = (struct standing){acc[i].mindset == MINDSET_PERSONAL ? STR("personal")
                                                                  : STR("professional"),
                               acc[i].network, 0};
    }
    return rc;
}

static enum err_code worlds_of_relations(struct store *s, int64_t person_id,
                                         struct store__list *l, struct err *e)
{
    return store__each(&s->sql,
                       "SELECT DISTINCT CASE WHEN lower(r.kind) IN " STORE__WORK
                       " THEN 'professional' ELSE 'personal' END, i.network, 0 " WITH_RELATIONS
                       "ORDER BY 1, 2",
                       VALUES(I64(s->sql.owner), I64(person_id)), take_standing, l, e);
}

enum err_code store_person_worlds(struct store *s, int64_t person_id, struct arena *a,
                                  struct standing **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct standing)};
    const struct sql_value whose[] = {I64(s->sql.owner), I64(person_id),
                                      TXT(STR("person.world"))};
    enum err_code rc =
        store__each(&s->sql, decided_sql, whose, COUNT_OF(whose), take_standing, &l, e);
    /* a relation that the owner decided says the world too */
    if (rc == ERR_OK)
        rc = store__each(&s->sql,
                         "SELECT CASE WHEN lower(d.value) IN " STORE__WORK
                         " THEN 'professional' ELSE 'personal' END, '', d.id " DECIDED
                         "ORDER BY d.id",
                         VALUES(I64(s->sql.owner), I64(person_id), TXT(STR("person.relation"))),
                         take_standing, &l, e);
    if (rc == ERR_OK)
        rc = worlds_of_accounts(s, person_id, &l, e);
    if (rc == ERR_OK)
        rc = worlds_of_relations(s, person_id, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_note(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct note *v = store__push(l);
    *v = (struct note){sql_i64(k, 0), sql_i64(k, 1), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

enum err_code store_person_notes(struct store *s, int64_t person_id, struct arena *a,
                                 struct note **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct note)};
    enum err_code rc = store__each(
        &s->sql, "SELECT d.id, d.made_ms, d.value " DECIDED "ORDER BY d.id DESC",
        VALUES(I64(s->sql.owner), I64(person_id), TXT(STR("person.note"))), take_note, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Deciding ------------------------------------------------------------------------------ */

static enum err_code subject_of(struct sql *q, int64_t person_id, struct arena *a,
                                struct str *subject, struct err *e)
{
    struct sql_query k;
    bool row = false;
    enum err_code rc =
        sql_ask(q, &k,
                "SELECT i.network || ':' || i.key " OF_PERSON WHERE_PERSON
                "ORDER BY p.identity_id + 0 LIMIT 1", /* not a walk in that order */
                VALUES(I64(q->owner), I64(person_id)), e);
    if (rc)
        return rc;
    rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *subject = sql_copy(&k, 0, a);
    sql_done(&k);
    if (rc == ERR_OK && !row)
        return err_set(e, ERR_NOT_FOUND, "there is no person %lld", (long long)person_id);
    return rc;
}

/* Writes it down once; `counts` says whether audiences depend on it. */
static enum err_code decide(struct store *s, int64_t person_id, struct str verb,
                            struct str value, bool counts, struct err *e)
{
    struct arena *a = arena_new(MIB(1));
    struct str subject = STR_NONE;
    int64_t there = 0;
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = subject_of(&s->sql, person_id, a, &subject, e);
        if (rc == ERR_OK)
            rc = sql_one(&s->sql, "SELECT count(*) " DECIDED "AND d.value = $4",
                         VALUES(I64(s->sql.owner), I64(person_id), TXT(verb), TXT(value)),
                         &there, e);
        if (rc == ERR_OK && !there)
            rc = store__decide(&s->sql, verb, subject, value, e);
        if (rc == ERR_OK && !there && counts)
            rc = store__count_person(s, person_id, e);
        if (rc == ERR_OK && !there && counts)
            rc = store__stand_as_decided(&s->sql, person_id, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

static enum err_code check_value(struct str value, size_t most, const char *what, struct err *e)
{
    if (value.n == 0)
        return err_set(e, ERR_INVALID, "%s is empty", what);
    if (value.n > most)
        return err_set(e, ERR_INVALID, "%s is too long: at most %zu bytes", what, most);
    return ERR_OK;
}

enum err_code store_person_add_relation(struct store *s, int64_t person_id, struct str value,
                                        struct err *e)
{
    value = str_trim(value);
    enum err_code rc = check_value(value, RELATION_MOST, "the relation", e);
    return rc ? rc : decide(s, person_id, STR("person.relation"), value, true, e);
}

enum err_code store_person_add_world(struct store *s, int64_t person_id, struct str world,
                                     struct err *e)
{
    world = str_trim(world);
    if (!str_is(world, "personal") && !str_is(world, "professional"))
        return err_set(e, ERR_INVALID, "a world is personal or professional");
    return decide(s, person_id, STR("person.world"), world, true, e);
}

enum err_code store_person_add_note(struct store *s, int64_t person_id, struct str text,
                                    struct err *e)
{
    text = str_trim(text);
    enum err_code rc = check_value(text, NOTE_MOST, "the note", e);
    return rc ? rc : decide(s, person_id, STR("person.note"), text, false, e);
}

enum err_code store_person_revoke(struct store *s, int64_t person_id, int64_t decision,
                                  struct err *e)
{
    int64_t changed = 0, note = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE decisions "
                 "SET revoked_ms = $4 "
                 "WHERE owner_id = $1 AND id = $3 AND revoked_ms = 0 AND verb IN "
                 "('person.relation', 'person.world', 'person.note') AND subject IN (SELECT "
                 "i.network || ':' || i.key "
                 "FROM person_identities p "
                 "JOIN identities i ON i.owner_id = $1 AND i.id = p.identity_id "
                 "WHERE p.owner_id = $1 AND p.person_id = $2)",
                 VALUES(I64(s->sql.owner), I64(person_id), I64(decision), I64(time_now_ms())),
                 &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such decision about this person any more");
    if (rc == ERR_OK)
        rc = sql_one(&s->sql,
                     "SELECT 1 FROM decisions WHERE owner_id = $1 AND id = $2 AND verb = "
                     "'person.note'",
                     VALUES(I64(s->sql.owner), I64(decision)), &note, e);
    if (rc == ERR_OK && !note)
        rc = store__count_person(s, person_id, e);
    if (rc == ERR_OK && !note)
        rc = store__stand_as_decided(&s->sql, person_id, e);
    return store__written(s, rc, e);
}
