/* store/approval.c: drafts of a company that somebody asked for, and what became of that. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/approval.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/store_private.h"

#include <stdlib.h>

static const char *const states[APPROVAL_STATE_COUNT] = {"",         "asked",     "approved",
                                                         "returned", "withdrawn", "void"};

const char *approval_state_name(enum approval_state st)
{
    return states[st];
}

/* Reading -------------------------------------------------------------------------------- */

#define APPROVALS                                                                              \
    "SELECT v.id, v.draft_id, v.asked_by, v.asked_ms, v.text, v.accounts, v.verdict, "         \
    "v.state, v.decided_by, v.decided_ms, v.due_ms, v.note, coalesce(p.name, ''), "            \
    "coalesce(q.name, '') "                                                                    \
    "FROM approvals v "                                                                        \
    "LEFT JOIN owners p ON p.owner_id = v.asked_by "                                           \
    "LEFT JOIN owners q ON q.owner_id = v.decided_by "                                         \
    "WHERE v.owner_id = $1 "

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct approval *v = store__push(l);
    *v = (struct approval){.id = sql_i64(k, 0),
                           .draft_id = sql_i64(k, 1),
                           .asked_by = sql_i64(k, 2),
                           .asked_ms = sql_i64(k, 3),
                           .text = sql_copy(k, 4, l->a),
                           .accounts = sql_copy(k, 5, l->a),
                           .verdict = sql_copy(k, 6, l->a),
                           .decided_by = sql_i64(k, 8),
                           .decided_ms = sql_i64(k, 9),
                           .due_ms = sql_i64(k, 10),
                           .note = sql_copy(k, 11, l->a),
                           .asker = sql_copy(k, 12, l->a),
                           .decider = sql_copy(k, 13, l->a)};
    for (int st = 1; st < APPROVAL_STATE_COUNT; st++)
        if (str_is(sql_text(k, 7), states[st]))
            v->state = (enum approval_state)st;
    return ERR_OK;
}

enum err_code store_approval_of(struct store *s, int64_t draft_id, struct arena *a,
                                struct approval *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct approval)};
    enum err_code rc =
        store__each(&s->sql, APPROVALS "AND v.draft_id = $2 ORDER BY v.id DESC LIMIT 1",
                    VALUES(I64(s->sql.owner), I64(draft_id)), take, &l, e);
    *out = rc == ERR_OK && l.n ? *(const struct approval *)l.v : (struct approval){0};
    return rc;
}

enum err_code store_approvals_open(struct store *s, int64_t limit, struct arena *a,
                                   struct approval **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct approval)};
    enum err_code rc =
        store__each(&s->sql, APPROVALS "AND v.state = 'asked' ORDER BY v.id LIMIT $2",
                    VALUES(I64(s->sql.owner), I64(limit)), take, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_approvals_count(struct store *s, int64_t *n, struct err *e)
{
    *n = 0;
    return sql_one(&s->sql,
                   "SELECT count(*) FROM approvals WHERE owner_id = $1 AND state = 'asked'",
                   VALUES(I64(s->sql.owner)), n, e);
}

/* Changing ------------------------------------------------------------------------------- */

static enum err_code take_account(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    buf_printf(ctx, "%s%lld", ((struct buf *)ctx)->n ? "," : "", (long long)sql_i64(k, 0));
    return ERR_OK;
}

/* Within a transaction: what is asked for is what is kept. */
static enum err_code check_same(struct sql *q, const struct draft *d, struct str accounts,
                                struct err *e)
{
    struct buf kept;
    int64_t same = 0;
    buf_init(&kept, KIB(16));
    enum err_code rc =
        sql_one(q, "SELECT count(*) FROM drafts WHERE owner_id = $1 AND id = $2 AND text = $3",
                VALUES(I64(q->owner), I64(d->id), TXT(d->text)), &same, e);
    if (rc == ERR_OK)
        rc = store__each(q,
                         "SELECT account_id FROM variants "
                         "WHERE owner_id = $1 AND draft_id = $2 ORDER BY account_id",
                         VALUES(I64(q->owner), I64(d->id)), take_account, &kept, e);
    if (rc == ERR_OK && (same == 0 || !str_eq(buf_view(&kept), accounts)))
        rc = err_set(e, ERR_CONFLICT, "The draft was changed meanwhile: look at it again.");
    buf_free(&kept);
    return rc;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* "3,12": as they are kept. */
static struct str accounts_of(const struct draft *d, struct arena *a)
{
    int64_t *id = ARENA_ARRAY(a, int64_t, d->accounts + 1);
    struct buf b;
    buf_init(&b, KIB(16));
    for (size_t i = 0; i < d->accounts; i++)
        id[i] = d->account[i];
    qsort(id, d->accounts, sizeof *id, by_number);
    for (size_t i = 0; i < d->accounts; i++)
        buf_printf(&b, "%s%lld", i ? "," : "", (long long)id[i]);
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static enum err_code withdraw(struct sql *q, int64_t draft_id, int64_t *changed, struct err *e)
{
    return sql_run(q,
                   "UPDATE approvals SET state = 'withdrawn' "
                   "WHERE owner_id = $1 AND draft_id = $2 AND state IN ('asked', 'approved')",
                   VALUES(I64(q->owner), I64(draft_id)), changed, e);
}

static enum err_code insert(struct sql *q, const struct draft *d, struct approval *v,
                            struct str accounts, struct err *e)
{
    enum err_code rc =
        sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM approvals WHERE owner_id = $1",
                VALUES(I64(q->owner)), &v->id, e);
    if (rc)
        return rc;
    v->state = v->decided_by ? APPROVAL_APPROVED : APPROVAL_ASKED;
    return sql_run(q,
                   "INSERT INTO approvals (owner_id, id, draft_id, asked_by, asked_ms, text, "
                   "accounts, verdict, state, decided_by, decided_ms, due_ms, note) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                   VALUES(I64(q->owner), I64(v->id), I64(d->id), I64(v->asked_by),
                          I64(v->asked_ms), TXT(d->text), TXT(accounts), TXT(v->verdict),
                          TXT(str_from(states[v->state])), I64(v->decided_by),
                          I64(v->decided_by ? v->asked_ms : 0), I64(v->due_ms), TXT(v->note)),
                   NULL, e);
}

enum err_code store_approval_ask(struct store *s, const struct draft *d, struct approval *v,
                                 struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str accounts = accounts_of(d, a);
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        v->asked_ms = v->asked_ms ? v->asked_ms : time_now_ms();
        rc = check_same(&s->sql, d, accounts, e);
        if (rc == ERR_OK)
            rc = withdraw(&s->sql, d->id, NULL, e);
        if (rc == ERR_OK)
            rc = insert(&s->sql, d, v, accounts, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

enum err_code store_approval_decide(struct store *s, const struct approval *v, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE approvals "
                 "SET state = $3, decided_by = $4, decided_ms = $5, due_ms = $6, note = $7 "
                 "WHERE owner_id = $1 AND id = $2 AND state = 'asked'",
                 VALUES(I64(s->sql.owner), I64(v->id), TXT(str_from(states[v->state])),
                        I64(v->decided_by), I64(v->decided_ms ? v->decided_ms : time_now_ms()),
                        I64(v->due_ms), TXT(v->note)),
                 &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_CONFLICT,
                     "Somebody was faster, or the draft was changed: look at it again.");
    return store__written(s, rc, e);
}

enum err_code store_approval_withdraw(struct store *s, int64_t draft_id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = withdraw(&s->sql, draft_id, &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_CONFLICT, "Nothing is asked for any more.");
    return store__written(s, rc, e);
}
