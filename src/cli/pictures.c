/* cli/pictures.c: `tact pictures`: which pictures say where they were taken, and with whose camera. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "output/output.h"
#include "store/picture.h"

enum {
    LISTED_MOST = 10000
};

static void put_told(struct buf *b, const struct picture_told *t)
{
    const struct kept_picture *p = &t->picture;
    buf_printf(b, "%.12s  post %lld", p->digest.p, (long long)t->post_id);
    if (p->has_place)
        buf_printf(b, "  taken at %.5f, %.5f", p->lat, p->lon);
    if (p->taken.n)
        buf_printf(b, "  " STRF, STRA(p->taken));
    if (p->device.n)
        buf_printf(b, "  " STRF, STRA(p->device));
    buf_lit(b, p->has_serial ? "  with the camera's number\n" : "\n");
}

static void put_counts(struct buf *b, const struct picture_counts *c)
{
    put_count(b, c->pictures, "picture is", "pictures are");
    buf_lit(b, " kept. ");
    put_count(b, c->places, "says", "say");
    buf_lit(b, " where it was taken, ");
    put_count(b, c->serials, "has", "have");
    buf_lit(b, " the number of a camera in it");
    if (c->blind) {
        buf_lit(b, ", ");
        put_count(b, c->blind, "can't be read", "can't be read");
    }
    buf_lit(b, ". Nothing of that is in what Tact shows or sends.\n");
}

static int run(struct call *c)
{
    struct picture_counts counts;
    struct picture_told *t;
    size_t n;
    struct buf b;
    if (store_picture_counts(c->store, &counts, &c->err) ||
        store_pictures_told(c->store, LISTED_MOST, c->a, &t, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(64));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        json_out_open(&o, '{');
        output_pictures(&o, &counts, t, n);
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        put_counts(&b, &counts);
        for (size_t i = 0; i < n; i++)
            put_told(&b, &t[i]);
    }
    return call_print(c, &b);
}

static const struct option_row options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};

extern const struct command command_pictures;
const struct command command_pictures = {
    .name = "pictures",
    .summary = "list pictures that say where they were taken",
    .usage = "[--json]",
    .help = "Cameras write into a picture when, with what and often where it was taken, and "
            "networks leave that in your archive. Tact looks into each picture in a sandbox, "
            "keeps what it says for you alone, and shows small copies with nothing written in "
            "them. The files themselves stay as they came, in your home.",
    .example = "tact pictures --json",
    .options = options,
    .needs = NEEDS_STORE,
    .run = run};
