/* context/picture.h: what a picture's metadata tells beside what it shows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_PICTURE_H
#define CONTEXT_PICTURE_H

#include "context/sensitive.h"

enum {
    PICTURE_FACTS = 16 /* more are not listed */
};

/* Whether a file's name says that it is a picture whose metadata can be read. */
bool picture_name(struct str path);

/* Reads Exif (JPEG, PNG, WebP, HEIF, TIFF; CIPA DC-008), XMP (ISO 16684-1) and the names and places of
 * IPTC-IIM in `bytes`, all or the first megabytes of a file; pixels are never decoded. Each fact is a
 * finding of kind SENSITIVE_PICTURE without a span: place (warn), serial number and names of people
 * (warn), time and device (info). *list and its sentences are of the arena. ERR_PARSE: no picture of
 * these kinds. */
MUST_CHECK enum err_code picture_facts(struct str bytes, struct arena *a,
                                       struct sensitive **list, size_t *n, struct err *e);

#endif
