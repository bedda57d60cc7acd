/* cli/people_text.h: people and why they are one, as lines of text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_PEOPLE_TEXT_H
#define CLI_PEOPLE_TEXT_H

#include "cli/command.h"
#include "store/match.h"

struct str name_of_network(struct str id);                              /* "LinkedIn" */
const struct identity *identity_by(const struct person *p, int64_t id); /* or NULL */
/* The one line of a person in a list; `note` stands behind it. */
void put_person_line(struct buf *b, const struct person *p, const char *note);
/* What speaks for and against a pair of identities, a line each; `other` (or NULL) has the second
 * one where that is somebody else's. */
void put_pair(struct buf *b, const struct person *p, const struct person *other,
              const struct pair_known *pair);
/* Each argument from `from` on as a number; false, with the usage said, for one that is none. */
bool call_ids(struct call *c, size_t from, const char *what, int64_t *out, int *status);

#endif
