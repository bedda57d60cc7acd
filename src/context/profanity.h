/* context/profanity.h: which words swear. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_PROFANITY_H
#define CONTEXT_PROFANITY_H

#include "core/str.h"

/* 0: no; 1: mild ("damn"); 2: strong. `word` in lower case. English, German, French,
 * Spanish. */
int profanity_of(struct str word);

#endif
