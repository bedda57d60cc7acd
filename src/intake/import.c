/* intake/import.c: one archive: a reader in its sandbox, this process writes, commit. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "intake/media.h"

struct job {
    struct sandbox *from;
    const struct job_row *row; /* of the queue of work, or NULL */
};

static void tell(const struct job *job, const struct intake_progress *progress,
                 const struct importer *im)
{
    if (progress && progress->told)
        progress->told(progress->ctx, sandbox_done(job->from), sandbox_about(job->from)->size,
                       store_import_count(im));
}

static enum err_code write_records(struct job *job, struct importer *im,
                                   const struct intake_progress *progress, struct err *e)
{
    const struct record *batch;
    size_t n;
    while ((batch = sandbox_records(job->from, &n))) {
        enum err_code rc = ERR_OK;
        for (size_t i = 0; i < n && rc == ERR_OK; i++)
            rc = store_import_put(im, &batch[i], e);
        if (rc == ERR_OK)
            rc = store_import_settle(im, e);
        if (rc)
            return rc;
        tell(job, progress, im);
    }
    return sandbox_result(job->from, e);
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

static enum err_code run(struct store *s, struct job *job,
                         const struct intake_progress *progress, struct arena *a,
                         struct intake_result *out, struct err *e)
{
    struct importer *im = NULL;
    const struct sandbox_about *about = sandbox_about(job->from);
    double start = time_clock_s();
    enum err_code rc = store_import_begin(s, about->name, str_from(about->digest), about->size,
                                          str_from(about->reader->id),
                                          str_from(about->reader->network), &im, e);
    if (rc)
        return rc;
    if (job->row)
        store_import_for_job(im, job->row);
    rc = write_records(job, im, progress, e);
    if (rc == ERR_OK)
        rc = media_keep(job->from, im, progress, e);
    if (rc == ERR_OK)
        rc = store_import_settle(im, e);
    store_import_about(im, a, &out->about);
    out->archive_kind = str_from(about->reader->archive);
    if (rc == ERR_OK)
        rc = judge(s, &out->about, e);
    out->known = out->about.fresh == 0 && out->about.changed == 0;
    if (rc || out->known) {
        store_import_abort(im);
        out->about.id = 0;
    } else {
        rc = store_import_commit(im, time_clock_s() - start, e);
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
    struct job job = {.row = row};
    *out = (struct intake_result){.archive_kind = STR_NONE};
    enum err_code rc = sandbox_open(path, &job.from, e);
    if (rc == ERR_OK)
        rc = run(s, &job, progress, a, out, e);
    sandbox_close(job.from);
    return rc ? err_wrap(e, "%s", path) : ERR_OK;
}
