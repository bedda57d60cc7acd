/* cli/derive.h: what every command that changes the truth ends with. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_DERIVE_H
#define CLI_DERIVE_H

#include "cli/command.h"

/* intake_derive with the model that is part of the program. */
MUST_CHECK enum err_code call_derive(struct call *c);

#endif
