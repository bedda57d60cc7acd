/* context/glossary.h: German, French and Spanish words that tell a topic, in English. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_GLOSSARY_H
#define CONTEXT_GLOSSARY_H

#include "core/str.h"

/* "de", "fr" or "es". */
bool glossary_has(struct str language);

/* One or two English words parted by a blank, or NULL. `word` is in lower case. Static memory. */
const char *glossary_english(struct str language, struct str word);

#endif
