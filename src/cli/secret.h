/* cli/secret.h: a line of standard input that is not shown while it is typed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include "core/arena.h"

/* False at the end of the input. */
bool read_secret(struct arena *a, const char *ask, struct str *out);

#endif
