/* web/pictures.c: what the pictures of the archives tell beside what they show. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "output/output.h"

enum {
    SHOWN_MOST = 120 /* the newest: the command lists all */
};

/* "48.20849, 16.37208": degrees, north and east as they are, as maps take them. */
static struct str place_of(struct request *r, const struct kept_picture *p)
{
    return p->has_place ? arena_printf(r->a, "%.5f, %.5f", p->lat, p->lon) : STR_NONE;
}

enum err_code get_pictures(struct request *r, struct err *e)
{
    struct pictures_view v = {0};
    struct picture_told *t;
    struct page p;
    enum err_code rc = store_picture_counts(r->store, &v.counts, e);
    if (rc == ERR_OK)
        rc = store_pictures_told(r->store, SHOWN_MOST, r->a, &t, &v.n, e);
    if (rc)
        return rc;
    if (r->json) {
        api_pictures(r, &v.counts, t, v.n);
        return ERR_OK;
    }
    v.row = ARENA_ARRAY(r->a, struct picture_row, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        v.row[i] = (struct picture_row){.told = t[i], .place = place_of(r, &t[i].picture)};
    page_begin(r, &p, "What your pictures tell", "networks");
    page_pictures(r->out, &p, &v);
    return ERR_OK;
}
