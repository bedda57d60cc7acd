/* archives/container.c: the one door to files from outside: list, check, stream. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/container.h"

#include "archives/folder.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/mem.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 2048,
    HEADS_MOST = 400,
    BLOCK_BYTES = 256 * 1024
};

enum kind {
    KIND_FOLDER,
    KIND_FILE,
    KIND_PACKED /* whatever libarchive opens: zip, tar, tar.gz */
};

/* Where an entry is found again: which of the files that were handed over, or of the packed ones. */
struct place {
    size_t file, nth;
};

struct container {
    enum kind kind;
    struct arena *a;
    struct container_files files;
    struct str name;
    struct entry *entry;
    struct place *place; /* beside each entry */
    size_t n, cap, places, heads;
    locale_t utf8; /* libarchive turns names into the locale's bytes: this one's, not main's */
    struct map *tails; /* the last two components of each path, and them folded → entry */
    int64_t size;
    int64_t read, handed;  /* bytes of all passes: from the disk, and to whoever asked */
    int64_t unpacked;      /* in the pass under way */
    struct folder *folder; /* of container_open: what it opened itself */
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

int64_t container_handed(const struct container *c)
{
    return c->handed;
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
    static const struct str ends[] = {
        STR_INIT(".json"), STR_INIT(".js"),   STR_INIT(".csv"),  STR_INIT(".vcf"),
        STR_INIT(".html"), STR_INIT(".txt"),  STR_INIT(".tsv"),  STR_INIT(".vcard"),
        STR_INIT(".car"),  STR_INIT(".mbox"), STR_INIT(".eml"),  STR_INIT(".xml"),
        STR_INIT(".opml"), STR_INIT(".rss"),  STR_INIT(".atom"), STR_INIT(".rdf")};
    if (str_chr(str_after(flat, (size_t)(str_rchr(flat, '/') + 1)), '.') < 0)
        return true; /* "mbox", "Inbox" */
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
    c->place[c->n] = (struct place){0, 0};
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

static void tell(struct container *c, size_t bytes)
{
    c->read += (int64_t)bytes;
    if (c->files.told)
        c->files.told(c->files.ctx, c->read);
}

/* A packed file, and the descriptor that it is read from. Read by us and not by libarchive, so
 * that the reading of one large member shows, too. */
struct packed {
    struct container *c;
    struct archive *ar;
    int fd;
    char *block;
};

static la_ssize_t block_read(struct archive *ar, void *ctx, const void **out)
{
    struct packed *p = ctx;
    ssize_t n;
    do
        n = read(p->fd, p->block, BLOCK_BYTES);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        archive_set_error(ar, errno, "reading failed");
    *out = p->block;
    tell(p->c, n > 0 ? (size_t)n : 0);
    return n;
}

static la_int64_t block_seek(struct archive *ar, void *ctx, la_int64_t to, int whence)
{
    const struct packed *p = ctx;
    (void)ar;
    off_t at = lseek(p->fd, to, whence);
    return at >= 0 ? at : ARCHIVE_FATAL;
}

static la_int64_t block_skip(struct archive *ar, void *ctx, la_int64_t n)
{
    const struct packed *p = ctx;
    (void)ar;
    off_t from = lseek(p->fd, 0, SEEK_CUR), to = from < 0 ? -1 : lseek(p->fd, n, SEEK_CUR);
    return to >= from && to >= 0 ? to - from : 0;
}

static void close_packed(struct packed *p)
{
    archive_read_free(p->ar);
    close(p->fd);
    mem_free(p->block);
}

static enum err_code open_packed(struct container *c, struct packed *p, struct err *e)
{
    enum err_code rc = c->files.open(c->files.ctx, 0, &p->fd, e);
    if (rc)
        return rc;
    p->c = c;
    p->ar = archive_read_new();
    p->block = mem_alloc(BLOCK_BYTES);
    archive_read_support_format_zip(p->ar);
    archive_read_support_format_tar(p->ar);
    archive_read_support_filter_gzip(p->ar);
    archive_read_support_filter_bzip2(p->ar);
    archive_read_support_filter_xz(p->ar);
    archive_read_set_read_callback(p->ar, block_read);
    archive_read_set_seek_callback(p->ar, block_seek);
    archive_read_set_skip_callback(p->ar, block_skip);
    archive_read_set_callback_data(p->ar, p);
    if (archive_read_open1(p->ar) != ARCHIVE_OK) {
        rc = packed_error(p->ar, e);
        close_packed(p);
    }
    return rc;
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
    } else {
        do
            n = read(src->fd, p, cap);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return err_set(e, ERR_IO, "reading failed: %s", strerror(errno));
        tell(src->c, (size_t)n);
    }
    *got = (size_t)n;
    src->c->handed += n;
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
    struct packed p;
    struct archive_entry *ae = NULL;
    bool got = false;
    size_t nth = 0;
    enum err_code rc = open_packed(c, &p, e);
    if (rc)
        return rc;
    struct source src = {{source_read}, c, p.ar, -1};
    while ((rc = next_packed(c, p.ar, &ae, &nth, &got, e)) == ERR_OK && got)
        if ((rc = list_one(c, ae, nth, &src, e)))
            break;
    close_packed(&p);
    return rc;
}

static enum err_code head_of_file(struct container *c, struct entry *en, size_t file,
                                  struct err *e)
{
    int fd = -1;
    if (c->heads >= HEADS_MOST || !looks_like_text(en->flat))
        return ERR_OK;
    enum err_code rc = c->files.open(c->files.ctx, file, &fd, e);
    if (rc)
        return rc;
    struct source src = {{source_read}, c, NULL, fd};
    rc = keep_head(c, en, &src, e);
    close(fd);
    return rc;
}

static enum err_code list_files(struct container *c, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->files.n && rc == ERR_OK; i++) {
        const struct container_file *f = &c->files.file[i];
        struct entry *en = NULL;
        rc = add_entry(c, f->path, f->size, &en, e);
        if (rc || !en)
            continue;
        c->place[c->n - 1].file = i;
        rc = head_of_file(c, en, i, e);
    }
    return rc;
}

