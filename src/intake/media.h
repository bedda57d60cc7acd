/* intake/media.h: pictures, videos and files of an archive that its posts name. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_MEDIA_H
#define INTAKE_MEDIA_H

#include "archives/container.h"
#include "intake/intake.h"

/* Once the records are written: walks the archive again for what attachments name, keeps each
 * content once, at most LIMIT_MEDIA_FILE, and only what media_type_of knows. What the archive
 * has broken is noted as unread; ERR_IO where the disk is full. */
MUST_CHECK enum err_code media_keep(struct container *c, struct importer *im,
                                    const struct intake_progress *progress, struct err *e);

enum {
    MEDIA_HEAD = 64 /* bytes that media_type_of wants to see */
};
/* "image/jpeg" by the first bytes, never by a name; "" for what no page should show. */
struct str media_type_of(struct str head);

#endif
