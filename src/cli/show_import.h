/* cli/show_import.h: how an import is shown. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SHOW_IMPORT_H
#define CLI_SHOW_IMPORT_H

#include "cli/command.h"
#include "intake/intake.h"

/* "LinkedIn archive … : 412 people, 96 posts, …" */
void show_imported(const struct intake_result *r);
/* "412 people, 96 posts, 1,204 messages" */
void put_import_counts(struct buf *b, const struct import *im);

#endif
