/* intake/media.h: pictures, videos and files of an archive that its posts name. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_MEDIA_H
#define INTAKE_MEDIA_H

#include "intake/intake.h"
#include "sandbox/reader.h"

/* Once the records are written: asks the reader for what attachments name, keeps each content
 * once, at most LIMIT_MEDIA_FILE, and only what media_type_of knows. What the archive has broken
 * is noted as unread; ERR_IO where the disk is full. *paused where it was asked to stop. */
MUST_CHECK enum err_code media_keep(struct sandbox *from, struct importer *im,
                                    const struct intake_progress *progress, bool *paused,
                                    struct err *e);

/* import.c: the progress of both. */
bool intake_asked_to_pause(const struct intake_progress *p);
void intake_tell(const struct intake_progress *p, const struct sandbox *from,
                 const struct importer *im);

#endif
