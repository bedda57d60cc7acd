/* context/voice.h: whether a text sounds as its context wants; private to check*.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_VOICE_H
#define CONTEXT_VOICE_H

#include "context/check.h"

enum {
    VOICE_FINDINGS = 12 /* of one text; more are not listed */
};

/* What in the text is not in the voice of the place: words to avoid, none of those
 * to use, another language, a tone too loose or too stiff, too many emoji. At most VOICE_FINDINGS into `out`; answers how many. */
size_t voice_scan(const struct check_voice *v, const struct features *f, struct str text,
                  struct arena *a, struct sensitive *out);

#endif
