/* store/pack.c: tar and zstd by libarchive, over a plain or a sealed file. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/pack.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "store/files.h"
#include "store/seal_stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PIECE = 64 * 1024
};

struct pack_out {
    struct archive *ar;
    struct seal_out *seal; /* NULL: nothing is sealed */
    struct err err;        /* of what is below libarchive */
    int fd;
};

struct pack_in {
    struct archive *ar;
    struct seal_in *seal;
    struct err err;
    int fd;
    char piece[PIECE];
};

/* Writing ------------------------------------------------------------------------------- */

static la_ssize_t on_write(struct archive *ar, void *ctx, const void *p, size_t n)
{
    struct pack_out *o = ctx;
    enum err_code rc = o->seal ? seal_out_put(o->seal, p, n, &o->err)
                               : files_put(o->fd, p, n, "the backup", &o->err);
    if (rc == ERR_OK)
        return (la_ssize_t)n;
    archive_set_error(ar, EIO, "%s", o->err.msg);
    return -1;
}

static enum err_code out_error(struct pack_out *o, struct err *e)
{
    if (o->err.code)
        return err_set(e, o->err.code, "%s", o->err.msg);
    const char *why = archive_error_string(o->ar);
    return err_set(e, ERR_IO, "the backup can't be written: %s", why ? why : "no reason given");
}

enum err_code pack_out_new(int fd, struct str passphrase, struct pack_out **out, struct err *e)
{
    struct pack_out *o = mem_calloc(1, sizeof *o);
    o->fd = fd;
    enum err_code rc = ERR_OK;
    if (passphrase.n)
        rc = seal_out_new(fd, passphrase, SEAL_COST, &o->seal, e);
    if (rc == ERR_OK) {
        o->ar = archive_write_new();
        if (archive_write_set_format_pax_restricted(o->ar) != ARCHIVE_OK ||
            archive_write_add_filter_zstd(o->ar) != ARCHIVE_OK ||
            archive_write_set_bytes_per_block(o->ar, PIECE) != ARCHIVE_OK ||
            archive_write_set_bytes_in_last_block(o->ar, 1) != ARCHIVE_OK ||
            archive_write_open(o->ar, o, NULL, on_write, NULL) != ARCHIVE_OK)
            rc = out_error(o, e);
    }
    if (rc) {
        pack_out_free(o);
        return rc;
    }
    *out = o;
    return ERR_OK;
}

static enum err_code put_head(struct pack_out *o, const char *name, int64_t bytes,
                              struct err *e)
{
    struct archive_entry *ae = archive_entry_new();
    archive_entry_set_pathname(ae, name);
    archive_entry_set_size(ae, bytes);
    archive_entry_set_filetype(ae, AE_IFREG);
    archive_entry_set_perm(ae, 0600);
    archive_entry_set_mtime(ae, (time_t)(time_now_ms() / 1000), 0);
    enum err_code rc = archive_write_header(o->ar, ae) == ARCHIVE_OK ? ERR_OK : out_error(o, e);
    archive_entry_free(ae);
    return rc;
}

enum err_code pack_out_put(struct pack_out *o, const char *name, int64_t bytes,
                           struct stream *in, char digest[65], struct err *e)
{
    char piece[PIECE / 2];
    int64_t left = bytes;
    size_t got = 1;
    enum err_code rc = put_head(o, name, bytes, e);
    struct hash_stream *h = hash_stream_new();
    while (rc == ERR_OK && left >= 0 && got > 0) {
        rc = stream_read(in, piece, sizeof piece, &got, e);
        left -= (int64_t)got;
        if (rc == ERR_OK && left >= 0 && got > 0) {
            hash_stream_put(h, piece, got);
            if (archive_write_data(o->ar, piece, got) != (la_ssize_t)got)
                rc = out_error(o, e);
        }
    }
    hash_stream_end(h, digest);
    if (rc == ERR_OK && left != 0)
        rc = err_set(e, ERR_CONFLICT, "%s changed while it was read", name);
    return rc;
}

enum err_code pack_out_end(struct pack_out *o, struct err *e)
{
    if (archive_write_close(o->ar) != ARCHIVE_OK)
        return out_error(o, e);
    return o->seal ? seal_out_end(o->seal, e) : ERR_OK;
}

