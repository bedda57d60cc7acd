/* archives/container.c: the one door to files from outside: list, check, stream. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/container.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 2048,
    HEADS_MOST = 400,
    DEPTH_MOST = 32
};

enum kind {
    KIND_FOLDER,
    KIND_FILE,
    KIND_PACKED /* whatever libarchive opens: zip, tar, tar.gz */
};

/* Where an entry is found again: its very path on disk, or which of the packed files it is. */
struct place {
    const char *real;
    size_t nth;
};

struct container {
    enum kind kind;
    struct arena *a;
    char *path;
    struct str name;
    struct entry *entry;
    struct place *place; /* beside each entry */
    size_t n, cap, places, heads;
    locale_t utf8; /* libarchive turns names into the locale's bytes: this one's, not main's */
    struct map *tails; /* the last two components of each path, and them folded → entry */
    int64_t size;
    _Atomic int64_t done; /* the progress bar looks at it from another thread */
    int64_t unpacked;     /* in the pass under way */
};

/* One entry being read. */
struct source {
    struct stream stream;
    struct container *c;
    struct archive *packed; /* or */
    int fd;
};

const struct entry *container_entries(const struct container *c, size_t *n)
{
    *n = c ? c->n : 0;
    return c ? c->entry : NULL;
}

bool container_is_file(const struct container *c)
{
    return c->kind == KIND_FILE;
}

struct str container_name(const struct container *c)
{
    return c->name;
}

int64_t container_size(const struct container *c)
{
    return c->size;
}

int64_t container_done(const struct container *c)
{
    return c->done;
}

/* The last two components: enough to tell one picture from another, whatever folder an archive
 * was packed again under. */
static struct str tail_of(struct str path)
{
    ptrdiff_t last = str_rchr(path, '/');
    ptrdiff_t before = last > 0 ? str_rchr(str_sub(path, 0, (size_t)last), '/') : -1;
    return str_after(path, (size_t)(before + 1));
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* Macs take é apart (NFD) where the document that names the file does not. */
static void note_tail(struct container *c, struct str path, size_t entry)
{
    struct str tail = tail_of(path);
    map_put(c->tails, tail, (int64_t)entry, NULL);
    if (!is_ascii(tail))
        map_put(c->tails, fold_case(tail, c->a), (int64_t)entry, NULL);
}

ptrdiff_t container_find(const struct container *c, struct str uri)
{
    struct str tail = tail_of(uri);
    if (uri.n == 0)
        return -1;
    const int64_t *at = map_find(c->tails, tail);
    if (at || is_ascii(tail))
        return at ? (ptrdiff_t)*at : -1;
    struct arena *a = arena_new(KIB(256));
    at = map_find(c->tails, fold_case(utf8_clean(str_sub(tail, 0, KIB(4)), a), a));
    arena_free(a);
    return at ? (ptrdiff_t)*at : -1;
}

bool container_has(const struct container *c, struct str uri)
{
    return container_find(c, uri) >= 0;
}

static struct str flatten(struct str path, struct arena *a)
{
    char *out = arena_alloc(a, path.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < path.n; i++) {
        char ch = ascii_lower(path.p[i]);
        if (ascii_is_alnum((unsigned char)ch) || ch == '.' || ch == '/')
            out[n++] = ch;
    }
    return (struct str){out, n};
}

/* What a Mac or Windows leaves in archives of its own accord. */
static bool is_litter(struct str path)
{
    return str_find(path, STR("__MACOSX/")) >= 0 || str_ends(path, STR(".DS_Store")) ||
           str_ends(path, STR("Thumbs.db")) || str_ends(path, STR("desktop.ini"));
}

static bool leads_outside(struct str path)
{
    struct str rest = path, part;
    if (path.n && path.p[0] == '/')
        return true;
    if (path.n > 1 && path.p[1] == ':' && ascii_is_alpha((unsigned char)path.p[0]))
        return true;
    while (str_cut(&rest, '/', &part))
        if (str_is(part, ".."))
            return true;
    return false;
}

static bool looks_like_text(struct str flat)
{
    static const struct str ends[] = {STR_INIT(".json"), STR_INIT(".js"),   STR_INIT(".csv"),
                                      STR_INIT(".vcf"),  STR_INIT(".html"), STR_INIT(".txt"),
                                      STR_INIT(".tsv"),  STR_INIT(".vcard")};
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends(flat, ends[i]))
            return true;
    return false;
}

