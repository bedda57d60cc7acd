/* people/joined.h: which of many were made one: union-find, two lines that three files need. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_JOINED_H
#define PEOPLE_JOINED_H

#include <stdint.h>

/* Who stands for i; at first root[i] is i. Ways that are walked become shorter (Tarjan and van
 * Leeuwen, 1984: path halving). To join two, let the root of one be the root of the other. */
static inline uint32_t joined_root(uint32_t *root, uint32_t i)
{
    while (root[i] != i)
        i = root[i] = root[root[i]];
    return i;
}

#endif
