/* store/answers.c: reactions and replies by the posts that they answer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/answers.h"

#include "core/time.h"
#include "store/store_private.h"

enum {
    POSTS = 1000
};

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct answer_time *t = store__push(ctx);
    *t = (struct answer_time){sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 2), sql_i64(k, 3)};
    return ERR_OK;
}

enum err_code store_answer_times(struct store *s, int64_t account_id, struct arena *a,
                                 struct answer_time **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct answer_time)};
    enum err_code rc = store__each(
        &s->sql,
        "WITH own (id, at_ms, digest) AS (SELECT id, at_ms, digest FROM posts WHERE owner_id = "
        "$1 AND account_id = $2 AND author_id = 0 AND kind IN ('post', 'article') AND at_sure "
        "= $3 ORDER BY id DESC LIMIT $4) "
        "SELECT o.id, o.at_ms, r.at_ms, r.author_id FROM own o JOIN reactions r ON r.owner_id "
        "= $1 AND r.post = o.digest AND r.author_id > 0 AND r.at_sure = $3 "
        "UNION ALL SELECT o.id, o.at_ms, p.at_ms, p.author_id FROM own o JOIN posts p ON "
        "p.owner_id = $1 AND p.reply_to = o.digest AND p.reply_to <> 0 AND p.author_id > 0 AND "
        "p.at_sure = $3 "
        "UNION ALL SELECT o.id, o.at_ms, o.at_ms, 0 FROM own o LIMIT $5",
        VALUES(I64(s->sql.owner), I64(account_id), I64(TIME_EXACT), I64(POSTS),
               I64(ANSWER_TIMES)),
        take, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
