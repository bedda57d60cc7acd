/* store/audit.c: who did what, when and from where: written once, never changed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/audit.h"

#include "core/time.h"
#include "store/store_private.h"

enum {
    WORDS_MOST = 400,
    REMOTE_MOST = 64
};

enum err_code store_audit_add(struct store *s, int64_t actor, const char *verb,
                              struct str subject, struct str note, struct str remote,
                              struct err *e)
{
    enum err_code rc = ERR_OK;
    int64_t changed = 0;
    /* again where somebody else took the number meanwhile */
    while (rc == ERR_OK && changed == 0)
        rc = sql_run(&s->sql,
                     "INSERT INTO audit (owner_id, id, at_ms, actor_id, verb, subject, note, "
                     "remote) "
                     "SELECT $1, coalesce(max(id), 0) + 1, $2, $3, $4, $5, $6, $7 "
                     "FROM audit "
                     "WHERE owner_id = $1 "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(s->sql.owner), I64(time_now_ms()), I64(actor),
                            TXT(str_from(verb)), TXT(str_sub(subject, 0, WORDS_MOST)),
                            TXT(str_sub(note, 0, WORDS_MOST)),
                            TXT(str_sub(remote, 0, REMOTE_MOST))),
                     &changed, e);
    return rc;
}

static enum err_code take_audit(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct audit *v = store__push(l);
    *v = (struct audit){.id = sql_i64(k, 0),
                        .at_ms = sql_i64(k, 1),
                        .actor = sql_i64(k, 2),
                        .name = sql_copy(k, 3, l->a),
                        .verb = sql_copy(k, 4, l->a),
                        .subject = sql_copy(k, 5, l->a),
                        .note = sql_copy(k, 6, l->a),
                        .remote = sql_copy(k, 7, l->a)};
    return ERR_OK;
}

enum err_code store_audit(struct store *s, int64_t before, int64_t limit, struct arena *a,
                          struct audit **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct audit)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT u.id, u.at_ms, u.actor_id, coalesce(o.name, ''), u.verb, u.subject, u.note, "
        "u.remote "
        "FROM audit u "
        "LEFT JOIN owners o ON o.owner_id = u.actor_id "
        "WHERE u.owner_id = $1 AND u.id < $2 "
        "ORDER BY u.id DESC LIMIT $3",
        VALUES(I64(s->sql.owner), I64(before > 0 ? before : INT64_MAX), I64(limit)), take_audit,
        &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
