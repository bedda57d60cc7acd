/* store/invitation.c: who is asked to come in, and the link that lets them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/invitation.h"

#include "store/store_private.h"

#define COLUMNS "digest, email, company_id, role, made_by, made_ms, until_ms, used_ms"

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct invitation *v = store__push(l);
    *v = (struct invitation){.digest = sql_copy(k, 0, l->a),
                             .email = sql_copy(k, 1, l->a),
                             .company_id = sql_i64(k, 2),
                             .made_by = sql_i64(k, 4),
                             .made_ms = sql_i64(k, 5),
                             .until_ms = sql_i64(k, 6),
                             .used_ms = sql_i64(k, 7)};
    if (!role_from(sql_text(k, 3), &v->role))
        v->role = ROLE_NONE;
    return ERR_OK;
}

enum err_code store_invitation_add(struct store *s, const struct invitation *v, struct err *e)
{
    int64_t known = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    if (v->company_id == 0)
        rc = sql_one(&s->sql, "SELECT count(*) FROM owners WHERE email = $1",
                     VALUES(TXT(v->email)), &known, e);
    else
        rc = sql_one(&s->sql,
                     "SELECT count(*) FROM owners o "
                     "JOIN memberships m ON m.member_id = o.owner_id "
                     "WHERE o.email = $1 AND m.company_id = $2",
                     VALUES(TXT(v->email), I64(v->company_id)), &known, e);
    if (rc == ERR_OK && known)
        rc = err_set(e, ERR_CONFLICT, "whoever has this e-mail address is here already");
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "DELETE FROM invitations "
                     "WHERE (email = $1 AND company_id = $2 AND used_ms = 0) OR until_ms < $3",
                     VALUES(TXT(v->email), I64(v->company_id), I64(v->made_ms - INVITATION_MS)),
                     NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "INSERT INTO invitations (digest, email, company_id, role, made_by, "
                     "made_ms, until_ms, used_ms) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
                     VALUES(TXT(v->digest), TXT(v->email), I64(v->company_id),
                            TXT(str_from(role_name(v->role))), I64(v->made_by), I64(v->made_ms),
                            I64(v->until_ms)),
                     NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_invitation_find(struct store *s, struct str digest, int64_t now_ms,
                                    struct arena *a, struct invitation *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct invitation)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT " COLUMNS " "
                                   "FROM invitations "
                                   "WHERE digest = $1 AND used_ms = 0 AND until_ms > $2",
                                   VALUES(TXT(digest), I64(now_ms)), take, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return err_set(e, ERR_NOT_FOUND,
                       "This invitation was used, taken back, or is too old. Ask for another.");
    if (rc == ERR_OK)
        *out = *(const struct invitation *)l.v;
    return rc;
}

enum err_code store_invitation_use(struct store *s, struct str digest, int64_t now_ms,
                                   struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE invitations SET used_ms = $2 "
                 "WHERE digest = $1 AND used_ms = 0 AND until_ms > $2",
                 VALUES(TXT(digest), I64(now_ms)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "This invitation was used already. Ask for another.");
    return store__noted(s, rc, e);
}

enum err_code store_invitations(struct store *s, int64_t company, int64_t now_ms,
                                struct arena *a, struct invitation **out, size_t *n,
                                struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct invitation)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT " COLUMNS " "
                                   "FROM invitations "
                                   "WHERE used_ms = 0 AND until_ms > $1 AND (company_id = $2 "
                                   "OR $2 < 0) "
                                   "ORDER BY made_ms DESC, digest LIMIT 500",
                                   VALUES(I64(now_ms), I64(company)), take, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_invitation_drop(struct store *s, struct str digest, int64_t company,
                                    struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "DELETE FROM invitations "
                 "WHERE digest = $1 AND used_ms = 0 AND (company_id = $2 OR $2 < 0)",
                 VALUES(TXT(digest), I64(company)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "There is no such open invitation.");
    return store__noted(s, rc, e);
}