/* Whether it is packed says what it begins with, never its name. */
static enum err_code is_packed(struct container *c, bool *out, struct err *e)
{
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
    unsigned char b[512] = {0};
    int fd = -1;
    *out = false;
    enum err_code rc = c->files.open(c->files.ctx, 0, &fd, e);
    if (rc)
        return rc;
    ssize_t n = read(fd, b, sizeof b);
    close(fd);
    for (size_t i = 0; i < COUNT_OF(magic) && !*out; i++)
        *out = n >= (ssize_t)(magic[i].at + magic[i].n) &&
               memcmp(b + magic[i].at, magic[i].bytes, magic[i].n) == 0;
    return ERR_OK;
}

static enum err_code list_any(struct container *c, struct err *e)
{
    bool packed = false;
    if (c->files.folder) {
        c->kind = KIND_FOLDER;
        return list_files(c, e);
    }
    if (c->size == 0)
        return err_set(e, ERR_PARSE, "it is empty; download it again");
    enum err_code rc = is_packed(c, &packed, e);
    c->kind = packed ? KIND_PACKED : KIND_FILE;
    if (rc == ERR_OK)
        rc = packed ? list_packed(c, e) : list_files(c, e);
    return rc;
}

/* One for the process, made once: of names, not of anybody's language. */
static locale_t utf8_locale;

static void make_locale(void)
{
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!utf8_locale)
        utf8_locale = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
}

void container_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locale);
}

enum err_code container_open_files(const struct container_files *files, struct container **out,
                                   struct err *e)
{
    struct container *c = mem_calloc(1, sizeof *c);
    c->a = arena_new(MIB(1024));
    c->files = *files;
    c->tails = map_new();
    container_prepare();
    c->utf8 = utf8_locale;
    c->name = utf8_clean(arena_str(c->a, files->name), c->a);
    for (size_t i = 0; i < files->n; i++)
        c->size += files->file[i].size;
    enum err_code rc = list_any(c, e);
    if (rc == ERR_OK && c->n == 0)
        rc = err_set(e, ERR_PARSE, "there is nothing in it");
    if (rc == ERR_IO && c->kind == KIND_PACKED)
        e->code = rc = ERR_PARSE;
    if (rc) {
        container_close(c);
        return rc;
    }
    c->unpacked = 0;
    *out = c;
    return ERR_OK;
}

enum err_code container_open(const char *path, struct container **out, struct err *e)
{
    struct folder *f = NULL;
    enum err_code rc = folder_open(path, &f, e);
    if (rc == ERR_OK)
        rc = container_open_files(folder_files(f), out, e);
    if (rc) {
        folder_close(f);
        return err_wrap(e, "%s", path);
    }
    (*out)->folder = f;
    return ERR_OK;
}

void container_close(struct container *c)
{
    if (!c)
        return;
    map_free(c->tails);
    mem_free(c->entry);
    mem_free(c->place);
    folder_close(c->folder);
    arena_free(c->a);
    mem_free(c);
}

static enum err_code walk_packed(struct container *c, const struct container_pass *pass,
                                 struct err *e)
{
    struct packed p;
    struct archive_entry *ae = NULL;
    bool got = false;
    enum err_code rc = open_packed(c, &p, e);
    if (rc)
        return rc;
    struct source src = {{source_read}, c, p.ar, -1};
    size_t i = 0, nth = 0;
    while (i < c->n && (rc = next_packed(c, p.ar, &ae, &nth, &got, e)) == ERR_OK && got) {
        if (c->place[i].nth != nth)
            continue; /* litter */
        if (pass->want(pass->ctx, i) && (rc = pass->read(pass->ctx, i, &src.stream, e)))
            break;
        i++;
    }
    if (rc == ERR_OK && i < c->n)
        rc = err_set(e, ERR_IO, "it changed while it was read");
    close_packed(&p);
    return rc;
}

static enum err_code walk_files(struct container *c, const struct container_pass *pass,
                                struct err *e)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!pass->want(pass->ctx, i))
            continue;
        int fd = -1;
        enum err_code rc = c->files.open(c->files.ctx, c->place[i].file, &fd, e);
        if (rc)
            return rc;
        struct source src = {{source_read}, c, NULL, fd};
        rc = pass->read(pass->ctx, i, &src.stream, e);
        close(fd);
        if (rc)
            return rc;
    }
    return ERR_OK;
}

enum err_code container_walk(struct container *c, const struct container_pass *pass,
                             struct err *e)
{
    c->unpacked = 0;
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
