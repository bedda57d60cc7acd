/* archives/container.h: a zip, a tar.gz, a folder or one loose file as a list of entries. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_CONTAINER_H
#define ARCHIVES_CONTAINER_H

#include "core/arena.h"
#include "core/err.h"
#include "core/stream.h"

/* The only room that knows libarchive. Everything in it is hostile: names are checked, nothing
 * is ever written to disk, symbolic links are not followed, and what unpacks to far more than
 * it takes on disk is refused (limits.h). */
struct container;

struct entry {
    struct str path; /* as it stands in the archive, slashes forward, valid UTF-8 */
    struct str
        flat; /* the path in lower case with only a-z 0-9 . / kept: what patterns match */
    struct str head; /* its first bytes where it looks like text, for recognising; may be "" */
    int64_t size;    /* unpacked, -1 unknown */
};

/* What it is made of: one file or those of a folder, and somebody who opens them. In a reader's
 * sandbox that is the program outside (sandbox/), which hands over one descriptor at a time. */
struct container_file {
    struct str path; /* below the folder, the very bytes */
    int64_t size;
};
struct container_files {
    struct str name; /* of what was opened, without its folder */
    bool folder;
    const struct container_file *file;
    size_t n;
    /* *fd stands at the file's beginning and is closed by the container. */
    enum err_code (*open)(void *ctx, size_t file, int *fd, struct err *e);
    /* So many bytes were read since it was opened, in all passes; NULL where nobody cares. */
    void (*told)(void *ctx, int64_t bytes);
    void *ctx;
};
/* Before a process locks itself up: what the C library would open files for later. */
void container_prepare(void);
/* What `files` points to lives as long as the container. Errors as below, without a path. */
MUST_CHECK enum err_code container_open_files(const struct container_files *files,
                                              struct container **out, struct err *e);
/* The same for what is at `path`, opened by this process itself. ERR_NOT_FOUND, ERR_PARSE (no archive, cut off), ERR_DENIED (password), ERR_LIMIT (bomb, too
 * many entries), ERR_INVALID (a name that leads outside), each in one sentence. */
MUST_CHECK enum err_code container_open(const char *path, struct container **out,
                                        struct err *e);
void container_close(struct container *c); /* NULL is fine */

/* None for NULL, as where one file is read alone. */
const struct entry *container_entries(const struct container *c, size_t *n);
/* What was opened is one loose file, not a zip, tar or folder. */
bool container_is_file(const struct container *c);
/* The name of what was opened, without its folder. */
struct str container_name(const struct container *c);
/* Bytes on disk. */
int64_t container_size(const struct container *c);
/* Bytes of entries that were handed to readers since it was opened, unpacked. */
int64_t container_handed(const struct container *c);
/* True where an entry's path ends in `uri` (a picture that a post names is in the archive). */
bool container_has(const struct container *c, struct str uri);
/* Which entry that is; -1 for none. */
ptrdiff_t container_find(const struct container *c, struct str uri);

/* Walks the entries once, front to back, and calls `read` for those that `want` asks for. The
 * stream is good until read returns; what it leaves unread is skipped. */
struct container_pass {
    bool (*want)(void *ctx, size_t entry);
    enum err_code (*read)(void *ctx, size_t entry, struct stream *in, struct err *e);
    void *ctx;
};
MUST_CHECK enum err_code container_walk(struct container *c, const struct container_pass *pass,
                                        struct err *e);

/* True where `flat` ends in `pattern`, component by component: '*' stands for any run inside a
 * component, '#' for a run of digits or nothing. "messages/inbox/x_1/message_2.json" matches
 * "inbox/ * /message#.json" (without the spaces). */
bool path_matches(struct str flat, const char *pattern);

#endif