void pack_out_free(struct pack_out *o)
{
    if (!o)
        return;
    if (o->ar) {
        archive_write_fail(o->ar); /* nothing more is written */
        archive_write_free(o->ar);
    }
    seal_out_free(o->seal);
    mem_free(o);
}

/* Reading ------------------------------------------------------------------------------- */

static enum err_code next_piece(struct pack_in *in, const void **p, size_t *n, struct err *e)
{
    if (in->seal)
        return seal_in_get(in->seal, p, n, e);
    *p = in->piece;
    return files_get(in->fd, in->piece, sizeof in->piece, n, e);
}

static la_ssize_t on_read(struct archive *ar, void *ctx, const void **p)
{
    struct pack_in *in = ctx;
    size_t n = 0;
    if (next_piece(in, p, &n, &in->err) == ERR_OK)
        return (la_ssize_t)n;
    archive_set_error(ar, EIO, "%s", in->err.msg);
    return -1;
}

static enum err_code in_error(struct pack_in *in, struct err *e)
{
    if (in->err.code)
        return err_set(e, in->err.code, "%s", in->err.msg);
    const char *why = archive_error_string(in->ar);
    if (why && strstr(why, "nrecognized archive format"))
        return err_set(e, ERR_PARSE, "it is no backup that tact made, or its start is damaged");
    return err_set(e, ERR_PARSE, "it is damaged or cut off");
}

bool pack_is_sealed(int fd)
{
    unsigned char head[16];
    size_t got = 0;
    struct err ignored;
    bool sealed =
        files_get(fd, head, sizeof head, &got, &ignored) == ERR_OK && seal_is(head, got);
    return lseek(fd, 0, SEEK_SET) == 0 && sealed;
}

enum err_code pack_in_new(int fd, struct str passphrase, struct pack_in **out, struct err *e)
{
    enum err_code rc = ERR_OK;
    struct pack_in *in = mem_calloc(1, sizeof *in);
    in->fd = fd;
    if (pack_is_sealed(fd)) {
        if (passphrase.n)
            rc = seal_in_new(fd, passphrase, &in->seal, e);
        else
            rc = err_set(e, ERR_DENIED, "it is encrypted, and its passphrase is wanted");
    }
    if (rc == ERR_OK) {
        in->ar = archive_read_new();
        archive_read_support_filter_zstd(in->ar);
        archive_read_support_format_tar(in->ar);
        if (archive_read_open(in->ar, in, NULL, on_read, NULL) != ARCHIVE_OK)
            rc = in_error(in, e);
    }
    if (rc) {
        pack_in_free(in);
        return rc;
    }
    *out = in;
    return ERR_OK;
}

/* Behind the tar there may be a sealed end, which tells that nothing was cut off. */
static enum err_code drain(struct pack_in *in, struct err *e)
{
    const void *p;
    size_t n = 1;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && n > 0 && in->seal)
        rc = next_piece(in, &p, &n, e);
    return rc;
}

enum err_code pack_in_next(struct pack_in *in, struct str *name, int64_t *bytes, bool *got,
                           struct err *e)
{
    struct archive_entry *ae = NULL;
    int r = archive_read_next_header(in->ar, &ae);
    *got = false;
    if (r == ARCHIVE_EOF)
        return drain(in, e);
    if (r != ARCHIVE_OK)
        return in_error(in, e);
    const char *path = archive_entry_pathname(ae);
    if (!path || archive_entry_filetype(ae) != AE_IFREG || archive_entry_hardlink(ae) ||
        archive_entry_symlink(ae) || !archive_entry_size_is_set(ae) ||
        archive_entry_size(ae) < 0)
        return err_set(e, ERR_PARSE, "it holds something that no backup of tact has");
    *name = str_from(path);
    *bytes = archive_entry_size(ae);
    *got = true;
    return ERR_OK;
}

enum err_code pack_in_get(struct pack_in *in, void *p, size_t cap, size_t *got, struct err *e)
{
    *got = 0;
    la_ssize_t n = archive_read_data(in->ar, p, cap);
    if (n < 0)
        return in_error(in, e);
    *got = (size_t)n;
    return ERR_OK;
}

void pack_in_free(struct pack_in *in)
{
    if (!in)
        return;
    if (in->ar)
        archive_read_free(in->ar);
    seal_in_free(in->seal);
    mem_free(in);
}
