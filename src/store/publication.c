/* store/publication.c: the rows of the outbox, and who may change them when. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/publication.h"

#include "core/time.h"
#include "store/store_private.h"

static const char *const states[PUBLICATION_STATES] = {
    "pending", "sending", "sent", "uncertain", "failed", "handed_off", "dropped"};

const char *publication_state_name(enum publication_state s)
{
    return states[s];
}

static enum publication_state state_from(struct str name)
{
    for (int i = 0; i < PUBLICATION_STATES; i++)
        if (str_is(name, states[i]))
            return (enum publication_state)i;
    return PUBLICATION_FAILED;
}

#define COLUMNS                                                                                \
    "p.id, p.owner_id, p.draft_id, p.account_id, p.state, p.what, p.about_id, p.part, "        \
    "p.parts, p.after_id, p.due_ms, p.made_ms, p.first_ms, p.sent_ms, p.tries, p.looks, "      \
    "p.key, p.body, p.progress, p.remote_key, p.remote, p.url, p.reason, p.error, p.runner, "  \
    "p.lease_ms "

static enum err_code take_row(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct publication *p = store__push(l);
    *p = (struct publication){.id = sql_i64(k, 0),
                              .owner_id = sql_i64(k, 1),
                              .draft_id = sql_i64(k, 2),
                              .account_id = sql_i64(k, 3),
                              .state = state_from(sql_text(k, 4)),
                              .what = sql_copy(k, 5, l->a),
                              .about_id = sql_i64(k, 6),
                              .part = sql_i64(k, 7),
                              .parts = sql_i64(k, 8),
                              .after_id = sql_i64(k, 9),
                              .due_ms = sql_i64(k, 10),
                              .made_ms = sql_i64(k, 11),
                              .first_ms = sql_i64(k, 12),
                              .sent_ms = sql_i64(k, 13),
                              .tries = sql_i64(k, 14),
                              .looks = sql_i64(k, 15),
                              .key = sql_copy(k, 16, l->a),
                              .body = sql_copy(k, 17, l->a),
                              .progress = sql_copy(k, 18, l->a),
                              .remote_key = sql_copy(k, 19, l->a),
                              .remote = sql_copy(k, 20, l->a),
                              .url = sql_copy(k, 21, l->a),
                              .reason = sql_copy(k, 22, l->a),
                              .error = sql_copy(k, 23, l->a),
                              .runner = sql_copy(k, 24, l->a),
                              .lease_ms = sql_i64(k, 25)};
    return ERR_OK;
}

static enum err_code add_one(struct sql *q, struct publication *v, struct err *e)
{
    enum err_code rc =
        sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM publications WHERE owner_id = $1",
                VALUES(I64(q->owner)), &v->id, e);
    v->owner_id = q->owner;
    return rc ? rc
              : sql_run(q,
                        "INSERT INTO publications (owner_id, id, draft_id, account_id, state, "
                        "due_ms, sent_ms, remote_key, url, error, what, about_id, part, parts, "
                        "after_id, key, body, remote, made_ms) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
                        "$15, $16, $17, $18, $19)",
                        VALUES(I64(q->owner), I64(v->id), I64(v->draft_id), I64(v->account_id),
                               TXT(str_from(states[v->state])), I64(v->due_ms), I64(v->sent_ms),
                               TXT(v->remote_key), TXT(v->url), TXT(v->error), TXT(v->what),
                               I64(v->about_id), I64(v->part), I64(v->parts), I64(v->after_id),
                               TXT(v->key), TXT(v->body), TXT(v->remote), I64(v->made_ms)),
                        NULL, e);
}

enum err_code store_publications_add(struct store *s, struct publication *v, size_t n,
                                     struct err *e)
{
    enum err_code rc = store__write(s, e); /* ids are numbered: one writer at a time */
    if (rc)
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (v[i].after_id < 0)
            v[i].after_id = i ? v[i - 1].id : 0;
        rc = add_one(&s->sql, &v[i], e);
    }
    return store__written(s, rc, e);
}

