/* intake/intake.h: from an archive on disk to rows in the home: import and undo. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "store/job.h"

struct classifier; /* context/classify.h */

/* Told now and then while an archive is read: bytes read of `total` (several passes start
 * again), and records so far. */
struct intake_progress {
    void (*told)(void *ctx, int64_t done, int64_t total, int64_t records);
    /* Asked now and then; true: keep what there is and stop. NULL: never. */
    bool (*pause)(void *ctx);
    void *ctx;
};

/* What one import came to. `known` says that everything in it was there already, so that no
 * import was made; `about.id` is then 0. Strings are of the arena. */
struct intake_result {
    struct import about;
    struct str archive_kind; /* "LinkedIn archive" */
    bool known;
    bool paused; /* it stopped where it was asked to; the same archive goes on from there */
};

/* Imports what is at `path`: a zip, a tar, a folder, one loose file. Whole or not at all; one that
 * stopped before its end goes on. The archive is read by a process of its own, in a sandbox, while
 * this one writes. What follows from it all is
 * made by the caller, once, after the last archive: intake_derive. */
MUST_CHECK enum err_code intake_import(struct store *s, const char *path,
                                       const struct intake_progress *progress, struct arena *a,
                                       struct intake_result *out, struct err *e);
/* The same as the work of a job (store/job.h). */
MUST_CHECK enum err_code intake_import_job(struct store *s, const char *path,
                                           const struct job_row *job,
                                           const struct intake_progress *progress,
                                           struct arena *a, struct intake_result *out,
                                           struct err *e);

/* Every kept picture that was not looked into yet: its small copy and what its camera wrote into it,
 * by tact-pictures in its sandbox. A part of intake_derive. */
MUST_CHECK enum err_code intake_look_at_pictures(struct store *s, struct err *e);

/* What follows from the truth, made anew: people, audiences, counts, twins, and labels of own
 * posts that have none yet. `model` may be NULL: nothing is labelled then. After every import,
 * undo and update. */
MUST_CHECK enum err_code intake_derive(struct store *s, const struct classifier *model,
                                       struct err *e);

/* A picture from outside for a draft (draft_picture.c): only what its first bytes say is one, and what
 * tact-pictures can read where that is installed. */
struct intake_picture {
    const char *path;   /* its last part is what sentences call it */
    int64_t account_id; /* as in struct draft_picture_file */
    struct str alt;
    int64_t by;
};
/* ERR_INVALID: it is no picture, in a sentence; else as store_draft_picture_add. */
MUST_CHECK enum err_code intake_draft_picture(struct store *s, int64_t draft_id,
                                              const struct intake_picture *from,
                                              int64_t *number, struct err *e);

#endif
