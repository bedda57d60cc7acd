/* store/restore.c: a backup read back: every byte of it is held against its manifest before
 * anything of the home is touched. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_private.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/time.h"
#include "store/files.h"
#include "store/pack.h"
#include "store/store_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reading ------------------------------------------------------------------------------- */

/* In the order in which members stand. Only files may be several. */
enum member {
    MEMBER_NONE,
    MEMBER_MARK,
    MEMBER_DB,
    MEMBER_KEY,
    MEMBER_FILE,
    MEMBER_MANIFEST
};

struct unpacking {
    struct pack_in *in;
    const char *into; /* a folder, NULL: only looked at */
    struct arena *a;
    enum member last;
    bool postgres;
    int64_t owner; /* of the last file, and its digest: they come in order, none twice */
    char file[65];
    struct hash_stream *names;
    struct manifest have, says; /* as it is, as the manifest tells */
};

/* "media/ab/abcd…" or "owners/7/media/ab/abcd…", written as we write them. */
static bool parse_file(struct str name, int64_t *owner, struct str *digest)
{
    struct str id;
    *owner = FIRST_OWNER;
    if (str_starts(name, STR("owners/"))) {
        name = str_after(name, 7);
        if (!str_cut(&name, '/', &id) || !str_i64(id, owner) || *owner <= FIRST_OWNER ||
            !ascii_is_digit((unsigned char)id.p[0]) || id.p[0] == '0')
            return false;
    }
    if (!str_starts(name, STR("media/")) || name.n != 6 + 3 + 64 || name.p[8] != '/')
        return false;
    *digest = str_after(name, 9);
    for (size_t i = 0; i < digest->n; i++)
        if (!ascii_is_digit((unsigned char)digest->p[i]) &&
            (digest->p[i] < 'a' || digest->p[i] > 'f'))
            return false;
    return memcmp(name.p + 6, digest->p, 2) == 0;
}

static enum member member_of(struct str name)
{
    int64_t owner;
    struct str digest;
    return str_is(name, BACKUP_MARK)           ? MEMBER_MARK
           : str_is(name, BACKUP_SQLITE)       ? MEMBER_DB
           : str_is(name, BACKUP_POSTGRES)     ? MEMBER_DB
           : str_is(name, BACKUP_KEY)          ? MEMBER_KEY
           : str_is(name, BACKUP_MANIFEST)     ? MEMBER_MANIFEST
           : parse_file(name, &owner, &digest) ? MEMBER_FILE
                                               : MEMBER_NONE;
}

static enum err_code not_ours(struct err *e)
{
    return err_set(e, ERR_PARSE, "it holds something that no backup of tact has");
}

/* Its turn? What must be there is there when the next comes. */
static enum err_code in_turn(struct unpacking *u, enum member m, struct err *e)
{
    bool fine = m == MEMBER_MARK ? u->last == MEMBER_NONE
                : m == MEMBER_DB ? u->last == MEMBER_MARK
                                 : u->last >= MEMBER_DB && m > u->last;
    if (m == MEMBER_FILE && u->last == MEMBER_FILE)
        fine = true;
    if (m == MEMBER_NONE || !fine)
        return u->last == MEMBER_NONE && m != MEMBER_NONE
                   ? err_set(e, ERR_PARSE, "it is no backup that tact made")
                   : not_ours(e);
    u->last = m;
    return ERR_OK;
}

/* A small member as text. */
static enum err_code take_text(struct unpacking *u, int64_t bytes, struct str *out,
                               struct err *e)
{
    if (bytes > (int64_t)LIMIT_BACKUP_TEXT)
        return not_ours(e);
    char *p = arena_alloc(u->a, (size_t)bytes + 1);
    size_t n = 0, got = 1;
    while (got > 0 && n < (size_t)bytes) {
        enum err_code rc = pack_in_get(u->in, p + n, (size_t)bytes - n, &got, e);
        if (rc)
            return rc;
        n += got;
    }
    *out = str_of(p, n);
    return n == (size_t)bytes ? ERR_OK : err_set(e, ERR_PARSE, "it is cut off");
}

/* Where a member goes; -1 where nothing is written. */
static enum err_code open_member(struct unpacking *u, struct str name, int *fd, struct err *e)
{
    *fd = -1;
    if (!u->into)
        return ERR_OK;
    enum err_code rc = files_make_folders(u->into, name, e);
    if (rc)
        return rc;
    struct arena *a = arena_new(KIB(64));
    const char *path = arena_printf(a, "%s/" STRF, u->into, STRA(name)).p;
    *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        rc = err_set(e, ERR_IO, "%s can't be made: %s", path, strerror(errno));
    arena_free(a);
    return rc;
}

