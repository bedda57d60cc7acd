/* store/backup.c: a home into one file: a snapshot of the database, then the files it names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_private.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/time.h"
#include "store/files.h"
#include "store/pack.h"
#include "store/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files go with an undo or an owner, and the snapshot must find those that its rows name. So
 * whoever removes some holds HOME/backup.lock, and so does a backup from before its snapshot to
 * its end; an undo that finds it held leaves its files to the next one (media.c). */
int store__hold_files(const struct store *s)
{
    struct arena *a = arena_new(KIB(64));
    int fd =
        open(arena_printf(a, "%sbackup.lock", s->home).p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    arena_free(a);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* The snapshot stands in the home while it is packed: it holds no more than the home does. */
static struct str snapshot_path(const struct store *s, struct arena *a)
{
    return arena_printf(a, "%s.backup-snapshot", s->home);
}

void store__drop_snapshot(const struct store *s)
{
    /* a log of one that died must not be taken for the next one's */
    static const char *const beside[] = {"", "-journal", "-wal", "-shm"};
    struct arena *a = arena_new(KIB(64));
    const char *path = snapshot_path(s, a).p;
    for (size_t i = 0; i < COUNT_OF(beside); i++)
        unlink(arena_printf(a, "%s%s", path, beside[i]).p);
    arena_free(a);
}

struct making {
    struct store *s;
    const struct place *at;
    struct arena *a;
    struct pack_out *out;
    struct sql shot;       /* the snapshot; the database itself with PostgreSQL */
    const char *shot_path; /* what becomes the database's member */
    struct manifest m;
    struct hash_stream *names;
};

static enum err_code take_snapshot(struct making *k, struct err *e)
{
    const struct sql_engine *g = k->s->sql.engine;
    enum err_code rc;
    store__drop_snapshot(k->s); /* of one that died */
    k->shot_path = snapshot_path(k->s, k->a).p;
    if (k->at->db)
        return backup_postgres_dump(k->at->db, k->shot_path, e);
    if (!g->backup)
        return err_set(e, ERR_UNSUPPORTED, "this database can't be backed up by tact");
    if ((rc = g->backup(k->s->sql.db, k->shot_path, e)) == ERR_OK)
        rc = sql_open(&k->shot, g, k->shot_path, true, e);
    return rc;
}

static enum err_code put_text(struct making *k, const char *name, struct str text,
                              struct err *e)
{
    struct stream_mem m;
    char unused[65];
    return pack_out_put(k->out, name, (int64_t)text.n, stream_mem_init(&m, text), unused, e);
}

/* A file as a member; `digest` becomes what it really is. */
static enum err_code put_file(struct making *k, const char *name, const char *path,
                              char digest[65], struct err *e)
{
    struct files_stream in;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum err_code rc = err_set(e, ERR_IO, "%s can't be read: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return rc;
    }
    enum err_code rc =
        pack_out_put(k->out, name, st.st_size, files_stream_init(&in, fd), digest, e);
    close(fd);
    k->m.about.bytes += st.st_size;
    return rc;
}

/* Is it there, and what its name says? */
static bool is_whole(struct making *k, const char *path, struct str digest)
{
    char have[65] = "";
    int64_t bytes = 0;
    struct err ignored;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        k->m.about.missing++;
        return false;
    }
    bool whole = files_digest(fd, have, &bytes, &ignored) == ERR_OK && str_is(digest, have);
    close(fd);
    if (!whole)
        k->m.about.damaged++;
    return whole;
}

static enum err_code put_kept(void *ctx, struct sql_query *row, struct err *e)
{
    struct making *k = ctx;
    struct arena *a = arena_new(KIB(64));
    int64_t owner = sql_i64(row, 0);
    struct str digest = sql_copy(row, 1, a), folder = STR_NONE;
    char have[65];
    enum err_code rc = ERR_OK;
    if (owner != FIRST_OWNER)
        folder = arena_printf(a, "owners/%lld/", (long long)owner);
    struct str name = arena_printf(a, STRF "media/" STRF "/" STRF, STRA(folder),
                                   STRA(str_sub(digest, 0, 2)), STRA(digest));
    struct str path = arena_printf(a, "%s" STRF, k->s->home, STRA(name));
    if (is_whole(k, path.p, digest)) {
        rc = put_file(k, name.p, path.p, have, e);
        if (rc == ERR_OK && !str_is(digest, have))
            rc = err_set(e, ERR_CONFLICT, "%s changed while it was read", path.p);
        hash_stream_put(k->names, name.p, name.n);
        hash_stream_put(k->names, "\n", 1);
        k->m.about.files++;
    }
    arena_free(a);
    return rc;
}

static enum err_code put_members(struct making *k, struct err *e)
{
    struct sql *q = k->shot.db ? &k->shot : &k->s->sql;
    const char *key = arena_printf(k->a, "%skey", k->s->home).p;
    k->m.about.made_ms = time_now_ms();
    k->m.about.engine = str_from(k->at->db ? "postgres" : "sqlite");
    enum err_code rc = put_text(k, BACKUP_MARK, STR("1\n"), e);
    if (rc == ERR_OK)
        rc = put_file(k, k->at->db ? BACKUP_POSTGRES : BACKUP_SQLITE, k->shot_path, k->m.db, e);
    if (rc == ERR_OK && access(key, F_OK) == 0)
        rc = put_file(k, BACKUP_KEY, key, k->m.key, e);
    k->names = hash_stream_new();
    if (rc == ERR_OK)
        rc = store__each(q, "SELECT owner_id, digest FROM media ORDER BY owner_id, digest",
                         NULL, 0, put_kept, k, e);
    hash_stream_end(k->names, k->m.files);
    struct buf b;
    buf_init(&b, MIB(1));
    if (rc == ERR_OK)
        rc = manifest_put(&k->m, q, &b, e);
    if (rc == ERR_OK)
        rc = put_text(k, BACKUP_MANIFEST, buf_view(&b), e);
    if (rc == ERR_OK)
        rc = manifest_read(buf_view(&b), k->a, &k->m, e);
    buf_free(&b);
    return rc;
}

static enum err_code write_part(struct making *k, const char *part, struct str passphrase,
                                struct err *e)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_set(e, ERR_IO, "%s can't be made: %s", part, strerror(errno));
    enum err_code rc = pack_out_new(fd, passphrase, &k->out, e);
    if (rc == ERR_OK)
        rc = put_members(k, e);
    if (rc == ERR_OK)
        rc = pack_out_end(k->out, e);
    pack_out_free(k->out);
    if (rc == ERR_OK && fsync(fd) != 0)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", part, strerror(errno));
    close(fd);
    return rc;
}

