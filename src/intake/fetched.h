/* intake/fetched.h: a file that a network's server gave (a feed, a mail), read like an archive. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_FETCHED_H
#define INTAKE_FETCHED_H

#include "networks/api.h"
#include "store/store.h"

/* Reads page->file in the sandbox, as an archive of that name, into an import under way: it belongs to
 * the account at hand, and where page->file_author says so to its author. */
MUST_CHECK enum err_code fetched_read(struct store *s, const struct api_page *page,
                                      struct importer *im, struct err *e);

#endif
