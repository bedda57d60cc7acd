/* store/picture.h: what is in the kept pictures, and the small copies that pages show of them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PICTURE_H
#define STORE_PICTURE_H

#include "store/store.h"

/* A kept picture that nobody has looked into yet. */
struct picture_new {
    struct str digest, path;
};
/* Some hundreds at a time; none at the end. */
MUST_CHECK enum err_code store_pictures_new(struct store *s, struct arena *a,
                                            struct picture_new **out, size_t *n, struct err *e);

/* What is known of one. Places in degrees; they and the rest are the owner's own: no copy that is
 * shown or sent has them. */
struct kept_picture {
    struct str digest;
    int64_t width, height; /* as it is to be seen */
    int64_t shown;         /* bytes of its small copy, 0 none */
    bool has_place, has_serial;
    double lat, lon;
    struct str taken, device, why; /* as the camera wrote them; why it can't be read */
};
MUST_CHECK enum err_code store_pictures_put(struct store *s, const struct kept_picture *p,
                                            size_t n, struct err *e);

/* Where the small copy of a digest belongs, its folder made; and one aside to write it first. */
MUST_CHECK enum err_code store_picture_place(struct store *s, struct str digest,
                                             struct arena *a, struct str *place,
                                             struct str *aside, struct err *e);
/* Forgets those whose small copy is not on disk (a backup has none), so that they are looked into
 * anew. A part of `tact rebuild`. */
MUST_CHECK enum err_code store_pictures_recheck(struct store *s, struct err *e);

/* The small copy of a kept file: *path "" where there is none; *blind where the picture was looked
 * into and can't be read. */
MUST_CHECK enum err_code store_picture_shown(struct store *s, struct str digest,
                                             struct arena *a, struct str *path, bool *blind,
                                             struct err *e);

/* Those that say where they were taken, or with whose camera, the latest posts first. */
struct picture_told {
    struct kept_picture picture;
    int64_t post_id, at_ms; /* of a post that shows it */
};
MUST_CHECK enum err_code store_pictures_told(struct store *s, size_t limit, struct arena *a,
                                             struct picture_told **out, size_t *n,
                                             struct err *e);
struct picture_counts {
    int64_t pictures, places, serials, blind;
};
MUST_CHECK enum err_code store_picture_counts(struct store *s, struct picture_counts *out,
                                              struct err *e);

#endif
