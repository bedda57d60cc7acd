/* web/marks.h: where the words of a search stand in a text; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_MARKS_H
#define WEB_MARKS_H

#include "text/safe_html.h"

enum {
    MARKS_MOST = 64
};
/* As the search compares: whole words whatever their case and accents; "word*" beginnings. At
 * most MARKS_MOST, in the first 64 KiB; of the arena. */
size_t marks_find(struct str text, struct str words, struct arena *a, struct html_mark **out);

#endif
