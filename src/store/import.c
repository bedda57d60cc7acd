/* store/import.c: one import as one transaction: begin, records into rows, commit or nothing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"

#include <string.h>

enum {
    SENT_MOST = 8192 /* rows that may be on their way: what is kept of each is small */
};

enum err_code importer__seen(struct importer *im, enum record_kind kind, int64_t row_id,
                             int64_t first, bool *counts, struct err *e)
{
    int64_t changed = 0;
    *counts = false;
    if (first == im->id)
        return ERR_OK; /* twice in one archive */
    enum err_code rc =
        sql_run(im->q,
                "INSERT INTO sightings (owner_id, kind, row_id, import_id) "
                "VALUES ($1, $2, $3, $4) "
                "ON CONFLICT DO NOTHING",
                VALUES(I64(im->q->owner), I64(kind), I64(row_id), I64(im->id)), &changed, e);
    *counts = changed > 0;
    return rc;
}

/* Whose row it is. One literal a table: SQL is never put together. */
static enum err_code brought_by(struct importer *im, enum record_kind kind, int64_t id,
                                int64_t *first, struct err *e)
{
    static const char *const sql[RECORD_KIND_COUNT] = {
        [RECORD_IDENTITY] = "SELECT import_id FROM identities WHERE owner_id = $1 AND id = $2",
        [RECORD_FACT] = "SELECT import_id FROM facts WHERE owner_id = $1 AND id = $2",
        [RECORD_CONNECTION] =
            "SELECT import_id FROM connections WHERE owner_id = $1 AND id = $2",
        [RECORD_RELATION] = "SELECT import_id FROM relations WHERE owner_id = $1 AND id = $2",
        [RECORD_THREAD] = "SELECT import_id FROM threads WHERE owner_id = $1 AND id = $2",
        [RECORD_MEMBER] = "SELECT import_id FROM members WHERE owner_id = $1 AND id = $2",
        [RECORD_ATTACHMENT] =
            "SELECT import_id FROM attachments WHERE owner_id = $1 AND id = $2",
        [RECORD_REACTION] = "SELECT import_id FROM reactions WHERE owner_id = $1 AND id = $2"};
    return sql_one(im->q, sql[kind], VALUES(I64(im->q->owner), I64(id)), first, e);
}

enum err_code importer__count(struct importer *im, enum record_kind kind, int64_t row_id,
                              struct err *e)
{
    int64_t first = im->id;
    bool counts = false;
    enum err_code rc = brought_by(im, kind, row_id, &first, e);
    if (rc == ERR_OK)
        rc = importer__seen(im, kind, row_id, first, &counts, e);
    im->count[kind] += counts;
    return rc;
}

/* Rows on their way to the database: what became of each is heard later. */
static void heard(void *ctx, int64_t tag, int64_t changed)
{
    struct importer *im = ctx;
    struct sent_row *row = &im->sent[tag];
    if (changed > 0) {
        im->fresh++;
        im->count[row->kind]++;
    } else {
        row->again = true;
    }
}

enum err_code importer__put(struct importer *im, enum record_kind kind, int64_t id,
                            const char *text, const struct sql_value *v, size_t n,
                            struct err *e)
{
    im->sent = mem_grow(im->sent, &im->sent_cap, im->sent_n + 1, sizeof *im->sent);
    im->sent[im->sent_n] = (struct sent_row){kind, id, false};
    return sql_later(im->q, text, v, n, heard, im, (int64_t)im->sent_n++, e);
}

enum err_code store_import_settle(struct importer *im, struct err *e)
{
    enum err_code rc = sql_settle(im->q, e);
    if (rc == ERR_OK)
        rc = importer__settle_posts(im, e);
    for (size_t i = 0; i < im->sent_n && rc == ERR_OK; i++)
        if (im->sent[i].again)
            rc = importer__count(im, im->sent[i].kind, im->sent[i].id, e);
    im->sent_n = 0;
    return rc;
}

