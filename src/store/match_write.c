/* store/match_write.c: what people/ matches by, read; the people that it found, written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/match_source.h"
#include "store/store_private.h"

#include "core/attr.h"
#include "core/limits.h"

/* Reading ------------------------------------------------------------------------------------ */

struct fact_walk {
    enum err_code (*each)(void *ctx, const struct match_fact *f, struct err *e);
    void *ctx;
};

static enum err_code give_fact(void *ctx, struct sql_query *k, struct err *e)
{
    struct fact_walk *w = ctx;
    const struct match_fact f = {sql_i64(k, 0), sql_text(k, 1), sql_text(k, 2)};
    return w->each(w->ctx, &f, e);
}

/* Of a large group everybody knows everybody by sight: it says nothing. 30 is about a class. */
enum err_code store_each_match_fact(struct store *s,
                                    enum err_code (*each)(void *ctx, const struct match_fact *f,
                                                          struct err *e),
                                    void *ctx, struct err *e)
{
    struct fact_walk w = {each, ctx};
    return store__walk(
        &s->sql,
        "SELECT identity_id AS who, field, value FROM facts WHERE owner_id = $1 AND field IN "
        "('name', 'email', 'phone', 'url', 'company', 'position', 'location', 'address', "
        "'birthday', 'bio', 'headline') UNION ALL "
        "SELECT m.identity_id, 'acquaintance', i.name FROM threads t "
        "JOIN members m ON m.owner_id = $1 AND m.thread_id = t.id "
        "JOIN members o ON o.owner_id = $1 AND o.thread_id = t.id AND o.identity_id <> "
        "m.identity_id "
        "JOIN identities i ON i.owner_id = $1 AND i.id = o.identity_id AND i.name <> '' "
        "WHERE t.owner_id = $1 AND t.is_group = 1 AND (SELECT count(*) FROM members c WHERE "
        "c.owner_id = $1 AND c.thread_id = t.id) <= 30 "
        "ORDER BY 1, 2, 3",
        VALUES(I64(s->sql.owner)), give_fact, &w, e);
}

struct pair_walk {
    enum err_code (*each)(void *ctx, const struct pair_known *p, struct err *e);
    void *ctx;
};

static enum err_code give_pair(void *ctx, struct sql_query *k, struct err *e)
{
    struct pair_walk *w = ctx;
    const struct pair_known p = {.a_id = sql_i64(k, 0),
                                 .b_id = sql_i64(k, 1),
                                 .bits = sql_f64(k, 2),
                                 .proof = sql_f64(k, 3),
                                 .own = sql_f64(k, 4),
                                 .clash = (int)sql_i64(k, 5),
                                 .kept = sql_text(k, 6)};
    return w->each(w->ctx, &p, e);
}

enum err_code store_each_pair(struct store *s,
                              enum err_code (*each)(void *ctx, const struct pair_known *p,
                                                    struct err *e),
                              void *ctx, struct err *e)
{
    struct pair_walk w = {each, ctx};
    return store__walk(&s->sql,
                       "SELECT a_id, b_id, bits, proof, own, clash, reasons FROM match_pairs "
                       "WHERE owner_id = $1 ORDER BY a_id, b_id",
                       VALUES(I64(s->sql.owner)), give_pair, &w, e);
}

/* Writing ------------------------------------------------------------------------------------ */

enum err_code store_people_begin(struct store *s, bool pairs, struct err *e)
{
    static const char *const made[] = {"DELETE FROM persons WHERE owner_id = $1",
                                       "DELETE FROM evidence WHERE owner_id = $1",
                                       "DELETE FROM questions WHERE owner_id = $1",
                                       "DELETE FROM person_identities WHERE owner_id = $1",
                                       "DELETE FROM match_pairs WHERE owner_id = $1"};
    struct sql *q = &s->sql;
    enum err_code rc = store__lock(s, e);
    if (rc)
        return rc;
    if ((rc = sql_begin(q, e)) != ERR_OK) {
        store__unlock(s);
        return rc;
    }
    for (size_t i = 0; i < COUNT_OF(made) - !pairs && rc == ERR_OK; i++)
        rc = sql_run(q, made[i], VALUES(I64(q->owner)), NULL, e);
    if (rc)
        store_people_abort(s);
    return rc;
}

enum err_code store_people_pair(struct store *s, const struct pair_known *p, struct str reasons,
                                struct err *e)
{
    return sql_later(&s->sql,
                     "INSERT INTO match_pairs (owner_id, a_id, b_id, bits, proof, own, clash, "
                     "reasons) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                     VALUES(I64(s->sql.owner), I64(p->a_id), I64(p->b_id), F64(p->bits),
                            F64(p->proof), F64(p->own), I64(p->clash), TXT(reasons)),
                     NULL, NULL, 0, e);
}

enum err_code store_people_question(struct store *s, int64_t a_id, int64_t b_id, double bits,
                                    struct err *e)
{
    return sql_later(&s->sql,
                     "INSERT INTO questions (owner_id, a_id, b_id, bits) VALUES ($1, $2, $3, "
                     "$4)",
                     VALUES(I64(s->sql.owner), I64(a_id), I64(b_id), F64(bits)), NULL, NULL, 0,
                     e);
}

enum err_code store_people_put(struct store *s, const struct person *p, struct str folded,
                               struct err *e)
{
    enum err_code rc =
        sql_later(&s->sql,
                  "INSERT INTO persons (owner_id, id, name, folded, kind, is_owner, "
                  "strength, last_ms) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                  VALUES(I64(s->sql.owner), I64(p->id), TXT(p->name), TXT(folded), TXT(p->kind),
                         I64(p->is_owner), F64(p->strength), I64(p->last_ms)),
                  NULL, NULL, 0, e);
    for (size_t i = 0; i < p->identities && rc == ERR_OK; i++)
        rc = sql_later(&s->sql,
                       "INSERT INTO person_identities (owner_id, identity_id, person_id) "
                       "VALUES ($1, $2, $3)",
                       VALUES(I64(s->sql.owner), I64(p->identity[i].id), I64(p->id)), NULL,
                       NULL, 0, e);
    return rc;
}

enum err_code store_people_evidence(struct store *s, int64_t person_id, int64_t position,
                                    const struct evidence *ev, struct err *e)
{
    return sql_later(&s->sql,
                     "INSERT INTO evidence (owner_id, person_id, position, a_id, b_id, kind, "
                     "value) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                     VALUES(I64(s->sql.owner), I64(person_id), I64(position), I64(ev->a_id),
                            I64(ev->b_id), TXT(ev->kind), TXT(ev->value)),
                     NULL, NULL, 0, e);
}

static enum err_code tell_engine(struct sql *q, struct err *e)
{
    int64_t n = 0;
    if (!q->engine->peopled)
        return ERR_OK;
    enum err_code rc = sql_one(q, "SELECT count(*) FROM persons WHERE owner_id = $1",
                               VALUES(I64(q->owner)), &n, e);
    return rc ? rc : q->engine->peopled(q->db, n, e);
}

enum err_code store_people_commit(struct store *s, struct err *e)
{
    enum err_code rc = tell_engine(&s->sql, e);
    if (rc == ERR_OK)
        rc = store__count_audiences(s, e);
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    store__unlock(s);
    return rc;
}

void store_people_abort(struct store *s)
{
    sql_rollback(&s->sql);
    store__unlock(s);
}