static enum err_code take_file(struct unpacking *u, struct str name, int64_t bytes,
                               char digest[65], struct err *e)
{
    char piece[32768];
    size_t got = 1;
    int64_t n = 0;
    int fd;
    enum err_code rc = open_member(u, name, &fd, e);
    if (rc)
        return rc;
    struct hash_stream *h = hash_stream_new();
    while (rc == ERR_OK && got > 0) {
        rc = pack_in_get(u->in, piece, sizeof piece, &got, e);
        n += (int64_t)got;
        hash_stream_put(h, piece, got);
        if (rc == ERR_OK && fd >= 0)
            rc = files_put(fd, piece, got, "what the backup holds", e);
    }
    hash_stream_end(h, digest);
    if (fd >= 0)
        close(fd);
    if (rc == ERR_OK && n != bytes)
        rc = err_set(e, ERR_PARSE, "it is cut off");
    u->have.about.bytes += n;
    return rc;
}

static enum err_code take_kept(struct unpacking *u, struct str name, int64_t bytes,
                               struct err *e)
{
    char digest[65], named[65] = "";
    int64_t owner = 0;
    struct str d = STR_NONE;
    if (!parse_file(name, &owner, &d) || bytes > (int64_t)LIMIT_MEDIA_FILE)
        return not_ours(e);
    memcpy(named, d.p, 64);
    if (owner < u->owner || (owner == u->owner && strcmp(named, u->file) <= 0))
        return not_ours(e);
    u->owner = owner;
    memcpy(u->file, named, sizeof named);
    u->have.about.files++;
    hash_stream_put(u->names, name.p, name.n);
    hash_stream_put(u->names, "\n", 1);
    enum err_code rc = take_file(u, name, bytes, digest, e);
    if (rc == ERR_OK && strcmp(digest, named) != 0)
        rc = err_set(e, ERR_PARSE, "it is damaged: a kept file is not what it was");
    return rc;
}

static enum err_code take_member(struct unpacking *u, struct str name, int64_t bytes,
                                 struct err *e)
{
    struct str text = STR_NONE;
    int64_t format = 0;
    enum member m = member_of(name);
    enum err_code rc = in_turn(u, m, e);
    if (rc)
        return rc;
    switch (m) {
    case MEMBER_MARK:
        if ((rc = take_text(u, bytes, &text, e)))
            return rc;
        if (!str_i64(str_trim(text), &format) || format < 1)
            return err_set(e, ERR_PARSE, "it is no backup that tact made");
        return format <= BACKUP_FORMAT
                   ? ERR_OK
                   : err_set(e, ERR_UNSUPPORTED,
                             "it was made by a newer tact; update the program first");
    case MEMBER_DB:
        u->postgres = str_is(name, BACKUP_POSTGRES);
        return take_file(u, name, bytes, u->have.db, e);
    case MEMBER_KEY:
        return bytes > (int64_t)LIMIT_BACKUP_TEXT ? not_ours(e)
                                                  : take_file(u, name, bytes, u->have.key, e);
    case MEMBER_FILE:
        return take_kept(u, name, bytes, e);
    case MEMBER_MANIFEST:
        rc = take_text(u, bytes, &text, e);
        return rc ? rc : manifest_read(text, u->a, &u->says, e);
    case MEMBER_NONE:
        break;
    }
    return not_ours(e);
}

static enum err_code compare(const struct unpacking *u, struct err *e)
{
    const struct manifest *have = &u->have, *says = &u->says;
    if (u->last != MEMBER_MANIFEST)
        return err_set(e, ERR_PARSE, "it is cut off");
    if (strcmp(have->db, says->db) != 0)
        return err_set(e, ERR_PARSE, "it is damaged: the database is not what it was");
    if (strcmp(have->key, says->key) != 0)
        return err_set(e, ERR_PARSE, "it is damaged: the key is not what it was");
    if (strcmp(have->files, says->files) != 0 || have->about.files != says->about.files ||
        have->about.bytes != says->about.bytes ||
        u->postgres != str_is(says->about.engine, "postgres"))
        return err_set(e, ERR_PARSE, "it is damaged: what is in it is not what it says");
    return ERR_OK;
}

