/* context/plain.h: a text without the tricks that hide words and numbers from a reader. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_PLAIN_H
#define CONTEXT_PLAIN_H

#include "core/arena.h"
#include "core/str.h"

/* Zero-width marks and direction controls are gone; digits and letters of other shapes (fullwidth,
 * mathematical, Arabic digits) are ASCII; a Cyrillic or Greek letter in a word that is Latin else
 * is the Latin one that it looks like (Unicode Technical Standard 39); blanks and dashes of all
 * kinds are ' ' and '-'. */
struct plain {
    struct str text;
    uint32_t
        *from; /* of each byte, the original's; one more at the end. NULL: nothing changed */
};

/* In linear time; `text` itself where there is nothing to do. All of it is of the arena, which
 * needs 5 bytes for each of the text. */
struct plain plain_of(struct str text, struct arena *a);

/* Where byte `at` of the plain text stands in the original. */
uint32_t plain_back(const struct plain *p, size_t at);

#endif
