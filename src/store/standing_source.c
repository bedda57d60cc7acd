/* store/standing_source.c: what standing is derived from, streamed: each kind of row in one walk,
 * whatever the number of people. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/standing_source.h"

#include "store/person_private.h"

#include "core/limits.h"

#include <stdlib.h>

static enum err_code give_person(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct person p = {.id = sql_i64(k, 0),
                             .name = sql_text(k, 1),
                             .kind = sql_text(k, 2),
                             .is_owner = sql_i64(k, 3) != 0};
    to->person(to->ctx, &p);
    return ERR_OK;
}

static enum err_code give_identity(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_identity i = {sql_i64(k, 0), sql_i64(k, 1), sql_text(k, 2),
                                      sql_text(k, 3)};
    to->identity(to->ctx, &i);
    return ERR_OK;
}

static enum err_code give_thread(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_thread t = {sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2) != 0,
                                    sql_text(k, 3)};
    to->thread(to->ctx, &t);
    return ERR_OK;
}

static enum err_code give_post(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    struct str kind = sql_text(k, 6);
    const struct source_post p = {
        .author_id = sql_i64(k, 0),
        .answers_id = sql_i64(k, 1),
        .at_ms = sql_i64(k, 2),
        .thread_id = sql_i64(k, 3),
        .reply_to = sql_i64(k, 4),
        .words = sql_i64(k, 5),
        .is_message = str_is(kind, "message"),
        .is_answer = str_is(kind, "reply") || str_is(kind, "comment"),
    };
    to->post(to->ctx, &p);
    return ERR_OK;
}

static enum err_code give_reactions(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_reactions r = {sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2),
                                       sql_i64(k, 3)};
    to->reactions(to->ctx, &r);
    return ERR_OK;
}

static enum err_code give_fact(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_fact f = {sql_i64(k, 0),  sql_text(k, 1), sql_text(k, 2),
                                  sql_text(k, 3), sql_i64(k, 4),  sql_i64(k, 5)};
    to->fact(to->ctx, &f);
    return ERR_OK;
}

static enum err_code give_link(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_link l = {sql_i64(k, 0), sql_i64(k, 1), sql_text(k, 2)};
    to->link(to->ctx, &l);
    return ERR_OK;
}

static enum err_code give_talk(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    const struct standing_source *to = ctx;
    const struct source_talk t = {sql_i64(k, 0), sql_i64(k, 1), sql_f64(k, 2)};
    to->talk(to->ctx, &t);
    return ERR_OK;
}

/* What the owner decided ----------------------------------------------------------------- */

struct decision_row {
    int64_t id;
    struct str verb, subject, value;
};

static enum err_code take_decision(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct decision_row *d = store__push(l);
    *d = (struct decision_row){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a),
                               sql_copy(k, 3, l->a)};
    return ERR_OK;
}

static enum err_code person_by_subject(struct sql *q, struct str subject, int64_t *out,
                                       struct err *e)
{
    *out = 0;
    return sql_one(
        q,
        "SELECT p.person_id "
        "FROM identities i "
        "JOIN person_identities p ON p.owner_id = i.owner_id AND p.identity_id = i.id "
        "WHERE i.owner_id = $1 AND i.digest = $2",
        VALUES(I64(q->owner), I64(store__subject_digest(subject))), out, e);
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The value of a kept circle: its name, then a line for each of its people. */
static enum err_code give_kept(struct sql *q, const struct decision_row *d,
                               const struct standing_source *to, struct arena *a, struct err *e)
{
    struct str rest = d->value, name = STR_NONE, line;
    enum err_code rc = ERR_OK;
    size_t n = 0, lines = 1;
    for (size_t i = 0; i < rest.n; i++)
        lines += rest.p[i] == '\n';
    int64_t *id = ARENA_ARRAY(a, int64_t, lines);
    (void)str_cut(&rest, '\n', &name);
    while (rc == ERR_OK && str_cut(&rest, '\n', &line)) {
        rc = person_by_subject(q, line, &id[n], e);
        n += id[n] != 0;
    }
    if (rc || n == 0)
        return rc;
    qsort(id, n, sizeof *id, ascending);
    size_t distinct = 1;
    for (size_t i = 1; i < n; i++)
        if (id[i] != id[distinct - 1])
            id[distinct++] = id[i];
    const struct source_kept k = {d->id, name, id, distinct};
    to->kept(to->ctx, &k);
    return ERR_OK;
}

static enum err_code give_decisions(struct sql *q, const struct standing_source *to,
                                    struct err *e)
{
    struct store__list l = {arena_new(MIB(256)), NULL, 0, 0, sizeof(struct decision_row)};
    enum err_code rc = store__each(q,
                                   "SELECT id, verb, subject, value "
                                   "FROM decisions "
                                   "WHERE owner_id = $1 AND verb IN ('person.relation', "
                                   "'person.world', 'circle.name') AND revoked_ms = 0 "
                                   "ORDER BY id",
                                   VALUES(I64(q->owner)), take_decision, &l, e);
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        const struct decision_row *d = &((const struct decision_row *)l.v)[i];
        struct source_decided one = {0, d->verb, d->value};
        if (str_is(d->verb, "circle.name")) {
            rc = give_kept(q, d, to, l.a, e);
            continue;
        }
        rc = person_by_subject(q, d->subject, &one.person_id, e);
        if (rc == ERR_OK && one.person_id)
            to->decided(to->ctx, &one);
    }
    arena_free(l.a);
    return rc;
}

/* All of it ------------------------------------------------------------------------------ */

