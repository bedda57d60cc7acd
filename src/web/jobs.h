/* web/jobs.h: imports and undos behind the page, taken from the database by whichever process is
 * free. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include "context/classify.h"
#include "core/err.h"
#include "intake/intake.h"

struct jobs;

enum job_state {
    JOB_WAITS,
    JOB_READS,   /* an archive is being read, or an import taken back */
    JOB_DERIVES, /* people are matched, posts counted */
    JOB_PAUSED,  /* it stopped where it was asked to, and goes on when it is asked to */
    JOB_DONE,
    JOB_KNOWN,  /* everything in it was there already */
    JOB_REFUSED /* `say` tells why */
};

/* What a page shows of one. */
struct job {
    int64_t id;
    bool undo;       /* else an import */
    struct str name; /* of the archive */
    enum job_state state;
    int64_t done, total, records; /* bytes; records so far */
    int64_t left_s;               /* of the pass under way, about; -1 not known yet */
    struct import about;          /* once it is done */
    struct str archive_kind;      /* "LinkedIn archive" */
    struct str say;
};

/* Starts the threads: one takes work from the database, of any owner, one says that it lives and
 * does what time brings. `at` must stay. */
MUST_CHECK enum err_code jobs_new(const struct place *at, const struct classifier *model,
                                  struct jobs **out, struct err *e);
/* Ends soon: an archive being read is paused, and goes on when a process is there again. NULL is
 * fine. */
void jobs_free(struct jobs *j);

/* For the owner that `s` acts for, asked by `by`. The file is moved and is ours then; ERR_LIMIT
 * where too many wait. The id is that of the job. */
MUST_CHECK enum err_code jobs_add_import(struct jobs *j, struct store *s, int64_t by,
                                         struct str path, int64_t *id, struct err *e);
MUST_CHECK enum err_code jobs_add_undo(struct jobs *j, struct store *s, int64_t by,
                                       int64_t import_id, struct str name, int64_t *id,
                                       struct err *e);
/* Stops the reading of an archive where it stands, or lets it go on. ERR_CONFLICT: it does not
 * stand there, or another process has it. */
MUST_CHECK enum err_code jobs_pause(struct jobs *j, struct store *s, int64_t id, struct err *e);
MUST_CHECK enum err_code jobs_go_on(struct jobs *j, struct store *s, int64_t id, struct err *e);
/* Written down in the audit (store/audit.h), at once or when an import is over. */
void jobs_note(struct jobs *j, struct store *s, int64_t by, const char *verb,
               struct str subject, struct str note, struct str remote);
/* Those of the owner acted for, the latest first; *busy says whether any is not over. */
MUST_CHECK enum err_code jobs_list(struct jobs *j, struct store *s, struct arena *a,
                                   struct job **out, size_t *n, bool *busy, struct err *e);

#endif
