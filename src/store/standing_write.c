/* store/standing_write.c: standing, circles and ties as they were derived, and the owner's word
 * above them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/standing_private.h"

#include "core/limits.h"
#include "core/time.h"

/* One literal in the words of each engine: the columns and their number stand once. */
#define STANDING_COLUMNS                                                                       \
    "person_id, first_ms, last_ms, from_them, from_owner, reactions, words, "                  \
    "days_active, gap_ms, networks, strength, layer, due_ms, kinds, context, context_why, "    \
    "context_p, guess_kinds, guess, guess_why, guess_p, asks, circle_id, x, y"
#define CIRCLE_COLUMNS "id, name, guess, size, strength, context, decision_id, x, y, radius"

enum {
    STANDING_N = 26,
    CIRCLE_N = 11,
    MEMBER_N = 3,
    TIE_N = 4
};

/* What is being written: rows of one table by number. */
struct writing {
    int64_t owner;
    const struct standing_result *r;
};

static void standing_values(void *ctx, size_t at, struct sql_value *v)
{
    const struct writing *w = ctx;
    const struct person_standing *p = &w->r->standing[at];
    const struct sql_value all[STANDING_N] = {
        I64(w->owner),       I64(p->person_id),  I64(p->first_ms),    I64(p->last_ms),
        I64(p->from_them),   I64(p->from_owner), I64(p->reactions),   I64(p->words),
        I64(p->days_active), I64(p->gap_ms),     I64(p->networks),    F64(p->strength),
        I64(p->layer),       I64(p->due_ms),     I64(p->kinds),       TXT(p->context),
        TXT(p->context_why), F64(p->context_p),  I64(p->guess_kinds), TXT(p->guess),
        TXT(p->guess_why),   F64(p->guess_p),    F64(p->asks),        I64(p->circle_id),
        F64(p->x),           F64(p->y)};
    for (size_t i = 0; i < STANDING_N; i++)
        v[i] = all[i];
}

static void circle_values(void *ctx, size_t at, struct sql_value *v)
{
    const struct writing *w = ctx;
    const struct circle *c = &w->r->circle[at];
    const struct sql_value all[CIRCLE_N] = {I64(w->owner),   I64(c->id),       TXT(c->name),
                                            TXT(c->guess),   I64(c->size),     F64(c->strength),
                                            TXT(c->context), I64(c->decision), F64(c->x),
                                            F64(c->y),       F64(c->radius)};
    for (size_t i = 0; i < CIRCLE_N; i++)
        v[i] = all[i];
}

static void member_values(void *ctx, size_t at, struct sql_value *v)
{
    const struct writing *w = ctx;
    v[0] = I64(w->owner);
    v[1] = I64(w->r->member[at].circle_id);
    v[2] = I64(w->r->member[at].person_id);
}

static void tie_values(void *ctx, size_t at, struct sql_value *v)
{
    const struct writing *w = ctx;
    const struct map_edge *t = &w->r->tie[at];
    v[0] = I64(w->owner);
    v[1] = I64(t->a < t->b ? t->a : t->b);
    v[2] = I64(t->a < t->b ? t->b : t->a);
    v[3] = F64(t->weight);
}

/* All rows of one table: at once where the engine can, else one by one on their way together. */
static enum err_code put_rows(struct sql *q, const struct sql_rows *rows, const char *insert,
                              struct err *e)
{
    struct sql_value v[STANDING_N];
    enum err_code rc = ERR_OK;
    if (rows->n && q->engine->copy)
        return q->engine->copy(q->db, rows, e);
    for (size_t i = 0; i < rows->n && rc == ERR_OK; i++) {
        rows->row(rows->ctx, i, v);
        rc = sql_later(q, insert, v, rows->columns, NULL, NULL, 0, e);
    }
    return rc;
}

static enum err_code forget(struct sql *q, struct err *e)
{
    static const char *const tables[] = {"DELETE FROM person_standing WHERE owner_id = $1",
                                         "DELETE FROM circles WHERE owner_id = $1",
                                         "DELETE FROM circle_members WHERE owner_id = $1",
                                         "DELETE FROM person_ties WHERE owner_id = $1"};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(tables) && rc == ERR_OK; i++)
        rc = sql_run(q, tables[i], VALUES(I64(q->owner)), NULL, e);
    return rc;
}

