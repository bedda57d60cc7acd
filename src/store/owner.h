/* store/owner.h: who shares this database: people, companies, and who writes for which company. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_OWNER_H
#define STORE_OWNER_H

#include "model/words.h"
#include "store/session.h"

/* Those functions look at all owners, whomever the store acts for. */
struct owner {
    int64_t id, created_ms;
    int64_t closed_ms; /* may not sign in since; 0 may */
    enum owner_kind kind;
    struct str email; /* in small letters; "" none */
    struct str name;
    bool is_host; /* invites and closes */
};
MUST_CHECK enum err_code store_owners(struct store *s, struct arena *a, struct owner **out,
                                      size_t *n, struct err *e);
MUST_CHECK enum err_code store_owner_get(struct store *s, int64_t id, struct arena *a,
                                         struct owner *out, struct err *e);
/* As it was typed: small letters or large. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_owner_by_email(struct store *s, struct str email,
                                              struct arena *a, struct owner *out,
                                              struct err *e);
/* By id or by e-mail. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_owner_find(struct store *s, struct str which, struct arena *a,
                                          struct owner *out, struct err *e);
/* How many there are, closed ones too. */
MUST_CHECK enum err_code store_owner_count(struct store *s, int64_t *n, struct err *e);

/* A new owner with the contexts that everybody has, a company with its one; out->id is theirs. `email` may be "" for a
 * company only. ERR_CONFLICT where the e-mail is somebody's, ERR_INVALID for what is none. */
MUST_CHECK enum err_code store_owner_add(struct store *s, enum owner_kind kind,
                                         struct str email, struct str name, struct arena *a,
                                         struct owner *out, struct err *e);
/* A company with whoever looks after it. ERR_INVALID for a name that is none. */
MUST_CHECK enum err_code store_company_add(struct store *s, struct str name, int64_t admin,
                                           struct arena *a, struct owner *out, struct err *e);
/* Name and e-mail; "" takes the e-mail away, which only a home of one may do. */
MUST_CHECK enum err_code store_owner_save(struct store *s, const struct owner *o,
                                          struct err *e);
/* Who may let others in, beside those who may already. */
MUST_CHECK enum err_code store_owner_set_host(struct store *s, int64_t id, struct err *e);
/* A closed owner is signed out everywhere and can't come back until it is reopened. What is
 * theirs stays. ERR_CONFLICT for the last host, and the last administrator of a company. */
MUST_CHECK enum err_code store_owner_close(struct store *s, int64_t id, struct err *e);
MUST_CHECK enum err_code store_owner_reopen(struct store *s, int64_t id, struct err *e);

/* "Ann@Example.org " as it is kept; of the arena. ERR_INVALID for what is no address. */
MUST_CHECK enum err_code owner_email(struct str typed, struct arena *a, struct str *out,
                                     struct err *e);

/* A person in a company. */
struct membership {
    int64_t company_id, member_id, since_ms;
    enum role role;
    struct str company, member; /* names */
    struct str email;           /* of the member */
};
MUST_CHECK enum err_code store_memberships_of(struct store *s, int64_t member, struct arena *a,
                                              struct membership **out, size_t *n,
                                              struct err *e);
MUST_CHECK enum err_code store_members_of(struct store *s, int64_t company, struct arena *a,
                                          struct membership **out, size_t *n, struct err *e);
/* All that a request wants to know of who sends it, in one journey: their session, which must not
 * be over at `now_ms` (ERR_NOT_FOUND), they themselves, and the companies they are members of. For
 * the owner acted for. */
struct who {
    struct session session;
    struct owner owner;
    struct membership *member;
    size_t members;
};
MUST_CHECK enum err_code store_who(struct store *s, struct str digest, int64_t now_ms,
                                   struct arena *a, struct who *out, struct err *e);
/* ROLE_NONE where they are no member, or the company is closed. */
MUST_CHECK enum err_code store_role(struct store *s, int64_t company, int64_t member,
                                    enum role *out, struct err *e);
/* ERR_INVALID unless the one is a company and the other a person; ERR_CONFLICT where a company
 * would be left without an administrator. */
MUST_CHECK enum err_code store_membership_set(struct store *s, int64_t company, int64_t member,
                                              enum role role, struct err *e);
MUST_CHECK enum err_code store_membership_drop(struct store *s, int64_t company, int64_t member,
                                               struct err *e);

#endif
