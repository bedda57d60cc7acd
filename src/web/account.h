/* web/account.h: the page of one's own account, and what its parts share; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_ACCOUNT_H
#define WEB_ACCOUNT_H

#include "store/audit.h"
#include "store/invitation.h"
#include "store/token.h"
#include "web/totp.h"
#include "web/views.h"

/* Fills what is not filled yet and shows it, as a page or as JSON. */
MUST_CHECK enum err_code account_show(struct request *r, struct account_view *v, struct err *e);
/* The page once more, with the sentence of *e beside the part that it is about. */
MUST_CHECK enum err_code account_refused(struct request *r, enum err_code why, const char *part,
                                         struct err *e);

/* What happened to the rows that are asked for: the newest below `before` (0: of all). */
MUST_CHECK enum err_code audit_load(struct request *r, int64_t before, int64_t most,
                                    struct audit_view *v, struct err *e);

/* Makes an invitation of who->email into who->company_id (0: none); the link to pass on, which is
 * kept nowhere. ERR_INVALID, ERR_CONFLICT. */
MUST_CHECK enum err_code invite(struct request *r, const struct invitation *who,
                                struct str *link, struct err *e);
struct str invitation_link(struct request *r, struct str token);

/* The same as JSON (api_account.c). */
void api_account(struct request *r, const struct account_view *v);
void api_audit(struct request *r, const struct audit_view *v);
void api_owners(struct request *r, const struct owners_view *v);
void api_company(struct request *r, const struct company_view *v);
#endif
