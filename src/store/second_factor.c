/* store/second_factor.c: what an owner shows beside the password. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/second_factor.h"

#include "core/time.h"
#include "store/store_private.h"

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct second_factor *f = store__push(l);
    *f = (struct second_factor){sql_copy(k, 0, l->a), sql_i64(k, 1), sql_i64(k, 2),
                                sql_i64(k, 3)};
    return ERR_OK;
}

enum err_code store_second_factor(struct store *s, struct arena *a, struct second_factor *out,
                                  struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct second_factor)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT secret, made_ms, confirmed_ms, last_step "
                                   "FROM second_factors "
                                   "WHERE owner_id = $1",
                                   VALUES(I64(s->sql.owner)), take, &l, e);
    *out = l.n ? *(const struct second_factor *)l.v : (struct second_factor){.made_ms = 0};
    return rc;
}

enum err_code store_second_factor_begin(struct store *s, struct str sealed, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "INSERT INTO second_factors (owner_id, secret, made_ms, confirmed_ms, "
                 "last_step) "
                 "VALUES ($1, $2, $3, 0, 0) "
                 "ON CONFLICT (owner_id) DO UPDATE SET secret = $2, made_ms = $3 "
                 "WHERE second_factors.confirmed_ms = 0",
                 VALUES(I64(s->sql.owner), TXT(sealed), I64(time_now_ms())), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_CONFLICT, "A second step is set up already; remove it first.");
    return store__noted(s, rc, e);
}

enum err_code store_second_factor_confirm(struct store *s, int64_t step,
                                          const struct str *digest, size_t n, struct err *e)
{
    struct sql *q = &s->sql;
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(q,
                 "UPDATE second_factors SET confirmed_ms = $2, last_step = $3 "
                 "WHERE owner_id = $1 AND confirmed_ms = 0",
                 VALUES(I64(q->owner), I64(time_now_ms()), I64(step)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_CONFLICT, "There is no second step that waits for its first code.");
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM recovery_codes WHERE owner_id = $1", VALUES(I64(q->owner)),
                     NULL, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(
            q, "INSERT INTO recovery_codes (owner_id, digest, used_ms) VALUES ($1, $2, 0)",
            VALUES(I64(q->owner), TXT(digest[i])), NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_second_factor_step(struct store *s, int64_t step, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE second_factors SET last_step = $2 "
                 "WHERE owner_id = $1 AND confirmed_ms > 0 AND last_step < $2",
                 VALUES(I64(s->sql.owner), I64(step)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_DENIED, "This code was used already; wait for the next.");
    return store__noted(s, rc, e);
}

enum err_code store_recovery_use(struct store *s, struct str digest, int64_t now_ms,
                                 struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE recovery_codes SET used_ms = $3 "
                 "WHERE owner_id = $1 AND digest = $2 AND used_ms = 0",
                 VALUES(I64(s->sql.owner), TXT(digest), I64(now_ms)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_DENIED, "That is not the code.");
    return store__noted(s, rc, e);
}

enum err_code store_recovery_left(struct store *s, int64_t *n, struct err *e)
{
    *n = 0;
    return sql_one(&s->sql,
                   "SELECT count(*) FROM recovery_codes WHERE owner_id = $1 AND used_ms = 0",
                   VALUES(I64(s->sql.owner)), n, e);
}

enum err_code store_second_factor_drop(struct store *s, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM second_factors WHERE owner_id = $1",
                 VALUES(I64(s->sql.owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM recovery_codes WHERE owner_id = $1",
                     VALUES(I64(s->sql.owner)), NULL, e);
    return store__noted(s, rc, e);
}
