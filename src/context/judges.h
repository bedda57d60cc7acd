/* context/judges.h: what judges a text: the model, the rules, and what to look for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_JUDGES_H
#define CONTEXT_JUDGES_H

#include "context/rules.h"

/* Read only once loaded; may be shared by threads. */
struct judges {
    struct classifier *model; /* part of the program */
    struct rules rules;
    struct lexicon *lexicon; /* with the rules' [words] */
};

/* The rules are HOME/rules.txt where the home (NULL: none) has its own, else those of the program;
 * those of the file `extra` (a company's; NULL: none) go before them. The rules are of the arena;
 * the rest is freed by judges_free. ERR_PARSE names the file and the line; ERR_NOT_FOUND: `extra`
 * can't be read. */
MUST_CHECK enum err_code judges_load(const char *home, const char *extra, struct arena *a,
                                     struct judges *out, struct err *e);
/* The program's own model with these rules' text; for tests and measuring. */
MUST_CHECK enum err_code judges_of(struct str rules, const unsigned char *model, size_t size,
                                   struct arena *a, struct judges *out, struct err *e);
void judges_free(struct judges *j);

#endif
