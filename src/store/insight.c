/* store/insight.c: counts over everything: posts by month, labels, people by world. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/insight_private.h"

#include "core/time.h"

/* What was counted ---------------------------------------------------------------------- */

static enum err_code take_month(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct str kind = sql_text(k, 1);
    int64_t month = sql_i64(k, 3);
    struct month_count *m = store__push(l);
    *m = (struct month_count){.account_id = sql_i64(k, 0),
                              .year = (int)(month / 100),
                              .month = (int)(month % 100),
                              .own = sql_i64(k, 2) != 0,
                              .n = sql_i64(k, 4)};
    if (!post_kind_from(kind, &m->kind))
        m->kind = POST_POST;
    return ERR_OK;
}

enum err_code store_months(struct store *s, struct arena *a, struct month_count **out,
                           size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct month_count)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id, kind, own, month, n "
                                   "FROM post_counts "
                                   "WHERE owner_id = $1 "
                                   "ORDER BY month, account_id, kind, own",
                                   VALUES(I64(s->sql.owner)), take_month, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_number(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)ctx = sql_i64(k, 0);
    return ERR_OK;
}

enum err_code store_years(struct store *s, int *first, int *last, struct err *e)
{
    struct sql *q = &s->sql;
    int64_t from = 0, to = 0;
    enum err_code rc =
        sql_gather(q, "SELECT min(month) FROM post_counts WHERE owner_id = $1 AND month > 0",
                   VALUES(I64(q->owner)), take_number, &from, e);
    if (rc == ERR_OK)
        rc = sql_gather(q, "SELECT max(month) FROM post_counts WHERE owner_id = $1",
                        VALUES(I64(q->owner)), take_number, &to, e);
    if (rc == ERR_OK)
        rc = sql_settle(q, e);
    *first = (int)(from / 100);
    *last = (int)(to / 100);
    return rc;
}

static enum err_code take_topic(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct topic_count *t = store__push(l);
    *t = (struct topic_count){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_i64(k, 2)};
    return ERR_OK;
}

enum err_code store_topics(struct store *s, struct arena *a, struct topic_count **out,
                           size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct topic_count)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id, topic, count(*) AS n "
                                   "FROM post_topics "
                                   "WHERE owner_id = $1 AND topic <> '' "
                                   "GROUP BY account_id, topic "
                                   "ORDER BY account_id, n DESC, topic",
                                   VALUES(I64(s->sql.owner)), take_topic, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* People by world ----------------------------------------------------------------------- */

enum err_code store_people_count(struct store *s, struct people_count *out, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *out = (struct people_count){0, 0, 0, 0};
    enum err_code rc = sql_ask(&s->sql, &k,
                               "SELECT people, personal, professional, \"both\" "
                               "FROM network_counts "
                               "WHERE owner_id = $1 AND network = ''",
                               VALUES(I64(s->sql.owner)), e);
    if (rc)
        return rc;
    rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        *out = (struct people_count){sql_i64(&k, 0), sql_i64(&k, 1), sql_i64(&k, 2),
                                     sql_i64(&k, 3)};
    sql_done(&k);
    return rc;
}

static enum err_code take_network(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct network_people *v = store__push(l);
    *v = (struct network_people){
        sql_copy(k, 0, l->a), {sql_i64(k, 1), sql_i64(k, 2), sql_i64(k, 3), sql_i64(k, 4)}
    };
    return ERR_OK;
}

enum err_code store_network_people(struct store *s, struct arena *a,
                                   struct network_people **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct network_people)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT network, people, personal, professional, \"both\" "
                                   "FROM network_counts "
                                   "WHERE owner_id = $1 AND network <> '' "
                                   "ORDER BY network",
                                   VALUES(I64(s->sql.owner)), take_network, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Labels -------------------------------------------------------------------------------- */

