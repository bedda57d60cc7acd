/* intake/collect.h: a sink that holds a page of records, so that nobody waits for a network while the
 * store is being written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_COLLECT_H
#define INTAKE_COLLECT_H

#include "store/store.h"

struct collect {
    struct sink sink;
    struct arena *a;
    struct record *record; /* of `a`, strings too */
    size_t n, cap;
};
void collect_init(struct collect *c, struct arena *a);
/* Into an import under way. */
MUST_CHECK enum err_code collect_put(const struct collect *c, struct importer *im,
                                     struct err *e);

#endif
