/* store/person.c: people as they are kept: what people/ reads to match them, the result it
 * writes, and asking for it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/person_private.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/fold.h"

/* Matching ------------------------------------------------------------------------------- */

/* The first address and number of each are looked up by facts_by_identity, one probe each. */
#define IDENTITY_COLUMNS                                                                       \
    "i.id, coalesce(p.person_id, 0), i.network, i.key, i.name, i.handle, i.url, i.kind, "      \
    "i.name_only, "                                                                            \
    "CASE WHEN EXISTS (SELECT 1 FROM accounts a WHERE a.owner_id = i.owner_id "                \
    "AND a.is_page = 0 AND a.identity_id = i.id) THEN 1 ELSE 0 END, "                          \
    "coalesce((SELECT min(f.value) FROM facts f WHERE f.owner_id = i.owner_id "                \
    "AND f.identity_id = i.id AND f.field = 'email'), ''), "                                   \
    "coalesce((SELECT min(f.value) FROM facts f WHERE f.owner_id = i.owner_id "                \
    "AND f.identity_id = i.id AND f.field = 'phone'), '') "

static struct identity identity_of(struct sql_query *k, struct arena *a)
{
    return (struct identity){.id = sql_i64(k, 0),
                             .person_id = sql_i64(k, 1),
                             .network = sql_copy(k, 2, a),
                             .key = sql_copy(k, 3, a),
                             .name = sql_copy(k, 4, a),
                             .handle = sql_copy(k, 5, a),
                             .url = sql_copy(k, 6, a),
                             .kind = sql_copy(k, 7, a),
                             .name_only = sql_i64(k, 8) != 0,
                             .is_owner = sql_i64(k, 9) != 0,
                             .email = sql_copy(k, 10, a),
                             .phone = sql_copy(k, 11, a)};
}

/* A caller's function beside the arena that its rows live in. */
struct identity_walk {
    enum err_code (*each)(void *ctx, const struct identity *id, struct err *e);
    void *ctx;
    struct arena *a;
};

static enum err_code give_identity(void *ctx, struct sql_query *k, struct err *e)
{
    struct identity_walk *w = ctx;
    arena_reset(w->a);
    struct identity id = identity_of(k, w->a);
    return w->each(w->ctx, &id, e);
}

enum err_code store_each_identity(struct store *s,
                                  enum err_code (*each)(void *ctx, const struct identity *id,
                                                        struct err *e),
                                  void *ctx, struct err *e)
{
    struct identity_walk w = {each, ctx, arena_new(MIB(16))};
    enum err_code rc =
        store__walk(&s->sql,
                    "SELECT " IDENTITY_COLUMNS
                    "FROM identities i LEFT JOIN person_identities p ON p.owner_id = "
                    "i.owner_id AND p.identity_id = i.id "
                    "WHERE i.owner_id = $1 ORDER BY i.id",
                    VALUES(I64(s->sql.owner)), give_identity, &w, e);
    arena_free(w.a);
    return rc;
}

/* Asking --------------------------------------------------------------------------------- */

/* What an archive or address book says they are, what the connections make them, and what the
 * owner decided. CROSS JOIN holds SQLite to the order: it would rather walk all connections. */
static const char relations_sql[] =
    "SELECT r.kind FROM person_identities p CROSS JOIN relations r "
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND r.owner_id = p.owner_id AND r.identity_id "
    "= p.identity_id "
    "UNION "
    "SELECT CASE c.kind WHEN 'friend' THEN 'friend' WHEN 'connected' THEN 'connection' WHEN "
    "'followed_by' THEN 'follower' WHEN 'follows' THEN 'followed' ELSE 'contact' END "
    "FROM person_identities p CROSS JOIN connections c "
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND c.owner_id = p.owner_id AND c.identity_id "
    "= p.identity_id AND c.kind IN ('friend', 'connected', 'followed_by', 'follows', "
    "'contact') "
    "UNION "
    "SELECT d.value FROM person_identities p CROSS JOIN identities i CROSS JOIN decisions d "
    "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id AND i.id = "
    "p.identity_id AND d.owner_id = p.owner_id AND d.verb = 'person.relation' AND d.subject = "
    "i.network || ':' || i.key AND d.revoked_ms = 0 "
    "ORDER BY 1";

