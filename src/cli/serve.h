/* cli/serve.h: serving a home, for the commands that end in it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "cli/command.h"

#define SERVE_LISTEN "127.0.0.1:8420"

/* Until Ctrl-C. `open`: without a password, for the demo. The row of the command must have the
 * options --url and --assets. */
int serve_home(struct call *c, const char *listen, bool open, bool browser);

#endif
