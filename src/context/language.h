/* context/language.h: a cheap guess at the language of a text's tokens. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_LANGUAGE_H
#define CONTEXT_LANGUAGE_H

#include "context/features.h"

/* "en", "de", "fr", "es", "other", or "" when there are too few words to tell. Static
 * memory. */
struct str language_guess(const struct features *f);

#endif
