/* intake/import.c: one archive: a reader in its sandbox, this process writes, commit. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "core/limits.h"
#include "intake/media.h"

#include <stdlib.h>

/* How much is kept at a time; tests are in a hurry. */
static int64_t mark_records(void)
{
    const char *s = getenv("TACT_MARK_RECORDS");
    int64_t v = 0;
    return s && str_i64(str_from(s), &v) && v > 0 ? v : LIMIT_MARK_RECORDS;
}

bool intake_asked_to_pause(const struct intake_progress *p)
{
    return p && p->pause && p->pause(p->ctx);
}

void intake_tell(const struct intake_progress *p, const struct sandbox *from,
                 const struct importer *im)
{
    if (p && p->told)
        p->told(p->ctx, sandbox_done(from), sandbox_about(from)->size, store_import_count(im));
}

static enum err_code write_batch(struct importer *im, const struct record *batch, size_t n,
                                 struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        enum err_code rc = store_import_put(im, &batch[i], e);
        if (rc)
            return rc;
    }
    return store_import_settle(im, e);
}

/* All of them, a piece kept now and then; *paused where it was asked to stop. */
static enum err_code write_records(struct sandbox *from, struct importer *im,
                                   const struct intake_progress *progress, bool *paused,
                                   struct err *e)
{
    const struct record *batch;
    size_t n;
    int64_t since = 0, most = mark_records(), passed = store_import_kept(im);
    while ((batch = sandbox_records(from, &n))) {
        enum err_code rc = write_batch(im, batch, n, e);
        since += (int64_t)n;
        int64_t wanted = store_import_awaited(im) ? 1 : most;
        if (rc == ERR_OK && since >= wanted + passed) {
            rc = store_import_mark(im, e);
            since = passed = 0;
        }
        if (rc)
            return rc;
        intake_tell(progress, from, im);
        *paused = intake_asked_to_pause(progress);
        if (*paused)
            return ERR_OK;
    }
    return sandbox_result(from, e);
}

/* An archive of which nothing at all could be read is refused, with the first reason. */
static enum err_code judge(struct store *s, const struct import *about, struct err *e)
{
    int64_t records = about->messages;
    for (int k = 0; k < RECORD_KIND_COUNT; k++)
        if (k != RECORD_UNREAD && k != RECORD_ACCOUNT)
            records += about->count[k];
    if (records > 0 || about->count[RECORD_ACCOUNT] > 0)
        return ERR_OK;
    struct arena *a = arena_new((size_t)32 << 20);
    struct unread *u;
    size_t n;
    enum err_code rc = store_unread(s, about->id, a, &u, &n, e);
    if (rc == ERR_OK && n > 0)
        rc = err_set(e, ERR_PARSE,
                     "nothing in it could be read; the first reason: " STRF ": " STRF,
                     STRA(u[0].file), STRA(u[0].why));
    else if (rc == ERR_OK)
        rc = err_set(e, ERR_PARSE, "there is nothing in it that Tact reads");
    arena_free(a);
    return rc;
}

/* What there is when all of it was read, or as much as was wanted. */
static enum err_code end(struct store *s, struct importer *im, double seconds,
                         struct intake_result *out, struct err *e)
{
    enum err_code rc = judge(s, &out->about, e);
    out->known = out->about.fresh == 0 && out->about.changed == 0;
    if (rc || out->known) {
        store_import_abort(im);
        out->about.id = 0;
        return rc;
    }
    return store_import_commit(im, seconds, e);
}

static enum err_code run(struct store *s, struct sandbox *from, const struct job_row *row,
                         const struct intake_progress *progress, struct arena *a,
                         struct intake_result *out, struct err *e)
{
    struct importer *im = NULL;
    const struct sandbox_about *about = sandbox_about(from);
    double start = time_clock_s();
    enum err_code rc = store_import_begin(s, about->name, str_from(about->digest), about->size,
                                          str_from(about->reader->id),
                                          str_from(about->reader->network), &im, e);
    if (rc)
        return rc;
    if (row)
        store_import_for_job(im, row);
    rc = write_records(from, im, progress, &out->paused, e);
    if (rc == ERR_OK && !out->paused)
        rc = media_keep(from, im, progress, &out->paused, e);
    if (rc == ERR_OK)
        rc = store_import_settle(im, e);
    store_import_about(im, a, &out->about);
    out->archive_kind = str_from(about->reader->archive);
    if (rc) {
        store_import_abort(im);
        out->about.id = 0;
    } else if (out->paused) {
        rc = store_import_pause(im, e);
    } else {
        rc = end(s, im, time_clock_s() - start, out, e);
    }
    out->about.seconds = time_clock_s() - start;
    return rc;
}

enum err_code intake_import(struct store *s, const char *path,
                            const struct intake_progress *progress, struct arena *a,
                            struct intake_result *out, struct err *e)
{
    return intake_import_job(s, path, NULL, progress, a, out, e);
}

enum err_code intake_import_job(struct store *s, const char *path, const struct job_row *row,
                                const struct intake_progress *progress, struct arena *a,
                                struct intake_result *out, struct err *e)
{
    struct sandbox *from = NULL;
    *out = (struct intake_result){.archive_kind = STR_NONE};
    enum err_code rc = sandbox_open(path, &from, e);
    if (rc == ERR_OK)
        rc = run(s, from, row, progress, a, out, e);
    sandbox_close(from);
    return rc ? err_wrap(e, "%s", path) : ERR_OK;
}
