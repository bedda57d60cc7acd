/* people/people.h: who is one person: identities that share a sure key. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "store/store.h"

/* Makes all people anew from their identities: one person are those who share an e-mail address,
 * a phone number or a profile address, each with the evidence kept. Never by name alone. Not
 * sure, and therefore left apart: addresses of a role (info@), keys that more than
 * PEOPLE_SHARED_MOST identities have (a switchboard), and whatever would make one person of two
 * identities on one network. A person's id is the least of its identities', so it stays. */
enum {
    PEOPLE_SHARED_MOST = 6
};
MUST_CHECK enum err_code people_rebuild(struct store *s, struct err *e);

/* A key in the one spelling in which it is compared; "" for one that proves nothing. */
struct str people_key(struct str kind, struct str value, struct arena *a);

#endif
