/* people/igraph_use.h: the two things that igraph does here, one thread at a time; private to
 * people/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_IGRAPH_USE_H
#define PEOPLE_IGRAPH_USE_H

#include "core/err.h"

#include <stddef.h>

struct use_edge {
    size_t a, b;
    double weight;
};

/* Communities of `n` nodes: two nodes belong together where what ties them passes `resolution` times
 * the product of all that ties either: part[i] is the number of the i-th's, from 0; *found many. The same for
 * the same edges, every time. ERR_LIMIT where memory ends. */
MUST_CHECK enum err_code use_leiden(size_t n, const struct use_edge *edge, size_t edges,
                                    double resolution, int iterations, size_t *part,
                                    size_t *found, struct err *e);

/* Places for `n` nodes by the forces of Fruchterman and Reingold (1991), from where they stand in
 * `xy` (x and y in turn) on. */
MUST_CHECK enum err_code use_layout(size_t n, const struct use_edge *edge, size_t edges,
                                    int iterations, double *xy, struct err *e);

#endif
