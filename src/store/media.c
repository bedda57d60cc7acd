/* store/media.c: the folder of kept files: written aside, named by content, swept after a crash. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/media.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"
#include "store/importer.h"
#include "store/timeline.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An import is one transaction, its files are not in it. So every file that takes its place
 * stands in DIR/media/journal first; the journal goes after the commit. A journal that is there
 * when the next import begins is of one that died: its files go, unless some row names them. */

enum {
    DIGEST_HEX = 64,
    PLACES_MOST = 500
};

struct media_file {
    struct store *s;
    struct hash_stream *hash;
    int fd;
    int64_t bytes;
};

static struct str in_media(const struct store *s, const char *name, struct arena *a)
{
    return arena_printf(a, "%smedia/%s", s->dir, name);
}

static struct str path_of(const struct store *s, struct str digest, struct arena *a)
{
    return arena_printf(a, "%smedia/" STRF "/" STRF, s->dir, STRA(str_sub(digest, 0, 2)),
                        STRA(digest));
}

static bool is_digest(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
            return false;
    return s.n == DIGEST_HEX;
}

static enum err_code is_kept(struct sql *q, struct str digest, bool *kept, struct err *e)
{
    int64_t n = 0;
    enum err_code rc =
        sql_one(q, "SELECT count(*) FROM media WHERE owner_id = $1 AND digest = $2",
                VALUES(I64(q->owner), TXT(digest)), &n, e);
    *kept = n > 0;
    return rc;
}

/* Writing ------------------------------------------------------------------------------- */

static enum err_code make_folder(struct str path, struct err *e)
{
    if (mkdir(path.p, 0700) != 0 && errno != EEXIST)
        return err_set(e, ERR_IO, "the folder %s can't be made: %s", path.p, strerror(errno));
    return ERR_OK;
}

