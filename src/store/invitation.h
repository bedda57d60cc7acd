/* store/invitation.h: who is asked to come in, and the link that lets them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_INVITATION_H
#define STORE_INVITATION_H

#include "store/owner.h"

/* Of nobody's rows: whomever the store acts for. The token itself is kept nowhere. */
struct invitation {
    struct str digest, email;
    int64_t company_id; /* into which company too; 0 none */
    enum role role;     /* there */
    int64_t made_by, made_ms, until_ms;
    int64_t used_ms; /* 0 while it is open */
};
#define INVITATION_MS (INT64_C(7) * 86400 * 1000)

/* ERR_CONFLICT where the e-mail is an owner's already or, of one into a company, a member's. An older
 * one for this e-mail ends. */
MUST_CHECK enum err_code store_invitation_add(struct store *s, const struct invitation *v,
                                              struct err *e);
/* ERR_NOT_FOUND for none, one that was used, or one whose time is over. */
MUST_CHECK enum err_code store_invitation_find(struct store *s, struct str digest,
                                               int64_t now_ms, struct arena *a,
                                               struct invitation *out, struct err *e);
/* Good once: ERR_NOT_FOUND where somebody was faster. */
MUST_CHECK enum err_code store_invitation_use(struct store *s, struct str digest,
                                              int64_t now_ms, struct err *e);
/* Those that are open, newest first; of one company, or all for -1. */
MUST_CHECK enum err_code store_invitations(struct store *s, int64_t company, int64_t now_ms,
                                           struct arena *a, struct invitation **out, size_t *n,
                                           struct err *e);
/* Takes it back. ERR_NOT_FOUND. `company` as above. */
MUST_CHECK enum err_code store_invitation_drop(struct store *s, struct str digest,
                                               int64_t company, struct err *e);

#endif