/* One person while what hangs on them comes in. */
struct filling {
    struct person *p;
    struct store__list identities, relations;
};

static enum err_code take_identity(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct filling *f = ctx;
    struct identity *id = store__push(&f->identities);
    *id = identity_of(k, f->identities.a);
    return ERR_OK;
}

static enum err_code take_relation(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct filling *f = ctx;
    struct str *kind = store__push(&f->relations);
    *kind = sql_copy(k, 0, f->relations.a);
    return ERR_OK;
}

/* The latest comes first; what has ended only where nothing else is known. */
static enum err_code take_work(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct filling *f = ctx;
    struct str *at = str_is(sql_text(k, 0), "company") ? &f->p->company : &f->p->position;
    if (at->n == 0)
        *at = sql_copy(k, 1, f->identities.a);
    return ERR_OK;
}

static enum err_code ask_for(struct sql *q, struct filling *f, struct err *e)
{
    const struct sql_value who[] = {I64(q->owner), I64(f->p->id)};
    enum err_code rc = sql_gather(q,
                                  "SELECT " IDENTITY_COLUMNS
                                  "FROM person_identities p CROSS JOIN identities i "
                                  "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id "
                                  "= p.owner_id AND i.id = p.identity_id "
                                  "ORDER BY i.network, i.id",
                                  who, COUNT_OF(who), take_identity, f, e);
    if (rc == ERR_OK)
        rc = sql_gather(q, relations_sql, who, COUNT_OF(who), take_relation, f, e);
    if (rc == ERR_OK)
        rc = sql_gather(q,
                        "SELECT f.field, f.value "
                        "FROM person_identities w CROSS JOIN facts f "
                        "WHERE w.owner_id = $1 AND w.person_id = $2 AND f.owner_id = "
                        "w.owner_id AND f.identity_id = w.identity_id AND f.field IN "
                        "('company', 'position') "
                        "ORDER BY f.until_ms <> 0, f.since_ms DESC, f.value",
                        who, COUNT_OF(who), take_work, f, e);
    return rc;
}

enum err_code store__fill_people(struct store *s, struct person *p, size_t n, struct arena *a,
                                 struct err *e)
{
    struct filling *f = ARENA_ARRAY(a, struct filling, n + 1);
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        f[i] = (struct filling){
            &p[i],
            {a, NULL, 0, 0, sizeof(struct identity)},
            {a, NULL, 0, 0, sizeof(struct str)     }
        };
        rc = ask_for(&s->sql, &f[i], e);
    }
    if (rc == ERR_OK)
        rc = sql_settle(&s->sql, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        p[i].identity = f[i].identities.v;
        p[i].identities = f[i].identities.n;
        p[i].relation = f[i].relations.v;
        p[i].relations = f[i].relations.n;
    }
    return rc;
}

struct person store__person_of(struct sql_query *k, struct arena *a)
{
    return (struct person){.id = sql_i64(k, 0),
                           .name = sql_copy(k, 1, a),
                           .kind = sql_copy(k, 2, a),
                           .is_owner = sql_i64(k, 3) != 0,
                           .strength = sql_f64(k, 4),
                           .last_ms = sql_i64(k, 5)};
}

/* The order of persons_by_strength, so that a walk reads no more than it shows. */
const char store__people_sql[] = "SELECT id, name, kind, is_owner, strength, last_ms, folded "
                                 "FROM persons "
                                 "WHERE owner_id = $1 "
                                 "ORDER BY strength DESC, name, id";