static enum err_code open_in(struct store *s, struct media_file **out, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str aside = in_media(s, "incoming", a);
    enum err_code rc = store__own_folder(s, e);
    if (rc == ERR_OK)
        rc = make_folder(in_media(s, "", a), e);
    int fd = rc ? -1 : open(aside.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (rc == ERR_OK && fd < 0)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", aside.p, strerror(errno));
    arena_free(a);
    if (rc)
        return rc;
    *out = mem_calloc(1, sizeof **out);
    **out = (struct media_file){s, hash_stream_new(), fd, 0};
    return ERR_OK;
}

enum err_code store_media_open(struct importer *im, struct media_file **out, struct err *e)
{
    return open_in(im->s, out, e);
}

static enum err_code write_all(int fd, const char *p, size_t n, struct err *e)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_set(e, ERR_IO, "a picture can't be kept: %s", strerror(errno));
        p += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

enum err_code store_media_write(struct media_file *f, const void *p, size_t n, struct err *e)
{
    hash_stream_put(f->hash, p, n);
    f->bytes += (int64_t)n;
    return write_all(f->fd, p, n, e);
}

/* Closes it; the digest where `digest` is not NULL. */
static void end(struct media_file *f, char digest[65])
{
    char unused[65];
    hash_stream_end(f->hash, digest ? digest : unused);
    close(f->fd);
    mem_free(f);
}

void store_media_drop(struct media_file *f)
{
    if (!f)
        return;
    struct arena *a = arena_new(KIB(64));
    unlink(in_media(f->s, "incoming", a).p);
    arena_free(a);
    end(f, NULL);
}

/* Notes the file in the journal, then moves it to its place. */
static enum err_code move_in(struct store *s, struct str digest, struct arena *a, struct err *e)
{
    struct str path = path_of(s, digest, a), line = arena_printf(a, STRF "\n", STRA(digest));
    struct str folder = str_sub(path, 0, path.n - digest.n - 1);
    int fd = open(in_media(s, "journal", a).p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(e, ERR_IO, "the folder of pictures can't be written: %s",
                       strerror(errno));
    enum err_code rc = write_all(fd, line.p, line.n, e);
    close(fd);
    if (rc == ERR_OK)
        rc = make_folder(arena_str(a, folder), e);
    if (rc == ERR_OK && rename(in_media(s, "incoming", a).p, path.p) != 0)
        rc = err_set(e, ERR_IO, "%s can't be made: %s", path.p, strerror(errno));
    return rc;
}

enum err_code store_media_keep(struct media_file *f, struct str media_type, char digest[65],
                               struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct store *s = f->s;
    int64_t bytes = f->bytes;
    bool kept = false;
    end(f, digest);
    struct str name = str_from(digest);
    enum err_code rc = is_kept(&s->sql, name, &kept, e);
    if (rc == ERR_OK && kept && access(path_of(s, name, a).p, R_OK) == 0)
        unlink(in_media(s, "incoming", a).p);
    else if (rc == ERR_OK)
        rc = move_in(s, name, a, e);
    if (rc == ERR_OK)
        rc =
            sql_run(&s->sql,
                    "INSERT INTO media (owner_id, digest, bytes, media_type) "
                    "VALUES ($1, $2, $3, $4) "
                    "ON CONFLICT DO NOTHING",
                    VALUES(I64(s->sql.owner), TXT(name), I64(bytes), TXT(media_type)), NULL, e);
    arena_free(a);
    return rc;
}

enum err_code store__media_copy(struct store *s, int fd, struct str media_type, char digest[65],
                                struct err *e)
{
    struct media_file *f = NULL;
    char piece[65536];
    ssize_t got = 0;
    enum err_code rc = open_in(s, &f, e);
    while (rc == ERR_OK && (got = pread(fd, piece, sizeof piece, f->bytes)) > 0)
        rc = f->bytes + got > (int64_t)LIMIT_MEDIA_FILE
                 ? err_set(e, ERR_LIMIT, "a file of %zu MB is the largest that is kept",
                           LIMIT_MEDIA_FILE >> 20)
                 : store_media_write(f, piece, (size_t)got, e);
    if (rc == ERR_OK && got < 0)
        rc = err_set(e, ERR_IO, "a picture can't be read: %s", strerror(errno));
    if (rc) {
        store_media_drop(f);
        return rc;
    }
    return store_media_keep(f, media_type, digest, e);
}

/* Naming -------------------------------------------------------------------------------- */

static enum err_code take_place(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct media_place *p = store__push(l);
    *p = (struct media_place){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

enum err_code store_media_places(struct importer *im, int64_t after, struct arena *a,
                                 struct media_place **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct media_place)};
    enum err_code rc = store__each(
        im->q,
        "SELECT t.id, t.uri, t.media "
        "FROM attachments t "
        "WHERE t.owner_id = $1 AND t.id > $2 AND (t.import_id = $3 OR EXISTS (SELECT 1 FROM "
        "sightings g WHERE g.owner_id = $1 AND g.kind = $4 AND g.row_id = t.id AND "
        "g.import_id = $3)) "
        "ORDER BY t.id LIMIT $5",
        VALUES(I64(im->q->owner), I64(after), I64(im->id), I64(RECORD_ATTACHMENT),
               I64(PLACES_MOST)),
        take_place, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_media_name(struct importer *im, int64_t attachment_id, struct str digest,
                               struct err *e)
{
    int64_t filled = 0, named = 0;
    enum err_code rc = sql_run(
        im->q,
        "INSERT INTO attachment_media (owner_id, attachment_id, import_id, media) "
        "SELECT t.owner_id, t.id, $3, $4 "
        "FROM attachments t "
        "WHERE t.owner_id = $1 AND t.id = $2 AND (t.import_id = $3 OR EXISTS (SELECT 1 FROM "
        "sightings g WHERE g.owner_id = $1 AND g.kind = $5 AND g.row_id = t.id AND "
        "g.import_id = $3)) "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(im->q->owner), I64(attachment_id), I64(im->id), TXT(digest),
               I64(RECORD_ATTACHMENT)),
        &named, e);
    if (rc == ERR_OK && named)
        rc = sql_run(im->q,
                     "UPDATE attachments "
                     "SET media = $3 "
                     "WHERE owner_id = $1 AND id = $2 AND media = ''",
                     VALUES(I64(im->q->owner), I64(attachment_id), TXT(digest)), &filled, e);
    im->changed += filled;
    return rc;
}

/* Reading ------------------------------------------------------------------------------- */

enum err_code store_media_path(struct store *s, struct str media, struct arena *a,
                               struct str *path, struct str *media_type, struct err *e)
{
    struct sql_query k;
    bool row = false;
    if (!is_digest(media))
        return err_set(e, ERR_NOT_FOUND, "there is no such picture here");
    enum err_code rc =
        sql_ask(&s->sql, &k, "SELECT media_type FROM media WHERE owner_id = $1 AND digest = $2",
                VALUES(I64(s->sql.owner), TXT(media)), e);
    if (rc)
        return rc;
    rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        *media_type = sql_copy(&k, 0, a);
        *path = path_of(s, media, a);
    }
    sql_done(&k);
    if (rc == ERR_OK && !row)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such picture here");
    return rc;
}

struct walk {
    struct store *s;
    enum err_code (*each)(void *ctx, const struct media_kept *m, struct err *e);
    void *ctx;
};

static enum err_code give_kept(void *ctx, struct sql_query *k, struct err *e)
{
    struct walk *w = ctx;
    struct arena *a = arena_new(KIB(64));
    struct media_kept m = {.digest = sql_copy(k, 0, a), .media_type = sql_copy(k, 1, a)};
    m.path = path_of(w->s, m.digest, a);
    enum err_code rc = w->each(w->ctx, &m, e);
    arena_free(a);
    return rc;
}

enum err_code store_media_each(struct store *s,
                               enum err_code (*each)(void *ctx, const struct media_kept *m,
                                                     struct err *e),
                               void *ctx, struct err *e)
{
    struct walk w = {s, each, ctx};
    return store__each(&s->sql,
                       "SELECT digest, media_type FROM media WHERE owner_id = $1 "
                       "ORDER BY digest",
                       VALUES(I64(s->sql.owner)), give_kept, &w, e);
}

/* Sweeping ------------------------------------------------------------------------------ */

static void remove_file(const struct store *s, struct str digest, struct arena *a)
{
    struct str path = path_of(s, digest, a);
    unlink(path.p);
    rmdir(arena_str(a, str_sub(path, 0, path.n - digest.n - 1)).p); /* where it was the last */
}

void store__media_settled(struct store *s)
{
    struct arena *a = arena_new(KIB(64));
    unlink(in_media(s, "journal", a).p);
    arena_free(a);
}

static enum err_code sweep_journal(struct store *s, FILE *journal, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    char line[DIGEST_HEX + 2];
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && fgets(line, sizeof line, journal)) {
        struct str digest = str_trim(str_from(line));
        bool kept = true;
        arena_reset(a);
        if (!is_digest(digest))
            continue; /* cut off in the middle of a line: that file was not moved yet */
        rc = is_kept(&s->sql, digest, &kept, e);
        if (rc == ERR_OK && !kept)
            remove_file(s, digest, a);
    }
    arena_free(a);
    return rc;
}

enum err_code store__media_sweep(struct store *s, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    enum err_code rc = ERR_OK;
    unlink(in_media(s, "incoming", a).p);
    FILE *journal = fopen(in_media(s, "journal", a).p, "re");
    arena_free(a);
    if (!journal)
        return ERR_OK;
    rc = sweep_journal(s, journal, e);
    fclose(journal);
    if (rc == ERR_OK)
        store__media_settled(s);
    return rc;
}

/* One folder of files, media/ab. */
static enum err_code sweep_folder(struct store *s, const char *path, struct err *e)
{
    enum err_code rc = ERR_OK;
    DIR *d = opendir(path);
    for (struct dirent *en; d && rc == ERR_OK && (en = readdir(d));) {
        struct str name = str_from(en->d_name);
        bool kept = false;
        if (name.p[0] == '.')
            continue;
        if (is_digest(name))
            rc = is_kept(&s->sql, name, &kept, e);
        if (rc == ERR_OK && !kept)
            unlinkat(dirfd(d), en->d_name, 0);
    }
    if (d)
        closedir(d);
    rmdir(path); /* where it is empty now */
    return rc;
}

enum err_code store__media_sweep_all(struct store *s, struct err *e)
{
    struct arena *a = arena_new(MIB(1));
    const char *path = in_media(s, "", a).p;
    DIR *d = opendir(path);
    enum err_code rc = ERR_OK;
    unlink(in_media(s, "incoming", a).p);
    store__media_settled(s);
    for (struct dirent *en; d && rc == ERR_OK && (en = readdir(d));)
        if (en->d_name[0] != '.')
            rc = sweep_folder(s, in_media(s, en->d_name, a).p, e);
    if (d)
        closedir(d);
    rmdir(path);
    arena_free(a);
    return rc;
}

enum err_code store__media_sync(struct store *s, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    int fd = open(in_media(s, "journal", a).p, O_RDONLY | O_CLOEXEC);
    arena_free(a);
    if (fd < 0)
        return ERR_OK; /* no file came */
    /* one call for all of them: thousands of single ones would take minutes */
    bool fine = syncfs(fd) == 0;
    close(fd);
    return fine ? ERR_OK : err_set(e, ERR_IO, "pictures can't be written: %s", strerror(errno));
}

static enum err_code take_digest(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    *(struct str *)store__push(l) = sql_copy(k, 0, l->a);
    return ERR_OK;
}

/* A draft may be thrown away while what it said still waits in the outbox: the body of a publication
 * names its pictures, and nothing in it but a digest is 64 hex digits long.
 * The file goes before its row: what is left of a crash in between is found again. */
enum err_code store__media_forget(struct store *s, struct err *e)
{
    int hold = store__hold_files(s);
    if (hold < 0)
        return ERR_OK; /* a backup may want them: the next undo finds them again */
    struct arena *a = arena_new(MIB(256));
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT digest "
        "FROM media "
        "WHERE owner_id = $1 AND NOT EXISTS (SELECT 1 FROM attachments t WHERE t.owner_id = "
        "media.owner_id AND t.media = media.digest AND t.media <> '') "
        "AND NOT EXISTS (SELECT 1 FROM attachment_media x WHERE x.owner_id = media.owner_id "
        "AND x.media = media.digest) "
        "AND NOT EXISTS (SELECT 1 FROM draft_media d WHERE d.owner_id = media.owner_id AND "
        "d.media = media.digest) "
        "AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.owner_id = media.owner_id AND "
        "p.state NOT IN ('sent', 'dropped') AND p.body LIKE '%' || media.digest || '%')",
        VALUES(I64(s->sql.owner)), take_digest, &l, e);
    const struct str *digest = l.v;
    if (rc == ERR_OK && l.n > 0 && (rc = sql_begin(&s->sql, e)) == ERR_OK) {
        for (size_t i = 0; i < l.n && rc == ERR_OK; i++) {
            remove_file(s, digest[i], a);
            store__picture_forget(s, digest[i], a);
            rc = sql_run(&s->sql, "DELETE FROM pictures WHERE owner_id = $1 AND digest = $2",
                         VALUES(I64(s->sql.owner), TXT(digest[i])), NULL, e);
            if (rc == ERR_OK)
                rc = sql_run(&s->sql, "DELETE FROM media WHERE owner_id = $1 AND digest = $2",
                             VALUES(I64(s->sql.owner), TXT(digest[i])), NULL, e);
        }
        if (rc == ERR_OK)
            rc = sql_commit(&s->sql, e);
        if (rc)
            sql_rollback(&s->sql);
    }
    arena_free(a);
    close(hold);
    return rc;
}