/* A digest over numbers and strings, for rows without a key of their own. */
static int64_t digest_of(const char *kind, const int64_t *number, size_t numbers,
                         const struct str *text, size_t texts)
{
    struct str piece[12];
    size_t n = 0;
    piece[n++] = str_from(kind);
    for (size_t i = 0; i < numbers; i++)
        piece[n++] = str_of((const char *)&number[i], sizeof number[i]);
    for (size_t i = 0; i < texts; i++)
        piece[n++] = text[i];
    return hash_key(piece, n);
}

static enum err_code put_fact(struct importer *im, const struct record_fact *r, struct err *e)
{
    int64_t who = 0;
    enum err_code rc = importer__identity_id(im, r->identity, &who, e);
    struct str field = str_from(fact_field_name(r->field));
    int64_t id = digest_of("fact", (const int64_t[]){who, r->since.ms, r->until.ms}, 3,
                           (const struct str[]){field, r->value, r->label}, 3);
    if (rc == ERR_OK)
        rc = importer__put(
            im, RECORD_FACT, id,
            "INSERT INTO facts (owner_id, id, import_id, identity_id, field, value, label, "
            "since_ms, since_sure, until_ms, until_sure) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(who), TXT(field),
                   TXT(str_sub(r->value, 0, LIMIT_POST_TEXT)), TXT(r->label), I64(r->since.ms),
                   I64(r->since.sure), I64(r->until.ms), I64(r->until.sure)),
            e);
    return rc;
}

static enum err_code put_connection(struct importer *im, const struct record_connection *r,
                                    struct err *e)
{
    int64_t who = 0;
    enum err_code rc = importer__identity_id(im, r->identity, &who, e);
    struct str kind = str_from(connection_kind_name(r->kind));
    int64_t id =
        digest_of("connection", (const int64_t[]){im->account_id, who, r->at.ms}, 3, &kind, 1);
    if (rc == ERR_OK)
        rc = importer__put(im, RECORD_CONNECTION, id,
                           "INSERT INTO connections (owner_id, id, import_id, account_id, "
                           "identity_id, kind, at_ms, at_sure, note) "
                           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                           "ON CONFLICT DO NOTHING",
                           VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(im->account_id),
                                  I64(who), TXT(kind), I64(r->at.ms), I64(r->at.sure),
                                  TXT(r->note)),
                           e);
    if (r->at.sure >= TIME_DAY && r->at.ms > im->taken_ms)
        im->taken_ms = r->at.ms;
    return rc;
}

static enum err_code put_relation(struct importer *im, const struct record_relation *r,
                                  struct err *e)
{
    int64_t who = 0;
    enum err_code rc = importer__identity_id(im, r->identity, &who, e);
    int64_t id = digest_of("relation", &who, 1, &r->kind, 1);
    if (rc == ERR_OK)
        rc = importer__put(
            im, RECORD_RELATION, id,
            "INSERT INTO relations (owner_id, id, import_id, identity_id, kind) "
            "VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(who), TXT(r->kind)), e);
    return rc;
}

enum err_code importer__thread_id(struct importer *im, struct str key, int64_t *id,
                                  struct err *e)
{
    (void)e;
    *id = digest_of("thread", &im->account_id, 1, &key, 1);
    return ERR_OK;
}

static enum err_code put_thread(struct importer *im, const struct record_thread *r,
                                struct err *e)
{
    int64_t id = 0;
    enum err_code rc = importer__thread_id(im, r->key, &id, e);
    if (rc == ERR_OK)
        rc = importer__put(im, RECORD_THREAD, id,
                           "INSERT INTO threads (owner_id, id, import_id, account_id, key, "
                           "title, is_group) "
                           "VALUES ($1, $2, $3, $4, $5, $6, $7) "
                           "ON CONFLICT DO NOTHING",
                           VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(im->account_id),
                                  TXT(r->key), TXT(r->title), I64(r->group)),
                           e);
    return rc;
}