size_t store__search_words(struct str query, struct arena *a, struct str word[PEOPLE_WORDS])
{
    struct str folded = fold_search(query, a), one;
    size_t n = 0;
    while (n < PEOPLE_WORDS && str_cut(&folded, ' ', &one))
        if (one.n)
            word[n++] = one;
    return n;
}

bool store__has_words(struct str folded, const struct str *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find(folded, word[i]) < 0)
            return false;
    return true;
}

enum err_code store_people(struct store *s, struct str query, int64_t limit, struct arena *a,
                           struct person **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct person)};
    struct str word[PEOPLE_WORDS];
    size_t words = store__search_words(query, a, word);
    size_t most = limit > 0 ? (size_t)limit : SIZE_MAX;
    struct sql_query k;
    bool more = true;
    enum err_code rc =
        sql_ask_as(&s->sql, SQL_WALK, &k, store__people_sql, VALUES(I64(s->sql.owner)), e);
    while (rc == ERR_OK && l.n < most && (rc = sql_row(&k, &more, e)) == ERR_OK && more)
        if (store__has_words(sql_text(&k, 6), word, words)) {
            struct person *p = store__push(&l);
            *p = store__person_of(&k, a);
        }
    sql_done(&k);
    if (rc == ERR_OK)
        rc = store__fill_people(s, l.v, l.n, a, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_person(struct store *s, int64_t id, struct arena *a, struct person *out,
                           struct err *e)
{
    struct sql_query k;
    bool row = false;
    enum err_code rc = sql_ask(&s->sql, &k,
                               "SELECT id, name, kind, is_owner, strength, last_ms "
                               "FROM persons "
                               "WHERE owner_id = $1 AND id = $2",
                               VALUES(I64(s->sql.owner), I64(id)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *out = store__person_of(&k, a);
    sql_done(&k);
    if (rc == ERR_OK && !row)
        return err_set(e, ERR_NOT_FOUND, "there is no person %lld; `tact people` lists them",
                       (long long)id);
    return rc ? rc : store__fill_people(s, out, 1, a, e);
}

static enum err_code take_fact(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct known_fact *f = store__push(l);
    *f = (struct known_fact){
        sql_copy(k, 0, l->a),
        sql_copy(k, 1, l->a),
        sql_copy(k, 2, l->a),
        sql_copy(k, 3, l->a),
        {sql_i64(k, 4), (enum time_sure)sql_i64(k, 5)},
        {sql_i64(k, 6), (enum time_sure)sql_i64(k, 7)},
        sql_i64(k, 8)
    };
    return ERR_OK;
}

enum err_code store_person_facts(struct store *s, int64_t person_id, struct arena *a,
                                 struct known_fact **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct known_fact)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT i.network, f.field, f.value, f.label, f.since_ms, f.since_sure, "
                    "f.until_ms, f.until_sure, f.import_id "
                    "FROM person_identities p CROSS JOIN identities i CROSS JOIN facts f "
                    "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id "
                    "AND i.id = p.identity_id AND f.owner_id = p.owner_id AND f.identity_id = "
                    "p.identity_id "
                    "ORDER BY f.field, f.since_ms DESC, f.value, i.network",
                    VALUES(I64(s->sql.owner), I64(person_id)), take_fact, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_evidence(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct evidence *ev = store__push(l);
    *ev = (struct evidence){sql_i64(k, 0), sql_i64(k, 1), sql_copy(k, 2, l->a),
                            sql_copy(k, 3, l->a)};
    return ERR_OK;
}

enum err_code store_person_evidence(struct store *s, int64_t person_id, struct arena *a,
                                    struct evidence **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct evidence)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT a_id, b_id, kind, value "
                    "FROM evidence "
                    "WHERE owner_id = $1 AND person_id = $2 "
                    "ORDER BY position",
                    VALUES(I64(s->sql.owner), I64(person_id)), take_evidence, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
