/* store/files.c: reading, writing, hashing and removing files, each with its sentence. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/files.h"

#include "core/buf.h"
#include "core/hash.h"
#include "core/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err_code files_put(int fd, const void *p, size_t n, const char *what, struct err *e)
{
    const char *at = p;
    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_set(e, ERR_IO, "%s can't be written: %s", what, strerror(errno));
        at += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

enum err_code files_get(int fd, void *p, size_t n, size_t *got, struct err *e)
{
    char *at = p;
    *got = 0;
    while (*got < n) {
        ssize_t more = read(fd, at + *got, n - *got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return err_set(e, ERR_IO, "reading failed: %s", strerror(errno));
        if (more == 0)
            break;
        *got += (size_t)more;
    }
    return ERR_OK;
}

static enum err_code stream_get(struct stream *s, void *p, size_t cap, size_t *got,
                                struct err *e)
{
    return files_get(((struct files_stream *)s)->fd, p, cap, got, e);
}

struct stream *files_stream_init(struct files_stream *s, int fd)
{
    *s = (struct files_stream){{stream_get}, fd};
    return &s->stream;
}

enum err_code files_digest(int fd, char hex[65], int64_t *bytes, struct err *e)
{
    char piece[32768];
    size_t got = 1;
    enum err_code rc = ERR_OK;
    struct hash_stream *h = hash_stream_new();
    *bytes = 0;
    while (rc == ERR_OK && got > 0) {
        rc = files_get(fd, piece, sizeof piece, &got, e);
        if (rc == ERR_OK)
            hash_stream_put(h, piece, got);
        *bytes += (int64_t)got;
    }
    hash_stream_end(h, hex);
    return rc;
}

struct str files_folder(struct str path, struct arena *a)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    ptrdiff_t slash = str_rchr(path, '/');
    if (slash < 0)
        return arena_str(a, STR("."));
    return arena_str(a, str_sub(path, 0, slash == 0 ? 1 : (size_t)slash));
}

enum err_code files_make_folders(const char *base, struct str path, struct err *e)
{
    struct buf b;
    enum err_code rc = ERR_OK;
    buf_init(&b, KIB(16));
    buf_lit(&b, base);
    for (ptrdiff_t slash; rc == ERR_OK && (slash = str_chr(path, '/')) >= 0;) {
        buf_char(&b, '/');
        buf_str(&b, str_sub(path, 0, (size_t)slash));
        path = str_after(path, (size_t)slash + 1);
        if (mkdir(buf_cstr(&b), 0700) != 0 && errno != EEXIST)
            rc = err_set(e, ERR_IO, "the folder %s can't be made: %s", buf_cstr(&b),
                         strerror(errno));
    }
    buf_free(&b);
    return rc;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *w)
{
    (void)st;
    (void)type;
    (void)w;
    return remove(path);
}

enum err_code files_remove_tree(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return ERR_OK;
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        return err_set(e, ERR_IO, "%s can't be removed: %s", path, strerror(errno));
    return ERR_OK;
}

enum err_code files_sync_folder(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = fd >= 0 && fsync(fd) == 0;
    enum err_code rc =
        fine ? ERR_OK : err_set(e, ERR_IO, "%s can't be synced: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return rc;
}
