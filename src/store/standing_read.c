/* store/standing_read.c: standing, circles and the map as pages ask for them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/standing_private.h"

#include "core/limits.h"
#include "core/time.h"

#include <stdlib.h>

#define STANDING                                                                               \
    "person_id, first_ms, last_ms, from_them, from_owner, reactions, words, days_active, "     \
    "gap_ms, networks, strength, layer, due_ms, kinds, context, context_why, context_p, "      \
    "guess_kinds, guess, guess_why, guess_p, asks, circle_id, x, y "

/* A row on its way to where it is wanted. */
struct wanted {
    struct person_standing *to;
    struct arena *a;
};

static enum err_code take_standing(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct wanted *w = ctx;
    *w->to = (struct person_standing){.person_id = sql_i64(k, 0),
                                      .first_ms = sql_i64(k, 1),
                                      .last_ms = sql_i64(k, 2),
                                      .from_them = sql_i64(k, 3),
                                      .from_owner = sql_i64(k, 4),
                                      .reactions = sql_i64(k, 5),
                                      .words = sql_i64(k, 6),
                                      .days_active = sql_i64(k, 7),
                                      .gap_ms = sql_i64(k, 8),
                                      .networks = sql_i64(k, 9),
                                      .strength = sql_f64(k, 10),
                                      .layer = sql_i64(k, 11),
                                      .due_ms = sql_i64(k, 12),
                                      .kinds = (unsigned)sql_i64(k, 13),
                                      .context = sql_copy(k, 14, w->a),
                                      .context_why = sql_copy(k, 15, w->a),
                                      .context_p = sql_f64(k, 16),
                                      .guess_kinds = (unsigned)sql_i64(k, 17),
                                      .guess = sql_copy(k, 18, w->a),
                                      .guess_why = sql_copy(k, 19, w->a),
                                      .guess_p = sql_f64(k, 20),
                                      .asks = sql_f64(k, 21),
                                      .circle_id = sql_i64(k, 22),
                                      .x = sql_f64(k, 23),
                                      .y = sql_f64(k, 24)};
    return ERR_OK;
}

enum err_code store_standings(struct store *s, const int64_t *id, size_t n, struct arena *a,
                              struct person_standing *out, struct err *e)
{
    struct wanted *w = ARENA_ARRAY(a, struct wanted, n + 1);
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        out[i] = (struct person_standing){.person_id = id[i],
                                          .context = STR_NONE,
                                          .context_why = STR_NONE,
                                          .guess = STR_NONE,
                                          .guess_why = STR_NONE};
        w[i] = (struct wanted){&out[i], a};
        rc = sql_gather(&s->sql,
                        "SELECT " STANDING
                        "FROM person_standing WHERE owner_id = $1 AND person_id = $2",
                        VALUES(I64(s->sql.owner), I64(id[i])), take_standing, &w[i], e);
    }
    return rc ? rc : sql_settle(&s->sql, e);
}

enum err_code store_standing(struct store *s, int64_t person_id, struct arena *a,
                             struct person_standing *out, struct err *e)
{
    return store_standings(s, &person_id, 1, a, out, e);
}

/* Circles -------------------------------------------------------------------------------- */

#define CIRCLE                                                                                 \
    "c.id, c.name, c.guess, c.size, c.strength, c.context, c.decision_id, c.x, c.y, c.radius "

static enum err_code take_circle(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct circle *c = store__push(l);
    *c = (struct circle){.id = sql_i64(k, 0),
                         .name = sql_copy(k, 1, l->a),
                         .guess = sql_copy(k, 2, l->a),
                         .size = sql_i64(k, 3),
                         .strength = sql_f64(k, 4),
                         .context = sql_copy(k, 5, l->a),
                         .decision = sql_i64(k, 6),
                         .x = sql_f64(k, 7),
                         .y = sql_f64(k, 8),
                         .radius = sql_f64(k, 9)};
    return ERR_OK;
}

enum err_code store_circles(struct store *s, struct arena *a, struct circle **out, size_t *n,
                            struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct circle)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT " CIRCLE "FROM circles c WHERE c.owner_id = $1 "
                                   "ORDER BY c.strength DESC, c.size DESC, c.id",
                                   VALUES(I64(s->sql.owner)), take_circle, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_circle(struct store *s, int64_t id, struct arena *a, struct circle *out,
                           struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct circle)};
    enum err_code rc = store__each(
        &s->sql, "SELECT " CIRCLE "FROM circles c WHERE c.owner_id = $1 AND c.id = $2",
        VALUES(I64(s->sql.owner), I64(id)), take_circle, &l, e);
    if (rc)
        return rc;
    if (l.n == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no circle %lld; `tact circles` lists them",
                       (long long)id);
    *out = *(const struct circle *)l.v;
    return ERR_OK;
}

