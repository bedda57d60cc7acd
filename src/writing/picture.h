/* writing/picture.h: a kept picture as it is sent: of a kind and size that the network takes, with
 * nothing in it but what is to be seen. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_PICTURE_H
#define WRITING_PICTURE_H

#include "networks/api.h"
#include "store/store.h"

/* Fills bytes and media_type; alt stays. Whatever the camera wrote is gone, it stands upright, and it
 * is within the limits (made smaller where it must be). Of `a`. ERR_INVALID: it can't be read or made
 * to fit; ERR_NOT_FOUND: the file is gone. */
MUST_CHECK enum err_code picture_to_send(struct store *s, struct str digest,
                                         const struct network_limits *limits, struct arena *a,
                                         struct outgoing_media *out, struct err *e);

#endif