/* All of it, into the folder `into` where that is not NULL. */
static enum err_code unpack(int fd, struct str passphrase, const char *into, struct arena *a,
                            struct unpacking *u, struct err *e)
{
    struct str name;
    int64_t bytes = 0;
    bool got = true;
    *u = (struct unpacking){.into = into, .a = a};
    enum err_code rc = pack_in_new(fd, passphrase, &u->in, e);
    if (rc)
        return rc;
    u->names = hash_stream_new();
    while ((rc = pack_in_next(u->in, &name, &bytes, &got, e)) == ERR_OK && got)
        if ((rc = take_member(u, name, bytes, e)))
            break;
    hash_stream_end(u->names, u->have.files);
    pack_in_free(u->in);
    return rc ? rc : compare(u, e);
}

static enum err_code open_backup(const char *path, int *fd, struct err *e)
{
    struct stat st;
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0)
        return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path,
                       errno == ENOENT ? "there is no such file" : strerror(errno));
    if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        return ERR_OK;
    close(*fd);
    return err_set(e, ERR_PARSE, "%s: %s", path,
                   S_ISREG(st.st_mode) ? "it is empty" : "it is no file");
}

enum err_code store_backup_sealed(const char *path, bool *sealed, struct err *e)
{
    int fd;
    enum err_code rc = open_backup(path, &fd, e);
    if (rc)
        return rc;
    *sealed = pack_is_sealed(fd);
    close(fd);
    return ERR_OK;
}

enum err_code store_backup_check(const char *path, struct str passphrase, struct arena *a,
                                 struct backup_about *out, struct err *e)
{
    int fd;
    struct unpacking u;
    enum err_code rc = open_backup(path, &fd, e);
    if (rc)
        return rc;
    rc = unpack(fd, passphrase, NULL, a, &u, e);
    close(fd);
    *out = u.says.about;
    return rc ? err_wrap(e, "%s", path) : ERR_OK;
}

/* The home -------------------------------------------------------------------------------- */

/* Is there something that would be lost? The locks alone are nothing. */
static bool holds_data(const char *home)
{
    bool holds = false;
    DIR *d = opendir(home);
    if (!d)
        return access(home, F_OK) == 0;
    for (struct dirent *en; !holds && (en = readdir(d));)
        holds = strcmp(en->d_name, ".") != 0 && strcmp(en->d_name, "..") != 0 &&
                strcmp(en->d_name, "lock") != 0 && strcmp(en->d_name, "backup.lock") != 0;
    closedir(d);
    return holds;
}

/* Whoever has the database open holds a shared lock on these bytes of it, as SQLite's file
 * format has it; so a server that does nothing at the moment is seen too. */
static bool is_open_somewhere(const char *home, struct arena *a)
{
    struct flock l = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002, .l_len = 510};
    int fd = open(arena_printf(a, "%s/tact.db", home).p, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool held = fcntl(fd, F_GETLK, &l) == 0 && l.l_type != F_UNLCK;
    close(fd);
    return held;
}

/* The lock stays held until the descriptor is closed; -1 where there is nothing to lock. */
static enum err_code may_replace(const char *home, bool force, int *lock, struct arena *a,
                                 struct err *e)
{
    *lock = open(arena_printf(a, "%s/lock", home).p, O_RDWR | O_CLOEXEC);
    if (holds_data(home) && !force)
        return err_set(e, ERR_CONFLICT,
                       "%s holds data; --force moves it aside first, or name another --home",
                       home);
    if ((*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0) || is_open_somewhere(home, a))
        return err_set(e, ERR_CONFLICT,
                       "%s is open in another tact, a server perhaps; stop it first", home);
    return ERR_OK;
}

static const char *name_aside(const char *home, struct arena *a)
{
    struct buf b;
    buf_init(&b, 64);
    time_put_iso(&b, time_now_ms());
    struct str t = buf_view(&b);
    char digits[32] = "";
    for (size_t i = 0, n = 0; i < t.n && n < 14; i++)
        if (ascii_is_digit((unsigned char)t.p[i]))
            digits[n++] = t.p[i];
    buf_free(&b);
    return arena_printf(a, "%s.before-%.8s-%s", home, digits, digits + 8).p;
}