/* Checks a name and adds the entry; *added NULL where it is litter. */
static enum err_code add_entry(struct container *c, struct str raw, int64_t size,
                               struct entry **added, struct err *e)
{
    *added = NULL;
    if (raw.n > LIMIT_ENTRY_NAME)
        return err_set(e, ERR_LIMIT, "a name inside it is longer than %zu bytes",
                       (size_t)LIMIT_ENTRY_NAME);
    if (c->n >= LIMIT_ENTRIES || arena_left(c->a) < KIB(256))
        return err_set(e, ERR_LIMIT, "it holds more than %d files, or their names are too long",
                       LIMIT_ENTRIES);
    struct str path = utf8_or_cp1252(raw, c->a);
    char *fixed = arena_cstr(c->a, path);
    for (char *p = fixed; *p; p++)
        if (*p == '\\')
            *p = '/';
    path = str_from(fixed);
    while (str_starts(path, STR("./")))
        path = str_after(path, 2);
    if (leads_outside(path))
        return err_set(e, ERR_INVALID,
                       "it holds a file whose name leads outside of it (\"" STRF
                       "\"), so it was not made by a network",
                       STRA(path));
    if (is_litter(path) || path.n == 0)
        return ERR_OK;
    c->entry = mem_grow(c->entry, &c->cap, c->n + 1, sizeof *c->entry);
    c->place = mem_grow(c->place, &c->places, c->n + 1, sizeof *c->place);
    c->entry[c->n] = (struct entry){path, flatten(path, c->a), STR_NONE, size};
    c->place[c->n] = (struct place){NULL, 0};
    note_tail(c, path, c->n);
    *added = &c->entry[c->n++];
    return ERR_OK;
}

static enum err_code packed_error(struct archive *ar, struct err *e)
{
    const char *why = archive_error_string(ar);
    if (why && (strstr(why, "assphrase") || strstr(why, "ncrypt")))
        return err_set(e, ERR_DENIED,
                       "it is protected by a password; unpack it and import the folder");
    if (why && strstr(why, "nrecognized archive format"))
        return err_set(e, ERR_PARSE, "it is no archive (neither zip nor tar)");
    return err_set(e, ERR_PARSE, "it is damaged or cut off (%s); download it again",
                   why ? why : "no reason given");
}

static enum err_code open_packed(struct container *c, struct archive **out, struct err *e)
{
    struct archive *ar = archive_read_new();
    archive_read_support_format_zip(ar);
    archive_read_support_format_tar(ar);
    archive_read_support_filter_gzip(ar);
    archive_read_support_filter_bzip2(ar);
    archive_read_support_filter_xz(ar);
    if (archive_read_open_filename(ar, c->path, 256 * 1024) != ARCHIVE_OK) {
        enum err_code rc = packed_error(ar, e);
        archive_read_free(ar);
        return rc;
    }
    *out = ar;
    return ERR_OK;
}

/* Counts what was unpacked, or says that it will be, and refuses a bomb. */
static enum err_code count_unpacked(struct container *c, int64_t n, struct err *e)
{
    c->unpacked = n > INT64_MAX - c->unpacked ? INT64_MAX : c->unpacked + n;
    if (c->unpacked > (int64_t)LIMIT_UNPACK_FREE && c->unpacked / LIMIT_UNPACK_RATIO > c->size)
        return err_set(
            e, ERR_LIMIT,
            "it unpacks to more than %d times its size, which no network's archive does",
            LIMIT_UNPACK_RATIO);
    return ERR_OK;
}

