/* store/check_log.c: what the check said when the owner went on, and why the owner did. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/check_log.h"

#include "core/time.h"
#include "store/store_private.h"

static enum err_code put_check(struct sql *q, struct check_log *c, struct err *e)
{
    enum err_code rc =
        sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM checks WHERE owner_id = $1",
                VALUES(I64(q->owner)), &c->id, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO checks (owner_id, id, draft_id, account_id, at_ms, verdict, "
                     "rule, sentence, did, reason, until_ms) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                     VALUES(I64(q->owner), I64(c->id), I64(c->draft_id), I64(c->account_id),
                            I64(c->at_ms), TXT(c->verdict), TXT(c->rule), TXT(c->sentence),
                            TXT(c->did), TXT(c->reason), I64(c->until_ms)),
                     NULL, e);
    for (size_t i = 0; i < c->findings && rc == ERR_OK; i++) {
        const struct check_log_finding *f = &c->finding[i];
        rc = sql_run(q,
                     "INSERT INTO findings (owner_id, check_id, position, kind, severity, "
                     "from_byte, to_byte, why) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                     VALUES(I64(q->owner), I64(c->id), I64((int64_t)i), TXT(f->kind),
                            TXT(f->severity), I64(f->from), I64(f->to), TXT(f->why)),
                     NULL, e);
    }
    return rc;
}

enum err_code store_check_keep(struct store *s, struct check_log *c, struct err *e)
{
    struct check_log made = *c;
    if (c->reason.n > CHECK_REASON_MOST)
        return err_set(e, ERR_INVALID, "a reason may have %d bytes, this has %zu",
                       CHECK_REASON_MOST, c->reason.n);
    if (made.at_ms == 0)
        made.at_ms = time_now_ms();
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = store__written(s, put_check(&s->sql, &made, e), e);
    if (rc == ERR_OK)
        *c = made;
    return rc;
}

static enum err_code take_check(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct check_log *c = store__push(l);
    *c = (struct check_log){.id = sql_i64(k, 0),
                            .draft_id = sql_i64(k, 1),
                            .account_id = sql_i64(k, 2),
                            .at_ms = sql_i64(k, 3),
                            .verdict = sql_copy(k, 4, l->a),
                            .rule = sql_copy(k, 5, l->a),
                            .sentence = sql_copy(k, 6, l->a),
                            .did = sql_copy(k, 7, l->a),
                            .reason = sql_copy(k, 8, l->a),
                            .until_ms = sql_i64(k, 9)};
    return ERR_OK;
}

static enum err_code take_finding(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct check_log_finding *f = store__push(l);
    *f = (struct check_log_finding){.kind = sql_copy(k, 0, l->a),
                                    .severity = sql_copy(k, 1, l->a),
                                    .from = sql_i64(k, 2),
                                    .to = sql_i64(k, 3),
                                    .why = sql_copy(k, 4, l->a)};
    return ERR_OK;
}

#define CHECKS                                                                                 \
    "SELECT id, draft_id, account_id, at_ms, verdict, rule, sentence, did, reason, until_ms "  \
    "FROM checks WHERE owner_id = $1 "

enum err_code store_checks(struct store *s, int64_t draft_id, int64_t limit, struct arena *a,
                           struct check_log **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct check_log)};
    enum err_code rc =
        draft_id ? store__each(&s->sql, CHECKS "AND draft_id = $3 ORDER BY id DESC LIMIT $2",
                               VALUES(I64(s->sql.owner), I64(limit), I64(draft_id)), take_check,
                               &l, e)
                 : store__each(&s->sql, CHECKS "ORDER BY id DESC LIMIT $2",
                               VALUES(I64(s->sql.owner), I64(limit)), take_check, &l, e);
    struct check_log *v = l.v;
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
        struct store__list f = {a, NULL, 0, 0, sizeof(struct check_log_finding)};
        rc = store__each(&s->sql,
                         "SELECT kind, severity, from_byte, to_byte, why "
                         "FROM findings "
                         "WHERE owner_id = $1 AND check_id = $2 "
                         "ORDER BY position",
                         VALUES(I64(s->sql.owner), I64(v[i].id)), take_finding, &f, e);
        v[i].finding = f.v;
        v[i].findings = f.n;
    }
    *out = v;
    *n = l.n;
    return rc;
}