/* The part becomes the home; what was there is moved aside, or was nothing. */
static enum err_code swap(const char *part, const char *home, struct arena *a,
                          struct str *aside, struct err *e)
{
    *aside = STR_NONE;
    if (holds_data(home)) {
        const char *before = name_aside(home, a);
        if (access(before, F_OK) == 0)
            return err_set(e, ERR_CONFLICT, "%s is there already; try again", before);
        if (rename(home, before) != 0)
            return err_set(e, ERR_IO, "%s can't be moved aside: %s", home, strerror(errno));
        *aside = str_from(before);
    } else {
        unlink(arena_printf(a, "%s/lock", home).p);
        unlink(arena_printf(a, "%s/backup.lock", home).p);
        rmdir(home);
    }
    if (rename(part, home) == 0)
        return files_sync_folder(files_folder(str_from(home), a).p, e);
    enum err_code rc = err_set(e, ERR_IO, "%s can't be made: %s", home, strerror(errno));
    if (aside->n && rename(aside->p, home) == 0)
        *aside = STR_NONE;
    return rc;
}

/* What is asked for. */
struct wish {
    const char *path;
    struct place at;
    struct str passphrase;
    bool force;
};

static enum err_code fill_part(int fd, const struct wish *w, const char *part, struct arena *a,
                               struct unpacking *u, struct err *e)
{
    enum err_code rc = unpack(fd, w->passphrase, part, a, u, e);
    if (rc)
        return rc;
    if (u->postgres != (w->at.db != NULL))
        return err_set(e, ERR_INVALID,
                       u->postgres ? "it is of a home on PostgreSQL; say which database it "
                                     "is to be restored into"
                                   : "it is of a home on SQLite, and goes into no other "
                                     "database");
    unlink(arena_printf(a, "%s/" BACKUP_MARK, part).p);
    if (u->postgres) {
        const char *dump = arena_printf(a, "%s/" BACKUP_POSTGRES, part).p;
        rc = backup_postgres_restore(w->at.db, dump, w->force, e);
        unlink(dump);
    }
    int dir = rc ? -1 : open(part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (rc == ERR_OK && (dir < 0 || syncfs(dir) != 0))
        rc = err_set(e, ERR_IO, "%s can't be written: %s", part, strerror(errno));
    if (dir >= 0)
        close(dir);
    return rc;
}

/* The real path of a home that is there, so that a link to it stays one. */
static const char *real_home(const char *home, struct arena *a)
{
    char *real = realpath(home, NULL);
    struct str s = arena_str(a, str_from(real ? real : home));
    free(real);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    return arena_cstr(a, s);
}

/* Beside the home: a folder that becomes it, with what is above it made. */
static enum err_code make_part(const char *home, char *part, struct arena *a, struct err *e)
{
    struct str above = files_folder(str_from(home), a);
    bool root = str_starts(above, STR("/"));
    above = arena_printf(a, STRF "/", STRA(str_after(above, root ? 1 : 0)));
    enum err_code rc = files_make_folders(root ? "" : ".", above, e);
    if (rc == ERR_OK && !mkdtemp(part))
        rc = err_set(e, ERR_IO, "%s can't be made: %s", part, strerror(errno));
    return rc;
}

static enum err_code restore_open(int fd, const struct wish *w, struct arena *a,
                                  struct unpacking *u, struct str *aside, struct err *e)
{
    const char *home = w->at.home;
    char *part = arena_cstr(a, arena_printf(a, "%s.part-XXXXXX", home));
    enum err_code rc = make_part(home, part, a, e);
    if (rc)
        return rc;
    if ((rc = fill_part(fd, w, part, a, u, e)))
        rc = err_wrap(e, "%s", w->path);
    if (rc == ERR_OK && is_open_somewhere(home, a))
        rc = err_set(e, ERR_CONFLICT, "%s was opened meanwhile; nothing is changed", home);
    if (rc == ERR_OK)
        rc = swap(part, home, a, aside, e);
    struct err ignored;
    if (rc && files_remove_tree(part, &ignored)) {
        /* the sentence about the first error matters more */
    }
    return rc;
}

enum err_code store_restore(const char *path, const struct place *at, struct str passphrase,
                            bool force, struct arena *a, struct backup_about *out,
                            struct str *aside, struct err *e)
{
    int fd, lock = -1;
    struct unpacking u = {.into = NULL};
    struct wish w = {path, *at, passphrase, force};
    w.at.home = real_home(at->home, a);
    *aside = STR_NONE;
    enum err_code rc = may_replace(w.at.home, force, &lock, a, e);
    if (rc == ERR_OK && (rc = open_backup(path, &fd, e)) == ERR_OK) {
        mode_t before = umask(0077);
        rc = restore_open(fd, &w, a, &u, aside, e);
        umask(before);
        close(fd);
    }
    if (lock >= 0)
        close(lock);
    *out = u.says.about;
    return rc;
}
