/* text/grapheme.h: what people call characters: clusters of code points, and emoji among them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_GRAPHEME_H
#define TEXT_GRAPHEME_H

#include "core/str.h"

/* Takes the next extended grapheme cluster (UAX #29) off *rest, which must not be empty. A byte
 * that is not UTF-8 counts as U+FFFD. */
struct str utf8_next_grapheme(struct str *rest);
size_t utf8_graphemes(struct str s);

/* How many bytes at the start of a cluster are one emoji (UTS #51: a picture with its colour and
 * what is joined to it, a flag, a keycap); 0: it is none. A picture that is text unless it is
 * asked for ("©") is one only with U+FE0F behind it. */
size_t utf8_emoji(struct str cluster);

/* The code points of a cluster after composing (NFC). At most `cap` (GRAPHEME_POINTS is plenty);
 * a longer one is given as it is, up to there. Answers how many. */
enum {
    GRAPHEME_POINTS = 32
};
size_t utf8_composed(struct str cluster, uint32_t *out, size_t cap);

#endif
