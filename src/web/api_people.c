/* web/api_people.c: questions, words about who is who, circles and the map, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"

#include "output/output.h"

#include <stdlib.h>

void api_word(struct request *r, int64_t person, int64_t decision)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "ok");
    json_out_bool(&o, true);
    json_out_ki64(&o, "person", person);
    json_out_ki64(&o, "word", decision);
    json_out_close(&o, '}');
}

void api_review(struct request *r, const struct question *q, size_t n,
                const struct people_question *other, size_t others, int64_t all)
{
    struct json_out o;
    json_out_init(&o, r->out);
    output_review(&o, q, n, other, others, all);
}

static void put_circles(struct json_out *o, const struct map_view *v, bool whole)
{
    json_out_key(o, "circles");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->circles; i++) {
        const struct circle_row *row = &v->circle[i];
        output_circle_open(o, &row->c);
        if (whole) {
            json_out_key(o, "closest");
            json_out_open(o, '[');
            for (size_t m = 0; m < row->n; m++) {
                json_out_open(o, '{');
                json_out_ki64(o, "id", row->closest[m].id);
                json_out_kstr(o, "name", row->closest[m].name);
                json_out_close(o, '}');
            }
            json_out_close(o, ']');
        } else {
            json_out_key(o, "x");
            json_out_f64(o, row->c.x, 4);
            json_out_key(o, "y");
            json_out_f64(o, row->c.y, 4);
            json_out_key(o, "radius");
            json_out_f64(o, row->c.radius, 4);
        }
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void api_circles(struct request *r, const struct map_view *v)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    put_circles(&o, v, true);
    json_out_close(&o, '}');
}

/* Sorted ids of whoever is shown: of one circle, or all. */
static bool is_shown(const struct map_view *v, int64_t person)
{
    if (!v->only)
        return true;
    for (size_t i = 0; i < v->circle[0].n; i++)
        if (v->circle[0].closest[i].id == person)
            return true;
    return false;
}

/* A node is a row, not an object: there are thousands of them. Ties name their rows. */
static void put_nodes(struct json_out *o, const struct people_map *m, const bool *shown)
{
    json_out_key(o, "people");
    json_out_open(o, '[');
    for (size_t i = 0; i < m->nodes; i++) {
        const struct map_node *n = &m->node[i];
        if (!shown[i])
            continue;
        json_out_open(o, '[');
        json_out_i64(o, n->person_id);
        json_out_str(o, n->name);
        json_out_str(o, n->context);
        json_out_f64(o, n->strength, 3);
        json_out_f64(o, n->x, 4);
        json_out_f64(o, n->y, 4);
        json_out_i64(o, n->circle_id);
        json_out_close(o, ']');
    }
    json_out_close(o, ']');
}

struct place_of {
    int64_t id;
    size_t at; /* its row, SIZE_MAX: it is not shown */
};

static int by_id(const void *a, const void *b)
{
    const struct place_of *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static size_t row_of(const struct place_of *p, size_t n, int64_t id)
{
    struct place_of key = {id, 0};
    const struct place_of *hit = bsearch(&key, p, n, sizeof key, by_id);
    return hit ? hit->at : SIZE_MAX;
}

static void put_ties(struct json_out *o, const struct people_map *m, const struct place_of *p)
{
    json_out_key(o, "ties");
    json_out_open(o, '[');
    for (size_t i = 0; i < m->edges; i++) {
        size_t a = row_of(p, m->nodes, m->edge[i].a), b = row_of(p, m->nodes, m->edge[i].b);
        if (a == SIZE_MAX || b == SIZE_MAX)
            continue;
        json_out_open(o, '[');
        json_out_i64(o, (int64_t)a);
        json_out_i64(o, (int64_t)b);
        json_out_close(o, ']');
    }
    json_out_close(o, ']');
}

void api_map(struct request *r, const struct people_map *m, const struct map_view *v)
{
    struct json_out o;
    size_t rows = 0;
    bool *shown = ARENA_ARRAY(r->a, bool, m->nodes + 1);
    struct place_of *place = ARENA_ARRAY(r->a, struct place_of, m->nodes + 1);
    for (size_t i = 0; i < m->nodes; i++) {
        shown[i] = is_shown(v, m->node[i].person_id);
        place[i] = (struct place_of){m->node[i].person_id, shown[i] ? rows++ : SIZE_MAX};
    }
    if (m->nodes)
        qsort(place, m->nodes, sizeof *place, by_id);
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    put_nodes(&o, m, shown);
    put_ties(&o, m, place);
    put_circles(&o, v, false);
    json_out_close(&o, '}');
}
