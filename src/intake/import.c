/* intake/import.c: one archive: which reader, a thread that reads, this one writes, commit. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "archives/reader.h"
#include "core/hash.h"
#include "intake/media.h"
#include "intake/queue.h"

#include <pthread.h>

struct job {
    const struct reader *reader;
    struct container *container;
    struct queue *queue;
    const struct job_row *row; /* of the queue of work, or NULL */
};

static void *read_archive(void *ctx)
{
    struct job *job = ctx;
    struct err e = {0};
    enum err_code rc = reader_run(job->reader, job->container, queue_sink(job->queue), &e);
    queue_end(job->queue, rc, &e);
    return NULL;
}

/* What the archive is made of, so that `tact imports` can tell two of one name apart. */
static void fingerprint(const struct container *c, char hex[65])
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    struct hash_stream *h = hash_stream_new();
    for (size_t i = 0; i < n; i++) {
        hash_stream_put(h, en[i].path.p, en[i].path.n);
        hash_stream_put(h, &en[i].size, sizeof en[i].size);
    }
    hash_stream_end(h, hex);
}

static enum err_code write_records(struct job *job, struct importer *im,
                                   const struct intake_progress *progress, struct err *e)
{
    enum err_code rc = ERR_OK;
    const struct record *batch;
    size_t n;
    while ((batch = queue_take(job->queue, &n))) {
        for (size_t i = 0; i < n && rc == ERR_OK; i++) {
            rc = store_import_put(im, &batch[i], e);
            if (rc)
                queue_stop(job->queue, e);
        }
        if (rc == ERR_OK && (rc = store_import_settle(im, e)) != ERR_OK)
            queue_stop(job->queue, e);
        if (progress && progress->told)
            progress->told(progress->ctx, container_done(job->container),
                           container_size(job->container), store_import_count(im));
    }
    return rc ? rc : queue_result(job->queue, e);
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
    char hex[65];
    double start = time_clock_s();
    fingerprint(job->container, hex);
    enum err_code rc = store_import_begin(
        s, container_name(job->container), str_from(hex), container_size(job->container),
        str_from(job->reader->id), str_from(job->reader->network), &im, e);
    if (rc)
        return rc;
    if (job->row)
        store_import_for_job(im, job->row);
    pthread_t thread;
    job->queue = queue_new();
    if (pthread_create(&thread, NULL, read_archive, job) != 0) {
        rc = err_set(e, ERR_IO, "no thread could be started to read it");
    } else {
        rc = write_records(job, im, progress, e);
        pthread_join(thread, NULL);
    }
    queue_free(job->queue);
    if (rc == ERR_OK)
        rc = media_keep(job->container, im, progress, e);
    if (rc == ERR_OK)
        rc = store_import_settle(im, e);
    store_import_about(im, a, &out->about);
    out->archive_kind = str_from(job->reader->archive);
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
    enum err_code rc = container_open(path, &job.container, e);
    if (rc)
        return rc;
    *out = (struct intake_result){.archive_kind = STR_NONE};
    rc = reader_find(job.container, &job.reader, e);
    if (rc == ERR_OK)
        rc = run(s, &job, progress, a, out, e);
    container_close(job.container);
    return rc ? err_wrap(e, "%s", path) : ERR_OK;
}
