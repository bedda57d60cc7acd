/* model/network.h: the networks Tact knows by name: what they are called and what for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_NETWORK_H
#define MODEL_NETWORK_H

#include "model/words.h"

/* A row a network. What each can do (sign in, publish) is a later table in networks/. */
struct network {
    struct str id;        /* in tables and commands: "linkedin" */
    struct str name;      /* on the screen: "LinkedIn" */
    enum mindset mindset; /* what people come there for, unless the account says otherwise */
    struct str people;    /* what its people are called: "connections", "friends" */
};

/* NULL where there is none. */
const struct network *network_find(struct str id);
/* All of them; *n says how many. */
const struct network *network_list(size_t *n);

#endif
