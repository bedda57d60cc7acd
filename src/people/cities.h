/* people/cities.h: cities that bear several names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_CITIES_H
#define PEOPLE_CITIES_H

#include "core/str.h"

/* One name for a city: "wien" and "vienna" come out alike. Takes a folded name; answers it where
 * it is none that is known. */
struct str city_name(struct str folded);

#endif
