/* text/tokens.h: the words of a text as a search index knows them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TOKENS_H
#define TEXT_TOKENS_H

#include "core/buf.h"

/* Takes the next word off *rest into `out` (cleared first): letters and digits, in small letters,
 * without accents; false where there is none. The words are those of SQLite's tokenizer unicode61
 * with remove_diacritics 2 (SQLite documentation, FTS5, 4.3.1), so that a search finds the same
 * whatever keeps the index. Longer words are cut to TOKEN_BYTES. */
enum {
    TOKEN_BYTES = 256
};
bool tokens_next(struct str *rest, struct buf *out);

#endif
