/* store/count.c: posts counted by account, kind and month, and what labels outlived their post. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/insight_private.h"

#include "core/limits.h"
#include "core/time.h"

/* One account, one kind, the owner's or others'. */
struct lane {
    int64_t account_id;
    struct str kind;
    bool own;
    const char *next_sql, *count_sql;
};

#define LANE                                                                                   \
    " FROM posts WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND id >= $4 AND id < $5 "

/* The month that a time lies in as yyyymm, and where it ends. */
static int64_t month_of(int64_t ms, int64_t *end_ms)
{
    int64_t year, day_ms = 86400000, days = ms / day_ms - (ms % day_ms < 0);
    int month, day;
    time_date(days, &year, &month, &day);
    *end_ms =
        (month == 12 ? time_days(year + 1, 1, 1) : time_days(year, month + 1, 1)) * day_ms;
    return year * 100 + month;
}

static enum err_code put_count(struct sql *q, const struct lane *l, int64_t month, int64_t n,
                               struct err *e)
{
    return sql_later(q,
                     "INSERT INTO post_counts (owner_id, account_id, kind, own, month, n) "
                     "VALUES ($1, $2, $3, $4, $5, $6) "
                     "ON CONFLICT (owner_id, account_id, kind, own, month) DO UPDATE SET n = "
                     "post_counts.n + $6",
                     VALUES(I64(q->owner), I64(l->account_id), TXT(l->kind), I64(l->own),
                            I64(month), I64(n)),
                     NULL, NULL, 0, e);
}

/* From month to month that has any: each is a range of ids, counted in the index alone. */
static enum err_code count_lane(struct sql *q, const struct lane *l, struct err *e)
{
    int64_t from = 0;
    for (;;) {
        int64_t id = -1, n = 0, end_ms;
        enum err_code rc = sql_one(
            q, l->next_sql,
            VALUES(I64(q->owner), I64(l->account_id), TXT(l->kind), I64(from), I64(INT64_MAX)),
            &id, e);
        if (rc || id < 0)
            return rc;
        int64_t ms = store__post_ms(id), month = month_of(ms, &end_ms);
        int64_t end = store__post_id(end_ms, 0, 0);
        if (ms == 0) { /* without a time */
            month = 0;
            end = store__post_id(1, 0, 0);
        }
        if (end <= id)
            end = INT64_MAX; /* the end of what ids can say */
        rc = sql_one(q, l->count_sql,
                     VALUES(I64(q->owner), I64(l->account_id), TXT(l->kind), I64(id), I64(end)),
                     &n, e);
        if (rc == ERR_OK)
            rc = put_count(q, l, month, n, e);
        if (rc)
            return rc;
        from = end;
    }
}

static enum err_code count_account(struct sql *q, int64_t account_id, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (int i = 0; i < 2 * POST_KIND_COUNT && rc == ERR_OK; i++) {
        struct lane l = {.account_id = account_id,
                         .kind = str_from(post_kind_name((enum post_kind)(i / 2))),
                         .own = i % 2 == 0};
        l.next_sql = l.own ? "SELECT id" LANE "AND author_id = 0 ORDER BY id LIMIT 1"
                           : "SELECT id" LANE "AND author_id <> 0 ORDER BY id LIMIT 1";
        l.count_sql = l.own ? "SELECT count(*)" LANE "AND author_id = 0"
                            : "SELECT count(*)" LANE "AND author_id <> 0";
        rc = count_lane(q, &l, e);
    }
    return rc;
}

/* Labels of posts that are gone, and of those that are not among the newest any more. */
static enum err_code drop_labels(struct store *s, int64_t account_id, struct arena *a,
                                 struct err *e)
{
    struct store__best b = store__best_of(TOPICS_LOOKED_AT, a);
    enum err_code rc = store__newest_own(s, account_id, &b, e);
    int64_t oldest = b.n == b.cap ? b.id[b.n - 1] : 0;
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "DELETE FROM post_topics "
                     "WHERE owner_id = $1 AND account_id = $2 AND (post_id < $3 OR NOT EXISTS "
                     "(SELECT 1 FROM posts p WHERE p.owner_id = $1 AND p.id = "
                     "post_topics.post_id))",
                     VALUES(I64(s->sql.owner), I64(account_id), I64(oldest)), NULL, e);
    return rc;
}

static enum err_code count_all(struct store *s, struct arena *a, struct err *e)
{
    struct sql *q = &s->sql;
    struct account *acc;
    size_t n;
    enum err_code rc = store_accounts(s, a, &acc, &n, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM post_counts WHERE owner_id = $1", VALUES(I64(q->owner)),
                     NULL, e);
    /* labels of accounts that are gone */
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "DELETE FROM post_topics "
                     "WHERE owner_id = $1 AND account_id NOT IN (SELECT id FROM accounts WHERE "
                     "owner_id = $1)",
                     VALUES(I64(q->owner)), NULL, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        rc = count_account(q, acc[i].id, e);
        if (rc == ERR_OK)
            rc = drop_labels(s, acc[i].id, a, e);
    }
    /* a post that has no topic, not even the empty one, has no tone */
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "DELETE FROM post_tones "
                     "WHERE owner_id = $1 AND NOT EXISTS (SELECT 1 FROM post_topics t WHERE "
                     "t.owner_id = $1 AND t.post_id = post_tones.post_id)",
                     VALUES(I64(q->owner)), NULL, e);
    return rc ? rc : store__find_twins(s, e);
}

enum err_code store_count_posts(struct store *s, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK)
        rc = store__written(s, count_all(s, a, e), e);
    arena_free(a);
    return rc;
}
