/* store/mark.c: a long import in pieces: each is kept, so that it may stop anywhere and go on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

#include "core/json.h"
#include "core/limits.h"
#include "core/version.h"

#include <stddef.h>

/* What a mark holds is what an importer counts: the rows are in the tables, and a reader pushes the
 * same records in the same order each time, so that the first `records` of them are passed over. A
 * program with other readers might not, so a mark is only good for the version that made it. */

/* {"identities":12,…}: what `tact imports` shows again later. */
void importer__put_counts(const struct importer *im, struct buf *b)
{
    struct json_out o;
    json_out_init(&o, b);
    json_out_open(&o, '{');
    for (int k = 0; k < RECORD_KIND_COUNT; k++)
        json_out_ki64(&o, record_kind_name((enum record_kind)k), im->count[k]);
    json_out_ki64(&o, "message", im->messages);
    json_out_ki64(&o, "fresh", im->fresh);
    json_out_ki64(&o, "changed", im->changed);
    json_out_close(&o, '}');
}

/* The numbers of a mark, by name. */
static const struct {
    const char *name;
    size_t at;
} numbers[] = {
    {"records",  offsetof(struct importer, records) },
    {"unread",   offsetof(struct importer, unread)  },
    {"first_id", offsetof(struct importer, first_id)},
    {"last_id",  offsetof(struct importer, last_id) },
    {"taken_ms", offsetof(struct importer, taken_ms)},
    {"message",  offsetof(struct importer, messages)},
    {"fresh",    offsetof(struct importer, fresh)   },
    {"changed",  offsetof(struct importer, changed) },
};

static int64_t *number_at(struct importer *im, size_t i)
{
    return (int64_t *)(void *)((char *)im + numbers[i].at);
}

void importer__take_counts(struct importer *im, const struct json *j)
{
    for (int k = 0; k < RECORD_KIND_COUNT; k++)
        im->count[k] = json_i64(json_get(j, record_kind_name((enum record_kind)k)), 0);
    im->messages = json_i64(json_get(j, "message"), 0);
    im->fresh = json_i64(json_get(j, "fresh"), 0);
    im->changed = json_i64(json_get(j, "changed"), 0);
    im->unread = im->count[RECORD_UNREAD];
}

static void put_mark(struct importer *im, struct buf *b)
{
    struct json_out o;
    json_out_init(&o, b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "program", STR(TACT_VERSION));
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        json_out_ki64(&o, numbers[i].name, *number_at(im, i));
    for (int k = 0; k < RECORD_KIND_COUNT; k++)
        json_out_ki64(&o, record_kind_name((enum record_kind)k), im->count[k]);
    json_out_close(&o, '}');
}

static void take_mark(struct importer *im, const struct json *j)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        *number_at(im, i) = json_i64(json_get(j, numbers[i].name), 0);
    for (int k = 0; k < RECORD_KIND_COUNT; k++)
        im->count[k] = json_i64(json_get(j, record_kind_name((enum record_kind)k)), 0);
    im->skip = im->records;
    im->records = 0;
    im->marked = true;
}

