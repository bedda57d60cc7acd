/* cli/imports.c: `tact imports`: what was imported, and what of it could not be read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/show_import.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"

#include <stdlib.h>

static void put_import(struct buf *b, const struct import *im)
{
    buf_printf(b, "%4lld  ", (long long)im->id);
    time_put_plain(b, im->started_ms);
    buf_printf(b, "  " STRF "  " STRF "\n      ", STRA(im->account), STRA(im->archive));
    if (!str_is(im->state, "done")) {
        buf_printf(b, STRF "\n", STRA(im->state));
        return;
    }
    put_import_counts(b, im);
    if (im->count[RECORD_UNREAD]) {
        buf_lit(b, "; not read: ");
        buf_number(b, im->count[RECORD_UNREAD]);
    }
    buf_char(b, '\n');
}

/* The first bytes of something raw, on one line. */
static void put_raw(struct buf *b, struct str raw)
{
    for (size_t i = 0; i < raw.n && i < 160; i++)
        buf_char(b, (unsigned char)raw.p[i] < 0x20 ? ' ' : raw.p[i]);
    if (raw.n > 160)
        buf_lit(b, " …");
}

static enum err_code put_unread(struct call *c, int64_t id, struct buf *b)
{
    struct unread *u;
    size_t n;
    enum err_code rc = store_unread(c->store, id, c->a, &u, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        buf_printf(b, "\n" STRF ": " STRF "\n  ", STRA(u[i].file), STRA(u[i].why));
        put_raw(b, u[i].raw);
    }
    if (n)
        buf_char(b, '\n');
    return rc;
}

static int run(struct call *c)
{
    struct import *im;
    struct buf b;
    struct json_out o;
    size_t n, shown = 0;
    int64_t only = 0;
    bool json = call_has(c, "--json");
    if (c->args && !str_i64(str_from(c->arg[0]), &only))
        return call_usage(c, "\"%s\" is no number of an import", c->arg[0]);
    if (store_imports(c->store, c->a, &im, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(64));
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        if (only && im[i].id != only)
            continue;
        shown++;
        if (json)
            output_import(&o, &im[i]);
        else
            put_import(&b, &im[i]);
    }
    if (only && !shown) {
        buf_free(&b);
        err_set(&c->err, ERR_NOT_FOUND, "there is no import %lld", (long long)only);
        return call_fail(c);
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (only && put_unread(c, only, &b)) {
        buf_free(&b);
        return call_fail(c);
    } else if (n == 0) {
        buf_lit(&b, "Nothing is imported yet: tact import ARCHIVE\n");
    }
    return call_print(c, &b);
}

static const struct option_row options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};

extern const struct command command_imports;
const struct command command_imports = {
    .name = "imports",
    .summary = "list what was imported",
    .usage = "[IMPORT] [--json]",
    .help = "Each import with its number, when it was, which account it belongs to and what it "
            "holds. With the number of one, also what of it could not be read, and why.",
    .example = "tact imports 3",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