static enum err_code put_member(struct importer *im, const struct record_member *r,
                                struct err *e)
{
    int64_t thread = 0, who = 0;
    enum err_code rc = importer__thread_id(im, r->thread, &thread, e);
    if (rc == ERR_OK)
        rc = importer__identity_id(im, r->identity, &who, e);
    int64_t id = digest_of("member", (const int64_t[]){thread, who}, 2, NULL, 0);
    if (rc == ERR_OK)
        rc = importer__put(
            im, RECORD_MEMBER, id,
            "INSERT INTO members (owner_id, id, import_id, thread_id, "
            "identity_id) "
            "VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(thread), I64(who)), e);
    return rc;
}

static enum err_code put_reaction(struct importer *im, const struct record_reaction *r,
                                  struct err *e)
{
    int64_t who = r->own ? 0 : -1;
    int64_t post = 0;
    enum err_code rc = importer__post_digest(im, r->post, &post, e);
    if (rc == ERR_OK && !r->own && r->author.n)
        rc = importer__identity_id(im, r->author, &who, e);
    int64_t id = digest_of("reaction", (const int64_t[]){im->account_id, who, post, r->at.ms},
                           4, (const struct str[]){r->kind, r->url, r->text}, 3);
    if (rc == ERR_OK)
        rc = importer__put(
            im, RECORD_REACTION, id,
            "INSERT INTO reactions (owner_id, id, import_id, account_id, author_id, post, "
            "kind, at_ms, at_sure, url, text) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(im->q->owner), I64(id), I64(im->id), I64(im->account_id), I64(who),
                   I64(post), TXT(r->kind), I64(r->at.ms), I64(r->at.sure), TXT(r->url),
                   TXT(r->text)),
            e);
    if (r->at.sure >= TIME_DAY && r->at.ms > im->taken_ms)
        im->taken_ms = r->at.ms;
    return rc;
}

static enum err_code put_unread(struct importer *im, const struct record_unread *r,
                                struct err *e)
{
    im->unread++;
    im->count[RECORD_UNREAD]++;
    return sql_later(im->q,
                     "INSERT INTO unread (owner_id, import_id, position, file, raw, why) "
                     "VALUES ($1, $2, $3, $4, $5, $6)",
                     VALUES(I64(im->q->owner), I64(im->id), I64(im->unread), TXT(r->file),
                            TXT(str_sub(r->raw, 0, LIMIT_UNREAD_RAW)), TXT(r->why)),
                     NULL, NULL, 0, e);
}

enum err_code store_import_put(struct importer *im, const struct record *r, struct err *e)
{
    if (++im->records <= im->skip && r->kind != RECORD_ACCOUNT)
        return ERR_OK; /* an earlier run kept it; whose it is must be known again */
    if (im->account_id == 0 && r->kind != RECORD_ACCOUNT && r->kind != RECORD_UNREAD) {
        /* a reader that never said whose archive it is: the only account there is */
        struct record_account whose = {.network = im->network, .key = STR_NONE};
        enum err_code rc = importer__account(im, &whose, e);
        if (rc)
            return rc;
    }
    if (im->sent_n >= SENT_MOST || im->posts_n >= SENT_MOST) {
        enum err_code rc = store_import_settle(im, e);
        if (rc)
            return rc;
    }
    switch (r->kind) {
    case RECORD_ACCOUNT:
        return importer__account(im, &r->as.account, e);
    case RECORD_IDENTITY:
        return importer__identity(im, &r->as.identity, e);
    case RECORD_FACT:
        return put_fact(im, &r->as.fact, e);
    case RECORD_CONNECTION:
        return put_connection(im, &r->as.connection, e);
    case RECORD_RELATION:
        return put_relation(im, &r->as.relation, e);
    case RECORD_THREAD:
        return put_thread(im, &r->as.thread, e);
    case RECORD_MEMBER:
        return put_member(im, &r->as.member, e);
    case RECORD_POST:
        return importer__post(im, &r->as.post, e);
    case RECORD_ATTACHMENT:
        return importer__attachment(im, &r->as.attachment, e);
    case RECORD_REACTION:
        return put_reaction(im, &r->as.reaction, e);
    case RECORD_UNREAD:
        return put_unread(im, &r->as.unread, e);
    case RECORD_KIND_COUNT:
        break;
    }
    return err_set(e, ERR_INVALID, "a record of no kind");
}

