/* context/emoji_keywords.h: the words that an emoji stands for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_EMOJI_KEYWORDS_H
#define CONTEXT_EMOJI_KEYWORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One to three English words parted by blanks, or NULL where we have none. Static memory. */
const char *emoji_keywords(uint32_t cp);

/* Whether the code point is drawn as a picture. */
bool emoji_is(uint32_t cp);

#endif