static enum err_code source_read(struct stream *s, void *p, size_t cap, size_t *got,
                                 struct err *e)
{
    struct source *src = (struct source *)s;
    *got = 0;
    ssize_t n;
    if (src->packed) {
        n = archive_read_data(src->packed, p, cap);
        if (n < 0) {
            enum err_code rc = packed_error(src->packed, e);
            if (e && rc == ERR_PARSE)
                e->code = ERR_IO; /* the container is at fault, not the document in it */
            return rc == ERR_PARSE ? ERR_IO : rc;
        }
        src->c->done = archive_filter_bytes(src->packed, -1);
    } else {
        do
            n = read(src->fd, p, cap);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return err_set(e, ERR_IO, "reading failed: %s", strerror(errno));
        src->c->done += n;
    }
    *got = (size_t)n;
    return src->packed ? count_unpacked(src->c, n, e) : ERR_OK;
}

/* Keeps the first bytes of an entry that looks like text. */
static enum err_code keep_head(struct container *c, struct entry *en, struct source *src,
                               struct err *e)
{
    if (c->heads >= HEADS_MOST || !looks_like_text(en->flat))
        return ERR_OK;
    char head[HEAD_BYTES];
    size_t n = 0;
    for (size_t got = 1; got > 0 && n < sizeof head; n += got) {
        enum err_code rc = source_read(&src->stream, head + n, sizeof head - n, &got, e);
        if (rc)
            return rc;
    }
    en->head = arena_str(c->a, str_of(head, n));
    c->heads++;
    return ERR_OK;
}

/* The name of a packed entry, as raw bytes where the archive does not say what they are. A name
 * that claims to be UTF-8 and is not is lost in libarchive; its file must not be. */
static struct str packed_name(struct container *c, struct archive_entry *ae, size_t nth)
{
    locale_t before = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
    const char *name = archive_entry_pathname(ae);
    if (!name)
        name = archive_entry_pathname_utf8(ae);
    struct str out = name ? str_of(name, strlen(name))
                          : arena_printf(c->a, "file %zu without a readable name", nth);
    if (before)
        uselocale(before);
    return out;
}

/* The next regular file, counted in *nth; *got false at the end. */
static enum err_code next_packed(struct container *c, struct archive *ar,
                                 struct archive_entry **ae, size_t *nth, bool *got,
                                 struct err *e)
{
    *got = false;
    for (;;) {
        locale_t before = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
        int r = archive_read_next_header(ar, ae);
        if (before)
            uselocale(before);
        if (r == ARCHIVE_EOF)
            return ERR_OK;
        if (r < ARCHIVE_WARN)
            return packed_error(ar, e);
        if (archive_entry_is_encrypted(*ae) > 0)
            return err_set(e, ERR_DENIED,
                           "it is protected by a password; unpack it and import the folder");
        if (archive_entry_filetype(*ae) == AE_IFREG && !archive_entry_hardlink(*ae)) {
            ++*nth;
            *got = true;
            return ERR_OK;
        }
    }
}

/* What an entry says it unpacks to is refused before it is: to skip it in a tar.gz is to unpack
 * it. What it hides, source_read finds. */
static enum err_code list_one(struct container *c, struct archive_entry *ae, size_t nth,
                              struct source *src, struct err *e)
{
    struct entry *en = NULL;
    int64_t size = archive_entry_size_is_set(ae) ? archive_entry_size(ae) : -1;
    enum err_code rc = count_unpacked(c, size > 0 ? size : 0, e);
    if (rc || (rc = add_entry(c, packed_name(c, ae, nth), size, &en, e)) || !en)
        return rc;
    c->place[c->n - 1].nth = nth;
    return keep_head(c, en, src, e);
}

static enum err_code list_packed(struct container *c, struct err *e)
{
    struct archive *ar = NULL;
    struct archive_entry *ae = NULL;
    bool got = false;
    size_t nth = 0;
    enum err_code rc = open_packed(c, &ar, e);
    if (rc)
        return rc;
    struct source src = {{source_read}, c, ar, -1};
    while ((rc = next_packed(c, ar, &ae, &nth, &got, e)) == ERR_OK && got)
        if ((rc = list_one(c, ae, nth, &src, e)))
            break;
    archive_read_free(ar);
    return rc;
}

