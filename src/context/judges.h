/* context/judges.h: what judges a text: the model that is part of the program, and the rules. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_JUDGES_H
#define CONTEXT_JUDGES_H

#include "context/rules.h"

/* The rules are HOME/rules.txt where the home has its own, else those of the program; they are
 * of the arena. The caller frees the model. ERR_PARSE names the file and the line. */
MUST_CHECK enum err_code judges_load(const char *home, struct arena *a,
                                     struct classifier **model, struct rules *rules,
                                     struct err *e);

#endif
