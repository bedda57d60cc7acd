/* store/job.c: the queue of work in the database: taken with a lease, row by row, so that several
 * processes never have the same. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/job.h"

#include "core/time.h"
#include "store/importer.h"

#include <string.h>

enum {
    JOBS_KEPT_DAYS = 30
};
#define DAY_MS INT64_C(86400000)

#define JOB_COLUMNS                                                                            \
    "j.id, j.owner_id, j.kind, j.state, j.name, j.path, j.import_id, j.by_id, j.made_ms, "     \
    "j.tries, j.done, j.total, j.records, j.result, j.say, j.runner "

static struct job_row job_of(struct sql_query *k, struct arena *a)
{
    return (struct job_row){.id = sql_i64(k, 0),
                            .owner_id = sql_i64(k, 1),
                            .kind = sql_copy(k, 2, a),
                            .state = sql_copy(k, 3, a),
                            .name = sql_copy(k, 4, a),
                            .path = sql_copy(k, 5, a),
                            .import_id = sql_i64(k, 6),
                            .by_id = sql_i64(k, 7),
                            .made_ms = sql_i64(k, 8),
                            .tries = sql_i64(k, 9),
                            .done = sql_i64(k, 10),
                            .total = sql_i64(k, 11),
                            .records = sql_i64(k, 12),
                            .result = sql_copy(k, 13, a),
                            .say = sql_copy(k, 14, a),
                            .runner = sql_copy(k, 15, a)};
}

static enum err_code add(struct sql *q, struct job_row *v, struct err *e)
{
    int64_t open = 0, changed = 0;
    enum err_code rc =
        sql_one(q,
                "SELECT count(*) FROM jobs WHERE owner_id = $1 AND state IN ('waits', 'reads', "
                "'derives')",
                VALUES(I64(q->owner)), &open, e);
    if (rc == ERR_OK && open >= JOBS_WAITING_MOST)
        rc = err_set(e, ERR_LIMIT, "%d archives wait already; let them come in first",
                     JOBS_WAITING_MOST);
    /* the time is the number, so that the order of numbers is that of time; two at once differ */
    for (v->id = v->made_ms; rc == ERR_OK && changed == 0; v->id++)
        rc = sql_run(
            q,
            "INSERT INTO jobs (owner_id, id, kind, state, name, path, import_id, by_id, "
            "made_ms, ended_ms, runner, lease_ms, tries, done, total, records, result, "
            "say) "
            "VALUES ($1, $2, $3, 'waits', $4, $5, $6, $7, $8, 0, '', 0, 0, 0, 0, 0, "
            "'', '') "
            "ON CONFLICT DO NOTHING",
            VALUES(I64(q->owner), I64(v->id), TXT(v->kind), TXT(v->name), TXT(v->path),
                   I64(v->import_id), I64(v->by_id), I64(v->made_ms)),
            &changed, e);
    v->id--;
    return rc;
}

enum err_code store_job_add(struct store *s, struct job_row *v, struct err *e)
{
    v->owner_id = s->sql.owner;
    v->made_ms = time_now_ms();
    enum err_code rc = store__note(s, e);
    return rc ? rc : store__noted(s, add(&s->sql, v, e), e);
}

static enum err_code take_job(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct job_row *v = store__push(l);
    *v = job_of(k, l->a);
    return ERR_OK;
}

enum err_code store_jobs(struct store *s, int64_t limit, struct arena *a, struct job_row **out,
                         size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct job_row)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT " JOB_COLUMNS "FROM jobs j WHERE j.owner_id = $1 ORDER BY j.id DESC LIMIT $2",
        VALUES(I64(s->sql.owner), I64(limit)), take_job, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Taking -------------------------------------------------------------------------------- */

/* Waiting ones, and those whose runner is late; one of an owner at a time. */
#define FREE_JOB                                                                               \
    "SELECT " JOB_COLUMNS                                                                      \
    "FROM jobs j WHERE j.state IN ('waits', 'reads', 'derives') AND j.lease_ms <= $1 AND NOT " \
    "EXISTS (SELECT 1 FROM jobs o WHERE o.owner_id = j.owner_id AND o.state IN ('reads', "     \
    "'derives') AND o.lease_ms > $1) ORDER BY j.id LIMIT 1"

