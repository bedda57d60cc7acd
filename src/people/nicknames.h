/* people/nicknames.h: short and foreign forms of given names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_NICKNAMES_H
#define PEOPLE_NICKNAMES_H

#include "core/str.h"

enum {
    NICKNAME_FAMILIES_MOST = 6 /* one short form may stand for several names: Al, Alex, Chris */
};

/* The families of names that a folded token belongs to, as numbers; how many. Two tokens that
 * share one may be the same name. */
size_t nickname_families(struct str token, uint16_t out[NICKNAME_FAMILIES_MOST]);

#endif
