/* cli/demo.c: `tact demo`: a filled home of an invented person, from archives in the program. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/show_import.h"

#include "cli/demo_archives.h"
#include "people/people.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes one archive into `dir` and imports it as any other. */
static enum err_code import_one(struct call *c, const char *dir, const struct demo_archive *d)
{
    struct intake_result r;
    struct str path = arena_printf(c->a, "%s/%s", dir, d->name);
    size_t n = (size_t)*d->size;
    FILE *f = fopen(path.p, "wb");
    bool ok = f && fwrite(d->bytes, 1, n, f) == n;
    ok = (!f || fclose(f) == 0) && ok;
    if (!ok)
        return err_set(&c->err, ERR_IO, "%s can't be written: %s", path.p, strerror(errno));
    enum err_code rc = intake_import(c->store, path.p, NULL, c->a, &r, &c->err);
    if (rc == ERR_OK)
        show_imported(&r);
    unlink(path.p);
    return rc;
}

/* Nobody's own home is ever mixed with an invented life. */
static enum err_code refuse_own_home(struct call *c)
{
    struct import *im;
    size_t n, archives;
    const struct demo_archive *d = demo_archives(&archives);
    enum err_code rc = store_imports(c->store, c->a, &im, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        bool demo = false;
        for (size_t k = 0; k < archives; k++)
            demo |= str_is(im[i].archive, d[k].name);
        if (!demo)
            rc = err_set(&c->err, ERR_INVALID,
                         "%s holds somebody's own networks; give the demo a folder of its own: "
                         "tact --home DIR demo",
                         c->home);
    }
    return rc;
}

static int run(struct call *c)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = arena_cstr(c->a, arena_printf(c->a, "%s/tact-demo-XXXXXX", tmp ? tmp : "/tmp"));
    size_t n;
    const struct demo_archive *d = demo_archives(&n);
    if (refuse_own_home(c))
        return call_fail(c);
    if (!mkdtemp(dir)) {
        err_set(&c->err, ERR_IO, "no temporary folder could be made in %s: %s",
                tmp ? tmp : "/tmp", strerror(errno));
        return call_fail(c);
    }
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = import_one(c, dir, &d[i]);
    rmdir(dir);
    if (rc == ERR_OK)
        rc = people_rebuild(c->store, &c->err);
    return rc ? call_fail(c) : EXIT_FINE;
}

extern const struct command command_demo;
const struct command command_demo = {
    .name = "demo",
    .summary = "fill a home with the networks of an invented person",
    .usage = "",
    .help =
        "The archives of an invented person, eight years on five networks and an address book, "
        "are imported through the ordinary readers. Nobody in them exists. Give it a home of "
        "its own with --home; a home that holds your own archives is left alone.",
    .example = "tact --home ~/tact-demo demo",
    .needs = NEEDS_STORE,
    .run = run};
