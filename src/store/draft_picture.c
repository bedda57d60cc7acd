/* store/draft_picture.c: pictures of drafts: files kept as those of archives are, and what is said of
 * them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/draft.h"

#include "core/time.h"
#include "store/store_private.h"

/* Who writes holds the owner's lock, so that no import is under way: its journal and the place where
 * files are written aside are ours meanwhile. */

static enum err_code check_alt(struct str alt, struct err *e)
{
    return alt.n <= DRAFT_ALT
               ? ERR_OK
               : err_set(e, ERR_LIMIT,
                         "a description of a picture may have %d bytes, this has "
                         "%zu",
                         DRAFT_ALT, alt.n);
}

/* There is such a draft, it goes there, and has room. */
static enum err_code has_room(struct store *s, int64_t draft_id, int64_t account_id,
                              struct err *e)
{
    struct sql *q = &s->sql;
    int64_t there = 0, goes = 1, n = 0;
    enum err_code rc = sql_one(q, "SELECT count(*) FROM drafts WHERE owner_id = $1 AND id = $2",
                               VALUES(I64(q->owner), I64(draft_id)), &there, e);
    if (rc == ERR_OK && account_id)
        rc = sql_one(q,
                     "SELECT count(*) FROM variants "
                     "WHERE owner_id = $1 AND draft_id = $2 AND account_id = $3",
                     VALUES(I64(q->owner), I64(draft_id), I64(account_id)), &goes, e);
    if (rc == ERR_OK)
        rc =
            sql_one(q, "SELECT count(*) FROM draft_media WHERE owner_id = $1 AND draft_id = $2",
                    VALUES(I64(q->owner), I64(draft_id)), &n, e);
    if (rc)
        return rc;
    if (there == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no draft %lld any more",
                       (long long)draft_id);
    if (goes == 0)
        return err_set(e, ERR_NOT_FOUND, "this draft does not go to account %lld",
                       (long long)account_id);
    if (n >= DRAFT_PICTURES)
        return err_set(e, ERR_LIMIT, "a draft has at most %d pictures", DRAFT_PICTURES);
    return ERR_OK;
}

/* Other pictures are another draft to whoever decided about it. */
static enum err_code note_change(struct store *s, int64_t draft_id, int64_t by, struct err *e)
{
    enum err_code rc =
        sql_run(&s->sql, "UPDATE drafts SET changed_ms = $3 WHERE owner_id = $1 AND id = $2",
                VALUES(I64(s->sql.owner), I64(draft_id), I64(time_now_ms())), NULL, e);
    return rc ? rc : store__draft_changed(s, draft_id, by, e);
}

static enum err_code put_row(struct store *s, int64_t draft_id,
                             const struct draft_picture_file *f, const char *digest,
                             int64_t *number, struct err *e)
{
    struct sql *q = &s->sql;
    enum err_code rc = sql_one(q,
                               "SELECT coalesce(max(position), 0) + 1 FROM draft_media "
                               "WHERE owner_id = $1 AND draft_id = $2",
                               VALUES(I64(q->owner), I64(draft_id)), number, e);
    return rc ? rc
              : sql_run(q,
                        "INSERT INTO draft_media (owner_id, draft_id, account_id, position, "
                        "media, alt) VALUES ($1, $2, $3, $4, $5, $6)",
                        VALUES(I64(q->owner), I64(draft_id), I64(f->account_id), I64(*number),
                               TXT(str_from(digest)), TXT(f->alt)),
                        NULL, e);
}

/* A file that took its place for nothing is in the journal, and goes by it. */
static enum err_code added(struct store *s, enum err_code rc, struct err *e)
{
    struct err ignored;
    if (rc == ERR_OK)
        rc = store__media_sync(s, e);
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    if (rc == ERR_OK)
        store__media_settled(s);
    else if (store__media_sweep(s, &ignored)) {
        /* whoever writes next sweeps */
    }
    store__unlock(s);
    return rc;
}

enum err_code store_draft_picture_add(struct store *s, int64_t draft_id,
                                      const struct draft_picture_file *f, int64_t *number,
                                      char digest[65], struct err *e)
{
    enum err_code rc = check_alt(f->alt, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    if (rc)
        return rc;
    rc = store__media_sweep(s, e); /* what one left that died */
    if (rc == ERR_OK)
        rc = has_room(s, draft_id, f->account_id, e);
    if (rc == ERR_OK)
        rc = store__media_copy(s, f->fd, f->media_type, digest, e);
    if (rc == ERR_OK)
        rc = put_row(s, draft_id, f, digest, number, e);
    if (rc == ERR_OK)
        rc = note_change(s, draft_id, f->by, e);
    return added(s, rc, e);
}

static enum err_code no_picture(int64_t number, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, "this draft has no picture %lld any more",
                   (long long)number);
}

enum err_code store_draft_picture_set(struct store *s, int64_t draft_id, int64_t number,
                                      struct str alt, int64_t by, struct err *e)
{
    int64_t there = 0, changed = 0;
    enum err_code rc = check_alt(alt, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_one(&s->sql,
                 "SELECT count(*) FROM draft_media "
                 "WHERE owner_id = $1 AND draft_id = $2 AND position = $3",
                 VALUES(I64(s->sql.owner), I64(draft_id), I64(number)), &there, e);
    if (rc == ERR_OK && there == 0)
        rc = no_picture(number, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE draft_media SET alt = $4 "
                     "WHERE owner_id = $1 AND draft_id = $2 AND position = $3 AND alt <> $4",
                     VALUES(I64(s->sql.owner), I64(draft_id), I64(number), TXT(alt)), &changed,
                     e);
    if (rc == ERR_OK && changed)
        rc = note_change(s, draft_id, by, e);
    return store__written(s, rc, e);
}

enum err_code store__dropped_pictures(struct store *s, enum err_code rc, struct err *e)
{
    struct err ignored;
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    else if (store__media_forget(s, &ignored)) {
        /* what is dropped is dropped; its files are found again by the next that looks */
    }
    store__unlock(s);
    return rc;
}

enum err_code store_draft_picture_drop(struct store *s, int64_t draft_id, int64_t number,
                                       int64_t by, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "DELETE FROM draft_media "
                 "WHERE owner_id = $1 AND draft_id = $2 AND position = $3",
                 VALUES(I64(s->sql.owner), I64(draft_id), I64(number)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = no_picture(number, e);
    if (rc == ERR_OK)
        rc = note_change(s, draft_id, by, e);
    return store__dropped_pictures(s, rc, e);
}
