/* store/correction.c: what the owner said of the check's own words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/correction.h"

#include "core/time.h"
#include "store/store_private.h"

/* As much of s as fits, between two characters. */
static struct str cut_text(struct str s, size_t most)
{
    size_t n = s.n < most ? s.n : most;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}

static enum err_code context_id(struct sql *q, struct str name, int64_t *out, struct err *e)
{
    *out = 0;
    if (name.n == 0)
        return ERR_OK;
    enum err_code rc = sql_one(q, "SELECT id FROM contexts WHERE owner_id = $1 AND name = $2",
                               VALUES(I64(q->owner), TXT(name)), out, e);
    if (rc == ERR_OK && *out == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no context \"" STRF "\"", STRA(name));
    return rc;
}

enum err_code store_correction_add(struct store *s, struct correction_row *row, struct err *e)
{
    struct correction_row made = *row;
    int64_t context = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    made.made_ms = time_now_ms();
    made.revoked_ms = 0;
    made.text = cut_text(made.text, CORRECTION_TEXT_MOST);
    rc = context_id(&s->sql, made.context, &context, e);
    if (rc == ERR_OK)
        rc = sql_one(&s->sql,
                     "SELECT coalesce(max(id), 0) + 1 FROM corrections WHERE owner_id = $1",
                     VALUES(I64(s->sql.owner)), &made.id, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "INSERT INTO corrections (owner_id, id, made_ms, context_id, kind, fact, "
                     "change, text, revoked_ms) "
                     "VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0)",
                     VALUES(I64(s->sql.owner), I64(made.id), I64(made.made_ms), I64(context),
                            TXT(made.kind), TXT(made.fact), TXT(made.text)),
                     NULL, e);
    rc = store__written(s, rc, e);
    if (rc == ERR_OK)
        *row = made;
    return rc;
}

static enum err_code take_correction(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct correction_row *row = store__push(l);
    *row = (struct correction_row){.id = sql_i64(k, 0),
                                   .made_ms = sql_i64(k, 1),
                                   .revoked_ms = sql_i64(k, 2),
                                   .kind = sql_copy(k, 3, l->a),
                                   .fact = sql_copy(k, 4, l->a),
                                   .context = sql_copy(k, 5, l->a),
                                   .text = sql_copy(k, 6, l->a)};
    return ERR_OK;
}

enum err_code store_corrections(struct store *s, bool with_revoked, struct arena *a,
                                struct correction_row **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct correction_row)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT r.id, r.made_ms, r.revoked_ms, r.kind, r.fact, coalesce(c.name, ''), r.text "
        "FROM corrections r "
        "LEFT JOIN contexts c ON c.owner_id = r.owner_id AND c.id = r.context_id "
        "WHERE r.owner_id = $1 AND (r.revoked_ms = 0 OR $2 = 1) "
        "ORDER BY r.id",
        VALUES(I64(s->sql.owner), I64(with_revoked)), take_correction, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_correction_revoke(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE corrections "
                 "SET revoked_ms = $3 "
                 "WHERE owner_id = $1 AND id = $2 AND revoked_ms = 0",
                 VALUES(I64(s->sql.owner), I64(id), I64(time_now_ms())), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND,
                     "nothing that was learned has the number %lld; `tact learned` lists it",
                     (long long)id);
    return store__written(s, rc, e);
}

/* Rows are only added and revoked, each once: their number and that of the revoked ones grow. */
enum err_code store_corrections_mark(struct store *s, int64_t *out, struct err *e)
{
    *out = 0;
    return sql_one(&s->sql,
                   "SELECT coalesce(sum(CASE WHEN revoked_ms = 0 THEN 1 ELSE 2 END), 0) "
                   "FROM corrections "
                   "WHERE owner_id = $1",
                   VALUES(I64(s->sql.owner)), out, e);
}