static enum err_code head_of_file(struct container *c, struct entry *en, const char *path,
                                  struct err *e)
{
    /* whoever names one file may name a link to it */
    int fd = open(path, O_RDONLY | O_CLOEXEC | (c->kind == KIND_FOLDER ? O_NOFOLLOW : 0));
    if (fd < 0)
        return err_set(e, ERR_IO, "%s can't be read: %s", path, strerror(errno));
    struct source src = {{source_read}, c, NULL, fd};
    enum err_code rc = keep_head(c, en, &src, e);
    close(fd);
    return rc;
}

/* Adds the files below `dir`; `inside` is its path within the container. */
static enum err_code list_folder(struct container *c, const char *dir, struct str inside,
                                 int depth, struct err *e)
{
    struct dirent **names = NULL;
    if (depth > DEPTH_MOST)
        return err_set(e, ERR_LIMIT, "it has folders inside folders, more than %d deep",
                       DEPTH_MOST);
    int n = scandir(dir, &names, NULL, alphasort);
    if (n < 0)
        return err_set(e, ERR_IO, "the folder %s can't be read: %s", dir, strerror(errno));
    enum err_code rc = ERR_OK;
    for (int i = 0; i < n; i++) {
        struct str name = str_from(names[i]->d_name);
        struct stat st;
        if (rc == ERR_OK && !str_is(name, ".") && !str_is(name, "..")) {
            struct str path = arena_printf(c->a, "%s/" STRF, dir, STRA(name));
            struct str sub = arena_printf(c->a, STRF "%s" STRF, STRA(inside),
                                          inside.n ? "/" : "", STRA(name));
            struct entry *en = NULL;
            if (lstat(path.p, &st) != 0)
                rc = err_set(e, ERR_IO, "%s can't be read: %s", path.p, strerror(errno));
            else if (S_ISDIR(st.st_mode))
                rc = list_folder(c, path.p, sub, depth + 1, e);
            else if (S_ISREG(st.st_mode) && !(rc = add_entry(c, sub, st.st_size, &en, e)) &&
                     en) {
                c->size += st.st_size;
                c->place[c->n - 1].real = path.p; /* the very bytes, to open it by */
                rc = head_of_file(c, en, path.p, e);
            }
        }
        free(names[i]);
    }
    free(names);
    return rc;
}

static bool has_magic(const char *path)
{
    unsigned char b[512] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, b, sizeof b);
    if (fd >= 0)
        close(fd);
    if (n < 4)
        return false;
    static const struct {
        size_t at, n;
        const char *bytes;
    } magic[] = {
        {0,   4, "PK\3\4"  },
        {0,   4, "PK\5\6"  },
        {0,   2, "\x1f\x8b"},
        {0,   3, "BZh"     },
        {0,   6,
         "\xFD"
         "7zXZ"            },
        {257, 5, "ustar"   }
    };
    for (size_t i = 0; i < COUNT_OF(magic); i++)
        if ((size_t)n >= magic[i].at + magic[i].n &&
            memcmp(b + magic[i].at, magic[i].bytes, magic[i].n) == 0)
            return true;
    return false;
}

static enum err_code list_any(struct container *c, const struct stat *st, struct err *e)
{
    if (S_ISDIR(st->st_mode)) {
        c->kind = KIND_FOLDER;
        return list_folder(c, c->path, STR_NONE, 0, e);
    }
    if (!S_ISREG(st->st_mode))
        return err_set(e, ERR_UNSUPPORTED, "it is neither a file nor a folder");
    c->size = st->st_size;
    if (st->st_size == 0)
        return err_set(e, ERR_PARSE, "it is empty; download it again");
    if (has_magic(c->path)) {
        c->kind = KIND_PACKED;
        return list_packed(c, e);
    }
    c->kind = KIND_FILE;
    struct entry *en = NULL;
    enum err_code rc = add_entry(c, c->name, st->st_size, &en, e);
    return rc == ERR_OK && en ? head_of_file(c, en, c->path, e) : rc;
}

