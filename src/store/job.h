/* store/job.h: work that any process may take from the database, and that is done once though any
 * of them may die at any moment. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include "store/store.h"

enum {
    JOBS_WAITING_MOST = 32, /* of one owner */
    JOB_TRIES_MOST = 10     /* a job that ended so many processes is given to no other */
};

struct job_row {
    int64_t id, owner_id;
    struct str kind;  /* import, undo */
    struct str state; /* waits, reads, derives; paused; done, known, refused */
    struct str name;  /* of the archive */
    struct str path;  /* where it waits, under the home's folder */
    int64_t import_id, by_id, made_ms, tries;
    int64_t done, total, records; /* bytes; records so far */
    struct str result;            /* what was found: "LinkedIn archive" */
    struct str say;               /* why it was refused */
    struct str runner;            /* who has it */
};

/* `v` gives kind, name, path, import_id and by_id; its id is filled in. For the owner acted for.
 * ERR_LIMIT where too many wait. */
MUST_CHECK enum err_code store_job_add(struct store *s, struct job_row *v, struct err *e);
/* The newest of the owner acted for, the latest first. */
MUST_CHECK enum err_code store_jobs(struct store *s, int64_t limit, struct arena *a,
                                    struct job_row **out, size_t *n, struct err *e);

/* The oldest that nobody has, of any owner, or one whose runner was not heard of until `now`;
 * *found false for none. It is the runner's until `until`. */
MUST_CHECK enum err_code store_job_take(struct store *s, struct str runner, int64_t now,
                                        int64_t until, struct arena *a, struct job_row *out,
                                        bool *found, struct err *e);
/* The runner is alive and has come so far. ERR_CONFLICT: it was late, somebody else has it. */
MUST_CHECK enum err_code store_job_keep(struct store *s, const struct job_row *v, int64_t until,
                                        struct err *e);
/* Another state; one that is over ends it. ERR_CONFLICT as above. */
MUST_CHECK enum err_code store_job_set(struct store *s, const struct job_row *v,
                                       const char *state, struct err *e);
/* Back to where it waited, not to be taken before `from`. */
MUST_CHECK enum err_code store_job_put_back(struct store *s, const struct job_row *v,
                                            int64_t from, struct err *e);

/* One of the owner acted for that waits or stands still: "paused" or "waits" again. ERR_CONFLICT:
 * it is neither. */
MUST_CHECK enum err_code store_job_turn(struct store *s, int64_t id, bool pause, struct err *e);

/* The import is this job's: its commit says so in the same transaction, and fails with
 * ERR_CONFLICT, leaving nothing, where somebody else has taken the job. */
void store_import_for_job(struct importer *im, const struct job_row *v);

/* Takes back the import that the job names, in one transaction with the job's state; ERR_OK where
 * it is taken back already. ERR_CONFLICT: somebody else writes this owner's data, or has the job. */
MUST_CHECK enum err_code store_import_undo_job(struct store *s, const struct job_row *v,
                                               struct err *e);

/* What time alone brings, in one process at a time: sessions, invitations and attempts that are
 * over, and jobs that ended long ago, go. */
MUST_CHECK enum err_code store_tick(struct store *s, int64_t now, struct err *e);
/* True where a job that is not over has this path. */
MUST_CHECK enum err_code store_job_has_path(struct store *s, struct str path, bool *out,
                                            struct err *e);

#endif