enum err_code store_publications(struct store *s, const struct publication_filter *f,
                                 int64_t limit, struct arena *a, struct publication **out,
                                 size_t *n, struct err *e)
{
    static const char sql[] =
        "SELECT " COLUMNS "FROM publications p "
        "WHERE p.owner_id = $1 AND ($2 = 0 OR p.draft_id = $2) AND ($3 = 0 OR p.account_id = "
        "$3) AND ($4 = 0 OR CASE WHEN p.sent_ms > 0 THEN p.sent_ms ELSE p.due_ms END >= $4) "
        "AND ($5 = 0 OR CASE WHEN p.sent_ms > 0 THEN p.sent_ms ELSE p.due_ms END < $5) "
        "AND ($6 = 1 OR (p.state = 'pending' AND $7 = 1) OR (p.state = 'sending' AND $8 = 1) "
        "OR (p.state = 'sent' AND $9 = 1) OR (p.state = 'uncertain' AND $10 = 1) OR (p.state = "
        "'failed' AND $11 = 1) OR (p.state = 'handed_off' AND $12 = 1) OR (p.state = 'dropped' "
        "AND $13 = 1)) "
        "ORDER BY CASE WHEN p.sent_ms > 0 THEN -p.sent_ms ELSE p.due_ms END, p.id LIMIT $14";
    struct store__list l = {a, NULL, 0, 0, sizeof(struct publication)};
    struct sql_value v[14] = {I64(s->sql.owner), I64(f->draft_id), I64(f->account_id),
                              I64(f->from_ms),   I64(f->to_ms),    I64(f->states == 0)};
    for (int i = 0; i < PUBLICATION_STATES; i++)
        v[6 + i] = I64(f->states >> i & 1u);
    v[13] = I64(limit);
    enum err_code rc = store__each(&s->sql, sql, v, COUNT_OF(v), take_row, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code one_of(const struct store__list *l, struct publication *out, struct err *e)
{
    if (l->n == 0)
        return err_set(e, ERR_NOT_FOUND,
                       "there is no such publication; `tact outbox` lists "
                       "them");
    *out = *(const struct publication *)l->v;
    return ERR_OK;
}

enum err_code store_publication(struct store *s, int64_t id, struct arena *a,
                                struct publication *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct publication)};
    enum err_code rc = store__each(
        &s->sql, "SELECT " COLUMNS "FROM publications p WHERE p.owner_id = $1 AND p.id = $2",
        VALUES(I64(s->sql.owner), I64(id)), take_row, &l, e);
    return rc ? rc : one_of(&l, out, e);
}

enum err_code store_publication_of(struct store *s, struct str network, struct str remote_key,
                                   struct arena *a, struct publication *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct publication)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT " COLUMNS "FROM publications p JOIN accounts a ON a.owner_id = $1 AND a.id = "
        "p.account_id WHERE p.owner_id = $1 AND p.remote_key = $2 AND p.remote_key <> '' AND "
        "a.network = $3 AND p.what = 'post' ORDER BY p.id LIMIT 1",
        VALUES(I64(s->sql.owner), TXT(remote_key), TXT(network)), take_row, &l, e);
    return rc ? rc : one_of(&l, out, e);
}

static enum err_code take_text(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    *(struct str *)store__push(l) = sql_copy(k, 0, l->a);
    return ERR_OK;
}

enum err_code store_publication_post(struct store *s, const struct publication *p,
                                     int64_t *post_id, struct err *e)
{
    *post_id = 0;
    if (p->remote_key.n == 0)
        return ERR_OK;
    struct arena *a = arena_new((size_t)64 << 10);
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc =
        store__each(&s->sql, "SELECT network FROM accounts WHERE owner_id = $1 AND id = $2",
                    VALUES(I64(s->sql.owner), I64(p->account_id)), take_text, &l, e);
    if (rc == ERR_OK && l.n) { /* under its own key, or another that it has here */
        int64_t digest = store__digest("post", *(const struct str *)l.v, p->remote_key);
        rc = sql_one(&s->sql,
                     "SELECT coalesce(min(id), 0) FROM posts WHERE owner_id = $1 AND (digest = "
                     "$2 OR digest IN (SELECT post FROM post_names WHERE owner_id = $1 AND "
                     "digest = $2))",
                     VALUES(I64(s->sql.owner), I64(digest)), post_id, e);
    }
    arena_free(a);
    return rc;
}

/* Taking ----------------------------------------------------------------------------------- */

