/* web/people_map.c: people as a map, and their circles as a table that can be read and named. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/people_show.h"
#include "web/templates.h"

enum {
    CLOSEST = 4
};

static enum err_code fill_circles(struct request *r, const struct known *k, struct map_view *v,
                                  struct err *e)
{
    struct circle *c;
    size_t n, all;
    enum err_code rc = store_circles(r->store, r->a, &c, &n, e);
    if (rc)
        return rc;
    v->circle = ARENA_ARRAY(r->a, struct circle_row, n + 1);
    v->choice = ARENA_ARRAY(r->a, struct option, n + 1);
    v->choice[v->choices++] = (struct option){STR_NONE, STR("All circles"), false};
    for (size_t i = 0; i < n; i++) {
        struct circle_row *row = &v->circle[v->circles];
        bool chosen = c[i].id == v->only;
        v->choice[v->choices++] =
            (struct option){arena_printf(r->a, "%lld", (long long)c[i].id), c[i].name, chosen};
        if (v->only && !chosen)
            continue;
        if (chosen)
            v->only_name = c[i].name;
        *row = (struct circle_row){.c = c[i],
                                   .colour = side_colour(r, k, c[i].context),
                                   .side = side_label(c[i].context)};
        if ((rc = store_circle_people(r->store, c[i].id, r->a, &row->closest, &all, e)))
            return rc;
        row->n = all < CLOSEST || v->only ? all : CLOSEST;
        v->circles++;
    }
    if (v->only && v->circles == 0)
        return err_set(e, ERR_NOT_FOUND, "There is no such circle any more.");
    return ERR_OK;
}

static enum err_code fill_sides(struct request *r, const struct known *k, struct map_view *v,
                                struct err *e)
{
    static const char *const names[] = {"personal", "professional", "both", ""};
    struct people_count count = {0};
    enum err_code rc = store_people_count(r->store, &count, e);
    v->people = count.people;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct str name = str_from(names[i]);
        v->side[i] = (struct map_side){name, side_colour(r, k, name), side_label(name)};
    }
    return rc;
}

static enum err_code show(struct request *r, struct map_view *v, struct err *e)
{
    struct known k;
    struct people_map m = {0};
    struct page p;
    struct address ad;
    enum err_code rc = known_load(r, &k, e);
    if (rc || (rc = fill_circles(r, &k, v, e)) ||
        (rc = store_people_map(r->store, MAP_NODES_MOST, r->a, &m, e)))
        return rc;
    if (r->json) {
        api_map(r, &m, v);
        return ERR_OK;
    }
    address_begin(&ad, r, "/api/people/map");
    address_id(&ad, "circle", v->only);
    v->data = address_end(&ad);
    v->shown = (int64_t)m.nodes;
    if ((rc = fill_sides(r, &k, v, e)))
        return rc;
    page_begin_in(r, &p, "Map of your people", "people", &k, STR_NONE);
    p.tab[0].current = false;
    p.charts = v->shown > 0;
    page_people_map(r->out, &p, v);
    return ERR_OK;
}

enum err_code get_map(struct request *r, struct err *e)
{
    struct map_view v = {.only = field_id(r, "circle"), .saved = field_given(r, "saved")};
    return show(r, &v, e);
}

enum err_code get_circles(struct request *r, struct err *e)
{
    struct known k;
    struct map_view v = {.only = 0};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc || (rc = fill_circles(r, &k, &v, e)))
        return rc;
    if (r->json) {
        api_circles(r, &v);
        return ERR_OK;
    }
    page_begin_in(r, &p, "Circles", "people", &k, STR_NONE);
    p.tab[0].current = false;
    page_circles(r->out, &p, &v);
    return ERR_OK;
}

static struct str back_to(struct request *r)
{
    return arena_printf(r->a, "/people/circles#circle-%lld", (long long)r->id);
}

enum err_code post_circle(struct request *r, struct err *e)
{
    enum err_code rc = store_circle_rename(r->store, r->id, field_str(r, "name"), e);
    return rc ? rc : answer_done(r, back_to(r));
}

enum err_code post_circle_release(struct request *r, struct err *e)
{
    enum err_code rc = store_circle_release(r->store, r->id, e);
    return rc ? rc : answer_done(r, STR("/people/circles"));
}
