/* store/token.c: keys that the owner gave to programs: what each may do, and until when. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/token.h"

#include "core/buf.h"
#include "store/store_private.h"

enum {
    TOKENS_MOST = 100,
    NAME_MOST = 200
};

#define COLUMNS "id, digest, name, scopes, made_ms, seen_ms, until_ms, revoked_ms"

static unsigned scopes_of(struct str words)
{
    unsigned scopes = 0;
    struct str word;
    while (str_cut(&words, ',', &word)) {
        enum scope one;
        if (scope_from(word, &one))
            scopes |= 1u << one;
    }
    return scopes;
}

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct api_token *t = store__push(l);
    *t = (struct api_token){.id = sql_i64(k, 0),
                            .digest = sql_copy(k, 1, l->a),
                            .name = sql_copy(k, 2, l->a),
                            .scopes = scopes_of(sql_text(k, 3)),
                            .made_ms = sql_i64(k, 4),
                            .seen_ms = sql_i64(k, 5),
                            .until_ms = sql_i64(k, 6),
                            .revoked_ms = sql_i64(k, 7)};
    return ERR_OK;
}

/* Within a transaction. */
static enum err_code insert(struct sql *q, const struct api_token *t, struct str scopes,
                            int64_t *id, struct err *e)
{
    int64_t n = 0;
    enum err_code rc =
        sql_one(q, "SELECT count(*) FROM tokens WHERE owner_id = $1 AND revoked_ms = 0",
                VALUES(I64(q->owner)), &n, e);
    if (rc == ERR_OK && n >= TOKENS_MOST)
        return err_set(e, ERR_LIMIT, "there are %d keys already; revoke some first",
                       TOKENS_MOST);
    if (rc == ERR_OK)
        rc = sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM tokens WHERE owner_id = $1",
                     VALUES(I64(q->owner)), id, e);
    if (rc)
        return rc;
    return sql_run(q,
                   "INSERT INTO tokens (owner_id, id, digest, name, scopes, made_ms, seen_ms, "
                   "until_ms, revoked_ms) "
                   "VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0)",
                   VALUES(I64(q->owner), I64(*id), TXT(t->digest),
                          TXT(str_sub(t->name, 0, NAME_MOST)), TXT(scopes), I64(t->made_ms),
                          I64(t->until_ms)),
                   NULL, e);
}

enum err_code store_token_add(struct store *s, const struct api_token *t, int64_t *id,
                              struct err *e)
{
    struct buf scopes;
    buf_init(&scopes, 64);
    for (int i = 0; i < SCOPE_COUNT; i++)
        if (t->scopes & (1u << i))
            buf_printf(&scopes, "%s%s", scopes.n ? "," : "", scope_name((enum scope)i));
    enum err_code rc = store__note(s, e);
    if (rc == ERR_OK)
        rc = store__noted(s, insert(&s->sql, t, buf_view(&scopes), id, e), e);
    buf_free(&scopes);
    return rc;
}

enum err_code store_tokens(struct store *s, int64_t now_ms, struct arena *a,
                           struct api_token **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct api_token)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT " COLUMNS " "
                                   "FROM tokens "
                                   "WHERE owner_id = $1 AND revoked_ms = 0 AND (until_ms = 0 "
                                   "OR until_ms > $2) "
                                   "ORDER BY id DESC",
                                   VALUES(I64(s->sql.owner), I64(now_ms)), take, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_token_find(struct store *s, struct str digest, int64_t now_ms,
                               struct arena *a, struct api_token *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct api_token)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT " COLUMNS " "
                    "FROM tokens "
                    "WHERE owner_id = $1 AND digest = $2 AND revoked_ms = 0 AND (until_ms = 0 "
                    "OR until_ms > $3)",
                    VALUES(I64(s->sql.owner), TXT(digest), I64(now_ms)), take, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return err_set(e, ERR_NOT_FOUND, "this key is not good, or not any more");
    if (rc == ERR_OK)
        *out = *(const struct api_token *)l.v;
    return rc;
}

enum err_code store_token_seen(struct store *s, int64_t id, int64_t now_ms, struct err *e)
{
    if (!store__try_lock(s))
        return ERR_OK; /* no request waits for that */
    enum err_code rc =
        sql_run(&s->sql, "UPDATE tokens SET seen_ms = $3 WHERE owner_id = $1 AND id = $2",
                VALUES(I64(s->sql.owner), I64(id), I64(now_ms)), NULL, e);
    store__unlock(s);
    return rc;
}

enum err_code store_token_revoke(struct store *s, int64_t id, int64_t now_ms, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE tokens SET revoked_ms = $3 "
                 "WHERE owner_id = $1 AND id = $2 AND revoked_ms = 0",
                 VALUES(I64(s->sql.owner), I64(id), I64(now_ms)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "There is no such key.");
    return store__noted(s, rc, e);
}
