/* store/session.c: the password's hash and the sessions of whoever may open the page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/session.h"

#include "core/time.h"
#include "store/store_private.h"

enum {
    HASH_MOST = 256,  /* libsodium's are 128 at most */
    AGENT_MOST = 300, /* what browsers call themselves grows; the start tells them apart */
    DIGEST_MOST = 128,
    REMOTE_MOST = 64
};

enum err_code store_password(struct store *s, struct arena *a, struct str *hash, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *hash = STR_NONE;
    enum err_code rc =
        sql_ask(&s->sql, &k, "SELECT password FROM credentials WHERE owner_id = $1",
                VALUES(I64(s->sql.owner)), e);
    if (rc)
        return rc;
    rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *hash = sql_copy(&k, 0, a);
    sql_done(&k);
    return rc;
}

enum err_code store_password_set(struct store *s, struct str hash, struct err *e)
{
    if (hash.n == 0 || hash.n > HASH_MOST)
        return err_set(e, ERR_INVALID, "that is no password hash");
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "INSERT INTO credentials (owner_id, password, set_ms) "
                 "VALUES ($1, $2, $3) "
                 "ON CONFLICT (owner_id) DO UPDATE SET password = $2, set_ms = $3",
                 VALUES(I64(s->sql.owner), TXT(hash), I64(time_now_ms())), NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_session_put(struct store *s, const struct session *v, struct err *e)
{
    if (v->digest.n == 0 || v->digest.n > DIGEST_MOST)
        return err_set(e, ERR_INVALID, "that is no digest of a session");
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc =
        sql_run(&s->sql,
                "INSERT INTO sessions (owner_id, digest, agent, created_ms, seen_ms, "
                "until_ms, remote, acts_for) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                "ON CONFLICT (owner_id, digest) DO UPDATE SET agent = $3, seen_ms = $5, "
                "until_ms = $6",
                VALUES(I64(s->sql.owner), TXT(v->digest), TXT(str_sub(v->agent, 0, AGENT_MOST)),
                       I64(v->created_ms), I64(v->seen_ms), I64(v->until_ms),
                       TXT(str_sub(v->remote, 0, REMOTE_MOST)), I64(v->acts_for)),
                NULL, e);
    /* whoever signs in sweeps out those whose time is over */
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM sessions WHERE owner_id = $1 AND until_ms <= $2",
                     VALUES(I64(s->sql.owner), I64(v->seen_ms)), NULL, e);
    return store__noted(s, rc, e);
}

#define SESSION_COLUMNS "digest, agent, created_ms, seen_ms, until_ms, remote, acts_for"

static enum err_code take_session(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct session *v = store__push(l);
    *v = (struct session){sql_copy(k, 0, l->a), sql_copy(k, 1, l->a), sql_i64(k, 2),
                          sql_i64(k, 3),        sql_i64(k, 4),        sql_copy(k, 5, l->a),
                          sql_i64(k, 6)};
    return ERR_OK;
}

enum err_code store__ask_session(struct sql *q, struct str digest, int64_t now_ms,
                                 struct store__list *l, struct err *e)
{
    return sql_gather(q,
                      "SELECT " SESSION_COLUMNS " "
                      "FROM sessions "
                      "WHERE owner_id = $1 AND digest = $2 AND until_ms > $3",
                      VALUES(I64(q->owner), TXT(digest), I64(now_ms)), take_session, l, e);
}

enum err_code store_session_find(struct store *s, struct str digest, int64_t now_ms,
                                 struct arena *a, struct session *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct session)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT " SESSION_COLUMNS " "
                    "FROM sessions "
                    "WHERE owner_id = $1 AND digest = $2 AND until_ms > $3",
                    VALUES(I64(s->sql.owner), TXT(digest), I64(now_ms)), take_session, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return err_set(e, ERR_NOT_FOUND, "this session is over; sign in again");
    if (rc == ERR_OK)
        *out = *(const struct session *)l.v;
    return rc;
}

enum err_code store_sessions(struct store *s, int64_t now_ms, struct arena *a,
                             struct session **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct session)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT " SESSION_COLUMNS " "
                                   "FROM sessions "
                                   "WHERE owner_id = $1 AND until_ms > $2 "
                                   "ORDER BY seen_ms DESC, digest LIMIT 200",
                                   VALUES(I64(s->sql.owner), I64(now_ms)), take_session, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_session_act_for(struct store *s, struct str digest, int64_t acts_for,
                                    struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE sessions SET acts_for = $3 WHERE owner_id = $1 AND digest = $2",
                 VALUES(I64(s->sql.owner), TXT(digest), I64(acts_for)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "this session is over; sign in again");
    return store__noted(s, rc, e);
}

enum err_code store_session_seen(struct store *s, struct str digest, int64_t now_ms,
                                 int64_t until_ms, struct err *e)
{
    if (store_is_busy(s))
        return ERR_OK; /* an import is being written: no page waits for that */
    return sql_run(&s->sql,
                   "UPDATE sessions "
                   "SET seen_ms = $3, until_ms = $4 "
                   "WHERE owner_id = $1 AND digest = $2",
                   VALUES(I64(s->sql.owner), TXT(digest), I64(now_ms), I64(until_ms)), NULL, e);
}

enum err_code store_session_drop(struct store *s, struct str digest, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM sessions WHERE owner_id = $1 AND digest = $2",
                 VALUES(I64(s->sql.owner), TXT(digest)), NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_sessions_drop_all(struct store *s, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM sessions WHERE owner_id = $1", VALUES(I64(s->sql.owner)),
                 NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_sessions_drop_others(struct store *s, struct str digest, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM sessions WHERE owner_id = $1 AND digest <> $2",
                 VALUES(I64(s->sql.owner), TXT(digest)), NULL, e);
    return store__noted(s, rc, e);
}
