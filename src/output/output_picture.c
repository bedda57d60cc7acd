/* output/output_picture.c: what pictures tell, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

void output_pictures(struct json_out *o, const struct picture_counts *c,
                     const struct picture_told *t, size_t n)
{
    json_out_ki64(o, "pictures", c->pictures);
    json_out_ki64(o, "with_place", c->places);
    json_out_ki64(o, "with_serial_number", c->serials);
    json_out_ki64(o, "not_readable", c->blind);
    json_out_key(o, "telling");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        const struct kept_picture *p = &t[i].picture;
        json_out_open(o, '{');
        json_out_kstr(o, "picture", p->digest);
        json_out_ki64(o, "post", t[i].post_id);
        json_out_key(o, "lat");
        p->has_place ? json_out_f64(o, p->lat, 6) : json_out_null(o);
        json_out_key(o, "lon");
        p->has_place ? json_out_f64(o, p->lon, 6) : json_out_null(o);
        json_out_kstr(o, "taken", p->taken);
        json_out_kstr(o, "device", p->device);
        json_out_key(o, "serial_number");
        json_out_bool(o, p->has_serial);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}
