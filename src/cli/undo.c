/* cli/undo.c: `tact undo`: one import taken back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/derive.h"

static int run(struct call *c)
{
    int64_t id;
    if (!str_i64(str_from(c->arg[0]), &id))
        return call_usage(c, "\"%s\" is no number of an import", c->arg[0]);
    if (store_import_undo(c->store, id, &c->err) || call_derive(c))
        return call_fail(c);
    printf("Import %lld is taken back.\n", (long long)id);
    return EXIT_FINE;
}

extern const struct command command_undo;
const struct command command_undo = {
    .name = "undo",
    .summary = "take one import back",
    .usage = "IMPORT",
    .help =
        "Exactly what that import brought goes, and what it changed becomes what it was. What "
        "another import brought too stays. The archive itself is not touched: you can import "
        "it again.",
    .example = "tact undo 3",
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run};
