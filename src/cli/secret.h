/* cli/secret.h: asking for what nobody else is to see. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include "core/arena.h"

/* One line of standard input, not shown while it is typed. False where there is none. */
bool secret_read(struct arena *a, const char *ask, struct str *out);
/* Clears what was read, when it is not needed any more. */
void secret_forget(struct str *secret);

#endif
