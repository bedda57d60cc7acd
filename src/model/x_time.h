/* model/x_time.h: when a post of X was made, which its id tells. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_X_TIME_H
#define MODEL_X_TIME_H

#include "core/time.h"

/* Exact where ids hold the time (since November 2010) and `created` does not speak against it. */
struct when x_time(struct str id, struct str created);

#endif