static enum err_code refuse(const char *path, bool force, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return ERR_OK;
    if (S_ISREG(st.st_mode) && force)
        return ERR_OK;
    return err_set(e, ERR_CONFLICT, "%s is there already; %s", path,
                   S_ISREG(st.st_mode) ? "--force replaces it" : "name a file in it");
}

/* Takes its name; without force a file that came meanwhile stays. */
static enum err_code take_name(const char *part, const char *path, bool force, struct arena *a,
                               struct err *e)
{
    int r = force ? rename(part, path)
                  : renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE);
    if (r != 0 && errno == EINVAL && refuse(path, force, e) == ERR_OK)
        r = rename(part, path); /* a file system that can't say "unless it is there" */
    if (r != 0)
        return err_set(e, ERR_IO, "%s can't be made: %s", path, strerror(errno));
    return files_sync_folder(files_folder(str_from(path), a).p, e);
}

enum err_code store_backup(struct store *s, const struct place *at, const char *path,
                           struct str passphrase, bool force, struct arena *a,
                           struct backup_about *out, struct err *e)
{
    struct making k = {.s = s, .at = at, .a = a};
    const char *part = arena_printf(a, "%s.part", path).p;
    enum err_code rc = refuse(path, force, e);
    if (rc)
        return rc;
    int hold = store__hold_files(s);
    for (int tries = 0; hold < 0 && tries < 50; tries++) {
        usleep(100000); /* an undo has it for a moment */
        hold = store__hold_files(s);
    }
    if (hold < 0)
        return err_set(e, ERR_CONFLICT,
                       "another backup is being made, or files are being removed; try again "
                       "when it is done");
    mode_t before = umask(0077);
    rc = take_snapshot(&k, e);
    if (rc == ERR_OK)
        rc = write_part(&k, part, passphrase, e);
    sql_close(&k.shot);
    store__drop_snapshot(s);
    if (rc == ERR_OK)
        rc = take_name(part, path, force, a, e);
    if (rc)
        unlink(part);
    umask(before);
    close(hold);
    *out = k.m.about;
    return rc;
}
