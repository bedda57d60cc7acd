/* archives/media_type.h: what a file is, by its first bytes, never by a name. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_MEDIA_TYPE_H
#define ARCHIVES_MEDIA_TYPE_H

#include "core/str.h"

enum {
    MEDIA_HEAD = 64 /* bytes that media_type_of wants to see */
};

/* "image/jpeg"; "" for what no page should show. */
struct str media_type_of(struct str head);
/* The type of this name among those above; "" for none. */
struct str media_type_known(struct str name);

#endif