/* What is due. A thread goes on behind its part; an account sends one at a time; what somebody was
 * sending when they died is uncertain. */
static const char due_sql[] =
    "SELECT " COLUMNS "FROM publications p "
    "WHERE p.state IN ('pending', 'sending', 'uncertain') AND "
    "((p.state = 'sending' AND p.lease_ms <= $1) OR (p.state <> 'sending' AND p.due_ms <= $1 "
    "AND p.lease_ms <= $1)) AND "
    "(p.after_id = 0 OR EXISTS (SELECT 1 FROM publications b WHERE b.owner_id = p.owner_id AND "
    "b.id = p.after_id AND b.state = 'sent')) AND "
    "(p.state = 'sending' OR NOT EXISTS (SELECT 1 FROM publications o WHERE o.owner_id = "
    "p.owner_id AND o.account_id = p.account_id AND o.id <> p.id AND o.state IN ('pending', "
    "'sending', 'uncertain') AND o.lease_ms > $1)) "
    "ORDER BY p.due_ms, p.owner_id, p.id LIMIT 1";

static enum err_code hold(struct sql *q, struct publication *p, struct str runner, int64_t now,
                          int64_t until, bool *held, struct err *e)
{
    int64_t changed = 0;
    bool was_sending = p->state == PUBLICATION_SENDING;
    bool sends = p->state == PUBLICATION_PENDING;
    enum err_code rc = sql_run(
        q,
        "UPDATE publications SET state = $3, runner = $4, lease_ms = $5, tries = tries + $6, "
        "looks = CASE WHEN state = 'sending' THEN 0 ELSE looks END, "
        "first_ms = CASE WHEN first_ms = 0 THEN $7 ELSE first_ms END "
        "WHERE owner_id = $1 AND id = $2 AND state = $8 AND runner = $9 AND lease_ms = $10",
        VALUES(I64(p->owner_id), I64(p->id),
               TXT(str_from(states[sends ? PUBLICATION_SENDING : PUBLICATION_UNCERTAIN])),
               TXT(runner), I64(until), I64(sends), I64(now), TXT(str_from(states[p->state])),
               TXT(p->runner), I64(p->lease_ms)),
        &changed, e);
    *held = changed > 0;
    p->state = sends ? PUBLICATION_SENDING : PUBLICATION_UNCERTAIN;
    p->tries += sends;
    p->looks = was_sending ? 0 : p->looks;
    p->first_ms = p->first_ms ? p->first_ms : now;
    p->runner = runner;
    p->lease_ms = until;
    return rc;
}

enum err_code store_publication_take(struct store *s, struct str runner, int64_t now,
                                     int64_t until, struct arena *a, struct publication *out,
                                     bool *found, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct publication)};
    *found = false;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = store__each(&s->sql, due_sql, VALUES(I64(now)), take_row, &l, e);
    if (rc == ERR_OK && l.n) {
        *out = *(const struct publication *)l.v;
        rc = hold(&s->sql, out, runner, now, until, found, e);
    }
    rc = store__noted(s, rc, e);
    if (rc == ERR_OK && *found)
        store_act_for(s, out->owner_id);
    return rc;
}

