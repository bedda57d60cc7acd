/* store/versions.c: which of several states of a post or an identity is shown: the newest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

/* The search index forgets and learns a post whose text changes. */
enum err_code store__post_index(struct sql *q, int64_t id, bool add, struct err *e)
{
    struct sql_query k;
    bool row = false;
    struct arena *a = arena_new((size_t)64 << 20);
    enum err_code rc = sql_ask(q, &k,
                               "SELECT title, summary, text "
                               "FROM posts "
                               "WHERE owner_id = $1 AND id = $2",
                               VALUES(I64(q->owner), I64(id)), e);
    struct str title = STR_NONE, summary = STR_NONE, text = STR_NONE;
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        title = sql_copy(&k, 0, a);
        summary = sql_copy(&k, 1, a);
        text = sql_copy(&k, 2, a);
    }
    sql_done(&k);
    if (rc == ERR_OK && row)
        rc = add ? store__search_add(q, id, title, summary, text, e)
                 : store__search_remove(q, id, title, summary, text, e);
    arena_free(a);
    return rc;
}

enum err_code store__post_unlabel(struct sql *q, int64_t id, struct err *e)
{
    enum err_code rc =
        sql_run(q, "DELETE FROM post_topics WHERE owner_id = $1 AND post_id = $2",
                VALUES(I64(q->owner), I64(id)), NULL, e);
    return rc ? rc
              : sql_run(q, "DELETE FROM post_tones WHERE owner_id = $1 AND post_id = $2",
                        VALUES(I64(q->owner), I64(id)), NULL, e);
}

/* Copies the newest version into the row: the last edit first, then the freshest archive. What any
 * of them says was deleted is, whatever an older archive still has; a deletion may come without
 * the words. -1 marks one that is being taken back. */
static enum err_code settle_post(struct sql *q, int64_t id, struct err *e)
{
    enum err_code rc = store__post_index(q, id, false, e);
    if (rc == ERR_OK)
        rc = sql_run(
            q,
            "UPDATE posts "
            "SET deleted_ms = (SELECT max(d.deleted_ms) FROM post_versions d "
            "WHERE d.owner_id = $1 AND d.post_id = posts.id AND d.edited_ms >= 0), "
            "(text, title, summary, edited_ms) = (SELECT v.text, v.title, v.summary, "
            "v.edited_ms "
            "FROM post_versions v "
            "JOIN imports i ON i.owner_id = v.owner_id AND i.id = v.import_id "
            "WHERE v.owner_id = posts.owner_id AND v.post_id = posts.id "
            "ORDER BY CASE WHEN v.edited_ms < 0 THEN 2 WHEN v.deleted_ms <> 0 AND v.text = '' "
            "AND v.title = '' AND v.summary = '' THEN 1 ELSE 0 END, v.edited_ms DESC, "
            "i.taken_ms DESC, i.id DESC LIMIT 1) "
            "WHERE owner_id = $1 AND id = $2 AND EXISTS (SELECT 1 "
            "FROM post_versions w WHERE w.owner_id = $1 AND w.post_id = $2)",
            VALUES(I64(q->owner), I64(id)), NULL, e);
    if (rc == ERR_OK)
        rc = store__post_unlabel(q, id, e);
    return rc ? rc : store__post_index(q, id, true, e);
}

static enum err_code settle_identity(struct sql *q, int64_t id, struct err *e)
{
    return sql_run(
        q,
        "UPDATE identities SET (name, handle, url) = (SELECT v.name, v.handle, v.url "
        "FROM identity_versions v "
        "JOIN imports i ON i.owner_id = v.owner_id AND i.id = v.import_id "
        "WHERE v.owner_id = identities.owner_id AND v.identity_id = identities.id "
        "ORDER BY i.taken_ms DESC, i.id DESC LIMIT 1) "
        "WHERE owner_id = $1 AND id = $2 AND EXISTS (SELECT 1 "
        "FROM identity_versions w WHERE w.owner_id = $1 AND w.identity_id = $2)",
        VALUES(I64(q->owner), I64(id)), NULL, e);
}

/* Ids are gathered first: the rows are written while a second statement would still read. */
static enum err_code gather(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    int64_t *id = store__push(ctx);
    *id = sql_i64(k, 0);
    return ERR_OK;
}

enum err_code store__settle_versions(struct sql *q, int64_t import_id, struct err *e)
{
    struct store__list posts = {arena_new((size_t)1 << 30), NULL, 0, 0, sizeof(int64_t)};
    struct store__list identities = {posts.a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(
        q, "SELECT post_id FROM post_versions WHERE owner_id = $1 AND import_id = $2",
        VALUES(I64(q->owner), I64(import_id)), gather, &posts, e);
    if (rc == ERR_OK)
        rc = store__each(q,
                         "SELECT identity_id "
                         "FROM identity_versions "
                         "WHERE owner_id = $1 AND import_id = $2",
                         VALUES(I64(q->owner), I64(import_id)), gather, &identities, e);
    for (size_t i = 0; i < posts.n && rc == ERR_OK; i++)
        rc = settle_post(q, ((const int64_t *)posts.v)[i], e);
    for (size_t i = 0; i < identities.n && rc == ERR_OK; i++)
        rc = settle_identity(q, ((const int64_t *)identities.v)[i], e);
    arena_free(posts.a);
    return rc;
}
