/* cli/demo.c: `tact demo`: a filled home of an invented person, from archives in the program. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/show_import.h"

#include "cli/demo_archives.h"
#include "cli/serve.h"
#include "cli/derive.h"

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

/* Nobody's own home is ever mixed with an invented life; one that is filled stays as it is. */
static enum err_code look_at_home(struct call *c, bool *filled)
{
    struct import *im;
    size_t n, archives;
    const struct demo_archive *d = demo_archives(&archives);
    enum err_code rc = store_imports(c->store, c->a, &im, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        bool demo = false;
        for (size_t k = 0; k < archives; k++)
            demo |= str_is(im[i].archive, d[k].name);
        *filled |= demo && str_is(im[i].state, "done");
        if (!demo)
            rc = err_set(&c->err, ERR_INVALID,
                         "%s holds somebody's own networks; give the demo a folder of its own: "
                         "tact --home DIR demo",
                         c->home);
    }
    return rc;
}

static enum err_code fill(struct call *c)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = arena_cstr(c->a, arena_printf(c->a, "%s/tact-demo-XXXXXX", tmp ? tmp : "/tmp"));
    size_t n;
    const struct demo_archive *d = demo_archives(&n);
    if (!mkdtemp(dir))
        return err_set(&c->err, ERR_IO, "no temporary folder could be made in %s: %s",
                       tmp ? tmp : "/tmp", strerror(errno));
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = import_one(c, dir, &d[i]);
    rmdir(dir);
    if (rc == ERR_OK)
        rc = call_derive(c);
    return rc;
}

static int run(struct call *c)
{
    const char *listen = call_value(c, "--listen");
    bool filled = false;
    if (look_at_home(c, &filled) || (!filled && fill(c)))
        return call_fail(c);
    if (filled)
        puts("The demo home is filled already: nothing new was imported.");
    if (call_has(c, "--no-serve"))
        return EXIT_FINE;
    store_close(c->store);
    c->store = NULL;
    return serve_home(c, listen ? listen : SERVE_LISTEN, true, !call_has(c, "--no-browser"));
}

static const struct option_row options[] = {
    {"--listen",     "ADDR:PORT", "where to listen (127.0.0.1:8420)"                 },
    {"--no-browser", NULL,        "do not open a browser"                            },
    {"--no-serve",   NULL,        "only fill the home"                               },
    {"--assets",     "DIR",       "style and scripts from DIR, while working on them"},
    {"--url",        "ADDRESS",   "how others reach it, behind a proxy that does TLS"},
    {NULL,           NULL,        NULL                                               }
};

extern const struct command command_demo;
const struct command command_demo = {
    .name = "demo",
    .summary = "open the networks of an invented person in the browser",
    .usage = "[--listen ADDR:PORT] [--no-browser] [--no-serve]",
    .help =
        "The archives of an invented person, eight years on five networks and an address book, "
        "are imported through the ordinary readers. Nobody in them exists. Give it a home of "
        "its own with --home; a home that holds your own archives is left alone. The page opens "
        "without a password, for this machine only.",
    .example = "tact --home ~/tact-demo demo",
    .options = options,
    .needs = NEEDS_STORE,
    .run = run};
