/* people/standing.h: what follows once it is known who is one person: how strong each tie is and
 * how regular, which side of the owner's life it belongs to, which circles people form. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_STANDING_H
#define PEOPLE_STANDING_H

#include "store/standing.h"

/* Makes person_standing, circles and ties anew (store/standing.h reads them), for everybody. After
 * people_rebuild. The same data gives the same rows on the same day. */
MUST_CHECK enum err_code people_stand(struct store *s, struct err *e);

/* Guesses the context of one person from what is known of that person alone and of those who share
 * a thread with them, and keeps the guess: for a new contact, in milliseconds. The next
 * people_stand sees the whole network. ERR_NOT_FOUND. */
MUST_CHECK enum err_code people_place_context(struct store *s, int64_t person_id,
                                              struct err *e);

/* The owner's answer to a question of people_questions: "personal", "professional" or "both". It is
 * a decision (store_person_add_world), and those in the same circle are guessed anew. */
MUST_CHECK enum err_code people_answer(struct store *s, int64_t person_id, struct str world,
                                       struct err *e);

/* What to ask, in words; those first whose answer settles most others, `limit` at most, and never
 * more than five per hundred people whose context is open. */
struct people_question {
    int64_t person_id;
    struct str name, words; /* "Do you know Ana Kovač privately, from work, or both? …" */
    int64_t settles;        /* how many people, that one included */
};
MUST_CHECK enum err_code people_questions(struct store *s, int64_t limit, struct arena *a,
                                          struct people_question **out, size_t *n,
                                          struct err *e);

/* "You wrote 14 times, they wrote 9 times, last 3 weeks ago, on two networks; usually every 10
 * days." As of `now_ms`. Of somebody with whom nothing was exchanged "". */
struct str people_strength_words(const struct person_standing *p, int64_t now_ms,
                                 struct arena *a);
/* "personal, as you said"; "professional, likely: you had the same employer". "" where nobody
 * knows. */
struct str people_context_words(const struct person_standing *p, struct arena *a);
/* Silent for so long that such ties mostly end. */
bool people_fades(const struct person_standing *p, int64_t now_ms);

#endif
