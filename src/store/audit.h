/* store/audit.h: who did what, when and from where: written once, never changed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/store.h"

struct audit {
    int64_t id, at_ms;
    int64_t actor;   /* the owner who did it; 0 nobody who is known */
    struct str name; /* of the actor */
    struct str verb; /* "session.began", "token.made", … */
    struct str subject, note;
    struct str remote; /* "" the command line */
};
/* About the data of whom the store acts for. */
MUST_CHECK enum err_code store_audit_add(struct store *s, int64_t actor, const char *verb,
                                         struct str subject, struct str note, struct str remote,
                                         struct err *e);
/* The newest below `before` (0: of all), newest first. */
MUST_CHECK enum err_code store_audit(struct store *s, int64_t before, int64_t limit,
                                     struct arena *a, struct audit **out, size_t *n,
                                     struct err *e);

#endif
