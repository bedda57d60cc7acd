/* store/draft.c: drafts and where each is meant to go. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/draft.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/store_private.h"

#define DRAFTS                                                                                 \
    "SELECT d.id, d.created_ms, d.changed_ms, d.text, d.author_id, d.changed_by, "             \
    "coalesce(o.name, ''), d.about "                                                           \
    "FROM drafts d "                                                                           \
    "LEFT JOIN owners o ON o.owner_id = d.author_id "                                          \
    "WHERE d.owner_id = $1 "

static enum err_code take_draft(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct draft *d = store__push(l);
    *d = (struct draft){.id = sql_i64(k, 0),
                        .created_ms = sql_i64(k, 1),
                        .changed_ms = sql_i64(k, 2),
                        .text = sql_copy(k, 3, l->a),
                        .author_id = sql_i64(k, 4),
                        .changed_by = sql_i64(k, 5),
                        .author = sql_copy(k, 6, l->a),
                        .about = sql_copy(k, 7, l->a)};
    return ERR_OK;
}

static enum err_code take_account(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

static enum err_code add_accounts(struct store *s, struct arena *a, struct draft *d,
                                  struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id "
                                   "FROM variants "
                                   "WHERE owner_id = $1 AND draft_id = $2 "
                                   "ORDER BY account_id",
                                   VALUES(I64(s->sql.owner), I64(d->id)), take_account, &l, e);
    d->account = l.v;
    d->accounts = l.n;
    return rc;
}

enum err_code store_drafts(struct store *s, int64_t limit, struct arena *a, struct draft **out,
                           size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct draft)};
    enum err_code rc =
        store__each(&s->sql, DRAFTS "ORDER BY d.changed_ms DESC, d.id DESC LIMIT $2",
                    VALUES(I64(s->sql.owner), I64(limit)), take_draft, &l, e);
    *out = l.v;
    *n = l.n;
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++)
        rc = add_accounts(s, a, &(*out)[i], e);
    return rc;
}

static enum err_code no_draft(int64_t id, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, "there is no draft %lld any more", (long long)id);
}

enum err_code store_draft(struct store *s, int64_t id, struct arena *a, struct draft *out,
                          struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct draft)};
    enum err_code rc = store__each(&s->sql, DRAFTS "AND d.id = $2",
                                   VALUES(I64(s->sql.owner), I64(id)), take_draft, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return no_draft(id, e);
    if (rc)
        return rc;
    *out = *(struct draft *)l.v;
    return add_accounts(s, a, out, e);
}

/* The row of the draft; a new id where it has none yet. */
static enum err_code put_row(struct sql *q, struct draft *d, int64_t now, struct err *e)
{
    int64_t changed = 0, id = 0;
    enum err_code rc;
    if (d->id != 0) {
        rc = sql_run(q,
                     "UPDATE drafts "
                     "SET text = $3, changed_ms = $4 "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(q->owner), I64(d->id), TXT(d->text), I64(now)), &changed, e);
        if (rc == ERR_OK && changed == 0)
            return no_draft(d->id, e);
        return rc;
    }
    rc = sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM drafts WHERE owner_id = $1",
                 VALUES(I64(q->owner)), &id, e);
    /* never a number that was thrown away: another window may still hold that draft */
    id = id > now ? id : now;
    if (rc == ERR_OK)
        rc = sql_run(
            q,
            "INSERT INTO drafts (owner_id, id, created_ms, changed_ms, text, "
            "author_id, changed_by, about) "
            "VALUES ($1, $2, $3, $3, $4, $5, $5, $6)",
            VALUES(I64(q->owner), I64(id), I64(now), TXT(d->text), I64(d->by), TXT(d->about)),
            NULL, e);
    if (rc == ERR_OK) {
        d->id = id;
        d->created_ms = now;
    }
    return rc;
}

static enum err_code put_accounts(struct sql *q, const struct draft *d, struct err *e)
{
    enum err_code rc = sql_run(q, "DELETE FROM variants WHERE owner_id = $1 AND draft_id = $2",
                               VALUES(I64(q->owner), I64(d->id)), NULL, e);
    for (size_t i = 0; i < d->accounts && rc == ERR_OK; i++)
        rc = sql_run(q,
                     "INSERT INTO variants (owner_id, draft_id, account_id, text, visibility) "
                     "VALUES ($1, $2, $3, '', '') "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(q->owner), I64(d->id), I64(d->account[i])), NULL, e);
    return rc;
}

static bool goes_to(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->accounts; i++)
        if (d->account[i] == account)
            return true;
    return false;
}

/* Within a transaction: other words or places than were kept are whoever's wrote them now, and
 * nobody has approved them. */
static enum err_code note_change(struct store *s, const struct draft *d, struct arena *a,
                                 struct err *e)
{
    struct draft old = {.id = d->id};
    int64_t same = 0;
    enum err_code rc = sql_one(
        &s->sql, "SELECT count(*) FROM drafts WHERE owner_id = $1 AND id = $2 AND text = $3",
        VALUES(I64(s->sql.owner), I64(d->id), TXT(d->text)), &same, e);
    if (rc == ERR_OK)
        rc = add_accounts(s, a, &old, e);
    for (size_t i = 0; i < d->accounts; i++)
        same &= goes_to(&old, d->account[i]);
    for (size_t i = 0; i < old.accounts; i++)
        same &= goes_to(d, old.account[i]);
    if (rc || same)
        return rc;
    rc = sql_run(&s->sql, "UPDATE drafts SET changed_by = $3 WHERE owner_id = $1 AND id = $2",
                 VALUES(I64(s->sql.owner), I64(d->id), I64(d->by)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE approvals SET state = 'void' "
                     "WHERE owner_id = $1 AND draft_id = $2 AND state IN ('asked', 'approved')",
                     VALUES(I64(s->sql.owner), I64(d->id)), NULL, e);
    return rc;
}

enum err_code store_draft_put(struct store *s, struct draft *d, struct err *e)
{
    struct draft made = *d;
    struct arena *a;
    int64_t now = time_now_ms();
    if (d->text.n > LIMIT_DRAFT)
        return err_set(e, ERR_LIMIT, "a draft may have %zu bytes, this has %zu", LIMIT_DRAFT,
                       d->text.n);
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    a = arena_new(MIB(1));
    if (d->id)
        rc = note_change(s, d, a, e);
    if (rc == ERR_OK)
        rc = put_row(&s->sql, &made, now, e);
    if (rc == ERR_OK)
        rc = put_accounts(&s->sql, &made, e);
    rc = store__written(s, rc, e);
    arena_free(a);
    if (rc == ERR_OK) {
        made.changed_ms = now;
        *d = made;
    }
    return rc;
}

enum err_code store_draft_drop(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM variants WHERE owner_id = $1 AND draft_id = $2",
                 VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM drafts WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(s->sql.owner), I64(id)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = no_draft(id, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE approvals SET state = 'withdrawn' "
                     "WHERE owner_id = $1 AND draft_id = $2 AND state IN ('asked', 'approved')",
                     VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    return store__written(s, rc, e);
}
