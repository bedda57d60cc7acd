/* context/places.h: the owner's accounts as places that a draft could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_PLACES_H
#define CONTEXT_PLACES_H

#include "context/check.h"
#include "model/network.h"
#include "store/store.h"

/* The place of one account: its context's topics, and who is there. Strings are of the arena or
 * the account's. */
MUST_CHECK enum err_code place_of_account(struct store *s, const struct account *acc,
                                          struct arena *a, struct check_place *out,
                                          struct err *e);
/* A typical account of a network on which the owner has none. */
struct check_place place_typical(const struct network *net);

/* "linkedin:in/ann": how an account is named wherever it is typed. */
struct str account_name(const struct account *acc, struct arena *a);
/* One can post there: address books and mailboxes are accounts too. */
bool account_can_post(const struct account *acc);

#endif
