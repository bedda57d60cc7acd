/* cli/imports.c: `tact imports`: what was imported, and what of it could not be read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/show_import.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "web/show.h"

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

/* What changed -------------------------------------------------------------------------- */

enum {
    NAMED_MOST = 5
};

static void put_changes(struct buf *b, const struct since_person *p)
{
    buf_lit(b, " (");
    for (size_t i = 0; i < p->changes; i++) {
        const struct since_change *x = &p->change[i];
        buf_printf(b, "%s" STRF "%s" STRF, i ? "; " : "", STRA(x->was), x->was.n ? " → " : "",
                   STRA(x->now));
    }
    buf_char(b, ')');
}

/* The closest of those that a line counts. */
static enum err_code put_named(struct call *c, const struct since *s,
                               const struct since_line *line, struct buf *b)
{
    const struct since_query q = {s->import_id, s->former_id, line->what, line->kind,
                                  line->account_id};
    struct since_person *p;
    size_t n;
    if (line->what == SINCE_COUNT || since_is_posts(line->what))
        return ERR_OK;
    enum err_code rc = store_since_people(c->store, &q, 0, NAMED_MOST, c->a, &p, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        buf_printf(b, "%s" STRF, i ? ", " : ": ", STRA(p[i].name));
        if (p[i].changes)
            put_changes(b, &p[i]);
    }
    if (rc == ERR_OK && (int64_t)n < line->n && n)
        buf_lit(b, ", …");
    return rc;
}

static enum err_code put_since(struct call *c, const struct since *s, struct buf *b)
{
    struct account *acc;
    struct since_line *line;
    size_t n;
    if (!s->former_id)
        return ERR_OK;
    enum err_code rc = store_accounts(c->store, c->a, &acc, &n, &c->err);
    if (rc)
        return rc;
    buf_lit(b, "\nSince the archive of ");
    show_day(b, s->former_day_ms);
    buf_printf(b, " (import %lld):\n", (long long)s->former_id);
    size_t lines = output_since_lines(s, acc, n, c->a, &line);
    for (size_t i = 0; i < lines && rc == ERR_OK; i++) {
        buf_printf(b, "  " STRF, STRA(line[i].says));
        rc = put_named(c, s, &line[i], b);
        buf_char(b, '\n');
    }
    if (!lines)
        buf_lit(b, "  nothing changed\n");
    return rc;
}

/* One of them: what it could not read, and what changed. */
static enum err_code put_one(struct call *c, const struct import *im, bool json,
                             struct json_out *o, struct buf *b)
{
    struct since s;
    enum err_code rc = store_since(c->store, im->id, SINCE_ALL, c->a, &s, &c->err);
    if (rc == ERR_OK && json) {
        output_import_open(o, im);
        output_since(o, &s);
        json_out_close(o, '}');
    } else if (rc == ERR_OK) {
        put_import(b, im);
        rc = put_since(c, &s, b);
        if (rc == ERR_OK)
            rc = put_unread(c, im->id, b);
    }
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
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (only && im[i].id != only)
            continue;
        shown++;
        if (only)
            rc = put_one(c, &im[i], json, &o, &b);
        else if (json)
            output_import(&o, &im[i]);
        else
            put_import(&b, &im[i]);
    }
    if (rc == ERR_OK && only && !shown)
        rc = err_set(&c->err, ERR_NOT_FOUND, "there is no import %lld", (long long)only);
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
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
            "holds. With the number of one, also what changed since the archive of the same "
            "account before it, and what of it could not be read, and why.",
    .example = "tact imports 3",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
