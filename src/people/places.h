/* people/places.h: cities that bear several names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_PLACES_H
#define PEOPLE_PLACES_H

#include "core/str.h"

/* One name for a city: "wien" and "vienna" come out alike. Takes a folded name; answers it where
 * it is none that is known. */
struct str place_name(struct str folded);

#endif