/* Of posts only what somebody wrote to somebody: the owner's own public ones say nothing here. */
static const char posts_sql[] =
    "SELECT p.author_id, CASE WHEN p.reply_to = 0 THEN -1 ELSE coalesce(q.author_id, -1) END, "
    "p.at_ms, p.thread_id, p.reply_to, "
    "length(p.text) - length(replace(p.text, ' ', '')) + 1, p.kind "
    "FROM posts p "
    "LEFT JOIN posts q ON q.owner_id = $1 AND q.digest = p.reply_to "
    "WHERE p.owner_id = $1 AND (p.author_id > 0 OR (p.author_id = 0 AND (p.thread_id <> 0 OR "
    "p.reply_to <> 0))) "
    "ORDER BY p.id";

static const struct walk {
    const char *sql;
    store__row *give;
} walks[] = {
    {"SELECT id, name, kind, is_owner FROM persons WHERE owner_id = $1 ORDER BY id",
     give_person                                                                                                },
    {"SELECT i.id, p.person_id, i.network, i.name FROM identities i JOIN person_identities p ON "
     "p.owner_id = i.owner_id AND p.identity_id = i.id WHERE i.owner_id = $1 ORDER BY i.id", give_identity },
    {"SELECT t.id, m.identity_id, t.is_group, t.title FROM threads t JOIN members m ON "
     "m.owner_id = t.owner_id AND m.thread_id = t.id WHERE t.owner_id = $1 ORDER BY t.id, "
     "m.identity_id",                                                                        give_thread   },
    {posts_sql,                                                                                   give_post     },
    {"SELECT r.who, sum(r.n), min(r.first), max(r.last) "
     "FROM (SELECT x.author_id AS who, count(*) AS n, min(x.at_ms) AS first, max(x.at_ms) AS "
     "last FROM reactions x WHERE x.owner_id = $1 AND x.author_id > 0 GROUP BY x.author_id "
     "UNION ALL SELECT p.author_id, count(*), min(y.at_ms), max(y.at_ms) FROM reactions y "
     "JOIN posts p ON p.owner_id = $1 AND p.digest = y.post AND p.author_id > 0 WHERE "
     "y.owner_id = $1 AND y.author_id = 0 GROUP BY p.author_id) AS r "
     "GROUP BY r.who ORDER BY r.who",                                                        give_reactions},
    {"SELECT identity_id, field, value, label, since_ms, until_ms FROM facts WHERE owner_id = $1 "
     "AND field IN ('email', 'company', 'label', 'location') ORDER BY id",                   give_fact     },
    {"SELECT identity_id, account_id, kind FROM connections WHERE owner_id = $1 AND kind IN "
     "('connected', 'friend', 'follows', 'followed_by') ORDER BY id",                        give_link     },
    {"SELECT identity_id, 0, kind FROM relations WHERE owner_id = $1 ORDER BY id",                give_link     },
    {"SELECT w.person_id, sum(t.words), sum(t.work * t.words) / sum(t.words) FROM thread_talk t "
     "JOIN members m ON m.owner_id = $1 AND m.thread_id = t.thread_id "
     "JOIN person_identities w ON w.owner_id = $1 AND w.identity_id = m.identity_id "
     "JOIN persons o ON o.owner_id = $1 AND o.id = w.person_id AND o.is_owner = 0 "
     "WHERE t.owner_id = $1 GROUP BY w.person_id ORDER BY w.person_id",                      give_talk     }
};

enum err_code store_standing_read(struct store *s, const struct standing_source *to,
                                  struct err *e)
{
    struct sql *q = &s->sql;
    struct standing_source mine = *to;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(walks) && rc == ERR_OK; i++)
        rc = store__walk(q, walks[i].sql, VALUES(I64(q->owner)), walks[i].give, &mine, e);
    return rc ? rc : give_decisions(q, &mine, e);
}

enum err_code store_newest_ms(struct store *s, int64_t *out, struct err *e)
{
    *out = 0;
    return sql_one(&s->sql,
                   "SELECT coalesce(max(taken_ms), 0) FROM imports WHERE owner_id = $1 AND "
                   "state = 'done'",
                   VALUES(I64(s->sql.owner)), out, e);
}

/* One contact ---------------------------------------------------------------------------- */

static enum err_code take_mutual(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct place_mutual *m = ctx;
    struct str context = sql_text(k, 0);
    int64_t *to = str_is(context, "personal")       ? &m->personal
                  : str_is(context, "professional") ? &m->professional
                                                    : &m->both;
    *to = sql_i64(k, 1);
    return ERR_OK;
}

enum err_code store_place_mutual(struct store *s, int64_t person_id, struct place_mutual *out,
                                 struct err *e)
{
    *out = (struct place_mutual){0};
    return store__each(
        &s->sql,
        "SELECT t.context, count(DISTINCT t.person_id) "
        "FROM person_identities p CROSS JOIN members m CROSS JOIN threads h CROSS JOIN members o "
        "CROSS JOIN person_identities w CROSS JOIN person_standing t "
        "WHERE p.owner_id = $1 AND p.person_id = $2 AND m.owner_id = p.owner_id AND "
        "m.identity_id = p.identity_id AND h.owner_id = m.owner_id AND h.id = m.thread_id AND "
        "h.is_group = 1 AND o.owner_id = h.owner_id AND o.thread_id = h.id AND w.owner_id = "
        "o.owner_id AND w.identity_id = o.identity_id AND t.owner_id = w.owner_id AND "
        "t.person_id = w.person_id AND t.person_id <> $2 AND t.context <> '' "
        "GROUP BY t.context",
        VALUES(I64(s->sql.owner), I64(person_id)), take_mutual, out, e);
}
