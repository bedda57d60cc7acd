/* store/handle.h: who is meant by "@ann": the same person on the network that a text goes to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_HANDLE_H
#define STORE_HANDLE_H

#include "store/store.h"

struct handle {
    struct str handle, key,
        name;   /* there; handle "" : they are not there, as far as is known */
    bool known; /* somebody here is called so, and only one person */
};
/* `typed` is what stands behind the @ ("ann", "ann@host", "ann.example.com"), or a person's whole name.
 * Looked for among the handles of `network` first, then of all others; several persons who are
 * called so are nobody. Strings are of `a`. */
MUST_CHECK enum err_code store_handle_on(struct store *s, struct str typed, struct str network,
                                         struct arena *a, struct handle *out, struct err *e);

#endif