enum err_code store_person_circles(struct store *s, int64_t person_id, struct arena *a,
                                   struct circle **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct circle)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT " CIRCLE "FROM circle_members m CROSS JOIN circles c "
                    "WHERE m.owner_id = $1 AND m.person_id = $2 AND c.owner_id = "
                    "m.owner_id AND c.id = m.circle_id "
                    "ORDER BY c.strength DESC, c.id",
                    VALUES(I64(s->sql.owner), I64(person_id)), take_circle, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_person(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct person *p = store__push(l);
    *p = store__person_of(k, l->a);
    return ERR_OK;
}

enum err_code store_circle_people(struct store *s, int64_t circle_id, struct arena *a,
                                  struct person **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct person)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT p.id, p.name, p.kind, p.is_owner, p.strength, p.last_ms "
        "FROM circle_members m CROSS JOIN persons p "
        "WHERE m.owner_id = $1 AND m.circle_id = $2 AND p.owner_id = m.owner_id AND "
        "p.id = m.person_id "
        "ORDER BY p.strength DESC, p.name, p.id",
        VALUES(I64(s->sql.owner), I64(circle_id)), take_person, &l, e);
    if (rc == ERR_OK)
        rc = store__fill_people(s, l.v, l.n, a, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* What the owner calls them -------------------------------------------------------------- */

static enum err_code take_line(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct buf *b = ctx;
    buf_char(b, '\n');
    buf_str(b, sql_text(k, 0));
    return ERR_OK;
}

/* Forgets the decision that names it; within a transaction. */
static enum err_code revoke_name(struct sql *q, const struct circle *c, struct err *e)
{
    return c->decision
               ? sql_run(q,
                         "UPDATE decisions SET revoked_ms = $3 WHERE owner_id = $1 AND "
                         "id = $2 AND verb = 'circle.name' AND revoked_ms = 0",
                         VALUES(I64(q->owner), I64(c->decision), I64(time_now_ms())), NULL, e)
               : ERR_OK;
}

/* Its people as lines, each the natural key of the least of the person's identities. */
static enum err_code lines_of(struct sql *q, int64_t circle_id, struct buf *b, struct err *e)
{
    return store__each(
        q,
        "SELECT i.network || ':' || i.key "
        "FROM (SELECT w.person_id, min(w.identity_id) AS least FROM circle_members "
        "m CROSS JOIN person_identities w WHERE m.owner_id = $1 AND m.circle_id = "
        "$2 AND w.owner_id = m.owner_id AND w.person_id = m.person_id GROUP BY "
        "w.person_id) l "
        "JOIN identities i ON i.owner_id = $1 AND i.id = l.least "
        "ORDER BY 1",
        VALUES(I64(q->owner), I64(circle_id)), take_line, b, e);
}

static enum err_code put_name(struct store *s, const struct circle *c, struct str name,
                              struct err *e)
{
    struct sql *q = &s->sql;
    struct buf value, subject;
    int64_t decision = 0;
    buf_init(&value, MIB(4));
    buf_init(&subject, 64);
    buf_str(&value, name);
    enum err_code rc = lines_of(q, c->id, &value, e);
    struct str lines = str_after(buf_view(&value), name.n);
    buf_printf(&subject, "circle:%lld", (long long)store__digest("circle", STR_NONE, lines));
    if (rc == ERR_OK)
        rc = revoke_name(q, c, e);
    if (rc == ERR_OK)
        rc = store__decide(q, STR("circle.name"), buf_view(&subject), buf_view(&value), e);
    if (rc == ERR_OK)
        rc = sql_one(q,
                     "SELECT max(id) FROM decisions WHERE owner_id = $1 AND verb = "
                     "'circle.name' AND subject = $2 AND revoked_ms = 0",
                     VALUES(I64(q->owner), TXT(buf_view(&subject))), &decision, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "UPDATE circles SET name = $3, guess = 'decided', decision_id = $4 "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(q->owner), I64(c->id), TXT(name), I64(decision)), NULL, e);
    buf_free(&value);
    buf_free(&subject);
    return rc;
}

