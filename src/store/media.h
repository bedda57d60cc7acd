/* store/media.h: files that came with archives, kept once by what is in them. (Those of drafts:
 * draft.h.) */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_MEDIA_H
#define STORE_MEDIA_H

#include "store/store.h"

/* Attachments that the import at hand brought or met again, by id, those above `after`, some
 * hundreds at a time; none at the end. */
struct media_place {
    int64_t attachment_id;
    struct str uri;
    struct str media; /* what is kept of it already; "" nothing */
};
MUST_CHECK enum err_code store_media_places(struct importer *im, int64_t after, struct arena *a,
                                            struct media_place **out, size_t *n, struct err *e);

/* One file on its way in. It is written aside and takes its place, DIR/media/ab/abcd…, when it
 * is whole; where the same content is there already, that stays. */
struct media_file;
MUST_CHECK enum err_code store_media_open(struct importer *im, struct media_file **out,
                                          struct err *e);
/* ERR_IO */
MUST_CHECK enum err_code store_media_write(struct media_file *f, const void *p, size_t n,
                                           struct err *e);
/* Ends it: keeps it under its digest. */
MUST_CHECK enum err_code store_media_keep(struct media_file *f, struct str media_type,
                                          char digest[65], struct err *e);
void store_media_drop(struct media_file *f); /* ends it without a trace; NULL is fine */

/* The import has this file for this attachment. Nothing where the attachment is not among those of
 * store_media_places: a reader may say anything. */
MUST_CHECK enum err_code store_media_name(struct importer *im, int64_t attachment_id,
                                          struct str digest, struct err *e);

/* All that is kept, in the order of their digests. */
struct media_kept {
    struct str digest, media_type, path;
};
MUST_CHECK enum err_code
store_media_each(struct store *s,
                 enum err_code (*each)(void *ctx, const struct media_kept *m, struct err *e),
                 void *ctx, struct err *e);

#endif