enum err_code store_publication_runners(struct store *s, struct arena *a, struct str **out,
                                        size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT DISTINCT runner FROM publications WHERE state IN "
                                   "('pending', 'sending', 'uncertain') AND lease_ms > 0",
                                   NULL, 0, take_text, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_publication_abandon(struct store *s, struct str runner, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE publications SET lease_ms = CASE WHEN state = 'sending' THEN 1 ELSE 0 "
                 "END WHERE runner = $1 AND state IN ('pending', 'sending', 'uncertain')",
                 VALUES(TXT(runner)), NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_publication_set(struct store *s, const struct publication *v, struct err *e)
{
    int64_t changed = 0, lease = v->state == PUBLICATION_SENDING ? v->lease_ms : 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE publications SET state = $4, due_ms = $5, sent_ms = $6, tries = $7, "
                 "looks = $8, reason = $9, error = $10, progress = $11, remote_key = $12, "
                 "remote = $13, url = $14, lease_ms = $15 "
                 "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND lease_ms > 0",
                 VALUES(I64(v->owner_id), I64(v->id), TXT(v->runner),
                        TXT(str_from(states[v->state])), I64(v->due_ms), I64(v->sent_ms),
                        I64(v->tries), I64(v->looks), TXT(v->reason), TXT(v->error),
                        TXT(v->progress), TXT(v->remote_key), TXT(v->remote), TXT(v->url),
                        I64(lease)),
                 &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_CONFLICT, "another process has that publication by now");
    return store__noted(s, rc, e);
}

/* The owner's word ------------------------------------------------------------------------- */

/* What waits for a part that never goes out never goes out either. */
static enum err_code drop_rest(struct sql *q, int64_t id, struct err *e)
{
    return sql_run(
        q,
        "WITH RECURSIVE rest (id) AS (SELECT id FROM publications WHERE owner_id = $1 AND "
        "after_id = $2 UNION SELECT p.id FROM publications p JOIN rest r ON p.after_id = r.id "
        "WHERE p.owner_id = $1) "
        "UPDATE publications SET state = 'dropped' WHERE owner_id = $1 AND id IN (SELECT id "
        "FROM rest) AND state IN ('pending', 'failed', 'handed_off')",
        VALUES(I64(q->owner), I64(id)), NULL, e);
}

enum err_code store_publication_turn(struct store *s, const struct publication *v,
                                     unsigned from, struct err *e)
{
    struct arena *a = arena_new((size_t)4 << 20);
    struct publication now = {0};
    enum err_code rc = store__write(s, e);
    if (rc) {
        arena_free(a);
        return rc;
    }
    rc = store_publication(s, v->id, a, &now, e);
    if (rc == ERR_OK && (!(from >> now.state & 1u) || now.lease_ms > time_now_ms()))
        rc = err_set(e, ERR_CONFLICT, "publication %lld is %s by now", (long long)v->id,
                     now.lease_ms > time_now_ms() ? "being sent" : states[now.state]);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE publications SET state = $3, due_ms = $4, sent_ms = $5, tries = "
                     "$6, looks = $7, reason = $8, error = $9, remote_key = $10, remote = $11, "
                     "url = $12, key = $13, body = $14, lease_ms = 0 "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(s->sql.owner), I64(v->id), TXT(str_from(states[v->state])),
                            I64(v->due_ms), I64(v->sent_ms), I64(v->tries), I64(v->looks),
                            TXT(v->reason), TXT(v->error), TXT(v->remote_key), TXT(v->remote),
                            TXT(v->url), TXT(v->key), TXT(v->body)),
                     NULL, e);
    if (rc == ERR_OK && v->state == PUBLICATION_DROPPED)
        rc = drop_rest(&s->sql, v->id, e);
    rc = store__written(s, rc, e);
    arena_free(a);
    return rc;
}

enum err_code store_publication_next(struct store *s, int64_t *due_ms, struct err *e)
{
    *due_ms = INT64_MAX;
    return sql_one(&s->sql,
                   "SELECT coalesce(min(CASE WHEN lease_ms > due_ms THEN lease_ms ELSE due_ms "
                   "END), 9223372036854775807) FROM publications WHERE state IN ('pending', "
                   "'sending', 'uncertain')",
                   NULL, 0, due_ms, e);
}

static enum err_code take_due(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct publication_due *d = store__push(ctx);
    *d = (struct publication_due){sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2)};
    return ERR_OK;
}

enum err_code store_publications_again(struct store *s, int64_t now_ms, struct arena *a,
                                       struct publication_due **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct publication_due)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT p.owner_id, p.draft_id, p.account_id FROM publications p JOIN drafts d ON "
        "d.owner_id = p.owner_id AND d.id = p.draft_id "
        "WHERE d.again_days > 0 AND p.what = 'post' AND p.part = 1 "
        "GROUP BY p.owner_id, p.draft_id, p.account_id, d.again_days, d.again_most "
        "HAVING sum(CASE WHEN p.state IN ('pending', 'sending', 'uncertain', 'failed', "
        "'handed_off') THEN 1 ELSE 0 END) = 0 AND sum(CASE WHEN p.state = 'sent' THEN 1 ELSE 0 "
        "END) BETWEEN 1 AND d.again_most AND max(p.sent_ms) + d.again_days * 86400000 <= $1",
        VALUES(I64(now_ms)), take_due, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
