/* web/plain_words.h: corrections and what a text does, in plain words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_PLAIN_WORDS_H
#define WEB_PLAIN_WORDS_H

#include "context/learned.h"
#include "context/rules.h"

/* All of the arena. */

/* "This isn't about politics", "Fine in personal": on a button. */
struct str plain_button(struct arena *a, enum correction_kind kind, struct str fact,
                        struct str context);
/* "Posts about politics are fine in personal": what was learned, without a full stop. `rules`: for
 * the sentences of those that are named. */
struct str plain_learned(struct arena *a, const struct rules *rules, enum correction_kind kind,
                         struct str fact, struct str context);
/* "It announces something, and it asks something."; "" where it does nothing that is sure. */
struct str plain_acts(struct arena *a, const struct facts *f);
/* With a capital in front and a full stop behind. */
struct str plain_sentence(struct arena *a, struct str s);
/* What the check says, without the verdict in front of it, which stands beside it. */
struct str plain_reason(struct arena *a, struct str sentence);
/* With a capital in front. */
struct str plain_capital(struct arena *a, struct str s);

#endif
