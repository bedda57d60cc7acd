/* writing/compose.h: a draft as it goes to one account: its words, its people, its parts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_COMPOSE_H
#define WRITING_COMPOSE_H

#include "context/words.h"
#include "store/draft.h"
#include "writing/outgoing.h"

/* What is shown as a preview is what is sent: both come from here. */

enum {
    COMPOSE_SAYS = 12
};
/* Something that the owner should know before it goes out. */
struct compose_say {
    bool stops;      /* the network would refuse it */
    struct str text; /* one sentence */
};
struct composed {
    const struct network_api *row; /* NULL: Tact does not talk to this network */
    struct network_limits limits;
    struct outgoing_draft *part;
    size_t parts;
    struct compose_say say[COMPOSE_SAYS];
    size_t says;
};
struct compose_for {
    const struct account *account;
    struct str door, facts;         /* of its sign-in; "" none: the network's first row */
    bool numbered;                  /* parts of a thread say "(1/3)" */
    const struct words *vocabulary; /* for hashtags; NULL: as they are */
};
/* The variant of `account` where the draft has one, else the draft; its signature behind it; people by
 * their handles there, else by name, never as somebody else; hashtags of several words in CamelCase;
 * parted where it is too long. Everything is of `a`. */
MUST_CHECK enum err_code compose(struct store *s, const struct draft *d,
                                 const struct compose_for *to, struct arena *a,
                                 struct composed *out, struct err *e);

/* The address of the network's own page for posting, with the text where it takes one; "" none. */
struct str compose_hand_off(const struct composed *c, struct arena *a);

#endif
