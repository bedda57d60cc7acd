/* store/undo.c: taking one import back: its rows go, or pass to the next import that saw them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"
#include "store/job.h"

/* The same three statements for each table of truth. Written out, since SQL is never put
 * together: pass rows on, drop the rest. $2 is the import, $3 the kind of record. */
#define UNDO(table)                                                                            \
    {                                                                                          \
        "UPDATE " table " SET import_id = (SELECT min(g.import_id) FROM sightings g WHERE "    \
        "g.owner_id = $1 AND g.kind = $3 AND g.row_id = " table                                \
        ".id) WHERE owner_id = $1 AND "                                                        \
        "import_id = $2 AND EXISTS (SELECT 1 FROM sightings h WHERE h.owner_id = $1 AND "      \
        "h.kind = "                                                                            \
        "$3 AND h.row_id = " table ".id)",                                                     \
            "DELETE FROM sightings WHERE owner_id = $1 AND kind = $2 AND import_id = (SELECT " \
            "t.import_id FROM " table " t WHERE t.owner_id = $1 AND t.id = sightings.row_id)", \
            "DELETE FROM " table " WHERE owner_id = $1 AND import_id = $2"                     \
    }

static const struct {
    enum record_kind kind;
    const char *sql[3];
} undo[] = {
    {RECORD_REACTION,   UNDO("reactions")  },
    {RECORD_ATTACHMENT, UNDO("attachments")},
    {RECORD_POST,       UNDO("posts")      },
    {RECORD_MEMBER,     UNDO("members")    },
    {RECORD_THREAD,     UNDO("threads")    },
    {RECORD_RELATION,   UNDO("relations")  },
    {RECORD_CONNECTION, UNDO("connections")},
    {RECORD_FACT,       UNDO("facts")      },
    {RECORD_IDENTITY,   UNDO("identities") },
    {RECORD_ACCOUNT,    UNDO("accounts")   }
};

static enum err_code forget_post(void *ctx, struct sql_query *k, struct err *e)
{
    struct sql *q = ctx;
    return store__search_remove(q, sql_i64(k, 0), sql_text(k, 1), sql_text(k, 2),
                                sql_text(k, 3), e);
}

/* The search index loses the posts that nobody else brought. */
static enum err_code forget_posts(struct sql *q, int64_t import_id, struct err *e)
{
    return store__each(q,
                       "SELECT id, title, summary, text "
                       "FROM posts "
                       "WHERE owner_id = $1 AND import_id = $2 AND NOT EXISTS (SELECT 1 "
                       "FROM sightings g "
                       "WHERE g.owner_id = $1 AND g.kind = $3 AND g.row_id = posts.id)",
                       VALUES(I64(q->owner), I64(import_id), I64(RECORD_POST)), forget_post, q,
                       e);
}

static enum err_code take_rows(struct sql *q, int64_t import_id, bool indexed, struct err *e)
{
    enum err_code rc =
        sql_run(q, "DELETE FROM sightings WHERE owner_id = $1 AND import_id = $2",
                VALUES(I64(q->owner), I64(import_id)), NULL, e);
    if (rc == ERR_OK && indexed)
        rc = forget_posts(q, import_id, e);
    for (size_t i = 0; i < COUNT_OF(undo) && rc == ERR_OK; i++) {
        int64_t passed = 0;
        rc = sql_run(q, undo[i].sql[0],
                     VALUES(I64(q->owner), I64(import_id), I64(undo[i].kind)), &passed, e);
        if (rc == ERR_OK && passed)
            rc = sql_run(q, undo[i].sql[1], VALUES(I64(q->owner), I64(undo[i].kind)), NULL, e);
        if (rc == ERR_OK)
            rc = sql_run(q, undo[i].sql[2], VALUES(I64(q->owner), I64(import_id)), NULL, e);
    }
    return rc;
}

/* Files that it alone had go from their attachments, which other imports may have brought. */
static enum err_code take_back_media(struct sql *q, int64_t import_id, struct err *e)
{
    int64_t had = 0;
    enum err_code rc =
        sql_run(q, "DELETE FROM attachment_media WHERE owner_id = $1 AND import_id = $2",
                VALUES(I64(q->owner), I64(import_id)), &had, e);
    if (rc || had == 0)
        return rc;
    return sql_run(q,
                   "UPDATE attachments "
                   "SET media = coalesce((SELECT min(m.media) FROM attachment_media m WHERE "
                   "m.owner_id = $1 AND m.attachment_id = attachments.id), '') "
                   "WHERE owner_id = $1 AND media <> '' AND NOT EXISTS (SELECT 1 FROM "
                   "attachment_media m WHERE m.owner_id = $1 AND m.attachment_id = "
                   "attachments.id AND m.media = attachments.media)",
                   VALUES(I64(q->owner)), NULL, e);
}

