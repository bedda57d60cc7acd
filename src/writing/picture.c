/* writing/picture.c: through tact-pictures, into memory. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/picture.h"

#include "core/limits.h"
#include "sandbox/pictures.h"
#include "store/timeline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    SIDE = 4096 /* where the network says nothing: more than any of them shows */
};

static enum err_code take_back(int fd, int64_t bytes, struct arena *a,
                               struct outgoing_media *out, struct err *e)
{
    size_t n = (size_t)bytes, at = 0;
    char *p = arena_alloc(a, n + 1);
    while (at < n) {
        ssize_t got = pread(fd, p + at, n - at, (off_t)at);
        if (got <= 0)
            return err_set(e, ERR_IO, "a picture can't be read back: %s", strerror(errno));
        at += (size_t)got;
    }
    out->bytes = str_of(p, n);
    bool jpeg = n > 2 && (unsigned char)p[0] == 0xFF && (unsigned char)p[1] == 0xD8;
    out->media_type = jpeg ? STR("image/jpeg") : STR("image/png");
    return ERR_OK;
}

static enum err_code fit(int in, int to, const struct network_limits *l,
                         struct picture_about *about, struct err *e)
{
    struct pictures *with = NULL;
    int64_t bytes = l->picture_bytes ? l->picture_bytes : (int64_t)LIMIT_PICTURE_SENT;
    int64_t side = l->picture_side ? l->picture_side : SIDE;
    if (bytes > (int64_t)LIMIT_PICTURE_SENT - 1)
        bytes = (int64_t)LIMIT_PICTURE_SENT - 1;
    enum err_code rc = pictures_open(&with, e);
    if (rc)
        return err_set(e, ERR_UNSUPPORTED,
                       "the program tact-pictures is not beside tact: without it no picture is "
                       "sent, for what its camera wrote would go along");
    rc = pictures_fit(with, in, to, (int)side, bytes, about, e);
    pictures_close(with);
    if (rc == ERR_OK && about->shown == 0)
        rc = err_set(e, ERR_INVALID, "a picture can't be sent: %s", about->why);
    return rc;
}

enum err_code picture_to_send(struct store *s, struct str digest,
                              const struct network_limits *limits, struct arena *a,
                              struct outgoing_media *out, struct err *e)
{
    struct str path = STR_NONE, type = STR_NONE;
    struct picture_about about = {0};
    enum err_code rc = store_media_path(s, digest, a, &path, &type, e);
    if (rc)
        return rc;
    int in = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int to = memfd_create("picture", MFD_CLOEXEC);
    if (in < 0 || to < 0)
        rc = err_set(e, ERR_NOT_FOUND, "a picture of this draft is not there any more");
    if (rc == ERR_OK)
        rc = fit(in, to, limits, &about, e);
    if (rc == ERR_OK)
        rc = take_back(to, about.shown, a, out, e);
    if (in >= 0)
        close(in);
    if (to >= 0)
        close(to);
    return rc;
}
