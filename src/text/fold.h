/* text/fold.h: one spelling for texts that count as the same: case, accents, white space. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "core/arena.h"

/* Case folded and composed (Unicode NFKC_Casefold, UAX #31), runs of white space as one space,
 * none at the ends. "  Ana  KOVAČ" and "ana kovač" come out alike. */
struct str fold_case(struct str s, struct arena *a);

/* The same without accents, for finding people as one types: "kovac" finds "Kovač". */
struct str fold_search(struct str s, struct arena *a);

/* Digits of a phone number with its +, "" unless 7 to 15 remain (ITU E.164). "00" at the front
 * is "+". Numbers without a country stay without: they are compared as they are. */
struct str fold_phone(struct str s, struct arena *a);

/* An e-mail address in lower case, "" for what is none (RFC 5322's addr-spec, roughly). */
struct str fold_email(struct str s, struct arena *a);

#endif