static enum err_code take(struct sql *q, struct str runner, int64_t now, int64_t until,
                          struct arena *a, struct job_row *out, bool *found, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct job_row)};
    const struct sql_value v[] = {I64(now)};
    enum err_code rc = q->engine->try_lock
                           ? store__each(q, FREE_JOB " FOR UPDATE OF j SKIP LOCKED", v,
                                         COUNT_OF(v), take_job, &l, e)
                           : store__each(q, FREE_JOB, v, COUNT_OF(v), take_job, &l, e);
    *found = rc == ERR_OK && l.n > 0;
    if (!*found)
        return rc;
    *out = *(struct job_row *)l.v;
    out->runner = runner;
    out->tries++;
    if (str_is(out->state, "waits"))
        out->state = STR("reads");
    return sql_run(q,
                   "UPDATE jobs SET state = $3, runner = $4, lease_ms = $5, tries = $6 "
                   "WHERE owner_id = $1 AND id = $2",
                   VALUES(I64(out->owner_id), I64(out->id), TXT(out->state), TXT(runner),
                          I64(until), I64(out->tries)),
                   NULL, e);
}

enum err_code store_job_take(struct store *s, struct str runner, int64_t now, int64_t until,
                             struct arena *a, struct job_row *out, bool *found, struct err *e)
{
    int64_t any = 0;
    *found = false;
    /* most looks find nothing, and write nothing */
    enum err_code rc =
        sql_one(&s->sql,
                "SELECT 1 FROM jobs WHERE state IN ('waits', 'reads', 'derives') AND lease_ms "
                "<= $1 LIMIT 1",
                VALUES(I64(now)), &any, e);
    if (rc || !any || (rc = store__note(s, e)) != ERR_OK)
        return rc;
    rc = store__noted(s, take(&s->sql, runner, now, until, a, out, found, e), e);
    *found = *found && rc == ERR_OK;
    return rc;
}

static enum err_code lost(int64_t changed, struct err *e)
{
    return changed ? ERR_OK
                   : err_set(e, ERR_CONFLICT, "another process has taken this work over");
}

enum err_code store_job_keep(struct store *s, const struct job_row *v, int64_t until,
                             struct err *e)
{
    int64_t changed = 0;
    enum err_code rc =
        sql_run(&s->sql,
                "UPDATE jobs SET lease_ms = $4, done = $5, total = $6, records = $7 "
                "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND state IN ('reads', "
                "'derives')",
                VALUES(I64(v->owner_id), I64(v->id), TXT(v->runner), I64(until), I64(v->done),
                       I64(v->total), I64(v->records)),
                &changed, e);
    return rc ? rc : lost(changed, e);
}

enum err_code store_job_set(struct store *s, const struct job_row *v, const char *state,
                            struct err *e)
{
    int64_t changed = 0;
    bool over = strcmp(state, "derives") != 0 && strcmp(state, "paused") != 0;
    enum err_code rc =
        sql_run(&s->sql,
                "UPDATE jobs SET state = $4, ended_ms = $5, import_id = $6, result = $7, say = "
                "$8, records = $9 "
                "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND state IN ('reads', "
                "'derives')",
                VALUES(I64(v->owner_id), I64(v->id), TXT(v->runner), TXT(str_from(state)),
                       I64(over ? time_now_ms() : 0), I64(v->import_id), TXT(v->result),
                       TXT(v->say), I64(v->records)),
                &changed, e);
    return rc ? rc : lost(changed, e);
}

enum err_code store_job_put_back(struct store *s, const struct job_row *v, int64_t from,
                                 struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = sql_run(
        &s->sql,
        "UPDATE jobs SET runner = '', lease_ms = $4, tries = tries - 1, state = CASE WHEN "
        "state = 'reads' THEN 'waits' ELSE state END "
        "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND state IN ('reads', 'derives')",
        VALUES(I64(v->owner_id), I64(v->id), TXT(v->runner), I64(from)), &changed, e);
    return rc ? rc : lost(changed, e);
}