enum err_code store__none_stopped(struct sql *q, int64_t but, struct err *e)
{
    struct sql_query k;
    bool row = false;
    enum err_code rc = sql_ask(q, &k,
                               "SELECT id, archive FROM imports "
                               "WHERE owner_id = $1 AND mark <> '' AND id <> $2",
                               VALUES(I64(q->owner), I64(but)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row)
        rc = err_set(e, ERR_CONFLICT,
                     "import %lld (" STRF ") stopped before its end; import that archive again "
                     "and it goes on, or take it back with `tact undo %lld`",
                     (long long)sql_i64(&k, 0), STRA(str_sub(sql_text(&k, 1), 0, 200)),
                     (long long)sql_i64(&k, 0));
    sql_done(&k);
    return rc;
}

/* *id 0: none of this archive stopped; *mark is of the importer's arena. */
static enum err_code find_mark(struct importer *im, struct str digest, int64_t *id,
                               struct str *mark, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *id = 0;
    enum err_code rc =
        sql_ask(im->q, &k,
                "SELECT id, mark, started_ms FROM imports "
                "WHERE owner_id = $1 AND archive = $2 AND digest = $3 AND mark <> ''",
                VALUES(I64(im->q->owner), TXT(im->archive), TXT(digest)), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        *id = sql_i64(&k, 0);
        *mark = sql_copy(&k, 1, im->a);
        im->started_ms = sql_i64(&k, 2);
    }
    sql_done(&k);
    return rc;
}

enum err_code importer__resume(struct importer *im, struct str digest, bool *resumed,
                               struct err *e)
{
    int64_t id = 0;
    struct str mark = STR_NONE;
    struct json *j = NULL;
    *resumed = false;
    enum err_code rc = find_mark(im, digest, &id, &mark, e);
    if (rc == ERR_OK)
        rc = store__none_stopped(im->q, id, e);
    if (rc || id == 0)
        return rc;
    im->id = id;
    rc = json_parse(mark, NULL, im->a, &j, e);
    if (rc == ERR_OK && !str_is(json_get_str(j, "program"), TACT_VERSION)) {
        im->marked = true; /* keeps it from being forgotten */
        return err_set(
            e, ERR_INVALID,
            "its import %lld was begun by another version of Tact, which may read it "
            "in another order: take it back with `tact undo %lld`, then import it anew",
            (long long)id, (long long)id);
    }
    if (rc)
        return rc;
    take_mark(im, j);
    *resumed = true;
    return sql_run(im->q,
                   "UPDATE imports SET state = 'reading' WHERE owner_id = $1 AND id = $2",
                   VALUES(I64(im->q->owner), I64(id)), NULL, e);
}

/* Within the transaction: how far it came, so that both are kept or neither. */
static enum err_code keep(struct importer *im, const char *state, struct err *e)
{
    struct buf mark, counts;
    int64_t records = im->records;
    buf_init(&mark, KIB(4));
    buf_init(&counts, KIB(4));
    enum err_code rc = store_import_settle(im, e);
    if (im->records < im->skip) /* stopped again before it came to where it stood */
        im->records = im->skip;
    put_mark(im, &mark);
    im->records = records;
    importer__put_counts(im, &counts);
    if (rc == ERR_OK)
        rc = sql_run(im->q,
                     "UPDATE imports SET state = $3, mark = $4, counts = $5, account_id = $6, "
                     "network = $7, taken_ms = $8 WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(im->q->owner), I64(im->id), TXT(str_from(state)),
                            TXT(buf_view(&mark)), TXT(buf_view(&counts)),
                            I64(im->first_account), TXT(im->first_network), I64(im->taken_ms)),
                     NULL, e);
    if (rc == ERR_OK)
        rc = importer__hold_job(im, e);
    if (rc == ERR_OK)
        rc = store__media_sync(im->s, e);
    if (rc == ERR_OK)
        rc = sql_commit(im->q, e);
    if (rc == ERR_OK) {
        im->marked = true;
        store__media_settled(im->s);
    }
    buf_free(&mark);
    buf_free(&counts);
    return rc;
}

enum err_code store_import_mark(struct importer *im, struct err *e)
{
    enum err_code rc = keep(im, "reading", e);
    if (rc)
        return rc;
    sql_make_way(im->q);
    return sql_begin(im->q, e);
}

enum err_code store_import_pause(struct importer *im, struct err *e)
{
    enum err_code rc = keep(im, "paused", e);
    if (rc) {
        store_import_abort(im);
        return rc;
    }
    importer__finish(im);
    return ERR_OK;
}

bool store_import_awaited(const struct importer *im)
{
    return sql_awaited(im->q);
}

int64_t store_import_kept(const struct importer *im)
{
    return im->skip;
}
