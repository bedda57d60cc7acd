/* pictures/pictures.h: the parts of tact-pictures, the program that decodes pictures of others. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PICTURES_PICTURES_H
#define PICTURES_PICTURES_H

#include "sandbox/pictures.h"

/* What Exif (CIPA DC-008) says of where, when and with what it was taken; absent fields stay. */
void exif_about(const void *bytes, size_t n, struct picture_about *out);

/* Leaves of a WebP file in memory nothing but its picture; how long it is then, 0: it is none. */
size_t webp_plain(unsigned char *p, size_t n);

#endif
