/* sandbox/pictures.h: pictures of others, decoded and made small by a process that can do nothing
 * else: the outer side. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SANDBOX_PICTURES_H
#define SANDBOX_PICTURES_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* tact-pictures, a program of its own beside this one: libvips and all that it loads are in no
 * other (docs/decisions/014-sandbox.md). */
struct pictures;

/* What a picture is, and what its camera wrote into it. Words end with NUL; "" not known. */
struct picture_about {
    int64_t shown;                 /* bytes of the small copy, 0: none could be made */
    double lat, lon;               /* degrees, where `has_place` */
    int32_t width, height;         /* as it is to be seen */
    int32_t has_place, has_serial; /* 1: the number of the camera or its lens is in it */
    char taken[32];                /* "2024:05:01 12:00:00", as it stands there */
    char device[96];
    char why[160]; /* why there is no small copy */
};

/* ERR_NOT_FOUND: the program is not installed; ERR_IO. */
MUST_CHECK enum err_code pictures_open(struct pictures **out, struct err *e);
void pictures_close(struct pictures *p); /* NULL is fine */

/* Reads the picture from `in` and writes a small copy, turned upright and with nothing written in
 * it, to `to` (WebP, at most PICTURE_SIDE each way). One that can't be read says so in about->why;
 * one that ends the process too, and the next is read by another. ERR_IO: no process to be had. */
enum {
    PICTURE_SIDE = 1280
};
MUST_CHECK enum err_code pictures_show(struct pictures *p, int in, int to,
                                       struct picture_about *about, struct err *e);

/* The same for sending: JPEG (PNG where something shines through), upright, with nothing written in it,
 * at most `side` pixels each way and `bytes` long. */
MUST_CHECK enum err_code pictures_fit(struct pictures *p, int in, int to, int side,
                                      int64_t bytes, struct picture_about *about,
                                      struct err *e);

/* What the metadata of the picture in `in` tells, for the check of a draft (context/picture.h): a line
 * each, its severity as a digit in front. *out is of the arena. ERR_PARSE: no picture. */
MUST_CHECK enum err_code pictures_tell(struct pictures *p, int in, struct arena *a,
                                       struct str *out, struct err *e);

#define PICTURES_PROGRAM "tact-pictures"

#endif
