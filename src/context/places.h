/* context/places.h: the owner's accounts as places that a draft could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_PLACES_H
#define CONTEXT_PLACES_H

#include "context/check.h"
#include "context/settings.h"
#include "model/network.h"
#include "store/store.h"

/* What all places share, loaded once: the owner's corrections, and the contexts with what was set
 * for each. Of the arena that it was opened with. */
struct place_source {
    struct store *store;
    struct correction *corrections; /* all that hold, for learned_build */
    size_t n_corrections;
    struct place_context {
        struct context row;
        struct settings settings;
        const enum topic *welcome, *unwelcome;
        size_t n_welcome, n_unwelcome;
    } * context;
    size_t contexts;
};
MUST_CHECK enum err_code places_open(struct store *s, struct arena *a, struct place_source *out,
                                     struct err *e);
/* The context with that name; never NULL: else one with nothing set. */
const struct place_context *places_context(const struct place_source *from, struct str name);
/* The place of one account: its context's topics and voice, who is there, what the owner posts
 * there. Strings are of the arena, the source or the account's. */
MUST_CHECK enum err_code place_make(const struct place_source *from, const struct account *acc,
                                    struct arena *a, struct check_place *out, struct err *e);
/* Both for one account only. */
MUST_CHECK enum err_code place_of_account(struct store *s, const struct account *acc,
                                          struct arena *a, struct check_place *out,
                                          struct err *e);
/* A typical account of a network on which the owner has none. */
struct check_place place_typical(const struct network *net);
/* The same in the owner's context of that kind, in a company's only one: with its voice, topics and
 * corrections. */
struct check_place place_typical_of(const struct place_source *from, const struct network *net);

/* The owner's corrections that hold, in the order in which they were made: for learned_build.
 * store_corrections_mark (store/correction.h) says whether they changed. */
MUST_CHECK enum err_code corrections_load(struct store *s, struct arena *a,
                                          struct correction **out, size_t *n, struct err *e);

/* "linkedin:in/ann": how an account is named wherever it is typed. */
struct str account_name(const struct account *acc, struct arena *a);
/* One can post there: address books and mailboxes are accounts too. */
bool account_can_post(const struct account *acc);
/* What goes out from it may also go to some only: so a mailbox, which is no place to post to. */
bool account_can_write(const struct account *acc);

#endif
