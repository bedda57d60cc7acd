/* web/colour.h: a context's colour, moved until it can be read; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_COLOUR_H
#define WEB_COLOUR_H

#include "core/str.h"

/* "#rrggbb" with at least `contrast` (WCAG 2.2, relative luminance) against the page's surface,
 * light or dark: the same hue, darker or lighter as it must be. Anything else counts as grey. */
void colour_readable(struct str colour, bool dark, double contrast, char out[8]);
/* The contrast of two colours, 1 to 21. */
double colour_contrast(struct str a, struct str b);

#endif