/* The newest own posts of an account that labels are for. */
enum err_code store__newest_own(struct store *s, int64_t account_id, struct store__best *b,
                                struct err *e)
{
    enum err_code rc = ERR_OK;
    for (int kind = 0; kind < POST_KIND_COUNT && rc == ERR_OK; kind++)
        if (kind != POST_MESSAGE)
            rc = store__lane(
                &s->sql,
                "SELECT id "
                "FROM posts "
                "WHERE owner_id = $1 AND account_id = $2 AND kind = $3 AND author_id = 0 AND "
                "id > $4 "
                "ORDER BY id DESC LIMIT $5",
                VALUES(I64(s->sql.owner), I64(account_id),
                       TXT(str_from(post_kind_name((enum post_kind)kind))),
                       I64(b->n == b->cap ? b->id[0] : -1), I64((int64_t)b->cap)),
                b, e);
    return rc ? rc : store__best_settle(&s->sql, b, e);
}

static enum err_code take_unlabelled(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct unlabelled *u = store__push(l);
    *u = (struct unlabelled){sql_i64(k, 0), sql_i64(k, 1),
                             arena_str(l->a, str_sub(sql_text(k, 2), 0, LABELLED_BYTES))};
    return ERR_OK;
}

enum err_code store_unlabelled(struct store *s, struct arena *a, struct unlabelled **out,
                               size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct unlabelled)};
    struct account *acc;
    size_t accounts;
    enum err_code rc = store_accounts(s, a, &acc, &accounts, e);
    for (size_t i = 0; i < accounts && rc == ERR_OK; i++) {
        struct store__best b = store__best_of(TOPICS_LOOKED_AT, a);
        rc = store__newest_own(s, acc[i].id, &b, e);
        for (size_t at = 0; at < b.n && rc == ERR_OK; at += STORE__CHUNK)
            rc = store__each_in(&s->sql,
                                "SELECT p.id, p.account_id, p.text "
                                "FROM posts p "
                                "WHERE p.owner_id = $1 AND p.id IN " STORE__IN
                                "AND NOT EXISTS (SELECT 1 FROM post_topics t WHERE t.owner_id "
                                "= p.owner_id AND t.post_id = p.id)",
                                b.id + at, b.n - at < STORE__CHUNK ? b.n - at : STORE__CHUNK,
                                take_unlabelled, &l, e);
    }
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_put_labels(struct store *s, const struct post_label *v, size_t n,
                               struct err *e)
{
    enum err_code rc = n ? store__write(s, e) : ERR_OK;
    if (rc || n == 0)
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        rc = sql_later(
            &s->sql,
            "INSERT INTO post_topics (owner_id, post_id, topic, account_id) "
            "VALUES ($1, $2, $3, $4) "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(s->sql.owner), I64(v[i].post_id), TXT(v[i].topic), I64(v[i].account_id)),
            NULL, NULL, 0, e);
        if (rc == ERR_OK && v[i].promotional)
            rc = sql_later(&s->sql,
                           "INSERT INTO post_tones (owner_id, post_id, tone, account_id) "
                           "VALUES ($1, $2, 'promotional', $3) "
                           "ON CONFLICT DO NOTHING",
                           VALUES(I64(s->sql.owner), I64(v[i].post_id), I64(v[i].account_id)),
                           NULL, NULL, 0, e);
    }
    return store__written(s, rc, e);
}

static enum err_code forget_labels(struct sql *q, struct err *e)
{
    enum err_code rc = sql_run(q, "DELETE FROM post_topics WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    return rc ? rc
              : sql_run(q, "DELETE FROM post_tones WHERE owner_id = $1", VALUES(I64(q->owner)),
                        NULL, e);
}

enum err_code store_labels_by(struct store *s, int64_t model, struct err *e)
{
    int64_t by = -1;
    enum err_code rc =
        sql_one(&s->sql, "SELECT digest FROM made_by WHERE owner_id = $1 AND what = 'labels'",
                VALUES(I64(s->sql.owner)), &by, e);
    if (rc || by == model)
        return rc;
    rc = store__write(s, e);
    if (rc)
        return rc;
    rc = forget_labels(&s->sql, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "INSERT INTO made_by (owner_id, what, digest) "
                     "VALUES ($1, 'labels', $2) "
                     "ON CONFLICT (owner_id, what) DO UPDATE SET digest = $2",
                     VALUES(I64(s->sql.owner), I64(model)), NULL, e);
    return store__written(s, rc, e);
}

enum err_code store_forget_labels(struct store *s, struct err *e)
{
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    return store__written(s, forget_labels(&s->sql, e), e);
}