enum err_code store_circle_rename(struct store *s, int64_t circle_id, struct str name,
                                  struct err *e)
{
    struct arena *a = arena_new(MIB(1));
    struct circle c = {0};
    name = str_trim(name);
    if (name.n == 0 || name.n > CIRCLE_NAME_MOST || str_chr(name, '\n') >= 0) {
        arena_free(a);
        return err_set(e, ERR_INVALID, "a circle's name is one line of 1 to %d bytes",
                       CIRCLE_NAME_MOST);
    }
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = store_circle(s, circle_id, a, &c, e);
        if (rc == ERR_OK)
            rc = put_name(s, &c, name, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

enum err_code store_circle_release(struct store *s, int64_t circle_id, struct err *e)
{
    struct arena *a = arena_new(MIB(1));
    struct circle c = {0};
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = store_circle(s, circle_id, a, &c, e);
        if (rc == ERR_OK && c.decision == 0)
            rc = err_set(e, ERR_NOT_FOUND, "nobody named circle %lld", (long long)circle_id);
        if (rc == ERR_OK)
            rc = revoke_name(&s->sql, &c, e);
        if (rc == ERR_OK)
            rc = sql_run(&s->sql,
                         "UPDATE circles SET decision_id = 0 WHERE owner_id = $1 AND id = $2",
                         VALUES(I64(s->sql.owner), I64(circle_id)), NULL, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

/* The map -------------------------------------------------------------------------------- */

static enum err_code take_node(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct map_node *n = store__push(l);
    *n = (struct map_node){.person_id = sql_i64(k, 0),
                           .name = sql_copy(k, 1, l->a),
                           .strength = sql_f64(k, 2),
                           .circle_id = sql_i64(k, 3),
                           .context = sql_copy(k, 4, l->a),
                           .x = sql_f64(k, 5),
                           .y = sql_f64(k, 6)};
    return ERR_OK;
}

struct edge_walk {
    struct store__list list;
    const int64_t *id; /* of nodes, ascending */
    size_t n;
};

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum err_code take_edge(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct edge_walk *w = ctx;
    const struct map_edge t = {sql_i64(k, 0), sql_i64(k, 1), sql_f64(k, 2)};
    if (w->list.n < MAP_EDGES_MOST && bsearch(&t.a, w->id, w->n, sizeof t.a, ascending) &&
        bsearch(&t.b, w->id, w->n, sizeof t.b, ascending))
        *(struct map_edge *)store__push(&w->list) = t;
    return ERR_OK;
}

/* Those in circles and those with whom something is exchanged; strongest first. */
static const char nodes_sql[] =
    "SELECT p.id, p.name, p.strength, t.circle_id, t.context, t.x, t.y "
    "FROM persons p CROSS JOIN person_standing t "
    "WHERE p.owner_id = $1 AND p.is_owner = 0 AND p.kind = 'person' AND t.owner_id = p.owner_id "
    "AND t.person_id = p.id AND (t.circle_id <> 0 OR t.strength > 0) "
    "ORDER BY p.strength DESC, p.name, p.id LIMIT $2";

enum err_code store_people_map(struct store *s, int64_t limit, struct arena *a,
                               struct people_map *out, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list l = {a, NULL, 0, 0, sizeof(struct map_node)};
    *out = (struct people_map){0};
    if (limit < 1 || limit > MAP_NODES_MOST)
        return err_set(e, ERR_INVALID, "a map has 1 to %d people", MAP_NODES_MOST);
    enum err_code rc =
        store__each(q, nodes_sql, VALUES(I64(q->owner), I64(limit)), take_node, &l, e);
    out->node = l.v;
    out->nodes = l.n;
    int64_t *id = ARENA_ARRAY(a, int64_t, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        id[i] = out->node[i].person_id;
    if (l.n)
        qsort(id, l.n, sizeof *id, ascending);
    struct edge_walk w = {
        {a, NULL, 0, 0, sizeof(struct map_edge)},
        id, l.n
    };
    if (rc == ERR_OK)
        rc = store__each(q,
                         "SELECT a_id, b_id, weight FROM person_ties WHERE owner_id = $1 "
                         "ORDER BY weight DESC, a_id, b_id",
                         VALUES(I64(q->owner)), take_edge, &w, e);
    out->edge = w.list.v;
    out->edges = w.list.n;
    return rc;
}

/* Questions ------------------------------------------------------------------------------ */

static enum err_code take_question(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct open_question *o = store__push(l);
    *o = (struct open_question){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a),
                                sql_copy(k, 3, l->a), sql_f64(k, 4)};
    return ERR_OK;
}

enum err_code store_open_questions(struct store *s, int64_t limit, struct arena *a,
                                   struct open_question **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct open_question)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT t.person_id, p.name, t.guess, t.guess_why, t.asks "
                                   "FROM person_standing t CROSS JOIN persons p "
                                   "WHERE t.owner_id = $1 AND t.asks > 0 AND p.owner_id = "
                                   "t.owner_id AND p.id = t.person_id "
                                   "ORDER BY t.asks DESC, t.person_id LIMIT $2",
                                   VALUES(I64(s->sql.owner), I64(limit)), take_question, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