static enum err_code put_all(struct sql *q, const struct standing_result *r, struct err *e)
{
    struct writing w = {q->owner, r};
    const struct {
        struct sql_rows rows;
        const char *insert;
    } tables[] = {
        {{"COPY person_standing (owner_id, " STANDING_COLUMNS ") FROM STDIN (FORMAT binary)",
          r->standings, STANDING_N, false, standing_values, &w},
         "INSERT INTO person_standing (owner_id, " STANDING_COLUMNS ") "
         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
         "$18, $19, $20, $21, $22, $23, $24, $25, $26)"         },
        {{"COPY circles (owner_id, " CIRCLE_COLUMNS ") FROM STDIN (FORMAT binary)", r->circles,
          CIRCLE_N, false, circle_values, &w},
         "INSERT INTO circles (owner_id, " CIRCLE_COLUMNS ") "
         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
        {{"COPY circle_members (owner_id, circle_id, person_id) FROM STDIN (FORMAT binary)",
          r->members, MEMBER_N, false, member_values, &w},
         "INSERT INTO circle_members (owner_id, circle_id, person_id) "
         "VALUES ($1, $2, $3)"                                  },
        {{"COPY person_ties (owner_id, a_id, b_id, weight) FROM STDIN (FORMAT binary)", r->ties,
          TIE_N, false, tie_values, &w},
         "INSERT INTO person_ties (owner_id, a_id, b_id, weight) "
         "VALUES ($1, $2, $3, $4)"                              }
    };
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(tables) && rc == ERR_OK; i++)
        rc = put_rows(q, &tables[i].rows, tables[i].insert, e);
    return rc ? rc : sql_settle(q, e);
}

