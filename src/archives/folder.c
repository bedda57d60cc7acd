/* archives/folder.c: names and sizes below a path, and a descriptor for each when it is asked for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/folder.h"

#include "core/limits.h"
#include "core/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    DEPTH_MOST = 32
};

struct folder {
    struct container_files files;
    struct container_file *file;
    size_t cap;
    struct arena *a;
    int root; /* the folder, or the one file */
};

static enum err_code add(struct folder *f, struct str path, int64_t size, struct err *e)
{
    if (f->files.n >= LIMIT_ENTRIES || arena_left(f->a) < KIB(64))
        return err_set(e, ERR_LIMIT, "it holds more than %d files, or their names are too long",
                       LIMIT_ENTRIES);
    f->file = mem_grow(f->file, &f->cap, f->files.n + 1, sizeof *f->file);
    f->file[f->files.n++] = (struct container_file){path, size};
    f->files.file = f->file;
    return ERR_OK;
}

static enum err_code list(struct folder *f, struct str inside, int depth, struct err *e);

static enum err_code list_one(struct folder *f, struct str inside, struct str name, int depth,
                              struct err *e)
{
    struct stat st;
    struct str path =
        arena_printf(f->a, STRF "%s" STRF, STRA(inside), inside.n ? "/" : "", STRA(name));
    if (fstatat(f->root, path.p, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return err_set(e, ERR_IO, STRF " can't be read: %s", STRA(path), strerror(errno));
    if (S_ISDIR(st.st_mode))
        return list(f, path, depth + 1, e);
    return S_ISREG(st.st_mode) ? add(f, path, st.st_size, e) : ERR_OK;
}

/* Adds the files below `inside`, in the order of their names. */
static enum err_code list(struct folder *f, struct str inside, int depth, struct err *e)
{
    struct dirent **names = NULL;
    if (depth > DEPTH_MOST)
        return err_set(e, ERR_LIMIT, "it has folders inside folders, more than %d deep",
                       DEPTH_MOST);
    int n = scandirat(f->root, inside.n ? inside.p : ".", &names, NULL, alphasort);
    if (n < 0)
        return err_set(e, ERR_IO, "the folder " STRF " can't be read: %s", STRA(inside),
                       strerror(errno));
    enum err_code rc = ERR_OK;
    for (int i = 0; i < n; i++) {
        struct str name = str_from(names[i]->d_name);
        if (rc == ERR_OK && !str_is(name, ".") && !str_is(name, ".."))
            rc = list_one(f, inside, name, depth, e);
        free(names[i]);
    }
    free(names);
    return rc;
}

/* Beneath the folder and through no link, also where somebody swaps one in meanwhile. */
static int open_beneath(int root, const char *path)
{
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    long fd = syscall(SYS_openat2, root, path, &how, sizeof how);
    if (fd < 0 && errno == ENOSYS) /* before Linux 5.6 */
        fd = openat(root, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    return (int)fd;
}

static enum err_code open_file(void *ctx, size_t file, int *fd, struct err *e)
{
    const struct folder *f = ctx;
    if (file >= f->files.n)
        return err_set(e, ERR_INVALID, "it has no file %zu", file);
    if (f->files.folder) {
        *fd = open_beneath(f->root, f->file[file].path.p);
    } else { /* the file that was found, whatever stands under its name by now */
        *fd = fcntl(f->root, F_DUPFD_CLOEXEC, 0);
        if (*fd >= 0 && lseek(*fd, 0, SEEK_SET) != 0) {
            close(*fd);
            *fd = -1;
        }
    }
    return *fd >= 0 ? ERR_OK
                    : err_set(e, ERR_IO, STRF " can't be read: %s", STRA(f->file[file].path),
                              strerror(errno));
}

static enum err_code open_root(struct folder *f, const char *path, struct err *e)
{
    struct stat st;
    /* a pipe that nobody writes into would be waited for */
    f->root = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (f->root < 0 || fstat(f->root, &st) != 0)
        return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO,
                       errno == ENOENT ? "there is no such file or folder" : "%s",
                       strerror(errno));
    f->files.folder = S_ISDIR(st.st_mode);
    if (f->files.folder)
        return list(f, STR_NONE, 0, e);
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_UNSUPPORTED, "it is neither a file nor a folder");
    return add(f, f->files.name, st.st_size, e);
}

enum err_code folder_open(const char *path, struct folder **out, struct err *e)
{
    struct folder *f = mem_calloc(1, sizeof *f);
    struct str p = str_from(path);
    f->a = arena_new(MIB(1024));
    while (p.n > 1 && p.p[p.n - 1] == '/')
        p.n--;
    f->files.name = arena_str(f->a, str_after(p, (size_t)(str_rchr(p, '/') + 1)));
    f->files.open = open_file;
    f->files.ctx = f;
    enum err_code rc = open_root(f, path, e);
    if (rc)
        folder_close(f);
    else
        *out = f;
    return rc;
}

void folder_close(struct folder *f)
{
    if (!f)
        return;
    if (f->root >= 0)
        close(f->root);
    mem_free(f->file);
    arena_free(f->a);
    mem_free(f);
}

const struct container_files *folder_files(const struct folder *f)
{
    return &f->files;
}
