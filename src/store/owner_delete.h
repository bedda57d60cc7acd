/* store/owner_delete.h: an owner who goes, with everything that is theirs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_OWNER_DELETE_H
#define STORE_OWNER_DELETE_H

#include "store/store.h"

struct owner_going {
    int64_t id;
    struct str name, email;
    bool is_company;
    int64_t rows; /* all of theirs, these among them */
    int64_t imports, posts, identities, drafts, files;
};
/* By number, e-mail address or name. ERR_NOT_FOUND; ERR_CONFLICT: several have that name. */
MUST_CHECK enum err_code store_owner_going(struct store *s, struct str which, struct arena *a,
                                           struct owner_going *out, struct err *e);

/* Deletes every row of theirs, all or none, then their files; what a crash left of those goes at
 * the next start. FIRST_OWNER, for whom the command line acts, is there again at once, with
 * nothing; beside others they may not sign in any more. ERR_NOT_FOUND; ERR_CONFLICT while
 * something is written or a backup is being made. */
MUST_CHECK enum err_code store_owner_delete(struct store *s, int64_t owner, struct err *e);

#endif
