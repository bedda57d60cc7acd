/* store/backup.h: a whole home in one file, and back. What is in the file: docs/backup.md. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

/* What a backup says of itself. */
struct backup_about {
    struct str program, engine; /* "tact 0.1"; sqlite, postgres */
    int64_t format, schema, made_ms;
    int64_t rows;
    int64_t files, bytes;     /* kept files, and what all members hold */
    int64_t missing, damaged; /* files that rows name and that were not there, or not whole */
};

/* Writes it while others read and write. `path` is made when all is well, and replaced only with
 * `force`; an empty passphrase seals nothing. ERR_CONFLICT: the file is there, or another backup
 * is being made. */
MUST_CHECK enum err_code store_backup(struct store *s, const struct place *at, const char *path,
                                      struct str passphrase, bool force, struct arena *a,
                                      struct backup_about *out, struct err *e);

/* Whether a passphrase is wanted. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_backup_sealed(const char *path, bool *sealed, struct err *e);
/* Reads all of it, and says what is in it or what is wrong with it. */
MUST_CHECK enum err_code store_backup_check(const char *path, struct str passphrase,
                                            struct arena *a, struct backup_about *out,
                                            struct err *e);

/* Makes the home that the backup holds; nothing is touched before all of the backup was read and
 * found whole. ERR_CONFLICT where there is a home with something in it; with `force` it is moved
 * to *aside ("" otherwise). ERR_CONFLICT too while it is open somewhere. */
MUST_CHECK enum err_code store_restore(const char *path, const struct place *at,
                                       struct str passphrase, bool force, struct arena *a,
                                       struct backup_about *out, struct str *aside,
                                       struct err *e);

#endif
