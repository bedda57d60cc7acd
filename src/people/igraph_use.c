/* people/igraph_use.c: the only file that knows igraph. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/igraph_use.h"

#include <igraph/igraph.h>
#include <pthread.h>

/* Debian's igraph keeps its generator of chance and its list of what is to be freed for the whole
 * process. */
static pthread_mutex_t using = PTHREAD_MUTEX_INITIALIZER;

enum {
    SEED = 1
};

/* Errors are answered, not printed; chance is the same every time. */
static void begin(void)
{
    pthread_mutex_lock(&using);
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    igraph_rng_seed(igraph_rng_default(), SEED);
}

static enum err_code failed(igraph_error_t why, struct err *e)
{
    return err_set(e, ERR_LIMIT, "circles can't be made: %s", igraph_strerror(why));
}

/* A graph with weights; in `made` how far it came, for free_graph. */
struct weighted {
    igraph_t graph;
    igraph_vector_t weight;
    int made;
};

static void free_graph(struct weighted *g)
{
    if (g->made > 1)
        igraph_destroy(&g->graph);
    if (g->made > 0)
        igraph_vector_destroy(&g->weight);
}

static igraph_error_t make_graph(size_t n, const struct use_edge *edge, size_t edges,
                                 struct weighted *g)
{
    igraph_vector_int_t ends;
    igraph_error_t rc = igraph_vector_init(&g->weight, (igraph_integer_t)edges);
    if (rc)
        return rc;
    g->made = 1;
    if ((rc = igraph_vector_int_init(&ends, 2 * (igraph_integer_t)edges)) != IGRAPH_SUCCESS)
        return rc;
    for (size_t i = 0; i < edges; i++) {
        VECTOR(g->weight)[i] = edge[i].weight;
        VECTOR(ends)[2 * i] = (igraph_integer_t)edge[i].a;
        VECTOR(ends)[2 * i + 1] = (igraph_integer_t)edge[i].b;
    }
    rc = igraph_create(&g->graph, &ends, (igraph_integer_t)n, IGRAPH_UNDIRECTED);
    if (rc == IGRAPH_SUCCESS)
        g->made = 2;
    igraph_vector_int_destroy(&ends);
    return rc;
}

enum err_code use_leiden(size_t n, const struct use_edge *edge, size_t edges, double resolution,
                         int iterations, size_t *part, size_t *found, struct err *e)
{
    struct weighted g = {.made = 0};
    igraph_vector_t degree;
    igraph_vector_int_t membership;
    igraph_integer_t clusters = 0;
    begin();
    igraph_error_t rc = make_graph(n, edge, edges, &g);
    igraph_error_t have_degree = rc ? rc : igraph_vector_init(&degree, (igraph_integer_t)n);
    igraph_error_t have_parts =
        have_degree ? have_degree : igraph_vector_int_init(&membership, (igraph_integer_t)n);
    rc = have_parts;
    if (rc == IGRAPH_SUCCESS) {
        for (size_t i = 0; i < edges; i++) {
            VECTOR(degree)[edge[i].a] += edge[i].weight;
            VECTOR(degree)[edge[i].b] += edge[i].weight;
        }
        rc = igraph_community_leiden(&g.graph, &g.weight, &degree, resolution, 0.01, false,
                                     iterations, &membership, &clusters, NULL);
    }
    for (size_t i = 0; i < n && rc == IGRAPH_SUCCESS; i++)
        part[i] = (size_t)VECTOR(membership)[i];
    *found = rc ? 0 : (size_t)clusters;
    if (have_parts == IGRAPH_SUCCESS)
        igraph_vector_int_destroy(&membership);
    if (have_degree == IGRAPH_SUCCESS)
        igraph_vector_destroy(&degree);
    free_graph(&g);
    pthread_mutex_unlock(&using);
    return rc ? failed(rc, e) : ERR_OK;
}

enum err_code use_layout(size_t n, const struct use_edge *edge, size_t edges, int iterations,
                         double *xy, struct err *e)
{
    struct weighted g = {.made = 0};
    igraph_matrix_t places;
    begin();
    igraph_error_t rc = make_graph(n, edge, edges, &g);
    igraph_error_t have_places = rc ? rc : igraph_matrix_init(&places, (igraph_integer_t)n, 2);
    rc = have_places;
    if (rc == IGRAPH_SUCCESS) {
        for (size_t i = 0; i < n; i++) {
            igraph_matrix_set(&places, (igraph_integer_t)i, 0, xy[2 * i]);
            igraph_matrix_set(&places, (igraph_integer_t)i, 1, xy[2 * i + 1]);
        }
        rc = igraph_layout_fruchterman_reingold(&g.graph, &places, true, iterations, 1,
                                                IGRAPH_LAYOUT_NOGRID, &g.weight, NULL, NULL,
                                                NULL, NULL);
    }
    for (size_t i = 0; i < n && rc == IGRAPH_SUCCESS; i++) {
        xy[2 * i] = igraph_matrix_get(&places, (igraph_integer_t)i, 0);
        xy[2 * i + 1] = igraph_matrix_get(&places, (igraph_integer_t)i, 1);
    }
    if (have_places == IGRAPH_SUCCESS)
        igraph_matrix_destroy(&places);
    free_graph(&g);
    pthread_mutex_unlock(&using);
    return rc ? failed(rc, e) : ERR_OK;
}
