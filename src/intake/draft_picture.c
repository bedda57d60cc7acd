/* intake/draft_picture.c: a picture that the owner puts into a draft: looked at before it is kept. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "archives/media_type.h"
#include "core/limits.h"
#include "sandbox/pictures.h"
#include "store/draft.h"
#include "store/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct look {
    const struct intake_picture *from;
    const char *name;
    struct arena *a;
    int in, small; /* small: a copy to be shown, in memory */
    struct picture_about about;
};

static enum err_code open_file(struct look *k, struct str *type, struct err *e)
{
    char head[MEDIA_HEAD];
    struct stat st;
    k->in = open(k->from->path, O_RDONLY | O_CLOEXEC);
    if (k->in < 0 || fstat(k->in, &st) != 0)
        return err_set(e, ERR_IO, "%s can't be read: %s", k->name, strerror(errno));
    ssize_t n = S_ISREG(st.st_mode) ? pread(k->in, head, sizeof head, 0) : 0;
    *type = media_type_of(str_of(head, n > 0 ? (size_t)n : 0));
    if (!str_starts(*type, STR("image/")))
        return err_set(e, ERR_INVALID,
                       "%s is no picture: a JPEG, PNG, WebP, GIF, HEIC or AVIF can go along",
                       k->name);
    return ERR_OK;
}

/* Without the program it is kept unseen, as those of archives are; nothing is sent then either. */
static enum err_code look(struct look *k, struct err *e)
{
    struct pictures *with = NULL;
    struct err missing;
    if (pictures_open(&with, &missing))
        return ERR_OK;
    k->small = memfd_create("picture", MFD_CLOEXEC);
    enum err_code rc =
        k->small < 0 ? err_set(e, ERR_IO, "%s can't be read: %s", k->name, strerror(errno))
                     : pictures_show(with, k->in, k->small, &k->about, e);
    pictures_close(with);
    if (rc == ERR_OK && k->about.shown == 0)
        rc =
            err_set(e, ERR_INVALID, "%s can't be read as a picture: %s", k->name, k->about.why);
    return rc;
}

static bool write_small(const struct look *k, const char *path)
{
    char piece[65536];
    ssize_t n;
    off_t at = 0;
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool fine = to >= 0;
    while (fine && (n = pread(k->small, piece, sizeof piece, at)) > 0) {
        fine = write(to, piece, (size_t)n) == n;
        at += n;
    }
    if (to >= 0)
        fine &= close(to) == 0;
    return fine && at == k->about.shown;
}

/* What it shows and tells, as intake_look_at_pictures would find it later. */
static enum err_code keep_small(struct store *s, const struct look *k, struct str digest,
                                struct err *e)
{
    struct str place, aside;
    const struct picture_about *t = &k->about;
    const struct kept_picture p = {.digest = digest,
                                   .width = t->width,
                                   .height = t->height,
                                   .shown = t->shown,
                                   .has_place = t->has_place != 0,
                                   .has_serial = t->has_serial != 0,
                                   .lat = t->lat,
                                   .lon = t->lon,
                                   .taken = str_from(t->taken),
                                   .device = str_from(t->device)};
    enum err_code rc = store_picture_place(s, digest, k->a, &place, &aside, e);
    if (rc)
        return rc;
    /* another may be writing aside in this process at the same time */
    struct str mine = arena_printf(k->a, STRF "-%d", STRA(aside), k->small);
    if (!write_small(k, mine.p) || rename(mine.p, place.p) != 0) {
        unlink(mine.p);
        return err_set(e, ERR_IO, "%s can't be made: %s", place.p, strerror(errno));
    }
    return store_pictures_put(s, &p, 1, e);
}

enum err_code intake_draft_picture(struct store *s, int64_t draft_id,
                                   const struct intake_picture *from, int64_t *number,
                                   struct err *e)
{
    const char *slash = strrchr(from->path, '/');
    struct str type = STR_NONE;
    struct err later;
    char digest[65];
    struct look k = {.from = from,
                     .name = slash && slash[1] ? slash + 1 : from->path,
                     .a = arena_new(KIB(64)),
                     .in = -1,
                     .small = -1};
    enum err_code rc = open_file(&k, &type, e);
    if (rc == ERR_OK)
        rc = look(&k, e);
    const struct draft_picture_file f = {.fd = k.in,
                                         .media_type = type,
                                         .account_id = from->account_id,
                                         .alt = from->alt,
                                         .by = from->by};
    if (rc == ERR_OK)
        rc = store_draft_picture_add(s, draft_id, &f, number, digest, e);
    if (rc == ERR_OK && k.small >= 0 && keep_small(s, &k, str_from(digest), &later)) {
        /* it is in the draft; the next rebuild makes its small copy */
    }
    if (k.in >= 0)
        close(k.in);
    if (k.small >= 0)
        close(k.small);
    arena_free(k.a);
    return rc;
}
