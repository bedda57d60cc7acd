/* intake/pictures.c: each kept picture once through the sandbox: its small copy, and what its camera
 * wrote into it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/intake.h"

#include "core/limits.h"
#include "sandbox/pictures.h"
#include "store/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    AT_ONCE = 200 /* as many as store_pictures_new gives: what a crash costs */
};

/* One that is there in the rows and not on disk can't be shown; that is no reason to stop. */
static enum err_code look_at(struct store *s, struct pictures *with,
                             const struct picture_new *new, struct arena *a,
                             struct kept_picture *out, struct err *e)
{
    struct str place, aside;
    struct picture_about about = {.why = "its file is not there any more"};
    *out = (struct kept_picture){.digest = new->digest};
    enum err_code rc = store_picture_place(s, new->digest, a, &place, &aside, e);
    if (rc)
        return rc;
    int in = open(new->path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int to = open(aside.p, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (to < 0)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", aside.p, strerror(errno));
    else if (in >= 0)
        rc = pictures_show(with, in, to, &about, e);
    if (in >= 0)
        close(in);
    if (to >= 0)
        close(to);
    if (rc == ERR_OK && about.shown && rename(aside.p, place.p) != 0)
        rc = err_set(e, ERR_IO, "%s can't be made: %s", place.p, strerror(errno));
    if (!about.shown)
        unlink(aside.p);
    out->width = about.width;
    out->height = about.height;
    out->shown = about.shown;
    out->has_place = about.has_place != 0;
    out->has_serial = about.has_serial != 0;
    out->lat = about.lat;
    out->lon = about.lon;
    out->taken = arena_str(a, str_from(about.taken));
    out->device = arena_str(a, str_from(about.device));
    out->why = arena_str(a, str_from(about.why));
    return rc;
}

static enum err_code look_at_some(struct store *s, struct pictures *with, struct arena *a,
                                  size_t *n, struct err *e)
{
    struct picture_new *new;
    struct kept_picture seen[AT_ONCE];
    enum err_code rc = store_pictures_new(s, a, &new, n, e);
    size_t done = 0;
    while (done < *n && done < AT_ONCE && rc == ERR_OK) {
        rc = look_at(s, with, &new[done], a, &seen[done], e);
        done += rc == ERR_OK;
    }
    return rc || done == 0 ? rc : store_pictures_put(s, seen, done, e);
}

enum err_code intake_look_at_pictures(struct store *s, struct err *e)
{
    struct pictures *with = NULL;
    struct arena *a = arena_new(MIB(16));
    struct err missing;
    size_t n = 1;
    enum err_code rc = pictures_open(&with, &missing);
    while (rc == ERR_OK && n > 0) {
        arena_reset(a);
        rc = look_at_some(s, with, a, &n, e);
    }
    if (!with)
        rc = ERR_OK; /* without the program pictures are shown as they came, as before */
    pictures_close(with);
    arena_free(a);
    return rc;
}