/* Versions that it brought go; what they hid comes back. */
static enum err_code take_back_versions(struct sql *q, int64_t import_id, struct err *e)
{
    enum err_code rc = sql_run(
        q, "UPDATE post_versions SET edited_ms = -1 WHERE owner_id = $1 AND import_id = $2",
        VALUES(I64(q->owner), I64(import_id)), NULL, e);
    /* to the imports table it is no longer fresh, so that settling prefers any other */
    if (rc == ERR_OK)
        rc = sql_run(q, "UPDATE imports SET taken_ms = -1 WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    if (rc == ERR_OK)
        rc = store__settle_versions(q, import_id, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM post_versions WHERE owner_id = $1 AND import_id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM identity_versions WHERE owner_id = $1 AND import_id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    /* one version alone is the row itself */
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "DELETE "
                     "FROM post_versions "
                     "WHERE owner_id = $1 AND 1 = (SELECT count(*) "
                     "FROM post_versions v "
                     "WHERE v.owner_id = $1 AND v.post_id = post_versions.post_id)",
                     VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "DELETE "
                     "FROM identity_versions "
                     "WHERE owner_id = $1 AND 1 = (SELECT count(*) "
                     "FROM identity_versions v "
                     "WHERE v.owner_id = $1 AND v.identity_id = identity_versions.identity_id)",
                     VALUES(I64(q->owner)), NULL, e);
    return rc;
}

enum err_code store__take_back(struct sql *q, int64_t import_id, bool indexed, struct err *e)
{
    enum err_code rc = take_back_versions(q, import_id, e);
    if (rc == ERR_OK)
        rc = take_rows(q, import_id, indexed, e);
    if (rc == ERR_OK)
        rc = take_back_media(q, import_id, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM post_names WHERE owner_id = $1 AND import_id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM post_seen WHERE owner_id = $1 AND import_id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM unread WHERE owner_id = $1 AND import_id = $2",
                     VALUES(I64(q->owner), I64(import_id)), NULL, e);
    return rc;
}

/* What there is to take back. */
struct found {
    bool there, done, stopped;
};

static enum err_code find(struct sql *q, int64_t import_id, struct found *f, struct err *e)
{
    struct sql_query k;
    enum err_code rc =
        sql_ask(q, &k, "SELECT state, mark FROM imports WHERE owner_id = $1 AND id = $2",
                VALUES(I64(q->owner), I64(import_id)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &f->there, e);
    if (rc == ERR_OK && f->there) {
        f->done = str_is(sql_text(&k, 0), "done");
        f->stopped = sql_text(&k, 1).n > 0;
    }
    sql_done(&k);
    return rc;
}

/* `job` NULL: asked for by hand. */
static enum err_code undo_for(struct store *s, int64_t import_id, const struct job_row *job,
                              struct err *e)
{
    struct sql *q = &s->sql;
    struct found f = {false, false, false};
    enum err_code rc = store__lock(s, e);
    if (rc)
        return rc;
    rc = find(q, import_id, &f, e);
    bool any = f.done || f.stopped;
    if (rc == ERR_OK && !f.there)
        rc = err_set(e, ERR_NOT_FOUND, "there is no import %lld; `tact imports` lists them",
                     (long long)import_id);
    else if (rc == ERR_OK && !any && !job)
        rc = err_set(e, ERR_CONFLICT, "import %lld is not there any more: nothing to undo",
                     (long long)import_id);
    bool nothing = rc == ERR_OK && !any; /* a job whose undo was asked for twice */
    if (rc || nothing || (rc = sql_begin(q, e))) {
        store__unlock(s);
        return rc;
    }
    if ((rc = store__take_back(q, import_id, f.done, e)) == ERR_OK &&
        (rc = sql_run(q,
                      "UPDATE imports SET state = 'undone', mark = '' "
                      "WHERE owner_id = $1 AND id = $2",
                      VALUES(I64(q->owner), I64(import_id)), NULL, e)) == ERR_OK &&
        (!job || (rc = store__tell_job(q, job, import_id, e)) == ERR_OK))
        rc = sql_commit(q, e);
    if (rc)
        sql_rollback(q);
    else
        rc = store__media_forget(s, e);
    store__unlock(s);
    return rc;
}

enum err_code store_import_undo(struct store *s, int64_t import_id, struct err *e)
{
    return undo_for(s, import_id, NULL, e);
}

enum err_code store_import_undo_job(struct store *s, const struct job_row *v, struct err *e)
{
    return undo_for(s, v->import_id, v, e);
}
