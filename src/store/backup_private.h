/* store/backup_private.h: what writing and reading a backup share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_BACKUP_PRIVATE_H
#define STORE_BACKUP_PRIVATE_H

#include "core/buf.h"
#include "store/backup.h"
#include "store/sql.h"

/* Members in the order in which they stand in the file. */
#define BACKUP_MARK     "tact-backup"
#define BACKUP_SQLITE   "tact.db"
#define BACKUP_POSTGRES "tact.pgdump"
#define BACKUP_KEY      "key"
#define BACKUP_MANIFEST "manifest.json"
enum {
    BACKUP_FORMAT = 1
};

/* The last member: what must be in the file. Kept files are named by their digest, so one digest
 * over their names, a line each, stands for all of them. */
struct manifest {
    struct backup_about about;
    char db[65], key[65], files[65]; /* digests; key "" where there is none */
};
/* Counts the rows as `q` has them. */
MUST_CHECK enum err_code manifest_put(const struct manifest *m, struct sql *q, struct buf *b,
                                      struct err *e);
/* Strings are of `a`. ERR_PARSE; ERR_UNSUPPORTED: of a newer tact. */
MUST_CHECK enum err_code manifest_read(struct str text, struct arena *a, struct manifest *m,
                                       struct err *e);

/* PostgreSQL's own programs, with the password in their environment only. */
MUST_CHECK enum err_code backup_postgres_dump(const char *url, const char *path, struct err *e);
/* With `replace` what is in the database goes first; all of it or nothing. */
MUST_CHECK enum err_code backup_postgres_restore(const char *url, const char *path,
                                                 bool replace, struct err *e);

#endif