enum err_code container_open(const char *path, struct container **out, struct err *e)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return err_set(e, ERR_NOT_FOUND, "%s: %s", path,
                       errno == ENOENT ? "there is no such file or folder" : strerror(errno));
    struct container *c = mem_calloc(1, sizeof *c);
    c->a = arena_new(MIB(1024));
    c->tails = map_new();
    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!c->utf8)
        c->utf8 = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
    struct str p = str_from(path);
    while (p.n > 1 && p.p[p.n - 1] == '/')
        p.n--;
    c->path = arena_cstr(c->a, p);
    ptrdiff_t slash = str_rchr(p, '/');
    c->name = utf8_clean(arena_str(c->a, str_after(p, (size_t)(slash + 1))), c->a);
    enum err_code rc = list_any(c, &st, e);
    if (rc == ERR_OK && c->n == 0)
        rc = err_set(e, ERR_PARSE, "there is nothing in it");
    if (rc == ERR_IO && c->kind == KIND_PACKED)
        e->code = rc = ERR_PARSE;
    if (rc) {
        rc = err_wrap(e, "%s", path);
        container_close(c);
        return rc;
    }
    c->done = c->unpacked = 0;
    *out = c;
    return ERR_OK;
}

void container_close(struct container *c)
{
    if (!c)
        return;
    map_free(c->tails);
    if (c->utf8)
        freelocale(c->utf8);
    mem_free(c->entry);
    mem_free(c->place);
    arena_free(c->a);
    mem_free(c);
}

static enum err_code walk_packed(struct container *c, const struct container_pass *pass,
                                 struct err *e)
{
    struct archive *ar = NULL;
    struct archive_entry *ae = NULL;
    bool got = false;
    enum err_code rc = open_packed(c, &ar, e);
    if (rc)
        return rc;
    struct source src = {{source_read}, c, ar, -1};
    size_t i = 0, nth = 0;
    while (i < c->n && (rc = next_packed(c, ar, &ae, &nth, &got, e)) == ERR_OK && got) {
        if (c->place[i].nth != nth)
            continue; /* litter */
        if (pass->want(pass->ctx, i) && (rc = pass->read(pass->ctx, i, &src.stream, e)))
            break;
        i++;
    }
    if (rc == ERR_OK && i < c->n)
        rc = err_set(e, ERR_IO, "it changed while it was read");
    archive_read_free(ar);
    return rc;
}

static enum err_code walk_files(struct container *c, const struct container_pass *pass,
                                struct err *e)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!pass->want(pass->ctx, i))
            continue;
        const char *real = c->place[i].real;
        int fd = real ? open(real, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
                      : open(c->path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return err_set(e, ERR_IO, STRF " can't be read: %s", STRA(c->entry[i].path),
                           strerror(errno));
        struct source src = {{source_read}, c, NULL, fd};
        enum err_code rc = pass->read(pass->ctx, i, &src.stream, e);
        close(fd);
        if (rc)
            return rc;
    }
    return ERR_OK;
}

enum err_code container_walk(struct container *c, const struct container_pass *pass,
                             struct err *e)
{
    c->done = c->unpacked = 0;
    return c->kind == KIND_PACKED ? walk_packed(c, pass, e) : walk_files(c, pass, e);
}

/* One component against one of the pattern. '*' any run, '#' a run of digits or nothing. */
static bool part_matches(struct str s, struct str pat)
{
    while (pat.n) {
        char p = pat.p[0];
        if (p == '*') {
            pat = str_after(pat, 1);
            for (size_t skip = 0; skip <= s.n; skip++)
                if (part_matches(str_after(s, skip), pat))
                    return true;
            return false;
        }
        if (p == '#') {
            while (s.n && ascii_is_digit((unsigned char)s.p[0]))
                s = str_after(s, 1);
            pat = str_after(pat, 1);
            continue;
        }
        if (s.n == 0 || s.p[0] != p)
            return false;
        s = str_after(s, 1);
        pat = str_after(pat, 1);
    }
    return s.n == 0;
}

bool path_matches(struct str flat, const char *pattern)
{
    struct str pat = str_from(pattern);
    for (;;) {
        ptrdiff_t ps = str_rchr(pat, '/'), fs = str_rchr(flat, '/');
        if (!part_matches(str_after(flat, (size_t)(fs + 1)), str_after(pat, (size_t)(ps + 1))))
            return false;
        if (ps < 0)
            return true;
        if (fs < 0)
            return false;
        pat = str_sub(pat, 0, (size_t)ps);
        flat = str_sub(flat, 0, (size_t)fs);
    }
}
