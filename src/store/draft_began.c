/* store/draft_began.c: for which accounts a draft was begun, and for which others its owner said so. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/draft.h"

#include "store/store_private.h"

enum err_code store__draft_begins(struct store *s, int64_t draft_id, struct err *e)
{
    const char *const begins[] = {
        /* an answer began where that came which it answers */
        "INSERT INTO draft_began (owner_id, draft_id, account_id) "
        "SELECT owner_id, id, reply_from FROM drafts "
        "WHERE owner_id = $1 AND id = $2 AND reply_from <> 0 "
        "ON CONFLICT (owner_id, draft_id, account_id) DO NOTHING",
        "INSERT INTO draft_began (owner_id, draft_id, account_id) "
        "SELECT owner_id, draft_id, account_id FROM variants "
        "WHERE owner_id = $1 AND draft_id = $2 AND NOT EXISTS (SELECT 1 FROM draft_began "
        "WHERE owner_id = $1 AND draft_id = $2)"};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(begins) && rc == ERR_OK; i++)
        rc = sql_run(&s->sql, begins[i], VALUES(I64(s->sql.owner), I64(draft_id)), NULL, e);
    return rc;
}

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

enum err_code store_draft_began(struct store *s, int64_t draft_id, struct arena *a,
                                int64_t **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id FROM draft_began "
                                   "WHERE owner_id = $1 AND draft_id = $2 ORDER BY account_id",
                                   VALUES(I64(s->sql.owner), I64(draft_id)), take_id, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_draft_agree(struct store *s, int64_t draft_id, const int64_t *account,
                                size_t n, struct err *e)
{
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(&s->sql,
                     "INSERT INTO draft_began (owner_id, draft_id, account_id) "
                     "SELECT owner_id, id, $3 FROM drafts WHERE owner_id = $1 AND id = $2 "
                     "ON CONFLICT (owner_id, draft_id, account_id) DO NOTHING",
                     VALUES(I64(s->sql.owner), I64(draft_id), I64(account[i])), NULL, e);
    return store__written(s, rc, e);
}
