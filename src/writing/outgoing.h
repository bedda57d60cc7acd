/* writing/outgoing.h: what is sent, as it is kept in the outbox. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_OUTGOING_H
#define WRITING_OUTGOING_H

#include "networks/api.h"

enum {
    OUTGOING_MEDIA = 20,
    OUTGOING_CHOICES = 12,
    OUTGOING_MENTIONS = 64
};

/* A struct outgoing without the bytes of its pictures: those are kept files. */
struct outgoing_draft {
    struct outgoing o;                /* .media[i].url is "" here, .bytes too */
    struct str media[OUTGOING_MEDIA]; /* digests */
    struct outgoing_media picture[OUTGOING_MEDIA];
    struct outgoing_mention mention[OUTGOING_MENTIONS];
    struct str choice[OUTGOING_CHOICES];
};
/* publications.body: JSON, and back. Of `a`. */
struct str outgoing_write(const struct outgoing_draft *d, struct arena *a);
MUST_CHECK enum err_code outgoing_read(struct str json, struct arena *a,
                                       struct outgoing_draft *out, struct err *e);

#endif