/* Lists of people and the closest of an audience go by it. */
static enum err_code spread_strength(struct sql *q, struct err *e)
{
    enum err_code rc =
        sql_run(q,
                "UPDATE persons SET strength = t.strength, last_ms = t.last_ms "
                "FROM person_standing t "
                "WHERE persons.owner_id = $1 AND t.owner_id = $1 AND t.person_id "
                "= persons.id AND (persons.strength <> t.strength OR "
                "persons.last_ms <> t.last_ms)",
                VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(
            q,
            "UPDATE audience_members SET strength = t.strength "
            "FROM person_standing t "
            "WHERE audience_members.owner_id = $1 AND t.owner_id = $1 AND t.person_id = "
            "audience_members.person_id AND audience_members.strength <> t.strength",
            VALUES(I64(q->owner)), NULL, e);
    return rc;
}

/* The owner's word ----------------------------------------------------------------------- */

struct word {
    bool home, work; /* which worlds, by decisions of it */
    bool world;      /* said as a world, which leaves nothing to guess */
    unsigned kinds;
};

static enum err_code take_word(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct word *w = ctx;
    struct str value = sql_text(k, 1);
    enum relation_kind kind;
    if (str_is(sql_text(k, 0), "person.world")) {
        w->world = true;
        w->home |= str_is(value, "personal");
        w->work |= str_is(value, "professional");
        return ERR_OK;
    }
    if (relation_kind_of(value, &kind))
        w->kinds |= 1u << kind;
    if (sql_i64(k, 2))
        w->work = true;
    else
        w->home = true;
    return ERR_OK;
}

struct guessed {
    bool there;
    unsigned kinds;
    bool home, work; /* as far as that is likely */
};

static enum err_code take_guess(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct guessed *g = ctx;
    struct str guess = sql_text(k, 1);
    bool likely = sql_f64(k, 2) >= 0.75;
    *g = (struct guessed){true, (unsigned)sql_i64(k, 0),
                          likely && !str_is(guess, "professional") && guess.n,
                          likely && !str_is(guess, "personal") && guess.n};
    return ERR_OK;
}

enum err_code store__stand_as_decided(struct sql *q, int64_t person_id, struct err *e)
{
    struct word w = {0};
    struct guessed g = {0};
    const struct sql_value who[] = {I64(q->owner), I64(person_id)};
    enum err_code rc =
        store__each(q,
                    "SELECT guess_kinds, guess, guess_p FROM person_standing WHERE owner_id = "
                    "$1 AND person_id = $2",
                    who, COUNT_OF(who), take_guess, &g, e);
    if (rc == ERR_OK && g.there)
        rc = store__each(
            q,
            "SELECT d.verb, d.value, CASE WHEN lower(d.value) IN " STORE__WORK
            " THEN 1 ELSE 0 END "
            "FROM person_identities p CROSS JOIN identities i CROSS JOIN decisions d "
            "WHERE p.owner_id = $1 AND p.person_id = $2 AND i.owner_id = p.owner_id "
            "AND i.id = p.identity_id AND d.owner_id = p.owner_id AND d.verb IN "
            "('person.relation', 'person.world') AND d.subject = i.network || ':' "
            "|| i.key AND d.revoked_ms = 0",
            who, COUNT_OF(who), take_word, &w, e);
    if (rc || !g.there)
        return rc;
    if (!w.home && !w.work)
        return sql_run(q,
                       "UPDATE person_standing SET kinds = guess_kinds, context = guess, "
                       "context_why = guess_why, context_p = guess_p "
                       "WHERE owner_id = $1 AND person_id = $2",
                       who, COUNT_OF(who), NULL, e);
    bool home = w.home || (!w.world && g.home), work = w.work || (!w.world && g.work);
    return sql_run(q,
                   "UPDATE person_standing SET kinds = $3, context = $4, context_why = "
                   "'decided', context_p = 1, asks = 0 "
                   "WHERE owner_id = $1 AND person_id = $2",
                   VALUES(who[0], who[1], I64(g.kinds | w.kinds),
                          TXT(home && work ? STR("both")
                              : home       ? STR("personal")
                                           : STR("professional"))),
                   NULL, e);
}

static enum err_code take_subject(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct str *subject = store__push(l);
    *subject = sql_copy(k, 0, l->a);
    return ERR_OK;
}

/* Everybody of whom the owner decided something. */
static enum err_code put_words(struct sql *q, struct err *e)
{
    struct store__list l = {arena_new(MIB(64)), NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = store__each(q,
                                   "SELECT DISTINCT subject FROM decisions "
                                   "WHERE owner_id = $1 AND verb IN ('person.relation', "
                                   "'person.world') AND revoked_ms = 0",
                                   VALUES(I64(q->owner)), take_subject, &l, e);
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        int64_t person = 0;
        struct str subject = ((const struct str *)l.v)[i];
        rc = sql_one(
            q,
            "SELECT p.person_id FROM identities i JOIN person_identities p ON p.owner_id "
            "= i.owner_id AND p.identity_id = i.id WHERE i.owner_id = $1 AND i.digest "
            "= $2",
            VALUES(I64(q->owner), I64(store__subject_digest(subject))), &person, e);
        if (rc == ERR_OK && person)
            rc = store__stand_as_decided(q, person, e);
    }
    arena_free(l.a);
    return rc;
}

enum err_code store_standing_write(struct store *s, const struct standing_result *r,
                                   struct err *e)
{
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = forget(&s->sql, e);
    if (rc == ERR_OK)
        rc = put_all(&s->sql, r, e);
    if (rc == ERR_OK)
        rc = spread_strength(&s->sql, e);
    if (rc == ERR_OK)
        rc = put_words(&s->sql, e);
    return store__written(s, rc, e);
}

enum err_code store_standing_guess(struct store *s, int64_t person_id, unsigned kinds,
                                   struct str guess, struct str why, double p, struct err *e)
{
    struct sql *q = &s->sql;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc =
        sql_run(q,
                "INSERT INTO person_standing (owner_id, " STANDING_COLUMNS ") "
                "VALUES ($1, $2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $3, $4, $5, $6, $3, $4, "
                "$5, $6, 0, 0, 0, 0) "
                "ON CONFLICT (owner_id, person_id) DO UPDATE SET guess_kinds = $3, guess = $4, "
                "guess_why = $5, guess_p = $6",
                VALUES(I64(q->owner), I64(person_id), I64(kinds), TXT(guess), TXT(why), F64(p)),
                NULL, e);
    if (rc == ERR_OK)
        rc = store__stand_as_decided(q, person_id, e);
    return store__written(s, rc, e);
}

/* Talk ----------------------------------------------------------------------------------- */

enum err_code store_put_talk(struct store *s, const struct source_talk *v, size_t n,
                             struct err *e)
{
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM thread_talk WHERE owner_id = $1",
                 VALUES(I64(s->sql.owner)), NULL, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_later(
            &s->sql,
            "INSERT INTO thread_talk (owner_id, thread_id, work, words) "
            "VALUES ($1, $2, $3, $4)",
            VALUES(I64(s->sql.owner), I64(v[i].of_id), F64(v[i].work), I64(v[i].words)), NULL,
            NULL, 0, e);
    return store__written(s, rc, e);
}

static enum err_code take_thread(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    int64_t *id = store__push(l);
    *id = sql_i64(k, 0);
    return ERR_OK;
}

static enum err_code take_text(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct buf *b = ctx;
    buf_str(b, sql_text(k, 0));
    buf_char(b, '\n');
    return ERR_OK;
}

/* The threads of two with the most messages. */
static const char talkers_sql[] =
    "SELECT t.thread_id "
    "FROM (SELECT p.thread_id, count(*) AS n FROM posts p WHERE p.owner_id = $1 AND p.thread_id "
    "<> 0 AND p.kind = 'message' GROUP BY p.thread_id ORDER BY n DESC, p.thread_id LIMIT $2) t "
    "JOIN threads h ON h.owner_id = $1 AND h.id = t.thread_id AND h.is_group = 0 "
    "ORDER BY t.thread_id";

enum err_code store_each_talk(struct store *s, int64_t most, int64_t posts,
                              enum err_code (*each)(void *ctx, int64_t thread_id,
                                                    struct str text, struct err *e),
                              void *ctx, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list l = {arena_new(MIB(64)), NULL, 0, 0, sizeof(int64_t)};
    struct buf text;
    buf_init(&text, KIB(64));
    enum err_code rc =
        store__each(q, talkers_sql, VALUES(I64(q->owner), I64(most)), take_thread, &l, e);
    const int64_t *t = l.v;
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        rc = store__each(q,
                         "SELECT text FROM posts WHERE owner_id = $1 AND thread_id = $2 AND "
                         "thread_id <> 0 ORDER BY id DESC LIMIT $3",
                         VALUES(I64(q->owner), I64(t[i]), I64(posts)), take_text, &text, e);
        if (rc == ERR_OK)
            rc = each(ctx, t[i], buf_view(&text), e);
        buf_clear(&text);
    }
    buf_free(&text);
    arena_free(l.a);
    return rc;
}
