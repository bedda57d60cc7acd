/* cli/forget.c: `tact forget-owner`: an owner goes, with everything that is theirs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "store/owner_delete.h"

#include <string.h>
#include <unistd.h>

static void put_going(struct buf *b, const struct owner_going *g)
{
    buf_printf(b, "%s %lld", g->is_company ? "Company" : "Owner", (long long)g->id);
    if (g->name.n)
        buf_printf(b, ", " STRF, STRA(g->name));
    if (g->email.n)
        buf_printf(b, " (" STRF ")", STRA(g->email));
    buf_lit(b, ": ");
    put_count(b, g->imports, "import", "imports");
    buf_lit(b, ", ");
    put_count(b, g->posts, "post or message", "posts and messages");
    buf_lit(b, ", ");
    put_count(b, g->identities, "identity", "identities");
    buf_lit(b, ", ");
    put_count(b, g->drafts, "draft", "drafts");
    buf_lit(b, " and ");
    put_count(b, g->files, "kept file", "kept files");
    buf_lit(b, ", in all ");
    put_count(b, g->rows, "row", "rows");
    buf_lit(b, ".\n");
}

/* The name, or the number of who has none, typed again. */
static bool is_meant(struct call *c, const struct owner_going *g)
{
    char line[1024];
    struct str want = g->name.n ? g->name : arena_printf(c->a, "%lld", (long long)g->id);
    fprintf(stderr,
            "This can't be undone. Type \"" STRF "\" to delete all of it: ", STRA(want));
    return fgets(line, sizeof line, stdin) && str_eq(str_trim(str_from(line)), want);
}

static int run(struct call *c)
{
    struct owner_going g;
    struct buf b;
    if (store_owner_going(c->store, str_from(c->arg[0]), c->a, &g, &c->err))
        return call_fail(c);
    buf_init(&b, KIB(16));
    put_going(&b, &g);
    int rc = call_print(c, &b);
    if (rc)
        return rc;
    if (!call_has(c, "--yes") && (!isatty(0) || !is_meant(c, &g))) {
        err_set(&c->err, ERR_INVALID, "nothing is deleted; --yes does it");
        return call_fail(c);
    }
    if (store_owner_delete(c->store, g.id, &c->err))
        return call_fail(c);
    puts("All of it is deleted. Backups that were made before still have it.");
    return EXIT_FINE;
}

static const struct option_row options[] = {
    {"--yes", NULL, "do it without asking"},
    {NULL,    NULL, NULL                  }
};

extern const struct command command_forget_owner;
const struct command command_forget_owner = {
    .name = "forget-owner",
    .summary = "delete an owner and everything that is theirs",
    .usage = "OWNER [--yes]",
    .help =
        "OWNER is a number, an e-mail address or a name. Says what would go, and asks for the "
        "name to be typed. Everything of that owner goes: what was imported, written and "
        "decided, kept files, sessions, memberships and invitations. What is overwritten on "
        "the disk is what the file system lets be overwritten; backups keep what they have. "
        "`tact export` first, where somebody may want it.",
    .example = "tact forget-owner ann@example.org",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run};