int64_t store_import_count(const struct importer *im)
{
    int64_t n = im->messages;
    for (size_t i = 0; i < COUNT_OF(im->count); i++)
        n += im->count[i];
    return n;
}

void store_import_about(const struct importer *im, struct arena *a, struct import *out)
{
    *out = (struct import){.id = im->id,
                           .archive = arena_str(a, im->archive),
                           .reader = arena_str(a, im->reader),
                           .network = arena_str(a, im->first_network),
                           .state = STR("done"),
                           .account = arena_str(a, im->account),
                           .account_id = im->first_account,
                           .messages = im->messages,
                           .started_ms = im->started_ms,
                           .taken_ms = im->taken_ms,
                           .fresh = im->fresh,
                           .changed = im->changed};
    memcpy(out->count, im->count, sizeof out->count);
}

/* Whoever held this owner's lock before us and left a row that says "reading" has died. Where
 * nothing was kept of it this very archive begins again in its place; another says what became of
 * it. */
static enum err_code bury(struct sql *q, struct str archive, struct str digest, struct err *e)
{
    enum err_code rc =
        sql_run(q,
                "DELETE FROM imports WHERE owner_id = $1 AND archive = $2 AND digest = $3 AND "
                "state IN ('reading', 'interrupted') AND mark = ''",
                VALUES(I64(q->owner), TXT(archive), TXT(digest)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "UPDATE imports SET state = 'interrupted' WHERE owner_id = $1 AND state = "
                     "'reading'",
                     VALUES(I64(q->owner)), NULL, e);
    return rc;
}

/* Its row, outside of the transaction, so that it can be seen that it is under way. */
static enum err_code begin_row(struct importer *im, struct str digest, int64_t bytes,
                               struct err *e)
{
    enum err_code rc =
        sql_one(im->q, "SELECT coalesce(max(id), 0) + 1 FROM imports WHERE owner_id = $1",
                VALUES(I64(im->q->owner)), &im->id, e);
    return rc ? rc
              : sql_run(im->q,
                        "INSERT INTO imports (owner_id, id, archive, digest, bytes, reader, "
                        "network, account_id, state, started_ms, ended_ms, taken_ms, "
                        "seconds, counts) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 'reading', $8, 0, 0, 0, '')",
                        VALUES(I64(im->q->owner), I64(im->id), TXT(im->archive), TXT(digest),
                               I64(bytes), TXT(im->reader), TXT(im->network),
                               I64(im->started_ms)),
                        NULL, e);
}

enum err_code store_import_begin(struct store *s, struct str archive, struct str digest,
                                 int64_t bytes, struct str reader, struct str network,
                                 struct importer **out, struct err *e)
{
    enum err_code rc = store__lock(s, e);
    if (rc)
        return rc;
    if ((rc = bury(&s->sql, archive, digest, e)) || (rc = store__media_sweep(s, e))) {
        store__unlock(s);
        return rc;
    }
    struct importer *im = mem_calloc(1, sizeof *im);
    im->s = s;
    im->q = &s->sql;
    im->a = arena_new(MIB(64));
    im->archive = arena_str(im->a, archive);
    im->reader = arena_str(im->a, reader);
    im->network = im->first_network = arena_str(im->a, network);
    im->account_key = im->account = STR_NONE;
    im->identities = map_new();
    im->started_ms = time_now_ms();
    bool resumed = false;
    rc = importer__resume(im, digest, &resumed, e);
    if (rc == ERR_OK && !resumed)
        rc = begin_row(im, digest, bytes, e);
    if (rc == ERR_OK)
        rc = sql_begin(im->q, e);
    if (rc == ERR_OK)
        rc = sql_one(im->q,
                     "SELECT coalesce(max(id), 0) + 1 FROM identities WHERE owner_id = $1",
                     VALUES(I64(im->q->owner)), &im->next_identity, e);
    if (rc && im->marked) { /* what was kept of it stays */
        sql_rollback(im->q);
        importer__finish(im);
    } else if (rc) {
        store_import_abort(im);
    }
    if (rc)
        return rc;
    *out = im;
    return ERR_OK;
}

void importer__finish(struct importer *im)
{
    store__unlock(im->s);
    map_free(im->identities);
    arena_free(im->a);
    mem_free(im->sent);
    mem_free(im->posts);
    mem_free(im->moved);
    mem_free(im);
}

/* What was kept of an import that fails after all. */
static enum err_code take_pieces_back(struct importer *im, struct err *e)
{
    enum err_code rc = sql_begin(im->q, e);
    if (rc)
        return rc;
    if ((rc = store__take_back(im->q, im->id, false, e)) == ERR_OK &&
        (rc = sql_run(im->q, "UPDATE imports SET mark = '' WHERE owner_id = $1 AND id = $2",
                      VALUES(I64(im->q->owner), I64(im->id)), NULL, e)) == ERR_OK)
        rc = sql_commit(im->q, e);
    if (rc)
        sql_rollback(im->q);
    return rc ? rc : store__media_forget(im->s, e);
}

void store_import_abort(struct importer *im)
{
    struct err ignored;
    sql_rollback(im->q);
    if (im->marked && take_pieces_back(im, &ignored)) {
        /* they stay with an import that is interrupted: `tact undo` takes them back */
    }
    /* where the answer to COMMIT was lost it may be done, and then it stays */
    if (sql_run(im->q,
                "DELETE FROM imports WHERE owner_id = $1 AND id = $2 AND state = 'reading' AND "
                "mark = ''",
                VALUES(I64(im->q->owner), I64(im->id)), NULL, &ignored)) {
        /* the row stays as "reading" and the next start tells about it */
    }
    if (store__media_sweep(im->s, &ignored)) {
        /* the next import sweeps */
    }
    importer__finish(im);
}

enum err_code store_import_commit(struct importer *im, double seconds, struct err *e)
{
    struct buf counts;
    buf_init(&counts, KIB(4));
    importer__put_counts(im, &counts);
    enum err_code rc = store_import_settle(im, e);
    if (rc == ERR_OK && im->last_id)
        rc = store__search_import(im->q, im->id, im->first_id, im->last_id, e);
    if (rc == ERR_OK)
        rc = sql_run(
            im->q,
            "UPDATE imports "
            "SET state = 'done', ended_ms = $3, taken_ms = $4, seconds = $5, counts = $6, "
            "account_id = $7, network = $8, mark = '' "
            "WHERE owner_id = $1 AND id = $2",
            VALUES(I64(im->q->owner), I64(im->id), I64(time_now_ms()), I64(im->taken_ms),
                   F64(seconds), TXT(buf_view(&counts)), I64(im->first_account),
                   TXT(im->first_network)),
            NULL, e);
    if (rc == ERR_OK && im->changed)
        rc = store__settle_versions(im->q, im->id, e);
    if (rc == ERR_OK)
        rc = importer__tell_job(im, e);
    if (rc == ERR_OK)
        rc = store__media_sync(im->s, e);
    if (rc == ERR_OK)
        rc = sql_commit(im->q, e);
    buf_free(&counts);
    if (rc) {
        store_import_abort(im);
        return rc;
    }
    store__media_settled(im->s);
    struct err ignored;
    if (im->q->engine->grown && im->q->engine->grown(im->q->db, im->fresh, &ignored)) {
        /* the import is in; the database looks at its tables by itself later */
    }
    importer__finish(im);
    return ERR_OK;
}
