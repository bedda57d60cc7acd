/* text/tlds.h: which names are top-level domains, for counting as X does. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TLDS_H
#define TEXT_TLDS_H

#include "core/str.h"

enum {
    TLD_MAX = 64 /* bytes of the longest, and then some */
};

/* Any letter case of ASCII letters; "xn--" and something behind it is one too. */
bool tld_is(struct str name);

#endif
