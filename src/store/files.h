/* store/files.h: plain files and folders, as backups and kept files want them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "core/arena.h"
#include "core/stream.h"

/* All of it, or a sentence about `what`. */
MUST_CHECK enum err_code files_put(int fd, const void *p, size_t n, const char *what,
                                   struct err *e);
/* As many bytes as there are, up to n. */
MUST_CHECK enum err_code files_get(int fd, void *p, size_t n, size_t *got, struct err *e);

/* A file as a stream; the file stays the caller's. */
struct files_stream {
    struct stream stream;
    int fd;
};
struct stream *files_stream_init(struct files_stream *s, int fd);

/* BLAKE2b-256 of what is left of it, and how many bytes that were. */
MUST_CHECK enum err_code files_digest(int fd, char hex[65], int64_t *bytes, struct err *e);

/* The folder of a path, "." where it names none. */
struct str files_folder(struct str path, struct arena *a);
/* Makes the folders that stand in front of the name in `path`, below `base`, which is there. */
MUST_CHECK enum err_code files_make_folders(const char *base, struct str path, struct err *e);
/* Everything below it and itself; links are not followed. What is not there is fine. */
MUST_CHECK enum err_code files_remove_tree(const char *path, struct err *e);
/* Makes what was renamed in this folder last. */
MUST_CHECK enum err_code files_sync_folder(const char *path, struct err *e);

#endif