static enum err_code turn(struct sql *q, int64_t id, bool pause, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc =
        sql_run(q,
                "UPDATE jobs SET state = $3, runner = '', lease_ms = 0 "
                "WHERE owner_id = $1 AND id = $2 AND kind = 'import' AND state = $4",
                VALUES(I64(q->owner), I64(id), TXT(pause ? STR("paused") : STR("waits")),
                       TXT(pause ? STR("waits") : STR("paused"))),
                &changed, e);
    return rc || changed ? rc
                         : err_set(e, ERR_CONFLICT, "This archive is not %s any more.",
                                   pause ? "being read" : "paused");
}

enum err_code store_job_turn(struct store *s, int64_t id, bool pause, struct err *e)
{
    enum err_code rc = store__note(s, e);
    return rc ? rc : store__noted(s, turn(&s->sql, id, pause, e), e);
}

void store_import_for_job(struct importer *im, const struct job_row *v)
{
    im->job_id = v->id;
    im->job_runner = arena_str(im->a, v->runner);
}

/* A paused job whose import is taken back has nothing to go on with. */
static enum err_code end_paused(struct sql *q, int64_t import_id, struct err *e)
{
    return sql_run(
        q,
        "UPDATE jobs SET state = 'refused', ended_ms = $3, say = 'it was paused, and "
        "then taken back' "
        "WHERE owner_id = $1 AND import_id = $2 AND state = 'paused'",
        VALUES(I64(q->owner), I64(import_id), I64(time_now_ms())), NULL, e);
}

enum err_code store__tell_job(struct sql *q, const struct job_row *v, int64_t import_id,
                              struct err *e)
{
    int64_t changed = 0;
    enum err_code rc =
        sql_run(q,
                "UPDATE jobs SET state = 'derives', import_id = $4 "
                "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND state = 'reads'",
                VALUES(I64(q->owner), I64(v->id), TXT(v->runner), I64(import_id)), &changed, e);
    if (rc == ERR_OK)
        rc = end_paused(q, import_id, e);
    return rc ? rc : lost(changed, e);
}

enum err_code importer__tell_job(struct importer *im, struct err *e)
{
    const struct job_row v = {.id = im->job_id, .runner = im->job_runner};
    return im->job_id ? store__tell_job(im->q, &v, im->id, e) : ERR_OK;
}

enum err_code importer__hold_job(struct importer *im, struct err *e)
{
    int64_t changed = 0;
    if (!im->job_id)
        return ERR_OK;
    enum err_code rc =
        sql_run(im->q,
                "UPDATE jobs SET import_id = $4 "
                "WHERE owner_id = $1 AND id = $2 AND runner = $3 AND state = 'reads'",
                VALUES(I64(im->q->owner), I64(im->job_id), TXT(im->job_runner), I64(im->id)),
                &changed, e);
    return rc ? rc : lost(changed, e);
}

/* Time ---------------------------------------------------------------------------------- */

static enum err_code tick(struct sql *q, int64_t now, struct err *e)
{
    enum err_code rc =
        sql_run(q, "DELETE FROM sessions WHERE until_ms <= $1", VALUES(I64(now)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM invitations WHERE until_ms <= $1",
                     VALUES(I64(now - JOBS_KEPT_DAYS * DAY_MS)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM attempts WHERE seen_ms <= $1", VALUES(I64(now - DAY_MS)),
                     NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, "DELETE FROM jobs WHERE ended_ms > 0 AND ended_ms <= $1",
                     VALUES(I64(now - JOBS_KEPT_DAYS * DAY_MS)), NULL, e);
    return rc;
}

enum err_code store_tick(struct store *s, int64_t now, struct err *e)
{
    if (!store__try_hold(s, STORE__CLOCK))
        return ERR_OK; /* another process is the clock */
    enum err_code rc = store__note(s, e);
    if (rc == ERR_OK)
        rc = store__noted(s, tick(&s->sql, now, e), e);
    store__let_go(s, STORE__CLOCK);
    return rc;
}

enum err_code store_job_has_path(struct store *s, struct str path, bool *out, struct err *e)
{
    int64_t n = 0;
    enum err_code rc =
        sql_one(&s->sql,
                "SELECT count(*) FROM jobs WHERE path = $1 AND state IN ('waits', "
                "'reads', 'derives', 'paused')",
                VALUES(TXT(path)), &n, e);
    *out = n > 0;
    return rc;
}
