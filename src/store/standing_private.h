/* store/standing_private.h: what the files about standing share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STANDING_PRIVATE_H
#define STORE_STANDING_PRIVATE_H

#include "store/person_private.h"
#include "store/standing_source.h"

/* The context and the kinds of one person from the guess and what the owner decided; nothing where
 * that person has no row. Within a transaction. */
MUST_CHECK enum err_code store__stand_as_decided(struct sql *q, int64_t person_id,
                                                 struct err *e);

#endif
